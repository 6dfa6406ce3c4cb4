"""What happened while somebody was away, in words: each task in two lines, or with everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from csboard.domain.absence_history import ABSENT
from csboard.domain.absence_words import days_in_words
from csboard.domain.business_time_words import time_left, time_over_so_far
from csboard.domain.clock_words import name_of_clock
from csboard.domain.digest import Digest, Found, Item, Left, Said, takings
from csboard.domain.hand_off_records import KEPT, RETURNED
from csboard.domain.history import describe
from csboard.domain.inverses import still_standing
from csboard.domain.own_words import own_words
from csboard.domain.pages import Page, Part, Section
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Direction, Event
from csboard.domain.words import outcome, waiting
from csboard.i18n import _, current_language, format_time, in_zone, ngettext, together
from csboard.text import clean

MOST_SAID = 5
"""Messages of each side that are told, the latest."""
LONGEST_SAID = 400
"""Signs of each."""


def how_it_left(item: Item, found: Found) -> str:
    """What became of it when they left, which need not hold any more."""
    name = in_a_sentence(item.to, found.members) if item.to else ""
    given = item.task.hand_off
    if item.left is Left.HANDED and given is not None and given.ending in _GIVEN:
        return _GIVEN[given.ending]().format(name=name)
    left = _LEFT[item.left, item.to is not None]().format(name=name)
    if item.left is Left.MERGED and item.to == found.absence.login:
        left = _("merged into another of yours")
    return together(left, _untaken(item, found))


def _untaken(item: Item, found: Found) -> str:
    """That their own sheet still stands, as nobody took it."""
    sheet = item.task.untaken
    if sheet is None:
        return ""
    if sheet.offered_at is None:
        return _("(your sheet, offered to nobody, stands)")
    if sheet.receiver is None:
        return _("(your offer to whoever takes it stands)")
    name = in_a_sentence(sheet.receiver, found.members)
    return _("(your offer to {name} stands)").format(name=name)


_LEFT: dict[tuple[Left, bool], Callable[[], str]] = {
    (Left.HANDED, True): lambda: _("handed off to {name}"),
    (Left.BY_MAIL, True): lambda: _("went to {name} when the customer wrote"),
    (Left.BY_MAIL, False): lambda: _("free for anybody once the customer wrote"),
    (Left.REOPENED, True): lambda: _("went to {name} when it was opened again"),
    (Left.REOPENED, False): lambda: _("free for anybody once it was opened again"),
    (Left.TAKEN, True): lambda: _("taken over by {name}"),
    (Left.TAKEN, False): lambda: _("given back to nobody"),
    (Left.MERGED, True): lambda: _("merged; {name} had the other then"),
    (Left.MERGED, False): lambda: _("merged; nobody had the other"),
    (Left.KEPT, False): lambda: _("stayed yours"),
}

_GIVEN: dict[str, Callable[[], str]] = {
    RETURNED: lambda: _("handed off to {name}, taken back"),
    KEPT: lambda: _("handed off to {name}, left with them"),
}
"""By how a hand-off ended by the word of whoever is back."""


def who_took_it(item: Item, found: Found) -> str:
    """The same; of a hand-off with the line in which they said what it is about."""
    given = item.task.hand_off
    line = " ".join(clean(given.read_back).split()) if given is not None else ""
    if item.left is not Left.HANDED or not line or given is None or given.taken_at is None:
        return how_it_left(item, found)
    return _("{name} took it {moment}: “{line}”").format(
        name=in_a_sentence(item.to or "", found.members),
        moment=moment(given.taken_at, found),
        line=line,
    )


def _whose_next(item: Item, found: Found) -> Iterator[str]:
    """Who had it after that, to the end of the absence; who took it over with the reason."""
    standing = still_standing((*item.events, *item.events_since))
    of_it = (one for one in standing if one.at <= found.until and one.task == item.task.ref)
    is_told = False
    """Whether the act is past by which it left them, which stands above."""
    for event in of_it:
        if event.kind == "taken_over" and event.actor is not None:
            yield _taken_over(event, found)
        elif (is_told or item.left is Left.KEPT) and _changes_hands(event):
            yield _in_words(event, found)
        is_told = is_told or item.task.ref in takings((event,), found.absence.login)


def _changes_hands(event: Event) -> bool:
    return (
        event.kind in ("claimed", "released", "handed_over", "taken_back") or ABSENT in event.detail
    )


def _taken_over(event: Event, found: Found) -> str:
    name, when = in_a_sentence(event.actor or "", found.members), moment(event.at, found)
    note = event.detail.get("message")
    said = found.reasons.get(note, "") if isinstance(note, int) else ""
    reason = " ".join(clean(said).split())
    told = _("{moment} {name} took it over: “{reason}”") if reason else ""
    told = told or _("{moment} {name} took it over")
    return told.format(moment=when, name=name, reason=reason)


def stands(item: Item, found: Found) -> str:
    """Where it stands now, in a line: how it ended; else its stage, who has it, what is due."""
    return _(", ").join(map(clean, _ended(item, found) or _standing(item, found)))


def _ended(item: Item, found: Found) -> tuple[str, ...]:
    """That there is nothing to be done for it here any more; empty when there is."""
    task = item.task
    if task.into is not None:
        return tuple(_goes_on(item, found))
    if task.junked_at is not None:
        return (_("junk since {moment}").format(moment=moment(task.junked_at, found)),)
    if task.closed_at is None:
        return ()
    done = _("done {moment}").format(moment=moment(task.closed_at, found))
    return (done, *((outcome(task.outcome),) if task.outcome is not None else ()))


def _goes_on(item: Item, found: Found) -> Iterator[str]:
    """In which inquiry, its own being merged, and who has that by now."""
    there = item.task.there
    yield _("goes on in #{number}").format(number=item.task.into)
    if there is None:
        return
    if there.closed_at is not None:
        yield _("done {moment}").format(moment=moment(there.closed_at, found))
    else:
        yield _whose(there.owner, found)


def _standing(item: Item, found: Found) -> Iterator[str]:
    names = {stage.key: stage.name(current_language()) for stage in found.stages}
    yield names.get(item.task.stage, item.task.stage)
    yield _whose(item.task.owner, found)
    if rests := _rests(item, found):
        yield rests
    if promise := _promise(item):
        yield promise


def _rests(item: Item, found: Found) -> str:
    """For whom it waits, and until when; empty when it doesn't, or not any more."""
    task = item.task
    if task.waiting is None or not task.is_open or task.waiting.is_over(found.now):
        return ""
    until = moment(task.waiting.until, found) if task.waiting.until else ""
    return clean(waiting(task.waiting, until))


