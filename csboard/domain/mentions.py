"""Whom a colleague's words reach: who is named in them by `@`, and whose matter they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from csboard.domain.decisions import Insert, Thing
from csboard.domain.records import INTAKE_LOGIN, Member
from csboard.text import fold

MENTION = "mention"
TO_REVIEW = "to_review"
"""Somebody took an inquiry and means to ask for a review of the reply."""
OFFERED, TAKEN, TAKEN_BACK = "hand_off", "handed_over", "taken_back"
"""Of hand-offs: one is offered; what one offered was taken; whoever gave it has it back."""
OFFERED_TO_ALL = "hand_off_to_all"
"""One is offered to whoever takes it."""
STOOD_IN = "stood_in"
"""A reply has become that of somebody who stands in for its owner."""
OFFER_CLOSED, OFFER_TAKEN_OVER, OFFER_RELEASED, OFFER_MERGED = (
    "offer_closed",
    "offer_taken_over",
    "offer_released",
    "offer_merged",
)
OFFER_PASSED, OFFER_OVER, OFFER_WITHDRAWN = "offer_passed", "offer_over", "offer_withdrawn"
"""What one was offered ended before one took it: by what became of the task, or by withdrawing."""
OWN_OFFER_MERGED = "own_offer_merged"
"""What one offered ended before anybody took it, as a colleague merged its inquiry away."""
OVERTAKEN_OFFERS = (
    OFFER_CLOSED,
    OFFER_TAKEN_OVER,
    OFFER_RELEASED,
    OFFER_MERGED,
    OFFER_PASSED,
    OFFER_OVER,
    OWN_OFFER_MERGED,
)
TAKEN_OVER = "taken_over"
"""A task one had is a colleague's now, who says why."""

STAND_IN_AWAY, OTHERS_STAND_IN_AWAY = "stand_in_away", "others_stand_in_away"
"""Whoever was named to stand in is away then: told to who counts on them, and to the leads."""
STAND_INS_AWAY = (STAND_IN_AWAY, OTHERS_STAND_IN_AWAY)
ABSENCE_CHANGED, ABSENCE_ENDED, ABSENCE_WITHDRAWN = (
    "absence_changed",
    "absence_ended",
    "absence_withdrawn",
)
"""What somebody else did to one's own absence."""

_AT = re.compile(r"(?<![0-9A-Za-z._%+\-])[@＠](?=\S)")
"""Not within an address: `yamada@example.jp` calls nobody."""
_LONGEST = 200
"""Characters behind the sign in which a name is looked for."""


def mentioned(text: str, members: Mapping[str, Member]) -> tuple[str, ...]:
    """Logins of the members whom a text names as `@login` or `@display name`, each once.

    Width, case and kana make no difference, and what follows a Japanese name is no matter
    (`@鈴木さん`). The longest name counts; of several members who share it, each.
    """
    names = _names(members)
    found: dict[str, None] = {}
    for sign in _AT.finditer(text):
        behind = fold(text[sign.end() : sign.end() + _LONGEST])
        name = next((name for name in names if _begins(behind, name)), None)
        found |= dict.fromkeys(names[name] if name is not None else ())
    return tuple(found)


def inbox(
    wanted: Mapping[str, str],
    actor: Member,
    members: Mapping[str, Member],
    number: int,
    now: datetime,
    **about: object,
) -> tuple[Insert, ...]:
    """The rows by which something reaches people's inboxes, one for each of them.

    `wanted` has the kind of it by login; nobody who does it is told. `about` names the draft,
    comment and message (`draft_id`, `comment_id`, `message_id`).
    """
    people = (
        (members[login], kind)
        for login, kind in wanted.items()
        if login in members and _is_reached(members[login]) and login != actor.login
    )
    return tuple(
        Insert(
            Thing.INBOX,
            {
                "member_id": member.id,
                "at": now,
                "kind": kind,
                "inquiry_id": number,
                "actor_id": actor.id,
                **about,
            },
        )
        for member, kind in people
    )


def _names(members: Mapping[str, Member]) -> dict[str, tuple[str, ...]]:
    """The logins by each name that reaches somebody, folded; the longest name first."""
    found: dict[str, tuple[str, ...]] = {}
    for login, member in members.items():
        if _is_reached(member):
            for name in {fold(login), fold(member.name)} - {""}:
                found[name] = (*found.get(name, ()), login)
    return dict(sorted(found.items(), key=lambda one: -len(one[0])))


def _is_reached(member: Member) -> bool:
    return member.active and member.login != INTAKE_LOGIN


def _begins(text: str, name: str) -> bool:
    """Whether a text begins with a name, which ends there if it is of letters like a login's."""
    if not text.startswith(name):
        return False
    rest = text[len(name) :]
    return not (_is_word(name[-1]) and re.match(r"[0-9a-z_]|[.\-][0-9a-z]", rest))


def _is_word(char: str) -> bool:
    return char.isascii() and char.isalnum()
