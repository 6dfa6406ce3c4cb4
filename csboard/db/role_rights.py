"""Which rights each kind of database role has on a board: one table, for PostgreSQL.

The roles are groups without a login of their own; people and programs get theirs by being in
one. Roles belong to the whole server, so a group's name carries the database's.
"""

from __future__ import annotations

from typing import Literal

from csboard.db.table_facts import TABLES
from csboard.named import NamedTuple

Kind = Literal["owner", "member", "viewer", "intake", "wall"]

KINDS: tuple[Kind, ...] = ("owner", "member", "viewer", "intake", "wall")
"""In the order in which they count for a login that is in several groups."""

LIMITED: tuple[Kind, ...] = ("member", "viewer", "intake", "wall")
"""All but the owner, who may do everything to the tables."""

LONGEST_NAME = 63
"""Bytes of a role's name on PostgreSQL."""


def group_of(kind: Kind, database: str) -> str:
    """The group role of that kind for the database of this name."""
    name = f"csboard_{database}_{kind}"
    if len(name.encode()) <= LONGEST_NAME:
        return name
    import hashlib  # hardly ever: it brings OpenSSL

    return f"csboard_{hashlib.sha256(database.encode()).hexdigest()[:24]}_{kind}"


class Rights(NamedTuple):
    """What a group may do with one table; `*` are all columns, but an insert never the id."""

    select: tuple[str, ...] = ("*",)
    insert: bool = False
    update: tuple[str, ...] = ()


_READ = Rights()
_ADD = Rights(insert=True)
_WORK = Rights(insert=True, update=("*",))

_BOARD = Rights(update=("team_revision",))
_RECEIPT = (
    "state",
    "reason",
    "inquiry_id",
    "digest",
    "subject",
    "sender",
    "detail",
    "reader",
    "sender_key",
    "arrived_at",
)
ERASED: dict[str, tuple[str, ...]] = {
    "message": (
        "sender_name",
        "sender_email",
        "subject",
        "text",
        "attachments",
        "recipients",
        "message_id",
        "kind",
    ),
    "raw": ("data",),
    "former": ("fields",),
    "block": ("pattern", "why"),
    "draft_file": ("name", "data"),
    "revision": ("sender", "recipients", "subject", "text", "files"),
    "comment": ("quote", "text", "proposal"),
    "ask": ("topic",),
    "success_word": ("note",),
    "template": ("name", "folded", "subject", "text"),
}
"""What a lead empties when a customer's data is erased, and nobody else writes over."""

_SETTLING = ("accepted_at", "resolved_at", "resolved_by_id", "withdrawn_at", "version")
"""What becomes of a comment."""

_HEADS = ("id", "inquiry_id", "direction", "at", "sender_name", "sender_email", "subject")
_THREADS = ("kind", "flag", "author_id", "receipt_id", "message_id", "recipients", "withdrawn_at")

WALL_VIEWS: dict[str, str] = {
    "wall_task": (
        "SELECT i.number, t.seq, t.stage, t.need, m.login AS owner, m.name AS owner_name,"
        " t.owner_since, t.waiting::jsonb ->> 'for_whom' AS waiting_for,"
        " (t.waiting::jsonb ->> 'until')::timestamptz AS waiting_until,"
        " t.opened_at, t.closed_at, i.first_reply_at, t.free_since, i.clocks"
        " FROM {schema}.task t JOIN {schema}.inquiry i ON i.number = t.inquiry_id"
        " LEFT JOIN {schema}.member m ON m.id = t.owner_id"
        " WHERE t.withdrawn_at IS NULL"
        " AND (t.closed_at IS NULL OR t.closed_at > now() - interval '26 hours')"
    ),
    "wall_setting": (
        "SELECT key, value FROM {schema}.setting WHERE key IN ('name', 'zone', 'stages', 'hours',"
        " 'holidays', 'days', 'public_days', 'promises', 'pausing', 'heat', 'objectives',"
        " 'headline', 'fade_days')"
    ),
    "wall_newest": "SELECT max(id) AS event FROM {schema}.event",
    "wall_board": "SELECT schema, team_revision FROM {schema}.board",
    "wall_member": "SELECT id, login, name, role, active FROM {schema}.member",
    "wall_arrival": (
        "SELECT opened_at FROM {schema}.inquiry WHERE opened_at > now() - interval '26 hours'"
        " AND junked_at IS NULL AND merged_into IS NULL"
    ),
    "wall_absence": (
        "SELECT a.id, m.login, a.first_day, a.last_day, a.from_noon, a.until_noon, a.on_mail,"
        " s.login AS stand_in"
        " FROM {schema}.absence a JOIN {schema}.member m ON m.id = a.member_id"
        " LEFT JOIN {schema}.member s ON s.id = a.stand_in_id"
        " WHERE a.withdrawn_at IS NULL AND a.ended_at IS NULL"
    ),
    "wall_case": (
        "SELECT s.id, m.login AS author, s.at, s.tags"
        " FROM {schema}.success s JOIN {schema}.member m ON m.id = s.author_id"
        " WHERE s.retired_at IS NULL AND s.title <> ''"
    ),
    "wall_case_word": (
        "SELECT success_id, word, at, at AS confirmed_at, NULL::bigint AS draft_id"
        " FROM {schema}.success_word WHERE withdrawn_at IS NULL"
        " UNION ALL SELECT r.success_id, 'used', r.at, r.sent_at, r.draft_id"
        " FROM {schema}.reuse r JOIN {schema}.draft d ON d.id = r.draft_id"
        " WHERE r.success_id IS NOT NULL AND d.ending <> 'discarded'"
    ),
    "wall_reading": (
        "SELECT r.result, r.day, r.value, r.at, m.login AS member"
        " FROM {schema}.reading r JOIN {schema}.member m ON m.id = r.member_id"
        " WHERE r.withdrawn_at IS NULL"
    ),
}
"""All that a wall display can ask: no words but stages' and colleagues' names.

Subjects, titles and what is waited for are left out: visitors read walls, and customers' names
stand in them.
"""

