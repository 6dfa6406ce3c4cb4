"""Checks of what the program runs on: interpreter, bytecode, locale, terminal, time zones."""

from __future__ import annotations

import importlib.util
import os
import platform
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import csboard
from csboard.cli.findings import Finding, fail, ok, warn
from csboard.cli.mending import Mend, command
from csboard.i18n import _

OLDEST_PYTHON = (3, 11)


def host_findings(environ: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    yield ok("csboard", csboard.__version__)
    yield python_finding(sys.version_info[:3])
    yield _bytecode()
    yield _locale()
    yield _terminal(environ)


def zone_finding(zone: str) -> Finding:
    """Whether times can be shown in the team's zone."""
    subject = _("time zone")
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return fail(
            subject,
            _("{zone} isn't known here").format(zone=zone),
            _("install the package tzdata, or name another zone with csboard team edit"),
        )
    return ok(subject, zone)


def python_finding(version: tuple[int, ...]) -> Finding:
    told = ".".join(map(str, version))
    if version >= OLDEST_PYTHON:
        return ok("Python", f"{told} ({platform.python_implementation()})")
    return fail(
        "Python",
        told,
        _("install csboard with Python {oldest} or newer").format(
            oldest=".".join(map(str, OLDEST_PYTHON))
        ),
    )


def _bytecode() -> Finding:
    subject = _("bytecode")
    source = csboard.__file__
    compiled = importlib.util.cache_from_source(source)
    if os.path.exists(compiled):
        return ok(subject, _("compiled"))
    return warn(
        subject,
        _("not compiled: every start takes some four times as long"),
        mend=Mend(
            command(
                sys.executable,
                "-m",
                "compileall",
                "-q",
                Path(source).parent,
                root=not os.access(Path(source).parent, os.W_OK),
            )
        ),
    )


def _locale() -> Finding:
    subject = _("locale")
    encoding = sys.getfilesystemencoding()
    if encoding.lower().replace("-", "") == "utf8":
        return ok(subject, encoding)
    return fail(
        subject,
        _("{encoding} can't show every language").format(encoding=encoding),
        _("set LANG to a UTF-8 locale, such as {instead}").format(instead=_("en_US.UTF-8")),
        Mend(command("export", "LANG=C.UTF-8")),
    )


def _terminal(environ: Mapping[str, str]) -> Finding:
    subject = _("terminal")
    kind = environ.get("TERM", "")
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return ok(subject, _("none here; shell commands need none"))
    columns, lines = os.get_terminal_size(sys.stderr.fileno())
    what = f"{kind or '?'}, {columns}x{lines}"
    if kind in ("", "dumb"):
        return warn(
            subject,
            _("{terminal} can't show the board").format(terminal=what),
            _("set TERM to what your terminal is, such as xterm-256color"),
            Mend(command("export", "TERM=xterm-256color")),
        )
    if columns < 80 or lines < 24:
        return warn(subject, what, _("80x24 or more shows the board whole"))
    return ok(subject, what)
