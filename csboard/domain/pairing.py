"""What would help a topic that too few know: who could take the next of it, and with whom."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from csboard.domain.holders import TopicRow
from csboard.domain.records import Member
from csboard.named import NamedTuple


class Pairing(NamedTuple):
    """A proposal, which nobody is bound to."""

    learner: str
    """Who could take the next inquiry of the topic."""
    reviewer: str | None
    """Who knows it and could review the reply; None where nobody does any more."""


def proposed(row: TopicRow, members: Sequence[Member], load: Mapping[str, int]) -> Pairing | None:
    """Who could take the next one; None where enough hold the topic, or nobody else is there.

    `members` are those who are here, `load` how many open tasks each has. Whoever has done
    something in it already is nearest; among the others, who has least to do.
    """
    if not row.lacks:
        return None
    near = {one.login: one.weight for one in row.holdings}
    others = [member for member in members if member.login not in row.holders]
    if not others:
        return None
    learner = min(
        others, key=lambda one: (-near.get(one.login, 0.0), load.get(one.login, 0), one.id)
    )
    return Pairing(learner.login, next(iter(row.holders), None))


def reviewer_for(row: TopicRow, login: str, away: Container[str]) -> str | None:
    """Who could review the reply of somebody who takes the next one: the weightiest holder.

    Nobody who is `away` now.
    """
    return next((one for one in row.holders if one != login and one not in away), None)
