"""Hand-offs on a PostgreSQL with a role for each: given and taken in one's own name only."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from csboard.domain.commands import Claim, Move, Undo
from csboard.domain.hand_off_commands import OfferHandOff, TakeBack, TakeHandOff, WriteSheet
from csboard.domain.hand_off_records import Severity, Sheet
from csboard.domain.records import TaskRef
from tests.support.roles import Desk, roled_board

REF = TaskRef(1001)
SHEET = Sheet(Severity.WATCH, "経緯", "次", "なし", "約束")


@pytest.fixture
def desk(postgres_url: str) -> Iterator[Desk]:
    """Sato offers a task to whoever takes it."""
    with roled_board(postgres_url) as made:
        board, me = made.board("sato"), made.actor("sato")
        board.execute(Claim(task=REF), me)
        board.execute(WriteSheet(task=REF, sheet=SHEET), me)
        board.execute(OfferHandOff(task=REF), me)
        yield made


def test_from_one_to_another_and_back(desk: Desk) -> None:
    lead, me = desk.board("suzuki"), desk.actor("suzuki")
    lead.execute(TakeHandOff(task=REF, read_back="x"), me)
    lead.execute(Undo(), me)
    lead.execute(TakeHandOff(task=REF, read_back="x"), me)
    desk.board("sato").execute(TakeBack(task=REF), desk.actor("sato"))
    assert desk.board("reader").hand_offs_of(1001)[0].ending == "returned"


def test_what_ends_with_the_task_may_be_ended_by_whoever_acts(desk: Desk) -> None:
    lead, me = desk.board("suzuki"), desk.actor("suzuki")
    lead.execute(Move(task=REF, stage="done"), me)
    assert lead.hand_offs_of(1001)[0].ending == "overtaken"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE hand_off SET story = 'x'",
        "UPDATE hand_off SET receiver_id = 2",
        "UPDATE hand_off SET giver_id = (SELECT id FROM member WHERE login LIKE 'guest%')",
        "UPDATE hand_off SET taken_at = now(), read_back = 'x', taken_by_id ="
        " (SELECT id FROM member WHERE login LIKE 'suzuki%')",
        "INSERT INTO hand_off (task_id, giver_id, state, story, steps, contingency, promises,"
        " written_at) SELECT id, 1, '', '', '', '', '', now() FROM task",
    ],
)
@pytest.mark.parametrize("who", ["guest", "reader", "intake"])
def test_nothing_is_given_or_taken_in_anothers_name(desk: Desk, who: str, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        desk.run(who, statement)


def test_a_member_takes_nothing_in_anothers_name(desk: Desk) -> None:
    taken = (
        "UPDATE hand_off SET taken_at = now(), read_back = 'x', taken_by_id ="
        " (SELECT id FROM member WHERE login LIKE 'suzuki%')"
    )
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        desk.run("sato", taken)
