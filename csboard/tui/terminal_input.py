"""What the keyboard's line sends, made safe before Textual reads it (rules R6 and R11)."""

from __future__ import annotations

import os
import re
import signal
import time
from encodings import utf_8

PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"

_ESCAPE_IN_PASTE = re.compile(r"\x1b(?!\[201~)")
_ANSWER = re.compile(r"\x1b[\]P_^X][^\x1b\x07]{0,4096}(?:\x07|\x1b\\)")
"""What a terminal answers: its colours, its name. We ask for none of it, but on a slow line
the answer to the program before us comes late, and its letters would act as keys."""
_CUT_END = re.compile(r"\x1b(?:\[(?:2(?:0(?:1)?)?)?)?\Z")


class TerminalDecoder(utf_8.IncrementalDecoder):
    """Decodes the line: bytes that aren't UTF-8 become U+FFFD and end nothing.

    For Textual a paste ends at its first ESC, and what follows would act as keys; so an ESC
    inside a paste becomes its picture. An empty read means that the terminal is gone:
    Textual would ask again for ever, so the process is told as the kernel tells a leader.
    """

    def __init__(self) -> None:
        super().__init__("replace")
        self._pasting = False
        self._seen = ""
        self._held = ""
        self._hung_up = False

    def decode(self, data: bytes, final: bool = False) -> str:  # type: ignore[override]
        if not data and not final:
            self._hang_up()
        text = self._held + super().decode(data, final)
        self._held = ""
        return self._tamed(text)

    def _hang_up(self) -> None:
        if not self._hung_up:
            self._hung_up = True
            os.kill(os.getpid(), signal.SIGHUP)
        time.sleep(0.05)

    def _tamed(self, text: str) -> str:
        tamed: list[str] = []
        while text:
            if self._pasting:
                part, text = self._pasted(text)
            else:
                part, text = self._typed(text)
                part = _ANSWER.sub("", part)
            tamed.append(part)
        return "".join(tamed)

    def _typed(self, text: str) -> tuple[str, str]:
        """Everything up to the beginning of a paste, which may have come in two reads."""
        joined = self._seen + text
        if (found := joined.find(PASTE_BEGINS)) < 0:
            self._seen = joined[1 - len(PASTE_BEGINS) :]
            return text, ""
        end = found + len(PASTE_BEGINS) - len(self._seen)
        self._seen, self._pasting = "", True
        return text[:end], text[end:]

    def _pasted(self, text: str) -> tuple[str, str]:
        """Everything up to the end of the paste; the beginning of that mark is held back."""
        inside, mark, after = text.partition(PASTE_ENDS)
        self._pasting = not mark
        if not mark and (cut := _CUT_END.search(inside)):
            self._held, inside = cut[0], inside[: cut.start()]
        return _ESCAPE_IN_PASTE.sub("\N{SYMBOL FOR ESCAPE}", inside) + mark, after


def mend_input() -> None:
    """Have Textual's input thread use `TerminalDecoder` in place of a strict one."""
    from textual.drivers import linux_driver

    def decoder_of(_encoding: str) -> type[TerminalDecoder]:
        return TerminalDecoder

    linux_driver.getincrementaldecoder = decoder_of  # type: ignore[attr-defined, assignment]
