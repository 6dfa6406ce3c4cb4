"""Documents and program say the same: nothing there is untold, and nothing told isn't there."""

from __future__ import annotations

import argparse
import dataclasses
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from csboard import config_file, errors
from csboard.cli import failures, reply_shapes, shapes
from csboard.cli.alarms import SOME_STAND
from csboard.cli.tree import whole_tree
from csboard.cli.wall_options import WallOptions
from csboard.domain import history
from csboard.domain.blocking import Block
from csboard.domain.records import NEEDS, Receipt
from csboard.domain.replies import InboxItem, OutboxEntry, OutboxState
from csboard.domain.views import Activity
from csboard.mail.imap_options import ImapOptions
from csboard.mail.mail_options import MailOptions
from csboard.mail.rereading import Again
from csboard.mail.sending import Step
from csboard.tui.keys import ACTIONS, keys_text
from tests.manpages import PAGES
from tests.support.shell import Shell

ROOT = Path(__file__).parents[2]
GUIDES = {"en": ROOT / "docs" / "guide.en.md", "ja": ROOT / "docs" / "guide.ja.md"}
READMES = [ROOT / "README.md", ROOT / "README.ja.md"]
EXAMPLE = ROOT / "config.example.toml"
EVERYTHING = [*GUIDES.values(), *READMES, *PAGES.values(), EXAMPLE]

FOREIGN = {"--user", "--system", "--create-home", "--gid", "--now", "--pwprompt", "--owner",
           "--encoding", "--template", "--createrole"}  # fmt: skip
"""Options of other programs that the documents name."""


ENTRY = OutboxEntry(
    *(1, 1, 1001, 1, "", "", "smtp", OutboxState.QUEUED),
    *(datetime.now(UTC), "sato", datetime.now(UTC), 0, 1),
)


@pytest.fixture(params=GUIDES)
def guide(request: pytest.FixtureRequest) -> str:
    return read(GUIDES[request.param])


