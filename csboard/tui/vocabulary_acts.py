"""Putting the words for tags in order: what is asked for each act, and what each does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.board import Board
from csboard.domain.commands import Command, Undo
from csboard.domain.knowledge_commands import (
    BringBackTag,
    MergeTags,
    RenameTag,
    RetireTag,
    SetReading,
)
from csboard.domain.records import Event
from csboard.domain.tag import Dimension, Tag
from csboard.domain.undo import ON_TAGS
from csboard.domain.vocabulary import Uses, Vocabulary
from csboard.errors import Conflict
from csboard.i18n import _, ngettext
from csboard.named import NamedTuple
from csboard.tui.app import app_of
from csboard.tui.fence import say

if TYPE_CHECKING:
    from csboard.tui.screens.vocabulary import VocabularyScreen


class Counted(NamedTuple):
    """The words, and how many inquiries show each."""

    vocabulary: Vocabulary
    uses: Uses

    @property
    def title(self) -> str:
        """How many words there are."""
        words = [tag for kind in Dimension for tag in self.vocabulary.in_use(kind)]
        retired = sum(tag.retired_at is not None for tag in words)
        told = ngettext("Words for tags: {n}", "Words for tags: {n}", len(words))
        parts = [told.format(n=len(words))]
        if retired:
            parts.append(ngettext("{n} retired", "{n} retired", retired).format(n=retired))
        return _(", ").join(parts)

    def fitting(self, kind: Dimension, typed: str) -> tuple[Tag, ...]:
        """Those of a kind that fit what is typed, retired ones last."""
        found = self.vocabulary.among(self.vocabulary.in_use(kind), typed, self.uses)
        return tuple(sorted(found, key=lambda tag: tag.retired_at is not None))

    def used(self, tag: Tag) -> int:
        return self.uses.get(tag.id, 0)


def counted(board: Board) -> Counted:
    """As the board has them now."""
    return Counted(board.settings().vocabulary, board.tag_uses())


def touches_words(event: Event) -> bool:
    """Whether an event may change the words, or how many inquiries show them."""
    fields = event.detail.get("fields")
    return event.kind in (*ON_TAGS, "undone", "opened", "merged", "junked", "erased") or (
        isinstance(fields, list) and "tags" in fields
    )


def undo() -> Command:
    """Takes back one's own last act on words, whatever else was done since."""
    return Undo(kinds=ON_TAGS)


async def rename(screen: VocabularyScreen, words: Counted, tag: Tag) -> None:
    """Ask for the word and its reading."""
    await _write(screen, words, tag, at="word")


async def set_reading(screen: VocabularyScreen, words: Counted, tag: Tag) -> None:
    """The same, beginning at the reading."""
    await _write(screen, words, tag, at="reading")


async def _write(screen: VocabularyScreen, words: Counted, tag: Tag, at: str) -> None:
    from csboard.tui.screens.word_boxes import Spelled, WordDialog

    typed, problem = Spelled(tag.word, tag.reading), ""
    while True:
        title = _("The tag {word}").format(word=tag.word)
        before = Spelled(tag.word, tag.reading)
        box = WordDialog(title, what_renaming_does(words, tag), before, typed, at, problem)
        answer = await screen.app.push_screen_wait(box)
        if answer is None or answer == before:
            return
        typed = answer
        outcome = await app_of(screen).attempt(_spelling(tag, answer))
        if isinstance(outcome, Event):
            say(screen.app, _told_of(outcome, tag, answer))
            return
        problem = outcome.sentence
        if isinstance(outcome, Conflict):
            words = await app_of(screen).station.read(counted)
            tag = words.vocabulary.goes_on_as(words.vocabulary.tag(tag.id) or tag)


def _spelling(tag: Tag, spelled: tuple[str, str]) -> Command:
    word, reading = spelled
    if word == tag.word:
        return SetReading(tag_id=tag.id, reading=reading, seen=tag.version)
    return RenameTag(tag_id=tag.id, word=word, reading=reading, seen=tag.version)


def _told_of(event: Event, tag: Tag, spelled: tuple[str, str]) -> str:
    word, _reading = spelled
    if event.kind == "reading_set":
        return _("Written down: how {word} is read.").format(word=tag.word)
    return _("{word} is called {now} now.").format(word=tag.word, now=word)


def what_renaming_does(words: Counted, tag: Tag) -> str:
    """A sentence or two."""
    n = words.used(tag)
    if not n:
        return _("No inquiry shows {word} just now. It goes on being found by this word.").format(
            word=tag.word
        )
    return ngettext(
        "{n} inquiry shows {word} and will show the new word; both words find it.",
        "{n} inquiries show {word} and will show the new word; both words find them.",
        n,
    ).format(n=n, word=tag.word)


async def merge(screen: VocabularyScreen, words: Counted, tag: Tag) -> None:
    """Ask into which word."""
    from csboard.tui.screens.word_boxes import MergeDialog

    problem = ""
    while True:
        into = await screen.app.push_screen_wait(MergeDialog(words, tag, problem))
        if into is None:
            return
        command = MergeTags(tag_id=tag.id, into=into.id, seen=tag.version)
        outcome = await app_of(screen).attempt(command)
        if isinstance(outcome, Event):
            told = _("{word} was merged into {into}.").format(word=tag.word, into=into.word)
            say(screen.app, told)
            return
        problem = outcome.sentence
        words = await app_of(screen).station.read(counted)
        tag = words.vocabulary.goes_on_as(words.vocabulary.tag(tag.id) or tag)


def what_merging_does(words: Counted, tag: Tag, into: Tag) -> str:
    """A sentence."""
    n = words.used(tag)
    if not n:
        return _("No inquiry shows {word} just now; it will find what {into} finds.").format(
            word=tag.word, into=into.word
        )
    return ngettext(
        "{n} inquiry that shows {word} will show {into}; both words find it.",
        "{n} inquiries that show {word} will show {into}; both words find them.",
        n,
    ).format(n=n, word=tag.word, into=into.word)


async def retire(screen: VocabularyScreen, words: Counted, tag: Tag) -> None:
    """Ask once, saying what stays; a retired word is offered again without asking."""
    from csboard.tui.screens.confirm import ConfirmDialog

    if tag.retired_at is not None:
        if await app_of(screen).perform(BringBackTag(tag_id=tag.id, seen=tag.version)):
            say(screen.app, _("{word} is offered again.").format(word=tag.word))
        return
    title = _("The tag {word}").format(word=tag.word)
    question = "\n".join((_("Offer it no more where tags are written?"), what_stays(words, tag)))
    if await screen.app.push_screen_wait(ConfirmDialog(question, title)) and (
        await app_of(screen).perform(RetireTag(tag_id=tag.id, seen=tag.version))
    ):
        say(screen.app, _("{word} is offered no more.").format(word=tag.word))


def what_stays(words: Counted, tag: Tag) -> str:
    """A sentence about the inquiries that have a word which is retired."""
    n = words.used(tag)
    if not n:
        return _("No inquiry shows it just now.")
    told = ngettext(
        "{n} inquiry keeps it and is found by it.", "{n} inquiries keep it and are found by it.", n
    )
    return told.format(n=n)
