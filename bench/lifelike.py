"""Inquiries such as a Japanese support desk gets, the same ones for the same seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import TypeVar
from zlib import crc32

MEMBERS = (
    ("sato", "佐藤"),
    ("suzuki", "鈴木"),
    ("takahashi", "髙橋"),
    ("tanaka", "田中"),
    ("yamada", "山田"),
    ("watanabe", "渡辺"),
    ("smith", "Alex Smith"),
    ("lee", "Kim Lee"),
)

_THINGS = (
    "ログイン",
    "パスワード再設定",
    "請求書",
    "領収書の宛名",
    "解約の手続き",
    "返金",
    "配送先の変更",
    "メールアドレス",
    "PDFのダウンロード",
    "会員登録",
    "ポイント",
    "API timeout",
    "アプリ（iOS版）",
    "二段階認証",
    "定期購入",
    "見積書",
)
_TROUBLES = (
    "ができません",
    "について教えてください",
    "が届きません",
    "でエラー E-{code} が出ます",
    "を確認したい",
    "が二重になっています",
    "の期限はいつまでですか",
    "：至急ご対応ください",
)
_ENGLISH = (
    "Cannot sign in since the update",
    "Where is my invoice for order {code}?",
    "Please cancel my subscription",
    "Error E-{code} when exporting to CSV",
    "Refund not received",
)
_NAMES = ("山本", "中村", "小林", "加藤", "吉田", "佐々木", "山口", "松本", "井上", "木村")
_SENTENCES = (
    "お世話になっております。先日注文した商品について問い合わせいたします。",
    "昨日から画面が真っ白になり、何度やり直しても進めません。",
    "カードの明細を見たところ、同じ金額が二回引き落とされていました。",
    "お忙しいところ恐れ入りますが、ご確認のほどよろしくお願いいたします。",
    "I tried it on two machines with the same result.",
    "添付の画面をご覧ください。エラー番号も写っています。",
)
_EMOTIONS = ("怒り", "不安", "困惑", "期待")
_CONTENTS = ("決済", "認証", "配送", "アプリ", "契約")
TAGS = tuple(
    (dimension, word)
    for dimension, words in (("content", _CONTENTS), ("emotion", _EMOTIONS))
    for word in words
)
"""All words for tags, each with its dimension."""

Choice = TypeVar("Choice")


@dataclass(frozen=True)
class Archive:
    """A board's contents: inquiries of all time up to `end`, the newest of them open."""

    inquiries: int
    open: int
    end: datetime

    @classmethod
    def of(cls, inquiries: int, end: datetime) -> Archive:
        """The usual share of open ones: a team's backlog grows slower than its archive."""
        return cls(inquiries, max(60, min(600, inquiries // 30)), end)

    def cases(self) -> Iterator[Case]:
        return (Case(index, self) for index in range(self.inquiries))


@dataclass(frozen=True)
class Case:
    """One inquiry, from which its rows in every table are made."""

    index: int
    archive: Archive

    @property
    def number(self) -> int:
        return 1001 + self.index

    @property
    def opened_at(self) -> datetime:
        """A hundred thousand reach back three years; open ones are of the last days."""
        return self.archive.end - timedelta(minutes=15) * (self.archive.inquiries - self.index)

    @property
    def closed_at(self) -> datetime | None:
        return None if self.is_open else self.opened_at + timedelta(minutes=14)

    @property
    def is_open(self) -> bool:
        return self.index >= self.archive.inquiries - self.archive.open

    @property
    def owner(self) -> int | None:
        """Index of the member who holds it; half of the open ones are unassigned."""
        if self.is_open and self.index % 2:
            return None
        return self.index // 2 % len(MEMBERS)

    @property
    def stage(self) -> str:
        if not self.is_open:
            return "done"
        return "todo" if self.owner is None else "doing"

    @property
    def subject(self) -> str:
        code = 100 + self.index % 900
        if self.index % 7 == 0:
            return self._pick(1, _ENGLISH).format(code=code)
        return self._pick(2, _THINGS) + self._pick(3, _TROUBLES).format(code=code)

    @property
    def text(self) -> str:
        return "\n".join(self._pick(salt, _SENTENCES) for salt in range(6))

    @property
    def is_long(self) -> bool:
        """The one with a very long conversation: nobody has it, and it is pinned to stand first."""
        first_open = self.archive.inquiries - self.archive.open
        return self.index == first_open + (first_open + 1) % 2

    @property
    def urgency(self) -> tuple[str, int]:
        """Its word and its rank; most are of no special urgency."""
        if self.is_long:
            return "urgent", 0
        word = self._pick(4, ("urgent", *("high",) * 5, *("normal",) * 40, *("low",) * 4))
        return word, ("urgent", "high", "normal", "low").index(word)

    @property
    def tags(self) -> dict[str, list[str]]:
        emotions = [self._pick(6, _EMOTIONS)]
        return {"content": [self._pick(5, _CONTENTS)], "symptom": [], "emotion": emotions}

    @property
    def customer(self) -> int:
        """Id of the customer; they come back, one in three."""
        return 1 + self.index * 2 // 3

    def _pick(self, salt: int, choices: Sequence[Choice]) -> Choice:
        """One of `choices`, scattered but always the same for the same inquiry."""
        return choices[crc32(b"%d %d" % (self.index, salt)) % len(choices)]


def customer_name(customer: int) -> str:
    return f"{_NAMES[customer % len(_NAMES)]}{'様' if customer % 3 else '商店'}"


def mail(case: Case) -> bytes:
    """The inquiry as an ordinary mail, in raw bytes, of the kinds that senders use."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(customer_name(case.customer), f"c{case.customer}", "example.com")
    message["To"] = "support@example.org"
    message["Subject"] = case.subject
    message["Date"] = case.opened_at
    message["Message-ID"] = f"<{case.number}@mail.example.com>"
    message.set_content(case.text, charset=("utf-8", "iso-2022-jp")[case.index % 2])
    return message.as_bytes()
