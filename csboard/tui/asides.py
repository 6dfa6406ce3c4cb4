"""What stands on cards besides: unread mail, colleagues who are there, who alone has answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from csboard.domain.holders import Topic, lone_answerer
from csboard.domain.knowledge_words import only_on_card
from csboard.domain.presence import by_number, is_unread
from csboard.domain.presence_words import on_card
from csboard.domain.records import Card, Member
from csboard.domain.replies import Surroundings
from csboard.i18n import _
from csboard.tui.cards import NOTHING_ASIDE, Aside
from csboard.tui.timer_words import at_work


def asides(
    around: Surroundings,
    members: Mapping[str, Member],
    me: str,
    alone: Mapping[Topic, str | None],
    away: Mapping[str, str],
) -> Callable[[Card], Aside]:
    """What to say of a card to `me`; of a task that was split off, of its owner alone.

    `alone` has who alone has answered a topic, `away` what is said of whose owner is away.
    """
    people = by_number(around.present)

    def aside_of(card: Card) -> Aside:
        absent = away.get(card.owner or "", "") if card.closed_at is None else ""
        only_away = _("away") if absent else ""
        if card.ref.seq != 1:
            working = at_work(around.timers, card.ref, me, members)
            if not (working or absent):
                return NOTHING_ASIDE
            return Aside(working=working, away=absent, away_only=only_away)
        there = people.get(card.ref.number, ())
        named = [one.login for one in there]
        only = None if card.closed_at else lone_answerer(card.tags, alone)
        return Aside(
            is_unread(card, around.read, me),
            on_card(there, card.owner, members),
            only_on_card(only, me, members) if only else "",
            at_work(around.timers, card.ref, me, members, named),
            absent,
            only_away,
        )

    return aside_of
