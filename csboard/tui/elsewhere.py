"""Long text in the person's own editor: away from the board, and back with nothing lost.

The text stands in a private file of a private directory, which is gone when this is over,
whatever happened: strangers' words are in it.
"""

from __future__ import annotations

import errno
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from csboard.errors import CsboardError
from csboard.i18n import _
from csboard.text import clean, shortened
from csboard.toml_files import bytes_left_in

if TYPE_CHECKING:
    from csboard.tui.base import BaseApp

FALLBACK = "vi"
LOOK_EVERY = 0.2
"""Seconds after which the wait for the editor looks for signals."""
MOST_BYTES = 1_000_000
"""Bytes of a text that come back; the field would take seconds over more."""


async def edited(app: BaseApp, text: str) -> str:
    """`text` as the person left it in their editor; CsboardError says why it stays as it was."""
    command = editor_of(app)
    try:
        async with app.at_rest():
            # Of mode 0700. What can't be removed afterwards must not cost the text.
            with tempfile.TemporaryDirectory(
                prefix="csboard-", ignore_cleanup_errors=True
            ) as directory:
                return _edited_in(Path(directory), app, command, text)
    except SuspendNotSupported:
        raise CsboardError(_("No editor can be opened on this terminal.")) from None
    except OSError as error:
        raise CsboardError(
            _("{editor} did not start: {reason}. The text is as before.").format(
                editor=shortened(command[0]), reason=error.strerror
            )
        ) from None


def editor_of(app: BaseApp) -> list[str]:
    """The words that start the person's editor; CsboardError when none can be opened."""
    if app.confines is not None:
        raise CsboardError(_("No editor can be opened from here: write in the field."))
    return editor_command(app.editor, os.environ)


def _edited_in(directory: Path, app: BaseApp, command: list[str], text: str) -> str:
    file = directory / "text.txt"
    with open(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        out.write(text.encode("utf-8", "replace"))
    with app.suspend():
        status = _run([*command, str(file)], _environment(app))
    if status != 0:
        raise CsboardError(
            _("{editor} ended with status {status}. The text is as before.").format(
                editor=shortened(command[0]), status=status
            )
        )
    return _read(file)


def editor_command(own: str, environ: Mapping[str, str]) -> list[str]:
    """The editor's words: one's own setting, else VISUAL, EDITOR, vi. CsboardError without one."""
    named = own or environ.get("VISUAL") or environ.get("EDITOR") or FALLBACK
    try:
        command = shlex.split(named)
    except ValueError:
        command = []
    if not command or shutil.which(command[0]) is None:
        told = _("There is no editor {editor}: set VISUAL or EDITOR to one.")
        if own:
            told = _("There is no program {editor}: name an editor that is here.")
        raise CsboardError(told.format(editor=shortened(named)))
    return command


def _environment(app: BaseApp) -> dict[str, str]:
    """What the person's shell gave, with NO_COLOR, which the toolkit takes for itself."""
    return {**os.environ, **({"NO_COLOR": "1"} if app.no_color else {})}


def _run(argv: list[str], environment: Mapping[str, str]) -> int:
    """Let the editor have the terminal, which is where errors go; stdout may be a file."""
    terminal = sys.__stderr__
    with _guarded() as guard:
        child = subprocess.Popen(argv, env=environment, stdout=terminal, stderr=terminal)
        guard.watch(child)
        while True:  # a signal that another thread got does not wake a wait without an end
            with suppress(subprocess.TimeoutExpired):
                return child.wait(LOOK_EVERY)


class _Guard:
    """Ends the editor when this process is to end, also when that came while it started."""

    def __init__(self) -> None:
        self.ended: list[int] = []
        self._child: subprocess.Popen[bytes] | None = None

    def watch(self, child: subprocess.Popen[bytes]) -> None:
        self._child = child
        if self.ended:
            child.kill()

    def leave(self, number: int, _frame: FrameType | None) -> None:
        self.ended.append(number)
        if self._child is not None:
            self._child.kill()


@contextmanager
def _guarded() -> Iterator[_Guard]:
    """Keys for the editor end nothing here; what ends this process ends the editor first.

    Without this a hang-up would leave the file behind.
    """
    guard = _Guard()

    def stay(_number: int, _frame: FrameType | None) -> None:
        """The editor, in the same group, has it too."""

    handlers = {
        signal.SIGHUP: guard.leave,
        signal.SIGTERM: guard.leave,
        signal.SIGINT: stay,
        signal.SIGQUIT: stay,
    }
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield guard
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for end in guard.ended:
            os.kill(os.getpid(), end)


def _read(file: Path) -> str:
    try:
        data = bytes_left_in(file, MOST_BYTES)
    except OSError as error:
        if error.errno == errno.EFBIG:
            sentence = _("That is too long for a field. The text is as before.")
        else:
            sentence = _("The editor left no text: {reason}. It is as before.").format(
                reason=error.strerror
            )
        raise CsboardError(sentence) from None
    return clean(data.decode("utf-8", "replace"), multiline=True).rstrip("\n")
