"""Whether a mail can go to an address, and out under a Message-ID, as they stand."""

from __future__ import annotations

import re

MAX_ADDRESS = 254
"""Octets, RFC 5321 4.5.3.1."""

_ADDRESS = re.compile(r"[!#-'*+./0-9=?A-Z^-~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
"""Old carriers give out addresses whose dots break the rules; they are written to as they are."""


def mailable(email: str) -> bool:
    """Whether it is one address that mail servers take: no blank, comma, bracket or control."""
    return len(email) <= MAX_ADDRESS and _ADDRESS.fullmatch(email) is not None
