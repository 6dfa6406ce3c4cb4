"""How the promises of inquiries stand: kept with each as things happen in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from csboard.db import models
from csboard.db.clock_rules import rules_of
from csboard.db.prepared import Prepared, slot
from csboard.db.stories import Told, told
from csboard.db.team import Team, as_written
from csboard.domain.card_clocks import CardClocks, kept_of, to_stored
from csboard.domain.clock_rests import standings
from csboard.domain.clock_rules import JUDGED_BY, Rules
from csboard.domain.clocks import clocks_of
from csboard.domain.records import Event

_Inquiry = models.InquiryRow

_OF_TAGS = ("tag_renamed", "tags_merged")
"""Kinds of events that call tags otherwise on every inquiry that has them."""

_OPENING = ("opened", "divided")
"""Kinds of events that begin an inquiry, whose tags they don't tell."""

_KEEP = Prepared(
    lambda: _Inquiry.update({_Inquiry.clocks: slot("clocks")}).where(
        _Inquiry.number == slot("number")
    )
)
_OPEN = Prepared(
    lambda: _Inquiry.select(_Inquiry.number).where(
        _Inquiry.closed_at.is_null(), _Inquiry.merged_into.is_null(), _Inquiry.junked_at.is_null()
    )
)
_FORGET = Prepared(
    lambda: _Inquiry.update({_Inquiry.clocks: None}).where(_Inquiry.clocks.is_null(False))
)


def keep_in_step(event: Event, team: Team, now: datetime) -> None:
    """After `event`, by which clocks may go, keep how the promises stand that it has touched.

    `team` is as it was before the event.
    """
    if _judges_anew(event, team):
        keep_all(as_written(team), now)
    elif team.settings.promises:
        numbers = [number for number in (event.number, event.other) if number is not None]
        keep(numbers, as_written(team) if _brings_words(event, team) else team, now)


def _judges_anew(event: Event, team: Team) -> bool:
    """Whether other promises hold, or hold for others, than before."""
    keys = event.detail.get("keys")
    if event.kind == "settings_changed" and isinstance(keys, (list, tuple)):
        return not JUDGED_BY.isdisjoint(keys)
    about = event.detail.get("kind") if event.kind == "undone" else event.kind
    return about in _OF_TAGS and any(one.tags for one in rules_of(team).promises)


def _brings_words(event: Event, team: Team) -> bool:
    """Whether it tagged with words that weren't known before, or may have."""
    if event.kind in _OPENING:
        return any(one.tags for one in rules_of(team).promises)
    tagged = event.detail.get("tagged")
    known = team.settings.vocabulary.tag
    return isinstance(tagged, (list, tuple)) and any(known(one) is None for one in tagged)


def keep_all(team: Team, now: datetime) -> None:
    """Work all of them out anew, of what is open, and forget what isn't promised any more."""
    _FORGET.change()  # also in what is merged now, and may go on by itself again
    if team.settings.promises:
        keep(sorted(number for (number,) in _OPEN.rows()), team, now)


def keep(numbers: Iterable[int], team: Team, now: datetime) -> None:
    """Write down how the promises of these inquiries stand at `now`."""
    wholes = [_whole_of(number) for number in numbers]
    rules = rules_of(team)
    for one in told(dict.fromkeys(wholes), team):
        _KEEP.change(
            number=one.inquiry.number,
            clocks=_Inquiry.clocks.db_value(to_stored(_kept(one, rules, now))),
        )


_WHOLE = Prepared(
    lambda: _Inquiry.select(_Inquiry.merged_into).where(_Inquiry.number == slot("number"))
)


def _whole_of(number: int) -> int:
    merged_into: int | None = _WHOLE.scalar(number=number)
    return merged_into or number


def _kept(one: Told, rules: Rules, now: datetime) -> CardClocks | None:
    if one.inquiry.closed_at is not None or one.inquiry.junked_at is not None:
        return None
    coming = (found.since for found in standings(one.story) if found.since > now)
    return kept_of(clocks_of(one.story, rules, now), next(coming, None), now)
