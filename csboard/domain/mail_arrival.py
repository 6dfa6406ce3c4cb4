"""What the board writes down for a sorted mail: `sorting` decides, this carries it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from csboard.domain.absent_owner import Passed, passed_on, passed_values, told_stand_in
from csboard.domain.commands import SortLetter
from csboard.domain.decisions import Decision, EventDraft, Insert, Ref, Thing, Update
from csboard.domain.flow import reopen_reply, went_back
from csboard.domain.former import FORMER, former_row
from csboard.domain.letters import Letter
from csboard.domain.notes import digest
from csboard.domain.opening import MAX_ADDRESS, became, opening_changes
from csboard.domain.records import IMPORTS, Direction, Receipt, Task, TaskRef, Waiting
from csboard.domain.sorting import Action, Verdict, sort
from csboard.domain.states import InquiryState, LetterState
from csboard.errors import Refused
from csboard.i18n import _
from csboard.text import fold_address

Change = Insert | Update

JUNK = "junk"
"""The reason of what was filed as junk, and of what goes on with it."""

SENT_NOW = "out"
"""The name of the row of a reply that only the mail at hand tells to have gone out."""

MAX_MESSAGE_ID = 998
"""Characters of a line, RFC 5322 section 2.1.1."""

BACKLOGS = ("mbox", "maildir", "imap", *IMPORTS)
"""Sources whose items may have waited for us: their own date tells more than our clock."""


def sort_letter(state: LetterState, command: SortLetter, now: datetime) -> Decision:
    """Open, join, file or hold a stored mail, once."""
    if state.receipt.state != "received":
        raise Refused("sorted", _("Mail {id} has been sorted already.").format(id=state.receipt.id))
    if command.letter is None:
        return _unreadable(state, command)
    verdict = sort(command.letter, state.correspondence, state.opening.settings, now)
    arrival = Arrival(state, command, command.letter, verdict, now)
    return carry_out(arrival)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail on its way into the board, sorted by the rules or by a person."""

    state: LetterState
    command: SortLetter
    letter: Letter
    verdict: Verdict
    now: datetime

    @property
    def receipt_id(self) -> int:
        return self.state.receipt.id

    @property
    def conversation(self) -> InquiryState | None:
        return self.state.conversations.get(self.verdict.number or 0)

    @property
    def at(self) -> datetime:
        return arrived(self.state.receipt, self.verdict.sent_at)

    @property
    def subject(self) -> str:
        return self.letter.subject or _("(no subject)")

    def became(self, state: str, number: int | None) -> Update:
        """The receipt's fate, with what lists of mail show of it."""
        verdict = self.verdict
        facts = {
            "about": verdict.about,
            "duplicate_of": verdict.duplicate_of,
            "failed_recipient": verdict.failed_recipient,
            "status": verdict.status,
            **verdict.measured,
        }
        told = {key: value for key, value in facts.items() if value}
        return became(
            self.receipt_id,
            state,
            number,
            verdict.reason,
            digest=self.letter.digest,
            subject=self.letter.subject,
            sender=self.letter.from_.email,
            sender_key=sender_key(self.letter),
            arrived_at=self.at,
            reader=self.command.reader,
            detail=told or None,
        )

    def message(self, direction: Direction, **more: object) -> dict[str, object]:
        """The row that holds the mail's own words."""
        people = (self.letter.from_, self.letter.sender, *self.letter.to, *self.letter.cc)
        others = {fold_address(person.email) for person in people} - self._own - {""}
        return {
            "direction": direction,
            "at": self.at,
            "sender_name": self.verdict.customer.name,
            "sender_email": self.verdict.customer.email,
            "subject": self.letter.subject,
            "text": self.letter.text,
            "attachments": self.letter.attachments or None,
            "receipt_id": self.receipt_id,
            "message_id": self._message_id,
            "recipients": sorted(others),
            "mailbox": self.mailbox,
            "flag": self.verdict.flag,
            **more,
        }

    @property
    def mailbox(self) -> str:
        """The first address of ours, folded, that it was sent to; empty when it names none."""
        sent_to = (fold_address(one.email) for one in (*self.letter.to, *self.letter.cc))
        return next((one for one in sent_to if one in self._own), "")

    @property
    def _own(self) -> set[str]:
        return {fold_address(one) for one in self.state.opening.settings.own_addresses}

    @property
    def _message_id(self) -> str:
        """Empty when it is longer than any line of a mail may be: no index takes that."""
        found = self.letter.message_id
        return found if len(found) <= MAX_MESSAGE_ID else ""

    def detail(self, **more: object) -> dict[str, object]:
        return {"receipt": self.receipt_id, "digest": digest(self.letter.text), **more}


