"""A reply made into the text of a template: what was one customer's becomes something to fill in.

Pure. What can't be told from any other word stays, so whoever writes the template reads it once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from csboard.domain.earlier_words import Party, in_any_width, passed_on
from csboard.domain.holes import QUOTE, mark
from csboard.domain.own_words import LONGEST_SIGNATURE
from csboard.domain.template_parsing import escaped
from csboard.i18n import _
from csboard.text import clean

MIN_TEAM = 2
"""Characters of the team's name from which on it is looked for."""
_WROTE = re.compile(r"[:：]\s*$")
_SIGNATURE = re.compile(r"--\s*")
_HOLE = re.compile(r"\[\[\?\s*([^\s\[\]［］{}][^\[\]［］{}\n]{0,50})\]\]")

_DIGIT = "[0-9０-９]"
_BETWEEN = "[-‐‑–—−ー－.()（） 　]"
_ENDS = f"(?!{_DIGIT}|[A-Za-z])"
_PHONE = (
    f"(?<![0-9０-９A-Za-z])(?:[+＋]{_DIGIT}{{1,3}}(?:{_BETWEEN}{{0,2}}{_DIGIT}{{1,4}}){{2,5}}"
    f"|[(（]?[0０](?:{_BETWEEN}{{0,2}}{_DIGIT}){{8,10}}"
    f"|[(（]?{_DIGIT}{{3}}(?:[)）] ?|[-－. ]){_DIGIT}{{3}}[-－. ]{_DIGIT}{{4}}){_ENDS}"
)
"""As numbers are written here, abroad with a plus, and in America."""


def as_template(text: str, was: Party, team: str = "") -> str:
    """A reply that was written to `was`, without quotes and signature, its names as variables.

    Mail addresses and telephone numbers, whoever's they are, belong in no template.
    """
    own = escaped(_unsigned(unquoted(clean(text, multiline=True)), was.signature))
    known = Party(
        names=tuple(map(escaped, was.names)),
        addresses=tuple(map(escaped, was.addresses)),
        organisation=escaped(was.organisation),
        writer=escaped(was.writer),
    )
    made = passed_on(own, known, _variables(), tuple(_also(was.number, team)))
    return _HOLE.sub(lambda hole: f"{{?{hole[1]}}}", made)


def is_anybodys(text: str, was: Party) -> bool:
    """Whether nothing in a line of text is told to be one customer's own."""
    return as_template(text, was) == escaped(text).strip()


def _variables() -> Party:
    return Party(
        names=("{customer}",),
        organisation=mark(_("the company's name")),
        writer="{member}",
    )


def _also(number: int, team: str) -> Iterator[tuple[str, str]]:
    """What stands for anything else that a template doesn't keep, and what takes its place."""
    if len(team.strip()) >= MIN_TEAM:
        yield in_any_width(escaped(team.strip())), "{team}"
    yield r"[A-Za-z0-9._%+-]+[@＠][A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", mark(_("the mail address"))
    if number:
        begins, ends = r"(?<![0-9０-９A-Za-z.,:/¥￥$€-])", r"(?![0-9０-９A-Za-z円]|[.,:/-][0-9])"
        yield f"{begins}{in_any_width(str(number))}{ends}", "{number}"
    yield _PHONE, mark(_("the telephone number"))


def unquoted(text: str) -> str:
    """Without quoted lines, and the line that says whose words they are."""
    own: list[str] = []
    for line in text.split("\n"):
        if not line.startswith(QUOTE):
            own.append(line)
        elif own and _WROTE.search(own[-1]):
            own.pop()
    return "\n".join(own)


def _unsigned(text: str, signature: str) -> str:
    """Without the writer's signature as it is set now, and any that stands below a `-- `."""
    if signature.strip():
        text = text.replace(signature.strip(), "")
    lines = text.rstrip().split("\n")
    for index in range(max(0, len(lines) - LONGEST_SIGNATURE - 1), len(lines)):
        if _SIGNATURE.fullmatch(lines[index]):
            return "\n".join(lines[:index])
    return text
