"""A report put into words, and into files that can do nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest

from csboard.cli.columns import width
from csboard.cli.report_layout import of_report, text_lines
from csboard.domain.clock_story import Story
from csboard.domain.counted import Basis, Counted
from csboard.domain.figures import Matter
from csboard.domain.periods import Days, Length, days_around
from csboard.domain.records import Event, Member, Outcome, Role, Tags, TaskRef
from csboard.domain.report import FlowDay, Report, report_of
from csboard.domain.report_markdown import markdown
from csboard.domain.report_page import page
from csboard.domain.report_table import table
from csboard.domain.settings import TeamSettings
from csboard.domain.time_records import Entry
from csboard.domain.worked import Stretch, Worked, worked_of
from tests.domain.clock_builders import (
    HOUR,
    OFFICE,
    answered,
    asked,
    at,
    closed,
    figures_of,
    opened,
)
from tests.domain.clock_builders import story as told
from tests.domain.test_figures import matter

NOW = at("30 12:00")
TUESDAY = days_around(Length.DAY, date(2026, 11, 24))
EVIL = "=HYPERLINK(1)<script>alert(1)</script>|`x`"
SATO = Member(1, "sato", "佐藤", Role.LEAD)
CHANGE = Event(
    7, at("24 15:00"), "sato", "settings_changed", None, None, {"keys": ["hours", "name"]}
)


NOTHING_WORKED = Worked(timedelta(), {}, {}, {}, {})


def counted(*matters: Matter, days: Days = TUESDAY, **basis: object) -> Counted:
    settings = TeamSettings(name=EVIL)
    period, earlier = days.period("Asia/Tokyo"), days.moved(-1).period("Asia/Tokyo")
    return Counted(
        days,
        NOW,
        figures_of(matters, period, OFFICE, NOW),
        figures_of(matters, earlier, OFFICE, NOW),
        NOTHING_WORKED,
        NOTHING_WORKED,
        Basis(settings, (), 0, {"sato": SATO})._replace(**basis),  # type: ignore[arg-type]
    )


def settled(story: Story, number: int = 1, *words: str) -> Matter:
    return matter(story, number, "sato")._replace(tags=Tags(content=words))


@pytest.fixture
def two() -> tuple[Matter, Matter]:
    """One that was answered and closed on Tuesday, one of Monday that is open still."""
    done = told(opened("24 09:00"), asked("24 09:00"), answered("24 10:40"), closed("24 11:00"))
    return settled(done, 1042, "決済", EVIL), settled(told(opened("23 09:00")), 1041)


def value(report: Report, key: str) -> str:
    line = report.line(key)
    assert line is not None
    return line.value


def test_figures_with_how_many_are_behind_them(two: tuple[Matter, Matter]) -> None:
    report = report_of(counted(*two))
    assert value(report, "arrived") == "1"
    assert value(report, "first_reply_median") == "1:40"
    assert value(report, "first_contact") == "100 %"
    assert value(report, "outcome_settled") == "1"
    median = report.line("first_reply_median")
    assert median is not None
    assert (median.numbers, median.behind) == ((1042,), 1)
    age = report.line("age_median")
    assert age is not None
    assert age.numbers == (1041,)


def test_against_the_days_before() -> None:
    slow = settled(told(opened("20 09:00"), asked("20 09:00"), answered("20 12:00")), 1)
    quick = settled(told(opened("24 09:00"), asked("24 09:00"), answered("24 10:00")), 2)
    other = settled(told(opened("24 09:00"), asked("24 09:00"), answered("24 10:00")), 3)
    friday = Days(Length.DAYS, date(2026, 11, 20), date(2026, 11, 22))
    report = report_of(counted(slow, quick, other, days=friday.moved(1)))
    changes = {line.key: line.change for part in report.parts for line in part.lines}
    assert changes["arrived"] == "+1"
    assert changes["first_reply_median"] == "-2:00"
    assert changes["open"] == "+2"


def test_day_by_day(two: tuple[Matter, Matter]) -> None:
    days = Days(Length.DAYS, date(2026, 11, 23), date(2026, 11, 24))
    assert report_of(counted(*two, days=days)).flow == (
        FlowDay(date(2026, 11, 23), date(2026, 11, 23), 1, 0, 1),
        FlowDay(date(2026, 11, 24), date(2026, 11, 24), 1, 1, 1),
    )
    year = Days(Length.DAYS, date(2026, 1, 1), date(2026, 12, 31))
    flow = report_of(counted(*two, days=year)).flow
    assert (flow[0].last - flow[0].first, flow[-1].last) == (timedelta(6), date(2026, 11, 30))
    assert (sum(day.arrived for day in flow), flow[-1].is_open) == (2, 1)


def test_an_empty_period_and_an_unfinished_one_say_so() -> None:
    empty = "\n".join(lines(report_of(counted())))
    assert "Nothing came, nothing went and nothing was open in these days." in empty
    month = days_around(Length.MONTH, date(2026, 11, 24))
    unfinished = "\n".join(lines(report_of(counted(days=month))))
    assert "Not finished: counted until Mon Nov 30 12:00." in unfinished
    assert "Compared with as much of 2026-10." in unfinished


def test_what_it_was_counted_by(two: tuple[Matter, Matter]) -> None:
    page_ = "\n".join(lines(report_of(counted(*two, changes=(CHANGE,), corrected=2))))
    assert "Business hours (Asia/Tokyo): Mon Tue Wed Thu Fri 09:00-18:00" in page_
    assert "佐藤 changed business hours (Tue Nov 24 15:00)" in page_
    assert "2 entries of time were corrected or dropped." in page_


def test_a_setting_that_changed_twice_is_told_once_with_the_last_time() -> None:
    again = CHANGE._replace(id=8, at=at("24 15:07"), detail={"keys": ["hours", "days"]})
    page_ = "\n".join(lines(report_of(counted(changes=(CHANGE, again)))))
    assert page_.count("business hours") == 1
    assert "(Tue Nov 24 15:07)" in page_
    assert "15:00)" not in page_


def lines(report: Report, *, numbers: bool = False, room: int = 80) -> Iterator[str]:
    return text_lines(report, room, numbers=numbers, explain=False)


@pytest.mark.parametrize("room", [40, 80, 120])
@pytest.mark.usefixtures("japanese")
def test_columns_stand_below_each_other(two: tuple[Matter, Matter], room: int) -> None:
    days = Days(Length.DAYS, date(2026, 11, 23), date(2026, 11, 24))
    text = list(lines(report_of(counted(*two, days=days)), numbers=True, room=room))
    assert all(width(line) <= room for line in text[2:])  # a name is never broken
    ends = {
        width(line[: line.index(value) + len(value)])
        for line in text
        for value in ("1:40", "100 %")
        if value in line and "  " in line
    }
    assert len(ends) == 1
    assert "#1042" in "".join(text)


def test_a_page_to_paste(two: tuple[Matter, Matter]) -> None:
    """You should see the day's figures with what they were the day before, on one page."""
    shop = Basis(TeamSettings(name="Shop"), (), 0, {})
    tame = [one._replace(tags=Tags(content=("決済",))) for one in two]
    text = list(lines(report_of(counted(*tame)._replace(basis=shop))))
    assert text[:8] == [
        "Shop: Tue 2026-11-24",
        "Compared with Mon 2026-11-23.",
        "",
        "Came and went                    figure        before  difference",
        "  came in                             1             1",
        "  closed                              1             0          +1",
        "  open at the end                     1             1",
        "",
    ]
    assert len(text) < 40


