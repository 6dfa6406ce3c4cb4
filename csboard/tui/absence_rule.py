"""What a person says is done otherwise with one inquiry while its owner is away."""

from __future__ import annotations

from collections.abc import Mapping

from csboard.domain.absence_changes import stand_ins
from csboard.domain.absence_commands import RuleForTask
from csboard.domain.absence_words import meanwhile
from csboard.domain.absences import Absence, OnMail, TaskRule
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Card, Member
from csboard.domain.views import CardQuery
from csboard.errors import CsboardError
from csboard.i18n import _
from csboard.text import clean
from csboard.tui.acts import Place, app_at
from csboard.tui.fence import say
from csboard.tui.screens.pick import PickDialog
from csboard.tui.widgets.listing import Row

AS_ALL = None
"""No rule of its own."""


async def rule(place: Place, absence: Absence) -> None:
    """Ask of which inquiry of theirs, then what is done with it when its customer writes."""
    members = place.state.members
    cards = await _replies_of(place, absence.login)
    if not cards:
        return
    rows = [_row(card, absence, members) for card in cards]
    title = _("Which inquiry is to go another way?")
    picked = await place.app.push_screen_wait(PickDialog(title, rows))
    if picked is None:
        return
    card = cards[picked.row]
    ways = ways_of(absence, members)
    names: list[Row] = [[[(f" {clean(_way_in_words(way, members))}", "row")]] for way in ways]
    title = _("When the customer of #{task} writes").format(task=card.ref)
    box = PickDialog(title, names, at=_place_of(card, absence, ways))
    picked = await place.app.push_screen_wait(box)
    if picked is None:
        return
    on_mail, stand_in = ways[picked.row] or (None, None)
    command = RuleForTask(absence_id=absence.id, task=card.ref, on_mail=on_mail, stand_in=stand_in)
    if await app_at(place).perform(command):
        say(place.app, _("Written down."))


def ways_of(absence: Absence, members: Mapping[str, Member]) -> list[TaskRule | None]:
    """All that can be done with one task: as with all, it waits, to anybody, to each by name."""
    named = (TaskRule(OnMail.STAND_IN, login) for login in stand_ins(absence.login, members))
    return [AS_ALL, TaskRule(OnMail.KEEP), TaskRule(OnMail.POOL), *named]


async def _replies_of(place: Place, login: str) -> list[Card]:
    """The replies that are theirs; when there are none, or they can't be read, that is told."""
    try:
        query = CardQuery(owner=login)
        cards = await app_at(place).station.read(lambda board: board.cards(query))
    except CsboardError as failure:
        app_at(place).let_keys_go()
        say(place.app, failure.sentence, "warning")
        return []
    replies = [card for card in cards if card.ref.seq == 1]
    if not replies:
        app_at(place).let_keys_go()
        told = _("{name} has no inquiry to which a customer could write.")
        say(place.app, told.format(name=in_a_sentence(login, place.state.members)), "warning")
    return replies


def _row(card: Card, absence: Absence, members: Mapping[str, Member]) -> Row:
    own = absence.tasks.get(card.task_id)
    said = meanwhile(absence.rule_for(card.task_id), members) if own else ""
    return [[(f" #{card.ref} {clean(card.title)}  ", "row"), (clean(said), "muted")]]


def _way_in_words(way: TaskRule | None, members: Mapping[str, Member]) -> str:
    return _("as with all the others") if way is AS_ALL else meanwhile(way, members)


def _place_of(card: Card, absence: Absence, ways: list[TaskRule | None]) -> int:
    """Where what holds now stands among the ways."""
    if card.task_id not in absence.tasks:
        return 0
    on_mail, stand_in = absence.rule_for(card.task_id)
    held = TaskRule(on_mail, stand_in if on_mail is OnMail.STAND_IN else None)
    return ways.index(held) if held in ways else 0
