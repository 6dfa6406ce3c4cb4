"""The team's stand-up: through the board column by column from the right, or person by person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from csboard.board import Board
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Card, TaskRef
from csboard.domain.stand_up import Entry, Turn, Walk, end_of, ended
from csboard.domain.stand_up_commands import BeginStandUp, EndStandUp
from csboard.domain.stand_up_words import away_in_turn, counts, going_on, name_of_turn, since
from csboard.errors import CsboardError
from csboard.i18n import N_, _
from csboard.text import clean
from csboard.tui import acts, keys
from csboard.tui.app import app_of, station_of
from csboard.tui.fence import Plain, say
from csboard.tui.permitted import is_allowed, may_work
from csboard.tui.screens.confirm import ConfirmDialog
from csboard.tui.screens.reading_list import ListScreen
from csboard.tui.stand_up_lines import (
    LeftOut,
    absences,
    card_row,
    fitting,
    left_out,
    lines_for,
)
from csboard.tui.state import Change
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.listing import Listing, Row

A_MINUTE = 60.0
LEAST_TOLD, WELL_TOLD, TALL = 3, 8, 32
"""Lines that what is told of a card has beside a long list; the latter on so high a screen."""
LEAST_AWAY, WELL_AWAY = 4, 6
"""Lines of absences at most; the latter on so high a screen."""
ENDS = N_(
    "End the team's stand-up? It is over for everybody who is in it, and the next one tells"
    " what happens from now on."
)
AROUND = 3
"""Lines of the title, the turn and the keys."""


class StandUpScreen(ListScreen[Walk]):
    """What moved since the last one, what is stuck, what needs somebody, and who is away.

    Whoever opens it while one goes on sees the same one; leaving the screen doesn't end it.
    """

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "stand_up.tcss"]  # type: ignore[assignment]
    PLACES = ("stand_up", "listing")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("stand_up")

    def __init__(self) -> None:
        super().__init__(_("Stand-up"), _asked, self._show)
        self._walk: Walk | None = None
        self._is_over = False
        """Whether the one that is shown has ended: it stays, to be pasted or saved."""
        self._people = False
        self._at = {False: 0, True: 0}
        """Which turn it is, by whether they are people's."""
        self._turn_began = 0
        """In which minute of the stand-up that turn began."""
        self._rows: list[Row] = []
        """Of its cards, as they are shown."""
        self._room = 0
        """Lines in which all of the chosen card is told."""

    def compose(self) -> ComposeResult:
        yield Plain(_("Stand-up"), id="title")
        yield Plain("", id="turn")
        yield Listing()
        yield Plain("", id="told")
        yield Plain("", id="away")
        yield Footer()

    def on_mount(self) -> None:
        app_of(self).changes.subscribe(self, self._changed)
        app_of(self).minutes.subscribe(self, self._turn_minute)

    def _changed(self, _change: Change) -> None:
        self.read_soon()

    def _turn_minute(self, _nothing: None) -> None:
        """A minute later, and no sooner, the time that is shown is another."""
        if self._walk is not None:
            self._show_turn(self._walk)

    def can(self, name: str) -> bool:
        if name in ("begin", "end"):
            return (name == "end") is self._goes_on and may_work(self, self.state)
        if name in ("open", "note"):
            return self._chosen is not None and (name == "open" or may_work(self, self.state))
        return True

    @property
    def _goes_on(self) -> bool:
        return (
            self._walk is not None and self._walk.found.stand_up is not None and not self._is_over
        )

    # what is shown

    def _show(self, walked: Walk) -> None:
        """What was read; the one that has ended stays as it was told."""
        one = self._walk.found.stand_up if self._walk is not None and self._goes_on else None
        if one is not None and walked.found.stand_up is None:
            at, by = end_of(one, walked.found)
            self._end(at, by)
            self._tell_end(by)
        if self._is_over and walked.found.stand_up is None and self._walk is not None:
            self._show_turn(self._walk)
            return
        is_another = self._walk is None or _number(self._walk) != _number(walked)
        self._walk, self._is_over = walked, False
        if is_another:
            self._turn_began = self._minutes
        self._show_turn(walked)

    def _end(self, at: datetime, by: str | None = None) -> None:
        assert self._walk is not None, "it went on"
        self._walk, self._is_over = ended(self._walk, at, by), True

    def _tell_end(self, by: str | None) -> None:
        """Say to whoever is still in it that a colleague ended it."""
        if by is not None and by != station_of(self).actor.login:
            name = in_a_sentence(by, self.state.members)
            say(self.app, _("{name} ended the stand-up: it is over for all.").format(name=name))

    def _show_turn(self, walked: Walk, *, begins: bool = False) -> None:
        """The turn it is, and if it `begins` with its first card under the cursor."""
        turn, turns = self._turn(walked), self._turns(walked)
        self.query_one("#title", Plain).show(self._title(walked))
        place = f"{self._at[self._people] + 1}/{len(turns)}"
        told = [place, clean(name_of_turn(turn, walked.found)), counts(turn)]
        if turn.away is not None:
            told.append(away_in_turn(turn.away, walked.found))
        self.query_one("#turn", Plain).show("  ".join(told))
        members = self.state.members
        rows = [card_row(one, walked.found, members) for one in turn.entries]
        self._rows = rows
        names = [(turn.key, one.ref) for one in turn.entries]
        nothing = _("Nothing moved, nothing is stuck, nothing needs anybody.")
        here = names[0] if names and begins else None
        self.query_one(Listing).show(rows, nothing, names, here=here)
        width, height = self.size
        most = WELL_AWAY if height >= TALL else LEAST_AWAY
        away = absences(walked.but_in((turn,)), width, most)
        self.query_one("#away", Plain).show(away)
        self._room = self._room_beside(walked, away)
        self._show_chosen(walked)

    def _show_chosen(self, walked: Walk) -> None:
        """All of the card under the cursor that its row doesn't tell."""
        told, at = self.query_one("#told", Plain), self.query_one(Listing).cursor
        told.styles.height = self._room
        told.display = bool(self._room)
        chosen = self._left_out(walked, at, at + 1)
        told.show("".join(fitting(one, self._room) for one in chosen))
        self.show_keys()

    def _left_out(self, walked: Walk, first: int = 0, end: int | None = None) -> Iterator[LeftOut]:
        """What the rows of some cards of the turn don't tell."""
        pairs = zip(self._turn(walked).entries, self._rows, strict=True)
        for entry, row in islice(pairs, first, end):
            yield left_out(entry, row, walked.found, self.size.width)

    def _room_beside(self, walked: Walk, away: str) -> int:
        """Lines for the card under the cursor: as many as any of the turn needs, if they are free.

        The list comes first, and doesn't jump as the cursor goes; of a long one some are taken.
        """
        height = self.size.height
        around = AROUND + len(away.splitlines())
        free = height - around - sum(map(len, self._rows))
        least = WELL_TOLD if height >= TALL else LEAST_TOLD
        return lines_for(self._left_out(walked), max(free, least))

    def _title(self, walked: Walk) -> str:
        told = [_("Stand-up over") if self._is_over else _("Stand-up")]
        now = station_of(self).clock.now()
        told.append(going_on(walked.found._replace(now=now)))
        if self._goes_on and self._here:
            told.append(_("this turn {n} min").format(n=self._here))
        return "  ".join(filter(None, (*told, since(walked.found))))

    @property
    def _minutes(self) -> int:
        """For how many whole minutes it has gone on."""
        going_on = self._walk.found.stand_up if self._walk else None
        if going_on is None:
            return 0
        passed = station_of(self).clock.now() - going_on.began_at
        return max(0, int(passed.total_seconds() // A_MINUTE))

    @property
    def _here(self) -> int:
        return max(0, self._minutes - self._turn_began)

    def _turns(self, walked: Walk) -> tuple[Turn, ...]:
        return walked.people if self._people else walked.stages

    def _turn(self, walked: Walk) -> Turn:
        turns = self._turns(walked)
        self._at[self._people] = min(self._at[self._people], len(turns) - 1)
        return turns[self._at[self._people]]

    @property
    def _chosen(self) -> Entry | None:
        if self._walk is None:
            return None
        entries = self._turn(self._walk).entries
        cursor = self.query_one(Listing).cursor
        return entries[cursor] if cursor < len(entries) else None

    @on(Listing.Moved)
    def _moved(self) -> None:
        if self._walk is not None:
            self._show_chosen(self._walk)

    # what keys do

    def action_after(self) -> None:
        self._go(1)

    def action_before(self) -> None:
        self._go(-1)

    def _go(self, by: int) -> None:
        if self._walk is None:
            return
        at = self._at[self._people] + by
        if not 0 <= at < len(self._turns(self._walk)):
            say(self.app, self._no_further(by))
            return
        self._at[self._people] = at
        self._begin_turn(self._walk)

    def _no_further(self, by: int) -> str:
        """That there is no turn there, and how a stand-up that goes on ends."""
        if by < 0:
            return _("This is the first turn.")
        if not self.can("end"):
            return _("That was the last turn.")
        told = _("That was the last turn: {key} ends the stand-up.")
        return told.format(key=keys.key_of("stand_up.end"))

    def action_other(self) -> None:
        self._people = not self._people
        if self._walk is not None:
            self._begin_turn(self._walk)

    def _begin_turn(self, walked: Walk) -> None:
        self._turn_began = self._minutes
        self.leave_said(unseen=True)  # it was about the turn before
        self._show_turn(walked, begins=True)

    @on(Listing.Chosen)
    def action_open(self) -> None:
        from csboard.tui.screens.inquiry import InquiryScreen

        if (chosen := self._chosen) is not None and self._walk is not None:
            numbers = (one.ref.number for one in self._turn(self._walk).entries)
            neighbours = tuple(dict.fromkeys(numbers))
            self.app.push_screen(InquiryScreen(chosen.ref.number, neighbours))

    def action_note(self) -> None:
        """On the card under the cursor; it is read, as it may have left the board."""
        if (chosen := self._chosen) is None:
            return
        app_of(self).hold_keys()

        async def doing(_before: int) -> None:
            try:
                card = self.state.card(chosen.ref) or await self._card(chosen.ref)
            except CsboardError as failure:
                app_of(self).let_keys_go()
                say(self.app, failure.sentence, "warning")
            else:
                await self._note(card)

        self.app.run_worker(app_of(self).turns.take(doing), group="act")

    async def _card(self, ref: TaskRef) -> Card:
        return await station_of(self).read(lambda board: board.card(ref))

    async def _note(self, card: Card) -> None:
        if is_allowed(self, self.state, "note", card):
            await acts.note(self, card)
        else:
            app_of(self).let_keys_go()

    def action_begin(self) -> None:
        """Begin it; of one that goes on already the refusal tells who began it, and when."""

        async def doing(_before: int) -> None:
            if await app_of(self).perform(BeginStandUp()):
                self._at = {False: 0, True: 0}
                self.read_soon()

        if may_work(self, self.state):
            self.app.run_worker(app_of(self).turns.take(doing), group="act")

    def action_end(self) -> None:
        """End it, asked once; what was told and noted up to now can be taken along."""
        walked = self._walk
        if walked is None or walked.found.stand_up is None or not self.can("end"):
            told = _("No stand-up goes on: {key} begins one.")
            say(self.app, told.format(key=keys.key_of("stand_up.begin")))
            return
        command = EndStandUp(stand_up_id=walked.found.stand_up.id)
        app_of(self).hold_keys()

        async def doing(_before: int) -> None:
            if not await self.app.push_screen_wait(ConfirmDialog(_(ENDS), _("End"))):
                return
            await self.read_again()  # a note may have been taken a moment ago
            if event := await app_of(self).perform(command):
                if self._goes_on:
                    self._end(event.at, event.actor)
                self.action_summary()

        self.app.run_worker(app_of(self).turns.take(doing), group="act")

    def action_summary(self) -> None:
        from csboard.tui.stand_up_files import hand_out

        if self._walk is not None:
            handing = hand_out(self, self._walk, people=self._people)
            self.app.run_worker(handing, group="summary")


def _number(walked: Walk) -> int | None:
    """Of the stand-up that goes on."""
    return walked.found.stand_up.id if walked.found.stand_up is not None else None


def _asked(board: Board, login: str) -> Walk:
    return board.stand_up()
