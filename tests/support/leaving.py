"""What people write before they go, and what customers write while they are away."""

from __future__ import annotations

from dataclasses import replace

from csboard.domain.hand_off_records import Severity, Sheet
from tests.support.letters import FIRST

AGAIN = replace(
    FIRST,
    message_id="<again@example.jp>",
    in_reply_to=(FIRST.message_id,),
    digest="again",
    text="まだです",
)
SHEET = Sheet(Severity.WATCH, "届いていない", "運送会社に確認", "なし", "金曜に連絡")
