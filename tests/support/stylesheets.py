"""Textual's style sheets, read once for all applications of a test run.

Each application reads some sixty sheets when it starts and when its theme changes, and gets the
same rules every time; it only looks at them afterwards.
"""

from __future__ import annotations

from typing import Any

import pytest
from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet

KEPT = 4096


def keep_rules(patch: pytest.MonkeyPatch) -> None:
    """Let a sheet that was read with the same variables before give the rules of that time."""
    read = Stylesheet._parse_rules
    kept: LRUCache[Any, Any] = LRUCache(KEPT)

    def kept_rules(sheet: Stylesheet, css: str, read_from: Any, *place: Any, **more: Any) -> Any:
        variables = frozenset(sheet._variables.items())
        key = (variables, css, read_from, place, frozenset(more.items()))
        if (found := kept.get(key)) is None:
            found = kept[key] = read(sheet, css, read_from, *place, **more)
        return found

    patch.setattr(Stylesheet, "_parse_rules", kept_rules)
