"""Asking for a line of text: the reason of an act, a title, a number."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from csboard.i18n import _
from csboard.tui.fence import Plain
from csboard.tui.fields import ImeInput, PresetInput
from csboard.tui.screens.writing import Incomplete, WritingScreen


class LineDialog(WritingScreen[str]):
    """Answers the line, or None when the act is not to be done after all."""

    def __init__(
        self,
        title: str,
        text: str = "",
        problem: str = "",
        *,
        label: str = "",
        lacking: str = "",
        does: str = "",
        is_preset: bool = False,
    ) -> None:
        """`label` says what is asked for, `lacking` what to do when nothing was written.

        `does` names the act that the line is for, unless it is only saved; what `is_preset` gives
        way to what is typed.
        """
        super().__init__(title, problem)
        self.does = does
        self._text = text
        self._label = label
        self._lacking = lacking
        self._is_preset = is_preset

    def fields(self) -> ComposeResult:
        yield Plain(self._label, classes="says")
        kind = PresetInput if self._is_preset else ImeInput
        yield kind(self._text, max_length=200, id="line")

    @property
    def _input(self) -> ImeInput:
        return self.query_one("#line", ImeInput)

    @property
    def is_empty(self) -> bool:
        refused = bool(self._problem)  # what stands here is nowhere else
        return not self._input.text or (self._input.text == self._text and not refused)

    def answer(self) -> str:
        if not self._input.text:
            raise Incomplete(self._lacking, self._input)
        return self._input.text

    @on(ImeInput.Submitted)
    def _submitted(self) -> None:
        self.action_save()


class ReasonDialog(LineDialog):
    """Answers the reason, or None when the act is not to be done after all."""

    def __init__(self, title: str, text: str = "", problem: str = "") -> None:
        super().__init__(
            title,
            text,
            problem,
            label=_("Why? A few words, for the history."),
            lacking=_("Say in a word or two why."),
            does=_("Take over"),
        )

    @property
    def is_empty(self) -> bool:
        return not self._input.text
