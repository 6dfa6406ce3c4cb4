"""The one table of what can be done by key: bindings, footer and help all read it.

A person can give any action other keys in their settings, by its id.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding, BindingType

from csboard.i18n import N_, _
from csboard.tui.action import Action
from csboard.tui.screen_keys import SCREENS

BOARD: tuple[Action, ...] = (
    Action("board.open", "enter", N_("Open"), N_("Open the inquiry"), footer=True),
    Action("board.claim", "a", N_("Take"), N_("Take the task: it is yours"), footer=True),
    Action(
        "board.next", "n", N_("Next"), N_("Go to the unassigned task most in need"), footer=True
    ),
    Action(
        "board.new",
        "i",
        N_("New"),
        N_("Write down a new inquiry, as from a call"),
        footer=True,
    ),
    Action(
        "board.filter",
        "slash",
        N_("Filter"),
        N_("Show only cards with some words"),
        footer=True,
    ),
    Action("board.release", "A", N_("Give back"), N_("Give your task back to nobody")),
    Action(
        "board.take_over", "T", N_("Take over"), N_("Take the task from a colleague, saying why")
    ),
    Action("board.note", "m", N_("Note"), N_("Write an internal note")),
    Action("board.move_right", "L", N_("Move on"), N_("Move the card to the next stage")),
    Action("board.move_left", "H", N_("Move back"), N_("Move the card to the stage before")),
    Action("board.undo", "u", N_("Undo"), N_("Take back your last act")),
    Action("board.all", "1", N_("All"), N_("Show everybody's cards")),
    Action("board.mine", "2", N_("Mine"), N_("Show my cards only")),
    Action("board.nobodys", "3", N_("Nobody's"), N_("Show unassigned cards only")),
    Action("board.order", "o", N_("Order"), N_("Change the order: need, newest, oldest")),
    Action("board.preview", "v", N_("Preview"), N_("Show or hide the preview")),
    Action("board.go", "g", N_("Go to …"), N_("Go to a screen: g t the tray, g g the first card")),
    Action("board.up", "up,k", N_("Up"), N_("Go up")),
    Action("board.down", "down,j", N_("Down"), N_("Go down")),
    Action("board.left", "left,h", N_("Left"), N_("Go to the stage on the left")),
    Action("board.right", "right,l", N_("Right"), N_("Go to the stage on the right")),
    Action("board.page_up", "pageup", N_("Page up"), N_("Go up by a page")),
    Action("board.page_down", "pagedown", N_("Page down"), N_("Go down by a page")),
    Action("board.first", "home", N_("First"), N_("Go to the first card")),
    Action("board.last", "end,G", N_("Last"), N_("Go to the last card")),
    Action("board.clear", "escape", N_("Clear"), N_("End the filter, show everybody's cards")),
    Action("board.help", "question_mark", N_("Help"), N_("Show this help")),
    Action("board.quit", "q", N_("Quit"), N_("Leave csboard")),
)

ACTIONS: tuple[Action, ...] = (*BOARD, *SCREENS)
"""All of them; each place that has keys adds its table here."""

NAMES = {
    "question_mark": "?",
    "slash": "/",
    "escape": "esc",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "plus": "+",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "ctrl+s": "^s",
    "f2": "F2",
    "f4": "F4",
}
"""How keys are written where a person reads them."""

_TWINS = {
    "slash": "／",
    "question_mark": "？",
    "plus": "＋",
    "left_square_bracket": "［",
    "right_square_bracket": "］",
}


def actions_of(place: str) -> tuple[Action, ...]:
    return tuple(action for action in ACTIONS if action.place == place)


def bindings(place: str) -> list[BindingType]:
    """Textual's bindings for a screen, each key with its full-width twin."""
    return [
        Binding(with_twins(action.keys), action.name, action.label, id=action.id, show=False)
        for action in actions_of(place)
    ]


def with_twins(keys: str) -> str:
    """Add to each letter the one that arrives when an input method was left on."""
    every: list[str] = []
    for key in keys.split(","):
        every.append(key)
        if len(key) == 1 and "!" <= key <= "~":
            every.append(chr(ord(key) + 0xFEE0))
        elif key in _TWINS:
            every.append(_TWINS[key])
    return ",".join(every)


def keys_text(keys: str) -> str:
    """Keys as a person reads them, without the twins."""
    return " ".join(NAMES.get(key, key) for key in keys.split(",") if key.isascii())


def footer_keys(ids: Iterable[str]) -> list[tuple[str, str, str]]:
    """Key, label and action of the actions with these ids, as the footer shows them."""
    by_id = {action.id: action for action in ACTIONS}
    return [
        (keys_text(action.keys).split()[0], _(action.label), action.name)
        for action in map(by_id.__getitem__, ids)
    ]


def footer_of(place: str) -> list[tuple[str, str, str]]:
    """What the footer of a screen shows."""
    return footer_keys(action.id for action in actions_of(place) if action.footer)
