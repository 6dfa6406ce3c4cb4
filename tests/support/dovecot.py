"""A real IMAP server for tests: Debian's dovecot, in a directory of its own, without root.

It lets in anybody with the password `PASSWORD` or `PASSPHRASE`; each user has a Maildir that
tests can fill.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.postgres import NoServer, _as, _die_with_parent

PASSWORD = "open-sesame"
PASSPHRASE = "開けゴマ"
"""The other password, one that isn't ASCII."""
WITHOUT_IDLE = "127.0.0.2"
"""The same server by another address, where it has no IDLE and so tells of nothing by itself."""
UNPRIVILEGED = "nobody"
START_LIMIT = 30.0

_CONFIG = """\
protocols = imap
listen = 127.0.0.1, {without_idle}
base_dir = {place}/run
state_dir = {place}/state
log_path = {place}/log
ssl = yes
ssl_cert = <{place}/cert.pem
ssl_key = <{place}/key.pem
disable_plaintext_auth = no
default_internal_user = {account}
default_internal_group = {group}
default_login_user = {account}
mail_location = maildir:{place}/mail/%u
mail_privileged_group =
first_valid_uid = 1
last_valid_uid = 0
first_valid_gid = 1
last_valid_gid = 0
mail_max_userip_connections = 100
auth_failure_delay = 0
mailbox_idle_check_interval = 1s
local {without_idle} {{
  protocol imap {{
    imap_capability = IMAP4rev1 UIDPLUS MOVE
  }}
}}
passdb {{
  driver = static
  args = password={password}
}}
passdb {{
  driver = static
  args = password={passphrase}
}}
auth_username_chars =
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={place}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap {{
  process_limit = 100
}}
"""


@dataclass
class Dovecot:
    """A running server."""

    place: Path
    port: int
    tls_port: int
    process: subprocess.Popen[bytes]
    account: str | None

    @property
    def certificate(self) -> Path:
        return self.place / "cert.pem"

    def deliver(self, user: str, name: str, raw: bytes) -> None:
        """As a mail server does: written aside, then moved in whole."""
        maildir = self.place / "mail" / user
        for part in ("new", "cur", "tmp"):
            self._make(maildir / part)
        file = maildir / "tmp" / name
        file.write_bytes(raw)
        self._own(file)
        file.rename(maildir / "new" / name)

    def make_folder(self, user: str, name: str) -> None:
        for part in ("new", "cur", "tmp"):
            self._make(self.place / "mail" / user / f".{name}" / part)

    def number_anew(self, user: str) -> None:
        """The mailbox gets another UIDVALIDITY, as after a restore.

        The file that says which was the last is kept: the clock's second would be the same one.
        """
        for file in (self.place / "mail" / user).glob("dovecot[-.]*"):
            if not file.name.startswith("dovecot-uidvalidity"):
                file.unlink()

    def seen(self, user: str, folder: str = "") -> int:
        """How many mails of a mailbox are marked as read."""
        maildir = self.place / "mail" / user / folder
        return sum("S" in path.name.partition(":2,")[2] for path in (maildir / "cur").iterdir())

    def _make(self, directory: Path) -> None:
        for path in (*reversed(directory.parents), directory):
            if path.is_relative_to(self.place / "mail") and not path.is_dir():
                path.mkdir()
                self._own(path)

    def _own(self, path: Path) -> None:
        if self.account is not None:
            shutil.chown(path, self.account, pwd.getpwnam(self.account).pw_gid)

    def end(self) -> None:
        """The master and all who serve a connection."""
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(START_LIMIT)

    @contextmanager
    def away(self) -> Iterator[None]:
        """Ended meanwhile, and back with the same mail on the same ports."""
        self.end()
        try:
            yield
        finally:
            self.process = start(self.place, self.port, self.tls_port).process


@contextmanager
def running_dovecot() -> Iterator[Dovecot]:
    """A server in a directory of its own; NoServer says why there can be none."""
    # Not one of pytest's: it closes the directories above them again with every test.
    with tempfile.TemporaryDirectory(prefix="csboard-dovecot-", ignore_cleanup_errors=True) as own:
        server = start(Path(own), _free_port(), _free_port())
        try:
            yield server
        finally:
            server.end()


def start(directory: Path, port: int, tls_port: int) -> Dovecot:
    """The same, on ports of the caller's: to begin again after an end."""
    program = _program()
    account = UNPRIVILEGED if os.getuid() == 0 else None
    if not (directory / "dovecot.conf").exists():
        _prepare(directory, account)
    user = pwd.getpwnam(account) if account else pwd.getpwuid(os.getuid())
    import grp

    config = _CONFIG.format(
        place=directory,
        account=user.pw_name,
        group=grp.getgrgid(user.pw_gid).gr_name,
        uid=user.pw_uid,
        gid=user.pw_gid,
        port=port,
        tls_port=tls_port,
        password=PASSWORD,
        passphrase=PASSPHRASE,
        without_idle=WITHOUT_IDLE,
    )
    (directory / "dovecot.conf").write_text(config)
    with (directory / "out").open("ab") as output:
        process = subprocess.Popen(
            [program, "-F", "-c", directory / "dovecot.conf"],
            stdout=output,
            stderr=output,
            preexec_fn=_die_with_parent,
            start_new_session=True,
            **_as(account),
        )
    server = Dovecot(directory, port, tls_port, process, account)
    _wait_until_ready(server)
    return server


def _program() -> str:
    program = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")
    if program is None:
        raise NoServer("no IMAP server: install Debian's dovecot-imapd")
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    if not told.stdout.startswith("2.3."):
        raise NoServer(f"the tests know how to set up dovecot 2.3, not {told.stdout.strip()}")
    return program


def _prepare(directory: Path, account: str | None) -> None:
    """A certificate for localhost, and directories that the account may write."""
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
            "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
            "-keyout", directory / "key.pem", "-out", directory / "cert.pem",
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    for name in ("run", "state", "mail"):
        (directory / name).mkdir()
    (directory / "log").touch()
    if account is not None:
        for path in (directory, *directory.iterdir()):
            shutil.chown(path, account, pwd.getpwnam(account).pw_gid)


def _wait_until_ready(server: Dovecot) -> None:
    deadline = time.monotonic() + START_LIMIT
    while True:
        try:
            with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
                if line.recv(4) == b"* OK":
                    return
        except OSError:
            pass
        if server.process.poll() is not None or time.monotonic() > deadline:
            told = (server.place / "log").read_text() + (server.place / "out").read_text()
            raise NoServer(f"dovecot did not start: {told[-500:]}")
        time.sleep(0.02)


def _free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        port: int = line.getsockname()[1]
        return port
