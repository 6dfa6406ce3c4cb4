"""A stand-up in words: each card in a line or two, and the whole as a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from csboard.domain.absence_list import Away
from csboard.domain.absence_telling import stand_ins_in_words
from csboard.domain.absence_words import days_in_words
from csboard.domain.absences import span_of
from csboard.domain.alarm_records import ShownAlarm
from csboard.domain.alarm_settings import STUCK
from csboard.domain.alarm_words import how_it_stands, name_of_kind
from csboard.domain.alarms import OF_PROMISES
from csboard.domain.business_time import working_between
from csboard.domain.business_time_words import business_time
from csboard.domain.headlines import OWNER, telling, tells
from csboard.domain.history import describe
from csboard.domain.pages import Page, Section
from csboard.domain.people import in_a_sentence
from csboard.domain.stand_up import Entry, Found, Note, Turn, Walk, stand_ins_of
from csboard.i18n import _, current_language, format_time, in_zone, ngettext
from csboard.text import clean

LONGEST_NOTE = 200
"""Signs of a note in the summary."""


def name_of_turn(turn: Turn, found: Found) -> str:
    """What the column, or the person, is called."""
    if turn.is_persons:
        return in_a_sentence(turn.key, found.members) if turn.key else _("Nobody's")
    return next(one.name(current_language()) for one in found.stages if one.key == turn.key)


def counts(turn: Turn) -> str:
    """How many cards moved, are stuck, need somebody."""
    parts = (
        (turn.moved, _("moved {n}")),
        (turn.stuck, _("stuck {n}")),
        (turn.needing, _("need somebody {n}")),
    )
    told = [words.format(n=count) for count, words in parts if count]
    return _(", ").join(told) or _("nothing to say")


def since(found: Found) -> str:
    return _("since {moment}").format(moment=_moment(found)(found.since))


def going_on(found: Found) -> str:
    """For how long it has gone on, and who began it; of one that has ended how long it took."""
    one = found.stand_up
    if one is None:
        return ""
    passed = (one.ended_at or found.now) - one.began_at
    told = _("took {n} min, begun by {name}") if one.ended_at else _("{n} min, begun by {name}")
    if one.ended_by not in (None, one.login):
        told = _("took {n} min, begun by {name}, ended by {other}")
    return told.format(
        n=max(0, int(passed.total_seconds() // 60)),
        name=in_a_sentence(one.login, found.members),
        other=in_a_sentence(one.ended_by or "", found.members),
    )


def needs(entry: Entry, found: Found) -> tuple[str, ...]:
    """What is stuck, and what wants whom."""
    told = [_alarm(one, entry, found) for one in entry.alarms]
    reviews, offers = _("Review wanted of {name}"), _("Offered to {name}")
    told += [_asked(login, found, reviews, _("anybody")) for login in entry.reviews]
    told += [_asked(login, found, offers, _("whoever takes it")) for login in entry.offers]
    return tuple(told)


def _alarm(shown: ShownAlarm, entry: Entry, found: Found) -> str:
    stands = how_it_stands(shown, _moment(found))
    if shown.alarm.kind in OF_PROMISES:  # it says itself whether it is over
        return _("{told} (on hold)").format(told=stands) if entry.waits else stands
    if shown.alarm.kind != STUCK:
        return f"{name_of_kind(shown.alarm.kind)} {stands}"
    still = working_between(found.calendar, shown.alarm.since, found.now)
    return _("stuck {since} ({time})").format(since=stands, time=business_time(still))


def _asked(login: str | None, found: Found, words: str, if_nobody: str) -> str:
    name = in_a_sentence(login, found.members) if login else if_nobody
    return words.format(name=name)


def moved(entry: Entry, found: Found) -> str:
    """What happened last that says most, when, and how much more; empty when nothing did.

    Where all there is to tell in a turn has gone on since, with whose it is now.
    """
    if not entry.events:
        return ""
    chosen = telling(entry.events, found.overtaken)
    told = describe(chosen, found.members, found.stages, found.vocabulary, found.calendar.zone)
    told = _("{told}, {moment}").format(told=told, moment=_moment(found)(chosen.at))
    if chosen.id in found.overtaken and OWNER in tells(chosen):
        told += _whose_now(entry, found)
    more = len(entry.events) - 1
    if not more:
        return told
    return told + ngettext(" (and {n} more)", " (and {n} more)", more).format(n=more)


def _whose_now(entry: Entry, found: Found) -> str:
    if entry.owner is None:
        return _(" (nobody's now)")
    return _(" (now {name}'s)").format(name=in_a_sentence(entry.owner, found.members))


def happened(entry: Entry, found: Found, *, more: bool = False) -> Iterator[str]:
    """All that happened, the newest first; with `more` only what `moved` doesn't tell."""
    told_already = telling(entry.events, found.overtaken) if more and entry.events else None
    for event in sorted(entry.events, key=lambda one: (one.at, one.id), reverse=True):
        if event is told_already:
            continue
        told = describe(event, found.members, found.stages, found.vocabulary, found.calendar.zone)
        yield _("{moment} {told}").format(moment=_moment(found)(event.at), told=told)


