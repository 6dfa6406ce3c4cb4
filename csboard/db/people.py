"""Reading who is where, what one member has read, and the replies that were sent lately."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from csboard.db import models, records, reply_records
from csboard.db import reply_models as replies
from csboard.db.inbox import inbox_count
from csboard.db.models import whole_of
from csboard.db.prepared import Prepared, slot
from csboard.db.team import Team
from csboard.db.time_entry_rows import running
from csboard.domain.presence import PRESENT_FOR
from csboard.domain.records import Direction, TaskRef
from csboard.domain.replies import Comment, Correspondent, SentReply, Surroundings, Thanks
from csboard.domain.time_records import Running

Task, Inquiry, Message = models.TaskRow, models.InquiryRow, models.MessageRow
Presence, ReadMark = replies.PresenceRow, replies.ReadMarkRow
CommentRow, ThanksRow = replies.CommentRow, replies.ThanksRow

_PRESENT = Prepared(
    lambda: (
        Presence.select(*reply_records.PRESENCE_COLUMNS)
        .where(Presence.at >= slot("since"), Presence.inquiry.is_null(False) | Presence.sends)
        .order_by(Presence.at.desc(), Presence.id)
    )
)
_OPEN_INQUIRIES = Task.select(Task.inquiry).where(Task.closed_at.is_null())
_READ_MARKS = Prepared(
    lambda: ReadMark.select(ReadMark.inquiry, ReadMark.at).where(
        ReadMark.member == slot("member"), ReadMark.inquiry.in_(_OPEN_INQUIRIES)
    )
)
_SENT = Prepared(
    lambda: (
        Message.select(
            *records.MESSAGE_COLUMNS,
            whole_of(Inquiry),
            Inquiry.subject,
        )
        .join(Inquiry)
        .where(
            Message.direction == Direction.OUT.value,
            Message.at >= slot("since"),
            Message.withdrawn_at.is_null(),
            Message.author.is_null(False),
            Message.author != slot("member"),
        )
        .order_by(Message.at.desc(), Message.id.desc())
        .limit(slot("limit"))
    )
)


def present(now: datetime, team: Team) -> tuple[Correspondent, ...]:
    """The open boards that gave a sign lately and are in an inquiry, or can send; latest first."""
    rows = _PRESENT.rows(since=now - PRESENT_FOR)
    return tuple(reply_records.presence(row, team.logins) for row in rows)


def read_marks(login: str, team: Team) -> dict[int, datetime]:
    """Up to when a member has read the inquiries that are open, by number."""
    member = team.members.get(login)
    return dict(_READ_MARKS.rows(member=member.id)) if member else {}


def surroundings(login: str, now: datetime, team: Team) -> Surroundings:
    timers = tuple(
        Running(one.id, one.login, one.started_at, one.task, one.work, one.is_lost(now))
        for one in running(team)
        if one.task or one.login == login
    )
    return Surroundings(
        present(now, team), read_marks(login, team), inbox_count(login, team), timers=timers
    )


def sent_lately(login: str, since: datetime, limit: int, team: Team) -> tuple[SentReply, ...]:
    """The replies that others than `login` sent after `since`, the latest first."""
    member = team.members.get(login)
    rows = _SENT.rows(since=since, member=member.id if member else 0, limit=limit)
    ids = [row[0] for row in rows]
    thanks, comments = _thanks(ids, team), _comments(ids, team)
    return tuple(
        SentReply(
            records.message(tuple(row), team.logins),
            TaskRef(number),
            subject,
            thanks.get(row[0], ()),
            comments.get(row[0], ()),
        )
        for *row, number, subject in rows
    )


def _thanks(ids: list[int], team: Team) -> dict[int, tuple[Thanks, ...]]:
    query: Any = (
        ThanksRow.select(*reply_records.THANKS_COLUMNS)
        .where(ThanksRow.message.in_(ids), ThanksRow.withdrawn_at.is_null())
        .order_by(ThanksRow.id)
    )
    return _by_message(reply_records.thanks(row, team.logins) for row in query.tuples())


def _comments(ids: list[int], team: Team) -> dict[int, tuple[Comment, ...]]:
    query: Any = (
        CommentRow.select(*reply_records.COMMENT_COLUMNS)
        .where(CommentRow.message.in_(ids), CommentRow.withdrawn_at.is_null())
        .order_by(CommentRow.id)
    )
    return _by_message(reply_records.comment(row, team.logins) for row in query.tuples())


def _by_message(found: Iterable[Any]) -> dict[int, tuple[Any, ...]]:
    by_message: dict[int, tuple[Any, ...]] = {}
    for one in found:
        by_message[one.message_id] = (*by_message.get(one.message_id, ()), one)
    return by_message
