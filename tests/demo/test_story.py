"""The demo's board: its story holds in both languages, and every act of it is a lawful one."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.demo import book as written
from csboard.demo.book import Book, read_book
from csboard.demo.making import Making, make
from csboard.demo.when import moment
from csboard.domain.records import Actor, Direction, Inquiry, Message
from csboard.domain.reply_mark import ReplyState
from csboard.domain.views import Snapshot
from csboard.i18n import LANGUAGES
from csboard.text import clean
from csboard.tui.layout import cell_len

FRIDAY = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
"""Three in the afternoon in Tokyo."""
TOKYO = ZoneInfo("Asia/Tokyo")
KINDS = (
    *("mail", "notes", "waits", "tasks", "reasons"),
    *("replies", "comments", "answers", "changes", "cases", "findings"),
)


@pytest.fixture(scope="module", params=LANGUAGES)
def book(request: pytest.FixtureRequest) -> Book:
    return read_book(request.param)


@pytest.fixture
def board(book: Book, tmp_path: Path) -> Iterator[Board]:
    made = Board.open(make(tmp_path, book.language, FRIDAY), FixedClock(FRIDAY))
    yield made
    made.close()


def inquiries(board: Board) -> list[tuple[Inquiry, tuple[Message, ...]]]:
    numbers = sorted({card.ref.number for card in board.snapshot(done=500).cards})
    views = [board.inquiry(number) for number in numbers]
    return [(view.inquiry, view.messages) for view in views]


def names(value: object, path: str = "") -> Iterator[str]:
    """Every key of a TOML file and every place in its lists, without the words themselves."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from names(inner, f"{path}.{key}")
    elif isinstance(value, list):
        yield from (f"{path}[{index}]" for index in range(len(value)))
    else:
        yield path


def test_both_languages_tell_the_same_story() -> None:
    files = [Path(written.__file__).parent / f"{language}.toml" for language in LANGUAGES]
    told = [Counter(names(tomllib.loads(file.read_text(encoding="utf-8")))) for file in files]
    assert told[0] == told[1]


def test_nothing_is_written_that_the_plot_does_not_use(book: Book, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'board.db'}"
    clock = FixedClock(FRIDAY - timedelta(days=60))
    board = Board.open(url, clock, create=True)
    making = Making(board, clock, book, FRIDAY)
    making.live_through()
    board.close()
    for story in book.stories:
        said = book.of(story.id)
        for kind in KINDS:
            assert making.used[story.id, kind] == len(said.get(kind, ())), (story.id, kind)


def test_a_team_of_six_has_some_sixty_inquiries_in_all_stages(board: Board) -> None:
    snapshot: Snapshot = board.snapshot(done=500)
    assert len(inquiries(board)) >= 60
    assert len(snapshot.members) == 6 + 1, "six people and the intake"
    stages = Counter(card.stage for card in snapshot.cards)
    assert min(stages["todo"], stages["doing"], stages["done"]) >= 10
    assert any(card.waiting for card in snapshot.cards)
    assert any(card.ref.seq > 1 for card in snapshot.cards)
    assert {receipt.state for receipt in board.tray()} == {"held", "filed"}


def test_nothing_happens_in_the_future_and_nothing_long_ago(board: Board) -> None:
    for inquiry, messages in inquiries(board):
        assert FRIDAY - timedelta(days=30) < inquiry.opened_at <= FRIDAY
        assert all(inquiry.opened_at <= message.at <= FRIDAY for message in messages)


@pytest.mark.parametrize("at", ["2026-11-22T15:05", "2026-11-23T00:02", "2026-11-20T23:59"])
def test_it_can_be_told_at_any_hour_of_any_day(tmp_path: Path, at: str) -> None:
    make(tmp_path, "en", datetime.fromisoformat(f"{at}+00:00"))


def test_tags_are_the_teams_own(board: Board) -> None:
    agreed = board.settings().vocabulary.words
    for inquiry, _messages in inquiries(board):
        assert set(inquiry.tags.content) <= set(agreed.content)
        assert set(inquiry.tags.symptom) <= set(agreed.symptom)
        assert set(inquiry.tags.emotion) <= set(agreed.emotion)


