"""Named tuples of ours do what those of `typing` do, and are defined without compiling."""

from __future__ import annotations

import ast
import builtins
import copy
import inspect
import pickle
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from csboard import named

if typing.TYPE_CHECKING:
    from typing import NamedTuple
else:
    NamedTuple = named.NamedTuple


class Theirs(typing.NamedTuple):
    """Somewhere."""

    row: int
    column: int = 3
    name: str = ""

    @property
    def is_named(self) -> bool:
        return bool(self.name)


class Ours(NamedTuple):
    """Somewhere."""

    row: int
    column: int = 3
    name: str = ""

    @property
    def is_named(self) -> bool:
        return bool(self.name)

    def above(self) -> str:
        return super().__repr__()


class Alone(NamedTuple):
    value: str


ASKED: dict[str, Callable[[Any], Any]] = {
    "by place": lambda kind: tuple(kind(1, 2, "a")),
    "by name": lambda kind: tuple(kind(name="a", row=1)),
    "values": lambda kind: (kind(1).row, kind(1).column, kind(1, name="x").is_named),
    "shown": lambda kind: repr(kind(1, 2, "a")).removeprefix(kind.__name__),
    "replaced": lambda kind: tuple(kind(1)._replace(row=4, name="b")),
    "as a dict": lambda kind: kind(1)._asdict(),
    "made": lambda kind: tuple(kind._make(iter([1, 2, "c"]))),
    "fields": lambda kind: (kind._fields, kind._field_defaults, kind.__match_args__),
    "annotations": lambda kind: kind.__annotations__.keys(),
    "signature": lambda kind: list(inspect.signature(kind).parameters),
    "documented": lambda kind: kind.__doc__,
    "compared": lambda kind: (kind(1) == (1, 3, ""), kind(1) < kind(2), hash(kind(1))),
    "copied": lambda kind: tuple(copy.deepcopy(kind(1))),
    "pickled": lambda kind: type(pickle.loads(pickle.dumps(kind(1)))) is kind,
    "without dict": lambda kind: hasattr(kind(1), "__dict__"),
}
REFUSED: dict[str, Callable[[Any], Any]] = {
    "too few": lambda kind: kind(),
    "too many": lambda kind: kind(1, 2, "a", 4),
    "unknown": lambda kind: kind(1, other=2),
    "unknown replaced": lambda kind: kind(1)._replace(other=2),
    "too many made": lambda kind: kind._make([1, 2, "a", 4]),
    "changed": lambda kind: setattr(kind(1), "row", 2),
}


@pytest.mark.parametrize("what", ASKED)
def test_ours_answer_as_those_of_typing_do(what: str) -> None:
    assert ASKED[what](Ours) == ASKED[what](Theirs)


@pytest.mark.parametrize("what", REFUSED)
def test_ours_refuse_what_those_of_typing_refuse(what: str) -> None:
    with pytest.raises((TypeError, ValueError, AttributeError)) as theirs:
        REFUSED[what](Theirs)
    with pytest.raises(theirs.type):
        REFUSED[what](Ours)


def test_every_named_tuple_of_ours_is_one_of_these() -> None:
    ours = Path(named.__file__)
    sources = set(ours.parent.rglob("*.py")) - {ours}
    assert [file for file in sources if "NamedTuple" in _taken_from_typing(file)] == []


def _taken_from_typing(source: Path) -> set[str]:
    return {
        each.name
        for node in ast.walk(ast.parse(source.read_bytes()))
        if isinstance(node, ast.ImportFrom) and node.module == "typing"
        for each in node.names
    }


def test_one_field_is_enough_and_methods_find_those_above_them() -> None:
    assert Alone("a") == ("a",)
    assert Ours(1).above() == repr(Ours(1))
    match Ours(1, 2):
        case Ours(row=1, column=other):
            assert other == 2
        case _:
            pytest.fail("not matched by its names")


def test_a_field_without_default_comes_first() -> None:
    with pytest.raises(TypeError, match="Wrong"):

        class Wrong(NamedTuple):
            left: int = 1
            right: str  # type: ignore[misc]


def test_another_with_as_many_fields_compiles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(Ours(1), tuple)  # of three, as the next

    def compiled(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(builtins, "eval", compiled)
    monkeypatch.setattr(builtins, "compile", compiled)

    class Third(NamedTuple):
        left: str
        right: str
        between: str

    assert Third("a", "b", "c").between == "c"
