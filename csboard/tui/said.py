"""What colleagues said of a message, in frames that no mail has: under the lines it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from csboard.domain.people import name_of
from csboard.domain.records import Member, Message
from csboard.domain.replies import Comment
from csboard.domain.views import InquiryView
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.tui.times import Times
from csboard.tui.widgets.pager import Paragraph

BOX = ("│ ", " ")
MOST_QUOTED = 3
"""Lines of what a comment is about that are repeated in its frame."""


class Said(NamedTuple):
    """The comments on a message, written, by the line under which they stand."""

    at_lines: Mapping[int, Sequence[Paragraph]]
    of_the_whole: Sequence[Paragraph]

    def from_line(self, at: int) -> Iterator[Paragraph]:
        """Those on a line and all behind it."""
        for line in sorted(self.at_lines):
            if line >= at:
                yield from self.at_lines[line]

    def under(self, start: int, count: int) -> Iterator[Paragraph]:
        """Those on so many lines."""
        for line in sorted(self.at_lines):
            if start <= line < start + count:
                yield from self.at_lines[line]

    def parted(self, at: int, lines: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
        """Lines, the first of them the line `at`, in parts that end where something was said."""
        start = 0
        for line in sorted(self.at_lines):
            end = line - at + 1
            if start < end <= len(lines):
                yield at + start, lines[start:end]
                start = end
        if start < len(lines):
            yield at + start, lines[start:]


def said_of(message: Message, view: InquiryView, times: Times, *, unfolded: bool) -> Said:
    """What was said of a message; what is settled takes one line unless `unfolded`."""
    at_lines: dict[int, list[Paragraph]] = {}
    of_the_whole: list[Paragraph] = []
    for comment in roots_of(message.id, view.comments):
        answers = [one for one in view.comments if one.parent == comment.id]
        if comment.resolved_at is not None and not unfolded:
            written = [_settled(comment, view.members)]
        else:
            written = list(_written(comment, answers, view.members, times))
        if comment.last is None:
            of_the_whole += written
        else:
            at_lines.setdefault(comment.last, []).extend(written)
    return Said(at_lines, of_the_whole)


def roots_of(message_id: int, comments: Iterable[Comment]) -> list[Comment]:
    """The comments on a message that answer no other."""
    return [one for one in comments if one.message_id == message_id and one.parent is None]


def boxed(heading: str, text: Iterable[Paragraph]) -> Sequence[Paragraph]:
    """Words among colleagues, in a frame of their own: no mail stands so far to the left.

    It is open to the right: closed, half of what a page takes on the line would be its frames.
    """
    return [
        Paragraph(f"─ {heading}", "note", ("┌", " "), "note", rule=" "),
        *(
            Paragraph(paragraph.text, paragraph.role or "note-text", BOX, "note")
            for paragraph in text
        ),
        Paragraph("", "note", ("└", " "), "note", rule=" "),
        Paragraph(""),
    ]


def _settled(comment: Comment, members: Mapping[str, Member]) -> Paragraph:
    first = next(iter(comment.text.splitlines()), "")
    parts = (_("internal comment"), _("settled"), name_of(comment.author, members))
    return Paragraph(f"{'  '.join(parts)}: {first}", "muted", ("│ ", ""), "note")


def _written(
    comment: Comment, answers: Sequence[Comment], members: Mapping[str, Member], times: Times
) -> Sequence[Paragraph]:
    settled = _("settled") if comment.resolved_at is not None else ""
    who, when = name_of(comment.author, members), times.moment(comment.at)
    heading = "  ".join(filter(None, (_("internal comment"), settled, who, when)))
    return boxed(heading, _words(comment, answers, members, times))


def _words(
    comment: Comment, answers: Sequence[Comment], members: Mapping[str, Member], times: Times
) -> Iterator[Paragraph]:
    quoted = comment.quote.split("\n") if comment.last is not None and comment.quote else []
    for line in quoted[:MOST_QUOTED]:
        yield Paragraph(f"> {line}")
    if len(quoted) > MOST_QUOTED:
        yield Paragraph("> …")
    for line in comment.text.splitlines():
        yield Paragraph(line)
    for answer in answers:
        yield Paragraph(f"- {name_of(answer.author, members)}  {times.moment(answer.at)}")
        for line in answer.text.splitlines():
            yield Paragraph(f"  {line}")
