"""The first minute: one line leads through taking, reading, noting and moving a first card.

Each step is over when the person has done it, in whatever order and on whatever card. The
line comes once in a person's life: done to the end or sent away, it does not come back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Set
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from textual.css.query import NoMatches
from textual.screen import Screen

from csboard.domain.records import Event, TaskRef
from csboard.i18n import N_, _
from csboard.named import NamedTuple
from csboard.tui.keys import footer_keys
from csboard.tui.state import Change
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.hint_line import HintLine

if TYPE_CHECKING:
    from csboard.tui.app import CsboardApp

FAREWELL = 30.0
"""Seconds for which the last words stay."""


class Step(NamedTuple):
    """One thing to try; the words name the keys by their actions."""

    name: str
    on_board: str
    on_inquiry: str


STEPS = (
    Step(
        "claim",
        N_("{next} goes to a card nobody holds, {claim} makes it yours"),
        N_("{claim} makes this one yours"),
    ),
    Step(
        "open",
        N_("{open} opens the card: read what the customer wrote"),
        "",
    ),
    Step(
        "note",
        N_("{note} writes a note for colleagues; customers never see it"),
        N_("{note} writes a note for colleagues; customers never see it"),
    ),
    Step(
        "move",
        N_("{move_right} moves the card on to the next stage"),
        N_("{move_right} moves it on to the next stage"),
    ),
)
FAREWELL_WORDS = N_("That is it: {help} lists every key, {undo} takes back an act")
HELD = N_("A colleague holds this one: {back} leads back")
EMPTY_BOARD = N_("{new} writes down a first inquiry; mail comes in by csboard intake")


def done_by(event: Event) -> set[str]:
    """The steps that somebody has taken with an act of theirs."""
    steps = {"claimed": {"claim"}, "taken_over": {"claim"}, "noted": {"note"}, "moved": {"move"}}
    found = set(steps.get(event.kind, ()))
    return found | {"claim"} if event.detail.get("took") else found


def next_step(done: Set[str]) -> int | None:
    """The place of the first step not taken yet; None when all are."""
    left = [place for place, step in enumerate(STEPS) if step.name not in done]
    return left[0] if left else None


class FirstSteps:
    """Shows the line on board and inquiry, follows what the person does, and ends for good."""

    def __init__(self, app: CsboardApp, mark: Path) -> None:
        """`mark` is the file that says that it was seen to the end."""
        self._app = app
        self._mark = mark
        self._done: set[str] = set()
        self._over = False
        self._parting = False

    def begin(self) -> None:
        board = self._app.screen_stack[0]
        self._app.changes.subscribe(board, self._changed)
        self._app.screen_change_signal.subscribe(board, self._entered)
        self._show_on(self._app.screen)

    def end(self) -> None:
        """Take the line away; it won't come again."""
        if self._over:
            return
        self._over = True
        for screen in self._app.screen_stack:
            for line in screen.query(HintLine):
                line.remove()
        self._remember_soon()

    def _remember_soon(self) -> None:
        self._app.run_worker(asyncio.to_thread(self._remember), group="first-steps")

    def _remember(self) -> None:
        with suppress(OSError):  # then it comes once more, which harms nobody
            self._mark.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._mark.touch(mode=0o600)

    def _changed(self, change: Change) -> None:
        me = self._app.station.actor.login
        for event in change.events:
            if event.actor == me:
                self._done |= done_by(event)
        self._show_on(self._app.screen)

    def _entered(self, screen: Screen[object]) -> None:
        if _place(screen) == "inquiry":
            self._done.add("open")
        self._app.call_after_refresh(self._show_on, screen)

    def _show_on(self, screen: Screen[object]) -> None:
        place = _place(screen)
        if self._over or not place or not screen.is_mounted:
            return
        try:
            line = screen.query_one(HintLine)
        except NoMatches:
            line = HintLine()
            screen.mount(line, before=screen.query_one(Footer))
        step = next_step(self._done)
        if step == 0 and self._whose(screen) == self._app.station.actor.login:
            step = next_step(self._done | {"claim", "open"})
        # On an inquiry esc leads back, so only the board's can send the line away.
        way_out = _("{clear} ends these hints") if place == "board" else ""
        if step is None:
            line.show("", _said(FAREWELL_WORDS, place), _said_here(way_out, place))
            self._say_farewell_once()
            return
        words = STEPS[step].on_board if place == "board" else STEPS[step].on_inquiry
        if words == STEPS[0].on_inquiry and self._whose(screen) is not None:
            words = HELD
        if place == "board" and not self._app.state.cards:
            words = EMPTY_BOARD
        line.show(f"{step + 1}/{len(STEPS)}", _said(words, place), _said_here(way_out, place))

    def _whose(self, screen: Screen[object]) -> str | None:
        """Login of who holds the inquiry, by the board, which hears of it first."""
        number = getattr(screen, "number", None)
        card = self._app.state.card(TaskRef(number)) if isinstance(number, int) else None
        return card.owner if card is not None else None

    def _say_farewell_once(self) -> None:
        if not self._parting:
            self._parting = True
            self._remember_soon()  # now: who has seen it all may leave before it is gone
            self._app.set_timer(FAREWELL, self.end)


def _said(words: str, place: str) -> str:
    return _said_here(_(words), place) if words else ""


def _said_here(words: str, place: str) -> str:
    """A sentence with the keys of the place in it."""
    names = ("next", "claim", "open", "note", "move_right", "help", "undo", "new", "clear", "back")
    wanted = [name for name in names if f"{{{name}}}" in words]
    keys = {name: footer_keys((f"{place}.{name}",))[0][0] for name in wanted}
    return words.format(**keys)


def _place(screen: Screen[object]) -> str:
    return {"BoardScreen": "board", "InquiryScreen": "inquiry"}.get(type(screen).__name__, "")
