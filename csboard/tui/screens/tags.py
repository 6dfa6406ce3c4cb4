"""Tagging by a few letters: three kinds of words, of which the typed one has candidates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType

from csboard.domain.knowledge import Dimension, Tag
from csboard.domain.records import NO_TAGS, Tags
from csboard.domain.tagging import cleaned, refuse_bad_word
from csboard.domain.vocabulary import (
    NO_USES,
    Suggested,
    Uses,
    Vocabulary,
    holds_kanji,
    is_kana,
)
from csboard.domain.words import dimension as named
from csboard.errors import Refused
from csboard.i18n import _, ngettext
from csboard.text import fold
from csboard.tui import keys
from csboard.tui.fence import Plain
from csboard.tui.fields import ImeInput
from csboard.tui.layout import cell_len, pad
from csboard.tui.screens.writing import Incomplete, WritingScreen
from csboard.tui.widgets.listing import Listing, Row

MOST_ROWS, OTHER_LINES = 10, 12
"""Of the list at most; and what the box needs beside it, with a line for a problem."""
WORD_CELLS, READING_CELLS, USED_CELLS, KIND_CELLS = 20, 16, 8, 11

Readings = dict[tuple[Dimension, str], str]


class Tagged(NamedTuple):
    """What was answered: the tags, and how new words among them are read."""

    tags: Tags
    readings: Readings


class Words(NamedTuple):
    """What the box offers."""

    vocabulary: Vocabulary
    uses: Uses = NO_USES
    suggested: tuple[Suggested, ...] = ()


class Candidate(NamedTuple):
    """A row of the list; without a tag it is a word nobody has used yet."""

    dimension: Dimension
    word: str
    tag: Tag | None = None
    alike: int = 0
    """How many inquiries like this one have it."""
    is_on: bool = False


class CandidateList(Listing, can_focus=False):
    """The candidates; the cursor is moved from the line in which one types."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"canvas--alike"}

    def on_click(self, event: events.Click) -> None:
        super().on_click(event)
        if event.chain == 1:
            self.action_choose()


