"""Time that people worked in a period, by what it was for; only what stands and lies in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from csboard.domain.figures import DIMENSIONS, Period
from csboard.domain.records import NO_TAGS, Tags
from csboard.domain.time_records import Entry
from csboard.named import NamedTuple


class Stretch(NamedTuple):
    """An entry with the inquiry in which its task goes on."""

    entry: Entry
    number: int | None = None
    """None for work that is none."""


class Worked(NamedTuple):
    """What was worked, the most first."""

    total: timedelta
    inquiries: dict[int, timedelta]
    topics: dict[tuple[str, str], timedelta]
    """By dimension and word; an inquiry with two words counts in both."""
    of_topics: dict[tuple[str, str], tuple[int, ...]]
    """The inquiries behind each of those, the most first."""
    otherwise: dict[str, timedelta]
    """By what it was that is no inquiry."""


def worked_of(
    stretches: Iterable[Stretch], tags: Mapping[int, Tags], period: Period, now: datetime
) -> Worked:
    """The sums of a period; what runs still counts until now, what is longer only its part."""
    inquiries: Counter[int] = Counter()
    otherwise: Counter[str] = Counter()
    for stretch in stretches:
        seconds = int(_within(stretch.entry, period, now).total_seconds())
        if seconds and stretch.number is not None:
            inquiries[stretch.number] += seconds
        elif seconds:
            otherwise[stretch.entry.work] += seconds
    topics: Counter[tuple[str, str]] = Counter()
    behind: dict[tuple[str, str], list[int]] = {}
    for number, seconds in inquiries.most_common():
        for dimension in DIMENSIONS:
            for word in dict.fromkeys(getattr(tags.get(number, NO_TAGS), dimension)):
                topics[dimension, word] += seconds
                behind.setdefault((dimension, word), []).append(number)
    of_topics = {topic: tuple(numbers) for topic, numbers in behind.items()}
    total = timedelta(seconds=inquiries.total() + otherwise.total())
    return Worked(total, _times(inquiries), _times(topics), of_topics, _times(otherwise))


def _within(entry: Entry, period: Period, now: datetime) -> timedelta:
    if not entry.stands:
        return timedelta()
    end = entry.started_at + entry.length(now)
    return max(min(end, period.end) - max(entry.started_at, period.start), timedelta())


def _times(counted: Counter) -> dict:  # type: ignore[type-arg]
    return {key: timedelta(seconds=seconds) for key, seconds in counted.most_common()}
