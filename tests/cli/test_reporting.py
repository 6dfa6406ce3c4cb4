"""`csboard report`: the closing report as one page, and every way to get it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from csboard.board import Board
from csboard.cli import progress
from csboard.domain.commands import ApplySettings, Move
from csboard.domain.records import Tags
from csboard.domain.settings import TeamSettings
from tests.support.desk import enter, open_inquiry
from tests.support.shell import Shell


@pytest.fixture
def shell(
    sqlite_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    return Shell(sqlite_url, capsys, monkeypatch)


@pytest.fixture(autouse=True)
def desk(shell: Shell) -> None:
    """Two came in on a Monday, one of them tagged like a formula; one was closed."""
    shell.become("sato", "佐藤")
    board = Board.open(shell.url)
    sato = enter(board, "sato", "佐藤")
    board.execute(ApplySettings(settings=TeamSettings(name="Shop", zone="Asia/Tokyo")), sato)
    one = open_inquiry(board, tags=Tags(("=1+1",)))
    open_inquiry(board)
    board.execute(Move(task=one, stage="done"), sato)
    board.close()


def test_today_on_one_page(shell: Shell) -> None:
    text = shell.ok("report", "day")
    assert "Not finished: counted until" in text
    assert "  came in" in text
    assert "sato changed" not in text  # the name is nothing that figures go by
    assert "What the figures mean: csboard report --explain" in text


def test_json_names_what_is_behind_each_figure(shell: Shell) -> None:
    told = json.loads(shell.ok("report", "month", "--format", "json", "--numbers"))
    figures = {one["key"]: one for one in told["figures"]}
    assert figures["arrived"]["value"] == 2
    assert figures["open"]["numbers"] == [1002]
    assert figures["tag_content:=1+1"]["numbers"] == [1001]
    assert told["settings"]["zone"] == "Asia/Tokyo"
    assert (told["finished"], told["empty"]) == (False, False)


def test_an_empty_month_says_so(shell: Shell) -> None:
    text = shell.ok("report", "month", "--back", "1")
    assert "Nothing came, nothing went and nothing was open in these days." in text


@pytest.mark.parametrize("form", ["text", "md", "html", "csv", "json"])
def test_into_a_new_file_only(shell: Shell, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"report.{form}"
    done = shell("report", "day", "--format", form, "--output", str(target))
    assert (done.status, done.out, done.err) == (0, "", f"csboard: Written: {target}\n")
    written = target.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf") is (form == "csv")
    assert b"\n=1+1" not in written
    assert b',"=1+1"' not in written
    failed = shell.fails(2, "report", "day", "--format", form, "--output", str(target))
    assert failed == f"{target} exists already: name a new file."
    assert target.read_bytes() == written


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("2026-13",), "There is no month 13"),
        (("2026-05-02..2026-05-01",), "2026-05-01 is before 2026-05-02"),
        (("2199-01",), "2199-01-01 has not come yet"),
        (("soon",), "'soon' is no period"),
        (("day", "--format", "pdf"), "There is no format pdf: choose text, md, html, csv or json."),
        (("day", "--back", "-1"), "--back takes a number from 0 on."),
        (("day", "--back", "99999"), "No board has anything of that time"),
        (("day", "--output", "/nowhere/at/all"), "There is no directory /nowhere/at"),
    ],
)
def test_what_makes_no_sense_is_one_sentence(
    shell: Shell, words: tuple[str, ...], told: str
) -> None:
    assert told in shell.fails(2, "report", *words)


def test_own_time_only_when_asked(shell: Shell) -> None:
    assert "Your own time" not in shell.ok("report", "day")
    assert shell.ok("report", "day", "--mine")


def test_ctrl_c_ends_it_cleanly(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_about: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(progress, "ProgressBar", interrupted)
    monkeypatch.setattr(progress, "PATIENCE", -1.0)
    result = shell("report", "day")
    assert (result.status, result.out) == (130, "")
    assert result.err == "csboard: Stopped; nothing was written.\n"


def test_progress_after_a_second(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert "100 %" not in shell("report", "day").err
    monkeypatch.setattr(progress, "PATIENCE", -1.0)
    assert "100 %  2 inquiries" in shell("report", "day").err
