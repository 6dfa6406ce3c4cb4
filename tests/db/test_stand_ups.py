"""Stand-ups of a real board: what they tell, since when, and that everybody sees the same one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.absence_commands import EnterAbsence
from csboard.domain.commands import AddNote, ApplySettings, Claim, Move, SplitOff, Undo, Wait
from csboard.domain.records import Actor, TaskRef, Waiting
from csboard.domain.review_commands import AskReview
from csboard.domain.stand_up import NOBODY, Entry, Turn, Walk, end_of
from csboard.domain.stand_up_commands import BeginStandUp, EndStandUp
from csboard.domain.stand_up_words import counts, moved, name_of_turn, needs, page
from csboard.domain.stand_ups import LONGEST
from csboard.errors import Refused
from tests.db.test_many_comments import queries
from tests.support.desk import enter, make_viewer, open_inquiry
from tests.support.replying import begin_draft

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def sato(board: Board) -> Actor:
    return enter(board, "sato", "Sato")


@pytest.fixture
def suzuki(board: Board, sato: Actor) -> Actor:
    return enter(board, "suzuki", "Suzuki")


def turn(turns: tuple[Turn, ...], key: str) -> Turn:
    return next(one for one in turns if one.key == key)


def entry(turns: tuple[Turn, ...], key: str, ref: TaskRef) -> Entry:
    return next(one for one in turn(turns, key).entries if one.ref == ref)


def kinds(one: Entry) -> list[str]:
    return [event.kind for event in one.events]


def test_it_walks_from_the_right_column_and_person_by_person(
    board: Board, sato: Actor, suzuki: Actor, clock: FixedClock
) -> None:
    make_viewer(board, "guest", sato)
    done, taken, free = (open_inquiry(board, one) for one in ("done", "taken", "free"))
    board.execute(Claim(task=done), suzuki)
    board.execute(Move(task=done, stage="done"), suzuki)
    board.execute(Claim(task=taken), suzuki)
    board.execute(SplitOff(number=taken.number, title="Ask the makers"), sato)
    walked = board.stand_up()
    assert [one.key for one in walked.stages] == ["done", "doing", "todo"]
    assert [one.key for one in walked.people] == ["sato", "suzuki", NOBODY]
    assert kinds(entry(walked.stages, "done", done)) == ["opened", "claimed", "moved"]
    assert kinds(entry(walked.people, "suzuki", done)) == ["opened", "claimed", "moved"]
    part = TaskRef(taken.number, 2)
    assert entry(walked.people, "sato", part).title == "Ask the makers"
    assert [one.alarm.kind for one in entry(walked.people, NOBODY, free).alarms] == ["unowned"]
    assert {one.ref for one in turn(walked.stages, "todo").entries} >= {free, part}


def test_it_names_who_stands_in_and_not_who_was_named(
    board: Board, sato: Actor, suzuki: Actor, clock: FixedClock
) -> None:
    """Mori named Suzuki, who is away today; then Suzuki's own stand-in has it."""
    mori = enter(board, "mori", "Mori")
    today = clock.now().date()
    first, last = today + timedelta(days=2), today + timedelta(days=4)
    for actor, named, days in (
        (mori, "suzuki", (today, today)),
        (suzuki, "sato", (today, today)),
        (mori, "suzuki", (first, last)),
    ):
        command = EnterAbsence(login=actor.login, first=days[0], last=days[1], stand_in=named)
        board.execute(command, actor)
    walked = board.stand_up()
    acting = {one.absence.login: (one.absence.stand_in, one.acting) for one in walked.away}
    assert acting == {"mori": ("suzuki", "sato"), "suzuki": ("sato", "sato")}
    assert [one.acting for one in walked.soon] == ["suzuki"], "they are back by then"
    told = {one.title: one.lines for one in page(walked, people=False).sections}
    assert told["Away now"][0].endswith("(Sato stands in)")
    assert told["Away within a week"][0].endswith("(Suzuki stands in)")
    told = {one.title: one.lines for one in page(walked, people=True).sections}
    assert told["Mori: nothing to say"][0].startswith("Away: Mori Mon Nov 23 (Sato stands in")
    later = EnterAbsence(login="suzuki", first=last, last=last)
    board.execute(later, suzuki)
    told = {one.title: one.lines for one in page(board.stand_up(), people=False).sections}
    by_days = "(stand-in: Suzuki; Nov 27 nobody, as Suzuki is away)"
    assert any(line.endswith(by_days) for line in told["Away within a week"])
    clock.advance(timedelta(days=1))
    told = {one.title: one.lines for one in page(board.stand_up(), people=True).sections}
    assert told["Mori: nothing to say"][0].startswith("Soon away: Mori Wed Nov 25")


