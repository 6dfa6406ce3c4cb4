"""The bottom line: the keys to know, and what was just done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.message import Message
from textual.strip import Strip

from csboard.tui.layout import cell_len
from csboard.tui.palette import Ink
from csboard.tui.widgets.canvas import Canvas, Run

HELP = "help"
"""The action that shows all keys: whoever finds it finds those for which there is no room."""


class Footer(Canvas):
    """A few keys with their labels; for a while a sentence in their place."""

    INKS: ClassVar[Mapping[str, Ink]] = {
        "key": Ink(bold=True),
        "label": Ink("muted"),
        "lead": Ink("accent", bold=True),
        "information": Ink("success"),
        "warning": Ink("warning-foreground", "warning-background"),
        "error": Ink("error-foreground", "error-background"),
    }

    class Pressed(Message):
        """A key's label was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self) -> None:
        super().__init__(id="footer")
        self._keys: tuple[tuple[str, str, str], ...] = ()
        self._lead = ""
        self._said = ""
        self._severity = "information"
        self._spots: list[tuple[int, int, str]] = []

    @property
    def said(self) -> str:
        """The sentence shown now, if any."""
        return self._said

    def show(self, keys: Sequence[tuple[str, str, str]], lead: str = "") -> None:
        """Show keys, each as (key, label, action), behind a few words that lead them in."""
        self._keys, self._lead = tuple(keys), f" {lead}  " if lead else ""
        self.redraw()

    def say(self, sentence: str, severity: str) -> None:
        """Show a sentence instead of the keys; the empty one brings them back."""
        self._said, self._severity = sentence, severity
        self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        self._spots.clear()
        if self._said:
            return [self.line([(f" {self._said} ", self._severity)], width)]
        runs: list[Run] = [(self._lead, "lead")]
        used = cell_len(self._lead)
        for key, label, action in self._fitting(width - used):
            text = f" {label}  "
            start = used
            used += cell_len(key) + 1 + cell_len(text)
            runs += [(f" {key}", "key"), (text, "label")]
            self._spots.append((start, used, action))
        return [self.line(runs, width)]

    def _fitting(self, width: int) -> list[tuple[str, str, str]]:
        """The keys for which there is room, before all others help and the last: the way back."""
        shown = list(self._keys)
        if sum(map(_cells, shown)) > width:
            shown = [(key, label.rstrip(), action) for key, label, action in shown]
        while len(shown) > 1 and sum(map(_cells, shown)) > width:
            others = [at for at, key in enumerate(shown[:-1]) if key[2] != HELP]
            del shown[others[-1] if others else -2]
        return shown

    def on_click(self, event: events.Click) -> None:
        event.stop()
        for start, end, action in self._spots:
            if start <= event.x < end:
                self.post_message(self.Pressed(action))


def _cells(key: tuple[str, str, str]) -> int:
    return cell_len(f" {key[0]} {key[1]}  ")
