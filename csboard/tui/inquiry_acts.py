"""What a person does to an inquiry as a whole: hold, split, reopen, merge, divide, link.

Like csboard.tui.acts: one command each, and what was typed is never lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from csboard.domain import words
from csboard.domain.commands import (
    Command,
    Divide,
    EndWaiting,
    FileAsJunk,
    Link,
    Merge,
    RenameTask,
    Reopen,
    SplitOff,
    Unlink,
    Wait,
)
from csboard.domain.links import refuse_to_itself
from csboard.domain.merging import DIVISIBLE, refuse_into_itself
from csboard.domain.records import Card, Direction, Event, Message, TaskRef, Waiting
from csboard.domain.settings import TeamSettings
from csboard.domain.views import InquiryBrief, InquiryView
from csboard.errors import CsboardError, Refused
from csboard.i18n import _, current_language, short_until
from csboard.tui.acts import Place, app_at, refused, rule_of_waiting
from csboard.tui.dossier import state_of
from csboard.tui.fence import say
from csboard.tui.keys import key_of
from csboard.tui.knowledge import edit
from csboard.tui.screens.confirm import ConfirmDialog
from csboard.tui.screens.pick import PickDialog
from csboard.tui.screens.reason import LineDialog
from csboard.tui.screens.waiting import NO_LONGER, WaitingDialog
from csboard.tui.times import Times
from csboard.tui.tray_acts import block_sender, offer_to_block
from csboard.tui.widgets.listing import Row

__all__ = [
    "block",
    "divide",
    "edit",
    "junk",
    "link",
    "merge",
    "others",
    "rename",
    "reopen",
    "split_off",
    "wait",
]

MOST_HINTED = 3
"""Inquiries of the same customer that are named beside a question for a number."""


class _Desk(NamedTuple):
    """An inquiry as it is now, and what the team has decided."""

    view: InquiryView
    team: TeamSettings


async def _read(place: Place, number: int) -> _Desk | None:
    """What an act is about; when it can't be read, that is told."""
    try:
        return await app_at(place).station.read(
            lambda board: _Desk(board.inquiry(number), board.settings())
        )
    except CsboardError as failure:
        say(place.app, failure.sentence, "warning")
        app_at(place).let_keys_go()
        return None


def _times(place: Place) -> Times:
    return Times(place.state.zone, app_at(place).station.clock.now())


async def wait(place: Place, card: Card) -> None:
    """Ask for whom, for what and until when a task waits; on one that waits, change or end it."""
    if no := refused(place, rule_of_waiting, card):
        app_at(place).let_keys_go()
        say(place.app, no.sentence, "warning")
        return
    desk = await _read(place, card.ref.number)
    if desk is None:
        return
    task = next((task for task in desk.view.tasks if task.ref == card.ref), None)
    present = task.waiting if task else None
    title = _("#{ref} on hold").format(ref=card.ref)
    start, problem, times = present, "", _times(place)
    while True:
        box = WaitingDialog(
            title, start, desk.team, times, can_end=present is not None, problem=problem
        )
        waiting = await place.app.push_screen_wait(box)
        if waiting is None:
            return
        outcome = await app_at(place).attempt(_waiting_command(card, waiting))
        if isinstance(outcome, Event):
            moved = _told_of_stage(place, outcome)
            say(place.app, " ".join([_told_of_waiting(card, waiting, times), *moved]))
            place.follow(outcome)
            return
        start, problem = (present if waiting == NO_LONGER else waiting), outcome.sentence


def _waiting_command(card: Card, waiting: Waiting) -> Command:
    if waiting == NO_LONGER:
        return EndWaiting(task=card.ref, seen=card.version)
    return Wait(task=card.ref, seen=card.version, waiting=waiting)


def _told_of_waiting(card: Card, waiting: Waiting, times: Times) -> str:
    if waiting == NO_LONGER:
        return _("#{ref} is no longer on hold.").format(ref=card.ref)
    until = short_until(waiting.until, times.zone, times.now) if waiting.until else ""
    return f"#{card.ref} {words.waiting(waiting, until)}"


def _told_of_stage(place: Place, event: Event) -> list[str]:
    """Where a task was put because it rests there."""
    key = str(event.detail.get("to", ""))
    stage = place.state.stage(key)
    if stage is None or key == event.detail.get("from"):
        return []
    return [_("(now in {stage})").format(stage=stage.name(current_language()))]


