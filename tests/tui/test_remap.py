"""A person's own keys: what they may be, what is said about wrong ones, and that they act."""

from __future__ import annotations

import string

import pytest
from textual.keys import Keys, _character_to_key
from textual.widgets import Input, TextArea

from csboard.config import KeyWish, Source
from csboard.tui import keys
from csboard.tui.remap import (
    EDITING,
    MOST_TOLD,
    NAMED,
    RESERVED,
    TOGETHER,
    Judgement,
    judge,
    told_once,
)


def wish(action: str, value: object, line: int = 1) -> KeyWish:
    return KeyWish(action, value, Source("person", "/c.toml"), line)


def test_signs_have_the_names_that_textual_gives_them_and_their_twins_too() -> None:
    assert {key: sign for sign in string.punctuation if (key := _character_to_key(sign))} == (
        keys.SIGNS
    )
    for key, sign in keys.SIGNS.items():
        assert keys.with_twins(key) == f"{key},{_character_to_key(chr(ord(sign) + 0xFEE0))}"


def test_every_key_we_name_is_one_of_textuals() -> None:
    known = {key.value for key in Keys}
    assert [key for key in NAMED if key not in known and not key.startswith("alt+")] == []


def test_text_fields_keep_the_keys_they_use() -> None:
    used = {
        key.strip()
        for field in (Input, TextArea)
        for binding in field.BINDINGS
        for key in (binding[0] if isinstance(binding, tuple) else binding.key).split(",")
    }
    possible = {key for key in used if key in NAMED and not key.startswith("alt+")}
    assert possible - EDITING - set(RESERVED) - {"enter"} == set()


def test_the_table_itself_has_no_clash_and_every_id_once() -> None:
    ids = [action.id for action in keys.ACTIONS]
    assert len(set(ids)) == len(ids)
    assert {place for group in TOGETHER for place in group} <= {a.place for a in keys.ACTIONS}
    own = [wish(action.id, action.keys) for action in keys.ACTIONS]
    assert judge(own, keys.ACTIONS).faults == ()


@pytest.mark.parametrize(
    ("value", "means"),
    [
        ("c", "c"),
        ("C", "C"),
        ("shift+c", "C"),
        ("ｃ", "c"),
        ("c, ctrl+t", "c,ctrl+t"),
        ("Ctrl+T", "ctrl+t"),
        ("F5", "f5"),
        ("PgUp,:", "pageup,colon"),
        (",", "comma"),
        ("c,,", "c,comma"),
        ("%", "percent_sign"),
        ("tilde", "tilde"),
    ],
)
def test_keys_are_written_as_people_write_them(value: str, means: str) -> None:
    judged = judge([wish("board.page_up", value)], keys.ACTIONS)
    assert judged == Judgement({"board.page_up": means}, ())


WRONG: list[tuple[str, object, list[str]]] = [
    ("board.clam", "c", ["board.clam", "board.claim"]),
    ("claim", "c", ["claim"]),
    ("board.claim", "", ["board.claim", "in quotes"]),
    ("board.claim", 3, ["board.claim", "3", "in quotes"]),
    ("board.claim", ["c"], ["board.claim", "in quotes"]),
    ("board.claim", "ctrl+ä", ["ctrl+ä", "ctrl+t"]),
    ("board.claim", "あ", ["あ"]),
    ("board.claim", "ctrl+shift+t", ["ctrl+shift+t"]),
    ("board.claim", "hyper+x", ["hyper+x"]),
    ("board.claim", "n", ["n", "board.next", "Next"]),
    ("board.claim", "?", ["?", "board.help"]),
    ("board.claim", "c,n", ["board.next"]),
    ("board.claim", "ctrl+c", ["ctrl+c", "leave"]),
    ("board.claim", "ctrl+q", ["ctrl+q"]),
    ("board.claim", "ctrl+z", ["ctrl+z", "shell"]),
    ("board.claim", "ctrl+m", ["ctrl+m", "enter"]),
    ("board.claim", "ctrl+[", ["esc"]),
    ("board.claim", "esc", ["esc"]),
    ("inquiry.note", "J", ["pager.section_after"]),
    ("pager.up", "f", ["inquiry.files"]),
    ("listing.up", "o", ["tray.inquiry"]),
    ("writing.save", "s", ["text", "f2"]),
    ("writing.save", "ctrl+k", ["ctrl+k", "f2"]),
    ("filter.keep", "x", ["text"]),
    ("board.claim", "\x1b[31m", ["board.claim"]),
]


@pytest.mark.parametrize(("action", "value", "words"), WRONG)
def test_a_wrong_entry_is_named_and_leaves_the_action_its_own_key(
    action: str, value: object, words: list[str]
) -> None:
    judged = judge([wish("board.undo", "U"), wish(action, value, 7)], keys.ACTIONS)
    assert judged.keys == {"board.undo": "U"}
    (fault,) = judged.faults
    assert fault.startswith("/c.toml, line 7: ")
    assert all(word in fault for word in words), fault
    assert "\x1b" not in fault


def test_two_actions_may_change_places() -> None:
    judged = judge([wish("board.claim", "n"), wish("board.next", "a")], keys.ACTIONS)
    assert judged == Judgement({"board.claim": "n", "board.next": "a"}, ())


def test_of_two_wishes_for_one_key_the_stronger_wins() -> None:
    judged = judge([wish("board.claim", "c", 1), wish("board.note", "c", 2)], keys.ACTIONS)
    assert judged.keys == {"board.claim": "c"}
    assert "line 2" in judged.faults[0]


def test_a_wish_that_relied_on_a_refused_one_is_refused_too() -> None:
    """next keeps its n because its new key makes no sense, so claim can't have the n."""
    judged = judge([wish("board.claim", "n"), wish("board.next", "ctrl+ä")], keys.ACTIONS)
    assert judged.keys == {}
    assert len(judged.faults) == 2


def test_esc_still_leaves_when_leaving_has_another_key() -> None:
    judged = judge([wish("inquiry.back", "x"), wish("writing.leave", "f9")], keys.ACTIONS)
    assert judged.keys == {"inquiry.back": "x,escape", "writing.leave": "f9,escape"}


def test_one_toast_says_it_for_all() -> None:
    def told(*faults: str, untold: int = 0) -> str:
        return told_once(Judgement({}, faults, untold))

    assert told() == ""
    assert told("one") == "one"
    assert told("one", "two", "three") == "one (2 more: csboard config check)"
    assert told("one", "two", untold=5) == "one (6 more: csboard config check)"


def test_of_many_faults_the_first_are_named_and_the_others_counted() -> None:
    strangers = [wish(f"board.n{number}", "c") for number in range(5000)]
    judged = judge([*strangers, wish("board.claim", "c")], keys.ACTIONS)
    assert judged.keys == {"board.claim": "c"}
    assert len(judged.faults) + judged.untold == 5000
    assert len(judged.faults) == MOST_TOLD
    assert "board.n0" in judged.faults[0]
