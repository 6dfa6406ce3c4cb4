"""The team itself: who is in it, in which role, and what it has agreed on."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from csboard.domain import access
from csboard.domain.alarm_checks import check_alarms
from csboard.domain.clock_rules import JUDGED_BY
from csboard.domain.commands import ApplySettings, BringHolidays, ChangeMember, EnterBoard
from csboard.domain.decisions import Decision, EventDraft, Insert, Thing, Update
from csboard.domain.objective_settings import check_objectives
from csboard.domain.opening import is_address
from csboard.domain.promises import check_promises
from csboard.domain.records import INTAKE_LOGIN, NEEDS, Member, Role, Tags
from csboard.domain.reply_settings import check_reply_settings
from csboard.domain.settings import STAGE_KINDS, TeamSettings
from csboard.domain.states import MemberState
from csboard.domain.tagging import clean_tags, new_words, refuse_bad_word
from csboard.domain.team_calendar import check_hours
from csboard.domain.vocabulary import NO_VOCABULARY, by_dimension
from csboard.errors import ConfigError, Conflict, Refused
from csboard.i18n import LANGUAGES, _, ngettext
from csboard.public_holidays import NO_HOLIDAYS, PUBLIC_DAYS, to_stored
from csboard.text import clean, quoted

MAX_NAME = 60
MAX_REOPEN_DAYS = 3650
MAX_FADE_DAYS = 3650
MAX_FLOOD = 1440


def enter(state: MemberState, command: EnterBoard, now: datetime) -> Decision:
    """A person appears. Who creates the board leads it; everybody later is a member."""
    if state.actor is not None:
        raise Refused("known", _("{login} is on the board already.").format(login=state.login))
    role = access.role_of_newcomers(state.members)
    values = {
        "login": state.login,
        "name": clean(command.name).strip()[:MAX_NAME],
        "role": role,
        "language": command.language,
        "active": True,
        "created_at": now,
    }
    return Decision(
        (Insert(Thing.MEMBER, values, "member"),),
        EventDraft("entered", detail={"login": state.login, "role": role}),
    )


def change_member(state: MemberState, command: ChangeMember, now: datetime) -> Decision:
    """Name a member, change role or language. One's own name is one's own; the rest a lead's."""
    update = _change(state, command)
    detail = {"login": command.login, "fields": sorted(update.values), **_standing(update)}
    changes = (update, *_freed(state, [update], now))
    return Decision(changes, EventDraft("member_changed", detail=detail))


def _freed(state: MemberState, updates: list[Update], now: datetime) -> list[Update]:
    """What members have who leave is nobody's work from now on, until somebody takes it over."""
    login_of: dict[object, str] = {one.id: one.login for one in state.members.values()}
    return [
        Update(Thing.TASK, task_id, {"free_since": now})
        for update in updates
        if update.values.get("active") is False
        for task_id in state.held.get(login_of[update.id], ())
    ]


def _standing(update: Update) -> dict[str, object]:
    """For an event: the role a member has from now on, and whether they are still here."""
    return {key: update.values[key] for key in ("role", "active") if key in update.values}


def _change(state: MemberState, command: ChangeMember) -> Update:
    actor = _known(state)
    member = state.members.get(command.login)
    if member is None or member.login == INTAKE_LOGIN:
        raise Refused(
            "no_such_member",
            _(
                "There is no member {login}; there are: {logins}."
                " Members appear when they first open the board."
            ).format(
                login=quoted(command.login),
                logins=_(", ").join(sorted(set(state.members) - {INTAKE_LOGIN})),
            ),
        )
    values = _wanted(member, command)
    if set(values) - {"name", "language"} or member.login != actor.login:
        access.require(actor, Role.LEAD)
    if not values:
        raise Refused("unchanged", _("{login} is so already.").format(login=member.login))
    _refuse_without_lead(state, member, values)
    return Update(Thing.MEMBER, member.id, values)


def _wanted(member: Member, command: ChangeMember) -> dict[str, object]:
    name = None if command.name is None else clean(command.name).strip()[:MAX_NAME]
    wished = {
        "name": name,
        "role": command.role,
        "language": command.language,
        "active": command.active,
        "learning": command.learning,
    }
    if command.language not in (None, "", *LANGUAGES):
        raise Refused(
            "no_such_language",
            _("There is no language {language}; there are: {languages}.").format(
                language=quoted(command.language), languages=_(", ").join(LANGUAGES)
            ),
        )
    return {
        key: value
        for key, value in wished.items()
        if value is not None and value != getattr(member, key)
    }


def _refuse_without_lead(state: MemberState, member: Member, values: dict[str, object]) -> None:
    role, active = values.get("role", member.role), values.get("active", member.active)
    others = [
        other
        for other in state.members.values()
        if other.login != member.login and access.is_lead(other)
    ]
    if access.is_lead(member) and not others and not (role is Role.LEAD and active):
        raise Refused(
            "last_lead",
            _("{login} is the only lead: make somebody else a lead first.").format(
                login=member.login
            ),
        )


