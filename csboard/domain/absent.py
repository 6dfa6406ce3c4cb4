"""Nothing is given to somebody who is away: asked at the door, of whatever rule decided it.

They themselves may always act: they came in after all. What is taken back goes to whoever had it
before, as it is no new work, unless they went or the customer wrote since; whoever else acts in
their name gives them none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from csboard.domain.absence_list import Away, away_now
from csboard.domain.absence_words import until_in_words
from csboard.domain.absences import span_of
from csboard.domain.decisions import Decision, Thing, Update
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Actor, Event, Member
from csboard.errors import Refused
from csboard.i18n import _, in_zone, together

if TYPE_CHECKING:
    from csboard.domain.absences import Absence
    from csboard.domain.commands import Command
    from csboard.domain.states import InquiryState

ASKED: Mapping[str, str] = {"Claim": "reviewer", "AskReview": "of"}
"""By the command's name: in which of its values a colleague is named who is to do something."""


THEIR_OWN = ("undone", "taken_back")
"""What gives somebody back what was theirs: also when a lead does it in their name."""


def refuse_for_the_absent(
    command: Command,
    decision: Decision,
    actor: Actor,
    absences: tuple[Absence, ...],
    members: Mapping[str, Member],
    zone: str,
    now: datetime,
) -> None:
    """Refuse (`away`) what makes a task that of somebody who is away, or asks them for something.

    The sentence says until when they are, and who stands in.
    """
    away = away_now(absences, members, now, ZoneInfo(zone))
    if not away:
        return
    named = getattr(command, ASKED.get(type(command).__name__, ""), None)
    given = () if decision.event.kind in THEIR_OWN else _new_owners(decision, members)
    for login in (named, *given):
        if login in away and not (login == actor.login and actor.via in (None, login)):
            raise refusal(away[login], members, zone, now, in_their_name=login == actor.login)


def refusal(
    away: Away,
    members: Mapping[str, Member],
    zone: str,
    now: datetime,
    *,
    in_their_name: bool = False,
) -> Refused:
    """That somebody is away, until when, and who stands in.

    Whoever acts `in_their_name` may know that they are back: it says what to do then.
    """
    told = _("{name} is away {until}, and nobody stands in: ask somebody else.")
    if away.acting is not None:
        told = _("{name} is away {until}: {instead} stands in.")
    sentence = told.format(
        name=in_a_sentence(away.absence.login, members),
        until=until_in_words(away.absence, in_zone(now, zone).date()),
        instead=in_a_sentence(away.acting or "", members),
    )
    if in_their_name:
        back = _("If they are back, end the absence first: csboard absence end {id}")
        sentence = together(sentence, back.format(id=away.absence.id))
    return Refused("away", sentence)


def refuse_gone_since(
    login: str, act: Event, later: Iterable[Event], whole: InquiryState, now: datetime
) -> None:
    """Refuse (`away`) to take back `act` for somebody who is away, and hasn't seen what came since.

    That is when their absence began after it, or the customer wrote: to whoever is away that would
    be given which their absence passes on.
    """
    zone = ZoneInfo(whole.settings.zone)
    away = away_now(whole.absences, whole.members, now, zone).get(login)
    if away is None:
        return
    went_before = span_of(away.absence, zone).start <= act.at
    if went_before and not any(event.kind == "joined" for event in later):
        return
    told = _("#{task} can't be undone: {name} is away {until}. Release it instead.")
    if away.acting not in (None, whole.actor.login):
        told = _(
            "#{task} can't be undone: {name} is away {until}. Release it instead,"
            " or hand it off to {instead}, who stands in."
        )
    raise Refused(
        "away",
        told.format(
            task=act.task,
            name=in_a_sentence(login, whole.members),
            until=until_in_words(away.absence, in_zone(now, zone).date()),
            instead=in_a_sentence(away.acting or "", whole.members),
        ),
    )


def _new_owners(decision: Decision, members: Mapping[str, Member]) -> list[str]:
    """Logins of those whose tasks become by a decision."""
    login_of: dict[object, str] = {one.id: one.login for one in members.values()}
    return [
        login_of[change.values["owner_id"]]
        for change in decision.changes
        if isinstance(change, Update)
        and change.thing is Thing.TASK
        and change.values.get("owner_id") in login_of
    ]
