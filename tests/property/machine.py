"""The same things done to a board on SQLite and to one on PostgreSQL, with deaths in between.

Each board is open in two processes. After every step both databases must hold the same rows,
which must follow from the history alone, and be whole.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from csboard.domain.commands import (
    ApplySettings,
    ChangeMember,
    Command,
    EnterBoard,
    OpenInquiry,
    SortLetter,
)
from csboard.domain.draft_commands import BeginDraft
from csboard.domain.records import INTAKE_LOGIN, Actor, Event, Role, TaskRef
from tests.conftest import MONDAY
from tests.property import soundness
from tests.property.clock_wishes import KNOWN_DAYS, WATCHED
from tests.property.replaying import Replay
from tests.property.sameness import difference, places, same, same_rows
from tests.property.seats import Answer, Fault, Seat
from tests.property.wishes import (
    CUSTOMERS,
    KEPT,
    LEAD,
    LETTERS,
    MEMBERS,
    STRANGER,
    VIEWER,
    WHOEVER,
    WISHES,
    Place,
    Wish,
)

SEATS = 2
"""Processes at each board."""
WHO = st.sampled_from([WHOEVER] * 15 + [LEAD, *MEMBERS, VIEWER, STRANGER, INTAKE_LOGIN])
WHERE = st.integers(0, SEATS - 1)
FAULTS = st.builds(
    Fault, st.sampled_from(["kill", "hang up", "lose the answer"]), st.integers(0, 24)
)
ANY_WISH = st.sampled_from(list(WISHES)).flatmap(WISHES.__getitem__)

counted: Counter[str] = Counter()
"""What has been tried in this process, for whoever wants to know."""


class Side:
    """One of the two databases."""

    def __init__(self, url: str) -> None:
        self.seats = [Seat(url) for _seat in range(SEATS)]
        self.replay = Replay()
        self.look()

    def look(self) -> None:
        """Read all rows anew."""
        self.rows = self.seats[0].get("rows")
        self.place = Place(self.rows)

    def follow(self) -> None:
        """Take note of what is new in the history, and fail unless the rows say the same."""
        logins = self.place.logins
        for row in self.rows["event"][self.replay.followed :]:
            self.replay.follow(_event(row, logins))
        self.replay.ledger.check(self.rows, logins)

    def same(self, value: object) -> Any:
        return same(value, places(self.rows))


class Machine(RuleBasedStateMachine):
    """Needs `urls`: a new board on each database; whoever subclasses it gives them."""

    urls: Callable[[], tuple[str, ...]]

    def __init__(self) -> None:
        super().__init__()
        counted["examples"] += 1
        self.now = MONDAY
        self.sides = [Side(url) for url in type(self).urls()]
        self._op_ids = itertools.count(1)
        self._done: list[tuple[str, Wish, str]] = []
        """Operation ids of what was carried out, with the wish and who had it."""

    @initialize()
    def people_come(self) -> None:
        for login in (LEAD, *MEMBERS, VIEWER):
            self.carry_out(lambda place: EnterBoard(), login)
        self.carry_out(lambda place: ChangeMember(login=VIEWER, role=Role.VIEWER), LEAD)
        watched = ApplySettings(settings=WATCHED, public_days=KNOWN_DAYS)
        self.carry_out(lambda place: watched, LEAD)  # clocks run, and alarms come
        for email in (CUSTOMERS[0], CUSTOMERS[0], CUSTOMERS[1]):
            self.carry_out(_opening(email), MEMBERS[0])
        self.carry_out(lambda place: BeginDraft(number=place.number(0), session="a"), MEMBERS[0])

    def carry_out(
        self, wish: Wish, who: str, where: int = 0, fault: Fault | None = None, op_id: str = ""
    ) -> None:
        """One person does one thing on both databases, and comes to the same."""
        counted["steps"] += 1
        self.now += timedelta(seconds=1)
        op_id = op_id or f"{next(self._op_ids):032x}"
        answers = [self._on(side, wish, who, where, fault, op_id) for side in self.sides]
        told = [_told(side, answer) for side, answer in zip(self.sides, answers, strict=True)]
        _agree(told)
        counted[answers[0].kind] += 1
        if answers[0].kind == "done" and isinstance(answers[0].value, Event):
            self._done.append((op_id, wish, who))
            counted[answers[0].value.kind] += 1

    def _on(
        self, side: Side, wish: Wish, who: str, where: int, fault: Fault | None, op_id: str
    ) -> Answer:
        before = side.rows
        command = wish(side.place).replaced(op_id=op_id)
        actor = Actor(who or side.place.whoever_can(command))
        answer = self._surely(side, command, actor, where, fault)
        side.look()
        soundness.check_going_on(before, side.rows)
        is_new = answer.kind == "done" and not isinstance(command, KEPT)
        is_new = is_new and op_id not in [row["op_id"] for row in before["event"]]
        assert len(side.rows["event"]) == len(before["event"]) + is_new
        if answer.kind == "refused":
            assert side.rows == before, "a refusal leaves nothing"
        return answer

    def _surely(
        self, side: Side, command: Command, actor: Actor, where: int, fault: Fault | None
    ) -> Answer:
        """What comes of it, said again by the other process to whoever lost the answer."""
        asked = ("keep" if isinstance(command, KEPT) else "execute", command, actor, self.now)
        answer = side.seats[where].ask(*asked, *([fault] if fault else []))
        if answer.kind == "died":
            counted["killed"] += 1
            return self._surely(side, command, actor, 1 - where, None)
        if answer.kind == "unavailable":
            counted["cut off"] += 1
            side.seats[where].ask("reconnect")
            return self._surely(side, command, actor, where, None)
        return answer

    @rule(wish=ANY_WISH, who=WHO, where=WHERE, fault=FAULTS)
    def is_struck(self, wish: Wish, who: str, where: int, fault: Fault) -> None:
        """The process is killed, or its line cut, while it carries the command out."""
        self.carry_out(wish, who, where, fault)
        self.holds()

    @precondition(lambda self: self._done)
    @rule(which=st.integers(0, 3), where=WHERE, fault=st.one_of(st.none(), FAULTS))
    def says_it_again(self, which: int, where: int, fault: Fault | None) -> None:
        """The same operation id: nothing more comes of it."""
        op_id, wish, who = self._done[-1 - which % len(self._done)]
        before = [same_rows(side.rows) for side in self.sides]
        self.carry_out(wish, who, where, fault, op_id)
        assert [same_rows(side.rows) for side in self.sides] == before

    @rule(letter=LETTERS, where=WHERE, text=st.text("xyz", max_size=2))
    def mail_comes(self, letter: Any, where: int, text: str) -> None:
        """Stored, and often sorted at once."""
        raw = text.encode()
        self.now += timedelta(seconds=1)
        stored = [side.seats[where].get("receive", raw, "pipe", self.now) for side in self.sides]
        for side in self.sides:
            side.look()
        both = zip(self.sides, stored, strict=True)
        whiches = [places(side.rows)["receipt"][mail] for side, mail in both]
        assert len(set(whiches)) == 1
        if len(text) != 1:
            self.carry_out(_sorting(whiches[0], letter), INTAKE_LOGIN, where)
        self.holds()

    @rule(days=st.sampled_from([1, 20, 400]))
    def time_goes_by(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(where=WHERE)
    def lines_are_cut(self, where: int) -> None:
        """Under idle boards: what comes next finds out."""
        for side in self.sides:
            side.seats[where].get("hang_up")

    @rule(where=WHERE)
    def boards_are_closed_and_opened(self, where: int) -> None:
        for side in self.sides:
            side.seats[where].get("reopen")

    @rule(where=WHERE)
    def is_read(self, where: int) -> None:
        """Screens show the same on both, and to whom has followed all along as to a newcomer."""
        found = [side.seats[where].get("readings", self.now) for side in self.sides]
        for one in found:
            assert not (lost := one.pop("lost on the way")), lost
        told = [side.same(one) for side, one in zip(self.sides, found, strict=True)]
        _agree(told)

    def holds(self) -> None:
        """What must be true between any two steps."""
        rows = [same_rows(side.rows) for side in self.sides]
        _agree(rows)
        for side in self.sides:
            soundness.check(side.rows)
            side.follow()

    def teardown(self) -> None:
        try:
            self.holds()
            for where in range(SEATS):
                self.is_read(where)
            for side in self.sides:
                assert side.seats[0].get("damages") == ()
        finally:
            for side in self.sides:
                for seat in side.seats:
                    seat.leave()


def _agree(found: list[Any]) -> None:
    for one in found[1:]:
        assert not (where := difference(found[0], one)), where


def _told(side: Side, answer: Answer) -> Any:
    if answer.kind == "done":
        return side.same(answer.value)
    return answer


def _event(row: dict[str, Any], logins: dict[int, str]) -> Event:
    task = TaskRef(row["inquiry"], row["seq"]) if row["seq"] is not None else None
    return Event(
        id=row["id"],
        at=row["at"],
        actor=logins[row["actor"]],
        kind=row["kind"],
        number=row["inquiry"],
        task=task,
        detail=row["detail"],
        other=row["other"],
    )


def _opening(email: str) -> Wish:
    return lambda place: OpenInquiry(
        subject="件名", customer_name="山田", customer_email=email, body="本文"
    )


def _sorting(which: int, letter: Any) -> Wish:
    return lambda place: SortLetter(receipt_id=place.id("receipt", which), letter=letter(place))


def _rule_for(name: str) -> Any:
    """The rule by which somebody has a wish of this kind."""

    def act(self: Machine, wish: Wish, who: str, where: int) -> None:
        self.carry_out(wish, who, where)
        self.holds()

    act.__name__ = act.__qualname__ = name
    return rule(wish=WISHES[name], who=WHO, where=WHERE)(act)


for _name in WISHES:
    setattr(Machine, _name, _rule_for(_name))
