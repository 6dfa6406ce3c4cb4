"""Triggers that hold every login to what it may do as the member it is, on PostgreSQL.

Grants tell tables and columns apart; who is a lead, who has left and in whose name a line of
history stands, only the rows know. Owners and logins that are in no group are let through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from csboard.db.role_rights import ERASED, KINDS, Kind
from csboard.db.table_facts import OF_WORK
from csboard.domain.grams import MOST_BYTES
from csboard.domain.search_text import LONGEST
from csboard.public_holidays import PUBLIC_DAYS

GUARD = "csboard_guard"
"""The name of the trigger on each table."""

# In PL/pgSQL, which keeps its plans: a function of SQL with a setting is planned at each call.
# pg_temp stands last: left out, it comes first, and a temporary table pg_roles makes an owner.
_KIND = """CREATE OR REPLACE FUNCTION {schema}.csboard_kind() RETURNS text
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
    BEGIN
        RETURN coalesce((SELECT kind FROM (VALUES {kinds}) AS groups (place, kind, role)
            JOIN pg_roles ON rolname = role
            WHERE pg_has_role(session_user, pg_roles.oid, 'MEMBER') ORDER BY place LIMIT 1),
            'shared');
    END $$"""

_ROLE = """CREATE OR REPLACE FUNCTION {schema}.csboard_role() RETURNS text
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
    DECLARE kind text := {schema}.csboard_kind();
    BEGIN
        IF kind <> 'member' THEN RETURN kind; END IF;
        RETURN coalesce((SELECT CASE WHEN active THEN role ELSE 'left' END
            FROM {schema}.member WHERE login = session_user), 'nobody');
    END $$"""

_FUNCTION = """CREATE OR REPLACE FUNCTION {schema}.csboard_guard_{name}() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
    DECLARE me text := {schema}.csboard_role(); who text;
    BEGIN
        IF me IN ('owner', 'shared') OR ({allowed}) THEN RETURN {returned}; END IF;
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
            MESSAGE = format('csboard: %s ({what})', session_user);
    END $$"""

_EVENT = """CREATE OR REPLACE FUNCTION {schema}.csboard_guard_event() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
    DECLARE me text := {schema}.csboard_role(); who text;
    BEGIN
        IF me IN ('owner', 'shared') THEN RETURN NEW; END IF;
        SELECT login INTO who FROM {schema}.member WHERE id = NEW.actor_id;
        IF me = 'intake' AND who = 'intake' AND NEW.via IS NULL THEN RETURN NEW; END IF;
        IF me IN ('member', 'lead', 'viewer', 'left')
            AND (NEW.inquiry IS NULL OR me IN ('member', 'lead'))
            AND (who = session_user AND NEW.via IS NULL
                OR me = 'lead' AND NEW.via = session_user AND who <> 'intake')
        THEN RETURN NEW; END IF;
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
            MESSAGE = format('csboard: %s may not write history as %s', session_user, who);
    END $$"""


_INDEX = """CREATE OR REPLACE FUNCTION {schema}.csboard_index(thing bigint, more text, held text[])
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DECLARE added integer := (SELECT coalesce(sum(octet_length(gram)), 0) FROM unnest(held) gram);
    BEGIN
        UPDATE {schema}.searchable s SET weight = (SELECT sum(octet_length(lexeme))
            FROM {schema}.searchable_grams g, unnest(g.grams) WHERE g.id = thing)
            WHERE s.id = thing AND s.weight + added > {most};
        INSERT INTO {schema}.searchable AS s (id, folded, weight) VALUES (thing, more, added)
            ON CONFLICT (id) DO UPDATE SET folded = s.folded || excluded.folded,
                weight = s.weight + excluded.weight
            WHERE s.weight + excluded.weight <= {most}
                AND length(s.folded) + length(excluded.folded) <= {longest};
        IF NOT FOUND THEN RETURN; END IF; -- more than an index holds of one inquiry
        INSERT INTO {schema}.searchable_grams AS g (id, grams)
            VALUES (thing, array_to_tsvector(held))
            ON CONFLICT (id) DO UPDATE SET grams = g.grams || excluded.grams;
    END $$"""
"""By it the intake's login, which may read no words, adds some to the search index.

