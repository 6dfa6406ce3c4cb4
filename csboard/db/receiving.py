"""Taking raw originals in: stored before anything is read, each once."""

from __future__ import annotations

import hashlib
import zlib
from datetime import datetime

from csboard.db import models, records
from csboard.domain.records import Receipt


def compressed(raw: bytes) -> tuple[str, bytes]:
    """SHA-256 of the bytes and the bytes compressed; done before the transaction begins."""
    return hashlib.sha256(raw).hexdigest(), zlib.compress(raw, 6)


def store(sha256: str, data: bytes, size: int, source: str, now: datetime) -> Receipt:
    """Store an original unless the very same bytes are there; `known` tells which."""
    row = models.ReceiptRow.get_or_none(models.ReceiptRow.sha256 == sha256)
    if row is not None:
        return records.receipt(row, known=True)
    row = models.ReceiptRow.create(
        sha256=sha256, received_at=now, source=source, state="received", size=size
    )
    models.RawRow.insert(receipt=row.id, data=data).execute()
    return records.receipt(row)
