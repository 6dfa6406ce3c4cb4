"""What a team may decide about its replies: when they need approval, and how they go out."""

from __future__ import annotations

from csboard.domain.records import Urgency
from csboard.domain.settings import QUOTING, TeamSettings
from csboard.errors import ConfigError
from csboard.i18n import _
from csboard.text import quoted

ALWAYS, LEARNING = "always", "learning"
URGENCY, TAG = "urgency:", "tag:"
"""Beginnings of the two kinds of condition that name something."""

MAX_WINDOW = 3_600
MIN_WRAP, MAX_WRAP = 40, 998
"""Narrower breaks Japanese addresses; wider than a line of a mail may be (RFC 5322 2.1.1)."""
MAX_SIGNATURE = 2_000


def check_reply_settings(settings: TeamSettings) -> None:
    """Raise ConfigError, naming the key, for settings under which no reply could go out."""
    for condition in settings.approval_for:
        if not _is_condition(condition):
            raise ConfigError(
                _(
                    "approval_for: {condition} is no condition; write always, learning,"
                    " urgency:urgent or tag:NAME."
                ).format(condition=quoted(condition))
            )
    if not 0 <= settings.send_window <= MAX_WINDOW:
        raise ConfigError(_("send_window: from 0 to {limit} seconds.").format(limit=MAX_WINDOW))
    if settings.wrap_at and not MIN_WRAP <= settings.wrap_at <= MAX_WRAP:
        raise ConfigError(
            _("wrap_at: from {least} to {most} columns, or 0 for no wrapping.").format(
                least=MIN_WRAP, most=MAX_WRAP
            )
        )
    if settings.quoting not in QUOTING:
        raise ConfigError(
            _("quoting: {word} is unknown; write one of {words}.").format(
                word=quoted(settings.quoting), words=_(", ").join(QUOTING)
            )
        )
    if len(settings.signature) > MAX_SIGNATURE:
        raise ConfigError(_("signature: {limit} characters at most.").format(limit=MAX_SIGNATURE))


def _is_condition(condition: str) -> bool:
    if condition.startswith(URGENCY):
        return condition.removeprefix(URGENCY) in {urgency.value for urgency in Urgency}
    if condition.startswith(TAG):
        return bool(condition.removeprefix(TAG).strip())
    return condition in (ALWAYS, LEARNING)
