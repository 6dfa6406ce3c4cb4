"""The clocks of one inquiry, as screens and the shell tell of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from csboard.domain.card_clocks import Pressing, kept_of, pressing
from csboard.domain.clock_rules import Rules
from csboard.domain.clock_story import Story
from csboard.domain.clock_words import Teller, explained, name_of_clock, standing
from csboard.domain.clocks import Clock, Clocks, clocks_of
from csboard.domain.records import Inquiry
from csboard.i18n import _
from csboard.named import NamedTuple

INDENT = "  "


class InquiryClocks(NamedTuple):
    """What its clocks go by: they can be told for any moment after it was read."""

    inquiry: Inquiry
    """The one in which the number asked for goes on."""
    story: Story
    rules: Rules

    def at(self, now: datetime) -> Clocks:
        return clocks_of(self.story, self.rules, now)

    def teller(self, now: datetime) -> Teller:
        return Teller(self.rules.calendar, now)


def promised(told: InquiryClocks, now: datetime) -> tuple[Clock, ...]:
    """Of each kind the latest for which something was promised: what is worth a line."""
    clocks = told.at(now)
    latest = (clocks.first, *clocks.next[-1:], clocks.solved)
    return tuple(one for one in latest if one is not None and one.promise is not None)


def pressing_of(told: InquiryClocks, now: datetime) -> Pressing | None:
    """The promise that is due next, as its card says it; None where none goes on."""
    kept = kept_of(told.at(now), None, now)
    return pressing(kept, told.rules.calendar, now) if kept else None


def in_short(told: InquiryClocks, now: datetime) -> Iterator[tuple[Clock, str]]:
    """Each of `promised` with how it stands: `first reply  1:40 left, due 11/24 13:00`."""
    teller = told.teller(now)
    for clock in promised(told, now):
        yield clock, f"{name_of_clock(clock.which)}  {standing(clock, teller)}"


def at_length(told: InquiryClocks, now: datetime) -> Iterator[str]:
    """All its clocks, line by line, with how each came to stand as it does; blank lines between."""
    teller = told.teller(now)
    if not told.rules.promises:
        yield _("The team has promised nothing so far: csboard team edit, [promises].")
    for index, clock in enumerate(told.at(now).all):
        if index or not told.rules.promises:
            yield ""
        yield f"{name_of_clock(clock.which)}  {standing(clock, teller)}"
        yield from (f"{INDENT}{line}" for line in explained(clock, teller))
