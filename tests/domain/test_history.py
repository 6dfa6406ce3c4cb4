"""Events in plain words, in both languages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csboard.domain.history import describe
from csboard.domain.records import INTAKE_LOGIN, Event, TaskRef
from csboard.domain.settings import default_stages
from csboard.domain.undo import ACTS
from csboard.domain.undone_words import what_was_undone
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
        "佐藤さんが #1042 の担当を元に戻しました",
    ),
    (
        "waiting",
        "sato",
        {"for": "customer", "from": "todo", "to": "doing"},
        "佐藤 put #1042 on hold until the customer answers",
        "佐藤さんが #1042 をお客様返信待ちにしました",
    ),
    (
        "waiting",
        "sato",
        {"for": "date", "until": "2026-11-30T08:00:00+00:00", "from": "todo", "to": "doing"},
        "佐藤 put #1042 on hold until Nov 30 08:00",
        "佐藤さんが #1042 を日時待ち（11/30 08:00 まで）にしました",
    ),
    (
        "waiting",
        "sato",
        {"for": "customer", "until": "2027-01-04T00:00:00+00:00", "from": "todo", "to": "doing"},
        "佐藤 put #1042 on hold until Jan 4 2027, waiting for the customer",
        "佐藤さんが #1042 をお客様返信待ち（2027/1/4 まで）にしました",
    ),
    (
        "waiting",
        "sato",
        {"for": "internal", "until": "2026-11-30T00:00:00+00:00", "from": "todo", "to": "doing"},
        "佐藤 put #1042 on hold until Nov 30, waiting for colleagues",
        "佐藤さんが #1042 を社内確認待ち（11/30 まで）にしました",
    ),
    (
        "waiting",
        "sato",
        {"for": "somebody", "from": "doing", "to": "doing"},
        "佐藤 put #1042 on hold",
        "佐藤さんが #1042 を保留にしました",
    ),
    (
        "resumed",
        "sato",
        {"for": "date"},
        "佐藤 took #1042 off hold",
        "佐藤さんが #1042 の保留を解除しました",
    ),
    (
        "joined",
        INTAKE_LOGIN,
        {"resumed": ["1042"], "reopened": False},
        "A mail came in to #1042, which had waited for the customer",
        "#1042 にメールが届き、お客様返信待ちが終わりました",
    ),
    (
        "edited",
        "sato",
        {"fields": ["urgency", "customer_name"]},
        "佐藤 changed the urgency, the customer's name of #1042",
        "佐藤さんが #1042 の緊急度、お客様の名前を変更しました",
    ),
    (
        "reopened",
        "sato",
        {"from": "done", "to": "doing"},
        "佐藤 reopened #1042",
        "佐藤さんが #1042 を再オープンしました",
    ),
    (
        "undone",
        "sato",
        {"kind": "edited"},
        "佐藤 undid: change #1042",
        "佐藤さんが #1042 の内容の変更を元に戻しました",
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
    in_japanese = "佐藤さん（鈴木さんが代行）が #1042 の担当になりました"
    assert describe(told, MEMBERS, default_stages()) == in_japanese


def test_the_intake_is_no_person() -> None:
    use_language("ja")
    told = event("moved", INTAKE_LOGIN, {"from": "done", "to": "doing"})
    assert describe(told, MEMBERS, default_stages()).startswith("メールの取り込みが")


def test_every_act_that_can_be_undone_has_its_words() -> None:
    for kind in set(ACTS) - {"opened", "undone", "sent"}:  # which stay
        told = event("undone", "sato", {"kind": kind})
        assert not what_was_undone(told).startswith(f"Undone: {kind}"), kind
        if kind != "noted":
            assert describe(event(kind, "sato", {}), MEMBERS, default_stages()) != kind


def test_until_when_is_told_on_the_clocks_of_the_team() -> None:
    detail: dict[str, object] = {"for": "date", "until": "2026-11-29T15:00:00+00:00"}
    waits = event("waiting", "sato", detail)
    told = describe(waits, MEMBERS, default_stages(), zone="Asia/Tokyo")
    assert told.endswith("on hold until Nov 30")


def test_a_rule_for_an_absence_is_told() -> None:
    for on_mail, stand_in, told in (
        ("keep", None, "waits for them"),
        ("stand_in", None, "goes to the stand-in"),
        ("stand_in", "suzuki", "goes to 鈴木"),
    ):
        detail: dict[str, object] = {"login": "sato", "on_mail": on_mail, "stand_in": stand_in}
        ruled = event("absence_ruled", "sato", detail)
        said = describe(ruled, MEMBERS, default_stages())
        assert said.endswith(f" #1042 while they are away: {told}"), "one's own isn't named"
        by_lead = describe(ruled._replace(actor="suzuki"), MEMBERS, default_stages())
        assert by_lead.endswith(f" while 佐藤 is away: {told}")
    off = event("absence_ruled", "sato", {"login": "sato", "on_mail": None})
    assert describe(off, MEMBERS, default_stages()).endswith(" for their absence")
    assert "absence of 佐藤" in describe(off._replace(actor="suzuki"), MEMBERS, default_stages())


def test_ones_own_undoing() -> None:
    back = event("undone", "sato", {"kind": "absence_withdrawn", "ended": True})
    assert what_was_undone(back).startswith("Undone: being back from an absence")
    timer = event("undone", "sato", {"kind": "timer_switched", "ended": 7})
    assert what_was_undone(timer).startswith("Undone: switching the timer")
    assert what_was_undone(event("undone", "sato", {"kind": "moved"})) == "Undone: move #1042"
    for seconds, told in ((59, "move"), (185, "move of 3 min ago")):
        done: dict[str, object] = {
            "kind": "moved",
            "at": (NOW - timedelta(seconds=seconds)).isoformat(),
        }
        undone = event("undone", "sato", done)._replace(at=NOW)
        assert what_was_undone(undone) == f"Undone: {told} #1042"
