"""Acts of a person that can't be taken back, and what to do instead.

They stand before older acts: `u` says so, and doesn't reach over them for something unrelated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from csboard.domain.records import Event
from csboard.errors import Refused
from csboard.i18n import _


def refused(act: Event) -> Refused:
    """Why an act of one of the kinds below is not taken back."""
    sentence = STAYS[act.kind](act).format(
        absence=act.detail.get("absence"), number=act.number or ""
    )
    return Refused("not_undoable", sentence)


def _changed(_act: Event) -> str:
    return _(
        "Your last act changed the team's members or settings:"
        " change them back (csboard team edit)."
    )


def _member_changed(act: Event) -> str:
    """Whoever may change only themselves is sent to who may change it back."""
    if act.detail.get("login") != act.actor:
        return _changed(act)
    return _(
        "Your last act changed how you stand among the members: that stays;"
        " a lead can change it back (csboard team edit)."
    )


def _erased(_act: Event) -> str:
    return _("Your last act erased something: that doesn't come back.")


STAYS: Mapping[str, Callable[[Event], str]] = {
    "digest_read": lambda _act: _(
        "You have read what happened while you were away, and that stays;"
        " csboard absence digest {absence} tells it again."
    ),
    "stand_up_begun": lambda _act: _(
        "Your last act began a stand-up: end it (csboard standup --end); a begun one stays."
    ),
    "stand_up_ended": lambda _act: _("Your last act ended a stand-up: begin another one."),
    "settings_changed": _changed,
    "member_changed": _member_changed,
    "erased": _erased,
    "customer_erased": _erased,
    "unjunked": lambda _act: _(
        "Your last act brought #{number} back from the junk:"
        " file it as junk again if it doesn't belong here."
    ),
    "send_stopped": lambda _act: _(
        "Your last act stopped the reply to #{number} on its way: send it again if it shall go."
    ),
    "put_in": lambda _act: _(
        "Your last act put words into the reply to #{number}: take them out where they stand."
    ),
    "words_left": lambda _act: _(
        "Your last act left words beside the reply to #{number}: they stay there as a revision."
    ),
    "reread": lambda _act: _(
        "Your last act had a mail of #{number} read again: what it says now stays."
    ),
}
"""By the kind of event."""