def arrived(receipt: Receipt, written: datetime | None) -> datetime:
    """When a mail reached us; out of a mailbox that had been filling, when it was written."""
    if receipt.source in BACKLOGS and written and written < receipt.received_at:
        return written
    return receipt.received_at


def sender_key(letter: Letter) -> str:
    """By what the mails of one sender are counted; empty for a letter without a sender."""
    folded = fold_address(letter.from_.email)
    return folded if len(folded) <= MAX_ADDRESS else ""


def opened(arrival: Arrival, *, follows: int | None = None) -> Decision:
    opening = arrival.state.opening
    number = opening.next_number
    customer = arrival.verdict.customer
    changes = opening_changes(
        opening,
        channel=arrival.command.channel,
        subject=arrival.subject,
        name=customer.name,
        email=customer.email,
        at=arrival.at,
        message=arrival.message(Direction.IN),
        now=arrival.now,
        urgency=arrival.command.urgency,
        tags=arrival.command.tags,
        follows=follows,
        mailbox=arrival.mailbox,
    )
    changes.append(arrival.became("opened", number))
    command = arrival.command
    detail = arrival.detail(
        message=Ref("message"), channel=command.channel, urgency=command.urgency
    )
    if follows is not None:
        detail["follows"] = follows
    return Decision(tuple(changes), EventDraft("opened", number, TaskRef(number), detail))


def _join(arrival: Arrival) -> Decision:
    """To its conversation; a closed one reopens for a while, later a new one follows it.

    What was filed as junk never comes back by its own sender's mail.
    """
    conversation = arrival.conversation
    if conversation is None:
        return opened(arrival)
    inquiry = conversation.inquiry
    if inquiry.junked_at is not None:
        return _file(replace(arrival, verdict=replace(arrival.verdict, reason=JUNK)))
    limit = timedelta(days=arrival.state.opening.settings.reopen_days)
    if inquiry.closed_at is not None and arrival.now - inquiry.closed_at > limit:
        return opened(arrival, follows=inquiry.number)
    return joined(arrival, conversation)


def joined(arrival: Arrival, conversation: InquiryState) -> Decision:
    """Into that conversation, which reopens if it was closed.

    The reply of an owner who is away goes where their absence says.
    """
    inquiry, now = conversation.inquiry, arrival.now
    message = arrival.message(Direction.IN, inquiry_id=inquiry.number)
    values: dict[str, object] = {"last_in_at": arrival.at}
    reply = reopen_reply(conversation, now) if inquiry.closed_at is not None else None
    passed = passed_on(conversation, now) if reply or _goes_on(conversation.reply) else None
    changes: list[Change] = [Insert(Thing.MESSAGE, message, "message")]
    if reply:
        values["closed_at"] = None
        changes.append(reply)
    resumed = _resumed(conversation)
    changes.append(Update(Thing.INQUIRY, inquiry.number, values, inquiry.version))
    changes.append(arrival.became("joined", inquiry.number))
    detail = arrival.detail(message=Ref("message"), reopened=reply is not None)
    if reply:
        detail |= went_back(reply)
    if passed:
        detail |= passed.told
    of_tasks, ended = _of_tasks(conversation, resumed, passed if reply is None else None, now)
    changes += of_tasks
    detail |= ended
    changes += told_stand_in(passed, conversation, now)
    if arrival.verdict.flag:
        detail["flag"] = arrival.verdict.flag
    touched = TaskRef(inquiry.number) if reply or passed else None
    return Decision(tuple(changes), EventDraft("joined", inquiry.number, touched, detail))


def _goes_on(reply: Task) -> bool:
    return reply.closed_at is None


