"""Records with values by name that cost nothing to define.

Defining a frozen dataclass compiles its methods from text, a sixth of a millisecond each; a shell
command would wait for fifty of them. What is asked of the board is made once and read a few times,
so that making one may take longer.
"""

from __future__ import annotations

from typing import Any, Self, dataclass_transform


@dataclass_transform(kw_only_default=True, frozen_default=True, eq_default=False)
class Frozen:
    """Declared as a dataclass is: `name: type`, or `name: type = default`."""

    def __init__(self, **values: Any) -> None:
        """TypeError for a name that isn't declared, or one without default that isn't given."""
        kind = type(self)
        names = _declared(kind)
        if unknown := values.keys() - set(names):
            raise TypeError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
        if missing := [name for name in names if name not in values and not hasattr(kind, name)]:
            raise TypeError(f"{kind.__name__} needs {', '.join(missing)}")
        for name in names:
            self.__dict__[name] = values[name] if name in values else getattr(kind, name)

    def replaced(self, **changes: Any) -> Self:
        """The same with other values for some names."""
        return type(self)(**{**self.__dict__, **changes})

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is never changed")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is never changed")

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
        return f"{type(self).__name__}({values})"


def _declared(kind: type[Frozen]) -> list[str]:
    """The names that a class and those it derives from declare, theirs first."""
    above = kind.__mro__[: kind.__mro__.index(Frozen)]
    return list(dict.fromkeys(name for each in reversed(above) for name in each.__annotations__))
