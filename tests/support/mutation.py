"""Corpus mails, damaged: bits flipped, pieces cut out, doubled, or taken from another one."""

from __future__ import annotations

import random

from tests.support import corpus

SPICES = (
    b"\x1b$B", b"\x1b(B", b"=?utf-8?B?", b"?=", b"\r\n", b"\n\n", b"\0", b"\xff", b"--", b"<", b">",
    b'"', b";", b"=", b"&#", b"Content-Type: multipart/mixed; boundary=x\n", b"\xe2\x80\xae",
)  # fmt: skip


def mutated(rng: random.Random) -> bytes:
    """A corpus mail with bits flipped, pieces cut out, doubled, or taken from another one."""
    raw = bytearray(rng.choice(corpus.cases()).raw[:20_000])
    for _ in range(rng.randint(1, 12)):
        at, to = sorted(rng.randrange(len(raw) + 1) for _ in range(2))
        to = min(to, at + 200)
        match rng.randrange(5):
            case 0 if raw:
                raw[at % len(raw)] ^= 1 << rng.randrange(8)
            case 1:
                del raw[at:to]
            case 2:
                raw[at:at] = raw[at:to]
            case 3:
                raw[at:at] = rng.choice(SPICES)
            case _:
                other = rng.choice(corpus.cases()).raw
                start = rng.randrange(len(other) + 1)
                raw[at:to] = other[start : start + 300]
    return bytes(raw)