class TagDialog(WritingScreen[Tagged]):
    """Answers the tags as they are to be, or None when they stay.

    `before` are those there are; with `asks_readings` the reading of a new word in kanji is
    asked for, and can be left out.
    """

    CSS_PATH: ClassVar[list[str]] = ["writing.tcss", "tags.tcss"]  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("tags")
    WRITING_KEYS = ("writing.save", "tags.take", "tags.other", "writing.leave")

    def __init__(
        self,
        title: str,
        words: Words,
        before: Tags = NO_TAGS,
        written: Tagged | None = None,
        problem: str = "",
        *,
        asks_readings: bool = True,
    ) -> None:
        super().__init__(title, problem)
        self._words = words
        self._before = before
        start = written or Tagged(before, {})
        self._chosen = {one: list(getattr(start.tags, one)) for one in Dimension}
        self._readings: Readings = dict(start.readings)
        self._dimension = Dimension.CONTENT
        self._asks_readings = asks_readings
        self._reading_of = ""
        """The new word whose reading is being asked for."""
        self._found: list[Candidate] = []

    def fields(self) -> ComposeResult:
        for dimension in Dimension:
            yield Plain(id=f"chosen-{dimension}", classes="chosen")
        yield ImeInput(id="typed", max_length=200)
        yield CandidateList(row_height=1)

    def on_mount(self) -> None:
        super().on_mount()
        self._show()
        self.query_one(ImeInput).focus()

    def on_resize(self, event: events.Resize) -> None:
        room = event.size.height - OTHER_LINES
        self.query_one(CandidateList).styles.height = max(1, min(MOST_ROWS, room))

    @property
    def tags(self) -> Tags:
        return Tags(*(tuple(self._chosen[one]) for one in Dimension))

    @property
    def is_empty(self) -> bool:
        return self.tags == self._before and not self.query_one(ImeInput).text

    def answer(self) -> Tagged:
        """Whatever was typed and not put on yet is put on, where it is plain what it is."""
        field = self.query_one(ImeInput)
        if self._reading_of:
            self._take_reading()
        elif field.text:
            first = self._found[0] if self._found else None
            if first is None or fold(first.word) != fold(field.text):
                told = _("{key} puts the word in question on; else empty the line.")
                raise Incomplete(told.format(key=keys.key_of("tags.take")), field)
            try:
                self._take(first)
            except Refused as no:
                raise Incomplete(no.sentence, field) from None
        if self._reading_of:
            raise Incomplete("", field)
        return Tagged(self.tags, self._readings)

    # what the keys do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("next_field", "next_large"):
            return False
        return super().check_action(action, parameters)

    def action_take(self) -> None:
        """Put the candidate on; of a new word in kanji the reading is asked for."""
        if self._reading_of:
            self._take_reading()
        elif self._found:
            try:
                self._take(self._found[self.query_one(CandidateList).cursor])
            except Refused as no:
                self.complain(no.sentence)
        else:
            self.action_other()

    def action_other(self, by: int = 1) -> None:
        """Go to the next kind of words."""
        if not self._reading_of:
            kinds = list(Dimension)
            self._dimension = kinds[(kinds.index(self._dimension) + by) % len(kinds)]
            self._show()

    def action_other_before(self) -> None:
        self.action_other(-1)

    def action_up(self) -> None:
        self.query_one(CandidateList).action_up()

    def action_down(self) -> None:
        self.query_one(CandidateList).action_down()

    def on_key(self, event: events.Key) -> None:
        """Backspace in the empty line takes the last word off."""
        here = self._chosen[self._dimension]
        typing = self.focused is self.query_one(ImeInput)
        if event.key == "backspace" and typing and not self.query_one(ImeInput).value and here:
            self._leave_out(self._dimension, here[-1])
            event.stop()

    @on(CandidateList.Chosen)
    def _clicked(self) -> None:
        self.action_take()

    @on(ImeInput.Submitted)
    def _submitted(self, event: ImeInput.Submitted) -> None:
        event.stop()
        self.action_take()

    @on(ImeInput.Changed)
    def _typed(self) -> None:
        self._find()

    # putting on and taking off

    def _take(self, candidate: Candidate) -> None:
        """Put a word on; Refused for a new one that is no tag."""
        if candidate.tag is None:
            refuse_bad_word(candidate.word)
        if candidate.is_on:
            self._leave_out(candidate.dimension, candidate.word)
            return
        self._chosen[candidate.dimension].append(candidate.word)
        self._clear()
        if candidate.tag is None and self._asks_readings and holds_kanji(candidate.word):
            self._reading_of = candidate.word
        self._show()

    def _leave_out(self, dimension: Dimension, word: str) -> None:
        here = self._chosen[dimension]
        self._chosen[dimension] = [one for one in here if fold(one) != fold(word)]
        self._readings.pop((dimension, word), None)
        self._clear()
        self._show()

    def _take_reading(self) -> None:
        reading = self.query_one(ImeInput).text
        if reading and not is_kana(reading):
            self.complain(_("A reading is written in hiragana or katakana."))
            return
        if reading:
            self._readings[self._dimension, self._reading_of] = reading
        self._reading_of = ""
        self._clear()
        self._show()

    def _clear(self) -> None:
        self.query_one(ImeInput).value = ""

    # showing

    def _show(self) -> None:
        width = max(cell_len(named(one)) for one in Dimension)
        for one in Dimension:
            line = self.query_one(f"#chosen-{one}", Plain)
            words = _(", ").join(self._chosen[one])
            mark = ">" if one == self._dimension else " "
            line.show(f"{mark} {pad(named(one), width)}  {words or '-'}")
            line.set_class(one == self._dimension, "-here")
        told = _("a word, its reading or the beginning of either")
        if self._reading_of:
            told = _("How {word} is read, in kana; {key} leaves it out").format(
                word=self._reading_of, key=keys.key_of("tags.take")
            )
        self.query_one(ImeInput).placeholder = told
        self._find()
        self._show_keys()

    def _find(self) -> None:
        """Show what the typed word may become."""
        typed = self.query_one(ImeInput).text
        self._found = [] if self._reading_of else self._candidates(typed)
        listing = self.query_one(CandidateList)
        hint = "" if self._reading_of else _("Type a word: nobody has used one of this kind yet.")
        listing.show([self._row(one) for one in self._found], hint)
        listing.action_first()

    def _candidates(self, typed: str) -> list[Candidate]:
        """Words of the kind at hand, then of the others, then the typed one if it is new.

        With nothing typed what inquiries like this one have comes first.
        """
        kinds = sorted(Dimension, key=lambda one: one != self._dimension)
        found = [one for kind in kinds for one in self._of_kind(kind, typed)]
        if not typed:
            near = (one for one in found if one.alike or one.dimension == self._dimension)
            return sorted((one for one in near if not one.is_on), key=lambda one: -one.alike)
        if not self._is_known(typed):
            found.append(Candidate(self._dimension, cleaned(typed)))
        return found

    def _of_kind(self, kind: Dimension, typed: str) -> Iterator[Candidate]:
        vocabulary, uses, suggested = self._words
        here = set(map(fold, self._chosen[kind]))
        alike = {one.tag.id: one.inquiries for one in suggested}
        for tag in vocabulary.fitting(kind, typed, uses):
            is_on = fold(tag.word) in here
            yield Candidate(kind, tag.word, tag, 0 if is_on else alike.get(tag.id, 0), is_on)

    def _is_known(self, typed: str) -> bool:
        """Whether the very word is there already, offered or on this inquiry."""
        tag = self._words.vocabulary.find(self._dimension, typed)
        offered = tag is not None and tag.retired_at is None
        return offered or fold(typed) in map(fold, self._chosen[self._dimension])

    def _row(self, candidate: Candidate) -> Row:
        tag = candidate.tag
        kind = "" if candidate.dimension == self._dimension else named(candidate.dimension)
        if tag is None:
            return [[(f"{candidate.word}  ", "row"), (_("a new word"), "hint")]]
        count = self._words.uses.get(tag.id, 0)
        told = ngettext("{n} like this one", "{n} like this one", candidate.alike)
        last = told.format(n=candidate.alike) if candidate.alike else ""
        if candidate.is_on:
            last = _("is on: {key} takes it off").format(key=keys.key_of("tags.take"))
        return candidate_row(tag, count, kind, last)


def candidate_row(tag: Tag, count: int, kind: str = "", last: str = "") -> Row:
    """A word with its reading and how often it is used, and what else there is to say."""
    used = ngettext("{n} use", "{n} uses", count).format(n=count) if count else ""
    return [
        [
            (pad(tag.word, WORD_CELLS), "row"),
            (pad(tag.reading, READING_CELLS), "muted"),
            (pad(used, USED_CELLS), "muted"),
            (pad(kind, KIND_CELLS), "muted"),
            (last, "alike"),
        ]
    ]
