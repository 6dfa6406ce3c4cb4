"""The team's settings that are written as text: how each is shown, read, and what it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from csboard.domain.settings import HOLIDAY, WEEKDAYS, TeamSettings
from csboard.i18n import N_, _, current_language, weekday
from csboard.named import NamedTuple
from csboard.tui.screens.settings_alarms import show_alarms, take_alarms
from csboard.tui.screens.settings_clock import (
    show_days,
    show_heat,
    show_pausing,
    show_promises,
    take_days,
    take_heat,
    take_pausing,
    take_promises,
)

_HOLIDAY_IN_JAPANESE = "祝"


class Field(NamedTuple):
    """A setting of the team that is written as text."""

    label: str
    says: str
    show: Callable[[TeamSettings], str]
    take: Callable[[TeamSettings, str], TeamSettings]
    """Raises ValueError with a sentence."""
    tall: bool = False


def _text(key: str) -> dict[str, Any]:
    return {
        "show": lambda settings: str(getattr(settings, key)),
        "take": lambda settings, typed: replace(settings, **{key: typed}),
    }


def _lines(key: str) -> dict[str, Any]:
    return {
        "show": lambda settings: "\n".join(getattr(settings, key)),
        "take": lambda settings, typed: replace(settings, **{key: _split(typed)}),
        "tall": True,
    }


def _split(typed: str) -> tuple[str, ...]:
    """One on each line, or with commas between."""
    parts = (part.strip() for part in re.split(r"[\n,、]", typed))
    return tuple(dict.fromkeys(part for part in parts if part))


def _days(settings: TeamSettings) -> str:
    lines = ((_day_name(day), ranges) for day, ranges in settings.hours.items())
    return "\n".join(f"{day} {' '.join(ranges)}" for day, ranges in lines)


def _day_name(day: str) -> str:
    """A day as it is read here: 月 in Japanese, and as the file has it in English."""
    if current_language() != "ja":
        return day
    return _HOLIDAY_IN_JAPANESE if day == HOLIDAY else weekday(WEEKDAYS.index(day))


def _day_key(written: str) -> str:
    """The day that is meant, in either way of writing."""
    names = {weekday(number, "ja"): day for number, day in enumerate(WEEKDAYS)}
    names |= dict.fromkeys((_HOLIDAY_IN_JAPANESE, f"{_HOLIDAY_IN_JAPANESE}日"), HOLIDAY)
    return names.get(written.removesuffix("曜日").removesuffix("曜"), written)


def _hours(settings: TeamSettings, typed: str) -> TeamSettings:
    days = (
        line.replace(":", " ", 1) if re.match(r"\w+:\s", line) else line
        for line in typed.splitlines()
    )
    hours: dict[str, tuple[str, ...]] = {}
    for written, *ranges in (line.split() for line in days if line.strip()):
        day = _day_key(written)
        hours[day] = (*hours.get(day, ()), *ranges)  # a day may have a line for each range
    return replace(settings, hours=hours)


def _number(name: str, wrong: str) -> dict[str, Any]:
    """A field that holds a whole number; `wrong` says what to write instead of anything else."""

    def put(settings: TeamSettings, typed: str) -> TeamSettings:
        if not typed.isdecimal() or len(typed) > 6:
            raise ValueError(_(wrong))
        changes: dict[str, Any] = {name: int(typed)}
        return replace(settings, **changes)

    return {"show": lambda settings: str(getattr(settings, name)), "take": put}


_ADDRESSES = N_("Mail addresses, one on each line.")

FIELDS: dict[str, Field] = {
    "name": Field(N_("Name"), N_("Stands in the header of every board."), **_text("name")),
    "zone": Field(
        N_("Time zone"), N_("As Asia/Tokyo; days begin and times are shown in it."), **_text("zone")
    ),
    "hours": Field(
        N_("Business hours"),
        N_("A line for each open day, as: mon 09:00-12:00 13:00-18:00"),
        _days,
        _hours,
        tall=True,
    ),
    "holidays": Field(
        N_("Public holidays"),
        N_("A country as JP, a part of it as DE-BY; nothing for none. They are days off."),
        **_text("holidays"),
    ),
    "days": Field(
        N_("Days of our own"),
        N_("As 12-29..01-03 closed, or 2026-12-28 09:00-12:00; each on a line."),
        show_days,
        take_days,
        tall=True,
    ),
    "promises": Field(
        N_("Promises"),
        N_("As first 4h, or first 30m urgency:urgent; also next and solved; each on a line."),
        show_promises,
        take_promises,
        tall=True,
    ),
    "pausing": Field(
        N_("Pauses"),
        N_("As customer next solved: what stops while a reply waits for whom; each on a line."),
        show_pausing,
        take_pausing,
        tall=True,
    ),
    "heat": Field(
        N_("Heat"),
        N_("As anger 60: a tag, and how many business minutes sooner; each on a line."),
        show_heat,
        take_heat,
        tall=True,
    ),
    "headline": Field(
        N_("Headline"),
        N_("The key of the key result that stands in every header; nothing for none."),
        **_text("headline"),
    ),
    "own_addresses": Field(N_("Mailboxes"), _ADDRESSES, **_lines("own_addresses")),
    "form_senders": Field(N_("Web forms"), _ADDRESSES, **_lines("form_senders")),
    "reopen_days": Field(
        N_("Reopening"),
        N_("Days in which mail reopens a closed inquiry."),
        **_number("reopen_days", N_("Write a number of days, as 14.")),
    ),
    "flood_mails": Field(
        N_("Flood"),
        N_("More mails of one sender at once wait for a person; 0 for no limit."),
        **_number("flood_mails", N_("Write a number of mails, as 20.")),
    ),
    "flood_minutes": Field(
        N_("Flood time"),
        N_("Minutes within which so many mails are a flood."),
        **_number("flood_minutes", N_("Write a number of minutes, as 10.")),
    ),
    "fade_days": Field(
        N_("Fading"),
        N_("Days without a word after which a successful case fades; 0 for never."),
        **_number("fade_days", N_("Write a number of days, as 180.")),
    ),
    "half_life_days": Field(
        N_("Half-life"),
        N_("Days after which what was done counts half on the knowledge map."),
        **_number("half_life_days", N_("Write a number of days, as 180.")),
    ),
    "alarms": Field(
        N_("Alarms"),
        N_("A line for each, its words behind a colon: which are on, from when, whom they tell."),
        show_alarms,
        take_alarms,
        tall=True,
    ),
    "approval_for": Field(
        N_("Approval"),
        N_("When a reply needs one: always, learning, urgency:urgent or tag:NAME, each on a line."),
        **_lines("approval_for"),
    ),
    "send_window": Field(
        N_("Send window"),
        N_("Seconds in which sending can be stopped."),
        **_number("send_window", N_("Write a number of seconds, as 15.")),
    ),
    "wrap_at": Field(
        N_("Line width"),
        N_("Columns at which a reply's lines are wrapped; 0 for no wrapping."),
        **_number("wrap_at", N_("Write a number of columns, as 72.")),
    ),
    "quoting": Field(
        N_("Quoting"),
        N_("Where the customer's words stand in a new draft: below, above or none."),
        **_text("quoting"),
    ),
    "signature": Field(
        N_("Signature"),
        N_("Ends a new draft; {name} is the writer's name, {team} the team's."),
        lambda settings: settings.signature,
        lambda settings, typed: replace(settings, signature=typed.strip("\n")),
        tall=True,
    ),
}
NOTES = {
    "own_addresses": N_("mail from one of them is held, never opened as a customer's"),
    "form_senders": N_("their mails look automatic but carry customers' words"),
    "reopen_days": N_("days in which mail reopens a closed inquiry"),
    "flood_mails": N_("mails of one sender, beyond which they wait for a person"),
    "flood_minutes": N_("minutes within which they are counted"),
    "fade_days": N_("days without a word after which a successful case fades"),
    "half_life_days": N_("days after which what was done counts half on the knowledge map"),
    "hours": N_("in the team's zone"),
    "holidays": N_("days off that the country has; csboard team holidays tells which"),
    "days": N_("with their hours; stronger than weekdays and public holidays"),
    "promises": N_("how soon customers hear from the team, in business time"),
    "pausing": N_("which clocks stand still while a reply waits, and for whom"),
    "heat": N_("minutes by which an inquiry with such a tag comes sooner"),
    "alarms": N_("what must not go unnoticed, and whom it reaches"),
    "headline": N_("the key result that stands in every header"),
    "approval_for": N_("when a reply needs a colleague's approval"),
    "send_window": N_("seconds in which sending can be stopped"),
    "wrap_at": N_("columns at which lines of replies are wrapped"),
    "quoting": N_("where the customer's words stand in a new draft"),
    "signature": N_("ends a new draft"),
}
BEFORE_STAGES = ("name", "zone")
