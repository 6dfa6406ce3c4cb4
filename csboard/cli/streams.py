"""The standard streams, whatever the caller made of them: closed, full, in any encoding."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import NoReturn, TextIO

from csboard.errors import Unavailable, UsageError
from csboard.i18n import _


class ReaderGone(Exception):
    """Nobody reads our output any more, as after `csboard list | head -1`."""


class OutputFailed(Unavailable):
    """What was to be printed could not be; the work itself may be done."""


def open_missing() -> None:
    """Put /dev/null where the caller left no stream at all.

    Otherwise the next file to be opened, the board's perhaps, would be standard output.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free: this one
            os.set_inheritable(number, True)
    for name, mode, number in (("stdin", "r", 0), ("stdout", "w", 1), ("stderr", "w", 2)):
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def speak_utf8() -> None:
    """Begin the program again in UTF-8 mode when the locale has another encoding.

    Only then are words, paths and variables of the command line what was typed: decoded by
    such a locale they would be stored as other letters.
    """
    if sys.getfilesystemencoding() == "utf-8" or "utf8" in sys._xoptions or not sys.executable:
        return
    program: list[bytes | str] = [sys.executable, "-X", "utf8", *_own_arguments()]
    os.execv(sys.executable, program)


def _own_arguments() -> list[bytes]:
    """Everything after the interpreter's name, byte for byte where the system tells."""
    try:
        with open("/proc/self/cmdline", "rb") as told:
            return told.read().split(b"\0")[1:-1]
    except OSError:
        return [os.fsencode(word) for word in sys.orig_argv[1:]]


def text_of(data: bytes) -> str:
    """Typed or piped bytes as text: UTF-8, else what is most likely, as for mail."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        from csboard.mail.decoding import decode

        return decode(data)


def typed(word: str) -> str:
    """A word of the command line that is meant as text, not as a path."""
    try:
        word.encode()
    except UnicodeEncodeError:
        return text_of(os.fsencode(word))
    return word


def read_stdin() -> str:
    """All of standard input as text; it never fails because of its bytes."""
    try:
        data = sys.stdin.buffer.read()
    except OSError as error:
        raise UsageError(
            _("Standard input can't be read: {reason}.").format(reason=error.strerror)
        ) from None
    return text_of(data)


def write(data: str | bytes) -> None:
    """Put it on standard output. ReaderGone or OutputFailed when that can't be done."""
    try:
        if isinstance(data, str):
            sys.stdout.write(data)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
    except OSError as error:
        _fail(error)


def flush() -> None:
    """Have everything written go out now; fails as `write` does."""
    try:
        sys.stdout.flush()
    except OSError as error:
        _fail(error)


def _fail(error: OSError) -> NoReturn:
    if isinstance(error, BrokenPipeError):
        raise ReaderGone from None
    sentence = _("The output can't be written: {reason}.").format(reason=error.strerror)
    raise OutputFailed("output", sentence) from None


def settle() -> None:
    """Let nothing be left that the interpreter could fail to write when it ends."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            _forget(stream)


def _forget(stream: TextIO) -> None:
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
        stream.flush()
