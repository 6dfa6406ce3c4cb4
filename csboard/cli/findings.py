"""What a check found, and how that is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from csboard.cli.columns import pad, width
from csboard.i18n import N_, _
from csboard.text import clean

Level = Literal["ok", "warn", "fail"]

_LEVELS: dict[Level, str] = {"ok": N_("ok"), "warn": N_("warning"), "fail": N_("FAULT")}


class Finding(NamedTuple):
    """One line of `csboard doctor`."""

    level: Level
    subject: str
    text: str
    advice: str = ""
    """What to do about it; empty when all is well."""


def ok(subject: str, text: str) -> Finding:
    return Finding("ok", subject, text)


def warn(subject: str, text: str, advice: str) -> Finding:
    return Finding("warn", subject, text, advice)


def fail(subject: str, text: str, advice: str) -> Finding:
    return Finding("fail", subject, text, advice)


def finding_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Each finding on a line, its advice on the next."""
    room = max(width(_(word)) for word in _LEVELS.values())
    for level, subject, text, advice in findings:
        yield clean(f"{pad(_(_LEVELS[level]), room)}  {subject}: {text}")
        if advice:
            yield clean(f"{' ' * room}  -> {advice}")
