"""Screens that read what they show from the board."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from csboard.domain.records import Event
from csboard.errors import CsboardError, Stopped
from csboard.tui.app import app_of
from csboard.tui.fence import say
from csboard.tui.screens.telling import TellingScreen
from csboard.tui.state import BoardState


class ReadingScreen(TellingScreen):
    """Reads when it is opened and when it is told to; keys wait until it has read once.

    Textual calls the handlers of a class and of those above it: one that is named here and in a
    subclass needs no `super()`, and must not call it.
    """

    @abstractmethod
    async def read(self) -> None:
        """Read anew and show it; a CsboardError is told."""

    @property
    def state(self) -> BoardState:
        return app_of(self).state

    def follow(self, event: Event) -> None:
        """One's own act comes back as everybody's."""

    def on_mount(self) -> None:
        app_of(self).hold_keys()
        self.read_soon()

    def on_unmount(self) -> None:
        app_of(self).forget(self)

    def read_soon(self) -> None:
        read: Any = self.read_again  # a coroutine that is never begun would complain
        self.run_worker(read, group="read", exclusive=True)

    async def read_again(self) -> None:
        """Read now, and let the keys go that wait for it."""
        try:
            await self.read()
        except Stopped:
            pass  # told by what stopped it
        except CsboardError as failure:
            say(self.app, failure.sentence, "error")
        finally:
            app_of(self).let_keys_go()

    def action_back(self) -> None:
        self.dismiss()
