"""A field for several tags in one line, which offers the words the team has agreed on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.suggester import Suggester

from csboard.domain.records import Tags
from csboard.domain.tag import Dimension
from csboard.domain.vocabulary import Vocabulary
from csboard.i18n import _
from csboard.text import clean, fold
from csboard.tui.fields import ImeInput

_BETWEEN = re.compile("[,、，;；\n]")
_LAST = re.compile("(.*[,、，;；]\\s*)?(.*)", re.DOTALL)


def tag_labels() -> tuple[str, ...]:
    """What the fields of all dimensions are called."""
    return _("Content tags"), _("Symptom tags"), _("Emotion tags")


def split_tags(text: str) -> tuple[str, ...]:
    """The tags in a line that a person wrote, each once."""
    words = (clean(word).strip() for word in _BETWEEN.split(text))
    return tuple(dict.fromkeys(word for word in words if word))


def joined_tags(tags: Iterable[str]) -> str:
    """Tags as one line, to be edited."""
    return _(", ").join(tags)


def offered(text: str, vocabulary: Vocabulary, dimension: Dimension) -> list[str]:
    """The words that the tag being written can become and that are not there yet.

    As where one tags by a few letters: by the word, by its reading, and by romaji.
    """
    before, last = _parts(text)
    there = {fold(tag) for tag in split_tags(before)}
    fitting = [tag.word for tag in vocabulary.fitting(dimension, last)]
    if fold(last) in map(fold, fitting):
        return []  # it is written in full
    return [word for word in fitting if fold(word) not in there]


def _parts(text: str) -> tuple[str, str]:
    """What is finished, and the tag that is being written."""
    found = _LAST.fullmatch(text)
    return (found[1] or "", found[2]) if found else ("", text)


def offer_of(field: object) -> str:
    """A line that names the team's words that fit into a field; empty for one of another kind."""
    fitting = field.offers if isinstance(field, TagField) else []
    return _("Down: {words}").format(words=_(", ").join(fitting)) if fitting else ""


class _Words(Suggester):
    """Suggests how the tag being written goes on."""

    def __init__(self, offers: Callable[[str], list[str]]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._offers = offers

    async def get_suggestion(self, value: str) -> str | None:
        _before, last = _parts(value)
        if not last:
            return None
        return next(
            (
                value + word[len(last) :]
                for word in self._offers(value)
                if word.startswith(last) and word != last
            ),
            None,
        )


class TagField(ImeInput):
    """Right takes what is suggested; down and up put in the words one after the other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "offer(1)", show=False),
        Binding("up", "offer(-1)", show=False),
    ]

    def __init__(
        self, tags: Tags, vocabulary: Vocabulary, dimension: Dimension, *, id: str | None = None
    ) -> None:
        """For the tags of one dimension."""
        super().__init__(joined_tags(getattr(tags, dimension)), id=id)
        self._offers = partial(offered, vocabulary=vocabulary, dimension=dimension)
        self.suggester = _Words(self._offers)
        self._offer: tuple[str, list[str], int] | None = None

    @property
    def tags(self) -> tuple[str, ...]:
        return split_tags(self.value)

    @property
    def offers(self) -> list[str]:
        """The team's words that fit here."""
        return self._offers(self.value)

    def action_offer(self, by: int) -> None:
        """Put the next of the words that fit in the place of what is being written."""
        if self._offer is None or self._offer[0] != self.value:
            self._offer = (self.value, self.offers, -1 if by > 0 else 0)
        value, words, index = self._offer
        if words:
            index = (index + by) % len(words)
            self.value = _parts(value)[0] + words[index]
            self.cursor_position = len(self.value)
            self._offer = (self.value, words, index)
