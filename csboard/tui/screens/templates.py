"""The templates: what lacks one above them, and beside or below them the one under the cursor."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll

from csboard.domain.repeated import Repeated
from csboard.domain.template_sheet import Listed, TemplateSheet, narrowed
from csboard.i18n import _, ngettext
from csboard.tui import keys, template_acts
from csboard.tui.app import app_of, station_of
from csboard.tui.fence import Plain, say
from csboard.tui.permitted import CHANGES, may_work
from csboard.tui.screens.filtered_list import FilteredList
from csboard.tui.screens.reading import ReadingScreen
from csboard.tui.state import Change
from csboard.tui.template_acts import Act
from csboard.tui.template_lines import about, heading, repeated_row, row_of
from csboard.tui.times import Times
from csboard.tui.widgets.filter import FilterLine
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.listing import Listing

SIDE_BY_SIDE = 110
"""Columns from which on the preview stands at the right."""
MOST_REPEATED = 3
"""Topics without a template that are shown; the most frequent, the others once these have one."""


class TemplateRows(Listing):
    """A line for each template, and for each topic that lacks one."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"canvas--tags"}


class TemplatesScreen(FilteredList, ReadingScreen):
    """The most used first. `came_from` is the inquiry whose reply may take one."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "templates.tcss"]  # type: ignore[assignment]
    PLACES = ("templates", "listing")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("templates")
    AUTO_FOCUS = "TemplateRows"

    def __init__(self, came_from: int | None = None) -> None:
        super().__init__()
        self.came_from = came_from
        self._sheet: TemplateSheet | None = None
        self._words = ""
        self._retired = False
        self._shown: tuple[Repeated | Listed, ...] = ()

    def compose(self) -> ComposeResult:
        yield Plain(_("Templates"), id="title")
        yield FilterLine("", self._narrow_to, placeholder=_("words in name, tags, text"))
        yield Plain(id="columns")
        with Container(id="both"):
            yield TemplateRows(row_height=1)
            with VerticalScroll(id="preview", can_focus=False):
                yield Plain(id="about")
                yield Plain(id="text")
        yield Footer()

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= SIDE_BY_SIDE, "-wide")
        self.call_after_refresh(self._show)

    # reading

    def board_changed(self, change: Change) -> None:
        kinds = ("template", "put_in", "sent", "undone", "opened", "edited", "tag", "draft_disc")
        if change.whole or any(one.kind.startswith(kinds) for one in change.events):
            self.read_soon()

    async def read(self) -> None:
        retired = self._retired
        self._sheet = await station_of(self).read(lambda board: board.templates(retired=retired))
        self._show()

    @property
    def chosen(self) -> Repeated | Listed | None:
        """What keys act on."""
        cursor = self.query_one(Listing).cursor
        return self._shown[cursor] if cursor < len(self._shown) else None

    @property
    def chosen_template(self) -> Listed | None:
        chosen = self.chosen
        return chosen if isinstance(chosen, Listed) else None

    # showing

    def _show(self) -> None:
        sheet, width = self._sheet, self.query_one(TemplateRows).size.width
        if sheet is None or not width:
            return
        lacking = () if self._words else sheet.repeated[:MOST_REPEATED]
        found = narrowed(sheet.rows, self._words)
        self._shown = (*lacking, *found)
        times = self._times
        rows = [repeated_row(topic, width - 1) for topic in lacking]
        rows += [row_of(row, width - 1, times) for row in found]
        names: list[object] = [(topic.content, topic.symptom) for topic in lacking]
        names += [row.template.id for row in found]
        self.query_one("#title", Plain).show(self._title(len(found), len(sheet.rows)))
        self.query_one("#columns", Plain).show(heading(width - 1))
        self.query_one(Listing).show(rows, self._hint(sheet), names)
        self._show_preview()
        self.show_keys()

    @property
    def _times(self) -> Times:
        return Times(self.state.zone, station_of(self).clock.now())

    def _title(self, shown: int, total: int) -> str:
        name = _("Retired templates") if self._retired else _("Templates")
        told = ngettext("{n} template", "{n} templates", shown).format(n=shown)
        parts = [f"{name}: {told}"]
        if shown < total:
            parts.append(_("of {n}").format(n=total))
        if self._words:
            parts.append(f"[{keys.key_of('templates.filter')}] {self._words}")
        return "  ".join(parts)

    def _hint(self, sheet: TemplateSheet) -> str:
        if sheet.rows:
            return _("No template is like this.")
        if self._retired:
            return _("No template was retired.")
        return _("There is no template yet: {key} writes the first.").format(
            key=keys.key_of("templates.make")
        )

    def _show_preview(self) -> None:
        sheet, chosen = self._sheet, self.chosen
        if isinstance(chosen, Listed) and sheet is not None:
            self.query_one("#about", Plain).show(about(chosen, self._times, sheet.members))
            self.query_one("#text", Plain).show(chosen.template.text)
        else:
            told = _("{key} begins one with the reply that was used most for these.")
            key = keys.key_of("templates.open")
            self.query_one("#about", Plain).show(told.format(key=key) if chosen else "")
            self.query_one("#text", Plain).show("")
        self.query_one("#preview", VerticalScroll).scroll_home(animate=False)

    # what keys do

    def can(self, name: str) -> bool:
        if f"templates.{name}" in CHANGES and not may_work(self, self.state):
            return False
        if name == "retire":
            return self.chosen_template is not None
        if name in ("edit", "put_in"):
            return (
                self.chosen_template is not None
                and not self._retired
                and (name != "put_in" or self.came_from is not None)
            )
        return True

    @on(Listing.Moved)
    def _moved(self) -> None:
        self._show_preview()
        self.show_keys()

    @on(Listing.Chosen)
    def action_open(self) -> None:
        if isinstance(self.chosen, Repeated):
            self.action_make()
        elif self.can("edit"):
            self.action_edit()

    def action_make(self) -> None:
        chosen = self.chosen
        if isinstance(chosen, Repeated):
            self._do(lambda screen: template_acts.make_for(screen, chosen))
        else:
            self._do(template_acts.make_new)

    def action_edit(self) -> None:
        if (row := self.chosen_template) is not None:
            self._do(lambda screen: template_acts.edit(screen, row.template))

    def action_retire(self) -> None:
        """Out of use; or, among the retired, in use again."""
        act = template_acts.bring_back if self._retired else template_acts.retire
        if (row := self.chosen_template) is not None:
            self._do(lambda screen: act(screen, row.template))

    def action_put_in(self) -> None:
        row, number = self.chosen_template, self.came_from
        if row is None:
            return
        if number is None:
            told = _("Come here from an inquiry: its reply takes the template.")
            say(self.app, told, "warning")
            return
        self._do(lambda screen: template_acts.put_in(screen, row.template, number))

    def action_undo(self) -> None:
        self._do(template_acts.undo)

    def _do(self, act: Act) -> None:
        """Do one act after the other; it may open a box first."""
        app_of(self).hold_keys()
        self.in_turn(lambda: act(self), then_read=True)

    def action_retired(self) -> None:
        self._retired = not self._retired
        self.read_soon()

    # the filter

    def _narrow_to(self, words: str) -> None:
        self._words = words
        self._show()
