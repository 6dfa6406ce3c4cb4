"""The text of a template, read into a tree. Pure, bounded, and clear about what is wrong where.

Written are `{customer}`, `{date+3}`, `{if customer}…{else}…{end}`, `{?what the writer fills in}`;
`{{` and `}}` are braces as such. The words are Japanese as well: `{お客様}`, `{もし お客様}`.
A part of a condition that stands alone on its line takes the line with it.
"""

from __future__ import annotations

import re

from csboard.errors import Refused
from csboard.i18n import N_, _, current_language
from csboard.named import NamedTuple
from csboard.text import fold, shortened

MAX_TEXT = 20_000
"""Characters of a template."""
MAX_PARTS = 500
"""Things in braces."""
MAX_DEPTH = 8
"""Conditions within conditions."""
MAX_DAYS = 366
MAX_ASKED = 60
"""Characters of what the writer is asked to fill in."""

NAMES: dict[str, tuple[str, str]] = {
    "customer": ("お客様", N_("the customer's name")),
    "number": ("番号", N_("the inquiry's number")),
    "member": ("担当者", N_("the writer's name")),
    "team": ("チーム", N_("the team's name")),
    "date": ("日付", N_("the day")),
}
"""By variable: how it is written in Japanese, and what it is."""
FIRST = "first"
FACTS = (*(name for name in NAMES if name != "date"), FIRST)
"""What a condition can ask: whether it is known, and `first`, whether nobody has replied yet."""
_JAPANESE = {
    **{name: japanese for name, (japanese, _words) in NAMES.items()},
    FIRST: "初回",
    "if": "もし",
    "else": "なければ",
    "end": "おわり",
}
_MEANT = {fold(japanese): name for name, japanese in _JAPANESE.items()}


class BadTemplate(Refused):
    """A text that is no template; `line` and `column` say where, from 1 on."""

    def __init__(self, sentence: str, line: int = 1, column: int = 1) -> None:
        super().__init__("bad_template", sentence)
        self.line = line
        self.column = column


class Words(NamedTuple):
    """Text as it stands."""

    text: str


class Variable(NamedTuple):
    """What is known of the inquiry goes here; of a day, so many `days` after today."""

    name: str
    days: int = 0


class Ask(NamedTuple):
    """What only the writer knows goes here."""

    words: str


class Choice(NamedTuple):
    """One text or the other, by whether a fact is known."""

    fact: str
    known: tuple[Piece, ...]
    unknown: tuple[Piece, ...]


Piece = Words | Variable | Ask | Choice
Tree = tuple[Piece, ...]

_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}\n]*)(\}?)|｛([^{}｛｝\n]*)｝")
_DATE = re.compile(r"(\w+)\s*\+\s*([0-9]{1,6})")
_SYNTAX = ("if", "else", "end")


class _Open(NamedTuple):
    """A condition that is being read."""

    fact: str
    at: int
    known: list[Piece]
    unknown: list[Piece] | None = None

    @property
    def pieces(self) -> list[Piece]:
        return self.known if self.unknown is None else self.unknown


def parse(text: str) -> Tree:
    """The tree of a template's text; BadTemplate says where it is wrong, and how."""
    if len(text) > MAX_TEXT:
        told = _("The template has {n} characters; {limit} at most: shorten it.")
        raise BadTemplate(told.format(n=len(text), limit=MAX_TEXT))
    return _Reading(text).read()


def unfilled(text: str) -> tuple[str, ...]:
    """What stands in a text as it is written in templates, braces and all, each once.

    Full-width braces, too: an input method writes them, and whoever did meant the same.
    """
    inner = ((each[0], each[1] if each[2] else each[3]) for each in _TOKEN.finditer(text))
    return tuple(dict.fromkeys(each for each, word in inner if word and _means_something(word)))


def _means_something(inner: str) -> bool:
    name = re.split("[ +]", fold(inner))[0]
    return name.startswith("?") or _MEANT.get(name, name) in (*NAMES, *_SYNTAX)


def variable_in_words(name: str) -> str:
    """What a variable is, for people."""
    return _(NAMES[name][1])


def written(name: str) -> str:
    """A word of templates as it is written in the language of the interface, without braces."""
    return _JAPANESE[name] if current_language() == "ja" else name


def how_it_is_written() -> str:
    """What can stand in a template, as it is written in the language of the interface: a line of
    what is put in, one of conditions."""
    variables = [_braced(name) for name in NAMES]
    asked = _("to fill in")
    date, ask = f"{{{written('date')}+3}}", f"{{?{asked}}}"
    begins = [f"{{{written('if')} {written(fact)}}}" for fact in ("customer", FIRST)]
    choice = f"{begins[0]}...{_braced('else')}...{_braced('end')}  {begins[1]}...{_braced('end')}"
    return f"{'  '.join((*variables, date, ask))}\n{choice}"


def escaped(text: str) -> str:
    """Text that stands in a template for itself."""
    return text.replace("{", "{{").replace("}", "}}")


