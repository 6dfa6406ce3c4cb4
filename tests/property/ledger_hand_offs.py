"""What a ledger follows of hand-offs: whose they are, who has taken them, how they ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from csboard.domain.hand_offs_of_tasks import ENDED_WITH, STAND_AGAIN
from csboard.domain.inverses import id_of, time_of
from csboard.domain.records import Event

if TYPE_CHECKING:
    from tests.property.ledger import Ledger
    from tests.property.ledger_undos import Undoing


@dataclass(frozen=True)
class Given:
    """One hand-off as the history has it."""

    giver: str
    receiver: str | None = None
    is_offered: bool = False
    taker: str | None = None
    ending: str = ""


@dataclass
class HandOffs:
    """All of a board, by id."""

    given: dict[int, Given] = field(default_factory=dict)

    def change(self, act: Event, **values: Any) -> None:
        key = id_of(act.detail["hand_off"])
        self.given[key] = replace(self.given[key], **values)

    def follow_ends(self, event: Event) -> None:
        """What ended with any event at all, or stands again."""
        for name, before, after in ((ENDED_WITH, "", "overtaken"), (STAND_AGAIN, "overtaken", "")):
            ids: Any = event.detail.get(name, ())
            for key in ids:
                assert self.given[key].ending == before
                self.given[key] = replace(self.given[key], ending=after)

    def check(
        self, rows: Mapping[str, Iterable[Mapping[str, Any]]], logins: Mapping[int, str]
    ) -> None:
        found = {
            row["id"]: Given(
                logins[row["giver"]],
                logins.get(row["receiver"]),
                row["offered_at"] is not None,
                logins.get(row["taken_by"]),
                row["ending"],
            )
            for row in rows.get("hand_off", ())
        }
        assert found == self.given


def _written(ledger: Ledger, event: Event) -> None:
    key, given = id_of(event.detail["hand_off"]), ledger.hand_offs.given
    assert (key in given) == ("former" in event.detail)
    given.setdefault(key, Given(event.actor))
    assert given[key].giver == event.actor


def _offered(ledger: Ledger, event: Event) -> None:
    ledger.hand_offs.change(event, receiver=event.detail["login"], is_offered=True)


def _taken(ledger: Ledger, event: Event) -> None:
    ledger.hand_offs.change(event, taker=event.actor)
    _goes_to(ledger, event)


def _goes_to(ledger: Ledger, event: Event) -> None:
    """The task is the actor's, who had it from whom the event names."""
    assert event.task is not None
    work = ledger.tasks[event.task]
    assert work.owner == event.detail["from"]
    assert work.owner_since == time_of(event.detail["owner_since"])
    work.owner, work.owner_since = event.actor, event.at


def _withdrawn(ledger: Ledger, event: Event) -> None:
    given = ledger.hand_offs.given[id_of(event.detail["hand_off"])]
    assert (given.is_offered, given.receiver) == (True, event.detail["was_for"])
    ledger.hand_offs.change(event, receiver=None, is_offered=False)


def _dropped(ledger: Ledger, event: Event) -> None:
    assert not ledger.hand_offs.given[id_of(event.detail["hand_off"])].is_offered
    ledger.hand_offs.change(event, ending="withdrawn")


def _returned(ledger: Ledger, event: Event) -> None:
    ledger.hand_offs.change(event, ending="returned")
    _goes_to(ledger, event)


def _kept(ledger: Ledger, event: Event) -> None:
    ledger.hand_offs.change(event, ending="kept")


def _write_back(ledger: Ledger, undoing: Undoing) -> None:
    if "former" not in undoing.detail:
        ledger.hand_offs.change(undoing.act, ending="withdrawn")


def _offer_back(ledger: Ledger, undoing: Undoing) -> None:
    was_offered = undoing.detail["was_offered_at"] is not None
    ledger.hand_offs.change(undoing.act, receiver=undoing.detail["was_for"], is_offered=was_offered)


def _take_back(ledger: Ledger, undoing: Undoing) -> None:
    ledger.hand_offs.change(undoing.act, taker=None)
    _went_back(ledger, undoing)


def _went_back(ledger: Ledger, undoing: Undoing) -> None:
    was, work = undoing.before.tasks[undoing.task], ledger.tasks[undoing.task]
    work.owner, work.owner_since = was.owner, was.owner_since


def _return_back(ledger: Ledger, undoing: Undoing) -> None:
    ledger.hand_offs.change(undoing.act, ending="")
    _went_back(ledger, undoing)


def _end_back(ledger: Ledger, undoing: Undoing) -> None:
    ledger.hand_offs.change(undoing.act, ending="")


FOLLOW: dict[str, Callable[[Ledger, Event], None]] = {
    "sheet_written": _written,
    "hand_off_offered": _offered,
    "handed_over": _taken,
    "hand_off_withdrawn": _withdrawn,
    "sheet_dropped": _dropped,
    "taken_back": _returned,
    "left_with": _kept,
}
BACK: dict[str, Callable[[Ledger, Undoing], None]] = {
    "sheet_written": _write_back,
    "hand_off_offered": _offer_back,
    "handed_over": _take_back,
    "hand_off_withdrawn": _offer_back,
    "sheet_dropped": _end_back,
    "taken_back": _return_back,
    "left_with": _end_back,
}
