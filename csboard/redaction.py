"""Taking out of a line what must not be kept or sent: passwords, tokens, mail addresses.

A second fence: what is logged is numbers, codes and our own places to begin with.
"""

from __future__ import annotations

import re

from csboard.passwords import without_password
from csboard.text import clean

MOST = 500
"""Letters of one line."""

_SECRET = "password|passwd|passphrase|pwd|secret|token|api[_-]?key|credential|authorization"
_TAKEN_OUT = (  # compiled when first needed: most runs have nothing to say that fails
    (r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}", r"\1 ***"),
    (
        rf"(?i)([\w-]*(?:{_SECRET})[\w-]*[\"']?\s*[=:]\s*)(\"[^\"]*\"|'[^']*'|\S+)",
        r"\1***",
    ),
    (r"(://[^/\s:@]*):[^@\s]*@", r"\1:***@"),
    (r"(?<![/\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", "***@***"),
)


def redacted(text: str) -> str:
    """`text` as one short, harmless line without what looks like a secret or an address."""
    line = without_password(clean(text))
    for pattern, instead in _TAKEN_OUT:
        line = re.sub(pattern, instead, line)
    return line[:MOST]
