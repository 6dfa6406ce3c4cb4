"""Asking for the reason of an act in a few words."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from csboard.i18n import _
from csboard.tui.fence import Plain
from csboard.tui.fields import ImeInput
from csboard.tui.screens.writing import Incomplete, WritingScreen


class ReasonDialog(WritingScreen[str]):
    """Answers the reason, or None when the act is not to be done after all."""

    def __init__(self, title: str, text: str = "", problem: str = "") -> None:
        super().__init__(title, problem)
        self._text = text

    def fields(self) -> ComposeResult:
        yield Plain(_("Why? A few words, for the history."), classes="label")
        yield ImeInput(self._text, max_length=200, id="reason")

    @property
    def _input(self) -> ImeInput:
        return self.query_one("#reason", ImeInput)

    @property
    def is_empty(self) -> bool:
        return not self._input.text

    def answer(self) -> str:
        if self.is_empty:
            raise Incomplete(_("Say in a word or two why."), self._input)
        return self._input.text

    @on(ImeInput.Submitted)
    def _submitted(self) -> None:
        self.action_save()
