"""Mails made to take all time or memory: each is read, or held, within its limits (T7)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench.process import cpu_seconds, peak_memory
from csboard.mail.children import Reader
from tests.support.bombs import BOMBS, OVER_LIMITS

SECONDS = 5.0
MEGABYTES = 500


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(mails_per_child=1) as reader:
        yield reader


@pytest.mark.parametrize("name", BOMBS)
def test_bomb(name: str, reader: Reader) -> None:
    reader.read(b"Subject: so that its start is not counted\n\n")
    before = cpu_seconds(reader.process_id)  # a busy machine is not the mail's fault
    reading = reader.read(BOMBS[name])
    assert cpu_seconds(reader.process_id) - before < SECONDS
    assert peak_memory(reader.process_id) < MEGABYTES
    assert reading.letter is not None, "none of these needs the last net"
    assert len(reading.letter.text) <= 400_000
    assert len(reading.letter.subject) <= 1_000


@pytest.mark.parametrize("name", OVER_LIMITS)
def test_what_goes_over_the_limits_waits_for_a_person(name: str, reader: Reader) -> None:
    letter = reader.read(BOMBS[name]).letter
    assert letter is not None
    assert "over-limits" in letter.problems
