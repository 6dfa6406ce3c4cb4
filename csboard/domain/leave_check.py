"""Whether somebody can go: what stands in the way while they are away, and a score from 0 to 100.

Each thing that stands in the way is a line, and takes points from 100; each part takes no more
than its most, and the parts' most make 100 together:

    score = 100 - sum over the parts of min(most of the part, sum of the points of its lines)

    part       most   points a line
    tasks        50   8 nobody is to go on with it; 7 its hand-off is being written; 5 there is only
                      a stand-in, who gets it when the customer writes; 3 offered, not taken yet
    promises     20   8 it is overdue; 6 it falls due while they are away, or in the first
                      business hour (`AFTERWARDS`) after
    replies       9   5 a reply that did not go out; 4 a draft; 1 a reply that is on its way: those
                      of the inquiries they have, and those they began where nobody has it
    colleagues    8   4 a review that is asked of them; 4 they stand in for somebody who is away
                      then, and nobody else does; 3 a hand-off offered to them that they have not
                      taken
    waiting       5   3 it waits for a date that falls in
    customers     3   1 a customer of several inquiries whom only they have answered
    topics        3   1 a topic that only they hold, or they and others who are away then, and of
                      which no case tells
    timer         2   2 it runs

What takes `HEAVY` points or more stands in the way; what is lighter is worth seeing to. So one more
open task never makes the score higher, and one that a colleague has taken never makes it lower:
lines are only added by the one and only taken away by the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from csboard.domain.absences import Span, away_at
from csboard.domain.business_time import add_working
from csboard.domain.holders import Work
from csboard.domain.leave_findings import MOST, Kind, Line, Mend, Part, mend_for
from csboard.domain.leave_lines import lines_of
from csboard.domain.leave_situation import Situation
from csboard.domain.receivers import Proposal, at_once, receivers
from csboard.domain.records import TaskRef
from csboard.named import NamedTuple

_NEVER = datetime.max.replace(tzinfo=UTC)
_PLACES = {kind: place for place, kind in enumerate(Kind)}


class PartScore(NamedTuple):
    """How many points a part takes."""

    part: Part
    lines: int
    taken: int

    @property
    def most(self) -> int:
        return MOST[self.part]


class LeaveCheck(NamedTuple):
    """Whether somebody can go."""

    login: str
    away: Span
    lines: tuple[Line, ...]
    """The worst first."""
    receivers: Mapping[int, Proposal]
    """By task id who could take it, each chosen as if those before were taken."""
    back_at: datetime
    """When their work begins again: the first open minute after they are back."""
    has_begun: bool = False
    """Whether they are away already: days that have begun say so only where they are entered."""

    @property
    def parts(self) -> tuple[PartScore, ...]:
        """All of them, in their order."""
        return tuple(_part_score(part, self.lines) for part in Part)

    @property
    def score(self) -> int:
        """0 to 100."""
        return 100 - sum(one.taken for one in self.parts)

    @property
    def heavy(self) -> int:
        """How many things stand in the way."""
        return sum(line.is_heavy for line in self.lines)

    @property
    def can_go(self) -> bool:
        return not self.heavy

    def to_mend(self, line: Line) -> Line:
        """The line by which a line is mended: of what must be solved, that of its task."""
        if not line.is_until_solved:
            return line
        same = (one for one in self.lines if one.is_of_a_task and one.own_id == line.own_id)
        return next(same, line)

    def mend_for(self, line: Line, reader: str) -> Mend:
        """What `reader` can do about a line, by their login."""
        return mend_for(line, self.login, reader, has_begun=self.has_begun)

    def proposed_for(self, line: Line) -> Proposal | None:
        """Who could take the task that a line says has no receiver."""
        return self.receivers.get(line.own_id) if line.is_of_a_task else None


def leave_check(about: Situation) -> LeaveCheck:
    """What stands in the way, the worst first, and who could go on with what nobody is to."""
    lines = tuple(sorted(set(lines_of(about)), key=order))
    is_away = about.login in away_at(about.absences, about.now, about.zone)
    has_begun = is_away and about.away.start <= about.now
    back_at = add_working(about.calendar, about.away.end, timedelta()) or about.away.end
    return LeaveCheck(about.login, about.away, lines, _proposed(lines, about), back_at, has_begun)


def order(line: Line) -> tuple[object, ...]:
    """By which lines are sorted: by points, kind, moment; no two of a check are alike in it."""
    task = line.task or TaskRef(0, 0)
    return (-line.points, _PLACES[line.kind], line.at or _NEVER, task, line.own_id, line.topic)


def _part_score(part: Part, lines: Iterable[Line]) -> PartScore:
    points = [line.points for line in lines if line.part is part]
    return PartScore(part, len(points), min(MOST[part], sum(points)))


def _proposed(lines: Iterable[Line], about: Situation) -> Mapping[int, Proposal]:
    """Who could take what nobody is to go on with: the work is spread as it is proposed."""
    cards = {card.task_id: card for card in about.tasks}
    real = about.knowledge.work.load
    load = dict(real)
    found: dict[int, Proposal] = {}
    for line in lines:
        if line.kind not in (Kind.NOBODY, Kind.SHEET, Kind.STAND_IN):
            continue
        known = about.knowledge._replace(work=Work(load=load))
        tags = cards[line.own_id].tags
        times = (at_once(about.now), about.away)
        best = receivers(tags, about.login, times, known, about.absences, about.zone)[:1]
        for one in best:
            found[line.own_id] = one._replace(load=real.get(one.login, 0))
            load[one.login] = one.load + 1
    return found
