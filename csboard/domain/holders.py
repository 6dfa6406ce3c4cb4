"""Who holds which knowledge: topics by members, how many heads a topic stands in, the truck factor.

A topic is a content with a symptom. What a member did in it (answered, reviewed, wrote a case)
gives them a weight in it that halves every half-life, for what nobody has touched is forgotten.
The effective number of holders is the exponential of the Shannon entropy of the weights: the
diversity number of order 1 of Hill (1973), "Diversity and evenness: a unifying notation and its
consequences", Ecology 54. Equal weights of n make n; one who does nearly all makes nearly 1.

The truck factor goes greedily, as Avelino, Passos, Hora and Valente (2016), "A novel approach for
estimating truck factors": whoever holds most goes first, until more than half is without a holder.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import product

from csboard.domain.people import works_here
from csboard.domain.records import Member, Tags
from csboard.named import NamedTuple


class Deed(StrEnum):
    """What shows that somebody knows a topic."""

    HANDLED = "handled"
    """Sent an answer in an inquiry."""
    REVIEWED = "reviewed"
    """Gave a verdict on a colleague's reply."""
    WROTE = "wrote"
    """Wrote a successful case down."""


FACTORS: Mapping[Deed, float] = {Deed.HANDLED: 1.0, Deed.REVIEWED: 0.5, Deed.WROTE: 1.0}
"""Answering is the measure. Who reviewed has read question and answer, but not found it; who wrote
a case has thought about why it worked."""

HOLDS = 0.25
"""From this weight on a member holds a topic: an answer two half-lives ago, a review one ago."""

ENOUGH = 2
"""Effective holders that a topic should have: one can be away."""

REMEMBERED = 5
"""Half-lives: what was done earlier weighs under a thirtieth, and is counted no more."""


class Topic(NamedTuple):
    """What inquiries are about, in the present words; either may be empty, never both."""

    content: str
    symptom: str


class Done(NamedTuple):
    """What a member did in a topic."""

    topic: Topic
    login: str
    deed: Deed
    times: int
    left: float
    """What has been left of them by now, each `decayed` by its age."""


class Holding(NamedTuple):
    """One member's part in a topic."""

    login: str
    weight: float
    handled: int = 0
    """How often, however long ago within what is remembered."""
    reviewed: int = 0
    wrote: int = 0

    @property
    def holds(self) -> bool:
        return self.weight >= HOLDS

    @property
    def deeds(self) -> tuple[Deed, ...]:
        return tuple(deed for deed in Deed if getattr(self, deed.value))


class TopicRow(NamedTuple):
    """A topic with who knows it."""

    topic: Topic
    holdings: tuple[Holding, ...]
    """Of those who are here, the weightiest first."""
    arrivals: int
    """Inquiries of the last half-life."""

    @property
    def holders(self) -> tuple[str, ...]:
        """Logins of those who hold it, the weightiest first."""
        return tuple(one.login for one in self.holdings if one.holds)

    @property
    def effective(self) -> float:
        """How many heads it stands in, to a tenth; 0 where nobody holds it any more."""
        if not self.holders:
            return 0.0
        return round(effective_holders(one.weight for one in self.holdings), 1)

    @property
    def lacks(self) -> bool:
        """Whether it has fewer holders than it should."""
        return self.effective < ENOUGH


class Truck(NamedTuple):
    """The team's truck factor."""

    members: int
    """So few, when they are away, leave more than half without a holder; 0: it is so already."""
    without: float
    """The share of arrivals, 0 to 1, that is then without a holder."""


class Work(NamedTuple):
    """What there is to do just now."""

    free: Mapping[Topic, tuple[int, ...]] = {}
    """The inquiries whose reply nobody has, most in need first."""
    load: Mapping[str, int] = {}
    """How many open tasks each member has, by login."""
    untried: frozenset[str] = frozenset()
    """Logins of those who have never had a task nor answered a customer."""


class KnowledgeMap(NamedTuple):
    """Topics by members at one moment."""

    rows: tuple[TopicRow, ...]
    """Those that lack most first."""
    members: tuple[Member, ...]
    """Who can hold something, in the order in which they came to the team."""
    truck: Truck | None
    """None where nothing has arrived."""
    half_life: int
    """Days."""
    work: Work = Work()


