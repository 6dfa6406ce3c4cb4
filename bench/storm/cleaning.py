"""T10: rule R2 for any text at all, with many more texts than the ordinary tests have time for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.figures import Figure
from bench.storm.field import Storm
from tests.property import test_text_property as property_of

CASES = 10_000

RULES: dict[str, tuple[Callable[..., Any], tuple[st.SearchStrategy[Any], ...]]] = {
    "cleaned twice is not the same": (
        property_of.test_cleaning_again_changes_nothing,
        (property_of.texts, st.booleans()),
    ),
    "controls, bidi, long stacks of marks left": (
        property_of.test_nothing_that_could_harm_is_left,
        (property_of.texts, st.booleans()),
    ),
    "Japanese letters that change": (
        property_of.test_japanese_passes_unchanged,
        (property_of.japanese,),
    ),
}


def run(storm: Storm) -> Iterator[Figure]:
    cases = storm.times(CASES, 1_000)
    for what, (rule, given_texts) in RULES.items():
        failed = 0
        try:
            _tried(rule, given_texts, cases)
        except AssertionError:
            failed = 1
        yield Figure("T10", what, f"{cases:,} cases", failed, "", 0, counted=True)


def _tried(rule: Callable[..., Any], texts: tuple[st.SearchStrategy[Any], ...], cases: int) -> None:
    inner: Any = rule.hypothesis.inner_test  # type: ignore[attr-defined]
    settings(max_examples=cases, database=None, deadline=None)(given(*texts)(inner))()
