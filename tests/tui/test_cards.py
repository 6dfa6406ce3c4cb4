"""How a card is written, to the cell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csboard.domain.records import Card, Channel, Tags, TaskRef, Urgency, Waiting
from csboard.tui.cards import GUTTER, card_age, card_height, card_lines, card_until, short_age
from csboard.tui.layout import cell_len
from csboard.tui.times import Times

NOW = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
TOKYO = ZoneInfo("Asia/Tokyo")

CARD = Card(
    task_id=1,
    ref=TaskRef(1057),
    version=1,
    title="二重に請求されています",
    customer_name="佐藤商店",
    customer_email="sato@example.jp",
    channel=Channel.MAIL,
    stage="todo",
    urgency=Urgency.NORMAL,
    owner=None,
    owner_name="",
    owner_since=None,
    opened_at=NOW - timedelta(hours=3),
)
TAGS = Tags(("決済",), ("二重請求",), ("怒り",))


def written(card: Card, width: int = 37, me: str = "yamada") -> list[str]:
    until = card_until(card, NOW, TOKYO)
    lines = card_lines(card, width, card_age(card, NOW, TOKYO), me, until)
    return ["".join(piece.text for piece in line) for line in lines]


def test_a_short_card_takes_two_lines(japanese: None) -> None:
    assert written(CARD) == ["#1057 二重に請求されています", "  未担当  3時間  佐藤商店"]


def test_what_waits_says_for_whom_and_until_when(japanese: None) -> None:
    tomorrow = Waiting("customer", "領収書", NOW + timedelta(days=1))
    held = CARD._replace(owner="yamada", owner_name="山田", waiting=tomorrow)
    assert written(held)[1] == "  山田  お客様返信待ち  佐藤商店 …"
    assert written(held, 50)[1] == "  山田  お客様返信待ち 〜11/24  3時間  佐藤商店 …"
    assert written(held, 60)[1] == "  山田  お客様返信待ち 〜11/24 09:30  3時間  佐藤商店"
    openly = held._replace(waiting=Waiting("internal"))
    assert written(openly)[1] == "  山田  社内確認待ち  佐藤商店 …"
    later = held._replace(waiting=Waiting("date", "", NOW + timedelta(days=60)))
    assert "日時待ち 〜2027/1/22" in written(later)[1]


def test_a_day_that_is_waited_for_has_room_in_a_column_of_a_third_of_120() -> None:
    monday = Waiting("date", "", NOW + timedelta(days=1))
    held = CARD._replace(owner="haruka", owner_name="Haruka", waiting=monday)
    assert "waits till Nov 24" in written(held)[1]


def test_urgency_comes_first_and_tags_last(japanese: None) -> None:
    assert written(CARD._replace(urgency=Urgency.URGENT, tags=TAGS)) == [
        "#1057 二重に請求されています",
        "  至急  未担当  3時間  佐藤商店",
        "  決済/二重請求 怒り",
    ]


def test_a_long_title_takes_the_line_that_tags_would_have(japanese: None) -> None:
    long = CARD._replace(title="配送先の住所を「東京都千代田区」に変更したいのですが、")
    assert written(long, 39)[:2] == [
        "#1057 配送先の住所を「東京都千代田区」",
        "  に変更したいのですが、",
    ]
    assert written(long._replace(tags=TAGS))[0] == "#1057 配送先の住所を「東京都千代田…"


def test_who_has_it_stands_in_a_word(japanese: None) -> None:
    mine = CARD._replace(owner="yamada", owner_name="山田")
    assert written(mine)[1] == "  山田  3時間  佐藤商店"
    roles = [piece.role for piece in card_lines(mine, 37, "3時間", "yamada")[1]]
    assert roles[0] == "mine"


def test_a_closed_card_says_when_it_was_closed() -> None:
    today = CARD._replace(closed_at=NOW - timedelta(minutes=10))
    earlier = CARD._replace(closed_at=NOW - timedelta(days=3))
    assert card_age(today, NOW, TOKYO) == "09:20"
    assert card_age(earlier, NOW, TOKYO) == "Fri Nov 20"


@pytest.mark.parametrize(
    ("seconds", "age"),
    [(0, "just now"), (59, "just now"), (60, "1m"), (3599, "59m"), (3600, "1h"), (86400, "1d")],
)
def test_ages_have_one_unit(seconds: int, age: str) -> None:
    assert short_age(seconds) == age


@given(
    st.text(max_size=80), st.text(max_size=20), st.sampled_from([TAGS, Tags()]), st.integers(20, 60)
)
def test_any_card_fits_and_is_as_high_as_said(
    title: str, customer: str, tags: Tags, width: int
) -> None:
    card = CARD._replace(title=title, customer_name=customer, tags=tags)
    lines = written(card, width)
    assert all(cell_len(line) <= width - GUTTER for line in lines)
    assert len(lines) == card_height(card, width)


@given(st.integers(-2, 10), st.text(max_size=30), st.sampled_from([Tags(), TAGS]))
def test_however_narrow_every_line_has_a_piece(width: int, title: str, tags: Tags) -> None:
    card = CARD._replace(title=title, tags=tags)
    lines = card_lines(card, width, card_age(card, NOW, TOKYO), "yamada")
    assert all(lines)
    assert len(lines) == card_height(card, width)


def test_a_day_of_another_year_shows_the_year(japanese: None) -> None:
    closed = CARD._replace(closed_at=datetime(2025, 11, 24, 3, 0, tzinfo=UTC))
    assert card_age(closed, NOW, TOKYO) == "2025/11/24(月)"


def test_moments_have_one_form(japanese: None) -> None:
    times = Times("Asia/Tokyo", NOW)
    assert times.moment(datetime(2026, 11, 23, 0, 5, tzinfo=UTC)) == "11/23(月) 09:05"
    assert times.moment(datetime(2025, 11, 24, 0, 5, tzinfo=UTC)) == "2025/11/24(月) 09:05"


def test_an_hour_that_had_to_go_is_marked(japanese: None) -> None:
    until = datetime(2026, 12, 1, 5, 30, tzinfo=UTC)
    waits = CARD._replace(waiting=Waiting("customer", "", until))
    whole = written(waits, 80)[-1]
    assert "14:30" in whole
    assert "…" not in whole
    for fewer in (0, 2, 4):
        line = written(waits, cell_len(whole) - fewer)[-1]
        assert "14:30" not in line
        assert line.endswith("…")


LONG = CARD._replace(title="x", owner="alex", owner_name="Alexandria Featherstonehaugh")
ON_HOLD = Waiting("customer", "", NOW + timedelta(days=1))


def test_a_long_owners_name_loses_its_end_before_it_is_left_out() -> None:
    assert written(LONG, 22)[1] == "  Alexandria Feath…"
    assert written(LONG, 14)[1] == "  Alexandr…"
    assert written(LONG._replace(urgency=Urgency.URGENT), 17)[1] == "  urgent  Ale…"
    assert written(LONG._replace(urgency=Urgency.URGENT), 16)[1] == "  urgent …"


def test_it_gives_way_to_what_stands_behind_it_as_long_as_one_knows_who_it_is() -> None:
    held = LONG._replace(waiting=ON_HOLD)
    assert written(held, 44)[1] == "  Alexandria Feather…  waits for customer …"
    assert written(held, 34)[1] == "  Alexandr…  waits for customer …"
    assert written(held, 33)[1] == "  Alexand…  waits for customer …"
    assert written(held, 32)[1] == "  Alexandria Featherstonehau…"
    short = held._replace(owner_name="Yamada")
    assert written(short, 30)[1] == "  Yamada …", "a short name loses nothing"


@given(st.text(min_size=1, max_size=40), st.booleans(), st.integers(20, 60))
def test_whatever_the_owner_is_called_the_line_fits(name: str, waits: bool, width: int) -> None:
    card = LONG._replace(owner_name=name, waiting=ON_HOLD if waits else None)
    assert all(cell_len(line) <= width - GUTTER for line in written(card, width))
