"""Frozen dataclasses of ours do what those of the standard library do, and compile nothing."""

from __future__ import annotations

import builtins
import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, field, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest

from csboard.domain import frozen_dataclasses

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = frozen_dataclasses.dataclass


@dataclasses.dataclass(frozen=True)
class Theirs:
    row: int
    column: int = 3
    names: tuple[str, ...] = field(default_factory=lambda: ("a",))

    @cached_property
    def both(self) -> int:
        return self.row + self.column


@dataclass(frozen=True)
class Ours:
    row: int
    column: int = 3
    names: tuple[str, ...] = field(default_factory=lambda: ("a",))

    @cached_property
    def both(self) -> int:
        return self.row + self.column


ASKED: dict[str, Callable[[Any], Any]] = {
    "by place": lambda kind: asdict(kind(1, 2, ("b",))),
    "by name": lambda kind: asdict(kind(names=(), row=1)),
    "by both": lambda kind: asdict(kind(1, column=5)),
    "defaults": lambda kind: (kind(1).column, kind(1).names, kind.column),
    "worked out": lambda kind: (kind(1).both, kind(1, 1).both),
    "replaced": lambda kind: asdict(replace(kind(1), row=4, names=())),
    "fields": lambda kind: [(each.name, each.default) for each in fields(kind)],
    "matched": lambda kind: kind.__match_args__,
    "shown": lambda kind: repr(kind(1)).removeprefix(kind.__name__),
    "equal": lambda kind: (kind(1) == kind(1), kind(1) == kind(2), kind(1) == (1, 3, ("a",))),
    "hashed": lambda kind: hash(kind(1)) == hash(kind(1, 3, ("a",))),
    "copied": lambda kind: copy.deepcopy(kind(1)) == kind(1),
    "pickled": lambda kind: pickle.loads(pickle.dumps(kind(1))) == kind(1),
}
REFUSED: dict[str, Callable[[Any], Any]] = {
    "too few": lambda kind: kind(),
    "too many": lambda kind: kind(1, 2, (), 4),
    "twice": lambda kind: kind(1, row=1),
    "unknown": lambda kind: kind(1, other=2),
    "unknown replaced": lambda kind: replace(kind(1), other=2),
    "changed": lambda kind: setattr(kind(1), "row", 2),
    "added": lambda kind: setattr(kind(1), "other", 2),
    "taken away": lambda kind: delattr(kind(1), "row"),
    "unhashable": lambda kind: hash(kind([])),
}


@pytest.mark.parametrize("what", ASKED)
def test_ours_answer_as_those_of_the_library_do(what: str) -> None:
    assert ASKED[what](Ours) == ASKED[what](Theirs)


@pytest.mark.parametrize("what", REFUSED)
def test_ours_refuse_what_those_of_the_library_refuse(what: str) -> None:
    with pytest.raises((TypeError, FrozenInstanceError)) as theirs:
        REFUSED[what](Theirs)
    with pytest.raises(theirs.type):
        REFUSED[what](Ours)


def test_two_kinds_are_never_equal() -> None:
    @dataclass(frozen=True)
    class Other:
        row: int
        column: int = 3
        names: tuple[str, ...] = ("a",)

    other: object = Other(1)
    assert other != Ours(1)
    assert Ours(1) != other


def test_defining_one_compiles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def compiled(*_: object) -> None:
        raise AssertionError

    for name in ("compile", "eval", "exec"):
        monkeypatch.setattr(builtins, name, compiled)

    @dataclass(frozen=True)
    class Another:
        """Documented: else the library looks at its signature."""

        row: int

    assert Another(1).row == 1
