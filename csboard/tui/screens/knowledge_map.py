"""The knowledge map: topics by members, what would help, and one's own growth."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.timer import Timer

from csboard.board import Board
from csboard.domain import knowledge_words as words
from csboard.domain.growth import Growth
from csboard.domain.holders import KnowledgeMap, Topic, TopicRow
from csboard.i18n import _, ngettext
from csboard.tui import keys, map_acts, map_lines
from csboard.tui.app import station_of
from csboard.tui.fence import Plain
from csboard.tui.permitted import CHANGES, may_work
from csboard.tui.screens.reading_list import ListedScreen
from csboard.tui.state import Change
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.listing import Listing

TOUCHES = ("sent", "reviewed", "success", "opened", "edited", "tag", "merged", "claimed", "undone")
"""The beginnings of the kinds of events after which the map may be another."""


REST = 3.0
"""Seconds after which it is read again what others did, however much they do: it is all read."""


class MapRows(Listing):
    """A line for each topic."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"canvas--holds"}


class KnowledgeMapScreen(ListedScreen):
    """The topics that lack most stand first; `m` shows one's own growth instead."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "knowledge_map.tcss"]  # type: ignore[assignment]
    PLACES = ("map", "listing")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("map")

    def __init__(self) -> None:
        super().__init__()
        self.found: KnowledgeMap | None = None
        self._growth: tuple[Growth, ...] | None = None
        """While one's own growth is shown."""
        self._at: Topic | None = None
        """The topic that the cursor was at on the map while one's own growth is shown."""
        self._here: Topic | None = None
        """Where the cursor goes when the other of both is shown for the first time."""
        self._waits: Timer | None = None
        """Until it is read again."""
        self._first = 0
        """The first member whose column is in view."""

    def compose(self) -> ComposeResult:
        yield Plain(_("Knowledge map"), id="title")
        yield Plain(id="columns")
        yield MapRows(row_height=1)
        yield Plain(id="detail")
        yield Plain(id="legend")
        yield Footer()

    # reading

    def board_changed(self, change: Change) -> None:
        touching = [event for event in change.events if event.kind.startswith(TOUCHES)]
        me = station_of(self).actor.login
        if change.whole or any(event.actor == me for event in touching):
            self.read_soon()
        elif touching and self._waits is None:
            self._waits = self.set_timer(REST, self._read_after_rest)

    def _read_after_rest(self) -> None:
        self._waits = None
        self.read_soon()

    async def read(self) -> None:
        login, growing = station_of(self).actor.login, self._growth is not None
        if growing:
            self._growth = await station_of(self).read(lambda board: board.own_growth(login))
        else:
            self.found = await station_of(self).read(Board.knowledge)
        self.show_again()

    # showing

    @property
    def chosen(self) -> TopicRow | None:
        """The topic under the cursor; none while one's own growth is shown."""
        cursor = self.query_one(Listing).cursor
        if self.found is None or self._growth is not None or cursor >= len(self.found.rows):
            return None
        return self.found.rows[cursor]

    @property
    def topic(self) -> Topic | None:
        """The topic under the cursor, on the map or of one's own growth."""
        if self._growth is None:
            return self.chosen.topic if self.chosen else None
        cursor = self.query_one(Listing).cursor
        return self._growth[cursor].topic if cursor < len(self._growth) else None

    def show_again(self) -> None:
        if not self.size.width:
            return
        if self._growth is not None:
            self._show_growth(self._growth)
        elif self.found is not None:
            self._show_map(self.found)
        self._show_detail()
        self.show_keys()

    def _show_map(self, found: KnowledgeMap) -> None:
        members = map_lines.oneself_first(found.members, station_of(self).actor.login)
        at = map_lines.columns(self.size.width - 1, members, self._first)
        self._first = at.before
        rows = [
            map_lines.row_of(row, at, len(found.work.free.get(row.topic, ()))) for row in found.rows
        ]
        name = _("Knowledge map")
        title = f"{name}: {words.lacking(found)}  {words.truck(found.truck)}"
        self.query_one("#title", Plain).show(title)
        self.query_one("#columns", Plain).show(map_lines.heading(at))
        self.query_one("#legend", Plain).show(
            "  ".join(filter(None, (words.legend(), map_lines.out_of_view(at))))
        )
        hint = _("No inquiry has tags yet: {key} on a card tags it.").format(
            key=keys.key_of("board.tags")
        )
        here, self._here = self._here, None
        self.query_one(Listing).show(rows, hint, [row.topic for row in found.rows], here=here)

    def _show_growth(self, growth: tuple[Growth, ...]) -> None:
        width = self.size.width - 1
        told = ngettext("{n} topic", "{n} topics", len(growth)).format(n=len(growth))
        name = _("How you have grown")
        alone = _("Only you see this.")
        self.query_one("#title", Plain).show(f"{name}: {told}  {alone}")
        self.query_one("#columns", Plain).show(map_lines.growth_heading(width))
        self.query_one("#legend", Plain).show(
            _("Shu, ha, ri: keep to the form, break it, leave it.")
        )
        self.query_one(Listing).show(
            [map_lines.growth_row(one, width) for one in growth],
            _("You have answered nothing that has tags yet."),
            [one.topic for one in growth],
            here=self._here,
        )
        if growth:
            self._here = None

    def _show_detail(self) -> None:
        lines: tuple[str, ...] = ()
        if self._growth:
            one = self._growth[self.query_one(Listing).cursor]
            lines = (words.topic(one.topic), words.next_step(one.step))
        elif self.found is not None and (row := self.chosen) is not None:
            lines = map_acts.what_helps(self, self.found, row)
        self.query_one("#detail", Plain).show("\n".join(lines))

    @on(Listing.Moved)
    def _moved(self) -> None:
        self._show_detail()
        self.show_keys()

    def can(self, name: str) -> bool:
        if f"map.{name}" in CHANGES:
            return may_work(self, self.state) and (name != "take" or self.chosen is not None)
        return True

    # what keys do

    @on(Listing.Chosen)
    def action_open(self) -> None:
        from csboard.tui.screens.topic import TopicScreen

        if (topic := self.topic) is not None:
            self.app.push_screen(TopicScreen(topic))

    def action_take(self) -> None:
        if self.found is not None and (row := self.chosen) is not None:
            found = self.found
            self.in_turn(lambda: map_acts.take_next(self, found, row))

    def action_undo(self) -> None:
        self.in_turn(lambda: map_acts.undo(self))

    def action_growth(self) -> None:
        if self._growth is None:
            self._at = self.topic
        self._growth = () if self._growth is None else None
        self._here = self._at
        self.read_with_keys_held()

    def action_explain(self) -> None:
        from csboard.tui.screens.report import ReportScreen

        if self.found is not None:
            first, *others = words.explanation(self.found)
            rows = "\n\n".join(others).split("\n")
            self.app.push_screen(ReportScreen(first, rows, words.truck(self.found.truck)))

    def action_left(self) -> None:
        self._first = max(0, self._first - 1)
        self.show_again()

    def action_right(self) -> None:
        self._first += 1
        self.show_again()

    def action_back(self) -> None:
        if self._growth is not None:
            self.action_growth()
        else:
            self.dismiss()
