"""One stage of the board: its title and the part of its cards that is in view.

The column keeps its own offset and its own cursor. The cursor belongs to a task, not to a
place: when cards come, go or change around it, it stays on that task.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from csboard.domain.records import Card
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.tui.cards import GUTTER, MAX_LINES, Aside, CardLine, Piece
from csboard.tui.layout import wrap
from csboard.tui.palette import Ink
from csboard.tui.widgets.canvas import Run
from csboard.tui.widgets.card_tops import CardTops
from csboard.tui.widgets.dragging import Dragging
from csboard.tui.widgets.out_of_view import out_of_view
from csboard.tui.widgets.sayings import Sayings

if TYPE_CHECKING:
    from csboard.domain.business_calendar import Calendar

GAP = 1
"""Blank cells between this column and the next."""
MARK = "*"
"""In the first cell of each line of a card that is marked."""
WHEEL_LINES = 3
MAX_DRAWN = 100
"""Cards whose strips are kept; more than any screen shows."""


class _Drawn(NamedTuple):
    """The strips of a card and what they were made from."""

    card: Card
    age: str
    promise: Piece
    selected: bool
    marked: bool
    aside: Aside
    woke_at: datetime | None
    strips: tuple[Strip, ...]


class Column(Dragging):
    """The cards of one stage, drawn only as far as they are seen."""

    INKS: ClassVar[Mapping[str, Ink]] = {
        "head": Ink("head-foreground", "head-background"),
        "head-active": Ink("head-active-foreground", "head-active-background"),
        "meta": Ink("muted"),
        "mine": Ink("mine"),
        "urgent": Ink("urgent", bold=True),
        "high": Ink("high"),
        "unowned": Ink("unowned"),
        "tag": Ink("tag"),
        "waiting": Ink("waiting"),
        "unread": Ink("incoming", bold=True),
        "people": Ink("note"),
        "cursor": Ink("cursor-foreground", "cursor-background", bold=True),
        "bar": Ink("cursor-foreground", "cursor-background"),
        "mark": Ink("marked", bold=True),
        "drop": Ink("chip-foreground", "chip-background", bold=True),
    }

    class Chosen(Message):
        """A card was clicked; `twice` when it was a double click."""

        def __init__(self, column: Column, index: int, twice: bool) -> None:
            super().__init__()
            self.column = column
            self.index = index
            self.twice = twice

    class EndReached(Message):
        """The last card came into view."""

        def __init__(self, column: Column) -> None:
            super().__init__()
            self.column = column

    def __init__(
        self,
        stage_key: str,
        me: str,
        now: datetime,
        zone: ZoneInfo,
        calendar: Calendar | None = None,
    ) -> None:
        """`calendar` has the business hours by which promises run; without it none is shown."""
        super().__init__(classes="column")
        self.stage_key = stage_key
        self.cards: tuple[Card, ...] = ()
        self.cursor = 0
        self.active = False
        self.titled = True
        """Whether the column shows its own title; a strip above shows it otherwise."""
        self.open_end = False
        """Whether there may be more cards than those that were read."""
        self._told_end = 0
        self._me = me
        self._sayings = Sayings(now, zone, calendar)
        self._title = ""
        self._hints: tuple[str, ...] = ()
        self._offset = 0
        self._width = 0
        self._revealed_in = 0
        """How many lines there were when the cursor's card was last brought into view."""
        self._tops = CardTops()
        self._drawn: dict[int, _Drawn] = {}
        self._marked: Set[int] = frozenset()
        self._takes_drop = False

    @property
    def card(self) -> Card | None:
        """The card under the cursor."""
        return self.cards[self.cursor] if self.cards else None

    def show(self, cards: Sequence[Card], title: str, hints: tuple[str, ...]) -> None:
        """Show other cards; the cursor stays on its task, or at its place if that is gone."""
        before = self.card
        row = self._tops.top(self.cursor) - self._offset if before else 0
        cursor_seen = 0 <= row < self._room
        self.cards = tuple(cards)
        self._title, self._hints = title, hints
        self._tops.measure(self.cards, self._width)
        if before is not None:
            self.cursor = self._place_of(before.task_id)
        if self._offset and cursor_seen:
            self._offset = self._tops.top(self.cursor) - row
        self._hold_offset()
        if cursor_seen:
            self._reveal()
        self.redraw()

    def set_title(self, title: str) -> None:
        self._title = title
        self.redraw()

    def set_marked(self, task_ids: Set[int]) -> None:
        """Show a sign on the cards of these tasks, as far as they are here."""
        if task_ids != self._marked:
            self._marked = frozenset(task_ids)
            self.redraw()

    def set_asides(self, aside_of: Callable[[Card], Aside]) -> None:
        """Show on each card what `aside_of` says of it for this person."""
        self._sayings.set_asides(aside_of)
        self.redraw()

    def count_by(self, calendar: Calendar | None) -> None:
        """Show how promises stand by other business hours."""
        if calendar is not self._sayings.calendar:
            self._sayings.count_by(calendar)
            self.redraw()

    def set_takes_drop(self, takes: bool) -> None:
        """Show, or no longer, that a dragged card would be put here."""
        if takes != self._takes_drop:
            self._takes_drop = takes
            self.redraw()

    def set_active(self, active: bool) -> None:
        """Whether the board's cursor is in this column."""
        self.active = active
        self.redraw()

    def go(self, index: int) -> None:
        """Put the cursor on the card at `index` (or the nearest) and bring it into view."""
        self.cursor = max(0, min(index, len(self.cards) - 1))
        self._reveal()
        self.redraw()

    def find(self, task_id: int) -> int | None:
        """The index of a task's card, if it is shown here."""
        return next((i for i, card in enumerate(self.cards) if card.task_id == task_id), None)

    @property
    def page(self) -> int:
        """How many whole cards are in view."""
        return self._end - self._first

    def tick(self, now: datetime) -> None:
        """Let ages be counted to `now`."""
        self._sayings.tick(now)
        self.redraw()

    # drawing

    def draw(self, width: int, height: int) -> list[Strip]:
        if width != self._width + GAP:
            self._fit(width - GAP)
        elif self._revealed_in != self._room:
            self._reveal()
        lines = [self._head()] if self.titled else []
        first, end = self._first, self._end
        for index in range(first, end):
            lines += self._strips(index)
        if not self.cards:
            lines += self._hint_lines(width)
        elif end == len(self.cards):
            self._tell_end()
        if self._overflows:
            lines = lines[: height - 1]  # a card alone may be taller than the window
            lines += [self.line((), width)] * (height - 1 - len(lines))
            told = out_of_view(first, len(self.cards) - end, open_end=self.open_end)
            lines.append(self._plain_row([(f"  {told}", "meta")]))
        return lines[:height]

    def _head(self) -> Strip:
        role = "drop" if self._takes_drop else "head-active" if self.active else "head"
        title = self._title
        if self._takes_drop:
            title = _("Put here: {stage}").format(stage=title)
        return self._row([(f" {title}", role)], role)

    def _tell_end(self) -> None:
        """Tell that the end was seen, once for each end there is."""
        if self._told_end != self.cards[-1].task_id:
            self._told_end = self.cards[-1].task_id
            self.post_message(self.EndReached(self))

    def _hint_lines(self, width: int) -> list[Strip]:
        """What is said instead of cards, with the cursor if the board's is here."""
        first, *others = self._wrapped_hints() or [""]
        lines = [self.line([(f" {hint}", "")], width) for hint in (first, *others)]
        if self.active:
            lines[0] = self._row([(f">{first}", "cursor")], "cursor")
        return lines

    def _wrapped_hints(self) -> list[str]:
        return [line for hint in self._hints for line in wrap(hint, self._width - 2, 4)]

    def forget_styles(self) -> None:
        super().forget_styles()
        self._drawn.clear()

    def _strips(self, index: int) -> tuple[Strip, ...]:
        said = self._sayings.of(self.cards[index])
        card = said.card
        selected = self.active and index == self.cursor
        marked = card.task_id in self._marked
        known = self._drawn.get(card.task_id)
        shown = (said.age, said.promise, selected, marked, said.aside, card.woke_at)
        if known and known.card is said.stored and known[1:-1] == shown:
            return known.strips
        if len(self._drawn) >= MAX_DRAWN:
            self._drawn.clear()
        lines = self._sayings.lines(said, self._width, self._me)
        strips = self._make_strips(lines, selected, MARK if marked else " ")
        self._drawn[card.task_id] = _Drawn(said.stored, *shown, strips)
        return strips

    def _make_strips(
        self, lines: Sequence[CardLine], selected: bool, mark: str
    ) -> tuple[Strip, ...]:
        """The card's lines; the cursor takes the place of the mark on the first one only."""
        made: list[Strip] = []
        for number, pieces in enumerate(lines):
            runs: list[Run] = list(pieces)
            base = ""
            if selected and number == 0:
                runs, base = [(">" + runs[0][0], "cursor")], "cursor"
            elif selected:
                runs.insert(0, (mark, "bar"))
            elif mark != " ":
                runs.insert(0, (mark, "mark"))
            else:
                runs[0] = (" " * GUTTER + runs[0][0], runs[0][1])
            made.append(self._row(runs, base) if base else self._plain_row(runs))
        return tuple(made)

    def _row(self, runs: list[Run], base: str) -> Strip:
        """A line with a background of its own, which ends before the gap."""
        gap = Segment(" " * GAP, self.role_style(""))
        return Strip([*self.segments(runs, self._width, base), gap], self._width + GAP)

    def _plain_row(self, runs: list[Run]) -> Strip:
        """A line whose last piece of text goes on as blanks: one style less on the line."""
        return self.line(runs, self._width + GAP, runs[-1][1])

    # measuring and scrolling

    @property
    def _room(self) -> int:
        """Lines for cards."""
        return max(0, self.size.height - self._title_lines) - self._overflows

    @property
    def _overflows(self) -> bool:
        """Whether a line is needed that says how many cards are out of view."""
        return self._tops.total > self.size.height - self._title_lines > MAX_LINES

    @property
    def _title_lines(self) -> int:
        return 1 if self.titled else 0

    @property
    def _first(self) -> int:
        """The index of the first card that is at least partly in view."""
        return max(0, min(self._tops.at(self._offset), len(self.cards) - 1))

    @property
    def _end(self) -> int:
        """The index after the last card that is whole in view, one card at the least."""
        whole = self._tops.at(self._offset + self._room)
        return min(max(whole, self._first + 1), len(self.cards))

    def _fit(self, width: int) -> None:
        self._width = width
        self._drawn.clear()
        self._tops.measure(self.cards, width)
        self._reveal()

    def _place_of(self, task_id: int) -> int:
        found = self.find(task_id)
        return found if found is not None else max(0, min(self.cursor, len(self.cards) - 1))

    def _reveal(self) -> None:
        """Move the offset as little as needed to have the whole cursor card in view.

        Where there is no room yet, because the column is hidden, that is done when there is.
        """
        self._revealed_in = self._room
        if not self._room:
            return
        if self.cards:
            top, bottom = self._tops.top(self.cursor), self._tops.top(self.cursor + 1)
            if bottom - self._room > self._offset:
                self._offset = self._tops.top_after(bottom - self._room)
            self._offset = min(self._offset, top)
        self._hold_offset()

    def _hold_offset(self) -> None:
        last = self._tops.top_after(self._tops.total - self._room)
        self._offset = max(0, min(self._offset, last))

    def _scroll(self, lines: int) -> None:
        before = self._offset
        self._offset = self._tops.top_after(self._offset + lines)
        if lines < 0 and self._offset >= before:  # a card of more lines than that
            self._offset = self._tops.top_before(before)
        self._hold_offset()
        self.redraw()

    # mouse

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll(-WHEEL_LINES)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if self.has_dragged:  # the end of a drag
            return
        index = self._index_at(event.y)
        if index is None:
            self.post_message(self.Chosen(self, self.cursor, twice=False))
        else:
            self.post_message(self.Chosen(self, index, twice=event.chain > 1))

    def card_at(self, y: int) -> Card | None:
        index = self._index_at(y)
        return None if index is None else self.cards[index]

    def _index_at(self, y: int) -> int | None:
        """Which card is at a line of the screen."""
        index = self._tops.at(y - self._title_lines + self._offset)
        if y < self._title_lines or not 0 <= index < self._end:
            return None
        return index
