"""Writing a successful case: what was asked, what helped, what changed by it, and why."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from csboard.domain.knowledge import SuccessFields
from csboard.domain.records import NO_TAGS, Tags
from csboard.domain.tag import Dimension
from csboard.domain.vocabulary import NO_VOCABULARY, Vocabulary
from csboard.i18n import _
from csboard.tui.editor import TextEditor
from csboard.tui.fence import Plain
from csboard.tui.fields import ImeInput
from csboard.tui.screens.long_form import LongForm
from csboard.tui.screens.writing import Incomplete, row
from csboard.tui.widgets.offering_field import offer_of
from csboard.tui.widgets.tag_field import TagField, tag_labels

LONG = ("passage", "was", "became", "why", "situation", "fact", "emotion", "policy")
DIMENSIONS = ("content", "symptom", "feeling")


class SuccessDialog(LongForm[SuccessFields]):
    """Answers every field as it was left, or None when nothing is to be written down."""

    CSS_PATH: ClassVar[list[str]] = ["writing.tcss", "success.tcss"]  # type: ignore[assignment]
    WRITING_KEYS = ("writing.save", "writing.next_field", "writing.leave")

    def __init__(
        self,
        title: str,
        written: SuccessFields,
        *,
        before: SuccessFields | None = None,
        vocabulary: Vocabulary = NO_VOCABULARY,
        problem: str = "",
        is_new: bool = False,
    ) -> None:
        """`before` is what is stored; a new case is none yet, and what it begins with no loss."""
        super().__init__(title, problem)
        self._written = written
        self._before = written if before is None else before
        self._vocabulary = vocabulary
        self._is_new = is_new
        self._shown = written

    def fields(self) -> ComposeResult:
        with VerticalScroll(id="fields", can_focus=False):
            yield from row(_("Title"), ImeInput(self._written.title or "", id="title"))
            labels = (
                _("The words that helped"),
                _("Before"),
                _("Afterwards"),
                _("Why it worked"),
                _("Situation"),
                _("Fact"),
                _("Emotion"),
                _("Policy"),
            )
            for name, label in zip(LONG, labels, strict=True):
                text = getattr(self._written, name) or ""
                yield from row(label, TextEditor(text, id=name), f"row long {name}")
            yield from self._tags()
        yield Plain(id="offer")

    def _tags(self) -> ComposeResult:
        tags, labels = self._written.tags or NO_TAGS, tag_labels()
        for name, kind, label in zip(DIMENSIONS, Dimension, labels, strict=True):
            yield from row(label, TagField(tags, self._vocabulary, kind, id=name))

    def on_mount(self) -> None:
        self._shown = self._read()
        super().on_mount()
        self.query_one("#why" if self._is_new and not self._problem else "#title").focus()
        self.call_after_refresh(self.show_beginnings)

    @property
    def is_empty(self) -> bool:
        return self._filled() == self._before and not self._problem

    def answer(self) -> SuccessFields:
        filled = self._filled()
        if not filled.title:
            field = self.query_one("#title")
            raise Incomplete(_("Say in a few words what it is about."), field)
        if not filled.passage:
            field = self.query_one("#passage")
            raise Incomplete(_("Write the words that helped, as they were said."), field)
        return filled

    def _filled(self) -> SuccessFields:
        """What was not touched comes back as it came, whatever a field makes of it."""
        shown, read = self._shown._asdict(), self._read()._asdict()
        typed = {name: value for name, value in read.items() if value != shown[name]}
        return self._written._replace(**typed)

    def _read(self) -> SuccessFields:
        """What stands in the fields."""
        texts = {name: self.query_one(f"#{name}", TextEditor).words for name in LONG}
        tags = Tags(*(self.query_one(f"#{name}", TagField).tags for name in DIMENSIONS))
        return SuccessFields(title=self.query_one("#title", ImeInput).text, **texts, tags=tags)

    def on_descendant_focus(self) -> None:
        self._offer()

    @on(ImeInput.Changed)
    def _offer(self) -> None:
        """Say which words the team uses for the tags that are being written."""
        self.query_one("#offer", Plain).show(offer_of(self.focused))

    @on(ImeInput.Submitted)
    def _move_on(self) -> None:
        self.focus_next()