A copy of what `csboard.db.search_table` does; what would be too much is left out.
"""

INDEX = "csboard_index"
INDEX_FUNCTION = f"{INDEX}(bigint, text, text[])"


def _kept(column: str) -> str:
    """Whether a column stays, or what it said stands in the row `f` of `former`."""
    return (
        f"(NEW.{column} = OLD.{column}"
        f" OR f.fields::jsonb -> 'message' ->> '{column}' = OLD.{column})"
    )


_ATTACHMENTS_KEPT = (
    "(NEW.attachments IS NOT DISTINCT FROM OLD.attachments"
    " OR f.fields::jsonb -> 'message' -> 'attachments'"
    " = coalesce(OLD.attachments, '[]')::jsonb)"
)

# Only the row that this very transaction has made counts, in no savepoint of it.
_RENEWED = (
    "me IN ('member', 'lead') AND OLD.receipt_id IS NOT NULL AND OLD.kind = NEW.kind"
    " AND (OLD.sender_email, OLD.message_id) = (NEW.sender_email, NEW.message_id)"
    " AND NEW.recipients IS NOT DISTINCT FROM OLD.recipients"
    " AND EXISTS (SELECT FROM {schema}.former f WHERE f.inquiry_id = OLD.inquiry_id"
    " AND f.xmin = pg_current_xact_id()::xid"
    f" AND {' AND '.join(map(_kept, ('subject', 'text', 'sender_name')))}"
    f" AND {_ATTACHMENTS_KEPT})"
)
"""A mail that is read again: what it said is kept, and nothing but what reading makes changes."""

_IS_SELF = "EXISTS (SELECT FROM {{schema}}.member WHERE id = NEW.{column} AND login = session_user)"

_RESOLVED = (
    "NEW.resolved_by_id IS NULL"
    f" OR {_IS_SELF.format(column='resolved_by_id')}"
    " OR EXISTS (SELECT FROM {schema}.event e WHERE e.actor_id = NEW.resolved_by_id"
    " AND e.at = NEW.resolved_at AND e.kind IN ('comment_resolved', 'proposal_accepted')"
    " AND (e.detail::jsonb ->> 'comment')::bigint IN (SELECT c.id FROM {schema}.comment c"
    " WHERE NEW.id IN (c.id, c.parent_id)))"
)
"""In one's own name; or as the history has it of whoever did, for a reopening taken back."""

