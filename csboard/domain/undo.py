"""Taking back one's own last act, as long as nobody has built on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib import import_module

from csboard.domain.absence_history import ENDED, STILL_WITH
from csboard.domain.commands import Undo
from csboard.domain.decisions import Decision, EventDraft
from csboard.domain.flow import iso
from csboard.domain.hand_off_records import HAND_OFFS
from csboard.domain.inverses import Act, Changes, still_standing
from csboard.domain.records import Event, TaskRef
from csboard.domain.states import InquiryState, UndoState
from csboard.domain.time_records import TIMES
from csboard.domain.undo_refusals import STAYS, refused
from csboard.errors import Refused
from csboard.i18n import _, ago

INVERSES: dict[str, tuple[str, str]] = {
    "claimed": ("inverses", "unclaim"),
    "released": ("inverses", "unrelease"),
    "taken_over": ("inverses", "untake_over"),
    "moved": ("inverses", "unmove"),
    "reopened": ("inverses", "unreopen"),
    "waiting": ("inverses", "unwait"),
    "resumed": ("inverses", "unresume"),
    "pinned": ("inverses", "unpin"),
    "unpinned": ("inverses", "repin"),
    "excused": ("excusing", "unexcuse"),
    "noted": ("inverses", "unnote"),
    "split_off": ("inverses_of_work", "unsplit"),
    "task_renamed": ("inverses_of_work", "unrename"),
    "edited": ("inverses_of_work", "unedit"),
}
"""By the kind of event: file and function that say how it is taken back."""

PINNING = ("pinned", "unpinned")
"""Acts that change where a card stands, and nothing that one goes on with."""

REVIEWING = (
    "commented",
    "comment_resolved",
    "comment_reopened",
    "proposal_accepted",
    "review_asked",
    "reviewed",
)
"""Acts on comments and reviews."""

SUCCESSES = (
    "success_made",
    "success_edited",
    "success_retired",
    "success_brought_back",
    "success_found",
)
"""Acts on the successful-cases sheet."""
ON_TAGS = (
    "tag_renamed",
    "tag_respelled",
    "tags_merged",
    "tag_retired",
    "tag_brought_back",
    "reading_set",
)
"""Acts on the vocabulary."""

READINGS = ("reading_entered", "reading_withdrawn")
"""Acts on values that were entered by hand."""

ON_TEMPLATES = ("template_written", "template_retired", "template_brought_back")
"""Acts on prepared texts."""

ON_TIME = (
    "timer_started",
    "timer_switched",
    "timer_stopped",
    "time_entered",
    "time_corrected",
    "time_dropped",
)
"""Acts on one's worked time."""

ON_ABSENCES = ("absence_entered", "absence_changed", "absence_withdrawn", "absence_ruled")
"""Acts on who is away when."""

_ELSEWHERE = {
    "joined": "csboard.domain.undo_mail",
    "dropped": "csboard.domain.undo_mail",
    "merged": "csboard.domain.undo_merging",
    "divided": "csboard.domain.undo_merging",
    "linked": "csboard.domain.undo_merging",
    "unlinked": "csboard.domain.undo_merging",
    "junked": "csboard.domain.undo_intake",
    "blocked": "csboard.domain.undo_intake",
    "unblocked": "csboard.domain.undo_intake",
    "drafted": "csboard.domain.undo_drafts",
    "draft_discarded": "csboard.domain.undo_drafts",
    "thanked": "csboard.domain.thanking",
    "file_added": "csboard.domain.undo_drafts",
    "file_removed": "csboard.domain.undo_drafts",
    "queued": "csboard.domain.undo_sending",
    "sent": "csboard.domain.undo_sending",
    **dict.fromkeys(READINGS, "csboard.domain.goal_readings"),
    "why_late": "csboard.domain.late",
    **dict.fromkeys(REVIEWING, "csboard.domain.undo_reviews"),
    **dict.fromkeys(SUCCESSES, "csboard.domain.undo_successes"),
    **dict.fromkeys(ON_TAGS, "csboard.domain.undo_tags"),
    **dict.fromkeys(ON_TEMPLATES, "csboard.domain.undo_templates"),
    **dict.fromkeys(ON_TIME, "csboard.domain.undo_times"),
    **dict.fromkeys(ON_ABSENCES, "csboard.domain.undo_absences"),
    **dict.fromkeys(HAND_OFFS, "csboard.domain.undo_hand_offs"),
}
"""Acts about more than one inquiry's own rows: which file's `take_back` gives the inverse."""

ACTS = (*INVERSES, *_ELSEWHERE, "opened", "undone")
"""What counts as an act of a person on an inquiry, or on something of its own kind."""

ALL_ACTS = (*ACTS, *STAYS)
"""What counts where the last act of all is meant: one that can't be taken back is told as such."""

Inverse = Callable[[Act, datetime], Changes]


