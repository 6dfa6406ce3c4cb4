"""Loading what the rules about drafts are shown."""

from __future__ import annotations

from csboard.db import models, replies, wholes
from csboard.db.prepared import Prepared, slot
from csboard.db.states import inquiry_state
from csboard.db.team import Team
from csboard.domain.draft_commands import (
    AddFile,
    BeginDraft,
    DiscardDraft,
    HoldPen,
    LeaveWords,
    RemoveFile,
    SaveDraft,
    TakePen,
)
from csboard.domain.draft_states import Around, BeginState, DraftState
from csboard.domain.records import Member

OfDraft = SaveDraft | HoldPen | DiscardDraft | TakePen | LeaveWords | AddFile | RemoveFile

Message = models.MessageRow

_AROUND = Prepared(
    lambda: Message.select(Message.id, Message.mailbox, Message.recipients).where(
        Message.inquiry.in_(wholes.parts_of(slot("number"))), Message.withdrawn_at.is_null()
    )
)


def begin_state(command: BeginDraft, login: str, team: Team) -> BeginState:
    whole = inquiry_state(command.number, team.member(login), team)
    number = whole.inquiry.number
    return BeginState(
        whole,
        wholes.messages(number, team),
        {
            message_id: Around(mailbox, tuple(people or ()))
            for message_id, mailbox, people in _AROUND.rows(number=number)
        },
        replies.open_drafts(number, team),
    )


def draft_state(command: OfDraft, login: str, team: Team) -> DraftState:
    """Without the draft's revisions: saving must stay quick however many there are."""
    return state_of(command.draft_id, team.member(login), team)


def spoken_of_state(command: OfDraft, login: str, team: Team) -> DraftState:
    """With the draft's revisions."""
    state = draft_state(command, login, team)
    return state._replace(revisions=replies.revisions_of(command.draft_id, team))


def state_of(draft_id: int, me: Member, team: Team) -> DraftState:
    """A draft, without its revisions; one of an inquiry filed as junk too."""
    draft = replies.draft(draft_id, team)
    whole = inquiry_state(draft.number, me, team, junk=True)
    return DraftState(whole, draft, entry=replies.entry_of(draft_id, team))


def state_with_others(draft_id: int, me: Member, team: Team) -> DraftState:
    """With the other replies to its inquiry that are being written."""
    state = state_of(draft_id, me, team)
    others = replies.open_drafts(state.number, team)
    return state._replace(others=tuple(one for one in others if one.id != draft_id))
