"""T9: strangers' text in every field, every screen walked by keys in a real terminal.

Once as it comes in by the door, where it must be shown letter for letter after R2, and once
written straight into the tables, as by another version or program: then the display alone
must keep it from the terminal.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

from bench.figures import Figure
from bench.storm.faulty import take_in
from bench.storm.field import Storm
from bench.storm.ground import ROOT, at_board
from csboard.board import Board
from csboard.db.models import (
    CustomerRow,
    InquiryRow,
    MemberRow,
    MessageRow,
    ReceiptRow,
    Row,
    TaskRow,
)
from csboard.domain.commands import (
    AddNote,
    ApplySettings,
    Claim,
    Command,
    EditInquiry,
    EnterBoard,
    OpenInquiry,
    SplitOff,
    Wait,
)
from csboard.domain.records import Actor, InquiryFields, Stage, Tags, TaskRef, Waiting
from csboard.domain.settings import TeamSettings
from csboard.domain.tagging import MAX_TAG, SEPARATORS
from csboard.text import clean
from tests.support.recording import FORBIDDEN, OWN_SEQUENCES
from tests.support.terminal import Ended, Terminal
from tests.tui.test_fence import PAYLOADS

CORPUS = ROOT / "tests" / "mail" / "corpus"
MAILS = ("128_*", "130_*", "131_*", "133_*", "134_*", "049_*")
MARK = "77;77"
"""In sequences that the program itself never sends."""
MARKED = [f"\x1b[{MARK}Hx", f"\x9b{MARK}mx", f"\x1bP{MARK}|x\x1b\\", f"\x1b]2;{MARK}\x9c"]
HUGE = ["x" * 1_000_000, "語" * 300_000, "か" + "\u3099" * 100_000, "行\n" * 20_000]
TEXTS = [*MARKED, *PAYLOADS]
SHOWN = [text for text in PAYLOADS if "\ud800" not in text]
"""What is looked for letter for letter."""

BOARD, BOX = "─ Unassigned", "╰"
"""What stands above the board's first column, and at the foot of a box above the board."""
OPENS_IN = 1.0
"""Seconds in which a box opens, if it does."""
BOXES = ("e", "m", "w", "s", "T", "L")
INQUIRY = ("", "G", "v", "G", "z", "?", "f", "e", "#", "m", "w", "T", "t", "s", "E", "o", "&", "M")
ELSEWHERE = ("?", "\x10#", "gt", "gt\r", "gtG\r", "ga", "gaG", "g,", "g,G\r", "g,\t", "g,\tG\r")


def run(storm: Storm) -> Iterator[Figure]:
    """In short: everything in one inquiry, past the door, a third of the screens."""
    all_at_once = " ".join(TEXTS)
    for database in storm.databases[:1] if storm.short else storm.databases:
        each = database == "sqlite" and not storm.short
        with storm.board(database) as url:
            numbers = _filled(url, [*TEXTS, all_at_once, *HUGE] if each else [all_at_once])
            if not storm.short:
                yield from _walk(storm, url, f"by the door, {database}", numbers)
                yield from _letter_for_letter(storm, url, database)
            if database == "sqlite":
                _written_raw(url, all_at_once)
                yield from _walk(storm, url, "straight into the tables", numbers[:1])


def _filled(url: str, texts: Sequence[str]) -> list[int]:
    """Numbers of the inquiries in which each field that can hold it holds one of the texts."""
    with closing(Board.open(url)) as board:
        me, evil = Actor("root"), Actor("evil")
        board.execute(EnterBoard(name=TEXTS[0]), me)
        board.execute(EnterBoard(name=texts[0][:500]), evil)
        board.execute(ApplySettings(settings=_team(texts[0][:200]), words=_tags(texts[0])), me)
        numbers = [_inquiry(board, me, evil, text) for text in texts]
        take_in(board, [path.read_bytes() for one in MAILS for path in CORPUS.glob(f"{one}.eml")])
        hostile = b"From: a@example.jp\r\nX-Failed-Recipients: x\r\nSubject: %b\r\n\r\n%b"
        raws = [text[:10_000].encode(errors="replace") for text in texts[:20]]
        take_in(board, [hostile % (raw.replace(b"\n", b" "), raw) for raw in raws])
        return numbers


def _team(text: str) -> TeamSettings:
    line = clean(text)
    usual = TeamSettings()
    middle = Stage("middle", "doing", {"en": line, "ja": line}, line)
    first, *rest = usual.stages
    return TeamSettings(name=line, stages=(first, middle, *rest))


def _tags(text: str) -> Tags:
    """As hostile as the board takes them."""
    line = "".join(sign for sign in clean(text) if sign not in SEPARATORS)
    word = line[:MAX_TAG].strip() or "x"
    return Tags((word,), (word,), (word,))


def _inquiry(board: Board, me: Actor, evil: Actor, text: str) -> int:
    line = text[:100]  # what any field of one line takes
    tags = _tags(line)
    opened = board.execute(
        OpenInquiry(subject=line, customer_name=line, body=text[:390_000], tags=tags), evil
    )
    number = opened.number
    assert number is not None
    fields = InquiryFields(policy=text[:2000], fact=text[:2000], emotion=line, organisation=line)
    commands: list[Command] = [
        EditInquiry(number=number, fields=fields),
        AddNote(number=number, text=text[:50_000]),
        SplitOff(number=number, title=f"x{line}"),
        Claim(task=TaskRef(number)),
        Wait(task=TaskRef(number), waiting=Waiting("internal", f"x{line[:200]}")),
    ]
    for command in commands:
        board.execute(command, evil)
    return number


