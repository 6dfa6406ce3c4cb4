"""Writing down what is known of an inquiry, and finishing a move that asks for it."""

from __future__ import annotations

from csboard.board import Board
from csboard.domain.commands import EditInquiry, Move
from csboard.domain.editing import present, raises
from csboard.domain.records import Card, Event, InquiryFields, Urgency
from csboard.domain.vocabulary import Vocabulary
from csboard.domain.words import field
from csboard.errors import Conflict, CsboardError, Moved, Unfinished
from csboard.i18n import _, together
from csboard.named import NamedTuple
from csboard.tui.acts import Place, app_at
from csboard.tui.begun import EDIT, BegunText, begun_text
from csboard.tui.fence import say
from csboard.tui.keys import key_of
from csboard.tui.layout import cut
from csboard.tui.screens.edit import FIELDS, EditDialog
from csboard.tui.screens.reason import LineDialog

MOST_QUOTED = 40
"""Cells of what somebody else wrote that are quoted back."""


class Known(NamedTuple):
    """What is written down of an inquiry, and the words the team tags by."""

    number: int
    """Where it goes on, if it was merged."""
    fields: InquiryFields
    vocabulary: Vocabulary


async def edit(place: Place, card: Card, at: str = "", problem: str = "") -> bool:
    """Ask for what is known until it is stored or given up; whether anything was stored.

    What was typed is never lost: when somebody else was first, the box comes back with it
    and with what they wrote, and saving again is then a decision.
    """
    known = await read_known(place, card.ref.number)
    if known is None:
        return False
    async with begun_text(app_at(place), EDIT, known.number) as begun:
        return await _edited(place, known, at, problem, begun)


async def _edited(place: Place, known: Known, at: str, problem: str, begun: BegunText) -> bool:
    number = known.number
    before = typed = known.fields
    why = ""
    while True:
        title = _("What is known of #{number}").format(number=number)
        box = EditDialog(title, typed, before, vocabulary=known.vocabulary, at=at, problem=problem)
        answer = await place.app.push_screen_wait(begun.in_box(box))
        if answer is None:
            return False
        typed = answer
        new = changed(typed, before)
        if new == InquiryFields():
            say(place.app, _("Nothing is different on #{number}.").format(number=number))
            return False
        if raises(before.urgency or Urgency.NORMAL, new.urgency):
            said = await _why_urgent(place, number, why)
            if said is None:
                at, problem = "urgency", ""
                continue
            why = said
        outcome = await app_at(place).attempt(
            EditInquiry(number=number, fields=new, was=before, reason=why, alone=True)
        )
        if isinstance(outcome, Event):
            say(place.app, _("Written down on #{number}.").format(number=number))
            return True
        problem, at = outcome.sentence, _first(new)
        if isinstance(outcome, Conflict | Moved) and (now := await read_known(place, number)):
            at, told = theirs(new, before, now.fields)
            if isinstance(outcome, Moved):
                number = now.number
                there = _("This box is #{into}'s now: saving writes it there.").format(into=number)
                told = together(there, told)
            problem = together(problem, told)
            typed, before = merged(typed, before, now.fields), now.fields


async def _why_urgent(place: Place, number: int, why: str) -> str | None:
    """Ask for the reason that everybody will read; None when the urgency is to stay after all."""
    box = LineDialog(
        _("#{number} is more urgent").format(number=number),
        why,
        label=_("Why? A few words, for the history."),
        lacking=_("Say in a word or two why."),
    )
    said: str | None = await place.app.push_screen_wait(box)
    return said


async def read_known(place: Place, number: int) -> Known | None:
    """What is written down now; when it can't be read, that is told."""
    try:
        return await app_at(place).station.read(lambda board: _known(board, number))
    except CsboardError as failure:
        say(place.app, failure.sentence, "warning")
        app_at(place).let_keys_go()
        return None


def _known(board: Board, number: int) -> Known:
    inquiry = board.inquiry(number).inquiry
    return Known(inquiry.number, present(inquiry), board.settings().vocabulary)


def changed(typed: InquiryFields, before: InquiryFields) -> InquiryFields:
    """Those fields of `typed` that are not as before; None for the others."""
    old = before._asdict()
    values = {name: value for name, value in typed._asdict().items() if value != old[name]}
    return InquiryFields()._replace(**values)


def merged(typed: InquiryFields, before: InquiryFields, now: InquiryFields) -> InquiryFields:
    """What was typed, and where nothing was typed, what others wrote meanwhile."""
    old = before._asdict()
    kept = {name: value for name, value in typed._asdict().items() if value != old[name]}
    return now._replace(**kept)


def theirs(new: InquiryFields, before: InquiryFields, now: InquiryFields) -> tuple[str, str]:
    """The first field that both have changed, by its id, and what stands in it now."""
    old, other, key = before._asdict(), now._asdict(), key_of("writing.save")
    for name, value in new._asdict().items():
        if value is not None and other[name] not in (old[name], value):
            said = other[name]
            if isinstance(said, str) and said:
                quoted = cut(" ".join(said.split()), MOST_QUOTED)
                told = _("Now it says: {text} ({key} puts yours in its place)")
                return _id(name), told.format(text=quoted, key=key)
            told = _("{key} puts yours in place of {field} as it is now.")
            return _id(name), told.format(field=field(name), key=key)
    return "", ""


def _first(new: InquiryFields) -> str:
    """The id of the first field, from the top, that has something new."""
    names = [_id(name) for name, value in new._asdict().items() if value is not None]
    return next((name for name in FIELDS if name in names), "")


def _id(name: str) -> str:
    return "content" if name == "tags" else name


async def finish(place: Place, card: Card, move: Move, lacking: Unfinished) -> Event | None:
    """Ask for what a stage needs, then move again, until it moves or is given up."""
    outcome: Event | CsboardError = lacking
    while isinstance(outcome, Unfinished):
        at = next((need for need in outcome.missing if need in FIELDS), "")
        if not at:
            break  # an owner, a reply or other tasks: the sentence says so
        if not await edit(place, card, at, outcome.sentence):
            return None
        again = Move(task=move.task, seen=move.seen, stage=move.stage)
        outcome = await app_at(place).attempt(again)
    app_at(place).let_keys_go()
    return app_at(place).told(outcome)
