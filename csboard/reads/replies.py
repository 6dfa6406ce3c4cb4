"""What a board tells of replies: drafts, the outbox, the inbox, and what colleagues do just now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csboard.clock import Clock
    from csboard.db.sending_states import Parcel
    from csboard.db.store import Store
    from csboard.domain.replies import (
        Correspondent,
        Draft,
        InboxItem,
        OutboxEntry,
        ReplyView,
        SentReply,
        Surroundings,
    )


class ReplyReads:
    """The part of a `Board` that reads how replies stand; nothing changes through it."""

    _store: Store
    clock: Clock

    def replies(self, number: int) -> ReplyView:
        """Drafts, what is said of them, and the outbox of one inquiry; Refused as `inquiry`."""
        from csboard.db.replies import replies

        return self._store.read(lambda reading: replies(number, reading.team))

    def draft(self, draft_id: int) -> Draft:
        """One draft, open or ended; Refused (`no_such_draft`) when there is none."""
        from csboard.db.replies import draft

        return self._store.read(lambda reading: draft(draft_id, reading.team))

    def draft_file(self, file_id: int) -> bytes:
        """The bytes of a file that goes out with a draft; Refused when it is gone or erased."""
        from csboard.db.replies import file_data

        return self._store.read(lambda _reading: file_data(file_id))

    def outbox(self) -> tuple[OutboxEntry, ...]:
        """The replies that are on their way or went wrong, oldest first."""
        from csboard.db.sending_states import unsettled

        return self._store.read(lambda reading: unsettled(reading.team))

    def due(self) -> tuple[OutboxEntry, ...]:
        """The replies that a program has to see to now, those that wait longest first."""
        from csboard.db.sending_states import due

        return self._store.read(lambda reading: due(self.clock.now(), reading.team))

    def somebody_sends(self) -> bool:
        """Whether a program is there that sends what is due: a worker, or a board that can."""
        from csboard.db.sending_states import somebody_sends

        return self._store.read(lambda _reading: somebody_sends(self.clock.now()))

    def parcel(self, entry_id: int) -> Parcel:
        """A reply of the outbox with all that its mail is made of; Refused without one."""
        from csboard.db.sending_states import parcel

        return self._store.read(lambda reading: parcel(entry_id, reading.team))

    def inbox(self, login: str, limit: int = 200) -> tuple[InboxItem, ...]:
        """What wants one member: mentions, reviews, words on their replies; the newest first."""
        from csboard.db.inbox import inbox

        return self._store.read(lambda reading: inbox(login, limit, reading.team))

    def inbox_count(self, login: str) -> int:
        """How much of that they haven't read."""
        from csboard.db.inbox import inbox_count

        return self._store.read(lambda reading: inbox_count(login, reading.team))

    def surroundings(self, login: str) -> Surroundings:
        """What colleagues are doing just now and what `login` hasn't read, at one moment."""
        from csboard.db.people import surroundings

        now = self.clock.now()
        return self._store.read(lambda reading: surroundings(login, now, reading.team))

    def present(self) -> tuple[Correspondent, ...]:
        """The open boards that gave a sign within 45 s, in an inquiry or able to send."""
        from csboard.db.people import present

        return self._store.read(lambda reading: present(self.clock.now(), reading.team))

    def sent_lately(self, login: str, days: int = 7, limit: int = 200) -> tuple[SentReply, ...]:
        """The replies of the last days by others than `login`, the latest first."""
        from csboard.db.people import sent_lately

        since = self.clock.now() - timedelta(days=days)
        return self._store.read(lambda reading: sent_lately(login, since, limit, reading.team))
