"""Days and times as people write them, by table and for any text at all."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csboard.domain.moments import MOST_DAYS, parse_moment
from csboard.errors import UsageError
from csboard.i18n import format_time, in_zone

TOKYO = "Asia/Tokyo"
NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
"""Tuesday, 10:30 in Tokyo."""

EXAMPLES = settings(max_examples=2_000 if os.environ.get("CI") == "true" else 200)


def local(text: str, now: datetime = NOW, zone: str = TOKYO) -> str:
    return f"{in_zone(parse_moment(text, now, zone), zone):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-11-25", "2026-11-25 09:00"),
        ("2026/11/25 9時", "2026-11-25 09:00"),
        ("2026年11月25日 14時30分", "2026-11-25 14:30"),
        ("11/24 14:05", "2026-11-24 14:05"),
        ("11/25", "2026-11-25 09:00"),
        ("１１／２５　１４：０５", "2026-11-25 14:05"),
        ("12月1日(火) 10:30", "2026-12-01 10:30"),
        ("1/5", "2027-01-05 09:00"),
        ("Dec 1", "2026-12-01 09:00"),
        ("Tue Jan 5 2027 10:30", "2027-01-05 10:30"),
        ("december 1, 2027", "2027-12-01 09:00"),
        ("+3", "2026-11-27 09:00"),
        ("+3d 14:00", "2026-11-27 14:00"),
        ("+2w", "2026-12-08 09:00"),
        ("3日後", "2026-11-27 09:00"),
        ("2週間後", "2026-12-08 09:00"),
        ("+2h", "2026-11-24 12:30"),
        ("30分後", "2026-11-24 11:00"),
        ("today 18:00", "2026-11-24 18:00"),
        ("今日の午後3時半", "2026-11-24 15:30"),
        ("午前0時", "2026-11-25 00:00"),
        ("Tomorrow", "2026-11-25 09:00"),
        ("明日14時", "2026-11-25 14:00"),
        ("あさって", "2026-11-26 09:00"),
        ("fri", "2026-11-27 09:00"),
        ("Friday 9:15", "2026-11-27 09:15"),
        ("tue", "2026-12-01 09:00"),
        ("火曜日", "2026-12-01 09:00"),
        ("水", "2026-11-25 09:00"),
        ("来週", "2026-11-30 09:00"),
        ("来週の金曜 13:00", "2026-12-04 13:00"),
        ("next week", "2026-11-30 09:00"),
        ("きょうの17時", "2026-11-24 17:00"),
        ("あした", "2026-11-25 09:00"),
        ("あす 10:00", "2026-11-25 10:00"),
        ("the day after tomorrow", "2026-11-26 09:00"),
        ("あさっての午後", "2026-11-26 12:00"),
        ("明日午前", "2026-11-25 09:00"),
        ("あしたの午前中", "2026-11-25 09:00"),
        ("来週の水曜午後", "2026-12-02 12:00"),
        ("来週水曜日の午後", "2026-12-02 12:00"),
        ("来週の 水曜 午前", "2026-12-02 09:00"),
        ("再来週の月曜", "2026-12-07 09:00"),
        ("今週の金曜午後", "2026-11-27 12:00"),
        ("木曜午後", "2026-11-26 12:00"),
        ("11/26 午後", "2026-11-26 12:00"),
        ("午後", "2026-11-24 12:00"),
        ("next wednesday afternoon", "2026-12-02 12:00"),
        ("Next Wed morning", "2026-12-02 09:00"),
        ("wednesday next week pm", "2026-12-02 12:00"),
        ("this friday", "2026-11-27 09:00"),
        ("next friday 13:00", "2026-12-04 13:00"),
        ("tomorrow morning", "2026-11-25 09:00"),
        ("this afternoon", "2026-11-24 12:00"),
        ("14:00", "2026-11-24 14:00"),
        ("9:00", "2026-11-25 09:00"),
        ("2026-11-25T10:00", "2026-11-25 10:00"),
        ("2026-11-25T10:00Z", "2026-11-25 19:00"),
        ("2026-11-25T10:00:30+02:00", "2026-11-25 17:00"),
    ],
)
def test_what_people_write(text: str, meant: str) -> None:
    assert local(text) == meant


def test_a_day_begins_with_its_business_hours() -> None:
    hours = {"wed": ("13:00-18:00", "8:30-12:00"), "thu": ()}
    begin = [in_zone(parse_moment(day, NOW, TOKYO, hours), TOKYO) for day in ("wed", "thu", "fri")]
    assert [f"{moment:%H:%M}" for moment in begin] == ["08:30", "09:00", "09:00"]


def test_the_day_is_the_teams_not_the_hosts() -> None:
    late = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)  # the 25th in Tokyo
    assert local("tomorrow", late) == "2026-11-26 09:00"
    assert local("tomorrow", late, "Europe/Paris") == "2026-11-25 09:00"


def test_the_hour_that_summer_time_leaves_out_is_not_lost() -> None:
    night = datetime(2027, 3, 27, 22, 0, tzinfo=UTC)
    assert local("2027-03-28 02:30", night, "Europe/Paris") == "2027-03-28 03:30"


@pytest.mark.parametrize(
    "text",
    [
        *("11/24", "11/20", "today", "2026-11-23 10:00", "+0", "+0h", "9/1"),
        *(
            "昨日",
            "きのう",
            "今日の午前",
            "今週の月曜",
            "yesterday 10:00",
            "3日前",
            "先週の金曜",
            "last week",
            "2 days ago",
        ),
    ],
)
def test_what_is_past_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=re.escape(f"'{text}' is past")) as refused:
        parse_moment(text, NOW, TOKYO)
    assert refused.value.exit_status == 2


@pytest.mark.parametrize(
    ("hours", "halves"),
    [
        ((), ("09:00", "12:00")),
        (("10:00-19:00",), ("10:00", "12:00")),
        (("9:30-12:00", "13:00-18:00"), ("09:30", "13:00")),
        (("14:00-20:00",), ("09:00", "14:00")),
        (("8:00-12:00",), ("08:00", "12:00")),
        (("6:00-24:00",), ("06:00", "12:00")),
        (("9:00-18:00", "20:00-22:00"), ("09:00", "12:00")),
    ],
)
def test_half_a_day_begins_with_its_business(
    hours: tuple[str, ...], halves: tuple[str, str]
) -> None:
    by_day = {"wed": hours}
    found = [parse_moment(f"水曜{half}", NOW, TOKYO, by_day) for half in ("午前", "午後")]
    assert tuple(f"{in_zone(moment, TOKYO):%H:%M}" for moment in found) == halves


@pytest.mark.parametrize("text", ["25:00", "午後13時", "+999999999"])
def test_what_no_clock_has_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no such day or time"):
        parse_moment(text, NOW, TOKYO)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2/30", "There is no day '2/30': the last one of that month is 2/28."),
        ("13/1", "There is no day '13/1': months go from 1 to 12."),
        ("2026-11-31 14:00", "the last one of that month is 2026-11-30."),
        ("２０２６年２月３１日", "the last one of that month is 2026-02-28."),
    ],
)
def test_what_no_calendar_has_is_refused_with_what_it_has(text: str, told: str) -> None:
    with pytest.raises(UsageError, match=re.escape(told)):
        parse_moment(text, NOW, TOKYO)


@pytest.mark.parametrize("text", ["", " ", "soon", "11-25", "1", "の", "来年", "2026-11-25 soon"])
def test_what_is_no_day_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(UsageError, match=r"write 2026-11-26, 11/26, \+3"):
        parse_moment(text, NOW, TOKYO)


def test_centuries_ahead_is_a_slip() -> None:
    with pytest.raises(UsageError, match="ten years"):
        parse_moment("2206-11-25", NOW, TOKYO)


moments = st.datetimes(datetime(2001, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))
PIECES = (
    *"01:/-+() tTzZhdw日月年火時分半後の",
    *("12", "24", "2026", "99999", "週間", "午後", "来週", "明日", "fri", "may", "next week"),
)


@EXAMPLES
@given(
    moments,
    st.timedeltas(timedelta(minutes=1), timedelta(MOST_DAYS - 1)),
    st.sampled_from([TOKYO, "Europe/Paris", "America/St_Johns", "UTC"]),
    st.sampled_from(["ja", "en"]),
)
def test_what_the_board_shows_is_understood(
    now: datetime, ahead: timedelta, zone: str, language: str
) -> None:
    shown = format_time(now + ahead, zone, language, now=now)
    try:
        read = parse_moment(shown, now, zone)
    except UsageError:  # the same minute, or the hour that comes twice when summer ends
        assert ahead < timedelta(hours=2)
    else:
        assert format_time(read, zone, language, now=now) == shown


@EXAMPLES
@given(
    st.one_of(st.text(max_size=20), st.lists(st.sampled_from(PIECES), max_size=6).map("".join)),
    moments,
)
def test_any_text_is_a_moment_to_come_or_a_sentence(text: str, now: datetime) -> None:
    try:
        moment = parse_moment(text, now, TOKYO)
    except UsageError:
        return
    assert now < moment <= now + timedelta(MOST_DAYS)
    assert moment.tzinfo is UTC