def apply_settings(state: MemberState, command: ApplySettings, now: datetime) -> Decision:
    """Replace the settings by ones that make sense and change members; all of it or nothing."""
    settings = _meant(state.settings, command)
    check_settings(settings)
    _refuse_lost_stages(state, settings)
    old, new = _stored(state.settings), _stored(settings)
    changed = {key: value for key, value in new.items() if value != old[key]}
    people = _changes(state, command.members)
    words = _new_words(state, command.words, now)
    days = _public_days(state, command, settings)
    if not changed and not people and not words and not days:
        raise Refused("unchanged", _("The settings are so already."))
    updates = [Update(Thing.SETTING, key, {"value": value}) for key, value in changed.items()]
    logins = sorted({change.login for change in command.members})
    keys = sorted({*changed, *(["holidays"] if days else ())})
    detail: dict[str, object] = {"keys": keys, "members": logins}
    if state.settings.promises or settings.promises:
        detail |= _judged_anew(state, keys)
    if standings := _standings(state, people):
        detail["standings"] = standings
    if words:
        detail["words"] = len(words)
    freed = _freed(state, people, now)
    changes: tuple[Insert | Update, ...] = (*updates, *days, *words, *freed, *people)
    return Decision(changes, EventDraft("settings_changed", detail=detail))


def bring_holidays(state: MemberState, command: BringHolidays, now: datetime) -> Decision:
    """Others of the same place, as when new years are known; the settings stay as they are."""
    place = state.settings.holidays
    if not place or command.public_days.place != place:
        raise Refused(
            "other_place", _("The team keeps other public holidays meanwhile: look again.")
        )
    if command.public_days == state.public_days:
        raise Refused("unchanged", _("These public holidays are written down already."))
    stored = Update(Thing.SETTING, PUBLIC_DAYS, {"value": to_stored(command.public_days)})
    keys = ["holidays"]
    detail: dict[str, object] = {"keys": keys, "members": []}
    if state.settings.promises:
        detail |= _judged_anew(state, keys)
    return Decision((stored,), EventDraft("settings_changed", detail=detail))


def _judged_anew(state: MemberState, keys: Iterable[str]) -> dict[str, object]:
    """For an event: of how many open inquiries the promises are worked out anew."""
    if not state.open_inquiries or JUDGED_BY.isdisjoint(keys):
        return {}
    return {"anew": state.open_inquiries}


def _public_days(
    state: MemberState, command: ApplySettings, settings: TeamSettings
) -> list[Update]:
    """The public holidays that are written down with the settings, where they are others."""
    wanted = NO_HOLIDAYS if not settings.holidays else command.public_days or state.public_days
    if wanted.place != settings.holidays:
        raise ValueError(f"the public holidays of {settings.holidays!r} are missing")
    if wanted == state.public_days:
        return []
    return [Update(Thing.SETTING, PUBLIC_DAYS, {"value": to_stored(wanted)})]


def _stored(settings: TeamSettings) -> dict[str, Any]:
    """What is stored of the settings, by key."""
    return dataclasses.asdict(dataclasses.replace(settings, vocabulary=NO_VOCABULARY))


def _new_words(state: MemberState, words: Tags, now: datetime) -> list[Insert]:
    """Rows for the words that the team agreed on and that aren't there yet."""
    vocabulary = state.settings.vocabulary
    for _dimension, word in by_dimension(words):
        refuse_bad_word(word)
    return new_words(clean_tags(words, vocabulary), vocabulary, _known(state).id, now)


def _standings(state: MemberState, updates: list[Update]) -> dict[str, dict[str, object]]:
    """By login, where it has changed."""
    login_of: dict[object, str] = {one.id: one.login for one in state.members.values()}
    found: dict[str, dict[str, object]] = {}
    for update in updates:
        if standing := _standing(update):
            found.setdefault(login_of[update.id], {}).update(standing)
    return found


def _meant(now: TeamSettings, command: ApplySettings) -> TeamSettings:
    """The settings as they are to be; Conflict when others changed the same ones meanwhile."""
    if command.was is None:
        return command.settings
    seen, wanted = command.was, command.settings
    fields = [field.name for field in dataclasses.fields(wanted) if field.name != "vocabulary"]
    changes = {
        key: getattr(wanted, key) for key in fields if getattr(wanted, key) != getattr(seen, key)
    }
    theirs = [key for key in changes if getattr(now, key) not in (getattr(seen, key), changes[key])]
    if theirs:
        raise Conflict(
            "settings_changed",
            _(
                "Somebody else has changed {keys} meanwhile, and nothing of yours was applied:"
                " look at what holds now, and change it again."
            ).format(keys=_(", ").join(theirs)),
        )
    return dataclasses.replace(now, **changes)


def _changes(state: MemberState, commands: tuple[ChangeMember, ...]) -> list[Update]:
    """The members' changes one after the other, each judged by what those before it made.

    One's own is written last: a database that knows its leads lets nobody write as one who has
    just ceased to be one.
    """
    updates: list[Update] = []
    for command in commands:
        update = _change(state, command)
        updates.append(update)
        values: dict[str, Any] = dict(update.values)
        changed = state.members[command.login]._replace(**values)
        state = state._replace(members={**state.members, command.login: changed})
    me = _known(state).id
    return sorted(updates, key=lambda update: update.id == me)


