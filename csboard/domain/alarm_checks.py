"""Whether what a team has decided of its alarms can be, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from csboard.domain.alarm_settings import (
    KINDS,
    MOST_ADDRESSES,
    MOST_IN_HAND,
    TIMES,
    WHOM,
    AlarmSettings,
    first_unknown,
)
from csboard.domain.alarms import Limits
from csboard.domain.mailable import mailable
from csboard.domain.promises import MOST_MINUTES, minutes_in
from csboard.domain.settings import TeamSettings
from csboard.errors import ConfigError
from csboard.i18n import _
from csboard.text import clean, fold_address, quoted

_WORDS = {"on": KINDS, "tell": WHOM, "mail": KINDS}
"""What may stand in a list, by its key."""


def check_alarms(settings: TeamSettings) -> None:
    """Raise ConfigError, naming the key, for alarms that can't be understood or reach nobody."""
    for sentence in _problems(settings):
        raise ConfigError(sentence)


def _problems(settings: TeamSettings) -> Iterator[str]:
    alarms = settings.alarms
    for key, words in _WORDS.items():
        unknown = first_unknown(getattr(alarms, key), words)
        if unknown is not None:
            yield _("{key}: {word} is unknown; write one of {words}.").format(
                key=f"alarms.{key}", word=quoted(unknown), words=_(", ").join(words)
            )
    for key in TIMES:
        if not 0 < minutes_in(written := getattr(alarms, key)) <= MOST_MINUTES:
            yield _("{key}: {time} is no time; write one from 1m to {most}h, as 1h30m.").format(
                key=f"alarms.{key}", time=quoted(written), most=MOST_MINUTES // 60
            )
    if not 1 <= alarms.in_hand <= MOST_IN_HAND:
        yield _("alarms.in_hand: from 1 to {limit} cards.").format(limit=MOST_IN_HAND)
    yield from _problems_of_mail(settings)


def _problems_of_mail(settings: TeamSettings) -> Iterator[str]:
    alarms, ours = settings.alarms, set(map(fold_address, settings.own_addresses))
    for address in alarms.mail_to:
        if not mailable(address):
            yield _("{key}: {address} is not a mail address.").format(
                key="alarms.mail_to", address=quoted(address)
            )
        if fold_address(address) in ours:
            yield _(
                "alarms.mail_to: {address} is a mailbox of the team, where customers write to:"
                " name one that people read by themselves."
            ).format(address=clean(address))
    if len(alarms.mail_to) > MOST_ADDRESSES:
        yield _("{key}: {limit} at most.").format(key="alarms.mail_to", limit=MOST_ADDRESSES)
    if alarms.mail and not alarms.mail_to:
        yield _("alarms.mail_to: say to which addresses alarms are mailed.")
    if alarms.mail and not settings.own_addresses:
        yield _(
            "alarms.mail: mail goes out from the first of own_addresses, and there is none:"
            " write one there."
        )


def limits_of(alarms: AlarmSettings) -> Limits:
    """From when on the team wants to hear of what, by settings that `check_alarms` let pass."""
    times = {key: timedelta(minutes=minutes_in(getattr(alarms, key))) for key in TIMES}
    kinds = frozenset(alarms.on)
    return Limits(**times, in_hand=alarms.in_hand, kinds=kinds, on_hold=False)
