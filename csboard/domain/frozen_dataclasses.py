"""Frozen dataclasses, defined in a tenth of the time.

`dataclasses` compiles seven methods from text for each class, a third of a millisecond to one and a
half; the seven classes that every start defines took a fortieth of it. Here all classes have the
same methods, which go by the fields. What asks for fields, `replace` and `asdict`, does so as ever.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

_Class = TypeVar("_Class", bound=type)

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen: bool) -> Callable[[_Class], _Class]:
        """What `dataclasses.dataclass(frozen=True)` is to whoever uses it."""
        assert frozen

        def made(kind: _Class) -> _Class:
            for name, method in _METHODS.items():
                setattr(kind, name, method)
            return dataclasses.dataclass(init=False, repr=False, eq=False)(kind)

        return made


def _begin(self: Any, /, *values: Any, **named: Any) -> None:
    fields = self.__dataclass_fields__
    if named or len(values) != len(fields):
        vars(self).update(_completed(type(self), values, named))
    else:
        vars(self).update(zip(fields, values, strict=True))


def _completed(kind: Any, values: tuple[Any, ...], named: dict[str, Any]) -> dict[str, Any]:
    """All values of one that is made, by their fields."""
    fields = kind.__dataclass_fields__
    given = dict(zip(fields, values, strict=False)) | named
    if len(given) < len(values) + len(named) or given.keys() - fields:
        raise TypeError(f"{kind.__name__} takes each of {', '.join(fields)} once, and nothing else")
    for name in fields.keys() - given:
        given[name] = _default(kind, fields[name])
    return given


def _default(kind: Any, field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    if field.default is dataclasses.MISSING:
        raise TypeError(f"{kind.__name__} needs {field.name}")
    return field.default


def _values(self: Any) -> tuple[Any, ...]:
    known = vars(self)
    return tuple([known[name] for name in self.__dataclass_fields__])


def _equal(self: Any, other: object) -> Any:
    if type(other) is not type(self):
        return NotImplemented
    return _values(self) == _values(other)


def _hash(self: Any) -> int:
    return hash(_values(self))


def _repr(self: Any) -> str:
    pairs = zip(self.__dataclass_fields__, _values(self), strict=True)
    return f"{type(self).__qualname__}({', '.join(f'{name}={value!r}' for name, value in pairs)})"


def _refuse(self: Any, name: str, *_: Any) -> None:
    raise dataclasses.FrozenInstanceError(f"{type(self).__name__}.{name} is never changed")


_METHODS: dict[str, Any] = {
    "__init__": _begin,
    "__eq__": _equal,
    "__hash__": _hash,
    "__repr__": _repr,
    "__setattr__": _refuse,
    "__delattr__": _refuse,
}
