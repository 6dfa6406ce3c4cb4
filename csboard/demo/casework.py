"""What the members of the story do about successful cases: make them, use them, judge them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from csboard.domain.commands import Command
from csboard.domain.knowledge import Finding, Success
from csboard.domain.quotes import new_text
from csboard.domain.records import Direction
from csboard.domain.replies import Draft
from csboard.domain.success_beginning import beginning
from csboard.domain.success_commands import MakeSuccess, PutIn, SayOfSuccess

if TYPE_CHECKING:
    from csboard.demo.doing import Line

Commands = Iterator[Command]


def _make(line: Line) -> Commands:
    """A case with what is known, and what was written for it."""
    view = line.making.board.replies(line.number)
    replies = [one for one in view.messages if one.direction is Direction.OUT]
    reply = replies[0] if replies else None
    start = beginning(view.inquiry, view.messages, reply, new_text)
    said: dict[str, Any] = {name: text.strip("\n") for name, text in line.said("cases").items()}
    message_id = reply.id if reply else None
    yield MakeSuccess(number=line.number, fields=start._replace(**said), message_id=message_id)


def _find(word: Finding, line: Line) -> Commands:
    """Say of another story's case what it was good for here."""
    case = _case_of(line, line.act.more[0])
    yield SayOfSuccess(
        success_id=case.id, word=word, note=line.words("findings"), number=line.number
    )


def put_in(line: Line, story: str, draft: Draft) -> PutIn:
    """Of another story's case those lines that stand in the draft."""
    case = _case_of(line, story)
    written = draft.words.text.split("\n")
    text = "\n".join(one for one in case.passage.split("\n") if one in written)
    return PutIn(draft_id=draft.id, text=text, success_id=case.id)


def _case_of(line: Line, story: str) -> Success:
    number = line.making.numbers[story]
    rows = line.making.board.sheet().rows
    return next(row.success for row in rows if row.success.number == number)


VERBS: dict[str, Callable[[Line], Commands]] = {
    "case": _make,
    "used": partial(_find, Finding.USED),
    "failed": partial(_find, Finding.NOT_HERE),
}
