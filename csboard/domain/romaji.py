"""Kana as people type them in Latin letters: Hepburn, kunrei and what input methods take.

What is typed need not be finished: `henp` stands for every reading that begins with ヘン and
goes on with a syllable of p. One spelling may stand for several readings: `nn` before a vowel is
ン for an input method, ンナ for who writes Hepburn.
"""

from __future__ import annotations

from functools import cache

from csboard.text import fold

_ROWS = {
    "": "アイウエオ",
    "k": "カキクケコ",
    "s": "サシスセソ",
    "t": "タチツテト",
    "n": "ナニヌネノ",
    "h": "ハヒフヘホ",
    "m": "マミムメモ",
    "y": "ヤ ユ ヨ",
    "r": "ラリルレロ",
    "w": "ワ   ヲ",
    "g": "ガギグゲゴ",
    "z": "ザジズゼゾ",
    "d": "ダヂヅデド",
    "b": "バビブベボ",
    "p": "パピプペポ",
    "x": "ァィゥェォ",
    "l": "ァィゥェォ",
}
_PALATAL = {
    "k": "キ",
    "s": "シ",
    "t": "チ",
    "n": "ニ",
    "h": "ヒ",
    "m": "ミ",
    "r": "リ",
    "g": "ギ",
    "z": "ジ",
    "d": "ヂ",
    "b": "ビ",
    "p": "ピ",
}
_BEFORE_VOWELS = {
    "sh": "シ",
    "ch": "チ",
    "cy": "チ",
    "j": "ジ",
    "jy": "ジ",
    "f": "フ",
    "v": "ヴ",
    "ts": "ツ",
    "th": "テ",
    "dh": "デ",
    "q": "ク",
    "kw": "ク",
    "gw": "グ",
    "wh": "ウ",
}
"""What stands before a small vowel, or small ya, yu, yo."""
_ALONE = {
    "shi": "シ",
    "chi": "チ",
    "tsu": "ツ",
    "fu": "フ",
    "ji": "ジ",
    "vu": "ヴ",
    "qu": "ク",
    "ca": "カ",
    "cu": "ク",
    "co": "コ",
    "wi": "ウィ",
    "we": "ウェ",
    "xya": "ャ",
    "xyu": "ュ",
    "xyo": "ョ",
    "lya": "ャ",
    "lyu": "ュ",
    "lyo": "ョ",
    "xtu": "ッ",
    "xtsu": "ッ",
    "ltu": "ッ",
    "ltsu": "ッ",
    "xwa": "ヮ",
    "lwa": "ヮ",
    "twu": "トゥ",
    "dwu": "ドゥ",
    "wyi": "ヰ",
    "wye": "ヱ",
    "n'": "ン",
    "xn": "ン",
    "-": "ー",
}
_VOWELS = "aiueo"
_SMALL = dict(zip(_VOWELS, "ァィゥェォ", strict=True))
_SMALL_Y = {"a": "ャ", "i": "ィ", "u": "ュ", "e": "ェ", "o": "ョ"}
_WITH_Y = {"sh", "ch", "cy", "j", "jy", "th", "dh"}

MOST_TYPED = 60
"""Characters; the rest of what was typed is left out of account."""

MOST_READINGS = 64


def _table() -> dict[str, str]:
    found: dict[str, str] = {}
    for first, row in _ROWS.items():
        found |= {first + vowel: kana for vowel, kana in zip(_VOWELS, row, strict=False)}
    for first, kana in _PALATAL.items():
        found |= {f"{first}y{vowel}": kana + small for vowel, small in _SMALL_Y.items()}
    for first, kana in _BEFORE_VOWELS.items():
        smalls = _SMALL_Y if first in _WITH_Y else _SMALL
        found |= {first + vowel: kana + small for vowel, small in smalls.items()}
    return {key: kana for key, kana in (found | _ALONE).items() if kana.strip()}


SYLLABLES = _table()
"""Kana by what is typed for them."""

_LONGEST = max(map(len, SYLLABLES))
_CONSONANTS = frozenset("bcdfghjklmpqrstvwxyz")


@cache
def _beginning(letters: str) -> frozenset[str]:
    """The first kana of all that is typed with these letters first; a doubled one makes ッ."""
    first = {kana[0] for typed, kana in SYLLABLES.items() if typed.startswith(letters)}
    may_double = set(letters) <= _CONSONANTS and letters in (letters[0], letters[0] * 2, "tc")
    return frozenset(first | {"ッ"}) if may_double else frozenset(first)


def beginnings(typed: str) -> tuple[str, ...]:
    """The beginnings of readings, folded, that `typed` may stand for; kana stand for themselves.

    Empty when it stands for none: no syllable is spelled so.
    """
    text = fold(typed)[:MOST_TYPED]
    under_way = [(0, "")]
    found: list[str] = []
    while under_way and len(found) < MOST_READINGS:
        at, kana = under_way.pop()
        if at == len(text):
            found.append(kana)
        else:
            under_way += [(at + length, kana + more) for length, more in _steps(text, at)]
    return tuple(dict.fromkeys(found))


def _steps(text: str, at: int) -> list[tuple[int, str]]:
    """What may come next: how many letters it takes, and the kana."""
    letter, after = text[at], text[at + 1 : at + 2]
    if not (letter.isascii() and (letter.isalpha() or letter in "-'")):
        return [(1, letter)]
    steps = [
        (length, SYLLABLES[part])
        for length in range(1, _LONGEST + 1)
        if (part := text[at : at + length]) in SYLLABLES and len(part) == length
    ]
    if letter == "n":
        steps += _syllabic_n(after)
    elif (letter == after and letter in _CONSONANTS) or text[at : at + 2] == "tc":
        steps.append((1, "ッ"))
    elif letter == "m" and after in ("b", "p", "m"):  # as in Hepburn's older spelling: shimbun
        steps.append((1, "ン"))
    tail = text[at:]
    if not steps and len(tail) < _LONGEST:
        steps += [(len(tail), kana) for kana in sorted(_beginning(tail))]
    return steps


def _syllabic_n(after: str) -> list[tuple[int, str]]:
    if after == "n":
        return [(2, "ン"), (1, "ン")]
    if after == "":
        return [(1, kana) for kana in ("ン", *sorted(_beginning("n") - {"ン"}))]
    return [] if after in "aiueoy'" else [(1, "ン")]
