"""Reading stored originals again: what became of one, and whether that was new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from csboard.board import Board
from csboard.domain.commands import NoteRead, Reread
from csboard.domain.records import IMPORTS, Actor, Event, Receipt
from csboard.errors import Refused, Unavailable, UsageError
from csboard.mail.children import Reader
from csboard.mail.imports import read_import
from csboard.mail.intake import MAX_SIZE, cut
from csboard.mail.reading import VERSION

PAGE = 100


@dataclass(frozen=True, slots=True)
class Again:
    """What became of one mail that was read again."""

    receipt_id: int
    kind: str
    """`opened`, `joined`; `filed` or `held` for another reason; `renewed` on the board; `same`."""
    number: int | None = None
    reason: str = ""


def read_again(board: Board, ids: Iterable[int], actor: Actor, reader: Reader) -> Iterator[Again]:
    """Read each again and decide about it anew, one transaction each.

    Raises Refused for a mail that isn't there or was not sorted yet, and Unavailable.
    """
    for receipt_id in ids:
        again = _read_again(board, board.receipt(receipt_id), actor, reader)
        _note(board, [again], actor)
        yield again


def held_ids(board: Board) -> Iterator[int]:
    """The ids of the held mails, the oldest first, each once however it is decided about."""
    last = 0
    while page := board.held(last, PAGE):
        yield from (receipt.id for receipt in page)
        last = page[-1].id


def read_older(
    board: Board,
    actor: Actor,
    reader: Reader,
    goes_on: Callable[[], bool],
    failed: Callable[[Receipt, Unavailable], None],
) -> Iterator[Again]:
    """Read again what an older reader has read, while `goes_on` says so.

    What was done is noted page by page, so that the next run goes on behind it. A mail that
    the database keeps from being written is told to `failed`, and the next run tries it again.
    """
    last = 0
    while goes_on() and (page := board.read_before(VERSION, last, PAGE)):
        done: list[Again] = []
        try:
            for receipt in page:
                if not goes_on():
                    break
                try:
                    done.append(_read_again(board, receipt, actor, reader))
                except Unavailable as failure:
                    if failure.code != "read_only":
                        raise
                    failed(receipt, failure)
                    continue
                yield done[-1]
        finally:
            _note(board, done, actor)
        last = page[-1].id


def _note(board: Board, done: Iterable[Again], actor: Actor) -> None:
    if ids := tuple(one.receipt_id for one in done):
        board.keep(NoteRead(receipt_ids=ids, reader=VERSION), actor)


def _read_again(board: Board, receipt: Receipt, actor: Actor, reader: Reader) -> Again:
    command = _for_import if receipt.source in IMPORTS else _for_mail
    try:
        event = board.execute(command(board, receipt, reader), actor)
    except Refused as refusal:
        if refusal.code not in ("unchanged", "erased"):
            raise
        return Again(receipt.id, "same", receipt.number, receipt.reason)
    return _told(receipt, event)


def _told(receipt: Receipt, event: Event) -> Again:
    kind = "renewed" if event.kind == "reread" else event.kind
    return Again(receipt.id, kind, event.number, str(event.detail.get("reason", "")))


def _for_mail(board: Board, receipt: Receipt, reader: Reader) -> Reread:
    reading = reader.read(board.raw(receipt.id))
    letter = reading.letter
    if letter is not None and receipt.size >= MAX_SIZE:
        letter = cut(letter)
    return Reread(
        receipt_id=receipt.id,
        letter=letter,
        problem=reading.problem,
        measured=reading.measured,
        reader=VERSION,
    )


def _for_import(board: Board, receipt: Receipt, _reader: Reader) -> Reread:
    try:
        imported = read_import(board.raw(receipt.id), receipt.source, receipt.received_at)
    except UsageError:
        return Reread(receipt_id=receipt.id, letter=None, problem="not-sorted", reader=VERSION)
    return Reread(
        receipt_id=receipt.id,
        letter=imported.letter,
        reader=VERSION,
        channel=imported.channel,
        urgency=imported.urgency,
        tags=imported.tags,
    )
