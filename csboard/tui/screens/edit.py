"""Writing down what is known of an inquiry: all of it in one box, opened where it is wanted."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from csboard.domain import words
from csboard.domain.records import NO_TAGS, InquiryFields, Outcome, Tags, Urgency
from csboard.domain.tag import Dimension
from csboard.domain.vocabulary import NO_VOCABULARY, Vocabulary
from csboard.i18n import _
from csboard.tui.editor import TextEditor
from csboard.tui.fence import Plain
from csboard.tui.fields import ImeInput
from csboard.tui.screens.long_form import LongForm
from csboard.tui.screens.writing import row
from csboard.tui.widgets.choice import Choice
from csboard.tui.widgets.offering_field import offer_of
from csboard.tui.widgets.tag_field import TagField, tag_labels

URGENCIES = (Urgency.LOW, Urgency.NORMAL, Urgency.HIGH, Urgency.URGENT)
OUTCOMES = ("", *Outcome)
LINES = ("subject", "customer_name", "organisation")
LONG = ("policy", "fact", "emotion")
DIMENSIONS = ("content", "symptom", "feeling")
FIELDS = (*LINES, "urgency", "outcome", *LONG, *DIMENSIONS)
"""Their ids, from top to bottom; the first of them but `feeling` are also what stages need."""


class EditDialog(LongForm[InquiryFields]):
    """Answers every field as it was left, or None when nothing is to be written down.

    `written` is what stands in the fields, `before` what is known without this box.
    """

    CSS_PATH: ClassVar[list[str]] = ["writing.tcss", "edit.tcss"]  # type: ignore[assignment]
    WRITING_KEYS = ("writing.save", "writing.next_field", "writing.leave")

    def __init__(
        self,
        title: str,
        written: InquiryFields,
        before: InquiryFields,
        *,
        vocabulary: Vocabulary = NO_VOCABULARY,
        at: str = "",
        problem: str = "",
    ) -> None:
        super().__init__(title, problem)
        self._written = written
        self._before = before
        self._vocabulary = vocabulary
        self._at = at if at in FIELDS else FIELDS[0]
        self._shown = written

    def fields(self) -> ComposeResult:
        with VerticalScroll(id="fields", can_focus=False):
            yield from self._lines()
            yield from self._choices()
            yield from self._long_ones()
            yield from self._tags()
        yield Plain(id="offer")

    def _lines(self) -> ComposeResult:
        labels = (_("Subject"), _("Customer"), _("Organisation"))
        for name, label in zip(LINES, labels, strict=True):
            yield from row(label, ImeInput(getattr(self._written, name) or "", id=name))

    def _choices(self) -> ComposeResult:
        urgency = self._written.urgency or Urgency.NORMAL
        names = [words.urgency(value) for value in URGENCIES]
        yield from row(_("Urgency"), Choice(names, URGENCIES.index(urgency), id="urgency"))
        names = [words.outcome(Outcome(value)) if value else _("unset") for value in OUTCOMES]
        chosen = OUTCOMES.index(self._written.outcome or "")
        yield from row(_("Outcome"), Choice(names, chosen, id="outcome"))

    def _long_ones(self) -> ComposeResult:
        labels = (_("Policy"), _("Fact"), _("Emotion"))
        for name, label in zip(LONG, labels, strict=True):
            text = getattr(self._written, name) or ""
            yield from row(label, TextEditor(text, id=name), "row long")

    def _tags(self) -> ComposeResult:
        tags, labels = self._written.tags or NO_TAGS, tag_labels()
        for name, kind, label in zip(DIMENSIONS, Dimension, labels, strict=True):
            yield from row(label, TagField(tags, self._vocabulary, kind, id=name))

    def on_mount(self) -> None:
        self._shown = self._read()
        super().on_mount()
        self.query_one(f"#{self._at}").focus()

    @property
    def is_empty(self) -> bool:
        return self.answer() == self._before

    def answer(self) -> InquiryFields:
        """What was not touched comes back as it came, whatever a field makes of it."""
        shown, read = self._shown._asdict(), self._read()._asdict()
        typed = {name: value for name, value in read.items() if value != shown[name]}
        return self._written._replace(**typed)

    def _read(self) -> InquiryFields:
        """What stands in the fields."""
        return InquiryFields(
            subject=self._line("subject"),
            urgency=URGENCIES[self.query_one("#urgency", Choice).chosen],
            policy=self._long("policy"),
            fact=self._long("fact"),
            emotion=self._long("emotion"),
            outcome=OUTCOMES[self.query_one("#outcome", Choice).chosen],
            tags=Tags(*(self.query_one(f"#{name}", TagField).tags for name in DIMENSIONS)),
            customer_name=self._line("customer_name"),
            organisation=self._line("organisation"),
        )

    def _line(self, name: str) -> str:
        return self.query_one(f"#{name}", ImeInput).text

    def _long(self, name: str) -> str:
        return self.query_one(f"#{name}", TextEditor).words

    def on_descendant_focus(self) -> None:
        self._offer()

    @on(ImeInput.Changed)
    def _offer(self) -> None:
        """Say which words the team uses for the tags that are being written."""
        self.query_one("#offer", Plain).show(offer_of(self.focused))

    @on(ImeInput.Submitted)
    @on(Choice.Submitted)
    def _move_on(self) -> None:
        self.focus_next()
