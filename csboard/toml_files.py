"""TOML files that steer csboard: read with bounds and only from the right hands, replaced whole.

A file from outside may be of any size, depth or kind: a FIFO would be waited on for ever, a
key of fifty thousand dots keep the parser busy for half a minute.
"""

from __future__ import annotations

import errno
import fcntl
import os
import random
import re
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from csboard.errors import ConfigError
from csboard.i18n import _

MOST_BYTES = 64 * 1024
"""Of a file of settings, or a theme."""
MOST_DEEP = 16
"""Dots in one key; ours have three."""
LOCK_PATIENCE = 2.0
"""Seconds that another process which changes the same file is waited for."""

WITHOUT_LOCKS = (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS)
_KEY = r"(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+"
_DEEP_KEY = rf"(?:^|[\[{{,])[ \t]*+(?:{_KEY}\.[ \t]*+){{{MOST_DEEP + 1}}}"


def text_of(file: Path, most: int = MOST_BYTES) -> str:
    """What an ordinary file of at most `most` bytes says. OSError, UnicodeDecodeError if not."""
    with _opened(file) as opened:
        return _bytes_in(opened, most).decode("utf-8-sig")


def own_text_of(file: Path, most: int = MOST_BYTES) -> str:
    """The same of a file that nobody but this person and root can change, else ConfigError."""
    with _opened(file) as opened:
        _refuse_if_others_may_write(file, os.fstat(opened))
        return _bytes_in(opened, most).decode("utf-8-sig")


def bytes_left_in(file: Path, most: int) -> bytes:
    """What another program, as an editor, left in a file of ours. OSError if that is another."""
    with _opened(file, os.O_NOFOLLOW) as opened:
        if os.fstat(opened).st_uid != os.getuid():
            raise OSError(errno.EPERM, _("it belongs to another account"))
        return _bytes_in(opened, most)


@contextmanager
def _opened(file: Path, more: int = 0) -> Iterator[int]:
    """An ordinary file, open for reading; a pipe would be waited on for ever."""
    opened = os.open(file, os.O_RDONLY | os.O_NONBLOCK | more)
    try:
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            raise OSError(errno.EINVAL, _("it is no ordinary file"))
        yield opened
    finally:
        os.close(opened)


def _bytes_in(opened: int, most: int) -> bytes:
    with open(opened, "rb", closefd=False) as file:
        data = file.read(most + 1)  # not by its size: it may grow meanwhile
    if len(data) > most:
        raise OSError(errno.EFBIG, _("it is larger than {n} KB").format(n=most // 1024))
    return data


def _refuse_if_others_may_write(file: Path, status: os.stat_result) -> None:
    """A file may name a program to run: only root, or oneself, may be its author."""
    if status.st_uid not in (0, os.getuid()):
        raise ConfigError(
            _(
                "{file} isn't used because it belongs to another account: `chown root {file}`,"
                " or use a copy of your own."
            ).format(file=file)
        )
    if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise ConfigError(
            _("{file} isn't used because others may write it: `chmod go-w {file}`.").format(
                file=file
            )
        )


def parsed(text: str, place: object) -> dict[str, Any]:
    """What TOML says; ConfigError names the `place` it stands in."""
    import tomllib

    if re.search(_DEEP_KEY, text, re.MULTILINE):
        raise too_deep(place)
    try:
        return tomllib.loads(text)
    except ValueError as error:  # also for a number of more digits than Python reads
        if (told := _no_day(text, str(error), place)) is not None:
            raise told from None
        raise ConfigError(
            _("{file} isn't valid TOML: {reason}.").format(file=place, reason=error)
        ) from None
    except RecursionError:
        raise too_deep(place) from None


def place_of(file: Path | str, text: str, key: str) -> str:
    """The file, with the line on which `key` is set when a look at the text can tell.

    Where only the table can be found that the key is in, the line of that.
    """
    from csboard.toml_lines import line_of

    return place_at(file, line_of(text, key))


def place_at(file: Path | str, line: int | None) -> str:
    """The file, with the line when there is one to tell."""
    return str(file) if line is None else _("{file}, line {line}").format(file=file, line=line)


def _no_day(text: str, problem: str, place: object) -> ConfigError | None:
    """For a day that no calendar has; TOML's reader only says that it expected something else."""
    found = re.search(r"\(at line (\d+),", problem)
    line = text.split("\n")[int(found[1]) - 1] if found else ""
    written = re.match(r"\s*([\w.-]{1,80})\s*=\s*(\d{4}-\d{1,2}-\d{1,2})\s*(?:#.*)?$", line)
    if found is None or written is None:
        return None
    where = _("{file}, line {line}").format(file=place, line=found[1])
    key = _whole_key(text, written[1], int(found[1]))
    told = _("{place}: {key}: there is no day {day}; write one as 2026-10-01.")
    return ConfigError(told.format(place=where, key=key, day=written[2]))


def _whole_key(text: str, name: str, line: int) -> str:
    """The key that is written as `name` in a line, with the tables that it is in."""
    from csboard.toml_lines import lines_of_keys

    there = (key for key, at in lines_of_keys(text).items() if at == line)
    return next((key for key in there if key.rpartition(".")[2] == name), name)


def too_deep(place: object) -> ConfigError:
    return ConfigError(_("{file} is nested too deeply.").format(file=place))


@contextmanager
def changing(file: Path) -> Iterator[None]:
    """No other process changes `file` meanwhile, by a lock beside it that stays. Blocks.

    The directory is made, too. OSError when it can't be, TimeoutError after LOCK_PATIENCE.
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    flags = os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK
    lock = os.open(file.with_name(f".{file.name}.lock"), flags, 0o600)
    try:
        _wait_for(lock)
        yield
    finally:
        os.close(lock)


def _wait_for(lock: int) -> None:
    until = time.monotonic() + LOCK_PATIENCE
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > until:
                raise TimeoutError(
                    errno.ETIMEDOUT, _("another csboard has been writing it for seconds")
                ) from None
            time.sleep(random.uniform(0.001, 0.01))
        except OSError as error:
            if error.errno in WITHOUT_LOCKS:  # a file system that has none: as ever
                return
            raise


def replace(file: Path, data: Mapping[str, Any]) -> None:
    """Put a TOML file in place at once or not at all, for the person alone. OSError if not.

    To be done while `changing` it.
    """
    import tomli_w

    new = file.with_name(f".{file.name}.{os.getpid()}")
    flags = os.O_CREAT | os.O_TRUNC | os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        with open(os.open(new, flags, 0o600), "wb") as out:
            tomli_w.dump(data, out)
            out.flush()
            os.fsync(out.fileno())
        os.replace(new, file)
    except OSError:
        with suppress(OSError):
            new.unlink()
        raise