_ALLOWED: dict[str, tuple[str, str, str]] = {
    "work": ("me IN ('member', 'lead', 'intake')", "NULL", "may only look"),
    "lead": ("me = 'lead'", "NULL", "is no lead"),
    "erased_message": (
        "me = 'lead' AND NEW.text = '' AND NEW.subject = '' AND NEW.sender_email = ''"
        f" OR {_RENEWED}",
        "NEW",
        "may not rewrite what was written",
    ),
    "erased_raw": ("me = 'lead' AND NEW.data = ''", "NEW", "may not rewrite an original"),
    "erased_former": (
        "me = 'lead' AND NEW.fields = '{{}}'",
        "NEW",
        "may not rewrite what stood before",
    ),
    "erased_block": (
        "me = 'lead' AND NEW.pattern = 'erased ' || NEW.id AND NEW.why = ''",
        "NEW",
        "may not rewrite a block",
    ),
    "member": (
        "me = 'lead' AND TG_OP = 'UPDATE'"
        " OR NEW.login = session_user AND CASE TG_OP"
        " WHEN 'INSERT' THEN me = 'nobody' AND NEW.role = 'member' AND NEW.active"
        " ELSE me IN ('member', 'viewer') AND NEW.role = OLD.role AND NEW.active END",
        "NEW",
        "may change their own name only",
    ),
    "settings": ("me IN ('lead', 'intake')", "NULL", "is no lead"),
    "setting": (
        f"me = 'lead' OR me = 'intake' AND NEW.key = '{PUBLIC_DAYS}'",
        "NEW",
        "brings in public holidays only",
    ),
    "personal": (
        "me = 'lead' OR EXISTS (SELECT FROM {schema}.member"
        " WHERE id = NEW.member_id AND login = session_user)",
        "NEW",
        "keeps their own marks only",
    ),
    "block": (
        "me = 'lead' OR me = 'member' AND left(NEW.pattern, 1) <> '@'",
        "NEW",
        "may not block a whole domain",
    ),
    "erased_draft_file": (
        "me = 'lead' AND NEW.name = '' AND NEW.data = ''",
        "NEW",
        "may not rewrite a file",
    ),
    "erased_revision": (
        "me = 'lead' AND NEW.text = '' AND NEW.subject = '' AND NEW.sender = ''",
        "NEW",
        "may not rewrite a revision",
    ),
    "erased_ask": ("me = 'lead' AND NEW.topic = ''", "NEW", "may not rewrite a wish"),
    "erased_success_word": ("me = 'lead' AND NEW.note = ''", "NEW", "may not rewrite a finding"),
    "erased_template": (
        "me = 'lead' AND NEW.name = 'erased ' || NEW.id AND NEW.folded = NEW.name"
        " AND NEW.subject = '' AND NEW.text = '' AND NEW.retired_at IS NOT NULL",
        "NEW",
        "may not rewrite a template",
    ),
    "erased_comment": (
        "me = 'lead' AND NEW.text = '' AND NEW.quote = '' AND NEW.proposal IS NULL",
        "NEW",
        "may not rewrite a comment",
    ),
    "resolver": (
        f"me = 'lead' OR {_RESOLVED}",
        "NEW",
        "settles comments in their own name only",
    ),
    "queued": (
        f"me = 'lead' OR {_IS_SELF.format(column='queued_by_id')}",
        "NEW",
        "lets replies go in their own name only",
    ),
    "telling": (
        "me = 'lead' OR EXISTS (SELECT FROM {schema}.member WHERE id = NEW.actor_id"
        " AND login = CASE me WHEN 'intake' THEN 'intake' ELSE session_user END)",
        "NEW",
        "tells colleagues of their own acts only",
    ),
    "asking": (
        f"me = 'lead' OR {_IS_SELF.format(column='by_id')}",
        "NEW",
        "asks in their own name only",
    ),
    "self": (
        "EXISTS (SELECT FROM {schema}.member WHERE id = NEW.member_id AND login ="
        " CASE me WHEN 'intake' THEN 'intake' ELSE session_user END) OR me = 'lead'",
        "NEW",
        "speaks for themselves only",
    ),
    "draft": (
        f"me = 'lead' OR {_IS_SELF.format(column='author_id')}"
        f" AND {_IS_SELF.format(column='writer_id')}",
        "NEW",
        "begins replies in their own name only",
    ),
    "absence_task": (
        "me = 'lead' OR EXISTS (SELECT FROM {schema}.absence a"
        " JOIN {schema}.member m ON m.id = a.member_id"
        " WHERE a.id = NEW.absence_id AND m.login = session_user)",
        "NEW",
        "rules on their own absences only",
    ),
    "giver": (
        f"me = 'lead' OR {_IS_SELF.format(column='giver_id')}",
        "NEW",
        "hands off in their own name only",
    ),
    "taker": (
        f"me = 'lead' OR {_IS_SELF.format(column='taken_by_id')}"
        " OR NEW.taken_by_id IS NULL AND EXISTS (SELECT FROM {schema}.member"
        " WHERE id = OLD.taken_by_id AND login = session_user)",
        "NEW",
        "takes what is handed off in their own name only",
    ),
    "words": (
        f"me = 'lead' OR {_IS_SELF.format(column='writer_id')}",
        "NEW",
        "writes in their own name only",
    ),
    "revision": (
        f"me = 'lead' OR {_IS_SELF.format(column='author_id')} OR NEW.kind = ''"
        " AND EXISTS (SELECT FROM {schema}.draft d WHERE d.id = NEW.draft_id"
        " AND d.writer_id = NEW.author_id AND (d.sender, d.recipients, d.subject, d.text)"
        " = (NEW.sender, NEW.recipients, NEW.subject, NEW.text))",
        "NEW",
        "keeps the words of others as they stand only",
    ),
    "message": (
        "NEW.author_id IS NULL OR me = 'lead'"
        " OR EXISTS (SELECT FROM {schema}.member"
        " WHERE id = NEW.author_id AND login = session_user)"
        " OR NEW.direction = 'out' AND EXISTS (SELECT FROM {schema}.outbox o"
        " JOIN {schema}.draft d ON d.id = o.draft_id"
        " JOIN {schema}.revision r ON r.id = o.revision_id"
        " WHERE o.message_id = NEW.message_id AND o.state IN ('sent', 'bounced')"
        " AND (d.author_id = NEW.author_id"
        " OR o.queued_by_id = NEW.author_id AND r.author_id = NEW.author_id)"
        " AND (r.subject, r.text) = (NEW.subject, NEW.text))",
        "NEW",
        "writes in their own name only, and sends what was let go as it was",
    ),
    "note": (
        "me = 'intake' AND NEW.author_id IS NULL OR me = 'lead'"
        " OR NEW.author_id IS NULL OR EXISTS (SELECT FROM {schema}.member"
        " WHERE id = NEW.author_id AND login = session_user)",
        "NEW",
        "writes in their own name only",
    ),
}
"""By function: who is let through, what the trigger returns, and why nobody else is."""

