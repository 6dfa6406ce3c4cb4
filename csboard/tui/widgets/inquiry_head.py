"""The two lines above a conversation: what it is about, whose it is, how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.strip import Strip

from csboard.domain import words
from csboard.domain.records import Stage, Task, Urgency
from csboard.domain.views import InquiryView
from csboard.i18n import _, current_language
from csboard.tui.cards import promise_piece
from csboard.tui.dossier import name_of, waiting_text
from csboard.tui.layout import cell_len, cut
from csboard.tui.palette import Ink
from csboard.tui.times import Times
from csboard.tui.widgets.canvas import Canvas, Run

if TYPE_CHECKING:
    from csboard.domain.inquiry_clocks import InquiryClocks

GAP = "   "
LEAST = 4
"""Cells in which a piece still says something; with fewer it is left out."""


NOTHING: Run = ("", "meta")


class InquiryHead(Canvas):
    """Number and subject; customer, stage, owner and what is urgent."""

    INKS: ClassVar[Mapping[str, Ink]] = {
        "title": Ink("foreground", bold=True),
        "meta": Ink(),
        "alarm": Ink("unowned", bold=True),
        "waiting": Ink("waiting", bold=True),
        "urgent": Ink("urgent", bold=True),
        "high": Ink("high", bold=True),
        "people": Ink("note", bold=True),
        "banner": Ink("error-foreground", "error-background", bold=True),
    }

    def __init__(self, number: int) -> None:
        super().__init__(id="head")
        self._number = number
        self._view: InquiryView | None = None
        self._acted_on: Task | None = None
        self._stages: tuple[Stage, ...] = ()
        self._waiting = ""
        self._promise = NOTHING
        self._trouble = ""
        self._people = ""

    def show(
        self,
        view: InquiryView,
        task: Task,
        stages: tuple[Stage, ...],
        times: Times,
        clocks: InquiryClocks | None = None,
    ) -> None:
        self._number = view.inquiry.number
        self._view, self._acted_on, self._stages = view, task, stages
        self._waiting = waiting_text(task, times)
        self._promise = _promise(clocks, times.now) if clocks else NOTHING
        self.redraw()

    def show_people(self, people: str) -> None:
        """Show who else is here; the empty text when nobody is."""
        self._people = people
        self.redraw()

    def warn(self, trouble: str) -> None:
        """Show a trouble in place of the second line; the empty one takes it away."""
        self._trouble = trouble
        self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        subject = self._view.inquiry.subject if self._view else ""
        lines = [self._title(f" #{self._number} {subject}", width)]
        if self._trouble:
            lines.append(self.line([(f" {self._trouble}", "banner")], width, "banner"))
        elif self._view and self._acted_on:
            lines.append(self._facts(self._view, self._acted_on, width))
        return lines

    def _title(self, title: str, width: int) -> Strip:
        """With who else is here at its right, in at most half of the line."""
        people = cut(self._people, width // 2 - 1)
        room = width - cell_len(people) - (len(GAP) if people else 0)
        title = cut(title, room)
        gap = " " * (width - cell_len(title) - cell_len(people) - 1)
        runs: list[Run] = [(title, "title")]
        if people:
            runs += [(gap, "title"), (people, "people")]
        return self.line(runs, width, "title")

    def _facts(self, view: InquiryView, task: Task, width: int) -> Strip:
        inquiry = view.inquiry
        loud = inquiry.urgency in (Urgency.URGENT, Urgency.HIGH)
        owner = name_of(task.owner, view) or ("" if task.closed_at else _("unassigned"))
        ref = f"#{task.ref}" if len(view.tasks) > 1 else ""
        if task.ref.seq > 1:  # what it is about stands in no other line
            ref = cut(f"{ref} {task.title}", width // 2)
        pieces: list[Run] = [
            (words.urgency(inquiry.urgency) if loud else "", "urgent"),
            self._promise,
            (ref, "meta"),
            (self._stage_name(task.stage), "meta"),
            (owner, "meta" if task.owner else "alarm"),
            (self._waiting, "waiting"),
            (words.reply_mark(view.reply) if view.reply else "", "waiting"),
            (words.customer(inquiry.customer.name, inquiry.customer.email), "meta"),
            (words.channel(inquiry.channel), "meta"),
        ]
        runs: list[Run] = [(" ", "meta")]
        for text, role in pieces:
            room = width - sum(cell_len(run) for run, _role in runs)
            if text and room >= LEAST:
                runs += [(cut(text, room), role), (GAP, "meta")]
        return self.line(runs, width, "meta")

    def _stage_name(self, key: str) -> str:
        stage = next((stage for stage in self._stages if stage.key == key), None)
        return stage.name(current_language()) if stage else key


def _promise(clocks: InquiryClocks, now: datetime) -> Run:
    """What is left of the promise that is due next, as on its card."""
    from csboard.domain.inquiry_clocks import pressing_of

    found = pressing_of(clocks, now)
    return promise_piece(found) if found else NOTHING
