"""The team's words for tags: how each is read, how much it is used, and putting them in order."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType

from csboard.domain.tag import Dimension, Tag
from csboard.domain.undone_words import what_was_undone
from csboard.domain.words import dimension as named
from csboard.i18n import _, ngettext
from csboard.tui import keys, vocabulary_acts
from csboard.tui.app import app_of, station_of
from csboard.tui.fence import Plain, say
from csboard.tui.layout import cell_len, cut, pad
from csboard.tui.permitted import CHANGES, may_work, why_not
from csboard.tui.screens.filtered_list import FilteredList
from csboard.tui.screens.reading import ReadingScreen
from csboard.tui.state import Change
from csboard.tui.vocabulary_acts import Counted
from csboard.tui.widgets.filter import FilterLine
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.listing import Listing, Row
from csboard.tui.widgets.stages import StageStrip

Act = Callable[[Any, Counted, Tag], Coroutine[Any, Any, None]]

READING_SHARE, USED_CELLS = 5, 9
"""Of the width a fifth is for readings; figures of use need so many cells."""
LEAST, MOST = 12, 28
"""Cells of the columns of words and readings."""
KINDS = tuple(Dimension)


class VocabularyScreen(FilteredList, ReadingScreen):
    """One kind of words at a time, the most used first, retired ones last."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "vocabulary.tcss"]  # type: ignore[assignment]
    PLACES = ("vocabulary", "listing")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("vocabulary")
    AUTO_FOCUS = "Listing"
    LEAVES_LINE = True

    def __init__(self) -> None:
        super().__init__()
        self._counted: Counted | None = None
        self._kind = Dimension.CONTENT
        self._cursors = dict.fromkeys(Dimension, 0)
        self._narrowed = ""
        self._shown: tuple[Tag, ...] = ()

    def compose(self) -> ComposeResult:
        yield Plain(_("Words for tags"), id="title")
        yield StageStrip()
        yield FilterLine("", self._narrow_to, placeholder=_("a word, its reading, romaji"))
        yield Plain(id="columns")
        yield Listing(row_height=1)
        yield Footer()

    def on_mount(self) -> None:
        self.show_keys()

    def on_resize(self, _event: events.Resize) -> None:
        self._show()

    # reading

    def board_changed(self, change: Change) -> None:
        if change.whole or any(map(vocabulary_acts.touches_words, change.events)):
            self.read_soon()

    async def read(self) -> None:
        self._counted = await station_of(self).read(vocabulary_acts.counted)
        self._show()

    # showing

    @property
    def chosen(self) -> Tag | None:
        cursor = self.query_one(Listing).cursor
        return self._shown[cursor] if cursor < len(self._shown) else None

    def _show(self) -> None:
        counted, before = self._counted, self.chosen
        if counted is None or not self.size.width:
            return
        fitting = {kind: counted.fitting(kind, self._narrowed) for kind in KINDS}
        self._shown = fitting[self._kind]
        self.query_one("#title", Plain).show(counted.title)
        titles = [f"{named(kind)} {len(fitting[kind])}" for kind in KINDS]
        self.query_one(StageStrip).show(titles, KINDS.index(self._kind))
        columns = _columns(self.size.width)
        self.query_one("#columns", Plain).show(_heading(columns))
        # Who renames a tag makes another row of it: the cursor goes along.
        now = counted.vocabulary.tag(before.id) if before else None
        here = counted.vocabulary.goes_on_as(now).id if now else None
        self.query_one(Listing).show(
            [_row(tag, counted, columns) for tag in self._shown],
            self._hint(),
            [tag.id for tag in self._shown],
            here=here,
        )
        self.show_keys()

    def _hint(self) -> str:
        if self._narrowed:
            return _("No word of this kind is like that.")
        return _("There is no word of this kind yet: it comes with the first tag.")

    def can(self, name: str) -> bool:
        if f"vocabulary.{name}" in CHANGES and not may_work(self, self.state):
            return False
        return name == "undo" or self.chosen is not None or name not in _OF_A_WORD

    # what keys do

    @on(Listing.Moved)
    def _moved(self) -> None:
        self._cursors[self._kind] = self.query_one(Listing).cursor
        self.show_keys()

    def _narrow_to(self, typed: str) -> None:
        self._narrowed = typed
        self._show()

    def action_kind(self, by: int = 1) -> None:
        self._go_to(KINDS[(KINDS.index(self._kind) + by) % len(KINDS)])

    def action_kind_before(self) -> None:
        self.action_kind(-1)

    @on(StageStrip.Picked)
    def _picked(self, event: StageStrip.Picked) -> None:
        self._go_to(KINDS[event.index])

    def _go_to(self, kind: Dimension) -> None:
        self._kind, self._shown = kind, ()
        self.query_one(Listing).cursor = self._cursors[kind]
        self._show()

    def _act(self, act: Act) -> None:
        """Do one act after the other; it may open a box."""
        counted, tag = self._counted, self.chosen
        if counted is None or tag is None or self._is_refused():
            return
        app_of(self).hold_keys()

        async def doing(_before: int) -> None:
            try:
                await act(self, counted, tag)
                await self.read_again()
            finally:
                app_of(self).let_keys_go()

        self.app.run_worker(app_of(self).turns.take(doing), group="act")

    @on(Listing.Chosen)
    def action_rename(self) -> None:
        self._act(vocabulary_acts.rename)

    def action_reading(self) -> None:
        self._act(vocabulary_acts.set_reading)

    def action_merge(self) -> None:
        self._act(vocabulary_acts.merge)

    def action_retire(self) -> None:
        self._act(vocabulary_acts.retire)

    def _is_refused(self) -> bool:
        """Whether the person may only look; then they are told why."""
        if why := why_not(self, self.state):
            say(self.app, why, "warning")
        return bool(why)

    def action_undo(self) -> None:
        if self._is_refused():
            return

        async def doing(_before: int) -> None:
            if event := await app_of(self).perform(vocabulary_acts.undo()):
                say(self.app, what_was_undone(event))
                await self.read_again()

        self.app.run_worker(app_of(self).turns.take(doing), group="act")

    def action_inquiries(self) -> None:
        from csboard.tui.screens.search import SearchScreen

        if (tag := self.chosen) is not None:
            app_of(self).searched = f'{tag.dimension}:"{tag.word}"'
            self.app.push_screen(SearchScreen())

    def action_back(self) -> None:
        """End the filter, if there is one; else go."""
        line = self.query_one(FilterLine)
        if line.value:
            line.value = ""
            line.display = False
        else:
            self.dismiss()


