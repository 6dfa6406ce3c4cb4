"""The pages of the wall display: what stands on each, whatever draws it. Pure.

No page holds words of a customer's, or about one, unless they were read: see `wall.without_names`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from csboard.domain import wall, words
from csboard.domain.absence_telling import stand_ins_in_words
from csboard.domain.absence_words import until_in_words
from csboard.domain.absences import Absence
from csboard.domain.business_calendar import Calendar, hours_on
from csboard.domain.business_time_words import business_time
from csboard.domain.card_need import most_in_need
from csboard.domain.people import name_of
from csboard.domain.records import Card, Stage, Urgency
from csboard.domain.sheet import PickReason
from csboard.domain.wall import Aside, Case, Figure, OnWhat, State, Targets, Wall
from csboard.domain.wall_freshness import is_aside_old
from csboard.domain.wall_parts import Kind, Lane, Page, Row, Tile
from csboard.i18n import N_, _, current_language, format_time, ngettext
from csboard.named import NamedTuple
from csboard.public_holidays import name_in

PAGES = ("board", "figures", "oldest", "people", "away", "success")
"""In the order in which they turn."""

TITLES = {
    "board": N_("The board"),
    "figures": N_("How it stands"),
    "oldest": N_("Unassigned for longest"),
    "people": N_("Who is on what"),
    "away": N_("Away today"),
    "success": N_("Case of the week"),
}

ROLES = {
    State.CLOSED: "muted",
    State.NORMAL: "finished",
    State.CAUTION: "due-soon",
    State.URGENT: "overdue",
}
"""By state the theme's meaning it is drawn in."""

_SHOWN = {
    "board": ("unassigned", "doing", "due_today", "overdue"),
    "oldest": ("unassigned", "longest_wait"),
    "people": ("doing",),
}
"""By page the figures whose cards stand on it."""
OF_THE_ASIDE = frozenset({"figures", "success"})
"""Pages on which something stands that takes longer to work out."""
NOBODY = "-"
"""Stands for nobody on the board where a stage has no room for the word."""
OLDEST = 5
MOST_ROWS = 60
"""Of a lane or a table: more than any screen shows."""


class View(NamedTuple):
    """All that pages are made from."""

    wall: Wall
    aside: Aside
    now: datetime
    targets: Targets


def page(name: str, view: View) -> Page:
    """The page of that name as it stands now."""
    return _MAKING[name](view)


def worth_showing(pages: Sequence[str], view: View) -> tuple[str, ...]:
    """Of some pages those that say something: one without content makes nobody look up."""
    some = tuple(name for name in pages if name not in _EMPTY or not _EMPTY[name](view))
    return some or tuple(pages)


def calling(pages: Sequence[str], view: View) -> str | None:
    """The page that stays as long as a figure is urgent; None while none is.

    The figures, or where they aren't among the pages the first that shows what is urgent.
    """
    urgent = {one.key for one in figures_of(view) if one.state is State.URGENT}
    if urgent and "figures" in pages:
        return "figures"
    return next((name for name in pages if not urgent.isdisjoint(_SHOWN.get(name, ()))), None)


def figures_of(view: View) -> tuple[Figure, ...]:
    return wall.figures(view.wall, view.now, view.targets)


def day_told(view: View) -> str:
    """How this day is another than its weekday; empty when it is as any."""
    day, calendar = _today(view), view.wall.calendar
    hours = hours_on(calendar, day)
    name = _called(hours.name, day, calendar)
    if name and not hours.hours:
        return _("{name} (closed today)").format(name=name)
    return name or ("" if hours.hours else _("closed today"))


def _called(name: str, day: date, calendar: Calendar) -> str:
    """A holiday's name in the display's language, or that it is one before its own name."""
    if not name or not calendar.place:
        return name
    told = name_in(current_language(), calendar.place, day, name)
    return told or _("public holiday {name}").format(name=name)


# The figures


def _figures(view: View) -> Page:
    tiles = tuple(_tile(one) for one in figures_of(view))
    return Page("figures", _(TITLES["figures"]), tiles=tiles, notes=tuple(_headline(view)))


def _tile(figure: Figure) -> Tile:
    return Tile(
        label=_(wall.LABELS[figure.key]),
        value=value(figure.key, figure.value),
        role=ROLES[figure.state],
        word=_(wall.WORDS[figure.state]),
        below=_target(figure),
    )


