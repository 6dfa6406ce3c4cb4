"""The boxes in which one setting is written, or chosen out of a few."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from csboard.domain.records import NEEDS, Stage
from csboard.domain.settings import STAGE_KINDS
from csboard.domain.words import need
from csboard.i18n import _
from csboard.tui.editor import TextEditor
from csboard.tui.fence import Plain
from csboard.tui.fields import ImeInput
from csboard.tui.screens.pick import PickDialog
from csboard.tui.screens.writing import Incomplete, WritingScreen, row
from csboard.tui.widgets.choice import Choice
from csboard.tui.widgets.listing import Listing


class ValueDialog(WritingScreen[str]):
    """Answers a setting as it was typed, in one line or in several."""

    CSS_PATH: ClassVar[list[str]] = ["writing.tcss", "settings.tcss"]  # type: ignore[assignment]

    def __init__(
        self, title: str, says: str, before: str, typed: str, problem: str = "", *, tall: bool
    ) -> None:
        super().__init__(title, problem)
        self._says = says
        self._before = before
        self._typed = typed
        self._tall = tall

    def fields(self) -> ComposeResult:
        yield Plain(self._says, classes="says")
        if self._tall:
            yield TextEditor(self._typed, id="value")
        else:
            yield ImeInput(self._typed, max_length=1000, id="value")

    def on_mount(self) -> None:
        super().on_mount()
        self.set_class(self._tall, "-tall")
        field = self.query_one("#value")
        if isinstance(field, TextEditor):
            field.move_cursor(field.document.end)

    @property
    def is_empty(self) -> bool:
        return self.answer() == self._before

    def answer(self) -> str:
        field = self.query_one("#value")
        if isinstance(field, TextEditor):
            return field.words
        assert isinstance(field, ImeInput)
        return field.text

    @on(ImeInput.Submitted)
    def _submitted(self) -> None:
        self.action_save()


class TryingDialog(PickDialog):
    """A choice that shows at once what it would be like."""

    def __init__(
        self,
        title: str,
        names: Sequence[str],
        says: str,
        now: int | None,
        trial: Callable[[int], None],
    ) -> None:
        """`now` is the place of what holds now, which is marked and under the cursor."""
        mark = _("(now)")
        marked = [f"{name}  {mark}" if place == now else name for place, name in enumerate(names)]
        super().__init__(title, [[[(f" {name}", "row")]] for name in marked], says, at=now or 0)
        self._trial = trial

    @on(Listing.Moved)
    def _moved(self) -> None:
        self._trial(self.query_one(Listing).cursor)


class StageDialog(WritingScreen[Stage]):
    """Answers a stage as it is to be; the key of one that has tasks can't change."""

    CSS_PATH: ClassVar[list[str]] = ["writing.tcss", "settings.tcss"]  # type: ignore[assignment]
    WRITING_KEYS = ("writing.save", "writing.next_field", "writing.leave")

    def __init__(self, title: str, before: Stage, typed: Stage, problem: str = "") -> None:
        super().__init__(title, problem)
        self._before = before
        self._typed = typed

    def fields(self) -> ComposeResult:
        stage = self._typed
        if not self._before.key:
            yield from row(_("Key (a-z)"), ImeInput(stage.key, id="key"))
        yield from row(_("Name, English"), ImeInput(stage.names.get("en", ""), id="en"))
        yield from row(_("Name, Japanese"), ImeInput(stage.names.get("ja", ""), id="ja"))
        kinds = (_("to do"), _("in work"), _("done"))
        kind = STAGE_KINDS.index(stage.kind) if stage.kind in STAGE_KINDS else 1
        yield from row(_("Kind"), Choice(kinds, kind, id="kind"))
        limit = "" if stage.limit is None else str(stage.limit)
        yield from row(_("Cards at most"), ImeInput(limit, id="limit"))
        yield from row(_("Needs"), ImeInput(", ".join(stage.needs), id="needs"))
        known = _(", ").join(f"{code} ({need(code)})" for code in NEEDS)
        says = _("Needs are some of: {needs}").format(needs=known)
        yield Plain(says, classes="says")
        yield Plain(_("When is work here done? (for the team to read)"), classes="label")
        yield TextEditor(stage.definition_of_done, id="definition")

    def on_mount(self) -> None:
        super().on_mount()
        self.add_class("-stage")

    def _line(self, name: str) -> str:
        return self.query_one(f"#{name}", ImeInput).text

    @property
    def is_empty(self) -> bool:
        try:
            return self.answer() == self._before
        except Incomplete:
            return False

    def answer(self) -> Stage:
        limit = self._line("limit")
        if limit and not limit.isdecimal():
            field = self.query_one("#limit")
            raise Incomplete(_("Write how many cards, or nothing for no limit."), field)
        names = {code: self._line(code) for code in ("ja", "en") if self._line(code)}
        needs = self._line("needs").replace("、", ",").split(",")
        key = self._before.key or self._line("key")
        if not key:
            raise Incomplete(_("A stage needs a key, as review."), self.query_one("#key"))
        return replace(
            self._before,
            key=key,
            names={**self._before.names, **names} if names else self._before.names,
            kind=STAGE_KINDS[self.query_one("#kind", Choice).chosen],
            limit=int(limit) if limit else None,
            needs=tuple(_code(one.strip()) for one in needs if one.strip()),
            definition_of_done=self.query_one("#definition", TextEditor).words,
        )

    @on(ImeInput.Submitted)
    @on(Choice.Submitted)
    def _move_on(self) -> None:
        self.focus_next()


def _code(typed: str) -> str:
    """The code of a need that may be written in words."""
    return {need(code): code for code in NEEDS}.get(typed, typed)
