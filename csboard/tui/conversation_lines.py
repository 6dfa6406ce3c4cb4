"""A conversation as lines that can be selected, each with its number in its message."""

from __future__ import annotations

from collections.abc import Iterator

from csboard.domain import words
from csboard.domain.people import name_of
from csboard.domain.quotes import split_quotes
from csboard.domain.records import Direction, Message
from csboard.domain.replies import ReplyView
from csboard.i18n import _, ngettext
from csboard.tui.conversation import MAX_CHARACTERS, MAX_LINES, ROLES, size_text
from csboard.tui.keys import key_of
from csboard.tui.times import Times
from csboard.tui.widgets.lines import Line

Lines = list[Line]


def conversation_lines(view: ReplyView, times: Times, *, unfolded: bool) -> Lines:
    """The messages one after the other; quotes are folded unless `unfolded`."""
    lines: Lines = []
    for message in view.messages:
        lines += _message(message, view, times, unfolded)
    return lines or [Line(_("Nobody has written anything yet."), "muted")]


def _message(message: Message, view: ReplyView, times: Times, unfolded: bool) -> Iterator[Line]:
    role = ROLES[message.direction]
    yield Line(f"{_heading(message, view, times)} ", role, rule=True)
    text_role = "note-text" if message.direction is Direction.NOTE else ""
    at = 0
    for span in split_quotes(message.text):
        span_lines = span.text.splitlines()
        if span.quoted and not unfolded:
            count = len(span_lines)
            told = ngettext("[{key}] {n} quoted line", "[{key}] {n} quoted lines", count)
            yield Line(told.format(key=key_of("draft.fold"), n=count), "fold")
        else:
            yield from _body(span_lines, message.id, at, "quote" if span.quoted else text_role)
        at += len(span_lines)
    for file in message.attachments:
        yield Line(f"{file.name} ({size_text(file.size)})", "muted")
    yield Line("")


def _body(span: list[str], message_id: int, start: int, role: str) -> Iterator[Line]:
    for at, text in enumerate(span[: max(0, MAX_LINES - start)], start):
        yield Line(text[:MAX_CHARACTERS], role, message_id, at)
        if len(text) > MAX_CHARACTERS:
            more = len(text) - MAX_CHARACTERS
            yield Line(_("{n} more characters: see the inquiry").format(n=more), "fold")
    if (hidden := len(span) - max(0, MAX_LINES - start)) > 0:
        yield Line(_("{n} more lines: see the inquiry").format(n=hidden), "fold")


def _heading(message: Message, view: ReplyView, times: Times) -> str:
    if message.author is not None:
        who = name_of(message.author, view.members)
    else:
        who = words.customer(message.sender_name, message.sender_email)
    parts = (words.direction(message.direction), who, times.moment(message.at))
    return "  ".join(part for part in parts if part)
