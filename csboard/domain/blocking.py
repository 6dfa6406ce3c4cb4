"""Blocked senders: their mail is stored and filed, and opens no card."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from csboard.domain import access
from csboard.domain.decisions import Decision, EventDraft, Insert, Ref, Thing, Update
from csboard.domain.people import in_a_sentence
from csboard.errors import Refused
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.text import clean, fold_address, quoted

if TYPE_CHECKING:
    from csboard.domain.commands import BlockSender, UnblockSender
    from csboard.domain.settings import TeamSettings
    from csboard.domain.states import BlockState

MAX_WHY = 200
MAX_PATTERN = 320
_PATTERN = re.compile(r"[^@\s]*@[^@\s]+")


class Block(NamedTuple):
    """An address or a domain whose mail opens no card."""

    id: int
    pattern: str
    """A folded address, or `@` and a folded domain."""
    by: str
    """Login of who blocked it."""
    at: datetime
    why: str = ""


def is_domain(pattern: str) -> bool:
    """Whether a pattern stands for every address of a domain."""
    return pattern.startswith("@")


def pattern_of(written: str) -> str:
    """What a person wrote, as it is stored; Refused when it is neither address nor domain."""
    folded = fold_address(clean(written)).strip("<>")
    if len(folded) > MAX_PATTERN or not _PATTERN.fullmatch(folded):
        raise Refused(
            "bad_address",
            _(
                "{word} is no mail address: write name@example.com, or @example.com for a whole"
                " domain."
            ).format(word=quoted(written)),
        )
    return folded


def patterns_for(emails: Iterable[str]) -> set[str]:
    """Which patterns block a mail from any of `emails`: the address, and its very domain."""
    found: set[str] = set()
    for email in emails:
        folded = fold_address(email)
        if "@" in folded and len(folded) <= MAX_PATTERN:
            found |= {folded, "@" + folded.rpartition("@")[2]}
    return found


def block(state: BlockState, command: BlockSender, now: datetime) -> Decision:
    """From now on such mail is filed. A member may block an address, a lead a whole domain.

    Nobody sees from a domain how many customers it shuts out: so it takes a lead.
    """
    pattern = pattern_of(command.pattern)
    _require(state, pattern)
    _refuse_own(state.settings, pattern)
    if state.standing is not None:
        raise Refused(
            "blocked",
            _("{pattern} is blocked already, by {name}.").format(
                pattern=pattern, name=in_a_sentence(state.standing.by, state.members)
            ),
        )
    values = {
        "pattern": pattern,
        "member_id": state.actor.id,
        "at": now,
        "why": clean(command.why).strip()[:MAX_WHY],
    }
    detail = {"block": Ref("block"), "domain": is_domain(pattern)}
    return Decision((Insert(Thing.BLOCK, values, "block"),), EventDraft("blocked", detail=detail))


def unblock(state: BlockState, command: UnblockSender, now: datetime) -> Decision:
    """Mail from there opens cards again; what was filed meanwhile stays in the tray."""
    pattern = pattern_of(command.pattern)
    _require(state, pattern)
    if state.standing is None:
        raise Refused(
            "not_blocked",
            _("{pattern} is not blocked: csboard block list shows what is.").format(
                pattern=pattern
            ),
        )
    return Decision(
        (Update(Thing.BLOCK, state.standing.id, {"ended_at": now}),),
        EventDraft("unblocked", detail={"block": state.standing.id, "domain": is_domain(pattern)}),
    )


def _require(state: BlockState, pattern: str) -> None:
    if is_domain(pattern) and not access.is_lead(state.actor):
        raise Refused(
            "role",
            _("Only a lead may block a whole domain or unblock one: ask one of them."),
        )


def _refuse_own(settings: TeamSettings, pattern: str) -> None:
    """The team's own mailboxes and forms are where its customers' words come from."""
    kept = (*settings.own_addresses, *settings.form_senders)
    if pattern in patterns_for(kept):
        raise Refused(
            "own_address",
            _("{pattern} is the team's own: its mail is never blocked.").format(pattern=pattern),
        )
