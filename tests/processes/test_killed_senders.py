"""A sender killed by SIGKILL at each of its steps: one mail, or none and a person is asked."""

from __future__ import annotations

from collections import Counter

from csboard.board import Board
from tests.support.killed_senders import faults, killed_at_each_step
from tests.support.mail_server import running_mail_server
from tests.support.replying import team


def test_whoever_is_killed_at_any_step_sends_once_or_leaves_it_to_a_person(
    board: Board, database_url: str
) -> None:
    """take, offer, handing, give, sent: before and after each. bench.storm T26 goes on the line."""
    (author,) = team(board, "sato")
    with running_mail_server() as server:
        told = killed_at_each_step(board, database_url, server, author, on_the_line=False)
    left = Counter(one.left for one in told)
    assert list(left.items()) == [("queued", 1), ("claimed", 4), ("handing", 3), ("sent", 3)]
    assert set(faults(told, server).values()) == {0}