def read(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    return text.replace(r"\-", "-").replace(r"\e", "\\") if path.suffix == ".1" else text


def code(text: str) -> list[str]:
    """Everything that stands as code: the spans, and the lines of the blocks."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S)
    rest = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    spans = re.findall(r"`` (.+?) ``|`([^`\n]+(?:\n[^`\n]+)?)`", rest)
    return [line for block in blocks for line in block.splitlines()] + [a or b for a, b in spans]


def commands() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command's words with its parser, groups too; the bare program is the empty word."""

    def below(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
        yield parser.prog.removeprefix("csboard").strip(), parser
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                for one in action.choices.values():
                    yield from below(one)

    return below(whole_tree())


PARSERS = dict(commands())
OPTIONS = {
    words: {name for name in parser._option_string_actions if name.startswith("--")}
    for words, parser in PARSERS.items()
}


# ---- commands and their options --------------------------------------------------------------


@pytest.mark.parametrize("path", EVERYTHING, ids=lambda path: path.name)
def test_no_document_names_a_command_that_is_not_there(path: Path) -> None:
    told = {
        words
        for line in code(read(path))
        for words in re.findall(r"(?:^|[ (|])csboard ((?:[a-z]+-?)+(?: [a-z]+)?)(?![a-z=:])", line)
    }
    assert {words for words in told - {"csboard"} if not _known(words)} == set()


def _known(words: str) -> bool:
    first, _, second = words.partition(" ")
    parser = PARSERS.get(first)
    if parser is None:
        return False
    is_group = any(isinstance(action, argparse._SubParsersAction) for action in parser._actions)
    return not (is_group and second) or words in PARSERS


@pytest.mark.parametrize("path", EVERYTHING, ids=lambda path: path.name)
def test_no_document_names_an_option_that_is_not_there(path: Path) -> None:
    told = {option for line in code(read(path)) for option in re.findall(r"--[a-z]+[a-z-]*", line)}
    assert told - set().union(*OPTIONS.values()) - FOREIGN == set()


def test_every_option_of_every_command_is_told(guide: str) -> None:
    told = {option for line in code(guide) for option in re.findall(r"--[a-z]+[a-z-]*", line)}
    assert set().union(*OPTIONS.values()) - told - {"--version"} == set()


@pytest.mark.parametrize("language", PAGES)
def test_every_option_of_every_command_is_in_its_manual_page(language: str) -> None:
    page = read(PAGES[language])
    for words, options in OPTIONS.items():
        section = page.partition(f"\n.SS csboard {words}\n")[2].partition("\n.S")[0]
        if section:
            own = options - OPTIONS[""] - {"--json"}
            assert {option for option in own if f"{option}\\fR" not in section} == set(), words


def test_the_commands_without_json_are_told(guide: str) -> None:
    groups = {words.partition(" ")[0] for words in PARSERS if " " in words} | {""}
    without = {words for words in PARSERS.keys() - groups if "--json" not in OPTIONS[words]}
    (sentence,) = re.findall(
        r"With `--json` the output (.*?)\. |^`--json` を付けると、(.*?)付けられます",
        guide,
        re.M | re.S,
    )
    assert set(re.findall(r"`([a-z ]+)`", "".join(sentence))) == without


# ---- keys -----------------------------------------------------------------------------------


def test_the_keys_of_the_tables_are_keys(guide: str) -> None:
    known = {key for action in ACTIONS for key in keys_text(action.keys).split()}
    tables = re.findall(r"^\| (?:key|キー) \| (?:does|働き) \|\n(?:\|.*\n)+", guide, re.M)
    assert tables
    told = {
        key
        for row in "".join(tables).splitlines()
        for key in re.findall(r"`([^`]+)`", row.split(" | ")[0])
    }
    assert {key for key in told if key not in known and not _is_sequence(key, known)} == set()


def _is_sequence(key: str, known: set[str]) -> bool:
    return all(one in known or len(one) == 1 for one in key.split())


@pytest.mark.parametrize("path", EVERYTHING, ids=lambda path: path.name)
def test_no_document_names_an_action_that_is_not_there(path: Path) -> None:
    places = "|".join({action.place for action in ACTIONS})
    told = set(re.findall(rf"[`\"]((?:{places})\.[a-z_]+)[`\"]", read(path)))
    assert told - {action.id for action in ACTIONS} - {"board.db", "settings.toml"} == set()


# ---- values ---------------------------------------------------------------------------------


def test_the_themes_are_told_and_there(guide: str) -> None:
    themes = {path.stem for path in (ROOT / "themes").glob("*.toml")}
    told = {line for line in code(guide) if re.fullmatch(r"csboard-[a-z-]+", line)}
    assert told - {"csboard-intake"} == themes
    assert set(re.findall(r'"(csboard-[a-z-]+)"', read(EXAMPLE))) == themes


def test_the_kinds_of_events_are_told_and_there(guide: str) -> None:
    place = re.search(
        r"(?:^The kinds of events: |^履歴の種類（`kind`）: )(.*?)\n\n", guide, re.M | re.S
    )
    assert place is not None
    assert set(re.findall(r"`([a-z_]+)`", place[1])) == set(history._SENTENCES)


def test_what_a_stage_can_ask_for_is_told(guide: str) -> None:
    row = next(line for line in guide.splitlines() if line.startswith("| `stages` |"))
    assert [need for need in NEEDS if f"`{need}`" not in row] == []


def test_the_exit_statuses_are_told_and_there(guide: str) -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    raised = {kind.exit_status for kind in kinds if issubclass(kind, errors.CsboardError)}
    ours = raised | {0, failures.UNEXPECTED, failures.TRY_AGAIN, failures.INTERRUPTED, SOME_STAND}
    assert {int(status) for status in re.findall(r"^\| (\d+) \|", guide, re.M)} == ours


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_readmes_statuses_are_the_guides(readme: Path) -> None:
    language = "ja" if ".ja" in readme.name else "en"
    rows = re.findall(r"^\| (\d+) \| (.*) \|$", read(readme), re.M)
    assert {status for status, _meaning in rows} >= {"0", "1", "2", "3", "75"}
    guide = read(GUIDES[language])
    assert [status for status, _meaning in rows if f"| {status} |" not in guide] == []


def test_the_options_of_the_settings_are_told_and_there() -> None:
    told = set(re.findall(r"^# ?([a-z_]+) = ", read(EXAMPLE), re.M))
    tables = (ImapOptions, MailOptions, WallOptions)
    of_tables = {name for table in tables for name in table.__struct_fields__}
    assert told == {*config_file.NAMES, *of_tables}


@pytest.mark.parametrize("path", [*GUIDES.values(), *PAGES.values()], ids=lambda path: path.name)
def test_the_variables_of_the_environment_are_told_and_there(path: Path) -> None:
    source = "".join(one.read_text(encoding="utf-8") for one in (ROOT / "csboard").rglob("*.py"))
    ours = set(re.findall(r"[\"'](CSBOARD_[A-Z_]+)[\"']", source))
    assert set(re.findall(r"CSBOARD_[A-Z_]+", read(path))) == ours


def test_the_keys_of_json_are_told_and_there(
    guide: str,
    sqlite_url: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shell = Shell(sqlite_url, capsys, monkeypatch)
    number = shell.ok("add", "--subject", "S").strip()
    shell.ok("claim", number)
    shell.ok("wait", number, "--for", "customer")
    shell.ok("pin", number)
    shell.ok("absence", "add", "--from", "today")
    card, view = shell.json("list")[0], shell.json("show", number)
    receipt = shapes.of_receipt(Receipt(1, datetime.now(UTC), "pipe", "held", 1))
    rows = re.findall(
        r"^\| .+?\| [^|`]*`([^`]+)`", guide.partition("jq")[0].rpartition("## ")[2], re.M
    )
    task, inquiry, event, draft, comment, outgoing, step, *more = map(_names, rows)
    mail, block, again, wanting, case, template, activity, alike, *later = more
    knowledge, _leaving, clock, _report, meeting, wall, absence, digest, worked = later
    assert task == list(card)
    assert sorted(inquiry) == sorted(view.keys() - card.keys())
    assert event == list(shell.json("history", number)[0])
    assert draft == list(shell.json("draft", number, "--begin"))
    shell.ok("comment", number, "x")
    assert comment == list(shell.json("comment", number)[0])
    assert outgoing == list(reply_shapes.of_outgoing(ENTRY))
    assert step == list(reply_shapes.of_step(Step("sent", 1)))
    assert mail == list(receipt)
    away = shell.json("absence", "list")[0], shell.json("absence", "digest"), shell.json("wall")
    assert [absence, digest, wall] == [*map(list, away)]
    assert [worked, meeting] == [[*shell.json("time", "list")], [*shell.json("standup")]]
    assert block == list(shapes.of_block(Block(1, "a@b", "sato", datetime.now(UTC))))
    assert again == [field.name for field in dataclasses.fields(Again)]
    item = InboxItem(1, datetime.now(UTC), "mention", 1, "S", "sato")
    assert wanting == list(shapes.of_inbox(item))
    shell.ok("case", "add", number, "--passage", "x")
    assert sorted(case) == sorted(shell.json("case", "list")[0])
    shell.ok("template", "add", "T", "--text", "x")
    assert template == list(shell.json("template", "list")[0])
    assert activity == list(shapes.of_activity(Activity(0, 0, ())))
    shell.ok("tag", number, "+content:a")
    assert alike == _keys_of_alike(shell)[: len(alike)]
    known = shell.json("knowledge", "--topic", "a")
    assert [*knowledge, "behind"] == list(known)
    assert clock == list(shell.json("clock", number))
    inner = dict(re.findall(r"(\w+)\{([^}]+)\}", rows[0]))
    assert {name: keys.split(",") for name, keys in inner.items()} == {
        name: list(card[name]) for name in ("customer", "waiting", "tags", "pin", "owner_away")
    }


def test_the_keys_of_topics_are_told_and_there(
    guide: str,
    sqlite_url: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shell = Shell(sqlite_url, capsys, monkeypatch)
    shell.ok("tag", shell.ok("add", "--subject", "S").strip(), "+content:a")
    (row,) = re.findall(r"^\| .+?\| [^|`]*`([^`]*truck_factor[^`]*)`", guide, re.M)
    parts = dict(re.findall(r"(\w+)\{([^}]+)\}", row))
    known = shell.json("knowledge", "--topic", "a")
    assert parts["topics"].split(",") == list(known["topics"][0])


def test_the_keys_of_a_report_are_told_and_there(
    guide: str,
    sqlite_url: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (row,) = re.findall(r"^\| .+?\| [^|`]*`(period\{[^`]+)`", guide, re.M)
    told = Shell(sqlite_url, capsys, monkeypatch).json("report", "day")
    assert _names(row) == list(told)
    parts = dict(re.findall(r"(\w+)\{([^}]+)\}", row))
    assert parts["period"].split(",") == list(told["period"])
    assert parts["figures"].split(",") == list(told["figures"][0])


def test_the_keys_of_a_leave_check_are_told_and_there(
    guide: str,
    sqlite_url: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (row,) = re.findall(r"`(login, from, to, stand_in[^`]+)`", guide)
    shell = Shell(sqlite_url, capsys, monkeypatch)
    shell.ok("claim", shell.ok("add", "--subject", "S").strip())
    told = shell.json("leave-check", "--from", "today", "--to", "tomorrow")
    assert _names(row) == list(told)
    parts = dict(re.findall(r"(\w+)\{([^}]+)\}", row))
    assert parts["parts"].split(",") == list(told["parts"][0])
    assert parts["lines"].split(",") == list(told["lines"][0])


def _keys_of_alike(shell: Shell) -> list[str]:
    """Of the likest of two that say the same."""
    words = ("--subject", "Beehives in stock", "--body", "Are wooden beehives in stock?")
    _first, second = (shell.ok("add", *words).strip() for _time in range(2))
    return list(shell.json("similar", second)["alike"][0])


def _names(row: str) -> list[str]:
    return [name.strip() for name in re.sub(r"\{[^}]+\}", "", row).split(",")]


# ---- both languages --------------------------------------------------------------------------


def test_both_guides_are_built_alike() -> None:
    english, japanese = (_outline(read(path)) for path in GUIDES.values())
    assert english == japanese


def _outline(text: str) -> list[str]:
    """Headings by their depth, tables by their rows, code blocks by their lines."""
    shape: list[str] = []
    blocks = re.split(r"^(```\w*\n.*?^```)", text, flags=re.M | re.S)
    for block in blocks:
        if block.startswith("```"):
            lines = (re.sub(r" *#.*", "", line) for line in block.splitlines())
            shape.append("\n".join(line for line in lines if line))
            continue
        for line in block.splitlines():
            if heading := re.match(r"#+ ", line):
                shape.append(heading[0])
            elif line.startswith("| "):
                shape.append(f"| {line.count(' | ')}")
    return shape


# ---- the examples ----------------------------------------------------------------------------


def examples() -> list[str]:
    guide = read(GUIDES["en"])
    section = guide.partition("\n## Scripting\n")[2].partition("\n## ")[0]
    (block,) = re.findall(r"^```sh\n(.*?)^```", section, re.M | re.S)
    return [one for one in block.split("\n\n") if one.strip()]


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq isn't installed")
def test_the_examples_for_scripts_work(sqlite_url: str, tmp_path: Path) -> None:
    program = tmp_path / "csboard"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m csboard "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    environment = {
        **os.environ,
        "CSBOARD_DATABASE": sqlite_url,
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    prepared = "csboard add --subject Fire --urgency urgent >/dev/null"
    script = "\n".join(
        ["set -euo pipefail", prepared, *(f"echo '--'\n{one}" for one in examples())]
    )
    done = subprocess.run(
        ["bash", "-c", script],
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    told = [part.strip().splitlines() for part in done.stdout.split("--\n")[1:]]
    assert told[0] == ["#1001 Fire"]
    assert told[1][0].endswith("#1001")
    assert told[2][0].startswith("1 ")
    assert told[3] == []
    assert told[6][0].endswith('"opened"')
