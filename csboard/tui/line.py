"""The line to the terminal: Textual's driver, writing by `csboard.tui.thrift`."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

from textual.drivers.linux_driver import LinuxDriver

from csboard.tui.thrift import Thrift

FRAME_BEGIN, FRAME_END = "\x1b[?2026h", "\x1b[?2026l"


class ThriftyDriver(LinuxDriver):
    """Sends what changes the screen, and of that what the terminal doesn't know already."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._thrift = Thrift(erases_in_colour=_erases_in_colour(self.fileno))
        self._terminal_size = os.terminal_size((0, 0))
        self._begun = ""
        """The sequence that begins a frame, until something is painted in it."""

    def start_application_mode(self) -> None:
        self._thrift.forget()  # another program may have had the terminal
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def _get_terminal_size(self) -> tuple[int, int]:
        """The size of the terminal that is drawn on; Textual asks `shutil`, for that of stdout."""
        named = (os.environ.get("COLUMNS", ""), os.environ.get("LINES", ""))
        columns, lines = (int(word) if word.isdecimal() else 0 for word in named)
        real = os.terminal_size((80, 24))
        with suppress(OSError):  # the line is gone
            real = os.get_terminal_size(self.fileno)
        return columns or real.columns, lines or real.lines

    def write(self, data: str) -> None:
        """Write what is new in `data`; of a frame with nothing new not even begin and end."""
        if data == FRAME_BEGIN:
            self._begun = data
        elif data == FRAME_END:
            if not self._begun:
                super().write(data)
            self._begun = ""
        else:
            self._forget_if_resized()
            if said := self._thrift.spare(data):
                super().write(self._begun + said)
                self._begun = ""

    def _forget_if_resized(self) -> None:
        with suppress(OSError):  # the line is gone; so is whoever might see it
            size = os.get_terminal_size(self.fileno)
            if size != self._terminal_size:
                self._terminal_size = size
                self._thrift.forget()


def _erases_in_colour(terminal: int) -> bool:
    """Whether the terminal says that erasing leaves the background that is set (`bce`)."""
    try:
        import curses

        curses.setupterm(fd=terminal)
        return curses.tigetflag("bce") > 0 and curses.tigetstr("ech") == b"\x1b[%p1%dX"
    except Exception:  # a Python without curses, or a terminal that nobody has described
        return False