def _whose(owner: str | None, found: Found) -> str:
    if owner is None:
        return _("nobody's")
    if owner == found.absence.login:
        return _("yours")
    return in_a_sentence(owner, found.members)


def _promise(item: Item) -> str:
    promise = item.task.promise
    if promise is None or not item.task.is_open:
        return ""
    clock = name_of_clock(promise.which)
    if promise.is_over:
        return _("{clock}: overdue {time}").format(clock=clock, time=time_over_so_far(promise.left))
    return _("{clock}: {time} left").format(clock=clock, time=time_left(promise.left))


def amounts(item: Item) -> str:
    """How much happened, and how much since."""
    parts = (
        ngettext("{n} message", "{n} messages", len(item.heard)),
        ngettext("{n} answer", "{n} answers", len(item.answered)),
        ngettext("{n} event", "{n} events", len(item.events)),
    )
    many = (len(item.heard), len(item.answered), len(item.events))
    told = [words.format(n=n) for words, n in zip(parts, many, strict=True) if n]
    if n := len(item.events_since):
        since = ngettext("{n} event since", "{n} events since", n).format(n=n)
        told = [*(told or [_("nothing happened")]), since]
    return _(", ").join(told) or _("nothing happened")


def moment(at: datetime, found: Found) -> str:
    return format_time(at, found.zone, now=found.now)


