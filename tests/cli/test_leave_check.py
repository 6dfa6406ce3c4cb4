"""`csboard leave-check`: one page that says whether somebody can go."""

from __future__ import annotations

import re
import shlex
from argparse import Namespace
from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest

from csboard.board import Board
from csboard.cli import leave_checking, main
from csboard.cli.columns import wrap
from csboard.cli.leave_remedies import Reader, Told, besides, remedy
from csboard.cli.parser import make_parser
from csboard.cli.spec import CommandGroup
from csboard.domain.absence_words import short_days
from csboard.domain.absences import Absence, OnMail, Span
from csboard.domain.commands import Claim
from csboard.domain.holders import Topic
from csboard.domain.leave_check import LeaveCheck
from csboard.domain.leave_check_words import explanation
from csboard.domain.leave_findings import MENDS, Kind, Line, Mend
from csboard.domain.people import how_one_joins
from csboard.domain.records import Tags, TaskRef, Waiting
from csboard.domain.time_commands import StartTimer
from csboard.i18n import use_language
from csboard.text import NEVER_FIRST, NEVER_LAST
from tests.support.desk import enter, make_viewer, open_inquiry
from tests.support.shell import Shell
from tests.support.successes import answered

FROM, TO = "2099-11-24", "2099-11-30"
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
PEOPLE = "佐藤 (sato), 鈴木 (suzuki)"
DAY = timedelta(days=1)
LEAD = Reader("sato2", may_act_for_others=True, is_lead=True)
TOLD = Told("2026-11-30 13:00", "done")
NAMED = ("--from", FROM, "--to", TO)


@pytest.fixture
def shell(
    sqlite_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    """Suzuki leads, with nothing; Sato has a task, a draft of it, a topic alone and a timer."""
    made = Shell(sqlite_url, capsys, monkeypatch)
    made.become("suzuki", "鈴木")
    board = Board.open(made.url)
    lead = enter(board, "suzuki", "鈴木")
    sato = enter(board, "sato", "佐藤")
    make_viewer(board, "guest", lead)
    login = Tags(("認証",), ("ログイン不可",))
    ref = open_inquiry(board, "入れません", tags=login)
    board.execute(Claim(task=ref), sato)
    answered(board, open_inquiry(board, tags=login), sato)
    board.execute(StartTimer(task=ref), sato)
    board.close()
    return made


def test_the_page_says_whether_they_can_go_and_what_mends_it(shell: Shell) -> None:
    lines = shell.ok("leave-check", "sato", *NAMED).splitlines()
    assert lines[0] == "Leave check: 佐藤  Tue Nov 24 2099 - Mon Nov 30 2099  (not entered)"
    assert lines[1] == "89 of 100  佐藤 can't go yet: 1 thing stands in the way."
    assert lines[3:6] == [
        " -8  #1001 入れません  nobody is to go on with it",
        "     鈴木 could take it: 0 open tasks",
        "     csboard --as sato handoff write 1001",
    ]
    assert "     csboard --as sato timer stop" in lines
    assert "     csboard knowledge --topic '認証/ログイン不可'" in lines
    taken = [line.split()[-2:] for line in lines[-8:] if line.endswith("(1)")]
    assert taken == [["-8/50", "(1)"], ["-1/3", "(1)"], ["-2/2", "(1)"]]


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (("+30", "+36"), ""),
        (("+31", "+38"), "(entered: {days})"),
        (("+30pm", "+36"), "(entered: {days})"),
        (("+37", "+38"), "(not entered)"),
    ],
)
def test_the_head_says_what_is_entered_of_the_days(
    shell: Shell, days: tuple[str, str], told: str
) -> None:
    shell.ok("absence", "add", "sato", "--from", "+30", "--to", "+36")
    (one,) = shell.json("absence", "list")
    first, last = (date.fromisoformat(one[key]) for key in ("from", "to"))
    entered = short_days(Absence(0, "sato", first, last, OnMail.POOL), first - 30 * DAY)
    asked = ("leave-check", "sato", "--from", days[0], "--to", days[1])
    head = shell.ok(*asked).splitlines()[0]
    assert head.partition("(")[2] == told.format(days=entered).removeprefix("(")
    assert (shell.json(*asked)["absence"] is None) == bool(told)


