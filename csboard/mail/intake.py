"""Taking one item in: its original is stored before anything is read of it.

A crash in between leaves an original that is stored and not sorted; `sort_leftovers` takes
those up again. Sorting has the receipt's own operation id, so that two processes which take
up the same one change the board once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from csboard.board import Board
from csboard.domain.commands import SortLetter
from csboard.domain.letters import Excess, Letter
from csboard.domain.records import IMPORTS, INTAKE_LOGIN, Actor, Event, Receipt
from csboard.errors import CsboardError, Refused, UsageError
from csboard.mail.children import Reader, Reading
from csboard.mail.imports import read_import
from csboard.mail.reading import VERSION

MAX_SIZE = 50 * 1024 * 1024
"""Bytes of one mail; of a longer one the beginning is kept, and held for a person."""
INTAKE = Actor(INTAKE_LOGIN)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item."""

    kind: str
    """`opened`, `joined`, `filed`, `held`, or `known`: the same one had been taken in before."""
    receipt_id: int
    number: int | None = None
    reason: str = ""
    """Why it was filed or held."""


def take_in_all(
    board: Board, raws: Sequence[bytes], source: str, reader: Reader
) -> Iterator[Outcome]:
    """Store `raws` in one transaction; once this returns they are stored.

    The iterator reads and sorts them one by one. What the caller does not wait for stays
    stored, and is sorted by the next run.
    """
    kept = [raw[:MAX_SIZE] for raw in raws]
    reading = _ReadAhead(reader, kept) if source not in IMPORTS else None
    receipts = board.receive_all(kept, source)
    return _sort_all(board, zip(receipts, raws, kept, strict=True), reading)


def _sort_all(
    board: Board, stored: Iterable[tuple[Receipt, bytes, bytes]], reading: _ReadAhead | None
) -> Iterator[Outcome]:
    """Sort receipts, each with its item as it came and what is kept of it."""
    sorted_here: set[int] = set()
    for receipt, raw, beginning in stored:
        letter = reading.next() if reading else None
        is_known = receipt.known and receipt.state != "received"
        if is_known or receipt.id in sorted_here:
            yield Outcome("known", receipt.id, receipt.number)
            continue
        sorted_here.add(receipt.id)
        command = _for_mail(receipt, letter) if letter else _for_import(receipt, raw)
        yield _sort(board, receipt, _held_if_cut(command, is_cut=len(raw) > len(beginning)))


def sort_leftovers(board: Board, reader: Reader, limit: int = 100) -> Iterator[Outcome]:
    """Sort what an earlier run stored and could not sort any more."""
    for receipt in board.unsorted(limit):
        raw = board.raw(receipt.id)
        is_import = receipt.source in IMPORTS
        yield _sort(
            board,
            receipt,
            _for_import(receipt, raw) if is_import else _for_mail(receipt, reader.read(raw)),
        )


class _ReadAhead:
    """Readings in order; the children read the next mails while this one is being sorted."""

    def __init__(self, reader: Reader, raws: Sequence[bytes]) -> None:
        self._reader = reader
        self._waiting = iter(raws)
        reader.forget()
        self._begin()

    def next(self) -> Reading:
        reading = self._reader.result()
        self._begin()
        return reading

    def _begin(self) -> None:
        while not self._reader.is_full and (raw := next(self._waiting, None)) is not None:
            self._reader.start(raw)


def _for_mail(receipt: Receipt, reading: Reading) -> SortLetter:
    return SortLetter(
        op_id=_op_id(receipt),
        receipt_id=receipt.id,
        letter=reading.letter,
        problem=reading.problem,
        measured=reading.measured,
        reader=VERSION,
    )


def _for_import(receipt: Receipt, raw: bytes) -> SortLetter:
    try:
        imported = read_import(raw, receipt.source, receipt.received_at)
    except UsageError:  # stored when that was no reason to refuse it yet
        return SortLetter(
            op_id=_op_id(receipt),
            receipt_id=receipt.id,
            letter=None,
            problem="not-sorted",
            reader=VERSION,
        )
    return SortLetter(
        op_id=_op_id(receipt),
        receipt_id=receipt.id,
        letter=imported.letter,
        channel=imported.channel,
        urgency=imported.urgency,
        tags=imported.tags,
        reader=VERSION,
    )


def _op_id(receipt: Receipt) -> str:
    """Sorting a receipt is one wish for good, whoever carries it out."""
    return f"sort-{receipt.id}"


def _held_if_cut(command: SortLetter, *, is_cut: bool) -> SortLetter:
    """Of a mail whose end is missing a person has to know."""
    if not is_cut or command.letter is None:
        return command
    return command.replaced(letter=cut(command.letter))


def cut(letter: Letter) -> Letter:
    """The letter of a mail of which only the beginning is kept."""
    problems = (*letter.problems, "over-limits")
    return replace(letter, problems=problems, excess=Excess("size", MAX_SIZE))


def _sort(board: Board, receipt: Receipt, command: SortLetter) -> Outcome:
    try:
        return _outcome(receipt, board.execute(command, INTAKE))
    except Refused as refusal:
        if refusal.code != "sorted":
            raise
        return Outcome("known", receipt.id, board.receipt(receipt.id).number)
    except CsboardError:
        raise
    except Exception:  # nothing in a mail may keep it from people's eyes
        held = command.replaced(letter=None, problem="not-sorted")
        return _outcome(receipt, board.execute(held, INTAKE))


def _outcome(receipt: Receipt, event: Event) -> Outcome:
    reason = str(event.detail.get("reason", ""))
    return Outcome(event.kind, receipt.id, event.number, reason)
