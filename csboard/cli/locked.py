"""`csboard --locked --as LOGIN`: the board as all that an SSH key opens.

One account of the system owns the board, and each key that logs in to it stands for one member
(`command=` in authorized_keys). Whoever sits at the terminal is a member, but must reach no
shell and no file, and nothing that they or their SSH client can set may choose who they are or
what runs. docs/locked-door.md lists what was tried against it.
"""

from __future__ import annotations

import os
import pwd
import re
import resource
import signal
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from csboard import config
from csboard.directories import state_directory, stay_in
from csboard.errors import TerminalUnfit, UsageError
from csboard.i18n import _

if TYPE_CHECKING:
    from csboard.cli.session import Session
    from csboard.domain.records import Actor

OPTION = "--locked"
_TERMINAL = ("TERM", "COLORTERM", "NO_COLOR", "ESCDELAY", "LANG", "LANGUAGE", "CSBOARD_LANG")
"""What an SSH client may say of its terminal and its person; locale variables come beside."""
_WISH = "SSH_ORIGINAL_COMMAND"
"""How sshd hands on what the client wanted to run in place of the forced command."""
_LOGIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}")
"""A login that is a file name too: every member has files of their own."""


def is_asked_for(argv: Sequence[str]) -> bool:
    """Whether these are the words of a locked board."""
    return OPTION in argv[: argv.index("--")] if "--" in argv else OPTION in argv


def begin_again() -> None:
    """Go on in an interpreter that no variable of the client's has reached or reaches.

    `-I` keeps PYTHONPATH, PYTHONINSPECT and their like out, and what is left of the environment
    describes a terminal. No key that comes before the screen is up stops or kills half way.
    """
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):
        signal.signal(number, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core would hold customers' words
    os.umask(0o027)
    environment = bare_environment(os.environ)
    if sys.flags.isolated and not sys.flags.inspect:
        os.environ.clear()
        os.environ.update(environment)
        return
    program = [sys.executable, "-I", "-X", "utf8", "-m", "csboard", *sys.argv[1:]]
    os.execve(sys.executable, program, environment)


def bare_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """What is kept of an environment: how the terminal is, and the account as the system has it."""
    account = pwd.getpwuid(os.getuid())
    kept = {
        name: value
        for name, value in environ.items()
        if name in (*_TERMINAL, _WISH) or name.startswith("LC_")
    }
    return {
        **kept,
        "HOME": account.pw_dir,
        "USER": account.pw_name,
        "LOGNAME": account.pw_name,
        "PATH": "/usr/bin:/bin",
    }


def confine(login: str | None, environ: Mapping[str, str]) -> None:
    """Before any setting is read: whose files count, and that nothing else was wished for.

    UsageError when no member is named, or when the client asks for more than the board.
    """
    if environ.get(_WISH):
        raise UsageError(_("This key opens the board and nothing else: use ssh without a command."))
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise TerminalUnfit(_("the board needs a terminal: connect with ssh -t"))
    if login is None:
        raise UsageError(_("--locked needs --as LOGIN: the member for whom the key stands."))
    if not _LOGIN.fullmatch(login):
        raise UsageError(
            _("--as can't be that here: letters, digits and . _ @ - only, 64 at the most.")
        )
    stay_in(state_directory() / "locked" / login)


def keyholder(session: Session) -> Actor:
    """The member for whom the key stands, on the board that is opened for them.

    A newcomer appears as they would with an account of their own. Refused when this account may
    not stand for others, or when the member is no longer active.
    """
    from csboard.board import Board
    from csboard.cli.identity import stand_for

    if session.config.database_is_default:
        raise UsageError(
            _("--locked needs the board's database: name it with --db or in {file}.").format(
                file=config.HOST_FILE
            )
        )
    session.board = Board.open(session.config.database)
    return stand_for(session.board, str(session.as_login), session.config.language or "")
