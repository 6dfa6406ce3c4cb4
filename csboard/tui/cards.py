"""How a card is written: at most three lines, each a few pieces with a role.

Pure: what a piece looks like (its colour) is the theme's matter, by its role. Every
state that a role could colour is also said in a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from csboard.domain import words
from csboard.domain.records import Card, Urgency
from csboard.domain.reply_mark import ReplyState
from csboard.i18n import _, format_day, in_zone, short_day, short_until
from csboard.named import NamedTuple
from csboard.tui.layout import ELLIPSIS, MOST_PER_CELL, cell_len, cut, wrap

if TYPE_CHECKING:
    from csboard.domain.business_calendar import Calendar
    from csboard.domain.card_clocks import Pressing

MAX_LINES = 3
INDENT = 2
GUTTER = 1
"""The first cell of each line is the cursor's."""

LEAST_WIDTH = 8
"""Cells that a card is written for at least; a column with fewer shows the beginnings."""

GAP = "  "
MARK = " " + ELLIPSIS
"""Stands at the end of a line for what it had no room for."""

LEAST_OF_NAME = 8
"""Cells of a name that say who it is: a customer's is left out with fewer left, an owner's gives
way to what stands behind it as far as that."""
SHORTEST_OWNER = 4
"""Cells of an owner's name that still stand there where it has no room for more."""


class Piece(NamedTuple):
    """A run of text and the role it plays, which a theme gives its colour."""

    text: str
    role: str


CardLine = tuple[Piece, ...]


class Aside(NamedTuple):
    """What stands on a card for one person, just now: not on their colleagues' boards."""

    unread: bool = False
    """Whether the customer wrote since they read it."""
    people: str = ""
    """Who else is in the inquiry, in words."""
    only: str = ""
    """Who alone has answered its kind, in words."""
    working: str = ""
    """Whose timer runs on it, in words."""
    away: str = ""
    """That its owner is away, and who stands in, in words."""
    away_only: str = ""
    """The same in a word, where there is room for no more."""


NOTHING_ASIDE = Aside()
NOTHING_PROMISED = Piece("", "meta")
SOON = timedelta(hours=1)
"""Business time before a promise is due from which on it stands out."""


def card_height(card: Card, width: int) -> int:
    """How many lines `card` takes in a column of `width` cells: two or three."""
    width = max(LEAST_WIDTH, width)
    if card.tags.content or card.tags.symptom or card.tags.emotion:
        return MAX_LINES
    heading = _heading(card)[: width * MOST_PER_CELL]
    return MAX_LINES if cell_len(heading) > width - GUTTER else MAX_LINES - 1


def card_lines(
    card: Card,
    width: int,
    age: str,
    me: str,
    until: Sequence[str] = (),
    aside: Aside = NOTHING_ASIDE,
    promise: Piece = NOTHING_PROMISED,
) -> tuple[CardLine, ...]:
    """`card` in lines of at most `width` cells: title, who and when, tags.

    `me` is the login whose own cards stand out; `until` says to when it waits, as `card_until`
    does, `promise` how its promise stands, as `card_promise` does. No line is without a piece,
    however narrow the column. In whose hands it is just now goes before the tags where who and
    when leave it no room.
    """
    width = max(LEAST_WIDTH, width)
    tags = words.tags(card.tags)
    room = width - GUTTER
    titles = wrap(_heading(card), room, 1 if tags else MAX_LINES - 1, " " * INDENT)
    lines: list[CardLine] = [(Piece(line, ""),) for line in titles]
    room -= INDENT
    about = _about(card, age, me, until, aside, promise, room)
    before_tags = room - cell_len(GAP) - LEAST_OF_NAME
    below: list[Piece] = []
    if tags and not _says(about, now := _in_whose_hands(card, me, aside)):
        whole = [piece for piece in now if piece.text]
        fitting = (some for some in (whole, whole[:1]) if _cells(some) <= before_tags)
        below = next(fitting, [])
    if below:
        plain, others = card._replace(offer=None), aside._replace(away="", away_only="")
        about = _about(plain, age, me, until, others, promise, room)
    lines.append(about)
    if tags:
        lines.append(_tagged(tags, aside.only, below, room))
    return tuple(lines)


def card_age(card: Card, now: datetime, zone: ZoneInfo) -> str:
    """The time a card shows: how long it has been here; for a closed one, when it closed."""
    if card.closed_at is None:
        return short_age((now - card.opened_at).total_seconds())
    closed = in_zone(card.closed_at, zone)
    if closed.date() == in_zone(now, zone).date():
        return f"{closed:%H:%M}"
    return format_day(card.closed_at, zone, now=now)


