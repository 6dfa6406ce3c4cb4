"""What the board writes down when a reply has gone out, and when that came to nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from csboard.domain.decisions import Insert, Thing, Update
from csboard.domain.flow import SEEN_TO
from csboard.domain.pens import FREE
from csboard.domain.records import AttachmentInfo, Direction
from csboard.domain.replies import FileInfo, OutboxEntry, OutboxState, Verdict, Words
from csboard.domain.reuse import went_out
from csboard.domain.sending_states import SendingState
from csboard.text import fold_address

MESSAGE = "message"
"""How an event refers to the row of the sent mail."""

Changes = tuple[Insert | Update, ...]


def out_message(
    state: SendingState,
    words: Words,
    files: Iterable[FileInfo],
    message_id: str,
    author: str,
    now: datetime,
) -> dict[str, object]:
    """The row by which a sent reply stands in the conversation."""
    attachments = tuple(
        AttachmentInfo(file.name, file.size, file.type, part)
        for part, file in enumerate(files, start=1)
    )
    return {
        "inquiry_id": state.number,
        "direction": Direction.OUT,
        "at": now,
        "author_id": state.members[author].id,
        "sender_name": state.settings.name,
        "sender_email": words.sender,
        "subject": words.subject,
        "text": words.text,
        "attachments": attachments or None,
        "message_id": message_id,
        "recipients": sorted({fold_address(one.email) for one in words.recipients.all} - {""}),
    }


def author_of(state: SendingState, writer: str, sender: str) -> str:
    """Whose reply it is: theirs who sent words of their own, else theirs who began the draft.

    Who began it may be away when a colleague writes another text and sends that; but whoever
    corrects a text doesn't make it theirs, and neither does whoever only lets it go.
    """
    return sender if sender == writer else state.draft.author


def was_sent(
    state: SendingState, message: dict[str, object], now: datetime, *, name: str = MESSAGE
) -> Changes:
    """The mail stands in the conversation, the draft is done, no review of it is waited for."""
    inquiry = state.inquiry
    changes: list[Insert | Update] = [Insert(Thing.MESSAGE, message, name)]
    if inquiry.first_reply_at is None:
        first = {"first_reply_at": now}
        changes.append(Update(Thing.INQUIRY, inquiry.number, first, inquiry.version))
    changes.append(Update(Thing.TASK, state.whole.reply.id, SEEN_TO))
    done = {"ended_at": now, "ending": "sent", **FREE}
    changes.append(Update(Thing.DRAFT, state.draft.id, done))
    changes += [Update(Thing.ASK, ask, {"ended_at": now}) for ask in state.asks]
    changes += went_out(state.reuses, str(message["text"]), now)
    return tuple(changes)


def outgoing_message(state: SendingState, now: datetime) -> dict[str, object]:
    """The row of the reply in the outbox, as it was approved."""
    revision, entry = state.sent_words, state.outgoing
    author = author_of(state, revision.author, entry.queued_by)
    return out_message(state, revision.words, revision.files, entry.message_id, author, now)


def ended(entry: OutboxEntry, to: OutboxState, now: datetime, code: str = "") -> Update:
    """The entry at its end."""
    values = {"state": to, "ended_at": now, "held_until": None, "code": code}
    return Update(Thing.OUTBOX, entry.id, values, entry.version)


def alarm(state: SendingState, kind: str, now: datetime) -> Changes:
    """What is put before those who answer for the reply: its author, its reviewer, its sender."""
    wanted = {state.draft.author, state.outgoing.queued_by, *_approvers(state.verdicts)}
    rows: list[dict[str, Any]] = [
        {
            "member_id": state.members[login].id,
            "at": now,
            "kind": kind,
            "inquiry_id": state.number,
            "actor_id": state.actor.id,
            "draft_id": state.draft.id,
        }
        for login in sorted(wanted)
    ]
    return tuple(Insert(Thing.INBOX, row) for row in rows)


def _approvers(verdicts: tuple[Verdict, ...]) -> set[str]:
    return {one.login for one in verdicts if one.word == "approve"}


_GIVEN_AWAY = (OutboxState.HANDING, OutboxState.UNKNOWN)


def came_back(state: SendingState, now: datetime, status: str, name: str) -> Changes:
    """A bounce of ours: it went out, whatever was known of that, and reached nobody.

    `name` is what the row of the mail is called by, if that is made only now.
    """
    entry = state.outgoing
    if entry.state not in (*_GIVEN_AWAY, OutboxState.SENT):
        return ()
    back = ended(entry, OutboxState.BOUNCED, now, status)
    if entry.state is OutboxState.SENT:
        return (back, *alarm(state, "bounced", now))
    went_out = was_sent(state, outgoing_message(state, now), now, name=name)
    return (back, *went_out, *alarm(state, "bounced", now))


def copy_arrived(state: SendingState, now: datetime, name: str) -> Changes:
    """Our own copy of a mail came: so it went out."""
    if state.outgoing.state not in _GIVEN_AWAY:
        return ()
    sent = ended(state.outgoing, OutboxState.SENT, now)
    return (sent, *was_sent(state, outgoing_message(state, now), now, name=name))
