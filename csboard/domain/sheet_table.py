"""The sheet as a table for spreadsheet programs: a row for each case."""

from __future__ import annotations

from collections.abc import Iterator

from csboard.domain import spreadsheets, words
from csboard.domain.case_words import LABELS
from csboard.domain.sheet import DIMENSIONS, SheetRow
from csboard.domain.sheet_export import Selection
from csboard.domain.spreadsheets import Cell
from csboard.i18n import _


def table(selection: Selection) -> str:
    """As CSV, with what the columns are called in its first line."""
    return spreadsheets.table([_heading(), *(_row(row, selection) for row in selection.rows)])


def _heading() -> tuple[str, ...]:
    return (
        _("Case"),
        _("Inquiry"),
        _("Title"),
        *(_(label) for label in LABELS.values()),
        _("Content tags"),
        _("Symptom tags"),
        _("Emotion tags"),
        _("Outcome"),
        _("Made by"),
        _("Made on"),
        _("used"),
        _("did not work"),
        _("still true"),
        _("Last confirmed"),
        _("Age"),
    )


def _row(row: SheetRow, selection: Selection) -> tuple[Cell, ...]:
    return tuple(_cells(row, selection))


def _cells(row: SheetRow, selection: Selection) -> Iterator[Cell]:
    success, standing = row.success, row.standing
    yield success.id
    yield row.number
    yield success.title
    for name in LABELS:
        yield getattr(success, name)
    for name in DIMENSIONS:
        yield _(", ").join(getattr(success.tags, name))
    yield words.outcome(row.outcome) if row.outcome else ""
    yield selection.name(success.author)
    yield selection.day(success.at)
    yield standing.used
    yield standing.not_here
    yield standing.still_true
    yield selection.day(row.confirmed_at)
    yield _("faded") if row.is_faded else _("holds")