async def split_off(place: Place, card: Card) -> None:
    """Make another task of the inquiry, which nobody has yet."""
    number = card.ref.number
    event = await _asked(
        place,
        partial(
            LineDialog,
            _("Split off a task from #{number}").format(number=number),
            label=_("What is to be done, in a few words; whoever takes it does it."),
            lacking=_("Say in a few words what is to be done."),
        ),
        lambda title: SplitOff(number=number, title=title),
    )
    if event:
        say(place.app, _("#{ref} is split off.").format(ref=event.task or number))


async def rename(place: Place, card: Card) -> None:
    """Give a split-off task another title; the reply goes by the inquiry's subject."""
    if card.ref.seq == 1:
        await edit(place, card, "subject")
        return
    event = await _asked(
        place,
        partial(
            LineDialog,
            _("Rename #{ref}").format(ref=card.ref),
            label=_("What is to be done, in a few words."),
            lacking=_("Say in a few words what is to be done."),
        ),
        lambda title: RenameTask(task=card.ref, seen=card.version, title=title),
        card.title,
    )
    if event:
        say(place.app, _("#{ref} has a new title.").format(ref=card.ref))


async def reopen(place: Place, card: Card) -> None:
    event = await app_at(place).perform(Reopen(number=card.ref.number))
    if event:
        say(place.app, _("#{number} is open again.").format(number=card.ref.number))
        place.follow(event)


async def junk(place: Place, card: Card) -> None:
    """Off the board with it; then offer to block who sent it."""
    event = await app_at(place).perform(FileAsJunk(number=card.ref.number))
    if not event:
        app_at(place).let_keys_go()
        return
    number = card.ref.number
    say(
        place.app,
        _("#{number} is filed as junk; {undo} takes it back.").format(
            number=number, undo=key_of("inquiry.undo")
        ),
    )
    await offer_to_block(place.app.screen, card.customer_email)


async def block(place: Place, card: Card) -> None:
    if told := await block_sender(place.app.screen, card.customer_email):
        say(place.app, told)


async def link(place: Place, card: Card) -> None:
    """Note that another inquiry has to do with this one."""
    desk = await _read(place, card.ref.number)
    if desk is None:
        return
    number = desk.view.inquiry.number
    title, problem, linked = _("Link #{number} to").format(number=number), "", 0
    while other := await _another(place, desk, title, refuse_to_itself, linked, problem):
        linked = other.inquiry.number
        outcome = await app_at(place).attempt(Link(number=number, other=linked))
        if isinstance(outcome, Event):
            told = _("#{number} and #{other} are linked now.")
            say(place.app, told.format(number=number, other=linked))
            return
        problem = outcome.sentence


async def merge(place: Place, card: Card) -> None:
    """Let an inquiry go on in another, after showing both and saying what becomes of them."""
    desk = await _read(place, card.ref.number)
    if desk is None:
        return
    number = desk.view.inquiry.number
    title, problem, into = _("Merge #{number} into").format(number=number), "", 0
    while other := await _another(place, desk, title, refuse_into_itself, into, problem):
        into = other.inquiry.number
        question = _what_merging_does(desk.view, other)
        if not await place.app.push_screen_wait(ConfirmDialog(question, _("Merge"))):
            return
        outcome = await app_at(place).attempt(Merge(number=number, into=into))
        if isinstance(outcome, Event):
            merged = _("#{number} was merged into #{into}.")
            say(place.app, merged.format(number=number, into=into))
            place.follow(outcome)
            return
        problem = outcome.sentence


def _what_merging_does(view: InquiryView, other: InquiryView) -> str:
    return _(
        "#{number} {subject}\ngoes on in\n#{into} {other}\n\n"
        "Its messages, notes and tasks are shown there, mail to it arrives there, and its own "
        "card leaves the board. {undo} takes it back."
    ).format(
        number=view.inquiry.number,
        subject=view.inquiry.subject,
        into=other.inquiry.number,
        other=other.inquiry.subject,
        undo=key_of("inquiry.undo"),
    )


async def divide(place: Place, card: Card, near: int | None = None) -> None:
    """Take a message out into an inquiry of its own. `near` is the one that is being read."""
    desk = await _read(place, card.ref.number)
    if desk is None:
        return
    number = desk.view.inquiry.number
    mails = [message for message in desk.view.messages if message.direction in DIVISIBLE]
    if len(mails) < 2:
        app_at(place).let_keys_go()
        say(place.app, _("There is only one message: nothing to take out."))
        return
    at = next((row for row, mail in enumerate(mails) if mail.id == near), len(mails) - 1)
    times = _times(place)
    picked = await place.app.push_screen_wait(
        PickDialog(
            _("Divide #{number}").format(number=number),
            [_message_row(mail, times) for mail in mails],
            _("Which message becomes an inquiry of its own?"),
            at=at,
        )
    )
    if picked is not None:
        await _divide(place, number, mails[picked.row])


