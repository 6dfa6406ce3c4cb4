"""T11: senders are killed every 50 ms while the mail server delays, refuses and hangs up.

No mail goes out twice, nothing is told as sent that the server didn't take, and what is uncertain
is no more than the kills and lost lines between the text and its answer. The clock runs fast, so
that a server's "later" and a dead sender's time are soon over.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, cast

from bench.figures import Figure
from bench.storm.crowd import Crowd, Diary, preload
from bench.storm.fast_clock import FastClock
from bench.storm.field import Storm
from bench.storm.ground import integrity, open_many
from bench.storm.moody import TO, Moody
from csboard.board import Board
from csboard.db.reply_models import OutboxRow
from csboard.domain.records import Actor, TaskRef
from csboard.domain.sending_commands import NoteHanding
from csboard.errors import Unavailable
from csboard.mail.intake import INTAKE
from csboard.mail.mail_options import MailOptions
from csboard.mail.reading import read
from csboard.mail.sending import Sender
from csboard.mail.transport import SmtpTransport
from tests.support.mail_server import running_mail_server
from tests.support.replying import begin_draft, press_send, team

MAILS, SENDERS = 250, 4
LIMIT = 600.0
FASTER = 200
"""How many of our seconds go by in one of the machine's."""
CLAIM = 1_000
"""Of these, seconds that a sender may take to hand one over: several of the machine's."""
REST = 0.05


def run(storm: Storm) -> Iterator[Figure]:
    preload(__name__)
    for database in storm.databases:
        with storm.board(database) as url, running_mail_server(server=Moody()) as server:
            yield from _figures(storm, url, database, cast(Moody, server))


def _figures(storm: Storm, url: str, database: str, server: Moody) -> Iterator[Figure]:
    mails, begun = storm.times(MAILS, 16), time.time()
    _fill(url, mails, begun)
    diaries = [storm.directory / f"T11-{database}-{slot}" for slot in range(SENDERS)]
    crowd = Crowd(send, [(url, server.port, begun, diary) for diary in diaries])
    seconds = crowd.run(LIMIT)
    accepted = Counter(read(data).message_id for _from, _to, data in server.accepted)
    cut_short = sum(map(_cut_short, diaries))
    with closing(Board.open(url)) as board:
        states = {row.message_id: row.state for row in OutboxRow.select()}
        unsound = integrity(board)
    told = Counter(states.values())
    where = (
        f"{mails} mails {database}, {crowd.kills} kills, {cut_short} while handing,"
        f" {server.dropped} lines dropped"
    )
    faults = {
        **crowd.faults,
        "mails the server took twice": sum(count > 1 for count in accepted.values()),
        "told as sent, not taken": sum(
            state == "sent" and not accepted[one] for one, state in states.items()
        ),
        "told as not sent, taken": sum(
            state not in ("sent", "unknown") and accepted[one] > 0 for one, state in states.items()
        ),
        "not settled": sum(told[one] for one in ("queued", "claimed", "handing", "stopped")),
        "uncertain without a reason": max(0, told["unknown"] - cut_short - server.dropped),
        "integrity failures": unsound,
    }
    for what, count in faults.items():
        yield Figure("T11", what, where, count, "", 0, counted=True)
    yield Figure("T11", "sent", where, told["sent"], "", 1, at_least=True, counted=True)
    yield Figure("T11", "uncertain", where, told["unknown"], "")
    yield Figure("T11", "all settled in", where, seconds, "s")


def _fill(url: str, mails: int, begun: float) -> None:
    with closing(Board.open(url, FastClock(begun, FASTER))) as board:
        (author,) = team(board, "sato", send_window=0)
        for number in open_many(board, mails):
            press_send(board, begin_draft(board, TaskRef(number), author, to=TO), author)


def _cut_short(diary: Path) -> int:
    """How often a sender was killed between what it noted before and after handing over."""
    words = [entry[0] for entry in _handings(diary).entries()]
    return sum(
        word == "hands" and following != "became"
        for word, following in zip(words, [*words[1:], ""], strict=True)
    )


def _handings(diary: Path) -> Diary:
    """Apart, for who is killed is whoever has sent something: so at any step, not at this one."""
    return Diary(diary.with_name(f"{diary.name}-handings"))


class _Noting:
    """A board that notes in a diary when a mail is about to be handed over."""

    def __init__(self, board: Board, diary: Diary) -> None:
        self._board, self._diary = board, diary
        self._is_handing = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._board, name)

    def keep(self, command: Any, actor: Actor) -> None:
        if isinstance(command, NoteHanding):
            self._diary.note("hands", command.entry_id)
            self._is_handing = True
        self._board.keep(command, actor)

    def came_to_an_end(self) -> None:
        """Whoever handed something over is still alive."""
        if self._is_handing:
            self._diary.note("became")
        self._is_handing = False


def send(url: str, port: int, begun: float, diary: Path) -> None:
    """Send what is due until everything is settled."""
    kept = Diary(diary)
    options = MailOptions("smtp", host="127.0.0.1", port=port, security="none")
    sender = Sender(INTAKE, options, claim_seconds=CLAIM)
    transport = SmtpTransport(options)
    board = Board.open(url, FastClock(begun, FASTER))
    noting = _Noting(board, _handings(diary))
    while any(entry.state in ("queued", "claimed", "handing") for entry in board.outbox()):
        step = None
        with suppress(Unavailable):  # busy, on a machine that is
            step = sender.step(cast(Board, noting), transport)
        noting.came_to_an_end()
        if step is None:
            time.sleep(REST)
        else:
            kept.note(step.became)
    board.close()
