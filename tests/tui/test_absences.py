"""Absences on the screen: the list, the box, the header, the mark on cards; all by themselves."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.absence_commands import ChangeAbsence, EnterAbsence, WithdrawAbsence
from csboard.domain.absences import Absence, OnMail
from csboard.domain.commands import Claim, Move, Reopen
from csboard.domain.records import Actor, TaskRef
from csboard.errors import Unavailable
from csboard.tui.absence_keys import OF_ABSENCES
from csboard.tui.fields import ImeInput
from csboard.tui.screens.absence_box import AbsenceDialog
from csboard.tui.screens.absences import AbsencesScreen
from csboard.tui.widgets.choice import Choice
from tests.conftest import MONDAY
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Seat, Sit

TODAY = MONDAY.date()
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def people(board: Board) -> None:
    """Lead is the lead; Sato, Mori and Tanaka are members."""
    for login in ("lead", "sato", "mori", "tanaka"):
        enter(board, login, login.title())


def away(board: Board, login: str = "mori", **more: Any) -> None:
    days = {"first": TODAY, "last": TODAY + 7 * DAY, **more}
    board.execute(EnterAbsence(login=login, **days), Actor("lead"))


@pytest.fixture
def ref(board: Board) -> TaskRef:
    """Mori has it."""
    opened = open_inquiry(board, "one")
    board.execute(Claim(task=opened), Actor("mori"))
    return opened


async def at_the_list(seat: Seat) -> None:
    await seat.press("g", "h")
    await seat.until(lambda: isinstance(seat.app.screen, AbsencesScreen))
    await seat.until(lambda: "Absences:" in seat.text())


async def test_a_toast_covers_neither_the_keys_nor_what_stands_in_full_above_them(
    board: Board, sit: Sit, ref: TaskRef
) -> None:
    board.execute(EnterAbsence(login="sato", first=TODAY, last=TODAY), Actor("lead"))
    away(board, stand_in="sato", last=TODAY + 21 * DAY)
    async with sit("mori", size=(80, 24)) as seat:
        await at_the_list(seat)
        await seat.until(lambda: bool(seat.app.screen.query(".whole-row")))
        below = [line for line in seat.text().splitlines() if line.strip()][-4:]
        seat.app.notify("A sentence that is longer than the last line of the screen is. " * 3)
        await seat.until(lambda: "A sentence that" in seat.text())
        assert [line for line in seat.text().splitlines() if line.strip()][-4:] == below


async def fill(seat: Seat, **fields: str) -> AbsenceDialog:
    await seat.until(lambda: isinstance(seat.app.screen, AbsenceDialog))
    box = seat.app.screen
    assert isinstance(box, AbsenceDialog)
    await seat.until(lambda: bool(box.query("#last")))
    for name, text in fields.items():
        box.query_one(f"#{name.replace('_', '-')}", ImeInput).value = text
        await seat.settle()
    return box


def only(board: Board) -> Absence:
    (absence,) = board.absences()
    return absence


async def test_the_list_says_who_is_away_when_and_who_stands_in(board: Board, sit: Sit) -> None:
    away(board, stand_in="sato", on_mail=OnMail.STAND_IN)
    away(board, "tanaka", first=TODAY + 2 * DAY, last=TODAY + 3 * DAY, stand_in="mori")
    async with sit("lead") as seat:
        await at_the_list(seat)
        shown = seat.text()
        assert "Absences: 1 away now" in shown
        assert "Mori  Mon Nov 23 - Mon Nov 30  away now" in shown
        assert "stand-in: Sato  customer writes: goes to Sato" in shown
        assert "closed anyway: " in shown
        assert "Sat Nov 28, Sun Nov 29" in shown
        assert "Tanaka  Wed Nov 25 - Thu Nov 26" in shown
        assert "stand-in: Sato for Mori" in shown, "who is away then, too"


async def test_a_stand_in_who_goes_away_meanwhile_is_told_of_on_80_columns(
    board: Board, sit: Sit
) -> None:
    away(board, stand_in="sato", on_mail=OnMail.STAND_IN)
    away(board, "sato", first=TODAY + 2 * DAY, last=TODAY + 3 * DAY, stand_in="tanaka")
    async with sit("lead", size=(80, 24)) as seat:
        await at_the_list(seat)
        await seat.until(lambda: "stand-in: Sato; Nov 25 - Nov 26 Tanaka" in seat.text())
        assert "  customer writes: goes to whoever stands in then  6 working days" in seat.text()


async def test_one_is_entered_changed_and_ended_by_keys(board: Board, sit: Sit) -> None:
    async with sit("sato") as seat:
        await at_the_list(seat)
        assert "Nobody is away, and nobody will be." in seat.text()
        await seat.press("n")
        box = await fill(seat, first="2026-12-01pm", last="12/4", stand_in="mori")
        assert "3.5 working days" in seat.text()
        assert "[to the stand-in]" in seat.text(), "it follows that somebody stands in"
        assert not list(box.query("#who")), "one's own are one's own"
        await seat.press("f2")
        await seat.until(lambda: "Sato  Tue Dec 1 afternoon - Fri Dec 4" in seat.text())
        found = only(board)
        assert (found.login, found.from_noon, found.stand_in, found.on_mail) == (
            "sato",
            True,
            "mori",
            OnMail.STAND_IN,
        )
        await seat.press("enter")
        await fill(seat, last="12/5")
        await seat.press("f2")
        await seat.until(lambda: only(board).last == date(2026, 12, 5))
        await seat.until(lambda: isinstance(seat.app.screen, AbsencesScreen))
        await seat.press("d")
        await seat.until(lambda: board.absences() == ())
        await seat.press("u")
        await seat.until(lambda: len(board.absences()) == 1)


async def test_a_stand_in_named_later_gets_the_mail_unless_chosen_otherwise(
    board: Board, sit: Sit
) -> None:
    """As in the shell, and as where it is entered."""
    away(board)
    async with sit("lead") as seat:
        await at_the_list(seat)
        await seat.press("enter")
        await fill(seat, stand_in="sato")
        await seat.until(lambda: "[to the stand-in]" in seat.text())
        await seat.press("f2")
        await seat.until(lambda: only(board).on_mail is OnMail.STAND_IN)
        await seat.until(lambda: isinstance(seat.app.screen, AbsencesScreen))
        await seat.press("enter")
        box = await fill(seat, stand_in="tanaka")
        box.query_one(Choice).focus()
        await seat.press("right")
        await fill(seat, stand_in="sato")
        assert "[to anybody]" in seat.text(), "who has chosen isn't overruled"
        await seat.press("f2")
        await seat.until(lambda: only(board).on_mail is OnMail.POOL)
        await seat.until(lambda: isinstance(seat.app.screen, AbsencesScreen))
        await seat.press("enter")
        await fill(seat, stand_in="tanaka")
        assert "[to anybody]" in seat.text(), "nor what was chosen before"


async def test_one_that_was_ended_is_told_until_the_minute(
    board: Board, clock: FixedClock, sit: Sit
) -> None:
    away(board)
    clock.advance(timedelta(hours=6))
    board.execute(WithdrawAbsence(absence_id=only(board).id), Actor("lead"))
    until = f"{clock.now().astimezone(ZoneInfo(board.settings().zone)):%H:%M}"
    async with sit("lead") as seat:
        await at_the_list(seat)
        await seat.until(lambda: f"Mori  Mon Nov 23 - {until}  over" in seat.text())


async def test_a_lead_enters_for_somebody_by_name(board: Board, sit: Sit) -> None:
    async with sit("lead") as seat:
        await at_the_list(seat)
        await seat.press("n")
        await fill(seat, who="Tanaka", first="tomorrow", last="+7")
        await seat.press("f2")
        await seat.until(lambda: bool(board.absences()))
        assert only(board).login == "tanaka"


async def test_people_are_offered_and_named_by_name(board: Board, sit: Sit) -> None:
    enter(board, "tanaka2", "Tanaka")
    async with sit("lead") as seat:
        await at_the_list(seat)
        await seat.press("n")
        box = await fill(seat, who="Mori")
        box.query_one("#stand-in", ImeInput).focus()
        await seat.until(lambda: "Down: Lead, Sato, tanaka, tanaka2" in seat.text())
        await seat.press("down", "down")
        await seat.until(lambda: box.query_one("#stand-in", ImeInput).value == "Sato")
        await fill(seat, stand_in="Tanaka")
        await seat.press("f2")
        await seat.until(lambda: "'Tanaka' can be tanaka, tanaka2" in seat.text())
        await fill(seat, stand_in="s")
        await seat.until(lambda: "Down: Sato" in seat.text())
        await seat.press("down", "f2")
        await seat.until(lambda: bool(board.absences()))
        assert (only(board).login, only(board).stand_in) == ("mori", "sato")
        await seat.until(lambda: "Mori  Mon Nov 23  away now" in seat.text())
        await seat.press("enter")
        box = await fill(seat)
        assert box.query_one("#stand-in", ImeInput).value == "Sato"


@pytest.mark.parametrize(
    ("fields", "told", "mended_in"),
    [
        ({"last": "2027-02-31"}, "the last one of that month is 2027-02-28", "last"),
        ({"first": "12/4", "last": "12/1"}, "It would end (2026-12-01) before it begins", "last"),
        ({"first": "11/1", "last": "11/2"}, "is past: name a last day that isn't over", "last"),
        ({"last": "2039-01-01"}, "2039-01-01 is more than ten years from today", "last"),
        (
            {"stand_in": "nobody"},
            "There is no member 'nobody'. Name one of: Lead (lead), Mori (mori), Tanaka",
            "stand-in",
        ),
        ({"stand_in": "sato"}, "Nobody stands in for themselves.", "stand-in"),
    ],
)
async def test_what_can_not_be_is_told_in_the_box_and_nothing_is_lost(
    board: Board, sit: Sit, fields: dict[str, str], told: str, mended_in: str
) -> None:
    async with sit("sato") as seat:
        await at_the_list(seat)
        await seat.press("n")
        await fill(seat, **{"first": "12/1", "last": "12/4", **fields})
        await seat.press("f2")
        await seat.until(lambda: told in seat.text().replace("│\n│ ", " "))
        box = await fill(seat)
        wanted = {"sato": "Sato"}.get(named := fields.get("stand_in", ""), named)
        assert box.query_one("#stand-in", ImeInput).value == wanted
        await seat.until(lambda: box.focused is box.query_one(f"#{mended_in}"))
        assert board.absences() == ()


async def test_what_a_colleague_changed_meanwhile_is_told_first(board: Board, sit: Sit) -> None:
    away(board, "sato")
    async with sit("sato") as seat:
        await at_the_list(seat)
        await seat.press("enter")
        await fill(seat, last="2026-12-24")
        change = ChangeAbsence(absence_id=only(board).id, first=TODAY, last=TODAY + DAY)
        board.execute(change, Actor("lead"))
        await seat.press("f2")
        await seat.until(lambda: "Somebody has changed that absence" in seat.text())
        await seat.press("f2")
        await seat.until(lambda: only(board).last == date(2026, 12, 24))


async def test_a_busy_board_loses_nothing_that_was_typed(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_board: Board) -> tuple[Absence, ...]:
        raise Unavailable("busy", "The board is busy.")

    away(board, "sato")
    async with sit("sato") as seat:
        await at_the_list(seat)
        await seat.press("enter")
        await fill(seat, last="2026-12-24")
        change = ChangeAbsence(absence_id=only(board).id, first=TODAY, last=TODAY + DAY)
        board.execute(change, Actor("lead"))
        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(Board, "absences", busy)
            await seat.press("f2")
            await seat.until(lambda: "look again. The board is busy." in seat.text())
            await fill(seat)
            assert "2026-12-24" in seat.text()
        await seat.press("f2")
        await seat.until(lambda: "look again." in seat.text() and "busy" not in seat.text())
        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(Board, "absences", busy)
            await seat.press("f2")
            await seat.until(lambda: "Written down. The board is busy." in seat.text())
    assert only(board).last == date(2026, 12, 24)


async def test_anothers_is_no_members_matter(board: Board, sit: Sit) -> None:
    away(board)
    async with sit("sato") as seat:
        await at_the_list(seat)
        screen = seat.app.screen
        assert isinstance(screen, AbsencesScreen)
        assert [screen.can(one.name) for one in OF_ABSENCES[:3]] == [True, False, False]
        await seat.press("enter")
        await seat.until(lambda: "It is Mori's absence: only they or a lead can" in seat.text())
        assert seat.app.screen is screen, "nothing is typed in vain"


async def test_one_inquiry_gets_a_rule_of_its_own_by_a_key(
    board: Board, sit: Sit, ref: TaskRef
) -> None:
    away(board)
    async with sit("mori", size=(120, 40)) as seat:
        await at_the_list(seat)
        assert "customer writes: free for anybody" in seat.text()
        await seat.press("r")
        await seat.until(lambda: f"#{ref} one" in seat.text())
        await seat.press("enter")
        await seat.until(lambda: f"When the customer of #{ref} writes" in seat.text())
        for _each in ("it waits", "to anybody", "to the lead", "to Sato"):
            await seat.press("down")
        await seat.press("enter")
        await seat.until(lambda: f"free for anybody, but #{ref}: goes to Sato" in seat.text())
        (rule,) = only(board).tasks.values()
        assert rule == (OnMail.STAND_IN, "sato")
        await seat.press("r")
        await seat.until(lambda: f"#{ref} one  goes to Sato" in seat.text())
        await seat.press("enter")
        await seat.until(lambda: f"When the customer of #{ref} writes" in seat.text())
        await seat.press("home", "enter")
        await seat.until(lambda: not only(board).tasks)
        await seat.until(lambda: ", but #" not in seat.text())


async def test_who_has_no_inquiry_has_none_to_rule_on(board: Board, sit: Sit) -> None:
    away(board, "sato")
    before = only(board)
    async with sit("lead", size=(120, 40)) as seat:
        await at_the_list(seat)
        await seat.press("r")
        await seat.until(lambda: "Sato has no inquiry to which" in seat.text())
        await seat.press("d")  # the keys are let go
        await seat.until(lambda: "Is Sato back?" in seat.text())
        assert "(Mon Nov 23 - Mon Nov 30)" in seat.text()
        await seat.press("y")
        await seat.until(lambda: only(board) != before)


async def test_a_lead_is_asked_once_before_a_colleagues_is_withdrawn(
    board: Board, sit: Sit
) -> None:
    away(board, "sato", first=TODAY + DAY)
    async with sit("lead", size=(120, 40)) as seat:
        await at_the_list(seat)
        await seat.press("d")
        asked = "Withdraw the absence of Sato (Tue Nov 24 - Mon Nov 30)?"
        await seat.until(lambda: asked in seat.text())
        await seat.press("n")
        await seat.until(lambda: isinstance(seat.app.screen, AbsencesScreen))
        assert len(board.absences()) == 1
        await seat.press("d")
        await seat.until(lambda: asked in seat.text())
        await seat.press("y")
        await seat.until(lambda: board.absences() == ())


async def test_undoing_one_says_which_task_stays_where_it_went(
    board: Board, sit: Sit, ref: TaskRef
) -> None:
    board.execute(
        EnterAbsence(
            login="mori", first=TODAY, last=TODAY, stand_in="sato", on_mail=OnMail.STAND_IN
        ),
        Actor("mori"),
    )
    board.execute(Move(task=ref, stage="done"), Actor("lead"))
    board.execute(Reopen(number=ref.number), Actor("lead"))
    async with sit("mori", size=(120, 40)) as seat:
        await at_the_list(seat)
        await seat.press("u")
        await seat.until(lambda: f"#{ref} stays with Sato: T takes it over." in seat.text())


async def test_the_header_says_who_is_away_and_gives_way(board: Board, sit: Sit) -> None:
    away(board, stand_in="sato")
    away(board, "tanaka", last=TODAY, until_noon=True)
    async with sit("lead", size=(160, 30)) as seat:
        whole = "Away: Tanaka until noon on Nov 23, Mori until Nov 30 (Sato stands in)"
        assert whole in seat.text()
        await seat.resize(100, 30)
        await seat.until(lambda: "Away: Tanaka, Mori" in seat.text())
        assert "until Nov 30" not in seat.text()
        await seat.resize(60, 30)
        await seat.until(lambda: "Away 2" in seat.text())


async def test_it_begins_and_ends_by_itself(
    board: Board, sit: Sit, ref: TaskRef, clock: FixedClock
) -> None:
    """An open board passes midnight and noon in Tokyo; nobody does anything."""
    away(board, first=TODAY + DAY, last=TODAY + 2 * DAY, until_noon=True, stand_in="sato")
    async with sit("lead") as seat:
        await seat.until(lambda: "Mori" in seat.text())

        async def at(text: str) -> bool:
            moment = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Tokyo"))
            clock.advance(moment - clock.now())
            seat.screen.tick()
            await seat.settle()
            await seat.until(lambda: seat.screen.is_mounted)
            shown = seat.text()
            assert ("Away: Mori" in shown) == ("away: Sato stands in" in shown)
            return "Away: Mori" in shown

        assert not await at("2026-11-23T23:59")
        assert await at("2026-11-24T00:00")
        assert await at("2026-11-25T11:59")
        assert not await at("2026-11-25T12:00")


async def test_the_open_list_sees_one_begin(board: Board, sit: Sit, clock: FixedClock) -> None:
    away(board, first=TODAY + DAY, last=TODAY + 2 * DAY)
    async with sit("lead", size=(120, 40)) as seat:
        await at_the_list(seat)
        assert "nobody is away now" in seat.text()
        clock.advance(DAY)
        seat.app.tick()
        await seat.until(lambda: "Absences: 1 away now" in seat.text())


async def test_it_is_on_cards_of_the_absent_at_once(board: Board, sit: Sit, ref: TaskRef) -> None:
    async with sit("lead") as seat:
        assert "away" not in seat.text()
        away(board)
        await seat.app.live.look()
        await seat.until(lambda: "Mori  away" in seat.text())


async def test_the_inquiry_says_until_when_its_owner_is_away(
    board: Board, sit: Sit, ref: TaskRef
) -> None:
    away(board, stand_in="sato", on_mail=OnMail.STAND_IN)
    async with sit("lead", size=(140, 40)) as seat:
        await seat.press("enter")
        await seat.until(lambda: "Mori is away until Nov 30" in seat.text())


async def test_a_lead_types_another_name_in_place_of_their_own(board: Board, sit: Sit) -> None:
    async with sit("lead") as seat:
        await at_the_list(seat)
        await seat.press("n")
        box = await fill(seat)
        await seat.press(*"sato")
        assert box.query_one("#who", ImeInput).value == "sato"


async def test_the_box_says_which_days_were_understood(board: Board, sit: Sit) -> None:
    async with sit("mori") as seat:
        await at_the_list(seat)
        await seat.press("n")
        await fill(seat, first="next week")
        await seat.settle()
        assert "Mon Nov 30 - Sun Dec 6  5 working days" in seat.text()


async def test_a_lead_who_names_nobody_is_asked_who_is_away(board: Board, sit: Sit) -> None:
    async with sit("lead") as seat:
        await at_the_list(seat)
        await seat.press("n")
        box = await fill(seat, who="", first="2026-12-01")
        await seat.press("f2")
        await seat.until(lambda: "Who is away? Name somebody." in seat.text())
        assert seat.app.screen is box
        assert box.focused is box.query_one("#who")
        assert board.absences() == ()