_OF_A_WORD = ("rename", "merge", "reading", "retire", "inquiries")


def _columns(width: int) -> tuple[int, int]:
    """Cells for words and for readings; the rest is for what a word was before."""
    reading = min(MOST, max(LEAST, width // READING_SHARE))
    return min(MOST, max(LEAST, width // 3)), reading


def _heading(columns: tuple[int, int]) -> str:
    word, reading = columns
    names = (pad(_("Word"), word), pad(_("Reading"), reading), pad(_("Uses"), USED_CELLS))
    return "  " + " ".join((*names, _("Formerly")))


def _row(tag: Tag, counted: Counted, columns: tuple[int, int]) -> Row:
    word, reading = columns
    count = counted.uses.get(tag.id, 0)
    used = ngettext("{n} use", "{n} uses", count).format(n=count) if count else ""
    told = _(", ").join(one.word for one in counted.vocabulary.leading_to(tag))
    retired = tag.retired_at is not None
    if retired:
        told = _("; ").join(filter(None, (_("retired"), told)))
    role = "muted" if retired else "row"
    return [
        [
            (f" {_fit(tag.word, word)} ", role),
            (f"{_fit(tag.reading, reading)} ", "muted"),
            (f"{pad(used, USED_CELLS)} ", role),
            (told, "muted"),
        ]
    ]


def _fit(text: str, width: int) -> str:
    return pad(text if cell_len(text) <= width else cut(text, width), width)
