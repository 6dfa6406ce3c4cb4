"""The colleagues on the demo's board, who go on working while one watches.

Every few seconds one of them does what people at a support desk do: takes a card, starts on
it, writes a note or a reply, closes it; or a customer writes. What the person holds they leave
alone, and they leave enough work for everybody. Their acts go through the same door as all others.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from contextlib import suppress
from threading import Event as Signal
from typing import TypeVar
from zoneinfo import ZoneInfo

from csboard.board import Board
from csboard.demo.book import Book
from csboard.demo.correspondence import Chance, Correspondence
from csboard.demo.post import MAIL_DOMAIN, compose, deliver
from csboard.domain.absences import away_at
from csboard.domain.commands import AddNote, Claim, Command, EditInquiry, Move, Wait
from csboard.domain.presence_commands import BePresent
from csboard.domain.records import Actor, Card, Event, InquiryFields, Outcome, Urgency, Waiting
from csboard.domain.views import Snapshot
from csboard.errors import Refused, Unavailable

PAUSE = (4.0, 10.0)
"""Seconds between two acts, at least and at most: lively, and slow enough to be read."""
LEAST_UNASSIGNED = 6
MOST_UNASSIGNED = 20
LEAST_DOING = 9
MOST_DOING = 20
A_HAND_FULL = 6
"""Cards in Doing with which somebody takes no further one."""

Thing = TypeVar("Thing")


class Colleagues:
    """Everybody on the board but the person who watches."""

    def __init__(self, board: Board, book: Book, seed: int = 0) -> None:
        self._board = board
        self._book = book
        self._dice = random.Random(seed)
        self._arrivals = itertools.cycle(book.arrivals)
        self._mails = itertools.count(1)
        self._others = [login for login in book.members if login != book.you]
        """Those of them who are there."""
        self._correspondence = Correspondence(board, book, self._dice, self._others, self._do)

    def work(self, stop: Signal) -> None:
        """Go on until `stop` is set. A lost race or a busy database is no reason to end."""
        try:
            while not stop.wait(self._dice.uniform(*PAUSE)):
                with suppress(Refused, Unavailable):
                    self._board.connect()
                    self.step()
        finally:
            self._board.disconnect()

    def step(self) -> Event:
        """Let one thing happen that fits the board as it is now."""
        board = self._board.snapshot()
        away = away_at(board.absences, self._board.clock.now(), ZoneInfo(board.zone))
        here = [login for login in self._book.members if login not in away]
        self._others[:] = [login for login in here if login != self._book.you]
        chances = list(self._chances(board))
        weights = [chance.weight for chance in chances]
        return self._dice.choices(chances, weights)[0].happen()

    def _chances(self, board: Snapshot) -> Iterator[Chance]:
        todo = [card for card in board.cards if card.stage == "todo"]
        doing = [card for card in board.cards if card.stage == "doing"]
        unassigned = [card for card in todo if card.owner is None]
        begun = [card for card in todo if card.owner in self._others]
        theirs = [card for card in doing if card.owner in self._others and card.waiting is None]
        free = [login for login in self._others if _held(doing, login) < A_HAND_FULL]
        if len(unassigned) < MOST_UNASSIGNED or not theirs:
            yield Chance(4, self._arrive)
        if len(unassigned) > LEAST_UNASSIGNED and len(doing) < MOST_DOING and free:
            yield Chance(4, lambda: self._claim(self._one(unassigned), self._one(free)))
        if begun:
            yield Chance(4, lambda: self._start(self._one(begun)))
        if theirs:
            yield Chance(3, lambda: self._note(self._one(theirs)))
            yield Chance(1, lambda: self._let_wait(self._one(theirs)))
        if len(doing) > LEAST_DOING and (ready := [one for one in theirs if _is_done_with(one)]):
            yield Chance(3, lambda: self._close(min(ready, key=_taken_at)))
        yield from self._correspondence.chances(board.cards)
        if asked := [card for card in doing if _waits_for_customer(card, self._others)]:
            yield Chance(1, lambda: self._answer(self._one(asked)))

    def _one(self, things: Sequence[Thing]) -> Thing:
        return self._dice.choice(things)

    def _passing(self, kind: str) -> str:
        words: list[str] = self._book.words["passing"][kind]
        return self._one(words)

    def _do(self, command: Command, login: str | None, doing: str = "looks") -> Event:
        """Do it, and be seen in the inquiry for a while, as whoever has it open is."""
        actor = Actor(login or self._others[0])
        event = self._board.execute(command, actor)
        if event.number is not None:
            session = f"demo {actor.login}"
            self._board.keep(BePresent(session=session, number=event.number, doing=doing), actor)
        return event

    # ---- what happens -------------------------------------------------------------------

    def _arrive(self) -> Event:
        arrival = next(self._arrivals)
        said = self._book.of(arrival["id"])
        mail = self._mail(arrival["who"], said["subject"], said["mail"][0].strip("\n"))
        urgency = Urgency(arrival.get("urgency", "normal"))
        return deliver(self._board, mail, urgency, self._book.tags(arrival["tags"].split()))

    def _mail(self, who: str, subject: str, text: str) -> bytes:
        return compose(
            sender=self._book.customer(who),
            to=self._book.address,
            subject=subject,
            text=text,
            at=self._board.clock.now(),
            message_id=f"<live.{next(self._mails)}@{MAIL_DOMAIN}>",
        )

    def _claim(self, card: Card, login: str) -> Event:
        return self._do(Claim(task=card.ref, seen=card.version), login)

    def _start(self, card: Card) -> Event:
        return self._do(Move(task=card.ref, seen=card.version, stage="doing"), card.owner)

    def _note(self, card: Card) -> Event:
        return self._do(AddNote(number=card.ref.number, text=self._passing("notes")), card.owner)

    def _let_wait(self, card: Card) -> Event:
        waiting = Waiting("customer", self._passing("waits"))
        return self._do(Wait(task=card.ref, seen=card.version, waiting=waiting), card.owner)

    def _close(self, card: Card) -> Event:
        outcome = self._one((Outcome.SATISFIED, Outcome.SATISFIED, Outcome.SETTLED))
        if card.outcome is not outcome:
            fields = InquiryFields(outcome=outcome)
            self._do(EditInquiry(number=card.ref.number, fields=fields), card.owner)
        return self._do(Move(task=card.ref, stage="done"), card.owner)

    def _answer(self, card: Card) -> Event:
        who = card.customer_email.partition("@")[0]
        subject = f"Re: [CS#{card.ref.number}] {card.title}"
        return deliver(self._board, self._mail(who, subject, self._passing("answers")))


def _held(doing: Sequence[Card], login: str) -> int:
    return sum(card.owner == login for card in doing)


def _is_done_with(card: Card) -> bool:
    """Whether it is the inquiry's own task, and no reply to it is under way."""
    return card.ref.seq == 1 and card.reply is None


def _taken_at(card: Card) -> float:
    return (card.owner_since or card.opened_at).timestamp()


def _waits_for_customer(card: Card, owners: Sequence[str]) -> bool:
    return (
        card.waiting is not None
        and card.waiting.for_whom == "customer"
        and card.owner in owners
        and bool(card.customer_email)
    )
