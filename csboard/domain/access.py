"""Who may do what: viewers look, members work, leads also arrange the work of others."""

from __future__ import annotations

from csboard.domain.records import INTAKE_LOGIN, Actor, Member, Role
from csboard.errors import Refused
from csboard.i18n import _

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


def require_person(actor: Actor) -> None:
    """Refuse to act for the system member: its acts are what came in by itself."""
    if actor.via is not None and actor.login == INTAKE_LOGIN:
        raise Refused(
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