RAW: Mapping[type[Row], tuple[str, ...]] = {
    MemberRow: ("name",),
    CustomerRow: ("name", "email", "organisation"),
    InquiryRow: ("subject", "policy", "fact", "emotion"),
    TaskRow: ("title",),
    MessageRow: ("sender_name", "sender_email", "subject", "text"),
    ReceiptRow: ("subject", "sender"),
}


def _written_raw(url: str, text: str) -> None:
    """Every text of the tables replaced, past the door and its cleaning."""
    text = text.replace("\ud800", "")  # no database takes it
    with closing(Board.open(url)) as board, board._store.engine.database.atomic():
        for table, columns in RAW.items():
            changed: Any = table.update(dict.fromkeys(columns, text))
            changed.execute()


def _walk(storm: Storm, url: str, where: str, numbers: Sequence[int]) -> Iterator[Figure]:
    """Every screen and box, for each inquiry; what reached the terminal meanwhile."""
    walker = Walker(every=storm.times(1, 3))
    with at_board(url, storm.home("T9"), columns=140, lines=40) as terminal:
        walker.walk(terminal, numbers)
        sent = terminal.output.decode(errors="replace")
        alive = terminal.process.poll() is None
    where = f"{where}, {walker.screens} screens, {len(sent):,} letters"
    raw = FORBIDDEN.findall(OWN_SEQUENCES.sub("", sent))
    if raw:
        print(sorted({f"U+{ord(letter):04X}" for letter in raw}), file=sys.stderr)

    def count(what: str, value: float) -> Figure:
        return Figure("T9", what, where, value, "", 0, counted=True)

    yield count("raw controls, bidi, invisible", len(raw))
    yield count("strangers' sequences", len(re.findall(f"[\x1b\x9b][^a-zA-Z]*{MARK}", sent)))
    yield count("crashes", walker.crashes + (not alive and not walker.crashes))


class Walker:
    """Goes everywhere by keys, or to every third place or so."""

    def __init__(self, every: int) -> None:
        self._every = every
        self.screens = self.crashes = 0

    def walk(self, terminal: Terminal, numbers: Sequence[int]) -> None:
        try:
            terminal.wait_for(BOARD)
            terminal.settle()
            for number in numbers:
                self._inquiry(terminal, number)
            for keys in ELSEWHERE[:: self._every]:
                self._there_and_back(terminal, keys)
            self._paste(terminal)
        except (Ended, TimeoutError) as crash:
            self.crashes += 1
            print(crash, file=sys.stderr)

    def _inquiry(self, terminal: Terminal, number: int) -> None:
        """Its card, each box that opens from it, and its own screen with its boxes."""
        for keys in BOXES[:: self._every]:
            self._go_to(terminal, number)
            self._there_and_back(terminal, keys)
        for keys in INQUIRY[:: self._every]:
            self._go_to(terminal, number)
            self._there_and_back(terminal, f"\r{keys}")

    def _go_to(self, terminal: Terminal, number: int) -> None:
        terminal.press("g#")
        terminal.wait_for("Go to #")
        terminal.press(f"{number}\r")
        terminal.wait_for(BOARD)

    def _there_and_back(self, terminal: Terminal, keys: str) -> None:
        for key in keys:
            terminal.press(key)
            terminal.settle(0.08)
        self.screens += 1
        patience = time.perf_counter() + OPENS_IN
        while _is_board(terminal) and time.perf_counter() < patience:
            terminal.pump(0.05)
        terminal.settle(0.15)
        for _ in range(8):
            if _is_board(terminal):
                return
            terminal.press("\x1b")
            terminal.settle(0.15)
        raise TimeoutError(f"no way back to the board after {keys!r}:\n{terminal.text()}")

    def _paste(self, terminal: Terminal) -> None:
        """Into the filter, into a note, and where nothing takes text: it must do nothing there."""
        pasted = b"\x1b[200~q\x1bq\x9b31m \xe2\x80\xaeq " + MARKED[0].encode() + b"qq\x1b[201~"
        for keys in ("", "/", "m"):
            terminal.press(keys)
            terminal.settle(0.1)
            terminal.press(pasted)
            terminal.settle(0.5)
            if keys == "m":
                terminal.press("\x1b")
                terminal.settle(0.3)
                terminal.press("\x1b")
                terminal.settle(0.3)
                terminal.press("y")
                terminal.settle(0.3)
            self._there_and_back(terminal, "\x1b")


def _is_board(terminal: Terminal) -> bool:
    """Whether the board is shown and nothing above it."""
    shown = terminal.text()
    return BOARD in shown and BOX not in shown


def _letter_for_letter(storm: Storm, url: str, database: str) -> Iterator[Figure]:
    """A subject and a body as R2 leaves them stand on the screen as they are."""
    with closing(Board.open(url)) as board:
        me = Actor("root")
        numbers = [
            board.execute(OpenInquiry(subject=f"x{text}", body=f"x{text}"), me).number
            for text in SHOWN
        ]
    missing = 0
    with at_board(url, storm.home("T9"), columns=140, lines=40) as terminal:
        terminal.wait_for(BOARD)
        for number, text in zip(numbers, SHOWN, strict=True):
            terminal.press(f"g#{number}\r")
            terminal.wait_for(BOARD)
            start = len(terminal.output)
            terminal.press("\r")
            terminal.wait_for("esc Back")
            terminal.settle(0.3)
            drawn = OWN_SEQUENCES.sub("", terminal.output[start:].decode(errors="replace"))
            wanted = clean(f"x{text}")
            if wanted not in drawn:
                missing += 1
                print(f"not shown as it is: {wanted!r} in {drawn!r}"[:1500], file=sys.stderr)
            terminal.press("\x1b")
            terminal.wait_for(BOARD)
    where = f"{len(SHOWN)} texts, {database}"
    yield Figure("T9", "not letter for letter", where, missing, "", 0, counted=True)
