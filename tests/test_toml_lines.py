"""On which line a key of a TOML file stands."""

from __future__ import annotations

import pytest

from csboard.toml_lines import line_of, lines_of_keys

TEXT = '''\
name = "a # [b]"
[hours]
mon = ["09:00-12:00",
  "13:00-18:00"]
"sat.urday" = [] # [[objectives]]
[[objectives]]
name = """
begins = 1
[no]
"""
  [[objectives.results]]
  key = 'a'
  [[objectives.results]]
  key = "b"
  target . value = 2
[[objectives]]
begins = 2026-10-01
results = [
  { key = "c", start = 1 },
  { key = "d",
    start = 2 },
]
'''


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("name", 1),
        ("hours", 2),
        ("hours.mon", 3),
        ("hours.mon[1]", 4),
        ("hours.sat.urday", 5),
        ("objectives", 6),
        ("objectives[0].begins", 6),
        ("objectives[0].results[0].key", 12),
        ("objectives[0].results[1]", 13),
        ("objectives[0].results[1].key", 14),
        ("objectives[0].results[1].target.value", 15),
        ("objectives[0].results[1].start", 13),
        ("objectives[1].begins", 17),
        ("objectives.begins", 17),
        ("objectives[1].results[0].start", 19),
        ("objectives[1].results[1].start", 21),
        ("objectives[1].results[1].unit", 20),
        ("objectives[1].results[7]", 18),
        ("hours[...][0]", 2),
        ("nothing.of[0].it", None),
    ],
)
def test_the_line_of_a_key(key: str, line: int | None) -> None:
    assert line_of(TEXT, key) == line


@pytest.mark.parametrize("text", ["", "[", "[[", "a =", "a = [", "a = {b", '"', "= 1", "]", "a b"])
def test_what_is_no_toml_is_walked_through_too(text: str) -> None:
    lines_of_keys(text)
