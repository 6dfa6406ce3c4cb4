"""Defining the classes of widgets and screens in a fraction of Textual's time.

For each class Textual looks through all attributes of all that it derives from, some thousand,
twice. At a start that defines fifty of them that is a twelfth of it, and each screen waits for it
when it is opened first. Here each class is looked through once, and those below it are told.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from textual.dom import DOMNode
from textual.reactive import Reactive

GIVEN = frozenset(
    {
        "_computes",
        "_css_type_name",
        "_css_type_names",
        "_inherit_bindings",
        "_inherit_component_classes",
        "_inherit_css",
        "_merged_bindings",
        "_reactives",
    }
)
"""What a class is given below."""

CALLED = {"_css_bases", "_merge_bindings"}


def define_quickly() -> bool:
    """From now on let classes be defined so; unless this Textual gives them more, or less."""
    theirs: Any = DOMNode.__init_subclass__
    named = theirs.__func__.__code__.co_names
    if {name for name in named if name[0] == "_" != name[1]} != GIVEN | CALLED:
        return False
    DOMNode.__init_subclass__ = classmethod(prepared)  # type: ignore[assignment]
    return True


def prepared(
    cls: type[DOMNode],
    inherit_css: bool = True,
    inherit_bindings: bool = True,
    inherit_component_classes: bool = True,
) -> None:
    """What `DOMNode.__init_subclass__` does, with the same result."""
    super(DOMNode, cls).__init_subclass__()
    reactives: dict[str, Reactive[Any]] = {}
    for base in reversed(cls.__mro__):
        reactives.update(_own_reactives(base))
    cls._reactives = reactives
    cls._inherit_css = inherit_css
    cls._inherit_bindings = inherit_bindings
    cls._inherit_component_classes = inherit_component_classes
    styled_as = cls._css_bases(cls)
    cls._css_type_name = styled_as[0].__name__
    cls._css_type_names = frozenset(base.__name__ for base in styled_as)
    cls._merged_bindings = cls._merge_bindings()
    cls._computes = frozenset(name for base in cls.__mro__ for name in _own_computes(base))


@cache
def _own_reactives(cls: type) -> dict[str, Reactive[Any]]:
    return {name: value for name, value in vars(cls).items() if isinstance(value, Reactive)}


@cache
def _own_computes(cls: type) -> list[str]:
    """Names of the values that a class computes."""
    computing = (name for name in vars(cls) if name.startswith(("_compute_", "compute_")))
    return [name.lstrip("_").removeprefix("compute_") for name in computing]
