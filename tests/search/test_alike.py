"""Whether what is most like an open inquiry comes first: precision at 5 and rank, held.

`python -m pytest tests/search -s` prints the figures, and each inquiry that isn't answered first.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from csboard.board import Board
from csboard.domain.alike import Alike, Kind
from csboard.domain.commands import OpenInquiry
from csboard.domain.knowledge import SuccessFields
from csboard.domain.records import Actor, Channel, Tags
from csboard.domain.success_commands import MakeSuccess
from tests.support.desk import enter
from tests.support.replies import id_in
from tests.support.templates import prepared

HERE = Path(__file__).parent
PAST = tomllib.loads((HERE / "labelled.toml").read_text())["inquiries"]
LABELLED = tomllib.loads((HERE / "alike.toml").read_text())

LEAST_RECIPROCAL_RANK = 0.96
LEAST_PRECISION = 0.98
"""Of what ought to come first, so much is among the first five (or as many as there are)."""

JAPANESE = (
    "お世話になっております。株式会社ミナトの山田です。\n",
    "\nお忙しいところ恐れ入りますが、ご確認のほどよろしくお願いいたします。\n\n"
    "--\n株式会社ミナト 総務部 山田 太郎\nTEL 03-1234-5678 yamada@example.com",
)
ENGLISH = (
    "Hello,\n\n",
    "\n\nPlease let me know. Thank you very much for your help.\n\n"
    "Best regards,\nJohn Smith\nExample Ltd., 12 High Street, London",
)
"""What stands around what somebody wants, and says nothing of it."""


class Quality(NamedTuple):
    """Of all open inquiries together."""

    reciprocal_rank: float
    precision: float


class Desk(NamedTuple):
    """A board with the past on it, and what each key of the labelled set is there."""

    board: Board
    actor: Actor
    known: dict[tuple[Kind, int], str]


def letter(words: str) -> str:
    before, after = ENGLISH if words.isascii() else JAPANESE
    return f"{before}{words}{after}"


def tags_of(words: list[str]) -> Tags:
    content, symptom, emotion = (((word,) if word else ()) for word in [*words, "", "", ""][:3])
    return Tags(content, symptom, emotion)


@pytest.fixture
def desk(board: Board) -> Desk:
    actor = enter(board, "sato")
    known: dict[tuple[Kind, int], str] = {}
    for key, (subject, text, *tags) in (PAST | LABELLED["past"]).items():
        number = opened(board, actor, subject, letter(text), tags_of(tags), key)
        known[Kind.INQUIRY, number] = key
    for key, one in LABELLED["successes"].items():
        known[Kind.CASE, made(board, actor, *one)] = key
    for key, (name, language, *tags, text) in LABELLED["templates"].items():
        written = prepared(board, actor, text, name=name, language=language, tags=tags_of(tags))
        known[Kind.TEMPLATE, written.id] = key
    return Desk(board, actor, known)


def opened(
    board: Board, actor: Actor, subject: str, text: str, tags: Tags, who: str, **more: Any
) -> int:
    """Each inquiry is of a customer of its own."""
    event = board.execute(
        OpenInquiry(
            subject=subject,
            body=text,
            customer_name="山田",
            customer_email=f"{who}@example.com",
            tags=tags,
            **more,
        ),
        actor,
    )
    assert event.number is not None
    return event.number


def made(board: Board, actor: Actor, title: str, situation: str, *rest: str) -> int:
    """A case, of a call that says nothing by itself."""
    *tags, passage = rest
    number = opened(board, actor, "お電話", "", Tags(), f"call{len(title)}", channel=Channel.PHONE)
    fields = SuccessFields(title=title, situation=situation, passage=passage, tags=tags_of(tags))
    return id_in(board.execute(MakeSuccess(number=number, fields=fields), actor).detail["success"])


def quality(desk: Desk) -> Quality:
    ranks, precisions = [], []
    for key, one in LABELLED["open"].items():
        best = set(one["best"])
        subject, text = one["told"]
        tags = tags_of(one.get("tags", []))
        number = opened(desk.board, desk.actor, subject, letter(text), tags, key)
        found = [desk.known.get((alike.kind, alike.id), "") for alike in shown(desk, number)]
        places = [place for place, name in enumerate(found, start=1) if name in best]
        ranks.append(1 / places[0] if places else 0.0)
        precisions.append(len(best & set(found[:5])) / min(5, len(best)))
        if not places or places[0] > 1 or precisions[-1] < 1:
            print(f"{key}: {found}")
    return Quality(sum(ranks) / len(ranks), sum(precisions) / len(precisions))


def shown(desk: Desk, number: int) -> list[Alike]:
    """Without the other open ones of the set."""
    alike = desk.board.similar(number).alike
    return [
        one for one in alike if one.kind is not Kind.INQUIRY or (one.kind, one.id) in desk.known
    ]


def test_what_is_most_like_an_inquiry_comes_first(desk: Desk) -> None:
    found = quality(desk)
    print(f"reciprocal rank {found.reciprocal_rank:.3f}, precision at 5 {found.precision:.3f}")
    assert found.reciprocal_rank >= LEAST_RECIPROCAL_RANK
    assert found.precision >= LEAST_PRECISION


def test_the_set_is_large_enough_and_of_both_languages() -> None:
    told = [one["told"] for one in LABELLED["open"].values()]
    assert len(told) >= 30
    assert sum(text.isascii() for _subject, text in told) >= 10
