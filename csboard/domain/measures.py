"""The middle and the ninth tenth of many values, each of which somebody may ask to see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta


def median(values: Sequence[timedelta]) -> timedelta | None:
    """The one in the middle; of an even number what is half way between the two there."""
    if not values:
        return None
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def percentile(values: Sequence[timedelta], percent: int) -> timedelta | None:
    """The smallest of them that `percent` of all don't exceed (nearest rank, 1 to 100)."""
    if not values:
        return None
    rank = -(-len(values) * percent // 100)
    return sorted(values)[max(rank, 1) - 1]


def share(part: int, whole: int) -> float | None:
    """From 0 to 1; None of nothing."""
    return part / whole if whole else None
