"""The reading process: what it can't do, and what happens when a mail is its end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from csboard.errors import Unavailable
from csboard.mail import children
from csboard.mail.children import Reader, Reading
from csboard.mail.decoding import codec_of
from csboard.mail.reading import read
from tests.support import corpus

MAIL = b"Subject: a\n\nb"


def test_the_child_reads_as_the_parent_would() -> None:
    with Reader() as reader:
        for case in corpus.cases():
            assert reader.read(case.raw) == Reading(read(case.raw))


def test_every_encoding_is_known_without_opening_a_file() -> None:
    labels = ["shift_jis", "euc-jp", "iso-2022-jp", "gb2312", "big5", "euc-kr", "koi8-r", "hz"]
    labels += ["utf-16", "iso-2022-kr", "iso-8859-15", "windows-1257", "tis-620", "macintosh"]
    with Reader() as reader:
        for label in labels:
            assert codec_of(label)
            head = f"Content-Type: text/plain; charset={label}\n\n".encode()
            letter = reader.read(head + b'\x83e\x1b$B$"\x1b$(D0]\x1b$(O0]\xa4\xa2').letter
            assert letter is not None
            assert letter.problems == ()


def test_it_can_open_nothing() -> None:
    with Reader() as reader:
        reader.read(MAIL)
        limits = Path(f"/proc/{reader.process_id}/limits").read_text()
    soft = {line[:26].strip(): line[26:].split()[0] for line in limits.splitlines()[1:]}
    assert soft["Max open files"] == "0"
    assert soft["Max address space"] == str(1 << 30)
    assert soft["Max core file size"] == "0"
    assert int(soft["Max cpu time"]) <= 30


def test_it_works_within_lower_limits_of_the_host() -> None:
    """A mail server may allow its commands less than we would take."""
    script = (
        "import resource; from csboard.mail.children import Reader;"
        "resource.setrlimit(resource.RLIMIT_AS, (1 << 29, 1 << 29));"
        "resource.setrlimit(resource.RLIMIT_CPU, (10, 10));"
        "assert Reader().read(b'Subject: a\\n\\nb').letter.subject == 'a'"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_a_child_that_dies_is_replaced_and_its_mail_tried_once_more() -> None:
    with Reader() as reader:
        reader.read(MAIL)
        first = reader.process_id
        os.kill(first, signal.SIGKILL)
        assert reader.read(MAIL).letter is not None
        assert reader.process_id != first


def test_a_mail_that_kills_every_child_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    dies = "import socket; s = socket.socket(fileno=0); s.sendall(b'r'); s.recv(8)"
    monkeypatch.setattr(children, "_RUN_CHILD", dies)
    with Reader() as reader:
        assert reader.read(MAIL).problem == "reader-died"


def test_a_child_that_takes_too_long_is_ended() -> None:
    with Reader(seconds=0.2) as reader:
        reader.read(MAIL)
        late = reader.process_id
        os.kill(late, signal.SIGSTOP)
        assert reader.read(MAIL).problem == "reader-late"
        assert reader.process_id != late
        assert not Path(f"/proc/{late}").exists(), "it is gone, and was waited for"
        assert reader.read(MAIL).letter is not None


def test_it_is_replaced_after_its_share_of_mails() -> None:
    with Reader(mails_per_child=3) as reader:
        ids = []
        for _ in range(7):
            reader.read(MAIL)
            ids.append(reader.process_id)
    assert [ids.count(one) for one in dict.fromkeys(ids)] == [3, 3, 1]


def test_a_mail_begun_and_never_asked_for_is_forgotten() -> None:
    with Reader() as reader:
        reader.start(b"Subject: forgotten\n\n")
        child = reader.process_id
        reading = reader.read(MAIL)
        assert reader.process_id == child, "known mail must not cost a process each"
        assert reading.letter is not None
        assert reading.letter.subject == "a"


def test_nothing_is_left_running() -> None:
    with Reader() as reader:
        reader.read(MAIL)
        child = reader.process_id
    assert not Path(f"/proc/{child}").exists()


def test_a_child_that_cannot_start_is_no_fault_of_the_mail(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(children, "_RUN_CHILD", "raise SystemExit(1)")
    with Reader() as reader, pytest.raises(Unavailable) as failure:
        reader.read(MAIL)
    assert failure.value.exit_status == 75


def test_two_mails_are_read_at_once_and_come_back_in_their_order() -> None:
    with Reader(size=2) as reader:
        reader.read(MAIL)
        slow = reader.process_id
        os.kill(slow, signal.SIGSTOP)
        reader.start(b"Subject: slow\n\nx")
        reader.start(b"Subject: quick\n\nx")
        assert reader.is_full
        assert reader.process_id != slow
        os.kill(slow, signal.SIGCONT)
        subjects = [reader.result().letter for _ in range(2)]
        assert [one.subject for one in subjects if one] == ["slow", "quick"]
        reader.start(MAIL)
        assert reader.read(b"Subject: next\n\nx").letter is not None, "what nobody asked for"


def test_a_reader_that_dies_says_by_which_signal() -> None:
    with Reader() as reader:
        reader.read(MAIL)
        os.kill(reader.process_id, signal.SIGSTOP)
        reader.start(MAIL)
        os.kill(reader.process_id, signal.SIGXCPU)
        os.kill(reader.process_id, signal.SIGCONT)
        assert reader._latest._current.finish() == Reading(None, "reader-cpu", {"seconds": 20})
