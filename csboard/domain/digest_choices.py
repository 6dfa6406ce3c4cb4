"""What somebody who is back can still decide of a task; else why there is nothing to decide. Pure.

What is said holds at the moment that was read; whoever was quicker is told of by the rules of the
acts themselves.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from csboard.domain.absences import span_of
from csboard.domain.digest import Found, Item
from csboard.domain.digest_words import stands
from csboard.domain.people import in_a_sentence
from csboard.i18n import _


def is_to_be_read(found: Found) -> bool:
    """Whether they can say that they have read it: the absence is over, and they haven't yet."""
    absence = found.absence
    return absence.digested_at is None and span_of(absence, ZoneInfo(found.zone)).end <= found.now


def why_not_back(item: Item, found: Found) -> str:
    """Why they can't take it back; empty when they can."""
    if not item.task.is_open:
        told = _("#{ref}: {stands}. There is nothing to take back.")
        return told.format(ref=item.task.ref, stands=stands(item, found))
    if item.task.owner == found.absence.login:
        return _("#{ref} is yours already.").format(ref=item.task.ref)
    return ""


def why_not_left(item: Item, found: Found) -> str:
    """Why there is nobody whom they could leave it with; empty when it is still to be said."""
    ref, owner = item.task.ref, item.task.owner
    if item.is_handed:
        return ""
    if not item.task.is_open:
        told = _("#{ref}: {stands}. There is nothing to leave.")
        return told.format(ref=ref, stands=stands(item, found))
    if owner == found.absence.login:
        return _("#{ref} is yours: there is nobody to leave it with.").format(ref=ref)
    if owner is None:
        return _("#{ref} is nobody's: there is nobody to leave it with.").format(ref=ref)
    return _("#{ref} stays with {name} without your saying so.").format(
        ref=ref, name=in_a_sentence(owner, found.members)
    )
