"""Every table of the board has its rights, its guard and its erasing: whoever adds one says how."""

from __future__ import annotations

from peewee import BlobField, CharField, Field, TextField

from csboard.db.models import Row
from csboard.db.role_guards import TRIGGERS
from csboard.db.role_rights import ERASED, RIGHTS
from csboard.db.table_facts import OF_WORK, TABLES, WITH_WORDS
from csboard.db.tables import MODELS

INDEX = "searchable_grams"
"""An index that is a table, without a model: FTS5 on SQLite, a table of its own on PostgreSQL."""

ALL = {*(model._meta.table_name for model in MODELS), INDEX}

TEXT_OF_NO_CUSTOMER = {
    "board": "a random name",
    "member": "colleagues",
    "setting": "the team's own",
    "event": "ids, codes, numbers and digests alone",
    "personal": "a mark of what was seen",
    "mailbox": "the name of our own mailbox, and how far it was read",
    "verdict": "a word of three",
    "presence": "a random name and what a colleague does",
    "lease": "names of programs",
    "inbox": "a word of a few",
    "tag": "the team's own words",
    "reuse": "short digests of lines",
    "time_entry": "a word of a few",
    "broken_why": "a word of a few; what was said of it is a note",
    "alarm": "a word of a few",
    "reading": "the team's own key results",
    "absence": "days and a word of a few",
    "absence_task": "a word of a few",
}
"""By table: what its text is, where a customer's data may be erased and it stays."""

UNGUARDED = {
    "board": "a count that goes up",
    "mailbox": "no member may write it",
}
"""By table: why no trigger looks at who writes it."""


def test_every_table_has_its_rights() -> None:
    assert ALL == set(TABLES) == set(RIGHTS["member"])


def test_a_table_with_text_is_written_anew_after_erasing_or_says_why_not() -> None:
    with_text = {
        model._meta.table_name
        for model in MODELS
        if any(isinstance(field, (TextField, CharField, BlobField)) for field in fields_of(model))
    }
    assert not set(WITH_WORDS) & set(TEXT_OF_NO_CUSTOMER)
    assert with_text | {INDEX} == set(WITH_WORDS) | set(TEXT_OF_NO_CUSTOMER)
    assert set(ERASED) <= set(WITH_WORDS)


def test_a_table_that_is_written_is_guarded_or_says_why_not() -> None:
    guarded = {table for table, _trigger in TRIGGERS}
    assert not guarded & set(UNGUARDED)
    assert guarded | set(UNGUARDED) == ALL
    assert set(OF_WORK) < guarded
    mailbox = RIGHTS["member"]["mailbox"]
    assert (mailbox.insert, mailbox.update) == (False, ())


def fields_of(model: type[Row]) -> list[Field]:
    return list(model._meta.sorted_fields)
