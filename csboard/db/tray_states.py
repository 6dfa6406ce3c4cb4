"""Loading what deciding by hand about a mail of the tray is shown."""

from __future__ import annotations

from csboard.db import models, wholes
from csboard.db.letter_states import participants
from csboard.db.prepared import Prepared, slot
from csboard.db.reads import Reading
from csboard.db.states import inquiry_state, opening_state
from csboard.db.team import Team
from csboard.domain.commands import DropFromTray, JoinFromTray, OpenFromTray
from csboard.domain.letters import Letter
from csboard.domain.records import Receipt
from csboard.domain.sorting import customer_of
from csboard.domain.states import TrayState

_STANDING = Prepared(
    lambda: models.MessageRow.select(models.MessageRow.id).where(
        models.MessageRow.inquiry == slot("number"),
        models.MessageRow.receipt == slot("receipt_id"),
        models.MessageRow.withdrawn_at.is_null(),
    )
)


def open_state(command: OpenFromTray, login: str, team: Team) -> TrayState:
    return _tray_state(command.receipt_id, command.letter, login, team)


def join_state(command: JoinFromTray, login: str, team: Team) -> TrayState:
    state = _tray_state(command.receipt_id, command.letter, login, team)
    conversation = inquiry_state(command.number, state.opening.actor, team)
    number = conversation.inquiry.number
    return state._replace(
        conversation=conversation,
        people=participants({number})[number],
        last_in_at=wholes.last_in_at(number),
    )


def drop_state(command: DropFromTray, login: str, team: Team) -> TrayState:
    return _tray_state(command.receipt_id, None, login, team)


def _tray_state(receipt_id: int, letter: Letter | None, login: str, team: Team) -> TrayState:
    me = team.member(login)
    receipt = Reading(team).receipt(receipt_id)
    email = customer_of(letter, team.settings).email if letter else receipt.sender
    return TrayState(opening_state(me, team.settings, email), receipt, standing(receipt))


def standing(receipt: Receipt) -> tuple[int, ...]:
    """Ids of the messages it stands in a conversation with, as an automatic answer does."""
    if receipt.number is None:
        return ()
    rows = _STANDING.rows(number=receipt.number, receipt_id=receipt.id)
    return tuple(row[0] for row in rows)