def _refuse_lost_stages(state: MemberState, settings: TeamSettings) -> None:
    left = {stage.key for stage in settings.stages}
    lost = state.stages_in_use.keys() - left
    if not lost:
        _refuse_done_unasked(state, settings)
        return
    key = min(lost)
    count = state.stages_in_use[key]
    raise Refused(
        "stage_in_use",
        ngettext(
            "There is {n} task in stage {stage}: move it out before you remove the stage.",
            "There are {n} tasks in stage {stage}: move them out before you remove it.",
            count,
        ).format(n=count, stage=quoted(key)),
    )


def _refuse_done_unasked(state: MemberState, settings: TeamSettings) -> None:
    """What is being worked on must not stand among what is done without being done."""
    before = {stage.key for stage in state.settings.stages if stage.kind == "done"}
    done = {stage.key for stage in settings.stages if stage.kind == "done"}
    for key in sorted(done - before & state.stages_in_use.keys()):
        count = state.stages_in_use[key]
        raise Refused(
            "stage_in_use",
            ngettext(
                "There is {n} open task in stage {stage}: move it out before you make the"
                " stage one of kind done.",
                "There are {n} open tasks in stage {stage}: move them out before you make the"
                " stage one of kind done.",
                count,
            ).format(n=count, stage=quoted(key)),
        )


def check_settings(settings: TeamSettings) -> None:
    """Raise ConfigError, naming the key, for settings no board could work with."""
    keys = [stage.key for stage in settings.stages]
    kinds = [stage.kind for stage in settings.stages]
    try:
        ZoneInfo(settings.zone)
    except (KeyError, ValueError, OSError):
        raise ConfigError(
            _("zone: {zone} is no time zone; write one like Asia/Tokyo.").format(
                zone=quoted(settings.zone)
            )
        ) from None
    if len(set(keys)) != len(keys) or "" in keys:
        raise ConfigError(_("stages: each needs a key of its own."))
    if unknown := [kind for kind in kinds if kind not in STAGE_KINDS]:
        raise ConfigError(
            _("stages: kind {kind} is unknown; write one of {kinds}.").format(
                kind=quoted(unknown[0]), kinds=_(", ").join(STAGE_KINDS)
            )
        )
    if not kinds or kinds[0] != "todo" or kinds[-1] != "done" or kinds != _in_order(kinds):
        raise ConfigError(
            _("stages: begin with one of kind todo, end with one of kind done, in that order.")
        )
    if any(stage.limit is not None and stage.limit < 1 for stage in settings.stages):
        raise ConfigError(_("stages: a limit is 1 or more; leave it out for none."))
    _check_needs(settings)
    check_hours(settings)
    check_promises(settings)
    check_objectives(settings)
    check_alarms(settings)
    check_reply_settings(settings)
    _check_numbers(settings)
    if not settings.name.strip():
        raise ConfigError(_("name: the team needs a name."))
    for key in ("own_addresses", "form_senders"):
        for address in getattr(settings, key):
            if not is_address(address):
                raise ConfigError(
                    _("{key}: {address} is not a mail address.").format(
                        key=key, address=quoted(address)
                    )
                )


def _check_numbers(settings: TeamSettings) -> None:
    if not 0 <= settings.reopen_days <= MAX_REOPEN_DAYS:
        raise ConfigError(_("reopen_days: from 0 to {limit} days.").format(limit=MAX_REOPEN_DAYS))
    if not 0 <= settings.flood_mails <= MAX_FLOOD:
        raise ConfigError(
            _("flood_mails: from 0 (no limit) to {limit} mails.").format(limit=MAX_FLOOD)
        )
    if not 1 <= settings.flood_minutes <= MAX_FLOOD:
        raise ConfigError(_("flood_minutes: from 1 to {limit} minutes.").format(limit=MAX_FLOOD))
    if not 0 <= settings.fade_days <= MAX_FADE_DAYS:
        raise ConfigError(
            _("fade_days: from 0 (never) to {limit} days.").format(limit=MAX_FADE_DAYS)
        )
    if not 1 <= settings.half_life_days <= MAX_FADE_DAYS:
        raise ConfigError(_("half_life_days: from 1 to {limit} days.").format(limit=MAX_FADE_DAYS))


def _check_needs(settings: TeamSettings) -> None:
    for stage in settings.stages:
        for need in stage.needs:
            if need not in NEEDS:
                raise ConfigError(
                    _("stages: {key} can't need {need}; write some of {needs}.").format(
                        key=stage.key, need=quoted(need), needs=_(", ").join(NEEDS)
                    )
                )
    if settings.first_stage.needs:
        raise ConfigError(_("stages: the first one can't need anything: mail comes in there."))


def _in_order(kinds: list[str]) -> list[str]:
    return sorted(kinds, key=STAGE_KINDS.index)


def _known(state: MemberState) -> Member:
    if state.actor is None:
        raise access.not_a_member(state.login)
    return state.actor
