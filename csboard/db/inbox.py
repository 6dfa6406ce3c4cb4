"""Reading what wants one member: a fixed number of queries, however much there is."""

from __future__ import annotations

from typing import Any

from peewee import JOIN, Case, Table, fn

from csboard.db.models import InquiryRow, MessageRow, TaskRow, whole_of
from csboard.db.prepared import Prepared, slot
from csboard.db.reply_models import (
    AskRow,
    CommentRow,
    DraftRow,
    InboxRow,
    ThanksRow,
    VerdictRow,
)
from csboard.db.team import Team
from csboard.domain.alarm_settings import IN_INBOX, KINDS, LADEN, UNOWNED, UNTAKEN
from csboard.domain.mentions import (
    ABSENCE_ENDED,
    ABSENCE_WITHDRAWN,
    OFFER_WITHDRAWN,
    OFFERED,
    OFFERED_TO_ALL,
    OVERTAKEN_OFFERS,
    STAND_INS_AWAY,
    STOOD_IN,
    TAKEN,
    TAKEN_BACK,
    TO_REVIEW,
)
from csboard.domain.records import Direction
from csboard.domain.replies import InboxItem

_OF_A_CARD = [IN_INBOX + kind for kind in KINDS if kind != LADEN]
_UNTAKEN = IN_INBOX + UNTAKEN
_NOBODYS = IN_INBOX + UNOWNED
"""Alarms are taken back when what they are about is done, or taken by somebody."""
_HAND_OFF, _ALARM, _ABSENCE = Table("hand_off"), Table("alarm"), Table("absence")
"""Without their models, which a board that starts would wait for."""
MOST_WORDS = 120
"""Characters of a comment or note that stand in an inbox."""


def _standing(query: Any) -> Any:
    """Without what came of what was withdrawn since, and what isn't wanted any more."""
    withdrawn = VerdictRow.select(VerdictRow.id).where(
        VerdictRow.draft == InboxRow.draft,
        VerdictRow.at == InboxRow.at,
        VerdictRow.member == InboxRow.actor,
        VerdictRow.withdrawn_at.is_null(False),
    )
    ended = AskRow.select(AskRow.id).where(
        AskRow.draft == InboxRow.draft,
        AskRow.at == InboxRow.at,
        AskRow.of == InboxRow.member,
        AskRow.ended_at.is_null(False),
    )
    taken_back = ThanksRow.select(ThanksRow.id).where(
        ThanksRow.message == InboxRow.message,
        ThanksRow.at == InboxRow.at,
        ThanksRow.member == InboxRow.actor,
        ThanksRow.withdrawn_at.is_null(False),
    )
    return (
        query.join(CommentRow, JOIN.LEFT_OUTER, on=InboxRow.comment == CommentRow.id)
        .switch(InboxRow)
        .join(MessageRow, JOIN.LEFT_OUTER, on=InboxRow.message == MessageRow.id)
        .where(
            InboxRow.member == slot("member"),
            CommentRow.withdrawn_at.is_null(),
            MessageRow.withdrawn_at.is_null(),
            ~fn.EXISTS(withdrawn),
            ~fn.EXISTS(ended),
            ~fn.EXISTS(taken_back),
            _is_still_meant(),
            _still_stands(),
            _is_still_theirs(),
            _wants_somebody(),
            _is_still_away(),
            _was_not_brought_back(),
        )
    )


def _is_still_meant() -> Any:
    """Of a review that was to be asked for: that the task is theirs, and it wasn't asked yet."""
    still_theirs = TaskRow.select(TaskRow.id).where(
        TaskRow.inquiry == InboxRow.inquiry,
        TaskRow.seq == 1,
        TaskRow.owner == InboxRow.actor,
        TaskRow.closed_at.is_null(),
    )
    asked_since = (
        AskRow.select(AskRow.id)
        .join(DraftRow)
        .where(
            DraftRow.inquiry == InboxRow.inquiry,
            AskRow.of == InboxRow.member,
            AskRow.by == InboxRow.actor,
            AskRow.at >= InboxRow.at,
        )
    )
    return (InboxRow.kind != TO_REVIEW) | (fn.EXISTS(still_theirs) & ~fn.EXISTS(asked_since))


def _still_stands() -> Any:
    """Of a hand-off: that it is still offered to them, or hasn't been undone, or still waits."""
    one = _HAND_OFF.c
    still_offered = one.offered_at.is_null(False) & one.taken_at.is_null() & one.ended_at.is_null()
    offered_then = still_offered & (one.offered_at == InboxRow.at)
    told = (
        ((InboxRow.kind == OFFERED) & offered_then & (one.receiver_id == InboxRow.member))
        | ((InboxRow.kind == OFFERED_TO_ALL) & offered_then & one.receiver_id.is_null())
        | ((InboxRow.kind == TAKEN) & (one.taken_at == InboxRow.at))
        | ((InboxRow.kind == TAKEN_BACK) & (one.ended_at == InboxRow.at))
        | ((InboxRow.kind == _UNTAKEN) & still_offered)
        | (InboxRow.kind.in_(OVERTAKEN_OFFERS) & (one.ended_at == InboxRow.at))
    )
    tasks = TaskRow.select(TaskRow.id).where(TaskRow.inquiry == InboxRow.inquiry)
    found = _HAND_OFF.select(one.id).where(one.task_id.in_(tasks), told)
    offered_again = _HAND_OFF.select(one.id).where(
        one.task_id.in_(tasks), still_offered, one.receiver_id == InboxRow.member
    )
    of_hand_offs = [OFFERED, OFFERED_TO_ALL, TAKEN, TAKEN_BACK, _UNTAKEN, *OVERTAKEN_OFFERS]
    stands = InboxRow.kind.not_in(of_hand_offs) | (InboxRow.more > 0) | fn.EXISTS(found)
    return stands & ((InboxRow.kind != OFFER_WITHDRAWN) | ~fn.EXISTS(offered_again))


