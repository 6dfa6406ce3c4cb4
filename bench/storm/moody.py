"""A mail server that is of another mood with each connection."""

from __future__ import annotations

import random
from typing import Any

from csboard.domain.letters import Address
from tests.support.mail_server import MailServer, Mood

TO = (Address("山田", "yamada@example.jp"),)
"""To whom the replies go; once in a while nobody has that address."""
MOODS = (
    *[Mood()] * 12,
    *[Mood(seconds=0.05)] * 3,
    Mood(mail="451 4.3.0 later"),
    Mood(data="451 4.3.0 later"),
    Mood(rcpt={TO[0].email: "550 5.1.1 nobody"}),
    Mood(data="554 5.6.0 no"),
    Mood(data="drop"),
    Mood(data="take and drop"),
    Mood(connect="drop"),
)


class Moody(MailServer):
    """Takes most mails; delays, refuses or hangs up on the rest."""

    def __init__(self) -> None:
        super().__init__()
        self._random = random.Random(11)
        self.dropped = 0

    def greets(self) -> Mood:
        self.mood = self._random.choice(MOODS)
        return self.mood

    async def handle_DATA(self, *given: Any) -> str:
        self.dropped += self.mood.data.endswith("drop")
        return await super().handle_DATA(*given)
