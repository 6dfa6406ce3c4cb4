"""A field for several tags in one line, which offers the words the team has agreed on."""

from __future__ import annotations

import re
from collections.abc import Iterable

from csboard.domain.records import Tags
from csboard.domain.tag import Dimension
from csboard.domain.vocabulary import Vocabulary
from csboard.i18n import _
from csboard.text import clean, fold
from csboard.tui.widgets.offering_field import OfferingField

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


class TagField(OfferingField):
    """Several words of one dimension."""

    def __init__(
        self, tags: Tags, vocabulary: Vocabulary, dimension: Dimension, *, id: str | None = None
    ) -> None:
        """For the tags of one dimension."""
        super().__init__(joined_tags(getattr(tags, dimension)), id=id)
        self._vocabulary = vocabulary
        self._dimension = dimension

    @property
    def tags(self) -> tuple[str, ...]:
        return split_tags(self.value)

    def offered(self, value: str) -> list[str]:
        """The team's words that fit."""
        return offered(value, self._vocabulary, self._dimension)

    def parts(self, value: str) -> tuple[str, str]:
        return _parts(value)
