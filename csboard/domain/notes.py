"""Internal notes: words between colleagues, never sent. Whom one names with `@` hears of it."""

from __future__ import annotations

import hashlib
from datetime import datetime

from csboard.domain import mentions
from csboard.domain.commands import AddNote
from csboard.domain.decisions import Decision, EventDraft, Insert, Ref, Thing
from csboard.domain.records import Direction, Member
from csboard.domain.states import InquiryState
from csboard.errors import Refused
from csboard.i18n import _
from csboard.text import clean

MAX_NOTE = 100_000
"""Characters. Longer texts belong into an attachment."""


def add_note(state: InquiryState, command: AddNote, now: datetime) -> Decision:
    text = clean(command.text, multiline=True).strip()
    number = state.inquiry.number
    if not text:
        raise Refused("empty", _("An empty note says nothing: write a word or leave it."))
    if len(text) > MAX_NOTE:
        raise Refused(
            "too_long",
            _("The note has {n} characters; {limit} at most: shorten it.").format(
                n=len(text), limit=MAX_NOTE
            ),
        )
    called = dict.fromkeys(mentions.mentioned(text, state.members), mentions.MENTION)
    return Decision(
        (
            Insert(Thing.MESSAGE, note_row(number, state.actor, text, now), "note"),
            *mentions.inbox(
                called, state.actor, state.members, number, now, message_id=Ref("note")
            ),
        ),
        EventDraft("noted", number, None, {"message": Ref("note"), "digest": digest(text)}),
    )


def note_row(
    number: int, author: Member, text: str, now: datetime, *, kind: str = ""
) -> dict[str, object]:
    return {
        "inquiry_id": number,
        "direction": Direction.NOTE,
        "at": now,
        "author_id": author.id,
        "text": text,
        "kind": kind,
    }


def digest(text: str) -> str:
    """What an event keeps of a text: enough to prove it, nothing to read (SHA-256, 16 hex)."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
