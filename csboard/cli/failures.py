"""The one place where a failure becomes a sentence on stderr and an exit status."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable

from csboard.cli import streams
from csboard.errors import Anothers, CsboardError
from csboard.i18n import _, together

UNEXPECTED = 1
WRONG_PLACE = 2
TRY_AGAIN = 75
INTERRUPTED = 130

_PASSES = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE}
"""What is wrong with a file now, and perhaps not for long."""


def guarded(action: Callable[[], int], *, must_tell: bool = True) -> int:
    """Do it; the exit status. Whatever goes wrong is told in one sentence, never a traceback.

    Without `must_tell` it is no failure that what was done can't be told on stdout.
    """
    try:
        return _flushed(action)
    except streams.OutputFailed as error:
        say(error.sentence)
        return error.exit_status if must_tell else 0
    except CsboardError as error:
        say(_with_way_out(error))
        return error.exit_status
    except KeyboardInterrupt:
        return INTERRUPTED
    except streams.ReaderGone:
        return 0
    except OSError as error:
        return _unusable(error) if error.filename else _unexpected(error)
    except Exception as error:
        return _unexpected(error)
    finally:
        streams.settle()


def _flushed(action: Callable[[], int]) -> int:
    try:
        status = action()
    except SystemExit as request:  # argparse, after --help and --version
        status = int(request.code or 0)
    streams.flush()
    return status


def _with_way_out(error: CsboardError) -> str:
    """What is wrong, with the command that helps where the rule itself can name none."""
    if not isinstance(error, Anothers):
        return error.sentence
    first = _("Take it over first: {command}.").format(
        command=f"csboard take-over {error.task} WHY"
    )
    return together(error.sentence, first)


def say(sentence: str) -> None:
    """One sentence on stderr, harmless; a closed stderr is nobody's concern."""
    from csboard.text import clean

    try:
        sys.stderr.write(f"csboard: {clean(sentence)}\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        pass


def _unusable(error: OSError) -> int:
    """A file or directory that somebody named can't be used: no access, too long, a loop, ..."""
    say(_("{path} can't be used: {reason}.").format(path=error.filename, reason=error.strerror))
    return TRY_AGAIN if error.errno in _PASSES else WRONG_PLACE


def _unexpected(error: Exception) -> int:
    try:
        from csboard.clock import SystemClock
        from csboard.crash import write_crash_log

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
