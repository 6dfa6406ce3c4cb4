"""`csboard standup` from a shell."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.shell import Shell


@pytest.fixture
def done(shell: Shell) -> str:
    number = shell.ok("add", "--subject", "Where is my parcel?").strip()
    shell.ok("claim", number)
    shell.ok("move", number, "done")
    return number


def test_it_is_told_by_columns_and_by_people(shell: Shell, done: str) -> None:
    text = shell.ok("standup")
    assert text.startswith("Stand-up ")
    assert "== Done: moved 1" in text
    assert f"#{done} Where is my parcel?: Sato moved #{done} from ToDo to Done" in text
    by_people = shell.ok("standup", "--by", "people")
    assert "== Sato: moved 1" in by_people
    markdown = shell.ok("standup", "--format", "md")
    assert markdown.startswith("# Stand")
    assert "## Done: moved 1" in markdown


def test_it_begins_and_ends_once(shell: Shell, done: str) -> None:
    begun = shell("standup", "--begin")
    assert begun.err.startswith("csboard: The stand-up has begun; it tells since ")
    assert "0 min, begun by Sato" in begun.out
    shell.become("mori", "Mori", 4002)
    assert shell.fails(3, "standup", "--begin").startswith(
        "The stand-up goes on already, begun by Sato "
    )
    ended = shell("standup", "--end")
    assert ended.err == "csboard: The stand-up is over: took 0 min, begun by Sato.\n"
    assert f"#{done}" in ended.out, "it tells what was told in it"
    assert "took 0 min, begun by Sato" in ended.out
    assert f"#{done}" not in shell.ok("standup"), "and then what is new"
    assert shell.fails(3, "standup", "--end") == (
        "No stand-up goes on: csboard standup --begin begins one."
    )
    assert shell.fails(2, "standup", "--begin", "--end") == "Say --begin or --end, not both."


def test_as_json(shell: Shell, done: str) -> None:
    begun = shell("standup", "--begin", "--json")
    assert (begun.json["begun_by"], begun.json["ended_at"]) == ("sato", None)
    shell.ok("note", done, "Ask them")
    found = shell.json("standup")
    assert [one["key"] for one in found["stages"]] == ["done", "doing", "todo"]
    assert [one["key"] for one in found["people"]] == ["sato", None]
    (card,) = found["stages"][0]["cards"]
    assert (card["task"], card["owner"], card["alarms"]) == (done, "sato", [])
    assert [one["kind"] for one in card["events"]] == ["opened", "claimed", "moved", "noted"]
    assert [(one["number"], one["text"]) for one in found["notes"]] == [(int(done), "Ask them")]
    assert found["began_at"] is not None
    ended = shell("standup", "--end", "--json").json
    assert ended["ended_at"] >= ended["began_at"] == found["began_at"]
    assert ended["notes"] == found["notes"]


def test_who_is_away_as_json_names_who_stands_in(shell: Shell) -> None:
    for login, name in (("mori", "Mori"), ("tanaka", "Tanaka")):
        shell.become(login, name)
        shell("list")
    shell.ok("absence", "add", "--from", "today", "--to", "today", "--stand-in", "sato")
    shell.become("mori", "Mori")
    shell("absence", "add", "--from", "today", "--to", "tomorrow", "--stand-in", "tanaka")
    away = {one["login"]: one for one in shell.json("standup")["away"]}
    assert (away["mori"]["stand_in"], away["mori"]["acting"]) == ("tanaka", "sato")
    assert [one["login"] for one in away["mori"]["stand_ins"]] == ["sato", "tanaka"]


def test_it_is_written_into_a_new_file(shell: Shell, done: str, tmp_path: Path) -> None:
    target = tmp_path / "standup.md"
    result = shell("standup", "--format", "md", "--output", str(target))
    assert (result.status, result.out) == (0, "")
    assert target.read_text("utf-8").startswith("# Stand")
    assert shell.fails(2, "standup", "--output", str(target))


def test_a_file_that_is_there_is_refused_before_anything_is_done(
    shell: Shell, done: str, tmp_path: Path
) -> None:
    target = tmp_path / "standup.txt"
    target.touch()
    assert "exists already" in shell.fails(2, "standup", "--begin", "--output", str(target))
    assert shell.json("standup")["began_at"] is None
