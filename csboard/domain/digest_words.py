"""What happened while somebody was away, in words: each task in two lines, or with everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from csboard.domain.absence_words import days_in_words
from csboard.domain.business_time_words import business_time, time_left
from csboard.domain.clock_words import name_of_clock
from csboard.domain.digest import Digest, Found, Item, Left, Said
from csboard.domain.history import describe
from csboard.domain.own_words import own_words
from csboard.domain.pages import Page, Section
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Direction
from csboard.domain.words import outcome, waiting
from csboard.i18n import _, current_language, format_time, in_zone, ngettext
from csboard.text import clean

MOST_SAID = 5
"""Messages of each side that are told, the latest."""
LONGEST_SAID = 400
"""Signs of each."""


def how_it_left(item: Item, found: Found) -> str:
    """What became of it when they left."""
    name = in_a_sentence(item.to, found.members) if item.to else ""
    return _LEFT[item.left, item.to is not None]().format(name=name)


_LEFT: dict[tuple[Left, bool], Callable[[], str]] = {
    (Left.HANDED, True): lambda: _("handed off to {name}"),
    (Left.BY_MAIL, True): lambda: _("went to {name} when the customer wrote"),
    (Left.BY_MAIL, False): lambda: _("free for anybody since the customer wrote"),
    (Left.REOPENED, True): lambda: _("went to {name} when it was opened again"),
    (Left.REOPENED, False): lambda: _("free for anybody since it was opened again"),
    (Left.TAKEN, True): lambda: _("taken over by {name}"),
    (Left.TAKEN, False): lambda: _("given back to nobody"),
    (Left.MERGED, True): lambda: _("merged; {name} answers it"),
    (Left.MERGED, False): lambda: _("merged; nobody had the other"),
    (Left.KEPT, False): lambda: _("stayed yours"),
}


def stands(item: Item, found: Found) -> str:
    """Where it stands now: in which stage, with whom, until when it rests, what is due."""
    return "  ".join(_standing(item, found))


def _standing(item: Item, found: Found) -> Iterator[str]:
    task = item.task
    if task.into is not None:
        yield _("goes on in #{number}").format(number=task.into)
        return
    names = {stage.key: stage.name(current_language()) for stage in found.stages}
    yield names.get(task.stage, task.stage)
    if task.closed_at is not None:
        yield _("done {moment}").format(moment=moment(task.closed_at, found))
        if task.outcome is not None:
            yield outcome(task.outcome)
        return
    yield _whose(item, found)
    if task.waiting is not None and not task.waiting.is_over(found.now):
        until = moment(task.waiting.until, found) if task.waiting.until else ""
        yield waiting(task.waiting, until)
    if promise := _promise(item):
        yield promise


def _whose(item: Item, found: Found) -> str:
    owner = item.task.owner
    if owner is None:
        return _("nobody's")
    if owner == found.absence.login:
        return _("yours")
    return in_a_sentence(owner, found.members)


def _promise(item: Item) -> str:
    promise = item.task.promise
    if promise is None:
        return ""
    clock = name_of_clock(promise.which)
    if promise.is_over:
        return _("{clock}: overdue {time}").format(clock=clock, time=business_time(promise.left))
    return _("{clock}: {time} left").format(clock=clock, time=time_left(promise.left))


def amounts(item: Item) -> str:
    """How much happened."""
    parts = (
        ngettext("{n} word of the customer", "{n} words of the customer", len(item.heard)),
        ngettext("{n} reply", "{n} replies", len(item.answered)),
        ngettext("{n} event", "{n} events", len(item.events)),
    )
    many = (len(item.heard), len(item.answered), len(item.events))
    told = [words.format(n=n) for words, n in zip(parts, many, strict=True) if n]
    return _(", ").join(told) or _("nothing happened")


def moment(at: datetime, found: Found) -> str:
    return format_time(at, found.zone, now=found.now)


def sections(item: Item, found: Found) -> tuple[Section, ...]:
    """Everything there is to know of it, what matters first."""
    parts = (
        (_("Now"), (stands(item, found), how_it_left(item, found))),
        (_("What the customer said"), tuple(_words(item.heard, found))),
        (_("What was promised"), tuple(_promises(item, found))),
        (_("What was answered"), tuple(_words(item.answered, found))),
        (_("What happened"), tuple(_events(item, found))),
    )
    return tuple(Section(title, lines=lines) for title, lines in parts if lines)


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
    """What is due, until when it rests, and what stood on the sheet."""
    if promise := _promise(item):
        due = item.task.promise and item.task.promise.due_at
        when = _("due {moment}").format(moment=moment(due, found)) if due else ""
        yield "  ".join(filter(None, (promise, when)))
    if item.task.waiting is not None and item.task.closed_at is None:
        until = item.task.waiting.until
        yield clean(waiting(item.task.waiting, moment(until, found) if until else ""))
    if item.task.hand_off is not None:
        for words in (item.task.hand_off.sheet.promises, item.task.hand_off.read_back):
            if said := " ".join(clean(words, multiline=True).split()):
                yield said


def _events(item: Item, found: Found) -> Iterator[str]:
    for event in item.events:
        told = describe(event, found.members, found.stages, found.vocabulary)
        yield _("{moment} {told}").format(moment=moment(event.at, found), told=clean(told))


def title(found: Found) -> str:
    """What it is about: the days."""
    today = in_zone(found.now, found.zone).date()
    return _("While you were away: {days}").format(days=days_in_words(found.absence, today))


def page(digest: Digest) -> Page:
    """All of it, to be printed or pasted."""
    found = digest.found
    parts = tuple(
        Section(
            f"#{item.task.ref} {clean(item.task.title)}",
            lines=tuple(_item_lines(item, found)),
        )
        for item in digest.items
    )
    about = ngettext("{n} task of yours", "{n} tasks of yours", len(digest.items))
    return Page(title(found), about.format(n=len(digest.items)), parts)


def _item_lines(item: Item, found: Found) -> Iterator[str]:
    for section in sections(item, found):
        for line in section.lines:
            yield _("{title}: {line}").format(title=section.title, line=line)
