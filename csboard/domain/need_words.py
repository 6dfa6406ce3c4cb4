"""Why a card stands where it stands, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from csboard.domain import need
from csboard.domain.business_time_words import business_time, time_left
from csboard.domain.clock_words import Teller
from csboard.domain.need import Case, Heat, Part, need_of, parts_of
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Member, Urgency
from csboard.domain.words import urgency as urgency_in_words
from csboard.i18n import _


def explained(
    case: Case, heat: Heat, teller: Teller, members: Mapping[str, Member]
) -> tuple[str, ...]:
    """A line for each thing, and the sum; `+` puts it later, `-` nearer to the top."""
    return tuple(_lines(case, heat, teller, members))


def _lines(case: Case, heat: Heat, teller: Teller, members: Mapping[str, Member]) -> Iterator[str]:
    if case.pin is not None:
        yield _("Pinned before the others by {name}, {at}").format(
            name=in_a_sentence(case.pin.login, members), at=teller.moment(case.pin.at)
        )
    elif case.waits:
        yield _("Waits: it stands behind all that can be worked on")
    for part in parts_of(case, heat):
        yield _("{weight}  {what}").format(
            weight=_signed(part.weight), what=_WORDS[part.kind](part)
        )
    yield _("{weight}  together; the smallest comes first").format(
        weight=_signed(need_of(case, heat).total)
    )


def _signed(weight: timedelta) -> str:
    """To the full minute, so that time left is what the card says of it."""
    return f"-{business_time(weight)}" if weight < timedelta() else f"+{time_left(weight)}"


def _promise(part: Part) -> str:
    if part.weight == need.MOST_LATE:
        return _("since the promise was due (no more than {most} count)").format(
            most=business_time(need.MOST_LATE)
        )
    if part.weight == need.MOST_LEFT:
        return _("until the promise is due (no more than {most} count)").format(
            most=business_time(need.MOST_LEFT)
        )
    if part.weight < timedelta():
        return _("since the promise was due")
    return _("until the promise is due")


def _unowned(part: Part) -> str:
    if part.weight == -need.MOST_UNOWNED:
        return _("nobody has had it for that long or longer (no more than {most} count)").format(
            most=business_time(need.MOST_UNOWNED)
        )
    return _("nobody has had it for that long")


_WORDS: dict[str, Callable[[Part], str]] = {
    need.PROMISE: _promise,
    need.NO_PROMISE: lambda part: _("nothing is promised for it"),
    need.URGENCY: lambda part: _("urgency: {urgency}").format(
        urgency=urgency_in_words(Urgency(part.about))
    ),
    need.HEAT: lambda part: _("emotion: {tag}").format(tag=part.about),
    need.UNOWNED: _unowned,
}