def test_oneself_is_meant_where_nobody_is_named(shell: Shell) -> None:
    printed = shell.ok("leave-check", *NAMED, "--explain")
    assert "100 of 100  鈴木 can go: nothing stands in the way." in printed
    assert "Tasks without a receiver, 50 at most: 8 for a task" in printed.replace("\n", " ")


def test_one_day_means_that_day(shell: Shell) -> None:
    found = shell.json("leave-check", "--from", FROM)
    assert (found["from"], found["to"]) == (FROM, FROM)


def test_a_narrow_terminal_breaks_lines_between_words_and_no_command(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leave_checking, "terminal_room", lambda: 36)
    lines = shell.ok("leave-check", "sato", *NAMED).splitlines()
    assert lines[1:7] == [
        "89 of 100",
        "     佐藤 can't go yet: 1 thing",
        "     stands in the way.",
        "",
        " -8  #1001 入れません",
        "     nobody is to go on with it",
    ]
    assert "     csboard --as sato handoff write 1001" in lines


def _parsed(words: list[str]) -> Namespace:
    """As the shell reads them; UsageError for what it can't."""
    module = import_module(f"csboard.cli.{main.COMMANDS[words[0]].family}")
    found, rest = module.COMMANDS[words[0]], words[1:]
    if isinstance(found, CommandGroup):
        found, rest = found.commands[rest[0]], rest[1:]
    return make_parser("csboard", "", found.arguments).parse(rest)


@pytest.mark.parametrize("kind", Kind)
def test_each_command_that_is_named_can_be_pasted(kind: Kind) -> None:
    line = Line(kind, 1, TaskRef(1001), "x", None, "sato", "customer", Topic("a b", "c"))
    check = LeaveCheck("suzuki", Span(NOON, NOON), (line,), {}, NOON)
    told = remedy(line, check, {}, TOLD, Reader("suzuki"))
    if told.startswith("csboard "):
        _parsed(shlex.split(told)[1:])
    else:
        assert MENDS[kind] in (Mend.ABSENCES, Mend.OFFER, Mend.SEND)


@pytest.mark.parametrize(
    ("kind", "has_begun", "reader", "told"),
    [
        (Kind.NOBODY, False, Reader("suzuki"), "csboard handoff write 1001"),
        (Kind.NOBODY, True, Reader("suzuki"), "csboard handoff write 1001"),
        # In the name of another: each command needs it again.
        (Kind.NOBODY, False, Reader("suzuki", False, True), "csboard --as suzuki handoff write"),
        (Kind.NOBODY, False, LEAD, "csboard --as suzuki handoff write 1001"),
        (Kind.NOBODY, True, LEAD, "csboard take-over 1001 'suzuki is away'"),
        (Kind.NOBODY, False, Reader("ueno"), "ask suzuki to hand it off"),
        (Kind.NOBODY, True, Reader("ueno"), "csboard take-over 1001 'suzuki is away'"),
        (Kind.NOBODY, True, Reader("guest", may_work=False), "ask suzuki to hand it off"),
        (Kind.TIMER, False, Reader("guest", may_work=False), "ask suzuki to stop it"),
        (Kind.TOPIC, False, Reader("guest", may_work=False), "ask suzuki to write a case"),
        (Kind.DRAFT, False, Reader("suzuki"), "csboard send 1001"),
        (Kind.DRAFT, False, LEAD, "csboard --as suzuki send 1001"),
        (Kind.DRAFT, False, Reader("ueno"), "ask suzuki to send the reply, or to hand it off"),
        (Kind.DUE, False, LEAD, "csboard --as suzuki draft 1001 --edit"),
        (Kind.REVIEW, False, LEAD, "csboard --as suzuki approve 1001"),
        (Kind.REVIEW, False, Reader("ueno"), "ask suzuki to review it"),
        (Kind.REVIEW, True, Reader("ueno"), "csboard approve 1001"),
        (Kind.REVIEW, True, Reader("sato"), "ask another colleague to review it"),
        (Kind.CUSTOMER, False, Reader("ueno"), "ask suzuki to write a note"),
        (Kind.WAKES, False, LEAD, "csboard --as suzuki wait 1001"),
        (Kind.WAKES, False, Reader("ueno"), "ask suzuki to set another date, or to hand it off"),
        (Kind.WAKES, True, Reader("ueno"), "csboard take-over 1001"),
        (Kind.TIMER, False, LEAD, "csboard --as suzuki timer stop"),
        (Kind.TIMER, True, Reader("ueno"), "ask suzuki to stop it"),
        (Kind.DRAFT, True, Reader("ueno"), "csboard draft 1001 --edit"),
        # Offered to Sato.
        (Kind.OFFERED, False, Reader("sato"), "csboard handoff show 1001"),
        (Kind.OFFERED, True, Reader("ueno"), "csboard take-over 1001"),
        (Kind.OFFERED, False, LEAD, "wait for sato, or offer it to somebody else"),
        (Kind.UNTAKEN, False, Reader("ueno"), "ask suzuki to take it"),
        (Kind.UNTAKEN, True, Reader("ueno"), "csboard handoff show 1001"),
    ],
)
def test_what_is_told_works_for_whoever_asks(
    kind: Kind, has_begun: bool, reader: Reader, told: str
) -> None:
    who = "sato" if kind in (Kind.OFFERED, Kind.REVIEW) else None
    line = Line(kind, 1, TaskRef(1001), "x", NOON, who, "customer")
    check = LeaveCheck("suzuki", Span(NOON, NOON), (line,), {}, NOON, has_begun)
    found = remedy(line, check, {}, TOLD, reader)
    assert found.startswith(told)
    if found.startswith("csboard "):
        _parsed(shlex.split(found.replace("--as suzuki ", ""))[1:])


