"""The successful-cases sheet as files: Markdown, a table for spreadsheets, a page to print."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum

from csboard.domain.people import name_of
from csboard.domain.records import Member
from csboard.domain.sheet import SheetRow
from csboard.i18n import _, in_zone, ngettext
from csboard.named import NamedTuple
from csboard.text import clean


class Form(StrEnum):
    """What kind of file; its name ends so."""

    MARKDOWN = "md"
    TABLE = "csv"
    PAGE = "html"


class Selection(NamedTuple):
    """The cases that are exported, and what is needed to tell them."""

    rows: tuple[SheetRow, ...]
    members: Mapping[str, Member]
    zone: str
    now: datetime

    def day(self, moment: datetime) -> str:
        return f"{in_zone(moment, self.zone):%Y-%m-%d}"

    def name(self, login: str) -> str:
        return name_of(login, self.members)

    @property
    def title(self) -> str:
        return _("Successful cases")

    @property
    def about(self) -> str:
        """How many cases, as of when."""
        count = ngettext("{n} case", "{n} cases", len(self.rows)).format(n=len(self.rows))
        return _("{cases}, as of {day}").format(cases=count, day=self.day(self.now))


def export(selection: Selection, form: Form, *, bom: bool = False) -> bytes:
    """The file's bytes, in UTF-8; `bom` puts the mark before them by which Excel knows it."""
    return ("\ufeff" if bom else "").encode() + _FORMS[form](selection).encode("utf-8", "replace")


def file_name(selection: Selection, form: Form) -> str:
    """What a file of it is called: with the day, so that one day's does not stand in another's."""
    name = _("successful-cases")
    return f"{name}-{selection.day(selection.now)}.{form}"


def _markdown(selection: Selection) -> str:
    from csboard.domain.sheet_markdown import markdown

    return clean(markdown(selection), multiline=True)


def _table(selection: Selection) -> str:
    from csboard.domain.sheet_table import table

    return table(selection)


def _page(selection: Selection) -> str:
    from csboard.domain.sheet_page import page

    return clean(page(selection), multiline=True)


_FORMS: dict[Form, Callable[[Selection], str]] = {
    Form.MARKDOWN: _markdown,
    Form.TABLE: _table,
    Form.PAGE: _page,
}
