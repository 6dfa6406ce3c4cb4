"""Wishes about hand-offs, sensible ones and others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from csboard.domain import hand_off_commands as h
from csboard.domain.commands import Command
from csboard.domain.hand_off_records import Severity, Sheet
from tests.property.draws import WHICH

if TYPE_CHECKING:
    from tests.property.wishes import Place

Wish = Callable[["Place"], Command]

WHOLE = Sheet(Severity.WATCH, "経緯", "次の一手", "なし", "約束")
SHEETS = st.sampled_from(
    [WHOLE, WHOLE, WHOLE._replace(story="別の経緯"), Sheet(), WHOLE._replace(steps="長" * 4_001)]
)
RECEIVERS = st.sampled_from(["sato", "tanaka", "tanaka", "lead", None, "mori", "nobody"])
LINES = st.sampled_from(["わかりました", "わかりました", " ", "長" * 301])


def _of_task(kind: Any, **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Wish]:
    def make(which: int, values: dict[str, Any]) -> Wish:
        return lambda place: kind(task=place.task(which), **values)

    return st.builds(make, WHICH, st.fixed_dictionaries(dict(more)))


def whoever_hands_off(command: Any, place: Place) -> str:
    """Who could: the owner gives, a receiver takes, a former owner takes back."""
    tasks = [row for row in place.rows["task"] if (row["inquiry"], row["seq"]) == command.task]
    owner: str = place.logins.get(tasks[0]["owner"] if tasks else 0, "sato")
    of_it = [row for row in place.rows["hand_off"] if tasks and row["task"] == tasks[0]["id"]]
    if isinstance(command, h.TakeHandOff):
        wanted = [place.logins.get(row["receiver"]) for row in of_it if row["taken_at"] is None]
        return next((one for one in wanted if one), "tanaka" if owner == "sato" else "sato")
    if isinstance(command, h.TakeBack | h.LeaveWithThem):
        return next((place.logins[row["giver"]] for row in of_it if row["taken_at"]), "sato")
    return owner


HANDING_OFF = (
    h.WriteSheet,
    h.OfferHandOff,
    h.TakeHandOff,
    h.WithdrawHandOff,
    h.DropSheet,
    h.TakeBack,
    h.LeaveWithThem,
)

HAND_OFF_WISHES: dict[str, st.SearchStrategy[Wish]] = {
    "WriteSheet": _of_task(
        h.WriteSheet,
        sheet=SHEETS,
        seen=st.sampled_from([None, None, 0, 1]),
        absence_id=st.sampled_from([None, None, None, 10**6]),
    ),
    "OfferHandOff": _of_task(h.OfferHandOff, receiver=RECEIVERS),
    "TakeHandOff": _of_task(h.TakeHandOff, read_back=LINES),
    "WithdrawHandOff": _of_task(h.WithdrawHandOff),
    "DropSheet": _of_task(h.DropSheet),
    "TakeBack": _of_task(h.TakeBack),
    "LeaveWithThem": _of_task(h.LeaveWithThem),
}
