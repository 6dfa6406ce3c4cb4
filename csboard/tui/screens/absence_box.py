"""The box in which an absence is entered or changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult

from csboard.domain import access
from csboard.domain.absence_changes import FARTHEST, stand_ins
from csboard.domain.absence_days import (
    Edge,
    first_written,
    last_written,
    parse_days,
    parse_first,
)
from csboard.domain.absence_list import days_away, on_mail_after
from csboard.domain.absence_telling import days_in_short
from csboard.domain.absence_words import days_in_words
from csboard.domain.absences import Absence, OnMail, can_stand_in
from csboard.domain.business_calendar import Calendar
from csboard.domain.people import in_a_sentence, login_meant, works_here
from csboard.errors import Refused, UsageError
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.tui.fence import Plain
from csboard.tui.fields import ImeInput, PresetInput
from csboard.tui.screens.writing import Incomplete, WritingScreen, row
from csboard.tui.state import BoardState
from csboard.tui.widgets.choice import Choice
from csboard.tui.widgets.offering_field import offer_of
from csboard.tui.widgets.person_field import PersonField

CHOICES = (OnMail.STAND_IN, OnMail.POOL, OnMail.KEEP)
"""What can be done with customers' words, in the order of the box."""


class Written(NamedTuple):
    """An absence as it stands in the box."""

    login: str
    first: Edge
    last: Edge
    stand_in: str | None
    on_mail: OnMail

    @classmethod
    def blank(cls, login: str, today: date) -> Written:
        edge = Edge(today, is_at_noon=False)
        return cls(login, edge, edge, None, OnMail.POOL)

    @classmethod
    def of(cls, one: Absence) -> Written:
        first, last = Edge(one.first, one.from_noon), Edge(one.last, one.until_noon)
        return cls(one.login, first, last, one.stand_in, one.on_mail)

    @property
    def values(self) -> dict[str, Any]:
        """What the commands take of it beside whose it is."""
        return {
            "first": self.first.day,
            "last": self.last.day,
            "from_noon": self.first.is_at_noon,
            "until_noon": self.last.is_at_noon,
            "stand_in": self.stand_in,
            "on_mail": self.on_mail,
        }

    @property
    def absence(self) -> Absence:
        return Absence(0, self.login, **self.values)


