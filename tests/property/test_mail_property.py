"""No mail, however damaged, makes reading fail or lets a control character through (T8)."""

from __future__ import annotations

import os
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csboard.domain.file_names import safe_name
from csboard.domain.quotes import split_quotes
from csboard.mail.addresses import read_addresses
from csboard.mail.decoding import decode
from csboard.mail.headers import decode_words
from csboard.mail.html import html_to_text
from csboard.mail.parameters import read_parameters
from csboard.mail.reading import attachment, read
from csboard.text import clean
from tests.support import corpus
from tests.support.mutation import mutated

MUTATIONS = int(os.environ.get("CSBOARD_FUZZ", "300"))
"""Mutated mails; set CSBOARD_FUZZ=20000 for the whole battery."""


@pytest.mark.parametrize("seed", range(10))
def test_mutated_mails_are_read(seed: int) -> None:
    rng = random.Random(seed)
    for count in range(MUTATIONS // 10):
        raw = mutated(rng)
        letter = read(raw)
        assert "unreadable" not in letter.problems, (seed, count)
        assert corpus.forbidden_in(*corpus.texts_of(letter)) == set(), (seed, count)
        assert read(raw) == letter
        for file in letter.attachments:
            assert len(attachment(raw, file.part)) == file.size


@given(st.binary(max_size=400), st.sampled_from(["", "shift_jis", "euc-jp", "utf-8", "utf-16"]))
def test_decoding_never_raises(data: bytes, label: str) -> None:
    assert corpus.forbidden_in(clean(decode(data, label), multiline=True)) == set()


@given(st.text(max_size=200))
def test_utf8_comes_back_letter_for_letter(text: str) -> None:
    encoded = text.encode("utf-8", "ignore")
    if not text.startswith("\ufeff") and "\x1b" not in text and "\0" not in text:
        assert decode(encoded, "utf-8") == encoded.decode()


@given(st.binary(max_size=300))
def test_fields_never_raise(value: bytes) -> None:
    decode_words(value)
    for address in read_addresses(value):
        assert corpus.forbidden_in(address.name, address.email) == set()
        assert not set(address.email) & set(" \r\n")
    read_parameters(value)


@given(st.text(max_size=300))
def test_file_names_are_safe(name: str) -> None:
    safe = safe_name(name, "text/plain", set())
    assert safe
    assert len(safe.encode()) <= 120
    assert safe[0] not in ".- "
    assert not set(safe) & set('/\\:*?"<>|\0\n\r')
    assert corpus.forbidden_in(safe) == set()


@given(st.text(alphabet="ab<>/!-\"'=&#;x3 \n\u3042", max_size=300))
def test_html_never_raises(html: str) -> None:
    assert html_to_text(html).count("\u3042") <= html.count("\u3042") + html.count("&")


@given(
    st.lists(st.sampled_from(["> a", ">", "", "b", "From: x", "To: y", "Date: z", "____", "x:"]))
)
def test_folding_deletes_nothing(lines: list[str]) -> None:
    text = "\n".join(lines)
    spans = split_quotes(text)
    assert "".join(span.text for span in spans) == text
    assert not text.strip() or any(span.text.strip() and not span.quoted for span in spans)
