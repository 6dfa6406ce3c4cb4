"""Who could go on with a task while whoever has it is away: a proposal that binds nobody.

    fit = (1 + knowledge) / 2 ** (open tasks / 6)

`knowledge` is a member's weight in the task's topics as the knowledge map has it
(`csboard.domain.holders`), on the average of the topics and 3 at the most. So whoever knows it well
and has twelve open tasks stands beside one who doesn't know it and has none. Without tags, only
what each has to do counts. Whoever has never had a task nor answered a customer comes after all who
have: having nothing to do, an account that only opened the board would seem the most fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from csboard.domain.absences import Absence, Span, span_of
from csboard.domain.holders import Deed, Holding, KnowledgeMap, Topic, Work, topics_of
from csboard.domain.people import works_here
from csboard.domain.records import Member, Tags
from csboard.i18n import _, ngettext
from csboard.named import NamedTuple

MOST_KNOWLEDGE = 3.0
"""What is known beyond it makes no difference."""

HALVED_BY = 6
"""So many open tasks halve how fit somebody is."""


class Proposal(NamedTuple):
    """Somebody who could take a task."""

    login: str
    fit: float
    """As in the head of this file; the most fit first."""
    knowledge: float
    """0 to `MOST_KNOWLEDGE`."""
    deeds: tuple[Deed, ...]
    """What they have done in the task's topics, in the order of `Deed`."""
    load: int
    """How many open tasks they have."""
    is_untried: bool = False
    """Whether they have never had a task nor answered a customer."""


def receivers(
    tags: Tags,
    giver: str | None,
    times: Iterable[Span],
    knowledge: KnowledgeMap,
    absences: Iterable[Absence],
    zone: ZoneInfo,
) -> tuple[Proposal, ...]:
    """Who could take a task with `tags` from `giver` and be there in all of `times`.

    The most fit first, and after them those who have never had a task; of the equally fit who has
    less to do, then by login, so that no two are alike. Nobody who is away in any part of
    these times (`absences`, on the clocks of `zone`), who has left or may only look, and not the
    giver.
    """
    asked, entered = tuple(times), tuple(absences)
    gone = {login for time in asked for login in away_during(time, entered, zone)}
    holdings = _holdings(knowledge)
    found = (
        _proposal(member.login, topics_of(tags), holdings, knowledge.work)
        for member in knowledge.members
        if works_here(member) and member.login != giver and member.login not in gone
    )
    return tuple(sorted(found, key=_order))


def _order(one: Proposal) -> tuple[bool, float, int, str]:
    return one.is_untried, -one.fit, one.load, one.login


def at_once(now: datetime) -> Span:
    """The time in which somebody has to be there to be asked now."""
    return Span(now, now + timedelta(minutes=1))


def away_during(time: Span, absences: Iterable[Absence], zone: ZoneInfo) -> frozenset[str]:
    """Logins of those who are away in any part of a time."""
    return frozenset(one.login for one in absences if span_of(one, zone).overlaps(time))


def kept_away(
    members: Iterable[Member], times: Iterable[Span], absences: Iterable[Absence], zone: ZoneInfo
) -> dict[str, Absence]:
    """Those who could take a task but are away in any part of the times, by the days they go.

    By login, the first such absence of each.
    """
    able, asked = {one.login for one in members if works_here(one)}, tuple(times)
    found: dict[str, Absence] = {}
    for one in sorted(absences, key=lambda one: (one.first, one.id)):
        if one.login in able and any(span_of(one, zone).overlaps(time) for time in asked):
            found.setdefault(one.login, one)
    return found


def reason(proposal: Proposal) -> str:
    """Why somebody is proposed, in a few words."""
    work = ngettext("{n} open task", "{n} open tasks", proposal.load).format(n=proposal.load)
    if proposal.is_untried:
        return _("{work}, and has never had one").format(work=work)
    if not proposal.deeds:
        return work
    told = {
        Deed.HANDLED: _("answered"),
        Deed.REVIEWED: _("reviewed"),
        Deed.WROTE: _("wrote a case"),
    }
    deeds = _(", ").join(told[deed] for deed in proposal.deeds)
    return _("this kind: {deeds}; {work}").format(deeds=deeds, work=work)


def _holdings(knowledge: KnowledgeMap) -> Mapping[tuple[Topic, str], Holding]:
    return {(row.topic, one.login): one for row in knowledge.rows for one in row.holdings}


def _proposal(
    login: str,
    topics: tuple[Topic, ...],
    holdings: Mapping[tuple[Topic, str], Holding],
    work: Work,
) -> Proposal:
    held = [one for topic in topics if (one := holdings.get((topic, login)))]
    known = sum(one.weight for one in held) / len(topics) if topics else 0.0
    known = round(min(known, MOST_KNOWLEDGE), 6)
    deeds = tuple(_deeds(held))
    open_tasks = work.load.get(login, 0)
    fit = round((1 + known) / 2 ** (open_tasks / HALVED_BY), 6)
    return Proposal(login, fit, known, deeds, open_tasks, login in work.untried)


def _deeds(held: Iterable[Holding]) -> Iterator[Deed]:
    done = {deed for one in held for deed in one.deeds}
    return (deed for deed in Deed if deed in done)
