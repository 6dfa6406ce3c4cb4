"""The board: the one door through which anything changes, and everything that can be read.

Screens, shell commands and intake all hold a `Board` and make the same calls. A `Board` may
be used from several threads; each connects by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from csboard import log
from csboard.clock import Clock
from csboard.db.address import parse_url
from csboard.db.driver import load_peewee
from csboard.domain.records import Actor, Card, Event, Member, Receipt, TaskRef
from csboard.domain.views import Activity, CardQuery, Delta, InquiryView, Kept, Snapshot
from csboard.errors import Refused, Unavailable
from csboard.reads.alarms import AlarmReads
from csboard.reads.clocks import ClockReads
from csboard.reads.figures import FigureReads
from csboard.reads.goals import GoalReads
from csboard.reads.knowledge import KnowledgeReads
from csboard.reads.leave import LeaveReads
from csboard.reads.leave_check import LeaveCheckReads
from csboard.reads.replies import ReplyReads
from csboard.reads.wall import WallReads
from csboard.reads.worked_time import TimeReads

if TYPE_CHECKING:
    from csboard.db.engine import Damage
    from csboard.db.reads import Reading
    from csboard.db.role_state import DatabaseRoles
    from csboard.db.store import Store
    from csboard.db.wakeup import Wakeup
    from csboard.domain.access import DatabaseLogin
    from csboard.domain.blocking import Block
    from csboard.domain.commands import Command
    from csboard.domain.mailbox import MailboxMark
    from csboard.domain.settings import TeamSettings
    from csboard.public_holidays import PublicHolidays


@contextmanager
def _logged() -> Iterator[None]:
    """A change that can't be made leaves a line in the log, by its code."""
    try:
        yield
    except Refused as refusal:
        log.refused(refusal.code)
        raise
    except Unavailable as failure:
        log.unavailable(failure.code)
        raise


