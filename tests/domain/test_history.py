"""Events in plain words, in both languages."""

from __future__ import annotations

import pytest

from csboard.domain.history import describe, what_was_undone
from csboard.domain.records import INTAKE_LOGIN, Event, TaskRef
from csboard.domain.settings import default_stages
from csboard.i18n import use_language
from tests.domain.builders import MEMBERS, NOW

TASK = TaskRef(1042)
LINES = [
    ("claimed", "sato", {}, "佐藤 took #1042", "佐藤さんが #1042 の担当になりました"),
    (
        "taken_over",
        "suzuki",
        {"from": "sato"},
        "鈴木 took #1042 over from 佐藤",
        "鈴木さんが #1042 を佐藤さんから引き取りました",
    ),
    (
        "moved",
        "tanaka",
        {"from": "todo", "to": "doing", "took": True},
        "tanaka took #1042 and moved it from ToDo to Doing",
        "tanakaさんが #1042 を担当し、ToDo から Doing へ移しました",
    ),
    (
        "undone",
        "sato",
        {"kind": "claimed"},
        "佐藤 undid: taking #1042",
        "佐藤さんが元に戻しました: 担当 #1042",
    ),
    ("noted", "sato", {}, "佐藤 wrote a note on #1042", "佐藤さんが #1042 に社内メモを残しました"),
]


def event(kind: str, actor: str, detail: dict[str, object], via: str | None = None) -> Event:
    return Event(1, NOW, actor, kind, 1042, TASK, detail, via)


@pytest.mark.parametrize(("kind", "actor", "detail", "english", "japanese"), LINES)
def test_what_happened(
    kind: str, actor: str, detail: dict[str, object], english: str, japanese: str
) -> None:
    told = event(kind, actor, detail)
    assert describe(told, MEMBERS, default_stages()) == english
    use_language("ja")
    assert describe(told, MEMBERS, default_stages()) == japanese


def test_acting_for_another_names_both() -> None:
    told = event("claimed", "sato", {}, via="suzuki")
    assert describe(told, MEMBERS, default_stages()) == "佐藤 (by 鈴木) took #1042"
    use_language("ja")
    in_japanese = "佐藤さん（鈴木が代行）が #1042 の担当になりました"
    assert describe(told, MEMBERS, default_stages()) == in_japanese


def test_the_intake_is_no_person() -> None:
    use_language("ja")
    told = event("moved", INTAKE_LOGIN, {"from": "done", "to": "doing"})
    assert describe(told, MEMBERS, default_stages()).startswith("メールの取り込みが")


def test_ones_own_undoing() -> None:
    assert what_was_undone(event("undone", "sato", {"kind": "moved"})) == "Undone: move #1042"