@pytest.mark.parametrize(
    ("line", "reader", "told"),
    [
        (
            Line(
                Kind.WAKES, 1, TaskRef(1001), about="customer", waiting=Waiting("customer", "-x y")
            ),
            Reader("suzuki"),
            "csboard wait 1001 --for customer --until '2026-11-30 13:00' -- '-x y'",
        ),
        (
            Line(
                Kind.WAKES,
                1,
                TaskRef(1001),
                about="customer",
                waiting=Waiting("customer", sleeps=True),
            ),
            Reader("suzuki"),
            "csboard wait 1001 --for customer --until '2026-11-30 13:00' --through-answers",
        ),
        (
            Line(Kind.OVERDUE, 1, TaskRef(1001), about="solved"),
            Reader("suzuki"),
            "csboard handoff write 1001",
        ),
        (
            Line(Kind.DUE, 1, TaskRef(1001), about="next"),
            Reader("suzuki"),
            "csboard draft 1001 --edit",
        ),
        (
            Line(Kind.DUE, 1, TaskRef(1001), about="next", has_draft=True),
            Reader("suzuki"),
            "csboard send 1001",
        ),
        (
            Line(Kind.DUE, 1, TaskRef(1001), who="sato", about="next", has_draft=True),
            Reader("suzuki"),
            "wait until sato has reviewed the draft",
        ),
        (
            Line(Kind.REVIEW, 1, TaskRef(1001), who="sato"),
            Reader("suzuki"),
            "csboard approve 1001",
        ),
        (
            Line(Kind.SHEET, 1, TaskRef(1001), has_sheet=True, missing=("state", "contingency")),
            Reader("suzuki"),
            "csboard handoff write 1001 --state watch --none",
        ),
        (
            Line(Kind.STANDS_IN, 7, who="sato", beside="ueno"),
            LEAD,
            "csboard absence change 7 --stand-in ueno",
        ),
        (
            Line(Kind.STANDS_IN, 7, who="sato", beside="ueno"),
            Reader("sato"),
            "csboard absence change 7 --stand-in ueno",
        ),
        (
            Line(Kind.STANDS_IN, 7, who="sato", beside="ueno"),
            Reader("suzuki"),
            "ask sato or a lead to name somebody else who stands in",
        ),
    ],
)
def test_a_command_keeps_what_there_is_and_names_what_lacks(
    line: Line, reader: Reader, told: str
) -> None:
    check = LeaveCheck("suzuki", Span(NOON, NOON), (line,), {}, NOON)
    assert remedy(line, check, {}, TOLD, reader) == told


