"""What must not go unnoticed: each alarm with what to do, and the keys that do it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from csboard.board import Board
from csboard.domain.alarm_records import Alarms, ShownAlarm
from csboard.domain.alarm_words import how_it_stands, in_whose_hands, name_of_kind, remedy
from csboard.domain.alarms import identity
from csboard.domain.records import Card
from csboard.i18n import _, ngettext
from csboard.text import clean
from csboard.tui import acts, keys
from csboard.tui.app import app_of, station_of
from csboard.tui.fence import Plain
from csboard.tui.permitted import is_allowed, may_work
from csboard.tui.screens.reading_list import ListScreen
from csboard.tui.times import Times
from csboard.tui.widgets.listing import Listing, Row


class AlarmsScreen(ListScreen[Alarms]):
    """By kind, what can be helped least first; of a kind the longest standing first."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "alarms.tcss"]  # type: ignore[assignment]
    PLACES = ("alarms", "listing")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("alarms")

    def __init__(self) -> None:
        super().__init__(_("Alarms"), _asked, self._show)
        self._alarms: tuple[ShownAlarm, ...] = ()

    def on_mount(self) -> None:
        app_of(self).alarmed.subscribe(self, self.take)
        self.read_each_minute()  # what is left of promises grows less

    def can(self, name: str) -> bool:
        if name in ("help", "back"):
            return True
        card = self._card
        if name == "open":
            return self._chosen is not None and self._chosen.alarm.ref is not None
        if card is None:
            return False
        if name == "reply":
            return card.reply is not None or may_work(self, self.state)
        return is_allowed(self, self.state, name, card)

    def _show(self, alarms: Alarms) -> None:
        self._alarms = alarms.shown
        times = Times(self.state.zone, station_of(self).clock.now())
        n = len(self._alarms)
        told = ngettext("Alarms: {n} stands", "Alarms: {n} stand", n).format(n=n)
        self.query_one("#title", Plain).show(told if n else _("Alarms: there is none"))
        rows = [self._row(one, times) for one in self._alarms]
        names = [identity(one.alarm) for one in self._alarms]
        self.query_one(Listing).show(rows, _("Nothing goes unnoticed just now."), names)
        self.show_keys()

    def _row(self, shown: ShownAlarm, times: Times) -> Row:
        alarm = shown.alarm
        who = clean(in_whose_hands(shown, self.state.members))
        what = f"#{alarm.ref} {clean(shown.title)}" if alarm.ref else who
        stands = how_it_stands(shown, times.moment)
        hands = f"{who}  " if alarm.ref else ""
        return (
            ((f"{name_of_kind(alarm.kind)}  ", "alarm"), (what, "")),
            ((f"   {stands}  {hands}", "muted"), (remedy(alarm.kind), "muted")),
        )

    @property
    def _chosen(self) -> ShownAlarm | None:
        cursor = self.query_one(Listing).cursor
        return self._alarms[cursor] if cursor < len(self._alarms) else None

    @property
    def _card(self) -> Card | None:
        """The card of the alarm under the cursor, as the board has it now."""
        chosen = self._chosen
        return self.state.card(chosen.alarm.ref) if chosen and chosen.alarm.ref else None

    @on(Listing.Moved)
    def _moved(self) -> None:
        self.show_keys()

    # what keys do

    @on(Listing.Chosen)
    def action_open(self) -> None:
        from csboard.tui.screens.inquiry import InquiryScreen

        if (chosen := self._chosen) is not None and chosen.alarm.ref is not None:
            numbers = (one.alarm.ref.number for one in self._alarms if one.alarm.ref)
            neighbours = tuple(dict.fromkeys(numbers))
            self.app.push_screen(InquiryScreen(chosen.alarm.ref.number, neighbours))

    def action_reply(self) -> None:
        from csboard.tui.screens.draft import DraftScreen

        if (card := self._card) is not None:
            begin = may_work(self, self.state)
            self.app.push_screen(DraftScreen(card.ref.number, begin=begin))

    def action_claim(self) -> None:
        self._act(acts.claim)

    def action_wait(self) -> None:
        from csboard.tui.inquiry_acts import wait

        if self._card is not None:
            app_of(self).hold_keys()
        self._act(wait)

    def _act(self, act: Callable[[AlarmsScreen, Card], Awaitable[None]]) -> None:
        """Do it to the card under the cursor, one act after the other."""
        if (card := self._card) is not None:
            self.in_turn(lambda: act(self, card))


def _asked(board: Board, login: str) -> Alarms:
    return board.alarms()
