"""The bar of long commands: drawn on a terminal only, and nothing of it stays."""

from __future__ import annotations

import os
import signal
import sys

import pytest

from csboard.cli.progress import progress, stoppable


def test_nothing_is_drawn_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(100) as bar:
        bar.show(50, "x")
    assert capsys.readouterr().err == ""


def test_a_shorter_word_covers_a_longer_one_and_the_end_all(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress(100) as bar:
        bar.show(10, "message")
        bar.show(10, "not drawn: the percent is the same")
        bar.show(11, "raw")
    _before, first, second, wiped, after = capsys.readouterr().err.split("\r")
    assert first.endswith(" 10 %  message")
    assert second.endswith(" 11 %  raw    ")
    assert wiped == " " * len(first)
    assert after == ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_being_ended_is_as_ctrl_c(number: int) -> None:
    before = signal.getsignal(number)
    with pytest.raises(KeyboardInterrupt), stoppable():
        os.kill(os.getpid(), number)
    assert signal.getsignal(number) == before
