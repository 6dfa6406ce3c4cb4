"""What the board's header says besides: each part comes from a file of its own.

A part is asked each time the header is drawn anew, and says itself in several forms. Where
there is no room, the last of `PARTS` is shortened first, then left out, then the one before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from csboard.named import NamedTuple
from csboard.tui.layout import cell_len

if TYPE_CHECKING:
    from csboard.domain.replies import Surroundings
    from csboard.domain.team_goals import ResultStanding
    from csboard.tui.state import BoardState


class Situation(NamedTuple):
    """What a part is told by."""

    state: BoardState
    around: Surroundings | None
    """None until it was read."""
    me: str
    now: datetime
    headline: ResultStanding | None = None
    """The key result that the team has its eyes on, once it was worked out."""


class Part(NamedTuple):
    """One thing that the header says."""

    forms: tuple[str, ...]
    """From the longest to the shortest."""
    role: str = ""
    """One of the header's inks: `alarm`, `timer`, or none."""


def timer_part(situation: Situation) -> tuple[tuple[str, ...], str] | None:
    """One's own timer."""
    if situation.around is None or not situation.around.timers:
        return None
    from csboard.tui.timer_words import in_header, own_of

    own = own_of(situation.around.timers, situation.me)
    return None if own is None else in_header(own, situation.now)


def headline_part(situation: Situation) -> tuple[tuple[str, ...], str] | None:
    """The figure that the team has its eyes on, beside its target."""
    if situation.headline is None:
        return None
    from csboard.tui.headline import told

    return told(situation.headline)


def digest_part(situation: Situation) -> tuple[tuple[str, ...], str] | None:
    """To whoever is back from an absence, that they can read what happened meanwhile."""
    if not any(absence.login == situation.me for absence in situation.state.absences):
        return None
    from csboard.tui.digest_offer import in_header

    return in_header(situation.state, situation.me, situation.now)


def away_part(situation: Situation) -> tuple[tuple[str, ...], str] | None:
    """Who is away just now, and who stands in."""
    if not situation.state.absences:
        return None
    from csboard.tui.away_words import in_header

    return in_header(situation.state, situation.now)


MakePart = Callable[[Situation], tuple[tuple[str, ...], str] | None]
"""The forms and the role of a part, or None while it has nothing to say."""

PARTS: tuple[MakePart, ...] = (digest_part, timer_part, away_part, headline_part)
"""In their order from left to right, the most important first."""


def parts_of(situation: Situation) -> tuple[Part, ...]:
    """What there is to say now."""
    made = (make(situation) for make in PARTS)
    return tuple(Part(*one) for one in made if one is not None)


def fitting(parts: Sequence[Part], room: int) -> list[tuple[str, str]]:
    """The longest forms, with their roles, that have room together."""
    for chosen in _shorter_and_shorter(parts):
        runs = [(f"{text}  ", role) for text, role in chosen]
        if sum(cell_len(text) for text, _role in runs) <= room:
            return runs
    return []


def _shorter_and_shorter(parts: Sequence[Part]) -> Iterator[list[tuple[str, str]]]:
    """All forms at their longest, then ever shorter from the last part on."""
    kept = [(part.forms[0], part.role) for part in parts]
    yield kept
    for index in reversed(range(len(parts))):
        part, before = parts[index], kept[:index]
        for form in part.forms[1:]:
            yield [*before, (form, part.role)]
        yield before