def _is_still_theirs() -> Any:
    """Of a reply for which they stand in: that they have it."""
    theirs = TaskRow.select(TaskRow.id).where(
        TaskRow.inquiry == InboxRow.inquiry, TaskRow.seq == 1, TaskRow.owner == InboxRow.member
    )
    return (InboxRow.kind != STOOD_IN) | fn.EXISTS(theirs)


def _wants_somebody() -> Any:
    """Of an alarm about one card: that this is open still, and nobody's if that was the alarm."""
    still_open = TaskRow.select(TaskRow.id).where(
        TaskRow.inquiry == InboxRow.inquiry,
        TaskRow.closed_at.is_null(),
        TaskRow.withdrawn_at.is_null(),
    )
    still_nobodys = still_open.where(TaskRow.owner.is_null())
    return (
        InboxRow.kind.not_in(_OF_A_CARD)
        | (InboxRow.more > 0)
        | ((InboxRow.kind != _NOBODYS) & fn.EXISTS(still_open))
        | fn.EXISTS(still_nobodys)
    )


def _is_still_away() -> Any:
    """Of a stand-in who is away: that such an absence stands, of days that were to come then."""
    one = _ABSENCE.c
    day = fn.SUBSTR(InboxRow.at.cast("TEXT"), 1, 10)
    away = _ABSENCE.select(one.id).where(
        one.member_id == InboxRow.about,
        one.withdrawn_at.is_null(),
        one.ended_at.is_null(),
        one.last_day >= day,
    )
    return InboxRow.kind.not_in(STAND_INS_AWAY) | fn.EXISTS(away)


def _was_not_brought_back() -> Any:
    """Of one's own absence that somebody else withdrew or ended: that it is as they left it."""
    one = _ABSENCE.c
    theirs = _ABSENCE.select(one.id).where(one.member_id == InboxRow.member)
    withdrawn, ended = (
        fn.EXISTS(theirs.where(at == InboxRow.at)) for at in (one.withdrawn_at, one.ended_at)
    )
    return (
        InboxRow.kind.not_in((ABSENCE_WITHDRAWN, ABSENCE_ENDED))
        | ((InboxRow.kind == ABSENCE_WITHDRAWN) & withdrawn)
        | ((InboxRow.kind == ABSENCE_ENDED) & ended)
    )


def _beginning() -> Any:
    """Of what was said; of a message only where it is a note."""
    note = Case(None, [(MessageRow.direction == Direction.NOTE.value, MessageRow.text)], "")
    return fn.SUBSTR(fn.COALESCE(CommentRow.text, note), 1, MOST_WORDS)


def _clock() -> Any:
    """Of an alarm about a promise: its clock. A card has one alarm of a kind at a time."""
    one = _ALARM.c
    tasks = TaskRow.select(TaskRow.id).where(TaskRow.inquiry == InboxRow.inquiry)
    told = _ALARM.select(fn.MAX(one.clock)).where(
        one.task_id.in_(tasks),
        one.told_at == InboxRow.at,
        one.kind == fn.SUBSTR(InboxRow.kind, len(IN_INBOX) + 1),
    )
    return Case(None, [(InboxRow.more == 0, fn.COALESCE(told, ""))], "")


_ITEMS = Prepared(
    lambda: (
        _standing(
            InboxRow.select(
                InboxRow.id,
                InboxRow.at,
                InboxRow.kind,
                whole_of(InquiryRow),
                InquiryRow.subject,
                InboxRow.actor,
                InboxRow.draft,
                InboxRow.comment,
                InboxRow.message,
                InboxRow.read_at,
                _beginning(),
                InboxRow.about,
                InboxRow.more,
                _clock(),
                InboxRow.inquiry,
            )
            .join(InquiryRow)
            .switch(InboxRow)
        )
        .order_by(InboxRow.id.desc())
        .limit(slot("limit"))
    )
)
_UNREAD = Prepared(
    lambda: _standing(InboxRow.select(fn.COUNT(InboxRow.id))).where(InboxRow.read_at.is_null())
)


def inbox(login: str, limit: int, team: Team) -> tuple[InboxItem, ...]:
    """What wants a member, the newest first; nothing for whoever isn't one."""
    member = team.members.get(login)
    if member is None:
        return ()
    return tuple(
        InboxItem(
            id=row_id,
            at=at,
            kind=kind,
            number=number,
            subject=subject,
            actor=team.logins[actor],
            draft_id=draft,
            comment_id=comment,
            message_id=message,
            read_at=read_at,
            words=words,
            about=team.logins[about] if about else None,
            more=more,
            clock=clock,
            happened_to=own if own != number else None,
        )
        for (
            row_id,
            at,
            kind,
            number,
            subject,
            actor,
            draft,
            comment,
            message,
            read_at,
            words,
            about,
            more,
            clock,
            own,
        ) in _ITEMS.rows(member=member.id, limit=limit)
    )


def inbox_count(login: str, team: Team) -> int:
    """How much of it they haven't read."""
    member = team.members.get(login)
    return int(_UNREAD.scalar(member=member.id)) if member else 0