def undo(state: UndoState, command: Undo, now: datetime) -> Decision:
    """The inverse of the actor's last act that still stands; refused with the reason why not."""
    decision = _decided(state, command, now)
    if state.timers and state.act is not None:
        from csboard.domain.undo_times import going_on

        again = going_on(state.timers, state.act, now)
        decision = decision._replace(changes=(*decision.changes, *again))
    if state.hand_offs and state.inquiry is not None:
        from csboard.domain.hand_offs_of_tasks import standing_again

        decision = standing_again(decision, state.hand_offs, state.inquiry.members)
    return decision


def _decided(state: UndoState, command: Undo, now: datetime) -> Decision:
    act, inquiry = state.act, state.inquiry
    if act is not None and act.kind in STAYS:
        raise refused(act)
    if act is not None and any(event.kind == "erased" for event in state.since):
        raise Refused(
            "erased",
            _("#{number} was erased: nothing of it comes back.").format(number=act.number),
        )
    if act is not None and act.kind in _ELSEWHERE:
        changes: Changes = import_module(_ELSEWHERE[act.kind]).take_back(state, act, now)
        return Decision(tuple(changes), _undone(state, act))
    if act is None or inquiry is None:
        raise Refused("nothing", _nothing_of_yours(command.number))
    refuse_if_built_upon(act, state.since, inquiry, now)
    inverse = _inverse_of(act.kind)
    if inverse is None:
        raise Refused(
            "not_undoable",
            _("An opened inquiry stays: move #{number} to Done if it was a mistake.").format(
                number=act.number
            ),
        )
    changes = inverse(Act(act, inquiry, state.since, state.former), now)
    return Decision(tuple(changes), _undone(state, act))


def _nothing_of_yours(number: int | None) -> str:
    if number is None:
        return _("There is nothing of yours to take back.")
    return _("There is nothing of yours to take back on #{number}.").format(number=number)


def _undone(state: UndoState, act: Event) -> EventDraft:
    detail: dict[str, object] = {"event": act.id, "kind": act.kind, "at": iso(act.at)}
    if state.also:
        detail["also"] = list(state.also)
    if act.detail.get(ENDED):
        detail[ENDED] = True
    if state.absence is not None and state.absence.passed:
        detail[STILL_WITH] = [[str(one.task), one.owner] for one in state.absence.passed]
    return EventDraft("undone", act.number, act.task, detail, act.other)


def _inverse_of(kind: str) -> Inverse | None:
    if kind not in INVERSES:
        return None
    file, function = INVERSES[kind]
    inverse: Inverse = getattr(import_module(f"csboard.domain.{file}"), function)
    return inverse


def last_standing(acts: tuple[Event, ...], is_over: Callable[[Event], bool]) -> Event | None:
    """The newest act that is neither an undoing nor undone. `acts` come newest first.

    `is_over` tells of an act whether something else has ended it, as stopping ends a sending.
    """
    undone = {act.detail.get("event") for act in acts if act.kind == "undone"}
    standing = (act for act in acts if act.kind != "undone" and act.id not in undone)
    return next((act for act in standing if not is_over(act)), None)


def refuse_if_built_upon(
    act: Event, later: tuple[Event, ...], inquiry: InquiryState, now: datetime
) -> None:
    """Refuse when acts that still stand have gone on with what `act` did.

    The first of another's is told, as that is news; else the last of one's own.
    """
    found = [event for event in still_standing(later) if _concerns(event, act)]
    if found:
        others = (event for event in found if event.actor != act.actor)
        raise built_upon(act, next(others, found[-1]), inquiry, now)


def built_upon(act: Event, later: Event, inquiry: InquiryState, now: datetime) -> Refused:
    """For an act that can't be taken back because of a later one, which is told as history does."""
    from csboard.domain.history import describe

    settings = inquiry.settings
    told = describe(later, inquiry.members, settings.stages, settings.vocabulary, settings.zone)
    return Refused(
        "built_upon",
        _("#{task} can't be undone. Since then: {told} ({ago}).").format(
            task=act.task or act.number,
            told=told,
            ago=ago((now - later.at).total_seconds()),
        ),
    )


def _concerns(event: Event, act: Event) -> bool:
    """An act on a task is built upon by what happens to that task; a note by others' later words.

    A mail put in is by any mail after it. An edit is judged by its inverse, field by field.
    """
    if event.kind in TIMES or event.kind == "absence_ruled":  # neither changes the task
        return False
    if event.kind == "junked":
        return True
    if event.kind == "merged" and event.number == act.number:
        return act.kind != "noted" and (act.task is None or act.task.seq == 1)
    if event.kind == "merged" and event.other is not None and act.task == TaskRef(event.other):
        target = event.detail.get("target")
        return isinstance(target, dict) and bool(target.get("changed"))
    if act.kind == "edited":
        return False
    if act.kind in PINNING or event.kind in PINNING:
        return act.kind in PINNING and event.kind in PINNING and event.task == act.task
    if act.kind == event.kind == "joined":
        return True
    if act.task is None:
        return event.actor != act.actor
    resumed = event.detail.get("resumed")
    by_mail = isinstance(resumed, list) and str(act.task) in resumed
    return event.task == act.task or by_mail
