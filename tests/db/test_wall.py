"""What a wall reads, on both databases, and that it can change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest

from csboard.board import Board
from csboard.clock import FixedClock, SystemClock
from csboard.db.absences import latest_absences
from csboard.db.leave_models import AbsenceRow
from csboard.db.schema import SCHEMA
from csboard.db.team import changed
from csboard.domain.commands import AddNote, ApplySettings, Claim, FileAsJunk, Move
from csboard.domain.goal_commands import EnterReading
from csboard.domain.knowledge import Finding
from csboard.domain.objective_settings import Objective, Result
from csboard.domain.records import Actor, TaskRef
from csboard.domain.settings import TeamSettings
from csboard.domain.success_commands import SayOfSuccess
from csboard.domain.wall_pages import PAGES, View, page
from csboard.errors import CsboardError, Unavailable, UsageError, WrongDatabase
from tests.support.desk import enter, open_inquiry
from tests.support.roles import Desk, roled_board
from tests.support.successes import answered, made

SATO, TANAKA = Actor("sato"), Actor("tanaka")
PROMISED = TeamSettings(promises={"first": ("4h",), "solved": ("4h",)})


@pytest.fixture
def filled(board: Board, clock: FixedClock) -> str:
    """A board at work, that nobody has open; its URL."""
    enter(board, "sato", "佐藤")
    enter(board, "tanaka", "田中")
    board.execute(ApplySettings(settings=PROMISED), SATO)
    first = open_inquiry(
        board, "山田の件", customer_name="山田", customer_email="y@example.jp", body="至急"
    )
    open_inquiry(board, "返金", body="返金してください")
    junk = open_inquiry(board, "junk")
    board.execute(FileAsJunk(number=junk.number), SATO)
    board.execute(Claim(task=first), TANAKA)
    clock.advance(timedelta(hours=1))
    url = board._store.engine.address.url
    board.close()
    return url


def wall_of(url: str, clock: FixedClock, *, names: bool = False) -> View:
    with closing(Board.look_at(url, clock)) as board:
        found = board.wall(names=names), board.wall_aside(names=names)
        assert board.wall_mark() == found[0].snapshot.rev
    return View(*found, clock.now(), {})


def test_the_pages_say_what_is_on_the_board(filled: str, clock: FixedClock) -> None:
    view = wall_of(filled, clock)
    assert view.wall.at == clock.now()
    assert view.wall.came_today == 2
    tiles = {tile.label: tile.value for tile in page("figures", view).tiles}
    assert tiles == {
        "Unassigned": "1",
        "In hand": "1",
        "Due today": "2",
        "Overdue": "0",
        "Longest wait": "1:00",
        "Done today": "0",
    }
    assert [row.cells[0] for row in page("people", view).rows] == ["佐藤", "田中"]


def test_no_name_leaves_the_board_unless_asked_for(filled: str, clock: FixedClock) -> None:
    bare, named = wall_of(filled, clock), wall_of(filled, clock, names=True)
    for word in ("山田", "返金", "y@example.jp"):
        assert word not in str(bare)
    assert "山田の件" in str(page("board", named))


def test_a_wall_can_change_nothing(filled: str, clock: FixedClock) -> None:
    with closing(Board.look_at(filled, clock)) as board:
        before = board.wall_mark()
        with pytest.raises(CsboardError) as told:
            board.execute(AddNote(number=1001, text="x"), SATO)
        assert getattr(told.value, "code", "") == "read_only"
        with pytest.raises(Exception, match=r"read-?only"):
            board._store.engine.write(lambda: AbsenceRow.delete().execute())
        assert board.wall_mark() == before


def test_absences_are_known(filled: str, clock: FixedClock) -> None:
    with closing(Board.open(filled, clock)) as board:
        members = board.members()
        board._store.engine.write(
            lambda: AbsenceRow.create(
                member=members["tanaka"].id,
                first_day="2026-11-23",
                last_day="2026-11-24",
                on_mail="stand_in",
                stand_in=members["sato"].id,
                from_noon=False,
                until_noon=False,
                entered_by=members["tanaka"].id,
                entered_at=clock.now(),
            )
        )
        logins = {member.id: login for login, member in members.items()}
        assert board._store.read(lambda _reading: latest_absences(logins))
        board._store.engine.write(changed)
    rows = page("away", wall_of(filled, clock)).rows
    assert [row.cells for row in rows] == [("田中", "until Nov 24", "stand-in: 佐藤")]


def test_an_older_board_is_not_upgraded_by_a_wall(filled: str, clock: FixedClock) -> None:
    _set_schema(filled, SCHEMA - 1)
    with pytest.raises(Unavailable) as told:
        Board.look_at(filled, clock)
    assert (told.value.code, "csboard migrate" in told.value.sentence) == ("older", True)
    _set_schema(filled, SCHEMA)
    Board.look_at(filled, clock).close()


def test_a_newer_board_is_refused_and_an_open_wall_is_told(filled: str, clock: FixedClock) -> None:
    with closing(Board.look_at(filled, clock)) as board:
        board.wall()
        _set_schema_beside(filled, SCHEMA + 1)
        with pytest.raises(Unavailable) as told:
            board.wall_mark()
        assert told.value.code == "upgraded"
    with pytest.raises(WrongDatabase):
        Board.look_at(filled, clock)


def _set_schema(url: str, number: int) -> None:
    if url.startswith("sqlite"):
        _set_schema_beside(url, number)
    else:
        with psycopg.connect(url) as connection:
            connection.execute("UPDATE board SET schema = %s", (number,))


def _set_schema_beside(url: str, number: int) -> None:
    """As another program does it."""
    if not url.startswith("sqlite"):
        _set_schema(url, number)
        return
    import apsw

    connection = apsw.Connection(url.removeprefix("sqlite:///"))
    connection.execute("UPDATE board SET schema = ?", (number,))
    connection.close()


def test_where_there_is_no_board_none_is_made(empty_database_url: str) -> None:
    with pytest.raises(UsageError, match="There is no board"):
        Board.look_at(empty_database_url)
    with pytest.raises(UsageError, match="There is no board"):
        Board.look_at(empty_database_url)


def test_the_case_of_the_week_is_everybodys(board: Board, clock: FixedClock) -> None:
    enter(board, "sato", "佐藤")
    enter(board, "tanaka", "田中")
    ref = open_inquiry(board, "ログインできません", body="入れません。困っています。")
    answered(board, ref, TANAKA)
    case = made(board, ref, SATO)
    url = board._store.engine.address.url
    board.close()
    found = wall_of(url, clock).aside.case
    assert found is not None
    assert (found.id, found.title, found.author) == (case.id, "", "佐藤")
    assert wall_of(url, clock, names=True).aside.case.title  # type: ignore[union-attr]


# ---- a wall's login -------------------------------------------------------------------------


@pytest.fixture
def desk(postgres_url: str) -> Iterator[Desk]:
    with roled_board(postgres_url) as made_desk:
        yield made_desk


def test_a_walls_login_sees_the_same_pages(desk: Desk) -> None:
    lead = desk.actor("suzuki")
    with closing(Board.open(desk.url_of("suzuki"))) as board:
        goal = _objective(Result(key="nps", start=0.0, target=10.0))
        settings = replace(PROMISED, objectives=(goal,), headline="nps")
        board.execute(ApplySettings(settings=settings), lead)
        board.execute(EnterReading(result="nps", values=((board.clock.now().date(), 7.0),)), lead)
        ref = TaskRef(1001)
        answered(board, ref, lead)
        case = made(board, ref, lead)
        board.execute(SayOfSuccess(success_id=case.id, word=Finding.STILL_TRUE), lead)
        board.execute(Claim(task=TaskRef(1002)), lead)
        board.execute(Move(task=TaskRef(1002), stage="doing"), lead)
        by_tables = board.wall(), board.wall_aside()
        now = board.clock.now()
    clock = FixedClock(now)
    with closing(Board.look_at(desk.url_of("wall"), clock)) as wall:
        by_views = wall.wall(), wall.wall_aside()
        assert wall.wall_mark() == by_views[0].snapshot.rev
    for name in PAGES:
        assert page(name, View(*by_views, now, {})) == page(name, View(*by_tables, now, {}))
    assert by_views[1].case is not None
    assert by_views[1].headline is not None


def _objective(result: Result) -> Objective:
    return Objective(name="Heard", begins="2026-01-01", ends="2099-12-31", results=(result,))


def test_a_walls_login_is_told_what_it_may_not_read(desk: Desk) -> None:
    with closing(Board.open(desk.url_of("suzuki"))) as board:
        goal = _objective(Result(key="kept", start=0.0, target=90.0, measured="kept_first"))
        settings = TeamSettings(objectives=(goal,), headline="kept")
        board.execute(ApplySettings(settings=settings), desk.actor("suzuki"))
    with closing(Board.look_at(desk.url_of("wall"))) as wall:
        lacks = wall.wall_aside(names=True).lacks
    assert [one.partition(":")[0] for one in lacks] == [
        "A wall's login reads no subjects",
        "A wall's login can't measure the headline",
    ]


def test_a_walls_login_writes_nothing_and_lacks_views_by_name(desk: Desk) -> None:
    with (
        closing(Board.look_at(desk.url_of("wall"))) as wall,
        pytest.raises(Exception, match="read-only"),
    ):
        wall._store.engine.write(lambda: AbsenceRow.delete().execute())
    roles = Board.open(desk.url).database_roles()
    with psycopg.connect(desk.url) as owner:
        owner.execute(f"SET ROLE {roles.place.quoted_group('owner')}".encode())
        owner.execute("DROP VIEW wall_board")
    with pytest.raises(Unavailable, match="csboard roles apply") as told:
        Board.look_at(desk.url_of("wall"))
    assert told.value.code == "no_views"


def test_a_walls_login_is_told_of_an_upgrade(desk: Desk) -> None:
    with closing(Board.look_at(desk.url_of("wall"), SystemClock())) as wall:
        wall.wall()
        _set_schema(desk.url, SCHEMA + 1)
        with pytest.raises(Unavailable) as told:
            wall.wall_mark()
        assert told.value.code == "upgraded"
        _set_schema(desk.url, SCHEMA)
