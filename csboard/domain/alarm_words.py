"""Alarms in words: what each is called, how it stands, and what is to be done about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from csboard.domain.alarm_records import ShownAlarm
from csboard.domain.alarm_settings import (
    BOUNCED,
    BROKEN,
    LADEN,
    OVERSLEPT,
    SOON,
    STUCK,
    UNOWNED,
    UNTAKEN,
)
from csboard.domain.business_time_words import time_left, time_over_so_far
from csboard.domain.clock_words import name_of_clock
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Member
from csboard.i18n import N_, _

_NAMES = {
    BROKEN: N_("Promise broken"),
    SOON: N_("Promise about to break"),
    OVERSLEPT: N_("Past its date"),
    BOUNCED: N_("Reply came back"),
    UNTAKEN: N_("Hand-off not taken"),
    UNOWNED: N_("Nobody has it"),
    STUCK: N_("Nothing happens"),
    LADEN: N_("Too much in hand"),
}
_REMEDIES = {
    BROKEN: N_("Answer now, if only to say until when."),
    SOON: N_("Answer in time, if only to say until when."),
    OVERSLEPT: N_("Go on with it, or put it on hold until another date."),
    BOUNCED: N_("Mend the address and send again, or reach the customer another way."),
    UNTAKEN: N_("See that somebody takes it before its owner leaves, or offer it to another."),
    UNOWNED: N_("Take it."),
    STUCK: N_("Go on with it, put it on hold, or hand it over."),
    LADEN: N_("Give some back or hand some over."),
}

Moment = Callable[[datetime], str]
"""How a moment is told."""


def name_of_kind(kind: str) -> str:
    """What an alarm of that kind is called."""
    return _(_NAMES[kind])


def remedy(kind: str) -> str:
    """What is to be done about one."""
    return _(_REMEDIES[kind])


def how_it_stands(shown: ShownAlarm, moment: Moment) -> str:
    """In a few words: `first reply overdue 0:20`, `since 11/24 09:05`, `12 open`."""
    return _STANDING[shown.alarm.kind](shown, moment)


def in_whose_hands(shown: ShownAlarm, members: Mapping[str, Member]) -> str:
    login = shown.alarm.login
    return in_a_sentence(login, members) if login else _("nobody's")


def _promise(shown: ShownAlarm, moment: Moment) -> str:
    clock, left = name_of_clock(shown.alarm.clock), shown.left or timedelta()
    if shown.alarm.kind == BROKEN:
        return _("{clock}: overdue {time}").format(clock=clock, time=time_over_so_far(left))
    return _("{clock}: {time} left").format(clock=clock, time=time_left(left))


def _since(shown: ShownAlarm, moment: Moment) -> str:
    return _("since {moment}").format(moment=moment(shown.alarm.since))


def _held(shown: ShownAlarm, moment: Moment) -> str:
    return _("{n} open").format(n=shown.alarm.held)


_STANDING: dict[str, Callable[[ShownAlarm, Moment], str]] = {
    **dict.fromkeys((BROKEN, SOON), _promise),
    **dict.fromkeys((OVERSLEPT, BOUNCED, UNTAKEN, UNOWNED, STUCK), _since),
    LADEN: _held,
}