class Board(
    AlarmReads,
    ClockReads,
    FigureReads,
    GoalReads,
    KnowledgeReads,
    LeaveCheckReads,
    LeaveReads,
    ReplyReads,
    TimeReads,
    WallReads,
):
    """Every change goes through `execute`, so that none can skip the rules or the history."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self.clock = clock

    @classmethod
    def open(
        cls,
        url: str,
        clock: Clock | None = None,
        *,
        create: bool = False,
        mode: int = 0o600,
        backed_up: bool = False,
    ) -> Board:
        """The board at `url`, with this thread connected.

        An older board is upgraded first, under a lock: on SQLite after a backup beside it, on
        PostgreSQL only when it is `backed_up`. With `create` a missing one is made, on SQLite
        as a file of `mode`.
        Raises UsageError (no board there), WrongDatabase (not ours, or newer than we are)
        or Unavailable. `clock` defaults to the machine's, on PostgreSQL to the server's.
        """
        address = parse_url(url)
        load_peewee(postgres=not address.is_sqlite)
        from csboard.db.store import Store

        store = Store.open(address, clock, create=create, mode=mode, backed_up=backed_up)
        return cls(store, clock or store.engine.clock())

    @classmethod
    def look_at(cls, url: str, clock: Clock | None = None) -> Board:
        """The board at `url` by connections that can change nothing, with this thread connected.

        Nothing is made and nothing upgraded. Raises UsageError (no board there), WrongDatabase
        (not ours, or newer than we are) or Unavailable (`older` when it has to be upgraded
        first). On PostgreSQL a wall's login is enough for `wall` and `wall_aside`.
        """
        address = parse_url(url)
        load_peewee(postgres=not address.is_sqlite)
        from csboard.db.store import Store

        store = Store.look_at(address)
        return cls(store, clock or store.engine.clock())

    @property
    def url(self) -> str:
        """Where the board is, without a password."""
        return self._store.engine.address.shown

    @property
    def is_sqlite(self) -> bool:
        return self._store.engine.is_sqlite

    @property
    def path(self) -> Path | None:
        """The database file, on SQLite."""
        return self._store.engine.address.path

    def connect(self) -> None:
        """Open this thread's own connection. Does nothing when it has one."""
        self._store.engine.connect()

    def reconnect(self) -> None:
        """Replace this thread's connection after the server dropped it."""
        self._store.engine.reconnect()

    def disconnect(self) -> None:
        """Close this thread's connection."""
        self._store.engine.disconnect()

    close = disconnect

    def give_up(self) -> None:
        """Wait no longer for a server that doesn't answer, in any thread, and for none after.

        What is under way fails as if the line were lost. SQLite answers within its own limit.
        """
        self._store.engine.give_up()

    # ---- changing -----------------------------------------------------------------------

    def execute(self, command: Command, actor: Actor) -> Event:
        """Carry out `command` and return the event it left; a repeat returns the first one's.

        Raises Refused (a rule says no), Conflict (somebody was first) or Unavailable; then
        nothing has changed. A write whose answer was lost is looked for by its `op_id`
        before it is tried again.
        """
        with _logged():
            return self._store.carry_out(command, actor, self.clock)

    def keep(self, command: Command, actor: Actor) -> None:
        """Carry out a `command` about one's own marks: no event tells of it, no bell rings.

        Raises as `execute` does; an account that can only read keeps no marks.
        """
        with _logged():
            self._store.keep(command, actor, self.clock)

    def receive(self, raw: bytes, source: str) -> Receipt:
        """Store a raw original before anything is read of it; safe on disk when this returns.

        The very same bytes are stored once: the receipt then says `known`.
        """
        return self.receive_all((raw,), source)[0]

    def receive_all(self, raws: Sequence[bytes], source: str) -> tuple[Receipt, ...]:
        """Store several originals at once, in their order, each as `receive` would.

        One transaction: for a mailbox of thousands the disk is what takes the time.
        """
        return self._store.receive_all(raws, source, self.clock.now())

    # ---- reading ------------------------------------------------------------------------

    def snapshot(self, *, done: int = 50) -> Snapshot:
        """All open cards and the `done` latest closed ones, at one moment."""
        return self._store.read(lambda reading: reading.snapshot(self.clock.now(), done))

    def delta(self, since: int) -> Delta | None:
        """What changed after event `since`; None when so much that a snapshot is due."""
        return self._store.read(lambda reading: reading.delta(self.clock.now(), since))

    def newest(self) -> int:
        """Id of the newest event: the cheap poll behind every wake-up."""
        return self._store.newest()

    def event_of(self, op_id: str) -> Event | None:
        """The event that a command has left, by its `op_id`; None when it was not carried out."""
        return self._store.read(lambda reading: reading.event_of(op_id))

    def cards(self, query: CardQuery) -> tuple[Card, ...]:
        """The tasks that match, most in need first, done ones last."""
        return self._store.read(lambda reading: reading.cards(query, self.clock.now()))

    def card(self, ref: TaskRef) -> Card:
        """One task; Refused (`no_such_task`) when there is none."""
        return self._store.read(lambda reading: reading.card(ref))

    def next_card(self) -> Card | None:
        """The task most in need of those that nobody has and that don't wait."""
        now = self.clock.now()
        return self._store.read(lambda reading: reading.next_card(now))

    def older_done(self, before: Card, limit: int = 50) -> tuple[Card, ...]:
        """The done cards that closed before `before`, latest first."""
        return self._store.read(lambda reading: reading.older_done(before, limit))

    def inquiry(self, number: int) -> InquiryView:
        """Conversation, tasks and history; Refused (`no_such_inquiry`) when there is none."""
        return self._store.read(lambda reading: reading.inquiry(number))

    def history(self, number: int) -> tuple[Event, ...]:
        """The events of one inquiry, oldest first; Refused when there is none."""
        return self._store.read(lambda reading: reading.history_of_inquiry(number))

    def activity(self, login: str, limit: int = 500) -> Activity:
        """What others did since `login` last looked; of the last 24 hours if they never did.

        The newest `limit` events at most. `MarkSeen(event_id=activity.rev)` marks them as seen.
        """
        from csboard.db.activity import activity

        return self._store.read(
            lambda reading: activity(reading.team, login, self.clock.now(), limit)
        )

    def tray(self, limit: int = 200) -> tuple[Receipt, ...]:
        """Mail that opened no card, with the reason: what is held, then what is filed.

        Of both the newest first.
        """

        def held_and_filed(reading: Reading) -> tuple[Receipt, ...]:
            held = reading.receipts(("held",), limit, oldest_first=False)
            return held + reading.receipts(("filed",), limit - len(held), oldest_first=False)

        return self._store.read(held_and_filed)

    def held(self, after: int, limit: int) -> tuple[Receipt, ...]:
        """Mails held for a person, in the order of their ids behind `after`."""
        return self._store.read(
            lambda reading: reading.receipts(("held",), limit, oldest_first=True, after=after)
        )

    def unsorted(self, limit: int = 100) -> tuple[Receipt, ...]:
        """Originals that were stored but not sorted yet, oldest first."""
        return self._store.read(
            lambda reading: reading.receipts(("received",), limit, oldest_first=True)
        )

    def receipt(self, receipt_id: int) -> Receipt:
        """One stored original; Refused (`no_such_mail`) when there is none."""
        return self._store.read(lambda reading: reading.receipt(receipt_id))

    def raw(self, receipt_id: int) -> bytes:
        """A stored original, byte for byte as it came; Refused (`erased`) when it was."""
        return self._store.read(lambda reading: reading.raw(receipt_id))

    def kept_of(self, who: str | int) -> Kept:
        """What stands of the customer with an address, or of an inquiry by its number.

        Refused when nobody is known by it.
        """
        from csboard.db.erase_states import kept_of

        return self._store.read(lambda reading: kept_of(who))

    def blocks(self) -> tuple[Block, ...]:
        """The blocked addresses and domains."""
        from csboard.db.block_states import blocks

        return self._store.read(lambda reading: blocks(reading.team))

    def read_before(self, reader: int, after: int, limit: int) -> tuple[Receipt, ...]:
        """Sorted mails that an older reader has read, in the order of their ids behind `after`."""
        from csboard.db.reread_states import read_before

        return self._store.read(lambda _reading: read_before(reader, after, limit))

    def how_many_read_before(self, reader: int) -> int:
        """How many of them there are."""
        from csboard.db.reread_states import how_many_before

        return self._store.read(lambda _reading: how_many_before(reader))

    def flooding(self, receipt: Receipt) -> int:
        """How many other mails of the same sender are filed because there were so many."""
        from csboard.db.letter_states import filed_of_flood

        return self._store.read(lambda _reading: filed_of_flood(receipt.id))

    def mailbox_mark(self, name: str) -> MailboxMark | None:
        """How far a mailbox was taken in; None when it never was."""
        from csboard.db.mailbox_states import mark_of

        return self._store.read(lambda _reading: mark_of(name))

    def members(self) -> Mapping[str, Member]:
        """Everybody on the board, by login; the system member `intake` too."""
        return self._store.read(lambda reading: reading.team.members)

    def member(self, login: str) -> Member | None:
        return self.members().get(login)

    def settings(self) -> TeamSettings:
        return self._store.read(lambda reading: reading.team.settings)

    def public_days(self) -> PublicHolidays:
        """The public holidays that are written down for the team."""
        return self._store.read(lambda reading: reading.team.public_days)

    def wakeup(self) -> Wakeup:
        """How to hear that others committed. A wake-up is only a reason to look."""
        from csboard.db.wakeup import wakeup

        return wakeup(self._store.engine)

    def login(self) -> DatabaseLogin | None:
        """Who the database says is connected, if it has roles for the team."""
        return self._store.engine.login

    def database_roles(self) -> DatabaseRoles:
        """The roles of a board on PostgreSQL; UsageError on SQLite, which has none."""
        from csboard.db.role_state import DatabaseRoles

        return DatabaseRoles(self._store.engine)

    def is_owner(self) -> bool:
        """Whether this account owns the SQLite file or the PostgreSQL database."""
        return self._store.engine.is_owner()

    def backup(self, target: Path, progress: Callable[[int, int], object] | None = None) -> int:
        """Copy a SQLite board to the new file `target`, online, and check the copy.

        The copy holds everything committed when the call began, up to the event whose id is
        returned. `progress` is told how much is done, and of how much. Raises UsageError when
        `target` exists, and on PostgreSQL, which has its own tool for it (pg_dump).
        """
        return self._store.engine.backup(target, progress)

    def scrub(self) -> None:
        """Let no byte of what was erased remain in the database's own files.

        Nobody can write meanwhile; on PostgreSQL nobody reads either. Raises Refused there
        for a role that doesn't own the tables: the owner has to run VACUUM FULL.
        """
        self._store.engine.scrub()

    def facts(self) -> dict[str, str]:
        """What the database tells of itself: version, journal mode, latency, …, for `doctor`."""
        return self._store.engine.facts()

    def damages(self, *, deep: bool = False) -> tuple[Damage, ...]:
        """What is broken in the stored data, for `doctor`; `deep` may take minutes."""
        found = self._store.engine.damages(deep=deep)
        if not deep or found:
            return found
        from csboard.db.engine import Damage
        from csboard.db.search_index import out_of_step

        wrong = self._store.read(lambda _reading: out_of_step())
        return (Damage("search", str(wrong)),) if wrong else ()

    def use_wal(self) -> None:
        """Let readers and writers of a SQLite board work side by side again."""
        self._store.engine.use_wal()
