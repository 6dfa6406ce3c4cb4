"""Whether somebody can go: the score, what stands in the way, and the keys that mend it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.timer import Timer

from csboard.domain import leave_check_words as words
from csboard.domain.absence_words import days_in_words
from csboard.domain.absences import Absence
from csboard.domain.leave_check import LeaveCheck
from csboard.domain.leave_days import as_entered, days_in_a_line, next_leave, written
from csboard.domain.leave_findings import Kind, Line, Mend
from csboard.domain.people import in_a_sentence, works_here
from csboard.domain.records import Card, TaskRef
from csboard.errors import CsboardError, Refused, UsageError
from csboard.i18n import _, in_zone
from csboard.tui import acts, keys, leave_check_lines
from csboard.tui.app import app_of, station_of
from csboard.tui.fence import Plain, say
from csboard.tui.leave_check_lines import label_of, way
from csboard.tui.permitted import may_work
from csboard.tui.screens.reading import ReadingScreen
from csboard.tui.state import Change
from csboard.tui.times import Times
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.listing import Listing
from csboard.tui.widgets.whole_row import WholeRow

REST = 3.0
"""Seconds after which it is read again what others did, however much they do."""


OTHER_LINES = 5
"""Title, verdict in two lines, the line under the parts, keys."""


_NAMED = ("hand_off", "reply")
"""Keys that do several things."""


class LeaveCheckRows(Listing):
    """Two lines for each thing that stands in the way."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"canvas--key"}


