"""`csboard erase`: asks once, goes on where it was stopped, and says what is left to do."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.errors import Unavailable
from tests.support.shell import Shell

HANA = ("--from", "Hana <hana@example.com>")


@pytest.fixture
def closed(shell: Shell) -> Shell:
    """A customer with two inquiries that are done."""
    for subject in ("Secret one", "Secret two"):
        number = shell.ok("add", "--subject", subject, *HANA, "--body", "Secret text").strip()
        shell.ok("move", number, "done")
    return shell


def test_a_customer_is_erased_by_address(closed: Shell) -> None:
    told = closed.ok("erase", "HANA@example.com", "--why", "request", "--yes")
    assert told.startswith("Erased. The history keeps who did it, when and why.")
    assert "Backups made before still hold it" in told
    shown = closed.ok("show", "1001") + closed.ok("show", "1002") + closed.ok("list", "--all")
    assert "Secret" not in shown
    assert "hana" not in shown.lower()
    assert "(erased)" in shown
    history = closed.ok("history", "1001")
    assert "Sato erased what was written in #1001 (they asked for it)" in history


def test_a_customer_is_erased_by_an_inquiry_of_theirs(closed: Shell) -> None:
    done = closed.json("erase", "#1002", "--why", "expired", "--yes")
    assert (done["inquiries"], done["messages"], done["written_anew"]) == ([1001, 1002], 2, True)


def test_without_a_yes_it_says_what_it_would_do(closed: Shell) -> None:
    sentence = closed.fails(2, "erase", "hana@example.com", "--why", "request")
    assert sentence.startswith(
        "Hana <hana@example.com>: 2 inquiries (#1001, #1002), 2 messages and 0 mails beside them"
    )
    assert sentence.endswith("Say --yes to do it.")
    assert "Secret one" in closed.ok("show", "1001")


def test_the_cases_that_go_with_a_customer_are_named(closed: Shell) -> None:
    case = closed.ok("case", "add", "1001", "--passage", "Secret words", "--title", "Told").strip()
    other = closed.ok("add", "--subject", "Mine", "--from", "mari@example.com").strip()
    closed.ok("case", "add", other, "--passage", "Kind words")
    sentence = closed.fails(2, "erase", "hana@example.com", "--why", "request")
    assert f"With them goes 1 successful case: {case} 'Told'. Say --yes" in sentence
    done = closed.json("erase", "hana@example.com", "--why", "request", "--yes")
    assert done["cases"] == [int(case)]
    assert [one["title"] for one in closed.json("case", "list")] == ["Mine"]
    assert closed.json("search", "secret")["cases"] == []


def test_the_templates_that_go_with_a_customer_are_named(closed: Shell) -> None:
    case = closed.ok("case", "add", "1001", "--passage", "Secret words", "--title", "Told").strip()
    made = closed.ok("template", "add", "Kept", "--from-case", case).strip()
    closed.ok("template", "add", "Own", "--text", "Hello")
    sentence = closed.fails(2, "erase", "hana@example.com", "--why", "request")
    told = f"And 1 template, made of a reply to them or a case of theirs: {made} 'Kept'. Say --yes"
    assert told in sentence
    done = closed.json("erase", "hana@example.com", "--why", "request", "--yes")
    assert done["templates"] == [int(made)]
    assert [one["name"] for one in closed.json("template", "list")] == ["Own"]
    assert closed.json("template", "list", "--retired") == []


def test_what_is_open_is_not_erased(closed: Shell) -> None:
    closed.ok("add", "--subject", "Another", *HANA)
    sentence = closed.fails(3, "erase", "hana@example.com", "--why", "request", "--yes")
    assert sentence == "#1003 is open: finish it before it is erased."
    assert "Secret one" in closed.ok("show", "1001")


def test_stopped_half_way_the_same_command_goes_on(
    closed: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    execute = Board.execute
    done = 0

    def once(board: Board, command: object, actor: object) -> object:
        nonlocal done
        done += 1
        if done > 1:
            raise KeyboardInterrupt
        return execute(board, command, actor)  # type: ignore[arg-type]

    with monkeypatch.context() as stopped:
        stopped.setattr(Board, "execute", once)
        assert closed("erase", "hana@example.com", "--why", "request", "--yes").status == 130
    assert "Secret text" not in closed.ok("show", "1001")
    assert "Secret text" in closed.ok("show", "1002")
    done_now = closed.json("erase", "hana@example.com", "--why", "request", "--yes")
    assert done_now["inquiries"] == [1002]


def test_files_that_could_not_be_written_anew_are_by_the_command_that_is_told(
    closed: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_board: Board) -> None:
        raise Unavailable("busy", "It is read.")

    words = ("--why", "request", "--yes")
    with monkeypatch.context() as reading:
        reading.setattr(Board, "scrub", busy)
        sentence = closed.fails(75, "erase", "hana@example.com", *words)
    assert sentence.startswith("It is read. Only the files are left")
    assert sentence.endswith("by: csboard erase 1001 --why request")
    assert "Nobody is known" in closed.fails(3, "erase", "hana@example.com", *words)
    assert closed.json("erase", "1001", *words)["written_anew"]


def test_whom_nobody_knows_and_who_may_not(closed: Shell) -> None:
    sentence = closed.fails(3, "erase", "nobody@example.com", "--why", "request", "--yes")
    assert sentence.startswith("Nobody is known by the address nobody@example.com")
    assert "#9999" in closed.fails(3, "erase", "9999", "--why", "request", "--yes")
    assert "--why" in closed.fails(2, "erase", "hana@example.com", "--yes")
    closed.become("suzuki")
    closed.ok("note", "1001", "hello")
    assert "Only a lead" in closed.fails(
        3, "erase", "hana@example.com", "--why", "request", "--yes"
    )
