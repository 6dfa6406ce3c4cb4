"""Prepared words that went into a draft: noted when they are put in, judged when it is sent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from csboard.domain import pens
from csboard.domain.decisions import Decision, EventDraft, Insert, Ref, Thing, Update
from csboard.domain.holes import holes
from csboard.domain.knowledge import Reuse
from csboard.domain.success_commands import PutIn
from csboard.domain.success_states import PutInState
from csboard.errors import Refused
from csboard.i18n import _
from csboard.text import clean

DIGITS = 12
"""Hex digits of a line's digest: enough to tell a draft's lines apart, and nothing to read."""

SOURCES = ("success_id", "template_id", "message_id")


def put_in(state: PutInState, command: PutIn, now: datetime) -> Decision:
    """The words went into the draft; each time is a row, a case in one draft counts once."""
    pens.refuse_unless_open(state.of, now)
    named = {key: getattr(command, key) for key in SOURCES if getattr(command, key) is not None}
    if not state.is_there or len(named) != 1:
        raise Refused("no_such_source", _("These words are no longer on offer: look again."))
    text = clean(command.text, multiline=True)
    lines = line_digests(_without_holes(text)) or line_digests(text)
    if not lines:
        raise Refused("empty", _("There are no words in it to put in."))
    draft = state.of.draft
    row = {
        "at": now,
        "member_id": state.of.actor.id,
        "inquiry_id": draft.number,
        "draft_id": draft.id,
        "lines": list(lines),
        **named,
    }
    about = {key.removesuffix("_id"): value for key, value in named.items()}
    detail = {"draft": draft.id, "reuse": Ref("reuse"), **about}
    return Decision(
        (Insert(Thing.REUSE, row, "reuse"),),
        EventDraft("put_in", state.of.number, None, detail),
    )


def _without_holes(text: str) -> str:
    """The lines that are whole: to fill in the others is what they are there for."""
    return "\n".join(line for line in text.split("\n") if not holes(line))


def line_digests(text: str) -> tuple[str, ...]:
    """Of each line that says something, without the blanks around it; in order, each once."""
    lines = (line.strip() for line in text.split("\n"))
    return tuple(dict.fromkeys(_digest(line) for line in lines if line))


def went_out(reuses: Iterable[Reuse], text: str, now: datetime) -> list[Update]:
    """The draft was sent with this text: whether what was put in went out as it was."""
    sent = set(line_digests(text))
    return [
        Update(Thing.REUSE, one.id, {"sent_at": now, "kept": sent.issuperset(one.lines)})
        for one in reuses
        if one.kept is None
    ]


def _digest(line: str) -> str:
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]
