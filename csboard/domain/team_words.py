"""What a change of the team's settings has brought about, in words."""

from __future__ import annotations

from csboard.domain.records import Event
from csboard.i18n import ngettext


def worked_anew(event: Event) -> str:
    """That the open promises were worked out anew by it; empty when they were not touched."""
    anew = event.detail.get("anew")
    if not isinstance(anew, int):
        return ""
    return ngettext(
        "The promises of {n} open inquiry were worked out anew.",
        "The promises of {n} open inquiries were worked out anew.",
        anew,
    ).format(n=anew)
