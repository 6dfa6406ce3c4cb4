"""When a reply needs an approval, and what else holds it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from csboard.domain.approval import Matter, held, needs_approval
from csboard.domain.records import Direction, Message, Tags, Urgency
from csboard.domain.replies import Pen, Verdict, VerdictWord
from csboard.domain.settings import TeamSettings
from tests.domain.builders import INQUIRY, MEMBERS, NOW
from tests.domain.reply_builders import DRAFT, revision, saying, verdict

APPROVED = verdict(VerdictWord.APPROVE, "tanaka", revision(), 1)
CHANGE = verdict(VerdictWord.CHANGE, "tanaka", revision(), 2)


def matter(*conditions: str, **more: object) -> Matter:
    settings = replace(TeamSettings(), approval_for=conditions)
    whole = Matter(DRAFT, INQUIRY, settings, MEMBERS, (revision(),), (), ())
    return whole._replace(**more)  # type: ignore[arg-type]


def said(direction: Direction, message_id: int = 101, author: str | None = None) -> Message:
    at = NOW + timedelta(minutes=message_id - 101)
    return Message(message_id, direction, at, "", "", "", "", author=author)


@pytest.mark.parametrize(
    ("conditions", "asks"),
    [
        ((), False),
        (("always",), True),
        (("learning",), False),
        (("urgency:urgent",), False),
        (("urgency:normal",), True),
        (("tag:ケッサイ", "urgency:low"), True),
        (("tag:決済",), True),
        (("tag:別",), False),
    ],
)
def test_the_teams_rule(conditions: tuple[str, ...], asks: bool) -> None:
    inquiry = INQUIRY._replace(urgency=Urgency.NORMAL, tags=Tags(("決済",), ("けっさい",)))
    assert needs_approval(matter(*conditions, inquiry=inquiry)) is asks


@pytest.mark.parametrize("login", ["sato", "tanaka"])
def test_who_learns_asks_as_author_and_as_writer(login: str) -> None:
    members = {**MEMBERS, login: MEMBERS[login]._replace(learning=True)}
    written = DRAFT._replace(writer="tanaka")
    assert needs_approval(matter("learning", members=members, draft=written))


def hold(one: Matter, login: str = "sato", seen: int = 100) -> tuple[str, bool] | None:
    found = held(one, login, seen, NOW)
    return (found.code, found.may_anyway) if found else None


def test_nothing_holds_a_reply_that_needs_nothing() -> None:
    assert hold(matter()) is None
    assert hold(matter("always", verdicts=(APPROVED,))) is None


@pytest.mark.parametrize(
    ("one", "found"),
    [
        (matter("always"), ("unapproved", False)),
        (matter("always", draft=saying("別"), verdicts=(APPROVED,)), ("unapproved", False)),
        (matter("always", verdicts=(APPROVED._replace(login="sato"),)), ("unapproved", False)),
        (matter("always", verdicts=(APPROVED, CHANGE)), ("change", False)),
        (matter(verdicts=(APPROVED, CHANGE)), ("change", True)),
        (matter(verdicts=(CHANGE._replace(id=1), APPROVED._replace(id=2))), None),
    ],
    ids=["none", "edited since", "one's own", "change", "change, no rule", "approved since"],
)
def test_approvals_and_changes(one: Matter, found: tuple[str, bool] | None) -> None:
    assert hold(one) == found


COMMENTED = verdict(VerdictWord.COMMENT, "tanaka", revision(), 1)


@pytest.mark.parametrize(
    ("verdicts", "found"),
    [
        ((), ("unreviewed", True)),
        ((COMMENTED._replace(login="suzuki"),), ("unreviewed", True)),
        ((COMMENTED,), None),
        ((APPROVED._replace(login="suzuki"),), None),
        ((APPROVED,), None),
    ],
    ids=["none", "another's word", "their word", "another's approval", "their approval"],
)
def test_whoever_was_to_review_it_says_something_first(
    verdicts: tuple[Verdict, ...], found: tuple[str, bool] | None
) -> None:
    assert hold(matter(reviewer="tanaka", verdicts=verdicts)) == found
    assert hold(matter(reviewer="tanaka"), login="tanaka") is None


@pytest.mark.parametrize(
    ("message", "counts"),
    [
        (said(Direction.IN), True),
        (said(Direction.OUT, author="tanaka"), True),
        (said(Direction.OUT, author="sato"), True),
        (said(Direction.NOTE, author="tanaka"), True),
        (said(Direction.NOTE, author="sato"), False),
        (said(Direction.AUTO), False),
        (said(Direction.IN, 100), False),
    ],
)
def test_the_conversation_moved_on(message: Message, counts: bool) -> None:
    assert hold(matter(messages=(message,))) == (("moved", True) if counts else None)


def test_what_came_after_the_approval_holds_though_it_was_seen() -> None:
    """Whoever approved has not seen it."""
    newer = said(Direction.IN, 102)
    approved = matter("always", verdicts=(APPROVED,), messages=(newer,))
    assert hold(approved, seen=102) == ("moved", True)
    assert hold(matter(messages=(newer,)), seen=102) is None


def test_a_colleague_who_writes_in_it_is_waited_for() -> None:
    writing = DRAFT._replace(pen=Pen("tanaka", "s", NOW))
    assert hold(matter(draft=writing)) == ("pen", True)
    assert hold(matter(draft=writing), login="tanaka") is None
    rested = DRAFT._replace(pen=Pen("tanaka", "s", NOW - timedelta(minutes=2)))
    assert hold(matter(draft=rested)) is None
