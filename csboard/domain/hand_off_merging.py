"""Two writings of one sheet in one: what only one of them has changed is theirs."""

from __future__ import annotations

from typing import Any

from csboard.domain.hand_off_records import FIELDS, Sheet
from csboard.domain.hand_off_words import field_name, state_name
from csboard.i18n import _


def merged(before: Sheet, mine: Sheet, stored: Sheet) -> tuple[Sheet, str]:
    """The sheet to go on with, and what happened to it in a sentence.

    `before` is what both began from. Of a text that both have changed both stand there, mine
    first; how it stands is as I said, and what the other said stands in the sentence.
    """
    both: list[str] = []
    said: dict[str, Any] = {}
    for name in FIELDS:
        was, here, there = (getattr(one, name).strip() for one in (before, mine, stored))
        clash = was != here != there != was
        said[name] = there if here == was else here
        if clash:
            said[name] = "\n".join(filter(None, (here, _("Saved elsewhere:"), there or _("none"))))
            both.append(field_name(name))
    state = stored.state if mine.state == before.state else mine.state
    told = [_("This sheet was saved elsewhere meanwhile: what you had not changed is from there.")]
    if both:
        told.append(_("Both are in: {fields}.").format(fields=_(", ").join(both)))
    if state != stored.state and stored.state != before.state:
        other = state_name(stored.state) or _("not said")
        told.append(_("Elsewhere it stands: {state}.").format(state=other))
    return Sheet(state, **said), " ".join(told)
