"""`csboard knowledge`: who knows which topic, and what would help those that too few know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from csboard.cli.columns import table
from csboard.cli.layout import INDENT, terminal_room
from csboard.cli.shapes import Json, of_brief
from csboard.cli.spec import JSON, ShellCommand, argument
from csboard.cli.streams import typed
from csboard.domain import knowledge_words as words
from csboard.domain.holders import KnowledgeMap, Topic, TopicRow
from csboard.domain.pairing import proposed
from csboard.domain.people import name_of
from csboard.domain.records import Member
from csboard.domain.tag import Dimension
from csboard.domain.vocabulary import Vocabulary
from csboard.errors import Refused
from csboard.i18n import N_, _
from csboard.text import clean, fold, quoted

if TYPE_CHECKING:
    from csboard.cli.session import Session
    from csboard.domain.behind import Behind

MOST_NAMES = 40
"""Cells that a topic, or the names of who knows it, takes at most."""


def knowledge(session: Session) -> None:
    """The map, those that lack most first; or one topic with what stands behind it."""
    found, wanted = session.board.knowledge(), session.options.topic
    rows: Sequence[TopicRow] = found.rows
    if wanted is not None:
        rows = _named(rows, clean(typed(wanted)).strip(), session.board.settings().vocabulary)
    one = rows[0].topic if wanted is not None and len(rows) == 1 else None
    behind = session.board.behind(one) if one is not None else None
    if session.wants_json:
        session.print_json(_of_map(found, rows, behind))
        return
    members = session.board.members()
    session.print_lines((f"{words.lacking(found)}  {words.truck(found.truck)}",))
    session.print_lines(table(list(_table(found, rows, members)), terminal_room(), MOST_NAMES))
    if behind is not None:
        session.print_lines(_behind_lines(found, rows[0], behind, members))
    elif rows:
        session.print_lines((words.truck_explained(found),))


def _named(rows: Sequence[TopicRow], wanted: str, vocabulary: Vocabulary) -> Sequence[TopicRow]:
    """The topics with a word, or the one that is called `content/symptom`."""
    named = fold(wanted)
    called = {fold(vocabulary.current(dimension, wanted)) for dimension in Dimension}
    whole = [row for row in rows if fold("/".join(row.topic)) == named]
    found = whole or [row for row in rows if called & set(map(fold, row.topic))]
    if not found or not named:
        raise Refused(
            "no_such_topic",
            _("No topic is called {topic}: csboard knowledge lists them.").format(
                topic=quoted(wanted)
            ),
        )
    return found


def _table(
    found: KnowledgeMap, rows: Sequence[TopicRow], members: Mapping[str, Member]
) -> Iterator[tuple[str, ...]]:
    if rows:
        yield _("Topic"), _("heads"), _("arrived"), _("untaken"), _("known by")
    for row in rows:
        yield (
            words.topic(row.topic),
            words.heads(row),
            str(row.arrivals or "-"),
            str(len(found.work.free.get(row.topic, ())) or "-"),
            _(", ").join(name_of(login, members) for login in row.holders) or "-",
        )


def _behind_lines(
    found: KnowledgeMap, row: TopicRow, behind: Behind, members: Mapping[str, Member]
) -> Iterator[str]:
    """What would help, then the topic's cases, templates and latest inquiries."""
    proposal = proposed(row, found.members, found.work.load)
    if proposal is not None:
        yield words.pairing(proposal, members)
    sections = {
        _("Cases"): [
            (f"#{case.number}", case.title, name_of(case.author, members)) for case in behind.cases
        ],
        _("Templates"): [(name, "", "") for _own, name in behind.templates],
        _("Inquiries"): [
            (
                f"#{one.inquiry.number}",
                one.inquiry.subject,
                _(", ").join(name_of(login, members) for login in one.answered_by),
            )
            for one in behind.inquiries
        ],
    }
    for heading, lines in sections.items():
        if lines:
            yield ""
            yield heading
            yield from (INDENT + line for line in table(lines))


def _of_map(found: KnowledgeMap, rows: Sequence[TopicRow], behind: Behind | None) -> Json:
    truck = found.truck
    shape: Json = {
        "half_life_days": found.half_life,
        "truck_factor": truck and {"members": truck.members, "without": round(truck.without, 3)},
        "topics": [_of_row(found, row) for row in rows],
    }
    if behind is not None:
        shape["behind"] = {
            "cases": [
                {"id": one.id, "title": one.title, "author": one.author, "number": one.number}
                for one in behind.cases
            ],
            "templates": [{"id": own, "name": name} for own, name in behind.templates],
            "inquiries": [
                {**of_brief(one.inquiry), "answered_by": list(one.answered_by)}
                for one in behind.inquiries
            ],
        }
    return shape


def _of_row(found: KnowledgeMap, row: TopicRow) -> Json:
    proposal = proposed(row, found.members, found.work.load)
    return {
        **_of_topic(row.topic),
        "heads": row.effective,
        "arrivals": row.arrivals,
        "free": list(found.work.free.get(row.topic, ())),
        "holders": list(row.holders),
        "members": [
            {
                "login": one.login,
                "weight": round(one.weight, 2),
                "answered": one.handled,
                "reviewed": one.reviewed,
                "cases": one.wrote,
            }
            for one in row.holdings
        ],
        "proposal": proposal and {"learner": proposal.learner, "reviewer": proposal.reviewer},
    }


def _of_topic(topic: Topic) -> Json:
    return {"content": topic.content, "symptom": topic.symptom}


COMMANDS = {
    "knowledge": ShellCommand(
        knowledge,
        (
            argument(
                "--topic",
                metavar="TOPIC",
                help=N_("only topics with this content or symptom, or one: CONTENT/SYMPTOM"),
            ),
            JSON,
        ),
    )
}