def _target(figure: Figure) -> str:
    """The most that is normal, or how many are aimed at."""
    told = value(figure.key, figure.target)
    if figure.key == "done_today":
        some = _("target {target} or more").format(target=told)
        return some if figure.target else _("no target today")
    if not figure.target:
        return _("target {target}").format(target=told)
    return _("target up to {target}").format(target=told)


def value(key: str, amount: int) -> str:
    """A figure as it is written: a count, or hours and minutes."""
    return business_time(timedelta(minutes=amount)) if key == "longest_wait" else str(amount)


def _headline(view: View) -> Iterator[str]:
    standing = view.aside.headline
    if standing is not None:
        from csboard.domain import goal_words

        told = goal_words.headline(standing)
        told = _("{headline}: {pace}").format(headline=told, pace=goal_words.pace(standing))
        yield f"{told}  {age}" if (age := _age(view)) else told
    yield from view.aside.lacks


def _age(view: View) -> str:
    """From when the aside is, once that is no longer now; empty while it is."""
    at = view.aside.at
    if at is None or not is_aside_old(at, view.now):
        return ""
    when = format_time(at, view.wall.zone, now=view.now)
    return _("This is from {time}: it couldn't be worked out again since.").format(time=when)


# The board


def _board(view: View) -> Page:
    lanes = tuple(_lane(stage, view) for stage in view.wall.snapshot.stages)
    return Page("board", _(TITLES["board"]), lanes=lanes)


def _lane(stage: Stage, view: View) -> Lane:
    name, snapshot = stage.name(current_language()), view.wall.snapshot
    if stage.kind == "done":
        done = next(one for one in figures_of(view) if one.key == "done_today")
        return Lane(Tile(name, str(done.value), below=_("today")), ())
    cards = [one for one in snapshot.cards if one.stage == stage.key and one.closed_at is None]
    role, below = "", ""
    if stage.limit is not None:
        role = ROLES[State.CAUTION if len(cards) > stage.limit else State.NORMAL]
        below = _("limit {limit}").format(limit=stage.limit)
    ordered = most_in_need(cards, view.wall.calendar, snapshot.heat, view.now)
    rows = tuple(_on_board(one, view) for one in ordered[:MOST_ROWS])
    tile = Tile(name, str(len(cards)), role, below=below)
    return Lane(tile, rows, more=len(cards) - len(rows))


def _on_board(card: Card, view: View) -> Row:
    """Number, who has it, how it stands with its promise, and whether it rests."""
    found = wall.promise_of(card, view.wall.calendar, view.now)
    if wall.is_overdue(found):
        role, told = "overdue", _("overdue")
    elif wall.waits(card, view.now):
        role, told = "waiting", _("on hold")
    elif wall.is_due_today(found, view.now, view.wall.zone):
        assert found is not None
        role, told = "due-soon", _("{time} left").format(time=business_time(found.left))
    else:
        role, told = "" if card.owner else "unowned", ""
    rests = _("on hold") if role == "overdue" and wall.waits(card, view.now) else ""
    owner = card.owner_name or _("unassigned")
    brief = "" if card.owner_name else NOBODY
    return Row((f"#{card.ref}", owner, told, rests, *_named(card)), role, brief)


def _named(card: Card) -> tuple[str, ...]:
    """Whose and about what, where that was read."""
    told = " ".join(filter(None, (card.customer_name, card.title)))
    return (told,) if told else ()


# Tables

_OLDEST = (Kind.WHOLE, Kind.WHOLE, Kind.SPARE, Kind.WHOLE, Kind.WORDS)
_PEOPLE = (Kind.NAME, Kind.WHOLE, Kind.LIST)
_AWAY = (Kind.NAME, Kind.WHOLE, Kind.WORDS)
_OF_CASE = (Kind.WHOLE, Kind.WORDS)


def _oldest(view: View) -> Page:
    free = wall.takeable(view.wall, view.now)
    rows = tuple(_without_owner(one, view) for one in free[:OLDEST])
    notes = () if free else (_("Everything has somebody who sees to it."),)
    more, kinds = len(free) - len(rows), _OLDEST
    return Page("oldest", _(TITLES["oldest"]), rows=rows, notes=notes, more=more, kinds=kinds)


