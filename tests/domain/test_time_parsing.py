"""Times of day as people write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from csboard.domain.time_parsing import parse_time
from csboard.errors import UsageError

EARLY = datetime(2026, 11, 26, 5, 28, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "hours", "meant"),
    [
        ("05:28", 6, "26 05:28"),
        ("00:10", 0, "26 00:10"),
        ("23:30", 6, "25 23:30"),
        ("23:00", 24, "25 23:00"),
        ("5:29", 24, "25 05:29"),
    ],
)
def test_a_time_to_come_is_that_of_yesterday(text: str, hours: int, meant: str) -> None:
    found = parse_time(text, EARLY, "UTC", timedelta(hours=hours))
    assert f"{found:%d %H:%M}" == meant


@pytest.mark.parametrize("text", ["23:00", "05:29", "23:27"])
def test_what_is_too_long_ago_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="csboard time add"):
        parse_time(text, EARLY, "UTC", timedelta(hours=6))
