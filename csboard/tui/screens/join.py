"""Asking into which inquiry a mail goes, and showing which one that is."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from csboard.domain.records import TaskRef
from csboard.errors import CsboardError
from csboard.i18n import _
from csboard.tui.app import station_of
from csboard.tui.fence import Plain
from csboard.tui.fields import ImeInput
from csboard.tui.screens.writing import Incomplete, WritingScreen


class JoinDialog(WritingScreen[int]):
    """Answers the number of an inquiry, or None."""

    def __init__(self, subject: str, text: str = "", problem: str = "") -> None:
        super().__init__(_("Put into an inquiry"), problem)
        self.does = _("Join")
        self._subject = subject
        self._text = text

    def fields(self) -> ComposeResult:
        yield Plain(self._subject or _("(no subject)"), classes="label")
        yield Plain(_("Number of the inquiry, as #1042"), classes="label")
        yield ImeInput(self._text, max_length=20, id="number")
        yield Plain("", id="found", classes="label")

    @property
    def _input(self) -> ImeInput:
        return self.query_one("#number", ImeInput)

    @property
    def is_empty(self) -> bool:
        return not self._input.text

    def answer(self) -> int:
        number = _number(self._input.text)
        if number is None:
            raise Incomplete(_("Write the number of an inquiry, as #1042."), self._input)
        return number

    @on(ImeInput.Changed)
    def _typed(self, event: ImeInput.Changed) -> None:
        """Show what the number stands for, so that nobody joins the wrong one."""
        self.run_worker(self._find(_number(event.value)), group="find", exclusive=True)

    async def _find(self, number: int | None) -> None:
        found = "" if number is None else await self._subject_of(number)
        told = str(self.query_one("#problem", Plain).content)
        self.query_one("#found", Plain).show("" if found == told else found)

    async def _subject_of(self, number: int) -> str:
        try:
            card = await station_of(self).read(lambda board: board.card(TaskRef(number)))
        except CsboardError as failure:
            return failure.sentence
        return f"#{number} {card.title}  {card.customer_name or card.customer_email}"

    @on(ImeInput.Submitted)
    def _submitted(self) -> None:
        self.action_save()


def _number(text: str) -> int | None:
    try:
        return TaskRef.parse(text).number
    except ValueError:
        return None