def _without_owner(card: Card, view: View) -> Row:
    limits = view.targets.get("longest_wait", wall.A_WAIT)
    waited = wall.wait_of(card, view.wall.calendar, view.now)
    minutes = waited.total_seconds() // 60
    state = State.NORMAL if minutes <= limits[0] else State.CAUTION
    state = State.URGENT if minutes > limits[-1] else state
    state = State.NORMAL if wall.is_closed(view.wall, view.now) else state
    urgency = words.urgency(card.urgency) if card.urgency is not Urgency.NORMAL else ""
    since = format_time(card.free_since or card.opened_at, view.wall.zone, now=view.now)
    told = _("for {time}").format(time=business_time(waited))
    return Row(
        (f"#{card.ref}", told, _("since {time}").format(time=since), urgency, *_named(card)),
        ROLES[state] if state is not State.NORMAL else "",
    )


def _people(view: View) -> Page:
    people = list(wall.on_what(view.wall, view.now))
    notes = () if any(not one.away for one in people) else (_("Nobody is here."),)
    rows = tuple(map(_on_what, people))
    return _shortened(Page("people", _(TITLES["people"]), rows=rows, notes=notes, kinds=_PEOPLE))


def _on_what(one: OnWhat) -> Row:
    """How many they have, and which; that they are away stands before it."""
    items = [_("away")] if one.away else []
    items += [f"#{card.ref}" for card in one.in_hand]
    if one.on_hold:
        items.append(_("{n} on hold").format(n=one.on_hold))
    told = "  ".join(items) or _("free")
    count = str(len(one.in_hand) + one.on_hold)
    return Row((one.member.name or one.member.login, count, told), "waiting" if one.away else "")


def _shortened(whole: Page) -> Page:
    """Without the rows that no screen shows; how many they are is told."""
    rows = whole.rows[:MOST_ROWS]
    return whole._replace(rows=rows, more=len(whole.rows) - len(rows))


def _away(view: View) -> Page:
    away = wall.away_today(view.wall, view.now)
    notes = () if away else (_("Everybody is here today."),)
    rows = tuple(_one_away(one, view) for one in away)
    return _shortened(Page("away", _(TITLES["away"]), rows=rows, notes=notes, kinds=_AWAY))


def _one_away(absence: Absence, view: View) -> Row:
    members, today = view.wall.snapshot.members, _today(view)
    parts = wall.stand_ins_of(absence, view.wall, view.now)
    told = stand_ins_in_words(absence, parts, members, today)
    return Row((name_of(absence.login, members), _until(absence, view), told))


def _until(absence: Absence, view: View) -> str:
    today = _today(view)
    begins = absence.first == today and absence.from_noon
    if absence.last == today:
        if begins:
            return _("from noon on")
        return _("until noon") if absence.until_noon else _("today")
    until = until_in_words(absence, today)
    return _("from noon on, {until}").format(until=until) if begins else until


def _today(view: View) -> date:
    return wall.day_of(view.now, view.wall.zone)


# The case of the week

_REASONS = {
    PickReason.REUSED: N_("It has helped often."),
    PickReason.NEW: N_("It is new."),
    PickReason.UNCONFIRMED: N_("Does it still hold? Say so, whoever uses it."),
    PickReason.HOLDS: N_("It holds."),
}


def _success(view: View) -> Page:
    case = view.aside.case
    title = _(TITLES["success"])
    if case is None and view.aside.at is None:
        return Page("success", title, notes=(_("It isn't known yet: it is being worked out."),))
    if case is None:
        told = _("There is no case on the sheet yet.")
        return Page("success", title, notes=(told,), warning=_age(view))
    rows = tuple(_of_case(case))
    read = _("Read it: csboard case show {id}").format(id=case.id)
    notes = (_(_REASONS[case.reason]), read)
    return Page("success", title, rows=rows, notes=notes, warning=_age(view), kinds=_OF_CASE)


def _of_case(case: Case) -> Iterator[Row]:
    if case.title:
        yield Row((_("Case"), case.title), "finished")
    about = _joined((*case.tags.content, *case.tags.symptom))
    if about:
        yield Row((_("About"), about), "" if case.title else "finished")
    yield Row((_("Case by"), case.author))
    used = ngettext("{n} time", "{n} times", case.used).format(n=case.used)
    yield Row((_("Used"), used))


def _joined(some: Iterable[str]) -> str:
    return _(", ").join(some)


_MAKING: dict[str, Callable[[View], Page]] = {
    "board": _board,
    "figures": _figures,
    "oldest": _oldest,
    "people": _people,
    "away": _away,
    "success": _success,
}

_EMPTY: dict[str, Callable[[View], bool]] = {
    "oldest": lambda view: not wall.takeable(view.wall, view.now),
    "away": lambda view: not wall.away_today(view.wall, view.now),
    "success": lambda view: view.aside.case is None,
}
"""Pages that turn up only while there is something on them."""
