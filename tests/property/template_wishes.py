"""Wishes about templates, sensible ones and others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from csboard.domain import template_commands as t
from csboard.domain.commands import Command
from csboard.domain.records import NO_TAGS, Tags
from tests.property.draws import WHICH

if TYPE_CHECKING:
    from tests.property.wishes import Place

Wish = Callable[["Place"], Command]

VALUES = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["返金", "ご連絡", "ﾍﾝｷﾝ", "refund", "", "長" * 90]),
        "text": st.sampled_from(["{customer}様", "二行の\n言葉", "{date+3}", "{?x}", "{", " "]),
        "language": st.sampled_from(["", "", "ja", "en", "fr"]),
        "subject": st.sampled_from(["", "", "件名", "{x}"]),
        "tags": st.sampled_from([NO_TAGS, Tags(("決済",), ("二重請求",)), Tags(("a,b",))]),
    }
)
SOURCES = st.sampled_from(["", "", "", "success", "message"])


def _writing(values: dict[str, Any], source: str, of: int, replaces: int | None) -> Wish:
    def wish(place: Place) -> Command:
        from_it: dict[str, Any] = {f"{source}_id": place.id(source, of)} if source else {}
        before = None if replaces is None else place.id("template", replaces)
        return t.WriteTemplate(**values, **from_it, replaces=before)

    return wish


TEMPLATE_WISHES: dict[str, st.SearchStrategy[Wish]] = {
    "WriteTemplate": st.builds(
        _writing, VALUES, SOURCES, WHICH, st.sampled_from([None] * 4 + [0, 1, 2, -1])
    ),
    "BringBackTemplate": st.builds(
        lambda which: lambda place: t.BringBackTemplate(template_id=place.id("template", which)),
        WHICH,
    ),
    "RetireTemplate": st.builds(
        lambda which: lambda place: t.RetireTemplate(template_id=place.id("template", which)),
        WHICH,
    ),
}
"""By the command's name."""
