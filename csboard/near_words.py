"""Which of the words that are known somebody may have meant."""

from __future__ import annotations

from collections.abc import Sequence

from csboard.i18n import _


def did_you_mean(word: str, known: tuple[str, ...]) -> str:
    """A question to append to a sentence about an unknown word; empty without a near one."""
    import difflib

    return is_one_meant(difflib.get_close_matches(word, known, 1))


def is_one_meant(words: Sequence[str]) -> str:
    """The question whether one of some words is; empty without any."""
    return _(" Did you mean `{word}`?").format(word="`, `".join(words)) if words else ""
