"""What helps a topic of the knowledge map: told, and set up with one key."""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING

from csboard.domain import knowledge_words as words
from csboard.domain.commands import Claim, Undo
from csboard.domain.holders import KnowledgeMap, TopicRow
from csboard.domain.pairing import proposed, reviewer_for
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Event, TaskRef
from csboard.domain.undone_words import what_was_undone
from csboard.errors import Refused
from csboard.i18n import _
from csboard.tui.app import app_of, station_of
from csboard.tui.fence import say
from csboard.tui.keys import key_of
from csboard.tui.permitted import may_work

if TYPE_CHECKING:
    from csboard.tui.screens.knowledge_map import KnowledgeMapScreen


def what_helps(screen: KnowledgeMapScreen, found: KnowledgeMap, row: TopicRow) -> tuple[str, ...]:
    """Who knows a topic, what would help it, and what the key does."""
    members = screen.state.members
    known = f"{words.topic(row.topic)}: {words.known_by(row, members)}"
    away = _away(screen)
    here = [member for member in found.members if member.login not in away]
    proposal = proposed(row, here, found.work.load)
    helps = words.pairing(proposal, members) if proposal else _("Enough members know it.")
    if not may_work(screen, screen.state):
        return known, helps
    return known, helps, _offer(screen, found, row)


def _offer(screen: KnowledgeMapScreen, found: KnowledgeMap, row: TopicRow) -> str:
    free = found.work.free.get(row.topic, ())
    if not free:
        return _("No inquiry of this kind is unassigned now.")
    me = station_of(screen).actor.login
    if row.lacks and row.holders == (me,):
        return _("You alone know it: leave #{number} to a colleague and review the reply.").format(
            number=free[0]
        )
    told = {"key": key_of("map.take"), "number": free[0]}
    reviewer = reviewer_for(row, me, _away(screen))
    if reviewer is None:
        return _("{key}: you take #{number}").format(**told)
    return _("{key}: you take #{number}, {reviewer} will review the reply").format(
        **told, reviewer=in_a_sentence(reviewer, screen.state.members)
    )


def _away(screen: KnowledgeMapScreen) -> Container[str]:
    """Logins of who is away now."""
    if not screen.state.absences:
        return ()
    from csboard.tui.away_words import of_now

    return of_now(screen.state, station_of(screen).clock.now())


async def take_next(screen: KnowledgeMapScreen, found: KnowledgeMap, row: TopicRow) -> None:
    """Take the next inquiry of a topic, with whoever knows it best as the reviewer to be."""
    free = found.work.free.get(row.topic, ())
    if not free:
        say(screen.app, _("No inquiry of this kind is unassigned now."))
        return
    reviewer = reviewer_for(row, station_of(screen).actor.login, _away(screen))
    command = Claim(task=TaskRef(free[0]), reviewer=reviewer)
    if not await app_of(screen).perform(command):
        screen.read_soon()
        return
    app_of(screen).taken_on_map += (free[0],)
    if reviewer is None:
        say(screen.app, _("#{ref} is yours.").format(ref=free[0]))
        return
    name = in_a_sentence(reviewer, screen.state.members)
    told = _("#{ref} is yours; {reviewer} knows that you want a review of the reply.")
    say(screen.app, told.format(ref=free[0], reviewer=name))


async def undo(screen: KnowledgeMapScreen) -> None:
    """Give back what was taken here last; nothing that was done elsewhere."""
    taken = app_of(screen).taken_on_map
    if not taken:
        say(screen.app, _("You have taken nothing here that could be taken back."))
        return
    outcome = await app_of(screen).attempt(Undo(number=taken[-1], kinds=("claimed",)))
    if isinstance(outcome, Event | Refused):  # a refused one would stand before those below
        app_of(screen).taken_on_map = taken[:-1]
    if event := app_of(screen).told(outcome):
        say(screen.app, what_was_undone(event))
