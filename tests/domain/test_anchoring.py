"""A comment's quoted lines are found again where they stand now, or marked as outdated."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csboard.domain import anchoring
from csboard.domain.anchoring import (
    ALIKE_ELSEWHERE,
    ALIKE_HERE,
    Anchors,
    Place,
    found_again,
    places,
)
from csboard.domain.likeness import likeness
from csboard.domain.line_diff import lines_kept
from csboard.domain.replies import Comment
from tests.domain.builders import NOW
from tests.domain.reply_builders import DRAFT, revision, saying

JAPANESE = (
    "お問い合わせいただきありがとうございます。ご注文番号を確認いたしました。",
    "二重に決済された分は、三営業日以内に返金いたします。ご迷惑をおかけして申し訳ございません。",
    "返品をご希望の場合は、同封の返送用ラベルをご利用ください。送料は当店が負担いたします。",
    "領収書はマイページからダウンロードできます。宛名の変更もそこで承ります。",
    "商品の発送は本日の午後を予定しております。到着までいましばらくお待ちください。",
    "ログインできない件につきましては、パスワードの再設定をお試しください。",
    "それでも解決しない場合は、お使いの端末とブラウザの名前をお知らせください。",
    "担当の鈴木と申します。引き続きどうぞよろしくお願いいたします。",
    "在庫の状況を倉庫に確認しておりますので、明日の正午までに改めてご連絡いたします。",
    "キャンセルのお手続きを承りました。ご返金はカード会社を通じて行われます。",
)
ENGLISH = (
    "Thank you for writing to us. We have looked at your order and found the mistake.",
    "The amount that was charged twice will be paid back soon. We are sorry for the trouble.",
    "If you would like to return the article, please use the label in the parcel.",
    "You can download the invoice from your account page. The name on it can be changed.",
    "Your parcel will leave our warehouse this afternoon. Please give it two days to arrive.",
    "As to the login that does not work, please try to set a new password first.",
    "If that does not help, please tell us which device and which browser you are using.",
    "My name is Suzuki and I will be taking care of this. Please write again at any time.",
    "We have asked the warehouse about the stock and will write to you by noon tomorrow.",
    "Your order has been cancelled. The money will come back through your card company.",
)
EDITS = {
    "a word": (JAPANESE[1], JAPANESE[1].replace("三営業日", "五営業日")),
    "a sentence": (
        JAPANESE[1],
        "二重に決済された分は、三営業日以内に返金いたします。お待たせして誠に恐れ入ります。",
    ),
    "a new beginning": (JAPANESE[7], "佐藤でございます。引き続きどうぞよろしくお願いいたします。"),
    "an added sentence": (JAPANESE[3], JAPANESE[3] + "ご不明な点はお知らせください。"),
    "a taken sentence": (JAPANESE[4], "商品の発送は本日の午後を予定しております。"),
    "a short line": ("明日発送します。", "明後日発送します。"),
    "blanks": (ENGLISH[2], "  " + ENGLISH[2].replace(" ", "  ") + " "),
    "case and commas": (ENGLISH[8], ENGLISH[8].upper().replace(",", ";")),
    "a word of English": ("Please send us the order number.", "Please send us the invoice number."),
    "a sentence of English": (
        ENGLISH[0],
        "Thank you for writing to us. Your order will arrive on Monday.",
    ),
}

unique = st.lists(st.sampled_from(JAPANESE + ENGLISH), min_size=1, unique=True)
"""Lines that are each there once."""
some = st.lists(st.sampled_from(["", "はい", "いいえ", "x", "x y", JAPANESE[0]]), max_size=12)
"""Lines of which many are there several times."""


@st.composite
def quoted(draw: st.DrawFn, lines: st.SearchStrategy[list[str]]) -> tuple[list[str], Place]:
    """A text and some lines of it."""
    text = draw(lines.filter(bool))
    first = draw(st.integers(0, len(text) - 1))
    return text, Place(first, draw(st.integers(first, min(len(text) - 1, first + 3))))


def text_of(*parts: list[str]) -> str:
    return "\n".join(line for part in parts for line in part)


def words_at(lines: list[str], place: Place) -> list[str]:
    return lines[place.first : place.last + 1]


@given(quoted(unique), st.integers(0, 20), st.lists(st.sampled_from(["新しい行", "", "new"])))
def test_lines_that_are_put_in_elsewhere_move_it_along(
    case: tuple[list[str], Place], at: int, put_in: list[str]
) -> None:
    lines, place = case
    at = min(at, len(lines))
    if place.first < at <= place.last:
        at = place.first
    now = lines[:at] + put_in + lines[at:]
    shift = len(put_in) if at <= place.first else 0
    expected = Place(place.first + shift, place.last + shift)
    assert found_again(text_of(lines), place, text_of(now)) == expected


@given(quoted(unique), st.integers(0, 20), st.integers(1, 5))
def test_lines_that_are_taken_out_elsewhere_move_it_along(
    case: tuple[list[str], Place], at: int, count: int
) -> None:
    lines, place = case
    gone = set(range(at, at + count)) - set(range(place.first, place.last + 1))
    now = [line for index, line in enumerate(lines) if index not in gone]
    shift = sum(index < place.first for index in gone)
    expected = Place(place.first - shift, place.last - shift)
    assert found_again(text_of(lines), place, text_of(now)) == expected


@given(quoted(unique), st.integers(0, 20))
def test_it_is_found_where_it_was_moved_to(case: tuple[list[str], Place], to: int) -> None:
    lines, place = case
    quote, rest = words_at(lines, place), lines[: place.first] + lines[place.last + 1 :]
    to = min(to, len(rest))
    now = rest[:to] + quote + rest[to:]
    assert found_again(text_of(lines), place, text_of(now)) == Place(to, to + place.size - 1)


@given(st.permutations(range(4)), st.integers(0, 3), st.sampled_from(["", "追伸です。"]))
def test_equal_passages_are_told_apart_by_the_lines_around_them(
    order: list[int], which: int, put_in: str
) -> None:
    """Paragraphs that all end with the same sentence are put into another order."""
    same = "どうぞよろしくお願いいたします。"
    lines = text_of(*([JAPANESE[index], same, ""] for index in range(4)))
    now = text_of([put_in], *([JAPANESE[index], same, ""] for index in order))
    expected = 3 * order.index(which) + 2
    assert found_again(lines, Place(3 * which + 1, 3 * which + 1), now) == Place(expected, expected)


@given(quoted(unique), st.lists(st.sampled_from(["全く別の文です", "another", ""]), max_size=9))
def test_a_text_written_anew_makes_it_outdated(
    case: tuple[list[str], Place], anew: list[str]
) -> None:
    lines, place = case
    assert found_again(text_of(lines), place, text_of(anew)) is None


@pytest.mark.parametrize("lines", [JAPANESE, ENGLISH], ids=["ja", "en"])
def test_another_sentence_of_the_same_kind_is_not_it(lines: tuple[str, ...]) -> None:
    for one, other in itertools.permutations(lines, 2):
        before, behind = "はじめの行", "終わりの行"
        was, now = text_of([before, one, behind]), text_of([before, other, behind])
        assert found_again(was, Place(1, 1), now) is None
        assert likeness(one, other) < 0.25 < ALIKE_HERE


@pytest.mark.parametrize("edit", EDITS)
def test_a_small_edit_keeps_it_in_place(edit: str) -> None:
    one, other = EDITS[edit]
    was = text_of([JAPANESE[6], "", one, "", ENGLISH[6]])
    now = text_of(["新しい行", "", JAPANESE[6], "", other, "", ENGLISH[6]])
    assert found_again(was, Place(2, 2), now) == Place(4, 4)
    assert likeness(one, other) > ALIKE_HERE


@given(quoted(unique), st.integers(0, 3), st.sampled_from(["、", "も", "です。"]))
def test_japanese_edited_anywhere_is_found(
    case: tuple[list[str], Place], which: int, put_in: str
) -> None:
    """Without blanks between words, at any character of any of the quoted lines."""
    lines, place = case
    edited = place.first + which % place.size
    middle = len(lines[edited]) // 2
    now = [*lines]
    now[edited] = lines[edited][:middle] + put_in + lines[edited][middle:]
    assert found_again(text_of(lines), place, text_of(now)) == place


def test_what_was_both_moved_and_edited_is_found_when_its_words_leave_no_doubt() -> None:
    was, now = [*JAPANESE[:6]], [*JAPANESE[1:6], JAPANESE[0].replace("注文", "契約")]
    assert found_again(text_of(was), Place(0, 0), text_of(now)) == Place(5, 5)
    assert likeness(was[0], now[5]) > ALIKE_ELSEWHERE


def test_a_paragraph_that_is_wrapped_anew_is_found_whole() -> None:
    sentence = JAPANESE[1]
    was = text_of([JAPANESE[0], sentence, JAPANESE[2]])
    now = text_of([JAPANESE[0], sentence[:20], sentence[20:35], sentence[35:], JAPANESE[2]])
    assert found_again(was, Place(1, 1), now) == Place(1, 3)
    assert found_again(now, Place(1, 3), was) == Place(1, 1)


def test_edited_paragraphs_are_found_with_the_blank_line_between_them() -> None:
    was = [JAPANESE[8], JAPANESE[1], "", JAPANESE[3], JAPANESE[9]]
    now = [JAPANESE[8], EDITS["a word"][1], "", EDITS["an added sentence"][1], JAPANESE[9]]
    assert found_again(text_of(was), Place(1, 3), text_of(now)) == Place(1, 3)


def test_a_line_that_stood_elsewhere_before_is_never_it() -> None:
    """Of two equal greetings the quoted one is taken out: the comment doesn't go to the other."""
    was = ["よろしく", JAPANESE[0], JAPANESE[1], "よろしく"]
    assert found_again(text_of(was), Place(3, 3), text_of(was[:3])) is None