def topics_of(tags: Tags) -> tuple[Topic, ...]:
    """Each content with each symptom; nothing for an inquiry that has neither."""
    if not tags.content and not tags.symptom:
        return ()
    pairs = product(tags.content or ("",), tags.symptom or ("",))
    return tuple(Topic(content, symptom) for content, symptom in pairs)


def lone_answerer(tags: Tags, known: Mapping[Topic, str | None]) -> str | None:
    """Who alone has answered what is tagged so, by what is `known` of topics; None: not one."""
    return next((login for topic in topics_of(tags) if (login := known.get(topic))), None)


def decayed(days_ago: float, half_life: float) -> float:
    """What is left of a weight of 1; what lies ahead counts as today's."""
    return math.pow(0.5, max(days_ago, 0.0) / half_life)


def effective_holders(weights: Iterable[float]) -> float:
    """The Hill number of order 1 of some weights; 0 without any above nothing."""
    known = [weight for weight in weights if weight > 0]
    total = math.fsum(known)
    shares = [weight / total for weight in known]
    return (
        math.exp(-math.fsum(share * math.log(share) for share in shares if share)) if known else 0.0
    )


def knowledge_map(
    done: Iterable[Done],
    arrivals: Mapping[Topic, int],
    members: Iterable[Member],
    half_life: int,
) -> KnowledgeMap:
    """The map of what was `done` and of the inquiries that arrived in the last half-life.

    Those who have left, or only look, hold nothing. A topic of the past in which nothing arrives
    stays on the map as long as what was done in it is remembered.
    """
    here = tuple(sorted((one for one in members if works_here(one)), key=lambda one: one.id))
    logins = {one.login for one in here}
    found: dict[Topic, dict[str, Holding]] = {topic: {} for topic in arrivals}
    for one in done:
        holdings = found.setdefault(one.topic, {})
        if one.login in logins:
            held = holdings.get(one.login, Holding(one.login, 0.0))
            holdings[one.login] = _with(held, one)
    rows = [
        TopicRow(topic, _ordered(holdings.values()), arrivals.get(topic, 0))
        for topic, holdings in found.items()
    ]
    rows.sort(key=_need)
    return KnowledgeMap(tuple(rows), here, truck_factor(rows), half_life)


def truck_factor(rows: Sequence[TopicRow]) -> Truck | None:
    """How few members' absence leaves more than half of what arrives without a holder.

    Greedy: whoever of those left holds the topics with most arrivals goes next, and of several the
    one who holds most of them alone. So it may be more than the fewest there are, never less.
    """
    total = sum(row.arrivals for row in rows)
    if not total:
        return None
    left = [(set(row.holders), row.arrivals) for row in rows]
    gone = 0
    while True:
        without = sum(arrivals for holders, arrivals in left if not holders)
        if 2 * without > total:
            return Truck(gone, without / total)
        next_gone = _who_holds_most(left)
        left = [(holders - {next_gone}, arrivals) for holders, arrivals in left]
        gone += 1


def _with(held: Holding, done: Done) -> Holding:
    counted = {done.deed.value: getattr(held, done.deed.value) + done.times}
    return held._replace(weight=held.weight + FACTORS[done.deed] * done.left, **counted)


def _ordered(holdings: Iterable[Holding]) -> tuple[Holding, ...]:
    return tuple(sorted(holdings, key=lambda one: (-round(one.weight, 9), one.login)))


def _need(row: TopicRow) -> tuple[bool, float, Topic]:
    """What lacks most goes first: few holders, many arrivals."""
    lack = (ENOUGH - row.effective) * (1 + row.arrivals) if row.lacks else row.effective
    return (not row.lacks, -lack if row.lacks else lack, row.topic)


def _who_holds_most(left: Sequence[tuple[set[str], int]]) -> str:
    """Of those who still hold something; there is one while half has a holder."""
    alone: dict[str, int] = {}
    all_held: dict[str, int] = {}
    for holders, arrivals in left:
        for login in holders:
            all_held[login] = all_held.get(login, 0) + arrivals
            if len(holders) == 1:
                alone[login] = alone.get(login, 0) + arrivals
    return min(all_held, key=lambda login: (-all_held[login], -alone.get(login, 0), login))
