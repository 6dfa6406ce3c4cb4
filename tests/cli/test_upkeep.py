"""Making, moving, copying a board, and what the team agreed on."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from csboard import config
from csboard.cli import own_editor, places
from csboard.cli.dumps import reason_of, without_credentials
from csboard.directories import state_directory
from tests.support.accounts import open_place
from tests.support.shell import Shell

CORPUS = Path(__file__).parent.parent / "mail" / "corpus"


STAGES = "[[stages]]\nkey = 'todo'\nkind = 'todo'\n[[stages]]\nkey = 'done'\nkind = 'done'"


COLLEAGUE = """
import os
from dataclasses import replace
from csboard.board import Board
from csboard.domain.commands import ApplySettings
from csboard.domain.records import Actor
board = Board.open(os.environ["CSBOARD_DATABASE"])
settings = replace(board.settings(), name="Night shift")
board.execute(ApplySettings(settings=settings), Actor("sato"))
"""


def mode_of(path: Path) -> str:
    return places.octal(path.stat().st_mode)


def url_of(path: Path) -> str:
    return f"sqlite:///{path}"


def test_init_in_a_new_directory_makes_a_shared_board(lone_shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "team" / "support" / "board.db"
    before = os.umask(0o077)
    try:
        told = lone_shell.ok("--db", url_of(path), "init")
    finally:
        os.umask(before)
    assert (mode_of(path.parent), mode_of(path)) == ("2770", "0660")
    assert mode_of(path.parent.parent) == "0755"
    assert mode_of(path.parent / "board.db.bell")[-3:] == "770"
    assert str(path) in told
    assert "0660" in told


def test_init_takes_the_group_by_name(lone_shell: Shell) -> None:
    group = places.group_name(os.getgid())
    with open_place() as place:
        path = place / "support" / "board.db"
        told = lone_shell.ok("init", "--db", url_of(path), "--group", group)
        assert path.stat().st_gid == os.getgid()
    assert f"usermod -aG {group} LOGIN" in told
    assert f"write into {config.HOST_FILE}: " in told


def test_init_in_a_directory_of_ones_own_shares_nothing(lone_shell: Shell, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    told = lone_shell.ok("init")
    assert mode_of(tmp_path / "none.db") == "0600"
    assert "--group" in told


def test_init_refuses_a_directory_that_would_lock_colleagues_out(
    lone_shell: Shell, tmp_path: Path
) -> None:
    tmp_path.chmod(0o770)
    told = lone_shell.fails(2, "init", "--group", places.group_name(os.getgid()))
    assert f"chmod 2770 {tmp_path}" in told
    assert not (tmp_path / "none.db").exists()


def test_init_of_an_unknown_group(lone_shell: Shell) -> None:
    assert "groupadd" in lone_shell.fails(2, "init", "--group", "no-such-group")


def test_init_twice_changes_nothing(shell: Shell) -> None:
    assert "already" in shell.ok("init") or "ready" in shell.ok("init")
    assert [one["login"] for one in shell.json("team", "show")["members"]] == ["sato"]


def test_only_what_puts_something_in_makes_a_board(lone_shell: Shell, tmp_path: Path) -> None:
    assert "csboard init" in lone_shell.fails(2, "list")
    assert not (tmp_path / "none.db").exists()
    result = lone_shell("add", "--subject", "S")
    assert (result.status, result.out) == (0, "1001\n")
    assert str(tmp_path / "none.db") in result.err
    assert mode_of(tmp_path / "none.db") == "0600"


def test_the_default_board_is_there_on_first_use(
    lone_shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CSBOARD_DATABASE")
    assert lone_shell.json("list") == []
    path = Path(os.environ["XDG_DATA_HOME"], "csboard", "board.db")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_migrate_says_that_all_is_well(shell: Shell) -> None:
    assert "up to date" in shell.ok("migrate")


def test_a_backup_is_a_board(shell: Shell, tmp_path: Path) -> None:
    number = shell.ok("add", "--subject", "S").strip()
    copy = tmp_path / "copy"
    on_postgres = shell.url.startswith("postgres")
    if on_postgres and shutil.which("pg_dump") is None:
        assert "pg_dump" in shell.fails(2, "backup", str(copy))
        return
    shell.ok("backup", str(copy))
    if on_postgres:
        assert copy.read_bytes().startswith(b"PGDMP")
    else:
        assert [card["task"] for card in shell.json("--db", url_of(copy), "list")] == [number]
    assert mode_of(copy) == "0600"
    assert str(copy) in shell.fails(2, "backup", str(copy))


@pytest.mark.parametrize(
    ("url", "bare", "password"),
    [
        ("postgresql://u:p%40ss@h:5/d?x=1", "postgresql://u@h:5/d?x=1", "p@ss"),
        ("postgresql://u@h/d", "postgresql://u@h/d", ""),
        ("postgresql:///d?host=/run/x", "postgresql:///d?host=/run/x", ""),
        ("postgresql:///d?host=/x&password=a%26b", "postgresql:///d?host=/x", "a&b"),
        ("postgresql://u@h/d?pass%77ord=a", "postgresql://u@h/d", "a"),
    ],
)
def test_no_password_reaches_pg_dumps_command_line(url: str, bare: str, password: str) -> None:
    assert without_credentials(url) == (bare, password)


def test_the_reason_pg_dump_gives_is_its_error() -> None:
    told = "pg_dump: error: query failed: ERROR:  no right\npg_dump: detail: Query was: LOCK\n"
    assert reason_of(told) == "query failed: ERROR:  no right"
    assert reason_of("\x1b[1mout of memory") == "\u241b[1mout of memory"
    assert reason_of("") == ""


def test_a_dump_that_fails_leaves_nothing(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not shell.url.startswith("postgres"):
        return
    program = tmp_path / "bin" / "pg_dump"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho half\necho pg_dump: error: no >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    target = tmp_path / "copies" / "copy"
    target.parent.mkdir()
    assert shell.fails(75, "backup", str(target)) == "pg_dump failed: no"
    assert list(target.parent.iterdir()) == []
    program.write_text("#!/bin/sh\necho cut short\n")
    assert "damaged" in shell.fails(75, "backup", str(target))
    assert list(target.parent.iterdir()) == []


def test_the_team_file_goes_round(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "team.toml"
    file.write_text(shell.ok("team", "show"), encoding="utf-8")
    assert shell.ok("team", "apply", str(file)) == "Nothing was changed.\n"


def test_every_setting_goes_round(shell: Shell, tmp_path: Path) -> None:
    text = f"""
        vocabulary.content = ["決済", "配送"]
        vocabulary.emotion = ["怒り"]
        {STAGES}
        needs = ["reply", "outcome"]
        definition_of_done = "返信し、\\n結果を書く"
        limit = 4
        [hours]
        mon = ["09:00-12:00", "13:00-18:00"]
        sat = ["10:00-24:00"]
        holiday = ["10:00-12:00"]
        [days]
        "12-29..01-03" = []
        2026-12-28 = ["09:00-12:00"]
        [promises]
        first = ["4h", "30m urgency:urgent"]
        [pausing]
        internal = ["solved"]
        [heat]
        "怒り" = 60
    """
    assert "up to date" in shell.ok("team", "apply", "-", stdin=text)
    shown = shell.json("team", "show")
    assert shown["hours"] == {
        "mon": ["09:00-12:00", "13:00-18:00"],
        **{day: ["09:00-18:00"] for day in ("tue", "wed", "thu", "fri")},
        "sat": ["10:00-24:00"],
        "holiday": ["10:00-12:00"],
    }
    assert shown["days"] == {"12-29..01-03": [], "2026-12-28": ["09:00-12:00"]}
    assert shown["promises"] == {"first": ["4h", "30m urgency:urgent"]}
    waits = {whom: ["next", "solved"] for whom in ("customer", "date")}
    assert (shown["pausing"], shown["heat"]) == ({**waits, "internal": ["solved"]}, {"怒り": 60})
    assert shown["vocabulary"]["content"] == ["決済", "配送"]
    assert shown["stages"][-1]["needs"] == ["reply", "outcome"]
    file = tmp_path / "team.toml"
    file.write_text(shell.ok("team", "show"), encoding="utf-8")
    assert shell.ok("team", "apply", str(file)) == "Nothing was changed.\n"


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [('"Support"', '"Day shift"', 3), ("Asia/Tokyo", "UTC", 0)],
)
def test_what_others_change_while_one_edits_is_not_overwritten(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, before: str, after: str, status: int
) -> None:
    shell.ok("team", "show")

    def edit(_words: list[str], file: Path) -> None:
        file.write_text(file.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
        subprocess.run([sys.executable, "-c", COLLEAGUE], check=True)

    monkeypatch.setattr(own_editor, "run", edit)
    result = shell("team", "edit")
    assert result.status == status, result.err
    assert shell.json("team", "show")["name"] == "Night shift"
    assert ("changed name meanwhile" in result.err) == bool(status)
    assert shell.json("team", "show")["zone"] == ("Asia/Tokyo" if status else "UTC")


def test_what_is_kept_after_a_conflict_takes_back_nothing_of_others(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.ok("team", "show")
    colleague = COLLEAGUE.replace('name="Night shift"', 'name="Night shift", reopen_days=3')
    assert colleague != COLLEAGUE

    def edit(_words: list[str], file: Path) -> None:
        text = file.read_text(encoding="utf-8").replace('"Support"', '"Day shift"')
        file.write_text(text, encoding="utf-8")
        subprocess.run([sys.executable, "-c", colleague], check=True)

    monkeypatch.setattr(own_editor, "run", edit)
    assert shell("team", "edit").status == 3
    (kept,) = state_directory().glob("team-*")
    shell.ok("team", "apply", str(kept))
    shown = shell.json("team", "show")
    assert (shown["name"], shown["reopen_days"]) == ("Day shift", 3)


def test_apply_changes_what_the_file_names(shell: Shell) -> None:
    shell.become("suzuki", "Suzuki")
    shell.ok("add", "--subject", "S")
    shell.become("sato")
    shell.ok(
        "team",
        "apply",
        "-",
        stdin="""
            name = "サポート窓口"
            own_addresses = ["help@example.com"]
            [[members]]
            login = "suzuki"
            name = "鈴木"
            role = "viewer"
        """,
    )
    shown = shell.json("team", "show")
    assert (shown["name"], shown["own_addresses"]) == ("サポート窓口", ["help@example.com"])
    assert shown["zone"] == "Asia/Tokyo"
    suzuki = next(one for one in shown["members"] if one["login"] == "suzuki")
    assert (suzuki["name"], suzuki["role"]) == ("鈴木", "viewer")
    shell.become("suzuki")
    shell.fails(3, "add", "--subject", "S")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name = ", ["standard input", "TOML"]),
        ("nmae = 'x'", ["line 1", "`nmae`", "`name`"]),
        ("name = 'x'\nreopen_days = 'x'", ["line 2", "reopen_days", "a whole number"]),
        ("[[members]]\nlogin = 'sato'\nrole = 'boss'", ["line 3", "'boss'", "viewer"]),
        ("[[members]]\nlogin = 'sato'\nrolle = 'x'", ["line 3", "`rolle`", "`role`"]),
        ("[[members]]\nname = 'sato'", ["login"]),
        ("\nzone = 'Asia/Tokio'", ["standard input, line 2", "zone", "Asia/Tokio"]),
        ("stages = [{key='a', kind='done'}]", ["line 1", "stages"]),
        (f"{STAGES}\nneeds = ['reply', 'soul']", ["line 1", "stages", "'soul'", "outcome"]),
        (f"{STAGES}\nneeds = 'reply'", ["needs", "a list"]),
        (f"{STAGES}\nlimit = 0", ["stages", "limit"]),
        (f"{STAGES}\nlimti = 3", ["`limti`", "`limit`"]),
        ("[vocabulary]\ncontent = 'x'", ["line 2", "vocabulary.content", "a list"]),
        ("[vocabulary]\nsymptoms = ['x']", ["line 2", "`symptoms`", "`symptom`"]),
        ("hours = {mon=[], tue=[], wed=[], thu=[], fri=[]}", ["hours", "at least one"]),
        ("[hours]\nmon = '09:00-18:00'", ["hours", "a list"]),
    ],
)
def test_a_wrong_team_file_is_refused_whole(shell: Shell, text: str, words: list[str]) -> None:
    before = shell.json("team", "show")
    told = shell.fails(2, "team", "apply", "-", stdin=text)
    assert all(word in told for word in words), told
    assert shell.json("team", "show") == before


def test_edit_applies_what_the_editor_left(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "sed -i 's/Asia.Tokyo/Europe\\/Paris/'")
    shell.ok("team", "edit")
    assert shell.json("team", "show")["zone"] == "Europe/Paris"
    assert not list(state_directory().glob("team-*"))


def test_edit_keeps_what_could_not_be_applied(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "sed -i s/Asia/Atlantis/")
    told = shell.fails(2, "team", "edit")
    (kept,) = state_directory().glob("team-*")
    assert str(kept) in told
    assert "Atlantis" in kept.read_text(encoding="utf-8")
    assert mode_of(kept) == "0600"


def test_edit_without_a_change(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "true")
    assert shell.ok("team", "edit") == "Nothing was changed.\n"


def test_edit_without_an_editor(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "no-such-editor --wait")
    assert "no-such-editor" in shell.fails(2, "team", "edit")


@pytest.mark.parametrize("editor", [" ", "vi '"])
def test_edit_with_no_command_for_an_editor(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, editor: str
) -> None:
    monkeypatch.setenv("EDITOR", editor)
    assert "EDITOR" in shell.fails(2, "team", "edit")
    assert not list(state_directory().glob("team-*"))


def test_edit_names_the_file_that_a_failing_editor_left(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "sh -c 'echo >>$0; exit 3'")
    told = shell.fails(2, "team", "edit")
    (kept,) = state_directory().glob("team-*")
    assert "status 3" in told
    assert str(kept) in told


@pytest.mark.parametrize(
    "replaced", ["mkfifo $0", "mkdir $0", "ln -s /etc/passwd $0", "truncate -s 100G $0", "true"]
)
def test_edit_takes_nothing_but_the_text_it_gave(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, replaced: str
) -> None:
    """A pipe would be waited on for ever, a link's target be shown to whoever reads along."""
    before = shell.json("team", "show")
    monkeypatch.setenv("EDITOR", f"sh -c 'rm $0; {replaced}'")
    told = shell.fails(2, "team", "edit")
    assert "The editor left no text" in told
    assert "Nothing was changed" in told
    assert shell.json("team", "show") == before


