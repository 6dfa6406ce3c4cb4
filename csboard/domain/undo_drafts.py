"""Taking back that a reply was begun or discarded, or what was done to its files.

No words are lost by any of it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from csboard.domain import draft_files, pens
from csboard.domain.decisions import Thing, Update
from csboard.domain.draft_states import DraftState
from csboard.domain.inverses import Changes, id_of
from csboard.domain.records import Event
from csboard.domain.revisions import digest_of_draft
from csboard.domain.states import UndoState
from csboard.errors import Refused
from csboard.i18n import _


def take_back(state: UndoState, act: Event, now: datetime) -> Changes:
    assert state.draft is not None
    return _INVERSES[act.kind](state.draft, act, now)


def _unbegin(state: DraftState, act: Event, now: datetime) -> Changes:
    """The draft is discarded, while nobody has written in it."""
    draft = state.draft
    pens.refuse_unless_open(state, now)
    pens.refuse_others_writing(state, now)
    if digest_of_draft(draft) != act.detail["digest"]:
        raise Refused(
            "built_upon",
            _("There is a draft for #{number} by now: discard it if it isn't wanted.").format(
                number=state.number
            ),
        )
    values = {"ended_at": now, "ending": "discarded", **pens.FREE}
    return [Update(Thing.DRAFT, draft.id, values)]


def _undiscard(state: DraftState, act: Event, now: datetime) -> Changes:
    """The draft is open again, while the inquiry has no other that was begun since."""
    draft = state.draft
    ended_at = draft.ended_at
    assert ended_at is not None
    if digest_of_draft(draft) != act.detail["digest"]:
        raise Refused(
            "erased",
            _("#{number} was erased: nothing of it comes back.").format(number=draft.number),
        )
    for other in state.others:
        if other.number == draft.number or other.begun_at > ended_at:
            raise Refused(
                "built_upon",
                _("{name} has begun another reply to #{number} since: discard that first.").format(
                    name=state.name_of(other.author), number=state.number
                ),
            )
    return [Update(Thing.DRAFT, draft.id, {"ended_at": None, "ending": ""})]


def _unadd(state: DraftState, act: Event, now: datetime) -> Changes:
    pens.refuse_unless_open(state, now)
    file_id = id_of(act.detail["file"])
    draft_files.named(state, file_id)
    return [Update(Thing.DRAFT_FILE, file_id, {"removed_at": now})]


def _unremove(state: DraftState, act: Event, now: datetime) -> Changes:
    pens.refuse_unless_open(state, now)
    draft_files.refuse_too_much(state, id_of(act.detail["size"]))
    return [Update(Thing.DRAFT_FILE, id_of(act.detail["file"]), {"removed_at": None})]


_INVERSES: dict[str, Callable[[DraftState, Event, datetime], Changes]] = {
    "drafted": _unbegin,
    "draft_discarded": _undiscard,
    "file_added": _unadd,
    "file_removed": _unremove,
}
