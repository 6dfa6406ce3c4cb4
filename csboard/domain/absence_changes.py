"""Absences are entered, changed and withdrawn, and single tasks get rules of their own.

One's own are one's own; another's are a lead's matter. Nothing is stored but days: an absence
begins and ends by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from csboard.domain import access
from csboard.domain.absence_commands import (
    AbsenceCommand,
    ChangeAbsence,
    EnterAbsence,
    RuleForTask,
    WithdrawAbsence,
)
from csboard.domain.absence_days import behind, first_written, gone_by, senseless
from csboard.domain.absence_history import ENDED
from csboard.domain.absence_inbox import told_absent, told_of
from csboard.domain.absence_states import AbsenceState
from csboard.domain.absence_words import days_in_words, days_until_end, short_days
from csboard.domain.absences import (
    Absence,
    OnMail,
    TaskRule,
    ended_now,
    latest_turn,
    span_of,
    took_days,
)
from csboard.domain.decisions import Decision, EventDraft, Insert, Ref, Thing, Update
from csboard.domain.mentions import ABSENCE_CHANGED, ABSENCE_ENDED, ABSENCE_WITHDRAWN
from csboard.domain.people import how_one_joins, in_a_sentence, with_login, works_here
from csboard.domain.records import INTAKE_LOGIN, Member, Task
from csboard.errors import Conflict, Refused
from csboard.i18n import _, in_zone, together
from csboard.text import quoted

FARTHEST = timedelta(days=3660)
"""Days farther from today than this, some ten years, are taken for a slip of the finger."""

_ABSENCE, _RULE = "absence", "rule"


def enter(state: AbsenceState, command: EnterAbsence, now: datetime) -> Decision:
    """Days on which somebody is away: of a time that isn't over, and beside no others of theirs."""
    member = _member(command.login, state.members)
    _refuse_anothers(state, member.login)
    wanted = _wanted(
        state, command, Absence(0, member.login, command.first, command.last, command.on_mail), now
    )
    if span_of(wanted, state.zone).end <= now:
        raise _past(wanted, state, now)
    row = {
        "member_id": member.id,
        **stored(told(wanted), state.members),
        "entered_at": now,
        "entered_by_id": state.actor.id,
    }
    detail = {"absence": Ref(_ABSENCE), "login": member.login, **told(wanted)}
    told_to = told_of(state, wanted, None, now)
    return Decision(
        (Insert(Thing.ABSENCE, row, _ABSENCE), *told_to),
        EventDraft("absence_entered", detail=detail),
    )


def change(state: AbsenceState, command: ChangeAbsence, now: datetime) -> Decision:
    """Other days, another stand-in, another rule. One that goes on can end now, and not before."""
    before = _named(state, now)
    if command.seen is not None and command.seen != before.version:
        raise Conflict("changed", _("Somebody has changed that absence meanwhile: look again."))
    wanted = _wanted(state, command, before, now)
    if told(wanted) == told(before):
        raise Refused("unchanged", _("The absence says so already."))
    end = span_of(wanted, state.zone).end
    if end <= now and end < latest_turn(now, state.zone):
        raise _past(wanted, state, now)
    detail = {
        "absence": before.id,
        "login": before.login,
        **told(wanted),
        "was": told(before),
    }
    update = Update(Thing.ABSENCE, before.id, stored(told(wanted), state.members), before.version)
    told_to = (
        *told_of(state, wanted, before, now),
        *told_absent(state, before.login, ABSENCE_CHANGED, now),
    )
    return Decision((update, *told_to), EventDraft("absence_changed", detail=detail))


def withdraw(state: AbsenceState, command: WithdrawAbsence, now: datetime) -> Decision:
    """It doesn't take place; one that has begun is over at once, and can be read of.

    Its days are then those of which a half was over, and where none was, those that were entered.
    """
    absence = _named(state, now)
    has_begun = span_of(absence, state.zone).start <= now
    left = (ended_now(absence, now, state.zone) or absence) if has_begun else absence
    detail = {
        "absence": absence.id,
        "login": absence.login,
        **told(left),
        ENDED: has_begun,
    }
    values: dict[str, object] = {"ended_at" if has_begun else "withdrawn_at": now}
    if left != absence:
        values |= stored(told(left), state.members)
        detail["was"] = told(absence)
    update = Update(Thing.ABSENCE, absence.id, values, absence.version)
    kind = ABSENCE_ENDED if has_begun else ABSENCE_WITHDRAWN
    told_to = told_absent(state, absence.login, kind, now)
    return Decision((update, *told_to), EventDraft("absence_withdrawn", detail=detail))


