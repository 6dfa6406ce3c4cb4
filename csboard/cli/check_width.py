"""How wide this terminal draws letters: asked of it, because nothing else knows.

Characters that are narrow in the West and wide in East Asian fonts (`│`, `…`, `①`) break every
frame where the terminal draws them in two cells. It says where its cursor stands (CSI 6n), so
drawing one letter at the left edge is measuring it.
"""

from __future__ import annotations

import os
import re
import select
import sys
import termios
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from csboard.cli.findings import Finding, ok, warn
from csboard.i18n import _

PATIENCE = 1.0
"""Seconds in which the terminal must have answered once, however far away it is."""
FRAMES = ("│", "…", "①")
LETTERS = ("あ", "\N{GRINNING FACE}")

_ASK = b"\x1b[6n"
_TOLD = re.compile(rb"\x1b\[\d+;(\d+)R")


def width_findings(borders: str) -> Iterator[Finding]:
    """What the terminal says, when there is one to ask."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return
    widths: dict[str, int] | None = None
    with suppress(OSError, termios.error):  # a terminal that is none of ours, or just closed
        widths = measure(sys.stdin.fileno(), sys.stdout.fileno(), (*FRAMES, *LETTERS))
    if widths is not None:
        yield _finding(widths, borders)


def _finding(widths: dict[str, int], borders: str) -> Finding:
    subject = _("widths")
    told = ", ".join(f"{letter} {cells}" for letter, cells in widths.items())
    if widths["あ"] != 2:
        return warn(
            subject, told, _("a Japanese letter must take two cells: set the terminal to UTF-8")
        )
    if borders != "ascii" and any(widths[letter] != 1 for letter in FRAMES):
        return warn(
            subject,
            _("{widths}: frames would break").format(widths=told),
            _(
                'write {option} into your config.toml, or let the terminal draw "ambiguous" narrow'
            ).format(option='borders = "ascii"'),
        )
    return ok(subject, told)


def measure(reads: int, writes: int, letters: tuple[str, ...]) -> dict[str, int] | None:
    """The cells each letter takes on a terminal; None when it doesn't answer."""
    if os.tcgetpgrp(reads) != os.getpgrp():
        return None  # in the background: touching the terminal would stop this process
    widths: dict[str, int] = {}
    with _quiet(reads):
        for letter in letters:
            os.write(writes, b"\r" + letter.encode() + _ASK)
            column = _answer(reads, time.monotonic() + PATIENCE)
            if column is None:
                break
            widths[letter] = column - 1
        os.write(writes, b"\r\x1b[K")
    return widths if len(widths) == len(letters) else None


def _answer(reads: int, until: float) -> int | None:
    """The column that the terminal tells."""
    told = b""
    while (found := _TOLD.search(told)) is None:
        left = until - time.monotonic()
        if left <= 0 or not select.select([reads], [], [], left)[0]:
            return None
        if not (data := os.read(reads, 64)):
            return None
        told += data
    return int(found[1])


@contextmanager
def _quiet(reads: int) -> Iterator[None]:
    """The terminal without echo and without waiting for lines; afterwards as it was."""
    before = termios.tcgetattr(reads)
    tty.setcbreak(reads)
    try:
        yield
    finally:
        termios.tcsetattr(reads, termios.TCSAFLUSH, before)  # a late answer is no command
