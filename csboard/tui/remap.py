"""Judging the keys a person gives to actions: what holds, and what is said about the rest.

Pure, and free of Textual: the shell's `config check` says the same as the board.
"""

from __future__ import annotations

import os
import string
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from csboard.config import KeyWish
from csboard.i18n import N_, _, ngettext
from csboard.named import NamedTuple
from csboard.near_words import did_you_mean
from csboard.text import as_written, shortened
from csboard.tui.action import Action
from csboard.tui.keys import SIGNS

TOGETHER: tuple[tuple[str, ...], ...] = (
    ("board", "filter"),
    ("board", "everywhere"),
    ("inquiry", "pager", "everywhere"),
    ("original", "pager", "everywhere"),
    ("draft", "reader", "everywhere"),
    ("draft", "comments", "everywhere"),
    ("compare", "pager"),
    ("sending", "pager"),
    ("tray", "listing", "everywhere"),
    ("activity", "listing", "everywhere"),
    ("inbox", "listing", "everywhere"),
    ("alarms", "listing", "everywhere"),
    ("leave_check", "listing", "everywhere"),
    ("search", "everywhere"),
    ("templates", "listing", "everywhere"),
    ("round", "pager", "everywhere"),
    ("files", "listing"),
    ("settings", "listing", "everywhere"),
    ("own_keys", "listing", "everywhere"),
    ("writing", "choice"),
    ("writing", "waiting", "choice"),
    ("pick", "listing"),
)
"""Places whose keys act at the same time: a screen and the widgets in it."""

RESERVED = {
    "ctrl+c": N_("ctrl+c copies, and tells how to leave"),
    "ctrl+q": N_("ctrl+q leaves csboard everywhere"),
    "ctrl+z": N_("ctrl+z goes to the shell for a while"),
    "ctrl+i": N_("a terminal sends it for the tab key: write tab"),
    "ctrl+j": N_("a terminal sends it for the enter key: write enter"),
    "ctrl+m": N_("a terminal sends it for the enter key: write enter"),
    "ctrl+h": N_("a terminal may send it for the backspace key: write another"),
    "ctrl+left_square_bracket": N_("a terminal sends it for the esc key: write another"),
}

_PLAIN = ("tab", "space", "backspace", "insert", "delete", "home", "end", "pageup", "pagedown")
_ARROWS = ("up", "down", "left", "right")
_MOVING = (*_ARROWS, "home", "end", "pageup", "pagedown", "insert", "delete")
NAMED = frozenset(
    (
        "enter",
        "escape",
        "shift+tab",
        *_PLAIN,
        *_ARROWS,
        *(f"f{number}" for number in range(1, 25)),
        *(f"ctrl+f{number}" for number in range(1, 13)),
        *(f"ctrl+{letter}" for letter in string.ascii_lowercase),
        *(f"{held}+{name}" for held in ("ctrl", "shift", "ctrl+shift") for name in _MOVING),
        "ctrl+backslash",
        "ctrl+right_square_bracket",
        "ctrl+underscore",
        *(f"alt+{sign}" for sign in string.ascii_lowercase + string.digits),
    )
)
"""Every key that a terminal can tell from the others, but those that write a character."""

SAME = {
    "esc": "escape",
    "return": "enter",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "pgdown": "pagedown",
    "page_up": "pageup",
    "page_down": "pagedown",
    "ins": "insert",
    "del": "delete",
    "ctrl+[": "ctrl+left_square_bracket",
    "ctrl+]": "ctrl+right_square_bracket",
    "ctrl+\\": "ctrl+backslash",
}
"""Other ways in which people write a key."""

EDITING = frozenset(
    (
        *_MOVING,
        *(f"shift+{name}" for name in (*_ARROWS, "home", "end", "tab")),
        *(f"ctrl+{name}" for name in (*"adefkuvwxy", "left", "right", "backspace", "delete")),
        *("ctrl+shift+left", "ctrl+shift+right", "tab", "backspace", "f6", "f7"),
    )
) - {"insert"}
"""What a text field does something with itself."""

MOST_TOLD = 20
"""Faults with a sentence of their own; each costs time, and nobody reads more."""

_KEYS = {sign: key for key, sign in SIGNS.items()}


class Judgement(NamedTuple):
    """What becomes of a person's wishes."""

    keys: Mapping[str, str]
    """The keys of the actions that have others than their own, comma-separated."""
    faults: tuple[str, ...]
    """A sentence for each wish that isn't followed, of many for the first."""
    untold: int = 0
    """How many more there are."""


def told_once(judgement: Judgement) -> str:
    """All faults in one toast: the first in full, of the others how many."""
    faults = judgement.faults
    first = "".join(faults[:1]).replace(os.path.expanduser("~") + os.sep, "~" + os.sep)
    more = len(faults) - 1 + judgement.untold
    if more < 1:
        return first
    others = ngettext("{n} more: csboard config check", "{n} more: csboard config check", more)
    return f"{first} ({others.format(n=more)})"


class _Wrong(Exception):
    """Why one wish can't be followed."""


