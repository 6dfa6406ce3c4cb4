"""Who may do what: viewers look, members work, leads also arrange the work of others.

The door asks here before a rule decides about any command; a command that stands in no table
is nobody's. Reading is open to all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from csboard.domain.records import INTAKE_LOGIN, Actor, Member, Role
from csboard.errors import Refused
from csboard.i18n import _
from csboard.named import NamedTuple

if TYPE_CHECKING:
    from csboard.domain.commands import Command


class DatabaseLogin(NamedTuple):
    """Who the database itself says is connected."""

    name: str
    kind: str
    """What the login is for: `owner`, `member`, `viewer`, `intake` or `wall`; else empty."""


LEAST_ROLE: dict[str, Role] = {
    "Claim": Role.MEMBER,
    "Release": Role.MEMBER,
    "TakeOver": Role.MEMBER,
    "Move": Role.MEMBER,
    "Wait": Role.MEMBER,
    "EndWaiting": Role.MEMBER,
    "Pin": Role.MEMBER,
    "Unpin": Role.MEMBER,
    "ExcuseMessage": Role.MEMBER,
    "SplitOff": Role.MEMBER,
    "RenameTask": Role.MEMBER,
    "EditInquiry": Role.MEMBER,
    "Reopen": Role.MEMBER,
    "Merge": Role.MEMBER,
    "Divide": Role.MEMBER,
    "Link": Role.MEMBER,
    "Unlink": Role.MEMBER,
    "EnterReading": Role.MEMBER,
    "WithdrawReading": Role.MEMBER,
    "SayWhyBroken": Role.MEMBER,
    "AddNote": Role.MEMBER,
    "BeginDraft": Role.MEMBER,
    "SaveDraft": Role.MEMBER,
    "HoldPen": Role.MEMBER,
    "TakePen": Role.MEMBER,
    "LeaveWords": Role.MEMBER,
    "AddFile": Role.MEMBER,
    "RemoveFile": Role.MEMBER,
    "DiscardDraft": Role.MEMBER,
    "AddComment": Role.MEMBER,
    "ResolveComment": Role.MEMBER,
    "ReopenComment": Role.MEMBER,
    "AcceptProposal": Role.MEMBER,
    "AskReview": Role.MEMBER,
    "GiveVerdict": Role.MEMBER,
    "GiveThanks": Role.MEMBER,
    "MakeSuccess": Role.MEMBER,
    "EditSuccess": Role.MEMBER,
    "RetireSuccess": Role.MEMBER,
    "BringBack": Role.MEMBER,
    "SayOfSuccess": Role.MEMBER,
    "PutIn": Role.MEMBER,
    "WriteTemplate": Role.MEMBER,
    "RetireTemplate": Role.MEMBER,
    "BringBackTemplate": Role.MEMBER,
    "Undo": Role.MEMBER,
    "OpenInquiry": Role.MEMBER,
    "OpenFromTray": Role.MEMBER,
    "JoinFromTray": Role.MEMBER,
    "DropFromTray": Role.MEMBER,
    "EraseInquiry": Role.LEAD,
    "EraseCustomer": Role.LEAD,
    "EraseAddress": Role.LEAD,
    "Reread": Role.MEMBER,
    "NoteRead": Role.MEMBER,
    "FileAsJunk": Role.MEMBER,
    "BlockSender": Role.MEMBER,  # an address; the rule asks a lead for a whole domain
    "UnblockSender": Role.MEMBER,
    "Send": Role.MEMBER,
    "StopSending": Role.MEMBER,
    "RecordSent": Role.MEMBER,
    "SettleUnknown": Role.MEMBER,
    "TakeEntry": Role.MEMBER,
    "NoteHanding": Role.MEMBER,
    "PutBack": Role.MEMBER,
    "NoteSent": Role.MEMBER,
    "NoteFailed": Role.MEMBER,
    "ParkUnknown": Role.MEMBER,
    "HoldLease": Role.MEMBER,
    "TellAlarms": Role.MEMBER,
    "NoteAlarmMail": Role.MEMBER,
    "BeginStandUp": Role.MEMBER,
    "EndStandUp": Role.MEMBER,
    "ReadDigest": Role.MEMBER,
    "RenameTag": Role.MEMBER,
    "MergeTags": Role.MEMBER,
    "RetireTag": Role.MEMBER,
    "BringBackTag": Role.MEMBER,
    "SetReading": Role.MEMBER,
    "StartTimer": Role.MEMBER,
    "StopTimer": Role.MEMBER,
    "EndLostTimer": Role.MEMBER,
    "EnterTime": Role.MEMBER,  # one's own; the rule asks a lead for another's
    "CorrectTime": Role.MEMBER,
    "DropTime": Role.MEMBER,
    "EnterAbsence": Role.MEMBER,  # one's own; the rule asks a lead for another's
    "ChangeAbsence": Role.MEMBER,
    "WithdrawAbsence": Role.MEMBER,
    "RuleForTask": Role.MEMBER,
    "WriteSheet": Role.MEMBER,
    "OfferHandOff": Role.MEMBER,
    "TakeHandOff": Role.MEMBER,
    "WithdrawHandOff": Role.MEMBER,
    "DropSheet": Role.MEMBER,
    "TakeBack": Role.MEMBER,
    "LeaveWithThem": Role.MEMBER,
    "MarkSeen": Role.VIEWER,
    "BePresent": Role.VIEWER,
    "MarkRead": Role.VIEWER,
    "ReadInbox": Role.VIEWER,
    "ChangeMember": Role.VIEWER,  # one's own name is one's own; the rule asks a lead for the rest
    "ApplySettings": Role.LEAD,
    "BringHolidays": Role.LEAD,
}
"""The least role that may ask for a command, by the command's name."""

