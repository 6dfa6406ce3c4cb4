"""T25: intake from an IMAP server is killed at random moments: every mail is here, and once."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from subprocess import DEVNULL

from bench.figures import Figure
from bench.storm.field import Storm
from bench.storm.intake_kills import PATIENCE, figures
from tests.support.dovecot import PASSWORD, Dovecot, running_dovecot
from tests.support.intakes import file_name, intake, mail
from tests.support.postgres import NoServer

MAILS = 500
KILLS = 100
LONGEST = 1.5
"""Seconds after which an intake is killed at the latest."""


def run(storm: Storm) -> Iterator[Figure]:
    try:
        with running_dovecot() as server:
            for database in storm.databases:
                yield from _figures(storm, server, database)
    except NoServer as reason:
        yield from storm.left_out("T25", str(reason))


def _figures(storm: Storm, server: Dovecot, database: str) -> Iterator[Figure]:
    mails, kills = storm.times(MAILS, 24), storm.times(KILLS, 3)
    user = f"support-{database}"
    with storm.board(database) as url:
        statuses = _killed(url, server, user, _configured(storm, server, user), mails, kills)
        yield from figures(url, mails, statuses, f"IMAP {database}", test="T25")
    unread = mails - server.seen(user)
    where = f"{mails} mails, IMAP {database}"
    yield Figure("T25", "mails not marked as read at last", where, unread, "", 0, counted=True)


def _configured(storm: Storm, server: Dovecot, user: str) -> Path:
    """A configuration file that names the mailbox."""
    home = storm.home("T25")
    secret, file = home / "password", home / "config.toml"
    secret.write_text(PASSWORD)
    file.write_text(
        f'[imap]\nhost = "localhost"\nport = {server.port}\ntls = "none"\nuser = "{user}"\n'
        f'password_file = "{secret}"\n'
    )
    for private in (secret, file):
        private.chmod(0o600)
    return file


def _killed(
    url: str, server: Dovecot, user: str, configuration: Path, mails: int, kills: int
) -> Counter[int]:
    """Mail comes in as it is taken in; the last intake is let to its end."""
    rng = random.Random(25)
    environment = {**os.environ, "CSBOARD_CONFIG": str(configuration)}
    statuses: Counter[int] = Counter()
    come = 0
    while statuses[-signal.SIGKILL] < kills:
        killed = statuses[-signal.SIGKILL]
        for number in range(come, mails * (killed + 1) // kills):
            server.deliver(user, file_name(number), mail(number))
            come = number + 1
        process = intake(url, "imap", "--watch", output=DEVNULL, env=environment)
        time.sleep(rng.uniform(0.2, LONGEST))
        process.kill()
        statuses[process.wait()] += 1
    last = intake(url, "imap", output=DEVNULL, env=environment)
    statuses[last.wait(PATIENCE)] += 1
    return statuses
