"""The sheet as Markdown: a section for each case."""

from __future__ import annotations

from collections.abc import Iterator

from csboard.domain import case_words, words
from csboard.domain.markdown import escaped, fenced, lines
from csboard.domain.sheet import SheetRow
from csboard.domain.sheet_export import Selection
from csboard.i18n import _

AS_WRITTEN = ("was", "became", "passage")
"""Somebody's very words."""


def markdown(selection: Selection) -> str:
    """The whole file."""
    parts = [f"# {escaped(selection.title)}", escaped(selection.about)]
    for row in selection.rows:
        parts += _case(row, selection)
    return "\n\n".join(parts) + "\n"


def _case(row: SheetRow, selection: Selection) -> Iterator[str]:
    success = row.success
    yield f"## {escaped(success.title)}"
    yield "\n".join(f"- {escaped(fact)}" for fact in facts(row, selection))
    for part in case_words.parts(success):
        yield f"### {escaped(part.label)}"
        yield (fenced if part.name in AS_WRITTEN else lines)(part.text)


def facts(row: SheetRow, selection: Selection) -> Iterator[str]:
    """What stands under the title, a line each."""
    success = row.success
    if tags := words.tags(success.tags):
        yield tags
    inquiry = _("inquiry #{number}").format(number=row.number)
    yield f"{inquiry} / {words.outcome(row.outcome)}" if row.outcome else inquiry
    yield _("Made by {name}, {when}").format(
        name=selection.name(success.author), when=selection.day(success.at)
    )
    confirmed = _("last confirmed {day}").format(day=selection.day(row.confirmed_at))
    yield " / ".join((*case_words.counts(row.standing).split("  "), confirmed))
    if row.is_faded:
        yield _("faded: ask whether it still holds before you use it")
