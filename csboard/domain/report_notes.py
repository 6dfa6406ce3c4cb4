"""What stands around the figures of a report: how far it is, and by what it was counted."""

from __future__ import annotations

from collections.abc import Iterator

from csboard.domain import report_words as words
from csboard.domain.report import Report
from csboard.i18n import _


def above(report: Report) -> Iterator[str]:
    """What must be known before one reads on."""
    if told := words.so_far(report.counted):
        yield told
    if report.is_empty:
        yield _("Nothing came, nothing went and nothing was open in these days.")


def below(report: Report) -> Iterator[str]:
    """By what it was counted, and what of that has changed."""
    yield from words.counted_by(report.counted.basis)
    yield from words.changed_since(report.counted)


def before(report: Report) -> str:
    """What the figures are held against."""
    told = _("Compared with {period}.")
    if report.counted.is_unfinished:
        told = _("Compared with as much of {period}.")
    return told.format(period=report.counted.days.moved(-1).name)
