"""What a person does to their timer: start, stop, switch over, say what became of a silence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from csboard.domain.commands import Command
from csboard.domain.records import Card
from csboard.domain.time_commands import StartTimer, StopTimer
from csboard.domain.time_entries import Question
from csboard.domain.time_records import BREAK, WORKS
from csboard.domain.time_words import work, worked, worked_at
from csboard.i18n import _, in_zone, short_day
from csboard.tui.acts import Place, app_at
from csboard.tui.fence import say
from csboard.tui.screens.pick import PickDialog
from csboard.tui.timer_words import told_of

if TYPE_CHECKING:
    from csboard.tui.app import CsboardApp


async def timer(place: Place, card: Card) -> None:
    """One key: start on this task, switch over to it, or stop where it runs already."""
    app = app_at(place)
    own = app.timing.own if app.timing else None
    stops = own is not None and own.task == card.ref
    await do(app, StopTimer() if stops else StartTimer(task=card.ref))


async def stop(app: CsboardApp) -> None:
    await do(app, StopTimer())


async def other_work(app: CsboardApp) -> None:
    """Ask for work that is no inquiry, and start the timer on it."""
    rows = [[[(f" {work(code)}", "row")]] for code in WORKS]
    picked = await app.push_screen_wait(PickDialog(_("Timer on …"), rows))
    if picked is not None:
        await do(app, StartTimer(work=WORKS[picked.row]))


async def do(app: CsboardApp, command: Command) -> None:
    """Do it and say what came of it."""
    event = await app.perform(command)
    if event is not None:
        say(app, told_of(event))


async def ask_of_silence(app: CsboardApp, asked: Question, now: datetime) -> None:
    """Ask somebody who comes back what became of the time; nothing is guessed."""
    zone = ZoneInfo(app.state.zone)
    since = _moment(asked.since, zone, now)
    what = worked_at(asked.entry.task, asked.entry.work)
    answers = _answers(asked, since)
    if asked.why == "idle":
        told = _("No key for {time}: your timer on {what} ran on.").format(
            time=worked(now - asked.since), what=what
        )
    else:
        told = _("Your timer on {what} has been running for {time}.").format(
            time=worked(now - asked.entry.started_at), what=what
        )
    rows = [[[(f" {sentence}", "row")]] for sentence, _command in answers]
    picked = await app.push_screen_wait(PickDialog(_("Were you working?"), rows, told))
    command = answers[picked.row][1] if picked is not None else None
    if command is not None:
        await do(app, command)


def _moment(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """The time of day, with the day when that isn't today."""
    then = in_zone(at, zone)
    is_today = then.date() == in_zone(now, zone).date()
    return f"{then:%H:%M}" if is_today else f"{short_day(at, zone, now)} {then:%H:%M}"


def _answers(asked: Question, since: str) -> Sequence[tuple[str, Command | None]]:
    keep = (_("Keep all of it; the timer runs on"), None)
    now = (_("Stop it now"), StopTimer())
    if asked.why != "idle":
        return (keep, now)
    return (
        keep,
        (_("Stop it at the last key, {when}").format(when=since), StopTimer(at=asked.since)),
        (
            _("It was a break since {when}").format(when=since),
            StartTimer(work=BREAK, at=asked.since),
        ),
        now,
    )
