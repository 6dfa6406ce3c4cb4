"""What a person does to their time sheet; what was typed is never lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from csboard.domain.commands import Command
from csboard.domain.records import Event
from csboard.domain.time_commands import CorrectTime, DropTime, EnterTime
from csboard.domain.time_records import Entry
from csboard.i18n import _, in_zone
from csboard.tui import timer_acts
from csboard.tui.app import app_of
from csboard.tui.fence import say
from csboard.tui.screens.time_box import Blank, TimeDialog, Written

if TYPE_CHECKING:
    from csboard.tui.screens.time_sheet import TimeSheetScreen


async def add(place: TimeSheetScreen, day: date) -> None:
    """Ask for time that no timer has seen, until it is stored or given up."""
    login = app_of(place).station.actor.login

    def command(one: Written) -> Command:
        return EnterTime(
            login=login, started_at=one.start, ended_at=one.end, task=one.task, work=one.work
        )

    await _asked(place, _("Write down time"), Blank(day), command, _("Written down."))


async def correct(place: TimeSheetScreen, entry: Entry) -> None:
    """Ask what an entry should say, until it is stored or given up."""

    def command(one: Written) -> Command:
        return CorrectTime(
            entry_id=entry.id,
            started_at=one.start,
            ended_at=one.end,
            task=one.task,
            work=one.work,
        )

    now = app_of(place).station.clock.now()
    end = entry.as_of(now).ended_at
    if end is None:
        app_of(place).let_keys_go()
        say(place.app, _("That timer still runs: stop it first."), "warning")
        return
    day = in_zone(entry.started_at, place.state.zone).date()
    start = Written(entry.task, entry.work, entry.started_at, end, day)
    await _asked(place, _("Correct an entry"), start, command, _("Corrected."))


async def drop(place: TimeSheetScreen, entry: Entry) -> None:
    """Let an entry count no more; the key that takes that back is named."""
    from csboard.tui.keys import key_of

    if await app_of(place).perform(DropTime(entry_id=entry.id)):
        told = _("Dropped; {key} brings it back.").format(key=key_of("times.undo"))
        say(place.app, told)


async def undo(place: TimeSheetScreen) -> None:
    """Take back one's own last act on time."""
    from csboard.domain.commands import Undo
    from csboard.domain.undo import ON_TIME
    from csboard.domain.undone_words import what_was_undone

    event = await app_of(place).perform(Undo(kinds=ON_TIME))
    if event:
        say(place.app, what_was_undone(event))


async def other_work(place: TimeSheetScreen) -> None:
    """Start the timer on work that is no inquiry, or stop what runs."""
    await timer_acts.other_work(app_of(place))


async def _asked(
    place: TimeSheetScreen,
    title: str,
    start: Written | Blank,
    command: Callable[[Written], Command],
    done: str,
) -> None:
    begun: Written | Blank = start
    problem = ""
    zone, clock = place.state.zone, app_of(place).station.clock
    while True:
        box = TimeDialog(title, begun, zone, clock.now(), problem)
        written = await place.app.push_screen_wait(box)
        if written is None:
            return
        outcome = await app_of(place).attempt(command(written))
        if isinstance(outcome, Event):
            say(place.app, done)
            return
        begun, problem = written, outcome.sentence
