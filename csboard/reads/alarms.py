"""What a board tells of what must not go unnoticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csboard.clock import Clock
    from csboard.db.store import Store
    from csboard.domain.alarm_records import Alarms, DueMail


class AlarmReads:
    """The part of a `Board` that reads alarms; nothing changes through it."""

    _store: Store
    clock: Clock

    def alarms(self) -> Alarms:
        """All that stand now, those that nobody was told of, and when to look again."""
        from csboard.db.alarm_states import alarms

        now = self.clock.now()
        return self._store.read(lambda reading: alarms(now, reading.team))

    def alarms_to_mail(self) -> tuple[DueMail, ...]:
        """Those that people were told of and that are to be mailed, too."""
        from csboard.db.alarm_states import to_mail

        return self._store.read(lambda reading: to_mail(reading.team))
