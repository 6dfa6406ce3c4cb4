"""The keys of a search and the words that stand for their values, in both languages at once.

Whoever works in Japanese may type `タグ:返金` or `tag:返金`, whatever the interface speaks.
"""

from __future__ import annotations

from collections.abc import Iterable

from csboard.i18n import N_, _
from csboard.named import NamedTuple
from csboard.text import fold


class Key(NamedTuple):
    """One key: other ways to write it, and what it asks, as a msgid."""

    others: tuple[str, ...]
    meaning: str
    values: tuple[str, ...] = ()
    """The codes it knows; empty where the board says what there is, or where text is asked for."""


KEYS: dict[str, Key] = {
    "tag": Key(("タグ",), N_("a tag of any kind")),
    "content": Key(("コンテンツ",), N_("a tag: what it is about")),
    "symptom": Key(("事象",), N_("a tag: what happened")),
    "emotion": Key(("感情",), N_("a tag: how the customer feels")),
    "from": Key(("お客様", "差出人", "customer"), N_("the customer's name, address or company")),
    "owner": Key(("担当", "主担当", "担当者"), N_("who has it")),
    "stage": Key(("段階", "ステージ"), N_("where it stands")),
    "urgency": Key(("緊急度",), N_("how urgent it is"), ("urgent", "high", "normal", "low")),
    "before": Key(("以前", "まで"), N_("it came before that day")),
    "after": Key(("以降", "から"), N_("it came on that day or later")),
    "is": Key(
        ("状態",),
        N_("how it stands"),
        ("unowned", "mine", "waiting", "open", "done", "reopened", "junk"),
    ),
    "has": Key(("あり",), N_("what belongs to it"), ("file", "reply", "case")),
}

TAG_KEYS = ("tag", "content", "symptom", "emotion")

TEXT_KEYS = frozenset(("from",))
"""They ask for words in a part of the text."""

_VALUES: dict[tuple[str, str], str] = {
    ("is", "未担当"): "unowned",
    ("is", "未割り当て"): "unowned",
    ("is", "担当なし"): "unowned",
    ("is", "自分の担当"): "mine",
    ("is", "自分"): "mine",
    ("is", "保留"): "waiting",
    ("is", "保留中"): "waiting",
    ("is", "未完了"): "open",
    ("is", "対応中"): "open",
    ("is", "完了"): "done",
    ("is", "closed"): "done",
    ("is", "再開"): "reopened",
    ("is", "迷惑メール"): "junk",
    ("has", "添付"): "file",
    ("has", "ファイル"): "file",
    ("has", "attachment"): "file",
    ("has", "返信"): "reply",
    ("has", "事例"): "case",
    ("has", "success"): "case",
    ("urgency", "至急"): "urgent",
    ("urgency", "緊急"): "urgent",
    ("urgency", "高"): "high",
    ("urgency", "高い"): "high",
    ("urgency", "普通"): "normal",
    ("urgency", "通常"): "normal",
    ("urgency", "低"): "low",
    ("urgency", "低い"): "low",
}

"""The first word for a code is the one that is offered."""

_ME = ("me", "自分", "私")
"""Whoever asks, as an owner; the second for a key in Japanese."""

_CODES = {(key, fold(word)): code for (key, word), code in _VALUES.items()}
_BY_WORD = {fold(word): key for key, one in KEYS.items() for word in (key, *one.others)}


def key_of(word: str) -> str | None:
    """The key that a word before a colon stands for; None for any other word."""
    return _BY_WORD.get(fold(word))


def value_of(key: str, value: str) -> str:
    """The code for a value where the key has codes; else the value as it is."""
    folded = fold(value)
    code = _CODES.get((key, folded), folded)
    return code if code in KEYS[key].values else value


def is_me(value: str) -> bool:
    """Whether an owner is whoever asks."""
    return fold(value) in map(fold, _ME)


def values_of(key: str, written: str, others: Iterable[str] = ()) -> tuple[str, ...]:
    """What a key may have, in the language in which the key is written.

    `others` are the board's own.
    """
    if written.isascii():
        return (*KEYS[key].values, *others)
    codes = {code: word for (one, word), code in reversed(_VALUES.items()) if one == key}
    mine = ((_ME[1] if key == "owner" and other == _ME[0] else other) for other in others)
    return (*(codes.get(code, code) for code in KEYS[key].values), *mine)


def meaning_of(key: str) -> str:
    """What a key asks, in a few words."""
    return _(KEYS[key].meaning)
