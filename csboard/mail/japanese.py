"""The three old Japanese encodings as mailers really write them.

Python's codecs know the standards; mailers write vendor letters (①㈱髙), half-width kana
and lines that never return to ASCII. Both decoders here lead every two-byte letter over
cp932, which knows the vendor rows. Nothing raises: what can't be read is U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Callable

REPLACEMENT = "\ufffd"

_JIS_TOKEN = re.compile(
    rb"\x1b(?:\$\([@BDOPQ]|\$[@B]|\([BHIJ]|&@)|[\x0e\x0f]|\r\n|\r|\n",
)
_CHARSETS = {
    b"\x1b$@": "x0208",
    b"\x1b$B": "x0208",
    b"\x1b$(@": "x0208",
    b"\x1b$(B": "x0208",
    b"\x1b$(D": "x0212",
    b"\x1b$(O": "x0213",
    b"\x1b$(P": "x0213-2",
    b"\x1b$(Q": "x0213",
    b"\x1b(I": "kana",
    b"\x0e": "kana",
}
_EUC_RUN = re.compile(
    rb"(?P<ascii>[\x00-\x7f]+)"
    rb"|(?P<x0208>(?:[\xa1-\xfe][\xa1-\xfe])+)"
    rb"|(?P<kana>(?:\x8e[\xa1-\xdf])+)"
    rb"|(?P<x0212>(?:\x8f[\xa1-\xfe][\xa1-\xfe])+)"
    rb"|(?P<broken>.)",
    re.DOTALL,
)
_JIS_PAIRS = re.compile(rb"((?:[\x21-\x7e\xa1-\xfe]{2})+)")
_HIGH_BIT = bytes(byte | 0x80 for byte in range(256))
_SEVEN_BIT = bytes(byte & 0x7F for byte in range(256))


def has_jis_escapes(data: bytes) -> bool:
    """Whether `data` switches to a Japanese character set by ISO-2022 escapes."""
    return b"\x1b$" in data or b"\x1b(I" in data


def decode_jis(data: bytes) -> str:
    """ISO-2022-JP with its vendor letters; each line begins in ASCII again."""
    decoded: list[str] = []
    charset, position = "ascii", 0
    for token in _JIS_TOKEN.finditer(data):
        decoded.append(_decode_run(data[position : token.start()], charset))
        position = token.end()
        charset = _CHARSETS.get(token[0], "ascii")
        if token[0] in (b"\r\n", b"\r", b"\n"):
            decoded.append(token[0].decode("ascii"))
    decoded.append(_decode_run(data[position:], charset))
    return "".join(decoded)


def decode_euc(data: bytes) -> str:
    """EUC-JP with its vendor letters."""
    return "".join(
        _EUC_DECODERS[run.lastgroup or "broken"](run[0]) for run in _EUC_RUN.finditer(data)
    )


def decode_sjis(data: bytes) -> str:
    """Shift_JIS as Windows writes it (cp932)."""
    return data.decode("cp932", "replace")


def _decode_run(run: bytes, charset: str) -> str:
    if charset == "ascii":
        return run.decode("ascii") if run.isascii() else _ascii_with_kana(run)
    if charset == "kana":
        return _ascii_with_kana(run.translate(_HIGH_BIT))
    pieces = _JIS_PAIRS.split(run)
    return "".join(
        _decode_pairs(piece, charset) if index % 2 else _ascii_with_kana(piece)
        for index, piece in enumerate(pieces)
    )


def _ascii_with_kana(run: bytes) -> str:
    """ASCII, and the raw eight-bit kana of JIS X 0201."""
    return "".join(
        chr(byte) if byte < 0x80 else chr(byte + 0xFEC0) if 0xA1 <= byte <= 0xDF else REPLACEMENT
        for byte in run
    )


def _decode_pairs(pairs: bytes, charset: str) -> str:
    eight_bit = pairs.translate(_HIGH_BIT)
    if charset == "x0208":
        return _decode_x0208(eight_bit)
    if charset == "x0213":
        return eight_bit.decode("euc_jis_2004", "replace")
    prefixed = b"".join(b"\x8f" + eight_bit[at : at + 2] for at in range(0, len(eight_bit), 2))
    return prefixed.decode("euc_jp" if charset == "x0212" else "euc_jis_2004", "replace")


def _decode_x0208(eight_bit: bytes) -> str:
    """Two-byte letters in EUC form, by way of cp932: the walk of the two tables is regular."""
    pairs = eight_bit.translate(_SEVEN_BIT)
    shifted = bytearray(len(pairs))
    for at in range(0, len(pairs) - 1, 2):
        row, cell = pairs[at], pairs[at + 1]
        shifted[at] = (row + 1 >> 1) + (0x70 if row < 0x5F else 0xB0)
        shifted[at + 1] = cell + (0x7E if row % 2 == 0 else 0x1F if cell < 0x60 else 0x20)
    return decode_sjis(bytes(shifted))


_EUC_DECODERS: dict[str, Callable[[bytes], str]] = {
    "ascii": lambda run: run.decode("ascii"),
    "x0208": _decode_x0208,
    "kana": lambda run: _ascii_with_kana(run[1::2]),
    "x0212": lambda run: run.decode("euc_jp", "replace"),
    "broken": lambda run: REPLACEMENT,
}
