"""The box in which a stretch of worked time is written down or corrected."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from csboard.domain.records import TaskRef
from csboard.domain.time_parsing import parse_day, parse_stretch, written
from csboard.domain.time_records import WORKS
from csboard.domain.time_words import work, work_of, worked_at
from csboard.errors import UsageError
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.tui.fence import Plain
from csboard.tui.fields import ImeInput
from csboard.tui.screens.writing import Incomplete, WritingScreen, row


class Written(NamedTuple):
    """A stretch of work as it stands in the box."""

    task: TaskRef | None
    work: str
    start: datetime
    end: datetime
    day: date


class Blank(NamedTuple):
    """A box in which nothing is written yet, for a day."""

    day: date


class TimeDialog(WritingScreen[Written]):
    """Answers what was written, or None."""

    CSS_PATH: ClassVar[list[str]] = ["writing.tcss", "time_box.tcss"]  # type: ignore[assignment]
    WRITING_KEYS = ("writing.save", "writing.next_field", "writing.leave")

    def __init__(
        self,
        title: str,
        start: Written | Blank,
        zone: str,
        now: datetime,
        problem: str = "",
    ) -> None:
        super().__init__(title, problem)
        self._start = start
        self._zone = zone
        self._now = now

    def fields(self) -> ComposeResult:
        what = stretch = ""
        if isinstance(self._start, Written):
            what = worked_at(self._start.task, self._start.work)
            stretch = written(self._start.start, self._start.end, self._zone)
        yield from row(_("Task or work"), ImeInput(what, max_length=40, id="what"))
        yield from row(_("From-to"), ImeInput(stretch, max_length=40, id="stretch"))
        yield from row(_("Day"), ImeInput(self._start.day.isoformat(), max_length=40, id="day"))
        yield Plain(
            _("1042, or one of: {words}").format(words=_(", ").join(work(one) for one in WORKS)),
            id="means",
        )

    def on_mount(self) -> None:
        self._shown = self._read()

    def _read(self) -> tuple[str, str, str]:
        what, stretch, day = (
            self.query_one(f"#{name}", ImeInput).text for name in ("what", "stretch", "day")
        )
        return what, stretch, day

    @property
    def is_empty(self) -> bool:
        refused = bool(self._problem)  # what stands here is nowhere else
        return self._read() == self._shown and not refused

    def answer(self) -> Written:
        what, stretch, day_text = self._read()
        task, code = self._what(what)
        try:
            day = parse_day(day_text, self._now, self._zone)
        except UsageError as wrong:
            raise Incomplete(wrong.sentence, self._field("day")) from None
        start = self._start
        unchanged = (stretch, day_text) == self._shown[1:]
        if isinstance(start, Written) and unchanged:  # seconds are not shown
            return start._replace(task=task, work=code)
        try:
            found = parse_stretch(stretch, day, self._zone)
        except UsageError as wrong:
            raise Incomplete(wrong.sentence, self._field("stretch")) from None
        return Written(task, code, found.start, found.end, day)

    def _what(self, text: str) -> tuple[TaskRef | None, str]:
        code = work_of(text)
        if code is not None:
            return None, code
        try:
            return TaskRef.parse(text), ""
        except ValueError:
            words = _(", ").join(work(one) for one in WORKS)
            raise Incomplete(
                _("Write the number of a task, or one of: {words}.").format(words=words),
                self._field("what"),
            ) from None

    def _field(self, name: str) -> ImeInput:
        return self.query_one(f"#{name}", ImeInput)

    @on(ImeInput.Submitted, "#day")
    def _done(self) -> None:
        self.action_save()

    @on(ImeInput.Submitted, "#what")
    @on(ImeInput.Submitted, "#stretch")
    def _move_on(self) -> None:
        self.focus_next()
