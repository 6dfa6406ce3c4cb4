"""Wishes about comments and reviews, sensible ones and others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from csboard.domain import review_commands as r
from csboard.domain.commands import Command
from csboard.domain.replies import VerdictWord
from tests.property.draws import TEXTS, WHICH

if TYPE_CHECKING:
    from tests.property.wishes import Place

Wish = Callable[["Place"], Command]

STATES = st.sampled_from(["present", "present", "present", "first", "none"])
"""Which state of a draft somebody has seen."""
WORDS = st.one_of(TEXTS, st.sampled_from(["@sato", "@tanaka @sato 見て", "@lead", "@mori"]))
LINES = st.sampled_from([(None, None), (0, 0), (0, None), (0, 1), (1, 1), (5, 9)])


def _digest(place: Place, which: int, state: str) -> str:
    drafts = place.rows["draft"]
    if state == "none" or not drafts:
        return "0" * 64
    row = drafts[which % len(drafts)]
    if state == "first":
        first = [one["digest"] for one in place.rows["revision"] if one["draft"] == row["id"]]
        return str(first[0]) if first else ""
    return place.digest(which)


def _on_draft(which: int, state: str, lines: tuple[Any, Any], values: dict[str, Any]) -> Wish:
    return lambda place: r.AddComment(
        draft_id=place.id("draft", which),
        digest=_digest(place, which, state),
        first=lines[0],
        last=lines[1],
        **values,
    )


def _elsewhere(which: int, kind: str, text: str, first: int | None) -> Wish:
    """On a message, or as an answer."""
    if kind == "answer":
        return lambda place: r.AddComment(parent=place.id("comment", which), text=text)
    return lambda place: r.AddComment(message_id=place.id("message", which), text=text, first=first)


def _settling(kind: Any) -> st.SearchStrategy[Wish]:
    return WHICH.map(lambda which: lambda place: kind(comment_id=place.id("comment", which)))


def _accepting(which: int, session: str, age: int) -> Wish:
    def wish(place: Place) -> Command:
        key = place.id("comment", which)
        of = [row["draft"] for row in place.rows["comment"] if row["id"] == key]
        seen = [row["version"] for row in place.rows["draft"] if row["id"] in of]
        version = seen[0] if seen else 1
        return r.AcceptProposal(comment_id=key, session=session, seen_version=version - age)

    return wish


def _judging(which: int, state: str, values: dict[str, Any]) -> Wish:
    return lambda place: r.GiveVerdict(
        draft_id=place.id("draft", which), digest=_digest(place, which, state), **values
    )


REVIEW_WISHES: dict[str, st.SearchStrategy[Wish]] = {
    "AddComment": st.one_of(
        st.builds(
            _on_draft,
            WHICH,
            STATES,
            LINES,
            st.fixed_dictionaries(
                {
                    "text": WORDS,
                    "quote": st.sampled_from(["", "言葉"]),
                    "proposal": st.sampled_from([None, None, "別の言葉", ""]),
                }
            ),
        ),
        st.builds(
            _elsewhere,
            WHICH,
            st.sampled_from(["message", "answer", "answer"]),
            WORDS,
            st.sampled_from([None, 0, 1]),
        ),
    ),
    "ResolveComment": _settling(r.ResolveComment),
    "ReopenComment": _settling(r.ReopenComment),
    "AcceptProposal": st.builds(
        _accepting, WHICH, st.sampled_from(["a", "b"]), st.sampled_from([0, 0, 0, 1])
    ),
    "AskReview": st.builds(
        lambda which, of, topic: (
            lambda place: r.AskReview(draft_id=place.id("draft", which), of=of, topic=topic)
        ),
        WHICH,
        st.sampled_from([None, "sato", "tanaka", "lead", "mori", "nobody"]),
        st.sampled_from(["", "", "決済", "長" * 99]),
    ),
    "GiveVerdict": st.builds(
        _judging,
        WHICH,
        STATES,
        st.fixed_dictionaries({"word": st.sampled_from(VerdictWord), "text": WORDS}),
    ),
}
"""By the command's name."""
