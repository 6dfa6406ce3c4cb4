"""What a check found, and how that is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

from csboard.cli.columns import pad, width
from csboard.cli.mending import Mend
from csboard.i18n import N_, _
from csboard.named import NamedTuple
from csboard.text import clean

Level = Literal["ok", "warn", "fail"]

_LEVELS: dict[Level, str] = {"ok": N_("ok"), "warn": N_("warning"), "fail": N_("FAULT")}


class Finding(NamedTuple):
    """One line of `csboard doctor`."""

    level: Level
    subject: str
    text: str
    advice: str = ""
    """What to do about it, in words or as the command; empty when all is well."""
    mend: Mend | None = None

    @property
    def command(self) -> str:
        """The command that mends it, ready to be pasted into a shell; empty without one."""
        return self.mend.command if self.mend else ""

    def as_json(self) -> dict[str, Any]:
        return {
            "level": self.level,
            "subject": self.subject,
            "text": self.text,
            "advice": self.advice,
            "command": self.command,
            "fixable": bool(self.mend and self.mend.act),
        }


def ok(subject: str, text: str) -> Finding:
    return Finding("ok", subject, text)


def warn(subject: str, text: str, advice: str = "", mend: Mend | None = None) -> Finding:
    return Finding("warn", subject, text, advice or (mend.command if mend else ""), mend)


def fail(subject: str, text: str, advice: str = "", mend: Mend | None = None) -> Finding:
    return Finding("fail", subject, text, advice or (mend.command if mend else ""), mend)


def finding_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Each finding on a line, what to do about it below."""
    room = max(width(_(word)) for word in _LEVELS.values())
    for finding in findings:
        yield clean(f"{pad(_(_LEVELS[finding.level]), room)}  {finding.subject}: {finding.text}")
        for line in dict.fromkeys((finding.advice, finding.command)):
            if line:
                yield clean(f"{' ' * room}  -> {line}")
