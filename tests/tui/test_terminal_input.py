"""The keyboard's line: no byte ends the program, no paste presses keys."""

from __future__ import annotations

import inspect
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver

from csboard.tui.terminal_input import PASTE_BEGINS, PASTE_ENDS, TerminalDecoder


def read(data: bytes, *cuts: int) -> list[events.Key | events.Paste]:
    """The events Textual makes of `data` when it comes in pieces."""
    decoder, parser = TerminalDecoder(), XTermParser()
    bounds = [0, *sorted({cut for cut in cuts if 0 < cut < len(data)}), len(data)]
    text = [decoder.decode(data[start:end]) for start, end in itertools.pairwise(bounds)]
    return [
        event
        for piece in text
        if piece
        for event in parser.feed(piece)
        if isinstance(event, events.Key | events.Paste)
    ]


PASTE = f"x{PASTE_BEGINS}a\x1b[31mred\x1b]0;t\x07 \x1b\n日本{PASTE_ENDS}y".encode()


@given(st.lists(st.integers(1, len(PASTE)), max_size=6))
def test_a_paste_stays_one_event_wherever_it_is_cut(cuts: list[int]) -> None:
    before, pasted, after, *more = read(PASTE + b"z", *cuts)
    assert isinstance(before, events.Key)
    assert before.key == "x"
    assert isinstance(pasted, events.Paste)
    assert pasted.text == "a␛[31mred␛]0;t\x07 ␛\n日本"
    assert isinstance(after, events.Key)
    assert after.key == "y"
    assert [event.key for event in more if isinstance(event, events.Key)] == ["z"]


@given(st.binary(min_size=1, max_size=40), st.integers(1, 40))
def test_no_byte_raises(data: bytes, cut: int) -> None:
    read(data, cut)


@pytest.mark.parametrize(
    "answer",
    [b"\x1b]11;rgb:1e1e/aaaa/3e3e\x07", b"\x1b]52;c;aGk=\x1b\\", b"\x1bP1$r0 q\x1b\\"],
)
def test_what_the_terminal_answers_late_to_another_program_presses_no_key(answer: bytes) -> None:
    keys = [event.key for event in read(b"a" + answer + b"b") if isinstance(event, events.Key)]
    assert keys == ["a", "b"]


@pytest.mark.parametrize("keys", [b"\x1b", b"\x1b[A", b"\x1bOP", b"\x1b]", b"\x1bP", "あ".encode()])
def test_keys_outside_a_paste_pass_unchanged_and_at_once(keys: bytes) -> None:
    assert TerminalDecoder().decode(keys) == keys.decode()


def test_textual_still_takes_its_decoder_from_where_it_is_replaced() -> None:
    source = inspect.getsource(linux_driver.LinuxDriver.run_input_thread)
    assert 'getincrementaldecoder("utf-8")().decode' in source
