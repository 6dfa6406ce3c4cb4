"""Events in plain words, for the history of an inquiry and for what others just did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from csboard.domain import words
from csboard.domain.absence_history import ABSENCE_SENTENCES, ABSENT, of_absence, with_absence
from csboard.domain.hand_off_history import HAND_OFF_SENTENCES, receivers, with_offers_ended
from csboard.domain.people import in_a_sentence
from csboard.domain.reasons import reason_in_words
from csboard.domain.records import INTAKE_LOGIN, Event, Member, Stage
from csboard.domain.stand_up_history import STAND_UP_SENTENCES
from csboard.domain.time_history import TIME_SENTENCES, of_time
from csboard.domain.undone_words import undone_act
from csboard.domain.vocabulary import NO_VOCABULARY, Vocabulary
from csboard.i18n import _, current_language, ngettext, short_until


def describe(
    event: Event,
    members: Mapping[str, Member],
    stages: tuple[Stage, ...],
    vocabulary: Vocabulary = NO_VOCABULARY,
    zone: str = "UTC",
) -> str:
    """What happened, as a sentence without its time: "Sato took #1042".

    Tags are told by the words that `vocabulary` has for their ids, days on the clocks of `zone`.
    """
    sentence = _SENTENCES.get(event.kind)
    if sentence is None:
        return event.kind
    detail = event.detail
    names = {stage.key: stage.name(current_language()) for stage in stages}
    told = with_offers_ended(event, with_absence(event, sentence(event)))
    return told.format(
        who=_who(event, members),
        task=event.task or event.number or "",
        number=event.number or "",
        other=in_a_sentence(str(detail.get("from", "")), members),
        login=in_a_sentence(str(detail.get("login", "")), members),
        receivers=receivers(event, members),
        reviewer=in_a_sentence(str(detail.get("reviewer", "")), members),
        source=names.get(str(detail.get("from")), str(detail.get("from", ""))),
        target=names.get(str(detail.get("to")), str(detail.get("to", ""))),
        reason=reason_in_words(str(detail.get("reason", ""))),
        act=undone_act(event),
        fields=_fields(event),
        into=event.other or "",
        code=str(detail.get("code", "")),
        ground=words.ground(str(detail.get("why", ""))),
        tag=_tag(detail.get("tag"), vocabulary),
        becomes=_tag(detail.get("to"), vocabulary),
        tagged=_tagged(event, vocabulary),
        **of_time(detail),
        **of_absence(event, members),
        result=str(detail.get("result", "")),
        day=str(detail.get("day", "")),
        late=_late(event),
        clock=_clock(event),
        n=detail.get("anew", ""),
        minutes=detail.get("minutes", ""),
        until=_until(event, zone),
    )


def _tag(tag_id: object, vocabulary: Vocabulary) -> str:
    """The word of a tag, as it was written then; its id when nobody knows it."""
    tag = vocabulary.tag(tag_id) if isinstance(tag_id, int) else None
    return tag.word if tag else str(tag_id or "")


def _tagged(event: Event, vocabulary: Vocabulary) -> str:
    """The tags that were put on and taken off: "+refund -payment"."""
    signs = (("+", event.detail.get("tagged")), ("-", event.detail.get("untagged")))
    return " ".join(
        f"{sign}{_tag(tag_id, vocabulary)}"
        for sign, ids in signs
        if isinstance(ids, list)
        for tag_id in ids
    )


def _fields(event: Event) -> str:
    named = event.detail.get("fields")
    names = named if isinstance(named, list) else ()
    return _(", ").join(words.field(str(name)) for name in names)


def _who(event: Event, members: Mapping[str, Member]) -> str:
    who = in_a_sentence(event.actor, members)
    if event.via and event.via != event.actor:
        return _("{name} (by {via})").format(name=who, via=in_a_sentence(event.via, members))
    return who


def _moved(event: Event) -> str:
    if event.detail.get("took"):
        return _("{who} took #{task} and moved it from {source} to {target}")
    return _("{who} moved #{task} from {source} to {target}")


def _waiting(event: Event) -> str:
    kind, has_date = str(event.detail.get("for")), bool(event.detail.get("until"))
    return _WAITING.get((kind, has_date), lambda: _("{who} put #{task} on hold"))()


def _until(event: Event, zone: str) -> str:
    """Until when a task was put on hold; empty where no date was named."""
    written = event.detail.get("until") if event.kind == "waiting" else None
    return short_until(datetime.fromisoformat(str(written)), zone, event.at) if written else ""


def _excused(event: Event) -> str:
    if event.detail.get("waiting"):
        return _("{who} said that a message of #{number} needs no answer; it goes on waiting")
    return _("{who} said that a message of #{number} needs no answer")


def _joined(event: Event) -> str:
    if event.detail.get("by_hand"):
        return _("{who} put a mail of the tray into #{number}")
    if event.detail.get("reread"):
        return _("{who} had a mail of the tray read again: it belongs to #{number}")
    if event.detail.get("resumed") and ABSENT not in event.detail:
        return _("A mail came in to #{number}, which had waited for the customer")
    if event.detail.get("reopened"):
        return _("A mail came in and reopened #{number}")
    return _("A mail came in to #{number}")


def _opened(event: Event) -> str:
    if event.actor == INTAKE_LOGIN:
        return _("#{number} came in")
    if event.detail.get("reread"):
        return _("{who} had a mail of the tray read again: it opened #{number}")
    if event.detail.get("by_hand"):
        return _("#{number} was opened by {who} from the tray")
    return _("#{number} was opened by {who}")


def _dropped(event: Event) -> str:
    if event.detail.get("as") == "junk":
        return _("{who} filed a mail as junk")
    return _("{who} filed a held mail: {reason}")


def _blocked(event: Event) -> str:
    return (
        _("{who} blocked a domain") if event.detail.get("domain") else _("{who} blocked a sender")
    )


def _unblocked(event: Event) -> str:
    if event.detail.get("domain"):
        return _("{who} unblocked a domain")
    return _("{who} unblocked a sender")


def _pen_taken(event: Event) -> str:
    if event.detail.get("from"):
        return _("{who} took the pen of the reply to #{number} from {other}")
    return _("{who} took the pen of the reply to #{number}")


def _queued(event: Event) -> str:
    if event.detail.get("again"):
        return _("{who} had the reply to #{number} sent again")
    return _("{who} let the reply to #{number} go")


def _sent(event: Event) -> str:
    if event.detail.get("way") == "hand":
        return _("{who} sent a reply to #{number} by hand")
    return _("The reply of {login} to #{number} was sent")


def _commented(event: Event) -> str:
    if event.detail.get("parent"):
        return _("{who} answered a comment on #{number}")
    if event.detail.get("message"):
        return _("{who} commented on a message of #{number}")
    return _("{who} commented on the reply to #{number}")


def _claimed(event: Event) -> str:
    if event.detail.get("reviewer"):
        return _("{who} took #{task}, with {reviewer} to review the reply")
    return _("{who} took #{task}")


def _review_asked(event: Event) -> str:
    if event.detail.get("login"):
        return _("{who} asked {login} to review the reply to #{number}")
    return _("{who} asked for a review of the reply to #{number}")


def _reviewed(event: Event) -> str:
    word = str(event.detail.get("word"))
    return _REVIEWED.get(word, _REVIEWED["comment"])()


def _success_found(event: Event) -> str:
    alone, elsewhere = _FOUND.get(str(event.detail.get("word")), _FOUND["used"])
    return elsewhere() if event.other else alone()


def _put_in(event: Event) -> str:
    if event.detail.get("success"):
        return _("{who} put words of a case into the reply to #{number}")
    if event.detail.get("template"):
        return _("{who} put a template into the reply to #{number}")
    return _("{who} put words of an earlier reply into the reply to #{number}")


def _template_written(event: Event) -> str:
    if event.detail.get("replaces"):
        return _("{who} worded a template anew")
    return _("{who} wrote a template")


def _edited(event: Event) -> str:
    if event.detail.get("tagged") or event.detail.get("untagged"):
        return _("{who} changed {fields} of #{number}: {tagged}")
    return _("{who} changed {fields} of #{number}")


def _merged(event: Event) -> str:
    target = event.detail.get("target")
    if isinstance(target, Mapping) and "closed_at" in target.get("changed", ()):
        return _("{who} merged #{number} into #{into}, which is open again")
    return _("{who} merged #{number} into #{into}")


def _late(event: Event) -> str:
    """Why a promise was broken."""
    if event.kind != "why_late":
        return ""
    from csboard.domain.late import reason

    return reason(str(event.detail.get("code")))


def _clock(event: Event) -> str:
    """Of which promise that was."""
    from csboard.domain.clock_words import name_of_clock

    clock = event.detail.get("clock") if event.kind == "why_late" else None
    return name_of_clock(str(clock)) if clock else ""


def _entered(event: Event) -> str:
    days = event.detail.get("readings")
    if isinstance(days, list) and len(days) > 1:
        return _("{who} entered values of {result}, up to {day}")
    return _("{who} entered the value of {result} for {day}")


def _settings_changed(event: Event) -> str:
    anew = event.detail.get("anew")
    if not isinstance(anew, int):
        return _("{who} changed the team's settings")
    return ngettext(
        "{who} changed the team's settings: the promises of {n} open inquiry are worked out anew",
        "{who} changed the team's settings: the promises of {n} open inquiries are worked out anew",
        anew,
    )


def _undone(event: Event) -> str:
    if event.number is None:
        return _("{who} undid: {act}")
    return _("{who} undid: {act} #{task}")


_SENTENCES: dict[str, Callable[[Event], str]] = {
    "entered": lambda event: _("{login} came to the board"),
    "opened": _opened,
    "joined": _joined,
    "filed": lambda event: _("A mail was filed: {reason}"),
    "held": lambda event: _("A mail waits for a person: {reason}"),
    "dropped": _dropped,
    "reread": lambda event: _("{who} had a mail of #{number} read again: {fields}"),
    "junked": lambda event: _("{who} filed #{number} as junk"),
    "unjunked": lambda event: _("{who} brought #{number} back from the junk"),
    "blocked": _blocked,
    "unblocked": _unblocked,
    "claimed": _claimed,
    "released": lambda event: _("{who} gave #{task} back"),
    "taken_over": lambda event: _("{who} took #{task} over from {other}"),
    "moved": _moved,
    "waiting": _waiting,
    "resumed": lambda event: _("{who} took #{task} off hold"),
    "pinned": lambda event: _("{who} pinned #{task}"),
    "unpinned": lambda event: _("{who} took the pin off #{task}"),
    "excused": _excused,
    "split_off": lambda event: _("{who} split off the task #{task}"),
    "task_renamed": lambda event: _("{who} renamed the task #{task}"),
    "edited": _edited,
    "reopened": lambda event: _("{who} reopened #{number}"),
    "merged": _merged,
    "divided": lambda event: _("{who} took a message of #{into} out into #{number}"),
    "linked": lambda event: _("{who} linked #{number} and #{into}"),
    "unlinked": lambda event: _("{who} took the link of #{number} and #{into} away"),
    "noted": lambda event: _("{who} wrote a note on #{number}"),
    "drafted": lambda event: _("{who} began a reply to #{number}"),
    "pen_taken": _pen_taken,
    "words_left": lambda event: _("{who} left words beside the reply to #{number}"),
    "file_added": lambda event: _("{who} added a file to the reply to #{number}"),
    "file_removed": lambda event: _("{who} took a file out of the reply to #{number}"),
    "draft_discarded": lambda event: _("{who} discarded the draft for #{number}"),
    "queued": _queued,
    "sent": _sent,
    "send_stopped": lambda event: _("{who} stopped the reply to #{number} on its way"),
    "send_failed": lambda event: _("The reply of {login} to #{number} was not sent ({code})"),
    "send_unknown": lambda event: _(
        "Whether the reply of {login} to #{number} went out, nobody knows"
    ),
    "commented": _commented,
    "comment_resolved": lambda event: _("{who} resolved a comment on #{number}"),
    "comment_reopened": lambda event: _("{who} reopened a comment on #{number}"),
    "proposal_accepted": lambda event: _(
        "{who} put a proposed wording into the reply to #{number}"
    ),
    "review_asked": _review_asked,
    "reviewed": _reviewed,
    "thanked": lambda event: _("{who} thanked {login} for a reply to #{number}"),
    "success_made": lambda event: _("{who} made a successful case of #{number}"),
    "success_edited": lambda event: _("{who} changed {fields} of the case of #{number}"),
    "success_retired": lambda event: _("{who} retired the case of #{number}"),
    "success_brought_back": lambda event: _("{who} brought the case of #{number} back"),
    "success_found": _success_found,
    "put_in": _put_in,
    "template_written": _template_written,
    "template_retired": lambda event: _("{who} retired a template"),
    "template_brought_back": lambda event: _("{who} brought a template back"),
    "erased": lambda event: _("{who} erased what was written in #{number} ({ground})"),
    "customer_erased": lambda event: _("{who} erased a customer ({ground})"),
    "tag_renamed": lambda event: _("{who} renamed the tag {tag} to {becomes}"),
    "tag_respelled": lambda event: _("{who} spelled the tag {tag} anew"),
    "tags_merged": lambda event: _("{who} merged the tag {tag} into {becomes}"),
    "tag_retired": lambda event: _("{who} retired the tag {tag}"),
    "tag_brought_back": lambda event: _("{who} brought the tag {tag} back"),
    "reading_set": lambda event: _("{who} wrote down how the tag {tag} is read"),
    **TIME_SENTENCES,
    **ABSENCE_SENTENCES,
    **HAND_OFF_SENTENCES,
    **STAND_UP_SENTENCES,
    "reading_entered": _entered,
    "reading_withdrawn": lambda event: _("{who} withdrew the value of {result} for {day}"),
    "why_late": lambda event: _("{who} said why #{number} was late ({clock}): {late}"),
    "undone": _undone,
    "member_changed": lambda event: _("{who} changed the member {login}"),
    "settings_changed": _settings_changed,
    "alarms_told": lambda event: _("Colleagues were told of alarms"),
}

_WAITING: dict[tuple[str, bool], Callable[[], str]] = {
    ("customer", False): lambda: _("{who} put #{task} on hold until the customer answers"),
    ("customer", True): lambda: _(
        "{who} put #{task} on hold until {until}, waiting for the customer"
    ),
    ("internal", False): lambda: _("{who} put #{task} on hold until colleagues answer"),
    ("internal", True): lambda: _(
        "{who} put #{task} on hold until {until}, waiting for colleagues"
    ),
    ("date", True): lambda: _("{who} put #{task} on hold until {until}"),
}
"""By for whom it waits, and whether a date is named on which it wakes."""

_REVIEWED: dict[str, Callable[[], str]] = {
    "approve": lambda: _("{who} approved the reply to #{number}"),
    "change": lambda: _("{who} asked for a change of the reply to #{number}"),
    "comment": lambda: _("{who} reviewed the reply to #{number}"),
}

_FOUND: dict[str, tuple[Callable[[], str], Callable[[], str]]] = {
    "used": (
        lambda: _("{who} used the case of #{number}"),
        lambda: _("{who} used the case of #{number} in #{into}"),
    ),
    "not_here": (
        lambda: _("{who} found that the case of #{number} did not work"),
        lambda: _("{who} found that the case of #{number} did not work in #{into}"),
    ),
    "still_true": (
        lambda: _("{who} found that the case of #{number} still holds"),
        lambda: _("{who} found in #{into} that the case of #{number} still holds"),
    ),
}
"""By the word: without another inquiry, and with one."""
