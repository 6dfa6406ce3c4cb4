"""Comments and reviews from the shell, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from csboard.board import Board
from csboard.domain.records import Actor
from csboard.domain.replies import Draft
from csboard.domain.revisions import digest_of_draft
from tests.support.replies import rewritten, written
from tests.support.shell import Shell

TEXT = "山田様\n\n三営業日以内に返金いたします。\nよろしくお願いいたします。\n"


@contextmanager
def opened(shell: Shell) -> Iterator[Board]:
    board = Board.open(shell.url)
    try:
        yield board
    finally:
        board.close()


@pytest.fixture
def number(shell: Shell) -> str:
    """An inquiry to which Sato is writing a reply; Suzuki is here as well, at the keyboard."""
    number = shell.ok(
        "add", "--subject", "二重に請求された", "--from", "y@example.jp", "--body", "助けて\n早く"
    ).strip()
    with opened(shell) as board:
        written(board, int(number), Actor("sato"), TEXT)
    shell.become("suzuki", "鈴木")
    shell.ok("claim", number)
    return number


def draft_of(shell: Shell, number: str) -> Draft:
    with opened(shell) as board:
        draft = board.replies(int(number)).draft
    assert draft is not None
    return draft


def rewrite(shell: Shell, number: str, text: str) -> None:
    with opened(shell) as board:
        draft = board.replies(int(number)).draft
        assert draft is not None
        rewritten(board, draft, Actor("sato"), text)


def test_a_comment_stands_under_its_line(shell: Shell, number: str) -> None:
    assert shell("comment", number).out.splitlines()[-1] == "4  よろしくお願いいたします。"
    event = shell.json("comment", number, "--lines", "3-4", "本当に", "三日？")
    assert (event["kind"], event["detail"]["place"]) == ("commented", "here")
    shell.ok("comment", number, "-", "--answer", "1", stdin="確かめます\n\x1b[2J\n")
    shell.ok("comment", number, "全体に丁寧です")
    shell.ok("comment", number, "ここ", "--message", "1", "--lines", "2")
    listing = shell.ok("comment", number)
    lines = [line.strip() for line in listing.splitlines()]
    below = lines[lines.index("4  よろしくお願いいたします。") + 1 :]
    assert below[0] == "on lines 3 to 4:"
    assert below[1].endswith("鈴木  unresolved")
    assert below[2] == "本当に 三日？"
    assert below[4:6] == ["確かめます", "␛[2J"]
    assert below[below.index("== On the whole") + 2] == "全体に丁寧です"
    assert below[below.index("== On messages") + 2 :] == ["> 早く", "ここ"]
    told = shell.json("comment", number)
    assert [one["lines"] for one in told] == [[3, 4], None, None, [2, 2]]
    assert [one["parent"] for one in told] == [None, 1, None, None]


def test_a_wording_is_proposed_and_accepted(shell: Shell, number: str) -> None:
    shell.ok("comment", number, "--lines", "3", "--propose", "五営業日以内に返金します。")
    shell.become("sato")
    assert "put a proposed wording" in shell.ok("comment", number, "--accept", "1")
    assert draft_of(shell, number).words.text == TEXT.replace(
        "三営業日以内に返金いたします", "五営業日以内に返金します"
    )
    assert "resolved by" in shell.ok("comment", number)
    assert "accepted already" in shell.fails(3, "comment", number, "--accept", "1")
    shell.ok("undo")
    assert draft_of(shell, number).words.text == TEXT
    shell.ok("comment", number, "--resolve", "1")
    shell.ok("comment", number, "--reopen", "1")


def test_words_that_changed_are_told(shell: Shell, number: str) -> None:
    seen = digest_of_draft(draft_of(shell, number))
    shell.ok("comment", number, "--lines", "3", "一つめ")
    rewrite(shell, number, "すべて新しい文です。\n")
    result = shell("comment", number, "--lines", "4", "二つめ", "--digest", seen)
    assert result.status == 0
    assert "stands on the words that you saw" in result.err
    assert [one["outdated"] for one in shell.json("comment", number)] == [True, True]
    listing = shell.ok("comment", number)
    assert "== On words that were changed since" in listing
    assert "> 三営業日以内に返金いたします。" in listing
    assert "changed the reply" in shell.fails(3, "approve", number, "--digest", seen)


def test_a_comment_on_edited_words_shows_the_old_ones(shell: Shell, number: str) -> None:
    shell.ok("comment", number, "--lines", "3", "早すぎます")
    assert "> " not in shell.ok("comment", number)
    rewrite(shell, number, TEXT.replace("返金いたします", "必ず返金いたします"))
    lines = [line.strip() for line in shell.ok("comment", number).splitlines()]
    at = lines.index("3  三営業日以内に必ず返金いたします。")
    assert lines[at + 2 : at + 4] == ["> 三営業日以内に返金いたします。", "早すぎます"]


def test_a_review_from_the_ask_to_the_approval(shell: Shell, number: str) -> None:
    shell.become("sato")
    assert "Nobody approves their own" in shell.fails(3, "approve", number)
    shell.ok("approve", number, "--ask", "suzuki")
    shell.ok("approve", number, "--ask-anybody")
    shell.ok("approve", number, "--ask-topic", "決済")
    assert "asked for already" in shell.fails(3, "approve", number, "--ask", "suzuki")
    assert "Review asked of: 鈴木, anybody, whoever knows 決済" in shell.ok("comment", number)
    shell.become("suzuki")
    shell.ok("approve", number, "--change", "-", stdin="金額が違います\n")
    assert "Change asked for by: 鈴木" in shell.ok("comment", number)
    assert shell.json("approve", number)["detail"]["word"] == "approve"
    listing = shell.ok("comment", number)
    assert "Approved by: 鈴木" in listing
    assert "Change asked for" not in listing
    assert shell.json("approve", number, "--comment", "よいと思います")["kind"] == "reviewed"
    with opened(shell) as board:
        kinds = [item.kind for item in board.inbox("sato")]
    assert kinds == ["comment", "approve", "change"]


@pytest.mark.parametrize(
    ("status", "words", "told"),
    [
        (2, "comment {n} --lines x text", "names no lines"),
        (3, "comment {n} --lines 9 text", "lines 1 to 4"),
        (3, "comment {n} --lines 2-1 text", "lines 1 to 4"),
        (2, "comment {n} --lines 2", "empty"),
        (2, "comment {n} --answer 1", "empty"),
        (3, "comment {n} --propose x", "needs lines"),
        (3, "comment {n} --resolve 9", "no comment 9"),
        (3, "comment {n} --accept 9", "no comment 9"),
        (3, "comment {n} --answer 9 text", "no comment 9"),
        (3, "comment {n} --message 99 text", "no message 99"),
        (2, "comment {n} text --resolve 1", "One thing at a time"),
        (2, "comment {n} --reopen 1 --resolve 1", "One thing at a time"),
        (2, "comment {n} --resolve 0", "whole number"),
        (3, "comment 9 text", "no inquiry #9"),
        (2, "approve {n} --change x --ask suzuki", "One thing at a time"),
        (2, "approve {n} --ask suzuki --ask-anybody", "One thing at a time"),
        (2, "approve {n} --change=", "empty"),
        (3, "approve {n} --ask nobody", "no member 'nobody'"),
        (3, "approve {n} --ask sato", "can't review it"),
    ],
)
def test_what_makes_no_sense_is_refused(
    shell: Shell, number: str, status: int, words: str, told: str
) -> None:
    result = shell(*words.format(n=number).split())
    assert (result.status, result.out) == (status, "")
    assert told in result.err
    assert shell.json("comment", number) == []


def test_without_a_reply_there_is_nothing_to_say(shell: Shell) -> None:
    number = shell.ok("add", "--subject", "別件").strip()
    assert "no reply and no comment" in shell("comment", number).err
    assert shell.json("comment", number) == []
    for words in (("comment", number, "x"), ("approve", number)):
        assert "Nobody is writing a reply" in shell.fails(3, *words)