def card_until(card: Card, now: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    """To when a card waits, to the hour and as a day; nothing when nobody knows, or it doesn't."""
    until = card.waiting.until if card.waiting else None
    return (short_until(until, zone, now), short_day(until, zone, now)) if until else ()


def as_it_is(card: Card, now: datetime) -> Card:
    """The card at `now`: what waited until a moment that has passed is awake."""
    if card.waiting is None or not card.waiting.is_over(now):
        return card
    return card._replace(waiting=None, woke_at=card.waiting.until)


def card_promise(card: Card, calendar: Calendar | None, now: datetime) -> Piece:
    """How the promise that is due next stands by `calendar`; nothing where none goes on."""
    if card.clocks is None or calendar is None or card.closed_at is not None:
        return NOTHING_PROMISED
    from csboard.domain.card_clocks import pressing

    return promise_piece(pressing(card.clocks, calendar, now))


def promise_piece(found: Pressing) -> Piece:
    """A promise in two words; that it stands still has the role `waiting`."""
    from csboard.domain.card_clock_words import on_card

    if found.is_over:
        role = "urgent"
    elif found.rests:
        role = "waiting"
    else:
        role = "high" if found.left <= SOON else "meta"
    return Piece(on_card(found), role)


def short_age(seconds: float) -> str:
    """A duration in its largest unit, as short as can be read: `12m`, `3h`, `5d` · 12分."""
    minutes = max(0, int(seconds)) // 60
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return _("{n}m").format(n=minutes)
    if minutes < 24 * 60:
        return _("{n}h").format(n=minutes // 60)
    return _("{n}d").format(n=minutes // (24 * 60))


def urgency_text(urgency: Urgency) -> str:
    """The word for an urgency that stands out; nothing for an ordinary one."""
    return "" if urgency is Urgency.NORMAL else words.urgency(urgency)


def _heading(card: Card) -> str:
    return f"#{card.ref} {card.title}".rstrip()


LOUD = {Urgency.URGENT: "urgent", Urgency.HIGH: "high"}


def _about(
    card: Card,
    age: str,
    me: str,
    until: Sequence[str],
    aside: Aside,
    promise: Piece,
    room: int,
) -> CardLine:
    """Who and when, in at most `room` cells behind the indent.

    Who the customer is is worth more than the hour to which a card waits, how long it has been
    here, that its promise stands still, and the day to which it waits, which go in this order.
    """
    rests = promise.role == "waiting"
    still = promise if rests else NOTHING_PROMISED
    owner = Piece(words.owner(card), _who_role(card, me))
    who = [
        Piece(_("unread") if aside.unread else "", "unread"),
        Piece(_("pinned") if card.pin and card.closed_at is None else "", "high"),
        Piece(urgency_text(card.urgency), _urgency_role(card)),
        NOTHING_PROMISED if rests else promise,
        owner,
        *_in_whose_hands(card, me, aside),
        Piece(aside.working, "mine"),
        Piece(aside.people, "people"),
        *_reply(card),
    ]
    customer = Piece(words.customer(card.customer_name, card.customer_email), "meta")
    holds, bare = _holds(card, until)
    for hold in holds:
        mark = MARK if hold != holds[0] else ""
        whole = [*who, hold, still, Piece(age, "meta"), customer]
        if _cells(whole) + cell_len(mark) <= room:
            return _line(whole, mark)
    for hold, rest in ((holds[-1], still), (holds[-1], NOTHING_PROMISED), (bare, NOTHING_PROMISED)):
        if _cells(without_age := [*who, hold, rest, customer]) + cell_len(MARK) <= room:
            return _line(without_age, MARK)
    named = owner if card.owner else NOTHING_PROMISED
    return _beginning([*who, bare], named, customer, room, aside)


def _holds(card: Card, until: Sequence[str]) -> tuple[list[Piece], Piece]:
    """That a card waits or has woken, ever shorter, and the least that says so; else empty.

    What waits for a day says nothing without it.
    """
    if card.waiting is None:
        woke = card.woke_at is not None and card.closed_at is None
        only = Piece(_("woke") if woke else "", "high")
        return [only], only
    waiting = card.waiting
    holds = [Piece(words.waiting(waiting, day), "waiting") for day in until or ("",)]
    bare = Piece(words.waiting(waiting), "waiting")
    return holds, holds[-1] if waiting.for_whom == "date" else bare


def _beginning(
    pieces: Sequence[Piece], owner: Piece, customer: Piece, room: int, aside: Aside
) -> CardLine:
    """As many of `pieces` as fit; of the customer's name, when all do, what there is room for.

    That its owner is away stays as long as anything does, in a word where there is no room for
    who stands in. The owner's name, one of the pieces, loses its end before it is left out.
    """
    shown, word = _with_owner(pieces, owner, room), Piece(aside.away_only, "waiting")
    if word.text and not any(piece.text == aside.away for piece in shown):
        pieces = [word if piece.text == aside.away else piece for piece in pieces]
        shown = _with_owner(pieces, owner, room, word)
    if not any(piece.text for piece in shown):
        first = word if word.text else next(piece for piece in pieces if piece.text)
        return _line([Piece(cut(first.text, room), first.role)])
    left = room - _cells(shown) - cell_len(GAP)
    if len(shown) == len(pieces) and left >= LEAST_OF_NAME and customer.text:
        return _line([*shown, Piece(cut(customer.text, left), customer.role)])
    last = next((piece.text for piece in reversed(shown) if piece.text), "")
    return _line(shown, "" if last.endswith(ELLIPSIS) else MARK)


def _with_owner(
    pieces: Sequence[Piece], owner: Piece, room: int, kept: Piece = NOTHING_PROMISED
) -> list[Piece]:
    """As `_first_of`, with as much of the owner's name as there is room for."""
    if not owner.text:
        return _first_of(pieces, room, kept)
    shown: list[Piece] = []
    for least in (LEAST_OF_NAME, SHORTEST_OWNER):
        short = owner._replace(text=cut(owner.text, least))
        some = [short if piece == owner else piece for piece in pieces]
        shown = _first_of(some, room, kept)
        if short in shown:
            left = room - _cells(shown) - cell_len(MARK)
            whole = owner._replace(text=cut(owner.text, cell_len(short.text) + left))
            return [whole if piece == short else piece for piece in shown]
    return shown


def _first_of(pieces: Sequence[Piece], room: int, kept: Piece = NOTHING_PROMISED) -> list[Piece]:
    """The first that fit with a mark behind, and `kept` with them, which is one of the pieces."""
    shown: list[Piece] = []
    for piece in pieces:
        some = [*shown, piece] if kept in (*shown, piece) else [*shown, piece, kept]
        if _cells(some) + cell_len(MARK) > room:
            break
        shown.append(piece)
    if kept in shown or _cells([*shown, kept]) + cell_len(MARK) > room:
        return shown
    return [*shown, kept]


def _in_whose_hands(card: Card, me: str, aside: Aside) -> list[Piece]:
    """Who has it while its owner is away, and to whom it is offered; empty pieces for neither."""
    return [Piece(aside.away, "waiting"), _offered(card, me)]


def _says(line: CardLine, pieces: Iterable[Piece]) -> bool:
    """Whether a line has the whole text of each."""
    return all(any(piece.text in shown.text for shown in line) for piece in pieces)


def _offered(card: Card, me: str) -> Piece:
    """That the card is being handed off, and to whom."""
    if card.offer is None or card.closed_at is not None:
        return NOTHING_PROMISED
    is_for_me = card.owner != me and card.offer.receiver in (None, me)
    return Piece(words.offer(card.offer, me), "high" if is_for_me else "waiting")


def _reply(card: Card) -> list[Piece]:
    """How the reply stands, where one is being written."""
    if card.reply is None or card.closed_at is not None:
        return []
    return [Piece(words.reply_mark(card.reply), _REPLY_ROLES.get(card.reply.state, "waiting"))]


_REPLY_ROLES = {
    ReplyState.DRAFT: "tag",
    ReplyState.CHANGE: "high",
    ReplyState.FAILED: "urgent",
}


def _urgency_role(card: Card) -> str:
    return "meta" if card.closed_at else LOUD.get(card.urgency, "meta")


def _who_role(card: Card, me: str) -> str:
    if card.closed_at is not None:
        return "meta"
    if card.owner is None:
        return LOUD.get(card.urgency, "unowned")  # one alarm, not two
    return "mine" if card.owner == me else "meta"


def _tagged(tags: str, only: str, now: Sequence[Piece], room: int) -> CardLine:
    """Behind what holds `now` the tags, and where there is room who alone has answered them."""
    whole = [*now, Piece(tags, "tag"), Piece(only, "meta")]
    if _cells(whole) <= room:
        return _line(whole)
    left = room - (_cells(now) + cell_len(GAP) if now else 0)
    return _line([*now, Piece(cut(tags, left), "tag")])


def _cells(pieces: Iterable[Piece]) -> int:
    """How many cells pieces take with gaps between them."""
    return cell_len(GAP.join(piece.text for piece in pieces if piece.text))


def _line(pieces: Iterable[Piece], mark: str = "") -> CardLine:
    """Pieces with gaps between, indented; neighbours of one role become one piece."""
    line: list[Piece] = []
    for text, role in pieces:
        if not text:
            continue
        text = (GAP if line else " " * INDENT) + text
        if line and line[-1].role == role:
            line[-1] = Piece(line[-1].text + text, role)
        else:
            line.append(Piece(text, role))
    return tuple([*line, Piece(mark, "meta")] if mark else line)
