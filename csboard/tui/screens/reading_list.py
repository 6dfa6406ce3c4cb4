"""Screens that read a list and show it, a line or two for each thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from textual import events
from textual.app import ComposeResult

from csboard.errors import CsboardError
from csboard.tui.app import app_of, station_of
from csboard.tui.fence import Plain, say
from csboard.tui.screens.telling import TellingScreen
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.listing import Listing

if TYPE_CHECKING:
    from csboard.board import Board

Found = TypeVar("Found")


class ListScreen(TellingScreen, Generic[Found]):
    """Reads when it is opened and when it is told to; keys wait until it has read once."""

    def __init__(
        self,
        name: str,
        ask: Callable[[Board, str], Found],
        show: Callable[[Found], None],
        *,
        row_height: int = 2,
    ) -> None:
        """`ask` reads for a login what `show` brings on the screen."""
        super().__init__()
        self._called = name
        self._ask_board = ask
        self._show_found = show
        self._row_height = row_height

    def compose(self) -> ComposeResult:
        yield Plain(self._called, id="title")
        yield Listing(row_height=self._row_height)
        yield Footer()

    def on_mount(self) -> None:
        app_of(self).hold_keys()
        self.read_soon()

    def on_unmount(self) -> None:
        app_of(self).forget(self)

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        self.query_one(Listing).focus()

    def read_soon(self) -> None:
        self.run_worker(self._read(), group="read", exclusive=True)

    async def _read(self) -> None:
        login = station_of(self).actor.login
        try:
            found = await station_of(self).read(lambda board: self._ask_board(board, login))
        except CsboardError as failure:
            say(self.app, failure.sentence, "error")
        else:
            self._show_found(found)
        finally:
            app_of(self).let_keys_go()

    def action_back(self) -> None:
        self.dismiss()
