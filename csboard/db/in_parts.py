"""Many ids, some at a time: a statement takes only so many values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

Id = TypeVar("Id")


def in_parts(ids: Iterable[Id], most: int) -> Iterator[list[Id]]:
    """Lists of `most` each, the last of what is left, in the order given."""
    every = list(ids)
    return (every[start : start + most] for start in range(0, len(every), most))