def test_what_must_be_solved_is_mended_as_its_task_is_and_closed_only_once_solved() -> None:
    due = Line(Kind.DUE, 1, TaskRef(1001), about="solved")
    task = Line(Kind.SHEET, 1, TaskRef(1001), has_sheet=True)
    check = LeaveCheck("suzuki", Span(NOON, NOON), (due, task), {}, NOON)
    me = Reader("suzuki")
    assert remedy(due, check, {}, TOLD, me) == "csboard handoff offer 1001 --anybody"
    assert besides(due, check, TOLD, me) == "once it is solved: csboard move 1001 done"
    assert besides(due, check, TOLD, Reader("ueno")) == besides(task, check, TOLD, me) == ""
    asked = Line(Kind.DUE, 1, TaskRef(1001), about="solved", who="sato", has_draft=True)
    assert besides(asked, check, TOLD, Reader("suzuki", is_represented=True)) == (
        "once it is solved: csboard --as suzuki move 1001 done"
    )


def test_what_waits_is_told_to_wait_until_work_begins_again(shell: Shell) -> None:
    today = date.today()
    friday = today + timedelta(days=18 - today.weekday())
    monday = friday + timedelta(days=3)
    shell.become("sato", "佐藤")
    shell.ok("wait", "1001", "--for", "customer", "--until", f"{friday}", "口座番号")

    def command(last: str) -> str:
        told = shell.ok("leave-check", "--from", f"{friday}", "--to", last)
        lines = [line.strip() for line in told.splitlines()]
        return next((line for line in lines if line.startswith("csboard wait")), "")

    wanted = "csboard wait 1001 --for customer --until {} -- '口座番号'"
    assert command(f"{friday}") == wanted.format(monday)
    assert command(f"{monday}am") == wanted.format(f"'{monday} 12:00'")
    saturday = friday + timedelta(days=1)
    told = shell("wait", "1001", "--for", "customer", "--until", f"{saturday}", "口座番号").err
    assert re.search(
        r"Sat .* 09:00 is outside business hours: work begins again Mon .* 09:00", told
    )
    assert command(f"{friday}") == "", "it wakes when they are back, though the team is closed"
    shell.ok("wait", "1001", "--for", "customer", "--until", f"{friday}", "口座番号")
    shell.ok(*shlex.split(command(f"{monday}am"))[1:])
    assert command(f"{monday}am") == ""
    assert shell.json("show", "1001")["tasks"][0]["waiting"]["what"] == "口座番号"


def test_a_member_is_told_what_works_for_them_and_it_does(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Board, "is_owner", lambda _board: False)
    shell.ok("absence", "add", "sato", "--from", "today", "--to", "+7")
    shell.become("ueno", "Ueno", 4005)
    shell.ok("note", "1001", "上野です")
    lines = [line.strip() for line in shell.ok("leave-check", "sato", *NAMED).splitlines()]
    assert "ask 佐藤 to hand it off" in lines
    lines = [line.strip() for line in shell.ok("leave-check", "sato").splitlines()]
    command = next(line for line in lines if line.startswith("csboard take-over"))
    assert "csboard timer stop" not in lines
    shell.ok(*shlex.split(command)[1:])
    assert shell.json("show", "1001")["tasks"][0]["owner"] == "ueno"


def test_without_an_absence_next_week_is_checked_as_on_the_screen_and_said(shell: Shell) -> None:
    told = shell("leave-check", "佐藤")
    assert told.out.splitlines()[0].endswith("(not entered)")
    assert "No absence is entered: this is next week" in told.err
    found = shell.json("leave-check", "sato")
    first, last = (date.fromisoformat(found[day]) for day in ("from", "to"))
    assert (first.weekday(), last - first) == (0, timedelta(days=6))
    assert found["absence"] is None
    named = shell.json("leave-check", "sato", "--from", "来週")
    assert (named["from"], named["to"]) == (found["from"], found["to"])


