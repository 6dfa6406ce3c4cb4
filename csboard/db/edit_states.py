"""Loading what editing and taking back are shown: what was, and who changed it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csboard.db import models, records, wholes
from csboard.db.prepared import Prepared, slot
from csboard.db.reads import FAR_BEHIND, Reading
from csboard.db.states import inquiry_state
from csboard.db.team import Team
from csboard.domain import hand_offs_of_tasks
from csboard.domain.commands import EditInquiry, Undo
from csboard.domain.hand_off_records import HAND_OFFS
from csboard.domain.inverses import id_of
from csboard.domain.records import Event, Inquiry, Member
from csboard.domain.states import BlockState, EditState, UndoState
from csboard.domain.timers_of_tasks import ENDED_WITH
from csboard.domain.undo import (
    ACTS,
    ALL_ACTS,
    ON_ABSENCES,
    ON_TEMPLATES,
    ON_TIME,
    READINGS,
    REVIEWING,
    SUCCESSES,
    last_standing,
)
from csboard.domain.undo_refusals import STAYS

UNDO_DEPTH = 50
"""How many of a member's latest acts are looked through for the one to take back."""

EDITS = 50
"""How many of an inquiry's latest edits are looked through for who changed a field."""

DONE_SHOWN = 50
"""A board shows the latest closed cards of all; the customer's latest hold those among them."""

_EDITS = Prepared(
    lambda: (
        models.EventRow.select(*records.EVENT_COLUMNS)
        .where(models.EventRow.inquiry == slot("number"), models.EventRow.kind == "edited")
        .order_by(models.EventRow.id.desc())
        .limit(EDITS)
    )
)
_FORMER = Prepared(
    lambda: models.FormerRow.select(models.FormerRow.fields).where(
        models.FormerRow.id == slot("id")
    )
)
_OPEN_OF_CUSTOMER = Prepared(
    lambda: (
        models.InquiryRow.select(models.InquiryRow.number)
        .where(
            models.InquiryRow.customer == slot("customer_id"),
            models.InquiryRow.closed_at.is_null(),
        )
        .limit(FAR_BEHIND + 1)
    )
)
_CLOSED_OF_CUSTOMER = Prepared(
    lambda: (
        models.InquiryRow.select(models.InquiryRow.number)
        .where(
            models.InquiryRow.customer == slot("customer_id"),
            models.InquiryRow.closed_at.is_null(False),
        )
        .order_by(models.InquiryRow.closed_at.desc())
        .limit(DONE_SHOWN)
    )
)


def edit_state(command: EditInquiry, login: str, team: Team) -> EditState:
    whole = inquiry_state(command.number, team.member(login), team)
    rows = _EDITS.rows(number=whole.inquiry.number)
    edits = tuple(records.event(row, team.logins) for row in rows)
    renames = command.fields.customer_name is not None
    return EditState(whole, edits, also_shown(whole.inquiry) if renames else ())


def also_shown(inquiry: Inquiry) -> tuple[int, ...]:
    """The customer's other inquiries that a board may show."""
    return tuple(sorted(shown_of(inquiry.customer.id) - {inquiry.number}))


def shown_of(customer_id: int) -> set[int]:
    """The customer's inquiries that a board may show: the open and the latest closed."""
    return {
        number
        for query in (_OPEN_OF_CUSTOMER, _CLOSED_OF_CUSTOMER)
        for (number,) in query.rows(customer_id=customer_id)
    }


def undo_state(command: Undo, login: str, team: Team) -> UndoState:
    state = _undo_state(command, login, team)
    if state.act is not None and state.act.detail.get(ENDED_WITH):
        from csboard.db.time_states import ended_with

        state = state._replace(timers=ended_with(state.act, team))
    if state.act is not None and state.act.detail.get(hand_offs_of_tasks.ENDED_WITH):
        from csboard.db import hand_off_states

        state = state._replace(hand_offs=hand_off_states.ended_with(state.act, team))
    return state


def _undo_state(command: Undo, login: str, team: Team) -> UndoState:
    me = team.member(login)
    acts = _own_acts(me, command, team)
    act = last_standing(acts, lambda act: _is_over(act, team))
    if act is None or act.kind in STAYS:
        return UndoState(me, act)
    if act.kind in ON_TEMPLATES:
        from csboard.db.template_states import template_undo_state

        return UndoState(me, act, template=template_undo_state(act, team))
    if act.kind in ON_TIME:
        from csboard.db.time_states import time_undo_state

        return UndoState(me, act, time=time_undo_state(act, team))
    if act.kind in ON_ABSENCES:
        from csboard.db.absence_states import absence_undo_state

        return UndoState(me, act, absence=absence_undo_state(act, me, team))
    return _of_inquiry_or_mail(act, me, team)


