"""Header fields as real programs write them: words, addresses, parameters, ids, dates."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from csboard.domain.file_names import safe_name
from csboard.domain.letters import Address
from csboard.mail.addresses import read_addresses
from csboard.mail.headers import decode_words, read_date, read_headers, read_ids
from csboard.mail.parameters import read_parameters
from csboard.mail.reading import read


def first_line(text: str) -> bytes:
    return f"{text}\n\nbody".encode()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (b"plain", "plain"),
        (b"=?utf-8?B?44GC?=", "あ"),
        (b"=?utf-8?Q?=E3=81=82_x?=", "あ x"),
        (b"=?utf-8?B?44GC?= =?utf-8?B?44GE?=", "あい"),
        (b"=?utf-8?B?44GC?= and =?utf-8?B?44GE?=", "あ and い"),
        (b"=?utf-8?B?44E=?= =?utf-8?B?gg==?=", "あ"),
        (b"=?utf-8*ja?B?44GC?=", "あ"),
        (b"=?utf-8?b?44GC", "あ"),
        (b"=?utf-8?B?44GC", "あ"),
        (b"Re: =?UTF-8?Q?a?b?=", "Re: =?UTF-8?Q?a?b?="),
        (b"=?unknown?Q?abc?=", "abc"),
        (b"=?shift_jis?B?gqA=?= =?utf-8?B?44GE?=", "あい"),
        ("生の件名".encode("cp932"), "生の件名"),
        ("生の件名".encode(), "生の件名"),
        (b"=??Q?x?=", "=??Q?x?="),
    ],
)
def test_encoded_words(value: bytes, text: str) -> None:
    assert decode_words(value) == text


@pytest.mark.parametrize(
    ("value", "addresses"),
    [
        (b"a@b.jp", [("", "a@b.jp")]),
        (b"<a@b.jp>", [("", "a@b.jp")]),
        (b"Yamada <a@b.jp>", [("Yamada", "a@b.jp")]),
        (b'"Yamada, Taro" <a@b.jp>', [("Yamada, Taro", "a@b.jp")]),
        (b"Yamada, Taro <a@b.jp>", [("Yamada, Taro", "a@b.jp")]),
        (b"a@b.jp (Taro)", [("Taro", "a@b.jp")]),
        (b"a@b.jp, c@d.jp", [("", "a@b.jp"), ("", "c@d.jp")]),
        (b"Team: a@b.jp, c@d.jp;", [("Team", "a@b.jp"), ("", "c@d.jp")]),
        (b"undisclosed-recipients:;", [("undisclosed-recipients", "")]),
        (b"..taro..@mobile.example.jp", [("", "..taro..@mobile.example.jp")]),
        (b'"support@us.example" <x@evil.example>', [("support@us.example", "x@evil.example")]),
        (b"a@us.example <x@evil.example>", [("a@us.example", "x@evil.example")]),
        (b"<a@us.example> <x@evil.example>", [("", "x@evil.example")]),
        (b'"a\\"b" <a@b.jp>', [('a"b', "a@b.jp")]),
        (b'"=?utf-8?B?44GC?=" <a@b.jp>', [("あ", "a@b.jp")]),
        (b"=?utf-8?Q?a=0D=0ABcc:_x@y.z?= <a@b.jp>", [("a Bcc: x@y.z", "a@b.jp")]),
        (b"=?utf-8?Q?a;b,<c?= <a@b.jp>", [("a;b,<c", "a@b.jp")]),
        ("山田 <a@b.jp>".encode("cp932"), [("山田", "a@b.jp")]),
        ("山田 <a@b.jp>".encode("iso2022_jp"), [("山田", "a@b.jp")]),
        (b"<@relay.example:a@b.jp>", [("", "a@b.jp")]),
        (b"", []),
        (b"<>", []),
        (b"<<<", []),
        (b"nobody", [("nobody", "")]),
    ],
)
def test_addresses(value: bytes, addresses: list[tuple[str, str]]) -> None:
    assert list(read_addresses(value)) == [Address(name, email) for name, email in addresses]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (b"attachment; filename=a.txt", "a.txt"),
        (b'attachment; filename="a b.txt"; size=3', "a b.txt"),
        (b"attachment; filename=a b.txt", "a b.txt"),
        (b"attachment; filename*=utf-8''%E3%81%82.txt", "あ.txt"),
        (b"attachment; filename=x.txt; filename*=utf-8''%E3%81%82.txt", "あ.txt"),
        (b"attachment; filename*1*=%82.txt; filename*0*=utf-8''%E3%81", "あ.txt"),
        (b"attachment; filename*0=a; filename*1=b.txt", "ab.txt"),
        (b'attachment; filename="=?utf-8?B?44GC?=.txt"', "あ.txt"),
        (b'attachment; filename="a;b.txt"', "a;b.txt"),
        (b'attachment; filename="a\\"b.txt"', 'a"b.txt'),
        ('attachment; filename="表.txt"'.encode("cp932"), "表.txt"),
        (b"attachment; filename", ""),
        (b'attachment; filename="unclosed', "unclosed"),
    ],
)
def test_file_names_in_parameters(value: bytes, name: str) -> None:
    main, parameters = read_parameters(value)
    assert (main, parameters.get("filename", "")) == ("attachment", name)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("見積書.pdf", "見積書.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\win.ini", "win.ini"),
        (".bashrc", "bashrc"),
        ("-rf", "rf"),
        ("..", "attachment.png"),
        ("", "attachment.png"),
        ("NUL", "_NUL"),
        ("con.txt", "_con.txt"),
        ("a\nb.txt", "a b.txt"),
        ("請求\u202egpj.exe", "請求_gpj.exe"),
        ("a:b?.txt", "a_b_.txt"),
        ("trail. ", "trail"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("あ" * 100 + ".pdf", "あ" * 38 + ".pdf"),
    ],
)
def test_safe_names(name: str, safe: str) -> None:
    assert safe_name(name, "image/png", set()) == safe


def test_safe_names_are_unlike_each_other() -> None:
    taken: set[str] = set()
    names = [safe_name(name, "", taken) for name in ("a.txt", "A.TXT", "a.txt", "a", "a")]
    assert names == ["a.txt", "A (2).TXT", "a (3).txt", "a", "a (2)"]


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        ("<a@b>", ["<a@b>"]),
        ("<a@b> <c@d>\n\t<a@b>", ["<a@b>", "<c@d>"]),
        ("=?us-ascii?Q?=3Ca=40b=3E?=", ["<a@b>"]),
        ("Your message of Monday <a@b>", ["<a@b>"]),
        ("<<<", []),
        ("", []),
    ],
)
def test_message_ids(value: str, ids: list[str]) -> None:
    """Python itself writes long ids as encoded words, and so breaks threads."""
    raw = first_line(f"References: {value}")
    headers, _ = read_headers(raw, 0, len(raw))
    assert list(read_ids(headers, "references")) == ids


def test_of_very_many_ids_the_first_and_the_last_count() -> None:
    ids = [f"<{n}@x>" for n in range(5_000)]
    letter = read(first_line("References: " + "\n ".join(ids)))
    assert (letter.references[0], letter.references[-1]) == (ids[0], ids[-1])
    assert len(letter.references) == 100


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("Mon, 13 Jan 2025 10:01:00 +0900", datetime(2025, 1, 13, 1, 1, tzinfo=UTC)),
        ("13 Jan 2025 10:01 +0900", datetime(2025, 1, 13, 1, 1, tzinfo=UTC)),
        ("Mon, 13 Jan 2025 10:01:00 GMT (UTC)", datetime(2025, 1, 13, 10, 1, tzinfo=UTC)),
        ("Thu, 99 Zzz 99999 99:99:99 +9999", None),
        ("Thu, 01 Jan 1970 00:00:00 +0000", None),
        ("yesterday", None),
        ("", None),
        ("(" * 2000, None),
    ],
)
def test_dates(value: str, moment: datetime | None) -> None:
    raw = first_line(f"Date: {value}")
    headers, _ = read_headers(raw, 0, len(raw))
    assert read_date(headers) == moment


@pytest.mark.parametrize(
    ("raw", "subject", "text"),
    [
        (b"Subject: a\n\nbody", "a", "body"),
        (b"Subject: a\r\n\r\nbody", "a", "body"),
        (b"Subject: a\r\rbody", "a", "body"),
        (b"\n\nSubject: a\n\nbody", "a", "body"),
        (b"From x@y Mon Jan 13 10:00:00 2025\nSubject: a\n\nbody", "a", "body"),
        (b"no colon\nSubject: a\n\nbody", "a", "body"),
        (b"Subject: a\nno colon\nTo: b\n\nbody", "a", "body"),
        (b"Subject: a\nbody at once", "a", "body at once"),
        (b"Subject: a", "a", ""),
        (b"Subject:\n\nbody", "", "body"),
        (b"Subject : a\n\nbody", "a", "body"),
        (b"Subject: a\n b\n\tc\n\nbody", "a b c", "body"),
        (b"only text\nin lines\n\nand more", "", "only text\nin lines\n\nand more"),
        (b"http://example.jp/\nis down", "", "http://example.jp/\nis down"),
    ],
)
def test_where_headers_end(raw: bytes, subject: str, text: str) -> None:
    letter = read(raw)
    assert (letter.subject, letter.text) == (subject, text)


def test_reply_to_counts_unless_it_leads_back_to_a_recipient() -> None:
    def sender(reply_to: str) -> str:
        raw = f"From: a@x.jp\nTo: us@y.jp, list@z.jp\nReply-To: {reply_to}\n\n."
        return read(raw.encode()).sender.email

    assert sender("b@x.jp") == "b@x.jp"
    assert sender("LIST@z.jp") == "a@x.jp"
    assert sender("list@z.jp, c@x.jp") == "c@x.jp"
    assert sender("") == "a@x.jp"
    assert sender("nonsense") == "a@x.jp"
