"""`csboard template`: written, listed, worded anew, filled in; and what lacks one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.shell import Shell


@pytest.fixture
def number(shell: Shell) -> str:
    words = ("--subject", "二重請求", "--tag", "content:決済", "--tag", "symptom:二重請求")
    return shell.ok("add", *words, "--from", "山本 花子 <hana@b.example>").strip()


def test_a_template_is_written_and_worded_anew(shell: Shell, tmp_path: Path) -> None:
    tags = ("--tag", "content:決済", "--tag", "symptom:二重請求")
    words = ("--text", "-", "--language", "ja", *tags)
    assert shell.ok("template", "add", "返金", *words, stdin="{お客様}様\n") == "1\n"
    [one] = shell.json("template", "list")
    assert (one["name"], one["text"], one["language"], one["uses"]) == (
        "返金",
        "{お客様}様",
        "ja",
        0,
    )
    assert one["tags"] == {"content": ["決済"], "symptom": ["二重請求"], "emotion": []}
    assert one["kept_rate"] is None
    file = tmp_path / "text"
    file.write_text("{customer}様、二日以内に返金します。")
    shell("template", "edit", "返金", "--file", str(file), "--name", "返金のご案内")
    [now] = shell.json("template", "list", "二日")
    assert (now["id"], now["replaces"], now["name"]) == (2, 1, "返金のご案内")
    assert now["tags"] == one["tags"]
    assert shell.json("template", "list", "三日") == []
    assert "二日以内" in shell.ok("template", "show", "2")
    former = shell("template", "show", "1")
    assert "二日以内" in former.out
    assert former.err == "csboard: 1 is a former wording: this is 2.\n"
    shell.ok("undo")
    assert shell.json("template", "show", "返金")["id"] == 1
    shell("template", "edit", "1", "--tag", "")
    assert shell.json("template", "show", "返金")["tags"]["content"] == []
    shell.ok("template", "retire", "返金")
    assert shell.json("template", "list") == []
    assert [row["name"] for row in shell.json("template", "list", "--retired")] == ["返金"]
    assert "no template yet" in shell.ok("template", "list")
    assert "Retired" in shell.ok("template", "show", "返金")
    assert "bring-back 3" in shell.fails(3, "template", "edit", "返金", "--text", "x")
    shell.ok("template", "bring-back", "3")
    assert "Retired" not in shell.ok("template", "show", "返金")
    assert "in use" in shell.fails(3, "template", "bring-back", "返金")
    assert "no template" in shell.fails(3, "template", "show", "99999999999999999999")


def test_one_is_filled_in(shell: Shell, number: str) -> None:
    text = "{customer}様 #{number}\n{?注文番号}"
    shell("template", "add", "確認", "--text", text, "--subject", "{team}から")
    filled = shell("template", "fill", "確認", number)
    assert filled.out == f"山本 花子様 #{number}\n[[?注文番号]]\n"
    assert filled.err == "csboard: To fill in: 注文番号\n"
    told = shell.json("template", "fill", "1", number)
    assert told["missing"] == ["注文番号"]
    assert (told["template"], told["number"]) == (1, int(number))
    assert told["subject"].endswith("から")
    assert shell("template", "fill", "1", "9999").status == 3


def test_one_goes_into_the_reply_and_counts(shell: Shell, number: str) -> None:
    shell("template", "add", "確認", "--text", "{customer}様\n確認しました。")
    filled = "山本 花子様\n確認しました。\n"
    assert shell.ok("template", "fill", "確認", number, "--draft") == filled
    shell.ok("template", "fill", "確認", number, "--draft")
    text = shell.json("draft", number)["text"]
    assert text.startswith(filled + filled)
    assert shell.json("draft", number)["pen"] is None
    [one] = shell.json("template", "list")
    assert (one["uses"], one["sent"]) == (1, 0)
    shell.ok("send", number, "--sent")
    [one] = shell.json("template", "list")
    assert (one["sent"], one["kept"], one["kept_rate"]) == (1, 1, 1.0)


def test_a_reply_with_a_hole_is_not_let_go(shell: Shell, number: str) -> None:
    shell.ok("draft", number, "--text", "注文番号は[[?注文番号]]です。")
    for words in (("send", number), ("send", number, "--sent"), ("approve", number, "--ask", "")):
        result = shell(*words)
        assert (result.status, result.out) == (3, "")
        assert "[[?注文番号]]" in result.err
    shell.ok("draft", number, "--text", "注文番号はA-1です。")
    shell.ok("send", number, "--sent")


def test_what_looks_unfilled_needs_a_word_more(shell: Shell, number: str) -> None:
    for text in ("｛お客様｝様", "{customer}様"):
        shell.ok("draft", number, "--text", text)
        told = shell.fails(3, "send", number, "--by-hand")
        assert text.removesuffix("様") in told
        assert "--anyway" in told
        assert text in shell("send", number, "--by-hand", "--anyway").out
    shell.ok("draft", number, "--text", "[[?x and more")
    told = shell.fails(3, "send", number, "--by-hand", "--anyway")
    assert "[[?x and more." in told
    assert "--anyway" not in told


def test_an_empty_list_says_why(shell: Shell) -> None:
    assert "no template yet" in shell.ok("template", "list")
    assert "No template was retired" in shell.ok("template", "list", "--retired")
    shell("template", "add", "x", "--text", "x")
    assert "no such template" in shell.ok("template", "list", "y")


def test_one_is_made_of_a_reply(shell: Shell, number: str) -> None:
    assert "no reply that went out" in shell.fails(
        3, "template", "add", "x", "--from-reply", number
    )
    shell.ok("draft", number, "--text", "山本様、返金します。")
    shell.ok("send", number, "--sent")
    shell("template", "add", "返金", "--from-reply", number)
    [made] = shell.json("template", "list")
    assert made["text"] == "{customer}様、返金します。"
    assert (made["language"], made["tags"]["content"]) == ("ja", ["決済"])
    assert made["reply"] is not None


def test_what_repeats_without_one_is_told(shell: Shell, number: str) -> None:
    words = ("--subject", "x", "--tag", "content:決済", "--tag", "symptom:二重請求")
    for _each in range(4):
        shell.ok("add", *words)
    told = [{"content": "決済", "symptom": "二重請求", "inquiries": 5}]
    assert shell.json("template", "repeated") == told
    assert "決済" in shell.ok("template", "repeated")
    shell("template", "add", "返金", "--text", "x", "--tag", "content:決済")
    assert "Nothing is asked repeatedly" in shell.ok("template", "repeated")


def test_what_makes_no_sense_is_told(shell: Shell, tmp_path: Path) -> None:
    assert "Line 1, column 3" in shell.fails(3, "template", "add", "x", "--text", "a {nobody}")
    assert "Give the text" in shell.fails(2, "template", "add", "x")
    both = ("--text", "x", "--file", "y")
    assert "not both" in shell.fails(2, "template", "add", "x", *both)
    missing = str(tmp_path / "none")
    assert "can't be read" in shell.fails(2, "template", "add", "x", "--file", missing)
    assert "no template" in shell.fails(3, "template", "show", "ない")
    shell("template", "add", "x", "--text", "x", "--language", "en")
    assert "Say what becomes of it" in shell.fails(2, "template", "edit", "x")
    assert "already" in shell.fails(3, "template", "edit", "x", "--text", "x")
    shell("template", "add", "x", "--text", "x", "--language", "ja")
    assert "several" in shell.fails(2, "template", "retire", "x")
