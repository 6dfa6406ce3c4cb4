"""Which alarms stand at a moment, out of what is open and what people were told of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from csboard.domain.alarm_checks import limits_of
from csboard.domain.alarm_records import NO_ALARMS, Alarms, ShownAlarm, Watch, Watched
from csboard.domain.alarm_settings import KINDS, AlarmSettings
from csboard.domain.alarms import (
    OF_PROMISES,
    Alarm,
    Open,
    alarms_of,
    identity,
    next_look,
    next_turn,
    to_tell,
)
from csboard.domain.business_calendar import Calendar
from csboard.domain.card_clocks import pressing
from csboard.domain.records import TaskRef


def alarms_at(watch: Watch, wanted: AlarmSettings, calendar: Calendar, now: datetime) -> Alarms:
    """All that stand at `now`, those that people are to be told of, and when to look again."""
    if not wanted.on:
        return NO_ALARMS
    limits = limits_of(wanted)
    opens = {card.ref: open_at(card, calendar, now) for card in watch.cards}
    standing = alarms_of(opens.values(), limits, calendar, now)
    standing.sort(key=lambda one: KINDS.index(one.kind))  # which keeps the order of time
    told = {identity(alarm): at for alarm, at in watch.told.items()}
    unknown = [one for one in standing if identity(one) not in told]
    titles = {card.ref: card.title for card in watch.cards}
    looks = (
        next_look(opens.values(), limits, calendar, now),
        next_turn(standing, unknown, calendar, now),
    )
    return Alarms(
        tuple(_shown(one, opens, titles, told.get(identity(one))) for one in standing),
        tuple(to_tell(unknown, (), calendar, now)),
        min((look for look in looks if look is not None), default=None),
    )


def open_at(card: Watched, calendar: Calendar, now: datetime) -> Open:
    """The card as alarms see it at `now`."""
    pressed = pressing(card.clocks, calendar, now) if card.clocks else None
    until = card.waiting.until if card.waiting else None
    return Open(
        ref=card.ref,
        owner=card.owner,
        owner_since=card.owner_since,
        moved_at=card.moved_at,
        left=pressed and pressed.left,
        clock_since=pressed and pressed.since,
        clock=pressed.which if pressed else "",
        due_at=pressed and pressed.due_at,
        rests=bool(pressed and pressed.rests),
        waits=card.waiting is not None and (until is None or until > now),
        wakes_at=until,
        bounced_at=card.bounced_at,
        untaken_from=_untaken_from(card, calendar, now),
    )


def _untaken_from(card: Watched, calendar: Calendar, now: datetime) -> datetime | None:
    """From when on an offer that nobody takes is an alarm; None where its owner stays."""
    if card.offered_at is None:
        return None
    from csboard.domain.hand_off_alarm import rings_from

    coming = min((span.start for span in card.away if span.end > now), default=None)
    return coming and rings_from(card.offered_at, coming, calendar)


def held_first(cards: Iterable[Watched]) -> dict[str, int]:
    """By login an inquiry in their hand: the one they have had for longest."""
    held = sorted((card for card in cards if card.owner), key=lambda one: one.owner_since)
    return {card.owner: card.ref.number for card in reversed(held) if card.owner}


def _shown(
    alarm: Alarm,
    opens: Mapping[TaskRef, Open],
    titles: Mapping[TaskRef, str],
    told_at: datetime | None,
) -> ShownAlarm:
    if alarm.ref is None:
        return ShownAlarm(alarm, "", None, told_at)
    left = opens[alarm.ref].left if alarm.kind in OF_PROMISES else None
    return ShownAlarm(alarm, titles[alarm.ref], left, told_at)
