"""`csboard similar`, as a person and as a program uses it."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.domain.commands import EditInquiry
from csboard.domain.knowledge import Finding
from csboard.domain.records import InquiryFields, Outcome, Tags
from tests.support.desk import enter, open_inquiry
from tests.support.shell import Shell
from tests.support.successes import answered, found, made

TAGS = Tags(("payment",), ("paid twice",))


@pytest.fixture
def shell(
    database_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    board = Board.open(database_url)
    sato = enter(board, "sato", "Sato")
    past = open_inquiry(
        board, "Charged twice", body="Two payments on my card statement.", tags=TAGS
    )
    answered(board, past, sato)
    fields = InquiryFields(outcome=Outcome.SATISFIED)
    board.execute(EditInquiry(number=past.number, fields=fields), sato)
    case = made(board, past, sato, title="Paid back a double charge", tags=TAGS)
    found(board, case, sato, Finding.USED)
    open_inquiry(board, "Parcel is late", body="Where is it?")
    open_inquiry(board, "Two payments", body="My card was charged twice, see the statement.")
    board.close()
    return Shell(database_url, capsys, monkeypatch)


def test_the_likest_come_first_with_what_became_of_them(shell: Shell) -> None:
    first, became, *rest = shell.ok("similar", "#1003").splitlines()
    assert first.split()[1:4] == ["%", "inquiry", "#1001"]
    assert "Charged twice" in first
    assert "open since" in became
    assert "answered by Sato" in became
    assert "cases: 1" in became
    assert "Paid back a double charge" in rest[0]
    assert "used 1 time" in rest[1]
    assert "Parcel" not in "\n".join(rest)


def test_for_programs_it_is_told_with_codes_and_logins(shell: Shell) -> None:
    result = shell.json("similar", "1003")
    assert result["number"] == 1003
    inquiry, case = result["alike"]
    assert (inquiry["kind"], inquiry["id"], inquiry["title"]) == ("inquiry", 1001, "Charged twice")
    assert (inquiry["outcome"], inquiry["answered_by"]) == ("satisfied", ["sato"])
    assert (inquiry["reopened"], inquiry["cases"], inquiry["closed_at"]) == (False, 1, None)
    assert (case["kind"], case["id"], case["number"], case["used"]) == ("case", 1, 1001, 1)
    assert inquiry["tags"] == {"content": ["payment"], "symptom": ["paid twice"], "emotion": []}
    assert 0 < case["percent"] <= inquiry["percent"] <= 100


@pytest.mark.parametrize(
    ("number", "status", "sentence"),
    [
        ("1002", 0, "Nothing is like it yet."),
        ("1999", 3, "There is no inquiry #1999"),
        ("x", 2, "is no number of an inquiry"),
    ],
)
def test_what_has_no_answer_is_told(shell: Shell, number: str, status: int, sentence: str) -> None:
    result = shell("similar", number)
    assert result.status == status
    assert sentence in result.err
