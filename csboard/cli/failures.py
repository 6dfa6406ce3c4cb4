"""The one place where a failure becomes a sentence on stderr and an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from csboard.errors import CsboardError
from csboard.i18n import _

UNEXPECTED = 1
TRY_AGAIN = 75
INTERRUPTED = 130


def guarded(action: Callable[[], int]) -> int:
    """Do it; the exit status. Whatever goes wrong is told in one sentence, never a traceback."""
    try:
        return _flushed(action)
    except CsboardError as error:
        say(error.sentence)
        return error.exit_status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return 0
    except Exception as error:
        return _unexpected(error)


def _flushed(action: Callable[[], int]) -> int:
    try:
        status = action()
    except SystemExit as request:  # argparse, after --help and --version
        status = int(request.code or 0)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _forget_stdout()
        raise CsboardError(
            _("The output can't be written: {reason}.").format(reason=error.strerror)
        ) from None
    return status


def say(sentence: str) -> None:
    """One sentence on stderr, harmless; a closed stderr is nobody's concern."""
    from csboard.text import clean

    try:
        sys.stderr.write(f"csboard: {clean(sentence)}\n")
        sys.stderr.flush()
    except OSError:
        pass


def _forget_stdout() -> None:
    """Nothing more goes out, not even when the interpreter flushes at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _unexpected(error: Exception) -> int:
    try:
        from csboard.clock import SystemClock
        from csboard.tui.crash import write_crash_log

        path = write_crash_log(error, SystemClock().now())
    except Exception:  # the last net must hold, whatever is missing
        say(_("Something unexpected went wrong ({kind}).").format(kind=type(error).__name__))
    else:
        say(
            _("Something unexpected went wrong. What happened is written in {path}").format(
                path=path
            )
        )
    return UNEXPECTED
