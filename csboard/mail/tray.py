"""Deciding about a mail of the tray by hand, for the shell and for the screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from csboard.board import Board
from csboard.domain.commands import Command, DropFromTray, JoinFromTray, OpenFromTray
from csboard.domain.letters import Letter
from csboard.domain.records import IMPORTS, Actor, Event, Receipt
from csboard.errors import UsageError
from csboard.i18n import _
from csboard.mail.children import Reader
from csboard.mail.imports import read_import

Act = Literal["open", "join", "drop", "junk"]


def from_tray(
    board: Board, receipt_id: int, act: Act, actor: Actor, number: int | None = None
) -> Event:
    """Open an inquiry of a mail, put it into inquiry `number`, or file it; the event it left.

    The original is read anew by a process of its own while this thread waits (up to half a
    minute for a hostile one); what can't be read opens or joins all the same, and says so.
    Raises Refused (no such mail, on the board already, …), Unavailable, and UsageError when
    `join` comes without a number.
    """
    if act == "join" and number is None:
        raise UsageError(_("Joining needs the number of an inquiry."))
    return board.execute(_COMMANDS[act](board, receipt_id, number or 0), actor)


def _open(board: Board, receipt_id: int, _number: int) -> Command:
    return OpenFromTray(receipt_id=receipt_id, letter=_letter(board, receipt_id))


def _join(board: Board, receipt_id: int, number: int) -> Command:
    return JoinFromTray(receipt_id=receipt_id, letter=_letter(board, receipt_id), number=number)


def _drop(_board: Board, receipt_id: int, _number: int) -> Command:
    return DropFromTray(receipt_id=receipt_id)


def _junk(_board: Board, receipt_id: int, _number: int) -> Command:
    return DropFromTray(receipt_id=receipt_id, junk=True)


def _letter(board: Board, receipt_id: int) -> Letter | None:
    receipt, raw = board.receipt(receipt_id), board.raw(receipt_id)
    if receipt.source in IMPORTS:
        return _imported(receipt, raw)
    with Reader() as reader:
        return reader.read(raw).letter


def _imported(receipt: Receipt, raw: bytes) -> Letter | None:
    try:
        return read_import(raw, receipt.source, receipt.received_at).letter
    except UsageError:
        return None


_COMMANDS: dict[Act, Callable[[Board, int, int], Command]] = {
    "open": _open,
    "join": _join,
    "drop": _drop,
    "junk": _junk,
}
