"""The daily commands, through the front door, on both databases."""

from __future__ import annotations

import pytest

from tests.support.shell import Shell

TASK_KEYS = [
    "number", "task", "subject", "customer", "channel", "stage", "owner", "urgency", "waiting",
    "tags", "opened_at", "first_reply_due_at", "promise", "promise_due_at", "promise_left_s",
    "promise_paused", "first_reply_at", "closed_at", "outcome", "version",
    "woke_at", "free_since", "pin", "owner_away",
]  # fmt: skip


def add(shell: Shell, subject: str = "ログインできない", *more: str) -> str:
    return shell.ok("add", "--subject", subject, *more).strip()


def test_add_prints_the_number_and_list_shows_it(shell: Shell) -> None:
    number = add(shell, "請求書の宛名", "--from", "佐藤商店 <sato@example.com>")
    assert number.isdigit()
    line = shell.ok("list")
    assert line.startswith(f"#{number}  ToDo  unassigned  ")
    assert line.endswith("佐藤商店  請求書の宛名\n")


def test_the_json_of_a_task_is_the_contract(shell: Shell) -> None:
    card = shell.json(
        "add", "--subject", "S", "--from", "佐藤 <a@example.com>", "--channel", "counter",
        "--urgency", "high", "--tag", "決済", "--tag", "symptom:二重請求", "--tag", "emotion:怒り",
    )  # fmt: skip
    assert list(card) == TASK_KEYS
    assert card["task"] == str(card["number"])
    assert card["customer"] == {"name": "佐藤", "email": "a@example.com"}
    assert card["tags"] == {"content": ["決済"], "symptom": ["二重請求"], "emotion": ["怒り"]}
    assert (card["channel"], card["urgency"], card["stage"]) == ("counter", "high", "todo")
    assert card["opened_at"].endswith("Z")
    assert shell.json("list") == [card]
    assert shell.json("next") == card


def test_json_is_printed_letter_for_letter(shell: Shell) -> None:
    add(shell, "[/b] 件名")
    assert '"subject": "[/b] 件名"' in shell.ok("list", "--json")


def test_the_body_comes_from_stdin(shell: Shell) -> None:
    number = shell.ok("add", "--subject", "S", "--body", "-", stdin="一行目\n二行目\n").strip()
    (message,) = shell.json("show", number)["messages"]
    assert message["text"] == "一行目\n二行目"
    assert message["direction"] == "in"


@pytest.mark.parametrize(
    ("typed", "person"),
    [
        ("佐藤 <a@b.example>", {"name": "佐藤", "email": "a@b.example"}),
        ("a@b.example", {"name": "", "email": "a@b.example"}),
        ("佐藤 花子", {"name": "佐藤 花子", "email": ""}),
        ('"Sato, H." <a@b.example>', {"name": "Sato, H.", "email": "a@b.example"}),
    ],
)
def test_who_asks_in_any_form(shell: Shell, typed: str, person: dict[str, str]) -> None:
    assert shell.json("add", "--subject", "S", "--from", typed)["customer"] == person


def test_show_has_conversation_tasks_and_notes(shell: Shell) -> None:
    number = add(shell, "件名", "--body", "困っています")
    shell.ok("note", number, "電話で", "確認済み")
    view = shell.json("show", number)
    assert list(view)[: len(TASK_KEYS)] == TASK_KEYS
    assert [task["task"] for task in view["tasks"]] == [number]
    assert [(note["text"], note["author"]) for note in view["notes"]] == [
        ("電話で 確認済み", "sato")
    ]
    text = shell.ok("show", f"#{number}")
    assert text.startswith(f"#{number} 件名\n")
    assert "  困っています\n" in text
    assert "  電話で 確認済み\n" in text


def test_claim_move_undo_release(shell: Shell) -> None:
    number = add(shell)
    assert shell.ok("claim", number) == f"Sato took #{number}\n"
    assert shell.json("list", "--owner", "sato")[0]["owner"] == "sato"
    assert shell.json("move", f"{number}.1", "Doing")["kind"] == "moved"
    shell.ok("undo")
    assert shell.json("list")[0]["stage"] == "todo"
    event = shell.json("release", number)
    assert (event["kind"], event["task"], event["actor"]) == ("released", number, "sato")
    assert shell.json("list", "--unowned")[0]["task"] == number


def test_the_loser_is_told_who_was_quicker(shell: Shell) -> None:
    number = add(shell)
    shell.ok("claim", number)
    shell.become("suzuki", "Suzuki")
    assert "Sato" in shell.fails(3, "claim", number)
    shell.ok("take-over", number, "Sato", "is", "away")
    assert shell.json("list")[0]["owner"] == "suzuki"


