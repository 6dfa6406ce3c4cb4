"""Text and files out of a mail's parts: transfer encodings, alternatives, HTML, quotes."""

from __future__ import annotations

import base64
import time

import pytest

from csboard.domain.quotes import Span, new_text, split_quotes
from csboard.mail.html import html_to_text
from csboard.mail.reading import attachment, read
from csboard.mail.transfer import decode_base64, decode_transfer


def multipart(kind: str, *parts: str) -> bytes:
    body = "".join(f"--x\n{part}\n" for part in parts)
    return f"Content-Type: multipart/{kind}; boundary=x\n\n{body}--x--\n".encode()


PLAIN = "Content-Type: text/plain; charset=utf-8\n\n本文"
BLANK = "Content-Type: text/plain\n\n \u3000"
HTML = "Content-Type: text/html; charset=utf-8\n\n<p>HTML</p>"
IMAGE = "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\neA=="
CALENDAR = "Content-Type: text/calendar\n\nBEGIN:VCALENDAR"
NAMED = "Content-Type: text/plain; name=memo.txt\n\nmemo"
SENT = "Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nfile"
INNER = "Content-Type: message/rfc822\n\nSubject: inner\nContent-Type: multipart/mixed\n\nx"


@pytest.mark.parametrize(
    ("raw", "text", "files"),
    [
        (multipart("alternative", PLAIN, HTML), "本文", []),
        (multipart("alternative", HTML, PLAIN), "本文", []),
        (multipart("alternative", BLANK, HTML), "HTML", []),
        (multipart("alternative", PLAIN, HTML, CALENDAR), "本文", ["attachment.ics"]),
        (multipart("mixed", PLAIN, IMAGE, PLAIN), "本文\n\n本文", ["attachment.png"]),
        (multipart("mixed", PLAIN, NAMED, SENT), "本文", ["memo.txt", "a.txt"]),
        (multipart("mixed", NAMED), "memo", ["memo.txt"]),
        (multipart("mixed", SENT), "", ["a.txt"]),
        (multipart("mixed", PLAIN, INNER), "本文", ["attachment.eml"]),
        (multipart("digest", "\nSubject: inner\n\nx"), "", ["attachment.eml"]),
        (b"Content-Type: multipart/mixed\n\nno boundary", "no boundary", []),
        (b"Content-Type: multipart/mixed; boundary=y\n\nno such line", "no such line", []),
        (b"Content-Type: text/calendar\n\nSUMMARY:x", "SUMMARY:x", ["attachment.ics"]),
        (b"Content-Type: text/plain; name=a.txt\n\ntext", "text", ["a.txt"]),
        (b"Content-Type: image/png; name=../x\n\ndata", "", ["x"]),
        (multipart("mixed", "\nfirst line without headers"), "first line without headers", []),
        (multipart("mixed", "no header, no blank line"), "no header, no blank line", []),
    ],
)
def test_text_and_files(raw: bytes, text: str, files: list[str]) -> None:
    letter = read(raw)
    assert (letter.text, [file.name for file in letter.attachments]) == (text, files)


def test_an_attached_mail_is_kept_byte_for_byte() -> None:
    inner = b"Subject: =?broken\r\nno colon\r\n\r\n--y\r\n\xff\x00 body"
    raw = b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: message/rfc822\n\n"
    raw += inner + b"\n--x--\n"
    (file,) = read(raw).attachments
    assert attachment(raw, file.part) == inner


@pytest.mark.parametrize(
    ("data", "decoded"),
    [
        (b"aGVsbG8=", b"hello"),
        (b"aGVs\nbG8", b"hello"),
        (b"aGVs*bG8=", b"hello"),
        (b"aGVsbG8=aGVsbG8=", b"hellohello"),
        (b"aGVsbG8aa", b"hello\x1a"),
        (b"A", b""),
        (b"====", b""),
        (b"", b""),
    ],
)
def test_broken_base64(data: bytes, decoded: bytes) -> None:
    assert decode_base64(data) == decoded


def test_a_clear_footer_below_base64_stays_readable() -> None:
    body = base64.encodebytes("本文です。".encode()) + b"\n-- \nlist footer here\n"
    decoded = decode_transfer(body, "base64").decode()
    assert "本文です。" in decoded
    assert "list footer here" in decoded


