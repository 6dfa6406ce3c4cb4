"""A person's log: what csboard did and when, never what anybody wrote (rule R23).

There is a function for each thing that is logged. It takes numbers, codes and places of ours, so
that a customer's text has no way in. What writes (`csboard.log_file`) is loaded by the first line.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

Level = Literal["off", "error", "warning", "info", "debug"]
LEVELS: tuple[str, ...] = get_args(Level)

SLOW = 0.5
"""Seconds from which on a query is worth a line."""

_level = LEVELS.index("info")


def use_level(level: str) -> None:
    """Log what is at least as important as `level` from now on."""
    global _level
    _level = LEVELS.index(level)


def started(what: str, where: str) -> None:
    """`what` (board, intake) has opened the board at `where`, an address without a password."""
    _write("info", "start", what=what, where=where)


def ended(what: str, status: int) -> None:
    _write("info", "end", what=what, status=status)


def ran(command: str, status: int) -> None:
    """A shell command, by its words in csboard's own table."""
    _write("debug", "command", command=command, status=status)


def refused(code: str) -> None:
    """A rule, or a lost race, refused a change."""
    _write("info", "refused", code=code)


def unavailable(code: str) -> None:
    """The database could not be used: busy, full, read_only, unreachable, …"""
    _write("warning", "unavailable", code=code)


def reconnected(where: str) -> None:
    _write("warning", "reconnected", where=where)


def slow_query(sql: str, seconds: float) -> None:
    """`sql` with its place holders; what stood in them is nobody's to keep."""
    if seconds >= SLOW:
        _write("warning", "slow_query", sql=_without_literals(sql), seconds=round(seconds, 3))


def taken_in(source: str, counts: Mapping[str, int]) -> None:
    """How many items of an intake became what, by kinds and codes of ours."""
    _write("info", "intake", source=source, **counts)


def unexpected(failure: str, kind: str) -> None:
    """An error nobody expected: the id under which its report is kept, and its class."""
    _write("error", "unexpected", failure=failure, kind=kind)


def _without_literals(sql: str) -> str:
    import re

    return re.sub(r"'(?:[^']|'')*'", "'…'", sql)


def _write(level: Level, event: str, **facts: str | int | float) -> None:
    if LEVELS.index(level) > _level:
        return
    from csboard.log_file import write

    write(level, event, facts)
