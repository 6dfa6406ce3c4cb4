"""What is left behind when the program fails unexpectedly (rule R8).

The traceback goes to a file that only the person can read, without the values of variables
(they are customers' words and passwords). The screen shows one sentence and the path.
"""

from __future__ import annotations

import os
import re
import traceback
from datetime import datetime
from pathlib import Path

import platformdirs

from csboard.text import clean

_MAX_LINE = 500
_PASSWORDS = (
    (re.compile(r"(://[^/\s:@]*):[^@\s]*@"), r"\1:***@"),
    (re.compile(r"(?i)\b(password|passwd|pwd|pgpassword)(\s*[=:]\s*)\S+"), r"\1\2***"),
)


def write_crash_log(error: BaseException, at: datetime, directory: Path | None = None) -> Path:
    """Write what went wrong into a new 0600 file of the person's state directory."""
    directory = directory or platformdirs.user_state_path("csboard", appauthor=False)
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = directory / f"crash-{at:%Y%m%dT%H%M%S}-{os.getpid()}.log"
    flags = os.O_CREAT | os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW
    with open(os.open(path, flags, 0o600), "w", encoding="utf-8") as log:
        log.write(f"{at.isoformat()}\n")
        log.writelines(f"{line}\n" for line in _report(error))
    return path


def _report(error: BaseException) -> list[str]:
    told = traceback.TracebackException.from_exception(error, capture_locals=False)
    return [
        _redacted(clean(line)[:_MAX_LINE])
        for chunk in told.format(chain=True)
        for line in chunk.splitlines()
    ]


def _redacted(line: str) -> str:
    for pattern, instead in _PASSWORDS:
        line = pattern.sub(instead, line)
    return line
