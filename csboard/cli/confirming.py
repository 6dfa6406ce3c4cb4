"""Asking the person once before something that can't be undone by a key."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from csboard.cli.spec import argument
from csboard.errors import Refused, UsageError
from csboard.i18n import N_, _
from csboard.text import clean

if TYPE_CHECKING:
    from csboard.cli.session import Session

YES = argument("--yes", action="store_true", help=N_("do it without asking, as in scripts"))


def confirm(session: Session, what: str) -> None:
    """Say what will happen and go on after a yes, or at once with --yes.

    Refused after anything else; UsageError when nobody is there to be asked.
    """
    if session.options.yes:
        return
    if not sys.stdin.isatty():
        raise UsageError(_("{what} Say --yes to do it.").format(what=what))
    sys.stderr.write(clean(what) + "\n" + _("Go on? (y/n) "))
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in ("y", "yes", "ｙ", "はい"):
        raise Refused("cancelled", _("Nothing was changed."))