RIGHTS: dict[Kind, dict[str, Rights]] = {
    "member": {
        "board": _BOARD,
        "member": Rights(insert=True, update=("name", "role", "language", "active", "learning")),
        "setting": _WORK,
        "customer": _WORK,
        "address": Rights(insert=True, update=("folded",)),
        "inquiry": _WORK,
        "task": _WORK,
        "message": Rights(insert=True, update=("inquiry_id", "withdrawn_at", *ERASED["message"])),
        "former": Rights(insert=True, update=ERASED["former"]),
        "link": Rights(insert=True, update=("first_id", "second_id", "ended_at")),
        "receipt": Rights(update=_RECEIPT),
        "raw": Rights(update=ERASED["raw"]),
        "event": _ADD,
        "personal": Rights(insert=True, update=("value",)),
        "block": Rights(insert=True, update=("ended_at", *ERASED["block"])),
        "mailbox": _READ,
        "draft": _WORK,
        "draft_file": Rights(insert=True, update=("removed_at", *ERASED["draft_file"])),
        "revision": Rights(insert=True, update=ERASED["revision"]),
        "comment": Rights(insert=True, update=(*_SETTLING, *ERASED["comment"])),
        "ask": Rights(insert=True, update=("ended_at", *ERASED["ask"])),
        "verdict": Rights(insert=True, update=("withdrawn_at",)),
        "outbox": _WORK,
        "presence": _WORK,
        "lease": _WORK,
        "inbox": Rights(insert=True, update=("read_at",)),
        "read_mark": Rights(insert=True, update=("at",)),
        "thanks": Rights(insert=True, update=("withdrawn_at",)),
        "tag": _WORK,
        "tagging": _WORK,
        "success": _WORK,
        "success_word": Rights(insert=True, update=("withdrawn_at", *ERASED["success_word"])),
        "template": Rights(insert=True, update=("retired_at", "version", *ERASED["template"])),
        "reuse": Rights(insert=True, update=("sent_at", "kept")),
        "time_entry": Rights(
            insert=True, update=("ended_at", "ending", "withdrawn_at", "alive_at")
        ),
        "broken_why": Rights(insert=True, update=("withdrawn_at",)),
        "alarm": Rights(insert=True, update=("mail",)),
        "reading": Rights(insert=True, update=("withdrawn_at",)),
        "absence": _WORK,
        "absence_task": Rights(insert=True, update=("withdrawn_at",)),
        "hand_off": _WORK,
        "stand_up": _WORK,
        "searchable": _WORK,
        "searchable_grams": _WORK,
    },
    "viewer": dict.fromkeys(TABLES, _READ),
    "intake": {
        "board": _BOARD,  # it writes new words for tags, which every open board keeps at hand
        "member": _READ,
        "setting": Rights(insert=True, update=("value",)),  # of public holidays, says the guard
        "customer": _ADD,
        "address": _ADD,
        "inquiry": _WORK,
        "task": _WORK,
        "message": Rights(select=_HEADS + _THREADS, insert=True),
        "former": Rights(select=("id",), insert=True),
        "link": Rights(select=("id", "first_id", "second_id", "ended_at"), insert=True),
        "receipt": Rights(insert=True, update=_RECEIPT),
        "raw": _ADD,
        "event": _ADD,
        "block": _READ,
        "mailbox": Rights(insert=True, update=("mark",)),
        "draft": Rights(
            update=("ended_at", "ending", "pen_id", "pen_session", "pen_at", "version")
        ),
        "draft_file": _READ,
        "revision": _READ,
        "ask": Rights(update=("ended_at",)),
        "verdict": _READ,
        "outbox": Rights(update=("*",)),
        "presence": _WORK,
        "lease": _WORK,
        "inbox": Rights(insert=True),
        "alarm": Rights(insert=True, update=("mail",)),
        "tag": _ADD,
        "tagging": _WORK,
        "reuse": Rights(update=("sent_at", "kept")),
        "time_entry": Rights(update=("ended_at", "ending")),
        "absence": _READ,
        "absence_task": _READ,
        "hand_off": Rights(
            select=(
                *("id", "task_id", "giver_id", "receiver_id"),
                *("offered_at", "taken_at", "ended_at", "version"),
            ),
            update=("ended_at", "ending", "version"),
        ),
    },
    "wall": dict.fromkeys(WALL_VIEWS, _READ),
}
"""By group and table; a table that isn't named is none of the group's. Nobody deletes."""

WALL_SETTINGS = {"default_transaction_read_only": "on", "statement_timeout": "5s"}
"""What a wall's login has set in this database: PostgreSQL hands none down from a group."""
