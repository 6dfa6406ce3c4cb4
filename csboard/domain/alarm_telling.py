"""Telling people of alarms, each once: whoever asks first does it for the whole team."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from csboard.domain.alarm_commands import NoteAlarmMail, TellAlarms
from csboard.domain.alarm_records import Watch
from csboard.domain.alarm_settings import (
    BOUNCED,
    EVERYBODY,
    IN_INBOX,
    LEADS,
    OWNER,
    UNTAKEN,
    AlarmSettings,
)
from csboard.domain.alarm_sight import alarms_at, held_first
from csboard.domain.alarms import Alarm
from csboard.domain.business_calendar import Calendar
from csboard.domain.decisions import Decision, EventDraft, Insert, Quiet, Thing, Update
from csboard.domain.people import works_here
from csboard.domain.records import Member, Role, TaskRef
from csboard.errors import Refused
from csboard.i18n import _
from csboard.named import NamedTuple

FEW = 3
"""More of one kind than this reach an inbox as one."""
DUE = "due"


class TellingState(NamedTuple):
    """What is open, what people were told of, and whom there is to be told."""

    actor: Member
    settings: AlarmSettings
    members: Mapping[str, Member]
    watch: Watch
    calendar: Calendar

    def untold_at(self, now: datetime) -> tuple[Alarm, ...]:
        return alarms_at(self.watch, self.settings, self.calendar, now).untold


def tell(state: TellingState, command: TellAlarms, now: datetime) -> Decision:
    """Write down that they were told, with what reaches inboxes and what is to be mailed."""
    untold = state.untold_at(now)
    if not untold:
        raise Refused("told", _("Everybody has been told of all alarms already."))
    task_ids = {card.ref: card.task_id for card in state.watch.cards}
    rows = tuple(_row(alarm, state, task_ids, now) for alarm in untold)
    kinds = Counter(alarm.kind for alarm in untold)
    detail = {"kinds": dict(sorted(kinds.items()))}
    changes = (*rows, *_inboxes(untold, state, now))
    return Decision(changes, EventDraft("alarms_told", detail=detail))


def note_mail(due: frozenset[int], command: NoteAlarmMail, now: datetime) -> Quiet:
    """Of those that are `due` still; a repeat changes nothing more."""
    ids = [one for one in command.ids if one in due]
    return Quiet(tuple(Update(Thing.ALARM, one, {"mail": command.became}) for one in ids))


def _row(
    alarm: Alarm, state: TellingState, task_ids: Mapping[TaskRef, int], now: datetime
) -> Insert:
    values = {
        "kind": alarm.kind,
        "task_id": task_ids[alarm.ref] if alarm.ref else None,
        "member_id": None if alarm.ref else state.members[alarm.login or ""].id,
        "clock": alarm.clock,
        "since": alarm.since,
        "told_at": now,
        "mail": DUE if alarm.kind in state.settings.mail else "",
    }
    return Insert(Thing.ALARM, values)


def _inboxes(untold: Iterable[Alarm], state: TellingState, now: datetime) -> Iterator[Insert]:
    """A line for each, or for all of a kind where there are many; by person, then by kind.

    A bounce has reached the inboxes of its people by itself.
    """
    reached: dict[tuple[int, str], list[Alarm]] = {}
    held = held_first(state.watch.cards)
    for alarm in untold:
        if alarm.kind != BOUNCED:
            for member in _people(alarm, state):
                reached.setdefault((member.id, alarm.kind), []).append(alarm)
    for (member_id, kind), alarms in reached.items():
        shown = alarms if len(alarms) <= FEW else alarms[:1]
        more = len(alarms) - len(shown)
        for alarm in shown:
            about = _about(alarm, alarms, state)
            number = alarm.ref.number if alarm.ref else held[alarm.login or ""]
            values = {
                "member_id": member_id,
                "at": now,
                "kind": f"{IN_INBOX}{kind}",
                "inquiry_id": number,
                "actor_id": state.actor.id,
                "about_id": about and about.id,
                "more": alarm.held or more,
            }
            yield Insert(Thing.INBOX, values)


def _about(alarm: Alarm, told: list[Alarm], state: TellingState) -> Member | None:
    """Whom a line is about: who has too much; who leaves, where it tells of no others' leaving."""
    if alarm.ref is None:
        return state.members[alarm.login or ""]
    is_one = len({one.login for one in told}) == 1 or len(told) <= FEW
    return state.members.get(alarm.login or "") if alarm.kind == UNTAKEN and is_one else None


def _people(alarm: Alarm, state: TellingState) -> list[Member]:
    workers = [one for one in state.members.values() if works_here(one)]
    whom: Iterable[str] = state.settings.tell
    owner = state.members.get(alarm.login or "")
    nobody_has_it = owner is None or not works_here(owner)
    if EVERYBODY in whom or (OWNER in whom and nobody_has_it):
        return workers
    wanted = {alarm.login} if OWNER in whom else set()
    if LEADS in whom:
        wanted |= {one.login for one in workers if one.role is Role.LEAD}
    return [one for one in workers if one.login in wanted]
