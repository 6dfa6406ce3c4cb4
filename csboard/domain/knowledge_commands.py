"""What is asked about what the team knows: its words for tags."""

from __future__ import annotations

from csboard.domain.commands import Command


class TagCommand(Command):
    """Something asked about one word of the vocabulary, by its id."""

    tag_id: int
    seen: int | None = None
    """The version of the tag that the person saw."""


class RenameTag(TagCommand):
    """Call a tag otherwise, on every inquiry that has it."""

    word: str
    reading: str | None = None
    """Of the new word, in kana; None: as a word in kana has it, else none."""


class MergeTags(TagCommand):
    """Let a tag be the same as another from now on."""

    into: int


class RetireTag(TagCommand):
    """Offer a tag no more; what has it keeps it."""


class BringBackTag(TagCommand):
    """Offer a retired tag again."""


class SetReading(TagCommand):
    """Write down how a tag is read, in kana; empty takes it away."""

    reading: str
