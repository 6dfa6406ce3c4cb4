"""What a person does to one inquiry: hold, split, rename, reopen, file as junk.

Like csboard.tui.acts: one command each, and what was typed is never lost.
"""

from __future__ import annotations

from functools import partial

from csboard.domain import words
from csboard.domain.commands import (
    Command,
    EndWaiting,
    FileAsJunk,
    RenameTask,
    Reopen,
    SplitOff,
    Wait,
)
from csboard.domain.records import Card, Event, Waiting
from csboard.i18n import _, current_language, short_until
from csboard.tui.acts import Place, app_at, refused, rule_of_waiting, tell
from csboard.tui.asking import asked, read_desk, times_at
from csboard.tui.fence import say
from csboard.tui.keys import key_of
from csboard.tui.knowledge import edit
from csboard.tui.screens.reason import LineDialog
from csboard.tui.screens.waiting import NO_LONGER, WaitingDialog
from csboard.tui.tagging import tags
from csboard.tui.times import Times
from csboard.tui.tray_acts import block_sender, offer_to_block

__all__ = ["block", "edit", "junk", "rename", "reopen", "split_off", "tags", "wait"]


async def wait_until(place: Place, card: Card) -> None:
    """As `wait`, with the cursor in the date."""
    await wait(place, card, begins_in="until")


async def wait(place: Place, card: Card, begins_in: str = "") -> None:
    """Ask for whom, for what and until when a task waits; on one that waits, change or end it."""
    if no := refused(place, rule_of_waiting, card):
        app_at(place).let_keys_go()
        say(place.app, no.sentence, "warning")
        return
    desk = await read_desk(place, card.ref.number)
    if desk is None:
        return
    task = next((task for task in desk.view.tasks if task.ref == card.ref), None)
    present = task.waiting if task else None
    title = _("#{ref} on hold").format(ref=card.ref)
    start, problem, times = present, "", times_at(place)
    while True:
        box = WaitingDialog(
            title,
            start,
            desk.team,
            times,
            can_end=present is not None,
            problem=problem,
            begins_in=begins_in,
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
    told = words.waiting(waiting, until)
    return _("#{ref} is on hold: {waiting}").format(ref=card.ref, waiting=told)


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
    event = await asked(
        place,
        partial(
            LineDialog,
            _("Split off a task from #{number}").format(number=number),
            label=_("What is to be done, in a few words; whoever takes it does it."),
            lacking=_("Say in a few words what is to be done."),
            does=_("Split off"),
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
    event = await asked(
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
    told = _("#{number} is filed as junk; {undo} takes it back.").format(
        number=number, undo=key_of("inquiry.undo")
    )
    await tell(place, told, event)
    await offer_to_block(place.app.screen, card.customer_email)


async def block(place: Place, card: Card) -> None:
    if told := await block_sender(place.app.screen, card.customer_email):
        say(place.app, told)
