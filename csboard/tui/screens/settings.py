"""The settings: one's own and the team's, a list each, and a box for what is changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar, Protocol

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType

from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.tui import keys
from csboard.tui.app import app_of
from csboard.tui.fence import Plain
from csboard.tui.layout import cell_len, pad
from csboard.tui.screens.telling import TellingScreen
from csboard.tui.state import Change
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.listing import Listing, Row
from csboard.tui.widgets.stages import StageStrip

LABEL = 22
"""Cells of the names on the left."""


class Setting(NamedTuple):
    """One row: what it is called, what holds, and what there is to say about it."""

    name: str
    label: str
    value: str
    note: str
    whole: str = ""
    """What a row has no room for, at length."""


class Part(Protocol):
    """One's own settings, or the team's."""

    title: str

    @property
    def may_change(self) -> bool:
        """Whether the person may change anything in it."""

    async def read(self) -> list[Setting]:
        """The rows, as things are now."""

    async def change(self, name: str) -> None:
        """Ask for another value and take it."""

    async def remove(self, name: str) -> None:
        """Take out what was set."""

    async def shift(self, name: str, by: int) -> None:
        """Move a stage."""

    async def edit_as_file(self) -> None:
        """All of it in the person's editor."""


class SettingsScreen(TellingScreen):
    """Two lists beside each other, one of which is seen."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "settings.tcss"]  # type: ignore[assignment]
    PLACES = ("settings", "listing")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("settings")

    def __init__(self) -> None:
        super().__init__()
        from csboard.tui.screens.settings_own import OwnSettings
        from csboard.tui.screens.settings_team import TeamPart

        self._parts: tuple[Part, ...] = (OwnSettings(self), TeamPart(self))
        self._cursors = [0, 0]
        self._here = 0
        self._rows: list[Setting] = []
        self._rows_of = 0
        """The part whose rows are shown."""

    def compose(self) -> ComposeResult:
        yield Plain(_("Settings"), id="title")
        yield StageStrip()
        yield Listing()
        yield Footer()

    def on_mount(self) -> None:
        app_of(self).changes.subscribe(self, self._changed)
        self.show_keys()
        self.show_again()

    def on_unmount(self) -> None:
        app_of(self).forget(self)

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        self.query_one(Listing).focus()

    def _changed(self, change: Change) -> None:
        if change.whole:  # somebody changed the team's
            self.show_again()

    def show_again(self) -> None:
        """Read and show the part that is seen."""
        # Not a coroutine: one that is overtaken before it began would never be awaited.
        self.run_worker(self._show, group="read", exclusive=True)  # type: ignore[arg-type]

    async def _show(self) -> None:
        part = self._parts[self._here]
        rows = await part.read()
        if part is not self._parts[self._here]:
            return
        self._cursors[self._here] = self._place_in(rows)
        self._rows, self._rows_of = rows, self._here
        self.query_one(StageStrip).show([one.title for one in self._parts], self._here)
        listing = self.query_one(Listing)
        listing.cursor = self._cursors[self._here]
        listing.show([_row(setting) for setting in rows])
        self.show_keys()

    def can(self, name: str) -> bool:
        changes = name in ("change", "remove", "earlier", "later", "file")
        return not changes or self._parts[self._here].may_change

    def keys_now(self) -> list[tuple[str, str, str]]:
        shown = super().keys_now()
        if self.can("change"):
            return shown
        [(key, _label, action)] = keys.footer_keys(["settings.change"])
        return [(key, _("Read"), action), *shown]  # what has no room in its row

    def _place_in(self, rows: Sequence[Setting]) -> int:
        """Where the setting under the cursor is now, whatever others added or took out."""
        names = [row.name for row in rows]
        here = self._under_cursor if self._rows_of == self._here else ""
        return names.index(here) if here in names else self._cursors[self._here]

    @property
    def _under_cursor(self) -> str:
        """The setting under the cursor."""
        cursor = self.query_one(Listing).cursor
        return self._rows[cursor].name if self._rows else ""

    @property
    def _shown_part(self) -> Part:
        """Whose rows are before the person's eyes: just after a change still the other one's."""
        return self._parts[self._rows_of]

    # keys

    @on(Listing.Moved)
    def _moved(self) -> None:
        self._cursors[self._here] = self.query_one(Listing).cursor

    @on(Listing.Chosen)
    def action_change(self) -> None:
        self._do(self._shown_part.change)

    def show_whole(self, name: str, sentence: str) -> None:
        """Show a value that isn't changed here at full length, which a row has no room for."""
        from csboard.tui.screens.report import ReportScreen

        for row in (row for row in self._rows if row.name == name):
            lines = [row.value, *filter(None, [row.whole or row.note])]
            self.app.push_screen(ReportScreen(sentence, lines, row.label))

    def action_remove(self) -> None:
        self._do(self._shown_part.remove)

    def action_earlier(self) -> None:
        self._do(lambda name: self._shown_part.shift(name, -1))

    def action_later(self) -> None:
        self._do(lambda name: self._shown_part.shift(name, 1))

    def action_file(self) -> None:
        self._do(lambda _name: self._shown_part.edit_as_file())

    def _do(self, act: Callable[[str], Awaitable[None]]) -> None:
        async def done() -> None:
            await act(self._under_cursor)
            self.show_again()

        if self._under_cursor:
            self.run_worker(done(), group="act")

    def action_part(self) -> None:
        self._here = 1 - self._here
        self.show_again()

    @on(StageStrip.Picked)
    def _picked(self, event: StageStrip.Picked) -> None:
        if event.index != self._here:
            self.action_part()

    def action_back(self) -> None:
        self.dismiss()


def _row(setting: Setting) -> Row:
    note = f"   {' ' * (LABEL - 2)}{setting.note}" if setting.note else ""
    label = pad(setting.label, max(LABEL, cell_len(setting.label)))
    return [[(f" {label}{setting.value}", "row")], [(note, "muted")]]
