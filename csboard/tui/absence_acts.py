"""What a person does with absences on their screen; what was typed is never lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from csboard.domain.absence_commands import ChangeAbsence, EnterAbsence, WithdrawAbsence
from csboard.domain.absence_list import stand_in_notes
from csboard.domain.absence_words import days_in_words
from csboard.domain.absences import Absence, span_of
from csboard.domain.commands import Command, Undo
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Event
from csboard.domain.undo import ON_ABSENCES
from csboard.errors import CsboardError, Refused
from csboard.i18n import _, together
from csboard.text import clean
from csboard.tui.acts import told_undone
from csboard.tui.app import app_of, station_of
from csboard.tui.fence import say
from csboard.tui.keys import key_of
from csboard.tui.screens.absence_box import AbsenceDialog, Written, field_of

if TYPE_CHECKING:
    from csboard.tui.screens.absences import AbsencesScreen


async def add(place: AbsencesScreen) -> None:
    """Ask when somebody is away, until it is stored or given up."""

    def command(one: Written, _seen: int) -> Command:
        return EnterAbsence(login=one.login, **one.values)

    login = station_of(place).actor.login
    await _asked(place, _("Enter an absence"), Written.blank(login, place.today), command)


async def change(place: AbsencesScreen, absence: Absence) -> None:
    """Ask what is to be otherwise, until it is stored or given up."""

    def command(one: Written, seen: int) -> Command:
        return ChangeAbsence(absence_id=absence.id, **one.values, seen=seen)

    name = clean(in_a_sentence(absence.login, place.state.members))
    title = _("Change an absence of {name}").format(name=name)
    await _asked(place, title, Written.of(absence), command, absence)


async def end(place: AbsencesScreen, absence: Absence) -> None:
    """They are back; one that hasn't begun doesn't take place. A colleague's is asked about."""
    now, zone = station_of(place).clock.now(), ZoneInfo(place.state.zone)
    command = WithdrawAbsence(absence_id=absence.id)
    has_begun = span_of(absence, zone).start <= now
    told = _("It doesn't take place; {key} brings it back.")
    if has_begun:
        told = _("It is over; {key} brings it back.")
    if absence.login != station_of(place).actor.login and not await _is_meant(
        place, absence, has_begun=has_begun
    ):
        return
    if await app_of(place).perform(command):
        say(place.app, told.format(key=key_of("absences.undo")))


async def _is_meant(place: AbsencesScreen, absence: Absence, *, has_begun: bool) -> bool:
    """Ask once, naming whose it is and its days."""
    from csboard.tui.screens.confirm import ConfirmDialog

    question, title = _("Withdraw the absence of {name} ({days})?"), _("Withdraw")
    if has_begun:
        question, title = _("Is {name} back? Their absence ({days}) is over then."), _("Back")
    asked = question.format(
        name=in_a_sentence(absence.login, place.state.members),
        days=days_in_words(absence, place.today),
    )
    app_of(place).hold_keys()
    return await place.app.push_screen_wait(ConfirmDialog(clean(asked), title))


async def undo(place: AbsencesScreen) -> None:
    """Take back one's own last act on absences."""
    event = await app_of(place).perform(Undo(kinds=ON_ABSENCES))
    if event:
        say(place.app, told_undone(event, place.state.members))


async def _asked(
    place: AbsencesScreen,
    title: str,
    start: Written,
    command: Callable[[Written, int], Command],
    absence: Absence | None = None,
) -> None:
    """Until it is stored or given up; whoever was told of others' change may insist."""
    begun, problem, at, seen = start, "", "", absence.version if absence else 0
    about = (place.state, place.calendar, place.today, station_of(place).actor.login)
    while True:
        box = AbsenceDialog(title, begun, *about, problem, at=at, is_new=absence is None)
        written = await place.app.push_screen_wait(box)
        if written is None:
            return
        outcome = await app_of(place).attempt(command(written, seen))
        if isinstance(outcome, Event):
            await _tell(place, outcome)
            return
        begun, problem = written, outcome.sentence
        code = outcome.code if isinstance(outcome, Refused) else ""
        at = field_of(code, written, place.today)
        if absence is not None:
            try:
                known = await _all(place)
            except CsboardError as failure:  # what was typed is asked about again all the same
                problem = _both(problem, failure)
            else:
                seen = next((one.version for one in known if one.id == absence.id), seen)


async def _tell(place: AbsencesScreen, event: Event) -> None:
    """That it is written down, and what is worth knowing of who stands in."""
    told = _("Written down.")
    try:
        known = await _all(place)
    except CsboardError as failure:
        say(place.app, together(told, failure.sentence), "warning")
        return
    made = next((one for one in known if one.id == event.detail["absence"]), None)
    if made is not None:
        place.go_to(made.id)
    now, zone = station_of(place).clock.now(), ZoneInfo(place.state.zone)
    notes = stand_in_notes(made, known, place.state.members, zone, now) if made else []
    say(place.app, together(told, *notes), "warning" if notes else "information")


async def _all(place: AbsencesScreen) -> tuple[Absence, ...]:
    return await station_of(place).read(lambda board: board.absences())


def _both(problem: str, failure: CsboardError) -> str:
    """Once, where the database says the same to both."""
    return problem if failure.sentence == problem else together(problem, failure.sentence)