SENDING = frozenset(
    {
        "TakeEntry",
        "NoteHanding",
        "PutBack",
        "NoteSent",
        "NoteFailed",
        "ParkUnknown",
        "HoldLease",
    }
)
"""What a program does that sends replies, in the system member's name or in a member's."""

OF_INTAKE = frozenset(
    {
        "SortLetter",
        "NoteMailbox",
        "OpenInquiry",
        "EndLostTimer",
        "TellAlarms",
        "NoteAlarmMail",
        "BringHolidays",
        *SENDING,
    }
)
"""All that the system member does; others open inquiries, send, tell of alarms and end lost
timers too, and leads bring in public holidays."""

OF_NEWCOMERS = frozenset({"EnterBoard"})
"""What those ask whom the board doesn't know yet."""

_RANK = {Role.VIEWER: 0, Role.MEMBER: 1, Role.LEAD: 2}


def require(member: Member, role: Role) -> None:
    """Refuse unless `member` is active and has at least `role`."""
    if not member.active:
        raise Refused(
            "inactive",
            _("{login} is no longer active on this board; ask a lead.").format(login=member.login),
        )
    if _RANK[member.role] < _RANK[role]:
        raise Refused("role", _NEEDS[role]())


def admit(command: Command, actor: Actor, members: Mapping[str, Member]) -> None:
    """Refuse unless `actor` may ask for `command` at all; what it is about is the rule's matter."""
    name = type(command).__name__
    if actor.login == INTAKE_LOGIN:
        if actor.via is not None or name not in OF_INTAKE:
            raise system_member()
        return
    if name in OF_NEWCOMERS:
        return
    member = members.get(actor.login)
    if member is None and (said := actor.introduction) is not None:
        member = Member(0, actor.login, said.name, role_of_newcomers(members))
    if member is None:
        raise not_a_member(actor.login)
    if name not in LEAST_ROLE:
        raise Refused("intake_only", _("Only the intake sorts what came in: run csboard intake."))
    require(member, LEAST_ROLE[name])


def role_of_newcomers(members: Mapping[str, Member]) -> Role:
    """Who comes first leads; everybody later is a member."""
    return Role.MEMBER if set(members) - {INTAKE_LOGIN} else Role.LEAD


def vouch(login: DatabaseLogin | None, actor: Actor, members: Mapping[str, Member]) -> None:
    """Refuse an actor whom the database knows to be somebody else.

    Where a login is one person's, they act in their own name, and a lead for others as well,
    which the history tells. Owners and logins without a group act as whoever the system says.
    """
    if login is None or login.kind not in ("member", "intake"):
        return
    if login.kind == "intake":
        if actor != Actor(INTAKE_LOGIN):
            raise Refused(
                "not_themselves",
                _(
                    "The database knows this connection as {login}, which takes mail in and does"
                    " nothing else: connect with a login of your own."
                ).format(login=login.name),
            )
        return
    person = actor.via or actor.login
    if person != login.name:
        raise _not_themselves(login, person)
    member = members.get(person)
    if actor.via is not None and not (member and is_lead(member)):
        raise Refused("role", _NEEDS[Role.LEAD]())


def vouch_for_intake(login: DatabaseLogin | None) -> None:
    """Refuse to take anything in with the login of one who is no intake."""
    if login is not None and login.kind in ("member", "viewer", "wall"):
        raise _not_themselves(login, INTAKE_LOGIN)


def _not_themselves(login: DatabaseLogin, actor: str) -> Refused:
    return Refused(
        "not_themselves",
        _(
            "The database knows this connection as {login}, and nothing is done with it in the"
            " name of {actor}: connect as {actor}, or act as {login} (--as {login})."
        ).format(login=login.name, actor=actor),
    )


def system_member() -> Refused:
    """For whoever would act for the intake: its acts are what came in by itself."""
    return Refused(
        "system_member",
        _("{login} is the intake itself: act in a member's name.").format(login=INTAKE_LOGIN),
    )


def not_a_member(login: str) -> Refused:
    """For somebody whom the board doesn't know, as when their account can only read it."""
    return Refused(
        "not_a_member",
        _(
            "{login} is not a member here and may only look:"
            " open the board once with an account that can write."
        ).format(login=login),
    )


def is_lead(member: Member) -> bool:
    return member.active and member.role is Role.LEAD


def _needs_member() -> str:
    return _("You may look but not change: ask a lead to make you a member.")


def _needs_lead() -> str:
    return _("Only a lead may do this: ask one of them.")


_NEEDS = {Role.MEMBER: _needs_member, Role.LEAD: _needs_lead}
