"""T26: a sender is killed by SIGKILL at every single step, on the line to the mail server too.

Each step is tried with a reply of its own: before and after all that is written down, and each word
to and from the server. Then another sender comes. One mail goes out or none; where nobody can know
which, it is shown as uncertain and not sent again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing

from bench.figures import Figure
from bench.storm.field import Storm
from csboard.board import Board
from csboard.clock import FixedClock, SystemClock
from tests.support.killed_senders import faults, killed_at_each_step
from tests.support.mail_server import MailServer, running_mail_server
from tests.support.replying import team


def run(storm: Storm) -> Iterator[Figure]:
    for database in storm.databases:
        with storm.board(database) as url, running_mail_server() as server:
            yield from _figures(url, database, server)


def _figures(url: str, database: str, server: MailServer) -> Iterator[Figure]:
    with closing(Board.open(url, FixedClock(SystemClock().now()))) as board:
        (author,) = team(board, "sato")
        told = killed_at_each_step(board, url, server, author, on_the_line=True)
    left = Counter(one.left for one in told[:-1])
    states = ", ".join(f"{count} {state}" for state, count in left.items())
    where = f"{len(told) - 1} steps {database}: {states}"
    for what, count in faults(told, server).items():
        yield Figure("T26", what, where, count, "", 0, counted=True)
    yield Figure("T26", "steps", where, len(told) - 1, "", 20, at_least=True, counted=True)
    yield Figure("T26", "uncertain", where, sum(one.state == "unknown" for one in told), "")
