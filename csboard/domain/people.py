"""How members are called, and who of them works on inquiries."""

from __future__ import annotations

import re
from collections.abc import Mapping

from csboard.domain.records import INTAKE_LOGIN, Member, Role
from csboard.errors import Refused
from csboard.i18n import _
from csboard.text import clean, fold, quoted


def name_of(login: str, members: Mapping[str, Member]) -> str:
    """The display name, or the login of whoever has none."""
    member = members.get(login)
    return member.name if member and member.name else login


def in_a_sentence(login: str, members: Mapping[str, Member]) -> str:
    """As sentences name somebody: politely, and the system member by what it does."""
    if login == INTAKE_LOGIN:
        return _("the mail intake")
    return _("{name}").format(name=name_of(login, members))


def with_login(login: str, members: Mapping[str, Member]) -> str:
    """Somebody who is proposed, by name and by what is typed for them: "Sato (sato)"."""
    name = name_of(login, members)
    return login if name == login else _("{name} ({login})").format(name=name, login=login)


def login_meant(written: str, members: Mapping[str, Member]) -> str:
    """The login of whoever is named by login or by display name, whatever width and case.

    Politely too (佐藤さん).

    What was written, if nobody is called so: the rules say who there is. Refused (`ambiguous`)
    when several are.
    """
    name = " ".join(clean(written).split())
    if name in members:
        return name
    folded = fold(name)
    called = _called(folded, members) or _called(_POLITELY.sub("", folded), members)
    here = [one.login for one in called if one.active] or [one.login for one in called]
    if not folded or not here:
        return name
    if len(here) > 1:
        told = _("{name} can be {logins}: write one of these.")
        logins = _(", ").join(sorted(here))
        raise Refused("ambiguous", told.format(name=quoted(name), logins=logins))
    return here[0]


def member_meant(written: str, members: Mapping[str, Member]) -> str:
    """As `login_meant`; Refused (`no_such_member`) when nobody is called so."""
    login = login_meant(written, members)
    if login not in members:
        told = _("There is no member {login}: look at csboard team show.")
        raise Refused("no_such_member", told.format(login=quoted(login)))
    return login


def how_one_joins() -> str:
    """What is said where somebody is named who isn't a member, and may be to become one."""
    return _("Somebody new becomes a member by opening the board once with their own account.")


def _called(folded: str, members: Mapping[str, Member]) -> list[Member]:
    """Who has that login or display name; nobody for an empty one."""
    every = members.values() if folded else ()
    return [one for one in every if folded in (fold(one.login), fold(one.name))]


_POLITELY = re.compile(r" ?(?:サン|様|サマ)$")
"""Behind a name that is folded, as the program itself names people in Japanese."""


def works_here(member: Member) -> bool:
    """Whether somebody is in the team and does more than look; the intake is nobody."""
    return member.active and member.role is not Role.VIEWER and member.login != INTAKE_LOGIN
