"""Sending from the shell: the sender of this host, and what it tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from csboard.cli.identity import refuse_onlooker
from csboard.errors import ConfigError
from csboard.i18n import _
from csboard.mail.intake import INTAKE
from csboard.mail.mail_options import mail_options
from csboard.mail.sender_actor import sender_actor
from csboard.mail.sending import Sender, Step
from csboard.mail.transport import transport_of

if TYPE_CHECKING:
    from csboard.cli.session import Session
    from csboard.domain.records import Actor

MOST_STEPS = 10_000
"""Of one run; what comes back at once again and again must not hold it for ever."""


class SendingRun:
    """The sender that this host's configuration makes."""

    def __init__(self, session: Session) -> None:
        options = mail_options(session.config)
        refuse_onlooker(session.board, session.as_login)
        self._board = session.board
        self.transport = transport_of(options)
        self.actor = _acts_as(session)
        self._sender = Sender(self.actor, options)

    def refuse_by_hand(self) -> None:
        """ConfigError where replies are sent by hand."""
        if self.transport is None:
            raise ConfigError(
                _("Here replies are sent by hand: [mail] in config.toml names no way to send.")
            )

    def step(self) -> Step | None:
        """See to one reply that is due."""
        return self._sender.step(self._board, self.transport)

    def all_due(self) -> Iterator[Step]:
        """See to everything that is due."""
        for _count in range(MOST_STEPS):
            step = self.step()
            if step is None:
                return
            yield step


def _acts_as(session: Session) -> Actor:
    """The intake's own login, as a worker has, is nobody who would come to the board."""
    login = session.board.login()
    if login is not None and login.kind == "intake":
        return INTAKE
    return sender_actor(session.board, session.actor)


def in_words(step: Step) -> str:
    """What became of a reply, and why."""
    words = {
        "sent": _("#{number}: sent."),
        "later": _("#{number}: later. {why}"),
        "failed": _("#{number}: not sent. {why}"),
        "stopped": _("#{number}: not sent. {why}"),
        "unknown": _("#{number}: sent or not, nobody knows. {why} See csboard outbox settle."),
    }
    return words[step.became].format(number=step.number, why=step.sentence).rstrip()
