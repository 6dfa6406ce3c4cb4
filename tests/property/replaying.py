"""A board's history followed event by event."""

from __future__ import annotations

from csboard.domain.inverses import id_of
from csboard.domain.records import Event
from tests.property.ledger import Ledger
from tests.property.ledger_acts import FOLLOW
from tests.property.ledger_undos import BACK, Undoing


class Replay:
    """Keeps a ledger by events alone; fails where one contradicts those before it."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self._acts: dict[int, tuple[Event, Ledger]] = {}
        """Each event with what was known before it."""

    @property
    def followed(self) -> int:
        """How many events it has followed."""
        return len(self._acts)

    def follow(self, event: Event) -> None:
        """Take one more event into account."""
        before = self.ledger.copy()
        if event.kind == "undone":
            undoing = self._undoing(event)
            BACK[undoing.act.kind](self.ledger, undoing)
        else:
            FOLLOW[event.kind](self.ledger, event)
        self.ledger.hand_offs.follow_ends(event)
        self._acts[event.id] = (event, before)

    def _undoing(self, event: Event) -> Undoing:
        act, before = self._acts[id_of(event.detail["event"])]
        later = [one for one, _before in self._acts.values() if one.id > act.id]
        undone = {one.detail["event"] for one in later if one.kind == "undone"}
        is_written = any(
            one.kind == "joined" and one.id not in undone and act.number in (one.number, one.other)
            for one in later
        )
        return Undoing(act, before, event.at, is_written)
