"""What the board shows: how it follows changes, tells of them, orders its cards and counts time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from csboard.domain.records import Card, Event
from csboard.i18n import in_zone
from csboard.tui.app import app_of
from csboard.tui.arrange import Arranger, Order, View
from csboard.tui.fence import say
from csboard.tui.header_parts import Part, Situation, parts_of
from csboard.tui.kept import NOTHING_KEPT, Kept
from csboard.tui.permitted import footer_of_card, is_to_take, lead_of, may_work
from csboard.tui.plan import stage_title
from csboard.tui.ranking import AT_ONCE, RESTED, Measure, Ranking
from csboard.tui.screens.board_columns import BoardColumns
from csboard.tui.screens.board_words import hints, order_in_header
from csboard.tui.state import BoardState, Change
from csboard.tui.station import Station
from csboard.tui.widgets.column import Column
from csboard.tui.widgets.header import Facts

if TYPE_CHECKING:
    from csboard.domain.replies import Surroundings
    from csboard.tui.screens.others import News

FOOTER = (
    ("board.open",),
    ("board.claim", "board.move_right", "board.take_over"),
    ("board.next",),
    ("board.new",),
    ("board.filter",),
    ("board.help",),
)
"""What the last line shows: five keys to begin with, and where the others are.

Of those in one slot the first that the rules allow.
"""
MANY_DONE = 50
"""Closed cards from which on there may be older ones that were not read."""
GUARDED_FOR = 1.0
"""Seconds for which no key acts after others put another card under the cursor."""


class BoardView(BoardColumns):
    """Cards of all stages. Nothing in it runs: it moves when the board does."""

    def __init__(self, state: BoardState, station: Station, kept: Kept = NOTHING_KEPT) -> None:
        """`kept` is how the person left the board last time."""
        super().__init__(state, station, kept)
        self._arranger = Arranger(
            station.actor.login,
            self._now,
            lambda: self.state.vocabulary,
            lambda: (tuple(self.state.members.values()), self.state.stages),
            Ranking(station.clock.now, lambda: Measure(self.state.rules, self.state.heat)),
        )
        self._ranking = self._arranger.ranking
        self._follows: Event | None = None
        self._today = self._local_day()
        self.has_all = False
        """Whether all closed cards have been read, down to the oldest."""
        self._told_of = 0
        """The event of others that was told last."""
        self._around: Surroundings | None = None
        """What colleagues do and what is unread, once that was read."""
        self.strayed_from: int | None = None
        """The task whose card others took from under the cursor while a box was in front."""
        self.guard = ""
        """Why acts are held off just now: others put another card under the cursor."""

    def show_keys(self) -> None:
        """Name the keys of now in the last line and in what columns say."""
        self._show_state()

    def _show_footer(self) -> None:
        """Name in the last line what can be done now."""
        is_offered = is_to_take(self, self.state, self.card)
        shown = footer_of_card("board", FOOTER, self.can, is_offered)
        self.footer.show(shown, lead_of(self, self.state))

    def on_mount(self) -> None:
        app = app_of(self)
        app.changes.subscribe(self, self._changed)
        app.troubles.subscribe(self, self._header.warn)
        app.surroundings.subscribe(self, self._show_surroundings)
        app.alarmed.subscribe(self, lambda _alarms: self._header.show(self._facts()))
        self._header.warn(app.trouble)
        self._tick_at_next_minute()

    # showing the board

    def follow(self, event: Event) -> None:
        """Put the cursor on the task of one's own act, once the board shows it."""
        self._follows = event
        self._find_followed()

    def _changed(self, change: Change) -> None:
        before, self.state = self.state, change.state
        under_cursor = self.card
        is_own = any(event.actor == self._station.actor.login for event in change.events)
        self._ranking.held = under_cursor.task_id if under_cursor and not is_own else None
        zone = ZoneInfo(self.state.zone)
        moved, self._zone = zone != self._zone, zone
        if moved or [stage.key for stage in change.state.stages] != self._stage_keys:
            self._preview.live_in(zone)
            self.run_worker(self._renew_columns(), group="stages", exclusive=True)
        elif change.whole:
            for column in self._columns:
                column.count_by(self._calendar)
            self._ranking.make_anew(self.state.cards.values())
            self._show_state()
            self._show_asides()
        else:
            gone = before.cards.keys() - change.state.cards.keys()
            old = (before.cards.get(task_id) for task_id in (*gone, *_ids(change.cards)))
            touched = {card.stage for card in (*old, *change.cards) if card is not None}
            self._show_state(touched)
            if before.absences != change.state.absences:
                self._show_asides()
        went_along = self._find_followed()
        self._tell_of_others(before, change, None if went_along else under_cursor)

    def _tell_of_others(self, before: BoardState, change: Change, card: Card | None) -> None:
        """Say what others did to one's own cards and to `card`, which was under the cursor."""
        from csboard.tui.screens.others import done_to_mine, taken_away, taken_back

        me = self._station.actor.login
        self._pass_on(taken_back(self._told_of, change, me))
        self._pass_on(done_to_mine(before, change, me))
        here = self.card
        if card is None or (here is not None and here.task_id == card.task_id):
            return
        if self.strayed_from is None and self.app.screen is not self:
            self.strayed_from = card.task_id
        news = taken_away(card, change, me)
        self._pass_on(news)
        if news.sentence:
            self.guard = news.sentence
            self.set_timer(GUARDED_FOR, self._end_guard)

    def _pass_on(self, news: News) -> None:
        if news.sentence:
            say(self.app, news.sentence, "warning")
            self._told_of = news.about

    def _end_guard(self) -> None:
        self.guard = ""

    def _show_state(self, touched: set[str] | None = None) -> None:
        """Bring every widget up to the state; of the columns only those `touched`."""
        by_stage: dict[str, list[Card]] = {column.stage_key: [] for column in self._columns}
        for card in self.state.cards.values():
            if card.stage in by_stage:
                by_stage[card.stage].append(card)
        titles: list[str] = []
        for column in self._columns:
            title = self._fill(column, by_stage[column.stage_key], touched)
            titles.append(title)
        self._strip.show(titles, self._active)
        self._header.show(self._facts())
        self._show_footer()
        self._following.soon()

    def _fill(self, column: Column, cards: list[Card], touched: set[str] | None) -> str:
        """Put its cards into a column and return the column's title."""
        stage = self.state.stage(column.stage_key)
        if stage is None:
            return ""
        unassigned = sum(card.owner is None for card in cards)
        anew = touched is None or column.stage_key in touched
        shown = self._arranger.column(cards, stage, self.view) if anew else column.cards
        narrowed = len(shown) if self.view.narrowed else None
        title = stage_title(stage, self.state.counts, narrowed, unassigned)
        column.open_end = stage.kind == "done" and len(cards) >= MANY_DONE and not self.has_all
        if anew:
            empty = not self.state.cards
            told = hints(stage, self.view, empty=empty, works=may_work(self, self.state))
            column.show(shown, title, told)
        else:
            column.set_title(title)
        return title

    def _show_surroundings(self, around: Surroundings) -> None:
        """Say in the header what wants oneself, and on the cards who is there and what is new."""
        self._around = around
        self._header.show(self._facts())
        self._show_asides()

    def _show_asides(self) -> None:
        if self._around is not None:
            from csboard.tui.asides import asides

            me, alone = self._station.actor.login, app_of(self).alone
            aside_of = asides(self._around, self.state.members, me, alone, self._away())
            for column in self._columns:
                column.set_asides(aside_of)

    def _away(self) -> Mapping[str, str]:
        """By login, what cards say of owners who are away now."""
        if not self.state.absences:
            return {}
        from csboard.tui.away_words import on_cards

        return on_cards(self.state, self._station.clock.now())

    def _facts(self) -> Facts:
        counts, watch = self.state.counts, app_of(self).alarm_watch
        me = self._station.actor.login
        member = self.state.members.get(me)
        return Facts(
            self.state.team_name,
            counts.unassigned,
            counts.tray,
            counts.done_today,
            member.name if member and member.name else me,
            self._around.unread if self._around else 0,
            order_in_header(self.view.order),
            self._around.stuck if self._around else 0,
            len(watch.alarms.shown) if watch else 0,
            self._parts(me),
        )

    def _parts(self, me: str) -> tuple[Part, ...]:
        """What the header says besides."""
        now, headline = self._station.clock.now(), app_of(self).headline
        return parts_of(Situation(self.state, self._around, me, now, headline))

    def show_header(self) -> None:
        """Draw the header anew."""
        self._header.show(self._facts())

    def prepare_filter(self) -> None:
        self._arranger.prepare(self.state.cards.values())

    def _now(self) -> datetime:
        """The moment of now where the team is."""
        return in_zone(self._station.clock.now(), self._zone)

    def set_view(self, view: View) -> None:
        """Show other cards, or the same in another order."""
        self.view = view
        self._show_state()

    def order_anew(self) -> None:
        """Let the cards stand as they are in need now; the cursor stays on its card.

        Many in parts, between which keys act: the old order holds until the new one is there.
        """
        if len(self.state.cards) <= AT_ONCE:
            self._ranking.make_anew(self.state.cards.values())
            self._show_in_order()
            return
        self.run_worker(self._order_anew(), group="order", exclusive=True)

    async def _order_anew(self) -> None:
        for _part in self._ranking.making_anew(tuple(self.state.cards.values())):
            await asyncio.sleep(0)
        self._show_in_order()

    def _show_in_order(self) -> None:
        if self.view.order is Order.NEED:
            self._show_state()

    def _has_rested(self) -> bool:
        """Whether nobody has touched the board for so long that nobody looks for a card."""
        return self._station.clock.now() - app_of(self).touched_at >= RESTED

    def _find_followed(self) -> bool:
        """Whether the cursor went along with one's own act, now that the board shows it."""
        event = self._follows
        if event is None or self.state.rev < event.id:
            return False
        self._follows = None  # a card that is not shown now draws no cursor to it later
        card = self.state.card(event.task) if event.task else None
        return card is not None and self.go_to_task(card)

    # time

    def _local_day(self) -> date:
        return in_zone(self._station.clock.now(), self._zone).date()

    def _tick_at_next_minute(self) -> None:
        now = self._station.clock.now()
        self.set_timer(60 - now.second - now.microsecond / 1e6, self._tick)

    def _tick(self) -> None:
        self.tick()
        self._tick_at_next_minute()

    def tick(self) -> None:
        """Count ages to the present minute; a new day begins with a new reading."""
        for column in self._columns:
            column.tick(self._station.clock.now())
        if self.state.absences:  # they begin and end by themselves
            self._show_asides()
        self._header.show(self._facts())
        app_of(self).tick()
        if self._has_rested():
            self.order_anew()
        if (today := self._local_day()) != self._today:
            self._today = today
            app_of(self).live.read_anew()


def _ids(cards: Iterable[Card]) -> Iterator[int]:
    return (card.task_id for card in cards)
