"""Taking raw originals in: stored before anything is read, each once."""

from __future__ import annotations

import hashlib
import zlib
from datetime import datetime

from csboard.db import models, records, writing
from csboard.db.prepared import Prepared, slot
from csboard.domain.records import Receipt


def compressed(raw: bytes) -> tuple[str, bytes]:
    """SHA-256 of the bytes and the bytes compressed; done before the transaction begins."""
    return hashlib.sha256(raw).hexdigest(), zlib.compress(raw, 6)


_BY_DIGEST = Prepared(
    lambda: models.ReceiptRow.select(*records.RECEIPT_COLUMNS).where(
        models.ReceiptRow.sha256 == slot("sha256")
    )
)


def store(sha256: str, data: bytes, size: int, source: str, now: datetime) -> Receipt:
    """Store an original unless the very same bytes are there; `known` tells which."""
    row = _BY_DIGEST.row(sha256=sha256)
    if row is not None:
        return records.receipt(row, known=True)
    values = {
        "sha256": sha256,
        "received_at": now,
        "source": source,
        "state": "received",
        "size": size,
    }
    receipt_id = writing.put(models.ReceiptRow, values)
    writing.put(models.RawRow, {"receipt": receipt_id, "data": data})
    return Receipt(receipt_id, now, source, "received", size)
