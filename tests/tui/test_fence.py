"""Nothing a stranger wrote reaches the terminal as anything but letters."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import ControlType, Segment
from rich.style import Style
from rich.traceback import Traceback
from textual.app import ComposeResult
from textual.color import Color
from textual.pilot import Pilot
from textual.worker import WorkerFailed

from csboard.text import clean
from csboard.tui.base import BaseApp, _retold
from csboard.tui.fence import Fence, Plain, entitle, harmless, say
from tests.support.recording import FORBIDDEN, record, seen, strangers_bytes

PAYLOADS = [
    "\x1b]0;title\x07 subject",
    "\x1b]52;c;aGk=\x07",
    "\x1b]8;;http://evil.example\x1b\\here\x1b]8;;\x1b\\",
    "\x1b[2Jgone",
    "\x9b2Jgone \x9d0;x\x9c \x85",
    "\x00\x07\x08\x0b\x0c\x0e\x0f\x18\x7f",
    "a\tb",
    "\u202egnp.exe",
    "\u200b\ufeff\u2066\U000e0041",
    "\ud800 lone",
    "[/]",
    "[/重要]",
    "[bold]a[/bold] [@click=app.quit]b[/] [link='http://evil.example']c[/link]",
    "[CS#1001] [ABC] [#123]",
    "👩‍👩‍👧 🇯🇵 辻󠄀",
]

ANY_TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\x00\x1b\x7f\x85\x9b\x9d\u202e\u2066\ud800\ufeff\t\n[]/@=#"),
    )
)


@given(ANY_TEXT)
def test_harmless_text_holds_nothing_forbidden_and_keeps_its_width(text: str) -> None:
    shown = harmless(text)
    assert not FORBIDDEN.search(shown)
    assert cell_len(shown) == cell_len(text)


@given(ANY_TEXT)
def test_cleaned_text_passes_letter_for_letter(text: str) -> None:
    once = clean(text)
    assert harmless(once) == once


def test_hyperlinks_and_control_segments_are_dropped() -> None:
    linked = Segment("here", Style(link="http://evil.example", bold=True))
    control = Segment("\x1b[2J", None, [(ControlType.CLEAR,)])
    kept = Fence().apply([linked, control], Color(0, 0, 0))
    assert [segment.text for segment in kept] == ["here"]
    style = kept[0].style
    assert style is not None
    assert style.link is None
    assert style.bold


def test_ordinary_lines_are_not_copied() -> None:
    line = [Segment("返金について　お願いします👩", Style(bold=True)), Segment("abc")]
    assert Fence().apply(line, Color(0, 0, 0)) is line


class ShowingApp(BaseApp):
    """Shows one text in each way there is."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.shown = text

    def compose(self) -> ComposeResult:
        framed = Plain(self.shown, classes="framed")
        framed.styles.border = ("solid", "red")
        entitle(framed, self.shown, self.shown)
        yield framed
        updated = Plain()
        updated.show(self.shown)
        yield updated


@pytest.mark.parametrize("payload", PAYLOADS)
async def test_no_way_of_showing_lets_anything_through(payload: str) -> None:
    app = ShowingApp(payload)

    async def steps(pilot: Pilot[Any]) -> None:
        say(app, payload)
        app.notify(payload, title=clean(payload))
        app.copy_to_clipboard(payload)

    assert strangers_bytes(await record(app, steps)) == []


async def test_brackets_are_brackets() -> None:
    async def nothing(pilot: Pilot[Any]) -> None:
        pass

    screen = seen(await record(ShowingApp("[CS#1001] [b]件名[/b] [/]"), nothing))
    assert screen.count("[CS#1001] [b]件名[/b] [/]") == 4


async def test_a_crash_leaves_a_private_log_without_values_and_nothing_on_screen() -> None:
    app = ShowingApp("fine")

    def fail() -> None:
        customers_words = "秘密の相談"
        raise LookupError(customers_words)

    async def crash(pilot: Pilot[Any]) -> None:
        app.call_later(fail)
        await pilot.pause()

    with pytest.raises(LookupError):
        await record(app, crash)
    assert app.return_code == 1
    assert app.crash_log is not None
    assert app.crash_log.stat().st_mode & 0o777 == 0o600
    report = app.crash_log.read_text()
    assert "LookupError" in report
    assert "in fail" in report
    assert "秘密の相談" not in report


async def test_the_log_of_a_failed_worker_says_where_it_failed() -> None:
    app = ShowingApp("fine")

    async def work() -> None:
        raise LookupError("in the worker")

    async def crash(pilot: Pilot[Any]) -> None:
        app.run_worker(work())
        await pilot.pause()

    with pytest.raises(WorkerFailed):
        await record(app, crash)
    assert app.crash_log is not None
    report = app.crash_log.read_text()
    assert "LookupError" in report
    assert "in work" in report


def test_a_failure_of_the_input_thread_is_retold_for_the_log() -> None:
    try:
        raise EOFError("the line is gone")
    except EOFError:
        drawn = Traceback()
    retold = _retold([drawn])
    assert retold.kind == "EOFError"
    assert "test_fence.py" in retold.places[-1]


async def test_the_same_sentence_stands_once() -> None:
    app = ShowingApp("fine")
    async with app.run_test(notifications=True) as pilot:
        for _time in range(3):
            say(app, "The input method is on.")
        await pilot.pause()
        assert len(app._notifications) == 1
