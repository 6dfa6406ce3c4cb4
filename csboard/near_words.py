"""Which of the words that are known somebody may have meant."""

from __future__ import annotations

from csboard.i18n import _


def did_you_mean(word: str, known: tuple[str, ...]) -> str:
    """A question to append to a sentence about an unknown word; empty without a near one."""
    import difflib

    near = difflib.get_close_matches(word, known, 1)
    return _(" Did you mean `{word}`?").format(word=near[0]) if near else ""