def test_a_team_file_of_any_size_is_refused_in_a_sentence(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "team.toml"
    file.write_text("#" * 1_000_001)
    assert "too long" in shell.fails(2, "team", "apply", str(file))
    assert "too long" in shell.fails(2, "team", "apply", "/dev/zero")


def test_a_viewer_changes_no_settings(shell: Shell) -> None:
    shell.become("suzuki")
    shell.fails(3, "team", "apply", "-", stdin="name = 'x'")


def test_the_tray_of_a_new_board(shell: Shell) -> None:
    assert shell.json("tray", "list") == []
    assert "7" in shell.fails(3, "tray", "show", "7")
    shell.fails(2, "tray", "show", "x")
    assert len(shell.fails(2, "tray", "show", "9" * 5000)) < 200
    shell.fails(3, "tray", "show", "999999999")


AUTOMATIC = b"""\
From: robot@example.com
To: help@example.com
Subject: =?utf-8?b?6Ieq5YuV5b+c562U?=
Auto-Submitted: auto-replied
Content-Type: text/plain; charset=utf-8

I am \xe4\xb8\x8d\xe5\x9c\xa8 until Monday.\x1b[2J
"""


def test_the_tray_shows_what_came_and_why(shell: Shell, tmp_path: Path) -> None:
    box = tmp_path / "new.mbox"
    box.write_bytes(b"From robot Sat Nov 21 09:00:00 2026\n" + AUTOMATIC)
    shell("intake", "mbox", str(box))
    (mail,) = shell.json("tray", "list")
    assert (mail["state"], mail["subject"]) == ("filed", "自動応答")
    assert mail["reason"]
    line = shell.ok("tray", "list")
    assert "自動応答" in line
    assert "automatic answer" in line
    shown = shell.ok("tray", "show", str(mail["id"]))
    assert "I am 不在 until Monday." in shown
    assert "\x1b" not in shown
    assert shell.json("tray", "show", str(mail["id"]))["text"].startswith("I am 不在")


def test_attachments_are_listed_and_saved(shell: Shell, tmp_path: Path) -> None:
    mail = CORPUS / "133_att_path_traversal.eml"
    box = tmp_path / "Maildir"
    for part in ("new", "cur", "tmp"):
        (box / part).mkdir(parents=True)
    (box / "new" / "1.mail").write_bytes(mail.read_bytes())
    shell("intake", "maildir", str(box))
    number = str(shell.json("next")["number"])
    listed = shell.json("show", number, "--attachments")
    assert [one["index"] for one in listed] == list(range(1, len(listed) + 1))
    assert all(one["name"] in shell.ok("show", number, "--attachments") for one in listed)
    target = tmp_path / "files"
    shell.fails(2, "show", number, "--save", str(target))
    target.mkdir()
    first = shell.ok("show", number, "--save", str(target)).splitlines()
    second = shell.json("show", number, "--save", str(target))
    files = [Path(name) for name in (*first, *second)]
    assert len(set(files)) == 2 * len(listed)
    assert {file.parent for file in files} == {target}
    assert {mode_of(file) for file in files} == {"0600"}
    sizes = [one["size"] for one in listed]
    assert [file.stat().st_size for file in files] == sizes * 2


def test_upkeep_tells_programs_too(lone_shell: Shell, tmp_path: Path) -> None:
    database = str(tmp_path / "none.db")
    assert lone_shell.json("init") == {"database": database, "made": True}
    assert lone_shell.json("init") == {"database": database, "made": False}
    assert lone_shell.json("migrate") == {"database": database}
    copy = tmp_path / "copy.db"
    assert lone_shell.json("backup", str(copy)) == {
        "file": str(copy),
        "size": copy.stat().st_size,
        "newest": 1,
    }


@pytest.mark.parametrize(
    ("zone", "taken"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (":/usr/share/zoneinfo/America/New_York", "America/New_York"),
        ("UTC", "Asia/Tokyo"),
        ("Etc/UTC", "Asia/Tokyo"),
        ("No/Such_Place", "Asia/Tokyo"),
        ("/etc/passwd", "Asia/Tokyo"),
        ("../../etc/passwd", "Asia/Tokyo"),
    ],
)
def test_a_new_board_lives_in_the_zone_of_its_host(
    lone_shell: Shell, monkeypatch: pytest.MonkeyPatch, zone: str, taken: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    assert f"Times are shown in {taken}; csboard team edit changes it." in lone_shell.ok("init")
    assert lone_shell.json("team", "show")["zone"] == taken


@pytest.mark.parametrize(("language", "name"), [("ja_JP.UTF-8", "サポート窓口"), ("C", "Support")])
def test_a_new_board_is_named_in_the_language_of_whoever_makes_it(
    lone_shell: Shell, monkeypatch: pytest.MonkeyPatch, language: str, name: str
) -> None:
    monkeypatch.setenv("LC_ALL", language)
    lone_shell.ok("init")
    monkeypatch.setenv("LC_ALL", "C")
    assert lone_shell.json("team", "show")["name"] == name
