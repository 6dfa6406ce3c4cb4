"""What the driver puts on the line, beside what `test_thrift` tells of frames."""

from __future__ import annotations

import pytest
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from csboard.tui.line import FRAME_BEGIN, FRAME_END, ThriftyDriver

FRAME = "\x1b[1;1H返金\x1b[1;1H"


@pytest.fixture
async def line(monkeypatch: pytest.MonkeyPatch) -> tuple[ThriftyDriver, list[str]]:
    """A driver, and what it has written."""
    written: list[str] = []
    monkeypatch.setattr(LinuxDriver, "write", lambda _driver, data: written.append(data))
    return ThriftyDriver(App()), written


async def test_a_frame_with_nothing_new_is_not_even_begun(
    line: tuple[ThriftyDriver, list[str]],
) -> None:
    driver, written = line
    for data in (FRAME_BEGIN, FRAME, FRAME_END) * 2:
        driver.write(data)
    assert "".join(written) == FRAME_BEGIN + FRAME + FRAME_END


async def test_a_frame_that_is_not_understood_is_written_in_its_frame(
    line: tuple[ThriftyDriver, list[str]],
) -> None:
    driver, written = line
    strange = "\x1b[1;1H\x1b[4:3mx\x1b[m\x1b[1;1H"
    for data in (FRAME_BEGIN, strange, FRAME_END) * 2:
        driver.write(data)
    assert "".join(written) == (FRAME_BEGIN + strange + FRAME_END) * 2
