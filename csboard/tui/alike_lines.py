"""What is like an inquiry as rows of some width, and its words at length. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csboard.domain import alike_words, words
from csboard.domain.alike import Alike, Kind, Ready, Similar
from csboard.domain.alike_words import Around, Part
from csboard.i18n import _
from csboard.tui.keys import key_of
from csboard.tui.layout import cell_len, cut, pad
from csboard.tui.times import Times
from csboard.tui.widgets.canvas import Run
from csboard.tui.widgets.listing import Row
from csboard.tui.widgets.pager import Paragraph, Section

GAP = "  "
LEAST_TAGS = 12
"""Cells that tags have at least."""
MOST_BESIDE = 4
"""Of the likest so many stand beside an inquiry."""
INDENT = ("  ", "")


def row_of(alike: Alike, width: int, around: Around) -> Row:
    """How like, what it is and its title; under it its tags and what became of it."""
    like = f"{alike.percent:3} %{GAP}"
    kind = pad(alike_words.kind(alike.kind), _kind_width()) + GAP
    room = width - cell_len(like) - cell_len(kind)
    first: list[Run] = [
        (like, "muted"),
        (kind, "kind"),
        (cut(_title(alike), room), ""),
    ]
    return (first, list(_second(alike, width, around)))


def beside(similar: Similar, times: Times) -> Iterator[Paragraph]:
    """The likest in a few lines, as they stand beside an inquiry."""
    around = Around(similar.members, times.zone, times.now)
    for one in similar.alike[:MOST_BESIDE]:
        kind = "" if one.kind is Kind.INQUIRY else f"{alike_words.kind(one.kind)}{GAP}"
        yield Paragraph(f"{kind}{_title(one)}", "", INDENT)
        parts = alike_words.became(one, around)
        role = "waiting" if any(part.warns for part in parts) else "muted"
        yield Paragraph(_told(parts), role, ("    ", ""))
    told = _("[{key}] all of them, and their words")
    yield Paragraph(told.format(key=key_of("inquiry.similar")), "fold", INDENT)


def _title(alike: Alike) -> str:
    return f"#{alike.id} {alike.title}" if alike.kind is Kind.INQUIRY else alike.title


def _told(parts: Iterable[Part]) -> str:
    return GAP.join(part.text for part in parts)


def _kind_width() -> int:
    return max(cell_len(alike_words.kind(one)) for one in Kind)


def _second(alike: Alike, width: int, around: Around) -> Iterator[Run]:
    yield "    ", ""
    parts = alike_words.became(alike, around)
    if tags := words.tags(alike.tags):
        room = width - 4 - cell_len(_told(parts)) - len(GAP)
        yield cut(tags, max(LEAST_TAGS, room)) + GAP, "tags"
    for part in parts:
        yield part.text + GAP, "alarm" if part.warns else "muted"


def words_of(alike: Alike, ready: Ready, around: Around) -> Iterator[Section]:
    """What was asked, and what would stand in the reply."""
    yield Section("about", lambda: list(_about(alike, around)))
    if ready.asked:
        yield Section("asked", lambda: _part(_("What they asked"), ready.asked, "in"))
    if ready.text:
        yield Section("words", lambda: _part(_("For the reply"), ready.text, "out"))
    else:
        yield Section("words", lambda: [Paragraph(_("Nobody has replied yet."), "muted", INDENT)])


def _about(alike: Alike, around: Around) -> Iterator[Paragraph]:
    yield Paragraph(_title(alike), "chosen", INDENT)
    if tags := words.tags(alike.tags):
        yield Paragraph(tags, "muted", INDENT)
    yield Paragraph(_told(alike_words.became(alike, around)), "label", INDENT)
    yield Paragraph("")


def _part(label: str, text: str, role: str) -> list[Paragraph]:
    return [
        Paragraph(f"{label} ", role, ("── ", ""), role, rule="─"),
        *(Paragraph(line, "", INDENT) for line in text.splitlines()),
        Paragraph(""),
    ]
