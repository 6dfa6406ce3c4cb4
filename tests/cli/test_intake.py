"""`csboard intake` through the front door: every source, good and bad, on both databases."""

from __future__ import annotations

import io
import json
import os
from argparse import Namespace
from pathlib import Path
from typing import Any

import pyte
import pytest

from csboard.board import Board
from csboard.cli.intake_run import IntakeRun
from csboard.cli.session import Session
from csboard.config import load
from csboard.errors import Unavailable
from csboard.mail import sources
from csboard.mail.children import Reader
from tests.support import corpus
from tests.support.shell import Shell

NOTHING = {"opened": 0, "joined": 0, "filed": {}, "held": {}, "known": 0, "failed": 0}


def tally(**changes: object) -> dict[str, Any]:
    return NOTHING | changes


def mail(subject: str, **headers: str) -> bytes:
    head = {"From": "a@b.jp", "Subject": subject} | headers
    return "".join(f"{name}: {value}\n" for name, value in head.items()).encode() + b"\ntext\n"


def mbox(*mails: bytes) -> bytes:
    return b"".join(b"From x Mon Jan 13 10:00:00 2025\n" + one + b"\n" for one in mails)


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    path = tmp_path / "Maildir"
    for name in ("new", "cur", "tmp"):
        (path / name).mkdir(parents=True)
    return path


def subjects(shell: Shell) -> list[str]:
    return [card["subject"] for card in shell.json("list")]


# ---- one message on stdin ------------------------------------------------------------------


def test_a_message_on_stdin(shell: Shell) -> None:
    assert shell.ok("intake", "mail", stdin=corpus.case("001").raw) == ""
    (card,) = shell.json("list")
    assert card["subject"] == "注文番号1001の配送状況について"
    assert card["customer"] == {"name": "山田太郎", "email": "yamada@example.co.jp"}
    assert card["channel"] == "mail"
    assert shell.json("intake", "mail", stdin=corpus.case("001").raw) == tally(known=1)


def test_no_message_is_no_error(shell: Shell) -> None:
    for options in ((), ("--json",)):
        result = shell("intake", "mail", *options, stdin=b"")
        assert result.status == 0, "an MTA would try the same nothing again"
        assert result.err == "csboard: Standard input was empty: there was no mail to take in.\n"
        assert result.out == "" if not options else result.json == tally()
    assert subjects(shell) == []


@pytest.mark.parametrize(
    "argv",
    [
        ("--db", "nonsense"),
        ("--db", "sqlite:////no/such/directory/board.db"),
        ("--no-such-option",),
        ("--db", "postgresql://localhost:1/none"),
    ],
)
def test_whatever_is_wrong_the_mail_stays_in_the_queue(shell: Shell, argv: tuple[str, ...]) -> None:
    result = shell("intake", "mail", *argv, stdin=mail("secret words"))
    assert (result.status, result.out) == (75, "")
    assert "secret" not in result.err
    assert "next intake" not in result.err


