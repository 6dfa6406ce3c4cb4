"""Waiting, editing, tasks split off and reopening from the shell, on both databases."""

from __future__ import annotations

import pytest

from tests.support.shell import Shell


@pytest.fixture
def number(shell: Shell) -> str:
    """An inquiry that Sato holds."""
    number = shell.ok("add", "--subject", "二重に請求された", "--from", "山田").strip()
    shell.ok("claim", number)
    return number


# ---- waiting -------------------------------------------------------------------------------


def test_a_task_waits_and_goes_on(shell: Shell, number: str) -> None:
    event = shell.json("wait", number, "--for", "customer", "--until", "+3", "注文番号の", "控え")
    assert (event["kind"], event["task"]) == ("waiting", number)
    (card,) = shell.json("list", "--waiting")
    assert (card["waiting"]["for"], card["waiting"]["what"]) == ("customer", "注文番号の 控え")
    assert card["waiting"]["until"].endswith("Z")
    assert "waits for customer till" in shell.ok("show", number)
    assert "注文番号の 控え" in shell.ok("show", number)
    assert shell.json("resume", number)["kind"] == "resumed"
    assert shell.json("list", "--waiting") == []


def test_the_day_is_the_teams_in_business_hours(shell: Shell, number: str) -> None:
    shell.ok("team", "apply", "-", stdin='zone = "Europe/Paris"\n[hours]\ntue = ["08:30-17:00"]\n')
    shell.ok("wait", "--for", "date", "--until", "2027-06-01", number)
    assert shell.json("show", number)["waiting"]["until"] == "2027-06-01T06:30:00Z"


@pytest.mark.parametrize(
    ("status", "words", "told"),
    [
        (2, ["--for", "date"], "--until"),
        (2, ["--for", "nobody"], "internal"),
        (2, ["--until", "+3"], "--for"),
        (2, ["--for", "date", "--until", "soon"], "tomorrow"),
        (2, ["--for", "date", "--until", "2020-01-01"], "past"),
        (3, ["--for", "date", "--until", "2035-01-01"], "nearer"),
        (3, ["--for", "customer", "w" * 201], "200"),
    ],
)
def test_what_nobody_can_wait_for(
    shell: Shell, number: str, status: int, words: list[str], told: str
) -> None:
    assert told in shell.fails(status, "wait", number, *words)
    assert shell.json("list", "--waiting") == []


def test_what_does_not_wait_cannot_go_on(shell: Shell, number: str) -> None:
    assert "not on hold" in shell.fails(3, "resume", number)


# ---- editing -------------------------------------------------------------------------------


def test_everything_known_is_written_down_and_shown(shell: Shell, number: str) -> None:
    event = shell.json(
        *("edit", number, "--subject", "二重請求", "--urgency", "high", "--outcome", "settled"),
        *("--why", "二度引き落とされた"),
        *("--fact", "同じ日に 2 回引き落とし", "--emotion", "不安"),
        *("--tag", "決済", "--tag", "symptom:二重請求"),
        *("--customer", "山田 太郎", "--organisation", "山田商店", "--policy", "-"),
        stdin="返金する。\n先に電話する。\n",
    )
    assert event["kind"] == "edited"
    view = shell.json("show", number)
    assert (view["subject"], view["urgency"], view["outcome"]) == ("二重請求", "high", "settled")
    assert (view["fact"], view["emotion"]) == ("同じ日に 2 回引き落とし", "不安")
    assert view["policy"] == "返金する。\n先に電話する。"
    assert view["tags"] == {"content": ["決済"], "symptom": ["二重請求"], "emotion": []}
    assert (view["customer"]["name"], view["organisation"]) == ("山田 太郎", "山田商店")
    shown = shell.ok("show", number).splitlines()
    policy = next(line for line in shown if "返金する。" in line)
    assert shown[shown.index(policy) + 1].strip() == "先に電話する。"
    assert any("山田商店" in line for line in shown)
    assert any("同じ日に 2 回引き落とし" in line for line in shown)


def test_what_is_not_named_stays_and_empty_words_clear(shell: Shell, number: str) -> None:
    shell.ok("edit", number, "--policy", "返金", "--fact", "事実", "--outcome", "settled")
    shell.ok("edit", number, "--policy", "", "--outcome", "none")
    view = shell.json("show", number)
    assert (view["policy"], view["fact"], view["outcome"]) == ("", "事実", None)


