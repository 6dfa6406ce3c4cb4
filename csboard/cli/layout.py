"""How tasks, conversations and history look as plain text on a terminal or in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from csboard.cli.columns import table, terminal_width
from csboard.domain import words
from csboard.domain.records import (
    AttachmentInfo,
    Card,
    Direction,
    Event,
    Member,
    Message,
    Receipt,
    Task,
    Urgency,
)
from csboard.domain.settings import TeamSettings
from csboard.domain.views import Activity, InquiryBrief, InquiryView
from csboard.i18n import _, current_language, format_time, ngettext, short_day
from csboard.text import clean

if TYPE_CHECKING:
    from csboard.domain.blocking import Block
    from csboard.domain.replies import Draft

INDENT = "  "
COLUMN = 40
"""Cells a column takes at most in a list, so that one long name doesn't push all others away."""


class Look:
    """The team's way of showing things: its stages' names, its zone, the present moment."""

    def __init__(self, settings: TeamSettings, now: datetime) -> None:
        self.settings = settings
        self.now = now

    def stage(self, key: str) -> str:
        stage = self.settings.stage(key)
        return stage.name(current_language()) if stage else key

    def time(self, moment: datetime) -> str:
        return format_time(moment, self.settings.zone, now=self.now)

    def day(self, moment: datetime) -> str:
        return short_day(moment, self.settings.zone, self.now)


def terminal_room() -> int | None:
    """How many cells a line may take: the terminal's width, or no limit in a pipe."""
    return terminal_width() if sys.stdout.isatty() else None


def card_lines(cards: Iterable[Card], look: Look) -> Iterator[str]:
    """One line a task, in columns."""
    rows = [
        (
            f"#{card.ref}",
            look.stage(card.stage),
            _stands_out(card),
            words.hold(card.waiting, card.woke_at, look.now),
            words.owner(card),
            look.time(card.opened_at),
            words.customer(card.customer_name, card.customer_email),
            card.title,
        )
        for card in cards
    ]
    return table(_cleaned(rows), terminal_room(), COLUMN)


def _stands_out(card: Card) -> str:
    """What puts it before others, in words; empty when nothing does."""
    urgency = "" if card.urgency is Urgency.NORMAL else words.urgency(card.urgency)
    pinned = _("pinned") if card.pin and card.closed_at is None else ""
    return _(", ").join(filter(None, (pinned, urgency)))


def history_lines(
    events: Iterable[Event],
    members: Mapping[str, Member],
    look: Look,
    read_backs: Mapping[int, str] = MappingProxyType({}),
) -> Iterator[str]:
    """One line an event: when, and what happened in plain words.

    `read_backs` has how tasks were said again that were taken with some of them.
    """
    from csboard.domain.hand_off_history import with_read_back
    from csboard.domain.history import describe

    said = look.settings
    about = (members, said.stages, said.vocabulary, said.zone)
    rows = [
        (look.time(event.at), with_read_back(event, describe(event, *about), read_backs))
        for event in events
    ]
    return table(_cleaned(rows))


def receipt_lines(receipts: Iterable[Receipt], look: Look) -> Iterator[str]:
    """One line a mail of the tray, with the reason it opened no card."""
    from csboard.domain.reasons import reason_in_words

    rows = [
        (
            str(one.id),
            look.time(one.received_at),
            _state(one),
            reason_in_words(one.reason),
            one.sender,
            one.subject,
        )
        for one in receipts
    ]
    return table(_cleaned(rows), terminal_room(), COLUMN)


def block_lines(
    blocks: Iterable[Block], members: Mapping[str, Member], look: Look
) -> Iterator[str]:
    """One line a blocked address or domain."""
    rows = [(one.pattern, look.time(one.at), _member(one.by, members), one.why) for one in blocks]
    return table(_cleaned(rows), terminal_room(), COLUMN)


def attachment_lines(attachments: Sequence[AttachmentInfo]) -> Iterator[str]:
    """One line a file, numbered for `--save`."""
    rows = [
        (str(index), one.name, _size(one.size), one.type)
        for index, one in enumerate(attachments, 1)
    ]
    return table(_cleaned(rows))


def inquiry_lines(
    view: InquiryView,
    look: Look,
    standings: Sequence[str] = (),
    worked: str = "",
    whose: Sequence[tuple[str, str]] = (),
) -> Iterator[str]:
    """All of an inquiry: heading, facts, conversation, tasks, notes.

    `standings` say how its promises stand, `worked` how long people worked on it,
    `whose` what there is to say of whoever has its tasks, each with its label.
    """
    yield clean(f"#{view.inquiry.number} {view.inquiry.subject}")
    yield from table(_cleaned(_facts(view, look, standings, worked, whose)))
    notes = [one for one in view.messages if one.direction is Direction.NOTE]
    conversation = [one for one in view.messages if one.direction is not Direction.NOTE]
    yield from _section(_("Conversation"))
    for message in conversation:
        yield from _message_lines(message, view.members, look)
    yield from _section(_("Tasks"))
    yield from table(_cleaned([_task(task, view, look) for task in view.tasks]))
    if notes:
        yield from _section(_("Internal notes"))
    for note in notes:
        yield from _message_lines(note, view.members, look)
    yield from _further_lines(view, look)


