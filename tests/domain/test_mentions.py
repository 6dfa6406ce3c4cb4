"""Who is named in a text by `@`, and whose inbox that reaches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csboard.domain.commands import AddNote
from csboard.domain.decisions import Insert, Ref, Thing
from csboard.domain.mentions import mentioned
from csboard.domain.notes import add_note
from csboard.domain.records import Member, Role
from csboard.domain.settings import TeamSettings
from csboard.domain.states import InquiryState
from tests.domain.builders import FREE, INQUIRY, MEMBERS, NOW, SATO

PEOPLE = {
    **MEMBERS,
    "gone": Member(8, "gone", "退職", Role.MEMBER, active=False),
    "suzuki.i": Member(9, "suzuki.i", "鈴木一郎", Role.MEMBER),
    "taro": Member(10, "taro", "Taro Yamada", Role.MEMBER),
    "taro2": Member(11, "taro2", "Taro Yamada", Role.MEMBER),
}


@pytest.mark.parametrize(
    ("text", "logins"),
    [
        ("@sato 見てください", ["sato"]),
        ("見てください@sato", ["sato"]),
        ("＠佐藤さん、これは？", ["sato"]),
        ("これは@佐藤さん", ["sato"]),
        ("@SATO and @ｓａｔｏ", ["sato"]),
        ("@鈴木さん", ["suzuki"]),
        ("@鈴木一郎さん", ["suzuki.i"]),
        ("@suzuki.", ["suzuki"]),
        ("@suzuki.i", ["suzuki.i"]),
        ("@suzuki.io", []),
        ("@satoko", []),
        ("@Taro Yamada please", ["taro", "taro2"]),
        ("@taro\nYamada", ["taro", "taro2"]),
        ("@taro please", ["taro"]),
        ("(@tanaka) / @sato", ["tanaka", "sato"]),
        ("yamada@sato.example", []),
        ("@sato.example", []),
        ("@ sato", []),
        ("@", []),
        ("@nobody @intake @gone @退職", []),
        ("sato", []),
        ("@@sato", ["sato"]),
    ],
)
def test_who_is_named(text: str, logins: list[str]) -> None:
    assert list(mentioned(text, PEOPLE)) == logins


@given(st.text(st.sampled_from("@＠ .-_sato佐藤鈴木一郎さん\n"), max_size=30))
def test_any_text_names_each_once_and_only_members(text: str) -> None:
    found = mentioned(text, PEOPLE)
    assert len(set(found)) == len(found)
    assert set(found) <= PEOPLE.keys() - {"intake", "gone"}


@given(st.sampled_from(["sato", "佐藤", "鈴木一郎"]), st.text(st.sampled_from("あい、 \n(")))
def test_a_name_is_found_after_anything_but_an_address(name: str, before: str) -> None:
    assert len(mentioned(f"{before}@{name}", PEOPLE)) == 1


def test_a_note_reaches_whom_it_names_but_not_its_writer() -> None:
    whole = InquiryState(SATO, TeamSettings(), INQUIRY, (FREE,), PEOPLE)
    text = "@sato @tanaka @鈴木さん @田中 @tanaka"
    decision = add_note(whole, AddNote(number=1042, text=text), NOW)
    rows = [
        change.values
        for change in decision.changes
        if isinstance(change, Insert) and change.thing is Thing.INBOX
    ]
    assert [row["member_id"] for row in rows] == [PEOPLE["tanaka"].id, PEOPLE["suzuki"].id]
    assert {row["message_id"] for row in rows} == {Ref("note")}
    assert {(row["kind"], row["actor_id"]) for row in rows} == {("mention", SATO.id)}
