"""The alarms as a box of the settings: what it shows is what it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from csboard.domain.alarm_settings import AlarmSettings
from csboard.domain.settings import TeamSettings
from csboard.i18n import use_language
from csboard.tui.screens.settings_alarms import show_alarms, take_alarms

OTHERS = TeamSettings(
    alarms=AlarmSettings(
        on=("unowned", "laden"), unowned="2h", in_hand=3, mail_to=("a@b.example", "c@d.example")
    )
)


@pytest.fixture(params=["en", "ja"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    use_language(request.param)
    yield request.param
    use_language("en")


@pytest.mark.parametrize("settings", [TeamSettings(), OTHERS])
def test_what_it_shows_is_what_it_takes(settings: TeamSettings, language: str) -> None:
    assert take_alarms(settings, show_alarms(settings)) == settings
    assert take_alarms(TeamSettings(), show_alarms(settings)).alarms == settings.alarms


def test_it_is_told_in_words(language: str) -> None:
    shown = show_alarms(OTHERS)
    assert not re.search("unowned|laden|in_hand|mail_to|owner", shown)
    if language == "ja":
        assert "出す警報: 未担当のまま、抱えすぎ" in shown
        assert "知らせる相手: 担当者\nメールにする警報: なし" in shown
        assert not re.search(
            "[A-Za-z]{3}", shown.replace("a@b.example", "").replace("d.example", "")
        )
    else:
        assert "Alarms on: Nobody has it, Too much in hand" in shown
        assert "Tell: whoever has it\nMail: none" in shown


def test_a_line_may_be_written_as_one_likes() -> None:
    alarms = take_alarms(OTHERS, "on: broken, soon\n\nstuck = 8h\nin_hand：5").alarms
    assert (alarms.on, alarms.stuck, alarms.in_hand) == (("broken", "soon"), "8h", 5)
    assert alarms.unowned == "2h", "what has no line stays"
    assert take_alarms(OTHERS, "on").alarms.on == ()
    told = take_alarms(OTHERS, "tell leads everybody\nmail: promise broken, soon").alarms
    assert (told.tell, told.mail) == (("leads", "everybody"), ("broken", "soon"))


@pytest.mark.parametrize(
    ("typed", "words"),
    [("unownd 1h", "Did you mean `unowned`?"), ("in_hand ten", "as 10"), ("in_hand", "as 10")],
)
def test_what_makes_no_sense_is_told(typed: str, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        take_alarms(OTHERS, typed)
