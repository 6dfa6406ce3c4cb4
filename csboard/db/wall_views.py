"""What a wall display is told, by the views that are all its login may read."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from csboard.db.clock_rules import rules_of
from csboard.db.plain_sql import rows
from csboard.db.records import card_clocks, tags_of
from csboard.db.schema import SCHEMA
from csboard.db.team import Team, settings_of, upgraded
from csboard.db.wall import case_of
from csboard.domain import sheet as sheets
from csboard.domain.absences import Absence, OnMail
from csboard.domain.knowledge import Finding, Success
from csboard.domain.need import heat_of
from csboard.domain.objective_settings import every_result
from csboard.domain.people import name_of
from csboard.domain.records import Card, Channel, Member, Role, TaskRef, Urgency, Waiting
from csboard.domain.sheet import SheetRow, Standing
from csboard.domain.team_goals import Entered, ResultStanding, by_hand
from csboard.domain.views import Counts, Snapshot
from csboard.domain.vocabulary import NO_VOCABULARY
from csboard.domain.wall import Aside, Case, Wall, day_of
from csboard.errors import Unavailable
from csboard.i18n import _
from csboard.public_holidays import PUBLIC_DAYS, holidays_of

_OPEN = (
    "SELECT number, seq, stage, need, owner, owner_name, owner_since, waiting_for, waiting_until,"
    " opened_at, first_reply_at, free_since, clocks FROM wall_task WHERE closed_at IS NULL"
)
_DONE = "SELECT count(*) FROM wall_task WHERE closed_at >= {0}"
_CAME = "SELECT count(*) FROM wall_arrival WHERE opened_at >= {0}"


class Teams:
    """The team of one board that was read last, as long as its revision holds."""

    def __init__(self) -> None:
        self._latest: Team | None = None

    def current(self) -> Team:
        """Unavailable once the board was upgraded."""
        ((schema, revision),) = rows("SELECT schema, team_revision FROM wall_board")
        if schema != SCHEMA:
            raise Unavailable("upgraded", upgraded(schema))
        if self._latest is None or self._latest.revision != revision:
            self._latest = _team(revision)
        return self._latest


def newest(teams: Teams) -> int:
    """Id of the newest event."""
    teams.current()
    ((event,),) = rows("SELECT event FROM wall_newest")
    return event or 0


def wall(teams: Teams, now: datetime) -> Wall:
    """The open cards and what is counted, in the transaction at hand; there are no names."""
    team = teams.current()
    midnight = datetime.combine(_today(team, now), time.min, ZoneInfo(team.settings.zone))
    ((done,),) = rows(_DONE, (midnight,))
    ((came,),) = rows(_CAME, (midnight,))
    ((event,),) = rows("SELECT event FROM wall_newest")
    cards = tuple(_card(*row) for row in rows(_OPEN))
    agreed = team.settings
    snapshot = Snapshot(
        rev=event or 0,
        stages=agreed.stages,
        members=team.members,
        cards=cards,
        counts=Counts({}, sum(card.owner is None for card in cards), done, 0),
        team_name=agreed.name,
        zone=agreed.zone,
        rules=rules_of(team),
        heat=heat_of(agreed),
        absences=team.absences,
    )
    return Wall(now, snapshot, came)


def aside(teams: Teams, now: datetime, *, names: bool) -> Aside:
    """This week's case, and the headline where people enter its values."""
    team = teams.current()
    headline = _headline(team, now)
    lacks = []
    if names:
        lacks.append(_("A wall's login reads no subjects: they aren't shown."))
    if headline is None and team.settings.headline:
        lacks.append(_("A wall's login can't measure the headline: it isn't shown."))
    return Aside(_case(team, now), headline, tuple(lacks), now)


def _today(team: Team, now: datetime) -> date:
    return day_of(now, ZoneInfo(team.settings.zone))


def _team(revision: int) -> Team:
    stored = {key: json.loads(value) for key, value in rows("SELECT key, value FROM wall_setting")}
    members = {
        login: Member(member_id, login, name, Role(role), active=bool(active))
        for member_id, login, name, role, active in rows(
            "SELECT id, login, name, role, active FROM wall_member"
        )
    }
    return Team(
        revision=revision,
        members=members,
        logins={one.id: one.login for one in members.values()},
        settings=settings_of(stored, NO_VOCABULARY),
        public_days=holidays_of(stored.get(PUBLIC_DAYS)),
        absences=_absences(),
    )


