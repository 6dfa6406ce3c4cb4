"""Text from outside within Markdown, where it stays what it is.

A backslash stands only where a reader of Markdown (CommonMark with GitHub's tables, strikethrough
and links) would take what follows for markup there: `foo_bar`, `(a)`, `2.5` and `!` stay readable
in the file, too. Only the end of what could be a tag is escaped in any case, so that no reader of
the file finds one. The address of a mailbox stands as it is: GitHub makes a link of it whatever is
escaped, and the link says where it leads.
"""

from __future__ import annotations

import re

_ALWAYS = re.compile(
    r"""
    \\(?=[!-/:-@\[-`{-~]|$)                                 # an escape
    | ` | \[                                                # code; links, also over several lines
    | <(?=[A-Za-z/!?]) | (?<=[^ ])>                         # tags, at both ends
    | &(?=\#[0-9]{1,7};|\#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)
    | :(?=//)                                               # addresses that become links
    | (?<=www)(?<![^\W_]www)\.                              # and those that do without a scheme
    | (?<![^ ])\#(?=\#*$)                                   # the end of a heading
    """,
    re.VERBOSE,
)
_RUNS = re.compile(r"\*+|_+|~+")
_BEGINNING = re.compile(
    r"""
    \#{1,6}(?=[ ]|$) | > | [-+](?=[ ]|$)                    # headings, quotes, lists
    | =+$ | [-:|\ ]*-[-:|\ ]*$                              # what makes headings and tables of
    """,  # the line above, or a rule
    re.VERBOSE,
)
_NUMBERED = re.compile(r"(\d{1,9})([.)](?=\s|$))")


def escaped(text: str) -> str:
    """A line that Markdown shows letter for letter, wherever in a line it begins."""
    line = " ".join(text.split())
    within = _RUNS.sub(_run, _ALWAYS.sub(r"\\\g<0>", line))
    if _BEGINNING.match(line) and not within.startswith("\\"):
        return f"\\{within}"
    return _NUMBERED.sub(r"\1\\\2", within, count=1) if _NUMBERED.match(within) else within


def _run(found: re.Match[str]) -> str:
    """Signs of emphasis: they are none between blanks, and `_` is none within a word."""
    run, whole = found[0], found.string
    before, after = whole[: found.start()][-1:], whole[found.end() :][:1]
    if before == after == " " or (run[0] == "_" and before.isalnum() and after.isalnum()):
        return run
    return "".join(f"\\{sign}" for sign in run)


def in_a_cell(text: str) -> str:
    """A line within a cell of a table."""
    return escaped(text).replace("|", "\\|")


def lines(text: str) -> str:
    """A text of several lines, each shown on a line of its own."""
    return "  \n".join(escaped(line) for line in text.splitlines() if line.strip())


def fenced(text: str) -> str:
    """A text that is shown as it is, within a fence that nothing in it can close."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"