def test_a_broken_configuration_is_75_too(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bad.toml").write_text("database = 5\n")
    monkeypatch.setenv("CSBOARD_CONFIG", str(tmp_path / "bad.toml"))
    assert shell("intake", "mail", stdin=mail("a")).status == 75
    assert shell("intake", "mbox", os.devnull).status == 2


def test_a_mail_that_is_stored_is_never_handed_over_again(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither its own sorting nor that of an older one can make it 75."""

    def busy(*_: object) -> None:
        raise Unavailable("busy", "The board is busy.")

    with monkeypatch.context() as patch:
        patch.setattr(Board, "execute", busy)
        for subject in ("one", "two"):
            result = shell("intake", "mail", stdin=mail(subject))
            assert (result.status, result.out) == (0, "")
            assert "left to the next intake: The board is busy." in result.err
        patch.setattr(Board, "receive_all", busy)
        assert shell("intake", "mail", stdin=mail("three")).status == 75
    assert shell.json("intake", "mail", stdin=mail("four")) == tally(opened=3)
    assert subjects(shell) == ["one", "two", "four"]


# ---- mbox ----------------------------------------------------------------------------------


def test_an_mbox(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "box"
    automatic = mail("away", **{"Auto-Submitted": "auto-replied"})
    path.write_bytes(mbox(mail("one"), mail("two"), automatic, b"\n", mail("one")))
    assert shell.ok("intake", "mbox", str(path)) == (
        "2 opened, 0 joined, 1 filed (automatic answer 1), 1 held (empty 1), 1 known already, "
        "0 failed\n"
    )
    assert subjects(shell) == ["one", "two"]


def test_an_mbox_restores_quoted_from_lines(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "box"
    body = b"\nFrom here on\n\n>From there\n"
    path.write_bytes(mbox(b"Subject: a\n" + body, mail("b")))
    assert shell.json("intake", "mbox", str(path))["opened"] == 2
    (card,) = [card for card in shell.json("list") if card["subject"] == "a"]
    (message,) = shell.json("show", str(card["number"]))["messages"]
    assert message["text"] == "From here on\n\nFrom there"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(b"Subject: a\n\nb", "is no mbox"), (None, "can't be read"), ("directory", "is a directory")],
)
def test_what_is_no_mbox(
    shell: Shell, tmp_path: Path, content: bytes | str | None, complaint: str
) -> None:
    path = tmp_path / "box"
    if content == "directory":
        path.mkdir()
    elif isinstance(content, bytes):
        path.write_bytes(content)
    sentence = shell.fails(2, "intake", "mbox", str(path))
    assert complaint in sentence
    assert str(path) in sentence


@pytest.mark.parametrize("source", ["mbox", "csv", "maildir"])
def test_no_board_is_made_for_a_source_that_is_none(
    lone_shell: Shell, tmp_path: Path, source: str
) -> None:
    (tmp_path / "file").write_bytes(b"Subject: a\n\nb")
    lone_shell.fails(2, "intake", source, str(tmp_path / "file"))
    assert not (tmp_path / "none.db").exists()


def test_an_empty_mbox_is_none_the_worse(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "box").write_bytes(b"\n\n")
    assert shell.json("intake", "mbox", str(tmp_path / "box")) == NOTHING
    assert shell.json("intake", "mbox", "-", stdin=mbox(mail("piped"))) == tally(opened=1)


def test_the_whole_corpus_as_an_mbox(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "box"
    path.write_bytes(mbox(*(case.raw for case in corpus.cases())))
    counts = shell.json("intake", "mbox", str(path))
    assert counts["failed"] == counts["known"] == 0
    taken = counts["opened"] + counts["joined"]
    taken += sum(counts["filed"].values()) + sum(counts["held"].values())
    assert taken == len(corpus.cases())
    again = shell.json("intake", "mbox", str(path))
    assert again == tally(known=len(corpus.cases()))


# ---- Maildir -------------------------------------------------------------------------------


def test_a_maildir_moves_what_is_stored(shell: Shell, maildir: Path) -> None:
    (maildir / "new" / "2.b").write_bytes(mail("two"))
    (maildir / "new" / "1.a:2,S").write_bytes(mail("one"))
    (maildir / "cur" / "0.old:2,S").write_bytes(mail("old"))
    assert shell.json("intake", "maildir", str(maildir)) == tally(opened=2)
    assert sorted(path.name for path in (maildir / "cur").iterdir()) == [
        "0.old:2,S",
        "1.a:2,S",
        "2.b:2,",
    ]
    assert list((maildir / "new").iterdir()) == []
    assert subjects(shell) == ["one", "two"]


def test_all_reads_old_mail_and_leaves_it(shell: Shell, maildir: Path) -> None:
    (maildir / "cur" / "0.old:2,S").write_bytes(mail("old"))
    assert shell.json("intake", "maildir", str(maildir), "--all") == tally(opened=1)
    assert [path.name for path in (maildir / "cur").iterdir()] == ["0.old:2,S"]


def test_a_file_that_can_not_be_read_is_named_and_the_rest_goes_on(
    shell: Shell, maildir: Path
) -> None:
    (maildir / "new" / "1.link").symlink_to("/etc/passwd")
    (maildir / "new" / "2.directory").mkdir()
    os.mkfifo(maildir / "new" / "3.pipe")
    (maildir / "new" / "4.mail").write_bytes(mail("good"))
    result = shell("intake", "maildir", str(maildir), "--json")
    assert (result.status, result.json) == (0, tally(opened=1, failed=3))
    assert result.err.count("not taken in: not a plain file.") == 3
    assert "1.link" in result.err
    assert subjects(shell) == ["good"]


def test_a_mail_that_was_not_stored_stays_new(
    shell: Shell, maildir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise Unavailable("full", "The disk is full.")

    (maildir / "new" / "1.a").write_bytes(mail("one"))
    monkeypatch.setattr(Board, "receive_all", full)
    assert shell("intake", "maildir", str(maildir)).status == 75
    assert [path.name for path in (maildir / "new").iterdir()] == ["1.a"]


def test_what_is_no_maildir(shell: Shell, tmp_path: Path) -> None:
    assert "is no Maildir" in shell.fails(2, "intake", "maildir", str(tmp_path))


def test_watching_outlasts_a_board_out_of_reach(
    shell: Shell, capsys: pytest.CaptureFixture[str]
) -> None:
    """Said once when it goes and once when it is back, however often it was looked for."""
    session = Session(Namespace(json=False), load({"database": shell.url}))
    gone = Unavailable("gone", "The database is gone.")
    answers = iter([None, gone, gone, gone, None, None])

    def work() -> None:
        if (answer := next(answers)) is not None:
            raise answer

    with Reader() as reader:
        run = IntakeRun(session, reader, "maildir")
        for _ in range(6):
            run.patiently(work)
    session.close()
    assert capsys.readouterr().err.splitlines()[-2:] == [
        "csboard: The database is gone.",
        "csboard: The board can be reached again.",
    ]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_errors_and_the_progress_bar_do_not_collide(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lines"
    path.write_text(('{"subject": "a"}\n' * 20 + "{\n") * 2)
    stderr = Terminal()
    monkeypatch.setattr("sys.stderr", stderr)
    session = Session(Namespace(json=False), load({"database": shell.url}))
    with Reader() as reader, path.open("rb") as stream:
        run = IntakeRun(session, reader, "jsonl")
        run.take_all(sources.lines_of_json(stream), total=path.stat().st_size)
    session.close()
    screen = pyte.Screen(200, 10)
    pyte.Stream(screen).feed(stderr.getvalue().replace("\n", "\r\n"))
    shown = [line.rstrip() for line in screen.display if line.strip()]
    assert [line[:16] for line in shown] == ["csboard: line 21", "csboard: line 42"]
    assert "39 %" in stderr.getvalue()


# ---- JSON lines and CSV --------------------------------------------------------------------


def test_json_lines(shell: Shell, tmp_path: Path) -> None:
    lines = [
        json.dumps({"subject": "一", "from": "A <a@b.jp>", "channel": "counter"}),
        "",
        "{broken",
        json.dumps({"body": "no subject"}),
        json.dumps({"subject": "二", "urgency": "urgent"}, ensure_ascii=False),
    ]
    path = tmp_path / "lines"
    path.write_text("\ufeff" + "\n".join(lines))
    result = shell("intake", "jsonl", str(path), "--json")
    assert (result.status, result.json) == (0, tally(opened=2, failed=2))
    assert "line 3: not taken in: it is no JSON" in result.err
    assert "line 4: not taken in: it has no subject" in result.err
    assert subjects(shell) == ["二", "一"], "the urgent one first"
    piped = shell.json("intake", "jsonl", stdin='{"subject": "三"}')
    assert piped == tally(opened=1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_csv(shell: Shell, tmp_path: Path, encoding: str) -> None:
    rows = [
        "subject,from,urgency,body",
        '請求書,佐藤 <a@b.jp>,high,"一行目\n二行目, 三"',
        "",
        ",b@b.jp,,件名のない行",
        '"bad" row,x,y,z',
        '壊れた引用,x@y.jp,,"終わらない',
        "配送,c@d.jp,low,まだ届きません",
    ]
    path = tmp_path / "table.csv"
    path.write_bytes("\r\n".join(rows).encode(encoding))
    result = shell("intake", "csv", str(path), "--json")
    assert result.status == 0
    assert result.json == tally(opened=2, failed=3)
    for number in (5, 6, 7):
        assert f"line {number}: not taken in" in result.err
    assert subjects(shell) == ["請求書", "配送"]
    (message,) = shell.json("show", str(shell.json("list")[0]["number"]))["messages"]
    assert message["text"] == "一行目\n二行目, 三"


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("jsonl", ['{"subject": "' + "x" * 11_000_000 + '"}', '{"subject": "good"}']),
        ("csv", ["subject,body", "bad," + "x" * 11_000_000, "good,b"]),
    ],
)
def test_endless_lines_are_bad_lines(
    shell: Shell, tmp_path: Path, source: str, lines: list[str]
) -> None:
    path = tmp_path / "lines"
    path.write_text("\n".join(lines))
    result = shell("intake", source, str(path), "--json")
    assert result.json == tally(opened=1, failed=1)
    assert f"line {len(lines) - 1}: not taken in: it is longer than 10 MB" in result.err
    assert subjects(shell) == ["good"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp932"])
def test_a_csv_of_any_spreadsheet(shell: Shell, tmp_path: Path, encoding: str, end: str) -> None:
    path = tmp_path / "table.csv"
    rows = ["subject,from,body", f'請求書,a@b.jp,"一行目{end}二行目"', "配送,c@d.jp,三"]
    path.write_bytes(end.join(rows).encode(encoding))
    assert shell.json("intake", "csv", str(path)) == tally(opened=2)
    assert subjects(shell) == ["請求書", "配送"]
    (message,) = shell.json("show", str(shell.json("list")[0]["number"]))["messages"]
    assert message["text"] == "一行目\n二行目"


def test_json_lines_in_utf_16(shell: Shell) -> None:
    lines = '{"subject": "一"}\n{"subject": "ਊ二"}\n'.encode("utf-16")
    assert shell.json("intake", "jsonl", stdin=lines) == tally(opened=2)
    assert subjects(shell) == ["一", "ਊ二"]


def test_unknown_keys_are_named_once(shell: Shell) -> None:
    lines = [{"subject": "a", "subjct": "b", "x": 1}, {"subject": "b", "x": 2}]
    result = shell("intake", "jsonl", "--json", stdin="\n".join(map(json.dumps, lines)))
    assert result.json == tally(opened=2)
    assert result.err.splitlines() == [
        "csboard: Unknown key `subjct` is passed over. Did you mean `subject`?",
        "csboard: Unknown key `x` is passed over.",
    ]
    table = "subject,urgent\na,1\nb,\n"
    assert shell("intake", "csv", "-", stdin=table).err.count("`urgent`") == 1


def test_not_all_of_endless_unknown_keys_are_named(shell: Shell) -> None:
    line = {"subject": "a"} | {f"key{n}": n for n in range(1_000)}
    assert len(shell("intake", "jsonl", stdin=json.dumps(line)).err.splitlines()) == 20


def test_a_csv_without_a_subject_column(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("title,body\na,b\n")
    assert "no column `subject`" in shell.fails(2, "intake", "csv", str(tmp_path / "t.csv"))


def test_intake_speaks_the_persons_language(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "box").write_bytes(mbox(mail("one")))
    assert "1" in shell.ok("intake", "mbox", str(tmp_path / "box"), "--lang", "ja")
