"""Bytes to text: which encoding a mail is really in, whatever its label says.

Only encodings on the list are ever used: Python knows some that make control characters
out of printable letters (utf-7, unicode_escape) or are no text at all (hex, rot13).
A label is believed when the bytes agree with it; else UTF-8, if they are valid UTF-8;
else the likelier of the Japanese encodings and cp1252.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from functools import cache

from csboard.mail.japanese import (
    REPLACEMENT,
    decode_euc,
    decode_jis,
    decode_sjis,
    has_jis_escapes,
)

JAPANESE = {"cp932": decode_sjis, "euc-jp": decode_euc, "iso-2022-jp": decode_jis}
SELF_EVIDENT = ("", "ascii", "utf-8", "iso-2022-jp")
"""Labels that say nothing about bytes above 0x7F."""
WESTERN = ("cp1252",)
MULTIBYTE = ("cp932", "euc-jp", "gb18030", "big5hkscs", "cp949", "johab")
WIDE = ("utf-16", "utf-16-le", "utf-16-be", "utf-32")
OTHER = (
    *(f"iso8859-{part}" for part in (*range(2, 11), 13, 14, 15, 16)),
    *(f"cp{page}" for page in (437, 850, 866, 874, 1250, 1251, *range(1253, 1259))),
    *("koi8-r", "koi8-u", "mac-roman", "iso2022_kr", "hz"),
)
_ALIASES = {
    "ascii": "us-ascii ansi_x3.4-1968 iso646-us 646 7bit ansi",
    "utf-8": "utf8 unicode-1-1-utf-8 utf-8-sig x-unicode-2-0-utf-8 cp65001",
    "iso-2022-jp": "iso2022jp iso-2022-jp-ms iso-2022-jp-1 iso-2022-jp-2 iso-2022-jp-3 "
    "iso-2022-jp-2004 iso-2022-jp-ext csiso2022jp cp50220 cp50221 cp50222 jis x-jis",
    "cp932": "shift_jis shift-jis shiftjis sjis x-sjis x-shift-jis ms_kanji ms932 "
    "windows-31j windows-932 x-ms-cp932 cswindows31j csshiftjis shift_jisx0213 shift_jis-2004",
    "euc-jp": "eucjp x-euc-jp euc_jp ujis cp51932 eucjp-ms eucjp-win cseucpkdfmtjapanese",
    "gb18030": "gb2312 gbk cp936 gb_2312-80 x-gbk euc-cn windows-936 chinese hz-gb-2312",
    "big5hkscs": "big5 cp950 big5-hkscs x-x-big5 csbig5",
    "cp949": "euc-kr ks_c_5601-1987 ks_c_5601 ksc5601 uhc windows-949 korean",
    "iso2022_kr": "iso-2022-kr",
    "cp1252": "iso-8859-1 iso8859-1 latin1 latin-1 l1 windows-1252 x-ansi iso_8859-1",
    "utf-16": "utf16 ucs-2 iso-10646-ucs-2 unicode",
    "utf-16-le": "utf-16le utf16le",
    "utf-16-be": "utf-16be utf16be",
    "utf-32": "utf32 ucs-4",
    "cp874": "tis-620 tis620 iso-8859-11 windows-874",
    "koi8-r": "koi8 cskoi8r koi8_r",
    "koi8-u": "koi8_u",
    "mac-roman": "macintosh x-mac-roman macroman",
    "cp866": "ibm866",
    "cp850": "ibm850",
}
SAMPLE = 2_000
"""How many letters beyond ASCII the guess looks at."""


def decode(data: bytes, label: str = "") -> str:
    """`data` as text. Never raises; unreadable bytes become U+FFFD."""
    codec = codec_of(label)
    if data.startswith(b"\xef\xbb\xbf"):
        return data[3:].decode("utf-8", "replace")
    if codec in WIDE or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode_wide(data, codec)
    if has_jis_escapes(data) and codec not in ("iso2022_kr", "hz"):
        return decode_jis(data)
    if codec in OTHER:
        return _utf8(data) or data.decode(codec, "replace")
    if data.isascii():
        return data.decode("ascii")
    return _decode_eight_bit(data, codec)


@cache
def _codecs() -> dict[str, str]:
    names = {codec: codec for codec in (*SELF_EVIDENT, *WESTERN, *MULTIBYTE, *WIDE, *OTHER)}
    for codec, aliases in _ALIASES.items():
        names.update(dict.fromkeys(aliases.split(), codec))
    for codec in OTHER:
        names[codec.replace("iso8859-", "iso-8859-")] = codec
        names[codec.replace("cp125", "windows-125")] = codec
    return names


def codec_of(label: str) -> str:
    """The listed codec a charset label means; empty when unknown, wrong or forbidden."""
    return _codecs().get(label.strip(" \t\"'").lower()[:40], "")


def preload() -> None:
    """Load every codec of the list now, for a process that can't open files later."""
    for codec in (*MULTIBYTE, *WIDE, *WESTERN, *OTHER, "euc_jp", "euc_jis_2004"):
        codecs.lookup(codec)