def test_somebody_writes_three_times_and_quotes_what_was_answered(board: Board) -> None:
    told = [
        [message for message in messages if message.direction is Direction.IN]
        for _inquiry, messages in inquiries(board)
    ]
    assert max(map(len, told)) == 3
    assert any(line.startswith("> ") for mails in told for line in mails[-1].text.splitlines())
    assert any(mail.attachments for mails in told for mail in mails)


def test_its_words_fit_and_are_harmless(book: Book) -> None:
    for said in book.words["said"].values():
        assert cell_len(said["subject"]) <= 60
        for text in (text for kind in ("mail", "notes", "replies") for text in said.get(kind, ())):
            assert text == clean(text, multiline=True)
            assert not any(line[:1] in "。、」）" for line in text.splitlines() if line)
        for mail in (*said.get("mail", ()), *said.get("replies", ())):
            assert max(map(cell_len, mail.splitlines()), default=0) <= 76


def test_replies_are_under_way_each_at_another_step(board: Board) -> None:
    you = Actor(read_book("en").you)
    cards = board.snapshot().cards
    states = {card.reply.state: card for card in cards if card.reply is not None}
    assert set(states) == {ReplyState.APPROVED, ReplyState.CHANGE, ReplyState.REVIEW}
    yours = states[ReplyState.CHANGE]
    assert yours.owner == you.login
    said = board.replies(yours.ref.number).comments
    assert [one.proposal for one in said if one.proposal and not one.accepted_at]
    assert [one for one in said if one.message_id is not None]
    wanted = {item.kind for item in board.inbox(you.login) if item.read_at is None}
    assert wanted >= {"mention", "review_asked", "change", "thanked"}


def test_a_lead_has_pinned_a_card_and_a_colleague_is_at_one(board: Board, book: Book) -> None:
    cards = board.snapshot().cards
    assert [card.pin.login for card in cards if card.pin] == [book.members[0]]
    (timer,) = board.timers()
    assert timer.login != book.you
    assert not timer.is_lost(FRIDAY)
    assert timer.task in {card.ref for card in cards if card.owner == timer.login}


def test_a_week_of_replies_waits_for_the_reading_round(board: Board, book: Book) -> None:
    round_ = board.sent_lately(book.you)
    assert len(round_) >= 8
    assert any(one.thanks for one in round_)
    assert any(one.comments for one in round_)
    for one in round_:
        assert "> " in one.message.text, "under it stands what was answered"


def test_what_helped_stands_on_the_sheet_and_has_been_used_again(board: Board) -> None:
    sheet = board.sheet()
    assert len(sheet.rows) >= 6
    assert sheet.pick is not None
    standings = [row.standing for row in sheet.rows]
    assert sum(one.used for one in standings) >= 2
    assert any(one.not_here for one in standings)
    assert all(row.success.became or row.success.why for row in sheet.rows)
    views = [board.success(row.success.id) for row in sheet.rows]
    assert [reuse.kept for view in views for reuse in view.reuses] == [True]


def test_only_addresses_that_can_be_nobodys(board: Board) -> None:
    for _inquiry, messages in inquiries(board):
        addresses = [message.sender_email for message in messages if message.sender_email]
        assert all(address.endswith("@example.jp") for address in addresses)


def test_a_working_day_ago_is_friday_when_told_on_a_sunday() -> None:
    sunday = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    friday = datetime(2026, 11, 20, 14, 5, tzinfo=TOKYO)
    assert moment("1/14:05", sunday, TOKYO) == friday
    assert moment("-1h05m", sunday, TOKYO) == sunday - timedelta(hours=1, minutes=5)


def test_the_small_hours_are_of_the_day_before() -> None:
    night = datetime(2026, 11, 20, 1, 0, tzinfo=TOKYO)
    thursday = datetime(2026, 11, 19, 14, 5, tzinfo=TOKYO)
    assert moment("0/14:05", night, TOKYO) == thursday
    assert moment("1/14:05", night + timedelta(hours=2), TOKYO) == thursday


@pytest.mark.parametrize("text", ["", "-", "yesterday", "1/25"])
def test_what_is_no_time_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="not a time of the story"):
        moment(text, FRIDAY, TOKYO)


def test_templates_were_used_and_one_was_edited(board: Board, book: Book) -> None:
    rows = board.templates().rows
    assert {row.template.language for row in rows} == {book.language}
    assert [row.use.sent for row in rows] == [1, 1, 1]
    assert sorted(row.use.kept for row in rows) == [0, 1, 1]
    assert len(board.templates().repeated) >= 2
