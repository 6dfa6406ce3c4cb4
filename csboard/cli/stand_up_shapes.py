"""A stand-up as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.cli.absence_shapes import of_person, of_stretch
from csboard.domain.stand_up import stand_ins_of

if TYPE_CHECKING:
    from csboard.cli.shapes import Json
    from csboard.domain.absence_list import Away
    from csboard.domain.stand_up import Entry, Found, Turn, Walk


def of_walk(walked: Walk) -> Json:
    found, going_on = walked.found, walked.found.stand_up
    return {
        "since": found.since.isoformat(),
        "at": found.now.isoformat(),
        "began_at": going_on.began_at.isoformat() if going_on else None,
        "begun_by": going_on.login if going_on else None,
        "ended_at": going_on.ended_at.isoformat() if going_on and going_on.ended_at else None,
        "stages": [_turn(one) for one in walked.stages],
        "people": [_turn(one) for one in walked.people],
        "away": [_absence(one, found) for one in walked.away],
        "soon": [_absence(one, found) for one in walked.soon],
        "notes": [
            {"number": one.number, "by": one.login, "at": one.at.isoformat(), "text": one.text}
            for one in found.notes
        ],
        "more": found.more,
    }


def _absence(one: Away, found: Found) -> Json:
    parts = stand_ins_of(one.absence, found)
    return {**of_person(*one), "stand_ins": [of_stretch(part) for part in parts]}


def _turn(turn: Turn) -> Json:
    return {"key": turn.key or None, "cards": [_entry(one) for one in turn.entries]}


def _entry(entry: Entry) -> Json:
    return {
        "number": entry.ref.number,
        "task": str(entry.ref),
        "subject": entry.title,
        "owner": entry.owner,
        "events": [
            {"id": one.id, "at": one.at.isoformat(), "by": one.actor, "kind": one.kind}
            for one in entry.events
        ],
        "alarms": [
            {"kind": one.alarm.kind, "since": one.alarm.since.isoformat()} for one in entry.alarms
        ],
        "reviews": list(entry.reviews),
        "offers": list(entry.offers),
    }
