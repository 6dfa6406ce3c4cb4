"""The sheet of a hand-off: written by the giver, or read by whoever is to take it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from csboard.domain.hand_off_page import sheet_lines
from csboard.domain.hand_off_records import FIELDS, Severity, Sheet
from csboard.domain.hand_off_words import field_name, state_name, with_none
from csboard.domain.hand_offs import MAX_READ_BACK
from csboard.i18n import _
from csboard.tui import keys
from csboard.tui.editor import TextEditor
from csboard.tui.fence import Plain
from csboard.tui.fields import ImeInput
from csboard.tui.keys import key_of
from csboard.tui.screens.long_form import LongForm
from csboard.tui.screens.writing import Incomplete, WritingScreen, row
from csboard.tui.widgets.choice import Choice

STATES = (None, *Severity)
MOST = 10 * MAX_READ_BACK
"""Characters that the line holds while it is written: what is too long is refused, and stays."""


class SheetDialog(LongForm[Sheet]):
    """Answers the sheet as it was left, or None when nothing is to be done."""

    CSS_PATH: ClassVar[list[str]] = ["writing.tcss", "hand_off_sheet.tcss"]  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("hand_off")
    WRITING_KEYS = ("writing.save", "hand_off.none", "writing.next_field", "writing.leave")

    def __init__(
        self,
        title: str,
        written: Sheet,
        *,
        before: Sheet | None = None,
        problem: str = "",
        is_stored: bool = False,
        since: str = "",
    ) -> None:
        """`since` is what has happened since it was written.

        `before` is what nobody would lose: what is stored, or what a new sheet begins with.

        Where it `is_stored` in spite of the `problem`, the box closes without a question.
        """
        super().__init__(title, problem)
        self.does = _("Go on")
        self._written = written
        self._before = written if before is None else before
        self._is_stored = is_stored
        self._since = since

    def fields(self) -> ComposeResult:
        if self._since:
            yield Plain(self._since, classes="says")
        names = [state_name(state) if state else _("not said") for state in STATES]
        with VerticalScroll(id="fields", can_focus=False):
            chosen = STATES.index(self._written.state)
            yield from row(field_name("state"), Choice(names, chosen, id="state"))
            for name in FIELDS:
                text = getattr(self._written, name)
                yield from row(field_name(name), TextEditor(text, id=name), f"row long {name}")

    def on_mount(self) -> None:
        self.query_one(f"#{self._first_lacking()}").focus()
        self.call_after_refresh(self.show_beginnings)

    def _first_lacking(self) -> str:
        missing = self._written.missing
        return missing[0] if missing else "story"

    @property
    def is_empty(self) -> bool:
        return self.answer() == self._before and (self._is_stored or not self._problem)

    def answer(self) -> Sheet:
        state = STATES[self.query_one("#state", Choice).chosen]
        return Sheet(state, **{name: self._text(name).words for name in FIELDS})

    def _text(self, name: str) -> TextEditor:
        return self.query_one(f"#{name}", TextEditor)

    def action_none(self) -> None:
        """Write `none` into each field that is empty."""
        filled = with_none(self.answer())
        for name in FIELDS:
            if not self._text(name).words.strip():
                self._text(name).take(getattr(filled, name))

    @on(Choice.Submitted)
    def _move_on(self) -> None:
        self.focus_next()


class TakeDialog(WritingScreen[str]):
    """Shows an offered sheet; answers the line by which it is said again, or None."""

    CSS_PATH: ClassVar[list[str]] = ["writing.tcss", "hand_off_sheet.tcss"]  # type: ignore[assignment]

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("hand_off")

    def __init__(
        self,
        title: str,
        sheet: Sheet,
        line: str = "",
        problem: str = "",
        *,
        since: str = "",
        over: str = "",
    ) -> None:
        """`since` is what has happened since the sheet was written; `over` why it can't be taken
        any more, which stays whatever is typed.
        """
        super().__init__(title, problem)
        self._since = since
        self._over = over
        self.does = _("Take it")
        self._sheet = sheet
        self._line = line

    def fields(self) -> ComposeResult:
        with VerticalScroll(id="sheet", can_focus=False):
            yield Plain("\n".join(sheet_lines(self._sheet)), id="read")
        if self._since:
            yield Plain(self._since, classes="says")
        if self._over:
            yield Plain(self._over, id="over")
        else:
            said = _("Say again in a line what it is about; then it is yours.")
            yield Plain(said, classes="says")
        yield ImeInput(self._line, max_length=MOST, id="line")

    @property
    def _writing_keys(self) -> tuple[str, ...]:
        found = super()._writing_keys
        return found[1:] if self._over else found

    def action_page_up(self) -> None:
        self.query_one("#sheet").scroll_page_up(animate=False)

    def action_page_down(self) -> None:
        self.query_one("#sheet").scroll_page_down(animate=False)

    @property
    def _input(self) -> ImeInput:
        return self.query_one("#line", ImeInput)

    @property
    def is_empty(self) -> bool:
        return not self._input.text

    def answer(self) -> str:
        if not self._input.text:
            raise Incomplete(_("Taking it needs a line of your own."), self._input)
        return self._input.text

    @on(ImeInput.Submitted)
    def _submitted(self) -> None:
        """One `enter` too many after an input method's must not take it with half a line."""
        self.complain(_("Not taken yet: {key} takes it.").format(key=key_of("writing.save")))