class AbsenceDialog(WritingScreen[Written]):
    """Answers what was written, or None."""

    CSS_PATH: ClassVar[list[str]] = ["writing.tcss", "absence_box.tcss"]  # type: ignore[assignment]
    WRITING_KEYS = ("writing.save", "writing.next_field", "writing.leave")

    def __init__(
        self,
        title: str,
        start: Written,
        state: BoardState,
        calendar: Calendar,
        today: date,
        me: str,
        problem: str = "",
        *,
        at: str = "",
        is_new: bool = True,
    ) -> None:
        """`at` is the id of the field that the problem is about, as `field_of` has it."""
        super().__init__(title, problem)
        self._start = start
        self._members = state.members
        self._calendar = calendar
        self._today = today
        actor = state.members.get(me)
        self._names_somebody = is_new and actor is not None and access.is_lead(actor)
        self._follows = True
        """Whether the rule still goes by whether somebody stands in."""
        self._kept = None if is_new else last_written(start.absence)
        self._last_day = None if problem else last_written(start.absence)
        """What stands in that field until the person writes into it: it follows the first day."""
        self._at = at

    def fields(self) -> ComposeResult:
        start, members = self._start, self._members
        if self._names_somebody:
            yield from row(_("Who"), PersonField(start.login, members, self._here, id="who"))
        first, last = first_written(start.absence), last_written(start.absence)
        kind = ImeInput if self._problem else PresetInput
        yield from row(_("First day away"), kind(first, max_length=40, id="first"))
        yield from row(_("Last day away"), kind(last, max_length=40, id="last"))
        stand_in = PersonField(start.stand_in or "", members, self._could, id="stand-in")
        yield from row(_("Stand-in"), stand_in)
        options = (_("to the stand-in"), _("to anybody"), _("it waits"))
        chosen = CHOICES.index(start.on_mail)
        yield from row(_("Customer writes"), Choice(options, chosen, id="on-mail"))
        yield Plain(self._days(start), id="days")
        yield Plain(id="means")

    def on_mount(self) -> None:
        self._shown = self._contents()
        self._tell_means()
        if self._names_somebody and not self._problem:
            self._field("who").select_all()  # another's name takes the place of one's own
        for field in self.query(f"#{self._at}") if self._at else ():
            field.focus()

    @property
    def is_empty(self) -> bool:
        refused = bool(self._problem)  # what stands here is nowhere else
        return self._contents() == self._shown and not refused

    def answer(self) -> Written:
        login, (first, last) = self._login, self._edges()
        return Written(
            login,
            first,
            last,
            self._stand_in,
            CHOICES[self.query_one(Choice).chosen],
        )

    @property
    def _login(self) -> str:
        if not self._names_somebody:
            return self._start.login
        who = self._person("who")
        if not who.strip():
            raise Incomplete(_("Who is away? Name somebody."), self._field("who"))
        return who

    @property
    def _stand_in(self) -> str | None:
        return self._person("stand-in") or None

    def _person(self, name: str) -> str:
        field = self._field(name)
        try:
            return login_meant(field.text, self._members)
        except Refused as wrong:
            raise Incomplete(wrong.sentence, field) from None

    def _edges(self) -> tuple[Edge, Edge]:
        """The first and the last day; one that is left empty goes by the first."""
        first, last = self._field("first"), self._field("last")
        at = first
        try:
            parse_first(first.text, self._today)
            at = last
            return parse_days(first.text, last.text, self._today)
        except UsageError as wrong:
            raise Incomplete(wrong.sentence, at) from None

    def _field(self, name: str) -> ImeInput:
        return self.query_one(f"#{name}", ImeInput)

    # what is said under the fields

    def _days(self, written: Written) -> str:
        absence = written.absence
        if absence.last < absence.first or absence.last - absence.first > FARTHEST:
            return ""
        named = days_in_words(absence, self._today)
        return f"{named}  {days_in_short(*days_away(absence, self._calendar))}"

    def _means(self) -> str:
        """That whoever is named can't any more; else what can be written into the field."""
        if gone := self._gone():
            return gone
        if isinstance(self.focused, PersonField):
            return offer_of(self.focused)
        return _("2026-11-24pm begins at noon, 2026-11-30am ends then.")

    def _gone(self) -> str:
        try:
            named = self._members.get(self._stand_in or "")
        except Incomplete:
            return ""
        if named is None or can_stand_in(named):
            return ""
        told = _("{name} can't stand in any more: name somebody else, or nobody.")
        return told.format(name=in_a_sentence(named.login, self._members))

    def _here(self) -> Sequence[str]:
        return sorted(one.login for one in self._members.values() if works_here(one))

    def _could(self) -> Sequence[str]:
        """Who could stand in for whoever is named."""
        try:
            return stand_ins(self._login, self._members)
        except Incomplete:
            return self._here()

    @on(ImeInput.Changed)
    def _tell_days(self) -> None:
        """What days these would be, as far as they can be read."""
        try:
            told = self._days(self.answer())
        except Incomplete:
            told = ""
        self.query_one("#days", Plain).show(told)
        self._tell_means()

    @on(ImeInput.Changed, "#first")
    def _follow_first_day(self) -> None:
        """One day, or all of a named week, until the person says otherwise."""
        if self._last_day is None:
            return
        try:
            _day, last = parse_days(self._field("first").text, None, self._today, self._kept)
        except UsageError:
            return
        self._last_day = last_written(self._start._replace(last=last).absence)
        self.query_one("#last", PresetInput).preset(self._last_day)

    @on(ImeInput.Changed, "#last")
    def _is_their_own_last_day(self) -> None:
        if self._field("last").value != self._last_day:
            self._last_day = None

    @on(events.DescendantFocus)
    def _tell_means(self) -> None:
        self.query_one("#means", Plain).show(self._means())

    @on(ImeInput.Changed, "#stand-in")
    def _follow_stand_in(self) -> None:
        """Whoever names a stand-in means them to have it, until they choose otherwise."""
        is_named = self._field("stand-in").text.strip() or None
        wanted = CHOICES.index(on_mail_after(self._start.absence, is_named))
        choice = self.query_one(Choice)
        if self._follows and choice.chosen != wanted:
            choice.choose(wanted)

    @on(Choice.Changed)
    def _was_chosen(self) -> None:
        if self.focused is self.query_one(Choice):
            self._follows = False

    @on(ImeInput.Submitted)
    def _move_on(self) -> None:
        self.focus_next()

    @on(Choice.Submitted)
    def _done(self) -> None:
        self.action_save()


def field_of(code: str, written: Written, today: date) -> str:
    """The id of the field that a refusal is about; empty where it is about none of them."""
    if code == "too_far":
        return "first" if abs(written.first.day - today) > FARTHEST else "last"
    return _FIELDS.get(code, "")


_FIELDS = {
    "no_such_member": "who",
    "not_yours": "who",
    "overlaps": "first",
    "order": "last",
    "no_days": "last",
    "past": "last",
    "bad_stand_in": "stand-in",
    "nobody_stands_in": "stand-in",
}
"""By the code of a refusal, which field mends it."""
