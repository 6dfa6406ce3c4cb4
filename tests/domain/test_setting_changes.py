"""What a change of the settings says of itself: each that differs, from what to what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from csboard.domain.alarm_settings import AlarmSettings
from csboard.domain.objective_settings import Objective, Result
from csboard.domain.records import Role, Tags
from csboard.domain.setting_changes import changes, changes_of_members, new_words
from csboard.domain.settings import TeamSettings
from tests.domain.builders import SUZUKI

OLD = TeamSettings(name="Support", hours={"mon": ("09:00-12:00", "13:00-18:00"), "sat": ()})
LONG_ON = OLD.alarms.on
DONE = OLD.stages[-1]
GOAL = Objective("Sooner", "2026-10-01", "2026-12-31", (Result("reply", 4, 2),))


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({}, None),
        ({"name": "窓口"}, "the team's name: Support -> 窓口"),
        ({"send_window": 60}, f"send window: {OLD.send_window} -> 60"),
        ({"holidays": "JP"}, "public holidays: none -> JP"),
        (
            {"hours": {"mon": ("10:00-18:00",), "sat": ()}},
            "business hours: mon 09:00-12:00, 13:00-18:00 -> 10:00-18:00",
        ),
        ({"days": {"12-29..01-03": ()}}, "days of the team's own: 12-29..01-03 none -> closed all"),
        (
            {"promises": {"first": ("4h",), "solved": ("5d",)}},
            "promises: first none -> 4h; solved none -> 5d",
        ),
        ({"alarms": AlarmSettings(unowned="2h")}, "alarms: unowned 1h -> 2h"),
        (
            {"alarms": AlarmSettings(on=(*LONG_ON[1:], "a", "b", "c"))},
            f"alarms: on + a, b, c - {LONG_ON[0]}",
        ),
        (
            {"alarms": AlarmSettings(on=(*LONG_ON, *"abcdefg"))},
            "alarms: on + a, b, c, d, e, and 2 more",
        ),
        ({"alarms": AlarmSettings(on=("soon",))}, "alarms: on - "),
        ({"alarms": AlarmSettings(on=LONG_ON[::-1])}, f"alarms: on {LONG_ON[0]}"),
        ({"own_addresses": ("a@b.example",)}, "mailboxes: none -> a@b.example"),
        ({"stages": (*OLD.stages[:-1], replace(DONE, limit=3))}, "stages: done "),
        ({"objectives": (GOAL,)}, "objectives: Sooner none -> Sooner, 2026-10-01"),
        ({"signature": "x" * 90}, f"signature: none -> {'x' * 40}…"),
        (
            {"heat": {f"tag{n}": n for n in range(9)}},
            "heat: tag0 none -> 0; tag1 none -> 1; tag2 none -> 2; tag3 none -> 3; tag4 none -> 4;"
            " and 4 more",
        ),
    ],
)
def test_each_setting_that_differs_has_a_line(values: dict[str, object], line: str | None) -> None:
    told = list(changes(OLD, replace(OLD, **values)))  # type: ignore[arg-type]
    assert len(told) == (line is not None)
    assert "".join(told).startswith(line or "")


def test_what_differs_far_behind_is_told_as_changed() -> None:
    before, after = (replace(OLD, signature="x" * 60 + end) for end in "ab")
    assert list(changes(before, after)) == ["signature: changed"]


def test_members_and_words() -> None:
    after = SUZUKI._replace(role=Role.VIEWER, learning=True)
    assert list(changes_of_members({"suzuki": SUZUKI}, {"suzuki": after})) == [
        f"suzuki: role {SUZUKI.role} -> viewer; learning no -> yes"
    ]
    assert list(changes_of_members({}, {"suzuki": after})) == [], "who has just come is no change"
    assert list(new_words(Tags(("ring",)), Tags(("ring", "chain"), ("bent",)))) == [
        "Content: + chain",
        "Symptom: + bent",
    ]
