"""What each kind of event does to a ledger, by its own word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from csboard.domain.handing import OVERTAKEN
from csboard.domain.inverses import id_of, time_of
from csboard.domain.notes import digest
from csboard.domain.records import Event, TaskRef, Urgency
from tests.property import (
    ledger_clocks,
    ledger_hand_offs,
    ledger_leave,
    ledger_reviews,
    ledger_successes,
    ledger_templates,
)
from tests.property.ledger import OF_CUSTOMER, UNKNOWN, Junk, Ledger, Matter, Work


def _entered(ledger: Ledger, event: Event) -> None:
    ledger.members[str(event.detail["login"])] = (str(event.detail["role"]), True)


def _member_changed(ledger: Ledger, event: Event) -> None:
    _stands(ledger, str(event.detail["login"]), event.detail)


def _settings_changed(ledger: Ledger, event: Event) -> None:
    standings: Any = event.detail.get("standings", {})
    for login, told in standings.items():
        _stands(ledger, login, told)


def _stands(ledger: Ledger, login: str, told: Mapping[str, Any]) -> None:
    role, is_active = ledger.members[login]
    ledger.members[login] = (told.get("role", role), told.get("active", is_active))


def _task(ledger: Ledger, event: Event) -> Work:
    assert event.task is not None
    return ledger.tasks[event.task]


def _opened(ledger: Ledger, event: Event) -> None:
    assert event.number is not None
    ledger.matters[event.number] = Matter(urgency=str(event.detail["urgency"]))
    ledger.tasks[TaskRef(event.number)] = Work()
    _mail_in(ledger, event, "opened")


def _mail_in(ledger: Ledger, event: Event, state: str) -> None:
    """The message an event names, and what became of its original."""
    detail: Mapping[str, Any] = event.detail
    assert event.number is not None
    for message in detail.get("withdrawn", ()):
        unknown = (event.other or event.number, UNKNOWN, False)
        number, text, _before = ledger.messages.get(message, unknown)
        ledger.messages[message] = (number, text, True)
    if "message" in detail:
        ledger.messages[detail["message"]] = (event.number, detail["digest"], False)
    if "receipt" in detail:
        ledger.mails[detail["receipt"]] = (state, event.number, detail.get("reason", ""))


def _joined(ledger: Ledger, event: Event) -> None:
    assert event.number is not None
    _mail_in(ledger, event, "joined")
    detail: Mapping[str, Any] = event.detail
    for ref in detail.get("resumed", ()):
        ledger.tasks[TaskRef.parse(ref)].waiting = None
    reply = ledger.tasks[TaskRef(event.number)]
    if detail["reopened"]:
        _reopen(reply, keeps=detail["kept"])
        ledger.matters[event.number].closed_at = None
    ledger_leave.pass_on(reply, event)
    if detail["reopened"]:
        assert reply.stage == detail["to"]


def _reopen(reply: Work, *, keeps: bool) -> None:
    """To its owner, if that one is still here."""
    reply.closed_at = None
    if not keeps:
        reply.stage, reply.owner, reply.owner_since = "todo", None, None
    else:
        reply.stage = "doing"


def _sorted(ledger: Ledger, event: Event) -> None:
    detail: Mapping[str, Any] = event.detail
    if "receipt" in detail:
        state = "held" if event.kind == "held" else "filed"
        dropped = detail.get("as", "dropped")
        reason = dropped if event.kind == "dropped" else detail["reason"]
        ledger.mails[detail["receipt"]] = (state, event.number, reason)


def _junked(ledger: Ledger, event: Event) -> None:
    assert event.number is not None
    matter, detail = ledger.matters[event.number], event.detail
    shown = [ref for ref in ledger.tasks if ledger.shows(event.number, ref)]
    receipts: Any = detail["receipts"]
    states = {mail: ledger.mails[mail][0] for mail in receipts}
    mails = {mail: state for mail, state in states.items() if state in ("opened", "joined")}
    matter.junk = Junk(event.at, shown, mails)
    for work in [ledger.tasks[ref] for ref in shown]:
        work.is_withdrawn, work.closed_at = True, work.closed_at or event.at
    matter.closed_at = matter.closed_at or event.at
    for mail in mails:
        ledger.mails[mail] = ("filed", ledger.mails[mail][1], "junk")


def _unjunked(ledger: Ledger, event: Event) -> None:
    assert event.number is not None
    ledger.bring_back(event.number)
    ledger_leave.pass_on(ledger.tasks[TaskRef(event.number)], event)


def _blocked(ledger: Ledger, event: Event) -> None:
    ledger.blocks[id_of(event.detail["block"])] = event.kind == "blocked"


def _reread(ledger: Ledger, event: Event) -> None:
    """What is stored of a mail on the board was renewed."""
    detail: Mapping[str, Any] = event.detail
    number, text, is_withdrawn = ledger.messages[detail["message"]]
    text = detail["digests"].get("text", text)
    ledger.messages[detail["message"]] = (number, text, is_withdrawn)
    if "titled" in detail:
        matter = ledger.matters[ledger.mails[detail["receipt"]][1] or number]
        matter.fields["subject"] = detail["digests"]["subject"]


def _claimed(ledger: Ledger, event: Event) -> None:
    work = _task(ledger, event)
    assert work.owner is None, "taken from somebody"
    work.owner, work.owner_since = event.actor, event.at


def _taken_over(ledger: Ledger, event: Event) -> None:
    work = _task(ledger, event)
    assert work.owner == event.detail["from"]
    work.owner, work.owner_since = event.actor, event.at
    assert event.number is not None
    ledger.messages[id_of(event.detail["message"])] = (event.number, UNKNOWN, False)


def _released(ledger: Ledger, event: Event) -> None:
    work = _task(ledger, event)
    assert work.owner == event.detail["owner"]
    work.stage, work.owner, work.owner_since = str(event.detail["to"]), None, None
    work.waiting = None


def _moved(ledger: Ledger, event: Event) -> None:
    work, detail = _task(ledger, event), event.detail
    assert work.stage == detail["from"]
    work.stage, work.waiting = str(detail["to"]), None
    work.closed_at = event.at if detail["to"] == "done" else None
    if detail["took"]:
        assert work.owner is None, "taken from somebody"
        work.owner, work.owner_since = event.actor, event.at
    assert event.number is not None
    ledger.settle(event.number, event.at)


def _waits(ledger: Ledger, event: Event) -> None:
    work, detail = _task(ledger, event), event.detail
    work.stage = str(detail["to"])
    work.waiting = (str(detail["for"]), time_of(detail["until"]))


def _resumed(ledger: Ledger, event: Event) -> None:
    _task(ledger, event).waiting = None


def _excused(ledger: Ledger, event: Event) -> None:
    """What the message had woken waits again, in the words of the event."""
    assert id_of(event.detail["message"])
    for task, mark in waiting_again(event.detail).items():
        assert ledger.tasks[task].waiting is None
        ledger.tasks[task].waiting = mark


def waiting_again(detail: Mapping[str, Any]) -> dict[TaskRef, tuple[str, Any]]:
    """What an excused message lets go on waiting, and for whom and until when."""
    marks = detail.get("waiting", {})
    return {
        TaskRef.parse(ref): (mark["for"], time_of(mark["until"])) for ref, mark in marks.items()
    }


def _pinned(ledger: Ledger, event: Event) -> None:
    """A pin changes nothing that a ledger keeps; it is on a task that is there."""
    assert _task(ledger, event)


def _split_off(ledger: Ledger, event: Event) -> None:
    assert event.task is not None
    assert event.task not in ledger.tasks
    ledger.tasks[event.task] = Work(title=str(event.detail["digest"]))


def _renamed(ledger: Ledger, event: Event) -> None:
    _task(ledger, event).title = str(event.detail["digest"])


def _edited(ledger: Ledger, event: Event) -> None:
    detail: Mapping[str, Any] = event.detail
    assert event.number is not None
    matter = ledger.matters[event.number]
    for name, told in detail["digests"].items():
        if name in OF_CUSTOMER:
            ledger.names.pop((event.number, name), None)  # the last one told is the last in order
            ledger.names[event.number, name] = told
        elif name != "urgency":
            matter.fields[name] = told
    if "urgency" in detail:
        assert matter.urgency == detail["urgency"]["from"]
        matter.urgency = detail["urgency"]["to"]
    if "message" in detail:
        ledger.messages[id_of(detail["message"])] = (event.number, UNKNOWN, False)


def _reopened(ledger: Ledger, event: Event) -> None:
    work = _task(ledger, event)
    assert (work.stage, work.owner) == (event.detail["from"], event.detail["owner"])
    _reopen(work, keeps=bool(event.detail["kept"]))
    ledger_leave.pass_on(work, event)
    assert work.stage == event.detail["to"]
    assert event.number is not None
    ledger.matters[event.number].closed_at = None


def _noted(ledger: Ledger, event: Event) -> None:
    assert event.number is not None
    told = event.detail
    ledger.messages[id_of(told["message"])] = (event.number, str(told["digest"]), False)


def _merged(ledger: Ledger, event: Event) -> None:
    detail: Mapping[str, Any] = event.detail
    assert event.number is not None
    assert event.other is not None
    source, target = ledger.matters[event.number], ledger.matters[event.other]
    for number in (event.number, *detail["absorbed"]):
        ledger.matters[number].merged_into = event.other
    reply = ledger.tasks[TaskRef(event.number)]
    reply.is_withdrawn, reply.closed_at = True, reply.closed_at or event.at
    if detail["target"]["changed"]:
        ledger.tasks[TaskRef(event.other)].put_back(detail["target"]["left"])
    if "closed_at" in detail["target"]["changed"]:
        target.closed_at = None
    assert target.urgency == detail["urgency"]
    target.urgency = higher(detail["urgency"], source.urgency)
    for link in detail["links"]["ended"]:
        ledger.links[link] = None
    for link in detail["links"]["moved"]:
        ledger.links[link] = moved_to(ledger.links[link], event.number, event.other)


def higher(one: str, other: str) -> str:
    """The more urgent."""
    return min(one, other, key=lambda urgency: Urgency(urgency).rank)


def moved_to(ends: tuple[int, int] | None, number: int, into: int) -> tuple[int, int]:
    assert ends is not None
    first, second = sorted(into if end == number else end for end in ends)
    return first, second


def _divided(ledger: Ledger, event: Event) -> None:
    detail: Mapping[str, Any] = event.detail
    assert event.number is not None
    assert event.other is not None
    ledger.matters[event.number] = Matter(urgency=ledger.matters[event.other].urgency)
    ledger.tasks[TaskRef(event.number)] = Work()
    put(ledger, detail, event.number)
    ledger.links[detail["link"]] = moved_to((event.number, event.other), 0, 0)


def put(ledger: Ledger, detail: Mapping[str, Any], number: int) -> None:
    """A divided message, and its original, into that inquiry's row."""
    _from, text, is_withdrawn = ledger.messages.get(detail["message"], (0, UNKNOWN, False))
    ledger.messages[detail["message"]] = (number, text, is_withdrawn)
    if detail["mail"]:
        state, _before, reason = ledger.mails[detail["mail"]]
        ledger.mails[detail["mail"]] = (state, number, reason)


