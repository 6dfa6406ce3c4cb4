"""An offer that ended before anybody took it, in words: why it did, and who has the task now."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from csboard.domain.absence_history import ABSENT
from csboard.domain.hand_off_records import HandOff
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Event, Member
from csboard.i18n import _, together


def why_it_ended(
    one: HandOff, event: Event | None, members: Mapping[str, Member], *, is_closed: bool
) -> str:
    """`event` ended it; None where nobody can say any more."""
    told = _("#{task} is not offered any more: {why}.").format(
        task=one.task, why=_why(one, event, members)
    )
    if is_closed:
        return told
    if one.owner is None:
        return together(told, _("Nobody has it now: it is free for anybody."))
    return together(told, _("{name} has it now.").format(name=in_a_sentence(one.owner, members)))


def _why(one: HandOff, event: Event | None, members: Mapping[str, Member]) -> str:
    kind = event.kind if event is not None else ""
    if event is not None and ABSENT in event.detail:
        kind = "joined" if kind == "joined" else "reopened"
    words = _WHY.get(kind, lambda: _("it went on otherwise"))
    return words().format(
        giver=in_a_sentence(one.giver, members),
        who=in_a_sentence(event.actor if event is not None else "", members),
    )


_WHY: dict[str, Callable[[], str]] = {
    "joined": lambda: _("the customer wrote while {giver} was away"),
    "reopened": lambda: _("it was opened again while {giver} was away"),
    "taken_over": lambda: _("{who} took it over"),
    "released": lambda: _("{who} gave it back"),
    "moved": lambda: _("{who} closed it"),
    "merged": lambda: _("it was merged"),
    "junked": lambda: _("it is junk"),
}
"""By the kind of the event that ended it; a move ends an offer only by closing the task."""
