"""What colleagues say of a reply, as it stands beside the text: pure, from records to lines.

A thread is a comment with its answers. Open ones are shown, resolved ones fold to one line,
those whose words are gone from the text show the words they were about.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping

from csboard.domain.anchoring import places
from csboard.domain.people import name_of
from csboard.domain.records import Member
from csboard.domain.replies import Comment, Draft, ReplyView
from csboard.i18n import _, ngettext
from csboard.named import NamedTuple
from csboard.tui.layout import cell_len, cut, paragraphs
from csboard.tui.times import Times
from csboard.tui.widgets.canvas import Run
from csboard.tui.widgets.lines import Mark, Selection

DRAFT = "draft"
"""What lines of the draft are lines of; those of a message are of its id."""

MOST_ROWS = 3
"""Rows of a comment and of a quotation that are shown while another one is in question."""
MOST_OF_CHOSEN = 40
"""The same of the one in question."""
MOST_MARKED = 2_000
"""Lines of one comment that are marked beside the text."""


class Thread(NamedTuple):
    """A comment with its answers, and where it stands now."""

    number: int
    """1, 2, 3, … in the order in which they were written."""
    comment: Comment
    answers: tuple[Comment, ...]
    place: Selection | None
    """The lines it speaks of as they are now; None for the whole, and when they are gone."""
    is_outdated: bool
    """Whether the lines it was about are no longer in the text."""

    @property
    def id(self) -> int:
        return self.comment.id

    @property
    def is_resolved(self) -> bool:
        return self.comment.resolved_at is not None

    @property
    def has_proposal(self) -> bool:
        """Whether wording is proposed that was not taken yet."""
        return self.comment.proposal is not None and self.comment.accepted_at is None


def threads_of(view: ReplyView, draft: Draft | None, text: str) -> tuple[Thread, ...]:
    """What is said of `draft`, whose text is `text` by now, and of the conversation.

    In the order in which it stands beside them: messages first, then the whole of the draft and
    what is outdated, then the draft's lines from top to bottom.
    """
    draft_id = draft.id if draft else None
    concerned = [one for one in view.comments if _concerns(one, view, draft_id)]
    answers: dict[int, list[Comment]] = {}
    for one in concerned:
        if one.parent is not None:
            answers.setdefault(one.parent, []).append(one)
    first = [one for one in concerned if one.parent is None]
    found = places(first, view.revisions, text)
    threads = []
    for number, one in enumerate(first, 1):
        place, outdated = None, False
        if one.message_id is not None and one.first is not None and one.last is not None:
            place = Selection(one.message_id, one.first, one.last)
        elif one.id in found:
            lines = found[one.id]
            outdated = lines is None
            place = lines and Selection(DRAFT, lines.first, lines.last)
        threads.append(Thread(number, one, tuple(answers.get(one.id, ())), place, outdated))
    order = {message.id: at for at, message in enumerate(view.messages)}
    return tuple(sorted(threads, key=lambda thread: _order(thread, order)))


def _concerns(comment: Comment, view: ReplyView, draft_id: int | None) -> bool:
    if comment.message_id is not None:
        return True
    return comment.draft_id is not None and comment.draft_id == draft_id


def _order(thread: Thread, messages: Mapping[int, int]) -> tuple[int, int, int, int]:
    message = thread.comment.message_id
    place = thread.place
    if message is not None:
        return (0, messages.get(message, 0), place.first if place else -1, thread.number)
    if place is None:
        return (1, int(thread.is_outdated), 0, thread.number)
    return (2, place.first, place.last, thread.number)


def marks_of(threads: Iterable[Thread]) -> dict[tuple[Hashable, int], Mark]:
    """The numbers of comments beside their first line, and a bar beside the other lines."""
    marks: dict[tuple[Hashable, int], Mark] = {}
    for thread in threads:
        if (place := thread.place) is None:
            continue
        role = "done" if thread.is_resolved else "mark"
        name = (place.of, place.first)
        there = marks.get(name)
        number = str(thread.number)
        if there is None or there.text == "│":
            marks[name] = Mark(number, role)
        else:
            both = f"{there.text},{number}"
            more = f"{there.text.rstrip('+')}+"
            shown = both if len(both) <= MOST_ROWS and "+" not in both else more
            marks[name] = Mark(shown, "mark" if "mark" in (role, there.role) else "done")
        for at in range(place.first + 1, min(place.last, place.first + MOST_MARKED) + 1):
            marks.setdefault((place.of, at), Mark("│", role))
    return marks


def nearest(threads: tuple[Thread, ...], of: Hashable, at: int) -> int | None:
    """Id of the thread that speaks of a line, else of the one after or before it."""
    own = [one for one in threads if one.place is not None and one.place.of == of]
    if not own:
        return None
    on_it = [one for one in own if one.place and one.place.first <= at <= one.place.last]
    after = [one for one in own if one.place and one.place.first > at]
    open_ones = [one for one in own if not one.is_resolved]
    candidates = (
        [one for one in on_it if not one.is_resolved]
        or on_it
        or [one for one in after if not one.is_resolved]
        or open_ones[-1:]
        or own[-1:]
    )
    return candidates[0].id


class Look(NamedTuple):
    """How a thread is drawn."""

    width: int
    is_chosen: bool
    has_focus: bool
    unfolded: bool
    """Whether resolved ones are shown whole."""


class Row(NamedTuple):
    """A row of a block, in pieces with their roles; `base` is the role of the blank rest."""

    runs: tuple[Run, ...]
    base: str = "block"


def rows_of(
    thread: Thread, look: Look, members: Mapping[str, Member], times: Times
) -> tuple[Row, ...]:
    """A thread as rows of at most `look.width` cells, with a blank one below."""
    if thread.is_resolved and not (look.unfolded or (look.is_chosen and look.has_focus)):
        return (_folded(thread, look, members),)
    return (*_block(thread, look, members, times), Row((), ""))


def _folded(thread: Thread, look: Look, members: Mapping[str, Member]) -> Row:
    comment = thread.comment
    what = _first_line(comment.text) or _first_line(comment.proposal or "")
    text = _("{number} settled  {name}: {text}").format(
        number=thread.number, name=name_of(comment.author, members), text=what
    )
    edge = ">" if look.is_chosen else " "
    return Row(((edge, "point"), (cut(f" {text}", look.width - 1), "done")), "")


def _block(
    thread: Thread, look: Look, members: Mapping[str, Member], times: Times
) -> Iterator[Row]:
    edge = "┃" if look.is_chosen else "│"
    room = max(8, look.width - 3)

    def row(text: str, role: str) -> Row:
        return Row(((f"{edge} ", "edge"), (text, role)))

    yield Row(((f"{edge} ", "edge"), *_heading(thread, look, members, times, room)))
    for text, role in _body(thread, look, members, times, room):
        yield row(text, role)


def _heading(
    thread: Thread, look: Look, members: Mapping[str, Member], times: Times, room: int
) -> list[Run]:
    comment = thread.comment
    state = ""
    if thread.is_resolved:
        state = _("settled")
    elif thread.is_outdated:
        state = _("words are gone")
    elif thread.has_proposal:
        state = _("proposal")
    role = "heading-here" if look.is_chosen and look.has_focus else "heading"
    name = f"{thread.number} {name_of(comment.author, members)}"
    when = times.moment(comment.at)
    runs: list[Run] = [(cut(name, room), role)]
    left = room - cell_len(name)
    if state and left >= cell_len(state) + 2:
        runs.append((f"  {state}", "state"))
        left -= cell_len(state) + 2
    if left >= cell_len(when) + 2:
        runs.append((f"  {when}", "when"))
    return runs


def _body(
    thread: Thread, look: Look, members: Mapping[str, Member], times: Times, room: int
) -> Iterator[Run]:
    most = MOST_OF_CHOSEN if look.is_chosen else MOST_ROWS
    comment = thread.comment
    if comment.quote and (look.is_chosen or thread.is_outdated):
        for text in _limited(comment.quote, room - 2, MOST_ROWS):
            yield f"> {text}", "quote"
    if comment.text:
        for text in _limited(comment.text, room, most):
            yield text, "text"
    if comment.proposal is not None:
        told = _("Accepted wording:") if comment.accepted_at else _("Proposed wording:")
        yield told, "when"
        if not comment.proposal:
            yield _("(leave the words out)"), "proposal"
        for text in _limited(comment.proposal, room - 2, most):
            yield f"+ {text}", "proposal"
    if not thread.answers:
        return
    if not look.is_chosen:
        count = len(thread.answers)
        last = name_of(thread.answers[-1].author, members)
        told = ngettext("{n} answer, by {name}", "{n} answers, the last by {name}", count)
        yield cut(told.format(n=count, name=last), room), "when"
        return
    for answer in thread.answers:
        who = f"{name_of(answer.author, members)}  {times.moment(answer.at)}"
        yield cut(f"- {who}", room), "answerer"
        for text in _limited(answer.text, room - 2, most):
            yield f"  {text}", "text"


def _limited(text: str, room: int, most: int) -> list[str]:
    """`text` in at most so many rows; the last one says when there is more."""
    rows = paragraphs(text, room, most + 1)
    if len(rows) > most:
        rows = rows[:most]
        rows[-1] = cut(f"{rows[-1]} …", room)
    return rows


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")
