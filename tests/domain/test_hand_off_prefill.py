"""What a sheet begins with: pure, from what the board knows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from csboard.domain.hand_off_page import Page, as_markdown, as_text
from csboard.domain.hand_off_prefill import Due, Known, prefilled, severity
from csboard.domain.hand_off_records import HandOff, Severity, Sheet
from csboard.domain.records import Channel, Direction, Message, Tags, TaskRef, Urgency, Waiting
from csboard.domain.reply_mark import ReplyMark, ReplyState
from csboard.domain.views import InquiryView
from tests.domain.builders import FREE, INQUIRY, MEMBERS, NOW, owned
from tests.domain.builders import SATO as _SATO

ZONE = "Asia/Tokyo"
HOUR = timedelta(hours=1)
MINE = owned(_SATO)
OTHER = FREE._replace(id=9, ref=TaskRef(1042, 2), title="倉庫に電話", owner="tanaka")
SAID = Message(
    1, Direction.IN, NOW - HOUR, "山田", "yamada@example.jp", "", "届きません。\n\n> 引用"
)
ANSWERED = Message(2, Direction.OUT, NOW, "", "", "", "確認します。", author="sato")


def known(
    *messages: Message, due: tuple[Due, ...] = (), task: Any = MINE, more: Any = None, **fields: Any
) -> Known:
    inquiry = INQUIRY._replace(**fields)
    view = InquiryView(1, inquiry, (MINE, OTHER), messages, (), MEMBERS)
    return Known(view._replace(**(more or {})), task, due, ZONE, NOW)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (known(), Severity.STABLE),
        (known(urgency=Urgency.URGENT), Severity.URGENT),
        (known(urgency=Urgency.HIGH), Severity.WATCH),
        (known(emotion="怒っている"), Severity.WATCH),
        (known(tags=Tags(emotion=("怒り",))), Severity.WATCH),
        (known(due=(Due("first", NOW + 5 * HOUR),)), Severity.URGENT),
        (known(due=(Due("first", None, is_over=True),)), Severity.URGENT),
        (known(due=(Due("first", NOW + 50 * HOUR),)), Severity.WATCH),
        (known(due=(Due("first", NOW + 500 * HOUR),)), Severity.STABLE),
        (known(due=(Due("first", NOW),), task=OTHER), Severity.STABLE),
        (known(task=MINE._replace(woke_at=NOW)), Severity.WATCH),
    ],
)
def test_how_it_stands(given: Known, expected: Severity) -> None:
    assert severity(given) is expected


def test_three_lines_tell_what_has_happened() -> None:
    given = known(SAID, ANSWERED, fact="\n倉庫にある\n二行目", policy="今日発送")
    lines = prefilled(given).story.splitlines()
    assert lines[0] == "ログインできない: 倉庫にある"
    assert lines[1] == "Policy: 今日発送"
    assert "佐藤: 確認します。" in lines[2]
    assert len(lines) == 3


def test_what_was_said_last_is_short_and_without_quotes() -> None:
    long = SAID._replace(text="長" * 300)
    assert "引用" not in prefilled(known(SAID)).story
    assert len(prefilled(known(long)).story) < 200


def test_what_colleagues_noted_lately_stands_behind_it() -> None:
    notes = [
        Message(n, Direction.NOTE, NOW + n * HOUR, "", "", "", f"{n}つ目\nのメモ", author="sato")
        for n in range(3, 7)
    ]
    late = notes[0]._replace(id=9, kind="late", text="遅れた理由")
    empty = notes[0]._replace(id=10, text=" ")
    lines = prefilled(known(*notes[::-1], SAID, late, empty)).story.splitlines()
    assert "届きません。" in lines[1]
    assert lines[2:] == [f"Noted, Tue Nov 24 {10 + n}:00, 佐藤: {n}つ目 のメモ" for n in (4, 5, 6)]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (known(SAID, channel=Channel.MAIL), "Answer what the customer wrote"),
        (known(SAID, channel=Channel.PHONE), "Answer what the customer asked"),
        (known(SAID, ANSWERED), "#1042.2 is open still: 倉庫に電話 (tanaka)"),
        (known(more={"reply": ReplyMark(ReplyState.REVIEW, "sato")}), "The reply is begun"),
        (known(task=MINE._replace(waiting=Waiting("customer"))), "Go on when the customer answers"),
        (
            known(task=MINE._replace(waiting=Waiting("internal", "経理に確認", NOW + HOUR))),
            "Ask the colleagues by Tue Nov 24 11:00: 経理に確認",
        ),
        (
            known(task=MINE._replace(waiting=Waiting("date", "再送", NOW + HOUR))),
            "On Tue Nov 24 11:00: 再送",
        ),
    ],
)
def test_what_is_next(given: Known, told: str) -> None:
    assert told in prefilled(given).steps


def test_promises_are_what_the_customer_can_expect() -> None:
    waiting = MINE._replace(waiting=Waiting("customer", "口座番号", NOW + 24 * HOUR))
    given = known(due=(Due("next", NOW + HOUR), Due("solved", None)), task=waiting)
    assert prefilled(given).promises.splitlines() == [
        "next word by Tue Nov 24 11:00",
        "By Wed Nov 25 10:00: 口座番号",
    ]
    over = MINE._replace(waiting=Waiting("date", "再送", NOW - HOUR))
    assert prefilled(known(task=over)).promises == "none"


def test_what_may_come_up_and_what_is_next_of_nothing_known_are_left_to_the_writer() -> None:
    assert prefilled(known(SAID)).missing == ("contingency",)
    alone = known(more={"tasks": (MINE,)})
    assert prefilled(alone).missing == ("steps", "contingency")
    assert prefilled(known(task=OTHER)).story.startswith("倉庫に電話")


def test_a_set_of_sheets_is_printed() -> None:
    sheet = Sheet(Severity.WATCH, "*経緯*\n二行目", "次", "", "なし")
    one = HandOff(1, 7, MINE.ref, "sato", "tanaka", sheet, NOW, offered_at=NOW)
    page = Page(MEMBERS, {7: "[件名]"}, ZONE, NOW)
    text = "\n".join(as_text([one, one], page))
    assert text.count("#1042 [件名]") == 2
    assert "佐藤 to tanaka, not taken yet" in text
    assert "(not said)" in text
    left = {**MEMBERS, "tanaka": MEMBERS["tanaka"]._replace(active=False)}
    assert "佐藤 to tanaka, who can't take it any more" in "\n".join(
        as_text([one], page._replace(members=left))
    )
    markdown = "\n".join(as_markdown([one._replace(read_back="はい")], page))
    assert "## #1042 \\[件名]" in markdown
    assert "- \\*経緯\\*" in markdown
    assert "*Said again: はい*" in markdown
