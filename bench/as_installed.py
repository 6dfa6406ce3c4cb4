"""Lets csboard start in a bench as it does for whoever has just installed it."""

from __future__ import annotations

import compileall
import os
import sys
from pathlib import Path

from bench.ground import ROOT


def forget_the_person() -> None:
    """Measure csboard as it comes, not as whoever runs this has set it up.

    Where Python may write no bytecode every start would compile all anew.
    """
    for name in list(os.environ):
        if name.startswith(("CSBOARD_", "XDG_", "LC_")) and name != "CSBOARD_TEST_PG_URL":
            del os.environ[name]
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def compile_once(*packages: Path) -> None:
    """What an installer does: else the first start that is measured pays for it."""
    for package in packages or (ROOT / "csboard", ROOT / "bench"):
        if not compileall.compile_dir(package, quiet=2):
            print(f"{package} can't be compiled: starts will be slow", file=sys.stderr)