_TRIGGERS: tuple[tuple[str, str, str, str], ...] = (
    *((table, GUARD, "INSERT OR UPDATE", "STATEMENT work") for table in OF_WORK),
    ("setting", GUARD, "INSERT OR UPDATE", "STATEMENT settings"),
    ("setting", f"{GUARD}_key", "INSERT OR UPDATE", "ROW setting"),
    ("address", f"{GUARD}_erasing", "UPDATE", "STATEMENT lead"),
    *(
        (table, f"{GUARD}_erasing", f"UPDATE OF {', '.join(columns)}", f"ROW erased_{table}")
        for table, columns in ERASED.items()
    ),
    ("member", GUARD, "INSERT OR UPDATE", "ROW member"),
    ("personal", GUARD, "INSERT OR UPDATE", "ROW personal"),
    ("block", GUARD, "INSERT OR UPDATE", "ROW block"),
    ("message", f"{GUARD}_author", "INSERT", "ROW message"),
    ("draft", f"{GUARD}_author", "INSERT", "ROW draft"),
    ("draft", f"{GUARD}_kept", "UPDATE OF inquiry_id, author_id, begun_at", "STATEMENT lead"),
    (
        "draft",
        f"{GUARD}_words",
        "UPDATE OF writer_id, sender, recipients, subject, text",
        "ROW words",
    ),
    ("revision", f"{GUARD}_author", "INSERT", "ROW revision"),
    ("comment", f"{GUARD}_author", "INSERT", "ROW note"),
    ("comment", f"{GUARD}_resolver", "UPDATE OF resolved_by_id", "ROW resolver"),
    ("ask", f"{GUARD}_author", "INSERT", "ROW asking"),
    ("outbox", f"{GUARD}_queued", "INSERT OR UPDATE OF queued_by_id", "ROW queued"),
    ("verdict", f"{GUARD}_self", "INSERT OR UPDATE", "ROW self"),
    ("thanks", f"{GUARD}_self", "INSERT OR UPDATE", "ROW self"),
    ("read_mark", f"{GUARD}_self", "INSERT OR UPDATE", "ROW self"),
    ("presence", f"{GUARD}_self", "INSERT OR UPDATE", "ROW self"),
    ("inbox", f"{GUARD}_author", "INSERT", "ROW telling"),
    ("inbox", f"{GUARD}_self", "UPDATE", "ROW self"),
    ("tag", f"{GUARD}_self", "INSERT", "ROW self"),
    ("success", f"{GUARD}_author", "INSERT", "ROW note"),
    ("success", f"{GUARD}_kept", "UPDATE OF inquiry_id, author_id, at", "STATEMENT lead"),
    ("success_word", f"{GUARD}_self", "INSERT OR UPDATE", "ROW self"),
    ("template", f"{GUARD}_author", "INSERT", "ROW note"),
    ("reuse", f"{GUARD}_self", "INSERT", "ROW self"),
    ("broken_why", f"{GUARD}_self", "INSERT", "ROW self"),
    ("reading", f"{GUARD}_self", "INSERT", "ROW self"),
    # A timer ends with its task, and goes on as that is undone, whoever does either.
    ("time_entry", f"{GUARD}_self", "INSERT OR UPDATE OF withdrawn_at", "ROW self"),
    ("absence", f"{GUARD}_self", "INSERT OR UPDATE", "ROW self"),
    (
        "absence",
        f"{GUARD}_kept",
        "UPDATE OF member_id, entered_at, entered_by_id",
        "STATEMENT lead",
    ),
    ("absence_task", f"{GUARD}_self", "INSERT OR UPDATE", "ROW absence_task"),
    (
        "hand_off",
        f"{GUARD}_giver",
        "INSERT OR UPDATE OF task_id, giver_id, receiver_id, offered_at, written_at,"
        " state, story, steps, contingency, promises",
        "ROW giver",
    ),
    ("hand_off", f"{GUARD}_taker", "UPDATE OF taken_at, taken_by_id, read_back", "ROW taker"),
    ("event", GUARD, "INSERT", "ROW event"),
)