def rule_task(state: AbsenceState, command: RuleForTask, now: datetime) -> Decision:
    """What is done otherwise with a reply of theirs; a rule it had before stands no more."""
    absence, takes_off = _named(state, now), command.on_mail is None
    assert state.task is not None
    task = state.task if takes_off else _reply_of(state)
    changes: list[Insert | Update] = []
    if state.standing_rule is not None:
        changes.append(Update(Thing.ABSENCE_TASK, state.standing_rule, {"withdrawn_at": now}))
    detail: dict[str, object] = {"absence": absence.id, "login": absence.login}
    detail |= {"replaced": state.standing_rule, "on_mail": None}
    if command.on_mail is None:
        if not changes:
            raise Refused("unchanged", _("#{task} has no rule of its own.").format(task=task.ref))
    else:
        rule = TaskRule(command.on_mail, _stand_in(state, command.stand_in, absence.login))
        if absence.tasks.get(task.id) == rule:
            raise Refused("unchanged", _("The absence says so already."))
        _refuse_nobody(rule.on_mail, rule.stand_in or absence.stand_in)
        row = {
            "absence_id": absence.id,
            "task_id": task.id,
            "on_mail": rule.on_mail,
            "stand_in_id": _id(rule.stand_in, state.members),
        }
        changes.append(Insert(Thing.ABSENCE_TASK, row, _RULE))
        detail |= {"rule": Ref(_RULE), "on_mail": rule.on_mail, "stand_in": rule.stand_in}
    return Decision(tuple(changes), EventDraft("absence_ruled", task.ref.number, task.ref, detail))


def told(absence: Absence) -> dict[str, object]:
    """What an event says of an absence; `stored` makes a row of it again."""
    return {
        "first": absence.first.isoformat(),
        "last": absence.last.isoformat(),
        "from_noon": absence.from_noon,
        "until_noon": absence.until_noon,
        "stand_in": absence.stand_in,
        "on_mail": str(absence.on_mail),
    }


def stored(said: Mapping[str, object], members: Mapping[str, Member]) -> dict[str, object]:
    """The values of a row, from what `told` says."""
    return {
        "first_day": said["first"],
        "last_day": said["last"],
        "from_noon": said["from_noon"],
        "until_noon": said["until_noon"],
        "stand_in_id": _id(said["stand_in"], members),
        "on_mail": said["on_mail"],
    }


def refuse_overlap(
    wanted: Absence, others: Iterable[Absence], state: AbsenceState, now: datetime
) -> None:
    """Refuse days on which they are away already; absences may touch."""
    span = span_of(wanted, state.zone)
    for other in others:
        if other.login != wanted.login or other.id == wanted.id:
            continue
        if not took_days(other, state.zone):
            continue
        if span_of(other._replace(ended_at=None), state.zone).overlaps(span):
            raise Refused("overlaps", _overlapping(other, state, now))


def _overlapping(other: Absence, state: AbsenceState, now: datetime) -> str:
    """What is in the way, and what would work: one that is over can't be changed any more."""
    told = {"name": in_a_sentence(other.login, state.members), "id": other.id}
    today = state.today(now)
    if span_of(other, state.zone).end > now:
        return _(
            "{name} is away already ({days}; absence {id}): change that one, or name days"
            " beside it."
        ).format(days=short_days(other, today), **told)
    days = days_in_words(other, today)
    if other.ended_at is not None:
        days = days_until_end(other, in_zone(other.ended_at, state.zone), today)
    return _(
        "{name} was away then ({days}; absence {id}, which is over): begin with {day}."
    ).format(days=days, day=first_written(behind(other)), **told)


def _wanted(
    state: AbsenceState,
    command: AbsenceCommand,
    absence: Absence,
    now: datetime,
) -> Absence:
    """The absence as it is to be; Refused for days or a stand-in that can't be."""
    wanted = absence._replace(
        first=command.first,
        last=command.last,
        from_noon=command.from_noon,
        until_noon=command.until_noon,
        on_mail=command.on_mail,
    )
    _refuse_days(wanted, state, now)
    refuse_overlap(wanted, state.absences, state, now)
    wanted = wanted._replace(stand_in=_stand_in(state, command.stand_in, absence.login))
    _refuse_nobody(wanted.on_mail, wanted.stand_in)
    return wanted


def _refuse_days(wanted: Absence, state: AbsenceState, now: datetime) -> None:
    today = state.today(now)
    for day in (wanted.first, wanted.last):
        if abs(day - today) > FARTHEST:
            raise Refused(
                "too_far",
                _("{day} is more than ten years from today ({today}).").format(
                    day=day, today=today
                ),
            )
    if (wrong := senseless(wanted, today)) is not None:
        raise Refused(wrong.code, wrong.sentence)


