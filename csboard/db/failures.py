"""What the database's errors mean to a person. The cause is the driver's own exception."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterator

import peewee

from csboard.errors import CsboardError, Unavailable, WrongDatabase
from csboard.i18n import _
from csboard.text import clean

RETRIED_STATES = ("40001", "40P01")
"""Serialization failure and deadlock: the whole transaction may simply be tried again."""


LACKS_A_RIGHT = "42501"
"""The SQLSTATE when a role may not do what was asked."""


def causes(error: BaseException) -> Iterator[BaseException]:
    """`error` and everything behind it, the driver's exceptions among them."""
    seen: set[int] = set()
    todo: list[BaseException | None] = [error]
    while todo:
        found = todo.pop()
        if found is None or id(found) in seen:
            continue
        seen.add(id(found))
        yield found
        todo += [found.__cause__, found.__context__]
        todo += [arg for arg in found.args if isinstance(arg, BaseException)]


def sql_states(error: BaseException) -> set[str]:
    """The SQLSTATEs PostgreSQL gave, if any."""
    return {state for cause in causes(error) if (state := getattr(cause, "sqlstate", None))}


def is_retryable(error: BaseException) -> bool:
    return bool(sql_states(error) & set(RETRIED_STATES))


def is_lost_connection(error: BaseException) -> bool:
    """Whether the line to the server broke, so that a write's fate is unknown."""
    states = sql_states(error)
    if states:
        return any(one.startswith("08") or one in ("57P01", "57P02", "57P03") for one in states)
    return any(_is_operational(cause) or _is_hung_up(cause) for cause in causes(error))


def _is_hung_up(cause: BaseException) -> bool:
    """There is no connection at all: opening it again has failed before."""
    return isinstance(cause, peewee.InterfaceError) and "not opened" in str(cause)


def _is_operational(cause: BaseException) -> bool:
    """Of the driver's kind for what goes wrong on the line, or of one of its own kinds."""
    return any(
        kind.__module__.startswith("psycopg") and kind.__name__ == "OperationalError"
        for kind in type(cause).__mro__
    )


def explain(error: BaseException, where: str, who: str = "") -> CsboardError | None:
    """The failure to show for a database error, or None if it is none we expect.

    `who` is the database role that is connected, where there is one.
    """
    for cause in causes(error):
        if isinstance(cause, CsboardError):
            return cause
        if words := _sqlite(cause):
            code, sentence = words
            return _failure(code, sentence().format(where=where))
        if who and getattr(cause, "sqlstate", None) == LACKS_A_RIGHT:
            return Unavailable("read_only", _lacking_right(cause, where, who))
        if (state := getattr(cause, "sqlstate", None)) and (words := _postgres(state)):
            code, sentence = words
            return _failure(code, sentence().format(where=where))
    if is_lost_connection(error):
        return Unavailable("unreachable", _out_of_reach(error, where))
    if isinstance(error, OSError):
        return _of_system(error, where)
    return None


def unreachable(where: str) -> Unavailable:
    """There is no way to the server."""
    return Unavailable("unreachable", _unreachable().format(where=where))


def _of_system(error: OSError, where: str) -> CsboardError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Unavailable("full", _full().format(where=where))
    return Unavailable(
        "io",
        _("{where} can't be used ({why}): check the path, its owner and mode.").format(
            where=where, why=error.strerror or type(error).__name__
        ),
    )


def _failure(code: str, sentence: str) -> CsboardError:
    return WrongDatabase(sentence) if code == "foreign" else Unavailable(code, sentence)


def _busy() -> str:
    return _("The board at {where} stays busy: try again in a moment.")


def _full() -> str:
    return _("The disk of {where} is full: make room, then try again. Nothing was lost.")


def _read_only() -> str:
    return _("{where} can be read but not written: check its owner and mode (csboard doctor).")


def _io() -> str:
    return _("The disk of {where} reports an error: look at the system log, then csboard doctor.")


def _cannot_open() -> str:
    return _("{where} can't be opened: check the path, its owner and mode.")


def _corrupt() -> str:
    return _("{where} is damaged: stop working on it and restore a backup.")


def _foreign() -> str:
    return _("{where} is not a csboard board: name another database with --db.")


def _unreachable() -> str:
    return _("The database {where} can't be reached: is the server up and the address right?")


def _out_of_reach(error: BaseException, where: str) -> str:
    """With what the server says, if it answers: whom it turns away it gives no SQLSTATE."""
    found = re.search(r"FATAL:\s*(.+)", str(error))
    if found is None:
        return _unreachable().format(where=where)
    return _("The database {where} lets nobody in: {why}. Check address, user and rights.").format(
        where=where, why=clean(found[1]).rstrip(".")
    )


def _not_allowed() -> str:
    return _("This account has no right to do that in {where}: ask whoever looks after it.")


def _lacking_right(cause: BaseException, where: str, who: str) -> str:
    told = str(cause).strip().partition("\n")[0]
    return _(
        "The database role {role} lacks a right for this ({what}). A wall's role is only for a"
        " display that reads the wall_ views; for any other, ask the owner of {where} to look at"
        " csboard roles show and run csboard roles apply."
    ).format(role=clean(who), what=clean(told), where=where)


def _denied() -> str:
    return _("The database {where} refuses this account: check user, password and rights.")


Words = tuple[str, Callable[[], str]]

_SQLITE: dict[str, Words] = {
    "BusyError": ("busy", _busy),
    "LockedError": ("busy", _busy),
    "FullError": ("full", _full),
    "ReadOnlyError": ("read_only", _read_only),
    "IOError": ("io", _io),
    "CantOpenError": ("unreachable", _cannot_open),
    "CorruptError": ("corrupt", _corrupt),
    "NotADBError": ("foreign", _foreign),
    "FormatError": ("foreign", _foreign),
    "PermissionError": ("unreachable", _cannot_open),
}

_POSTGRES: dict[str, Words] = {
    "08": ("unreachable", _unreachable),
    "57P": ("unreachable", _unreachable),
    "57014": ("busy", _busy),
    "55P03": ("busy", _busy),
    "25P03": ("busy", _busy),
    "40": ("busy", _busy),
    "53100": ("full", _full),
    "53": ("busy", _busy),
    "25006": ("read_only", _not_allowed),
    "42501": ("read_only", _not_allowed),
    "28": ("denied", _denied),
    "3D": ("unreachable", _unreachable),
    "58": ("io", _io),
}


_NO_ROOM_TO_OPEN = 10 | 19 << 8
"""SQLITE_IOERR_SHMSIZE: what a program meets that opens a board on a disk already full."""


def _sqlite(cause: BaseException) -> Words | None:
    if getattr(cause, "extendedresult", None) == _NO_ROOM_TO_OPEN:
        return "full", _full
    return _SQLITE.get(type(cause).__name__)


def _postgres(state: str) -> Words | None:
    return next((words for prefix, words in _POSTGRES.items() if state.startswith(prefix)), None)
