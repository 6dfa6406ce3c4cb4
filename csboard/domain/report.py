"""What a report says, part by part: each line a figure with the inquiries behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from csboard.domain import report_words as words
from csboard.domain.counted import Counted
from csboard.domain.figures import Day, Figures, Share, Spread
from csboard.domain.promises import CLOCKS
from csboard.domain.records import Outcome
from csboard.domain.worked import Worked
from csboard.i18n import _
from csboard.named import NamedTuple

MOST_WORDS = 6
"""Tags, or inquiries by time, that stand on the page; a table for programs has all."""
COUNT, TIME, SHARE = "inquiries", "minutes", "share"
"""What a figure is measured in."""

Measure = int | float | None


class Line(NamedTuple):
    """One figure."""

    key: str
    """The same in every language, for programs."""
    label: str
    unit: str
    measure: Measure
    """Inquiries, minutes, or a share from 0 to 1; None where there is nothing to tell."""
    numbers: tuple[int, ...] = ()
    """The inquiries behind it, those first that tell most."""
    before: Measure = None
    """Of the days before."""
    misses: tuple[int, ...] = ()
    """Of a share, those of `numbers` that are not in it."""
    each: tuple[int | None, ...] = ()
    """Of each of `numbers` its own minutes, where they are of times."""

    @property
    def behind(self) -> int:
        """How many inquiries are behind it, each once."""
        return len(set(self.numbers))

    @property
    def is_of_inquiries(self) -> bool:
        """Whether it says anything that inquiries could be behind; a meeting's time doesn't."""
        return self.unit != TIME or self.measure is None or bool(self.numbers)

    @property
    def value(self) -> str:
        return words.measured(self.unit, self.measure)

    @property
    def change(self) -> str:
        """Against the days before: `+3`, `-0:20`; empty where that can't be said."""
        return words.difference(self.unit, self.measure, self.before)

    @property
    def value_before(self) -> str:
        return words.measured(self.unit, self.before)


class Part(NamedTuple):
    """Figures that belong together."""

    key: str
    title: str
    lines: tuple[Line, ...]


class FlowDay(NamedTuple):
    """What came and went on a day, or in a stretch of days, and what was open at its end."""

    first: date
    last: date
    arrived: int
    departed: int
    is_open: int


class Report(NamedTuple):
    """All that is said, in the reader's language."""

    counted: Counted
    parts: tuple[Part, ...]
    flow: tuple[FlowDay, ...]
    """Day by day, or week by week of more than a month; empty of a single day."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing came, went or was open."""
        found = self.counted.figures
        return not (found.arrived or found.departed or found.open_before or found.open_after)

    def line(self, key: str) -> Line | None:
        return next((one for part in self.parts for one in part.lines if one.key == key), None)


def report_of(counted: Counted, *, everything: bool = False, own: bool = False) -> Report:
    """Put into words what was counted.

    `everything`: all tags and all inquiries by time. `own`: what the person who asked worked.
    """
    most = None if everything else MOST_WORDS
    found, before = counted.figures, counted.before
    parts = [
        Part("flow", _("Came and went"), tuple(_flow(found, before))),
        Part("times", _("Business time"), tuple(_times(found, before))),
        Part("shares", _("Promises"), tuple(_shares(found, before))),
        Part("outcomes", _("Outcomes"), tuple(_outcomes(found, before))),
        *_topics(found, before, most),
        Part("worked", _("Time worked"), tuple(_worked(counted.worked, "worked", most))),
    ]
    if own:
        parts.append(Part("own", _("Your own time"), tuple(_worked(counted.own, "own", None))))
    return Report(counted, tuple(part for part in parts if part.lines), tuple(_days(counted)))


def _flow(found: Figures, before: Figures) -> Iterator[Line]:
    for name in Day._fields:
        numbers, earlier = getattr(found, name), getattr(before, name)
        if numbers or earlier or name in ("arrived", "departed"):
            yield Line(name, words.label(name), COUNT, len(numbers), numbers, len(earlier))
    yield Line(
        "open",
        words.label("open"),
        COUNT,
        len(found.open_after),
        found.open_after,
        found.open_before,
    )


def _times(found: Figures, before: Figures) -> Iterator[Line]:
    for name in ("first_reply", "solved", "cycle", "age"):
        spread, earlier = getattr(found, name), getattr(before, name)
        yield from _spread(name, spread, earlier)


