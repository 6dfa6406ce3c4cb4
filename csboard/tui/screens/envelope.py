"""Editing to whom a reply goes and what it is about."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from csboard.domain.letters import Address
from csboard.domain.recipients import read_recipients, written
from csboard.domain.replies import Recipients, Words
from csboard.errors import Refused
from csboard.i18n import _
from csboard.tui.fence import Plain
from csboard.tui.fields import ImeInput
from csboard.tui.screens.writing import Incomplete, WritingScreen, row

MOST = 4_000
"""Characters of a line of addresses."""


class EnvelopeDialog(WritingScreen[Words]):
    """Answers the words with other recipients or another subject, or None."""

    CSS_PATH: ClassVar[list[str]] = ["writing.tcss", "envelope.tcss"]  # type: ignore[assignment]
    WRITING_KEYS = ("writing.save", "writing.next_field", "writing.leave")

    def __init__(self, words: Words, problem: str = "") -> None:
        super().__init__(_("Recipients and subject"), problem)
        self._words = words

    def fields(self) -> ComposeResult:
        to, cc = self._words.recipients
        yield from row(_("To"), ImeInput(written(to), max_length=MOST, id="to"))
        yield from row(_("Cc"), ImeInput(written(cc), max_length=MOST, id="cc"))
        yield from row(_("Subject"), ImeInput(self._words.subject, id="subject"))
        yield Plain(_("Several addresses: a comma between them."), classes="says")

    @property
    def is_empty(self) -> bool:
        try:
            return self.answer() == self._words
        except Incomplete:
            return False

    def answer(self) -> Words:
        return self._words._replace(
            recipients=Recipients(self._addresses("to"), self._addresses("cc")),
            subject=self.query_one("#subject", ImeInput).text,
        )

    def _addresses(self, name: str) -> tuple[Address, ...]:
        field = self.query_one(f"#{name}", ImeInput)
        try:
            return read_recipients(field.text)
        except Refused as no:
            raise Incomplete(no.sentence, field) from None

    @on(ImeInput.Submitted)
    def _move_on(self) -> None:
        self.focus_next()
