"""Sheets to read, print and mail: as plain text and as Markdown, one or the whole set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from csboard.domain.hand_off_records import (
    FIELDS,
    KEPT,
    OVERTAKEN,
    RETURNED,
    WITHDRAWN,
    HandOff,
    Sheet,
)
from csboard.domain.hand_off_since import NOTHING, Since, briefly, in_words
from csboard.domain.hand_off_words import field_name, state_name
from csboard.domain.markdown import escaped
from csboard.domain.people import in_a_sentence, works_here
from csboard.domain.records import Member, Stage
from csboard.i18n import _, format_time
from csboard.named import NamedTuple

INDENT = "  "


class Page(NamedTuple):
    """What sheets are printed with."""

    members: Mapping[str, Member]
    titles: Mapping[int, str]
    """By task id: what the task is called."""
    zone: str
    now: datetime
    since: Mapping[int, Since] = MappingProxyType({})
    """By the id of a hand-off: what has happened since its sheet was written."""
    stages: tuple[Stage, ...] = ()

    def when(self, moment: datetime) -> str:
        return format_time(moment, self.zone, now=self.now)

    def told_since(self, one: HandOff) -> str:
        """What has happened since its sheet was written, in words; nothing where nothing has."""
        return in_words(self.since.get(one.id, NOTHING), self.stages)

    def told_briefly(self, one: HandOff) -> str:
        """The same in a row of a list."""
        return briefly(self.since.get(one.id, NOTHING), self.stages)

    def name(self, login: str | None) -> str:
        return in_a_sentence(login, self.members) if login else _("whoever takes it")


def standing(one: HandOff, page: Page) -> str:
    """How a hand-off stands, in a few words."""
    if one.taken_at is not None:
        told = _TAKEN[one.ending]()
        return told.format(
            giver=page.name(one.giver),
            name=page.name(one.taken_by),
            when=page.when(one.taken_at),
            ended=page.when(one.ended_at) if one.ended_at is not None else "",
        )
    if one.ended_at is not None:
        return _ended(one, page).format(
            giver=page.name(one.giver),
            written=page.when(one.written_at),
            when=page.when(one.ended_at),
            name=page.name(one.owner),
        )
    if one.offered_at is not None:
        receiver = page.members.get(one.receiver or "")
        told = _("{giver} to {name}, not taken yet")
        if receiver is not None and not works_here(receiver):
            told = _("{giver} to {name}, who can't take it any more")
        return told.format(giver=page.name(one.giver), name=page.name(one.receiver))
    return _("{giver}, not offered yet").format(giver=page.name(one.giver))


def _ended(one: HandOff, page: Page) -> str:
    """How it ended that nobody had taken."""
    if one.ending == WITHDRAWN:
        return _("{giver}, thrown away {when}")
    if not one.was_left:
        return _("{giver}, not taken, ended {when}")
    if one.owner is None:
        return _("{giver} wrote it {written}, not taken; nobody has the task now")
    return _("{giver} wrote it {written}, not taken; {name} has the task now")


_TAKEN: dict[str, Callable[[], str]] = {
    "": lambda: _("{giver} to {name}, taken {when}"),
    RETURNED: lambda: _("{giver} to {name}, taken {when}, taken back {ended}"),
    KEPT: lambda: _("{giver} to {name}, taken {when}, left with them {ended}"),
    OVERTAKEN: lambda: _("{giver} to {name}, taken {when}, ended {ended}"),
}
"""By how one ended that was taken."""


def as_text(some: Sequence[HandOff], page: Page) -> Iterator[str]:
    """Lines without marks, a blank one between two sheets."""
    for index, one in enumerate(some):
        if index:
            yield ""
        yield f"#{one.task} {page.titles.get(one.task_id, '')}".rstrip()
        yield INDENT + standing(one, page)
        if told := page.told_since(one):
            yield INDENT + told
        yield from sheet_lines(one.sheet)
        if one.read_back:
            yield INDENT + _("Said again: {line}").format(line=one.read_back)


def sheet_lines(sheet: Sheet) -> Iterator[str]:
    """Each heading with what stands under it."""
    state = state_name(sheet.state) or _("(not said)")
    yield f"{INDENT}{field_name('state')}: {state}"
    for name in FIELDS:
        yield f"{INDENT}{field_name(name)}"
        yield from (f"{INDENT * 2}{line}" for line in _lines_of(getattr(sheet, name)))


def as_markdown(some: Sequence[HandOff], page: Page, head: Iterable[str] = ()) -> Iterator[str]:
    """A heading for the set with its `head` as a list, one for each task, its fields in bold."""
    yield from ("# " + _("Hand-offs"), "")
    yield from (f"- {escaped(line)}" if line else "" for line in head)
    for one in some:
        title = escaped(page.titles.get(one.task_id, ""))
        yield from ("", f"## #{one.task} {title}".rstrip(), "", escaped(standing(one, page)))
        if told := page.told_since(one):
            yield from ("", f"*{escaped(told)}*")
        state = state_name(one.sheet.state) or _("(not said)")
        yield from ("", f"**{field_name('state')}**: {state}")
        for name in FIELDS:
            yield from ("", f"**{field_name(name)}**", "")
            yield from (f"- {escaped(line)}" for line in _lines_of(getattr(one.sheet, name)))
        if one.read_back:
            said = _("Said again: {line}").format(line=one.read_back)
            yield from ("", f"*{escaped(said)}*")


def _lines_of(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()] or [_("(not said)")]
