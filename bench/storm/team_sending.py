"""What T2 does with replies that are on their way: stop them, send them, say whether they went.

A mail server takes them, or delays, refuses, hangs up. No mail is taken twice, and none is told as
sent that was not taken, unless a person has said so of an uncertain one.
"""

from __future__ import annotations

import random
from collections import Counter

from bench.storm.fast_clock import FastClock
from bench.storm.ground import rows_of
from bench.storm.moody import Moody
from csboard.board import Board
from csboard.db.models import EventRow
from csboard.db.reply_models import OutboxRow
from csboard.domain.commands import Command
from csboard.domain.records import INTAKE_LOGIN
from csboard.domain.replies import OutboxEntry, OutboxState
from csboard.domain.sending_commands import SettleUnknown, StopSending
from csboard.mail.intake import INTAKE
from csboard.mail.mail_options import MailOptions
from csboard.mail.reading import read
from csboard.mail.sending import Sender
from csboard.mail.transport import SmtpTransport

FASTER = 30
"""So that what a killed sender had in hand is free again, or parked, within half a minute."""
CLAIM = 60
STOPPING = 0.35
"""How often a reply on its way is stopped in place of sending what is due."""
ASKS_A_PERSON = (OutboxState.UNKNOWN, OutboxState.FAILED)


class Outgoing:
    """The way by which one worker sends, for as long as it lives."""

    def __init__(self, port: int) -> None:
        options = MailOptions("smtp", host="127.0.0.1", port=port, security="none")
        self._sender = Sender(INTAKE, options, claim_seconds=CLAIM)
        self._transport = SmtpTransport(options)

    def step(self, board: Board) -> str:
        """What became of one reply that was due."""
        step = self._sender.step(board, self._transport)
        return step.became if step else "-"


def clock(begun: float) -> FastClock:
    """The clock of all workers that began then."""
    return FastClock(begun, FASTER)


def command(op_id: str, chance: random.Random, entry: OutboxEntry) -> Command | None:
    """What a person does about a reply that was let go; None: sends what is due."""
    if entry.state in ASKS_A_PERSON:
        was_sent = entry.state is OutboxState.UNKNOWN
        return SettleUnknown(op_id=op_id, entry_id=entry.id, was_sent=was_sent)
    if chance.random() < STOPPING:
        return StopSending(op_id=op_id, draft_id=entry.draft_id)
    return None


def faults(board: Board, server: Moody) -> dict[str, int]:
    """What became of mails and should not have."""
    taken = Counter(read(data).message_id for _from, _to, data in server.accepted)
    entries = rows_of(board, OutboxRow, way="smtp")
    programs = {member.id for login, member in board.members().items() if login == INTAKE_LOGIN}
    told = {
        row["detail"]["draft"]
        for row in rows_of(board, EventRow, kind="sent")
        if row["actor"] in programs
    }
    returned = (OutboxState.QUEUED, OutboxState.CLAIMED, OutboxState.STOPPED, OutboxState.FAILED)
    return {
        "mails taken twice": sum(count > 1 for count in taken.values()),
        "told as sent, not taken": sum(
            row["draft"] in told and not taken[row["message_id"]] for row in entries
        ),
        "told as not sent, taken": sum(
            row["state"] in returned and taken[row["message_id"]] > 0 for row in entries
        ),
    }
