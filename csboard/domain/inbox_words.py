"""What reaches an inbox, in a sentence each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from csboard.domain.clock_words import name_of_clock
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Member
from csboard.domain.replies import InboxItem
from csboard.i18n import _


def in_a_sentence_of(item: InboxItem, members: Mapping[str, Member], me: str = "") -> str:
    """What happened, without its time: "Sato names you on #1042".

    `me` is who reads it: what is about themselves is told to them as such.
    """
    is_own = bool(me) and item.about == me and item.kind in _OF_ONESELF
    sentence = _of_oneself if is_own else _SENTENCES.get(item.kind)
    if sentence is None:
        return item.kind
    who = in_a_sentence(item.about or item.actor, members)
    clock = name_of_clock(item.clock) if item.clock else ""
    number = item.happened_to or item.number
    return sentence(item).format(who=who, number=number, into=item.number, n=item.more, clock=clock)


def unread_first(items: Sequence[InboxItem]) -> list[InboxItem]:
    """Those not seen to before the others, of both the newest first."""
    return sorted(items, key=lambda item: (item.read_at is not None, -item.id))


def _commented(item: InboxItem) -> str:
    if item.draft_id is None:
        return _("{who} commented on your sent reply to #{number}")
    return _("{who} commented on your reply to #{number}")


_SENTENCES: dict[str, Callable[[InboxItem], str]] = {
    "mention": lambda item: _("{who} names you on #{number}"),
    "to_review": lambda item: _("{who} took #{number} and will ask you to review the reply"),
    "review_asked": lambda item: _("{who} asks you for a review of the reply to #{number}"),
    "commented": _commented,
    "answered": lambda item: _("{who} answered your comment on #{number}"),
    "approve": lambda item: _("{who} approved the reply to #{number}"),
    "change": lambda item: _("{who} asks for a change of the reply to #{number}"),
    "comment": lambda item: _("{who} reviewed the reply to #{number}"),
    "bounced": lambda item: _("The reply to #{number} came back: it reached nobody"),
    "failed": lambda item: _("The reply to #{number} could not be sent"),
    "unknown": lambda item: _("Nobody knows whether the reply to #{number} went out: say so"),
    "hand_off": lambda item: _("{who} offers to hand #{number} off to you"),
    "hand_off_to_all": lambda item: _("{who} offers to hand #{number} off to whoever takes it"),
    "handed_over": lambda item: _("{who} took #{number}, which you had offered"),
    "taken_back": lambda item: _("{who} took #{number} back"),
    "offer_closed": lambda item: _("{who} closed #{number}, which was offered to you"),
    "offer_taken_over": lambda item: _("{who} took #{number} over, which was offered to you"),
    "offer_released": lambda item: _("{who} gave #{number} back, which was offered to you"),
    "offer_merged": lambda item: _(
        "{who} merged #{number}, which was offered to you, into #{into}"
    ),
    "own_offer_merged": lambda item: _("{who} merged #{number}, which you offered, into #{into}"),
    "offer_passed": lambda item: _(
        "The customer wrote and #{number}, which was offered to you, went on"
    ),
    "offer_over": lambda item: _("#{number}, which was offered to you, went on otherwise"),
    "offer_withdrawn": lambda item: _("{who} withdrew the offer of #{number} to you"),
    "taken_over": lambda item: _("{who} took #{number} over from you"),
    "stood_in": lambda item: _("{who} is away and the customer wrote: #{number} is yours now"),
    "stand_in_away": lambda item: _("{who}, who was to stand in for you, is away then, too"),
    "others_stand_in_away": lambda item: _(
        "{who}, who was to stand in for whoever has #{number}, is away then, too"
    ),
    "absence_changed": lambda item: _("{who} changed an absence of yours"),
    "absence_ended": lambda item: _("{who} ended an absence of yours: you count as back"),
    "absence_withdrawn": lambda item: _("{who} withdrew an absence of yours"),
    "thanked": lambda item: _("{who} thanks you for the reply to #{number}"),
}

OF_ALARMS: dict[str, tuple[Callable[[], str], Callable[[], str]]] = {
    "alarm_broken": (
        lambda: _("The promise to the customer of #{number} is broken"),
        lambda: _("The promises of #{number} and {n} more are broken"),
    ),
    "alarm_soon": (
        lambda: _("The promise to the customer of #{number} is about to break"),
        lambda: _("The promises of #{number} and {n} more are about to break"),
    ),
    "alarm_overslept": (
        lambda: _("#{number} waits past its date: go on with it"),
        lambda: _("#{number} and {n} more wait past their dates"),
    ),
    "alarm_untaken": (
        lambda: _("Nobody has taken #{number}, whose owner leaves soon"),
        lambda: _("Nobody has taken #{number} and {n} more, whose owners leave soon"),
    ),
    "alarm_unowned": (
        lambda: _("Nobody has taken #{number} for too long"),
        lambda: _("Nobody has taken #{number} and {n} more for too long"),
    ),
    "alarm_stuck": (
        lambda: _("Nothing has happened in #{number} for too long"),
        lambda: _("Nothing has happened in #{number} and {n} more for too long"),
    ),
    "alarm_laden": (
        lambda: _("{who} has too much in hand"),
        lambda: _("{who} has too much in hand: {n} open"),
    ),
}
"""By kind what is said of one alarm, and of one with so many more."""


_OF_ONESELF: dict[str, tuple[Callable[[], str], Callable[[], str]]] = {
    "alarm_untaken": (
        lambda: _("You leave soon, and nobody has taken #{number}, which you offered"),
        lambda: _("You leave soon, and nobody has taken #{number} and {n} more that you offered"),
    ),
}
"""The same where it is about whoever reads it."""


def _of_oneself(item: InboxItem) -> str:
    one, many = _OF_ONESELF[item.kind]
    return many() if item.more else one()


_OF_CLOCKS: dict[str, Callable[[], str]] = {
    "alarm_broken": lambda: _("The promise to the customer of #{number} is broken ({clock})"),
    "alarm_soon": lambda: _("The promise to the customer of #{number} is about to break ({clock})"),
}
"""What is said where it is known which clock it is about: an inquiry has several."""


def _of_alarm(kind: str) -> Callable[[InboxItem], str]:
    one, many = OF_ALARMS[kind]
    of_clock = _OF_CLOCKS.get(kind, one)
    return lambda item: many() if item.more else of_clock() if item.clock else one()


_SENTENCES |= {kind: _of_alarm(kind) for kind in OF_ALARMS}

ALARMS = frozenset({"bounced", "failed", "unknown", *OF_ALARMS})
"""Kinds of what went wrong."""
