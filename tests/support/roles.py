"""A board on PostgreSQL whose team has a database role for each person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from csboard.board import Board
from csboard.clock import Clock
from csboard.db.role_rights import KINDS, Kind, group_of
from csboard.domain.commands import ChangeMember, EnterBoard, OpenInquiry
from csboard.domain.records import Actor, Role

PASSWORD = "not-a-secret"  # of logins that are gone with the test

PEOPLE: dict[str, Kind] = {
    "suzuki": "member",
    "sato": "member",
    "guest": "member",
    "left": "member",
    "reader": "viewer",
    "intake": "intake",
    "wall": "wall",
}
"""Whose login is for what: suzuki leads, guest is a viewer on the board, left has left."""


@dataclass(frozen=True)
class Desk:
    """The board, and each person's way to it."""

    url: str
    """The owner's."""
    suffix: str
    """What tells this database's logins from another's on the same server."""

    def login(self, who: str) -> str:
        return f"{who}_{self.suffix}"

    def url_of(self, who: str) -> str:
        parts = urlsplit(self.url)
        host = parts.netloc.rpartition("@")[2]
        user = f"{self.login(who)}:{PASSWORD}@{host}"
        return urlunsplit(parts._replace(netloc=user))

    def board(self, who: str, clock: Clock | None = None) -> Board:
        """The board as the program opens it for somebody."""
        return Board.open(self.url_of(who), clock)

    def actor(self, who: str) -> Actor:
        return Actor(self.login(who))

    def run(self, who: str, statement: str, *given: object) -> Any:
        """A statement by hand, past the program; psycopg's error when it is refused."""
        with psycopg.connect(self.url_of(who), autocommit=True) as connection:
            cursor = connection.execute(statement.encode(), given or None)
            return cursor.fetchall() if cursor.description else None

    def refused(self, who: str, statement: str, *given: object) -> str:
        """The SQLSTATE that such a statement ends with; empty when it is done."""
        try:
            self.run(who, statement, *given)
        except psycopg.Error as error:
            return error.sqlstate or "?"
        return ""


@contextmanager
def roled_board(url: str) -> Iterator[Desk]:
    """A board with roles for everybody of `PEOPLE`; they are gone with its database."""
    database = urlsplit(url).path.lstrip("/")
    desk = Desk(url, database[-6:])
    logins = {desk.login(who): kind for who, kind in PEOPLE.items()}
    _fill(Board.open(url), desk, logins)
    try:
        yield desk
    finally:
        maintenance = urlunsplit(urlsplit(url)._replace(path="/postgres"))
        with psycopg.connect(maintenance, autocommit=True) as connection:
            gone = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            connection.execute(gone.format(sql.Identifier(database)))
            for role in (*logins, *(group_of(kind, database) for kind in KINDS)):
                connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))


def _fill(board: Board, desk: Desk, logins: dict[str, Kind]) -> None:
    lead = desk.actor("suzuki")
    for who in ("suzuki", "sato", "guest", "left"):
        board.execute(EnterBoard(), desk.actor(who))
    board.execute(ChangeMember(login=desk.login("guest"), role=Role.VIEWER), lead)
    board.execute(ChangeMember(login=desk.login("left"), active=False), lead)
    board.execute(OpenInquiry(subject="A", customer_email="a@example.jp", body="x"), lead)
    board.execute(OpenInquiry(subject="B", customer_email="b@example.jp", body="y"), lead)
    roles = board.database_roles()
    roles.apply()
    for login, kind in logins.items():
        roles.add(login, kind, roles.verifier(login, PASSWORD))
    board.close()
