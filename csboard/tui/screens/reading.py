"""Screens that read what they show from the board."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable
from typing import Any

from csboard.domain.records import Event
from csboard.errors import CsboardError, Stopped
from csboard.tui.app import app_of
from csboard.tui.fence import say
from csboard.tui.screens.telling import TellingScreen
from csboard.tui.state import BoardState, Change


class ReadingScreen(TellingScreen):
    """Reads when it is opened and when it is told to; keys wait until it has read once.

    Textual calls the handlers of a class and of those above it: one that is named here and in a
    subclass needs no `super()`, and must not call it.
    """

    _has_failed = False
    """Whether the last reading did: it is tried again when the database is there again."""

    @abstractmethod
    async def read(self) -> None:
        """Read anew and show it; a CsboardError is told."""

    @property
    def state(self) -> BoardState:
        return app_of(self).state

    def follow(self, event: Event) -> None:
        """One's own act comes back as everybody's."""

    def board_changed(self, change: Change) -> None:
        """Something has changed on the board: `read_soon`, where it touches what is shown."""

    def on_mount(self) -> None:
        app_of(self).changes.subscribe(self, self.board_changed)
        app_of(self).troubles.subscribe(self, self._hear_of)
        self.read_with_keys_held()

    def on_unmount(self) -> None:
        app_of(self).forget(self)

    def _hear_of(self, trouble: str) -> None:
        if not trouble and self._has_failed:
            self.read_soon()

    def read_soon(self) -> None:
        read: Any = self.read_again  # a coroutine that is never begun would complain
        self.run_worker(read, group="read", exclusive=True)

    def read_each_minute(self) -> None:
        """What is shown changes by itself: read it anew whenever a minute turns."""
        app_of(self).minutes.subscribe(self, self._turn_minute)

    def _turn_minute(self, _nothing: None) -> None:
        self.read_soon()

    def read_with_keys_held(self) -> None:
        """Read soon; what is typed meanwhile is meant for what comes."""
        app_of(self).hold_keys()
        self.read_soon()

    async def read_again(self) -> None:
        """Read now, and let the keys go that wait for it."""
        try:
            await self.read()
            self._has_failed = False
        except Stopped:
            pass  # told by what stopped it
        except CsboardError as failure:
            self._has_failed = True
            say(self.app, failure.sentence, "error")
        finally:
            app_of(self).let_keys_go()

    def in_turn(self, act: Callable[[], Awaitable[None]], *, then_read: bool = False) -> None:
        """Do one act after the other; with `then_read` show what came of it."""

        async def doing(_before: int) -> None:
            await act()
            if then_read and self in self.app.screen_stack:  # the act may have led away from here
                await self.read_again()

        self.app.run_worker(app_of(self).turns.take(doing), group="act")

    def action_back(self) -> None:
        self.dismiss()
