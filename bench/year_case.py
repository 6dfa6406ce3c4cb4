"""An inquiry of a team's year, as whoever makes it up knows it."""

from __future__ import annotations

from dataclasses import dataclass

from bench.desk import Asked
from csboard.domain.records import Event, TaskRef, Urgency


@dataclass
class Case:
    """What it is about, and how far it has come."""

    asked: Asked
    customer: int
    of: Case | None = None
    """The first one of theirs, of which this says the same again."""
    urgency: Urgency = Urgency.NORMAL
    number: int = 0
    message_id: str = ""
    """Of the customer's first mail."""
    owner: str = ""
    replies: int = 0
    is_spoken: bool = False
    is_junk: bool = False
    is_done: bool = False
    """Whether it is closed, so far."""
    is_over: bool = False
    """Whether it goes on elsewhere, or never mattered."""
    is_silent: bool = False
    """Whether the customer's silence is taken as their answer."""
    thanked: bool = False
    """Whether the customer's last word was thanks."""

    @property
    def task(self) -> TaskRef:
        return TaskRef(self.number)

    @property
    def email(self) -> str:
        return f"customer{self.customer}@example.com"

    def opened(self, event: Event, message_id: str) -> None:
        assert event.number is not None
        self.number, self.message_id = event.number, message_id