def _past(wanted: Absence, state: AbsenceState, now: datetime) -> Refused:
    return Refused("past", gone_by(wanted, state.today(now)))


def _named(state: AbsenceState, now: datetime) -> Absence:
    """The absence that is meant, if it stands, isn't over and is theirs to change who asks."""
    absence = state.absence
    if absence is None:
        ids = _(", ").join(
            str(one.id) for one in state.absences if span_of(one, state.zone).end > now
        )
        raise Refused(
            "no_such_absence",
            _("There is no such absence; there are: {ids}.").format(ids=ids)
            if ids
            else _("There is no such absence: nobody is away or will be."),
        )
    if state.is_withdrawn:
        raise Refused("withdrawn", _("That absence was withdrawn: enter a new one."))
    _refuse_anothers(state, absence.login)
    if span_of(absence, state.zone).end <= now:
        raise over()
    return absence


def _reply_of(state: AbsenceState) -> Task:
    """The task that is meant, if customers write to it and it is whose absence it is."""
    task, absence = state.task, state.absence
    assert task is not None
    assert absence is not None
    if task.ref.seq != 1:
        raise Refused(
            "no_reply",
            _("Customers write to the reply alone: name #{number}.").format(number=task.ref.number),
        )
    if task.owner != absence.login:
        raise Refused(
            "not_theirs",
            _("{name} doesn't have #{task}: nothing is done with it for them.").format(
                name=in_a_sentence(absence.login, state.members), task=task.ref
            ),
        )
    if task.closed_at is not None:
        raise Refused(
            "done",
            _(
                "#{task} is done: only what is open can go another way. If its customer writes"
                " again, it goes as the absence says of all."
            ).format(task=task.ref),
        )
    return task


def _refuse_anothers(state: AbsenceState, login: str) -> None:
    if login != state.actor.login and not access.is_lead(state.actor):
        raise anothers(login, state.members)


def anothers(login: str, members: Mapping[str, Member]) -> Refused:
    """For whoever wants to enter or change an absence of a colleague and is no lead."""
    told = _("It is {name}'s absence: only they or a lead can enter or change it.")
    return Refused("not_yours", told.format(name=in_a_sentence(login, members)))


def over() -> Refused:
    """For whoever wants to change one whose time is past."""
    return Refused("over", _("That absence is over: enter a new one."))


def _member(login: str, members: Mapping[str, Member]) -> Member:
    member = members.get(login)
    if member is None or not member.active or login == INTAKE_LOGIN:
        there = sorted(
            one.login for one in members.values() if one.active and one.login != INTAKE_LOGIN
        )
        told = _("There is no member {login} here; there are: {logins}.").format(
            login=quoted(login), logins=_(", ").join(with_login(one, members) for one in there)
        )
        raise Refused("no_such_member", together(told, "" if login in members else how_one_joins()))
    return member


def _stand_in(state: AbsenceState, login: str | None, absent: str) -> str | None:
    """Who is named, if they could stand in; being away themselves is no hindrance."""
    if login is None:
        return None
    could = stand_ins(absent, state.members)
    if login in could:
        return login
    if login == absent:
        why = _("Nobody stands in for themselves.")
    elif login in state.members and login != INTAKE_LOGIN:
        why = _("{name} can't stand in: they don't work on inquiries (any more).").format(
            name=in_a_sentence(login, state.members)
        )
    else:
        why = _("There is no member {login}.").format(login=quoted(login))
    there = _("Name one of: {logins}.").format(
        logins=_(", ").join(with_login(one, state.members) for one in could)
    )
    nobody = _("There is nobody else who could: name nobody.")
    joins = "" if login in state.members else how_one_joins()
    raise Refused("bad_stand_in", together(why, there if could else nobody, joins))


def stand_ins(absent: str, members: Mapping[str, Member]) -> list[str]:
    """Logins of those who could stand in for somebody, in their order."""
    return sorted(
        login for login, member in members.items() if login != absent and works_here(member)
    )


def _refuse_nobody(on_mail: OnMail, stand_in: str | None) -> None:
    if on_mail is OnMail.STAND_IN and stand_in is None:
        raise Refused(
            "nobody_stands_in",
            _("Nobody is named who stands in: name somebody, or choose pool or keep."),
        )


def _id(login: object, members: Mapping[str, Member]) -> int | None:
    return None if login is None else members[str(login)].id
