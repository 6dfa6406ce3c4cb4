"""`csboard case`: made of an inquiry, found, written on, spoken of, taken along as a file."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.support.shell import Shell


@pytest.fixture
def number(shell: Shell) -> str:
    """A call about money, tagged."""
    return shell.ok(
        *("add", "--subject", "二重に請求されています", "--channel", "phone"),
        *("--tag", "決済", "--tag", "symptom:二重請求", "--tag", "emotion:怒り"),
    ).strip()


@pytest.fixture
def case(shell: Shell, number: str) -> str:
    return shell.ok("case", "add", number, "--passage", "本日中にご返金いたします。").strip()


def shown(shell: Shell, case: str) -> dict[str, Any]:
    found: dict[str, Any] = shell.json("case", "show", case)
    return found


def test_a_case_begins_with_what_is_known(shell: Shell, number: str) -> None:
    shell.ok("edit", number, "--fact", "カードが2回落ちた", "--policy", "先に詫びる")
    case = shell.json(
        *("case", "add", number, "--passage", "ご返金いたします。", "--why", "先に結論"),
        *("--after", "助かりました", "--tag", "emotion:不安", "--untag", "emotion:怒り"),
    )
    assert (case["title"], case["number"]) == ("二重に請求されています", int(number))
    assert (case["fact"], case["policy"]) == ("カードが2回落ちた", "先に詫びる")
    assert (case["passage"], case["after"], case["why"]) == (
        *("ご返金いたします。", "助かりました", "先に結論"),
    )
    assert case["tags"] == {"content": ["決済"], "symptom": ["二重請求"], "emotion": ["不安"]}
    assert "不安" in [one["word"] for one in shell.json("tag", "list")]


def test_words_come_from_stdin(shell: Shell, number: str, case: str) -> None:
    shell.ok("case", "edit", case, "--passage", "-", stdin="一行目\n二行目\n")
    assert shown(shell, case)["passage"] == "一行目\n二行目"
    assert "one field" in shell.fails(2, "case", "edit", case, "--passage", "-", "--why", "-")


def test_cases_are_listed_by_words_and_tags(shell: Shell, number: str, case: str) -> None:
    other = shell.ok(
        "add", "--subject", "画面が白い", "--channel", "phone", "--tag", "表示"
    ).strip()
    second = shell.ok("case", "add", other, "--passage", "更新してください。").strip()

    def ids(*options: str) -> list[str]:
        return [str(one["id"]) for one in shell.json("case", "list", *options)]

    assert set(ids()) == {case, second}
    assert ids("返金") == ids("tag:決済") == ids("--content", "決済") == [case]
    assert ids("--emotion", "怒り", "更新") == []
    assert ids("--faded") == []
    assert set(ids("--holding")) == {case, second}
    shell.ok("tag", "rename", "決済", "支払い")
    assert ids("--content", "決済") == ids("--content", "支払い") == ids("tag:支払い") == [case]
    assert "支払い/二重請求" in shell.ok("case", "list", "返金")
    assert "leave nothing" in shell.fails(2, "case", "list", "--faded", "--holding")
    nothing = shell("case", "list", "そんなものはない")
    assert (nothing.status, nothing.out) == (0, "")
    assert "No case is like this" in nothing.err
    assert "write a word" in shell.fails(2, "case", "list", "。。。")
    assert "from: asks of inquiries" in shell.fails(2, "case", "list", "返金", "from:sato")


def test_what_was_found_counts_with_where_and_why(shell: Shell, number: str, case: str) -> None:
    shell.ok("case", "use", case, "--in", number, "--note", "同じ言い方で")
    shell.ok("case", "not-here", case, "--note", "請求が別")
    shell.ok("case", "still-true", case)
    found = shown(shell, case)
    assert (found["used"], found["not_here"], found["still_true"]) == (1, 1, 1)
    said = {one["word"]: (one["number"], one["note"]) for one in found["findings"]}
    assert said["used"] == (int(number), "同じ言い方で")
    assert said["not_here"] == (None, "請求が別")
    assert "同じ言い方で" in shell.ok("case", "show", case)


def test_a_search_finds_a_case_as_it_is_now(shell: Shell, number: str, case: str) -> None:
    def found() -> list[int]:
        return [one["id"] for one in shell.json("search", "ひまわり畑")["cases"]]

    assert found() == []
    shell.ok("case", "edit", case, "--why", "ひまわり畑の話をした")
    assert found() == [int(case)]
    assert "二重に請求" in shell.ok("search", "ひまわり畑")
    shell.ok("case", "retire", case)
    assert found() == []
    assert [one["id"] for one in shell.json("case", "list", "--retired", "ひまわり")] == [int(case)]
    shell.ok("case", "bring-back", case)
    assert found() == [int(case)]
    assert shell.json("search", "ひまわり畑", "is:done")["cases"] == []


def test_what_makes_no_sense_is_told(shell: Shell, number: str, case: str) -> None:
    assert "words that helped" in shell.fails(3, "case", "add", number)
    mail = shell.ok("add", "--subject", "x", "--channel", "mail").strip()
    assert "no reply" in shell.fails(3, "case", "add", mail, "--passage", "x")
    assert "no such reply" in shell.fails(3, "case", "add", number, "--reply", "77")
    assert "no such case" in shell.fails(3, "case", "show", "77")
    assert "no case" in shell.fails(2, "case", "show", "#1001")
    assert "what to change" in shell.fails(2, "case", "edit", case)
    same = ("case", "edit", case, "--title", "二重に請求されています")
    assert "says so already" in shell.fails(3, *same)
    assert "shorten" in shell.fails(3, "case", "edit", case, "--why", "x" * 5_000)
    assert "commas" in shell.fails(3, "case", "edit", case, "--tag", "a,b")
    assert "Say what to do" in shell.fails(2, "case")


def test_the_pick_of_the_week_is_told_in_full(shell: Shell, number: str) -> None:
    assert shell.json("case", "pick") is None
    case = shell.ok("case", "add", number, "--passage", "ご返金いたします。").strip()
    told = shell.ok("case", "pick")
    assert "This week's case" in told
    assert "ご返金いたします。" in told
    picked = shell.json("case", "pick")
    assert (picked["id"], picked["reason"]) == (int(case), "new")


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_sheet_goes_into_files(shell: Shell, number: str, tmp_path: Path) -> None:
    passage = "=1+1\n<script>alert(1)</script> ```\n# x"
    shell.ok("case", "add", number, "--passage", passage, "--title", "＠SUM(<b>)")
    [head, row] = csv.reader(io.StringIO(shell.ok("case", "export", "--form", "csv")))
    cells = dict(zip(head, row, strict=True))
    assert cells["Title"] == "'＠SUM(<b>)"
    assert cells["The words that helped"] == f"'{passage}"
    assert cells["Inquiry"] == number

    page = tmp_path / "sheet.html"
    assert "1 case" in shell.ok("case", "export", "--to", str(page))
    parser = _Tags()
    parser.feed(page.read_text())
    assert not {"script", "b", "a", "img"} & set(parser.tags)
    assert passage in parser.text

    markdown = shell.ok("case", "export", "二重")
    assert f"````\n{passage}\n````" in markdown
    assert "## ＠SUM(\\<b\\>)" in markdown


def test_a_file_that_is_there_stays(shell: Shell, case: str, tmp_path: Path) -> None:
    there, link = tmp_path / "a.csv", tmp_path / "b.csv"
    there.write_text("mine")
    link.symlink_to(tmp_path / "elsewhere")
    assert "exists already" in shell.fails(2, "case", "export", "--to", str(there))
    assert "exists already" in shell.fails(2, "case", "export", "--to", str(link))
    assert there.read_text() == "mine"
    assert not (tmp_path / "elsewhere").exists()
    assert "--form" in shell.fails(2, "case", "export", "--to", str(tmp_path / "x.pdf"))
    told = shell.fails(2, "case", "export", "--to", str(tmp_path / "none" / "x.csv"))
    assert "There is no directory" in told
    assert "--to needs the name" in shell.fails(2, "case", "export", "--to", "")
    assert shell.json("case", "export") == shell.json("case", "list")
    shell.ok("case", "export", "--bom", "--to", str(tmp_path / "c.csv"))
    data = (tmp_path / "c.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 2
    assert (tmp_path / "c.csv").stat().st_mode & 0o777 == 0o600
