"""What a person does between inquiries: link, merge, divide, go from one to another.

Like csboard.tui.acts: one command each, and what was typed is never lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from csboard.domain import words
from csboard.domain.commands import Divide, Link, Merge, Unlink
from csboard.domain.links import refuse_to_itself
from csboard.domain.merging import DIVISIBLE, refuse_into_itself
from csboard.domain.records import Card, Direction, Event, Message, TaskRef
from csboard.domain.views import InquiryBrief, InquiryView
from csboard.errors import CsboardError, Refused
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.tui.acts import Place, app_at
from csboard.tui.asking import Desk, asked, read_desk, times_at
from csboard.tui.dossier import state_of
from csboard.tui.fence import say
from csboard.tui.keys import key_of
from csboard.tui.screens.confirm import ConfirmDialog
from csboard.tui.screens.pick import PickDialog
from csboard.tui.screens.reason import LineDialog
from csboard.tui.times import Times
from csboard.tui.widgets.listing import Row

MOST_HINTED = 3
"""Inquiries of the same customer that are named beside a question for a number."""


async def link(place: Place, card: Card) -> None:
    """Note that another inquiry has to do with this one."""
    desk = await read_desk(place, card.ref.number)
    if desk is None:
        return
    number = desk.view.inquiry.number
    problem, linked = "", 0
    asking = _Asking(_("Link #{number} to").format(number=number), _("Link"), refuse_to_itself)
    while other := await _another(place, desk, asking, linked, problem):
        linked = other.inquiry.number
        outcome = await app_at(place).attempt(Link(number=number, other=linked))
        if isinstance(outcome, Event):
            told = _("#{number} and #{other} are linked now.")
            say(place.app, told.format(number=number, other=linked))
            return
        problem = outcome.sentence


async def merge(place: Place, card: Card) -> None:
    """Let an inquiry go on in another, after showing both and saying what becomes of them."""
    desk = await read_desk(place, card.ref.number)
    if desk is None:
        return
    number = desk.view.inquiry.number
    problem, into = "", 0
    title = _("Merge #{number} into").format(number=number)
    asking = _Asking(title, _("Merge"), refuse_into_itself)
    while other := await _another(place, desk, asking, into, problem):
        into = other.inquiry.number
        question = _what_merging_does(desk.view, other)
        if not await place.app.push_screen_wait(ConfirmDialog(question, _("Merge"))):
            return
        outcome = await app_at(place).attempt(Merge(number=number, into=into))
        if isinstance(outcome, Event):
            merged = _("#{number} was merged into #{into}; {undo} takes it back.")
            undo = key_of("inquiry.undo")
            say(place.app, merged.format(number=number, into=into, undo=undo))
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
    desk = await read_desk(place, card.ref.number)
    if desk is None:
        return
    number = desk.view.inquiry.number
    mails = [message for message in desk.view.messages if message.direction in DIVISIBLE]
    if len(mails) < 2:
        app_at(place).let_keys_go()
        say(place.app, _("There is only one message: nothing to take out."))
        return
    at = next((row for row, mail in enumerate(mails) if mail.id == near), len(mails) - 1)
    times = times_at(place)
    picked = await place.app.push_screen_wait(
        PickDialog(
            _("Divide #{number}").format(number=number),
            [_message_row(mail, times) for mail in mails],
            _("Which of them becomes an inquiry of its own?"),
            at=at,
        )
    )
    if picked is not None:
        await _divide(place, number, mails[picked.row])


async def _divide(place: Place, number: int, mail: Message) -> None:
    event = await asked(
        place,
        partial(
            LineDialog,
            _("Divide #{number}").format(number=number),
            label=_("Subject of the new inquiry"),
            lacking=_("Say in a few words what it is about."),
            does=_("Divide"),
        ),
        lambda subject: Divide(number=number, message_id=mail.id, subject=subject),
        mail.subject,
    )
    if event:
        say(place.app, _("The message is #{number} now.").format(number=event.number))


async def others(place: Place, card: Card, go_to: Callable[[int, Sequence[int]], None]) -> None:
    """Let an inquiry that has to do with this one be picked, and go there."""
    desk = await read_desk(place, card.ref.number)
    if desk is None:
        return
    view, number = desk.view, desk.view.inquiry.number
    related = {brief.number for brief in view.related}
    briefs = [*view.related, *(brief for brief in view.others if brief.number not in related)]
    if not briefs:
        app_at(place).let_keys_go()
        say(place.app, _("No inquiry is linked, and the customer has no other."))
        return
    times = times_at(place)
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


class _Asking(NamedTuple):
    """A question for the number of another inquiry."""

    title: str
    does: str
    """What is done with it, in a word."""
    refuse: Callable[[int, int], None]
    """The rule of which number will not do."""


async def _another(
    place: Place, desk: Desk, asking: _Asking, number: int = 0, problem: str = ""
) -> InquiryView | None:
    """Ask for the number of another inquiry until there is one that will do, or None.

    `number` was refused already for `problem`.
    """
    hints = [f"#{brief.number} {brief.subject}" for brief in desk.view.others[:MOST_HINTED]]
    of_customer = _("Of the same customer:") + "".join(f"\n  {hint}" for hint in hints)
    label = of_customer if hints else _("Its number, such as 1042")
    text: str | None = f"#{number}" if number else ""
    while text := await place.app.push_screen_wait(
        LineDialog(
            asking.title,
            text or "",
            problem,
            label=label,
            lacking=_("Write its number."),
            does=asking.does,
        )
    ):
        try:
            wanted = TaskRef.parse(text).number
            asking.refuse(desk.view.inquiry.number, wanted)
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
