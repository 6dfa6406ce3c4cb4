"""`python -m bench.year_pages URL docs/reports`: pages of a year that `bench.year` has made.

The report of a month as text and as a page to print, and the clocks of one inquiry across a long
weekend, line by line; in Japanese and in English, each as the command prints it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from bench import year_days
from bench.ground import ROOT
from bench.lifelike import MEMBERS
from csboard.board import Board
from csboard.clock import FixedClock
from csboard.db.driver import load_peewee
from csboard.domain.clocks import Clocks
from csboard.domain.figures import Period
from csboard.domain.inquiry_clocks import InquiryClocks

MONTH = "2025-12"
FRIDAY = Period(datetime(2025, 11, 21, 5, tzinfo=UTC), datetime(2025, 11, 21, 9, tzinfo=UTC))
"""The afternoon before a long weekend."""
LANGUAGES = ("ja", "en")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.year_pages", description=__doc__)
    parser.add_argument("url", help="a board that python -m bench.year has made")
    parser.add_argument("directory", type=Path, help="where the pages go")
    options = parser.parse_args()
    load_peewee(postgres=not options.url.startswith("sqlite"))
    number = _telling(options.url)
    options.directory.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        for name, words in (
            (f"month.{language}.txt", ("report", MONTH, "--explain")),
            (f"month.{language}.html", ("report", MONTH, "--format", "html")),
            (f"clock.{language}.txt", ("clock", str(number))),
        ):
            page = _said(options.url, language, *words)
            (options.directory / name).write_text(page, encoding="utf-8")
    return 0


def _telling(url: str) -> int:
    """The inquiry of that afternoon whose clocks have the most to tell, and are over."""
    board = Board.open(url, FixedClock(year_days.end()))
    try:
        arrived = [board.clocks(number) for number in board.figures(FRIDAY).arrived]
    finally:
        board.close()
    return max(filter(_is_over, arrived), key=_lines).inquiry.number


def _is_over(told: InquiryClocks) -> bool:
    return told.inquiry.closed_at is not None and len(_clocks(told).next) == 1


def _lines(told: InquiryClocks) -> int:
    return sum(len(clock.spans) for clock in _clocks(told).all)


def _clocks(told: InquiryClocks) -> Clocks:
    return told.at(year_days.end())


def _said(url: str, language: str, *words: str) -> str:
    lead = MEMBERS[0][0]
    command = [sys.executable, "-m", "csboard", "--db", url, "--as", lead, "--lang", language]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    done = subprocess.run(
        [*command, *words], env=env, capture_output=True, check=True, encoding="utf-8"
    )
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


if __name__ == "__main__":
    sys.exit(main())
