"""How the demo sends: mail is taken as by a mail server, and given to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csboard.mail.transport import Delivery, Give


class PretendedTransport:
    """Accepts every mail and forgets it."""

    way = "smtp"

    @contextmanager
    def offered(self, _delivery: Delivery) -> Iterator[Give]:
        yield lambda: None

    def check(self) -> None:
        """It always could."""