def _of_tasks(
    conversation: InquiryState, resumed: tuple[Task, ...], passed: Passed | None, now: datetime
) -> tuple[list[Change], dict[str, object]]:
    """What changes of open tasks: they wait no more, and the reply may go to somebody else.

    With it the detail that names those that wait no more, and the row in which their marks stand.
    """
    values: dict[int, dict[str, object]] = {
        task.id: {"waiting": None, "woke_at": now} for task in resumed
    }
    if passed:
        own = values.setdefault(conversation.reply.id, {})
        own |= passed_values(passed, conversation, now)
    tasks = [task for task in conversation.tasks if task.id in values]
    marks = {
        str(task.ref): task.waiting
        for task in tasks
        if task.waiting is not None and "waiting" in values[task.id]
    }
    changes: list[Change] = []
    if marks:
        changes.append(former_row(conversation.inquiry.number, {"waiting_of": marks}, now))
    changes += [Update(Thing.TASK, task.id, values[task.id], task.version) for task in tasks]
    return changes, {"resumed": list(marks), "former": FORMER} if marks else {}


def _resumed(conversation: InquiryState) -> tuple[Task, ...]:
    """The tasks that waited for the customer, who has written now; not those that sleep on."""
    return tuple(
        task for task in conversation.tasks if task.closed_at is None and _is_woken(task.waiting)
    )


def _is_woken(waiting: Waiting | None) -> bool:
    return waiting is not None and waiting.for_whom == "customer" and not waiting.sleeps


def _file(arrival: Arrival) -> Decision:
    """A line in the inquiry it concerns, if any; it opens, reopens and stops nothing."""
    conversation = arrival.conversation
    number = conversation.inquiry.number if conversation else None
    reason = arrival.verdict.reason
    changes: list[Change] = []
    if number is not None and reason not in ("duplicate", "loop"):
        row = arrival.message(Direction.AUTO, inquiry_id=number, kind=reason)
        changes.append(Insert(Thing.MESSAGE, row, "message"))
    changes.append(arrival.became("filed", number))
    detail = arrival.detail(reason=reason)
    told = _of_outgoing(arrival)
    if told:
        changes += told
        detail |= {"draft": arrival.state.outgoing.draft.id} if arrival.state.outgoing else {}
        if any(isinstance(one, Insert) and one.name == SENT_NOW for one in told):
            detail["sent"] = Ref(SENT_NOW)
    return Decision(tuple(changes), EventDraft("filed", number, None, detail))


def _of_outgoing(arrival: Arrival) -> tuple[Change, ...]:
    """What the mail tells of a reply of ours: that it came back, or, as its copy, that it left."""
    state, verdict = arrival.state.outgoing, arrival.verdict
    if state is None or state.outgoing.message_id != verdict.about:
        return ()
    if verdict.reason == "bounce":
        from csboard.domain.sent import came_back

        return came_back(state, arrival.now, verdict.status, SENT_NOW)
    if verdict.reason == "loop" and arrival.letter.message_id == verdict.about:
        from csboard.domain.sent import copy_arrived

        return copy_arrived(state, arrival.now, SENT_NOW)
    return ()


def _hold(arrival: Arrival) -> Decision:
    conversation = arrival.conversation
    number = conversation.inquiry.number if conversation else None
    detail = arrival.detail(reason=arrival.verdict.reason)
    return Decision((arrival.became("held", number),), EventDraft("held", number, None, detail))


def _unreadable(state: LetterState, command: SortLetter) -> Decision:
    receipt, reason = state.receipt, command.problem or "unreadable"
    measured = dict(command.measured) or None
    held = became(receipt.id, "held", None, reason, detail=measured, reader=command.reader)
    return Decision(
        (held,), EventDraft("held", None, None, {"receipt": receipt.id, "reason": reason})
    )


_CARRIED_OUT: dict[Action, Callable[[Arrival], Decision]] = {
    Action.OPEN: opened,
    Action.JOIN: _join,
    Action.FILE: _file,
    Action.HOLD: _hold,
}


def carry_out(arrival: Arrival) -> Decision:
    """What the verdict makes of the mail."""
    return _CARRIED_OUT[arrival.verdict.action](arrival)
