"""`csboard search`, as a person and as a program uses it."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.domain.commands import OpenInquiry
from csboard.domain.records import Actor
from tests.support.desk import enter
from tests.support.shell import Shell


@pytest.fixture
def shell(
    database_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    board = Board.open(database_url)
    enter(board, "sato")
    for subject, body in (
        ("返金のお願い", "二重に引き落とされました。\n返金をお願いします。"),
        ("Broken", "The parcel\tarrived [broken]."),
    ):
        board.execute(OpenInquiry(subject=subject, body=body, customer_name="山田"), Actor("sato"))
    board.close()
    return Shell(database_url, capsys, monkeypatch)


def test_what_is_found_is_told_with_its_sentence(shell: Shell) -> None:
    result = shell("search", "引落", "二重")
    assert "Not found as written: looked for 引落, 二重." in result.err
    assert "#1001" in result.out
    assert "[二重]に[引き落と]されました。" in result.out
    assert "#1002" not in result.out


def test_for_programs_the_sentence_is_letter_for_letter(shell: Shell) -> None:
    (hit,) = shell.json("search", "引き落とされ")["hits"]
    assert (hit["number"], hit["sentence"]) == (1001, "二重に引き落とされました。")
    assert [hit["sentence"][start:end] for start, end in hit["marks"]] == ["引き落とされ"]


def test_a_query_may_begin_with_what_must_not_be(shell: Shell) -> None:
    told = shell.ok("search", "--", "-返金", "is:open")
    assert told.startswith("#1002")
    assert "#1001" not in told


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        ("zzz", 0, "Nothing was found."),
        ("!!! 。", 2, "There is nothing in it to search for"),
        ("い" * 10_000, 3, "10,000 characters are too much"),
        ("owner:nobody", 3, "'owner:nobody' is not known; there are: sato."),
        ("before:soon", 3, "write a day as 2026-11-23"),
        ("返金 OR is:open", 3, "OR joins words with words"),
        ("の", 3, "too little to search for"),
        ("is:purple", 3, "there are: unowned, mine, waiting"),
    ],
)
def test_what_cannot_be_searched_is_a_sentence(
    shell: Shell, words: str, status: int, sentence: str
) -> None:
    result = shell("search", words)
    assert result.status == status
    assert sentence in result.err
