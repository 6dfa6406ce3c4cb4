"""The successful-cases sheet: rows, facets, and the pick of the week above them."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from csboard.domain.case_words import picked as picked_line
from csboard.domain.query import parse
from csboard.domain.sheet import DIMENSIONS, Sheet, SheetQuery, SheetRow, facets, narrowed
from csboard.domain.sheet_export import Selection
from csboard.errors import CsboardError, Refused
from csboard.i18n import _, ngettext
from csboard.tui import keys
from csboard.tui.app import app_of, station_of
from csboard.tui.fence import Plain, say
from csboard.tui.screens.case_holding import CaseHolding
from csboard.tui.screens.filtered_list import FilteredList
from csboard.tui.screens.pick import PickDialog
from csboard.tui.sheet_lines import Sight, columns, heading, row_of
from csboard.tui.times import Times
from csboard.tui.widgets.case_preview import CasePreview
from csboard.tui.widgets.filter import FilterLine
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.listing import Listing

FADED = (None, False, True)
"""All, those that hold, the faded only."""
WITH_PREVIEW = 160
"""Columns from which on the case under the cursor stands beside the rows."""


class SheetRows(Listing):
    """Two lines for each case."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"canvas--tags"}


class SheetScreen(FilteredList, CaseHolding):
    """Those that hold first, the latest confirmed first."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "sheet.tcss"]  # type: ignore[assignment]
    PLACES = ("sheet", "listing")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("sheet")
    AUTO_FOCUS = "SheetRows"

    def __init__(self, came_from: int | None = None) -> None:
        super().__init__()
        self.came_from = came_from
        self._sheet: Sheet | None = None
        self._query = SheetQuery()
        self._retired = False
        self._shown: tuple[SheetRow, ...] = ()
        self._opened: int | None = None
        """The case that is read above the sheet: the cursor comes back to it."""

    def compose(self) -> ComposeResult:
        yield Plain(_("Successful cases"), id="title")
        yield Plain(id="pick")
        yield Plain(id="facets")
        yield FilterLine("", self._narrow_to)
        yield Plain(id="columns")
        with Horizontal():
            yield SheetRows()
            yield CasePreview(id="preview")
        yield Footer()

    def on_resize(self, _event: events.Resize) -> None:
        self._show()

    async def read(self) -> None:
        retired = self._retired
        self._sheet = await station_of(self).read(lambda board: board.sheet(retired=retired))
        found = await self._found(self._query.words)
        self._query = self._query._replace(found=found)
        self._show()
        self.query_one(CasePreview).forget()
        self._preview_soon()

    async def _found(self, words: str) -> tuple[int, ...] | None:
        """Which cases a search finds; None where there is nothing that can be searched for."""
        asked = parse(words)
        if self._retired or asked.is_empty:
            return None
        try:
            return await station_of(self).read(lambda board: board.case_ids(asked))
        except Refused:
            return None

    @property
    def chosen(self) -> SheetRow | None:
        cursor = self.query_one(Listing).cursor
        return self._shown[cursor] if cursor < len(self._shown) else None

    # showing

    def _show(self) -> None:
        sheet = self._sheet
        if sheet is None or not self.size.width:
            return
        times = Times(self.state.zone, station_of(self).clock.now())
        self._shown = narrowed(sheet.rows, self._query)
        sight = Sight(self._lay_out() - 1, times, sheet.members)
        at = columns(self._shown, sight)
        rows = [row_of(row, at, sight) for row in self._shown]
        names = [row.success.id for row in self._shown]
        self.query_one("#title", Plain).show(self._title(sheet))
        self.query_one("#facets", Plain).show(self._facets())
        self.query_one("#columns", Plain).show(heading(at))
        self.query_one(Listing).show(rows, self._hint(sheet), names, here=self._opened)
        self._show_pick(sheet)
        self.show_keys()

    def keys_now(self) -> list[tuple[str, str, str]]:
        if self.query_one(FilterLine).display:
            return keys.footer_keys(["filter.keep", "filter.give_up"])
        return super().keys_now()

    def _lay_out(self) -> int:
        """Give the preview its room where there is much; how wide the rows are then."""
        width, preview = self.size.width, self.query_one(CasePreview)
        preview.display = width >= WITH_PREVIEW
        if not preview.display:
            return width
        room = width * 2 // 5
        preview.styles.width = room
        return width - room

    def _preview_soon(self) -> None:
        preview, row = self.query_one(CasePreview), self.chosen
        if preview.display:
            times = Times(self.state.zone, station_of(self).clock.now())
            preview.follow(row.success.id if row else None, times)

    def _title(self, sheet: Sheet) -> str:
        name = _("Retired cases") if self._retired else _("Successful cases")
        told = ngettext("{n} case", "{n} cases", len(self._shown)).format(n=len(self._shown))
        parts = [f"{name}: {told}"]
        if len(sheet.rows) < sheet.total:
            latest = _("of the latest {n} of {total}")
            parts.append(latest.format(n=len(sheet.rows), total=sheet.total))
        elif len(self._shown) < len(sheet.rows):
            parts.append(_("of {n}").format(n=len(sheet.rows)))
        return "  ".join(parts)

    def _show_pick(self, sheet: Sheet) -> None:
        line, picked = self.query_one("#pick", Plain), sheet.pick
        row = next(
            (one for one in sheet.rows if picked and one.success.id == picked.success_id), None
        )
        line.display = row is not None
        if row is not None and picked is not None:
            told = picked_line(row.success.title, picked.reason)
            line.show(f"[{keys.key_of('sheet.pick')}] {told}")

    def _facets(self) -> str:
        labels = {"content": _("Content"), "symptom": _("Symptom"), "emotion": _("Emotion")}
        parts: list[str] = []
        for name in DIMENSIONS:
            word = getattr(self._query, name) or _("all")
            parts.append(f"[{keys.key_of(f'sheet.{name}')}] {labels[name]}: {word}")
        faded = {None: _("all"), False: _("those that hold"), True: _("faded only")}
        age = _("Age")
        parts.append(f"[{keys.key_of('sheet.faded')}] {age}: {faded[self._query.faded]}")
        if self._query.words and not self.query_one(FilterLine).display:
            parts.append(f"[{keys.key_of('sheet.filter')}] {self._query.words}")
        return "  ".join(parts)

    def _hint(self, sheet: Sheet) -> str:
        if sheet.rows:
            return _("No case is like this.")
        if self._retired:
            return _("No case was taken off the sheet.")
        return _("There is no case yet: {key} in an answered inquiry makes the first.").format(
            key=keys.key_of("inquiry.success")
        )

    # what keys do

    @on(Listing.Chosen)
    def action_open(self) -> None:
        from csboard.tui.screens.case import CaseScreen

        if (row := self.chosen) is not None:
            self._opened = row.success.id
            self.app.push_screen(CaseScreen(row.success.id, self.came_from))

    @on(Listing.Moved)
    def _moved(self) -> None:
        if self.is_current:
            self._opened = None
        self.show_keys()
        self._preview_soon()

    def _narrow(self, query: SheetQuery) -> None:
        self._query = query
        self._show()
        self._preview_soon()

    def _narrow_to(self, words: str) -> None:
        """As one types; of what was typed meanwhile only the newest is looked for."""
        self._query = self._query._replace(words=words)
        look: Any = partial(self._look_for, words)  # a coroutine never begun would complain
        self.run_worker(look, group="words", exclusive=True)

    async def _look_for(self, words: str) -> None:
        try:
            found = await self._found(words)
        except CsboardError as failure:
            say(self.app, failure.sentence, "error")
        else:
            self._narrow(self._query._replace(found=found))

    def filter_turned(self) -> None:
        self._show()

    def action_content(self) -> None:
        self._choose("content")

    def action_symptom(self) -> None:
        self._choose("symptom")

    def action_emotion(self) -> None:
        self._choose("emotion")

    def _choose(self, dimension: str) -> None:
        if self._sheet is not None:
            app_of(self).hold_keys()
            self.run_worker(self._ask_facet(dimension, self._sheet), group="ask")

    async def _ask_facet(self, dimension: str, sheet: Sheet) -> None:
        """Ask for one word of a dimension; those of the rows that the rest of the query leaves."""
        others = narrowed(sheet.rows, _with(self._query, dimension, ""))
        counted = facets(others)[dimension]
        rows = [([(f" {_('all')}  {len(others)}", "row")],)]
        rows += [([(f" {word}  {count}", "row")],) for word, count in counted]
        present = [word for word, _count in counted]
        here = getattr(self._query, dimension)
        at = present.index(here) + 1 if here in present else 0
        titles = {
            "content": _("Which content?"),
            "symptom": _("Which symptom?"),
            "emotion": _("Which emotion?"),
        }
        picked = await self.app.push_screen_wait(PickDialog(titles[dimension], rows, at=at))
        if picked is not None:
            word = present[picked.row - 1] if picked.row else ""
            self._narrow(_with(self._query, dimension, word))

    def action_faded(self) -> None:
        after = FADED[(FADED.index(self._query.faded) + 1) % len(FADED)]
        self._narrow(self._query._replace(faded=after))

    def action_pick(self) -> None:
        from csboard.tui.screens.case import CaseScreen

        if self._sheet is not None and self._sheet.pick is not None:
            self.app.push_screen(CaseScreen(self._sheet.pick.success_id, self.came_from))

    def action_export(self) -> None:
        from csboard.tui.sheet_files import export

        if self._sheet is not None:
            app_of(self).hold_keys()
            times = Times(self.state.zone, station_of(self).clock.now())
            chosen = Selection(self._shown, self._sheet.members, times.zone, times.now)
            self.run_worker(export(app_of(self), chosen), group="ask")

    def action_retired(self) -> None:
        self._retired = not self._retired
        self.read_soon()


def _with(query: SheetQuery, dimension: str, word: str) -> SheetQuery:
    """The query with another word of a dimension; the empty one narrows no more."""
    changes: dict[str, Any] = {dimension: word}
    return query._replace(**changes)
