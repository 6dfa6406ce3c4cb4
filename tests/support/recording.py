"""Run an app on a terminal that only keeps what it is sent, as the real line would send it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

import pyte
from textual import events
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size
from textual.pilot import Pilot

from csboard.tui.thrift import Thrift

OWN_SEQUENCES = re.compile(
    r"\x1b\[[0-9;:?<=>$]*[ -/]*[@-~]"  # CSI: colours, cursor, modes
    r"|\x1b\]52;c;[A-Za-z0-9+/=]*\x07"  # the clipboard, base64
    r"|\x1b\]22;[a-z-]*\x07"  # the mouse pointer's shape
)
"""What Textual itself sends. OSC 8 and window titles are not in it: we never send them."""

FORBIDDEN = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


class RecordingDriver(Driver):
    """A terminal of a given size that keeps every byte and answers nothing."""

    sent: list[str]
    thrift: Thrift
    _painted_in = Size(0, 0)

    def write(self, data: str) -> None:
        if self._app.size != self._painted_in:
            self._painted_in = self._app.size
            self.thrift.forget()
        self.sent.append(self.thrift.spare(data))

    def start_application_mode(self) -> None:
        self.sent = []
        self.thrift = Thrift(erases_in_colour=True)
        size = Size(*(self._size or (80, 24)))
        asyncio.run_coroutine_threadsafe(
            self._app._post_message(events.Resize(size, size)), loop=asyncio.get_running_loop()
        )

    def disable_input(self) -> None:
        pass

    def stop_application_mode(self) -> None:
        pass


async def record(
    app: App[Any],
    steps: Callable[[Pilot[Any]], Awaitable[None]],
    size: tuple[int, int] = (80, 24),
) -> str:
    """All that `app` sent to the terminal while `steps` were done."""
    app.driver_class = RecordingDriver
    sent: list[str] = []

    async def pilot_steps(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        await steps(pilot)
        await pilot.pause()
        driver = app._driver
        assert isinstance(driver, RecordingDriver)
        sent.extend(driver.sent)
        if app._exception is None:
            app.exit()

    await app.run_async(size=size, auto_pilot=pilot_steps)
    if app._exception is not None:
        raise app._exception
    return "".join(sent)


def strangers_bytes(sent: str) -> list[str]:
    """Every control or invisible character in `sent` that isn't part of Textual's sequences."""
    return FORBIDDEN.findall(OWN_SEQUENCES.sub("", sent))


def seen(sent: str, size: tuple[int, int] = (80, 24)) -> str:
    """What a person sees after `sent`: the lines of the terminal, blanks at the end cut."""
    screen = pyte.Screen(*size)
    pyte.Stream(screen).feed(sent)
    return "\n".join(_line(screen, y).rstrip() for y in range(size[1]))


def _line(screen: pyte.Screen, y: int) -> str:
    # pyte keeps an empty cell behind every wide letter
    return "".join(screen.buffer[y][x].data for x in range(screen.columns))