def _linked(ledger: Ledger, event: Event) -> None:
    assert event.number is not None
    assert event.other is not None
    ends = moved_to((event.number, event.other), 0, 0)
    ledger.links[id_of(event.detail["link"])] = ends


def _unlinked(ledger: Ledger, event: Event) -> None:
    ledger.links[id_of(event.detail["link"])] = None


def _drafted(ledger: Ledger, event: Event) -> None:
    assert event.number is not None
    ledger.drafts[id_of(event.detail["draft"])] = (event.number, event.actor, "")


def _discarded(ledger: Ledger, event: Event) -> None:
    end_draft(ledger, event, "discarded")


def end_draft(ledger: Ledger, act: Event, ending: str) -> None:
    """How the draft that an act is about has ended; empty: it is open again."""
    key = id_of(act.detail["draft"])
    number, author, _before = ledger.drafts[key]
    ledger.drafts[key] = (number, author, ending)


def _file(ledger: Ledger, event: Event) -> None:
    ledger.files[id_of(event.detail["file"])] = event.kind == "file_added"


def _queued(ledger: Ledger, event: Event) -> None:
    ledger.outbox[id_of(event.detail["draft"])] = "queued"


def _sent(ledger: Ledger, event: Event) -> None:
    went_out(ledger, event, "message", "sent")


