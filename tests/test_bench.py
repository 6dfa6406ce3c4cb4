"""The bench's boards are real boards, and reads cost the same on a small and a larger one."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

import pytest

from bench import desk, queries, year, year_days
from bench.as_installed import compile_once, forget_the_person
from bench.fill import fill
from bench.lifelike import Archive
from bench.window import FRAME_END, biggest_frame
from csboard.board import Board
from csboard.clock import FixedClock
from csboard.db import tables
from csboard.domain.commands import Claim, EnterBoard
from csboard.domain.figures import Period
from csboard.domain.records import Actor
from tests.conftest import MONDAY
from tests.property import soundness
from tests.support.desk import open_inquiry
from tests.support.terminal import Terminal


def test_a_filled_board_is_one_that_people_can_work_on(empty_database_url: str) -> None:
    fill(empty_database_url, Archive(100, 40, MONDAY))
    board = Board.open(empty_database_url)
    counts = board.snapshot().counts
    assert (sum(counts.by_stage.values()), counts.unassigned) == (40, 20)
    card = board.next_card()
    assert card is not None
    board.execute(EnterBoard(), Actor("new"))
    board.execute(Claim(task=card.ref), Actor("new"))
    assert board.card(card.ref).owner == "new"
    assert len(board.history(card.ref.number)) == 2
    board.close()


def test_reads_ask_as_many_queries_however_much_is_on_the_board(empty_database_url: str) -> None:
    fill(empty_database_url, Archive(30, 10, MONDAY))
    before = queries.count(empty_database_url)
    board = Board.open(empty_database_url)
    for subject in "一二三四五六七八九十":
        open_inquiry(board, subject)
    board.close()
    assert queries.count(empty_database_url) == before
    similar = before.pop("similar")
    assert similar == (15 if empty_database_url.startswith("sqlite") else 16)
    assert before == {"board": 7, "inquiry": 8, "search": 3, "sentences": 4, "refresh": 7}


def test_a_desks_year_is_sound_and_its_cases_are_reused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    desk.make(url, 160, MONDAY)
    board = Board.open(url)
    assert board.damages(deep=True) == ()
    soundness.check(rows_of(board))
    sheet = board.sheet()
    assert sheet.total > 2
    assert sum(row.standing.used for row in sheet.rows) > 2
    authors = {one.author for one in board.inquiry(1001).messages if one.author}
    assert authors <= set(board.members())
    assert authors
    vocabulary, uses = board.settings().vocabulary, board.tag_uses()
    words = {tag.word: uses.get(tag.id, 0) for tag in vocabulary.tags if tag.becomes is None}
    assert "支払い" not in words
    assert words["決済"] == len(board.search('tag:"支払い"', 200).hits)
    board.close()


def test_a_teams_year_is_sound_and_keeps_promises_or_breaks_them(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'year.db'}"
    year.make(url, 60)
    board = Board.open(url, FixedClock(year_days.end()))
    assert board.damages(deep=True) == ()
    soundness.check(rows_of(board))
    found = board.figures(Period(year_days.start(), year_days.end()))
    assert len(found.arrived) >= 60
    assert len(found.open_after) < 20
    assert found.kept["first"].yes
    assert found.kept["first"].no
    assert found.reopened
    board.close()


def rows_of(board: Board) -> dict[str, list[dict[str, Any]]]:
    """Every row by table, in the order of its key."""

    def dump(_reading: object) -> dict[str, list[dict[str, Any]]]:
        ordered: dict[str, Any] = {
            model._meta.table_name: model.select().order_by(model._meta.primary_key)
            for model in tables.MODELS
        }
        return {name: list(rows.dicts()) for name, rows in ordered.items()}

    return board._store.read(dump)


def test_what_starts_in_the_bench_is_compiled_and_may_compile_whatever_is_set_around_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("CSBOARD_LANG", "ja")
    compiled, found = tmp_path / "compiled" / "a.py", tmp_path / "found.py"
    compiled.parent.mkdir()
    for source in (compiled, found):
        source.write_text("")
    forget_the_person()
    compile_once(compiled.parent)
    assert Path(cache_from_source(str(compiled))).exists()
    assert "CSBOARD_LANG" not in os.environ
    subprocess.run([sys.executable, "-c", "import found"], cwd=tmp_path, check=True)
    assert Path(cache_from_source(str(found))).exists()


def test_a_package_that_cannot_be_compiled_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.py").write_text("def\n")
    compile_once(tmp_path)
    assert "can't be compiled" in capsys.readouterr().err


def test_a_screen_is_painted_with_its_biggest_frame_and_not_when_nothing_follows() -> None:
    frames = ("mouse", "the screen", "later")
    program = "".join(f"input(); print('{text}\x1b[?2026l', flush=True)\n" for text in frames)
    with Terminal([sys.executable, "-c", program]) as terminal:
        moments = []
        for text in frames:
            written = len(terminal.output)
            terminal.press("\r")
            moments.append(terminal.wait_for_bytes(text.encode() + FRAME_END, written))
        size, painted = biggest_frame(terminal, 0)
        assert painted == moments[1]
        assert len("the screen") + len(FRAME_END) <= size < len(terminal.output) / 2
        assert biggest_frame(terminal, written)[1] == moments[2]