def _of_inquiry_or_mail(act: Event, me: Member, team: Team) -> UndoState:
    login = me.login
    mail = act.detail.get("receipt")
    receipt = Reading(team).receipt(mail) if isinstance(mail, int) else None
    if act.number is None:
        return _of_no_inquiry(UndoState(me, act, receipt=receipt), act, login, team)
    whole, former = inquiry_state(act.number, me, team, junk=True), former_of(act)
    state = UndoState(
        actor=me,
        act=act,
        since=_events_since(act.number, act.id, team),
        inquiry=whole,
        former=former,
        also=also_shown(whole.inquiry) if "customer_name" in former else (),
        receipt=receipt,
    )
    if act.kind == "junked":
        from csboard.db.junk_states import junk_state_of

        return state._replace(junk=junk_state_of(whole))
    if act.kind in ("queued", "sent"):
        from csboard.db.sending_states import state_of_draft

        return state._replace(sending=state_of_draft(id_of(act.detail["draft"]), me, team))
    if act.kind in REVIEWING:
        from csboard.db.review_states import review_undo_state

        return state._replace(review=review_undo_state(act, me, team))
    if act.kind in SUCCESSES:
        from csboard.db.success_states import success_undo_state

        return state._replace(success=success_undo_state(act, team))
    if act.kind in HAND_OFFS:
        from csboard.db.hand_off_states import hand_off_of

        return state._replace(hand_off=hand_off_of(act, team))
    draft = act.detail.get("draft")
    if isinstance(draft, int):
        from csboard.db.draft_states import state_with_others

        return state._replace(draft=state_with_others(draft, me, team))
    return _with_both(state, act, team) if act.other is not None else state


def _of_no_inquiry(state: UndoState, act: Event, login: str, team: Team) -> UndoState:
    if act.kind in READINGS:
        from csboard.db.reading_states import undo_readings

        return state._replace(readings=undo_readings(act))
    vocabulary = team.settings.vocabulary
    return state._replace(block=_block(act, login, team), vocabulary=vocabulary)


def _is_over(act: Event, team: Team) -> bool:
    """Whether something else than an undoing has ended the act."""
    if act.kind != "queued":
        return False
    from csboard.db.replies import entry_of
    from csboard.domain.undo_sending import is_over

    entry = entry_of(id_of(act.detail["draft"]), team)
    return entry is not None and is_over(act, entry)


def _block(act: Event, login: str, team: Team) -> BlockState | None:
    if act.kind not in ("blocked", "unblocked"):
        return None
    from csboard.db.block_states import block_of

    return block_of(act, login, team)


def _with_both(state: UndoState, act: Event, team: Team) -> UndoState:
    """With what else an act on two inquiries needs to know."""
    from csboard.db import merge_states

    if act.kind in ("linked", "unlinked"):
        return state._replace(link=merge_states.link_of(act, state.actor))
    if act.kind in ("merged", "divided"):
        return state._replace(merge=merge_states.merge_of(act, state.actor, team))
    return state


def former_of(act: Event) -> Mapping[str, object]:
    """What the act has replaced; nothing when it replaced nothing or that was erased."""
    row_id = act.detail.get("former")
    return (_FORMER.scalar(id=row_id) or {}) if row_id else {}


def _own_acts(me: Member, command: Undo, team: Team) -> tuple[Event, ...]:
    of_all = ACTS if command.number is not None else ALL_ACTS
    kinds = (*command.kinds, "undone") if command.kinds else of_all
    query = models.EventRow.select(*records.EVENT_COLUMNS).where(
        models.EventRow.actor == me.id, models.EventRow.kind.in_(kinds)
    )
    if (number := command.number) is not None:
        parts = wholes.parts_of(wholes.alone(number).merged_into or number)
        on_it = models.EventRow.inquiry.in_(parts) | models.EventRow.other.in_(parts)
        query = query.where(on_it)
    rows: Any = query.order_by(models.EventRow.id.desc()).limit(UNDO_DEPTH).tuples()
    return tuple(records.event(row, team.logins) for row in rows)


def _events_since(number: int, since: int, team: Team) -> tuple[Event, ...]:
    rows: Any = (
        models.EventRow.select(*records.EVENT_COLUMNS)
        .where(
            (models.EventRow.inquiry == number) | (models.EventRow.other == number),
            models.EventRow.id > since,
        )
        .order_by(models.EventRow.id)
        .tuples()
    )
    return tuple(records.event(row, team.logins) for row in rows)
