"""How hand-offs stand: of those at hand, and of one inquiry's tasks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from csboard.cli.shapes import Json, time
from csboard.domain import hand_off_page
from csboard.domain.hand_off_records import HandOff, Sheet
from csboard.i18n import _
from csboard.text import clean

if TYPE_CHECKING:
    from csboard.cli.session import Session


def page_of(session: Session, some: Sequence[HandOff]) -> hand_off_page.Page:
    """What they are printed with."""
    board = session.board
    settings = board.settings()
    found = board.task_titles([one.task_id for one in some])
    titles = {task_id: clean(title) for task_id, title in found.items()}
    return hand_off_page.Page(
        board.members(),
        titles,
        settings.zone,
        board.clock.now(),
        board.since_written(some),
        settings.stages,
    )


def standing(one: HandOff, page: hand_off_page.Page) -> str:
    """How it stands, and what has happened since its sheet was written."""
    told, since = hand_off_page.standing(one, page), page.told_briefly(one)
    return _("{told}; {more}").format(told=told, more=since) if since else told


def in_words(session: Session, number: int) -> list[str]:
    """Of each task of an inquiry whose hand-off hasn't ended, how it stands."""
    found = _standing_of(session, number)
    if not found:
        return []
    page = page_of(session, found)
    return [f"#{one.task}  {standing(one, page)}" for one in found]


def shapes_of(session: Session, number: int) -> list[Json]:
    """The same for programs."""
    return [of_hand_off(one) for one in _standing_of(session, number)]


def _standing_of(session: Session, number: int) -> list[HandOff]:
    return [one for one in session.board.hand_offs_of(number) if one.ended_at is None]


def of_sheet(sheet: Sheet) -> Json:
    """Its fields; the state by its code."""
    return {**sheet._asdict(), "state": sheet.state.value if sheet.state else None}


def of_hand_off(one: HandOff) -> Json:
    """As `csboard handoff list --json` has it."""
    return {
        "id": one.id,
        "task": str(one.task),
        "giver": one.giver,
        "receiver": one.receiver,
        **of_sheet(one.sheet),
        "missing": list(one.sheet.missing),
        "absence": one.absence_id,
        "written_at": time(one.written_at),
        "offered_at": time(one.offered_at),
        "taken_at": time(one.taken_at),
        "taken_by": one.taken_by,
        "read_back": one.read_back,
        "ended_at": time(one.ended_at),
        "ending": one.ending or None,
    }
