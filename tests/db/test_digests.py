"""What became of somebody's tasks while they were away; the same on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.absence_commands import EnterAbsence, WithdrawAbsence
from csboard.domain.absences import OnMail
from csboard.domain.commands import (
    AddNote,
    Claim,
    FileAsJunk,
    Merge,
    Move,
    Release,
    Reopen,
    TakeOver,
    Undo,
    Wait,
)
from csboard.domain.digest import Found, Item, Left
from csboard.domain.digest_choices import why_not_back, why_not_left
from csboard.domain.digest_commands import ReadDigest
from csboard.domain.digest_words import amounts, how_it_left, page, sections, stands, title
from csboard.domain.hand_off_commands import (
    LeaveWithThem,
    OfferHandOff,
    TakeBack,
    TakeHandOff,
    WriteSheet,
)
from csboard.domain.history import describe
from csboard.domain.records import Actor, TaskRef, Waiting
from csboard.errors import Refused
from tests.db.test_clock_story import replies
from tests.db.test_many_comments import queries
from tests.support.desk import enter, open_inquiry
from tests.support.leaving import AGAIN, SHEET
from tests.support.letters import FIRST
from tests.support.merging import arrives

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TUESDAY, FRIDAY = date(2026, 11, 24), date(2026, 11, 27)


@pytest.fixture
def sato(board: Board) -> Actor:
    return enter(board, "sato", "Sato")


@pytest.fixture
def suzuki(board: Board, sato: Actor) -> Actor:
    return enter(board, "suzuki", "Suzuki")


@pytest.fixture
def kept(board: Board, suzuki: Actor) -> TaskRef:
    return taken(board, "kept", suzuki)


def taken(board: Board, subject: str, by: Actor) -> TaskRef:
    ref = open_inquiry(board, subject)
    board.execute(Claim(task=ref), by)
    return ref


def leaves(
    board: Board, who: Actor, on_mail: OnMail = OnMail.KEEP, stand_in: str | None = None
) -> int:
    command = EnterAbsence(
        login=who.login, first=TUESDAY, last=FRIDAY, on_mail=on_mail, stand_in=stand_in
    )
    number = board.execute(command, who).detail["absence"]
    assert isinstance(number, int)
    return number


def item(board: Board, ref: TaskRef) -> Item:
    return next(one for one in board.digest("suzuki").items if one.task.ref == ref)


def kinds(one: Item) -> list[str]:
    return [event.kind for event in one.events]


def test_one_that_is_ended_in_the_afternoon_is_told_to_that_moment(
    board: Board, sato: Actor, suzuki: Actor, kept: TaskRef, clock: FixedClock
) -> None:
    """Monday 9:30 in Tokyo, then Wednesday 12:30; its days stay those that were entered."""
    number = leaves(board, suzuki)
    before = next(one for one in board.absences() if one.id == number)
    clock.advance(2 * DAY + 2.75 * HOUR)
    came_in = taken(board, "came in", suzuki)
    clock.advance(0.25 * HOUR)
    event = board.execute(WithdrawAbsence(absence_id=number), suzuki)
    told = describe(event, board.members(), board.settings().stages)
    assert told == "Suzuki is back from an absence: Tue Nov 24 - Fri Nov 27"
    digest = board.digest("suzuki")
    assert {one.task.ref for one in digest.items} == {kept, came_in}
    assert title(digest.found) == "While you were away: Tue Nov 24 - Wed Nov 25, until 12:30"
    board.execute(Undo(), suzuki)
    (after,) = board.absences()
    assert after._replace(version=before.version) == before


def test_each_task_tells_how_it_fared(
    board: Board, sato: Actor, suzuki: Actor, kept: TaskRef, clock: FixedClock
) -> None:
    handed, over, back, done, later = (
        taken(board, one, suzuki) for one in ("handed", "over", "back", "done", "later")
    )
    others = taken(board, "others", sato)
    board.execute(Move(task=done, stage="done"), suzuki)
    leaves(board, suzuki)
    board.execute(WriteSheet(task=handed, sheet=SHEET), suzuki)
    board.execute(OfferHandOff(task=handed, receiver="sato"), suzuki)
    board.execute(TakeHandOff(task=handed, read_back="運送会社に聞く"), sato)
    clock.advance(DAY)
    came_in = taken(board, "came in after all", suzuki)
    board.execute(TakeOver(task=over, reason="urgent"), sato)
    board.execute(Release(task=back), sato)
    board.execute(AddNote(number=kept.number, text="Called"), sato)
    clock.advance(5 * DAY)
    board.execute(Claim(task=back), suzuki)
    found = {one.task.ref: one for one in board.digest("suzuki").items}
    assert {ref: (one.left, one.to) for ref, one in found.items()} == {
        kept: (Left.KEPT, None),
        handed: (Left.HANDED, "sato"),
        over: (Left.TAKEN, "sato"),
        back: (Left.TAKEN, None),
        later: (Left.KEPT, None),
        came_in: (Left.KEPT, None),
    }
    assert others not in found
    assert kinds(found[kept]) == ["noted"]
    assert kinds(found[over]) == ["taken_over"]
    told = board.digest("suzuki").found
    assert how_it_left(found[handed], told) == "handed off to Sato"
    assert stands(found[back], told).endswith("yours")
    assert amounts(found[later]) == "nothing happened"
    parts = {one.title: one.lines for one in sections(found[handed], told)}
    assert parts["What was promised"] == ("金曜に連絡",)
    assert parts["Whose it was meanwhile"] == ("Sato took it Mon Nov 23 09:30: “運送会社に聞く”",)
    assert page(board.digest("suzuki")).sections[0].parts


def test_what_customers_said_and_were_answered(
    board: Board, sato: Actor, suzuki: Actor, clock: FixedClock
) -> None:
    event = arrives(board, FIRST)
    assert event.number is not None
    ref = TaskRef(event.number)
    board.execute(Claim(task=ref), suzuki)
    leaves(board, suzuki)
    clock.advance(DAY)
    board.execute(TakeOver(task=ref, reason="urgent"), sato)
    replies(board, ref)
    here = item(board, ref)
    assert (len(here.heard), len(here.answered)) == (0, 1), "what was said before is known"
    assert here.answered[0].text


@pytest.mark.parametrize("stand_in", ["sato", None])
def test_what_went_on_when_its_customer_wrote(
    board: Board, sato: Actor, suzuki: Actor, clock: FixedClock, stand_in: str | None
) -> None:
    event = arrives(board, FIRST)
    assert event.number is not None
    ref = TaskRef(event.number)
    board.execute(Claim(task=ref), suzuki)
    leaves(board, suzuki, OnMail.STAND_IN if stand_in else OnMail.POOL, stand_in)
    clock.advance(DAY)
    arrives(board, AGAIN)
    here = item(board, ref)
    assert (here.left, here.to, here.task.owner) == (Left.BY_MAIL, stand_in, stand_in)
    assert [one.text for one in here.heard] == ["まだです"]
    assert kinds(here) == ["joined"]


@pytest.mark.parametrize("stand_in", ["sato", None])
def test_what_a_colleague_opened_again(
    board: Board, sato: Actor, suzuki: Actor, kept: TaskRef, clock: FixedClock, stand_in: str | None
) -> None:
    board.execute(Move(task=kept, stage="done"), suzuki)
    clock.advance(HOUR)
    leaves(board, suzuki, OnMail.STAND_IN if stand_in else OnMail.POOL, stand_in)
    clock.advance(DAY)
    board.execute(Reopen(number=kept.number), sato)
    here = item(board, kept)
    assert (here.left, here.to, here.task.owner) == (Left.REOPENED, stand_in, stand_in)


@pytest.mark.parametrize("is_junk", [False, True])
def test_what_came_back_otherwise(
    board: Board, sato: Actor, suzuki: Actor, kept: TaskRef, clock: FixedClock, is_junk: bool
) -> None:
    gone = FileAsJunk(number=kept.number) if is_junk else Move(task=kept, stage="done")
    board.execute(gone, suzuki)
    clock.advance(HOUR)
    leaves(board, suzuki, OnMail.POOL)
    clock.advance(DAY)
    other = taken(board, "the same", sato)
    back = Merge(number=other.number, into=kept.number)
    board.execute(Reopen(number=kept.number) if is_junk else back, sato)
    here = item(board, kept)
    assert (here.left, here.to, here.task.owner) == (Left.REOPENED, None, None)


def test_what_its_giver_took_back(
    board: Board, sato: Actor, suzuki: Actor, clock: FixedClock
) -> None:
    ref = taken(board, "given", sato)
    board.execute(WriteSheet(task=ref, sheet=SHEET), sato)
    board.execute(OfferHandOff(task=ref, receiver="suzuki"), sato)
    board.execute(TakeHandOff(task=ref, read_back="わかりました"), suzuki)
    leaves(board, suzuki)
    clock.advance(DAY)
    board.execute(TakeBack(task=ref), sato)
    here = item(board, ref)
    assert (here.left, here.to, here.task.owner) == (Left.TAKEN, "sato", "sato")


def test_what_was_merged_into_another(
    board: Board, sato: Actor, suzuki: Actor, kept: TaskRef, clock: FixedClock
) -> None:
    other = taken(board, "the same", sato)
    leaves(board, suzuki)
    clock.advance(DAY)
    board.execute(Merge(number=kept.number, into=other.number), sato)
    here = item(board, kept)
    assert (here.left, here.to, here.task.into) == (Left.MERGED, "sato", other.number)
    found = board.digest("suzuki").found
    assert how_it_left(here, found) == "merged; Sato had the other then"
    assert stands(here, found) == f"goes on in #{other.number}, Sato"
    board.execute(Undo(), sato)
    here = item(board, kept)
    assert (here.left, here.to, here.task.into) == (Left.KEPT, None, None)


def test_what_was_undone_took_nothing_from_them(
    board: Board, sato: Actor, suzuki: Actor, kept: TaskRef, clock: FixedClock
) -> None:
    released = taken(board, "released", suzuki)
    leaves(board, suzuki)
    clock.advance(DAY)
    board.execute(TakeOver(task=kept, reason="urgent"), sato)
    board.execute(Undo(), sato)
    board.execute(Release(task=released), sato)
    board.execute(Undo(), sato)
    board.execute(TakeOver(task=released, reason="urgent"), sato)
    assert {one.task.ref: (one.left, one.to) for one in board.digest("suzuki").items} == {
        kept: (Left.KEPT, None),
        released: (Left.TAKEN, "sato"),
    }
    assert kinds(item(board, kept)) == ["taken_over", "undone"]


def test_a_closed_one_of_theirs_says_how_it_ended(
    board: Board, sato: Actor, suzuki: Actor, kept: TaskRef, clock: FixedClock
) -> None:
    leaves(board, suzuki)
    clock.advance(DAY)
    board.execute(TakeOver(task=kept, reason="urgent"), sato)
    board.execute(Move(task=kept, stage="done"), sato)
    here = item(board, kept)
    assert here.task.closed_at == clock.now()
    assert stands(here, board.digest("suzuki").found) == "done Tue Nov 24 09:30"


def test_it_is_read_once_by_whoever_was_away_and_is_back(
    board: Board, sato: Actor, suzuki: Actor, kept: TaskRef, clock: FixedClock
) -> None:
    absence = leaves(board, suzuki)

    def refused(by: Actor) -> str:
        with pytest.raises(Refused) as refusal:
            board.execute(ReadDigest(absence_id=absence), by)
        return refusal.value.code

    assert refused(suzuki) == "still_away"
    clock.advance(6 * DAY)
    assert refused(sato) == "anothers"
    event = board.execute(ReadDigest(absence_id=absence), suzuki)
    assert (event.kind, event.detail) == ("digest_read", {"absence": absence})
    assert board.absences()[0].digested_at == clock.now()
    assert refused(suzuki) == "read"
    with pytest.raises(Refused) as refusal:
        board.execute(ReadDigest(absence_id=999), suzuki)
    assert refusal.value.code == "no_such_absence"
    assert board.digest("suzuki").items, "it can be looked at again"


def test_who_was_never_away_is_told_so(board: Board, sato: Actor, suzuki: Actor) -> None:
    for login in ("sato", "nobody"):
        with pytest.raises(Refused) as refusal:
            board.digest(login)
        assert refusal.value.code == "no_such_absence"
    leaves(board, suzuki)
    with pytest.raises(Refused):
        board.digest("suzuki")  # it is still to come


def test_one_that_begins_hides_nothing_of_the_one_before(
    board: Board, suzuki: Actor, kept: TaskRef, clock: FixedClock
) -> None:
    first = leaves(board, suzuki)
    clock.advance(5 * DAY)
    again = EnterAbsence(login="suzuki", first=date(2026, 11, 28), last=date(2026, 11, 30))
    second = board.execute(again, suzuki).detail["absence"]
    assert board.digest("suzuki").found.absence.id == first
    board.execute(ReadDigest(absence_id=first), suzuki)
    assert board.digest("suzuki").found.absence.id == second


def test_anothers_digest_is_refused_by_name(board: Board, sato: Actor, suzuki: Actor) -> None:
    number = leaves(board, suzuki)
    with pytest.raises(Refused) as refusal:
        board.digest("sato", number)
    assert refusal.value.code == "anothers"
    assert "Suzuki" in refusal.value.sentence


@pytest.mark.parametrize("stays", [True, False])
def test_a_task_handed_off_comes_back_or_stays(
    board: Board, sato: Actor, suzuki: Actor, kept: TaskRef, clock: FixedClock, stays: bool
) -> None:
    leaves(board, suzuki)
    board.execute(WriteSheet(task=kept, sheet=SHEET), suzuki)
    board.execute(OfferHandOff(task=kept), suzuki)
    board.execute(TakeHandOff(task=kept, read_back="わかりました"), sato)
    clock.advance(6 * DAY)
    command = LeaveWithThem if stays else TakeBack
    board.execute(command(task=kept), suzuki)
    here = item(board, kept)
    assert (here.left, here.to) == (Left.HANDED, "sato")
    assert here.task.owner == ("sato" if stays else "suzuki")
    assert here.task.hand_off is not None
    assert here.task.hand_off.ended_at is not None


def handed_off_in_leave(
    board: Board, task: TaskRef, giver: Actor, taker: Actor, clock: FixedClock
) -> None:
    """Somebody leaves, a task of theirs is taken by its sheet, and a day goes by."""
    leaves(board, giver)
    board.execute(WriteSheet(task=task, sheet=SHEET), giver)
    board.execute(OfferHandOff(task=task), giver)
    board.execute(TakeHandOff(task=task, read_back="わかりました"), taker)
    clock.advance(DAY)


def test_one_handed_off_and_closed_meanwhile_is_told_of_though_its_hand_off_ended(
    board: Board, sato: Actor, suzuki: Actor, kept: TaskRef, clock: FixedClock
) -> None:
    handed_off_in_leave(board, kept, suzuki, sato, clock)
    board.execute(Move(task=kept, stage="done"), sato)
    clock.advance(5 * DAY)
    assert board.hand_offs() == ()
    here = item(board, kept)
    assert (here.left, here.to, here.task.closed_at is None) == (Left.HANDED, "sato", False)
    assert stands(here, board.digest("suzuki").found) == "done Tue Nov 24 09:30"


def test_one_handed_off_and_taken_over_since_names_who_has_it_and_why(
    board: Board, sato: Actor, suzuki: Actor, kept: TaskRef, clock: FixedClock
) -> None:
    handed_off_in_leave(board, kept, suzuki, sato, clock)
    board.execute(TakeOver(task=kept, reason="Sato is ill"), enter(board, "mori", "Mori"))
    clock.advance(5 * DAY)
    found = board.digest("suzuki").found
    parts = {one.title: one.lines for one in sections(item(board, kept), found)}
    assert parts["Whose it was meanwhile"][1:] == (
        "Tue Nov 24 09:30 Mori took it over: “Sato is ill”",
    )


def test_one_taken_on_the_day_of_the_return_is_told_of_when_its_customer_has_written(
    board: Board, suzuki: Actor, clock: FixedClock
) -> None:
    noon = EnterAbsence(
        login="suzuki", first=TUESDAY, last=FRIDAY, until_noon=True, on_mail=OnMail.KEEP
    )
    board.execute(noon, suzuki)
    event = arrives(board, FIRST)
    clock.advance(4 * DAY + 4 * HOUR)
    mine, quiet = TaskRef(event.number or 0), taken(board, "quiet", suzuki)
    board.execute(Claim(task=mine), suzuki)
    clock.advance(HOUR)
    arrives(board, AGAIN)
    told = [one.task.ref for one in board.digest("suzuki").items]
    assert mine in told
    assert quiet not in told


def test_it_asks_as_often_however_many_tasks_there_were(
    board: Board, suzuki: Actor, kept: TaskRef, clock: FixedClock
) -> None:
    leaves(board, suzuki)
    clock.advance(6 * DAY)
    board.digest("suzuki")
    few = queries(board, lambda: board.digest("suzuki"))
    clock.advance(-6 * DAY)
    for each in range(20):
        taken(board, f"no {each}", suzuki)
    clock.advance(6 * DAY)
    assert len(board.digest("suzuki").items) == 21
    assert queries(board, lambda: board.digest("suzuki")) == few


def test_it_says_in_one_line_where_a_task_stands_now(
    board: Board, sato: Actor, suzuki: Actor, clock: FixedClock
) -> None:
    mori = enter(board, "mori", "Mori")
    went_on, junk, free, waits = (
        taken(board, one, suzuki) for one in ("went on", "junk", "free", "waits")
    )
    board.execute(Wait(task=waits, waiting=Waiting("date", until=clock.now() + DAY)), suzuki)
    leaves(board, suzuki)
    for ref in (went_on, junk):
        handed_to(board, ref, suzuki, sato)
    clock.advance(2 * DAY)
    board.execute(TakeOver(task=went_on, reason="urgent"), mori)
    board.execute(FileAsJunk(number=junk.number), sato)
    board.execute(Release(task=free), sato)
    clock.advance(4 * DAY)
    found = {one.task.ref: one for one in board.digest("suzuki").items}
    told = board.digest("suzuki").found
    assert {ref: now(found[ref], told) for ref in (went_on, junk, free, waits)} == {
        went_on: ("ToDo, Mori",),
        junk: ("junk since Wed Nov 25 09:30",),
        free: ("ToDo, nobody's",),
        waits: ("Doing, yours",),
    }
    promised = {one.title: one.lines for one in sections(found[waits], told)}
    assert "What was promised" not in promised, "its day has come"


def handed_to(board: Board, ref: TaskRef, giver: Actor, taker: Actor) -> None:
    board.execute(WriteSheet(task=ref, sheet=SHEET), giver)
    board.execute(OfferHandOff(task=ref, receiver=taker.login), giver)
    board.execute(TakeHandOff(task=ref, read_back="わかりました"), taker)


def now(one: Item, told: Found) -> tuple[str, ...]:
    (lines,) = (part.lines for part in sections(one, told) if part.title == "Now")
    return lines


def test_what_is_to_be_decided_of_each_task(
    board: Board, sato: Actor, suzuki: Actor, clock: FixedClock
) -> None:
    names = ("own", "handed", "left", "over", "free", "closed", "whole", "merged")
    refs = {name: taken(board, name, suzuki) for name in names}
    leaves(board, suzuki)
    for name in ("handed", "left", "closed"):
        handed_to(board, refs[name], suzuki, sato)
    clock.advance(DAY)
    board.execute(TakeOver(task=refs["over"], reason="urgent"), sato)
    board.execute(Release(task=refs["free"]), sato)
    board.execute(Move(task=refs["closed"], stage="done"), sato)
    board.execute(Merge(number=refs["merged"].number, into=refs["whole"].number), sato)
    clock.advance(5 * DAY)
    board.execute(LeaveWithThem(task=refs["left"]), suzuki)
    found = {one.task.ref: one for one in board.digest("suzuki").items}
    told = board.digest("suzuki").found
    reasons = {
        name: (why_not_back(found[ref], told), why_not_left(found[ref], told))
        for name, ref in refs.items()
    }
    done = "#1006: done Tue Nov 24 09:30. There is nothing to "
    merged = "#1008: goes on in #1007, yours. There is nothing to "
    assert reasons == {
        "own": ("#1001 is yours already.", "#1001 is yours: there is nobody to leave it with."),
        "handed": ("", ""),
        "left": ("", "#1003 stays with Sato without your saying so."),
        "over": ("", "#1004 stays with Sato without your saying so."),
        "free": ("", "#1005 is nobody's: there is nobody to leave it with."),
        "closed": (f"{done}take back.", f"{done}leave."),
        "whole": ("#1007 is yours already.", "#1007 is yours: there is nobody to leave it with."),
        "merged": (f"{merged}take back.", f"{merged}leave."),
    }