def test_a_fact_of_several_lines_stays_so(shell: Shell, number: str) -> None:
    shell.ok("edit", number, "--fact", "-", stdin="一行目\n二行目\n")
    assert shell.json("show", number)["fact"] == "一行目\n二行目"


def test_tags_are_added_and_taken_away(shell: Shell, number: str) -> None:
    shell.ok("edit", number, "--tag", "決済", "--tag", "配送", "--tag", "emotion:怒り")
    shell.ok("edit", number, "--untag", "決済", "--tag", "配送", "--tag", "emotion:不安")
    assert shell.json("show", number)["tags"] == {
        "content": ["配送"],
        "symptom": [],
        "emotion": ["怒り", "不安"],
    }


@pytest.mark.parametrize(
    ("status", "words", "told"),
    [
        (2, [], "--subject"),
        (2, ["--policy", "-", "--fact", "-"], "one field"),
        (2, ["--tag", "colour:red"], "content:WORD"),
        (2, ["--urgency", "now"], "urgent"),
        (3, ["--subject", ""], "subject"),
        (3, ["--policy", "p" * 2001], "2000"),
        (3, ["--subject", "二重に請求された"], "already"),
    ],
)
def test_what_cannot_be_written_down(
    shell: Shell, number: str, status: int, words: list[str], told: str
) -> None:
    before = shell.json("show", number)
    assert told in shell.fails(status, "edit", number, *words)
    assert shell.json("show", number) == before


# ---- tasks ---------------------------------------------------------------------------------


def test_a_task_is_split_off_and_named_anew(shell: Shell, number: str) -> None:
    event = shell.json("split-off", number, "経理に", "確認")
    assert (event["kind"], event["task"]) == ("split_off", f"{number}.2")
    shell.ok("edit", f"{number}.2", "--subject", "経理に返金を頼む")
    titles = [task["subject"] for task in shell.json("show", number)["tasks"]]
    assert titles == ["二重に請求された", "経理に返金を頼む"]
    assert "only its --subject" in shell.fails(2, "edit", f"{number}.2", "--fact", "x")
    assert "only its --subject" in shell.fails(2, "edit", f"{number}.2", "--tag", "x")
    assert "only its --subject" in shell.fails(2, "edit", f"{number}.2")
    shell.ok("undo")
    assert shell.json("show", number)["tasks"][1]["subject"] == "経理に 確認"


def test_a_closed_inquiry_is_reopened(shell: Shell, number: str) -> None:
    shell.ok("move", number, "done")
    assert "#1001" in shell.fails(3, "split-off", number, "x")
    assert shell.json("reopen", number)["kind"] == "reopened"
    assert shell.json("list")[0]["stage"] != "done"
    shell.fails(3, "reopen", number)


def test_a_strangers_number(shell: Shell) -> None:
    for words in (
        ["wait", "77", "--for", "customer"],
        ["resume", "77"],
        ["edit", "77", "--fact", "x"],
        ["edit", "77", "--tag", "x"],
        ["split-off", "77", "x"],
        ["reopen", "77"],
    ):
        assert "#77" in shell.fails(3, *words)


def test_a_move_says_what_is_missing_and_goes_on_once_it_is_there(
    shell: Shell, number: str
) -> None:
    stages = "\n".join(
        f'[[stages]]\nkey = "{kind}"\nkind = "{kind}"\nnames = {{en = "{kind}"}}'
        for kind in ("todo", "doing", "done")
    )
    shell.ok("team", "apply", "-", stdin=stages + '\nneeds = ["outcome", "fact"]\n')
    told = shell.fails(3, "move", number, "done")
    assert "outcome" in told
    assert "fact" in told
    shell.ok("edit", number, "--outcome", "settled", "--fact", "x")
    assert shell.json("move", number, "done")["kind"] == "moved"


def test_a_colleagues_task_names_the_command_that_takes_it_over(shell: Shell, number: str) -> None:
    shell.become("tanaka", "Tanaka")
    told = shell.fails(3, "move", number, "doing")
    assert "Sato has #1001" in told
    assert "Take it over first: csboard take-over 1001 WHY." in told


def test_a_directory_to_save_in_must_be_there(shell: Shell, number: str) -> None:
    told = shell.fails(2, "show", number, "--save", "no such/place")
    assert "make it first, mkdir -p 'no such/place'." in told
