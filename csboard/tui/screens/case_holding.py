"""A screen on which one case is chosen or read: what its keys do to the case."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Coroutine
from typing import Any

from csboard.domain.commands import Undo
from csboard.domain.knowledge import Finding
from csboard.domain.sheet import SheetRow
from csboard.domain.undone_words import what_was_undone
from csboard.tui import case_acts
from csboard.tui.app import app_of
from csboard.tui.fence import say
from csboard.tui.permitted import CHANGES, may_work
from csboard.tui.screens.reading import ReadingScreen
from csboard.tui.state import Change

Act = Callable[[Any, SheetRow], Coroutine[Any, Any, None]]


class CaseHolding(ReadingScreen):
    """Acts on `chosen`; `came_from` is the inquiry one comes from, whose reply may take words."""

    came_from: int | None = None

    @property
    @abstractmethod
    def chosen(self) -> SheetRow | None:
        """The case that keys act on."""

    def board_changed(self, change: Change) -> None:
        kinds = ("success", "put_in", "sent", "merged", "erased", "undone", "settings")
        if change.whole or any(one.kind.startswith(kinds) for one in change.events):
            self.read_soon()

    def can(self, name: str) -> bool:
        if f"{self.PLACES[0]}.{name}" in CHANGES:
            if self.chosen is None or not may_work(self, self.state):
                return False
            return name != "put_in" or self.came_from is not None
        return True

    # what keys do

    def act(self, act: Act, *, asks: bool = False) -> None:
        """Do one act after the other; one that asks opens a box."""
        row = self.chosen
        if row is None:
            return
        if asks:
            app_of(self).hold_keys()
        self.in_turn(lambda: act(self, row), then_read=True)

    def _say(self, word: Finding) -> None:
        self.act(lambda screen, row: case_acts.say_of(screen, row, word), asks=True)

    def action_used(self) -> None:
        self._say(Finding.USED)

    def action_not_here(self) -> None:
        self._say(Finding.NOT_HERE)

    def action_still_true(self) -> None:
        self._say(Finding.STILL_TRUE)

    def action_edit(self) -> None:
        self.act(case_acts.edit, asks=True)

    def action_retire(self) -> None:
        self.act(case_acts.retire)

    def action_template(self) -> None:
        self.act(case_acts.make_template, asks=True)

    def action_put_in(self) -> None:
        self.act(case_acts.put_in)

    def action_inquiry(self) -> None:
        from csboard.tui.screens.inquiry import InquiryScreen

        if self.chosen is not None:
            self.app.push_screen(InquiryScreen(self.chosen.number))

    def action_undo(self) -> None:
        self.act(_undo)


async def _undo(screen: CaseHolding, row: SheetRow) -> None:
    if event := await app_of(screen).perform(Undo(number=row.number)):
        say(screen.app, what_was_undone(event))
