"""The card under the cursor at length: what is known of it, and the latest message."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.strip import Strip

from csboard.domain import words
from csboard.domain.people import name_of
from csboard.domain.records import Card, Direction, Message
from csboard.domain.views import InquiryView
from csboard.i18n import _, ago, format_time
from csboard.tui.cards import urgency_text
from csboard.tui.layout import paragraphs
from csboard.tui.palette import Ink
from csboard.tui.widgets.canvas import Canvas, Run

TITLE_LINES = 4


class Preview(Canvas):
    """Read-only; it follows the cursor a moment later."""

    INKS: ClassVar[Mapping[str, Ink]] = {
        "heading": Ink(bold=True),
        "fact": Ink("muted"),
    }

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__(id="preview")
        self._zone = zone
        self._card: Card | None = None
        self._view: InquiryView | None = None
        self._now: datetime | None = None

    def live_in(self, zone: ZoneInfo) -> None:
        """Tell times in another zone from now on."""
        self._zone = zone

    @property
    def card(self) -> Card | None:
        return self._card

    def show(self, card: Card | None, view: InquiryView | None, now: datetime) -> None:
        """Show a card; its conversation comes with `view`, if that is known yet."""
        self._card, self._view, self._now = card, view, now
        self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        card = self._card
        if card is None or self._now is None:
            return []
        room = width - 2
        title = paragraphs(f"#{card.ref} {card.title}", room, TITLE_LINES)
        runs: list[list[Run]] = [[(f" {line}", "heading")] for line in title]
        runs += [[(f" {line}", "fact")] for line in self._facts(card, self._now)]
        if self._view is not None and self._view.messages:
            runs += self._message(self._view, self._now, room, height - len(runs))
        return [self.line(line, width, line[-1][1] if line else "") for line in runs[:height]]

    def _facts(self, card: Card, now: datetime) -> list[str]:
        facts = [
            words.customer(card.customer_name, card.customer_email),
            f"{words.channel(card.channel)} {self._moment(card.opened_at, now)}".lstrip(),
            self._owner(card, now),
            urgency_text(card.urgency),
            words.tags(card.tags),
        ]
        return [fact for fact in facts if fact]

    @staticmethod
    def _owner(card: Card, now: datetime) -> str:
        if card.owner_since is None:
            return words.owner(card)
        minutes = (now - card.owner_since).total_seconds() // 60
        since = ago(minutes * 60) if minutes >= 1 else _("just now")
        return _("{name}, taken {ago}").format(name=words.owner(card), ago=since)

    def _moment(self, at: datetime, now: datetime) -> str:
        return format_time(at, self._zone, now=now)

    def _message(self, view: InquiryView, now: datetime, room: int, rows: int) -> list[list[Run]]:
        message = view.messages[-1]
        kind = _("Note") if message.direction is Direction.NOTE else _("Latest message")
        head = f"{kind}  {self._moment(message.at, now)}  {_writer(message, view)}"
        body = paragraphs(message.text.strip(), room, max(0, rows - 2))
        return [[], [(f" {head}", "heading")], *([(f" {line}", "")] for line in body)]


def _writer(message: Message, view: InquiryView) -> str:
    if message.author is not None:
        return name_of(message.author, view.members)
    return message.sender_name or message.sender_email
