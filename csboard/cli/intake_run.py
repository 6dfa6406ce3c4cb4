"""One run of an intake command: items one by one, what became of them, the way to stop."""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from csboard import log
from csboard.cli import streams
from csboard.cli.progress import ProgressBar
from csboard.domain.reasons import reason_in_words
from csboard.domain.records import IMPORTS
from csboard.errors import CsboardError, Unavailable, UsageError
from csboard.i18n import _
from csboard.mail.children import Reader
from csboard.mail.imports import KEYS, read_import
from csboard.mail.intake import Outcome, sort_leftovers, take_in_all
from csboard.mail.sources import Item
from csboard.near_words import did_you_mean
from csboard.text import clean

if TYPE_CHECKING:
    from csboard.board import Board
    from csboard.cli.session import Session

MAX_UNKNOWN = 20
"""Unknown keys that are named; a file of nothing else would fill the screen."""
MAX_KEY = 60
BATCH = 16
BATCH_BYTES = 4 * 1024 * 1024
"""How much of a mailbox is stored in one transaction: well below what others would notice."""


class Stop:
    """Set when the run is to end: between two items, or at once while waiting for one.

    It has no lock, as a threading.Event has: a signal's handler runs amid whatever its thread
    does, and would wait for ever for a lock that this very thread holds.
    """

    is_waiting = False

    def __init__(self) -> None:
        self._is_set = False

    def is_set(self) -> bool:
        return self._is_set

    def on_signal(self, *_about: object) -> None:
        self._is_set = True
        if self.is_waiting:
            self.is_waiting = False  # what ends the waiting is raised once
            raise KeyboardInterrupt

    def rest(self, seconds: float) -> None:
        """Until they have gone by or a signal comes; not at all once one came."""
        with interruptible(self):
            if not self._is_set:
                time.sleep(seconds)


class Tally:
    """How many items became what."""

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self.filed: Counter[str] = Counter()
        self.held: Counter[str] = Counter()
        self.failed = 0

    def add(self, outcome: Outcome) -> None:
        self.kinds[outcome.kind] += 1
        if outcome.kind == "filed":
            self.filed[outcome.reason] += 1
        elif outcome.kind == "held":
            self.held[outcome.reason] += 1

    @property
    def total(self) -> int:
        return self.kinds.total() + self.failed

    def as_json(self) -> dict[str, Any]:
        return {
            "opened": self.kinds["opened"],
            "joined": self.kinds["joined"],
            "filed": dict(self.filed),
            "held": dict(self.held),
            "known": self.kinds["known"],
            "failed": self.failed,
        }

    def sentence(self) -> str:
        return _(
            "{opened} opened, {joined} joined, {filed} filed{why_filed}, {held} held{why_held}, "
            "{known} known already, {failed} failed"
        ).format(
            opened=self.kinds["opened"],
            joined=self.kinds["joined"],
            filed=self.kinds["filed"],
            why_filed=_reasons(self.filed),
            held=self.kinds["held"],
            why_held=_reasons(self.held),
            known=self.kinds["known"],
            failed=self.failed,
        )


def _reasons(counts: Counter[str]) -> str:
    words = [f"{reason_in_words(code)} {count}" for code, count in sorted(counts.items())]
    return f" ({', '.join(words)})" if words else ""


def _in_words(outcome: Outcome) -> str:
    words = {
        "opened": _("opened #{number}"),
        "joined": _("joined #{number}"),
        "filed": _("filed: {reason}"),
        "held": _("held for a person: {reason}"),
        "known": _("known already"),
    }
    return words[outcome.kind].format(number=outcome.number, reason=reason_in_words(outcome.reason))


