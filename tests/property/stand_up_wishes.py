"""Wishes about stand-ups, and of who is back, sensible and others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from csboard.domain import stand_up_commands as u
from csboard.domain.commands import Command
from csboard.domain.digest_commands import ReadDigest
from tests.property.draws import WHICH

if TYPE_CHECKING:
    from tests.property.wishes import Place

Wish = Callable[["Place"], Command]

STAND_UP_WISHES: dict[str, st.SearchStrategy[Wish]] = {
    "BeginStandUp": st.just(lambda place: u.BeginStandUp()),
    "EndStandUp": st.builds(
        lambda which: lambda place: u.EndStandUp(stand_up_id=place.id("stand_up", which)), WHICH
    ),
    "ReadDigest": st.builds(
        lambda which: lambda place: ReadDigest(absence_id=place.id("absence", which)), WHICH
    ),
}