def test_clear_text_under_a_base64_label() -> None:
    text = "これは本文です".encode()
    assert decode_transfer(text, "base64") == text
    assert decode_transfer(b"a few plain words stand here", "base64").startswith(b"a few")


@pytest.mark.parametrize("encoding", ["", "8bit", "8-bit", "binary", "x-unknown"])
def test_unknown_encodings_leave_bytes_alone(encoding: str) -> None:
    assert decode_transfer(b"PK=20", encoding) == b"PK=20"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a<p>b", "a\n\nb"),
        ("a<br>b", "a\nb"),
        ("<b>a</b>b", "ab"),
        ("a  \n b", "a b"),
        ("<ul><li>a<li>b</ul>", "- a\n- b"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a  b"),
        ("<a href='http://x.jp/'>here</a>", "here <http://x.jp/>"),
        ("<a href=http://x.jp/>x.jp</a>", "x.jp"),
        ("<a href='http://evil.jp/'>http://bank.jp/</a>", "http://bank.jp/ <http://evil.jp/>"),
        ("<a href='mailto:a@b'>a@b</a>", "a@b"),
        ("<a href='#top'>top</a>", "top"),
        ("<a href='javascript:x()'>x</a>", "x <javascript:x()>"),
        ("<img alt='写真' src=x>", "[写真]"),
        ("<script>x</script>y<style>z</style>", "y"),
        ("<!-- x -->y", "y"),
        ("<blockquote>a<p>b</blockquote>c", "> a\n>\n> b\n\nc"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<a", "<a"),
        ("&lt;b&gt; &amp; &#26085; &#x65e5; &nosuch;", "<b> & 日 日 &nosuch;"),
        ("&#" + "9" * 10_000, "&#" + "9" * 10_000),
        ('<p title="a>b">c', "c"),
        ("<title>t</title><p>x", "x"),
    ],
)
def test_html(html: str, text: str) -> None:
    assert html_to_text(html) == text


ORIGINAL = "\n> 前の文\n> もう一行\n"


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("返事です。\n" + ORIGINAL, "返事です。"),
        ("返事です。\n\n2025年1月14日(火) 9:05 サポート <a@b.jp>:\n" + ORIGINAL, "返事です。"),
        ("Yes.\n\nOn Tue, 14 Jan 2025 at 09:05, Support <a@b.jp> wrote:\n" + ORIGINAL, "Yes."),
        ("Yes.\n\nOn Tue, 14 Jan 2025 at 09:05,\nSupport <a@b.jp> wrote:\n> x\n", "Yes."),
        ("はい。\n\n田中さんは書きました:\n> x\n", "はい。"),
        ("> 質問1\n答え1\n> 質問2\n答え2\n", "答え1\n答え2"),
        ("On 2025/01/14, A wrote:\n> x\n\n下に書きます。", "下に書きます。"),
        ("はい\n-----Original Message-----\nFrom: x\nTo: y\n\n古い文", "はい"),
        ("はい\n\n差出人: x\n送信日時: y\n宛先: z\n件名: w\n\n古い文", "はい"),
        ("From: と To: の欄\nについて教えてください", "From: と To: の欄\nについて教えてください"),
        ("手順:\n1. 押す\n2. 待つ", "手順:\n1. 押す\n2. 待つ"),
        ("件名: x\n日付: y\nでした", "件名: x\n日付: y\nでした"),
        ("____________________\n署名", "____________________\n署名"),
        ("", ""),
    ],
)
def test_quotes(text: str, new: str) -> None:
    assert new_text(text) == new


def test_a_mail_without_a_word_of_its_own_is_shown_whole() -> None:
    forwarded = "---- Forwarded message ----\nFrom: a\nDate: b\nSubject: c\n\n中身"
    assert split_quotes(forwarded) == (Span(False, forwarded),)
    assert split_quotes("> a\n> b") == (Span(False, "> a\n> b"),)


@pytest.mark.parametrize(
    "text",
    [
        ">\n" * 50_000,
        "\n" * 100_000,
        "-" * 100_000,
        (" " * 399 + "\n>\n") * 5_000,
        ("a<b@" * 99 + ":\n>\n") * 5_000,
        "From:\n" * 50_000,
        ("On 1 wrote:\n>\n") * 20_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_folding_is_linear(text: str) -> None:
    start = time.perf_counter()
    assert "".join(span.text for span in split_quotes(text)) == text
    assert time.perf_counter() - start < 2
