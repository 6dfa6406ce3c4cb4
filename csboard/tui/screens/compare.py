"""Two states of a reply side by side: what was taken out, what was put in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from csboard.domain.replies import FileInfo, Words
from csboard.i18n import _, ngettext
from csboard.named import NamedTuple
from csboard.tui import keys
from csboard.tui.differences import Changed, differences, whole_of
from csboard.tui.fence import Plain, entitle
from csboard.tui.widgets.difference_pager import DifferencePager, compared
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.pager import Pager, Paragraph, Section

AROUND = 3
"""Unchanged lines shown before and behind what was changed."""


class State(NamedTuple):
    """A state of a reply, and what it is called."""

    name: str
    words: Words
    files: tuple[FileInfo, ...]


class CompareScreen(ModalScreen[None]):
    """What is different between two states; keys choose others. The newest come first up."""

    CSS_PATH = "compare.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("compare")
    AUTO_FOCUS = "Pager"

    def __init__(self, states: Sequence[State], older: int, newer: int) -> None:
        """`older` and `newer` are places in `states`, which go from the oldest to the newest."""
        super().__init__()
        self._states = tuple(states)
        self._shown = [older, newer]
        self._side = 0
        """Which of the two the keys change."""

    def compose(self) -> ComposeResult:
        with Vertical(id="box") as box:
            entitle(box, _("What has changed"))
            yield Plain(id="older", classes="side")
            yield Plain(id="newer", classes="side")
            yield DifferencePager()
            yield Footer()

    def on_mount(self) -> None:
        self.query_one(Footer).show(keys.footer_of("compare"))
        self._show()

    def _show(self) -> None:
        older, newer = (self._states[at] for at in self._shown)
        for at, (name, sign) in enumerate((("#older", "-"), ("#newer", "+"))):
            shown = ">" if at == self._side else " "
            side = self.query_one(name, Plain)
            side.show(f"{shown} {sign} {self._states[self._shown[at]].name}")
            side.set_class(at == self._side, "-here")
        lines = differences(whole_of(older.words, older.files), whole_of(newer.words, newer.files))
        key = tuple(self._shown)
        self.query_one(Pager).show([Section(key, lambda: list(_paragraphs(lines)))])

    def _choose(self, by: int) -> None:
        at = self._shown[self._side] + by
        if 0 <= at < len(self._states):
            self._shown[self._side] = at
            self._show()

    def action_older(self) -> None:
        self._choose(-1)

    def action_newer(self) -> None:
        self._choose(1)

    def action_side(self) -> None:
        self._side = 1 - self._side
        self._show()

    def action_back(self) -> None:
        self.dismiss()

    @on(Footer.Pressed)
    async def _key_clicked(self, event: Footer.Pressed) -> None:
        await self.run_action(event.action)


def _paragraphs(lines: Sequence[Changed]) -> list[Paragraph]:
    """The changed lines with some around them; what is left out between is counted."""
    if all(line.sign == " " for line in lines):
        return [Paragraph(_("There is no difference."), "muted", ("  ", ""))]
    shown = _near_changes(lines)
    written: list[Paragraph] = []
    left_out = 0
    for at, line in enumerate(lines):
        if at not in shown:
            left_out += 1
            continue
        if left_out:
            written.append(_gap(left_out))
            left_out = 0
        written.append(compared(line))
    return [*written, _gap(left_out)] if left_out else written


def _near_changes(lines: Sequence[Changed]) -> set[int]:
    near: set[int] = set()
    for at, line in enumerate(lines):
        if line.sign != " ":
            near.update(range(max(0, at - AROUND), at + AROUND + 1))
    return near


def _gap(count: int) -> Paragraph:
    told = ngettext("{n} line as before", "{n} lines as before", count).format(n=count)
    return Paragraph(told, "fold", ("  ", ""))
