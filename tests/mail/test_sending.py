"""Sending what is due to a real mail server: once, whatever dies, drops or is refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import SortLetter
from csboard.domain.records import Actor, Direction, TaskRef
from csboard.domain.sending_commands import NoteHanding, NoteSent, StopSending
from csboard.errors import Unavailable
from csboard.mail.intake import INTAKE
from csboard.mail.mail_options import MailOptions
from csboard.mail.reading import read
from csboard.mail.sender_actor import sender_actor
from csboard.mail.sending import Sender
from csboard.mail.transport import SmtpTransport
from tests.support.dying import DyingBoard, DyingTransport, Steps
from tests.support.letters import FIRST
from tests.support.mail_server import MailServer, Mood, running_mail_server
from tests.support.replying import OWN, begin_draft, draft_of, press_send, rewrite, team

SATO = Actor("sato")


class Died(BaseException):
    """In place of a killed process."""


@pytest.fixture
def server() -> Iterator[MailServer]:
    with running_mail_server() as running:
        yield running


@pytest.fixture
def ref(board: Board, clock: FixedClock) -> TaskRef:
    """A reply that is due."""
    team(board, "sato", "tanaka")
    receipt = board.receive(b"raw", "pipe")
    letter = replace(FIRST, message_id="<first@example.jp>", subject="ログイン")
    event = board.execute(SortLetter(receipt_id=receipt.id, letter=letter), INTAKE)
    assert event.number is not None
    ref = TaskRef(event.number)
    press_send(board, begin_draft(board, ref, SATO), SATO)
    clock.advance(timedelta(seconds=15))
    return ref


class Host:
    """A host that can send to the server."""

    def __init__(self, server: MailServer, **more: object) -> None:
        values: dict[str, Any] = {"host": "127.0.0.1", "port": server.port, "security": "none"}
        self.options = MailOptions("smtp", **{**values, **more})
        self.transport = SmtpTransport(self.options)
        self.sender = Sender(INTAKE, self.options)

    def step(self, board: Board) -> tuple[str, str] | None:
        """What became of a reply, with its code; None when there was nothing to do."""
        step = self.sender.step(board, self.transport)
        return (step.became, step.code) if step else None


def state(board: Board, ref: TaskRef) -> str:
    (entry,) = board.replies(ref.number).outbox
    return str(entry.state)


def test_the_mail_that_arrives(board: Board, ref: TaskRef, server: MailServer) -> None:
    host = Host(server, bounce="bounce+{token}@shop.example", copy_to="copy@shop.example")
    assert host.step(board) == ("sent", "")
    assert host.step(board) is None
    ((sender, recipients, data),) = server.accepted
    (entry,) = board.replies(ref.number).outbox
    token = entry.message_id.strip("<>").partition("@")[0]
    assert sender == f"bounce+{token}@shop.example"
    assert recipients == ("yamada@example.jp", "copy@shop.example")
    letter = read(data)
    assert (letter.message_id, letter.in_reply_to) == (entry.message_id, ("<first@example.jp>",))
    assert (letter.from_.name, letter.from_.email) == ("Shop", OWN)
    assert (letter.loop_mark, letter.automatic) == ("shop.example", "")
    assert state(board, ref) == "sent"
    assert [one.direction for one in board.replies(ref.number).messages][-1] is Direction.OUT


@pytest.mark.parametrize(
    ("mood", "became", "after"),
    [
        (Mood(mail="451 4.3.0 x"), ("later", "451 4.3.0"), "queued"),
        (Mood(connect="drop"), ("later", "connect"), "queued"),
        (Mood(rcpt={"yamada@example.jp": "550 5.1.1 x"}), ("failed", "550 5.1.1"), "failed"),
        (Mood(data="451 4.3.0 x"), ("later", "451 4.3.0"), "queued"),
        (Mood(data="554 5.6.0 x"), ("failed", "554 5.6.0"), "failed"),
        (Mood(data="take and drop"), ("unknown", "lost"), "unknown"),
    ],
    ids=["4xx", "gone", "no recipient", "4xx after", "5xx after", "dropped"],
)
def test_what_the_server_may_do(
    board: Board,
    ref: TaskRef,
    server: MailServer,
    mood: Mood,
    became: tuple[str, str],
    after: str,
) -> None:
    server.mood = mood
    host = Host(server)
    assert host.step(board) == became
    assert (state(board, ref), host.step(board)) == (after, None)


def test_an_outage_fails_nothing(
    board: Board, ref: TaskRef, server: MailServer, clock: FixedClock
) -> None:
    host = Host(server)
    server.mood = Mood(connect="drop")
    for _hour in range(6):
        assert host.step(board) == ("later", "connect")
        clock.advance(timedelta(hours=1))
    server.mood = Mood()
    assert host.step(board) == ("sent", "")


def test_a_server_that_says_later_too_often(
    board: Board, ref: TaskRef, server: MailServer, clock: FixedClock
) -> None:
    host = Host(server)
    server.mood = Mood(mail="451 4.3.0 x")
    became = []
    while (step := host.step(board)) is not None:
        became.append(step[0])
        clock.advance(timedelta(hours=3))
    assert became == ["later"] * 4 + ["failed"]


def die_at(board: Board, server: MailServer, at: int) -> tuple[int, bool]:
    """A sender that dies at that step; how many steps there were, and whether it did."""

    def death() -> None:
        raise Died

    host, steps = Host(server), Steps(at, death)
    dying = cast(Board, DyingBoard(board, steps))
    with suppress(Died):
        host.sender.step(dying, DyingTransport(host.transport, steps))
        return steps.count, False
    return steps.count, True


@pytest.mark.parametrize("at", range(1, 11))
def test_whoever_dies_at_any_step_sends_once_or_leaves_it_to_a_person(
    board: Board, ref: TaskRef, server: MailServer, clock: FixedClock, at: int
) -> None:
    """take, offer, handing, give, sent: before and after each."""
    count, died = die_at(board, server, at)
    assert (count, died) == (at, True)
    taken = len(server.accepted)
    host = Host(server)
    clock.advance(timedelta(hours=1))
    became = [host.step(board), host.step(board)]
    assert len(server.accepted) <= 1
    if at <= 5:  # nothing is given away yet
        assert (taken, became) == (0, [("sent", ""), None])
    elif at <= 8:  # noted as handing, perhaps given
        assert became == [("unknown", "left"), None]
        assert state(board, ref) == "unknown"
    else:
        assert (taken, became, state(board, ref)) == (1, [None, None], "sent")


def test_nobody_dies_after_the_last_step(board: Board, ref: TaskRef, server: MailServer) -> None:
    """So the test above tries all there are."""
    assert die_at(board, server, 11) == (10, False)


class Cut:
    """A board whose line is lost after one kind of write."""

    def __init__(self, board: Board, kind: type, *, after: bool) -> None:
        self._board, self._kind, self._after = board, kind, after

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._board, name)
        if name not in ("keep", "execute"):
            return found

        def write(command: object, actor: Actor) -> object:
            if not isinstance(command, self._kind):
                return found(command, actor)
            self._kind = type(None)
            if self._after:
                found(command, actor)
            raise Unavailable("unreachable", "gone")

        return write


@pytest.mark.parametrize("after", [False, True], ids=["before the commit", "after it"])
def test_a_line_to_the_board_that_is_lost(
    board: Board, ref: TaskRef, server: MailServer, clock: FixedClock, after: bool
) -> None:
    """What the server has taken is written down as soon as the board is there again."""
    host = Host(server)
    cut = cast(Board, Cut(board, NoteSent, after=after))
    with pytest.raises(Unavailable):
        host.step(cut)
    assert len(server.accepted) == 1
    assert host.step(board) is None
    assert state(board, ref) == "sent"


@pytest.mark.parametrize("after", [False, True], ids=["before the commit", "after it"])
def test_a_line_lost_before_the_text_is_given(
    board: Board, ref: TaskRef, server: MailServer, clock: FixedClock, after: bool
) -> None:
    host = Host(server)
    cut = cast(Board, Cut(board, NoteHanding, after=after))
    with pytest.raises(Unavailable):
        host.step(cut)
    assert server.begun == 0
    assert host.step(board) is None
    clock.advance(timedelta(minutes=1))
    assert host.step(board) == ("sent", "")


def test_a_reply_that_was_overtaken_is_put_aside(
    board: Board, ref: TaskRef, server: MailServer
) -> None:
    rewrite(board, draft_of(board, ref), "別の言葉")
    assert Host(server).step(board) == ("stopped", "edited")
    assert (state(board, ref), server.accepted) == ("stopped", [])


def test_a_reply_stopped_while_it_is_offered(
    board: Board, ref: TaskRef, server: MailServer
) -> None:
    host, draft = Host(server), draft_of(board, ref)
    offered = host.transport.offered

    class Stopping(SmtpTransport):
        def offered(self, delivery: Any) -> Any:
            board.execute(StopSending(draft_id=draft.id), SATO)
            return offered(delivery)

    assert host.sender.step(board, Stopping(host.options)) is None
    assert (state(board, ref), server.begun) == ("stopped", 0)


def test_a_reply_that_another_took_meanwhile_is_theirs(
    board: Board, ref: TaskRef, server: MailServer, clock: FixedClock
) -> None:
    """The first was so slow that its time was over; then it hears "later"."""
    host, other = Host(server), Host(server)

    class Slow(SmtpTransport):
        def offered(self, delivery: Any) -> Any:
            clock.advance(timedelta(hours=1))
            assert other.step(board) == ("sent", "")
            server.mood = Mood(mail="451 4.3.0 later")
            return super().offered(delivery)

    assert host.sender.step(board, Slow(host.options)) is None
    assert (state(board, ref), len(server.accepted)) == ("sent", 1)


def test_without_a_transport_nothing_is_taken(board: Board, ref: TaskRef) -> None:
    assert Sender(INTAKE, MailOptions("hand")).step(board, None) is None
    assert state(board, ref) == "queued"


def test_a_password_that_is_not_there_is_told(
    board: Board, ref: TaskRef, server: MailServer
) -> None:
    host = Host(server, user="x", password_variable="NOT_SET")
    step = host.sender.step(board, host.transport)
    assert step is not None
    assert (step.became, step.code, "NOT_SET" in step.sentence) == ("later", "login", True)


def test_in_whose_name(board: Board) -> None:
    assert sender_actor(board, SATO) == INTAKE