def test_history_tells_what_happened(shell: Shell) -> None:
    number = add(shell)
    shell.ok("claim", number)
    lines = shell.ok("history", number).splitlines()
    assert lines[-1].endswith(f"Sato took #{number}")
    events = shell.json("history", number)
    assert [event["kind"] for event in events] == ["opened", "claimed"]
    assert list(events[0]) == ["id", "at", "actor", "kind", "number", "task", "detail"]


def test_done_tasks_are_listed_when_asked_for(shell: Shell) -> None:
    number = add(shell)
    shell.ok("move", number, "done")
    assert shell.json("list") == []
    assert [card["task"] for card in shell.json("list", "--stage", "done")] == [number]
    assert [card["task"] for card in shell.json("list", "--all")] == [number]


def test_filters_narrow_together(shell: Shell) -> None:
    first = add(shell, "a", "--tag", "決済")
    add(shell, "b", "--tag", "配送")
    shell.ok("claim", first)
    assert [card["subject"] for card in shell.json("list", "--tag", "決済")] == ["a"]
    assert [card["subject"] for card in shell.json("list", "--unowned")] == ["b"]
    assert shell.json("list", "--unowned", "--tag", "決済") == []
    assert len(shell.json("list", "--limit", "1")) == 1
    assert shell.json("list", "--waiting") == []


def test_next_is_the_most_urgent(shell: Shell) -> None:
    add(shell, "old")
    add(shell, "loud", "--urgency", "urgent")
    assert shell.json("next")["subject"] == "loud"


def test_next_of_nothing(shell: Shell) -> None:
    assert shell.json("next") is None
    assert shell("next").status == 0


@pytest.mark.parametrize("words", [("show", "77"), ("claim", "77"), ("history", "77")])
def test_a_number_that_is_not_there(shell: Shell, words: tuple[str, ...]) -> None:
    assert "#77" in shell.fails(3, *words)


@pytest.mark.parametrize("word", ["x", "0", "1.0", "10.x", "1e3", "-1", ""])
def test_a_word_that_is_no_number(shell: Shell, word: str) -> None:
    shell.fails(2, "show", "--", word)


def test_an_unknown_stage(shell: Shell) -> None:
    number = add(shell)
    assert "`doing`" in shell.fails(2, "move", number, "dong")
    assert "todo, doing, done" in shell.fails(2, "list", "--stage", "backlog")


def test_an_empty_note_and_an_empty_subject(shell: Shell) -> None:
    number = add(shell)
    shell.fails(2, "note", number, "-", stdin=" \n")
    shell.fails(2, "add", "--subject", " ")
    shell.fails(2, "add", "--subject", "S", "--tag", "colour:red")


def test_strange_text_is_shown_harmlessly(shell: Shell) -> None:
    number = add(shell, "a\x1b]0;x\x07b\u202egnp\x9bm", "--from", "\x1b[2J", "--body", "x\x1by")
    shown = shell.ok("list") + shell.ok("show", number) + shell.ok("history", number)
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(shown)


def test_columns_line_up_by_cells(shell: Shell) -> None:
    from rich.cells import cell_len

    add(shell, "S1", "--from", "あい <a@example.com>")
    add(shell, "S2", "--from", "abcdefg <b@example.com>")
    starts = [cell_len(line[: line.rindex("S")]) for line in shell.ok("list").splitlines()]
    assert len(set(starts)) == 1


def test_an_owner_nobody_knows_is_told(shell: Shell) -> None:
    number = add(shell)
    shell.ok("claim", number)
    assert number in shell.ok("list", "--owner", "sato")
    assert "There is no member 'stao'" in shell.fails(2, "list", "--owner", "stao")


def test_words_too_many_and_unknown_commands_say_where_to_look(shell: Shell) -> None:
    assert "Unexpected argument: `-V`." in shell.fails(2, "list", "-V")
    assert "See csboard --help." in shell.fails(2, "xyzzy")
    assert "See csboard tray --help." in shell.fails(2, "tray", "xyzzy")


def test_the_shell_speaks_japanese(shell: Shell) -> None:
    number = add(shell)
    assert "未担当" in shell.ok("--lang", "ja", "list")
    assert "問い合わせ #9 はありません" in shell.fails(3, "show", "9", "--lang=ja")
    assert "次の引数が必要です" in shell.fails(2, "claim", "--lang", "ja")
    shell.ok("claim", number)
    assert shell.ok("--lang", "ja", "history", number).endswith("の担当になりました\n")
