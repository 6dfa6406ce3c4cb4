"""Who is away and who will be: when, who stands in, and what becomes of customers' words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType

from csboard.domain import access
from csboard.domain.absence_list import Listed, listed
from csboard.domain.absence_telling import (
    days_in_short,
    listed_days,
    meanwhile_in_words,
    stand_in_in_words,
    when_in_words,
)
from csboard.domain.business_calendar import Calendar
from csboard.domain.people import name_of
from csboard.i18n import _, in_zone, ngettext
from csboard.named import NamedTuple
from csboard.text import clean
from csboard.tui import keys
from csboard.tui.app import app_of, station_of
from csboard.tui.fence import Plain, say
from csboard.tui.permitted import may_work
from csboard.tui.screens.reading_list import ListScreen
from csboard.tui.state import Change
from csboard.tui.widgets.listing import Listing, Row

if TYPE_CHECKING:
    from csboard.board import Board

MOST_OVER = 20
"""Absences that are over are shown, the latest of them."""


class Found(NamedTuple):
    """What is read."""

    absences: tuple[Listed, ...]
    calendar: Calendar
    """By which days are closed."""


class AbsencesScreen(ListScreen[Found]):
    """Those that go on, those to come, and under them the latest that are over."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "absences.tcss"]  # type: ignore[assignment]
    PLACES = ("absences", "listing")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("absences")

    def __init__(self, here: int | None = None) -> None:
        """`here` is the id of the absence that the cursor begins at, if it isn't the first."""
        super().__init__(_("Absences"), _asked, self._show, row_height=3, tells_whole=True)
        self._here = here
        self._absences: tuple[Listed, ...] = ()
        self._calendar: Calendar | None = None

    def on_mount(self) -> None:
        self.read_each_minute()  # they begin and end by themselves

    def can(self, name: str) -> bool:
        if name in ("edit", "end", "rule"):
            return self.may_change
        if name == "check":
            return self.chosen is None or self.chosen.when != "over"
        return name not in ("add", "undo") or may_work(self, self.state)

    def go_to(self, absence_id: int) -> None:
        """Have the cursor there when it is read again."""
        self._here = absence_id

    def board_changed(self, _change: Change) -> None:
        self.read_soon()

    @property
    def today(self) -> date:
        return in_zone(station_of(self).clock.now(), self.state.zone).date()

    @property
    def calendar(self) -> Calendar:
        """By which days are closed; keys wait until the screen has read it."""
        assert self._calendar is not None
        return self._calendar

    def _show(self, found: Found) -> None:
        self._calendar = found.calendar
        coming = [one for one in found.absences if one.when != "over"]
        over = [one for one in found.absences if one.when == "over"][:MOST_OVER]
        self._absences = (*coming, *over)
        away = sum(one.when == "now" for one in coming)
        told = ngettext("Absences: {n} away now", "Absences: {n} away now", away).format(n=away)
        self.query_one("#title", Plain).show(told if away else _("Absences: nobody is away now"))
        rows = [self._row(one) for one in self._absences]
        names = [one.absence.id for one in self._absences]
        nothing = _("Nobody is away, and nobody will be. [{key}] enters an absence.").format(
            key=keys.key_of("absences.add")
        )
        self.query_one(Listing).show(rows, nothing, names, here=self._here)
        self._here = None
        self.show_keys()

    def _row(self, one: Listed) -> Row:
        absence, members = one.absence, self.state.members
        name = clean(name_of(absence.login, members))
        words = when_in_words(one)
        role = "muted" if one.when == "over" else "row"
        who = clean(stand_in_in_words(one, members, self.today))
        what = clean(meanwhile_in_words(one, members))
        days = clean(days_in_short(one.working, one.closed))
        varies = len(one.stretches) > 1  # who stands in when takes a line of its own
        return (
            (
                (f" {name}  {listed_days(one, self.today)}  ", role),
                (words, "alarm" if one.when == "now" else "muted"),
            ),
            ((f"   {who if varies else f'{who}  {what}'}", "muted"),),
            ((f"   {f'{what}  {days}' if varies else days}", "muted"),),
        )

    # what is under the cursor

    @property
    def chosen(self) -> Listed | None:
        """The absence under the cursor."""
        at = self.query_one(Listing).cursor
        return self._absences[at] if at < len(self._absences) else None

    @property
    def may_change(self) -> bool:
        """Whether who sits here may change the one under the cursor, and it isn't over."""
        one = self.chosen
        if one is None or one.when == "over" or not may_work(self, self.state):
            return False
        return self._is_mine_to_change(one)

    def _is_mine_to_change(self, one: Listed) -> bool:
        me = self.state.members.get(station_of(self).actor.login)
        return me is not None and (one.absence.login == me.login or access.is_lead(me))

    @on(Listing.Moved)
    def _moved(self) -> None:
        self.show_keys()

    # what keys do

    def action_add(self) -> None:
        self._do("add")

    @on(Listing.Chosen)
    def action_edit(self) -> None:
        if not self._refuses():
            self._on_chosen("change")

    def _refuses(self) -> bool:
        """Say why the one under the cursor can't be changed, before anything is asked in vain."""
        from csboard.domain.absence_changes import anothers, over

        one, why = self.chosen, None
        if one is not None and not self._is_mine_to_change(one):
            why = anothers(one.absence.login, self.state.members)
        elif one is not None and one.when == "over":
            why = over()
        if why is not None:
            say(self.app, why.sentence, "warning")
        return why is not None

    def action_end(self) -> None:
        self._on_chosen("end")

    def action_rule(self) -> None:
        """What is done otherwise with one inquiry of theirs."""
        from csboard.tui.absence_rule import rule

        one = self.chosen
        if one is not None and not self._refuses():
            app_of(self).hold_keys()
            self.in_turn(lambda: rule(self, one.absence), then_read=True)

    def action_check(self) -> None:
        """Whether they can go whose absence is under the cursor; without any, oneself."""
        from csboard.tui.screens.leave_check import LeaveCheckScreen

        if self.can("check"):
            asked = self.chosen.absence if self.chosen is not None else None
            self.app.push_screen(LeaveCheckScreen(asked))

    def action_undo(self) -> None:
        self._do("undo")

    def _on_chosen(self, name: str) -> None:
        """Do it to the one under the cursor; the door says why not where it is another's."""
        if self.chosen is None:
            say(self.app, _("There is no absence under the cursor."))
        else:
            self._do(name, self.chosen.absence)

    def _do(self, name: str, *about: object) -> None:
        """Do what `csboard.tui.absence_acts` calls `name`, and show what came of it."""
        from csboard.tui import absence_acts

        if name in ("add", "change"):
            app_of(self).hold_keys()
        act = getattr(absence_acts, name)
        self.in_turn(lambda: act(self, *about), then_read=True)


def _asked(board: Board, _login: str) -> Found:
    calendar, now = board.rules().calendar, board.clock.now()
    found = listed(board.absences(), board.members(), calendar, now, board.ruled_tasks())
    return Found(found, calendar)
