"""The wall's pages as plain text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from csboard.cli.absence_shapes import of_person, of_stretch
from csboard.cli.columns import table
from csboard.cli.layout import terminal_room
from csboard.domain import wall
from csboard.domain.absences import Absence
from csboard.domain.records import Card
from csboard.domain.wall_pages import (
    PAGES,
    View,
    day_told,
    figures_of,
    page,
    value,
)
from csboard.domain.wall_parts import Lane, Page
from csboard.i18n import format_time, ngettext


def text_lines(told: Page, view: View) -> Iterator[str]:
    """One page as lines for a terminal or a file."""
    when = format_time(view.now, view.wall.zone)
    yield "  ".join(filter(None, (view.wall.snapshot.team_name, told.title, when, day_told(view))))
    yield ""
    if told.warning:
        yield from (told.warning, "")
    room = terminal_room()
    if told.tiles:
        rows = [(one.label, one.value, one.word, one.below) for one in told.tiles]
        yield from table(rows, room)
    for lane in told.lanes:
        yield from _lane(lane, room)
    if told.rows:
        yield from table(_even([row.cells for row in told.rows]), room)
        yield from _more(told.more)
    if told.notes:
        yield ""
        yield from told.notes


def _lane(lane: Lane, room: int | None) -> Iterator[str]:
    yield "  ".join(filter(None, (f"{lane.tile.label}: {lane.tile.value}", lane.tile.below)))
    for line in table(_even([row.cells for row in lane.rows]), room):
        yield f"  {line}"
    for line in _more(lane.more):
        yield f"  {line}"


def _more(left_out: int) -> Iterator[str]:
    if left_out:
        yield ngettext("and {n} more", "and {n} more", left_out).format(n=left_out)


def _even(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """All as long as the longest."""
    return list(zip(*zip_longest(*rows, fillvalue=""), strict=True)) if rows else []


def shape(view: View, only: str | None) -> dict[str, Any]:
    """What programs get: the figures with targets and states, and what stands on the pages."""
    found: dict[str, Any] = {
        "at": view.wall.at.isoformat(),
        "team": view.wall.snapshot.team_name,
        "event": view.wall.snapshot.rev,
        "day": wall.day_of(view.now, view.wall.zone).isoformat(),
        "day_name": day_told(view),
    }
    for name in PAGES if only is None else (only,):
        found[name] = _SHAPES[name](view)
    if view.aside.lacks:
        found["lacks"] = list(view.aside.lacks)
    return found


def _board(view: View) -> list[dict[str, Any]]:
    lanes = page("board", view).lanes
    stages = view.wall.snapshot.stages
    return [
        {
            "stage": stage.key,
            "count": int(lane.tile.value),
            "tasks": [row.cells[0].removeprefix("#") for row in lane.rows],
        }
        for stage, lane in zip(stages, lanes, strict=True)
    ]


def _figures(view: View) -> dict[str, Any]:
    return {
        one.key: {
            "value": one.value,
            "shown": value(one.key, one.value),
            "target": one.target,
            "state": one.state.value,
        }
        for one in figures_of(view)
    }


def _oldest(view: View) -> list[dict[str, Any]]:
    return [_free(card, view) for card in wall.takeable(view.wall, view.now)]


def _free(card: Card, view: View) -> dict[str, Any]:
    waited = wall.wait_of(card, view.wall.calendar, view.now)
    shown = {"task": str(card.ref), "minutes": int(waited.total_seconds() // 60)}
    named = {"subject": card.title, "customer": card.customer_name} if card.title else {}
    return {**shown, "urgency": card.urgency.value, **named}


def _people(view: View) -> list[dict[str, Any]]:
    return [
        {
            "login": one.member.login,
            "name": one.member.name,
            "tasks": [str(card.ref) for card in one.in_hand],
            "on_hold": one.on_hold,
            "away": one.away,
        }
        for one in wall.on_what(view.wall, view.now)
    ]


def _away(view: View) -> list[dict[str, Any]]:
    return [_absence(one, view) for one in wall.away_today(view.wall, view.now)]


def _absence(absence: Absence, view: View) -> dict[str, Any]:
    parts = wall.stand_ins_of(absence, view.wall, view.now)
    told = of_person(absence, parts[0].acting)
    return {**told, "stand_ins": [of_stretch(part) for part in parts]}


def _success(view: View) -> dict[str, Any] | None:
    case = view.aside.case
    if case is None:
        return None
    found = {"id": case.id, "author": case.author, "used": case.used, "reason": case.reason.value}
    return {**found, "title": case.title} if case.title else found


_SHAPES = {
    "board": _board,
    "figures": _figures,
    "oldest": _oldest,
    "people": _people,
    "away": _away,
    "success": _success,
}
