"""The settings screens: what is changed acts at once and is written to the right place."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from csboard import config, directories
from csboard.board import Board
from csboard.domain.commands import ApplySettings, Move
from csboard.domain.records import Actor, Stage
from csboard.tui import keys
from csboard.tui.own_settings import settings_file
from csboard.tui.screens.report import ReportScreen
from csboard.tui.screens.settings import SettingsScreen
from csboard.tui.themes import theme_names
from tests.support.desk import enter, make_viewer, open_inquiry
from tests.tui.conftest import Seat, Sit

PERSONS = """# mine, with a comment
theme = "csboard-light"   # bright room

[keys]
"board.note" = "N"  # as elsewhere
"""


@pytest.fixture(autouse=True)
def persons_file(monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    file = directories.config_directory() / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(PERSONS, encoding="utf-8")
    return file


async def settings_of(seat: Seat) -> SettingsScreen:
    await seat.press("g", "comma")
    await seat.until(lambda: "Theme" in seat.text())
    screen = seat.app.screen
    assert isinstance(screen, SettingsScreen)
    return screen


def under_cursor(seat: Seat) -> str:
    """The first line of the row that is marked with `>`."""
    return next((line for line in seat.text().splitlines() if line.startswith(">")), "")


async def go_to(seat: Seat, label: str) -> None:
    """Put the cursor on a row; the marked line begins with >."""
    await seat.press("home")
    for _step in range(40):
        if label in under_cursor(seat):
            return
        await seat.press("down")
    raise AssertionError(f"{label} is not in\n{seat.text()}")


def written() -> dict[str, object]:
    return tomllib.loads(settings_file().read_text(encoding="utf-8"))


async def test_a_theme_is_worn_while_one_chooses_and_leaving_brings_the_old_one_back(
    board: Board, sit: Sit, persons_file: Path
) -> None:
    enter(board, "sato")
    async with sit("sato", config=config.load({})) as seat:
        await settings_of(seat)
        seat.app.wear_again()
        assert f"your file: {persons_file}"[:40] in seat.text()
        await go_to(seat, "Theme")
        await seat.press("enter")
        assert "csboard-light  (now)" in seat.text()
        assert f" {theme_names(seat.app)[0]}" in seat.text(), "there is room for all"
        assert seat.text().count("(now)") == 1
        await seat.press("up")
        assert seat.app.theme != "csboard-light"
        tried = seat.app.theme
        await seat.press("escape")
        assert seat.app.theme == "csboard-light"
        assert not settings_file().exists()
        await seat.press("enter", "up", "enter")
        assert seat.app.theme == tried
        await seat.until(settings_file().exists)
        assert written() == {"theme": tried}
        await seat.until(lambda: "changed inside the program" in seat.text())
        await seat.press("x")
        await seat.until(lambda: seat.app.theme == "csboard-light")
        assert written() == {}
    assert persons_file.read_text(encoding="utf-8") == PERSONS


async def test_what_is_stronger_is_said(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(board, "sato")
    monkeypatch.setenv("CSBOARD_LANG", "en")
    async with sit("sato", config=config.load({})) as seat:
        await settings_of(seat)
        await go_to(seat, "Language")
        assert "environment: CSBOARD_LANG" in seat.text()
        await seat.press("enter", "up", "enter")
        await seat.until(lambda: "CSBOARD_LANG is stronger" in seat.text())
        assert written() == {"language": "ja"}


async def test_the_editor_must_be_one_that_is_there(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    async with sit("sato", config=config.load({})) as seat:
        await settings_of(seat)
        await go_to(seat, "Editor")
        await seat.press("enter", *"no-such", "enter")
        await seat.until(lambda: "There is no program no-such" in seat.text())
        assert not settings_file().exists()
        await seat.press(*["backspace"] * 7, *"sh -c", "enter")
        await seat.until(settings_file().exists)
        assert seat.app.editor == "sh -c"
        assert written() == {"editor": "sh -c"}


async def test_a_new_key_is_pressed_and_acts_at_once(
    board: Board, sit: Sit, persons_file: Path
) -> None:
    enter(board, "sato")
    ref = open_inquiry(board, "Subject")
    async with sit("sato", config=config.load({})) as seat:
        await settings_of(seat)
        await go_to(seat, "Keys")
        await seat.press("enter")
        await go_to(seat, "board.claim")
        await seat.press("enter", "n")
        assert "is the key of board.next" in seat.text()
        await seat.press("ctrl+c")
        assert "ctrl+c copies" in seat.text()
        await seat.press("N")
        assert "is the key of board.note" in seat.text()
        await seat.press("c")
        await seat.until(lambda: "* board.claim" in seat.text())
        assert written() == {"keys": {"board.claim": "c"}}
        await seat.press("q", "escape")
        assert "c Take" in seat.text().splitlines()[-1] or seat.told
        await seat.press("c")
        assert board.card(ref).owner == "sato"
    assert persons_file.read_text(encoding="utf-8") == PERSONS
    assert config.load({}).sources["theme"].kind == "person"


async def test_an_action_gets_its_own_key_back_whatever_file_changed_it(
    board: Board, sit: Sit
) -> None:
    enter(board, "sato")
    async with sit("sato", config=config.load({})) as seat:
        await settings_of(seat)
        await go_to(seat, "Keys")
        await seat.press("enter")
        await go_to(seat, "* board.note")
        await seat.press("x")
        await seat.until(lambda: keys.key_of("board.note") == "m")
        assert written() == {"keys": {"board.note": "m"}}


async def test_a_broken_file_of_ours_is_not_overwritten(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    async with sit("sato", config=config.load({})) as seat:
        await settings_of(seat)
        settings_file().write_text("theme = ", encoding="utf-8")
        await go_to(seat, "Preview")
        await seat.press("enter", "down", "enter")
        await seat.until(lambda: "Nothing was changed" in seat.text())
        assert settings_file().read_text(encoding="utf-8") == "theme = "


# the team's


async def teams(seat: Seat) -> SettingsScreen:
    screen = await settings_of(seat)
    await seat.press("tab")
    await seat.until(lambda: "Time zone" in seat.text())
    return screen


async def test_a_lead_changes_a_setting_and_every_open_board_has_it(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    async with sit("sato") as seat:
        await teams(seat)
        await go_to(seat, "Time zone")
        await seat.press("enter", *["backspace"] * 10, *"Asia/Tokio", "enter")
        await seat.until(lambda: "is no time zone" in seat.text())
        await seat.press(*["backspace"] * 2, *"yo", "enter")
        await go_to(seat, "Name")
        await seat.press("enter", *" 2", "f2")
        await seat.until(lambda: board.settings().name == "Support 2")
        await seat.press("escape")
        await seat.until(lambda: seat.text().startswith(" Support 2"))


async def test_others_look(board: Board, sit: Sit) -> None:
    enter(board, "suzuki")
    enter(board, "sato")
    async with sit("sato") as seat:
        await teams(seat)
        assert "You may look; a lead changes the team's settings." in seat.text()
        assert "Another stage" not in seat.text()
        await go_to(seat, "Time zone")
        await seat.press("enter")
        assert isinstance(seat.app.screen, ReportScreen)
        assert "Time zone" in seat.text()
        assert "Asia/Tokyo" in seat.text()


async def test_others_read_a_long_definition_of_done_to_its_end(board: Board, sit: Sit) -> None:
    lead = enter(board, "suzuki")
    make_viewer(board, "sato", lead)
    settings = board.settings()
    *first, last = settings.stages
    says = "\n".join([f"Line {n} of what we agreed on" for n in range(40)] + ["The end"])
    stages = (*first, replace(last, definition_of_done=says, needs=("policy",)))
    board.execute(ApplySettings(settings=replace(settings, stages=stages)), lead)
    async with sit("sato", (80, 24)) as seat:
        await teams(seat)
        assert "enter Read" in seat.text()
        await go_to(seat, "Stage 3")
        await seat.press("enter")
        assert isinstance(seat.app.screen, ReportScreen)
        assert "needs: " in seat.text()
        assert "Line 0 " in seat.text()
        await seat.press("end")
        assert "The end" in seat.text()
        await seat.press("escape")
        await go_to(seat, "key: doing")
        await seat.press("x", "J", "f4")
        assert len(seat.app.screen_stack) == 2
        assert [stage.key for stage in board.settings().stages] == ["todo", "doing", "done"]


async def test_a_stage_is_added_changed_moved_and_taken_out(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    async with sit("sato") as seat:
        await teams(seat)
        await go_to(seat, "Another stage")
        await seat.press("enter", *"review", "enter", *"Review", "f2")
        await seat.until(lambda: board.settings().stage("review") is not None)
        await seat.until(lambda: "key: review" in seat.text())
        await go_to(seat, "key: review")
        await seat.press("enter", "enter", "enter", "enter", *"4", "enter", *"fact, soul", "f2")
        await seat.until(lambda: "soul is nothing that a stage can need." in seat.text())
        await seat.press("enter", "enter", "enter", "enter", "end", *["backspace"] * 6, "f2")
        await seat.until(lambda: board.settings().stages[2].limit == 4)
        assert board.settings().stages[2].needs == ("fact",)
        await seat.press("K")
        await seat.until(lambda: board.settings().stages[1].key == "review")
        await seat.until(lambda: "key: review" in under_cursor(seat))
        await seat.press("x", "y")
        await seat.until(lambda: board.settings().stage("review") is None)


async def test_what_a_board_needs_of_its_stages_is_said_in_the_words_of_the_screen(
    board: Board, sit: Sit
) -> None:
    enter(board, "sato")
    async with sit("sato") as seat:
        await teams(seat)
        await go_to(seat, "key: todo")
        assert " ".join(under_cursor(seat).split()) == "> Stage 1 ToDo kind: to do key: todo"
        await seat.press("x")
        await seat.until(lambda: "Take out the stage ToDo?" in seat.text())
        await seat.press("y")
        await seat.until(lambda: 'begins with a stage of the kind "to do"' in seat.text())
        assert [stage.key for stage in board.settings().stages] == ["todo", "doing", "done"]
        await go_to(seat, "Another stage")
        await seat.press("enter", *"todo", "f2")
        await seat.until(lambda: "There is a stage with the key todo already." in seat.text())


async def test_a_stage_with_cards_stays(board: Board, sit: Sit) -> None:
    sato = enter(board, "sato")
    board.execute(Move(task=open_inquiry(board, "Subject"), stage="doing"), sato)
    async with sit("sato") as seat:
        await teams(seat)
        await go_to(seat, "key: doing")
        await seat.press("x", "y")
        await seat.until(lambda: "1 task in stage 'doing'" in seat.text())
        assert len(board.settings().stages) == 3


async def test_somebody_elses_change_meanwhile_is_not_overwritten(board: Board, sit: Sit) -> None:
    sato = enter(board, "sato")
    async with sit("sato") as seat:
        await teams(seat)
        await go_to(seat, "Name")
        await seat.press("enter", *" A")
        board.execute(ApplySettings(settings=replace(board.settings(), name="Support B")), sato)
        await seat.press("f2")
        await seat.until(lambda: "changed name meanwhile" in seat.text())
        assert board.settings().name == "Support B"
        assert "Support A" in seat.text(), "what was typed is still there"
        await seat.press("f2")
        await seat.until(lambda: board.settings().name == "Support A")


async def test_a_stage_that_is_taken_out_while_one_writes_comes_back_with_what_was_written(
    board: Board, sit: Sit
) -> None:
    sato = enter(board, "sato")
    before = board.settings()
    review = Stage("review", "doing", {"en": "Review"})
    stages = (*before.stages[:-1], review, before.stages[-1])
    board.execute(ApplySettings(settings=replace(before, stages=stages)), sato)
    async with sit("sato") as seat:
        await teams(seat)
        await go_to(seat, "key: review")
        await seat.press("enter", *" it", "f2")
        await seat.until(lambda: "Review it" in str(board.settings().stage("review")))
        await seat.until(lambda: len(seat.app.screen_stack) == 2)
        await seat.press("enter", *" twice")
        board.execute(ApplySettings(settings=before), sato)
        await seat.press("f2")
        await seat.until(lambda: "meanwhile" in seat.text())
        assert board.settings().stage("review") is None
        await seat.press("f2")
        await seat.until(lambda: "Review it twice" in str(board.settings().stage("review")))


async def test_hours_are_written_line_by_line(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    async with sit("sato") as seat:
        await teams(seat)
        await go_to(seat, "Business hours")
        await seat.press("enter", "enter", *"sat 9-12", "f2")
        await seat.until(lambda: "'9-12' is no range" in seat.text())
        await seat.press(*["backspace"] * 4, *"09:00-12:00", "enter", *"sat 13:00-15:00", "f2")
        wanted = ("09:00-12:00", "13:00-15:00")
        await seat.until(lambda: board.settings().hours.get("sat") == wanted)


async def test_the_whole_as_a_file(board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(board, "sato")
    tries = [("Nowhere", "Support"), ("Asia/Tokyo", "From a file")]

    async def edited(_app: object, text: str) -> str:
        zone, name = tries.pop(0)
        text = re.sub("^zone = .*", f'zone = "{zone}"', text, flags=re.MULTILINE)
        return text.replace('name = "Support"', f'name = "{name}"')

    monkeypatch.setattr("csboard.tui.elsewhere.edited", edited)
    async with sit("sato") as seat:
        await teams(seat)
        await seat.press("f4")
        await seat.until(lambda: "is no time zone" in seat.text())
        await seat.press("y")
        await seat.until(lambda: board.settings().name == "From a file")


async def test_what_is_deleted_from_the_file_is_taken_out(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = enter(board, "sato")
    days = {"2026-12-28": ("09:00-12:00",), "12-29..01-03": ()}
    before = replace(board.settings(), days=days, signature="Yours")
    board.execute(ApplySettings(settings=before), lead)

    async def edited(_app: object, text: str) -> str:
        return text.replace('"12-29..01-03" = []\n', "").replace('signature = "Yours"\n', "")

    monkeypatch.setattr("csboard.tui.elsewhere.edited", edited)
    async with sit("sato") as seat:
        await teams(seat)
        await seat.press("f4")
        await seat.until(lambda: not board.settings().signature)
    after = replace(before, days={"2026-12-28": ("09:00-12:00",)}, signature="")
    assert board.settings() == after


async def test_a_file_saved_again_after_a_conflict_brings_nothing_old_back(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = enter(board, "sato")
    before = board.settings()

    async def edited(_app: object, text: str) -> str:
        return text.replace('name = "Support"', 'name = "Mine"')

    monkeypatch.setattr("csboard.tui.elsewhere.edited", edited)
    async with sit("sato") as seat:
        screen = await teams(seat)
        monkeypatch.setattr(screen, "show_again", lambda: None)  # read before the others' change
        theirs = replace(before, name="Theirs", zone="Europe/London")
        board.execute(ApplySettings(settings=theirs), lead)
        await seat.press("f4")
        await seat.until(lambda: "changed name meanwhile" in seat.text())
        await seat.press("y")
        await seat.until(lambda: board.settings().name == "Mine")
    assert board.settings().zone == "Europe/London"


async def test_a_stage_that_somebody_took_out_meanwhile_is_made_again(
    board: Board, sit: Sit
) -> None:
    lead = enter(board, "sato")
    before = board.settings()
    async with sit("sato") as seat:
        await teams(seat)
        await go_to(seat, "key: doing")
        await seat.press("enter", *"Busy")
        stages = tuple(stage for stage in before.stages if stage.key != "doing")
        board.execute(ApplySettings(settings=replace(before, stages=stages)), lead)
        await seat.press("f2")
        await seat.until(lambda: "changed stages meanwhile" in seat.text())
        await seat.press("f2")
        await seat.until(lambda: board.settings().stage("doing") is not None)


async def test_the_cursor_stays_on_its_stage_whatever_others_take_out(
    board: Board, sit: Sit
) -> None:
    lead = enter(board, "sato")
    before = board.settings()
    extra = Stage("extra", "todo", {})
    board.execute(
        ApplySettings(
            settings=replace(before, stages=(before.stages[0], extra, *before.stages[1:]))
        ),
        lead,
    )
    async with sit("sato") as seat:
        await teams(seat)
        await go_to(seat, "key: doing")
        board.execute(ApplySettings(settings=before), lead)
        await seat.until(lambda: "key: extra" not in seat.text())
        assert "key: doing" in under_cursor(seat)


def test_only_leads_may_even_by_another_way(board: Board) -> None:
    enter(board, "suzuki")
    enter(board, "sato")
    with pytest.raises(Exception, match="lead"):
        board.execute(
            ApplySettings(settings=replace(board.settings(), name="x"), was=board.settings()),
            Actor("sato"),
        )


async def test_enter_right_after_a_change_of_parts_is_for_the_row_in_view(
    board: Board, sit: Sit
) -> None:
    enter(board, "sato", "Sato")
    async with sit("sato") as seat:
        screen = await settings_of(seat)
        screen.action_part()
        screen.action_change()
        await seat.until(lambda: seat.app.screen is not screen)
