"""The team as every act needs it: members and settings, read again only when they changed."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from peewee import JOIN

from csboard.db import models, plain_sql, records
from csboard.db.prepared import Prepared, slot
from csboard.db.schema import SEALED
from csboard.db.tag_models import TagRow
from csboard.domain import access
from csboard.domain.alarm_settings import LISTS, AlarmSettings
from csboard.domain.records import Event, Member, Stage
from csboard.domain.settings import TeamSettings
from csboard.domain.vocabulary import Vocabulary
from csboard.errors import Unavailable
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.public_holidays import NO_HOLIDAYS, PUBLIC_DAYS, PublicHolidays, holidays_of

if TYPE_CHECKING:
    from csboard.domain.absences import Absence

_STATE_COLUMNS = (models.BoardRow.schema, models.BoardRow.team_revision)
_STATE = Prepared(lambda: models.BoardRow.select(*_STATE_COLUMNS))
_STATE_AND_EVENT = Prepared(
    lambda: models.BoardRow.select(*_STATE_COLUMNS, *records.EVENT_COLUMNS).join(
        models.EventRow, JOIN.LEFT_OUTER, on=(models.EventRow.op_id == slot("op_id"))
    )
)


class Team(NamedTuple):
    """Members and settings at one moment."""

    revision: int
    members: Mapping[str, Member]
    """By login."""
    logins: Mapping[int, str]
    settings: TeamSettings
    public_days: PublicHolidays = NO_HOLIDAYS
    """Those that the team keeps, as they were written down."""
    absences: tuple[Absence, ...] = ()
    """Those that end last, the earliest to end first: all that go on or are to come."""
    in_person: bool = True
    """Whether whoever acts on it does so themselves, and no lead in their name."""

    def member(self, login: str) -> Member:
        """The member who acts; Refused when the board doesn't know them."""
        found = self.members.get(login)
        if found is None:
            raise access.not_a_member(login)
        return found


class TeamCache:
    """Keeps the latest `Team`; one query tells whether it still holds. Safe in threads."""

    def __init__(self, schema: int) -> None:
        self._schema = schema
        self._latest: Team | None = None
        self._lock = threading.Lock()

    def current(self) -> Team:
        """The team in the transaction at hand; Unavailable once the board was upgraded."""
        return self._as_of(*_STATE.rows()[0])

    def at_command(self, op_id: str) -> tuple[Team, Event | None]:
        """As `current`, and the event that the wish `op_id` has left: both in one query."""
        schema, revision, *event = _STATE_AND_EVENT.rows(op_id=op_id)[0]
        team = self._as_of(schema, revision)
        return team, records.event(tuple(event), team.logins) if event[0] else None

    def _as_of(self, schema: int, revision: int) -> Team:
        if schema != self._schema:
            raise Unavailable("upgraded", upgraded(schema))
        with self._lock:
            if self._latest is None or self._latest.revision != revision:
                self._latest = _load(revision)
            return self._latest


def upgraded(schema: int) -> str:
    """What a program is told that is older than the board is by now, or that has the wrong one."""
    if schema > SEALED:
        return _("The board was moved elsewhere: restart me.")
    return _("csboard was upgraded: restart me.")


def changed() -> None:
    """Note that members or settings changed; part of the transaction that does it."""
    models.BoardRow.update(team_revision=models.BoardRow.team_revision + 1).execute()


def as_written(team: Team) -> Team:
    """The team as it stands in the transaction at hand, after what that has written."""
    return _load(team.revision)


def _load(revision: int) -> Team:
    rows = models.MemberRow.select().order_by(models.MemberRow.id)  # as they came to the team
    members = {row.login: records.member(row) for row in rows}
    logins = {member.id: member.login for member in members.values()}
    stored = {row.key: row.value for row in models.SettingRow.select()}
    return Team(
        revision=revision,
        members=members,
        logins=logins,
        settings=settings_of(stored, _vocabulary()),
        public_days=holidays_of(stored.get(PUBLIC_DAYS)),
        absences=_absences(logins),
    )


def _absences(logins: Mapping[int, str]) -> tuple[Absence, ...]:
    if not plain_sql.rows("SELECT 1 FROM absence LIMIT 1"):  # as with most teams: loads nothing
        return ()
    from csboard.db.absences import latest_absences

    return latest_absences(logins)


def settings_of(stored: Mapping[str, Any], vocabulary: Vocabulary) -> TeamSettings:
    """The settings out of what is stored by their names; what isn't stored is as usual."""
    known = {field.name for field in dataclasses.fields(TeamSettings)}
    values = {key: value for key, value in stored.items() if key in known}
    if "stages" in values:
        values["stages"] = tuple(_stage(stage) for stage in values["stages"])
    for key in ("own_addresses", "form_senders", "approval_for"):
        if key in values:
            values[key] = tuple(values[key])
    values["vocabulary"] = vocabulary
    for key in ("hours", "days", "promises", "pausing"):
        if key in values:
            values[key] = {name: tuple(words) for name, words in values[key].items()}
    if values.get("objectives"):
        from csboard.domain.objective_settings import stored_objectives

        values["objectives"] = stored_objectives(values["objectives"])
    elif "objectives" in values:
        values["objectives"] = ()
    if "alarms" in values:
        values["alarms"] = _alarms(values["alarms"])
    return TeamSettings(**values)


def _alarms(stored: Mapping[str, Any]) -> AlarmSettings:
    words = {key: tuple(value) for key, value in stored.items() if key in LISTS}
    return AlarmSettings(**{**stored, **words})


def _vocabulary() -> Vocabulary:
    rows: Any = TagRow.select(*records.TAG_COLUMNS).order_by(TagRow.id).tuples()
    return Vocabulary(tuple(records.tag(row) for row in rows))


def _stage(stored: dict[str, Any]) -> Stage:
    return Stage(**{**stored, "needs": tuple(stored.get("needs", ()))})
