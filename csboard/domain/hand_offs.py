"""Handing a task to somebody else: a sheet, an offer, and a receiver who says it again.

Nothing is pushed: the giver owns the task until the receiver takes it with a line of their own,
as I-PASS has it ("synthesis by receiver"). A task has one sheet at a time that is still to be
taken; what closes the task or lets it change hands otherwise ends that one, and those that were
taken before (`overtaken`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from csboard.domain import access
from csboard.domain.absences import next_absence
from csboard.domain.decisions import Decision, EventDraft, Insert, Ref, Thing, Update
from csboard.domain.flow import iso
from csboard.domain.former import FORMER, former_row
from csboard.domain.hand_off_commands import (
    DropSheet,
    LeaveWithThem,
    OfferHandOff,
    TakeBack,
    TakeHandOff,
    WithdrawHandOff,
    WriteSheet,
)
from csboard.domain.hand_off_overtaken import what_became, whose_now, why_it_ended
from csboard.domain.hand_off_records import (
    FIELDS,
    KEPT,
    RETURNED,
    WITHDRAWN,
    HandOff,
    Sheet,
)
from csboard.domain.hand_off_states import HandOffState, away_now, receiver, who_can_take
from csboard.domain.hand_off_words import field_name
from csboard.domain.mentions import (
    OFFER_WITHDRAWN,
    OFFERED,
    OFFERED_TO_ALL,
    TAKEN,
    TAKEN_BACK,
    inbox,
)
from csboard.domain.merging import merged_already
from csboard.domain.records import Task
from csboard.errors import Conflict, Refused
from csboard.i18n import _, ago, in_zone, together
from csboard.text import clean

MAX_FIELD = 4_000
MAX_READ_BACK = 300

_THING, _ROW = Thing.HAND_OFF, "hand_off"


def write(state: HandOffState, command: WriteSheet, now: datetime) -> Decision:
    """Keep the sheet. One that is offered already must stay whole."""
    task, found = _own(state), state.open
    sheet = cleaned(command.sheet)
    if command.seen is not None and command.seen != (found.version if found else 0):
        raise _changed(state)
    absence_id = _absence(state, command.absence_id, found, now)
    values = {**row_of(sheet), "written_at": now, "absence_id": absence_id}
    if found is None:
        row = {"task_id": task.id, "giver_id": state.of.actor.id, **values}
        return _decided(task, "sheet_written", {_ROW: Ref(_ROW)}, Insert(_THING, row, _ROW))
    if found.is_offered and sheet.missing:
        raise incomplete(task, sheet)
    if (sheet, absence_id) == (found.sheet, found.absence_id):
        raise Refused("unchanged", _("The sheet says so already."))
    kept = former_row(task.ref.number, _as_it_was(found), now)
    detail = {_ROW: found.id, "former": FORMER}
    return _decided(task, "sheet_written", detail, kept, _update(found, values))


def offer(state: HandOffState, command: OfferHandOff, now: datetime) -> Decision:
    """To a member or to whoever takes it, who hear of it; another offer takes its place."""
    task, found = _own(state), state.open
    if found is None:
        raise Refused(
            "no_sheet",
            _("#{task} has no sheet yet: write it first, then offer it.").format(task=task.ref),
        )
    if found.sheet.missing:
        raise incomplete(task, found.sheet)
    me, members = state.of.actor, state.of.members
    to, today = command.receiver, in_zone(now, state.zone).date()
    away = away_now(state, now)
    member = receiver(to, me.login, members, away, today) if to is not None else None
    if found.is_offered and found.receiver == to:
        raise Refused("unchanged", _("#{task} is offered to them already.").format(task=task.ref))
    wanted = {} if found.receiver is None else {found.receiver: OFFER_WITHDRAWN}
    if to is None:
        wanted |= dict.fromkeys(who_can_take(state, away), OFFERED_TO_ALL)
    else:
        wanted[to] = OFFERED
    told = inbox(wanted, me, members, task.ref.number, now)
    detail = {
        _ROW: found.id,
        "login": to,
        "was_for": found.receiver,
        "was_offered_at": iso(found.offered_at),
    }
    values = {"offered_at": now, "receiver_id": member.id if member else None}
    return _decided(task, "hand_off_offered", detail, _update(found, values), *told)


def take(state: HandOffState, command: TakeHandOff, now: datetime) -> Decision:
    """The task is the actor's from now on, in the stage it is in; the giver hears of it."""
    task, me, found = state.of.task, state.of.actor, state.open
    if found is None or not found.is_offered:
        raise _not_to_be_taken(state, command.task.number, now)
    if found.giver == me.login:
        raise Refused(
            "own",
            _("You offer #{task} yourself: withdraw the offer to keep it.").format(task=task.ref),
        )
    if found.receiver not in (None, me.login):
        raise Refused(
            "not_for_you",
            _("#{task} is offered to {name}: ask {giver} to offer it to you.").format(
                task=task.ref,
                name=state.of.name_of(found.receiver or ""),
                giver=state.of.name_of(found.giver),
            ),
        )
    read_back = _line(command.read_back)
    coming = next_absence(found.giver, state.absences, now, state.zone)
    values = {
        "taken_at": now,
        "taken_by_id": me.id,
        "read_back": read_back,
        "absence_id": found.absence_id or (coming.id if coming else None),
    }
    told = inbox({found.giver: TAKEN}, me, state.of.members, task.ref.number, now)
    detail = {_ROW: found.id, "from": found.giver, "owner_since": iso(task.owner_since)}
    detail |= {"was_absence": found.absence_id}
    owned = _owned_by(task, me.id, now)
    return _decided(task, "handed_over", detail, owned, _update(found, values), *told)


