"""T19: hostile subjects, names, ids and file names: the mail that goes out holds nothing more.

Each is put into every place of a reply that holds words, and the bytes are read back twice: with
our own reader and with the standard library's.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from bench.figures import Figure
from bench.storm.field import Storm
from csboard.domain.letters import Address
from csboard.mail.composing import CannotCompose, Composed, Enclosure, Reply, composed
from tests.support.outgoing import HOSTILE, HOSTILE_ADDRESSES, HOSTILE_IDS, faults, reply

US = ("yamada@example.jp", "boss@example.jp")


def run(storm: Storm) -> Iterator[Figure]:
    subjects = HOSTILE[::4] if storm.short else HOSTILE
    found: list[str] = []
    tries = 0
    for one, other in product(subjects, HOSTILE):
        tries += 1
        found += faults(composed(_with(one, other)), US)
    for message_id in HOSTILE_IDS:
        tries += 1
        found += faults(composed(reply(thread=("<a@b.jp>", message_id, "<c@b.jp>"))), US)
    where = f"{tries} mails of {len(HOSTILE)} hostile words"
    yield Figure("T19", "headers, recipients or ids that changed", where, len(found), "", 0,
                 counted=True)  # fmt: skip
    sent = sum(_is_made(email) for email in HOSTILE_ADDRESSES)
    where = f"{len(HOSTILE_ADDRESSES)} addresses"
    yield Figure("T19", "mails to what is no address", where, sent, "", 0, counted=True)


def _with(one: str, other: str) -> Reply:
    """A reply with the two in all places that hold words."""
    return reply(
        subject=one,
        to=(Address(other, US[0]),),
        text=one + other,
        from_name=one,
        domain="shop.example",
        files=(Enclosure(other, one, b"x"),),
    )


def _is_made(email: str) -> bool:
    try:
        return isinstance(composed(reply(to=(Address("", email),))), Composed)
    except CannotCompose:
        return False