def _absences() -> tuple[Absence, ...]:
    found = rows(
        "SELECT id, login, first_day, last_day, from_noon, until_noon, on_mail, stand_in"
        " FROM wall_absence ORDER BY last_day, id"
    )
    return tuple(
        Absence(
            absence_id,
            login,
            date.fromisoformat(first),
            date.fromisoformat(last),
            OnMail(on_mail),
            stand_in,
            bool(from_noon),
            bool(until_noon),
        )
        for absence_id, login, first, last, from_noon, until_noon, on_mail, stand_in in found
    )


def _card(
    number: int,
    seq: int,
    stage: str,
    need: int,
    owner: str | None,
    owner_name: str | None,
    *rest: Any,
) -> Card:
    owner_since, for_whom, until, opened_at, first_reply_at, free_since, clocks = rest
    return Card(
        task_id=0,
        ref=TaskRef(number, seq),
        version=0,
        title="",
        customer_name="",
        customer_email="",
        channel=Channel.MAIL,
        stage=stage,
        urgency=Urgency.of_rank(need),
        owner=owner,
        owner_name=owner_name or owner or "",
        owner_since=_utc(owner_since),
        opened_at=opened_at.astimezone(UTC),
        first_reply_at=_utc(first_reply_at),
        waiting=Waiting(for_whom, until=_utc(until)) if for_whom else None,
        clocks=card_clocks(json.loads(clocks)) if clocks else None,
        free_since=None if owner else _utc(free_since or opened_at),
    )


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None


# The case of the week, and the headline


def _case(team: Team, now: datetime) -> Case | None:
    cases = rows("SELECT id, author, at, tags FROM wall_case ORDER BY id")
    days, week = team.settings.fade_days, sheets.week_of(now, team.settings.zone)
    found = [
        Success(success_id, 0, author, at.astimezone(UTC), "", tags=tags_of(json.loads(tags)))
        for success_id, author, at, tags in cases
    ]
    monday = [_row(one, _standings(week), week, days) for one in found]
    pick = sheets.pick(monday, week, days)
    if pick is None:
        return None
    success = next(one for one in found if one.id == pick.success_id)
    row = _row(success, _standings(now + timedelta(days=1)), now, days)
    return case_of(row, pick, name_of(success.author, team.members), names=False)


def _row(success: Success, standings: Mapping[int, Standing], now: datetime, days: int) -> SheetRow:
    standing = standings.get(success.id, Standing())
    return SheetRow(success, 0, None, standing, sheets.is_faded(success, standing, now, days))


def _standings(until: datetime) -> dict[int, Standing]:
    """What had been found of each case before a moment, as csboard.db.sheet tells it."""
    counts: dict[int, dict[str, set[object]]] = defaultdict(lambda: defaultdict(set))
    latest: dict[int, datetime] = {}
    sql = "SELECT success_id, word, confirmed_at, draft_id FROM wall_case_word WHERE at < {0}"
    for place, (success_id, word, confirmed_at, draft_id) in enumerate(rows(sql, (until,))):
        # Put twice into one draft it was used once.
        counts[success_id][word].add(("draft", draft_id) if draft_id else place)
        if word != Finding.NOT_HERE and confirmed_at is not None:
            moment = confirmed_at.astimezone(UTC)
            latest[success_id] = max(moment, latest.get(success_id, moment))
    return {
        success_id: Standing(
            **{word: len(found) for word, found in words.items()},
            confirmed_at=latest.get(success_id),
        )
        for success_id, words in counts.items()
    }


def _headline(team: Team, now: datetime) -> ResultStanding | None:
    key = team.settings.headline
    wanted = [one for one in every_result(team.settings) if one[1].key == key]
    if not wanted or wanted[0][1].measured:
        return None
    objective, result = wanted[0]
    sql = "SELECT day, value, at, member FROM wall_reading WHERE result = {0} ORDER BY day"
    entered = tuple(
        Entered(date.fromisoformat(day), value, at.astimezone(UTC), member)
        for day, value, at, member in rows(sql, (key,))
    )
    return by_hand(objective, result, {key: entered}, _today(team, now))