def withdraw(state: HandOffState, command: WithdrawHandOff, now: datetime) -> Decision:
    """By the giver or a lead; what is written on the sheet stays, to be offered again."""
    found = _untaken(state, now)
    if not found.is_offered:
        raise Refused(
            "not_offered",
            _(
                "#{task} is offered to nobody; its sheet stays as it is."
                " csboard handoff drop {task} throws it away."
            ).format(task=found.task),
        )
    detail = {
        _ROW: found.id,
        "was_for": found.receiver,
        "was_offered_at": iso(found.offered_at),
    }
    values = {"offered_at": None, "receiver_id": None}
    wanted = {found.receiver: OFFER_WITHDRAWN} if found.receiver is not None else {}
    told = inbox(wanted, state.of.actor, state.of.members, found.task.number, now)
    return _decided(state.of.task, "hand_off_withdrawn", detail, _update(found, values), *told)


def drop(state: HandOffState, command: DropSheet, now: datetime) -> Decision:
    """By the giver or a lead; first what is offered is withdrawn, as somebody may be reading it."""
    found = _untaken(state, now)
    if found.is_offered:
        raise Refused(
            "offered",
            _("#{task} is offered: withdraw the offer first, then throw the sheet away.").format(
                task=found.task
            ),
        )
    values = {"ended_at": now, "ending": WITHDRAWN}
    return _decided(state.of.task, "sheet_dropped", {_ROW: found.id}, _update(found, values))


def _untaken(state: HandOffState, now: datetime) -> HandOff:
    """What is still to be taken; Refused for whoever it is neither theirs nor theirs to lead."""
    task, me, found = state.of.task, state.of.actor, state.open
    if found is None:
        raise _not_offered(state, now)
    if found.giver != me.login and not access.is_lead(me):
        raise Refused(
            "not_yours",
            _("{name} hands #{task} off: only they or a lead can withdraw that.").format(
                name=state.of.name_of(found.giver), task=task.ref
            ),
        )
    return found


def take_back(state: HandOffState, command: TakeBack, now: datetime) -> Decision:
    """Whoever gave it has it again; whoever took it hears of it."""
    task, me = state.of.task, state.of.actor
    found = state.latest_given(me.login)
    if found is None or found.ending in (RETURNED, KEPT):
        raise _not_given(task)
    if task.closed_at is not None:
        raise Refused(
            "closed", _("#{task} is done: move it back first if it isn't.").format(task=task.ref)
        )
    if task.owner == me.login:
        raise Refused("yours", _("You have #{task} already.").format(task=task.ref))
    if task.owner is None:
        raise Refused("unowned", _("#{task} has no owner: just take it.").format(task=task.ref))
    if found.ended_at is not None or task.owner != found.taken_by:
        raise Refused(
            "went_on",
            _("#{task} has gone on to {name} since: take it over, saying why.").format(
                task=task.ref, name=state.of.name_of(task.owner)
            ),
        )
    told = inbox({task.owner: TAKEN_BACK}, me, state.of.members, task.ref.number, now)
    detail = {_ROW: found.id, "from": task.owner, "owner_since": iso(task.owner_since)}
    ended = _update(found, {"ended_at": now, "ending": RETURNED})
    return _decided(task, "taken_back", detail, _owned_by(task, me.id, now), ended, *told)


def leave(state: HandOffState, command: LeaveWithThem, now: datetime) -> Decision:
    """It stays with whoever took it."""
    found = state.latest_given(state.of.actor.login)
    if found is None or found.ended_at is not None:
        raise _not_given(state.of.task)
    ended = _update(found, {"ended_at": now, "ending": KEPT})
    detail = {_ROW: found.id, "login": found.taken_by}
    return _decided(state.of.task, "left_with", detail, ended)


def cleaned(sheet: Sheet) -> Sheet:
    """As it is stored: harmless, and without blanks around; Refused when a field is too long."""
    said = {name: clean(getattr(sheet, name), multiline=True).strip() for name in FIELDS}
    for name, text in said.items():
        if len(text) > MAX_FIELD:
            raise Refused(
                "too_long",
                _("{field} has {n} characters; {limit} at most: shorten it.").format(
                    field=field_name(name), n=len(text), limit=MAX_FIELD
                ),
            )
    return Sheet(sheet.state, **said)


def row_of(sheet: Sheet) -> dict[str, object]:
    """The columns that hold a sheet."""
    return {**sheet._asdict(), "state": sheet.state.value if sheet.state else ""}


