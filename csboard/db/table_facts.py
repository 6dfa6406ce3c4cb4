"""What holds for each table of a board beside its columns, told once and without the models."""

from __future__ import annotations

from csboard.named import NamedTuple


class Facts(NamedTuple):
    """Of one table."""

    words: bool = False
    """Words of customers stand in it: it is written anew after an erasure."""
    work: bool = False
    """It is written by whoever may work on the board, leads or not; a guard keeps others off."""


TABLES: dict[str, Facts] = {
    "board": Facts(),
    "member": Facts(),
    "setting": Facts(),
    "customer": Facts(words=True, work=True),
    "address": Facts(words=True, work=True),
    "inquiry": Facts(words=True, work=True),
    "task": Facts(words=True, work=True),
    "message": Facts(words=True, work=True),
    "former": Facts(words=True, work=True),
    "link": Facts(work=True),
    "receipt": Facts(words=True, work=True),
    "raw": Facts(words=True, work=True),
    "event": Facts(),
    "personal": Facts(),
    "block": Facts(words=True),
    "mailbox": Facts(),
    "draft": Facts(words=True, work=True),
    "draft_file": Facts(words=True, work=True),
    "revision": Facts(words=True, work=True),
    "comment": Facts(words=True, work=True),
    "ask": Facts(words=True, work=True),
    "verdict": Facts(work=True),
    "outbox": Facts(words=True, work=True),
    "presence": Facts(),
    "lease": Facts(work=True),
    "inbox": Facts(work=True),
    "read_mark": Facts(),
    "thanks": Facts(work=True),
    "tag": Facts(work=True),
    "tagging": Facts(work=True),
    "success": Facts(words=True, work=True),
    "success_word": Facts(words=True, work=True),
    "template": Facts(words=True, work=True),
    "reuse": Facts(work=True),
    "time_entry": Facts(work=True),
    "broken_why": Facts(work=True),
    "alarm": Facts(work=True),
    "reading": Facts(work=True),
    "absence": Facts(work=True),
    "absence_task": Facts(work=True),
    "hand_off": Facts(words=True, work=True),
    "stand_up": Facts(work=True),
    "searchable": Facts(words=True, work=True),
    "searchable_grams": Facts(words=True, work=True),
}

WITH_WORDS = tuple(table for table, facts in TABLES.items() if facts.words)

OF_WORK = tuple(table for table, facts in TABLES.items() if facts.work)
