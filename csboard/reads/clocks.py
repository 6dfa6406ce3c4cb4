"""What a board tells of the clocks that run for customers, and of the rules they run by."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csboard.clock import Clock
    from csboard.db.store import Store
    from csboard.domain.clock_rules import Rules
    from csboard.domain.inquiry_clocks import InquiryClocks


class ClockReads:
    """The part of a `Board` that reads clocks; nothing changes through it."""

    _store: Store
    clock: Clock

    def clocks(self, number: int) -> InquiryClocks:
        """The clocks of an inquiry; Refused (`no_such_inquiry`) when there is none.

        Of a number that was merged into another they are those of the other.
        """
        from csboard.db.clock_reads import clocks

        return self._store.read(lambda reading: clocks(number, reading.team))

    def rules(self) -> Rules:
        """By what clocks run and are judged."""
        from csboard.db.clock_rules import rules_of

        return self._store.read(lambda reading: rules_of(reading.team))