def _spread(name: str, found: Spread, before: Spread) -> Iterator[Line]:
    if not found.numbers and not before.numbers:
        return
    each = tuple(map(minutes, found.times))
    for which in ("median", "p90"):
        measure, earlier = minutes(getattr(found, which)), minutes(getattr(before, which))
        key = f"{name}_{which}"
        yield Line(key, words.label(key), TIME, measure, found.numbers, earlier, each=each)


def _shares(found: Figures, before: Figures) -> Iterator[Line]:
    yield from _share("same_day", found.same_day, before.same_day)
    for clock in CLOCKS:
        yield from _share(f"kept_{clock}", found.kept[clock], before.kept[clock])
    yield from _share("first_contact", found.first_contact, before.first_contact)


def _share(key: str, found: Share, before: Share) -> Iterator[Line]:
    if found.value is not None or before.value is not None:
        numbers = (*found.no, *found.yes)
        yield Line(key, words.label(key), SHARE, found.value, numbers, before.value, found.no)


def _outcomes(found: Figures, before: Figures) -> Iterator[Line]:
    for outcome in (*Outcome, None):
        numbers, earlier = found.outcomes.get(outcome, ()), before.outcomes.get(outcome, ())
        if numbers or earlier:
            key = f"outcome_{outcome or 'none'}"
            yield Line(key, words.outcome(outcome), COUNT, len(numbers), numbers, len(earlier))


def _topics(found: Figures, before: Figures, most: int | None) -> Iterator[Part]:
    """The tags of what arrived, by dimension, the most frequent first."""
    by_dimension: dict[str, list[Line]] = {}
    for dimension, word in sorted(found.tags, key=lambda key: (-len(found.tags[key]), key)):
        numbers = found.tags[dimension, word]
        earlier = len(before.tags.get((dimension, word), ()))
        line = Line(f"tag_{dimension}:{word}", word, COUNT, len(numbers), numbers, earlier)
        by_dimension.setdefault(dimension, []).append(line)
    for dimension in ("content", "symptom", "emotion"):
        if lines := by_dimension.get(dimension):
            yield Part(f"tags_{dimension}", words.tags_of(dimension), tuple(lines[:most]))


def _worked(worked: Worked, key: str, most: int | None) -> Iterator[Line]:
    """All of it, then by inquiry, by topic, and what was no inquiry."""
    if not worked.total:
        return
    every, times = tuple(worked.inquiries), tuple(map(minutes, worked.inquiries.values()))
    yield Line(f"{key}_total", _("all together"), TIME, minutes(worked.total), every, each=times)
    if every:
        mean = sum(worked.inquiries.values(), timedelta()) / len(every)
        yield Line(f"{key}_each", _("for each inquiry"), TIME, minutes(mean), every, each=times)
    for number, time in list(worked.inquiries.items())[:most]:
        yield Line(f"{key}_inquiry:{number}", f"#{number}", TIME, minutes(time), (number,))
    for (dimension, word), time in list(worked.topics.items())[:most]:
        behind = worked.of_topics[dimension, word]
        yield Line(f"{key}_{dimension}:{word}", word, TIME, minutes(time), behind)
    for work, time in worked.otherwise.items():
        yield Line(f"{key}_{work}", words.work(work), TIME, minutes(time))


def minutes(time: timedelta | None) -> int | None:
    """Whole minutes, rounded down."""
    return None if time is None else time // timedelta(minutes=1)


def _days(counted: Counted) -> Iterator[FlowDay]:
    days, found = counted.days, counted.figures
    if days.many == 1 or not (found.days or found.open_before):
        return
    last = min(days.last, words.day_of(counted))
    step = 1 if days.many <= 31 else 7
    is_open, first = found.open_before, days.first
    while first <= last:
        until = min(first + timedelta(step - 1), last)
        counts = [_sum(found, first, until, name) for name in Day._fields]
        arrived, reopened, departed, junked = counts
        is_open += arrived + reopened - departed - junked
        yield FlowDay(first, until, arrived + reopened, departed + junked, is_open)
        first = until + timedelta(1)


def _sum(found: Figures, first: date, last: date, name: str) -> int:
    return sum(getattr(day, name) for on, day in found.days.items() if first <= on <= last)
