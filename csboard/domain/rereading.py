"""Deciding anew about a stored mail that today's reader, or today's settings, see otherwise.

What a person decided stays decided, and what is on the board stays there: never a second card,
never a reopening. Only what is read of it is renewed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from csboard.domain.commands import NoteRead, Reread, SortLetter
from csboard.domain.decisions import Decision, EventDraft, Insert, Quiet, Thing, Update
from csboard.domain.editing import digests
from csboard.domain.erasing import ERASED
from csboard.domain.former import FORMER, former_row
from csboard.domain.letters import Letter
from csboard.domain.mail_arrival import Arrival, carry_out, sender_key
from csboard.domain.opening import became
from csboard.domain.records import Member, Message, Receipt
from csboard.domain.sorting import Action, Verdict, sort
from csboard.domain.states import RereadState
from csboard.domain.tray import before_joining, decided_again
from csboard.errors import Refused
from csboard.i18n import _

BY_PEOPLE = ("dropped", "junk")
FOR_GOOD = (*BY_PEOPLE, "duplicate", "loop")
"""Reasons that no other reading changes."""
READ_OF_IT = ("subject", "text", "attachments", "sender_name")
"""The fields of a message that reading makes."""
_BETTER = {Action.HOLD: 0, Action.FILE: 1, Action.JOIN: 2, Action.OPEN: 2}
_FATE = {"held": Action.HOLD, "filed": Action.FILE}


def reread(state: RereadState, command: Reread, now: datetime) -> Decision:
    """Sort it anew when that comes out better, else renew what is stored of it.

    Refused (`unchanged`) when there is nothing to do.
    """
    receipt = state.letter.receipt
    if receipt.state == "received":
        raise Refused(
            "unsorted",
            _("Mail {id} has not been sorted yet: the next intake does it.").format(id=receipt.id),
        )
    if receipt.state in ("opened", "joined"):
        return _renewed(state, command, now)
    if command.letter is not None and receipt.reason not in FOR_GOOD:
        verdict = sort(
            command.letter, state.letter.correspondence, state.letter.opening.settings, now
        )
        if _is_better(verdict, receipt):
            return _sorted_anew(state, command, command.letter, verdict, now)
    raise _unchanged(receipt)


def _is_better(verdict: Verdict, receipt: Receipt) -> bool:
    """Whether it would come nearer to the board, or be filed for another reason."""
    before, after = _BETTER[_FATE[receipt.state]], _BETTER[verdict.action]
    if after != before:
        return after > before
    return verdict.reason != receipt.reason


def _sorted_anew(
    state: RereadState, command: Reread, letter: Letter, verdict: Verdict, now: datetime
) -> Decision:
    receipt = state.letter.receipt
    sorting = SortLetter(
        receipt_id=receipt.id,
        letter=letter,
        reader=command.reader,
        channel=command.channel,
        urgency=command.urgency,
        tags=command.tags,
    )
    arrival = Arrival(state.letter, sorting, letter, verdict, now)
    decision = carry_out(arrival)
    more: dict[str, object] = {"reread": True}
    number = decision.event.number
    if decision.event.kind == "joined" and number is not None:
        conversation = state.letter.conversations[number]
        more |= before_joining(conversation, state.last_in_at.get(number))
    return decided_again(receipt, state.standing, decision, more, now)


def _renewed(state: RereadState, command: Reread, now: datetime) -> Decision:
    """What stands on the board says what the reader of today reads; the old text is kept."""
    receipt, message, letter = state.letter.receipt, state.message, command.letter
    if message is None or letter is None or "unreadable" in letter.problems:
        raise _unchanged(receipt)
    if message.kind == ERASED:  # while it was being read
        raise _unchanged(receipt)
    new = _differing(message, letter)
    if not new:
        raise _unchanged(receipt)
    before = {name: getattr(message, name) for name in new}
    changes: list[Insert | Update] = [
        former_row(message.number, {"message": before, **_subject_before(state, new)}, now),
        Update(Thing.MESSAGE, message.id, new),  # after it: a guard on PostgreSQL looks for the row
        became(
            receipt.id,
            receipt.state,
            receipt.number,
            receipt.reason,
            digest=letter.digest,
            subject=letter.subject,
            sender_key=sender_key(letter),
            reader=command.reader,
        ),
    ]
    detail = {
        "receipt": receipt.id,
        "message": message.id,
        "fields": list(new),
        "digests": digests(new),
        "former": FORMER,
    }
    if _subject_before(state, new):
        inquiry = state.inquiry
        assert inquiry is not None
        detail["titled"] = True
        changes.append(
            Update(Thing.INQUIRY, inquiry.number, {"subject": new["subject"]}, inquiry.version)
        )
    return Decision(tuple(changes), EventDraft("reread", message.number, None, detail))


def _differing(message: Message, letter: Letter) -> dict[str, Any]:
    """What the letter says otherwise than the stored message; nothing that it says no more."""
    read: Mapping[str, Any] = {
        "subject": letter.subject,
        "text": letter.text,
        "attachments": letter.attachments,
        "sender_name": letter.sender.name,
    }
    return {
        name: read[name]
        for name in READ_OF_IT
        if read[name] and read[name] != getattr(message, name)
    }


def _subject_before(state: RereadState, new: Mapping[str, Any]) -> dict[str, object]:
    """The inquiry's subject, when it is still the mail's own, which is read otherwise now."""
    inquiry, message = state.inquiry, state.message
    if inquiry is None or message is None or "subject" not in new:
        return {}
    untouched = inquiry.subject == message.subject and state.letter.receipt.state == "opened"
    return {"subject": inquiry.subject} if untouched else {}


def _unchanged(receipt: Receipt) -> Refused:
    return Refused(
        "unchanged", _("Mail {id} reads as it did: nothing changes.").format(id=receipt.id)
    )


def note_read(me: Member, command: NoteRead, now: datetime) -> Quiet:
    """So that `--all` does not come by them again."""
    return Quiet(
        tuple(Update(Thing.RECEIPT, one, {"reader": command.reader}) for one in command.receipt_ids)
    )