def judge(wishes: Sequence[KeyWish], actions: Iterable[Action]) -> Judgement:
    """Follow every wish that makes sense and say of each other one what to write."""
    known = {action.id: action for action in actions}
    given: dict[str, str] = {}
    faults: list[str] = []
    untold = 0
    for wish in wishes:
        if wish.action not in known and len(faults) >= MOST_TOLD:
            untold += 1  # without a sentence, which takes a search for what was meant
            continue
        try:
            given[wish.action] = _keys_for(_known(wish.action, known), wish.keys)
        except _Wrong as wrong:
            faults.append(f"{wish.place}: {wrong}")
    faults += _without_clashes([wish for wish in wishes if wish.action in given], known, given)
    untold += len(faults[MOST_TOLD:])
    return Judgement(given, tuple(faults[:MOST_TOLD]), untold)


def _known(name: str, known: Mapping[str, Action]) -> Action:
    if name not in known:
        sentence = _("[keys]: there is no action `{id}`.").format(id=shortened(name))
        raise _Wrong(sentence + did_you_mean(name, tuple(known)))
    return known[name]


def _keys_for(action: Action, value: object) -> str:
    """The wished keys as Textual names them; esc stays with whoever leaves by it."""
    if not isinstance(value, str) or not value.strip():
        raise _Wrong(
            _('{id} can\'t be {value}; write a key in quotes, as "c" or "c,ctrl+t".').format(
                id=action.id, value=as_written(value)
            )
        )
    own = action.keys.split(",")
    keys = [_checked(action, own, written) for written in _written(value)]
    if "escape" in own and "escape" not in keys:
        keys.append("escape")
    return ",".join(dict.fromkeys(keys))


def _written(value: str) -> list[str]:
    """The keys one by one; a comma alone, or after another, is the comma key."""
    if value.strip() == ",":
        return ["comma"]
    return [part.strip() or "comma" for part in value.removesuffix(",,").split(",")] + (
        ["comma"] if value.endswith(",,") else []
    )


def _checked(action: Action, own: Sequence[str], written: str) -> str:
    key = key_named(written)
    if key is None:
        raise _Wrong(
            _(
                "{id}: there is no key `{key}`; write a character, or a name such as"
                " ctrl+t, f5, pageup, space."
            ).format(id=action.id, key=shortened(written))
        )
    if key in own:
        return key
    if key in RESERVED:
        raise _Wrong(
            _("{id}: `{key}` can't be given away ({why}).").format(
                id=action.id, key=written, why=_(RESERVED[key])
            )
        )
    if key == "escape":
        raise _Wrong(_("{id}: esc leaves, everywhere; write another key.").format(id=action.id))
    if _acts_while_typing(action) and (is_character(key) or key in EDITING):
        raise _Wrong(
            _("{id}: `{key}` does something in the text; write one like f2 or ctrl+s.").format(
                id=action.id, key=written
            )
        )
    return key


def key_named(written: str) -> str | None:
    """Textual's name of a key as a person writes it; None when there is no such key."""
    if written == " ":
        return "space"
    folded = unicodedata.normalize("NFKC", written.strip())
    if len(folded) == 1:
        return _KEYS.get(folded, folded) if "!" <= folded <= "~" else None
    name = folded.lower().replace("control+", "ctrl+")
    name = SAME.get(name, name)
    held, _plus, letter = name.partition("shift+")
    if not held and len(letter) == 1 and letter.isalpha():
        return letter.upper()
    return name if name in NAMED or name in SIGNS or name in RESERVED else None


def is_character(key: str) -> bool:
    """Whether a key writes a character where text is typed."""
    return len(key) == 1 or key in SIGNS or key == "space"


def _acts_while_typing(action: Action) -> bool:
    """Whether an action is for while a field has the cursor: its own keys write nothing."""
    places = ("writing", "filter")
    return action.place in places and not any(map(is_character, action.keys.split(",")))


def _without_clashes(
    wishes: Sequence[KeyWish], known: Mapping[str, Action], given: dict[str, str]
) -> list[str]:
    """Take back each wish that wants another action's key, the weakest first."""
    faults: list[str] = []
    found = True
    while found:
        found = False
        for wish in reversed(wishes):
            if wish.action in given and (clash := _clash(known[wish.action], known, given)):
                key, other = clash
                del given[wish.action]
                faults.append(f"{wish.place}: {taken(wish.action, key, other)}")
                found = True
                break
    return faults


def taken(action: str, key: str, other: Action) -> str:
    """The sentence about a key that another action has."""
    return _("{id}: `{key}` is the key of {other} ({label}) already; write another key.").format(
        id=action, key=SIGNS.get(key, key), other=other.id, label=_(other.label)
    )


def _clash(
    action: Action, known: Mapping[str, Action], given: Mapping[str, str]
) -> tuple[str, Action] | None:
    """A key of `action` that another one of the same moment has, and which one that is."""
    keys = given.get(action.id, action.keys).split(",")
    for other in _rivals(action, known):
        others = given.get(other.id, other.keys).split(",")
        if shared := [key for key in keys if key in others]:
            return shared[0], other
    return None


def _rivals(action: Action, known: Mapping[str, Action]) -> Iterator[Action]:
    """All that acts at the same time; two that share a key of their own never do."""
    own = set(action.keys.split(","))
    for other in known.values():
        meets = other.id != action.id and _meet(action.place, other.place)
        if meets and own.isdisjoint(other.keys.split(",")):
            yield other


def _meet(place: str, other: str) -> bool:
    return place == other or any(place in group and other in group for group in TOGETHER)
