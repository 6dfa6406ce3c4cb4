"""What a person says is done otherwise with one inquiry while its owner is away."""

from __future__ import annotations

from collections.abc import Mapping

from csboard.domain.absence_changes import stand_ins
from csboard.domain.absence_commands import RuleForTask
from csboard.domain.absence_words import meanwhile
from csboard.domain.absences import Absence, OnMail, RuledTask, TaskRule, WhyNot, why_not
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Card, Member, TaskRef
from csboard.domain.views import CardQuery
from csboard.errors import CsboardError
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.text import clean
from csboard.tui.acts import Place, app_at
from csboard.tui.fence import say
from csboard.tui.screens.pick import PickDialog
from csboard.tui.widgets.listing import Row

AS_ALL = None
"""No rule of its own."""


class Choice(NamedTuple):
    """An inquiry that can be chosen."""

    task_id: int
    task: TaskRef
    title: str
    follows: bool
    """Whether a rule for it is followed; one that isn't can only be taken off."""


async def rule(place: Place, absence: Absence) -> None:
    """Ask of which inquiry of theirs, then what is done with it when its customer writes."""
    members = place.state.members
    choices = await _choices(place, absence)
    if not choices:
        return
    rows = [_row(one, absence, members) for one in choices]
    title = _("Which inquiry is to go another way?")
    picked = await place.app.push_screen_wait(PickDialog(title, rows))
    if picked is None:
        return
    chosen = choices[picked.row]
    ways = ways_of(absence, members)[: None if chosen.follows else 1]
    names: list[Row] = [[[(f" {clean(_way_in_words(way, members))}", "row")]] for way in ways]
    title = _("When the customer of #{task} writes").format(task=chosen.task)
    box = PickDialog(title, names, at=_place_of(chosen, absence, ways))
    picked = await place.app.push_screen_wait(box)
    if picked is None:
        return
    on_mail, stand_in = ways[picked.row] or (None, None)
    command = RuleForTask(
        absence_id=absence.id, task=chosen.task, on_mail=on_mail, stand_in=stand_in
    )
    if await app_at(place).perform(command):
        say(place.app, _("Written down."))


def ways_of(absence: Absence, members: Mapping[str, Member]) -> list[TaskRule | None]:
    """All that can be done with one task: as with all, it waits, to anybody, to each by name."""
    named = (TaskRule(OnMail.STAND_IN, login) for login in stand_ins(absence.login, members))
    return [AS_ALL, TaskRule(OnMail.KEEP), TaskRule(OnMail.POOL), *named]


async def _choices(place: Place, absence: Absence) -> list[Choice]:
    """The replies that are theirs, then what else has a rule; that there are none is told."""
    login = absence.login
    try:
        cards, ruled = await app_at(place).station.read(
            lambda board: (board.cards(CardQuery(owner=login)), board.ruled_tasks())
        )
    except CsboardError as failure:
        app_at(place).let_keys_go()
        say(place.app, failure.sentence, "warning")
        return []
    found = [*map(_of_card, filter(_is_reply, cards))]
    shown = {one.task_id for one in found}
    rest = [task_id for task_id in absence.tasks if task_id in ruled and task_id not in shown]
    found += sorted((_of_ruled(task_id, ruled[task_id], absence) for task_id in rest), key=_task_of)
    if not found:
        app_at(place).let_keys_go()
        told = _("{name} has no inquiry to which a customer could write.")
        say(place.app, told.format(name=in_a_sentence(login, place.state.members)), "warning")
    return found


def _is_reply(card: Card) -> bool:
    return card.ref.seq == 1


def _of_card(card: Card) -> Choice:
    return Choice(card.task_id, card.ref, card.title, follows=True)


def _of_ruled(task_id: int, one: RuledTask, absence: Absence) -> Choice:
    return Choice(task_id, one.ref, one.title, one.follows(absence))


def _task_of(one: Choice) -> TaskRef:
    return one.task


def _row(one: Choice, absence: Absence, members: Mapping[str, Member]) -> Row:
    said = _said(absence.rule_for(one.task_id), members) if one.task_id in absence.tasks else ""
    if not one.follows:
        said = _("no effect now: {what}").format(what=said)
    return [[(f" #{one.task} {clean(one.title)}  ", "row"), (clean(said), "muted")]]


def _said(rule: TaskRule, members: Mapping[str, Member]) -> str:
    """What was chosen, and where it can't be done that nobody stands in."""
    said, named = meanwhile(rule, members), rule.stand_in
    if rule.on_mail is not OnMail.STAND_IN or named is None:
        return said
    if why_not(named, members) is not WhyNot.AWAY:
        name = in_a_sentence(named, members)
        return _("free for anybody, as {name} can't any more").format(name=name)
    return said


def _way_in_words(way: TaskRule | None, members: Mapping[str, Member]) -> str:
    return _("as with all the others") if way is AS_ALL else meanwhile(way, members)


def _place_of(chosen: Choice, absence: Absence, ways: list[TaskRule | None]) -> int:
    """Where what holds now stands among the ways."""
    if chosen.task_id not in absence.tasks:
        return 0
    on_mail, stand_in = absence.rule_for(chosen.task_id)
    held = TaskRule(on_mail, stand_in if on_mail is OnMail.STAND_IN else None)
    return ways.index(held) if held in ways else 0
