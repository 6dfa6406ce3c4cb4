"""A board's database as the board uses it: whole reads and whole writes, nothing in between.

What only writing needs is loaded by the first write: `csboard list` must not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from csboard.clock import Clock, SystemClock
from csboard.db import failures, models
from csboard.db.address import DatabaseAddress
from csboard.db.engine import Engine
from csboard.db.reads import Reading, newest_event
from csboard.db.schema import SCHEMA, open_board
from csboard.db.team import TeamCache
from csboard.domain import access
from csboard.domain.clock_events import touches_clocks
from csboard.domain.records import Actor, Event, Member, Receipt
from csboard.errors import UsageError
from csboard.i18n import _

if TYPE_CHECKING:
    from csboard.db.newcomers import Newcomer
    from csboard.db.team import Team
    from csboard.domain.commands import Command
    from csboard.domain.decisions import Decision, Quiet

T = TypeVar("T")

Decider = Callable[[str, "Team", datetime], "Decision | Quiet"]
"""What the rules say to one command of a member's, asked inside the transaction."""


class Store:
    """One open database. Each thread has a connection of its own."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._team = TeamCache(SCHEMA)
        models.bind(engine.database)

    @classmethod
    def open(
        cls,
        address: DatabaseAddress,
        clock: Clock | None,
        *,
        create: bool,
        mode: int,
        backed_up: bool = False,
    ) -> Store:
        """Open, make or upgrade the board at `address`; this thread is connected then."""
        engine = make_engine(address)
        open_board(engine, clock or SystemClock(), create=create, mode=mode, backed_up=backed_up)
        return cls(engine)

    @classmethod
    def look_at(cls, address: DatabaseAddress) -> Store:
        """Open the board at `address` for looking only; this thread is connected then."""
        from csboard.db.onlooking import connect

        engine = make_engine(address, read_only=True)
        connect(engine)
        return cls(engine)

    def read(self, work: Callable[[Reading], T]) -> T:
        """What `work` reads, all of the same moment."""
        with self.engine.explained():
            return self.engine.read(lambda: work(Reading(self._team.current())))

    def look(self, work: Callable[[], T]) -> T:
        """What `work` reads by the views of a wall, all of the same moment."""
        from csboard.db.onlooking import views_explained

        with self.engine.explained(), views_explained(self.engine):
            return self.engine.read(work)

    def newest(self) -> int:
        """Id of the newest event, outside any transaction: the cheap poll."""
        with self.engine.explained():
            self.engine.refuse_if_removed()
            return newest_event()

    def carry_out(self, command: Command, actor: Actor, clock: Clock) -> Event:
        """Decide and write `command` in one transaction; a repeat finds its first event.

        A write whose answer was lost is tried again only after a look for its `op_id`, which
        is the first thing every try does.
        """
        decide = _decider(command)
        with self.engine.explained():
            try:
                return self._write(decide, command, actor, clock.now())
            except Exception as error:
                if not failures.is_lost_connection(error):
                    raise
            self.engine.reconnect()
            return self._write(decide, command, actor, clock.now())

    def _write(self, decide: Decider, command: Command, actor: Actor, now: datetime) -> Event:
        new = self._newcomer(actor)
        return self.engine.write(lambda: self._decide_and_apply(decide, command, actor, new, now))

    def _decide_and_apply(
        self, decide: Decider, command: Command, actor: Actor, new: Newcomer | None, now: datetime
    ) -> Event:
        from csboard.db import writing
        from csboard.domain.decisions import Quiet, Thing

        team, done = self._team.at_command(command.op_id)
        if done is not None:
            return done
        team = self._admitted(command, actor, new, team, now)
        if actor.via not in (None, actor.login):
            team = team._replace(in_person=False)
        decision = decide(actor.login, team, now)
        if isinstance(decision, Quiet):
            raise TypeError(f"{type(command).__name__} leaves no event: keep it")
        if team.absences:
            from csboard.domain.absent import refuse_for_the_absent

            zone = team.settings.zone
            refuse_for_the_absent(command, decision, actor, team.absences, team.members, zone, now)
        member = team.members.get(actor.login)
        if any(change.thing is Thing.TASK for change in decision.changes):
            decision = _with_ends(decision, team, member, now)
        event = writing.apply(
            decision,
            actor=actor,
            actor_id=member.id if member else None,
            op_id=command.op_id,
            now=now,
            reads_no_words=self.engine.login is not None and self.engine.login.kind == "intake",
        )
        if (team.settings.promises or event.kind == "settings_changed") and touches_clocks(event):
            from csboard.db import clock_states

            clock_states.keep_in_step(event, team, now)
        return event

    def _admitted(
        self, command: Command, actor: Actor, new: Newcomer | None, team: Team, now: datetime
    ) -> Team:
        """The team, with an actor in it who is new; Refused unless they may ask for that."""
        access.admit(command, actor, team.members)
        access.vouch(self.engine.login, actor, team.members)
        return team if new is None else new.let_in(team, now)

    def keep(self, command: Command, actor: Actor, clock: Clock) -> None:
        """Decide and write a `command` that leaves no event; a repeat changes nothing more."""
        decide = _decider(command)
        with self.engine.explained():
            new = self._newcomer(actor)
            self.engine.write(
                lambda: self._decide_and_keep(decide, command, actor, new, clock.now()),
                quietly=new is None,
            )

    def _decide_and_keep(
        self, decide: Decider, command: Command, actor: Actor, new: Newcomer | None, now: datetime
    ) -> None:
        from csboard.db import writing
        from csboard.domain.decisions import Quiet

        team = self._admitted(command, actor, new, self._team.current(), now)
        decision = decide(actor.login, team, now)
        if not isinstance(decision, Quiet):
            raise TypeError(f"{type(command).__name__} leaves an event: execute it")
        writing.write_down(decision.changes)

    def _newcomer(self, actor: Actor) -> Newcomer | None:
        """How an actor enters who introduces themselves; None for whoever is known."""
        if actor.introduction is None:
            return None
        from csboard.db.newcomers import newcomer

        known = self.engine.read(lambda: self._team.current().members)
        return None if actor.login in known else newcomer(actor)

    def receive_all(self, raws: Sequence[bytes], source: str, now: datetime) -> tuple[Receipt, ...]:
        """Store raw originals in one transaction, each once."""
        from csboard.db import receiving

        access.vouch_for_intake(self.engine.login)

        packed = [(*receiving.compressed(raw), len(raw)) for raw in raws]

        def store_all() -> tuple[Receipt, ...]:
            return tuple(receiving.store(*one, source, now) for one in packed)

        with self.engine.explained():
            return self.engine.write(store_all)


def _decider(command: Command) -> Decider:
    """How `command` is decided, with everything loaded that this and writing it down needs.

    Called before the transaction begins: a new process loads for a tenth of a second, in which
    nobody else could write.
    """
    from csboard.db import writing  # noqa: F401
    from csboard.db.loaders import loader_for
    from csboard.domain.rules import rule_for

    load, rule = loader_for(command), rule_for(command)

    def decide(login: str, team: Team, now: datetime) -> Decision | Quiet:
        return rule(load(command, login, team), command, now)

    return decide


def _with_ends(decision: Decision, team: Team, actor: Member | None, now: datetime) -> Decision:
    """The decision with what ends on tasks that it closes, or that change hands: timers and
    hand-offs."""
    from csboard.domain.timers_of_tasks import left_tasks, with_timers_ended

    left = left_tasks(decision)
    if not left:
        return decision
    from csboard.db.hand_off_ends import standing_on
    from csboard.db.time_states import timers_on
    from csboard.domain.hand_offs_of_tasks import with_hand_offs_ended

    decision = with_timers_ended(decision, timers_on(list(left), team), now)
    return with_hand_offs_ended(decision, standing_on(list(left)), actor, team.members, now)


def make_engine(address: DatabaseAddress, *, read_only: bool = False) -> Engine:
    """The engine for an address; only its own driver is loaded, and nothing opened yet.

    With `read_only` its connections can change nothing, whoever asks them to.
    """
    if address.is_sqlite:
        from csboard.db.sqlite import SqliteEngine

        return SqliteEngine(address, read_only=read_only)
    try:
        from csboard.db.postgres import PostgresEngine
    except ModuleNotFoundError as missing:
        raise UsageError(
            _("PostgreSQL needs its driver: install csboard with it, as csboard[postgres].")
        ) from missing
    return PostgresEngine(address, read_only=read_only)
