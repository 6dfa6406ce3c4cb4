"""Picking a template for a reply: narrowed as one types, with how it will read."""

from __future__ import annotations

from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from csboard.domain.template_sheet import Listed, Offered, narrowed
from csboard.domain.templates import fill
from csboard.errors import Refused
from csboard.i18n import _
from csboard.tui import keys
from csboard.tui.base import BaseApp
from csboard.tui.fence import Plain, entitle
from csboard.tui.fields import ImeInput
from csboard.tui.template_lines import heading, row_of
from csboard.tui.times import Times
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.listing import Listing


class Picked(Listing, can_focus=False):
    """The cursor is moved from the line in which one types; a click picks."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"canvas--tags"}

    CLICKS = 1


class TemplatePick(ModalScreen[Listed | None]):
    """Answers the template that was picked, or None."""

    CSS_PATH: ClassVar[list[str]] = ["writing.tcss", "template_pick.tcss"]  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("template_pick")
    AUTO_FOCUS = "ImeInput"

    def __init__(self, offered: Offered, times: Times) -> None:
        super().__init__()
        self._offered = offered
        self._times = times
        self._shown = offered.rows

    def compose(self) -> ComposeResult:
        with Vertical(id="box") as box:
            entitle(box, _("Which template?"))
            yield ImeInput("", placeholder=_("words in name, tags, text"), id="typed")
            yield Plain(id="columns")
            yield Picked(row_height=1)
            with VerticalScroll(id="preview", can_focus=False):
                yield Plain(id="text")
            yield Footer()

    def on_mount(self) -> None:
        shown = ["template_pick.choose", "template_pick.leave"]
        self.query_one(Footer).show(keys.footer_keys(shown))

    def on_resize(self) -> None:
        self.call_after_refresh(self._show)

    def on_screen_resume(self) -> None:
        self.call_after_refresh(cast(BaseApp, self.app).let_keys_go)

    @property
    def _listing(self) -> Picked:
        return self.query_one(Picked)

    def _show(self) -> None:
        width = self._listing.size.width - 1
        if width < 0:
            return
        hint = _("No template is like this.") if self._offered.rows else _nothing_yet()
        self.query_one("#columns", Plain).show(heading(width))
        rows = [row_of(row, width, self._times) for row in self._shown]
        self._listing.show(rows, hint)
        self._show_preview()

    @on(Listing.Moved)
    def _show_preview(self) -> None:
        """As it would stand in the reply; what another program stored may be no template."""
        row = self._row
        try:
            text = fill(row.template, self._offered.facts).text if row else ""
        except Refused as wrong:
            text = wrong.sentence
        self.query_one("#text", Plain).show(text)
        self.query_one("#preview", VerticalScroll).scroll_home(animate=False)

    @property
    def _row(self) -> Listed | None:
        cursor = self._listing.cursor
        return self._shown[cursor] if cursor < len(self._shown) else None

    @on(ImeInput.Changed)
    def _narrow(self, event: ImeInput.Changed) -> None:
        self._shown = narrowed(self._offered.rows, event.value)
        self._listing.cursor = 0
        self._show()

    @on(ImeInput.Submitted)
    @on(Listing.Chosen)
    def action_choose(self) -> None:
        if (row := self._row) is not None:
            self.dismiss(row)

    def action_up(self) -> None:
        self._listing.action_up()

    def action_down(self) -> None:
        self._listing.action_down()

    def action_page_up(self) -> None:
        self._listing.action_page_up()

    def action_page_down(self) -> None:
        self._listing.action_page_down()

    def action_leave(self) -> None:
        self.dismiss(None)

    @on(Footer.Pressed)
    async def _key_clicked(self, event: Footer.Pressed) -> None:
        await self.run_action(event.action)


def _nothing_yet() -> str:
    return _("There is no template yet: {keys} leads to where they are written.").format(
        keys=f"{keys.key_of('everywhere.go')} {keys.key_of('go.templates')}"
    )