TRIGGERS = tuple((table, name) for table, name, _when, _how in _TRIGGERS)
"""Every guard, as (table, trigger)."""


def statements(schema: str, groups: Mapping[Kind, str]) -> Iterator[str]:
    """The functions and triggers; `schema` is quoted, the groups are plain role names."""
    kinds = ", ".join(
        f"({place}, '{kind}', {literal(groups[kind])})" for place, kind in enumerate(KINDS)
    )
    yield _KIND.format(schema=schema, kinds=kinds)
    yield _ROLE.format(schema=schema)
    yield _EVENT.format(schema=schema)
    yield _INDEX.format(schema=schema, longest=LONGEST, most=MOST_BYTES)
    yield f"REVOKE ALL ON FUNCTION {schema}.{INDEX_FUNCTION} FROM PUBLIC"
    intake = groups["intake"].replace('"', '""')
    yield f'GRANT EXECUTE ON FUNCTION {schema}.{INDEX_FUNCTION} TO "{intake}"'
    for name, (allowed, returned, what) in _ALLOWED.items():
        yield _FUNCTION.format(
            schema=schema,
            name=name,
            allowed=allowed.format(schema=schema),
            returned=returned,
            what=what,
        )
    for table, trigger, when, how in _TRIGGERS:
        level, function = how.split()
        yield f"DROP TRIGGER IF EXISTS {trigger} ON {schema}.{table}"
        yield (
            f"CREATE TRIGGER {trigger} BEFORE {when} ON {schema}.{table}"
            f" FOR EACH {level} EXECUTE FUNCTION {schema}.csboard_guard_{function}()"
        )


_MADE = re.compile(r"CREATE OR REPLACE FUNCTION \S+\.(\w+)\(.*?\$\$(.*)\$\$", re.DOTALL)


def functions(schema: str, groups: Mapping[Kind, str]) -> dict[str, str]:
    """The body of each function, by its name."""
    made = map(_MADE.match, statements(schema, groups))
    return {found[1]: found[2] for found in made if found}


def literal(text: str) -> str:
    """Text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"
