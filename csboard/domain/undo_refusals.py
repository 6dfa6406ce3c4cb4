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
    sentence = STAYS[act.kind]().format(absence=act.detail.get("absence"))
    return Refused("not_undoable", sentence)


def _changed() -> str:
    return _(
        "Your last act changed the team's members or settings:"
        " change them back (csboard team edit)."
    )


def _erased() -> str:
    return _("Your last act erased something: that doesn't come back.")


STAYS: Mapping[str, Callable[[], str]] = {
    "digest_read": lambda: _(
        "You have read what happened while you were away, and that stays;"
        " csboard absence digest {absence} tells it again."
    ),
    "stand_up_begun": lambda: _(
        "Your last act began a stand-up: end it (csboard standup --end); a begun one stays."
    ),
    "stand_up_ended": lambda: _("Your last act ended a stand-up: begin another one."),
    "settings_changed": _changed,
    "member_changed": _changed,
    "erased": _erased,
    "customer_erased": _erased,
}
"""By the kind of event."""