class _Reading:
    """One text as it is read, from the left; what is open stands on a stack."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.top: list[Piece] = []
        self.open: list[_Open] = []
        self.parts = 0

    def read(self) -> Tree:
        here = 0
        while found := _TOKEN.search(self.text, here):
            begins, ends = found.span()
            word = self._word(found)
            if word in _SYNTAX and self._stands_alone(begins, ends):
                begins, ends = self._line(begins, ends)
            self._say(self.text[here:begins])
            self._take(found, word)
            here = ends
        self._say(self.text[here:])
        if self.open:
            told = _("{begin} has no {end}")
            raise self._wrong(self.open[-1].at, told, begin=_braced("if"), end=_braced("end"))
        return tuple(self.top)

    def _word(self, found: re.Match[str]) -> str:
        """The first word in braces, as the English form has it."""
        if found[1] is None:
            return ""
        first = fold(found[1]).split(" ", 1)[0]
        return _MEANT.get(first, first)

    def _take(self, found: re.Match[str], word: str) -> None:
        at = found.start()
        if found[0] in ("{{", "}}"):
            self._say(found[0][0])
        elif found[1] is None:
            self._wide(found)
        elif not found[2]:
            told = _("the brace is not closed; {twice} is written for a brace as such")
            raise self._wrong(at, told, twice="{{")
        else:
            self.parts += 1
            if self.parts > MAX_PARTS:
                raise self._wrong(at, _("there are more than {n} things in braces"), n=MAX_PARTS)
            if word in _SYNTAX:
                _PARTS_OF_A_CHOICE[word](self, found)
            else:
                self._put(self._named(at, found[1].strip()))

    def _wide(self, found: re.Match[str]) -> None:
        """Full-width braces are text, but not around what could only be meant as a variable."""
        if _means_something(found[3]):
            told = _("{word} has full-width braces: write {right}")
            right = f"{{{found[3]}}}"
            raise self._wrong(found.start(), told, word=found[0], right=right)
        self._say(found[0])

    def _named(self, at: int, inner: str) -> Piece:
        """The variable, or what the writer is asked for."""
        name = fold(inner)
        if name.startswith("?"):
            return self._asked(at, inner[1:].strip())
        dated = _DATE.fullmatch(name)
        word = dated[1] if dated else name
        word = _MEANT.get(word, word)
        if word not in NAMES or (dated and word != "date"):
            raise self._unknown(at, inner)
        if dated and int(dated[2]) > MAX_DAYS:
            raise self._wrong(at, _("a date lies at most {n} days ahead"), n=MAX_DAYS)
        return Variable(word, int(dated[2]) if dated else 0)

    def _unknown(self, at: int, inner: str) -> BadTemplate:
        told = _("there is no {name}, but {known}; {twice} is written for a brace as such")
        known = " ".join(map(_braced, NAMES))
        return self._wrong(at, told, name=f"{{{shortened(inner)}}}", known=known, twice="{{")

    def _asked(self, at: int, words: str) -> Ask:
        if not words or any(sign in words for sign in "[]［］"):
            told = _("after the question mark stands in words, without brackets, what to fill in")
            raise self._wrong(at, told)
        if len(words) > MAX_ASKED:
            raise self._wrong(at, _("what to fill in has at most {n} characters"), n=MAX_ASKED)
        return Ask(words)

    def _begin(self, found: re.Match[str]) -> None:
        name = fold(found[1]).partition(" ")[2]
        fact = _MEANT.get(name, name)
        if fact not in FACTS:
            told = _("{begin} asks for one of: {facts}")
            facts = _(", ").join(map(written, FACTS))
            raise self._wrong(found.start(), told, begin=_braced("if"), facts=facts)
        if len(self.open) >= MAX_DEPTH:
            told = _("more than {n} conditions stand within each other")
            raise self._wrong(found.start(), told, n=MAX_DEPTH)
        self.open.append(_Open(fact, found.start(), []))

    def _otherwise(self, found: re.Match[str]) -> None:
        self._refuse_outside(found, "else")
        if self.open[-1].unknown is not None:
            told = _("the condition has an {otherwise} already")
            raise self._wrong(found.start(), told, otherwise=_braced("else"))
        self.open[-1] = self.open[-1]._replace(unknown=[])

    def _end(self, found: re.Match[str]) -> None:
        self._refuse_outside(found, "end")
        done = self.open.pop()
        self._put(Choice(done.fact, tuple(done.known), tuple(done.unknown or ())))

    def _refuse_outside(self, found: re.Match[str], word: str) -> None:
        """Of a condition, and with words beside its own: `{else customer}` means nothing."""
        if not self.open:
            told = _("{part} stands without {begin} before it")
            raise self._wrong(found.start(), told, part=_braced(word), begin=_braced("if"))
        if " " in fold(found[1]):
            raise self._wrong(found.start(), _("{part} stands alone"), part=_braced(word))

    def _say(self, words: str) -> None:
        pieces = self._pieces
        if words and pieces and isinstance(pieces[-1], Words):
            pieces[-1] = Words(pieces[-1].text + words)
        elif words:
            pieces.append(Words(words))

    def _put(self, piece: Piece) -> None:
        self._pieces.append(piece)

    @property
    def _pieces(self) -> list[Piece]:
        return self.open[-1].pieces if self.open else self.top

    def _stands_alone(self, begins: int, ends: int) -> bool:
        first, last = self._line(begins, ends)
        return not (self.text[first:begins] + self.text[ends:last]).strip()

    def _line(self, begins: int, ends: int) -> tuple[int, int]:
        """Where the line begins and where the next one does."""
        end = self.text.find("\n", ends)
        first = self.text.rfind("\n", 0, begins) + 1
        return first, len(self.text) if end < 0 else end + 1

    def _wrong(self, at: int, what: str, **values: object) -> BadTemplate:
        line = self.text.count("\n", 0, at) + 1
        column = at - self.text.rfind("\n", 0, at)
        told = _("Line {line}, column {column}: {what}.")
        return BadTemplate(
            told.format(line=line, column=column, what=what.format(**values)), line, column
        )


def _braced(word: str) -> str:
    return f"{{{written(word)}}}"


_PARTS_OF_A_CHOICE = {"if": _Reading._begin, "else": _Reading._otherwise, "end": _Reading._end}
