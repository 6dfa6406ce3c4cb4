"""Emoji of several code points take as many cells as were counted, on every terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from csboard.text import clean
from csboard.tui.fence import Fence
from csboard.tui.joined import alike

JOINED = [
    ("👩‍👩‍👧 家族割", "👩 家族割"),
    ("🇯🇵 便箋", "JP 便箋"),
    ("👍🏽 どうも", "👍 どうも"),
    ("👨🏽‍💻", "👨"),
    ("❤️は", "❤ は"),
    ("1️⃣ 一番目", "1  一番目"),
    ("🏳️‍🌈", "🏳 "),
    ("👍🏽👍🏽", "👍👍"),
]
PLAIN = ["返金について 👩", "क्\u200dष می\u200cخواهم", "辻\U000e0100 ㈱髙﨑 ﾊﾟｽ か\u309a", "❤ ☎ ①"]
SIGNS = st.text(st.sampled_from("👩👍🏽❤1\u200d\ufe0f\u20e3🇯🇵 辻a\U000e0100"), max_size=12)


def on_a_plain_terminal(text: str) -> int:
    """Cells on a terminal that draws each code point by itself, as tmux and many others do."""
    return sum(
        0 if unicodedata.category(sign) in ("Mn", "Me", "Cf") else cell_len(sign) for sign in text
    )


@pytest.mark.parametrize(("text", "told"), JOINED)
def test_of_a_joined_emoji_its_first_sign_is_shown(text: str, told: str) -> None:
    line = [Segment(text)]
    (shown,) = Fence().apply(line, Color(0, 0, 0))
    assert shown.text == told
    assert cell_len(text) == cell_len(told) == on_a_plain_terminal(told)


@pytest.mark.parametrize("text", PLAIN)
def test_all_else_is_shown_letter_for_letter(text: str) -> None:
    (shown,) = Fence().apply([Segment(text)], Color(0, 0, 0))
    assert shown.text == text


@given(SIGNS)
def test_it_takes_as_many_cells_and_is_settled_at_once(text: str) -> None:
    shown = alike(clean(text))
    assert cell_len(shown) == cell_len(clean(text))
    assert cell_len(shown) == on_a_plain_terminal(shown)
    assert alike(shown) == shown
