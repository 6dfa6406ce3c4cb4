"""T6: intake is killed at random points; every mail is on the board at last, and there once."""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import DEVNULL, TimeoutExpired

from bench.figures import Figure
from bench.storm.field import Storm
from csboard.board import Board
from tests.support.intakes import intake, mail

MAILS = 500
KILLS = 100
PIPES = 4
PATIENCE = 120.0


def run(storm: Storm) -> Iterator[Figure]:
    for database in storm.databases:
        for name, take in (("Maildir", _by_maildir), ("pipe", _by_pipes)):
            mails, kills = storm.times(MAILS, 24), storm.times(KILLS, 4)
            with storm.board(database) as url:
                place = storm.directory / f"T6-{name}-{database}"
                statuses = take(url, place, mails, kills)
                yield from figures(url, mails, statuses, f"{name} {database}")


def figures(
    url: str, mails: int, statuses: Counter[int], where: str, test: str = "T6"
) -> Iterator[Figure]:
    """What is on the board, and with what statuses the intakes have ended."""
    board = Board.open(url)
    titles = Counter(card.title for card in board.snapshot().cards)
    unsorted = len(board.unsorted())
    board.close()
    killed = statuses[-signal.SIGKILL]
    where = f"{mails} mails, {killed} kills, {where}"
    expected = [f"mail {number}" for number in range(mails)]
    odd = sum(n for status, n in statuses.items() if status not in (0, 75, -signal.SIGKILL))
    lost = sum(titles[title] == 0 for title in expected) + unsorted
    doubled = sum(max(0, count - 1) for count in titles.values())
    yield Figure(test, "mails lost", where, lost, "", 0, counted=True)
    yield Figure(test, "mails on the board twice", where, doubled, "", 0, counted=True)
    yield Figure(test, "ends but by 0, 75 or the kill", where, odd, "", 0, counted=True)


def _by_maildir(url: str, place: Path, mails: int, kills: int) -> Counter[int]:
    """Killed when so many mails have left `new/`, and a little later."""
    for name in ("new", "cur", "tmp"):
        (place / name).mkdir(parents=True)
    for number in range(mails):
        (place / "new" / f"{number:06}").write_bytes(mail(number))
    rng = random.Random(6)
    statuses: Counter[int] = Counter()
    for point in sorted(rng.randrange(mails) for _ in range(kills)):
        process = intake(url, "maildir", str(place), output=DEVNULL)
        while process.poll() is None and _taken(place) < point:
            time.sleep(0.001)
        time.sleep(rng.uniform(0, 0.3))
        process.kill()
        statuses[process.wait()] += 1
    last = intake(url, "maildir", str(place), output=DEVNULL)
    statuses[last.wait(PATIENCE)] += 1
    return statuses


def _taken(place: Path) -> int:
    return sum(1 for _ in (place / "cur").iterdir())


def _by_pipes(url: str, place: Path, mails: int, kills: int) -> Counter[int]:
    """As a mail server does: several at once, and each again until it hears 0."""
    place.mkdir()
    rng = random.Random(7)
    unlucky = set(rng.sample(range(mails), kills))
    patience = {
        number: rng.uniform(0, 0.8) if number in unlucky else PATIENCE for number in range(mails)
    }
    statuses: Counter[int] = Counter()
    with ThreadPoolExecutor(PIPES) as pool:
        for ends in pool.map(
            lambda number: _deliver(url, place, number, patience[number]), patience
        ):
            statuses.update(ends)
    with intake(url, "mail", output=DEVNULL, stdin=DEVNULL) as last:  # sorts what was left over
        last.wait(PATIENCE)
    return statuses


def _deliver(url: str, place: Path, number: int, patience: float) -> list[int]:
    """One mail, handed over until it is taken; the first try is killed after `patience`."""
    file = place / str(number)
    file.write_bytes(mail(number))
    ends: list[int] = []
    while not ends or ends[-1] != 0:
        with file.open("rb") as message:
            process = intake(url, "mail", output=DEVNULL, stdin=message)
            try:
                ends.append(process.wait(PATIENCE if ends else patience))
            except TimeoutExpired:
                process.kill()
                ends.append(process.wait())
    return ends
