"""Named tuples as `typing` has them, defined in a fifth of the time.

`typing.NamedTuple` compiles a method for each class, and of an annotation that is text an object of
its own for each field: for the eighty of a start that was a fifteenth of it. Here a class gets a
method that was compiled for another one with as many fields, under its own names, and annotations
stay as they are.
"""

from __future__ import annotations

from collections import _tuplegetter  # type: ignore[attr-defined]
from collections.abc import Iterable
from functools import cache
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:

    class _Definer(type):
        """Makes a tuple with names of what is written below `NamedTuple`."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body[field] for field in fields if field in body}
            if fields[len(fields) - len(defaults) :] != tuple(defaults):
                raise TypeError(f"{name} has a field without default behind one that has it")
            body.update({field: _tuplegetter(at, None) for at, field in enumerate(fields)})
            body["__new__"] = _making(fields, tuple(defaults.values()))
            body.update(__slots__=(), _fields=fields, _field_defaults=defaults)
            body["__match_args__"] = fields
            return type(name, (_Named,), body)

    class NamedTuple(metaclass=_Definer):
        """To be derived from, as `typing.NamedTuple` is."""


class _Named(tuple[Any, ...]):
    """What all of them can do beyond being tuples."""

    __slots__ = ()
    _fields: tuple[str, ...] = ()

    @classmethod
    def _make(cls, values: Iterable[Any]) -> Self:
        return cls(*values)

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def _replace(self, **changes: Any) -> Self:
        made = type(self)(*map(changes.pop, self._fields, self))
        if changes:
            raise ValueError(f"Got unexpected field names: {list(changes)!r}")
        return made

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
        return f"{type(self).__name__}({values})"

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)


def _making(fields: tuple[str, ...], defaults: tuple[Any, ...]) -> FunctionType:
    """The method that makes one of values by place or by name."""
    code = _code(len(fields)).replace(co_name="__new__", co_varnames=("cls", *fields))
    return FunctionType(code, {"new": tuple.__new__}, "__new__", defaults)


@cache
def _code(count: int) -> CodeType:
    """What makes a tuple of so many values."""
    values = "".join(f", v{at}" for at in range(count))
    made: FunctionType = eval(f"lambda cls{values}: new(cls, ({values[2:]},))")
    return made.__code__
