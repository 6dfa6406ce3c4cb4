"""Who is away just now, in words: in the board's header, and on the cards that are theirs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from csboard.domain.absence_list import Away, away_now
from csboard.domain.absence_words import away_in_words, until_in_words
from csboard.domain.people import name_of
from csboard.i18n import _, in_zone
from csboard.text import clean

if TYPE_CHECKING:
    from csboard.domain.records import Member
    from csboard.tui.state import BoardState

MOST_NAMED = 3
"""People whom the header names; of more it says how many."""


def of_now(state: BoardState, now: datetime) -> Mapping[str, Away]:
    """Who is away, by login; who is back first comes first."""
    return away_now(state.absences, state.members, now, ZoneInfo(state.zone))


def in_header(state: BoardState, now: datetime) -> tuple[tuple[str, ...], str] | None:
    """Who is away, until when and who stands in; then names alone; then how many."""
    away = of_now(state, now)
    if not away:
        return None
    today = in_zone(now, state.zone).date()
    some = list(away.values())[:MOST_NAMED]
    rest = [f"+{len(away) - len(some)}"] if len(away) > len(some) else []
    names = [_name(one.absence.login, state.members) for one in some]
    whole = [_whole(one, state.members, today) for one in some]
    forms = [_("Away: {names}").format(names=_(", ").join([*one, *rest])) for one in (whole, names)]
    return (*forms, _("Away {n}").format(n=len(away))), ""


def on_cards(state: BoardState, now: datetime) -> Mapping[str, str]:
    """By login, what a card says of its owner who is away."""
    return {
        login: _("away: {name} stands in").format(name=_name(one.acting, state.members))
        if one.acting
        else _("away")
        for login, one in of_now(state, now).items()
    }


def of_owner(login: str, state: BoardState, now: datetime) -> str:
    """In a sentence until when somebody is away and who stands in; empty when they aren't."""
    away = of_now(state, now).get(login)
    if away is None:
        return ""
    today = in_zone(now, state.zone).date()
    return clean(away_in_words(away.absence, away.acting, state.members, today))


def _whole(one: Away, members: Mapping[str, Member], today: date) -> str:
    told = f"{_name(one.absence.login, members)} {until_in_words(one.absence, today)}"
    if one.acting is None:
        return told
    return _("{away} ({name} stands in)").format(away=told, name=_name(one.acting, members))


def _name(login: str, members: Mapping[str, Member]) -> str:
    return clean(name_of(login, members))