def draft_lines(draft: Draft, members: Mapping[str, Member], look: Look) -> Iterator[str]:
    """A reply that is being written: who writes, its head, its text as it stands."""
    from csboard.domain.recipients import written

    words_, people = draft.words, draft.words.recipients
    began = f"{_member(draft.author, members)}  {look.time(draft.begun_at)}"
    facts = [
        (_("Draft"), f"#{draft.number}  {began}"),
        (_("Writing now"), _member(draft.pen.login, members) if draft.pen else ""),
        (_("From"), words_.sender),
        (_("To"), written(people.to) or _("nobody yet")),
        (_("Cc"), written(people.cc)),
        (_("Subject"), words_.subject),
        *((_("Attached"), f"{file.name}, {_size(file.size)}") for file in draft.files),
    ]
    yield from table(_cleaned([(label, value) for label, value in facts if value]))
    yield ""
    yield from clean(words_.text, multiline=True).rstrip("\n").split("\n")


def activity_lines(activity: Activity, members: Mapping[str, Member], look: Look) -> Iterator[str]:
    """Each inquiry with what happened in it, then what belongs to none."""
    for one in activity.inquiries:
        yield clean(f"#{one.number} {one.subject}")
        for line in history_lines(one.events, members, look):
            yield INDENT + line
    yield from history_lines(activity.rest, members, look)


def _further_lines(view: InquiryView, look: Look) -> Iterator[str]:
    """The inquiries this one has to do with."""
    if view.related:
        yield from _section(_("Related inquiries"))
        yield from table(_cleaned([_brief(one, look) for one in view.related]))
    if view.others:
        more = view.customer_total - 1 - len(view.others)
        yield from _section(_("The customer's other inquiries"))
        yield from table(_cleaned([_brief(one, look) for one in view.others]))
        if more > 0:
            yield ngettext("and {n} more", "and {n} more", more).format(n=more)


def _brief(one: InquiryBrief, look: Look) -> tuple[str, ...]:
    ended = words.outcome(one.outcome) if one.outcome else _("done")
    state = _("still open") if one.closed_at is None else ended
    return (f"#{one.number}", look.time(one.opened_at), state, one.subject)


def _facts(
    view: InquiryView,
    look: Look,
    standings: Sequence[str],
    worked: str,
    whose: Sequence[tuple[str, str]],
) -> list[tuple[str, str]]:
    inquiry = view.inquiry
    who = _person(inquiry.customer.name, inquiry.customer.email)
    received = f"{look.time(inquiry.opened_at)}  {words.channel(inquiry.channel)}"
    facts = [
        (_("Customer"), who),
        (_("Organisation"), inquiry.customer.organisation),
        (_("Received"), received),
        (_("Urgency"), words.urgency(inquiry.urgency)),
        *_paragraph(_("Clock"), "\n".join(standings)),
        (_("Time"), worked),
        *whose,
        (_("Tags"), words.tags(inquiry.tags)),
        *_paragraph(_("Response policy"), inquiry.policy),
        *_paragraph(_("Fact"), inquiry.fact),
        *_paragraph(_("Emotion"), inquiry.emotion),
        (_("Outcome"), words.outcome(inquiry.outcome) if inquiry.outcome else ""),
        (_("Follows"), f"#{inquiry.follows}" if inquiry.follows else ""),
        (_("Leading here"), _(", ").join(f"#{number}" for number in view.merged)),
    ]
    return [(label, value) for label, value in facts if value]


def _paragraph(label: str, text: str) -> list[tuple[str, str]]:
    """A text of several lines beside its label, which stands only once."""
    lines = [line for line in clean(text, multiline=True).splitlines() if line.strip()]
    return [(label if line is lines[0] else "", line) for line in lines]


def _task(task: Task, view: InquiryView, look: Look) -> tuple[str, ...]:
    return (
        f"#{task.ref}",
        look.stage(task.stage),
        _pinned(task, view.members),
        _waiting(task, look),
        _member(task.owner, view.members) if task.owner else _("unassigned"),
        task.title or view.inquiry.subject,
    )


def _pinned(task: Task, members: Mapping[str, Member]) -> str:
    """By whom it is pinned; empty when it isn't."""
    if task.pin is None or task.closed_at is not None:
        return ""
    return _("pinned by {name}").format(name=_member(task.pin.login, members))


def _waiting(task: Task, look: Look) -> str:
    """For whom it waits, until when, for what; or that it has woken."""
    waiting = task.waiting
    until = look.time(waiting.until) if waiting and waiting.until else ""
    hold = words.hold(waiting, task.woke_at, look.now, until)
    return f"{hold}: {waiting.what}" if waiting and waiting.what else hold


def _message_lines(message: Message, members: Mapping[str, Member], look: Look) -> Iterator[str]:
    who = (
        _member(message.author, members)
        if message.author
        else _person(message.sender_name, message.sender_email)
    )
    yield ""
    head = (look.time(message.at), words.direction(message.direction), who, f"[{message.id}]")
    yield clean("  ".join(filter(None, head)))
    for line in clean(message.text, multiline=True).splitlines():
        yield f"{INDENT}{line}".rstrip()
    for one in message.attachments:
        yield INDENT + _("[attached: {name}, {size}]").format(
            name=clean(one.name), size=_size(one.size)
        )


def _section(title: str) -> Iterator[str]:
    yield ""
    yield f"== {title}"


def _state(receipt: Receipt) -> str:
    return _("waits for a person") if receipt.state == "held" else _("filed")


def _member(login: str, members: Mapping[str, Member]) -> str:
    member = members.get(login)
    return (member and member.name) or login


def _person(name: str, email: str) -> str:
    return f"{name} <{email}>" if name and email else name or email


def _size(size: float) -> str:
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


def _cleaned(rows: Iterable[Sequence[str]]) -> list[list[str]]:
    return [[clean(text) for text in row] for row in rows]
