"""Mailing what people were told of: one mail for all that is due, each at least once.

It is noted when the mail server has answered. Who is killed between the two leaves it due, and it
goes out again, with the same Message-ID as long as it tells of the same alarms.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from csboard.domain.alarm_commands import NoteAlarmMail
from csboard.domain.alarm_settings import KINDS
from csboard.domain.alarm_words import how_it_stands, in_whose_hands, name_of_kind, remedy
from csboard.domain.alarms import identity
from csboard.domain.sending_commands import HoldLease
from csboard.errors import ConfigError, Conflict
from csboard.i18n import _, format_time
from csboard.mail.composing import CannotCompose
from csboard.mail.team_mail import packed
from csboard.mail.transport import Delivery, Never, NotSent
from csboard.named import NamedTuple
from csboard.text import clean

if TYPE_CHECKING:
    from csboard.board import Board
    from csboard.domain.alarm_records import ShownAlarm
    from csboard.domain.records import Actor, Member
    from csboard.domain.settings import TeamSettings
    from csboard.mail.mail_options import MailOptions
    from csboard.mail.transport import Transport

LEASE = "alarm mail"
LEASE_SECONDS = 180
"""How long one mail may take to the acceptance of its recipients."""
FIRST_REST, LONGEST_REST = timedelta(minutes=1), timedelta(minutes=30)
"""Between two tries at a server that doesn't take it."""


class Mailed(NamedTuple):
    """What became of a mail."""

    became: Literal["sent", "later", "failed"]
    n: int
    """Alarms that it tells of."""
    sentence: str = ""
    """Why it isn't sent."""


class AlarmMailer:
    """Mails what is due, by the way that this host sends."""

    def __init__(self, actor: Actor, options: MailOptions, transport: Transport) -> None:
        self._actor = actor
        self._options = options
        self._transport = transport
        self._holder = secrets.token_hex(8)
        self._not_before: datetime | None = None
        self._rest = FIRST_REST

    def step(self, board: Board) -> Mailed | None:
        """Mail all that is due; None when nothing is, or another does it.

        Blocks as long as the server does. Raises Unavailable when the board is out of reach.
        """
        now = board.clock.now()
        if self._not_before is not None and now < self._not_before:
            return None
        due = {identity(one.alarm): one.id for one in board.alarms_to_mail()}
        if not due or not self._is_ours(board):
            return None
        settings = board.settings()
        standing = [one for one in board.alarms().shown if identity(one.alarm) in due]
        shown = standing if settings.alarms.mail_to and settings.own_addresses else []
        ids = [due[identity(one.alarm)] for one in shown]
        self._note(board, sorted(set(due.values()) - set(ids)), "passed")
        return self._mail(board, settings, shown, ids) if ids else None

    def _is_ours(self, board: Board) -> bool:
        lease = HoldLease(name=LEASE, holder=self._holder, seconds=LEASE_SECONDS)
        try:
            board.keep(lease, self._actor)
        except Conflict:
            return False
        return True

    def _note(self, board: Board, ids: Sequence[int], became: str) -> None:
        if ids:
            board.keep(NoteAlarmMail(ids=tuple(ids), became=became), self._actor)

    def _mail(
        self, board: Board, settings: TeamSettings, shown: Sequence[ShownAlarm], ids: Sequence[int]
    ) -> Mailed:
        try:
            delivery = self._packed(board, settings, shown, ids)
            with self._transport.offered(delivery) as give:
                give()
        except (Never, CannotCompose) as refusal:
            self._note(board, ids, "failed")
            return Mailed("failed", len(ids), str(refusal))
        except (NotSent, ConfigError) as told:
            self._not_before = board.clock.now() + self._rest
            self._rest = min(self._rest * 2, LONGEST_REST)
            return Mailed("later", len(ids), told.sentence)
        self._rest, self._not_before = FIRST_REST, None
        self._note(board, ids, "sent")
        return Mailed("sent", len(ids))

    def _packed(
        self, board: Board, settings: TeamSettings, shown: Sequence[ShownAlarm], ids: Sequence[int]
    ) -> Delivery:
        now = board.clock.now()
        told = hashlib.sha256(repr(sorted(ids)).encode()).hexdigest()[:24]
        return packed(
            settings,
            self._options,
            settings.alarms.mail_to,
            f"csa.{min(ids)}.{told}",
            _subject(settings.name, shown),
            "\n".join(_lines(shown, settings, board.members(), now)),
            now,
        )


def _subject(team: str, shown: Sequence[ShownAlarm]) -> str:
    counts = Counter(one.alarm.kind for one in shown)
    kinds = [f"{name_of_kind(kind)} {counts[kind]}" for kind in KINDS if counts[kind]]
    return f"[{team}] {_('Alarms {n}').format(n=len(shown))}: {_(', ').join(kinds)}"


def _lines(
    shown: Sequence[ShownAlarm],
    settings: TeamSettings,
    members: Mapping[str, Member],
    now: datetime,
) -> Iterator[str]:
    """By kind, with what is to be done. No customer's word: who reads mail isn't only the team."""

    def moment(at: datetime) -> str:
        return format_time(at, settings.zone, now=now)

    for kind, some in groupby(shown, key=lambda one: one.alarm.kind):
        yield _("{kind}: {remedy}").format(kind=name_of_kind(kind), remedy=remedy(kind))
        for one in some:
            parts = [how_it_stands(one, moment), clean(in_whose_hands(one, members))]
            ref = [f"#{one.alarm.ref}"] if one.alarm.ref else []
            yield "  " + "  ".join([*ref, *parts])
        yield ""
    yield _("What stands now: csboard alarms, or {keys} on the board.").format(keys="g l")