def _utf8(data: bytes) -> str:
    """`data` as UTF-8 when it is that and more than ASCII, cut short or not; else empty."""
    if data.isascii():
        return ""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        is_cut = error.reason == "unexpected end of data" and error.start > 0
        return data.decode("utf-8", "replace") if is_cut else ""


def _decode_wide(data: bytes, codec: str) -> str:
    if codec in WIDE and data.isascii() and b"\0" not in data:
        return data.decode("ascii")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-32" if codec == "utf-32" else "utf-16", "replace")
    if codec == "utf-16":
        return max((data.decode(one, "replace") for one in WIDE[1:3]), key=plausibility)
    return data.decode(codec, "replace")


def _decode_eight_bit(data: bytes, codec: str) -> str:
    utf8 = _utf8(data)
    if codec in MULTIBYTE:
        labelled = _other_japanese(data, codec) or _strictly(data, codec)
        if labelled and (not utf8 or plausibility(labelled) >= plausibility(utf8)):
            return labelled
    if utf8:
        return utf8
    if codec in WESTERN:
        return _japanese_under_western_label(data) or _western(data)
    return max(_guesses(data, codec), key=plausibility)


def _other_japanese(data: bytes, codec: str) -> str:
    """EUC under a Shift_JIS label, or the other way: only one of the readings has kana."""
    if codec not in ("cp932", "euc-jp"):
        return ""
    other = _strictly(data, "euc-jp" if codec == "cp932" else "cp932")
    has_kana_only_there = _kana_share(other) > 0.3 > _kana_share(_strictly(data, codec))
    return other if has_kana_only_there else ""


def _japanese_under_western_label(data: bytes) -> str:
    """Every byte is some letter of cp1252, so that only the picture as a whole can tell."""
    japanese = max((_strictly(data, one) for one in ("cp932", "euc-jp")), key=plausibility)
    mostly_beyond = sum(byte > 0x7F for byte in data[:SAMPLE]) > len(data[:SAMPLE]) / 2
    is_likely = _kana_share(japanese) > 0.2 or (mostly_beyond and plausibility(japanese) >= 1.5)
    return japanese if is_likely and len(data) > 3 else ""


def _guesses(data: bytes, codec: str) -> list[str]:
    guesses = [data.decode("utf-8", "replace"), decode_sjis(data), decode_euc(data), _western(data)]
    if codec in MULTIBYTE and codec not in JAPANESE:
        guesses.append(data.decode(codec, "replace"))
    return guesses


def _strictly(data: bytes, codec: str) -> str:
    """`data` in `codec` when every byte of it is that, else empty."""
    decoder: Callable[[bytes], str] | None = JAPANESE.get(codec)
    text = decoder(data) if decoder else data.decode(codec, "replace")
    return "" if REPLACEMENT in text else text


def _western(data: bytes) -> str:
    """cp1252, and what it leaves undefined as U+FFFD."""
    return data.decode("cp1252", "replace")


def _kana_share(text: str) -> float:
    beyond = [char for char in text if char > "\x7f"][:SAMPLE]
    return sum("\u3041" <= char <= "\u30fe" for char in beyond) / len(beyond) if beyond else 0.0


def plausibility(text: str) -> float:
    """How much `text` looks like what people write: the mean over its letters beyond ASCII."""
    beyond = [char for char in text if char > "\x7f"][:SAMPLE]
    return sum(map(_weight, beyond)) / len(beyond) if beyond else 0.0


@cache
def _weight(char: str) -> float:
    for low, high, weight in _WEIGHTS:
        if low <= char <= high:
            return weight
    if "\u4e00" <= char <= "\u9fff":
        return 2.0 if _is_common_kanji(char) else -1.0
    return 0.0


_WEIGHTS = (
    ("\u3041", "\u3096", 3.0),
    ("\u30a1", "\u30fe", 3.0),
    ("\u3000", "\u3020", 2.0),
    ("\uff01", "\uff5e", 2.0),
    ("\uff61", "\uff9f", -1.0),
    ("\u2460", "\u2473", 1.0),
    ("\x80", "\x9f", -6.0),
    ("\ufffd", "\ufffd", -30.0),
    ("\ue000", "\uf8ff", -3.0),
    ("\xc0", "\xff", 0.5),
    ("\xa0", "\xbf", -1.0),
    ("\u0152", "\u2122", -1.0),
)


def _is_common_kanji(char: str) -> bool:
    """Level 1 of JIS X 0208: the kanji in daily use."""
    encoded = char.encode("cp932", "ignore")
    return len(encoded) == 2 and 0x88 <= encoded[0] <= 0x97
