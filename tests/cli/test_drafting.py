"""`csboard draft`, on both databases: what it writes, and that bad input loses nothing."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from csboard.board import Board
from csboard.clock import FixedClock, SystemClock
from csboard.directories import state_directory
from csboard.domain.draft_commands import HoldPen
from csboard.domain.records import Actor
from tests.support.desk import enter
from tests.support.shell import Shell

TO = {"name": "山田", "email": "yamada@example.jp"}


@pytest.fixture
def number(shell: Shell) -> str:
    """A customer's mail, as an import brings it."""
    who = ("--from", "山田 <yamada@example.jp>")
    told = ("--subject", "二重請求", "--body", "困っています", "--channel", "mail")
    return shell.ok("add", *who, *told).strip()


@pytest.fixture
def tanaka(shell: Shell) -> Shell:
    """The same board, at which Tanaka sits down when asked to."""
    board = Board.open(shell.url)
    enter(board, "tanaka", "田中")
    board.close()
    return shell


def editor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str) -> None:
    """An editor that does what the shell script says to the file `$1`."""
    program = tmp_path / "editor"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(program))


def draft_of(shell: Shell, number: str) -> Any:
    return shell.json("draft", number)


def kept_files() -> list[Path]:
    return list(state_directory().glob("reply-*"))


def test_a_draft_is_begun_written_printed_and_discarded(shell: Shell, number: str) -> None:
    result = shell("draft", number)
    assert (result.status, result.out) == (0, "")
    assert "no draft" in result.err
    assert shell.json("draft", number) is None
    begun = shell.json("draft", number, "--begin")
    assert (begun["to"], begun["subject"], begun["author"]) == ([TO], "Re: 二重請求", "sato")
    assert "> 困っています" in begun["text"]
    written = shell.json("draft", number, "--text", "-", stdin="確認します。\n\n佐藤\n")
    assert (written["text"], written["version"]) == ("確認します。\n\n佐藤\n", 2)
    assert written["pen"] is None, "the pen is laid down again"
    assert written["digest"] != begun["digest"]
    printed = shell.ok("draft", number)
    assert "山田 <yamada@example.jp>" in printed
    assert printed.endswith("確認します。\n\n佐藤\n")
    assert "discarded the draft" in shell.ok("draft", number, "--discard")
    assert draft_of(shell, number) is None
    shell.ok("undo", number)
    assert draft_of(shell, number)["text"] == written["text"]


def test_head_and_files_change_alone(shell: Shell, number: str, tmp_path: Path) -> None:
    (tmp_path / "図.png").write_bytes(b"png")
    changed = shell.json(
        *("draft", number, "--to", '"鈴木, 花子" <h@example.jp>; b@example.jp'),
        *("--cc", "c@example.jp", "--subject", "別の件名", "--attach", str(tmp_path / "図.png")),
    )
    assert changed["to"] == [
        {"name": "鈴木, 花子", "email": "h@example.jp"},
        {"name": "", "email": "b@example.jp"},
    ]
    assert changed["files"] == [{"name": "図.png", "size": 3, "type": "image/png"}]
    assert "> 困っています" in changed["text"], "what was not named stays"
    less = shell.json("draft", number, "--cc", "", "--detach", "図.png")
    assert (less["cc"], less["files"], less["subject"]) == ([], [], "別の件名")


