"""Public holidays out of a library, against another one of other authors."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import jpholiday
import pytest

from csboard.errors import ConfigError
from csboard.public_holidays import public_holidays


def test_those_of_japan_are_what_another_library_says() -> None:
    """Ten years with two emperors, moved ones and a substitute; and as far as plans reach."""
    found = public_holidays("JP", 2017, 2036)
    other = {day for year in range(2017, 2037) for day, _name in jpholiday.year_holidays(year)}
    assert set(found.days) == other
    assert (found.first, found.last) == (2017, 2036)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2019, 5, 1), "天皇の即位の日"),
        (date(2019, 10, 22), "即位礼正殿の儀"),
        (date(2020, 7, 24), "スポーツの日"),
        (date(2021, 8, 9), "振替休日"),
        (date(2026, 9, 22), "国民の休日"),
        (date(2026, 11, 23), "勤労感謝の日"),
    ],
)
def test_days_that_break_the_pattern(day: date, name: str) -> None:
    assert name in public_holidays("JP", day.year, day.year).days[day]


def test_a_part_of_a_country() -> None:
    corpus_christi = date(2026, 6, 4)
    assert corpus_christi in public_holidays("DE-BY", 2026, 2026).days
    assert corpus_christi not in public_holidays("DE-BE", 2026, 2026).days


@pytest.mark.parametrize(
    "place", ["XX", "JAPAN", "Japan", "JP-13", "jp", "DE-XX", "", "-", "__class__"]
)
def test_an_unknown_place_is_named(place: str) -> None:
    with pytest.raises(ConfigError, match=r"^holidays: .*JP"):
        public_holidays(place, 2026, 2026)


def test_years_that_nobody_knows_are_left_out() -> None:
    found = public_holidays("JP", 2095, 2150)
    assert found.last == 2099
    assert max(found.days).year == 2099


def test_the_library_is_not_loaded_with_the_module() -> None:
    looks = "import sys, csboard.public_holidays; sys.exit('holidays' in sys.modules)"
    subprocess.run([sys.executable, "-c", looks], check=True)