class IntakeRun:
    """Takes items into the session's board and remembers what became of them."""

    def __init__(
        self,
        session: Session,
        reader: Reader,
        source: str,
        *,
        stop: Stop | None = None,
        tells_each: bool = False,
    ) -> None:
        self.tally = Tally()
        self.stop = stop or Stop()
        self._tells_each = tells_each
        self._session = session
        self._reader = reader
        self._source = source
        self._bar = ProgressBar(0)
        self._warned: set[str] = set()
        self._failed: set[tuple[str, str]] = set()
        self._unknown: set[str] = set()
        self._is_cut_off = False

    @cached_property
    def _board(self) -> Board:
        """The session's, unless whoever runs this may only look at it."""
        from csboard.cli.identity import refuse_onlooker

        refuse_onlooker(self._session.board, self._session.as_login)
        return self._session.board

    def take_leftovers(self) -> None:
        """Sort first what an earlier run stored and could not sort any more."""
        self._add_all(sort_leftovers(self._board, self._reader))

    def take_all(
        self,
        items: Iterable[Item],
        *,
        total: int = 0,
        stored: Callable[[Item], None] | None = None,
    ) -> None:
        """Take items in until there are no more or a signal came; `stored` is told of each.

        Of a source whose `total` is known several are stored at once; what trickles in is
        not kept waiting for company.
        """
        self._bar = bar = ProgressBar(total)
        iterator = iter(items)
        try:
            while batch := self._next_batch(iterator, BATCH if total else 1):
                self._take_batch(batch)
                for item in batch:
                    if stored is not None:
                        stored(item)
                bar.show(batch[-1].position, f"{self.tally.total:,}")
        finally:
            bar.clear()

    def take(self, item: Item) -> None:
        """Store one item and sort it if that can be done, after what was left over.

        Raises only while it is not stored: whoever hands it over has to keep it then.
        """
        board = self._board  # one that can't be opened is told once
        self._if_possible(self.take_leftovers)
        outcomes = take_in_all(board, [item.raw], self._source, self._reader)
        self._if_possible(lambda: self._add_all(outcomes))

    def _add_all(self, outcomes: Iterable[Outcome]) -> None:
        for outcome in outcomes:
            self.tally.add(outcome)
            if self._tells_each:
                self._tell(outcome)

    def _if_possible(self, sort: Callable[[], None]) -> None:
        """Sort what is stored; what fails is safe, and is tried again by the next intake."""
        try:
            sort()
        except Exception as error:  # whatever it is, it is no reason to hand the mail over again
            reason = error.sentence if isinstance(error, CsboardError) else type(error).__name__
            self.say(_("Stored mail is left to the next intake: {reason}").format(reason=reason))

    def _next_batch(self, items: Iterator[Item], most: int) -> list[Item]:
        """The next good items; a bad one is named on stderr and passed over."""
        batch: list[Item] = []
        size = 0
        while len(batch) < most and size < BATCH_BYTES and not self.stop.is_set():
            item = self._next(items)
            if item is None:
                break
            if self._is_good(item):
                batch.append(item)
                size += len(item.raw)
        return batch

    def _is_good(self, item: Item) -> bool:
        if self._source not in IMPORTS:
            return True
        try:
            imported = read_import(item.raw, self._source, self._board.clock.now())
        except UsageError as error:
            self.fail(item.place, error.sentence)
            return False
        self._name_unknown(imported.unknown)
        return True

    def _name_unknown(self, keys: Iterable[str]) -> None:
        """Say of each key once that it means nothing, until there are too many of them."""
        for key in keys:
            if key not in self._unknown and len(self._unknown) < MAX_UNKNOWN:
                self._unknown.add(key)
                self.warn_once(
                    _("Unknown key `{key}` is passed over.").format(key=clean(key)[:MAX_KEY])
                    + did_you_mean(key[:MAX_KEY], KEYS)
                )

    def _take_batch(self, batch: Sequence[Item]) -> None:
        raws = [item.raw for item in batch]
        self._add_all(take_in_all(self._board, raws, self._source, self._reader))

    def _next(self, items: Iterator[Item]) -> Item | None:
        """The next item; None at the end, or when a signal comes while waiting for it."""
        self.stop.is_waiting = True
        try:
            return None if self.stop.is_set() else next(items, None)
        except KeyboardInterrupt:
            return None
        finally:
            self.stop.is_waiting = False

    def _tell(self, outcome: Outcome) -> None:
        self._bar.clear()
        if self._session.wants_json:
            self._session.print_json(asdict(outcome))
        else:
            self._session.print(_in_words(outcome))
        streams.flush()

    def fail(self, place: str, reason: str) -> None:
        """Name an item that was not taken in."""
        self.tally.failed += 1
        self.say(
            _("{place}: not taken in: {reason}.").format(
                place=clean(place), reason=reason.rstrip(".")
            )
        )

    def fail_once(self, place: str, reason: str) -> None:
        """Name it the first time only: a watch comes by it again and again."""
        if (place, reason) not in self._failed:
            self._failed.add((place, reason))
            self.fail(place, reason)

    def warn_once(self, sentence: str) -> None:
        if sentence not in self._warned:
            self._warned.add(sentence)
            self.say(sentence)

    def say(self, sentence: str) -> None:
        """A line on stderr, where no progress bar is in its way."""
        self._bar.clear()
        self._session.say(sentence)

    @property
    def is_cut_off(self) -> bool:
        """Whether the board was out of reach at the last try."""
        return self._is_cut_off

    def patiently(self, work: Callable[[], None]) -> None:
        """Do it; when the board can't be reached say so once and leave it for the next time."""
        try:
            if self._is_cut_off:
                self._board.reconnect()
            work()
        except Unavailable as error:
            if not self._is_cut_off:
                self._session.say(error.sentence)
            self._is_cut_off = True
        else:
            if self._is_cut_off:
                self._session.say(_("The board can be reached again."))
            self._is_cut_off = False

    def write_log(self) -> None:
        """Leave the counts in the log."""
        tally = self.tally.as_json()
        counts = {name: count for name, count in tally.items() if isinstance(count, int)}
        counts |= {f"filed:{reason}": count for reason, count in self.tally.filed.items()}
        counts |= {f"held:{reason}": count for reason, count in self.tally.held.items()}
        log.taken_in(self._source, counts)

    def finish(self) -> None:
        """Say what became of everything."""
        self.write_log()
        if self._session.wants_json:
            self._session.print_json(self.tally.as_json())
        else:
            self._session.print(self.tally.sentence())


@contextmanager
def stop_signals() -> Iterator[Stop]:
    """What Ctrl-C, SIGTERM and a hang-up set, so that the work ends between two items."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, stop.on_signal) for number in signals}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def interruptible(stop: Stop) -> Iterator[None]:
    """A signal ends the waiting in it at once."""
    stop.is_waiting = True
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        stop.is_waiting = False
