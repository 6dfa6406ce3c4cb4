"""Somebody new comes to the board with their first act, in its transaction.

So a refused one leaves nobody behind who could be named as a stand-in or given work.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from csboard.db import writing
from csboard.db.loaders import loader_for
from csboard.db.team import Team, as_written
from csboard.domain.commands import EnterBoard
from csboard.domain.decisions import Decision
from csboard.domain.records import Actor
from csboard.domain.rules import rule_for


@dataclass(frozen=True, slots=True)
class Newcomer:
    """How an actor enters, made before the transaction begins: that loads what it needs."""

    actor: Actor
    command: EnterBoard

    def let_in(self, team: Team, now: datetime) -> Team:
        """The team with them in it, written down; as it is, where they are known by now."""
        if self.actor.login in team.members:
            return team
        state = loader_for(self.command)(self.command, self.actor.login, team)
        decision = rule_for(self.command)(state, self.command, now)
        assert isinstance(decision, Decision)
        op_id = self.command.op_id
        writing.apply(decision, actor=self.actor, actor_id=None, op_id=op_id, now=now)
        return as_written(team)


def newcomer(actor: Actor) -> Newcomer:
    """An actor who introduces themselves."""
    said = actor.introduction
    assert said is not None
    command = EnterBoard(name=said.name, language=said.language)
    loader_for(command)
    rule_for(command)
    return Newcomer(actor, command)
