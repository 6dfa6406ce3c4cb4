"""Tagging an inquiry from its screen or its card: asked for until it is stored or given up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from csboard.board import Board
from csboard.domain.commands import Command, EditInquiry
from csboard.domain.knowledge_commands import SetReading
from csboard.domain.records import NO_TAGS, Card, Event, InquiryFields, Tags
from csboard.domain.tagging import both, without
from csboard.errors import Conflict, CsboardError, Moved, Refused
from csboard.i18n import _, ngettext
from csboard.named import NamedTuple
from csboard.tui.acts import Place, app_at
from csboard.tui.fence import say
from csboard.tui.screens.tags import Readings, TagDialog, Tagged, Words

if TYPE_CHECKING:
    from csboard.tui.several_acts import Asking
    from csboard.tui.state import BoardState


class Desk(NamedTuple):
    """What is asked about."""

    number: int
    tags: Tags
    words: Words


async def tags(place: Place, card: Card) -> None:
    """Ask for the tags of one inquiry. When somebody else was first, the box comes back."""
    written, problem = None, ""
    desk = await _read(place, card.ref.number)
    while desk is not None:
        title = _("Tags of #{number}").format(number=desk.number)
        box = TagDialog(title, desk.words, desk.tags, written, problem)
        written = await place.app.push_screen_wait(box)
        if written is None:
            return
        fields = InquiryFields(tags=written.tags)
        wish = EditInquiry(
            number=desk.number, fields=fields, was=InquiryFields(tags=desk.tags), alone=True
        )
        outcome = await app_at(place).attempt(wish)
        if isinstance(outcome, Event):
            await _write_readings(place, written.readings)
            say(place.app, _("Tagged: #{number}.").format(number=desk.number))
            return
        problem, before = outcome.sentence, desk.tags
        if isinstance(outcome, Conflict | Moved):
            desk = await _read(place, card.ref.number)
            if desk is not None:
                written = written._replace(tags=merged(written.tags, before, desk.tags))


def merged(mine: Tags, before: Tags, now: Tags) -> Tags:
    """What others made of the tags meanwhile, with what was put on and taken off here."""
    gone, added = without(before, mine), without(mine, before)
    kept = without(now, gone)
    more = without(added, kept)
    return both(kept, more)


async def read_words(place: Place, number: int | None = None) -> Words | None:
    """The vocabulary with its counts; when it can't be read, that is told."""
    try:
        return await app_at(place).station.read(lambda board: _words(board, number))
    except CsboardError as failure:
        say(place.app, failure.sentence, "warning")
        app_at(place).let_keys_go()
        return None


async def _read(place: Place, number: int) -> Desk | None:
    try:
        return await app_at(place).station.read(lambda board: _desk(board, number))
    except CsboardError as failure:
        say(place.app, failure.sentence, "warning")
        app_at(place).let_keys_go()
        return None


def _desk(board: Board, number: int) -> Desk:
    inquiry = board.inquiry(number).inquiry
    return Desk(inquiry.number, inquiry.tags, _words(board, inquiry.number))


def _words(board: Board, number: int | None) -> Words:
    suggested = () if number is None else board.suggested_tags(number)
    return Words(board.settings().vocabulary, board.tag_uses(), suggested)


async def _write_readings(place: Place, readings: Readings) -> None:
    """Of new words, which have their rows by now."""
    if not readings:
        return
    words = await read_words(place)
    for (dimension, word), reading in readings.items():
        tag = words.vocabulary.find(dimension, word) if words else None
        if tag is not None and not tag.reading:
            await app_at(place).attempt(SetReading(tag_id=tag.id, reading=reading))


# several at once: what is asked for is added to each


def added_to(_state: BoardState, card: Card, tags: Tags) -> Command:
    """What tags one of several cards; Refused for one that has the tags."""
    added = without(tags, card.tags)
    if added == NO_TAGS:
        raise Refused("tagged", _("#{number} has these tags.").format(number=card.ref.number))
    fields, was = InquiryFields(tags=both(card.tags, added)), InquiryFields(tags=card.tags)
    return EditInquiry(number=card.ref.number, fields=fields, was=was, alone=True)


async def ask_for_several(asking: Asking) -> Tags | None:
    """Which tags are to be added to all of them."""
    words = await read_words(asking.board)
    if words is None:
        return None
    count = len(asking.cards)
    title = ngettext("The same tags on {n} card", "The same tags on {n} cards", count)
    written = Tagged(asking.before, {}) if asking.before else None
    box = TagDialog(
        title.format(n=count), words, NO_TAGS, written, asking.problem, asks_readings=False
    )
    answer = await asking.board.app.push_screen_wait(box)
    return answer.tags if answer else None


def told_of_several(done: Sequence[Event]) -> str:
    count = len(done)
    return ngettext("Tagged: {n} card.", "Tagged: {n} cards.", count).format(n=count)
