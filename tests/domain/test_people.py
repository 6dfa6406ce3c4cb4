"""Who is meant by a login or a name that somebody wrote."""

from __future__ import annotations

import pytest

from csboard.domain.people import login_meant, member_meant
from csboard.domain.records import INTAKE_LOGIN, Member, Role
from csboard.errors import Refused

MEMBERS = {
    login: Member(number, login, name, Role.MEMBER, active=login != "old")
    for number, (login, name) in enumerate(
        [
            (INTAKE_LOGIN, ""),
            ("mori", "森 花子"),
            ("sato", "佐藤"),
            ("sato2", "佐藤"),
            ("ito", "Ito"),
            ("tanaka", "ito"),
            ("kato", "Kato"),
            ("old", "Kato"),
            ("ｱｵｷ", ""),
        ],
        start=1,
    )
}


@pytest.mark.parametrize(
    ("written", "login"),
    [
        ("mori", "mori"),
        ("MORI", "mori"),
        (" 森　花子 ", "mori"),
        ("ito", "ito"),
        ("kato", "kato"),
        ("Kato", "kato"),
        ("old", "old"),
        ("アオキ", "ｱｵｷ"),
        ("森 花子さん", "mori"),
        ("森 花子 様", "mori"),
        ("さん", "さん"),
        ("森", "森"),
        ("nobody", "nobody"),
        ("", ""),
    ],
    ids=[
        "login",
        "login in capitals",
        "name with another blank",
        "a login is meant before a name",
        "login of one, name of both",
        "the one who is here",
        "login of who has left",
        "width of kana",
        "politely",
        "more politely",
        "politely nobody",
        "a part of a name is nobody's",
        "nobody",
        "nothing",
    ],
)
def test_who_is_meant(written: str, login: str) -> None:
    assert login_meant(written, MEMBERS) == login


@pytest.mark.parametrize(("written", "told"), [("佐藤", "sato, sato2"), ("ITO", "ito, tanaka")])
def test_several_of_a_name_are_told_apart_by_their_logins(written: str, told: str) -> None:
    with pytest.raises(Refused) as refusal:
        login_meant(written, MEMBERS)
    assert refusal.value.code == "ambiguous"
    assert f"can be {told}: write one of these." in refusal.value.sentence


def test_a_member_is_meant_or_it_is_said_where_to_look() -> None:
    assert member_meant("森 花子", MEMBERS) == "mori"
    with pytest.raises(Refused) as refusal:
        member_meant("森", MEMBERS)
    assert refusal.value.code == "no_such_member"
    assert "'森': look at csboard team show." in refusal.value.sentence
