"""Whole processes: what each act of the shell ends with, alone and when many try at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

TOGETHER = 5

ACTS = [
    ["wait", "1001", "--for", "customer"],
    ["resume", "1001"],
    ["edit", "1001", "--fact", "x"],
    ["edit", "1001", "--tag", "x"],
    ["split-off", "1001", "x"],
    ["reopen", "1001"],
    ["merge", "1001", "1002"],
    ["divide", "1001", "1"],
    ["link", "1001", "1002"],
    ["unlink", "1001", "1002"],
    ["tray", "open", "1"],
    ["tray", "drop", "1"],
    ["join", "1", "1001"],
    ["activity"],
]


def begin(url: str, *argv: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "csboard", *argv],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "CSBOARD_DATABASE": url},
    )


def end(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def ok(url: str, *argv: str) -> str:
    status, out, err = end(begin(url, *argv))
    assert (status, err) == (0, "")
    return out


def test_every_act_tells_how_it_ended(database_url: str) -> None:
    """Done, refused by a rule, wrong usage, one process after the other."""
    first, second = (ok(database_url, "add", "--subject", word).strip() for word in "ab")
    ok(database_url, "claim", first)
    steps: list[tuple[int, list[str]]] = [
        (0, ["wait", first, "--for", "internal", "--until", "+3", "--json"]),
        (3, ["wait", second, "--for", "customer"]),
        (2, ["wait", first, "--for", "date", "--until", "2/30"]),
        (0, ["resume", first]),
        (3, ["resume", first]),
        (0, ["edit", first, "--outcome", "settled"]),
        (3, ["edit", first, "--outcome", "settled"]),
        (2, ["edit", first]),
        (0, ["split-off", first, "x"]),
        (0, ["link", first, second]),
        (3, ["link", first, second]),
        (0, ["unlink", first, second]),
        (3, ["reopen", first]),
        (0, ["merge", second, first]),
        (3, ["merge", second, first]),
        (2, ["divide", first, "x"]),
        (3, ["divide", first, "12345"]),
        (3, ["tray", "open", "12345"]),
        (2, ["tray", "drop", "x"]),
        (0, ["activity", "--mark"]),
    ]
    for status, argv in steps:
        ended, out, err = end(begin(database_url, *argv))
        assert ended == status, (argv, err)
        if status:
            assert (out, err.count("\n")) == ("", 1)
        assert "Traceback" not in err


@pytest.mark.parametrize("argv", ACTS, ids=" ".join)
def test_a_server_that_is_down_is_75(argv: list[str]) -> None:
    status, out, err = end(begin("postgresql://sato@127.0.0.1:1/board", *argv))
    assert (status, out) == (75, "")
    assert "127.0.0.1" in err


def test_no_tag_is_lost_when_all_add_theirs_at_once(database_url: str) -> None:
    """Whoever ended with 0 has written; whoever was late is told, and nothing is overwritten."""
    number = ok(database_url, "add", "--subject", "S").strip()
    every = {
        f"tag{index}": begin(database_url, "edit", number, "--tag", f"tag{index}")
        for index in range(TOGETHER)
    }
    ended = {tag: end(process) for tag, process in every.items()}
    assert {status for status, _out, _err in ended.values()} <= {0, 3}
    won = {tag for tag, (status, _out, _err) in ended.items() if status == 0}
    assert won
    assert set(json.loads(ok(database_url, "show", number, "--json"))["tags"]["content"]) == won


def test_one_of_many_merges(database_url: str) -> None:
    source, *targets = (
        ok(database_url, "add", "--subject", str(index)).strip() for index in range(TOGETHER)
    )
    ended = [end(one) for one in [begin(database_url, "merge", source, to) for to in targets]]
    assert sorted(status for status, _out, _err in ended) == [0] + [3] * (len(targets) - 1)