def test_by_people_an_absence_is_told_once(
    board: Board, sato: Actor, suzuki: Actor, clock: FixedClock
) -> None:
    """In the turn of whoever is away; their second one, and of who has no turn, in the lists."""
    make_viewer(board, "guest", sato)
    today = clock.now().date()
    for login, first in (("suzuki", 2), ("suzuki", 4), ("guest", 0)):
        day = today + timedelta(days=first)
        board.execute(EnterAbsence(login=login, first=day, last=day), sato)
    sections = page(board.stand_up(), people=True).sections
    told = [line for one in sections for line in one.lines if "guest" in line or "Suzuki" in line]
    assert told == ["Soon away: Suzuki Wed Nov 25", "guest Mon Nov 23", "Suzuki Fri Nov 27"]


def test_a_person_called_like_a_stage_is_not_taken_for_it(board: Board, sato: Actor) -> None:
    enter(board, "done", "Dona")
    walked = board.stand_up()
    assert name_of_turn(turn(walked.people, "done"), walked.found) == "Dona"
    assert name_of_turn(turn(walked.stages, "done"), walked.found) == "Done"


def test_each_event_is_told_once_in_either_walk(board: Board, sato: Actor, suzuki: Actor) -> None:
    first, second = open_inquiry(board, "one"), open_inquiry(board, "two")
    for ref in (first, second):
        board.execute(Claim(task=ref), suzuki)
        board.execute(AddNote(number=ref.number, text="Called back"), sato)
    walked = board.stand_up()
    expected = sorted(event.id for event in walked.found.events)
    assert len(expected) == 6
    for turns in (walked.stages, walked.people):
        told = [event.id for one in turns for some in one.entries for event in some.events]
        assert sorted(told) == expected


def test_what_was_undone_again_is_not_told(
    board: Board, sato: Actor, suzuki: Actor, clock: FixedClock
) -> None:
    """Unless the act was told in the stand-up before."""
    ref = open_inquiry(board, "one")
    board.execute(Claim(task=ref), suzuki)
    board.execute(Undo(), suzuki)
    board.execute(Claim(task=ref), suzuki)
    assert [event.kind for event in board.stand_up().found.events] == ["opened", "claimed"]
    clock.advance(HOUR)
    board.execute(BeginStandUp(), sato)
    going_on = board.stand_up().found.stand_up
    assert going_on is not None
    board.execute(EndStandUp(stand_up_id=going_on.id), sato)
    clock.advance(HOUR)
    board.execute(Undo(), suzuki)
    assert [event.kind for event in board.stand_up().found.events] == ["undone"]


def test_a_second_tells_since_the_first_one_ended(
    board: Board, sato: Actor, suzuki: Actor, clock: FixedClock
) -> None:
    ref = open_inquiry(board, "one")
    begun = board.execute(BeginStandUp(), sato)
    assert (begun.kind, begun.number) == ("stand_up_begun", None)
    with pytest.raises(Refused) as refusal:
        board.execute(BeginStandUp(), suzuki)
    assert refusal.value.sentence == (
        "The stand-up goes on already, begun by Sato 1 second ago: take part in it."
    )
    clock.advance(10 * MINUTE)
    going_on = board.stand_up().found
    assert going_on.stand_up is not None, "whoever joins sees the same one"
    assert (going_on.stand_up.login, going_on.now - going_on.stand_up.began_at) == (
        "sato",
        10 * MINUTE,
    )
    assert [event.number for event in going_on.events] == [ref.number]
    board.execute(EndStandUp(stand_up_id=going_on.stand_up.id), suzuki)
    ended = clock.now()
    clock.advance(24 * HOUR)
    board.execute(AddNote(number=ref.number, text="Called back"), sato)
    walked = board.stand_up()
    assert (walked.found.since, walked.found.stand_up) == (ended, None)
    assert [event.kind for event in walked.found.events] == ["noted"]
    board.execute(BeginStandUp(), suzuki)
    assert board.stand_up().found.since == ended, "and the one that goes on tells of the same"


def test_one_that_nobody_ended_is_over_and_has_told_nothing_since_it_began(
    board: Board, sato: Actor, clock: FixedClock
) -> None:
    board.execute(BeginStandUp(), sato)
    began = clock.now()
    clock.advance(LONGEST)
    found = board.stand_up().found
    assert (found.stand_up, found.since) == (None, began)
    board.execute(BeginStandUp(), sato)


def test_notes_taken_there_are_in_it_until_they_are_taken_back(
    board: Board, sato: Actor, clock: FixedClock
) -> None:
    ref = open_inquiry(board, "one")
    board.execute(AddNote(number=ref.number, text="before"), sato)
    clock.advance(MINUTE)
    board.execute(BeginStandUp(), sato)
    board.execute(AddNote(number=ref.number, text="Tanaka calls\nthe makers"), sato)
    board.execute(AddNote(number=ref.number, text="wrong"), sato)
    board.execute(Undo(), sato)
    notes = board.stand_up().found.notes
    assert [(one.number, one.login, one.text) for one in notes] == [
        (ref.number, "sato", "Tanaka calls\nthe makers")
    ]
    summary = page(board.stand_up(), people=False)
    assert summary.sections[-1].lines == (f"#{ref.number} Sato: Tanaka calls the makers",)


