"""How members are called, and who of them works on inquiries."""

from __future__ import annotations

from collections.abc import Mapping

from csboard.domain.records import INTAKE_LOGIN, Member, Role
from csboard.i18n import _


def name_of(login: str, members: Mapping[str, Member]) -> str:
    """The display name, or the login of whoever has none."""
    member = members.get(login)
    return member.name if member and member.name else login


def in_a_sentence(login: str, members: Mapping[str, Member]) -> str:
    """As sentences name somebody: politely, and the system member by what it does."""
    if login == INTAKE_LOGIN:
        return _("the mail intake")
    return _("{name}").format(name=name_of(login, members))


def works_here(member: Member) -> bool:
    """Whether somebody is in the team and does more than look; the intake is nobody."""
    return member.active and member.role is not Role.VIEWER and member.login != INTAKE_LOGIN
