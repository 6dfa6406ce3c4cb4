"""A sender in a process of its own that is killed at a chosen step, for each step in turn.

What the system does to it is SIGKILL: nothing of it runs any more, no `finally`, no rollback of
its own. What it leaves is what the database and the mail server have.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import smtplib
from collections import Counter
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.records import Actor
from csboard.mail.intake import INTAKE
from csboard.mail.mail_options import MailOptions
from csboard.mail.reading import read
from csboard.mail.sending import Sender
from csboard.mail.transport import SmtpTransport
from tests.support.desk import open_inquiry
from tests.support.dying import DyingBoard, DyingTransport, Steps
from tests.support.mail_server import MailServer
from tests.support.replying import begin_draft, press_send

_CONTEXT = multiprocessing.get_context("forkserver")
_PRELOADED = ("csboard.db.sqlite", "csboard.db.postgres", "csboard.db.sending_states", __name__)

AFTERWARDS = {
    "queued": (["sent"], "sent"),
    "claimed": (["sent"], "sent"),
    "handing": (["unknown"], "unknown"),
    "sent": ([], "sent"),
}
"""By the state that the killed one left: what the next sender does, and how it stands then."""


class Killed(NamedTuple):
    """What a sender left that was killed at one step, and what became of its mail."""

    step: int
    message_id: str
    left: str
    """The state of the reply when it was dead."""
    became: list[str]
    """What the next sender did, an hour later."""
    state: str
    """At last."""


def killed_at_each_step(
    board: Board, url: str, server: MailServer, author: Actor, *, on_the_line: bool
) -> list[Killed]:
    """One reply for each step; the last is that of the sender that no step was left for.

    The steps are before and after all that is written down or handed over; `on_the_line` also
    each word to and from the mail server. `board` must have a clock that stands.
    """
    clock = cast(FixedClock, board.clock)
    _CONTEXT.set_forkserver_preload(list(_PRELOADED))
    told: list[Killed] = []
    status = -signal.SIGKILL
    while status == -signal.SIGKILL:
        ref = open_inquiry(board)
        press_send(board, begin_draft(board, ref, author), author)
        clock.advance(timedelta(minutes=1))
        given = (url, server.port, clock.now(), len(told) + 1, on_the_line)
        process = _CONTEXT.Process(target=send_until_killed, args=given)
        process.start()
        process.join()
        status = cast(int, process.exitcode)
        assert status in (0, -signal.SIGKILL), f"step {len(told) + 1}: status {status}"
        left = _entry(board, ref.number)
        clock.advance(timedelta(hours=1))
        became = sent_by_the_next(board, server)
        state = str(_entry(board, ref.number).state)
        told.append(Killed(len(told) + 1, left.message_id, str(left.state), became, state))
    return told


def faults(told: list[Killed], server: MailServer) -> dict[str, int]:
    """What must not be, by what it is; ask when the server has taken all it was given."""
    taken = Counter(read(data).message_id for _from, _to, data in server.accepted)
    return {
        "mails taken twice": sum(count > 1 for count in taken.values()),
        "told as sent, not taken": sum(
            one.state == "sent" and not taken[one.message_id] for one in told
        ),
        "neither sent nor shown as uncertain": sum(
            one.state not in ("sent", "unknown") for one in told
        ),
        "gone on with otherwise than they may be": sum(
            (one.became, one.state) != AFTERWARDS[one.left] for one in told
        ),
    }


def send_until_killed(url: str, port: int, now: datetime, at: int, on_the_line: bool) -> None:
    """Send what is due, and die at that step."""
    steps = Steps(at, lambda: os.kill(os.getpid(), signal.SIGKILL))
    if on_the_line:
        _die_on_the_line(steps)
    options = _options(port)
    board = cast(Board, DyingBoard(Board.open(url, FixedClock(now)), steps))
    Sender(INTAKE, options).step(board, DyingTransport(SmtpTransport(options), steps))


def _die_on_the_line(steps: Steps) -> None:
    """Before and after each word that goes to the mail server or comes from it."""
    for name in ("send", "getreply"):
        genuine: Any = getattr(smtplib.SMTP, name)

        def said(*given: Any, _genuine: Any = genuine) -> Any:
            steps.taken()
            answer = _genuine(*given)
            steps.taken()
            return answer

        setattr(smtplib.SMTP, name, said)


def sent_by_the_next(board: Board, server: MailServer) -> list[str]:
    """What another sender does with all that is due."""
    options = _options(server.port)
    sender = Sender(INTAKE, options)
    became: list[str] = []
    while (step := sender.step(board, SmtpTransport(options))) is not None:
        became.append(step.became)
    return became


def _options(port: int) -> MailOptions:
    return MailOptions("smtp", host="127.0.0.1", port=port, security="none")


def _entry(board: Board, number: int) -> Any:
    (entry,) = board.replies(number).outbox
    return entry
