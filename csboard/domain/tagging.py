"""How the vocabulary grows: a word that nobody tagged with before gets its row as it is written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from csboard.domain.decisions import Insert, Ref, Thing
from csboard.domain.records import Tags
from csboard.domain.tag import Dimension
from csboard.domain.vocabulary import NO_VOCABULARY, Vocabulary, by_dimension
from csboard.errors import Refused
from csboard.i18n import _, ngettext
from csboard.text import clean, fold, quoted

MAX_TAG = 40
"""Characters: a tag is a word or two, and stands on a card."""
MAX_TAGS = 20
"""Of one dimension on one inquiry."""
SEPARATORS = ",、，;；"
"""Between tags that are written in one line."""


def cleaned(word: str) -> str:
    """A word as it is stored: on one line, without blanks around it, harmless to a terminal."""
    return " ".join(clean(word).split())


def clean_tags(tags: Tags, vocabulary: Vocabulary = NO_VOCABULARY) -> Tags:
    """Each tag once, as it is stored. What is too long for a tag is cut: mail can't be asked."""

    def each(dimension: Dimension, words: Iterable[str]) -> tuple[str, ...]:
        found: dict[str, str] = {}
        for word in map(cleaned, words):
            if vocabulary.find(dimension, word) is None:
                word = word[:MAX_TAG].strip()
            if word:
                found.setdefault(fold(word), word)
        return tuple(found.values())[:MAX_TAGS]

    return Tags(*(each(one, getattr(tags, one)) for one in Dimension))


def checked(tags: Tags, vocabulary: Vocabulary) -> Tags:
    """As `clean_tags`, but Refused for what somebody writes that is no tag.

    Words that have their row already pass.
    """
    for dimension, raw in by_dimension(tags):
        word = cleaned(raw)
        if word and vocabulary.find(dimension, word) is None:
            refuse_bad_word(raw)
    for dimension in Dimension:
        count = len({fold(cleaned(word)) for word in getattr(tags, dimension)} - {""})
        if count > MAX_TAGS:
            raise Refused(
                "too_many_tags",
                ngettext(
                    "{n} tag of one kind; {limit} are the most.",
                    "{n} tags of one kind; {limit} are the most.",
                    count,
                ).format(n=count, limit=MAX_TAGS),
            )
    return clean_tags(tags, vocabulary)


def refuse_bad_word(raw: str) -> None:
    """Refused for a word that would not be found again, or not fit on a card."""
    word = cleaned(raw)
    if not word:
        raise Refused("no_word", _("A tag needs a word: nothing but blanks was written."))
    if "\n" in raw.strip() or "\r" in raw.strip():
        raise Refused("bad_word", _("{word}: a tag stands on one line.").format(word=quoted(raw)))
    if any(sign in word for sign in SEPARATORS):
        raise Refused(
            "bad_word",
            _("{word}: commas part tags, so none can stand within one.").format(word=quoted(word)),
        )
    if len(word) > MAX_TAG:
        raise Refused(
            "too_long",
            _("{word} has {n} characters; {limit} at most: shorten the tag.").format(
                word=quoted(word), n=len(word), limit=MAX_TAG
            ),
        )


def new_words(
    tags: Tags, vocabulary: Vocabulary, member_id: int | None, now: datetime
) -> list[Insert]:
    """Rows for the words that have none yet."""
    return [
        Insert(Thing.TAG, row_of(dimension, word, member_id, now), name_of(dimension, word))
        for dimension, word in vocabulary.missing(tags)
    ]


def row_of(
    dimension: Dimension, word: str, member_id: int | None, now: datetime
) -> dict[str, object]:
    """A new word's row."""
    return {
        "dimension": dimension,
        "word": word,
        "folded": fold(word),
        "at": now,
        "member_id": member_id,
    }


def name_of(dimension: Dimension, word: str) -> str:
    """By what a decision refers to the row of a new word."""
    return f"{dimension}:{fold(word)}"


def ids_of(tags: Tags, vocabulary: Vocabulary) -> tuple[int | Ref, ...]:
    """The rows of some words, those that the same decision makes among them."""
    return tuple(
        tag.id if (tag := vocabulary.find(dimension, word)) else Ref(name_of(dimension, word))
        for dimension, word in by_dimension(tags)
    )


def both(tags: Tags, more: Tags) -> Tags:
    """`tags`, then `more`, which holds none of them."""
    return Tags(*(getattr(tags, one) + getattr(more, one) for one in Dimension))


def without(tags: Tags, others: Tags) -> Tags:
    """Those of `tags` that are not among `others`."""
    return Tags(
        *(
            tuple(
                word
                for word in getattr(tags, one)
                if fold(word) not in set(map(fold, getattr(others, one)))
            )
            for one in Dimension
        )
    )


def as_written(tags: Tags, before: Tags, vocabulary: Vocabulary) -> Tags:
    """`tags` as they are stored: those that were there before stay in the words of then.

    So it can still be seen, and undone, what was renamed or merged since.
    """
    return Tags(
        *(
            tuple(
                {vocabulary.current(one, word): word for word in getattr(before, one)}.get(
                    vocabulary.current(one, word), word
                )
                for word in getattr(tags, one)
            )
            for one in Dimension
        )
    )
