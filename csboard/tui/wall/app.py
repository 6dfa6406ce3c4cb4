"""The wall display: pages that turn by themselves, over data whose age is always told.

It holds no way to change anything: its connection can't write, and its keys only turn pages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from csboard.domain import wall_freshness as freshness
from csboard.domain.business_time import is_open, working_between
from csboard.domain.wall import Targets
from csboard.domain.wall_pages import View, calling, day_told, page, worth_showing
from csboard.domain.wall_parts import Kind, Page, Row
from csboard.domain.wall_turning import Turn, held, stepped, turned
from csboard.i18n import _, format_day, in_zone
from csboard.named import NamedTuple
from csboard.tui import keys
from csboard.tui.base import BaseApp
from csboard.tui.themes import dress
from csboard.tui.wall.layout import Frame, lines
from csboard.tui.wall.lines import Line
from csboard.tui.wall.view import WallView

if TYPE_CHECKING:
    from csboard.tui.wall.source import Source

TICK = 1.0
"""Seconds: the clock on the wall has them."""
SHIFT_EVERY = timedelta(minutes=3)
"""After which all stands a cell elsewhere: what never moves burns in."""
_SHIFTS = ((0, 0), (1, 0), (1, 1), (0, 1))
DARK_AFTER = timedelta(hours=1)
"""Of closed time before and behind which it is night."""


class Showing(NamedTuple):
    """What the host wants to be seen."""

    pages: tuple[str, ...]
    every: int
    """Seconds that a page stands."""
    targets: Targets


class WallApp(BaseApp):
    """csboard on the wall."""

    CSS: ClassVar[str] = BaseApp.CSS + "#wall { width: 100%; height: 100%; }"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("wall")

    def __init__(
        self, source: Source, showing: Showing, theme: str = "", borders: str = "line"
    ) -> None:
        super().__init__()
        self.source, self.showing = source, showing
        self.turn = Turn(showing.pages[0], source.now())
        self.when_shown: Callable[[], None] = lambda: None
        self._has_help = False
        self._view = WallView(self._lines)
        dress(self, theme)
        if borders != "line":
            self.draw_lines_in(borders)

    def compose(self) -> ComposeResult:
        yield self._view

    def on_mount(self) -> None:
        self.call_after_refresh(self.when_shown)
        self.set_interval(TICK, self.tick)
        self.tick()

    def tick(self) -> None:
        """Show the present second, and see to it that the next reading begins."""
        self.run_worker(self.look(), group="look")
        self.show()

    async def look(self) -> None:
        """Read what is due; a program that the board has overtaken ends, to be started anew."""
        if await self.source.look():
            self.show()
        if self.source.is_outdated:
            self.exit(return_code=0)
        elif await self.source.think():
            self.show()

    def show(self) -> None:
        """Bring the screen up to now."""
        if (view := self.view) is not None:
            now = self.source.now()
            called = calling(self.showing.pages, view)
            self.turn = turned(self.turn, self._pages(view), called, now, self.showing.every)
        self._view.redraw()

    @property
    def view(self) -> View | None:
        """What is known, as of now; None before the first reading."""
        source = self.source
        if source.wall is None:
            return None
        return View(source.wall, source.aside, source.now(), self.showing.targets)

    def _pages(self, view: View) -> Sequence[str]:
        return worth_showing(self.showing.pages, view)

    # ---- drawing ------------------------------------------------------------------------

    def _lines(self, width: int, height: int) -> list[Line]:
        return lines(self._page(), self._frame(), width, height)

    def _page(self) -> Page:
        if self._has_help:
            return help_page()
        view = self.view
        if view is None:
            why = self.source.readings.why or _("The board is being read.")
            return Page("", _("Wall display"), notes=(why,))
        return page(self.turn.page, view)

    def _frame(self) -> Frame:
        readings, now, view = self.source.readings, self.source.now(), self.view
        stale = freshness.told(readings, now)
        if view is None:
            # The team's zone isn't known yet: by the host's own.
            clock = f"{now.astimezone():%H:%M:%S}"
            return Frame("", "", clock, "", stale=stale, shift=shift_at(now))
        zone = view.wall.zone
        read_at = in_zone(view.wall.at, zone)
        read = _("as of {time}").format(time=f"{read_at:%H:%M:%S}")
        if read_at.date() != in_zone(now, zone).date():
            read = _("as of {time}").format(time=f"{format_day(read_at, zone)} {read_at:%H:%M}")
        pages = self._pages(view)
        is_one_of_them = len(pages) > 1 and self.turn.page in pages
        return Frame(
            team=view.wall.snapshot.team_name,
            day=format_day(now, zone),
            clock=f"{in_zone(now, zone):%H:%M:%S}",
            read=read,
            named=day_told(view),
            stale=stale,
            why=readings.why if stale else "",
            place=f"{pages.index(self.turn.page) + 1}/{len(pages)}" if is_one_of_them else "",
            stays=self._why_it_stays(view),
            is_dim=is_night(view, now),
            shift=shift_at(now),
        )

    def _why_it_stays(self, view: View) -> str:
        """While pages don't take turns, what keeps them; empty while they do."""
        if self.turn.is_held:
            return _("held")
        called, pages = calling(self.showing.pages, view), self._pages(view)
        return _("stays while urgent") if self.turn.page == called and len(pages) > 1 else ""

    # ---- what keys do -------------------------------------------------------------------

    def action_after(self) -> None:
        self._step(1)

    def action_before(self) -> None:
        self._step(-1)

    def _step(self, step: int) -> None:
        self._has_help = False
        if (view := self.view) is not None:
            self.turn = stepped(self.turn, self._pages(view), step, self.source.now())
        self.show()

    def action_hold(self) -> None:
        self._has_help = False
        self.turn = held(self.turn, self.source.now())
        self.show()

    def action_help(self) -> None:
        self._has_help = not self._has_help
        self._view.redraw()

    async def action_quit(self) -> None:
        """End: nothing is being written that could be lost."""
        self.exit(return_code=0)

    def action_help_quit(self) -> None:
        """Ctrl+C tells how to leave, as everywhere."""
        self._has_help = True
        self._view.redraw()

    async def action_suspend_process(self) -> None:  # type: ignore[override]
        """Nothing: on the wall there is no shell to come back from."""

    def hides_all(self) -> bool:
        """No: what a window has no room for it says itself."""
        return False


def help_page() -> Page:
    """The keys there are, in a word each, so that even a small window has room for all.

    Where there is more room, what the figure counts that no stage does.
    """
    rows = tuple(Row((keys.keys_text(one.keys), _(one.label))) for one in keys.actions_of("wall"))
    told = Row(("", _("This display only reads: no key changes anything.")))
    notes = (_("In hand: tasks that somebody has and that aren't on hold, at any stage."),)
    return Page("help", _("Keys"), rows=(*rows, told), notes=notes, kinds=(Kind.WHOLE, Kind.WORDS))


def shift_at(now: datetime) -> tuple[int, int]:
    """Where everything stands: each of four places has its turn."""
    turn = int(now.timestamp() // SHIFT_EVERY.total_seconds())
    return _SHIFTS[turn % len(_SHIFTS)]


def is_night(view: View, now: datetime) -> bool:
    """Whether nobody has been at work for an hour, and nobody is within the next."""
    calendar = view.wall.calendar
    if is_open(calendar, now):
        return False
    return not working_between(calendar, now - DARK_AFTER, now + DARK_AFTER)
