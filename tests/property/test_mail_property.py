"""No mail, however damaged, makes reading fail or lets a control character through (T8)."""

from __future__ import annotations

import os
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csboard.mail.addresses import read_addresses
from csboard.mail.decoding import decode
from csboard.mail.headers import decode_words
from csboard.mail.html import html_to_text
from csboard.mail.parameters import read_parameters, safe_name
from csboard.mail.quotes import split_quotes
from csboard.mail.reading import attachment, read
from csboard.text import clean
from tests.support import corpus

MUTATIONS = int(os.environ.get("CSBOARD_FUZZ", "300"))
"""Mutated mails; set CSBOARD_FUZZ=20000 for the whole battery."""

SPICES = (
    b"\x1b$B", b"\x1b(B", b"=?utf-8?B?", b"?=", b"\r\n", b"\n\n", b"\0", b"\xff", b"--", b"<", b">",
    b'"', b";", b"=", b"&#", b"Content-Type: multipart/mixed; boundary=x\n", b"\xe2\x80\xae",
)  # fmt: skip


def mutated(rng: random.Random) -> bytes:
    """A corpus mail with bits flipped, pieces cut out, doubled, or taken from another one."""
    raw = bytearray(rng.choice(corpus.cases()).raw[:20_000])
    for _ in range(rng.randint(1, 12)):
        at, to = sorted(rng.randrange(len(raw) + 1) for _ in range(2))
        to = min(to, at + 200)
        match rng.randrange(5):
            case 0 if raw:
                raw[at % len(raw)] ^= 1 << rng.randrange(8)
            case 1:
                del raw[at:to]
            case 2:
                raw[at:at] = raw[at:to]
            case 3:
                raw[at:at] = rng.choice(SPICES)
            case _:
                other = rng.choice(corpus.cases()).raw
                start = rng.randrange(len(other) + 1)
                raw[at:to] = other[start : start + 300]
    return bytes(raw)


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
