"""How members are called."""

from __future__ import annotations

from collections.abc import Mapping

from csboard.domain.records import INTAKE_LOGIN, Member
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