def test_what_is_stuck_is_so_by_the_alarms_rule(
    board: Board, sato: Actor, suzuki: Actor, clock: FixedClock
) -> None:
    ref = open_inquiry(board, "one")
    board.execute(Claim(task=ref), suzuki)
    clock.advance(3 * 24 * HOUR)
    walked = board.stand_up()
    here = entry(walked.people, "suzuki", ref)
    assert (here.is_stuck, here.needs_somebody, here.events) == (True, False, ())
    assert counts(turn(walked.people, "suzuki")) == "stuck 1"
    told = needs(here, walked.found)
    assert told[0].startswith("stuck since Mon Nov 23 09:30 (")
    assert moved(here, walked.found) == ""


def test_a_promise_of_today_is_near_and_one_of_tomorrow_is_not(
    board: Board, sato: Actor, suzuki: Actor, clock: FixedClock
) -> None:
    settings = replace(board.settings(), promises={"solved": ("8h",)})
    board.execute(ApplySettings(settings=settings), sato)
    ref = open_inquiry(board, "one")
    board.execute(Claim(task=ref), suzuki)

    def near() -> bool:
        here = entry(board.stand_up().people, "suzuki", ref)
        return "soon" in [one.alarm.kind for one in here.alarms]

    assert near(), "due at 17:30"
    settings = replace(board.settings(), promises={"solved": ("9h",)})
    board.execute(ApplySettings(settings=settings), sato)
    assert not near(), "due at 09:30 tomorrow"


@pytest.mark.parametrize(("for_whom", "is_told"), [("internal", True), ("customer", False)])
def test_a_promise_of_today_is_told_of_a_card_on_hold_while_its_clock_runs(
    board: Board, sato: Actor, suzuki: Actor, for_whom: str, is_told: bool
) -> None:
    settings = replace(board.settings(), promises={"solved": ("8h",)})
    board.execute(ApplySettings(settings=settings), sato)
    ref = open_inquiry(board, "one")
    board.execute(Claim(task=ref), suzuki)
    board.execute(Wait(task=ref, waiting=Waiting(for_whom, "", None)), suzuki)
    walked = board.stand_up()
    here = entry(walked.people, "suzuki", ref)
    assert needs(here, walked.found) == (("solved: 8:00 left (on hold)",) if is_told else ())
    assert here.needs_somebody is is_told


def test_who_ended_one_is_told_to_whoever_comes_later(
    board: Board, sato: Actor, suzuki: Actor, clock: FixedClock
) -> None:
    board.execute(BeginStandUp(), sato)
    one = board.stand_up().found.stand_up
    assert one is not None
    clock.advance(5 * MINUTE)
    open_inquiry(board, "meanwhile")
    board.execute(EndStandUp(stand_up_id=one.id), suzuki)
    clock.advance(HOUR)
    open_inquiry(board, "later")
    assert end_of(one, board.stand_up().found) == (one.began_at + 5 * MINUTE, "suzuki")


def test_a_review_stands_in_the_turn_of_whoever_is_asked(
    board: Board, sato: Actor, suzuki: Actor
) -> None:
    ref = open_inquiry(board, "one")
    draft = begin_draft(board, ref, sato)
    board.execute(AskReview(draft_id=draft.id, of="suzuki"), sato)
    walked = board.stand_up()
    assert entry(walked.people, "suzuki", ref).reviews == ("suzuki",)
    assert entry(walked.stages, "todo", ref).reviews == ("suzuki",)
    assert "Review wanted of Suzuki" in needs(entry(walked.stages, "todo", ref), walked.found)


def test_it_asks_as_often_however_much_there_is(board: Board, sato: Actor) -> None:
    open_inquiry(board, "one")
    board.stand_up()
    few = queries(board, board.stand_up)
    for each in range(30):
        open_inquiry(board, f"no {each}")
    assert queries(board, board.stand_up) == few


def _words(walked: Walk) -> str:
    made = page(walked, people=False, plain=True)
    return "\n".join(line for one in made.sections for line in (one.title, *one.lines))


def test_what_is_mailed_has_no_word_of_a_customer(board: Board, sato: Actor) -> None:
    ref = open_inquiry(board, "SECRET parcel")
    board.execute(BeginStandUp(), sato)
    board.execute(AddNote(number=ref.number, text="SECRET again"), sato)
    assert f"#{ref.number}" in _words(board.stand_up())
    assert "SECRET" not in _words(board.stand_up())