class Elements(HTMLParser):
    """Which tags a page has, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def test_a_page_runs_nothing(two: tuple[Matter, Matter]) -> None:
    days = Days(Length.DAYS, date(2026, 11, 23), date(2026, 11, 24))
    html = page(report_of(counted(*two, days=days)), numbers=True)
    parser = Elements()
    parser.feed(html)
    assert EVIL in parser.said
    assert not parser.tags & {"script", "img", "a", "link", "iframe", "object", "form"}
    assert "default-src 'none'" in html


def test_a_table_computes_nothing(two: tuple[Matter, Matter]) -> None:
    report = report_of(counted(*two), everything=True)
    rows = list(csv.reader(io.StringIO(table(report, numbers=True))))
    assert len({len(row) for row in rows}) == 1
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    by_key = {row[3]: row for row in rows}
    assert by_key["first_reply_median"][5:8] == ["minutes", "100", ""]
    assert by_key["first_contact"][5:7] == ["%", "100"]


def test_markdown_shows_it_letter_for_letter(two: tuple[Matter, Matter]) -> None:
    text = markdown(report_of(counted(*two)), numbers=True)
    assert "<script>" not in text
    assert "\\=" not in text
    assert r"\<script\>" in text


def test_json_for_programs(two: tuple[Matter, Matter]) -> None:
    shape = of_report(report_of(counted(*two, changes=(CHANGE,))), numbers=True)
    figures = {one["key"]: one for one in shape["figures"]}
    assert shape["period"]["first_day"] == "2026-11-24"
    assert (shape["finished"], shape["empty"]) == (True, False)
    assert figures["first_reply_median"]["value"] == 100
    assert figures["same_day"] == {
        "part": "shares",
        "key": "same_day",
        "label": "answered the same day",
        "unit": "share",
        "value": 1.0,
        "before": 0.0,
        "inquiries": 1,
        "numbers": [1042],
        "misses": [],
    }
    assert shape["changes"] == [{"at": "2026-11-24T06:00:00Z", "by": "sato", "settings": ["hours"]}]


def test_time_worked_by_inquiry_topic_and_other_work() -> None:
    entries = [
        Stretch(Entry(1, "sato", at("23 23:30"), at("24 01:00"), TaskRef(1)), 1),
        Stretch(Entry(2, "sato", at("24 10:00"), at("24 10:30"), TaskRef(2)), 2),
        Stretch(Entry(3, "tanaka", at("24 10:00"), at("24 11:00"), None, "meeting")),
        Stretch(Entry(4, "sato", at("24 12:00"), at("24 13:00"), TaskRef(1), withdrawn_at=NOW), 1),
    ]
    tags = {1: Tags(content=("決済",)), 2: Tags(content=("決済", "配送"))}
    worked = worked_of(entries, tags, TUESDAY.period("Asia/Tokyo"), NOW)
    assert worked.total == 2.5 * HOUR
    assert worked.inquiries == {1: HOUR, 2: HOUR / 2}
    assert worked.topics == {("content", "決済"): 1.5 * HOUR, ("content", "配送"): HOUR / 2}
    assert worked.of_topics == {("content", "決済"): (1, 2), ("content", "配送"): (2,)}
    assert worked.otherwise == {"meeting": HOUR}
    report = report_of(counted()._replace(worked=worked, own=worked), own=True)
    assert value(report, "worked_total") == "2:30"
    assert value(report, "worked_each") == "0:45"
    assert value(report, "own_inquiry:1") == "1:00"
    assert report_of(counted()._replace(own=worked)).line("own_total") is None


def test_what_runs_counts_until_now() -> None:
    running = Stretch(Entry(1, "sato", NOW - HOUR, None, TaskRef(1), alive_at=NOW), 1)
    month = days_around(Length.MONTH, date(2026, 11, 1))
    period = month.period("Asia/Tokyo")
    assert worked_of([running], {}, period, NOW).total == HOUR
    assert worked_of([running], {}, period, NOW + HOUR).total == HOUR  # the line has dropped


def test_outcomes_that_nobody_noted() -> None:
    done = told(opened("24 09:00"), closed("24 11:00"))
    noted = settled(done, 1)._replace(outcome=Outcome.SATISFIED)
    report = report_of(counted(noted, settled(done, 2)._replace(outcome=None)))
    outcomes = next(part for part in report.parts if part.key == "outcomes")
    assert [(line.label, line.value) for line in outcomes.lines] == [
        ("satisfied", "1"),
        ("not noted", "1"),
    ]
