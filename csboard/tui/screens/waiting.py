"""Putting a task on hold: for whom, for what, until when; and ending that."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from csboard.domain import words
from csboard.domain.clock_words import name_of_clock
from csboard.domain.moments import parse_moment
from csboard.domain.promises import CLOCKS
from csboard.domain.records import FOR_WHOM, Waiting
from csboard.domain.settings import TeamSettings
from csboard.domain.waiting import MAX_WHAT, needs_date, refuse_unfit_until
from csboard.errors import Refused, UsageError
from csboard.i18n import _
from csboard.tui import keys
from csboard.tui.fence import Plain
from csboard.tui.fields import ImeInput
from csboard.tui.screens.writing import Incomplete, WritingScreen, row
from csboard.tui.times import Times
from csboard.tui.widgets.choice import Choice

NO_LONGER = Waiting("")
"""The answer that the task waits no longer."""


class ForWhom(Choice):
    """For whom a task waits; a letter for each, as the shell has words for them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c,ｃ", "pick(0)", show=False),
        Binding("i,ｉ", "pick(1)", show=False),
        Binding("d,ｄ", "pick(2)", show=False),
    ]


class WaitingDialog(WritingScreen[Waiting]):
    """Answers how it is to wait, `NO_LONGER`, or None when it stays as it is."""

    CSS_PATH: ClassVar[list[str]] = ["writing.tcss", "waiting.tcss"]  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("waiting")
    WRITING_KEYS = ("writing.save", "writing.next_field", "writing.leave")

    def __init__(
        self,
        title: str,
        start: Waiting | None,
        team: TeamSettings,
        times: Times,
        *,
        can_end: bool = False,
        problem: str = "",
        begins_in: str = "",
    ) -> None:
        """`start` is what stands in the fields, `can_end` whether the task waits already.

        `begins_in` is the id of the field with the cursor in it, if it isn't the first.
        """
        super().__init__(title, problem)
        self._start = start or Waiting(FOR_WHOM[0])
        self._team = team
        self._times = times
        self._can_end = can_end
        self._begins_in = begins_in

    def fields(self) -> ComposeResult:
        start = self._start
        names = [f"{n} {words.waiting(Waiting(one))}" for n, one in enumerate(FOR_WHOM, 1)]
        chosen = FOR_WHOM.index(start.for_whom) if start.for_whom in FOR_WHOM else 0
        yield ForWhom(names, chosen, id="whom")
        yield from row(_("For what"), ImeInput(start.what, max_length=MAX_WHAT, id="what"))
        until = self._times.moment(start.until) if start.until else ""
        yield from row(_("Until"), ImeInput(until, max_length=60, id="until"))
        yield Plain(id="means")
        answers = [_("wakes it"), _("lets it rest on")]
        with Horizontal(classes="row", id="through"):
            yield Plain(_("An answer"), classes="label")
            yield Choice(answers, int(start.sleeps), id="answer")
        yield Plain(id="clock")

    def on_mount(self) -> None:
        self._shown = self._read()
        super().on_mount()
        self._tell_of_whom()
        if self._begins_in:
            self._line(self._begins_in).focus()

    @property
    def _writing_keys(self) -> tuple[str, ...]:
        if self._can_end and isinstance(self.focused, Choice):
            save, *rest = super()._writing_keys
            return (save, "waiting.end", *rest)
        return super()._writing_keys

    def _line(self, name: str) -> ImeInput:
        return self.query_one(f"#{name}", ImeInput)

    def _read(self) -> tuple[int, str, str, bool]:
        whom = self.query_one(ForWhom).chosen
        sleeps = bool(self.query_one("#answer", Choice).chosen) and FOR_WHOM[whom] == "customer"
        return (whom, self._line("what").text, self._line("until").text, sleeps)

    @property
    def is_empty(self) -> bool:
        refused = bool(self._problem)  # what stands here is nowhere else
        return self._read() == self._shown and not refused

    def answer(self) -> Waiting:
        waiting = self._written()
        try:
            refuse_unfit_until(waiting, self._times.now)
        except Refused as wrong:
            raise Incomplete(wrong.sentence, self._line("until")) from None
        return waiting

    def _written(self) -> Waiting:
        """What stands in the fields, complete or not; Incomplete where it is no day."""
        whom, what, until, sleeps = self._read()
        if not until:
            return Waiting(FOR_WHOM[whom], what, sleeps=sleeps)
        if until == self._shown[2]:  # the year is not shown in full
            return Waiting(FOR_WHOM[whom], what, self._start.until, sleeps)
        times = self._times
        try:
            at = parse_moment(until, times.now, times.zone, self._team.hours)
        except UsageError as wrong:
            raise Incomplete(wrong.sentence, self._line("until")) from None
        return Waiting(FOR_WHOM[whom], what, at, sleeps)

    @on(Choice.Changed)
    def _tell_of_whom(self) -> None:
        """Whether a mail could wake it, and what the team has decided of its clocks."""
        whom = FOR_WHOM[self.query_one(ForWhom).chosen]
        self.query_one("#through").display = whom == "customer"
        self.query_one("#clock", Plain).show(_of_clocks(self._team, whom))
        self._tell_until()

    @on(ImeInput.Changed, "#until")
    def _tell_until(self) -> None:
        """Say as which day that was understood, or what may be written."""
        try:
            waiting = self._written()
        except Incomplete:
            told = self._as_written(_("{day}, +3, tomorrow, mon …"))
        else:
            needed = _("a date is needed: {day}, +3, tomorrow, mon …")
            open_end = _("empty: open; or {day}, +3, tomorrow, mon …")
            nothing = needed if needs_date(waiting) else open_end
            until = waiting.until
            told = self._times.moment(until) if until else self._as_written(nothing)
        self.query_one("#means", Plain).show(told)

    def _as_written(self, told: str) -> str:
        """With a day to come, as one may write it."""
        return told.format(day=self._times.day_after_tomorrow())

    @on(ImeInput.Submitted, "#until")
    def _done(self) -> None:
        self.action_save()

    @on(ImeInput.Submitted, "#what")
    @on(Choice.Submitted)
    def _move_on(self) -> None:
        self.focus_next()

    def action_end(self) -> None:
        """Wait no longer."""
        if self._can_end:
            self.dismiss(NO_LONGER)


def _of_clocks(team: TeamSettings, whom: str) -> str:
    """Which of the promised clocks stand still while it waits; nothing where none is."""
    promised = [which for which in CLOCKS if team.promises.get(which)]
    if not promised:
        return ""
    paused = [name_of_clock(which) for which in promised if which in team.pausing.get(whom, ())]
    if not paused:
        return _("Its clocks go on meanwhile.")
    return _("Its clock stands still meanwhile: {clocks}.").format(clocks=_(", ").join(paused))