def went_out(ledger: Ledger, event: Event, name: str, state: str) -> None:
    """The reply stands in the conversation; what it says, its own digest does not tell."""
    assert event.number is not None
    ledger.outbox[id_of(event.detail["draft"])] = state
    if name in event.detail:
        ledger.messages[id_of(event.detail[name])] = (event.number, UNKNOWN, False)
        end_draft(ledger, event, "sent")
        ledger.reviews.sent(event.detail["draft"])
        ledger.successes.sent(event.detail["draft"])


def _not_sent(ledger: Ledger, event: Event) -> None:
    overtaken = event.detail.get("code") in OVERTAKEN
    state = {"send_stopped": "stopped", "send_unknown": "unknown"}.get(event.kind, "failed")
    ledger.outbox[id_of(event.detail["draft"])] = "stopped" if overtaken else state


def _filed(ledger: Ledger, event: Event) -> None:
    _sorted(ledger, event)
    if "draft" in event.detail:
        state = "bounced" if event.detail["reason"] == "bounce" else "sent"
        went_out(ledger, event, "sent", state)


def _nothing(ledger: Ledger, event: Event) -> None:
    """What only words and pens tell."""


def _erased(ledger: Ledger, event: Event) -> None:
    assert event.number is not None
    matter = ledger.matters[event.number]
    ledger.successes.erased(event.number)
    ledger.templates.erased(event.detail)
    matter.fields |= {name: digest("") for name in ("subject", "policy", "fact", "emotion")}
    for ref, work in ledger.tasks.items():
        if ref.number == event.number:
            work.title = digest("")
    for key, (number, author, ending) in ledger.drafts.items():
        if number == event.number:
            ledger.drafts[key] = (number, author, ending or "discarded")


