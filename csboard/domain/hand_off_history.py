"""Events about hand-offs in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from csboard.domain.people import in_a_sentence
from csboard.domain.records import Event, Member
from csboard.i18n import _, together
from csboard.text import clean


def _offered(event: Event) -> str:
    if event.detail.get("login"):
        return _("{who} offered #{task} to {login}")
    return _("{who} offered #{task} to whoever takes it")


OFFERS_ENDED = "offers_ended"
"""In the detail of an event: to whom those were offered that ended with it before anybody took
them; None: to whoever takes it."""


def with_offers_ended(event: Event, sentence: str) -> str:
    """The sentence, with that an offer ended by it, which nobody had taken."""
    if not event.detail.get(OFFERS_ENDED):
        return sentence
    return together(sentence, _("(the offer to {receivers} ended untaken)"))


def receivers(event: Event, members: Mapping[str, Member]) -> str:
    """To whom those were offered that ended."""
    found = event.detail.get(OFFERS_ENDED)
    named = found if isinstance(found, list) else ()
    anybody = _("whoever takes it")
    return _(", ").join(in_a_sentence(str(login), members) if login else anybody for login in named)


def with_read_back(event: Event, told: str, said: Mapping[int, str]) -> str:
    """What is told of an event, with how a task was said again as it was taken with it."""
    line = " ".join(clean(said.get(event.id, "")).split())
    return _("{told}: “{line}”").format(told=told, line=line) if line else told


HAND_OFF_SENTENCES: dict[str, Callable[[Event], str]] = {
    "sheet_written": lambda event: _("{who} wrote the sheet to hand #{task} off"),
    "hand_off_offered": _offered,
    "handed_over": lambda event: _("{who} took #{task}, which {other} handed off"),
    "hand_off_withdrawn": lambda event: _("{who} withdrew the hand-off of #{task}"),
    "sheet_dropped": lambda event: _("{who} threw away the sheet to hand #{task} off"),
    "taken_back": lambda event: _("{who} took #{task} back from {other}"),
    "left_with": lambda event: _("{who} left #{task} with {login}"),
}

HAND_OFF_UNDONE: dict[str, Callable[[], str]] = {
    "sheet_written": lambda: _("writing the sheet"),
    "hand_off_offered": lambda: _("the offer to hand off"),
    "handed_over": lambda: _("taking what was handed off"),
    "hand_off_withdrawn": lambda: _("withdrawing the hand-off"),
    "sheet_dropped": lambda: _("throwing the sheet away"),
    "taken_back": lambda: _("taking back"),
    "left_with": lambda: _("leaving it with them"),
}
