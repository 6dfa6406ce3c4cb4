"""The first fence for text (rule R2) and the folding that search and filters go by.

Whatever comes from outside (mail, keyboard, paste, editor, import) passes `clean` once,
when it comes in. The second fence stands at the display (csboard.tui.fence).
"""

from __future__ import annotations

import re
import unicodedata

from csboard.i18n import current_language

MAX_MARKS = 4
"""Combining marks a base may carry; more is Zalgo, which no language needs."""

NEVER_FIRST = frozenset(
    "、。，．・：；？！）」』】〉》〕］｝゛゜ーヽヾゝゞ々〜～…‥"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
    "｡､｣･ｰﾞﾟｧｨｩｪｫｯｬｭｮ"
    ")]},.!?:;%’”"
)
"""What must not begin a line (行頭禁則)."""

NEVER_LAST = frozenset("（「『【〈《〔［｛([{｢‘“")
"""What must not end a line (行末禁則)."""

_NEWLINES = re.compile(r"\r\n|[\r\v\f\x85]|\u2028|\u2029")
# Patterns of what is seldom met: `re` compiles and keeps them when it is.
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u2800"
_DROPPED_MARKS = "[\u200e\u200f\u061c]"
_BIDI = "[\u202a-\u202e\u2066-\u2069]"
_C0 = "[\x00-\x09\x0b-\x1f]"
_NON_CHARACTERS = (
    "[\x80-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)
_IN_QUESTION = {"Cc", "Cf", "Cn", "Cs", "Mc", "Me", "Mn"}
"""Categories of all that is dropped, replaced or limited, but for the blank letters."""
_ZWNJ = "\u200c"
_JOINERS = "\u200c\u200d"
_EMOJI_STYLE = "\ufe0f"
_VIRAMA = 9
"""Its canonical combining class."""


def clean(text: str, *, multiline: bool = False) -> str:
    """Return `text` harmless to any terminal, letter for letter otherwise.

    Line ends become LF (a blank in one-line text), other C0 controls their visible
    pictures, C1, surrogates and non-characters U+FFFD; direction overrides U+FFFD;
    invisible format characters go, except joiners that emoji and scripts need; the rest is
    composed without touching CJK compatibility letters, which names are written with.
    Idempotent.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _NEWLINES.sub("\n", text)
    if not multiline:
        text = text.replace("\n", " ").replace("\t", " ")
    if _is_harmless(text):
        return text
    text = re.sub(_C0, lambda found: _picture(found[0], multiline), text)
    text = text.replace("\x7f", "\u2421")
    text = re.sub(_NON_CHARACTERS, "\ufffd", text)
    text = re.sub(_BIDI, "\ufffd", text)
    text = re.sub(_DROPPED_MARKS, "", text)
    text = re.sub(f"[{_BLANK_LETTERS}]", " ", text)
    # Each of the three can make work for another: until none is left.
    while (settled := _limit_marks(_compose(_drop_format(text)))) != text:
        text = settled
    return text


def _is_harmless(text: str) -> bool:
    """Whether nothing in `text` needs a closer look. No pattern: one of kanji compiles for long."""
    letters = set(text) - {"\n"}
    return (
        _IN_QUESTION.isdisjoint(map(unicodedata.category, letters))
        and letters.isdisjoint(_BLANK_LETTERS)
        and unicodedata.is_normalized("NFC", text)
    )


def _picture(control: str, multiline: bool) -> str:
    return control if control == "\t" and multiline else chr(0x2400 + ord(control))


def _drop_format(text: str) -> str:
    """Drop category Cf, except a joiner where writing needs it."""
    if not any(unicodedata.category(char) == "Cf" for char in set(text)):
        return text
    kept: list[str] = []
    for index, char in enumerate(text):
        before, after = kept[-1:], text[index + 1 : index + 2]
        if unicodedata.category(char) != "Cf" or (
            char in _JOINERS and before and after and _joins(before[0], char, after)
        ):
            kept.append(char)
    return "".join(kept)


def _joins(before: str, joiner: str, after: str) -> bool:
    """Whether a joiner stands where it means something.

    Between emoji, and between letters where ZWNJ parts them (Persian) or ZWJ shapes a
    conjunct beside a virama. ZWJ elsewhere only makes a terminal and us count differently.
    """
    kinds = {unicodedata.category(before), unicodedata.category(after)}
    if _is_emoji_part(before) and unicodedata.category(after) in ("So", "Sk"):
        return True
    if not all(kind[0] in "LM" for kind in kinds):
        return False
    return joiner == _ZWNJ or _VIRAMA in (
        unicodedata.combining(before),
        unicodedata.combining(after),
    )


def _is_emoji_part(char: str) -> bool:
    return char == _EMOJI_STYLE or unicodedata.category(char) in ("So", "Sk")


def _compose(text: str) -> str:
    """NFC, leaving CJK compatibility ideographs as they are (神 福 社 in names)."""
    if unicodedata.is_normalized("NFC", text):
        return text
    parts = re.split("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)", text)
    return "".join(
        part if index % 2 else unicodedata.normalize("NFC", part)
        for index, part in enumerate(parts)
    )


def _limit_marks(text: str) -> str:
    if not any(map(_is_mark, set(text))):
        return text
    kept: list[str] = []
    marks = 0
    for char in text:
        if _is_mark(char):
            marks += 1
        elif char not in _JOINERS:  # a joiner between marks does not make a new base
            marks = 0
        if marks <= MAX_MARKS or char in _JOINERS:
            kept.append(char)
    return "".join(kept)


def _is_mark(char: str) -> bool:
    return unicodedata.combining(char) > 0 or unicodedata.category(char) in ("Mn", "Me")


_TO_KATAKANA = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}


MAX_QUOTED = 40


def quoted(word: str) -> str:
    """What was typed, in quotes, to be read back in a sentence: short and harmless."""
    return in_quotes(shortened(word))


def in_quotes(words: str) -> str:
    """As the language quotes that the program speaks: 'x' · 「x」."""
    return f"「{words}」" if current_language() == "ja" else repr(words)


def shortened(word: str) -> str:
    """A word for a sentence, short and harmless; a mark says that more of it was left out."""
    word = clean(word)
    return word if len(word) <= MAX_QUOTED else f"{word[:MAX_QUOTED]}…"


def as_written(value: object) -> str:
    """A value out of a file, about as it stands there: short and harmless."""
    if isinstance(value, str):
        return repr(shortened(value))
    try:
        return shortened(repr(value))
    except ValueError:  # of more digits than Python writes
        return "…"


def fold(text: str) -> str:
    """`text` for comparing: width, case and kana folded (ｱ＝ア＝あ, Ａ＝a), blanks joined.

    Idempotent.
    """
    # Casefolding can undo the composition, and a mark may fit a katakana only.
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = unicodedata.normalize("NFKC", folded.translate(_TO_KATAKANA)).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def fold_address(email: str) -> str:
    """`email` for comparing: width and case folded. Equal means the same mailbox."""
    return unicodedata.normalize("NFKC", email).strip().casefold()
