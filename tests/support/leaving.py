"""What people write before they go, and what customers write while they are away."""

from __future__ import annotations

from dataclasses import replace

from csboard.board import Board
from csboard.domain.commands import ApplySettings, Claim, SortLetter
from csboard.domain.hand_off_records import Severity, Sheet
from csboard.domain.records import Actor, TaskRef
from csboard.domain.settings import TeamSettings
from tests.support.desk import INTAKE, enter
from tests.support.letters import FIRST

AGAIN = replace(
    FIRST,
    message_id="<again@example.jp>",
    in_reply_to=(FIRST.message_id,),
    digest="again",
    text="まだです",
)
SHEET = Sheet(Severity.WATCH, "届いていない", "運送会社に確認", "なし", "金曜に連絡")


def mori_answers(board: Board) -> None:
    """Enter a lead and three members; mori takes what the first customer wrote, #1001."""
    for login, name in (("lead", "鈴木"), ("mori", "森"), ("sato", "佐藤"), ("tanaka", "田中")):
        enter(board, login, name)
    own = TeamSettings(own_addresses=("support@csboard.example",), mail_domain="csboard.example")
    board.execute(ApplySettings(settings=own), Actor("lead"))
    receipt = board.receive(b"first", "pipe")
    board.execute(SortLetter(receipt_id=receipt.id, letter=FIRST), INTAKE)
    board.execute(Claim(task=TaskRef(1001)), Actor("mori"))
