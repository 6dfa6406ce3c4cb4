"""The team's objectives: each key result with its bar, value, pace and forecast."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from csboard.domain import goal_words as words
from csboard.domain.commands import Undo
from csboard.domain.goal_commands import EnterReading
from csboard.domain.objective_settings import USERS, value_of
from csboard.domain.records import Event
from csboard.domain.report import COUNT, Line
from csboard.domain.team_goals import Goals, ResultStanding
from csboard.domain.undo import READINGS
from csboard.domain.undone_words import what_was_undone
from csboard.errors import CsboardError
from csboard.i18n import _, ngettext
from csboard.tui import goal_lines, keys
from csboard.tui.app import app_of
from csboard.tui.fence import Plain, say
from csboard.tui.permitted import CHANGES, may_work
from csboard.tui.screens.counting import CountingScreen
from csboard.tui.screens.reading_list import ListedScreen
from csboard.tui.screens.reason import LineDialog
from csboard.tui.state import Change
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.listing import Listing

TOUCHES = (*READINGS, "settings_changed")
"""Kinds of events after which it is read again at once; what is measured is read with `r`."""


class ResultRows(Listing):
    """Two lines for each key result."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"canvas--holds"}


class ObjectivesScreen(CountingScreen, ListedScreen):
    """In the order in which the team has written them down."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "objectives.tcss"]  # type: ignore[assignment]
    PLACES = ("objectives", "listing")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("objectives")

    def __init__(self) -> None:
        super().__init__()
        self._goals: Goals | None = None

    def compose(self) -> ComposeResult:
        yield Plain(_("Objectives"), id="title")
        yield ResultRows(row_height=2)
        yield Plain(id="detail")
        yield Footer()

    # reading

    def board_changed(self, change: Change) -> None:
        if change.whole or any(event.kind in (*TOUCHES, "undone") for event in change.events):
            self.read_soon()

    async def read(self) -> None:
        self._goals = await self.counted(_("Objectives"), lambda board, *way: board.goals(*way))
        self.show_again()

    # showing

    @property
    def chosen(self) -> ResultStanding | None:
        """The key result under the cursor."""
        cursor = self.query_one(Listing).cursor
        if self._goals is None or cursor >= len(self._goals.standings):
            return None
        return self._goals.standings[cursor]

    def show_again(self) -> None:
        if self._goals is None or not self.size.width:
            return
        goals = self._goals
        rows = goal_lines.rows_of(goals.standings, goals.headline, self.size.width - 1)
        hint = _("The team has written no objectives yet: csboard team edit, [[objectives]].")
        self.query_one(Listing).show(rows, hint, [one.result.key for one in goals.standings])
        self.entitle(self._title(goals))
        self._show_detail()
        self.show_keys()

    def _title(self, goals: Goals) -> str:
        many = len(goals.standings)
        told = ngettext("{n} key result", "{n} key results", many).format(n=many)
        parts = [f"{_('Objectives')}: {told}"]
        if goals.users:
            latest = goals.users[-1]
            users = ngettext("{n} user", "{n} users", round(latest.value))
            parts.append(users.format(n=words.number(latest.value)))
        return "  ".join(parts)

    def _show_detail(self) -> None:
        chosen = self.chosen
        lines = goal_lines.detail(chosen) if chosen else ()
        self.query_one("#detail", Plain).show("\n".join(lines))

    @on(Listing.Moved)
    def _moved(self) -> None:
        self._show_detail()
        self.show_keys()

    def can(self, name: str) -> bool:
        if f"objectives.{name}" in CHANGES:
            return may_work(self, self.state)
        return True

    # what keys do

    @on(Listing.Chosen)
    def action_open(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        if chosen.result.measured:
            self._open_numbers(chosen)
            return
        from csboard.tui.screens.report import ReportScreen

        lines = goal_lines.entered_lines(chosen, self.state.members)
        told = _("{key} enters a value.").format(key=keys.key_of("objectives.enter"))
        rows = lines or [_("No value yet.")]
        self.app.push_screen(ReportScreen(told, rows, chosen.result.called))

    def _open_numbers(self, chosen: ResultStanding) -> None:
        from csboard.tui.screens.behind import BehindScreen

        title = _("{name}: {measure}").format(
            name=chosen.result.called, measure=words.measure(chosen.result)
        )
        line = Line(chosen.result.key, title, COUNT, len(chosen.behind), chosen.behind)
        self.app.push_screen(BehindScreen(line, title))

    def action_enter(self) -> None:
        if (chosen := self.chosen) is None:
            return
        app_of(self).hold_keys()
        self.in_turn(lambda: _enter(self, chosen))

    def action_undo(self) -> None:
        self.in_turn(lambda: _undo(self))


async def _enter(screen: ObjectivesScreen, chosen: ResultStanding) -> None:
    """Ask for a value, with its day if it isn't today's, until it is entered or given up."""
    key = chosen.result.key
    if chosen.result.measured == "per_hundred_users":
        key = USERS
    elif chosen.result.measured:
        app_of(screen).let_keys_go()
        say(screen.app, _("The board measures it itself: nothing is entered for it."))
        return
    title = _("How many users") if key == USERS else chosen.result.called
    before = (chosen.day - timedelta(days=1)).isoformat()
    line: str | None = ""
    problem = ""
    while (
        line := await screen.app.push_screen_wait(
            LineDialog(
                title,
                line or "",
                problem,
                label=_("The value of today; of another day as {day} 32.").format(day=before),
                lacking=_("Write a value, as 32 or 2:30."),
            )
        )
    ) is not None:
        try:
            day, value = _read(line, chosen.day)
        except ValueError as wrong:
            problem = str(wrong)
            continue
        outcome = await app_of(screen).attempt(EnterReading(result=key, values=((day, value),)))
        if isinstance(outcome, Event):
            told = _("Entered for {day}.").format(day=day.isoformat())
            say(screen.app, told)
            return
        problem = outcome.sentence


def _read(line: str, today: date) -> tuple[date, float]:
    """`32`, or a day before it. ValueError with a sentence."""
    *days, value = line.split()
    if len(days) > 1:
        raise ValueError(_("Write a value, as 32 or 2:30."))
    day = today
    if days:
        try:
            day = date.fromisoformat(days[0].replace("/", "-"))
        except ValueError:
            told = _("{day} is no day; write one as 2026-10-01.")
            raise ValueError(told.format(day=days[0])) from None
    return day, value_of(value)


async def _undo(screen: ObjectivesScreen) -> None:
    """Take back a value; nothing that was done elsewhere."""
    outcome: Event | CsboardError = await app_of(screen).attempt(Undo(kinds=READINGS))
    if event := app_of(screen).told(outcome):
        say(screen.app, what_was_undone(event))
