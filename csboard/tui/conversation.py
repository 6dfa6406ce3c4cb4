"""A conversation as sections of paragraphs: whose words they are is seen at a glance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice

from csboard.domain import words
from csboard.domain.inverses import excused_in
from csboard.domain.quotes import split_quotes
from csboard.domain.reasons import reason_in_words
from csboard.domain.records import AttachmentInfo, Direction, Message
from csboard.domain.views import InquiryView
from csboard.i18n import _, ngettext
from csboard.text import fold
from csboard.tui.keys import key_of
from csboard.tui.said import Said, boxed, said_of
from csboard.tui.times import Times
from csboard.tui.widgets.pager import Paragraph, Section

MAX_LINES = 2_000
MAX_CHARACTERS = 2_000
"""Lines of a message and characters of a line that are shown at first (rule R4)."""

INDENT = ("  ", "")
ROLES = {Direction.IN: "in", Direction.OUT: "out", Direction.AUTO: "auto", Direction.NOTE: "note"}


def conversation(
    view: InquiryView, times: Times, *, unfolded: bool = False, pages: int = 1
) -> list[Section]:
    """A section for each message, written when it comes into view.

    `pages` times as much as at first is shown of very long messages.
    """
    if not view.messages:
        return [Section(None, _nothing_yet)]
    return [
        Section(message.id, partial(_message, message, view, times, unfolded, pages))
        for message in view.messages
    ]


def _nothing_yet() -> Sequence[Paragraph]:
    empty = _("Nothing is written here yet; {note} adds a note.")
    return [Paragraph(empty.format(note=key_of("inquiry.note")), "muted", INDENT)]


def has_quotes(view: InquiryView) -> bool:
    """Whether there is anything that can be folded."""
    if any(comment.resolved_at is not None for comment in view.comments):
        return True
    texts = ("\n".join(message.text.splitlines()[:MAX_LINES]) for message in view.messages)
    return any(span.quoted for text in texts for span in split_quotes(text))


def has_more(view: InquiryView, pages: int) -> bool:
    """Whether `pages` do not show the whole of every message."""
    for message in view.messages:
        lines = message.text.splitlines()
        longest = max(map(len, lines), default=0)
        if len(lines) > MAX_LINES * pages or longest > MAX_CHARACTERS * pages:
            return True
    return False


def _message(
    message: Message, view: InquiryView, times: Times, unfolded: bool, pages: int
) -> Sequence[Paragraph]:
    if message.direction is Direction.NOTE:
        return _note(message, view, times, pages)
    role = ROLES[message.direction]
    said = said_of(message, view, times, unfolded=unfolded)
    return [
        Paragraph(f"{_heading(message, view, times)} ", role, ("── ", ""), role, rule="─"),
        *_remarks(message, view),
        *_body(message.text, unfolded, pages, said),
        *(Paragraph(_file(file), "file", INDENT) for file in message.attachments),
        Paragraph(""),
        *said.of_the_whole,
    ]


def _note(message: Message, view: InquiryView, times: Times, pages: int) -> Sequence[Paragraph]:
    return boxed(_heading(message, view, times), _limited(message.text.splitlines(), "", pages))


def _heading(message: Message, view: InquiryView, times: Times) -> str:
    excused = _("no answer needed") if message.id in excused_in(view.events) else ""
    parts = (_kind(message), excused, _who(message, view), times.moment(message.at))
    return "  ".join(part for part in parts if part)


def _kind(message: Message) -> str:
    direction = words.direction(message.direction)
    if message.kind == "take-over":
        return _("{kind}: taken over").format(kind=direction)
    if message.kind == "urgency":
        return _("{kind}: why the urgency is another").format(kind=direction)
    return reason_in_words(message.kind) if message.kind else direction


def _who(message: Message, view: InquiryView) -> str:
    if message.author is not None:
        member = view.members.get(message.author)
        return member.name if member and member.name else message.author
    name, email = message.sender_name, message.sender_email
    return f"{name} <{email}>" if name and email else name or email


def _remarks(message: Message, view: InquiryView) -> Iterator[Paragraph]:
    if message.subject and not _continues(message.subject, view.inquiry.subject):
        subject = _("Subject: {subject}").format(subject=message.subject)
        yield Paragraph(subject, "label", INDENT)
    if message.flag == "sender-not-in-thread":
        yield Paragraph(
            _("Careful: this sender was not in the conversation before."), "alarm", INDENT
        )
    yield Paragraph("")


def _continues(subject: str, first: str) -> bool:
    """Whether a subject only repeats the inquiry's, perhaps as an answer."""
    return fold(subject).endswith(fold(first))


def _body(text: str, unfolded: bool, pages: int, said: Said) -> Iterator[Paragraph]:
    """New text and quotations; beyond what is shown, only a word of how much there is.

    What colleagues said of a line stands under it, and under what it is folded into.
    """
    lines = text.strip("\n").splitlines()
    shown = "\n".join(lines[: MAX_LINES * pages])
    at = len(text) - len(text.lstrip("\n"))
    for span in split_quotes(shown):
        span_lines = span.text.splitlines()
        if not span.quoted or unfolded:
            role = "quote" if span.quoted else ""
            for start, part in said.parted(at, span_lines):
                yield from _limited(part, role, pages)
                yield from said.under(start, len(part))
        else:
            quoted = len(span_lines)
            yield Paragraph(
                ngettext("[{key}] {n} quoted line", "[{key}] {n} quoted lines", quoted).format(
                    key=key_of("inquiry.fold"), n=quoted
                ),
                "fold",
                INDENT,
            )
            yield from said.under(at, quoted)
        at += len(span_lines)
    yield from _rest(len(lines) - MAX_LINES * pages)
    yield from said.from_line(at)


def _limited(lines: Sequence[str], role: str, pages: int) -> Iterator[Paragraph]:
    most = MAX_CHARACTERS * pages
    for line in islice(lines, MAX_LINES * pages):
        yield Paragraph(line[:most], role, INDENT)
        if len(line) > most:
            more = _("[{key}] {n} more characters in this line").format(
                key=key_of("inquiry.more"), n=len(line) - most
            )
            yield Paragraph(more, "fold", INDENT)


def _rest(count: int) -> Iterator[Paragraph]:
    if count > 0:
        more = ngettext("[{key}] {n} more line", "[{key}] {n} more lines", count).format(
            key=key_of("inquiry.more"), n=count
        )
        yield Paragraph(more, "fold", INDENT)


def _file(file: AttachmentInfo) -> str:
    return _("[{key}] {name} ({size})").format(
        key=key_of("inquiry.files"), name=file.name, size=size_text(file.size)
    )


def size_text(size: int) -> str:
    """A size as people say it: `812 B`, `12 KB`, `3.4 MB`."""
    if size < 1000:
        return f"{size} B"
    if size < 1_000_000:
        return f"{round(size / 1000)} KB"
    return f"{size / 1_000_000:.1f} MB"
