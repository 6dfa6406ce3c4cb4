"""A period to look back on, as a page in the reader's language. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from csboard.domain import setting_words
from csboard.domain.business_time_words import business_time, time_over
from csboard.domain.clock_words import name_of_clock
from csboard.domain.figures import Figures, Share
from csboard.domain.late import reason
from csboard.domain.pages import Page, Section
from csboard.domain.people import in_a_sentence
from csboard.domain.promises import FIRST, NEXT, SOLVED
from csboard.domain.records import Stage
from csboard.domain.retrospect import Broken, Case, Changed, Retrospect, Stuck
from csboard.i18n import N_, _, current_language, format_time, ngettext
from csboard.named import NamedTuple


class _Figure(NamedTuple):
    """One line of what flowed."""

    label: str
    of: Callable[[Figures], str]


def _count(numbers: Callable[[Figures], Sequence[int]]) -> Callable[[Figures], str]:
    return lambda figures: str(len(numbers(figures)))


def _time(of: Callable[[Figures], timedelta | None]) -> Callable[[Figures], str]:
    def told(figures: Figures) -> str:
        found = of(figures)
        return "-" if found is None else business_time(found)

    return told


def _percent(of: Callable[[Figures], Share]) -> Callable[[Figures], str]:
    def told(figures: Figures) -> str:
        value = of(figures).value
        return "-" if value is None else f"{round(100 * value)}%"

    return told


_FLOW = (
    _Figure(N_("came in"), _count(lambda one: one.arrived)),
    _Figure(N_("closed"), _count(lambda one: one.departed)),
    _Figure(N_("opened again"), _count(lambda one: one.reopened)),
    _Figure(N_("open at the end"), _count(lambda one: one.open_after)),
)
_QUALITY = (
    _Figure(N_("first reply, median"), _time(lambda one: one.first_reply.median)),
    _Figure(N_("solved, median"), _time(lambda one: one.solved.median)),
    _Figure(N_("solved, nine in ten"), _time(lambda one: one.solved.p90)),
    _Figure(N_("answered the same day"), _percent(lambda one: one.same_day)),
    _Figure(N_("first reply in time"), _percent(lambda one: one.kept[FIRST])),
    _Figure(N_("next word in time"), _percent(lambda one: one.kept[NEXT])),
    _Figure(N_("solved in time"), _percent(lambda one: one.kept[SOLVED])),
    _Figure(N_("settled at first contact"), _percent(lambda one: one.first_contact)),
)


def page(found: Retrospect, stages: Sequence[Stage]) -> Page:
    """The whole page."""
    end = min(found.days.period(found.zone).end, found.now)
    many = -((found.days.period(found.zone).start - end) // timedelta(days=1))
    return Page(
        _("Looking back: {days}").format(days=found.days.name),
        ngettext(
            "Times are business time. Beside each figure: the {n} day before.",
            "Times are business time. Beside each figure: the {n} days before.",
            many,
        ).format(n=many),
        (
            _flowed(found),
            _stuck(found, stages),
            _broken(found),
            *_changed(found),
            _cases(found),
        ),
    )


def _flowed(found: Retrospect) -> Section:
    rows = [
        (_(one.label), one.of(found.figures), one.of(found.before)) for one in (*_FLOW, *_QUALITY)
    ]
    told = [row for row in rows if row[1:] != ("-", "-")]
    return Section(_("What flowed"), (("", _("now"), _("before")), *told), headed=True)


def _stuck(found: Retrospect, stages: Sequence[Stage]) -> Section:
    names = {stage.key: stage.name(current_language()) for stage in stages}

    def row(one: Stuck) -> tuple[str, ...]:
        owner = in_a_sentence(one.owner, found.members) if one.owner else _("unassigned")
        return (
            f"#{one.number}",
            _("{time} without movement").format(time=business_time(one.stood)),
            _("since {moment}").format(moment=_moment(one.since, found)),
            names.get(one.stage, one.stage),
            owner,
        )

    lines = () if found.stuck else (_("Nothing stood still."),)
    return Section(_("What stuck"), tuple(map(row, found.stuck)), lines=lines)


def _broken(found: Retrospect) -> Section:
    lines = list(_broken_lines(found))
    return Section(
        _("Promises broken, and why"),
        tuple(_broken_row(one, found) for one in found.broken),
        lines=tuple(lines),
    )


def _broken_lines(found: Retrospect) -> Iterator[str]:
    if not found.broken_total:
        yield _("No promise was broken.")
        return
    if (more := found.broken_total - len(found.broken)) > 0:
        yield ngettext("and {n} more", "and {n} more", more).format(n=more)
    if found.reasons:
        told = _(", ").join(
            _("{reason} {n}").format(reason=reason(code), n=n) for code, n in found.reasons
        )
        yield _("Why: {reasons}").format(reasons=told)
    unsaid = found.broken_total - sum(n for _code, n in found.reasons)
    if unsaid:
        yield ngettext(
            "Of {n} nobody has said why: csboard why-late N",
            "Of {n} nobody has said why: csboard why-late N",
            unsaid,
        ).format(n=unsaid)


def _broken_row(one: Broken, found: Retrospect) -> tuple[str, ...]:
    over = _("late by {time}") if not one.is_open else _("late by {time} so far")
    why = ""
    if one.why is not None:
        why = reason(one.why.code)
        if one.why.words:
            why = _("{reason}: {words}").format(reason=why, words=one.why.words)
    return (
        f"#{one.number}",
        name_of_clock(one.clock),
        _("due {moment}").format(moment=_moment(one.due_at, found)),
        over.format(time=time_over(one.over)),
        why,
    )


def _changed(found: Retrospect) -> Iterator[Section]:
    """What is too early to tell of as lines; each of the others as a table of its own."""
    early = [one for one in found.changes if one.before is None or one.after is None]
    lines = [
        _("{change}: too early to tell what came of it").format(change=_change(one, found))
        for one in early
    ]
    if not found.changes:
        lines = [_("The team's settings were not changed.")]
    yield Section(_("What changed in the workflow, and the figures after"), lines=tuple(lines))
    for one in found.changes:
        if one.before is not None and one.after is not None:
            yield _compared(_change(one, found), one, one.before, one.after)


def _change(one: Changed, found: Retrospect) -> str:
    return _("{moment}  {name} changed {keys}").format(
        moment=_moment(one.at, found),
        name=in_a_sentence(one.by, found.members),
        keys=_(", ").join(map(setting_words.name, one.keys)),
    )


def _compared(title: str, one: Changed, before: Figures, after: Figures) -> Section:
    """The figures that there are of both sides."""
    told = [(_(line.label), line.of(before), line.of(after)) for line in (_FLOW[0], *_QUALITY)]
    rows = [row for row in told if "-" not in row[1:]]
    days = max(1, round(one.span / timedelta(days=1)))
    span = ngettext("{n} day before and after", "{n} days before and after", days).format(n=days)
    return Section(title, ((span, _("before"), _("after")), *rows), headed=True)


def _cases(found: Retrospect) -> Section:
    def row(one: Case) -> tuple[str, ...]:
        used = ngettext("used {n} time", "used {n} times", one.used).format(n=one.used)
        name = in_a_sentence(one.author, found.members)
        return (f"#{one.number}", one.topic, _("by {name}").format(name=name), used)

    lines = () if found.cases else (_("No case was made."),)
    return Section(_("Successful cases"), tuple(map(row, found.cases)), lines=lines)


def _moment(moment: datetime, found: Retrospect) -> str:
    return format_time(moment, found.zone, now=found.now)
