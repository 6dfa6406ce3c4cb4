"""What is different between two states of a reply, line by line and word by word. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from csboard.domain.line_diff import lines_kept
from csboard.domain.recipients import written
from csboard.domain.replies import FileInfo, Words
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.tui.changed_words import Block, Span


class Changed(NamedTuple):
    """A line of the comparison."""

    sign: str
    """`-` only before, `+` only after, a blank for both."""
    text: str
    block: Block | None = None
    """The changed lines that it is one of; it is the one with the number `at` of its sign."""
    at: int = 0

    @property
    def changed_words(self) -> tuple[Span, ...]:
        """What in it is different from the line that it came for, or that came for it."""
        return self.block.changed_words(self.sign, self.at) if self.block else ()


def whole_of(words: Words, files: Sequence[FileInfo]) -> list[str]:
    """Everything that goes out, in lines as a person compares them."""
    head = [
        _("To: {who}").format(who=written(words.recipients.to)),
        _("Subject: {subject}").format(subject=words.subject),
    ]
    if words.recipients.cc:
        head.insert(1, _("Cc: {who}").format(who=written(words.recipients.cc)))
    if words.sender:
        head.insert(0, _("From: {who}").format(who=words.sender))
    if files:
        names = _(", ").join(file.name for file in files)
        head.append(_("Files: {names}").format(names=names))
    return [*head, "", *words.text.split("\n")]


def differences(before: Sequence[str], after: Sequence[str]) -> list[Changed]:
    """All lines of both, those of `before` that are gone ahead of those that came for them."""
    kept = lines_kept(before, after)
    lines: list[Changed] = []
    here = there = 0
    for old, new in [*sorted(kept.items()), (len(before), len(after))]:
        gone, come = before[here:old], after[there:new]
        block = Block(gone, come) if gone and come else None
        lines += [Changed("-", text, block, at) for at, text in enumerate(gone)]
        lines += [Changed("+", text, block, at) for at, text in enumerate(come)]
        lines += [Changed(" ", text) for text in before[old : old + 1]]
        here, there = old + 1, new + 1
    return lines
