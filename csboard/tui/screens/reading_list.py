"""Screens that read what they show in a list, a line or two for each thing."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from textual import events
from textual.app import ComposeResult

from csboard.tui.app import station_of
from csboard.tui.fence import Plain
from csboard.tui.screens.reading import ReadingScreen
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.listing import Listing
from csboard.tui.widgets.whole_row import WholeRow

if TYPE_CHECKING:
    from csboard.board import Board

Found = TypeVar("Found")


class ListedScreen(ReadingScreen):
    """Has one `Listing` with the keys, which it fills anew in another width."""

    @abstractmethod
    def show_again(self) -> None:
        """Show what was read last, if anything was."""

    def on_resize(self, _event: events.Resize) -> None:
        self.show_again()

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        self.query_one(Listing).focus()


class ListScreen(ListedScreen, Generic[Found]):
    """A title and the list under it."""

    def __init__(
        self,
        name: str,
        ask: Callable[[Board, str], Found],
        show: Callable[[Found], None],
        *,
        row_height: int = 2,
        tells_whole: bool = False,
    ) -> None:
        """`ask` reads for a login what `show` brings on the screen.

        Where it `tells_whole`, the row under the cursor stands in full under rows that are cut.
        """
        super().__init__()
        self._called = name
        self._ask_board = ask
        self._show_found = show
        self._row_height = row_height
        self._whole = WholeRow() if tells_whole else None
        self._found: Found | None = None

    def compose(self) -> ComposeResult:
        yield Plain(self._called, id="title")
        yield Listing(row_height=self._row_height, whole=self._whole)
        if self._whole is not None:
            yield self._whole
        yield Footer()

    async def read(self) -> None:
        login = station_of(self).actor.login
        self.take(await station_of(self).read(lambda board: self._ask_board(board, login)))

    def take(self, found: Found) -> None:
        """Show what was read."""
        self._found = found
        self._show_found(found)

    def show_again(self) -> None:
        if self._found is not None:
            self._show_found(self._found)
