"""Loading what the rules about successful cases and about prepared words are shown."""

from __future__ import annotations

from csboard.db import draft_states, knowledge_records, records, wholes
from csboard.db.edit_states import EDITS
from csboard.db.knowledge_models import ReuseRow, SuccessRow, SuccessWordRow, TemplateRow
from csboard.db.models import EventRow, MessageRow
from csboard.db.prepared import Prepared, slot
from csboard.db.states import inquiry_state
from csboard.db.team import Team
from csboard.domain.inverses import id_of
from csboard.domain.knowledge import Reuse, Success
from csboard.domain.records import Direction, Event
from csboard.domain.success_commands import (
    BringBack,
    EditSuccess,
    MakeSuccess,
    PutIn,
    RetireSuccess,
    SayOfSuccess,
)
from csboard.domain.success_states import (
    NewSuccessState,
    PutInState,
    SuccessState,
    SuccessUndoState,
)
from csboard.domain.successes import EDITED
from csboard.errors import Refused
from csboard.i18n import _

OfSuccess = EditSuccess | RetireSuccess | BringBack | SayOfSuccess

_SUCCESS = Prepared(
    lambda: SuccessRow.select(*knowledge_records.SUCCESS_COLUMNS).where(
        SuccessRow.id == slot("success")
    )
)
_WORD = Prepared(
    lambda: SuccessWordRow.select(*knowledge_records.WORD_COLUMNS).where(
        SuccessWordRow.id == slot("finding")
    )
)
_EDITS = Prepared(
    lambda: (
        EventRow.select(*records.EVENT_COLUMNS)
        .where(EventRow.inquiry.in_(wholes.parts_of(slot("number"))), EventRow.kind == EDITED)
        .order_by(EventRow.id.desc())
        .limit(EDITS)
    )
)
_REUSES = Prepared(
    lambda: (
        ReuseRow.select(*knowledge_records.REUSE_COLUMNS)
        .where(ReuseRow.draft == slot("draft"), ReuseRow.sent_at.is_null())
        .order_by(ReuseRow.id)
    )
)
_TEMPLATE = Prepared(
    lambda: TemplateRow.select(TemplateRow.id).where(
        TemplateRow.id == slot("id"), TemplateRow.retired_at.is_null()
    )
)
_SENT_MESSAGE = Prepared(
    lambda: MessageRow.select(MessageRow.id).where(
        MessageRow.id == slot("id"),
        MessageRow.direction == Direction.OUT.value,
        MessageRow.withdrawn_at.is_null(),
    )
)
_ON_THE_SHEET = Prepared(
    lambda: SuccessRow.select(SuccessRow.id).where(
        SuccessRow.id == slot("id"), SuccessRow.retired_at.is_null(), SuccessRow.title != ""
    )
)


def new_success_state(command: MakeSuccess, login: str, team: Team) -> NewSuccessState:
    whole = inquiry_state(command.number, team.member(login), team)
    return NewSuccessState(whole, wholes.messages(whole.inquiry.number, team))


def success_state(command: OfSuccess, login: str, team: Team) -> SuccessState:
    """One case; its inquiry may have been filed as junk since."""
    found = success(command.success_id, team)
    whole = inquiry_state(found.number, team.member(login), team, junk=True)
    edits: tuple[Event, ...] = ()
    if isinstance(command, EditSuccess):
        rows = _EDITS.rows(number=whole.inquiry.number)
        some = (records.event(row, team.logins) for row in rows)
        edits = tuple(one for one in some if one.detail.get("success") == found.id)
    where = getattr(command, "number", None)
    goes_on = wholes.whole(where, team).inquiry.number if where is not None else None
    return SuccessState(whole, found, edits, goes_on)


def put_in_state(command: PutIn, login: str, team: Team) -> PutInState:
    state = draft_states.state_of(command.draft_id, team.member(login), team)
    named = (
        (_ON_THE_SHEET, command.success_id),
        (_TEMPLATE, command.template_id),
        (_SENT_MESSAGE, command.message_id),
    )
    there = all(query.row(id=key) is not None for query, key in named if key is not None)
    return PutInState(state, there)


def success_undo_state(act: Event, team: Team) -> SuccessUndoState:
    """What an act about a case has left."""
    finding = act.detail.get("finding")
    row = _WORD.row(finding=finding) if isinstance(finding, int) else None
    return SuccessUndoState(
        success(id_of(act.detail["success"]), team),
        knowledge_records.success_word(row, team.logins) if row else None,
    )


def success(success_id: int, team: Team) -> Success:
    """One case, retired or not; Refused (`no_such_case`) when there is none."""
    row = _SUCCESS.row(success=success_id)
    if row is None:
        raise Refused("no_such_case", _("There is no such case: see csboard case list."))
    return knowledge_records.success(row, team.logins)


def waiting_reuses(draft_id: int, team: Team) -> tuple[Reuse, ...]:
    """What was put into a draft that has not gone out."""
    rows = _REUSES.rows(draft=draft_id)
    return tuple(knowledge_records.reuse(row, team.logins) for row in rows)
