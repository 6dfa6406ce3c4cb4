"""Inquiries that are none: taken off the board as junk, and brought back when they were some."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from csboard.domain import flow
from csboard.domain.absent_owner import passed_on, passed_values, told_stand_in
from csboard.domain.commands import FileAsJunk, Reopen
from csboard.domain.decisions import Decision, EventDraft, Insert, Thing, Update
from csboard.domain.holding import refuse_if_another_holds
from csboard.domain.mail_arrival import JUNK
from csboard.domain.opening import became
from csboard.domain.pens import still_going_out
from csboard.domain.records import Receipt
from csboard.domain.states import JunkState
from csboard.errors import Refused
from csboard.i18n import N_, _

JUNK_ANOTHERS = N_("{name} has #{task}: only they or a lead can file it as junk.")


def refuse_junk(number: int) -> Refused:
    """For an act on an inquiry that was filed as junk."""
    return Refused(
        "junk",
        _("#{number} was filed as junk: csboard reopen {number} brings it back.").format(
            number=number
        ),
    )


def file_as_junk(state: JunkState, command: FileAsJunk, now: datetime) -> Decision:
    """Off the board with all its tasks; its mails stand in the tray, and nothing is deleted."""
    whole, inquiry = state.whole, state.whole.inquiry
    if state.is_sending:
        raise still_going_out(inquiry.number)
    for task in whole.tasks:
        if task.closed_at is None:
            refuse_if_another_holds(task, whole.actor, whole.members, JUNK_ANOTHERS)
    closed_at = inquiry.closed_at or now
    changes: list[Insert | Update] = [
        Update(
            Thing.TASK,
            task.id,
            {"closed_at": task.closed_at or now, "withdrawn_at": now},
            task.version,
        )
        for task in whole.tasks
    ]
    values = {"junked_at": now, "closed_at": closed_at}
    changes.append(Update(Thing.INQUIRY, inquiry.number, values, inquiry.version))
    changes += [
        became(one.id, "filed", one.number, JUNK, detail={**one.detail, "was": one.state})
        for one in state.receipts
        if one.state in ("opened", "joined")
    ]
    detail = {"receipts": [one.id for one in state.receipts]}
    return Decision(tuple(changes), EventDraft("junked", inquiry.number, None, detail))


def reopen(state: JunkState, command: Reopen, now: datetime) -> Decision:
    """A closed inquiry goes on; one that was filed as junk comes back as it was then.

    But for a reply whose owner is away: it goes where their absence says.
    """
    whole = state.whole
    if whole.inquiry.junked_at is None:
        return flow.reopen(whole, command, now)
    passed = passed_on(whole, now) if whole.reply.closed_at == whole.inquiry.junked_at else None
    of_reply = passed_values(passed, whole, now) if passed else {}
    changes = (*brought_back(state, now, of_reply), *told_stand_in(passed, whole, now))
    task, detail = (whole.reply.ref, passed.told) if passed else (None, {})
    return Decision(changes, EventDraft("unjunked", whole.inquiry.number, task, detail))


def brought_back(
    state: JunkState,
    free_since: datetime | None = None,
    of_reply: Mapping[str, object] = MappingProxyType({}),
) -> list[Insert | Update]:
    """What was open when it was filed as junk is open again, at its stage and with its owner.

    What nobody has, they haven't had since `free_since`; without it, since as long as before.
    The values `of_reply` are the reply's besides.
    """
    inquiry, reply = state.whole.inquiry, state.whole.reply
    at = inquiry.junked_at
    if at is None:
        raise Refused("not_junk", _("#{number} is on the board.").format(number=inquiry.number))

    def before(closed_at: datetime | None) -> datetime | None:
        return None if closed_at == at else closed_at

    free = {} if free_since is None else {"free_since": free_since}
    changes: list[Insert | Update] = [
        Update(
            Thing.TASK,
            task.id,
            {
                "closed_at": before(task.closed_at),
                "withdrawn_at": None,
                **free,
                **(of_reply if task.id == reply.id else {}),
            },
            task.version,
        )
        for task in state.whole.tasks
    ]
    values = {"junked_at": None, "closed_at": before(inquiry.closed_at)}
    changes.append(Update(Thing.INQUIRY, inquiry.number, values, inquiry.version))
    return changes + [_as_it_was(one) for one in state.receipts if _is_junk(one)]


def _is_junk(receipt: Receipt) -> bool:
    return (receipt.state, receipt.reason) == ("filed", JUNK) and "was" in receipt.detail


def _as_it_was(receipt: Receipt) -> Update:
    rest = {key: value for key, value in receipt.detail.items() if key != "was"}
    return became(receipt.id, str(receipt.detail["was"]), receipt.number, detail=rest or None)
