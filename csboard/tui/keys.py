"""The one table of what can be done by key: bindings, footer and help all read it.

A person can give any action other keys in their settings, by its id (`remap`). Nothing
here imports Textual before a screen asks for its bindings: the shell reads the table too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from csboard.i18n import N_, _
from csboard.tui.absence_keys import OF_ABSENCES
from csboard.tui.action import Action
from csboard.tui.alarm_keys import OF_ALARMS
from csboard.tui.case_keys import OF_CASES
from csboard.tui.draft_keys import REPLYING
from csboard.tui.figure_keys import OF_FIGURES
from csboard.tui.goal_keys import OF_GOALS
from csboard.tui.going_keys import GOING
from csboard.tui.hand_off_keys import OF_HAND_OFFS
from csboard.tui.leave_check_keys import OF_THE_LEAVE_CHECK
from csboard.tui.map_keys import OF_THE_MAP
from csboard.tui.screen_keys import SCREENS
from csboard.tui.stand_up_keys import OF_STAND_UPS
from csboard.tui.template_keys import OF_TEMPLATES
from csboard.tui.timer_keys import OF_TIMES
from csboard.tui.vocabulary_keys import OF_WORDS
from csboard.tui.wall_keys import OF_THE_WALL

if TYPE_CHECKING:
    from textual.binding import Binding, BindingsMap, BindingType

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
    Action("board.reply", "r", N_("Reply"), N_("Write the reply, or read the draft of it")),
    Action("board.note", "m", N_("Note"), N_("Write an internal note")),
    Action(
        "board.note_elsewhere", "f4", N_("Note in editor"), N_("Write a note in your own editor")
    ),
    Action("board.move_right", "L", N_("Move on"), N_("Move the card to the next stage")),
    Action("board.move_left", "H", N_("Move back"), N_("Move the card to the stage before")),
    Action("board.wait", "w", N_("On hold"), N_("Put it on hold: for whom, for what, until when")),
    Action("board.pin", "asterisk", N_("Pin"), N_("Pin it before all others, or take that off")),
    Action("board.why", "equals_sign", N_("Why here"), N_("Say why the card stands where it is")),
    Action("board.timer", "t", N_("Timer"), N_("Start your timer on it, switch over, or stop")),
    Action("board.hand_off", "O", N_("Hand off"), N_("Hand it off, or take what is offered")),
    Action("board.edit", "e", N_("Edit"), N_("Edit subject, policy, fact and the rest")),
    Action("board.tags", "number_sign", N_("Tags"), N_("Tag it by typing a few letters")),
    Action("board.split_off", "s", N_("Split off"), N_("Split off a task")),
    Action("board.success", "W", N_("It worked"), N_("Make a successful case of it")),
    Action("board.copy", "y", N_("Copy"), N_("Copy the number and the subject")),
    Action("board.undo", "u", N_("Undo"), N_("Take back your last act")),
    Action("board.all", "1", N_("All"), N_("Show everybody's cards")),
    Action("board.mine", "2", N_("Mine"), N_("Show my cards only")),
    Action("board.nobodys", "3", N_("Nobody's"), N_("Show unassigned cards only")),
    Action("board.review", "4", N_("Reviews"), N_("Show cards whose reply wants a review")),
    Action("board.waiting", "5", N_("On hold"), N_("Show cards on hold only")),
    Action("board.mark", "x", N_("Mark"), N_("Mark the card: acts go for all that are marked")),
    Action("board.unmark", "X", N_("Unmark all"), N_("Take off all marks")),
    Action("board.order", "o", N_("Order"), N_("Change the order: need, newest, oldest")),
    Action("board.preview", "v", N_("Preview"), N_("Show or hide the preview")),
    Action("board.up", "up,k", N_("Up"), N_("Go up")),
    Action("board.down", "down,j", N_("Down"), N_("Go down")),
    Action("board.left", "left,h", N_("Left"), N_("Go to the stage on the left")),
    Action("board.right", "right,l", N_("Right"), N_("Go to the stage on the right")),
    Action("board.page_up", "pageup", N_("Page up"), N_("Go up by a page")),
    Action("board.page_down", "pagedown", N_("Page down"), N_("Go down by a page")),
    Action("board.first", "home", N_("First"), N_("Go to the first card")),
    Action("board.last", "end,G", N_("Last"), N_("Go to the last card")),
    Action("board.clear", "escape", N_("Clear"), N_("Stop, take off the marks, end the filter")),
    Action("board.help", "question_mark", N_("Help"), N_("Show this help")),
    Action("board.quit", "q", N_("Quit"), N_("Leave csboard")),
)

ACTIONS: tuple[Action, ...] = (
    *BOARD,
    *SCREENS,
    *REPLYING,
    *OF_CASES,
    *OF_TEMPLATES,
    *OF_THE_MAP,
    *OF_GOALS,
    *OF_WORDS,
    *OF_ALARMS,
    *OF_STAND_UPS,
    *OF_FIGURES,
    *OF_TIMES,
    *OF_ABSENCES,
    *OF_THE_WALL,
    *OF_THE_LEAVE_CHECK,
    *OF_HAND_OFFS,
    *GOING,
)
"""All of them; each place that has keys adds its table here."""

NAMES = {
    "escape": "esc",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
}
"""How keys are written where a person reads them."""

ARROWS = {"left": N_("Left"), "right": N_("Right"), "up": N_("Up"), "down": N_("Down")}
"""Those with a word for a name: the signs for arrows are two cells wide in some terminals."""

SIGNS = {
    "exclamation_mark": "!",
    "quotation_mark": '"',
    "number_sign": "#",
    "dollar_sign": "$",
    "percent_sign": "%",
    "ampersand": "&",
    "apostrophe": "'",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "asterisk": "*",
    "plus": "+",
    "comma": ",",
    "minus": "-",
    "full_stop": ".",
    "slash": "/",
    "colon": ":",
    "semicolon": ";",
    "less_than_sign": "<",
    "equals_sign": "=",
    "greater_than_sign": ">",
    "question_mark": "?",
    "at": "@",
    "left_square_bracket": "[",
    "backslash": "\\",
    "right_square_bracket": "]",
    "circumflex_accent": "^",
    "underscore": "_",
    "grave_accent": "`",
    "left_curly_bracket": "{",
    "vertical_line": "|",
    "right_curly_bracket": "}",
    "tilde": "~",
}
"""The signs whose keys Textual calls by name."""

_FULL_WIDTH = 0xFEE0
"""How far from a letter the one is that arrives when an input method was left on."""

_given: dict[str, str] = {}
_given_of_key: dict[str, frozenset[str]] = {}
_left_out: set[str] = set()


def remap(given: Mapping[str, str]) -> None:
    """From now on the actions with these ids have these keys, and all others their own."""
    _given.clear()
    _given.update(given)
    _given_of_key.clear()
    for action, keys in given.items():
        for key in with_twins(keys).split(","):
            _given_of_key[key] = _given_of_key.get(key, frozenset()) | {action}


def leave_out(ids: Iterable[str]) -> None:
    """From now on offer these actions nowhere; who presses their keys is told why."""
    _left_out.clear()
    _left_out.update(ids)


def actions_of(place: str) -> tuple[Action, ...]:
    """What can be done in a place, with the keys of now."""
    return tuple(
        _now(action) for action in ACTIONS if action.place == place and action.id not in _left_out
    )


def _now(action: Action) -> Action:
    keys = _given.get(action.id)
    return action if keys is None else action._replace(keys=keys)


def present_keys(ids: Iterable[str]) -> list[Action]:
    """The actions with these ids, with the keys of now."""
    by_id = {action.id: action for action in ACTIONS}
    return [_now(by_id[id_]) for id_ in ids if id_ not in _left_out]


def is_changed(action: Action) -> bool:
    """Whether an action has other keys now than its own."""
    return _given.get(action.id, action.keys) != action.keys


def key_of(id_: str) -> str:
    """The key of an action as a sentence names it."""
    return keys_text(present_keys([id_])[0].keys).split()[0]


def bindings(place: str) -> list[BindingType]:
    """Textual's bindings for a screen, each key with its full-width twin.

    They are the actions' own keys; `bound` reads them with the keys of now.
    """
    from textual.binding import Binding

    return [
        Binding(with_twins(action.keys), action.name, action.label, id=action.id, show=False)
        for action in ACTIONS
        if action.place == place
    ]


def bound(bindings: BindingsMap, key: str) -> list[Binding]:
    """What a key stands for among a screen's or a widget's bindings, by the keys of now."""
    own = bindings.key_to_bindings
    found = [binding for binding in own.get(key, ()) if binding.id not in _given]
    for wanted in _given_of_key.get(key, ()):
        every = (binding for some in own.values() for binding in some if binding.id == wanted)
        found += [binding for binding in (next(every, None),) if binding is not None]
    return found


def with_twins(keys: str) -> str:
    """Add to each character the one that arrives when an input method was left on.

    Twins of signs have long names of their own, as Textual calls them.
    """
    every: list[str] = []
    for key in keys.split(","):
        every.append(key)
        sign = SIGNS.get(key, key)
        if len(sign) == 1 and "!" <= sign <= "~":
            twin = chr(ord(sign) + _FULL_WIDTH)
            every.append(twin if sign.isalnum() else f"fullwidth_{_unicode_name(sign)}")
    return ",".join(every)


def _unicode_name(sign: str) -> str:
    return unicodedata.name(sign).lower().replace("-", "_").replace(" ", "_")


def keys_text(keys: str) -> str:
    """Keys as a person reads them, without the twins."""
    return " ".join(_key_text(key) for key in keys.split(",") if key.isascii())


def _key_text(key: str) -> str:
    if key in ARROWS:
        return _(ARROWS[key])
    if key in NAMES or key in SIGNS:
        return NAMES.get(key) or SIGNS[key]
    if len(key) > 1 and key[0] == "f" and key[1:].isdigit():
        return key.upper()
    held, plus, rest = key.partition("ctrl+")
    return f"^{_key_text(rest)}" if plus and not held else key


def footer_keys(ids: Iterable[str]) -> list[tuple[str, str, str]]:
    """Key, label and action of the actions with these ids, as the footer shows them."""
    return [
        (keys_text(action.keys).split()[0], _(action.label), action.name)
        for action in present_keys(ids)
    ]


def only_in(place: str, key: str, here: Iterable[str]) -> Action | None:
    """What `key` does in `place`, if it does nothing in the places that are `here`."""
    if any(_has(action, key) for one in here for action in actions_of(one)):
        return None
    return next((action for action in actions_of(place) if _has(action, key)), None)


def _has(action: Action, key: str) -> bool:
    return key in with_twins(action.keys).split(",")


def second_key(key: str, sign: str) -> Action | None:
    """What comes after `g` with this key; `sign` is what it types with no input method on."""
    for action in actions_of("go"):
        if key in with_twins(action.keys).split(",") or sign in keys_text(action.keys).split():
            return action
    return None


_SELDOM = ("go.leave_check", "go.settings", "go.activity", "go.round", "go.look_back",
           "go.objectives", "go.times", "go.digest", "go.stand_up", "go.hand_offs",
           "go.templates", "go.knowledge", "go.cases")  # fmt: skip
"""Where one goes now and then, the rarest first."""


def sequences_text(room: int = 78) -> str:
    """What can follow after `g`, in a line of fewer than `room` cells: other screens.

    The first row has a key of its own, and a number can be typed at once. Where there is no room
    for all, some that one goes to now and then are left out; the help has them.
    """
    from csboard.tui.layout import cell_len

    left_out = ["go.first", "go.number"]
    for rarely in ("", *_SELDOM):
        left_out.append(rarely)
        named = (way for way in actions_of("go") if way.id not in left_out)
        ways = (f"{key_of(way.id)} {_(way.label)}" for way in named)
        told = "  ".join((f"{key_of('everywhere.go')} …", *ways))
        if cell_len(told) < room:
            break
    return told


def footer_of(
    place: str, can: Callable[[str], bool] = lambda _name: True
) -> list[tuple[str, str, str]]:
    """What the footer of a screen shows: of its actions those that `can` be done now."""
    shown = (action for action in actions_of(place) if action.footer and can(action.name))
    return footer_keys(action.id for action in shown)