@given(quoted(some), some)
def test_any_text_is_answered_soundly(case: tuple[list[str], Place], now: list[str]) -> None:
    """Within the text; edited lines never cover one that was kept from elsewhere."""
    lines, place = case
    found = found_again(text_of(lines), place, text_of(now))
    there = text_of(now).split("\n")
    if found is not None:
        assert 0 <= found.first <= found.last < len(there)
    if found is not None and words_at(there, found) != words_at(lines, place):
        kept = lines_kept(text_of(lines).split("\n"), there)
        others = {at for line, at in kept.items() if not place.first <= line <= place.last}
        told = {at for at in range(found.first, found.last + 1) if there[at].strip()}
        assert not told & others


@given(some, some)
def test_lines_kept_are_equal_and_in_order(was: list[str], now: list[str]) -> None:
    kept = lines_kept(was, now)
    assert all(was[here] == now[there] for here, there in kept.items())
    pairs = sorted(kept.items())
    assert [there for _here, there in pairs] == sorted({there for _here, there in pairs})


@given(quoted(some))
def test_an_unchanged_text_keeps_every_place(case: tuple[list[str], Place]) -> None:
    lines, place = case
    assert found_again(text_of(lines), place, text_of(lines)) == place


@pytest.mark.parametrize("line", ["x", "", JAPANESE[0]])
def test_hostile_texts_cost_little(line: str) -> None:
    """Twenty thousand equal lines: quadratic work would take hours, not a moment."""
    was = "\n".join([line] * 10_000 + ["middle"] + [line] * 10_000)
    anchors = Anchors(was, "\n".join(["new"] + [line] * 10_000 + ["other"] + [line] * 9_999))
    for at in range(0, 20_000, 100):
        anchors.find(Place(at, min(at + 50, 20_000)))


@pytest.mark.parametrize("place", [Place(-1, 0), Place(0, 3), Place(2, 1)])
def test_lines_that_were_never_there_are_outdated(place: Place) -> None:
    assert found_again("a\nb\nc", place, "a\nb\nc") is None


def test_each_state_is_compared_once_however_many_comments(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two hundred comments on fifty states of a reply."""
    compared: list[object] = []
    monkeypatch.setattr(
        anchoring,
        "lines_kept",
        lambda was, now: compared.append(was) or lines_kept(was, now),  # type: ignore[func-returns-value]
    )
    text = text_of(list(JAPANESE))
    states = [revision(saying(f"{text}\n{seq}"), seq) for seq in range(1, 51)]
    comments = [
        Comment(
            id=number,
            number=1042,
            author="tanaka",
            at=NOW,
            text="x",
            version=1,
            draft_id=DRAFT.id,
            revision_id=1 + number % 50,
            first=number % 10,
            last=number % 10,
            quote=JAPANESE[number % 10],
        )
        for number in range(200)
    ]
    found = places(comments, states, f"新しい行\n{text}\n51")
    assert found == {number: Place(1 + number % 10, 1 + number % 10) for number in range(200)}
    assert len(compared) == len(states)
