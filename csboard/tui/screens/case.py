"""One successful case in full: before and after, the words that helped, why, what others found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType

from csboard.domain import case_words, words
from csboard.domain.people import name_of
from csboard.domain.sheet import SheetRow, SuccessView
from csboard.i18n import _, ngettext
from csboard.tui import keys
from csboard.tui.app import station_of
from csboard.tui.fence import Plain
from csboard.tui.screens.case_holding import CaseHolding
from csboard.tui.times import Times
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.pager import Pager, Paragraph, Section

INDENT = ("  ", "")
ROLES = {"was": "in", "became": "in", "passage": "out"}
"""Whose words a part is."""


class CaseScreen(CaseHolding):
    """The case, always as it is now."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "case.tcss"]  # type: ignore[assignment]
    PLACES = ("case", "pager")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("case")

    def __init__(self, success_id: int, came_from: int | None = None) -> None:
        super().__init__()
        self.came_from = came_from
        self._success_id = success_id
        self._view: SuccessView | None = None

    def compose(self) -> ComposeResult:
        yield Plain(_("Successful case"), id="title")
        yield Pager(id="words")
        yield Footer()

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        self.query_one(Pager).focus()

    async def read(self) -> None:
        success_id = self._success_id
        self._view = await station_of(self).read(lambda board: board.success(success_id))
        times = Times(self.state.zone, station_of(self).clock.now())
        self.query_one("#title", Plain).show(self._view.success.title)
        self.query_one(Pager).show(sections(self._view, times))
        self.show_keys()

    @property
    def chosen(self) -> SheetRow | None:
        return self._view.row if self._view else None


def sections(view: SuccessView, times: Times) -> Iterator[Section]:
    """What stands in a case, from what changed to what was found of it."""
    success = view.success
    yield Section("about", lambda: list(_about(view, times)))
    for part in case_words.parts(success):
        yield _part(part.name, part.label, part.text, ROLES.get(part.name, ""))
    yield Section("found", lambda: list(_found(view, times)))


def _part(key: str, label: str, text: str, role: str) -> Section:
    return Section(
        key,
        lambda: [
            Paragraph(f"{label} ", role or "chosen", ("── ", ""), role or "label", rule="─"),
            *(Paragraph(line, "", INDENT) for line in text.splitlines()),
            Paragraph(""),
        ],
    )


def _about(view: SuccessView, times: Times) -> Iterator[Paragraph]:
    row, success, members = view.row, view.success, view.members
    if success.retired_at is not None:
        yield Paragraph(_("Taken off the sheet"), "alarm", INDENT)
    elif row.is_faded:
        told = _("Faded: nobody has confirmed it since {when}, or it failed more often than not.")
        yield Paragraph(told.format(when=times.moment(row.confirmed_at)), "alarm", INDENT)
    if tags := words.tags(success.tags):
        yield Paragraph(tags, "chosen", INDENT)
    inquiry = f"#{view.inquiry.number} {view.inquiry.subject}"
    if row.outcome is not None:
        inquiry += f"  {words.outcome(row.outcome)}"
    yield Paragraph(inquiry, "file", INDENT)
    made = _("Made by {name}, {when}").format(
        name=name_of(success.author, members), when=times.moment(success.at)
    )
    if view.replied_by is not None:
        made += "  " + _("reply by {name}").format(name=name_of(view.replied_by, members))
    yield Paragraph(made, "label", INDENT)
    yield Paragraph(case_words.counts(row.standing), "label", INDENT)
    yield Paragraph("")


def _found(view: SuccessView, times: Times) -> Iterator[Paragraph]:
    """The latest first, words of colleagues and drafts alike."""
    said = case_words.said(view)
    count = ngettext("{n} finding", "{n} findings", len(said)).format(n=len(said))
    yield Paragraph(f"{count} ", "chosen", ("── ", ""), "label", rule="─")
    for one in said:
        parts = [times.moment(one.at), name_of(one.login, view.members), one.told]
        parts += [f"#{one.number}"] if one.number else []
        yield Paragraph("  ".join(parts), "", INDENT)
        for line in one.note.splitlines():
            yield Paragraph(line, "quote", ("    ", ""))
    if not said:
        yield Paragraph(_("Nobody has said anything of it yet."), "muted", INDENT)
