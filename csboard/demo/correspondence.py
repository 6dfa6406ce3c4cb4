"""What colleagues on the demo's board do about replies while one watches.

One writes to a customer, another speaks of the draft, a third approves it, and then it is sent by
whoever wrote it. The person's own drafts and those they are asked to review are left to them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from csboard.board import Board
from csboard.demo.book import Book
from csboard.demo.replying import judged, newest, remark_on, saved
from csboard.domain.commands import Command
from csboard.domain.draft_commands import BeginDraft, HoldPen
from csboard.domain.records import Actor, Card, Event
from csboard.domain.replies import Draft, VerdictWord
from csboard.domain.reply_mark import ReplyState
from csboard.domain.revisions import digest_of_draft
from csboard.domain.sending_commands import Send
from csboard.named import NamedTuple

MOST_DRAFTS = 6
"""Open ones at which nobody begins another."""
MOST_COMMENTS = 2
"""Open ones with which nobody adds to them."""


class Chance(NamedTuple):
    """Something that could happen next; the heavier, the likelier."""

    weight: int
    happen: Callable[[], Event]


class Do(Protocol):
    """Does a command in somebody's name; they are seen there for a while."""

    def __call__(self, command: Command, login: str | None, doing: str = "looks") -> Event: ...


class Correspondence:
    """The replies of everybody but the person who watches."""

    def __init__(
        self, board: Board, book: Book, dice: random.Random, others: list[str], do: Do
    ) -> None:
        self._board = board
        self._dice = dice
        self._do = do
        self._others = others
        self._words: dict[str, list[str]] = book.words["passing"]

    def chances(self, cards: Sequence[Card]) -> Iterator[Chance]:
        """What could happen to the replies of these cards."""
        marked = [(card, card.reply) for card in cards if card.reply is not None]
        theirs = [(card, mark) for card, mark in marked if mark.author in self._others]
        unanswered = [card for card in cards if self._wants_reply(card)]
        if unanswered and len(marked) < MOST_DRAFTS:
            yield Chance(3, lambda: self._write(self._dice.choice(unanswered)))
        fresh = [card for card, mark in theirs if mark.state is ReplyState.DRAFT]
        if fresh:
            yield Chance(2, lambda: self._approve(self._dice.choice(fresh)))
        if spoken := [card for card, mark in theirs if mark.comments < MOST_COMMENTS]:
            yield Chance(2, lambda: self._comment(self._dice.choice(spoken)))
        if ready := [card for card, mark in theirs if mark.state is ReplyState.APPROVED]:
            yield Chance(2, lambda: self._send(self._dice.choice(ready)))

    def _wants_reply(self, card: Card) -> bool:
        is_theirs = card.owner in self._others and card.waiting is None
        is_written_to = card.ref.seq == 1 and card.reply is None and bool(card.customer_email)
        return card.stage == "doing" and is_theirs and is_written_to

    def _draft(self, card: Card) -> Draft:
        return self._board.replies(card.ref.number).drafts[0]

    def _colleague(self, draft: Draft) -> str:
        return self._dice.choice([one for one in self._others if one != draft.author])

    def _write(self, card: Card) -> Event:
        assert card.owner is not None, "only who has a card writes"
        actor, session = Actor(card.owner), f"demo {card.owner}"
        begun = self._do(
            BeginDraft(number=card.ref.number, session=session), card.owner, doing="writes"
        )
        draft, words = self._draft(card), self._dice.choice(self._words["drafts"])
        self._board.keep(saved(draft, words.strip("\n"), session), actor)
        self._board.keep(HoldPen(draft_id=draft.id, session=session, leave=True), actor)
        return begun

    def _comment(self, card: Card) -> Event:
        """On one of the first lines, where the writer's own words are."""
        draft = self._draft(card)
        own = [line for line in draft.words.text.split("\n")[:4] if line]
        words = self._dice.choice(self._words["comments"])
        remark = remark_on(draft, self._dice.choice(own or [""]), words)
        return self._do(remark, self._colleague(draft))

    def _approve(self, card: Card) -> Event:
        draft = self._draft(card)
        return self._do(judged(draft, VerdictWord.APPROVE), self._colleague(draft))

    def _send(self, card: Card) -> Event:
        view = self._board.replies(card.ref.number)
        draft = view.drafts[0]
        sending = Send(
            draft_id=draft.id, digest=digest_of_draft(draft), seen=newest(view), way="smtp"
        )
        return self._do(sending, draft.author)
