"""The Japanese catalogue says everything the program says, and nothing else."""

from __future__ import annotations

import argparse
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from csboard.i18n import _, ngettext, use_language
from tests import catalogue


def test_every_word_is_translated_and_the_compiled_catalogue_is_fresh() -> None:
    assert list(catalogue.faults()) == []


def test_the_program_speaks_japanese(japanese: None) -> None:
    assert _("unassigned") == "未担当"
    assert ngettext("{n} hour ago", "{n} hours ago", 2) == "{n}時間前"


def test_english_needs_no_catalogue() -> None:
    use_language("en")
    assert ngettext("{n} hour ago", "{n} hours ago", 1) == "{n} hour ago"


@pytest.mark.parametrize("word", catalogue.ARGPARSE)
def test_argparse_still_says_these_words(word: str) -> None:
    assert word in inspect.getsource(argparse)


def test_placeholders_are_compared_whatever_their_order() -> None:
    assert catalogue.placeholders("{b:%H} of {a} %(c)s") == catalogue.placeholders("%(c)s{a}{b:%H}")
    assert catalogue.placeholders("{a}") != catalogue.placeholders("{b}")


def test_a_fragment_replaces_what_the_catalogue_said_and_a_later_one_an_earlier(
    tmp_path: Path,
) -> None:
    fragments = []
    for number, words in enumerate(("あ", "い")):
        fragments.append(tmp_path / f"{number}.po")
        fragments[-1].write_text(f'msgid "unassigned"\nmsgstr "{words}"\n', encoding="utf-8")
    message = catalogue.merged(fragments).get("unassigned")
    assert message is not None
    assert message.string == "い"


JAPANESE = "[ぁ-ゖァ-ヺー一-鿿々]"
OF_WORDS = "{(?!(?:path|key|mail|got|expected|choices)})[^}]*}|%"
"""Placeholders that may stand close: of Japanese words, and of numbers before a counter."""


def japanese_strings() -> Iterator[str]:
    for message in catalogue.read(catalogue.SOURCE):
        if message.id:
            string = message.string or ""
            yield from [string] if isinstance(string, str) else string


def test_latin_letters_and_digits_stand_off_from_japanese_ones() -> None:
    close = re.compile(rf"{JAPANESE}[A-Za-z0-9`{{]|[A-Za-z0-9`}}]{JAPANESE}")
    texts = (re.sub(OF_WORDS, "\N{REPLACEMENT CHARACTER}", one) for one in japanese_strings())
    assert [text for text in texts if close.search(text)] == []


@pytest.mark.parametrize(
    ("fault", "instead"),
    [
        ("[。、」）] +[^ ]", "no blank after a sign that brings its own"),
        (r"\{when\} は", "nor after a moment, which is quoted in 「」"),
        ("ディレクトリ(?!ー)", "ディレクトリー, as in the guide"),
        ("(?<!社内)確認待ち", "要仕分け of held mail: 社内確認待ち is a task that waits"),
        ("受領|引き受け|もう引き継げ", "受け取る of what is offered, 引き取る of what isn't"),
        ("受け手", "引き継ぎ先"),
        ("期限切れ", "期限超過"),
        ("[}後は容欄]：", "a narrow colon, as everywhere"),
        ("![rs]}", "quoted() puts 「」 around what somebody wrote"),
        ("(?:不在中の|個別の)決まり", "扱い: what is done with customers' mail"),
        ("誰でも受け取れる|先に受け取る(?:人へ|誰)", "全員: to whom it is offered"),
        ("動いているタイマー|タイマーを止める", "計測"),
        (r"が \{(?:login|name|who|other)\}の", "no blank before a name that brings its さん"),
        ("(?:引き継ぎ|シート|申し出).*(?<!てい)ます$", "a key says what it does, without ます"),
    ],
)
def test_japanese_is_set_by_one_rule(fault: str, instead: str) -> None:
    assert [text for text in japanese_strings() if re.search(fault, text)] == [], instead


def test_a_list_of_people_at_the_end_of_a_sentence_ends_it_in_japanese_too() -> None:
    """What is said behind it would run into the last name: Japanese puts no blank between."""
    told = [
        (message.id, message.string)
        for message in catalogue.read(catalogue.SOURCE)
        if isinstance(message.id, str) and re.search(r"\{(?:names|logins)\}\.$", message.id)
    ]
    assert len(told) > 3
    assert [one for one, said in told if not str(said).endswith("。")] == []