def incomplete(task: Task, sheet: Sheet) -> Refused:
    """For a sheet in which something is still to be said."""
    return Refused(
        "incomplete",
        _(
            "The sheet of #{task} lacks {fields}: write it, or that there is none"
            " (csboard handoff write {task} --none)."
        ).format(task=task.ref, fields=_(", ").join(map(field_name, sheet.missing))),
    )


def _own(state: HandOffState) -> Task:
    """The task; Refused when it isn't the actor's to hand off."""
    task = state.of.task
    if task.closed_at is not None:
        raise Refused(
            "closed",
            _("#{task} is done: there is nothing to hand off.").format(task=task.ref),
        )
    if task.owner is None:
        raise Refused(
            "unowned",
            _("#{task} has no owner: whoever wants it just takes it.").format(task=task.ref),
        )
    if task.owner != state.of.actor.login:
        raise Refused(
            "not_yours",
            _("{name} has #{task}: only they hand it off; you could take it over.").format(
                name=state.of.name_of(task.owner), task=task.ref
            ),
        )
    return task


def _absence(
    state: HandOffState, wanted: int | None, found: HandOff | None, now: datetime
) -> int | None:
    """The absence that a sheet is made for; Refused when it is none of the giver's."""
    if wanted is not None:
        theirs = {one.id for one in state.absences if one.login == state.of.actor.login}
        if wanted not in theirs:
            raise Refused("no_such_absence", _("That is no absence of yours."))
        return wanted
    if found is not None and found.absence_id is not None:
        return found.absence_id
    coming = next_absence(state.of.actor.login, state.absences, now, state.zone)
    return coming.id if coming else None


def _not_given(task: Task) -> Refused:
    return Refused(
        "not_given",
        _("You have handed off nothing of #{task} that is still out.").format(task=task.ref),
    )


def _line(text: str) -> str:
    """The read-back, in one line."""
    said = " ".join(clean(text).split())
    if not said:
        raise Refused(
            "no_read_back",
            _("Say in a line of your own what it is about: taking it needs that."),
        )
    if len(said) > MAX_READ_BACK:
        raise Refused(
            "too_long",
            _("The line has {n} characters; {limit} at most: shorten it.").format(
                n=len(said), limit=MAX_READ_BACK
            ),
        )
    return said


def _not_to_be_taken(state: HandOffState, number: int, now: datetime) -> Refused:
    """`number` is the inquiry's that was named: it may go on in another by now."""
    refused, ref = _not_offered(state, now), state.of.task.ref
    if number == ref.number:
        return refused
    told = together(merged_already(number, ref.number).sentence, refused.sentence)
    return type(refused)(refused.code, told)


def _not_offered(state: HandOffState, now: datetime) -> Refused:
    """Who has taken it instead, or why the offer ended, when that is so."""
    task, taken = state.of.task, state.latest_taken
    if taken is not None and taken.taken_at is not None and task.owner == taken.taken_by:
        if taken.taken_by == state.of.actor.login:
            return Refused("yours", _("You have taken #{task} already.").format(task=task.ref))
        return Conflict(
            "taken",
            _("{name} took #{task} {ago}.").format(
                name=state.of.name_of(taken.taken_by or ""),
                task=task.ref,
                ago=ago((now - taken.taken_at).total_seconds()),
            ),
        )
    is_closed, members = task.closed_at is not None, state.of.members
    if (over := state.overtaken) is not None and task.owner != state.of.actor.login:
        told = why_it_ended(over, state.ended_by, members, is_closed=is_closed)
        return Refused("went_on", told)
    latest = state.latest
    passed = ago((now - latest.at).total_seconds()) if latest is not None else ""
    told = what_became(latest, members, passed)
    told = told or _("#{task} is offered to nobody.").format(task=task.ref)
    whose = whose_now(task.owner, members, me=state.of.actor.login, is_closed=is_closed)
    return Refused("not_offered", together(told, whose))


def _changed(state: HandOffState) -> Refused:
    if state.open is None:
        return Conflict(
            "gone",
            _("The sheet of #{task} is not there any more: look again.").format(
                task=state.of.task.ref
            ),
        )
    return Conflict(
        "changed",
        _("The sheet of #{task} was written anew elsewhere: look again.").format(
            task=state.of.task.ref
        ),
    )


def _as_it_was(found: HandOff) -> Mapping[str, object]:
    return {
        **row_of(found.sheet),
        "written_at": iso(found.written_at),
        "absence_id": found.absence_id,
    }


def _owned_by(task: Task, member_id: int, now: datetime) -> Update:
    values = {"owner_id": member_id, "owner_since": now}
    return Update(Thing.TASK, task.id, values, task.version)


def _update(found: HandOff, values: Mapping[str, object]) -> Update:
    return Update(_THING, found.id, values, found.version)


def _decided(
    task: Task, kind: str, detail: Mapping[str, object], *changes: Insert | Update
) -> Decision:
    return Decision(changes, EventDraft(kind, task.ref.number, task.ref, detail))
