"""Saying something of a reply: a comment on its lines, other wording for them, an answer."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content

from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.tui.editor import TextEditor
from csboard.tui.fence import Plain
from csboard.tui.layout import paragraphs
from csboard.tui.screens.writing import Incomplete, WritingScreen

QUOTED_ROWS = 3
"""Of the quoted words that are shown in the box."""
SIGN = "> "


class Remark(NamedTuple):
    """What somebody says, and the words they would put in place of the quoted ones."""

    text: str
    proposal: str | None = None


class Quote(Plain):
    """Words that are spoken of, each row with the sign of a quotation."""

    def set_in(self, width: int) -> Content:
        words = super().set_in(0).plain
        rows = paragraphs(words, width - len(SIGN), QUOTED_ROWS)
        return Content("\n".join(SIGN + row for row in rows))


class RemarkDialog(WritingScreen[Remark]):
    """Answers the remark, or None when there is to be none.

    When it could not be stored, open it again with what was written and the problem.
    """

    CSS_PATH: ClassVar[list[str]] = ["writing.tcss", "remark.tcss"]  # type: ignore[assignment]

    def __init__(
        self, title: str, quote: str, start: Remark, problem: str = "", *, lacking: str = ""
    ) -> None:
        """`lacking` says what to do when nothing was written; where it is empty nothing may be."""
        super().__init__(title, problem)
        self._quote = quote
        self._start = start
        self._lacking = lacking
        if start.proposal is not None:
            self.WRITING_KEYS = ("writing.save", "writing.next_field", "writing.leave")  # type: ignore[misc]

    def fields(self) -> ComposeResult:
        yield Plain(_("Internal: colleagues read it, it is never sent."), classes="label")
        if self._quote:
            yield Quote(self._quote, classes="quote")
        if self._start.proposal is not None:
            yield Plain(_("In place of these words"), classes="label")
            yield TextEditor(self._start.proposal, id="proposal")
            yield Plain(_("Why (may be left empty)"), classes="label")
        yield TextEditor(self._start.text, id="text")

    def on_mount(self) -> None:
        super().on_mount()
        self.set_class(self._start.proposal is not None, "-proposing")

    @property
    def _text(self) -> str:
        return self.query_one("#text", TextEditor).words

    @property
    def _proposal(self) -> str | None:
        if self._start.proposal is None:
            return None
        return self.query_one("#proposal", TextEditor).words

    @property
    def is_empty(self) -> bool:
        if self._problem:
            return not (self._text or self._proposal)
        return (self._text, self._proposal or "") == (self._start.text, self._start.proposal or "")

    def answer(self) -> Remark:
        text, proposal = self._text, self._proposal
        if proposal is not None and proposal == self._quote:
            field = self.query_one("#proposal", TextEditor)
            raise Incomplete(_("These are the words that stand there: change them."), field)
        if self._lacking and not text and proposal is None:
            raise Incomplete(self._lacking, self.query_one("#text", TextEditor))
        return Remark(text, proposal)
