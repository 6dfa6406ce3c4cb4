"""Who can be asked for a review."""

from __future__ import annotations

from collections.abc import Mapping

from csboard.domain.people import in_a_sentence
from csboard.domain.records import INTAKE_LOGIN, Member, Role
from csboard.errors import Refused
from csboard.i18n import _
from csboard.text import quoted


def reviewer(login: str, author: str, members: Mapping[str, Member]) -> Member:
    """The member of that login; Refused for one who can't review a reply of `author`."""
    member = members.get(login)
    if member is None or not member.active or login == INTAKE_LOGIN:
        raise Refused(
            "no_such_member",
            _("There is no member {login} who could review it.").format(login=quoted(login)),
        )
    name = in_a_sentence(login, members)
    if member.role is Role.VIEWER:
        raise Refused("viewer", _("{name} may only look: ask a member.").format(name=name))
    if login == author:
        raise Refused(
            "own",
            _("{name} answers for this reply and can't review it: ask somebody else.").format(
                name=name
            ),
        )
    return member
