"""Loading what the rules about presence, reading and thanks are shown."""

from __future__ import annotations

from typing import Any

from csboard.db import models, wholes
from csboard.db import reply_models as replies
from csboard.db.models import whole_of
from csboard.db.prepared import Prepared, slot
from csboard.db.states import inquiry_state
from csboard.db.team import Team
from csboard.db.time_entry_rows import running_of
from csboard.domain.presence import InboxState, PresenceState, ReadState
from csboard.domain.presence_commands import BePresent, GiveThanks, MarkRead, ReadInbox
from csboard.domain.records import Direction
from csboard.domain.thanking import ThanksState
from csboard.errors import Refused
from csboard.i18n import _

Inquiry, Message = models.InquiryRow, models.MessageRow
Presence, ReadMark = replies.PresenceRow, replies.ReadMarkRow
Inbox, Thanks = replies.InboxRow, replies.ThanksRow

_GOES_ON = Prepared(
    lambda: Inquiry.select(whole_of(Inquiry)).where(Inquiry.number == slot("number"))
)
_OWN_ROW = Prepared(lambda: Presence.select(Presence.id).where(Presence.session == slot("session")))
_OLDEST = Prepared(
    lambda: Presence.select(Presence.id, Presence.at).order_by(Presence.at, Presence.id).limit(1)
)
_MARK = Prepared(
    lambda: ReadMark.select(ReadMark.id, ReadMark.at).where(
        ReadMark.member == slot("member"), ReadMark.inquiry == slot("number")
    )
)
_SENT = Prepared(
    lambda: Message.select(Message.inquiry, Message.author).where(
        Message.id == slot("message"),
        Message.direction == Direction.OUT.value,
        Message.withdrawn_at.is_null(),
    )
)
_STANDING = Prepared(
    lambda: Thanks.select(Thanks.id).where(
        Thanks.message == slot("message"),
        Thanks.member == slot("member"),
        Thanks.withdrawn_at.is_null(),
    )
)


def _goes_on(number: int) -> int:
    """The number of the whole; Refused when there is no such inquiry."""
    found = _GOES_ON.scalar(number=number)
    if found is None:
        raise wholes.no_such_inquiry(number)
    return int(found)


def presence_state(command: BePresent, login: str, team: Team) -> PresenceState:
    number = None if command.number is None else _goes_on(command.number)
    row = _OWN_ROW.scalar(session=command.session)
    oldest: Any = None if row is not None else _OLDEST.row()
    me = team.member(login)
    return PresenceState(me, number, row, oldest, running_of(me.id, team))


def read_state(command: MarkRead, login: str, team: Team) -> ReadState:
    me, number = team.member(login), _goes_on(command.number)
    return ReadState(me, number, *(_MARK.row(member=me.id, number=number) or ()))


def inbox_state(command: ReadInbox, login: str, team: Team) -> InboxState:
    me = team.member(login)
    rows: Any = (
        Inbox.select(Inbox.id)
        .where(Inbox.id.in_(command.ids), Inbox.member == me.id, Inbox.read_at.is_null())
        .tuples()
    )
    return InboxState(me, tuple(row_id for (row_id,) in rows))


def thanks_state(command: GiveThanks, login: str, team: Team) -> ThanksState:
    me = team.member(login)
    sent = _SENT.row(message=command.message_id)
    if sent is None:
        raise Refused("no_such_reply", _("There is no such sent reply."))
    number, author = sent
    has_thanked = _STANDING.row(message=command.message_id, member=me.id) is not None
    return ThanksState(inquiry_state(number, me, team), team.logins.get(author), has_thanked)
