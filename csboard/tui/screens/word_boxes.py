"""The boxes about one word for tags: how it is spelled and read, and as which it goes on."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from csboard.domain.tag import Dimension, Tag
from csboard.domain.tagging import cleaned, refuse_bad_word
from csboard.domain.vocabulary import is_kana
from csboard.errors import Refused
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.tui import keys
from csboard.tui.fence import Plain
from csboard.tui.fields import ImeInput
from csboard.tui.screens.tags import (
    MOST_ROWS,
    OTHER_LINES,
    CandidateLine,
    CandidateList,
    candidate_rows,
    used,
)
from csboard.tui.screens.writing import Incomplete, WritingScreen
from csboard.tui.vocabulary_acts import Counted, what_merging_does


class Spelled(NamedTuple):
    """A word, and how it is read."""

    word: str
    reading: str


class WordDialog(WritingScreen[Spelled]):
    """Answers the word and the reading as they are to be."""

    CSS_PATH: ClassVar[list[str]] = ["writing.tcss", "vocabulary.tcss"]  # type: ignore[assignment]
    WRITING_KEYS = ("writing.save", "writing.next_field", "writing.leave")

    def __init__(
        self, title: str, says: str, before: Spelled, typed: Spelled, at: str, problem: str = ""
    ) -> None:
        """`at` is the field to begin in: `word` or `reading`."""
        super().__init__(title, problem)
        self._says = says
        self._before = before
        self._typed = typed
        self._at = at

    def fields(self) -> ComposeResult:
        yield Plain(self._says, classes="says")
        for name, label in (("word", _("Word")), ("reading", _("Reading"))):
            with Horizontal(classes="row"):
                yield Plain(label, classes="label")
                yield ImeInput(getattr(self._typed, name), max_length=200, id=name)

    def on_mount(self) -> None:
        super().on_mount()
        field = self.query_one(f"#{self._at}", ImeInput)
        field.focus()
        field.cursor_position = len(field.value)

    @property
    def is_empty(self) -> bool:
        return self._written() == self._before

    def _written(self) -> Spelled:
        values = (self.query_one(f"#{name}", ImeInput).text for name in Spelled._fields)
        return Spelled(*map(cleaned, values))

    def answer(self) -> Spelled:
        written = self._written()
        try:
            refuse_bad_word(written.word)
        except Refused as no:
            raise Incomplete(no.sentence, self.query_one("#word")) from None
        if written.reading and not is_kana(written.reading):
            told = _("A reading is written in hiragana or katakana.")
            raise Incomplete(told, self.query_one("#reading"))
        return written

    @on(ImeInput.Submitted)
    def _submitted(self, event: ImeInput.Submitted) -> None:
        if event.input.id == "word":
            self.focus_next()
        else:
            self.action_save()


class MergeDialog(WritingScreen[Tag]):
    """Answers the word that another is the same as from now on."""

    CSS_PATH: ClassVar[list[str]] = ["writing.tcss", "vocabulary.tcss"]  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("merging")
    WRITING_KEYS = ("merging.take", "writing.leave")

    def __init__(self, words: Counted, tag: Tag, problem: str = "") -> None:
        super().__init__(_("The tag {word}: merge into").format(word=tag.word), problem)
        self._words = words
        self._tag = tag
        self._found: tuple[Tag, ...] = ()

    def fields(self) -> ComposeResult:
        told = _("a word, its reading or the beginning of either")
        yield ImeInput(id="typed", placeholder=told, max_length=200)
        yield CandidateList(row_height=1)
        yield Plain("", classes="says")

    def on_mount(self) -> None:
        super().on_mount()
        self._find()
        self.query_one(ImeInput).focus()

    def on_resize(self, event: events.Resize) -> None:
        room = event.size.height - OTHER_LINES
        self.query_one(CandidateList).styles.height = max(1, min(MOST_ROWS, room))

    @property
    def is_empty(self) -> bool:
        return not self.query_one(ImeInput).text

    def answer(self) -> Tag:
        if (chosen := self._chosen) is None:
            raise Incomplete(_("There is no such word to merge into."), self.query_one(ImeInput))
        return chosen

    @property
    def _chosen(self) -> Tag | None:
        cursor = self.query_one(CandidateList).cursor
        return self._found[cursor] if cursor < len(self._found) else None

    @on(ImeInput.Changed)
    def _find(self) -> None:
        typed = self.query_one(ImeInput).text
        found = self._words.fitting(Dimension(self._tag.dimension), typed)
        self._found = tuple(one for one in found if one.id != self._tag.id)
        listing = self.query_one(CandidateList)
        hint = _("No word of this kind is like that.")
        lines = [CandidateLine(one, used(self._words.used(one))) for one in self._found]
        listing.show(candidate_rows(lines, self.app.size.width), hint)
        listing.action_first()
        self._say()

    @on(CandidateList.Moved)
    def _say(self) -> None:
        chosen = self._chosen
        told = what_merging_does(self._words, self._tag, chosen) if chosen else ""
        self.query_one(".says", Plain).show(told)

    @on(CandidateList.Chosen)
    def action_take(self) -> None:
        self.action_save()

    @on(ImeInput.Submitted)
    def _submitted(self, event: ImeInput.Submitted) -> None:
        event.stop()
        self.action_take()

    def action_up(self) -> None:
        self.query_one(CandidateList).action_up()

    def action_down(self) -> None:
        self.query_one(CandidateList).action_down()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("next_field", "next_large"):
            return False
        return super().check_action(action, parameters)