def _customer_erased(ledger: Ledger, event: Event) -> None:
    ledger.names.clear()  # whose names they were only the rows tell


FOLLOW: dict[str, Callable[[Ledger, Event], None]] = {
    "entered": _entered,
    "member_changed": _member_changed,
    "settings_changed": _settings_changed,
    "opened": _opened,
    "joined": _joined,
    "filed": _filed,
    "held": _sorted,
    "dropped": _sorted,
    "junked": _junked,
    "unjunked": _unjunked,
    "blocked": _blocked,
    "unblocked": _blocked,
    "reread": _reread,
    "claimed": _claimed,
    "taken_over": _taken_over,
    "released": _released,
    "moved": _moved,
    "waiting": _waits,
    "resumed": _resumed,
    "excused": _excused,
    **dict.fromkeys(("pinned", "unpinned"), _pinned),
    "split_off": _split_off,
    "task_renamed": _renamed,
    "edited": _edited,
    "reopened": _reopened,
    "noted": _noted,
    "merged": _merged,
    "divided": _divided,
    "linked": _linked,
    "unlinked": _unlinked,
    "drafted": _drafted,
    "draft_discarded": _discarded,
    "file_added": _file,
    "file_removed": _file,
    "pen_taken": _nothing,
    "words_left": _nothing,
    "queued": _queued,
    "sent": _sent,
    "send_stopped": _not_sent,
    "send_failed": _not_sent,
    "send_unknown": _not_sent,
    **ledger_clocks.FOLLOW,
    **ledger_leave.FOLLOW,
    **ledger_hand_offs.FOLLOW,
    **ledger_reviews.FOLLOW,
    **ledger_successes.FOLLOW,
    **ledger_templates.FOLLOW,
    "thanked": _nothing,
    "erased": _erased,
    "customer_erased": _customer_erased,
}
"""By the kind of event, all but `undone`."""