def noted(entry: Entry, found: Found) -> Iterator[str]:
    """What was noted on the card while the stand-up went on, the newest first."""
    for note in reversed(found.notes):
        if note.number == entry.ref.number:
            yield _("Note by {name}, {moment}: {words}").format(
                name=in_a_sentence(note.login, found.members),
                moment=_moment(found)(note.at),
                words=_in_a_line(note),
            )


def _moment(found: Found) -> Callable[[datetime], str]:
    return lambda at: format_time(at, found.calendar.zone, now=found.now)


def away(one: Away, found: Found) -> str:
    """When somebody is away, and who stands in, the chain followed."""
    name = in_a_sentence(one.absence.login, found.members)
    today = in_zone(found.now, found.calendar.zone).date()
    days = days_in_words(one.absence, today)
    parts = stand_ins_of(one.absence, found)
    if len(parts) > 1:
        who = stand_ins_in_words(one.absence, parts, found.members, today)
        return _("{name} {days} ({stand_ins})").format(name=name, days=days, stand_ins=who)
    if one.acting is None:
        return _("{name} {days}").format(name=name, days=days)
    return _("{name} {days} ({stand_in} stands in)").format(
        name=name, days=days, stand_in=in_a_sentence(one.acting, found.members)
    )


def away_in_turn(one: Away, found: Found) -> str:
    """The same in the turn of whoever is away, or soon will be."""
    begins = span_of(one.absence, ZoneInfo(found.calendar.zone)).start
    told = _("Away: {when}") if begins <= found.now else _("Soon away: {when}")
    return told.format(when=clean(away(one, found)))


def page(walked: Walk, *, people: bool, plain: bool = False) -> Page:
    """All of it, to be printed, pasted or mailed; with `plain` without any word of a customer."""
    found = walked.found
    turns = walked.people if people else walked.stages
    sections = [
        Section(
            f"{clean(name_of_turn(turn, found))}: {counts(turn)}",
            lines=tuple(_of_turn(turn, found, plain=plain)),
        )
        for turn in turns
        if turn.entries or turn.away or not people
    ]
    listed = walked.but_in(turns)  # what a turn told of somebody isn't told once more
    if listed.away:
        sections.append(_absences(_("Away now"), listed.away, found))
    if listed.soon:
        sections.append(_absences(_("Away within a week"), listed.soon, found))
    if found.notes and not plain:
        sections.append(Section(_("Noted"), lines=tuple(_noted(one, found) for one in found.notes)))
    if found.more:
        told = _("More has happened than is told here: see csboard activity.")
        sections.append(Section(_("Left out"), lines=(told,)))
    about = _(", ").join(filter(None, (since(found), going_on(found))))
    return Page(_title(found), about, tuple(sections))


def _title(found: Found) -> str:
    return _("Stand-up {moment}").format(moment=_moment(found)(found.now))


def _of_turn(turn: Turn, found: Found, *, plain: bool) -> Iterator[str]:
    if turn.away is not None:
        yield away_in_turn(turn.away, found)
    for entry in turn.entries:
        called = f"#{entry.ref}" if plain else f"#{entry.ref} {clean(entry.title)}"
        told = [*needs(entry, found), moved(entry, found)]
        yield _("{card}: {told}").format(card=called, told=_("; ").join(filter(None, told)))


def _absences(title: str, some: Iterable[Away], found: Found) -> Section:
    return Section(title, lines=tuple(clean(away(one, found)) for one in some))


def _noted(note: Note, found: Found) -> str:
    words = _in_a_line(note)[:LONGEST_NOTE]
    return _("#{number} {name}: {words}").format(
        number=note.number, name=in_a_sentence(note.login, found.members), words=words
    )


def _in_a_line(note: Note) -> str:
    return " ".join(clean(note.text, multiline=True).split())
