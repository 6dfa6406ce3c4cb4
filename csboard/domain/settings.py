"""What the team decides together; it lives in the database, one truth for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from csboard.domain.alarm_settings import AlarmSettings
from csboard.domain.frozen_dataclasses import dataclass
from csboard.domain.records import Stage
from csboard.domain.vocabulary import NO_VOCABULARY, Vocabulary

if TYPE_CHECKING:
    from csboard.domain.objective_settings import Objective

STAGE_KINDS = ("todo", "doing", "done")
QUOTING = ("below", "above", "none")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOLIDAY = "holiday"
"""Stands beside the weekdays for public holidays, whatever weekday they fall on."""


def default_stages() -> tuple[Stage, ...]:
    """ToDo, Doing, Done: team A's three columns of the field study."""
    return (
        Stage("todo", "todo", {"ja": "ToDo", "en": "ToDo"}),
        Stage("doing", "doing", {"ja": "Doing", "en": "Doing"}),
        Stage("done", "done", {"ja": "Done", "en": "Done"}),
    )


def default_hours() -> dict[str, tuple[str, ...]]:
    """Nine to six from Monday to Friday."""
    return {day: ("09:00-18:00",) for day in WEEKDAYS[:5]}


def default_pausing() -> dict[str, tuple[str, ...]]:
    """Who has heard nothing from us is not waited for; colleagues' delay is our own."""
    return {"customer": ("next", "solved"), "date": ("next", "solved")}


@dataclass(frozen=True)
class TeamSettings:
    """The team's settings, with defaults a new board starts from."""

    name: str = "Support"
    zone: str = "Asia/Tokyo"
    """IANA name of the zone in which times are shown and days begin."""
    stages: tuple[Stage, ...] = field(default_factory=default_stages)
    own_addresses: tuple[str, ...] = ()
    """The team's mailboxes: mail from one of them is held, never opened as a customer's."""
    form_senders: tuple[str, ...] = ()
    """Addresses of web forms, whose mails look automatic but carry customers' words."""
    mail_domain: str = "csboard.invalid"
    """Right-hand side of the Message-IDs that csboard makes."""
    reopen_days: int = 14
    """A closed inquiry that gets mail reopens within this many days; later a new one opens."""
    flood_mails: int = 20
    """More mails than this from one sender within `flood_minutes` wait for a person; 0: never."""
    flood_minutes: int = 10
    fade_days: int = 180
    """A successful case fades that nobody has confirmed for so many days; 0: never."""
    half_life_days: int = 180
    """After so many days what somebody has done weighs half as much on the knowledge map."""

    vocabulary: Vocabulary = NO_VOCABULARY
    """The words for tags. It grows as inquiries are tagged, and isn't stored with the others."""
    hours: Mapping[str, tuple[str, ...]] = field(default_factory=default_hours)
    """Business hours by day (`WEEKDAYS`, `HOLIDAY`), as ranges `09:00-18:00` in the team's zone; a
    day that isn't named is closed. `22:00-02:00` runs on into the next day."""
    holidays: str = ""
    """Whose public holidays the team keeps: `JP`, `DE-BY` for a part of a country; empty: none."""
    days: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The team's own days with their hours, empty for closed ones: `2026-12-28`, `12-29` for every
    year, `12-29..01-03` for several. They are stronger than weekdays and public holidays."""

    promises: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By clock (`promises.CLOCKS`) how soon, in business time, and for what: `4h`,
    `30m urgency:urgent tag:NAME mailbox:ADDRESS`. Of those that fit the strictest holds."""
    pausing: Mapping[str, tuple[str, ...]] = field(default_factory=default_pausing)
    """Which clocks stand still while the reply waits, by for whom (`records.FOR_WHOM`)."""
    heat: Mapping[str, int] = field(default_factory=dict)
    """By emotion tag, how many business minutes sooner an inquiry with it is due to be taken."""
    alarms: AlarmSettings = field(default_factory=AlarmSettings)
    """What must not go unnoticed, and whom it reaches."""

    objectives: tuple[Objective, ...] = ()
    """What the team wants to reach, with its key results."""
    headline: str = ""
    """The key of the key result that stands in every header and on the wall; empty: none."""

    approval_for: tuple[str, ...] = ()
    """When a reply needs a colleague's approval before it is sent: `always`, `learning` (by
    members who are marked so), `urgency:urgent`, `tag:NAME`; any of them asks for it."""
    send_window: int = 15
    """Seconds in which sending can be stopped."""
    wrap_at: int = 72
    """Columns at which a reply's lines are wrapped when it goes out; 0: not at all."""
    quoting: str = "below"
    """Where the customer's words stand in a new draft: `below` the answer, `above` it, `none`."""
    signature: str = ""
    """Ends a new draft; `{name}` becomes the writer's name, `{team}` the team's."""

    def stage(self, key: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.key == key), None)

    @property
    def first_stage(self) -> Stage:
        return self.stages[0]

    def first_of(self, kind: str) -> Stage:
        """The first stage of a kind; the first of all where the team has none."""
        return next((stage for stage in self.stages if stage.kind == kind), self.first_stage)
