"""`csboard knowledge`, and taking an inquiry with a reviewer from the shell."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.domain.records import Actor, Tags
from tests.support.desk import enter, open_inquiry
from tests.support.shell import Shell
from tests.support.successes import answered, made


@pytest.fixture
def shell(
    sqlite_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    return Shell(sqlite_url, capsys, monkeypatch)


@pytest.fixture(autouse=True)
def archive(shell: Shell) -> None:
    """Sato has answered two logins and made a case of one; two are nobody's."""
    shell.become("suzuki", "鈴木")
    board = Board.open(shell.url)
    enter(board, "suzuki", "鈴木")
    sato = enter(board, "sato", "佐藤")
    login = Tags(("認証",), ("ログイン不可",))
    first = open_inquiry(board, "入れません", tags=login)
    for ref in (first, open_inquiry(board, tags=login)):
        answered(board, ref, sato)
    made(board, first, Actor("sato"))
    for _more in range(2):
        open_inquiry(board, tags=login)
    open_inquiry(board, "PDF", tags=Tags(("帳票",), ("遅い",)))
    board.close()


def test_the_map_names_who_knows_what(shell: Shell) -> None:
    lines = shell.ok("knowledge").splitlines()
    assert lines[0] == "2 topics, 2 known by fewer than two  Truck factor: 1"
    assert [line.split() for line in lines[1:4]] == [
        ["Topic", "heads", "arrived", "untaken", "known", "by"],
        ["認証/ログイン不可", "1.0", "4", "4", "佐藤"],
        ["帳票/遅い", "-", "1", "1", "-"],
    ]
    assert lines[4].startswith("If 1 member were away, 100% of what arrived in 180 days")


@pytest.mark.parametrize("topic", ["認証/ログイン不可", "ﾆﾝｼｮｳ", "ログイン不可"])
def test_one_topic_shows_what_stands_behind_it(shell: Shell, topic: str) -> None:
    if topic == "ﾆﾝｼｮｳ":
        shell.ok("tag", "rename", "認証", "にんしょう")
    printed = shell.ok("knowledge", "--topic", topic)
    assert "took the next one and 佐藤 reviewed the reply" in printed
    assert "Cases\n  #1001  入れません  佐藤" in printed
    assert "#1003" in printed


def test_json_has_weights_for_programs(shell: Shell) -> None:
    found = shell.json("knowledge")
    first = found["topics"][0]
    assert (found["half_life_days"], found["truck_factor"]["members"]) == (180, 1)
    assert (first["heads"], first["arrivals"], first["free"]) == (
        1.0,
        4,
        [1001, 1002, 1003, 1004],
    )
    assert first["members"] == [
        {"login": "sato", "weight": 3.0, "answered": 2, "reviewed": 0, "cases": 1}
    ]
    assert first["proposal"]["reviewer"] == "sato"
    behind = shell.json("knowledge", "--topic", "認証")["behind"]
    assert [one["number"] for one in behind["inquiries"]] == [1004, 1003, 1002, 1001]


def test_a_topic_nobody_knows_is_refused(shell: Shell) -> None:
    failed = shell("knowledge", "--topic", "無い")
    assert (failed.status, "無い" in failed.err) == (3, True)


def test_claiming_with_a_reviewer(shell: Shell) -> None:
    event = shell.json("claim", "1003", "--reviewer", "sato")
    assert event["detail"]["reviewer"] == "sato"
    assert shell("claim", "1004", "--reviewer", "nobody").status == 3
