"""The knowledge map as rows and columns of some width, and one's own growth. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from csboard.domain import knowledge_words
from csboard.domain.growth import Growth, Step
from csboard.domain.holders import TopicRow
from csboard.domain.records import Member
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.tui.layout import cell_len, cut, pad
from csboard.tui.widgets.canvas import Run
from csboard.tui.widgets.listing import Row

GAP = "  "
LEAST_TOPIC, MOST_TOPIC = 20, 44
MOST_NAME = 14


class Columns(NamedTuple):
    """How wide each is, and whose columns are in view."""

    topic: int
    counts: tuple[int, ...]
    """Of those that count."""
    name: int
    members: tuple[Member, ...]
    before: int
    """How many members' columns are out of view on the left."""
    after: int


def columns(width: int, members: Sequence[Member], first: int) -> Columns:
    """As many members as there is room for, from the `first` on; topics get the rest."""
    counts = tuple(cell_len(name) for name in _counts())
    longest = max((cell_len(member.name or member.login) for member in members), default=0)
    name = max(cell_len(knowledge_words.most_signs()), min(MOST_NAME, longest))
    fixed = 2 + sum(counts) + len(counts) * len(GAP)
    room = max(1, (width - fixed - LEAST_TOPIC) // (len(GAP) + name))
    first = max(0, min(first, len(members) - room))
    shown = tuple(members[first : first + room])
    topic = width - fixed - len(shown) * (name + len(GAP))
    topic = max(LEAST_TOPIC, min(MOST_TOPIC, topic))
    return Columns(topic, counts, name, shown, first, len(members) - first - len(shown))


def oneself_first(members: Sequence[Member], me: str) -> tuple[Member, ...]:
    """Whose column stands where: one's own first, the others as they came to the team."""
    return tuple(sorted(members, key=lambda member: member.login != me))


def heading(at: Columns) -> str:
    """The names of the columns, where they stand."""
    names = [_fit(member.name or member.login, at.name) for member in at.members]
    counts = [_right(name, width) for name, width in zip(_counts(), at.counts, strict=True)]
    return "  " + GAP.join([pad(_("Topic"), at.topic), *counts, *names])


def out_of_view(at: Columns) -> str:
    """How many members' columns are out of view, with where."""
    parts = []
    if at.before:
        parts.append(_("{n} more on the left").format(n=at.before))
    if at.after:
        parts.append(_("{n} more on the right").format(n=at.after))
    return _(", ").join(parts)


def row_of(row: TopicRow, at: Columns, free: int) -> Row:
    """A topic: in how many heads, how much of it arrives and waits, what each member did."""
    held = {one.login: one for one in row.holdings}
    role = "alarm" if row.lacks else ""
    heads, arrived, untaken = at.counts
    runs: list[Run] = [
        (" " + _fit(knowledge_words.topic(row.topic), at.topic) + GAP, ""),
        (_right(knowledge_words.heads(row), heads) + GAP, role),
        (_right(str(row.arrivals or "-"), arrived) + GAP, ""),
        (_right(str(free or "-"), untaken) + GAP, ""),
    ]
    for place, member in enumerate(at.members):
        holding = held.get(member.login)
        signs = knowledge_words.signs(holding) if holding else ""
        gap = GAP if place + 1 < len(at.members) else ""
        runs.append((_fit(signs, at.name) + gap, "holds" if holding and holding.holds else "muted"))
    return (runs,)


# one's own growth


def growth_heading(width: int) -> str:
    topic, count = _growth_columns(width)
    names = [_right(name, count) for name in _ways()]
    return "  " + GAP.join([pad(_("Topic"), topic), *names, _("Step")])


def growth_row(one: Growth, width: int) -> Row:
    """A topic with how often one answered it with a reviewer, alone, and passed it on."""
    topic, count = _growth_columns(width)
    counts = [_right(str(n or "-"), count) for n in (one.reviewed, one.alone, one.taught)]
    return (
        [
            (" " + _fit(knowledge_words.topic(one.topic), topic) + GAP, ""),
            (GAP.join(counts) + GAP, ""),
            (knowledge_words.step(one.step), _STEP_ROLES[one.step]),
        ],
    )


_STEP_ROLES = {Step.KEEP: "muted", Step.BREAK: "", Step.LEAVE: "holds"}


def _growth_columns(width: int) -> tuple[int, int]:
    """How wide the topic is, and each count."""
    count = max(cell_len(name) for name in _ways())
    step = max(cell_len(knowledge_words.step(one)) for one in Step)
    rest = width - 2 - 3 * (count + len(GAP)) - len(GAP) - step
    return max(12, min(MOST_TOPIC, rest)), count


def _counts() -> tuple[str, str, str]:
    return _("heads"), _("arrived"), _("untaken")


def _ways() -> tuple[str, str, str]:
    return _("reviewed"), _("alone"), _("passed on")


def _fit(text: str, width: int) -> str:
    return pad(cut(text, width), width)


def _right(text: str, width: int) -> str:
    return " " * max(0, width - cell_len(text)) + text
