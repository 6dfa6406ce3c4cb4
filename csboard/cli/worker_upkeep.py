"""What a worker keeps up: lost timers end, and the public holidays reach into the years to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.cli import streams
from csboard.domain.time_commands import EndLostTimer
from csboard.errors import Refused
from csboard.i18n import _, ngettext
from csboard.team_holidays import bring_in, compared, end_soon, today_of

if TYPE_CHECKING:
    from csboard.cli.session import Session
    from csboard.domain.records import Actor
    from csboard.domain.time_records import Entry

LOOK_EVERY = 30.0
"""Seconds between two looks: well below what it takes until a timer is lost."""


class Upkeep:
    """Looks now and then. Several may: what another did first is refused, and left."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._board = session.board
        self._actor = actor
        self._look_at = 0.0
        self._year = 0
        """In which the public holidays were looked at last; 0 before the first time."""

    def turn(self, seconds: float) -> None:
        """Do what there is to do if it is time; `seconds` since the begin."""
        if seconds < self._look_at:
            return
        self._look_at = seconds + LOOK_EVERY
        self._end_lost_timers()
        self._keep_holidays()

    def _end_lost_timers(self) -> None:
        """Told without names: when somebody worked is for their own eyes only."""
        now = self._board.clock.now()
        count = sum(one.is_lost(now) and self._ended(one) for one in self._board.timers())
        if count:
            told = ngettext(
                "Ended {n} timer whose board had dropped off.",
                "Ended {n} timers whose boards had dropped off.",
                count,
            )
            self._say({"timers": count, "became": "ended"}, told.format(n=count))

    def _ended(self, timer: Entry) -> bool:
        try:
            self._board.execute(EndLostTimer(entry_id=timer.id), self._actor)
        except Refused:  # another was first
            return False
        return True

    def _keep_holidays(self) -> None:
        """At each New Year of the team's; at the begin where they end within twelve months."""
        written, today = self._board.public_days(), today_of(self._board)
        is_due = end_soon(written, today) if not self._year else today.year > self._year
        if written.place and is_due:
            self._bring_in_holidays()
        self._year = today.year

    def _bring_in_holidays(self) -> None:
        found = compared(self._board)
        place, last = found.written.place, found.known.last
        if last <= found.written.last:
            return
        try:
            bring_in(found, self._board, self._actor)
        except Refused as refused:
            told = _("The public holidays of {place} end with {year}. {why}").format(
                place=place, year=found.written.last, why=refused.sentence
            )
            self._say({"holidays": place, "became": "refused", "why": refused.sentence}, told)
            return
        told = _("The public holidays of {place} are written down up to {year} now.")
        self._say({"holidays": place, "became": "kept"}, told.format(place=place, year=last))

    def _say(self, shape: dict[str, object], sentence: str) -> None:
        if self._session.wants_json:
            self._session.print_json(shape)
        else:
            self._session.print(sentence)
        streams.flush()
