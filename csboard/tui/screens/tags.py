"""Tagging by a few letters: three kinds of words, of which the typed one has candidates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType

from csboard.domain.records import NO_TAGS, Tags
from csboard.domain.tag import Dimension, Tag
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
from csboard.named import NamedTuple
from csboard.text import fold
from csboard.tui import keys
from csboard.tui.fence import Plain
from csboard.tui.fields import ImeInput
from csboard.tui.layout import cell_len, pad
from csboard.tui.screens.writing import Incomplete, WritingScreen
from csboard.tui.widgets.listing import Listing, Row

MOST_ROWS, OTHER_LINES = 10, 12
"""Of the list at most; and what the box needs beside it, with a line for a problem."""
MOST_WORD, MOST_READING, LEAST_READING = 20, 16, 6
"""Cells of these columns; the others are as wide as they must be."""
GAP = "  "
MOST_BOX, AROUND_ROWS = 84, 5
"""Cells: the box takes nine tenths of the screen up to so many, and its rows so many less."""

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
    """Whether the inquiry has it already, so that the key takes it off."""


class CandidateLine(NamedTuple):
    """What stands in a row: of a word that is there, how often it is used and what else is."""

    tag: Tag
    used: str
    kind: str = ""
    last: str = ""


class CandidateList(Listing, can_focus=False):
    """The candidates; the cursor is moved from the line in which one types."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"canvas--alike"}

    CLICKS = 1


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
        self._show_rows()

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
                self._take(self._found[self._listing.cursor])
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

    @on(CandidateList.Moved)
    def _moved(self) -> None:
        self._show_keys()

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
        self.complain(_("Taken off: {word}.").format(word=word))

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
        self._show_rows()
        self._listing.action_first()
        self._show_keys()

    @property
    def _listing(self) -> CandidateList:
        return self.query_one(CandidateList)

    def _show_rows(self) -> None:
        hint = "" if self._reading_of else _("Type a word: nobody has used one of this kind yet.")
        lines = [self._line(one) for one in self._found]
        rows = iter(candidate_rows([line for line in lines if line], self.app.size.width))
        found = zip(self._found, lines, strict=True)
        shown = [next(rows) if line else _row_of_new(one.word) for one, line in found]
        self._listing.show(shown, hint)

    def _as_it_acts(self, key: str, label: str, action: str) -> tuple[str, str, str]:
        at = self._listing.cursor
        if action == "take" and at < len(self._found) and self._found[at].is_on:
            label = _("Take off")
        return super()._as_it_acts(key, label, action)

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

    def _line(self, candidate: Candidate) -> CandidateLine | None:
        """None for a word that nobody has used yet."""
        tag = candidate.tag
        if tag is None:
            return None
        kind = "" if candidate.dimension == self._dimension else named(candidate.dimension)
        told = ngettext("{n} like this one", "{n} like this one", candidate.alike)
        last = told.format(n=candidate.alike) if candidate.alike else ""
        if candidate.is_on:
            last = _("is on")
        return CandidateLine(tag, used(self._words.uses.get(tag.id, 0)), kind, last)


def used(count: int) -> str:
    """How often a word is used; nothing where it isn't."""
    return ngettext("{n} use", "{n} uses", count).format(n=count) if count else ""


def candidate_rows(lines: Sequence[CandidateLine], width: int) -> list[Row]:
    """The rows of a box on a screen of `width` columns; readings and then words give way."""
    ends = [line[1:] for line in lines]
    uses, kind, last = (max((cell_len(end[n]) for end in ends), default=0) for n in range(3))
    others = sum(cells + len(GAP) for cells in (uses, kind, last) if cells)
    room = min(MOST_BOX, width * 9 // 10) - AROUND_ROWS - others - len(GAP)
    word = min(MOST_WORD, max((cell_len(line.tag.word) for line in lines), default=0))
    word = max(1, min(word, room - LEAST_READING))
    reading = max(0, min(MOST_READING, room - word))
    rows: list[Row] = []
    for tag, count, of_kind, end in lines:
        cells = ((count, uses, "muted"), (of_kind, kind, "muted"), (end, last, "alike"))
        more = [(GAP + pad(text, cells), role) for text, cells, role in cells if cells]
        rows.append(
            [[(pad(tag.word, word), "row"), (GAP + pad(tag.reading, reading), "muted"), *more]]
        )
    return rows


def _row_of_new(word: str) -> Row:
    return [[(f"{word}  ", "row"), (_("a new word"), "hint")]]
