"""The story as it is written down: one plot, and its words in each language.

`plot.toml` says who does what when; `ja.toml` and `en.toml` say it in words, by the same
names. A plot that uses a word nobody wrote is refused here, before anything is made.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from csboard.domain.records import Tags

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Act:
    """One line of an inquiry's story: when, who, what, with what."""

    at: str
    who: str
    verb: str
    seq: int = 1
    """Which of the inquiry's tasks it is about."""
    more: tuple[str, ...] = ()

    @classmethod
    def parse(cls, line: str) -> Act:
        """Read `3/14:05 kento wait customer +2`; a task is named as in `done.2`."""
        at, who, what, *more = line.split()
        verb, _dot, seq = what.partition(".")
        return cls(at, who, verb, int(seq or 1), tuple(more))


@dataclass(frozen=True)
class Story:
    """One inquiry from its opening to the present."""

    id: str
    customer: str
    at: str
    channel: str
    by: str
    """The member who wrote it down; empty when it came by itself."""
    urgency: str
    tags: tuple[str, ...]
    files: tuple[str, ...]
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class Stray:
    """A mail that opens no card."""

    id: str
    customer: str
    at: str
    kind: str


@dataclass(frozen=True)
class Prepared:
    """A template that somebody writes."""

    id: str
    who: str
    at: str
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Book:
    """Plot and words of one language."""

    language: str
    members: tuple[str, ...]
    you: str
    """Whose chair the person sits on."""
    address: str
    zone: str
    vocabulary: dict[str, list[str]]
    work: tuple[Act, ...]
    """What was done beside inquiries: worked at until when and for how long, or said of leave."""
    stories: tuple[Story, ...]
    strays: tuple[Stray, ...]
    templates: tuple[Prepared, ...]
    arrivals: tuple[dict[str, Any], ...]
    """Mails that come in while one watches."""
    words: dict[str, Any]

    def name(self, who: str) -> str:
        """What a member or a customer is called."""
        name: str = self.words["people"][who]
        return name

    def customer(self, who: str) -> tuple[str, str]:
        """A customer's name and mail address."""
        return self.name(who), f"{who}@example.jp"

    def tags(self, keys: Iterable[str]) -> Tags:
        """Tags by their names in the plot, each in its dimension; KeyError for an unknown one."""
        found: dict[str, list[str]] = {dimension: [] for dimension in self.vocabulary}
        dimensions = {key: name for name, known in self.vocabulary.items() for key in known}
        for key in keys:
            found[dimensions[key]].append(self.words["tags"][key])
        return Tags(**{dimension: tuple(words) for dimension, words in found.items()})

    @property
    def readings(self) -> dict[str, str]:
        """How the words for tags are read, in kana, by word; in Japanese only."""
        if self.language != "ja":
            return {}
        words = self.words["tags"]
        return {words[key]: kana for key, kana in _read("ja_readings.toml").items()}

    def of(self, story: str) -> dict[str, Any]:
        """What is said and written in one story."""
        said: dict[str, Any] = self.words["said"][story]
        return said


def read_book(language: str, scene: str = "") -> Book:
    """The story in a language, or the scene of that name with the same people and words."""
    plot = _read("plot.toml")
    words = _read(f"{language}.toml")
    if scene:
        plot |= {"work": [], "stray": [], "template": [], **_read(f"{scene}.toml")}
        theirs = _read(f"{scene}.{language}.toml")
        words |= {**theirs, "said": words["said"] | theirs["said"]}
    return Book(
        language=language,
        members=tuple(plot["members"]),
        you=plot["you"],
        address=plot["address"],
        zone=plot["zone"],
        vocabulary=plot["vocabulary"],
        work=tuple(map(Act.parse, plot["work"])),
        stories=tuple(_story(one) for one in plot["inquiry"]),
        strays=tuple(Stray(**one) for one in plot["stray"]),
        templates=tuple(
            Prepared(one["id"], one["who"], one["at"], tuple(one["tags"].split()))
            for one in plot["template"]
        ),
        arrivals=tuple(plot["arrival"]),
        words=words,
    )


def _story(one: dict[str, Any]) -> Story:
    return Story(
        id=one["id"],
        customer=one["who"],
        at=one["at"],
        channel=one.get("channel", "mail"),
        by=one.get("by", ""),
        urgency=one.get("urgency", "normal"),
        tags=tuple(one.get("tags", "").split()),
        files=tuple(one.get("files", ())),
        acts=tuple(map(Act.parse, one.get("acts", ()))),
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))
