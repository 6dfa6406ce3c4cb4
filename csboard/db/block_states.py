"""Loading who is blocked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from csboard.db import models
from csboard.db.prepared import Prepared, slot
from csboard.db.team import Team
from csboard.domain.blocking import Block, pattern_of, patterns_for
from csboard.domain.commands import BlockSender, UnblockSender
from csboard.domain.records import Event
from csboard.domain.states import BlockState

BlockRow = models.BlockRow
MOST_PATTERNS = 4
"""Of two addresses each and its domain."""


def _columns() -> Any:
    return BlockRow.select(
        BlockRow.id, BlockRow.pattern, BlockRow.member, BlockRow.at, BlockRow.why
    )


_STANDING = Prepared(
    lambda: (
        _columns()
        .where(
            BlockRow.pattern.in_([slot(f"p{index}") for index in range(MOST_PATTERNS)]),
            BlockRow.ended_at.is_null(),
        )
        .order_by(BlockRow.id)
        .limit(1)
    )
)
_BY_ID = Prepared(lambda: _columns().where(BlockRow.id == slot("id")))
_ALL = Prepared(lambda: _columns().where(BlockRow.ended_at.is_null()).order_by(BlockRow.pattern))


def standing_block(emails: Iterable[str], team: Team) -> Block | None:
    """What blocks a mail from any of `emails`, two at most."""
    return _standing(sorted(patterns_for(emails)), team)


def blocks(team: Team) -> tuple[Block, ...]:
    """All that stand, by address."""
    return tuple(_block(row, team) for row in _ALL.rows())


def block_state(command: BlockSender | UnblockSender, login: str, team: Team) -> BlockState:
    return _state(pattern_of(command.pattern), login, team)


def block_of(act: Event, login: str, team: Team) -> BlockState:
    """For an undo of `act`."""
    row = _BY_ID.row(id=act.detail["block"])
    if row is None:
        return BlockState(team.member(login), team.settings, team.members)
    about = _block(row, team)
    return _state(about.pattern, login, team)._replace(about=about)


def _state(pattern: str, login: str, team: Team) -> BlockState:
    return BlockState(team.member(login), team.settings, team.members, _standing([pattern], team))


def _standing(patterns: list[str], team: Team) -> Block | None:
    if not patterns:
        return None
    padded = patterns + [patterns[0]] * (MOST_PATTERNS - len(patterns))
    row = _STANDING.row(**{f"p{index}": one for index, one in enumerate(padded)})
    return _block(row, team) if row else None


def _block(row: tuple[Any, ...], team: Team) -> Block:
    block_id, pattern, member_id, at, why = row
    return Block(block_id, pattern, team.logins[member_id], at, why)
