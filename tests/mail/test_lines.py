"""Lines of text files from outside: any end, any length, and memory that stays flat."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csboard.mail import lines
from csboard.mail.lines import Lines
from csboard.mail.sources import rows_of_csv


@given(st.lists(st.sampled_from([b"a", b"bc", b"\n", b"\r", b"\r\n"])), st.integers(1, 5))
def test_lines_are_the_same_in_whatever_pieces_they_come(words: list[bytes], piece: int) -> None:
    raw = b"".join(words)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "PIECE", piece)
        assert list(Lines(io.BytesIO(raw))) == raw.splitlines(keepends=True)


def test_of_an_endless_line_the_beginning_is_kept() -> None:
    found = Lines(io.BytesIO(b"x" * 5_000 + b"\nnext\n"), limit=100)
    assert list(found) == [b"x" * 101, b"next\n"]
    assert found.position == 5_006


def test_a_table_that_is_no_table_takes_little_memory() -> None:
    stream = io.BytesIO(b"subject,from\nA,b\n" + bytes(200_000_000))
    tracemalloc.start()
    sizes = [len(row.raw) for row in rows_of_csv(stream, Path("table.csv"))]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(sizes) == 2
    assert peak < 100_000_000
