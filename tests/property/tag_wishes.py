"""Wishes about the words for tags, sensible ones and others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from csboard.domain import knowledge_commands as k
from csboard.domain.commands import Command
from tests.property.draws import TEXTS, WHICH

if TYPE_CHECKING:
    from tests.property.wishes import Place

Wish = Callable[["Place"], Command]

WORDS = st.one_of(TEXTS, st.sampled_from(["決済", "ケッサイ", "二重", "二重請求", " ", "a\nb"]))
READINGS = st.sampled_from([None, "", "けっさい", "ﾆｼﾞｭｳ", "kessai"])


def _of_tag(kind: Any, **values: st.SearchStrategy[Any]) -> st.SearchStrategy[Wish]:
    def wish(which: int, given: dict[str, Any]) -> Wish:
        return lambda place: kind(tag_id=place.id("tag", which), **given)

    return st.builds(wish, WHICH, st.fixed_dictionaries(values))


TAG_WISHES: dict[str, st.SearchStrategy[Wish]] = {
    "RenameTag": _of_tag(k.RenameTag, word=WORDS, reading=READINGS),
    "MergeTags": st.builds(
        lambda which, into: (
            lambda place: k.MergeTags(tag_id=place.id("tag", which), into=place.id("tag", into))
        ),
        WHICH,
        WHICH,
    ),
    "RetireTag": _of_tag(k.RetireTag),
    "BringBackTag": _of_tag(k.BringBackTag),
    "SetReading": _of_tag(k.SetReading, reading=st.sampled_from(["", "けっさい", "x"])),
}
