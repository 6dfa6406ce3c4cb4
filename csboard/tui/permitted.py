"""What the rules let the person do to a card as it is shown, before a key is offered for it.

They are the rules of the door, which decides all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from textual.message_pump import MessagePump

from csboard.domain.access import not_a_member, require
from csboard.domain.holding import may
from csboard.domain.records import Card, Role
from csboard.errors import Refused
from csboard.i18n import _
from csboard.tui.app import app_of
from csboard.tui.keys import footer_keys
from csboard.tui.layout import cell_len, pad
from csboard.tui.state import BoardState

_COMMANDS = {
    "claim": "Claim",
    "release": "Release",
    "take_over": "TakeOver",
    "move_left": "Move",
    "move_right": "Move",
    "wait": "Wait",
    "pin": "Pin",
    "note": "AddNote",
    "note_elsewhere": "AddNote",
    "edit": "EditInquiry",
    "tags": "EditInquiry",
    "split_off": "SplitOff",
    "success": "MakeSuccess",
    "timer": "StartTimer",
}
"""What the acts on a card ask the door for."""
_OF_HAND_OFFS = ("take", "offer", "withdraw", "drop", "take_back", "keep", "all", "undo")
_OF_AN_INQUIRY = ("claim", "release", "take_over", "move_left", "move_right", "wait", "pin",
                  "note", "note_elsewhere", "edit", "tags", "split_off", "timer", "hand_off",
                  "undo")  # fmt: skip
_OF_A_WHOLE = ("comment", "excuse", "success", "template", "rename", "reopen", "link", "merge",
               "divide", "junk", "block")  # fmt: skip
_OF_A_MAIL = ("open", "join", "drop", "junk", "block", "reread")
_OF_A_REPLY = ("write", "comment", "propose", "answer", "resolve", "accept", "approve", "change",
               "ask", "head", "files", "elsewhere", "template", "send", "discard",
               "undo")  # fmt: skip
_OF_A_CASE = ("put_in", "used", "not_here", "still_true", "edit", "template", "retire", "undo")
_OF_A_TEMPLATE = ("make", "edit", "put_in", "retire", "undo")
_OF_A_WORD = ("rename", "merge", "reading", "retire", "undo")
CHANGES = frozenset(
    f"{place}.{name}"
    for place, names in {
        "board": (*_OF_AN_INQUIRY, "new", "success"),
        "inquiry": (*_OF_AN_INQUIRY, *_OF_A_WHOLE),
        "tray": (*_OF_A_MAIL, "undo"),
        "original": _OF_A_MAIL,
        "alarms": ("claim", "wait"),
        "leave_check": ("hand_off", "reply", "wait", "note", "timer", "undo"),
        "round": ("thank", "comment", "undo"),
        "draft": _OF_A_REPLY,
        "sheet": _OF_A_CASE,
        "case": _OF_A_CASE,
        "templates": _OF_A_TEMPLATE,
        "map": ("take", "undo"),
        "vocabulary": _OF_A_WORD,
        "absences": ("add", "edit", "end", "rule", "undo"),
        "hand_offs": _OF_HAND_OFFS,
        "times": ("timer", "add", "edit", "drop", "undo"),
        "similar": ("put_in",),
        "objectives": ("enter", "undo"),
        "stand_up": ("begin", "end", "note"),
        "digest": ("back_to_me", "leave_it", "read", "undo"),
    }.items()
    for name in names
)
"""The actions that change the board, by their ids: nothing for who may only look."""
_BESIDE = {"move_left": -1, "move_right": 1}


def is_allowed(asker: MessagePump, state: BoardState, act: str, card: Card) -> bool:
    """Whether the act of this name, done to `card` by whoever sits here, would be let in."""
    station = app_of(asker).station
    if act in _BESIDE and state.beside(card, _BESIDE[act]) is None:
        return False
    me = state.members.get(station.actor.login)
    return may(_COMMANDS[act], card, me, state.members, station.clock.now())


def may_hand_off(asker: MessagePump, state: BoardState, card: Card) -> bool:
    """Whether `card` is whoever sits here's to hand off, or is offered to them."""
    me = app_of(asker).station.actor.login
    if card.closed_at is not None or not may_work(asker, state):
        return False
    return card.owner == me or (card.offer is not None and card.offer.receiver in (None, me))


def footer_of_card(
    place: str,
    slots: Iterable[tuple[str, ...]],
    can: Callable[[str], bool],
    is_to_take: bool,
) -> list[tuple[str, str, str]]:
    """As `offered`; where a card is offered to whoever sits here, taking it is offered before what
    else could be done with it.
    """
    if not is_to_take:
        return offered(slots, can)
    ahead = {f"{place}.claim": f"{place}.hand_off"}
    changed = [(ahead.get(slot[0], slot[0]), *slot[1:]) for slot in slots]
    return offered(changed, can, {"hand_off": _("Take it")})


def is_to_take(asker: MessagePump, state: BoardState, card: Card | None) -> bool:
    """Whether a card of somebody else's is offered to whoever sits here."""
    me = app_of(asker).station.actor.login
    return card is not None and card.owner != me and may_hand_off(asker, state, card)


def may_work(asker: MessagePump, state: BoardState) -> bool:
    """Whether whoever sits here may change anything at all."""
    return not why_not(asker, state)


def why_not(asker: MessagePump, state: BoardState) -> str:
    """Why whoever sits here may change nothing; empty when they may work."""
    login = app_of(asker).station.actor.login
    me = state.members.get(login)
    try:
        if me is None:
            raise not_a_member(login)
        require(me, Role.MEMBER)
    except Refused as refusal:
        return refusal.sentence
    return ""


def lead_of(asker: MessagePump, state: BoardState) -> str:
    """What leads the last line in, for who may only look."""
    return "" if may_work(asker, state) else _("You may look")


def offered(
    slots: Iterable[tuple[str, ...]],
    can: Callable[[str], bool],
    labels: Mapping[str, str] = MappingProxyType({}),
) -> list[tuple[str, str, str]]:
    """What a footer shows: of each slot's actions the first that can be done now.

    It is as wide as the widest of its slot, so that the keys behind stay where they are. `labels`
    has, by the names of actions, what those do just now that do several things.
    """
    shown: list[tuple[str, str, str]] = []
    for slot in slots:
        keys = [(key, labels.get(name, label), name) for key, label, name in footer_keys(slot)]
        chosen = next((one for one in keys if can(one[2])), None)
        if chosen is not None:
            key, label, name = chosen
            widest = max(cell_len(key + label) for key, label, _name in keys)
            shown.append((key, pad(label, widest - cell_len(key)), name))
    return shown