async def _divide(place: Place, number: int, mail: Message) -> None:
    event = await _asked(
        place,
        partial(
            LineDialog,
            _("Divide #{number}").format(number=number),
            label=_("Subject of the new inquiry"),
            lacking=_("Say in a few words what it is about."),
        ),
        lambda subject: Divide(number=number, message_id=mail.id, subject=subject),
        mail.subject,
    )
    if event:
        say(place.app, _("The message is #{number} now.").format(number=event.number))


async def others(place: Place, card: Card, go_to: Callable[[int, Sequence[int]], None]) -> None:
    """Let an inquiry that has to do with this one be picked, and go there."""
    desk = await _read(place, card.ref.number)
    if desk is None:
        return
    view, number = desk.view, desk.view.inquiry.number
    related = {brief.number for brief in view.related}
    briefs = [*view.related, *(brief for brief in view.others if brief.number not in related)]
    if not briefs:
        app_at(place).let_keys_go()
        say(place.app, _("No inquiry is linked, and the customer has no other."))
        return
    times = _times(place)
    picked = await place.app.push_screen_wait(
        PickDialog(
            _("To do with #{number}").format(number=number),
            [_brief_row(brief, times, linked=brief.number in related) for brief in briefs],
            can_take_out=len(related),
        )
    )
    if picked is None:
        return
    numbers = [brief.number for brief in briefs]
    other = numbers[picked.row]
    if not picked.take_out:
        go_to(other, numbers)
    elif await app_at(place).perform(Unlink(number=number, other=other)):
        told = _("#{number} and #{other} are no longer linked.")
        say(place.app, told.format(number=number, other=other))


async def _another(
    place: Place,
    desk: _Desk,
    title: str,
    refuse: Callable[[int, int], None],
    number: int = 0,
    problem: str = "",
) -> InquiryView | None:
    """Ask for the number of another inquiry until there is one that will do, or None.

    `refuse` is the rule of which number does not; `number` was refused already for `problem`.
    """
    hints = [f"#{brief.number} {brief.subject}" for brief in desk.view.others[:MOST_HINTED]]
    of_customer = _("Of the same customer:") + "".join(f"\n  {hint}" for hint in hints)
    label = of_customer if hints else _("Its number, such as 1042")
    text: str | None = f"#{number}" if number else ""
    while text := await place.app.push_screen_wait(
        LineDialog(title, text or "", problem, label=label, lacking=_("Write its number."))
    ):
        try:
            wanted = TaskRef.parse(text).number
            refuse(desk.view.inquiry.number, wanted)
        except Refused as no:
            problem = no.sentence
            continue
        except ValueError:
            problem = _("{text} is no number; write one like 1042.").format(text=text)
            continue
        found = await _found(place, wanted)
        if isinstance(found, InquiryView):
            return found
        problem = found.sentence
    return None


async def _found(place: Place, number: int) -> InquiryView | CsboardError:
    try:
        return await app_at(place).station.read(lambda board: board.inquiry(number))
    except CsboardError as failure:
        return failure


async def _asked(
    place: Place,
    box: Callable[..., LineDialog],
    command: Callable[[str], Command],
    text: str = "",
) -> Event | None:
    """Ask for a line until what it is for is done or given up."""
    line: str | None = text
    problem = ""
    while line := await place.app.push_screen_wait(box(text=line or "", problem=problem)):
        outcome = await app_at(place).attempt(command(line))
        if isinstance(outcome, Event):
            return outcome
        problem = outcome.sentence
    return None


def _message_row(mail: Message, times: Times) -> Row:
    who = words.customer(mail.sender_name, mail.sender_email)
    if mail.direction is Direction.NOTE:
        who = words.direction(mail.direction)
    first = next((line.strip() for line in mail.text.splitlines() if line.strip()), "")
    return (
        [(f" {times.moment(mail.at)}  {who}  {mail.subject}", "row")],
        [(f"   {first}", "muted")],
    )


def _brief_row(brief: InquiryBrief, times: Times, *, linked: bool) -> Row:
    tie = _("linked") if linked else _("same customer")
    return (
        [(f" #{brief.number} {brief.subject}", "row")],
        [(f"   {tie}  {state_of(brief, times)}", "muted")],
    )
