"""Text from outside within Markdown, where it stays what it is."""

from __future__ import annotations

import re

_SIGNS = r"([\\`*_{}\[\]()<>#+\-.!|~&]|:(?=//))"


def escaped(text: str) -> str:
    """A line that Markdown shows letter for letter."""
    return re.sub(_SIGNS, r"\\\1", " ".join(text.split()))


def lines(text: str) -> str:
    """A text of several lines, each shown on a line of its own."""
    return "  \n".join(escaped(line) for line in text.splitlines() if line.strip())


def fenced(text: str) -> str:
    """A text that is shown as it is, within a fence that nothing in it can close."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"
