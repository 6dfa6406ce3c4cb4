"""Wishes about successful cases and prepared words, sensible ones and others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from csboard.domain import success_commands as k
from csboard.domain.commands import Command
from csboard.domain.knowledge import Finding, SuccessFields
from csboard.domain.records import Tags
from tests.property.draws import TEXTS, WHICH

if TYPE_CHECKING:
    from tests.property.wishes import Place

Wish = Callable[["Place"], Command]

FIELDS = st.builds(
    SuccessFields,
    title=st.sampled_from([None, None, "題", "", "長" * 300]),
    situation=st.sampled_from([None, "状況"]),
    passage=st.sampled_from(["言葉", "二行の\n言葉", "言葉", None, ""]),
    was=st.sampled_from([None, "前"]),
    became=st.sampled_from([None, "後", ""]),
    why=st.one_of(st.none(), TEXTS),
    tags=st.sampled_from([None, Tags(("決済",), (), ("怒り",)), Tags()]),
)


def _of_success(kind: Any, **values: st.SearchStrategy[Any]) -> st.SearchStrategy[Wish]:
    return st.builds(
        lambda which, values: lambda place: kind(success_id=place.id("success", which), **values),
        WHICH,
        st.fixed_dictionaries(values),
    )


def _making(which: int, message: int | None, fields: SuccessFields) -> Wish:
    return lambda place: k.MakeSuccess(
        number=place.number(which),
        fields=fields,
        message_id=None if message is None else place.id("message", message),
    )


def _saying(which: int, where: int | None, values: dict[str, Any]) -> Wish:
    return lambda place: k.SayOfSuccess(
        success_id=place.id("success", which),
        number=None if where is None else place.number(where),
        **values,
    )


def _putting_in(which: int, source: str, of: int, text: str) -> Wish:
    def wish(place: Place) -> Command:
        from_it: dict[str, Any] = {f"{source}_id": place.id(source, of)}
        return k.PutIn(draft_id=place.id("draft", which), text=text, **from_it)

    return wish


SUCCESS_WISHES: dict[str, st.SearchStrategy[Wish]] = {
    "MakeSuccess": st.builds(_making, WHICH, st.sampled_from([None] * 5 + [0, 3]), FIELDS),
    "EditSuccess": _of_success(
        k.EditSuccess,
        fields=FIELDS,
        was=st.sampled_from([None, None, SuccessFields(why="言葉"), SuccessFields(title="別")]),
    ),
    "RetireSuccess": _of_success(k.RetireSuccess),
    "BringBack": _of_success(k.BringBack),
    "SayOfSuccess": st.builds(
        _saying,
        WHICH,
        st.sampled_from([None, None, 0, 1, -1]),
        st.fixed_dictionaries({"word": st.sampled_from(Finding), "note": TEXTS}),
    ),
    "PutIn": st.builds(
        _putting_in,
        WHICH,
        st.sampled_from(["success", "success", "message", "template"]),
        WHICH,
        st.sampled_from(["言葉", "言葉\n別の行", "  "]),
    ),
}
"""By the command's name."""