def test_a_sheet_that_is_written_is_offered_and_not_written_again(shell: Shell) -> None:
    shell.become("sato", "佐藤")
    shell.ok("handoff", "write", "1001", "--none", "--state", "watch")
    assert "csboard handoff offer 1001 suzuki" in shell.ok("leave-check", *NAMED)
    shell.ok("handoff", "offer", "1001", "suzuki")
    told = shell.ok("leave-check", *NAMED)
    assert "     wait for 鈴木, or offer it to somebody else" in told.splitlines()
    line = shell.json("leave-check", *NAMED)["lines"][0]
    assert (line["mend"], line["has_sheet"], line["who"]) == ("offer", True, "suzuki")


def test_who_stands_in_when_is_told_where_it_changes(shell: Shell) -> None:
    shell.ok("absence", "add", "sato", "--from", "+7", "--to", "+13", "--stand-in", "suzuki")
    entered = shell("absence", "add", "--from", "+9", "--to", "+10")
    assert "鈴木 was to stand in for 佐藤" in entered.err
    found = shell.json("leave-check", "sato")
    parts = found["lines"][0]["stand_ins"]
    assert [part["login"] for part in parts] == ["suzuki", None, "suzuki"]
    assert (parts[0]["from"], parts[2]["to"]) == (found["from"], found["to"])
    assert date.fromisoformat(parts[1]["from"]) - date.fromisoformat(parts[0]["to"]) == DAY
    told = next(line for line in shell.ok("leave-check", "sato").splitlines() if "#1001" in line)
    assert re.search(r"stand-in: .* 鈴木, .* nobody, .* 鈴木; but only once the customer", told)


def test_json_has_each_part_and_each_line(shell: Shell) -> None:
    found = shell.json("leave-check", "sato", *NAMED)
    assert (found["login"], found["from"], found["to"]) == ("sato", FROM, TO)
    assert found["stand_in"] is None
    assert (found["score"], found["can_go"], found["absence"]) == (89, False, None)
    assert found["parts"][0] == {"part": "tasks", "lines": 1, "taken": 8, "most": 50}
    assert found["score"] == 100 - sum(part["taken"] for part in found["parts"])
    first, *_rest, last = found["lines"]
    assert (first["kind"], first["points"], first["task"]) == ("nobody", 8, "1001")
    assert (first["mend"], first["receiver"]) == ("hand_off", "suzuki")
    assert last["topic"] == {"content": "認証", "symptom": "ログイン不可"}


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (
            ("yamada", *NAMED),
            3,
            f"There is no member 'yamada' here; there are: {PEOPLE}. {how_one_joins()}",
        ),
        (
            ("guest", *NAMED),
            3,
            f"guest works on no inquiries; others do: {PEOPLE}.",
        ),
        (("--to", TO), 2, "Name the first day too: --from."),
        (
            ("--from", TO, "--to", FROM),
            3,
            f"It would end ({FROM}) before it begins ({TO}): swap them.",
        ),
        (
            ("--from", "2020-01-01", "--to", "2020-01-02"),
            3,
            "2020-01-02 is past: name a last day that isn't over",
        ),
        (
            ("--from", "2099-02-31", "--to", TO),
            2,
            "There is no day '2099-02-31': the last one of that month is 2099-02-28.",
        ),
    ],
)
def test_what_cannot_be_checked_is_told(
    shell: Shell, arguments: tuple[str, ...], status: int, sentence: str
) -> None:
    assert sentence in shell.fails(status, "leave-check", *arguments)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_line_of_the_explanation_begins_or_ends_with_a_sign_that_never_does(
    language: str,
) -> None:
    use_language(language)
    lines = [
        line for text in explanation() for cells in range(20, 121) for line in wrap(text, cells)
    ]
    assert {line[0] for line in lines} & NEVER_FIRST == set()
    assert {line[-1] for line in lines} & NEVER_LAST == set()
    assert wrap("設定は.gitignoreです", 10) == ["設定は", ".gitignore", "です"]


def test_no_line_begins_with_a_sign_that_never_does() -> None:
    assert wrap("あああ 8、いい", 8) == ["あああ", "8、いい"]
    assert wrap("ああ 8、", 6) == ["ああ", "8、"]
