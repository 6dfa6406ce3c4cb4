"""`csboard similar`: what is most like an inquiry, and what became of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from csboard.cli import layout, shapes
from csboard.cli.columns import table
from csboard.cli.references import number_of
from csboard.cli.spec import INQUIRY, JSON, ShellCommand
from csboard.domain import alike_words, words
from csboard.i18n import _
from csboard.text import clean

if TYPE_CHECKING:
    from csboard.cli.session import Session
    from csboard.domain.alike import Alike, Similar


def similar(session: Session) -> None:
    """The likest first; of each what it is, how like, and how it ended."""
    found = session.board.similar(number_of(session.options.number))
    if session.wants_json:
        session.print_json(_shape(found))
    elif found.alike:
        session.print_lines(_lines(found, session))
    else:
        session.say(_("Nothing is like it yet."))


def _lines(found: Similar, session: Session) -> Iterator[str]:
    """Two lines each."""
    settings = session.board.settings()
    around = alike_words.Around(found.members, settings.zone, session.board.clock.now())
    room = layout.terminal_room()
    rows = [
        (
            f"{one.percent} %",
            alike_words.kind(one.kind),
            f"#{one.id}" if one.ending is not None else str(one.id),
            clean(words.tags(one.tags)),
            clean(one.title),
        )
        for one in found.alike
    ]
    for one, line in zip(found.alike, table(rows, room, layout.COLUMN), strict=True):
        yield line
        became = "  ".join(clean(part.text) for part in alike_words.became(one, around))
        yield from table([(layout.INDENT + became,)], room)


def _shape(found: Similar) -> shapes.Json:
    return {"number": found.number, "alike": [_of_one(one) for one in found.alike]}


def _of_one(one: Alike) -> shapes.Json:
    shape: dict[str, object] = {
        "kind": one.kind,
        "id": one.id,
        "title": one.title,
        "percent": one.percent,
        "tags": shapes.of_tags(one.tags),
    }
    if (ending := one.ending) is not None:
        shape |= {
            "opened_at": shapes.time(ending.opened_at),
            "closed_at": shapes.time(ending.closed_at),
            "outcome": ending.outcome,
            "owner": ending.owner,
            "answered_by": list(ending.answered_by),
            "answered_at": shapes.time(ending.answered_at),
            "reopened": ending.was_reopened,
            "cases": ending.cases,
        }
    elif (row := one.case) is not None:
        shape |= {
            "number": row.number,
            "outcome": row.outcome,
            "used": row.standing.used,
            "not_here": row.standing.not_here,
            "still_true": row.standing.still_true,
            "confirmed_at": shapes.time(row.confirmed_at),
            "faded": row.is_faded,
        }
    elif (use := one.use) is not None:
        shape |= {"used": use.uses, "sent": use.sent, "kept": use.kept}
    return shape


COMMANDS = {
    "similar": ShellCommand(
        similar,
        (
            INQUIRY,
            JSON,
        ),
    )
}