def sections(item: Item, found: Found) -> tuple[Part, ...]:
    """Everything there is to know of it, what matters first."""
    parts = (
        (_("Now"), (stands(item, found),)),
        (_("Whose it was meanwhile"), (who_took_it(item, found), *_whose_next(item, found))),
        (_("What the customer said"), tuple(_words(item.heard, found))),
        (_("What was promised"), tuple(_promises(item, found))),
        (_("What was answered"), tuple(_words(item.answered, found))),
        (_("What happened"), tuple(_events(item.events, found))),
        (_("Since then"), (*_words(item.said_since, found), *_events(item.events_since, found))),
    )
    return tuple(Part(title, lines) for title, lines in parts if lines)


def _words(said: tuple[Said, ...], found: Found) -> Iterator[str]:
    left_out = len(said) - MOST_SAID
    for one in said[-MOST_SAID:]:
        words = " ".join(clean(own_words(one.text), multiline=True).split())
        if len(words) > LONGEST_SAID:
            words = f"{words[:LONGEST_SAID]}…"
        is_ours = one.direction is Direction.OUT
        name = clean(in_a_sentence(one.name, found.members) if is_ours else one.name)
        when = moment(one.at, found)
        yield _("{moment} {name}: {words}").format(moment=when, name=name, words=words)
    if left_out > 0:
        told = ngettext("and {n} before", "and {n} before", left_out)
        yield told.format(n=left_out)


def _promises(item: Item, found: Found) -> Iterator[str]:
    """What is due, until when it rests, and what the sheet says was promised."""
    if promise := _promise(item):
        due = item.task.promise and item.task.promise.due_at
        when = _("due {moment}").format(moment=moment(due, found)) if due else ""
        yield "  ".join(filter(None, (promise, when)))
    if rests := _rests(item, found):
        yield rests
    given = item.task.hand_off
    if given is not None:
        above = _told_above(item, found)
        lines = (" ".join(clean(one).split()) for one in given.sheet.promises.splitlines())
        yield from (one for one in lines if one and one not in above)


def _told_above(item: Item, found: Found) -> tuple[str, ...]:
    """How a sheet says what is due: of the promise that stands above it already."""
    promise = item.task.promise
    if promise is None or promise.due_at is None or not item.task.is_open:
        return ()
    clock, when = name_of_clock(promise.which), moment(promise.due_at, found)
    told = (_("{clock} by {when}"), _("{clock} by {when} (overdue)"))
    return tuple(one.format(clock=clock, when=when) for one in told)


def _events(events: tuple[Event, ...], found: Found) -> Iterator[str]:
    yield from (_in_words(event, found) for event in events)


def _in_words(event: Event, found: Found) -> str:
    told = describe(event, found.members, found.stages, found.vocabulary, found.zone)
    return _("{moment} {told}").format(moment=moment(event.at, found), told=clean(told))


def title(found: Found) -> str:
    """What it is about: the days, and when on the last of them it was ended by hand."""
    today, ended_at = in_zone(found.now, found.zone).date(), found.absence.ended_at
    if ended_at is None:
        days = days_in_words(found.absence, today)
        return _("While you were away: {days}").format(days=days)
    ended = in_zone(ended_at, found.zone)
    days = days_in_words(found.absence._replace(last=ended.date(), until_noon=False), today)
    return _("While you were away: {days}, until {time}").format(days=days, time=f"{ended:%H:%M}")


def noted_as_read(found: Found) -> str:
    """What has become of it by being read, and of which absence that was."""
    today = in_zone(found.now, found.zone).date()
    return _("Noted that you have read it: absence {id} ({days}) is offered no more.").format(
        id=found.absence.id, days=days_in_words(found.absence, today)
    )


def page(digest: Digest) -> Page:
    """All of it, to be printed or pasted."""
    found = digest.found
    parts = tuple(
        Section(f"#{item.task.ref} {clean(item.task.title)}", parts=sections(item, found))
        for item in digest.items
    )
    about = ngettext("{n} task of yours", "{n} tasks of yours", len(digest.items))
    return Page(title(found), about.format(n=len(digest.items)), parts)
