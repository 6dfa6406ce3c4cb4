"""Who acts: the operating-system account, or with `--as` another member."""

from __future__ import annotations

import os
import pwd
from typing import TYPE_CHECKING

from csboard.domain import access
from csboard.domain.records import INTAKE_LOGIN, Actor, Introduction, Role
from csboard.errors import Refused, Unavailable
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.text import clean

if TYPE_CHECKING:
    from csboard.board import Board


class Account(NamedTuple):
    """The operating-system account at the keyboard."""

    uid: int
    login: str
    name: str
    """The person's name as the system knows it; may be empty."""


def own_account() -> Account:
    """By user id: the environment's $USER can say anything."""
    uid = os.getuid()
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:  # a container's made-up id
        return Account(uid, f"uid{uid}", "")
    return Account(uid, entry.pw_name, clean(entry.pw_gecos.partition(",")[0]).strip())


def enter(board: Board, as_login: str | None, language: str) -> Actor:
    """The actor of this run; a person who is new appears on the board."""
    actor = acting(board, as_login, language)
    if (new := actor.introduction) is not None:
        _appear(board, actor.login, new)
    return Actor(actor.login, actor.via)


def acting(board: Board, as_login: str | None, language: str) -> Actor:
    """The actor of a command; a person who is new appears with it, unless it is refused."""
    other = represented(board, as_login)
    if other is not None:
        return other
    own = _account(board, as_login)
    is_new = board.member(own.login) is None
    return Actor(own.login, None, Introduction(own.name, language) if is_new else None)


def may_act_for_others(board: Board) -> bool:
    """Whether the account at the keyboard may, with `--as`."""
    return _may_act_for_others(board, _account(board, None))


def represented(board: Board, as_login: str | None) -> Actor | None:
    """The other member for whom this run is, or None. Refused when that may not be."""
    if as_login is None:
        return None
    own = _account(board, as_login)
    if as_login == own.login:
        return None
    if as_login == INTAKE_LOGIN:
        raise access.system_member()
    if not _may_act_for_others(board, own):
        raise Refused(
            "role",
            _("Only root, leads and the owner of the database may act for others: ask one."),
        )
    if board.member(as_login) is None:
        raise Refused(
            "no_such_member",
            _(
                "{login} is not on this board: members appear when they first open it."
                " csboard team show lists them."
            ).format(login=as_login),
        )
    return Actor(as_login, via=own.login)


def _account(board: Board, as_login: str | None) -> Account:
    """The account at the keyboard; by the name of their own database role when they say it."""
    own, login = own_account(), board.login()
    if login is not None and login.kind == "member" and as_login == login.name:
        return own._replace(login=login.name, name="")  # the system's may be another person's
    return own


def refuse_onlooker(board: Board, as_login: str | None) -> None:
    """Refuse a member who may only look; accounts that are no members may be a mail server's."""
    member = board.member(as_login or own_account().login)
    if member is not None:
        access.require(member, Role.MEMBER)


def refuse_closing(board: Board) -> None:
    """Refused for an account that may not close the board for everybody, as a move does."""
    if not _may_act_for_others(board, own_account()):
        raise Refused(
            "role",
            _("Only root, leads and the owner of the database may close the board: ask one."),
        )


def stand_for(board: Board, login: str, language: str) -> Actor:
    """The member whom this account opens the board for; a newcomer appears.

    The history names the member alone, so only whoever could write it by hand may do that:
    Refused for all others, and when the member is no longer active, since an SSH key that was
    forgotten must not go on opening the board.
    """
    own = own_account()
    if login != own.login and not _owns(board, own):
        raise Refused("role", _("Only root and the owner of the database open it for a key."))
    if login == INTAKE_LOGIN:
        raise access.system_member()
    if board.member(login) is None:
        _appear(board, login, Introduction("", language))
    if member := board.member(login):
        access.require(member, Role.VIEWER)
    return Actor(login)


def _appear(board: Board, login: str, new: Introduction) -> None:
    from csboard.domain.commands import EnterBoard  # only once in a person's life

    try:
        board.execute(EnterBoard(name=new.name, language=new.language), Actor(login))
    except Unavailable as failure:
        if failure.code != "read_only":  # who can't write is a viewer and leaves no trace
            raise
    except Refused as refusal:
        if refusal.code != "known":  # the same person's other session was quicker
            raise


def _may_act_for_others(board: Board, own: Account) -> bool:
    if own.uid == 0:
        return True
    member = board.member(own.login)
    if member is not None and member.active and member.role is Role.LEAD:
        return True
    return board.is_owner()


def _owns(board: Board, own: Account) -> bool:
    return own.uid == 0 or board.is_owner()
