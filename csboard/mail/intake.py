"""Taking one item in: its original is stored before anything is read of it.

A crash in between leaves an original that is stored and not sorted; `sort_leftovers` takes
those up again. Sorting has the receipt's own operation id, so that two processes which take
up the same one change the board once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from csboard.board import Board
from csboard.domain.commands import SortLetter
from csboard.domain.records import INTAKE_LOGIN, Actor, Event, Receipt
from csboard.errors import CsboardError, Refused
from csboard.mail.children import Reader
from csboard.mail.imports import read_import

MAX_SIZE = 50 * 1024 * 1024
"""Bytes of one mail; of a longer one the beginning is kept, and held for a person."""
IMPORTS = ("jsonl", "csv")
"""Sources whose items are lines and rows of ours, not mail."""
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


def take_in(board: Board, raw: bytes, source: str, reader: Reader) -> Outcome:
    """Store `raw`, then read and sort it. Once this returns it is on the board or in the tray.

    Raises Unavailable when it could not be stored, or not be sorted for now.
    """
    kept = raw[:MAX_SIZE]
    if source not in IMPORTS:
        reader.start(kept)  # the child reads while the original is being stored
    receipt = board.receive(kept, source)
    if receipt.known and receipt.state != "received":
        return Outcome("known", receipt.id, receipt.number)
    command = _command(receipt, kept, reader, is_begun=source not in IMPORTS)
    if len(raw) > MAX_SIZE and command.letter is not None:
        problems = (*command.letter.problems, "over-limits")
        command = replace(command, letter=replace(command.letter, problems=problems))
    return _sort(board, receipt, command)


def sort_leftovers(board: Board, reader: Reader, limit: int = 100) -> Iterator[Outcome]:
    """Sort what an earlier run stored and could not sort any more."""
    for receipt in board.unsorted(limit):
        raw = board.raw(receipt.id)
        yield _sort(board, receipt, _command(receipt, raw, reader, is_begun=False))


def _command(receipt: Receipt, raw: bytes, reader: Reader, *, is_begun: bool) -> SortLetter:
    op_id = f"sort-{receipt.id}"
    if receipt.source in IMPORTS:
        imported = read_import(raw, receipt.source)
        return SortLetter(
            op_id=op_id,
            receipt_id=receipt.id,
            letter=imported.letter,
            channel=imported.channel,
            urgency=imported.urgency,
            tags=imported.tags,
        )
    reading = reader.result() if is_begun else reader.read(raw)
    return SortLetter(
        op_id=op_id, receipt_id=receipt.id, letter=reading.letter, problem=reading.problem
    )


def _sort(board: Board, receipt: Receipt, command: SortLetter) -> Outcome:
    try:
        return _outcome(receipt, board.execute(command, INTAKE))
    except Refused as refusal:
        if refusal.code != "sorted":
            raise
        now = board.receipt(receipt.id)
        return Outcome("known", receipt.id, now.number)
    except CsboardError:
        raise
    except Exception:  # nothing in a mail may keep it from people's eyes
        held = replace(command, letter=None, problem="not-sorted")
        return _outcome(receipt, board.execute(held, INTAKE))


def _outcome(receipt: Receipt, event: Event) -> Outcome:
    reason = str(event.detail.get("reason", ""))
    return Outcome(event.kind, receipt.id, event.number, reason)
