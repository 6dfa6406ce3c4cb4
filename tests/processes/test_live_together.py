"""The whole program at once: mail comes in, two people look on, a third acts in the shell."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.terminal import Terminal

ROOT = Path(__file__).parents[2]
MAIL = """\
From: Hana <hana@example.com>
To: support@example.org
Subject: {subject}
Message-ID: <{subject}@mail.example.com>
Date: Mon, 23 Nov 2026 09:00:00 +0900
Content-Type: text/plain; charset=utf-8

Please help.
"""


class Office:
    """One database, and people who run csboard on it."""

    def __init__(self, url: str) -> None:
        self._program = [sys.executable, "-m", "csboard", "--db", url]

    def shell(self, *words: str) -> str:
        """What a plain command prints."""
        done = subprocess.run(
            [*self._program, *words], cwd=ROOT, capture_output=True, text=True, check=True
        )
        return done.stdout

    def seat(self, columns: int = 120) -> Terminal:
        """Somebody who looks at the board."""
        return Terminal(self._program, columns=columns, lines=40, cwd=ROOT)

    @contextmanager
    def watching(self, maildir: Path) -> Iterator[None]:
        """Mail is taken in as it arrives."""
        command = [*self._program, "intake", "maildir", str(maildir), "--watch"]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        try:
            yield
        finally:
            process.terminate()
            assert process.wait(10) == 0


@pytest.fixture
def office(database_url: str) -> Office:
    return Office(database_url)


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    for part in ("tmp", "new", "cur"):
        (tmp_path / "Maildir" / part).mkdir(parents=True)
    return tmp_path / "Maildir"


def deliver(maildir: Path, subject: str) -> None:
    """As an MTA does: written aside, then put in place whole."""
    aside = maildir / "tmp" / subject
    aside.write_text(MAIL.format(subject=subject), encoding="utf-8")
    aside.rename(maildir / "new" / subject)


def test_a_mail_is_a_card_for_all_and_one_takes_it(office: Office, maildir: Path) -> None:
    with office.watching(maildir), office.seat() as hana, office.seat(columns=80) as ken:
        hana.wait_for("ToDo")
        ken.wait_for("ToDo")
        deliver(maildir, "invoice-missing")
        for seat in (hana, ken):
            seat.wait_for("invoice-missing")
        office.shell("claim", "1001")
        for seat in (hana, ken):
            seat.wait_until_gone("unassigned")
        hana.press("A")
        ken.wait_for("unassigned")
        assert "invoice-missing" in office.shell("list", "--unowned")
        for seat in (hana, ken):
            seat.press("q")
            assert seat.wait_for_exit() == 0
