"""Writing a template: its name, for whom it is, and a text with variables."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from csboard.domain.records import Tags
from csboard.domain.tag import Dimension
from csboard.domain.template_commands import WriteTemplate
from csboard.domain.template_parsing import BadTemplate, how_it_is_written, parse
from csboard.domain.vocabulary import NO_VOCABULARY, Vocabulary
from csboard.i18n import LANGUAGES, N_, _
from csboard.text import clean
from csboard.tui.editor import TextEditor
from csboard.tui.fence import Plain
from csboard.tui.fields import ImeInput
from csboard.tui.screens.long_form import LongForm
from csboard.tui.screens.writing import Incomplete, row
from csboard.tui.widgets.choice import Choice
from csboard.tui.widgets.offering_field import offer_of
from csboard.tui.widgets.tag_field import TagField

_NAMED = {"ja": N_("Japanese"), "en": N_("English")}
TONGUES = ("", *LANGUAGES)
"""Of a template, in the order in which they are offered; the first is any."""


class TemplateDialog(LongForm[WriteTemplate]):
    """Answers the template as it is to be, or None. `before` is what stands already."""

    CSS_PATH: ClassVar[list[str]] = ["writing.tcss", "template.tcss"]  # type: ignore[assignment]
    WRITING_KEYS = ("writing.save", "writing.next_field", "writing.leave")

    def __init__(
        self,
        title: str,
        written: WriteTemplate,
        *,
        before: WriteTemplate | None = None,
        vocabulary: Vocabulary = NO_VOCABULARY,
        problem: str = "",
    ) -> None:
        super().__init__(title, problem)
        self._written = written
        self._before = before or written
        self._vocabulary = vocabulary

    def fields(self) -> ComposeResult:
        start, team = self._written, self._vocabulary
        tongue = TONGUES.index(start.language) if start.language in TONGUES else 0
        names = [_("any"), *(_(_NAMED[one]) for one in LANGUAGES)]
        yield from row(_("Name"), ImeInput(start.name, id="name"))
        yield from row(_("Language"), Choice(names, tongue, id="language"))
        content = TagField(start.tags, team, Dimension.CONTENT, id="content")
        symptom = TagField(start.tags, team, Dimension.SYMPTOM, id="symptom")
        yield from row(_("Content tags"), content)
        yield from row(_("Symptom tags"), symptom)
        yield from row(_("Subject"), ImeInput(start.subject, id="subject"))
        yield TextEditor(start.text, id="words")
        yield Plain(how_it_is_written(), id="variables")
        yield Plain(id="offer")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#words" if self._written.name else "#name").focus()

    @property
    def is_empty(self) -> bool:
        return self._same(self._before) and not self._problem

    def _same(self, other: WriteTemplate) -> bool:
        now = self._filled()
        names = ("name", "language", "subject", "text", "tags")
        return all(getattr(now, name) == getattr(other, name) for name in names)

    def answer(self) -> WriteTemplate:
        filled = self._filled()
        if not filled.name:
            field = self.query_one("#name")
            raise Incomplete(_("A template needs a name by which it is found."), field)
        if not filled.text.strip():
            raise Incomplete(_("The template is empty: write its text."), self._words)
        self._refuse_bad(filled)
        return filled

    def _refuse_bad(self, filled: WriteTemplate) -> None:
        """Incomplete, with the cursor where the text is wrong."""
        try:
            parse(clean(self._words.text, multiline=True))
        except BadTemplate as wrong:
            self._words.move_cursor((wrong.line - 1, wrong.column - 1))
            raise Incomplete(wrong.sentence, self._words) from wrong
        try:
            parse(filled.subject)
        except BadTemplate as wrong:
            raise Incomplete(wrong.sentence, self._line("subject")) from wrong

    def _filled(self) -> WriteTemplate:
        content, symptom = (
            self.query_one(f"#{name}", TagField).tags for name in ("content", "symptom")
        )
        return self._written.replaced(
            name=self._line("name").text,
            language=TONGUES[self.query_one("#language", Choice).chosen],
            subject=self._line("subject").text,
            text=self._words.words,
            tags=Tags(content, symptom, self._written.tags.emotion),
        )

    def _line(self, name: str) -> ImeInput:
        return self.query_one(f"#{name}", ImeInput)

    @property
    def _words(self) -> TextEditor:
        return self.query_one("#words", TextEditor)

    def on_descendant_focus(self) -> None:
        self._offer()

    @on(ImeInput.Changed)
    def _offer(self) -> None:
        """Say which words the team uses for the tags that are being written."""
        told = offer_of(self.focused)
        line = self.query_one("#offer", Plain)
        line.show(told)
        line.display = bool(told)
        self.query_one("#variables").display = not told

    @on(ImeInput.Submitted)
    @on(Choice.Submitted)
    def _move_on(self) -> None:
        self.focus_next()
