"""What a screen of one inquiry says of who is there, and tells of who is at it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from csboard.domain.presence import by_number
from csboard.domain.presence_words import in_sentences
from csboard.domain.records import Direction, Message
from csboard.tui.app import app_of
from csboard.tui.company import Whereabouts, whereabouts
from csboard.tui.screens.going import GoingScreen


class InCompany(GoingScreen):
    """A screen of one inquiry, in which colleagues may be too."""

    number: int

    @property
    def whereabouts(self) -> Whereabouts:  # type: ignore[override]
        return Whereabouts(self.number, "looks")

    def who_is_here(self, *, writers: bool = True) -> str:
        """Who else is in the inquiry just now, in words; those who write only if asked for."""
        company = app_of(self).company
        if company is None:
            return ""
        there = by_number(company.around.present).get(self.number, ())
        there = tuple(one for one in there if writers or one.doing != "writes")
        return in_sentences(there, app_of(self).state.members)

    def mark_read(self, messages: Sequence[Message], opened_at: datetime) -> None:
        """What is before one's eyes counts as read: up to the customer's last word in it."""
        company = app_of(self).company
        if company is None or whereabouts(self.app.screen_stack) != self.whereabouts:
            return
        written = [one.at for one in messages if one.direction is Direction.IN]
        company.mark_read(self.number, max(written, default=opened_at))
