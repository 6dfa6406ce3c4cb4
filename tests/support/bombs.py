"""Mails made to take all time or memory, by name."""

from __future__ import annotations

import base64

WORD = b"=?utf-8?B?44GC?="


def nested(depth: int) -> bytes:
    opened = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth)
    )
    return opened + b"Content-Type: text/plain\n\nat the bottom"


def forwarded(depth: int) -> bytes:
    return b"Content-Type: message/rfc822\n\n" * depth + b"Subject: x\n\ny"


def body(kind: bytes, text: bytes) -> bytes:
    return b"Content-Type: " + kind + b"\n\n" + text


BOMBS = {
    "encoded words": b"Subject: " + WORD * 16_000 + b"\n\nx",
    "encoded words, folded": b"Subject: " + b"\n ".join([WORD] * 16_000) + b"\n\nx",
    "open encoded words": b"Subject: " + b"=?a?b?" * 60_000 + b"\n\nx",
    "encoded words in From": b"From: " + WORD * 16_000 + b" <a@b>\n\nx",
    "many header fields": b"".join(b"X-A%d: b\n" % n for n in range(30_000)) + b"\nx",
    "one header line": b"Subject: " + b"x" * 5_000_000,
    "continuation lines": b"Subject: x\n" + b" y\n" * 100_000 + b"\nz",
    "nested 1,000": nested(1_000),
    "nested 10,000": nested(10_000),
    "forwarded 5,000": forwarded(5_000),
    "10,000 parts": body(b"multipart/mixed; boundary=x", b"--x\n\na\n" * 10_000),
    "empty parts": body(b"multipart/mixed; boundary=x", b"--x\n" * 200_000),
    "boundary of one letter": body(b"multipart/mixed; boundary=-", b"-" * 3_000_000),
    "near boundaries": body(b"multipart/mixed; boundary=x", b"--xx\n" * 500_000),
    "parameters": body(b"text/plain" + b"; a=b" * 32_000, b"x"),
    "open parameters": body(b'text/plain; name="' + b'\\"' * 100_000, b"x"),
    "segments": body(b"text/plain" + b"".join(b"; n*%d*=a" % n for n in range(20_000)), b"x"),
    "parentheses": b"From: " + b"(" * 200_000 + b"a@b\n\nx",
    "angles": b"Message-ID: " + b"<" * 100_000 + b"\nReferences: " + b"<a" * 50_000 + b"\n\nx",
    "addresses": b"To: " + b"a@b," * 60_000 + b"\n\nx",
    "quoted names": b'From: "' + b'a"b' * 60_000 + b" <a@b>\n\nx",
    "references": b"References: " + b"<a@b>\n " * 30_000 + b"\n\nx",
    "open tags": body(b"text/html", b"<a " * 1_000_000),
    "open quotes": body(b"text/html", b"<a href='" * 300_000),
    "open divs": body(b"text/html", b"<div>" * 200_000),
    "open comments": body(b"text/html", b"<!--" * 500_000),
    "character references": body(b"text/html", b"&#1" * 500_000 + b"&" * 500_000),
    "long line": body(b"text/plain; charset=iso-2022-jp", b"\x1b$B" + b"0!" * 5_000_000),
    "escapes": body(b"text/plain; charset=iso-2022-jp", b"\x1b$B0!\x1b(B" * 500_000),
    "combining marks": body(b"text/plain; charset=utf-8", "か\u0301".encode() * 200_000),
    "zalgo": body(b"text/plain; charset=utf-8", b"a" + "\u0301".encode() * 2_000_000),
    "joiners": body(b"text/plain; charset=utf-8", "\u200d".encode() * 1_000_000),
    "flowed": body(b"text/plain; format=flowed", b"> a \n" * 500_000),
    "base64 of 45 MB": (
        b"Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(bytes(33_000_000))
    ),
    "base64 padding": b"Content-Transfer-Encoding: base64\n\n" + b"=" * 5_000_000,
    "uuencode": b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n" + b"M\n" * 500_000,
    "quoted-printable": b"Content-Transfer-Encoding: quoted-printable\n\n" + b"=\n" * 2_000_000,
    "delivery status": body(
        b"multipart/report; boundary=x",
        b"--x\nContent-Type: message/delivery-status\n\n" + b"Action: failed\n\n" * 200_000,
    ),
    "same file names": body(
        b"multipart/mixed; boundary=x",
        b"--x\nContent-Type: a/b; name=same.txt\n\nx\n" * 490,
    ),
    "own ids": body(b"text/plain", b"csb.1.1.aaaaaaaaaaaaaaaa@" * 200_000),
    "50 MB of text": body(b"text/plain", b"text \n" * 8_000_000),
}

OVER_LIMITS = (
    "one header line",
    "nested 1,000",
    "nested 10,000",
    "10,000 parts",
    "many header fields",
)
"""Those that are not read whole: a person has to look."""
