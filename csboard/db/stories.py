"""What the clocks of inquiries go by, read for one inquiry or for many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any

from csboard.db import models, records
from csboard.db.prepared import Prepared, slot
from csboard.db.team import Team
from csboard.domain.clock_story import Story, standing, story_of
from csboard.domain.records import Direction, Event, Inquiry, Message
from csboard.domain.vocabulary import Vocabulary, by_dimension
from csboard.named import NamedTuple
from csboard.text import fold

MOST_AT_ONCE = 200

_Inquiry, _Message, _Event = models.InquiryRow, models.MessageRow, models.EventRow


class Told(NamedTuple):
    """An inquiry with its story, and out of what that was told."""

    inquiry: Inquiry
    story: Story
    messages: tuple[Message, ...]
    """Without their texts and heads."""
    events: tuple[Event, ...]


@cache
def _parts(many: int) -> Prepared:
    numbers = [slot(f"n{index}") for index in range(many)]
    columns = (*records.INQUIRY_COLUMNS, _Inquiry.mailbox)
    return Prepared(
        lambda: (
            _Inquiry.select(*columns)
            .join(models.CustomerRow)
            .where(_Inquiry.number.in_(numbers) | _Inquiry.merged_into.in_(numbers))
        )
    )


@cache
def _messages(many: int) -> Prepared:
    numbers = [slot(f"n{index}") for index in range(many)]
    columns = (_Message.id, _Message.direction, _Message.at, _Message.author, _Message.inquiry)
    return Prepared(
        lambda: (
            _Message.select(*columns)
            .where(_Message.inquiry.in_(numbers), _Message.withdrawn_at.is_null())
            .order_by(_Message.at, _Message.id)
        )
    )


@cache
def _events(many: int) -> Prepared:
    numbers = [slot(f"n{index}") for index in range(many)]
    about = _Event.select(_Event.id).where(_Event.inquiry.in_(numbers))
    also = _Event.select(_Event.id).where(_Event.other.in_(numbers))
    return Prepared(
        lambda: (
            _Event.select(*records.EVENT_COLUMNS)
            .where(_Event.id.in_(about | also))
            .order_by(_Event.id)
        )
    )


def told(numbers: Iterable[int], team: Team) -> Iterator[Told]:
    """Of each of these inquiries that isn't merged into another, in the order given."""
    waiting = iter(numbers)
    while batch := list(islice(waiting, MOST_AT_ONCE)):
        yield from _told(batch, team)


def _told(numbers: Sequence[int], team: Team) -> Iterator[Told]:
    wholes: dict[int, tuple[Inquiry, str]] = {}
    parts: dict[int, list[int]] = defaultdict(list)
    for *row, mailbox in _rows(_parts, numbers):
        inquiry = records.inquiry(tuple(row))
        if inquiry.merged_into is None:
            wholes[inquiry.number] = inquiry, mailbox
        else:
            parts[inquiry.merged_into].append(inquiry.number)
    belongs = {number: number for number in wholes}
    belongs.update((part, whole) for whole, found in parts.items() for part in found)
    every = sorted(belongs)
    rows = _rows(_messages, every)
    messages = _by_whole((_message(row, team.logins) for row in rows), belongs)
    events = _events_by_whole(every, belongs, team)
    for number in dict.fromkeys(numbers):
        if number in wholes:
            inquiry, mailbox = wholes[number]
            own = tuple(events[number])
            tags, tags_before = _tags(inquiry, own, team.settings.vocabulary)
            story = story_of(
                inquiry,
                messages[number],
                own,
                merged=parts[number],
                mailbox=mailbox,
                tags=tags,
                tags_before=tags_before,
            )
            yield Told(inquiry, story, tuple(messages[number]), own)


def _rows(query: Any, numbers: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    """Of all the numbers; asked for by a few sizes only."""
    waiting = iter(numbers)
    while batch := list(islice(waiting, MOST_AT_ONCE)):
        size = next(size for size in (1, 8, 40, MOST_AT_ONCE) if size >= len(batch))
        batch += batch[-1:] * (size - len(batch))
        given = {f"n{index}": number for index, number in enumerate(batch)}
        yield from query(size).rows(**given)


def _message(row: tuple[Any, ...], logins: Mapping[int, str]) -> Message:
    message_id, direction, at, author, number = row
    login = logins.get(author)
    return Message(
        message_id, Direction(direction), at, "", "", "", "", author=login, number=number
    )


def _by_whole(messages: Iterable[Message], belongs: Mapping[int, int]) -> dict[int, list[Message]]:
    found: dict[int, list[Message]] = defaultdict(list)
    for message in messages:
        found[belongs[message.number]].append(message)
    return found


def _events_by_whole(
    numbers: Sequence[int], belongs: Mapping[int, int], team: Team
) -> dict[int, list[Event]]:
    """Also those that name it as the other one, each once in its place."""
    every: dict[int, Event] = {}
    for row in _rows(_events, numbers):
        event = records.event(row, team.logins)
        every[event.id] = event
    found: dict[int, list[Event]] = defaultdict(list)
    for event_id in sorted(every):
        event = every[event_id]
        for whole in {belongs.get(event.number or 0), belongs.get(event.other or 0)} - {None}:
            found[whole or 0].append(event)
    return found


def _tags(
    inquiry: Inquiry, events: Sequence[Event], vocabulary: Vocabulary
) -> tuple[frozenset[str], dict[int, frozenset[str]]]:
    """The names of its tags now, and what they were before each edit of them, by its event."""
    found = (vocabulary.find(*one) for one in by_dimension(inquiry.tags))
    ids = {tag.id for tag in found if tag is not None}
    now, before = _names(ids, vocabulary), {}
    for event in reversed(standing(events)):
        added, taken = event.detail.get("tagged"), event.detail.get("untagged")
        if event.number == inquiry.number and (added or taken):
            ids = ids.difference(_ids(added)).union(_ids(taken))
            before[event.id] = _names(ids, vocabulary)
    return now, before


def _ids(told: Any) -> Iterable[int]:
    return told or ()


def _names(ids: Iterable[int], vocabulary: Vocabulary) -> frozenset[str]:
    """What these tags are called now and were called before, folded: a promise knows either."""
    known = (vocabulary.tag(one) for one in ids)
    tags = {vocabulary.goes_on_as(tag) for tag in known if tag is not None}
    every = (one for tag in tags for one in (tag, *vocabulary.leading_to(tag)))
    return frozenset(fold(one.word) for one in every)
