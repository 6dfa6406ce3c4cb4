"""What a running application does so that it takes little memory, and collecting takes no frame."""

from __future__ import annotations

import gc
from typing import Any
from weakref import WeakSet

from textual._styles_cache import StylesCache
from textual.app import App
from textual.screen import Screen

SETTLED = 1.0
"""Seconds after which a screen that was closed has ended, and can be collected."""


class Memory:
    """Gives back what closed screens took; leaves alone what stays as long as the application."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._is_collecting_soon = False
        self._closed_since = False
        """Whether something was closed after the coming collection was asked for."""
        self._closed: WeakSet[Screen[Any]] = WeakSet()
        """Those of which something is still there: a timer that has not rung keeps its screen."""
        self._is_loaded = False
        """Whether what was loaded is still to be frozen."""

    def collect_from_now_on(self) -> None:
        """After the first paint, let the collector work, but leave alone what start-up made."""
        gc.freeze()
        gc.enable()

    def let_go_soon(self, closed: Screen[Any]) -> None:
        """Give back what a screen took that is being closed.

        Its objects refer to one another. Left to the collector's own pace they would stay until
        ten more had been closed, a megabyte each; what the start made is frozen, so that
        looking takes a few milliseconds.
        """
        _let_go_of_lines()
        self._closed.add(closed)
        self._closed_since = self._is_collecting_soon
        if not self._is_collecting_soon:
            self._collect_soon()

    def _collect_soon(self) -> None:
        self._is_collecting_soon = True
        self._app.set_timer(SETTLED, self._collect)

    def _collect(self) -> None:
        self._is_collecting_soon = False
        gc.collect()
        if self._closed_since:  # it may not have ended yet
            self._closed_since = False
            self._collect_soon()
        elif self._is_loaded:
            self.leave_alone_what_is_loaded()

    def leave_alone_what_is_loaded(self) -> None:
        """Freeze it as soon as no screen is there, open or closed, that would stay for good."""
        self._is_loaded = True
        if self._is_collecting_soon or len(self._app.screen_stack) > 1:
            return
        if self._closed:
            self._collect_soon()
        else:
            self._is_loaded = False
            gc.freeze()


def _let_go_of_lines() -> None:
    """Textual caches two colours by the cache of lines they were asked for, and keeps it so."""
    StylesCache.get_inner_outer.cache_clear()