def test_it_is_written_in_the_editor(
    shell: Shell, number: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor(monkeypatch, tmp_path, 'printf "お返事です。\\n" > "$1"')
    assert shell.json("draft", number, "--edit")["text"] == "お返事です。\n"
    assert kept_files() == []


@pytest.mark.parametrize(("does", "status"), [("true", 3), (': > "$1"', 2), ("false", 2)])
def test_no_draft_is_begun_in_which_nothing_is_written(
    shell: Shell,
    number: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    does: str,
    status: int,
) -> None:
    editor(monkeypatch, tmp_path, does)
    told = shell.fails(status, "draft", number, "--edit")
    if status == 3:
        assert told == "Nothing was written, so no draft was begun."
    assert shell("draft", number).out == ""
    shell.ok("draft", number, "--begin")
    shell("draft", number, "--edit")
    assert shell.json("draft", number)["text"], "one that was there stays"


def _id(case: tuple[int, list[str], str]) -> str:
    return f"{case[1][0]} {case[2]}"


BAD: list[tuple[int, list[str], str]] = [
    (2, ["--text", ""], "empty"),
    (2, ["--text", " \n "], "empty"),
    (2, ["--text", "x", "--edit"], "not both"),
    (3, ["--text", "長" * 200_001], "200002"),
    (3, ["--subject", "長" * 501], "501"),
    (3, ["--to", ""], "no recipient"),
    (3, ["--to", "yamada@"], "no address"),
    (3, ["--to", "a@example.jp\nBcc: b@example.jp"], "line break"),
    (3, ["--cc", "a@example.jp\r\nX: y"], "line break"),
    (3, ["--cc", "nobody"], "no address"),
    (2, ["--attach", "/nowhere/a.txt"], "/nowhere/a.txt"),
    (2, ["--attach", "/"], "/"),
    (3, ["--attach", "/dev/zero"], "10 MB"),
    (3, ["--answers", "99"], "no such message"),
]


@pytest.mark.parametrize(("status", "words", "told"), BAD, ids=map(_id, BAD))
def test_bad_input_is_told_and_begins_nothing(
    shell: Shell, number: str, status: int, words: list[str], told: str
) -> None:
    assert told in shell.fails(status, "draft", number, *words)
    assert draft_of(shell, number) is None


WORSE = [
    *(one for one in BAD if "--answers" not in one[1]),
    (2, ["--detach", "a.txt"], "a.txt"),
    (3, ["--begin"], "already"),
    (3, ["--reply-all"], "already"),
    (3, ["--answers", "1"], "already"),
]


@pytest.mark.parametrize(("status", "words", "told"), WORSE, ids=map(_id, WORSE))
def test_bad_input_leaves_a_draft_as_it_is(
    shell: Shell, number: str, status: int, words: list[str], told: str
) -> None:
    before = shell.json("draft", number, "--text", "前の文")
    assert told in shell.fails(status, "draft", number, *words)
    assert draft_of(shell, number) == before


def test_standard_input_of_five_megabytes_is_told(shell: Shell, number: str) -> None:
    told = shell.fails(3, "draft", number, "--text", "-", stdin="x" * 5_000_000)
    assert "5000001 characters; 200000 at most" in told


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (": > $1", "empty"),
        ("exit 3", "status 3"),
        ('rm "$1"', "left no text"),
        ('head -c 300000 /dev/zero | tr "\\0" x > "$1"', "200000 at most"),
    ],
)
def test_what_an_editor_leaves_is_not_lost(
    shell: Shell,
    number: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    script: str,
    told: str,
) -> None:
    editor(monkeypatch, tmp_path, script)
    before = shell.json("draft", number, "--text", "前の文")
    sentence = shell.fails(3 if "at most" in told else 2, "draft", number, "--edit")
    assert told in sentence
    assert draft_of(shell, number) == before
    kept = kept_files()
    assert bool(kept) == ("at most" in told)
    assert all(str(file) in sentence and file.stat().st_size == 300_000 for file in kept)


def test_while_a_colleague_writes_the_pen_is_asked_for(tanaka: Shell, number: str) -> None:
    before = tanaka.json("draft", number, "--text", "佐藤の文")
    with closing(Board.open(tanaka.url)) as board:
        board.keep(HoldPen(draft_id=before["id"], session="board"), Actor("sato"))
    tanaka.become("tanaka", "田中", 4002)
    told = tanaka.fails(3, "draft", number, "--text", "田中の文")
    assert "Sato is writing" in told
    assert f"csboard draft {number} --take-pen" in told
    assert draft_of(tanaka, number)["text"] == "佐藤の文\n"
    assert draft_of(tanaka, number)["pen"] == "sato"
    assert "Writing now  Sato" in tanaka.ok("draft", number)
    taken = tanaka.json("draft", number, "--take-pen", "--text", "田中の文")
    assert (taken["text"], taken["writer"], taken["author"]) == ("田中の文\n", "tanaka", "sato")
    with closing(Board.open(tanaka.url)) as board:
        (kept,) = board.replies(int(number)).revisions
    assert kept.words.text == "佐藤の文\n"


def test_who_has_gone_is_not_said_to_write(shell: Shell, number: str) -> None:
    draft = shell.json("draft", number, "--begin")
    a_minute_ago = FixedClock(SystemClock().now() - timedelta(minutes=1))
    with closing(Board.open(shell.url, a_minute_ago)) as board:
        board.keep(HoldPen(draft_id=draft["id"], session="gone"), Actor("sato"))
    assert draft_of(shell, number)["pen"] is None
    assert "Writing now" not in shell.ok("draft", number)


def test_words_written_while_a_colleague_took_the_pen_are_kept(
    tanaka: Shell, number: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the editor one doesn't see it happen."""
    tanaka.ok("draft", number, "--text", "佐藤の文")
    takes = f"{sys.executable} -m csboard --as sato draft {number} --take-pen --text 佐藤が先に"
    editor(monkeypatch, tmp_path, f'{takes} >/dev/null && echo 田中の文 > "$1"')
    tanaka.become("tanaka", "田中", 4002)
    told = tanaka.fails(3, "draft", number, "--edit")
    assert "Sato wrote in the reply" in told
    assert "Your words are kept beside the draft." in told
    assert draft_of(tanaka, number)["text"] == "佐藤が先に\n"
    with closing(Board.open(tanaka.url)) as board:
        left = board.replies(int(number)).revisions[-1]
    assert (left.kind, left.author, left.words.text) == ("left", "tanaka", "田中の文\n")
    assert [file.read_text() for file in kept_files()] == ["田中の文\n"]


def test_a_viewer_reads_and_writes_nothing(tanaka: Shell, number: str) -> None:
    tanaka.ok("draft", number, "--text", "佐藤の文")
    tanaka.ok("team", "apply", "-", stdin='[[members]]\nlogin = "tanaka"\nrole = "viewer"\n')
    tanaka.become("tanaka", "田中", 4002)
    assert draft_of(tanaka, number)["text"] == "佐藤の文\n"
    assert "look" in tanaka.fails(3, "draft", number, "--text", "x")
