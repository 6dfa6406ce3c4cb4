"""Which test holds which rule: the table names them all, and each one is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`((?:tests|bench)/[\w/]+\.py)(?:::(\w+))?`", TABLE)


def test_every_rule_has_its_line() -> None:
    assert re.findall(r"^\| R(\d+) \|", TABLE, re.M) == [str(number) for number in range(1, 24)]


def test_every_test_that_is_named_is_there() -> None:
    assert len(NAMED) > 40
    missing = [
        (file, name)
        for file, name in NAMED
        if not (ROOT / file).exists()
        or not re.search(rf"def {name}\(" if name else "", (ROOT / file).read_text("utf-8"))
    ]
    assert missing == []
