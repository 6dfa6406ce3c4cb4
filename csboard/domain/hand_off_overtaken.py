"""An offer that ended before anybody took it, in words: why it did, and who has the task now."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from csboard.domain.absence_history import ABSENT
from csboard.domain.hand_off_records import HandOff
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Event, Member
from csboard.i18n import _, together

NOT_OFFERED = frozenset(("yours", "taken", "went_on", "not_offered"))
"""Codes of the refusals of a take that no other words would mend."""


def why_it_ended(
    one: HandOff, event: Event | None, members: Mapping[str, Member], *, is_closed: bool
) -> str:
    """`event` ended it; None where nobody can say any more."""
    told = _("#{task} is not offered any more: {why}.").format(
        task=one.task, why=_why(one, event, members)
    )
    return together(told, whose_now(one.owner, members, is_closed=is_closed))


def whose_now(
    owner: str | None, members: Mapping[str, Member], *, me: str = "", is_closed: bool = False
) -> str:
    """Who has a task by now; `me` is who is told. Nothing where it is done."""
    if is_closed:
        return ""
    if owner is None:
        return _("Nobody has it now: it is free for anybody.")
    if owner == me:
        return _("You have it now.")
    return _("{name} has it now.").format(name=in_a_sentence(owner, members))


def what_became(event: Event | None, members: Mapping[str, Member], passed: str) -> str:
    """By the latest act on a task's hand-offs, why it is offered to nobody now.

    `passed` says how long ago that was. Nothing where the act doesn't say why.
    """
    if event is None:
        return ""
    kind = str(event.detail.get("kind")) if event.kind == "undone" else event.kind
    words = (_UNDONE if event.kind == "undone" else _BECAME).get(kind)
    if words is None:
        return ""
    who = in_a_sentence(event.actor, members)
    return words().format(who=who, task=event.task, ago=passed)


def _why(one: HandOff, event: Event | None, members: Mapping[str, Member]) -> str:
    kind = event.kind if event is not None else ""
    if event is not None and ABSENT in event.detail:
        kind = "joined" if kind == "joined" else "reopened"
    words = _WHY.get(kind, lambda: _("it went on otherwise"))
    return words().format(
        giver=in_a_sentence(one.giver, members),
        who=in_a_sentence(event.actor if event is not None else "", members),
        into=event.other if event is not None else None,
    )


_WHY: dict[str, Callable[[], str]] = {
    "joined": lambda: _("the customer wrote while {giver} was away"),
    "reopened": lambda: _("it was opened again while {giver} was away"),
    "taken_over": lambda: _("{who} took it over"),
    "released": lambda: _("{who} gave it back"),
    "moved": lambda: _("{who} closed it"),
    "merged": lambda: _("{who} merged it into #{into}"),
    "junked": lambda: _("it is junk"),
}
"""By the kind of the event that ended it; a move ends an offer only by closing the task."""

_BECAME: dict[str, Callable[[], str]] = {
    "hand_off_withdrawn": lambda: _("{who} withdrew the offer of #{task} {ago}."),
    "sheet_dropped": lambda: _("{who} threw away the sheet of #{task} {ago}."),
    "handed_over": lambda: _("{who} took #{task} {ago}."),
    "taken_back": lambda: _("{who} took #{task} back {ago}."),
}
"""By the kind of the latest act on a task's hand-offs."""
_UNDONE: dict[str, Callable[[], str]] = {
    "hand_off_offered": lambda: _("{who} withdrew the offer of #{task} {ago}."),
    "sheet_written": lambda: _("{who} threw away the sheet of #{task} {ago}."),
    "taken_back": lambda: _("{who} let whoever had taken #{task} have it again {ago}."),
}
"""The same where that was an undoing, by the kind of what was undone."""
