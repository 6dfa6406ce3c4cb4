"""Which setting wins, where it came from, and what is said about a wrong one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import msgspec
import platformdirs
import pytest

from csboard import config, config_file, crash, directories
from csboard.errors import ConfigError, UsageError
from csboard.mail.imap_options import ImapOptions
from csboard.mail.mail_options import MailOptions
from csboard.passwords import has_password, without_password
from csboard.tui.keys import ACTIONS
from csboard.tui.remap import judge
from tests.conftest import MONDAY
from tests.support.shell import Shell

ROOT = Path(__file__).parent.parent.parent


def write(kind: str, text: str) -> Path:
    directory = directories.config_directory()
    directory.mkdir(parents=True, exist_ok=True)
    file = directory / ("settings.toml" if kind == "settings" else "config.toml")
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def host_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "etc" / "config.toml"
    file.parent.mkdir()
    monkeypatch.setattr(config, "HOST_FILE", file)
    return file


@pytest.fixture(autouse=True)
def no_host_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "HOST_FILE", tmp_path / "no-such-file.toml")


def test_nothing_configured_is_a_board_of_ones_own() -> None:
    found = config.load({})
    assert found.database == f"sqlite:///{os.environ['XDG_DATA_HOME']}/csboard/board.db"
    assert found.database_is_default
    assert (found.language, found.theme) == (None, None)


def test_each_place_yields_to_the_stronger(
    host_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def language() -> tuple[str | None, str]:
        found = config.load({"language": option})
        return found.language, found.sources["language"].kind

    option: str | None = None
    assert language() == (None, "default")
    host_file.write_text('language = "ja"', encoding="utf-8")
    assert language() == ("ja", "host")
    write("person", 'language = "en"')
    assert language() == ("en", "person")
    write("settings", 'language = "ja"')
    assert language() == ("ja", "settings")
    monkeypatch.setenv("CSBOARD_LANG", "en")
    assert language() == ("en", "environment")
    option = "ja"
    assert language() == ("ja", "command line")


def test_places_complete_each_other(host_file: Path) -> None:
    host_file.write_text('database = "postgresql:///board"', encoding="utf-8")
    write("person", 'theme = "csboard-light"')
    found = config.load({})
    assert (found.database, found.theme) == ("postgresql:///board", "csboard-light")
    assert found.sources["database"] == ("host", str(host_file))


def test_another_file_in_place_of_the_persons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("person", 'theme = "a"')
    other = tmp_path / "other.toml"
    other.write_text('theme = "b"', encoding="utf-8")
    monkeypatch.setenv("CSBOARD_CONFIG", str(other))
    assert config.load({}).theme == "b"
    monkeypatch.setenv("CSBOARD_CONFIG", str(tmp_path / "none.toml"))
    with pytest.raises(ConfigError, match=re.escape("none.toml")):
        config.load({})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("theme = \n", ["TOML", "line 1"]),
        ("# x\nthme = 'a'", ["line 2", "`thme`", "`theme`"]),
        ("colour = 'red'", ["line 1", "`colour`"]),
        ("\n\ntheme = 3", ["line 3", "theme", "3"]),
        ("language = 'fr'", ["line 1", "'fr'", '"ja" or "en"']),
        ("language = ['ja']", ["line 1", "language"]),
        ("[database]\nurl = 'x'", ["line 1", "database"]),
    ],
)
def test_a_wrong_file_is_named_with_key_and_line(text: str, words: list[str]) -> None:
    file = write("person", text)
    with pytest.raises(ConfigError) as refusal:
        config.load({})
    told = refusal.value.sentence
    assert all(word in told for word in [str(file), *words]), told


def test_a_file_that_is_not_utf8() -> None:
    file = write("person", "")
    file.write_bytes("theme = '黒'".encode("cp932"))
    with pytest.raises(ConfigError, match="TOML"):
        config.load({})


def test_the_mark_that_some_editors_put_before_a_text_is_none_of_it() -> None:
    write("person", "\ufefflanguage = 'ja'\n")
    assert config.load({}, {}).language == "ja"


@pytest.mark.skipif(os.getuid() == 0, reason="root reads everything")
def test_a_file_that_cannot_be_read() -> None:
    write("person", "").chmod(0)
    with pytest.raises(ConfigError, match="Permission denied"):
        config.load({})


def test_a_host_file_that_others_may_write_is_not_used(host_file: Path) -> None:
    host_file.write_text("theme = 'a'", encoding="utf-8")
    host_file.chmod(0o666)
    with pytest.raises(ConfigError, match="others may write it"):
        config.load({})


@pytest.mark.parametrize(
    ("url", "secret"),
    [
        ("postgresql://u:pw@h/d", True),
        ("postgresql://u:p@ss@h/d", True),
        ("postgresql://u@h/d?password=pw", True),
        ("postgresql://u:a/pw@h/d", True),
        ("postgresql://u@h/d?host=x&sslpassword=pw", True),
        ("postgresql://u@h/d?pass%77ord=pw", True),
        ("postgresql://u@h/d", False),
        ("postgresql://h:5432/d", False),
        ("postgresql://h:5432/d?user=a@b", False),
        ("sqlite:////srv/a:b@c/board.db", False),
    ],
)
def test_passwords_are_seen_and_hidden(url: str, secret: bool) -> None:
    assert has_password(url) is secret
    hidden = without_password(url)
    assert not has_password(hidden) or hidden.count("***") == 1
    assert "pw" not in hidden
    assert "ss@" not in hidden
    if secret:
        with pytest.raises(UsageError):
            config.load({"database": url})
    else:
        assert config.load({"database": url}).database == url
        assert hidden == url


def test_the_environment_may_hold_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSBOARD_DATABASE", "postgresql://u:pw@h/d")
    assert config.load({}).database == "postgresql://u:pw@h/d"


@pytest.mark.skipif(sys.platform != "linux", reason="the short rules are for Linux")
@pytest.mark.parametrize("named", [True, False])
def test_the_short_rules_agree_with_platformdirs(
    named: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not named:
        for kind in ("CONFIG", "DATA", "STATE"):
            monkeypatch.delenv(f"XDG_{kind}_HOME")
    assert directories.config_directory() == platformdirs.user_config_path("csboard")
    assert directories.state_directory() == platformdirs.user_state_path("csboard")
    data = platformdirs.user_data_path("csboard")
    assert config.default_database() == f"sqlite:///{data}/board.db"


def test_what_passes_leaves_nothing_but_the_report_of_its_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = directories.state_directory()
    monkeypatch.setattr(directories, "_staying_in", None)
    monkeypatch.setattr(directories, "_is_passing", False)
    directories.stay_in(tmp_path / "demo", passing=True)
    assert directories.state_directory() == tmp_path / "demo" / "state"
    assert crash.write_crash_log(LookupError(), MONDAY).parent == own
    directories.stay_in(tmp_path / "locked")
    assert crash.write_crash_log(LookupError(), MONDAY).is_relative_to(tmp_path / "locked")


def test_a_daemon_without_a_home_needs_only_a_database(
    lone_shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("CONFIG", "DATA", "STATE"):
        monkeypatch.delenv(f"XDG_{kind}_HOME")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    lone_shell.ok("init")
    assert lone_shell.json("list") == []
    monkeypatch.delenv("CSBOARD_DATABASE")
    assert "--db" in lone_shell.fails(2, "list")


def test_show_tells_where_each_value_is_from(
    lone_shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write("person", 'theme = "dark"')
    monkeypatch.setenv("CSBOARD_DATABASE", "postgresql://u:pw@h/d")
    shown = lone_shell.json("config", "show", "--lang", "en")
    assert shown["theme"] == {"value": "dark", "source": "person", "where": str(file)}
    assert shown["database"]["value"] == "postgresql://u:***@h/d"
    assert shown["language"]["source"] == "command line"
    assert f"your file: {file}" in lone_shell.ok("config", "show")


def test_check_names_every_fault(lone_shell: Shell) -> None:
    assert "fine" in lone_shell.ok("config", "check")
    write("person", "thme = 1")
    write("settings", "language = 1")
    result = lone_shell("config", "check")
    assert result.status == 2
    assert len(result.err.splitlines()) == 2
    assert "language" in lone_shell.fails(2, "list")
    assert lone_shell("list", "--help").status == 0


def test_check_looks_at_the_url_too(lone_shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSBOARD_DATABASE", "/srv/board.db")
    assert "/srv/board.db" in lone_shell.fails(2, "config", "check")


def test_what_is_wrong_is_told_in_the_language_one_asked_for(
    lone_shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("person", "x = [")
    assert "読めません" in lone_shell.fails(2, "list", "--lang", "ja")
    monkeypatch.setenv("CSBOARD_LANG", "ja")
    assert "読めません" in lone_shell.fails(2, "list")


def test_no_sentence_repeats_a_password(lone_shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    for url in ("mysql://u:hunter2@h/d", "postgresql://u:hunter2@127.0.0.1:1/d"):
        monkeypatch.setenv("CSBOARD_DATABASE", url)
        for argv in (["list"], ["doctor"], ["config", "show"], ["config", "check"]):
            result = lone_shell(*argv)
            assert "hunter2" not in result.out + result.err


@pytest.mark.parametrize("options", [ImapOptions, MailOptions])
def test_the_example_explains_every_option_of_a_table(options: type[msgspec.Struct]) -> None:
    table = options.__name__.removesuffix("Options").lower()
    _rest, explained = without_table(EXAMPLE.read_text(encoding="utf-8"), table)
    assert set(explained) == set(options.__struct_fields__)


EXAMPLE = ROOT / "config.example.toml"


def without_table(text: str, table: str) -> tuple[str, dict[str, object]]:
    """The example without that table, and what the table says."""
    before, found, after = re.split(rf"^(# \[{table}\]\n(?:# .*\n)*)", text, flags=re.MULTILINE)
    told: dict[str, dict[str, object]] = tomllib.loads(re.sub("^# ", "", found, flags=re.MULTILINE))
    return before + after, told[table]


def test_the_example_explains_every_option_and_nothing_else() -> None:
    whole = EXAMPLE.read_text(encoding="utf-8")
    text = whole
    for table in config_file.WHOLE:
        text, _told = without_table(text, table)
    settings = re.findall(r"^# (\w+) = .*$", text, re.MULTILINE)
    assert set(settings) == set(config_file.NAMES)
    keys = text[text.index("# [keys]") :].replace("# ", "")
    wishes = [
        config.KeyWish(action, value, config.Source("person"))
        for action, value in tomllib.loads(keys)["keys"].items()
    ]
    assert judge(wishes, ACTIONS).faults == ()
    for line in re.findall(r"^# (\w+ = .*)$", text, re.MULTILINE):
        assert set(tomllib.loads(line)) <= set(config_file.NAMES)
    assert tomllib.loads(whole) == {}


def test_keys_come_from_every_file_the_strongest_for_each_action(host_file: Path) -> None:
    host_file.write_text('[keys]\n"board.claim" = "c"\n"board.undo" = "U"', encoding="utf-8")
    write("person", '[keys]\nboard.claim = "t"\n[keys.inquiry]\nnote = "N"')
    found = {wish.action: (wish.keys, wish.source.kind) for wish in config.load({}).keys}
    assert found == {
        "board.claim": ("t", "person"),
        "board.undo": ("U", "host"),
        "inquiry.note": ("N", "person"),
    }


def test_check_and_show_look_at_the_keys(lone_shell: Shell) -> None:
    file = write("person", 'theme = "nord"\n[keys]\n"board.claim" = "c"\n"board.note" = "n"\n')
    told = lone_shell.fails(2, "config", "check")
    assert len(told.splitlines()) == 1
    assert f"{file}, line 4: board.note" in told
    assert lone_shell.json("config", "show")["keys.board.claim"]["value"] == "c"
    write("person", 'keys = "c"')
    assert "[keys]" in lone_shell.fails(2, "config", "check")


def test_the_editor_is_ones_own_then_the_systems(
    lone_shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def editor() -> tuple[str, str]:
        shown = lone_shell.json("config", "show")["editor"]
        return shown["value"], shown["where"] or shown["source"]

    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    assert editor() == ("vi", "default")
    monkeypatch.setenv("EDITOR", "ed")
    assert editor() == ("ed", "EDITOR")
    file = write("person", 'editor = "nano"')
    assert editor() == ("nano", str(file))
    monkeypatch.setenv("CSBOARD_EDITOR", "emacs -nw")
    assert editor() == ("emacs -nw", "CSBOARD_EDITOR")


def test_check_looks_at_the_theme(
    lone_shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "config.toml"
    monkeypatch.setenv("CSBOARD_CONFIG", str(file))
    for name in ("csboard-light", "nord"):
        file.write_text(f'theme = "{name}"', encoding="utf-8")
        lone_shell.ok("config", "check")
    file.write_text('theme = "csboard-lihgt"', encoding="utf-8")
    told = lone_shell.fails(2, "config", "check")
    assert "csboard-lihgt" in told
    assert "csboard-light" in told
    file.write_text('theme = "a\\ud800"', encoding="utf-8")
    lone_shell.fails(2, "config", "check")


def test_the_shell_judges_keys_and_reads_team_files_without_the_screens() -> None:
    code = (
        "import sys, csboard.team_file.reading, csboard.tui.remap; print('textual' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


def test_a_fault_is_told_in_the_language_that_the_files_ask_for(
    lone_shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")
    write("settings", 'language = "en"')
    file = write("person", '[keys]\n"board.clam" = "c"\n')
    assert f"{file}, line 2: [keys]: there is no action" in lone_shell.fails(2, "config", "check")
    write("person", "x = [")
    told = lone_shell.fails(2, "list")
    assert "isn't valid TOML" in told
    assert told.isascii()


def test_check_names_what_a_stronger_place_overrides_and_finds_no_fault(lone_shell: Shell) -> None:
    settings = write("settings", 'theme = "nord"\nborders = "ascii"\n[keys]\n"board.claim" = "c"')
    file = write(
        "person", 'theme = "csboard-light"\nborders = "ascii"\n[keys]\nboard.claim = "t"\n'
    )
    said = lone_shell.ok("config", "check").splitlines()[1:]
    stronger = f"changed inside the program: {settings} says otherwise."
    assert said == [
        f"{file}: theme = 'csboard-light' doesn't hold: {stronger}",
        f"{file}: keys.board.claim = 't' doesn't hold: {stronger}",
    ]


def test_a_theme_can_be_printed_and_made_ones_own(lone_shell: Shell) -> None:
    text = lone_shell.ok("config", "theme", "csboard-dark")
    themes = directories.config_directory() / "themes"
    themes.mkdir(parents=True)
    (themes / "mine.toml").write_text(text, encoding="utf-8")
    write("person", 'theme = "mine"')
    lone_shell.ok("config", "check")
    told = lone_shell.fails(2, "config", "theme", "csboard-drak")
    assert "Did you mean `csboard-dark`?" in told
