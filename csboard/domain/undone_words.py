"""What was undone, in plain words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from csboard.domain.absence_history import ABSENCE_UNDONE, ENDED
from csboard.domain.hand_off_history import HAND_OFF_UNDONE
from csboard.domain.records import Event
from csboard.domain.time_history import TIME_UNDONE
from csboard.i18n import _, ago, ngettext

WORTH_SAYING = 60
"""Seconds since an act from which on its age is told."""


def what_was_undone(event: Event) -> str:
    """The `undone` event as told to who did it: "Undone: move #1042"."""
    act = _dated(undone_act(event), event)
    if event.number is None:
        return _("Undone: {act}").format(act=act)
    return _("Undone: {act} #{task}").format(act=act, task=event.task or event.number)


def _dated(act: str, event: Event) -> str:
    """With how long ago it was done, when `u` reached further back than a minute."""
    done_at = str(event.detail.get("at") or "")
    age = (event.at - datetime.fromisoformat(done_at)).total_seconds() if done_at else 0
    return act if age < WORTH_SAYING else _("{act} of {ago}").format(act=act, ago=ago(age))


def undone_on_several(events: Sequence[Event]) -> str:
    """As `what_was_undone`, of several `undone` events at once."""
    if len(events) == 1:
        return what_was_undone(events[0])
    acts = _(", ").join(dict.fromkeys(map(undone_act, events)))
    count = len(events)
    told = ngettext("Undone: {act}, {n} card.", "Undone: {act}, {n} cards.", count)
    return told.format(act=acts, n=count)


def undone_act(event: Event) -> str:
    """The act that an `undone` event took back, as the `{act}` of a sentence."""
    kind = str(event.detail.get("kind"))
    if kind == "absence_withdrawn" and event.detail.get(ENDED):
        kind = ENDED
    return _UNDONE.get(kind, lambda: kind)()


_UNDONE: dict[str, Callable[[], str]] = {
    "claimed": lambda: _("taking"),
    "released": lambda: _("giving back"),
    "taken_over": lambda: _("taking over"),
    "moved": lambda: _("move"),
    "noted": lambda: _("note"),
    "joined": lambda: _("mail put in"),
    "dropped": lambda: _("mail filed"),
    "waiting": lambda: _("putting on hold"),
    "resumed": lambda: _("taking off hold"),
    "pinned": lambda: _("pinning"),
    "unpinned": lambda: _("taking the pin off"),
    "excused": lambda: _("that a message needs no answer"),
    "split_off": lambda: _("splitting off"),
    "task_renamed": lambda: _("renaming"),
    "edited": lambda: _("change"),
    "reopened": lambda: _("reopening"),
    "merged": lambda: _("merging"),
    "divided": lambda: _("taking apart"),
    "linked": lambda: _("linking"),
    "unlinked": lambda: _("unlinking"),
    "junked": lambda: _("filing as junk"),
    "queued": lambda: _("sending"),
    "blocked": lambda: _("blocking"),
    "unblocked": lambda: _("unblocking"),
    "drafted": lambda: _("beginning a reply"),
    "file_added": lambda: _("adding a file"),
    "file_removed": lambda: _("taking a file out"),
    "draft_discarded": lambda: _("discarding a draft"),
    "thanked": lambda: _("thanks"),
    "commented": lambda: _("comment"),
    "comment_resolved": lambda: _("resolving a comment"),
    "comment_reopened": lambda: _("reopening a comment"),
    "proposal_accepted": lambda: _("putting in a proposed wording"),
    "review_asked": lambda: _("asking for a review"),
    "reviewed": lambda: _("review"),
    "success_made": lambda: _("making a case"),
    "success_edited": lambda: _("change of the case"),
    "success_retired": lambda: _("retiring the case"),
    "success_brought_back": lambda: _("bringing the case back"),
    "success_found": lambda: _("word on the case"),
    "template_written": lambda: _("writing a template"),
    "template_retired": lambda: _("retiring a template"),
    "template_brought_back": lambda: _("bringing a template back"),
    "tag_renamed": lambda: _("renaming a tag"),
    "tag_respelled": lambda: _("spelling a tag anew"),
    "tags_merged": lambda: _("merging tags"),
    "tag_retired": lambda: _("retiring a tag"),
    "tag_brought_back": lambda: _("bringing a tag back"),
    "reading_set": lambda: _("a tag's reading"),
    **TIME_UNDONE,
    **ABSENCE_UNDONE,
    **HAND_OFF_UNDONE,
    "reading_entered": lambda: _("entering a value"),
    "reading_withdrawn": lambda: _("withdrawing a value"),
    "why_late": lambda: _("the reason why it was late"),
}
