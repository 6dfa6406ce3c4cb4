"""What a team promises, as it writes it down and to whom it applies."""

from __future__ import annotations

from dataclasses import replace

import pytest

from csboard.domain.promises import (
    Promise,
    Traits,
    check_promises,
    fits,
    parse_promise,
    promises_of,
)
from csboard.domain.records import Urgency
from csboard.domain.settings import TeamSettings
from csboard.errors import ConfigError
from csboard.text import fold

URGENT = frozenset({Urgency.URGENT})


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("4h", 240), ("30m", 30), ("1h30m", 90), ("90m", 90), ("4時間", 240), ("1時間30分", 90)],
)
def test_how_soon(text: str, minutes: int) -> None:
    assert parse_promise("first", text) == Promise("first", minutes)


def test_for_what() -> None:
    written = '30m urgency:urgent urgency:high tag:"Two words" mailbox:VIP@example.jp'
    promise = parse_promise("next", written)
    assert promise.urgencies == {Urgency.URGENT, Urgency.HIGH}
    assert promise.tags == {fold("two words")}
    assert promise.mailboxes == {"vip@example.jp"}
    assert promise.conditions == written.partition(" ")[2]


def test_full_width_blanks_and_colons_are_understood() -> None:
    assert parse_promise("first", "１h　urgency：urgent").urgencies == URGENT


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "begin with a time"),
        ("urgency:urgent", "begin with a time"),
        ("0m", "begin with a time"),
        ("1d", "begin with a time"),
        ("-4h", "begin with a time"),
        ("1667h", "begin with a time"),
        ("4h urgent", "'urgent' is no condition"),
        ("4h tag:", "is no condition"),
        ('4h tag:""', "is no condition"),
        ("4h owner:sato", "'owner:sato' is no condition"),
        ("4h urgency:mad", "no urgency 'mad'"),
    ],
)
def test_what_promises_nothing(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_promise("first", text)


@pytest.mark.parametrize(
    ("written", "does"),
    [
        ("4h", True),
        ("4h urgency:high urgency:urgent", True),
        ("4h urgency:low", False),
        ("4h tag:決済 tag:配送", True),
        ("4h tag:ﾛｸﾞｲﾝ", False),
        ("4h urgency:urgent tag:配送", True),
        ("4h urgency:low tag:配送", False),
        ("4h urgency:urgent tag:決済", False),
        ("4h mailbox:vip@example.jp", False),
        ("4h mailbox:Info@example.jp", True),
    ],
)
def test_kinds_must_all_fit_and_one_of_each_does(written: str, does: bool) -> None:
    traits = Traits(Urgency.URGENT, frozenset({fold("配送")}), "info@example.jp")
    assert fits(parse_promise("first", written), traits) is does


def test_all_promises_of_a_team() -> None:
    settings = replace(
        TeamSettings(), promises={"first": ("4h", "30m urgency:urgent"), "solved": ("40h",)}
    )
    check_promises(settings)
    assert promises_of(settings) == (
        Promise("first", 240),
        Promise("first", 30, URGENT, conditions="urgency:urgent"),
        Promise("solved", 2400),
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"promises": {"reply": ("4h",)}}, "^promises.reply: 'reply'.*first, next, solved"),
        ({"promises": {"first": ("x",)}}, "^promises.first: 'x'"),
        ({"promises": {"first": ("4h",) * 101}}, "^promises.first: 100 at most"),
        ({"pausing": {"us": ("next",)}}, "^pausing.us: 'us'.*customer"),
        ({"pausing": {"customer": ("reply",)}}, "^pausing.customer: 'reply'.*solved"),
        ({"heat": {"怒り": -1}}, "^heat.怒り: from 0"),
        ({"heat": {"怒り": 10_001}}, "^heat.怒り: from 0"),
    ],
)
def test_settings_that_cant_be_kept(changes: dict[str, object], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        check_promises(replace(TeamSettings(), **changes))  # type: ignore[arg-type]