class LeaveCheckScreen(ReadingScreen):
    """One page: whether they can go, what each part takes of the score, and the worst first."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "leave_check.tcss"]  # type: ignore[assignment]
    PLACES = ("leave_check", "listing")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("leave_check")

    def __init__(self, asked: Absence | None = None) -> None:
        """`asked`: the absence that is checked, entered or not; None for one's own next."""
        super().__init__()
        self._asked = asked
        self.found: LeaveCheck | None = None
        self._waits: Timer | None = None
        """Until it is read again."""

    def compose(self) -> ComposeResult:
        yield Plain(_("Leave check"), id="title")
        yield Plain(id="verdict")
        yield Plain(id="parts")
        whole = WholeRow()
        yield LeaveCheckRows(whole=whole)
        yield whole
        yield Footer()

    def on_mount(self) -> None:
        self.read_each_minute()  # promises come nearer

    def on_resize(self, _event: events.Resize) -> None:
        self._show()

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        self.query_one(Listing).focus()

    # reading

    def board_changed(self, change: Change) -> None:
        me = station_of(self).actor.login
        if change.whole or any(event.actor == me for event in change.events):
            self.read_soon()
        elif self._waits is None:
            self._waits = self.set_timer(REST, self._read_after_rest)

    def _read_after_rest(self) -> None:
        self._waits = None
        self.read_soon()

    async def read(self) -> None:
        asked = self._asked = self._as_entered_now(self._asked)
        try:
            self.found = await station_of(self).read(lambda board: board.leave_check(asked))
        except Refused as refusal:
            self.found = None
            self.query_one(Listing).show([], refusal.sentence)
        self._show()

    def _as_entered_now(self, asked: Absence | None) -> Absence:
        """What is checked, with the days it has by now; one that was withdrawn is entered no more.

        None for one's own next.
        """
        if asked is None:
            return self._next_of(station_of(self).actor.login)
        if not asked.id:
            return as_entered(asked, self.state.absences)
        entered = (one for one in self.state.absences if one.id == asked.id)
        return next(entered, asked._replace(id=0))

    def _next_of(self, login: str) -> Absence:
        """Their absence that goes on or comes next; next week's days where none is entered."""
        now = station_of(self).clock.now()
        return next_leave(login, self.state.absences, now, self.state.zone)

    # showing

    def _show(self) -> None:
        if not self.size.width or self._asked is None:
            return
        name = in_a_sentence(self._asked.login, self.state.members)
        now = station_of(self).clock.now()
        today = in_zone(now, self.state.zone).date()
        days = days_in_words(self._asked, today)
        entered = words.entry(self._asked, self.state.absences, ZoneInfo(self.state.zone), today)
        self.query_one("#title", Plain).show(
            f"{_('Leave check')}: {name}  {days}  {entered}".rstrip()
        )
        if (found := self.found) is not None:
            self._show_found(found, Times(self.state.zone, now))
        self.show_keys()

    def _show_found(self, found: LeaveCheck, times: Times) -> None:
        members, me = self.state.members, station_of(self).actor.login
        told = f"{words.score(found)}  {words.verdict(found, members)}"
        self.query_one("#verdict", Plain).show(told)
        self.set_class(found.can_go, "can-go")
        parts = leave_check_lines.parts(found, self.size.width - 2)
        self.query_one("#parts", Plain).show(parts)
        self.query_one(WholeRow).room = self.size.height - len(parts.splitlines()) - OTHER_LINES
        self.query_one(Listing).show(
            [
                leave_check_lines.row_of(one, found, members, times, me, is_again=is_again)
                for one, is_again in words.with_stand_ins_once(found.lines)
            ],
            _("Nothing stands in the way."),
            [(one.kind, one.own_id, one.topic) for one in found.lines],
        )

    @property
    def chosen(self) -> Line | None:
        """What is under the cursor."""
        cursor = self.query_one(Listing).cursor
        lines = self.found.lines if self.found else ()
        return lines[cursor] if cursor < len(lines) else None

    def can(self, name: str) -> bool:
        line = self.chosen
        mends = {
            "hand_off": (Mend.HAND_OFF, Mend.OFFER, Mend.TAKE),
            "reply": (Mend.REPLY, Mend.SEND, Mend.REVIEW),
            "wait": (Mend.WAIT,),
            "note": (Mend.NOTE,),
            "timer": (Mend.STOP,),
        }
        if name == "open":
            return line is not None
        if name == "explain":
            return self.found is not None
        if name == "days":
            return self._may_leave
        if name not in mends:
            return True
        if line is None or self._mend(line) not in mends[name] or not may_work(self, self.state):
            return False
        return name != "timer" or self._is_own

    @property
    def _may_leave(self) -> bool:
        """Whether whoever is checked has work that others would go on with."""
        member = self.state.members.get(self._asked.login) if self._asked else None
        return member is not None and works_here(member)

    def keys_now(self) -> list[tuple[str, str, str]]:
        line, shown = self.chosen, super().keys_now()
        if line is None:
            return shown
        return [
            (key, label_of(self._mend(line), label) if name in _NAMED else label, name)
            for key, label, name in shown
        ]

    def _mend(self, line: Line) -> Mend:
        """What whoever sits here can do about a line."""
        assert self.found is not None, "it is where the line is from"
        return self.found.mend_for(line, station_of(self).actor.login)

    @property
    def _is_own(self) -> bool:
        return self._asked is not None and self._asked.login == station_of(self).actor.login

    @on(Listing.Moved)
    def _moved(self) -> None:
        self.show_keys()

    # what keys do

    @on(Listing.Chosen)
    def action_open(self) -> None:
        line = self.chosen
        if line is None:
            return
        if line.kind is Kind.TOPIC:
            from csboard.tui.screens.topic import TopicScreen

            self.app.push_screen(TopicScreen(line.topic))
        elif line.task is None:
            self._open_elsewhere(line)
        else:
            from csboard.tui.screens.inquiry import InquiryScreen

            numbers = dict.fromkeys(
                one.task.number for one in (self.found.lines if self.found else ()) if one.task
            )
            self.app.push_screen(InquiryScreen(line.task.number, tuple(numbers)))

    def _open_elsewhere(self, line: Line) -> None:
        """What is no inquiry's: the absences of those for whom they stand in, or their time."""
        if line.kind is Kind.TIMER:
            self.action_go_times()
        elif line.kind is Kind.STANDS_IN:
            from csboard.tui.screens.absences import AbsencesScreen

            self.app.push_screen(AbsencesScreen(line.own_id))

    def action_hand_off(self) -> None:
        from csboard.tui.hand_off_acts import hand_off

        away = self.found.away if self.found is not None else None
        self._act("hand_off", partial(hand_off, away=away))

    def action_reply(self) -> None:
        from csboard.tui.screens.draft import DraftScreen

        line = self._to_mend("reply")
        if line is not None and line.task is not None:
            self.app.push_screen(DraftScreen(line.task.number))

    def action_wait(self) -> None:
        from csboard.tui.inquiry_acts import wait_until

        self._act("wait", wait_until)

    def action_note(self) -> None:
        self._act("note", acts.note)

    def _act(self, name: str, act: Callable[[LeaveCheckScreen, Card], Awaitable[object]]) -> None:
        """Do it to the card of the line under the cursor, one act after the other."""
        line = self._to_mend(name)
        if line is None or line.task is None:
            return
        ref = line.task
        app_of(self).hold_keys()

        async def doing(_before: int) -> None:
            await self._do(act, ref)

        self.app.run_worker(app_of(self).turns.take(doing), group="act")

    async def _do(
        self, act: Callable[[LeaveCheckScreen, Card], Awaitable[object]], ref: TaskRef
    ) -> None:
        card = self.state.card(ref)
        if card is None:  # of a customer whose inquiries are all closed
            try:
                card = await station_of(self).read(lambda board: board.card(ref))
            except CsboardError as failure:
                app_of(self).let_keys_go()
                say(self.app, failure.sentence, "warning")
                return
        await act(self, card)

    def action_timer(self) -> None:
        from csboard.tui.timer_acts import stop

        if self._to_mend("timer") is not None:
            self.run_worker(stop(app_of(self)), group="act")

    def action_undo(self) -> None:
        self.in_turn(lambda: acts.undo(self))

    def _to_mend(self, name: str) -> Line | None:
        """The line under the cursor, if the key is its own; else it is told which one is."""
        line, found = self.chosen, self.found
        if line is None or found is None:
            say(self.app, _("There is nothing under the cursor."))
            return None
        if self.can(name):
            return line
        me = station_of(self).actor.login
        key, does = way(line, found, self.state.members, me)
        told = _("This line's key is {key}: {does}.") if key else _("No key here mends it: {does}.")
        say(self.app, told.format(key=key, does=does))
        return None

    def action_days(self) -> None:
        app_of(self).hold_keys()
        self.run_worker(self._ask_days(), group="ask", exclusive=True)

    async def _ask_days(self) -> None:
        """Ask for the first and the last day until they make sense, or it is given up."""
        from csboard.tui.screens.reason import LineDialog

        if self._asked is None:
            return
        login, title = self._asked.login, _("Check other days")
        text, problem = written(self._asked), ""
        while True:
            box = LineDialog(
                title,
                text,
                problem,
                label=_("The first and the last day away: 2026-11-24..2026-11-30, or next week"),
                lacking=_("Write the first and the last day."),
                does=_("Check"),
                is_preset=not problem,
            )
            answer = await self.app.push_screen_wait(box)
            if answer is None:
                return
            text = answer
            now, zone = station_of(self).clock.now(), self.state.zone
            try:
                self._ask(days_in_a_line(login, text, now, zone))
            except (Refused, UsageError) as wrong:
                problem = wrong.sentence
            else:
                return

    def action_person(self) -> None:
        app_of(self).hold_keys()
        self.run_worker(self._ask_person(), group="ask", exclusive=True)

    async def _ask_person(self) -> None:
        from csboard.tui.screens.pick import PickDialog

        members = self.state.members
        logins = sorted(one.login for one in members.values() if works_here(one))
        rows = [[[(f" {in_a_sentence(login, members)}", "row")]] for login in logins]
        here = self._asked.login if self._asked else ""
        at = logins.index(here) if here in logins else 0
        picked = await self.app.push_screen_wait(PickDialog(_("Whose leave?"), rows, at=at))
        if picked is not None:
            self._ask(self._next_of(logins[picked.row]))

    def _ask(self, asked: Absence) -> None:
        self._asked, self.found = asked, None
        app_of(self).hold_keys()
        self.read_soon()

    def action_explain(self) -> None:
        from csboard.tui.screens.report import ReportScreen

        if self.found is None:
            say(self.app, _("Nothing was reckoned yet."))
            return
        first, *rows = words.explanation()
        title = _("How the score comes about")
        self.app.push_screen(ReportScreen(first, rows, title))
