"""Hand-offs: by table, and any sequence of acts against what must always hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csboard.domain.absences import Absence, OnMail, next_absence
from csboard.domain.commands import Claim, Command, Release, TakeOver
from csboard.domain.decisions import Decision, Insert, Thing, Update
from csboard.domain.hand_off_commands import (
    DropSheet,
    LeaveWithThem,
    OfferHandOff,
    TakeBack,
    TakeHandOff,
    WithdrawHandOff,
    WriteSheet,
)
from csboard.domain.hand_off_records import HandOff, Severity, Sheet
from csboard.domain.hand_off_states import HandOffState, can_receive
from csboard.domain.hand_offs import (
    MAX_FIELD,
    drop,
    leave,
    offer,
    take,
    take_back,
    withdraw,
    write,
)
from csboard.domain.hand_offs_of_tasks import (
    ENDED_WITH,
    Ended,
    Standing,
    standing_again,
    with_hand_offs_ended,
)
from csboard.domain.ownership import claim, release, take_over
from csboard.domain.records import Member, Task
from csboard.errors import Refused
from tests.domain.builders import (
    DONE,
    FREE,
    MEMBERS,
    NOW,
    SATO,
    SUZUKI,
    TANAKA,
    owned,
)
from tests.domain.builders import state as task_state

TOKYO = ZoneInfo("Asia/Tokyo")
REF = FREE.ref
SHEET = Sheet(Severity.WATCH, "二重請求", "返金を待つ", "なし", "11/27まで")
WRITTEN = HandOff(5, FREE.id, REF, "sato", None, SHEET, NOW)
OFFERED = WRITTEN._replace(offered_at=NOW, receiver="tanaka")
TAKEN = OFFERED._replace(taken_at=NOW, taken_by="tanaka", read_back="返金待ち")
OVERTAKEN = TAKEN._replace(ended_at=NOW, ending="overtaken")
LEFT = TAKEN._replace(ended_at=NOW, ending="kept")
AWAY = Absence(1, "tanaka", date(2026, 11, 24), date(2026, 11, 30), OnMail.POOL)


def shown(
    actor: Member = SATO,
    task: Task | None = None,
    *hand_offs: HandOff,
    absences: tuple[Absence, ...] = (),
) -> HandOffState:
    of = task_state(actor, task if task is not None else owned(SATO))
    return HandOffState(of, hand_offs, absences, TOKYO)


def refused(rule: Callable[..., Decision], state: HandOffState, command: Command) -> str:
    with pytest.raises(Refused) as refusal:
        rule(state, command, NOW)
    assert "{" not in refusal.value.sentence
    return refusal.value.code


def of(decision: Decision, thing: Thing) -> list[dict[str, Any]]:
    return [dict(one.values) for one in decision.changes if one.thing is thing]


WRITE = WriteSheet(task=REF, sheet=SHEET)
OFFER = OfferHandOff(task=REF, receiver="tanaka")
TAKE = TakeHandOff(task=REF, read_back="返金待ち")
HELD_BY_TANAKA = owned(TANAKA)


@pytest.mark.parametrize(
    ("rule", "state", "command", "code"),
    [
        (write, shown(SATO, DONE), WRITE, "closed"),
        (write, shown(SATO, FREE), WRITE, "unowned"),
        (write, shown(TANAKA), WRITE, "not_yours"),
        (write, shown(SUZUKI), WRITE, "not_yours"),
        (write, shown(), WRITE.replaced(sheet=Sheet(story="長" * (MAX_FIELD + 1))), "too_long"),
        (write, shown(), WRITE.replaced(absence_id=1), "no_such_absence"),
        (write, shown(), WRITE.replaced(seen=1), "gone"),
        (write, shown(SATO, None, WRITTEN), WRITE.replaced(seen=2), "changed"),
        (write, shown(SATO, None, WRITTEN), WRITE.replaced(seen=0), "changed"),
        (write, shown(SATO, None, WRITTEN), WRITE, "unchanged"),
        (write, shown(SATO, None, OFFERED), WRITE.replaced(sheet=Sheet()), "incomplete"),
        (offer, shown(), OFFER, "no_sheet"),
        (offer, shown(SATO, DONE, WRITTEN), OFFER, "closed"),
        (offer, shown(TANAKA, None, WRITTEN), OFFER, "not_yours"),
        (offer, shown(SATO, None, WRITTEN), OFFER.replaced(receiver="sato"), "own"),
        (offer, shown(SATO, None, WRITTEN), OFFER.replaced(receiver="nobody"), "no_such_member"),
        (offer, shown(SATO, None, WRITTEN), OFFER.replaced(receiver="intake"), "no_such_member"),
        (offer, shown(SATO, None, WRITTEN), OFFER.replaced(receiver="visitor"), "viewer"),
        (offer, shown(SATO, None, WRITTEN, absences=(AWAY,)), OFFER, "away"),
        (offer, shown(SATO, None, OFFERED), OFFER, "unchanged"),
        (take, shown(TANAKA), TAKE, "not_offered"),
        (take, shown(TANAKA, None, WRITTEN), TAKE, "not_offered"),
        (take, shown(SATO, None, OFFERED), TAKE, "own"),
        (take, shown(SUZUKI, None, OFFERED), TAKE, "not_for_you"),
        (take, shown(TANAKA, None, OFFERED), TAKE.replaced(read_back=" \n "), "no_read_back"),
        (take, shown(TANAKA, None, OFFERED), TAKE.replaced(read_back="長" * 301), "too_long"),
        (take, shown(SUZUKI, HELD_BY_TANAKA, TAKEN), TAKE, "taken"),
        (take, shown(TANAKA, HELD_BY_TANAKA, TAKEN), TAKE, "yours"),
        (withdraw, shown(), WithdrawHandOff(task=REF), "not_offered"),
        (withdraw, shown(TANAKA, None, OFFERED), WithdrawHandOff(task=REF), "not_yours"),
        (withdraw, shown(SATO, None, WRITTEN), WithdrawHandOff(task=REF), "not_offered"),
        (drop, shown(), DropSheet(task=REF), "not_offered"),
        (drop, shown(TANAKA, None, WRITTEN), DropSheet(task=REF), "not_yours"),
        (drop, shown(SATO, None, OFFERED), DropSheet(task=REF), "offered"),
        (take_back, shown(), TakeBack(task=REF), "not_given"),
        (take_back, shown(TANAKA, HELD_BY_TANAKA, TAKEN), TakeBack(task=REF), "not_given"),
        (take_back, shown(SATO, DONE, TAKEN), TakeBack(task=REF), "closed"),
        (take_back, shown(SATO, owned(SUZUKI), TAKEN), TakeBack(task=REF), "went_on"),
        (take_back, shown(SATO, FREE, TAKEN), TakeBack(task=REF), "unowned"),
        (take_back, shown(SATO, owned(SATO), TAKEN), TakeBack(task=REF), "yours"),
        (take_back, shown(SATO, DONE, OVERTAKEN), TakeBack(task=REF), "closed"),
        (take_back, shown(SATO, HELD_BY_TANAKA, OVERTAKEN), TakeBack(task=REF), "went_on"),
        (take_back, shown(SATO, HELD_BY_TANAKA, LEFT), TakeBack(task=REF), "not_given"),
        (leave, shown(), LeaveWithThem(task=REF), "not_given"),
        (leave, shown(SATO, owned(SUZUKI), OVERTAKEN), LeaveWithThem(task=REF), "not_given"),
    ],
)
def test_what_is_refused(
    rule: Callable[..., Decision], state: HandOffState, command: Command, code: str
) -> None:
    assert refused(rule, state, command) == code


@pytest.mark.parametrize("field", Sheet._fields)
def test_no_field_may_be_empty(field: str) -> None:
    without: dict[str, Any] = {field: None if field == "state" else ""}
    empty = WRITTEN._replace(sheet=SHEET._replace(**without))
    assert refused(offer, shown(SATO, None, empty), OFFER) == "incomplete"


def test_a_refusal_names_what_would_work() -> None:
    with pytest.raises(Refused) as refusal:
        offer(shown(SATO, None, WRITTEN), OFFER.replaced(receiver="sato"), NOW)
    assert "鈴木 (suzuki), tanaka." in refusal.value.sentence
    standing_in = AWAY._replace(stand_in="suzuki")
    with pytest.raises(Refused) as refusal:
        offer(shown(SATO, None, WRITTEN, absences=(standing_in,)), OFFER, NOW)
    assert "suzuki" in refusal.value.sentence
    with pytest.raises(Refused) as refusal:
        withdraw(shown(SATO, None, WRITTEN), WithdrawHandOff(task=REF), NOW)
    assert f"csboard handoff drop {REF}" in refusal.value.sentence


def test_a_sheet_is_written_and_written_anew() -> None:
    decision = write(shown(), WRITE.replaced(sheet=SHEET._replace(story=" 二重\x1b請求\n\n ")), NOW)
    (row,) = of(decision, Thing.HAND_OFF)
    assert (row["giver_id"], row["task_id"], row["story"]) == (SATO.id, FREE.id, "二重\u241b請求")
    again = write(shown(SATO, None, WRITTEN), WRITE.replaced(sheet=SHEET._replace(steps="x")), NOW)
    (former,) = of(again, Thing.FORMER)
    assert former["fields"]["steps"] == SHEET.steps
    assert "二重" not in str(again.event.detail)


def test_it_is_made_for_the_absence_that_comes_next() -> None:
    theirs = AWAY._replace(login="sato", first=date(2026, 12, 1), last=date(2026, 12, 3))
    over = theirs._replace(id=2, first=date(2026, 11, 2), last=date(2026, 11, 3))
    decision = write(shown(absences=(over, theirs, AWAY._replace(id=3))), WRITE, NOW)
    assert of(decision, Thing.HAND_OFF)[0]["absence_id"] == theirs.id
    assert next_absence("sato", (over,), NOW, TOKYO) is None


@pytest.mark.parametrize(
    ("away", "told"),
    [
        (AWAY, "tanaka is away until Nov 30: name one of 鈴木 (suzuki)."),
        (
            AWAY._replace(until_noon=True),
            "tanaka is away until noon on Nov 30: name one of 鈴木 (suzuki).",
        ),
        (
            AWAY._replace(stand_in="suzuki"),
            "tanaka is away until Nov 30, 鈴木 stands in: offer it to 鈴木 (suzuki).",
        ),
    ],
)
def test_being_away_is_told_as_everywhere_with_who_would_work(away: Absence, told: str) -> None:
    with pytest.raises(Refused) as refusal:
        offer(shown(SATO, None, WRITTEN, absences=(away,)), OFFER, NOW)
    assert refusal.value.sentence == told


def test_offering_tells_the_receiver_and_changes_no_owner() -> None:
    decision = offer(shown(SATO, None, WRITTEN), OFFER, NOW)
    assert of(decision, Thing.TASK) == []
    (told,) = of(decision, Thing.INBOX)
    assert (told["member_id"], told["kind"]) == (TANAKA.id, "hand_off")
    to_anybody = offer(shown(SATO, None, WRITTEN), OFFER.replaced(receiver=None), NOW)
    reached = {(one["member_id"], one["kind"]) for one in of(to_anybody, Thing.INBOX)}
    assert reached == {(one.id, "hand_off_to_all") for one in (SUZUKI, TANAKA)}


def test_a_withdrawn_offer_leaves_the_sheet_to_be_offered_again() -> None:
    (row,) = of(
        withdraw(shown(SATO, None, OFFERED), WithdrawHandOff(task=REF), NOW), Thing.HAND_OFF
    )
    assert row == {"offered_at": None, "receiver_id": None}
    (row,) = of(drop(shown(SATO, None, WRITTEN), DropSheet(task=REF), NOW), Thing.HAND_OFF)
    assert row == {"ended_at": NOW, "ending": "withdrawn"}


def test_taking_changes_the_owner_keeps_the_stage_and_tells_the_giver() -> None:
    task = owned(SATO, stage="doing")
    decision = take(shown(TANAKA, task, OFFERED), TAKE, NOW)
    assert of(decision, Thing.TASK) == [{"owner_id": TANAKA.id, "owner_since": NOW}]
    assert of(decision, Thing.HAND_OFF)[0]["read_back"] == "返金待ち"
    assert of(decision, Thing.INBOX)[0]["member_id"] == SATO.id
    assert decision.event.kind == "handed_over"
    assert decision.event.detail["from"] == "sato"


def test_who_is_offered_anything_may_be_whoever() -> None:
    anybodys = OFFERED._replace(receiver=None)
    assert take(shown(SUZUKI, None, anybodys), TAKE, NOW).event.kind == "handed_over"


def test_taking_back_tells_who_had_it() -> None:
    decision = take_back(shown(SATO, HELD_BY_TANAKA, TAKEN), TakeBack(task=REF), NOW)
    assert of(decision, Thing.TASK)[0]["owner_id"] == SATO.id
    assert of(decision, Thing.HAND_OFF)[0]["ending"] == "returned"
    assert of(decision, Thing.INBOX)[0]["member_id"] == TANAKA.id


def test_the_absent_can_be_offered_nothing() -> None:
    assert can_receive("sato", MEMBERS, {}) == ("suzuki", "tanaka")
    assert can_receive("sato", MEMBERS, {"tanaka": AWAY}) == ("suzuki",)


class TestWhatEndsAnOffer:
    """Closing, taking over, giving back: in the same decision."""

    def test_it_ends_as_overtaken(self) -> None:
        decision = release(task_state(SATO, owned(SATO)), Release(task=REF), NOW)
        ended = with_hand_offs_ended(decision, [Standing(5, 2)], None, {}, NOW)
        assert of(ended, Thing.HAND_OFF) == [{"ended_at": NOW, "ending": "overtaken"}]
        assert ended.event.detail[ENDED_WITH] == [5]

    def test_what_a_decision_changes_itself_goes_on(self) -> None:
        decision = take(shown(TANAKA, None, OFFERED), TAKE, NOW)
        assert with_hand_offs_ended(decision, [Standing(5, 1)], None, {}, NOW) is decision

    @pytest.mark.parametrize(
        ("values", "owner", "is_closed", "stands"),
        [
            ({"owner_id": SATO.id}, None, False, True),
            ({"owner_id": TANAKA.id}, None, False, False),
            ({"closed_at": None}, "sato", True, True),
            ({}, "sato", True, False),
            ({}, "tanaka", False, False),
        ],
    )
    def test_it_stands_again_with_the_giver(
        self, values: dict[str, Any], owner: str | None, is_closed: bool, stands: bool
    ) -> None:
        undoing = release(task_state(SATO, owned(SATO)), Release(task=REF), NOW)
        undoing = undoing._replace(changes=(Update(Thing.TASK, FREE.id, values),))
        one = Ended(5, 3, FREE.id, "sato", owner, is_closed)
        again = standing_again(undoing, [one], MEMBERS)
        assert bool(of(again, Thing.HAND_OFF)) == stands


ACTS = (
    *("write", "offer", "offer to anybody", "take", "withdraw", "drop"),
    *("back", "leave", "over", "up"),
)
PEOPLE = (SATO, TANAKA, SUZUKI)


class Desk:
    """One task and its hand-offs, as decisions leave them."""

    def __init__(self) -> None:
        self.task = owned(SATO)
        self.hand_offs: dict[int, HandOff] = {}

    def act(self, name: str, who: Member) -> None:
        """One person does one thing, if the rules let them."""
        to = next(one.login for one in PEOPLE if one is not who)
        state = HandOffState(task_state(who, self.task), tuple(self.hand_offs.values()), (), TOKYO)
        rules: dict[str, Callable[[], Decision]] = {
            "write": lambda: write(state, WRITE, NOW),
            "offer": lambda: offer(state, OfferHandOff(task=REF, receiver=to), NOW),
            "offer to anybody": lambda: offer(state, OfferHandOff(task=REF), NOW),
            "take": lambda: take(state, TAKE, NOW),
            "withdraw": lambda: withdraw(state, WithdrawHandOff(task=REF), NOW),
            "drop": lambda: drop(state, DropSheet(task=REF), NOW),
            "back": lambda: take_back(state, TakeBack(task=REF), NOW),
            "leave": lambda: leave(state, LeaveWithThem(task=REF), NOW),
            "over": lambda: take_over(state.of, TakeOver(task=REF, reason="x"), NOW),
            "up": lambda: (
                claim(state.of, Claim(task=REF), NOW)
                if self.task.owner is None
                else release(state.of, Release(task=REF), NOW)
            ),
        }
        before = self.task.owner
        try:
            decision = rules[name]()
        except Refused:
            return
        leaves = decision.event.kind in ("taken_over", "released", "handed_over", "taken_back")
        theirs = self.hand_offs.values()
        still = [Standing(one.id, one.version) for one in theirs if one.ended_at is None]
        decision = with_hand_offs_ended(decision, still if leaves else [], None, {}, NOW)
        self._apply(decision)
        if name == "take":
            assert before != self.task.owner == who.login
        elif name in ("write", "offer", "offer to anybody", "withdraw", "drop", "leave"):
            assert self.task.owner == before

    def _apply(self, decision: Decision) -> None:
        logins = {one.id: one.login for one in PEOPLE}
        for change in decision.changes:
            values: dict[str, Any] = dict(change.values)
            if change.thing is Thing.TASK:
                owner = values["owner_id"]
                self.task = self.task._replace(
                    owner=logins[owner] if owner else None,
                    owner_since=values["owner_since"],
                    version=self.task.version + 1,
                )
            elif change.thing is Thing.HAND_OFF and isinstance(change, Insert):
                one = WRITTEN._replace(id=len(self.hand_offs) + 1, giver=logins[values["giver_id"]])
                self.hand_offs[one.id] = one
            elif change.thing is Thing.HAND_OFF:
                assert isinstance(change, Update)
                assert isinstance(change.id, int)
                self._change(change.id, values, logins)

    def _change(self, key: int, values: dict[str, Any], logins: dict[int, str]) -> None:
        found = self.hand_offs[key]
        renamed: dict[str, Any] = {
            name.removesuffix("_id"): logins.get(value)
            for name, value in values.items()
            if name in ("receiver_id", "taken_by_id")
        }
        rest = {
            name: value
            for name, value in values.items()
            if name in ("offered_at", "taken_at", "read_back", "ended_at", "ending")
        }
        self.hand_offs[key] = found._replace(**renamed, **rest, version=found.version + 1)

    def check(self) -> None:
        """One is open at most, and it is the owner's to give; the rest says how it ended."""
        still = [one for one in self.hand_offs.values() if one.is_open]
        assert len(still) <= 1
        assert all(one.giver == self.task.owner for one in still)
        out = [one for one in self.hand_offs.values() if one.taken_at and one.ended_at is None]
        assert len(out) <= 1
        assert all(one.taken_by == self.task.owner for one in out)
        for one in self.hand_offs.values():
            assert (one.ended_at is None) == (not one.ending)
            assert (one.taken_at is None) == (one.taken_by is None) == (not one.read_back)
            assert one.taken_by != one.giver


@given(st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(PEOPLE)), max_size=30))
def test_one_owner_at_any_time_and_one_offer_of_theirs(acts: list[tuple[str, Member]]) -> None:
    desk = Desk()
    for name, who in acts:
        desk.act(name, who)
        desk.check()


def test_the_acts_come_to_something() -> None:
    """The machine above reaches a task that was handed on, and came back by half of the way."""
    desk = Desk()
    steps = [("write", SATO), ("offer", SATO), ("take", TANAKA), ("write", TANAKA)]
    steps += [("offer to anybody", TANAKA), ("take", SUZUKI), ("back", TANAKA), ("back", SATO)]
    for name, who in steps:
        desk.act(name, who)
        desk.check()
    assert (desk.task.owner, len(desk.hand_offs)) == ("tanaka", 2)
    assert [one.ending for one in desk.hand_offs.values()] == ["overtaken", "returned"]
