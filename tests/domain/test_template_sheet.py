"""What became of each template, in which order they are offered, and what lacks one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csboard.domain.knowledge import Template
from csboard.domain.records import NO_TAGS, Tags
from csboard.domain.repeated import Repeated, Sent, TopicCount, covers, most_used, repeated
from csboard.domain.tag import Dimension, Tag
from csboard.domain.template_sheet import NO_USE, Listed, Use, families, fitting, listed, narrowed
from csboard.domain.vocabulary import Vocabulary
from tests.conftest import MONDAY

LATER = MONDAY + timedelta(days=1)


def template(own: int, name: str = "", tags: Tags = NO_TAGS, **more: object) -> Template:
    values: dict[str, object] = {"language": "", "subject": "", "text": "x", **more}
    return Template(own, name or f"t{own}", author="sato", at=MONDAY, tags=tags, **values)  # type: ignore[arg-type]


def test_wordings_of_one_template_are_a_family() -> None:
    assert families({1: None, 2: 1, 3: None, 4: 2, 5: 1}) == {1: 1, 2: 1, 3: 3, 4: 1, 5: 1}
    assert families({}) == {}


def test_uses_are_of_all_wordings_and_the_rate_of_one() -> None:
    replaced = {1: None, 2: 1, 3: None}
    uses = {1: Use(3, 2, 1, LATER), 2: Use(1, 1, 1, MONDAY)}
    rows = listed([template(3, "a"), template(2, "b")], replaced, uses)
    assert [row.template.id for row in rows] == [2, 3]
    assert rows[0].use == Use(4, 3, 2, LATER)
    assert rows[0].of_wording == Use(1, 1, 1, MONDAY)
    assert (rows[0].of_wording.kept_rate, rows[1].use.kept_rate) == (1.0, None)


def row(own: int, tags: Tags = NO_TAGS, language: str = "", name: str = "") -> Listed:
    return Listed(template(own, name, tags, language=language), NO_USE, NO_USE)


def test_those_for_the_inquiry_are_offered_first_and_other_languages_last() -> None:
    topic = Tags(("決済",), ("二重請求",))
    rows = [
        row(1),
        row(2, topic, "en"),
        row(3, Tags(("決済",)), "ja"),
        row(4, Tags(("決済",), ("返金",))),
        row(5, topic),
    ]
    assert [one.template.id for one in fitting(rows, topic, "ja")] == [3, 5, 1, 4, 2]
    assert [one.template.id for one in fitting(rows, NO_TAGS, "")] == [1, 2, 3, 4, 5]


def test_narrowing_asks_for_each_word() -> None:
    rows = [row(1, Tags(("決済",)), name="返金 のご案内"), row(2, name="ﾍﾝｷﾝ")]
    assert [one.template.id for one in narrowed(rows, "へんきん")] == [2]
    assert [one.template.id for one in narrowed(rows, "決済 返金")] == [1]
    assert narrowed(rows, "決済 ない") == ()
    assert len(narrowed(rows, " ")) == 2


@pytest.mark.parametrize(
    ("tags", "covered"),
    [
        (Tags(("決済",), ("二重",)), True),
        (Tags(("決済",)), True),
        (Tags(("ｹｯｻｲ", "決済"), ("返金", "二重")), True),
        (Tags(("決済",), ("返金",)), False),
        (Tags((), ("二重",)), False),
        (Tags(("配送",), ("二重",)), False),
        (NO_TAGS, False),
    ],
)
def test_what_a_template_is_meant_for(tags: Tags, covered: bool) -> None:
    assert covers(tags, Tags(("決済", "会員"), ("二重",))) is covered


def test_topics_without_a_template_are_told_the_most_frequent_first() -> None:
    vocabulary = Vocabulary(
        (
            Tag(1, Dimension.CONTENT, "決済"),
            Tag(2, Dimension.CONTENT, "支払い", becomes=1),
            Tag(3, Dimension.SYMPTOM, "二重"),
            Tag(4, Dimension.SYMPTOM, "返金"),
            Tag(5, Dimension.CONTENT, "配送"),
        )
    )
    counts = [TopicCount(1, 3, 5), TopicCount(1, 4, 4), TopicCount(5, 4, 9), TopicCount(9, 9, 99)]
    lacking = repeated(counts, (), vocabulary)
    assert lacking == (Repeated("配送", "返金", 9), Repeated("決済", "二重", 5))
    old_word = template(1, tags=Tags(("支払い",)))
    assert repeated(counts, [old_word], vocabulary) == lacking[:1]
    assert repeated(counts, [old_word._replace(retired_at=MONDAY)], vocabulary) == lacking
    assert len(repeated(counts, (), vocabulary, least=4)) == 3


def test_the_reply_that_others_are_most_like_is_the_one_used_most() -> None:
    replies = [
        Sent(1, "a\nb\nc"),
        Sent(2, "x"),
        Sent(3, "a\nb\nd"),
        Sent(4, "a\ne"),
    ]
    assert most_used(replies) == replies[2]
    assert most_used([*replies, Sent(5, "q", reuses=1)]) == Sent(5, "q", reuses=1)
    assert most_used([Sent(1, "x"), Sent(2, "y")]) == Sent(2, "y")
    assert most_used([Sent(1, " \n")]) is None
    assert most_used([]) is None
