"""The Japanese catalogue says everything the program says, and nothing else."""

from __future__ import annotations

import argparse
import inspect
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
