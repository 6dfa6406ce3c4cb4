"""What somebody said in a mail themselves: without what is quoted and without the signature."""

from __future__ import annotations

import re

from csboard.domain.quotes import new_text

LONGEST_SIGNATURE = 12
"""Lines; a rule further up parts something else."""

LINES_BELOW = 5
"""Of names and the like that stand below a closing word."""

_RULE = re.compile(r"\s*(?:-- ?|[-_=*~─━―＿＝－＊]{2,})\s*")
_CLOSING = re.compile(
    r"\s*(?:(?:with )?(?:(?:best|kind|kindest|warm|many) )?(?:regards|wishes|thanks)"
    r"|(?:yours )?(?:sincerely|faithfully|truly)|yours|cheers|thanks(?: again)?"
    r"|敬具|草々)\s*[,.!、。]?\s*",
    re.IGNORECASE,
)
_LAST_SENTENCE = re.compile(r"お願い(?:(?:いた|致)?します|申し上げます|します)[。．.]?\s*$")


def own_words(text: str) -> str:
    """The text without quotations and signature; the whole where nothing else is in it."""
    said = new_text(text)
    return without_signature(said) or said


def without_signature(text: str) -> str:
    """What stands above a rule or a closing word near the end, or above the names below a plea."""
    lines = text.rstrip().split("\n")
    for index in range(max(0, len(lines) - LONGEST_SIGNATURE - 1), len(lines)):
        if _RULE.fullmatch(lines[index]):
            return _joined(lines[:index])
    for index in range(max(0, len(lines) - LINES_BELOW - 1), len(lines)):
        if _CLOSING.fullmatch(lines[index]):
            return _joined(lines[:index])
        if _LAST_SENTENCE.search(lines[index]) and not any(
            "。" in one for one in lines[index + 1 :]
        ):
            return _joined(lines[: index + 1])
    return _joined(lines)


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).rstrip()
