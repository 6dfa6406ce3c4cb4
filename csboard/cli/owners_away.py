"""Which tasks' owners are away now; nothing is loaded where nobody ever was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from csboard.i18n import in_zone

if TYPE_CHECKING:
    from csboard.cli.session import Session
    from csboard.cli.shapes import Json
    from csboard.domain.absence_list import Away
    from csboard.domain.views import InquiryView


def shapes_of(session: Session) -> Mapping[str, Json]:
    """By login, what the JSON of a task says of its owner's absence."""
    away = _away(session)
    if not away:
        return {}
    from csboard.cli.absence_shapes import of_away

    return {login: of_away(one) for login, one in away.items()}


def in_words(session: Session, view: InquiryView) -> str:
    """Of an inquiry's owner, until when they are away and who stands in; empty when they aren't."""
    away = _away(session).get(view.tasks[0].owner or "")
    if away is None:
        return ""
    from csboard.domain.absence_words import away_in_words

    today = in_zone(session.look.now, session.look.settings.zone).date()
    return away_in_words(away.absence, away.acting, session.board.members(), today)


def _away(session: Session) -> Mapping[str, Away]:
    absences = session.board.absences()
    if not absences:
        return {}
    from zoneinfo import ZoneInfo

    from csboard.domain.absence_list import away_now

    zone = ZoneInfo(session.look.settings.zone)
    return away_now(absences, session.board.members(), session.look.now, zone)
