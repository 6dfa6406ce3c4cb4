"""What is known of an inquiry, written down where everybody sees it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from datetime import datetime

from csboard.domain.commands import EditInquiry
from csboard.domain.decisions import Decision, EventDraft, Insert, Ref, Thing, Update
from csboard.domain.former import FORMER, former_row
from csboard.domain.notes import digest, note_row
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Event, Inquiry, InquiryFields, Outcome, Tags, Urgency
from csboard.domain.states import EditState, InquiryState
from csboard.domain.tagging import as_written, checked, ids_of, new_words, without
from csboard.domain.vocabulary import Vocabulary
from csboard.domain.words import field as field_in_words
from csboard.errors import Conflict, Moved, Refused
from csboard.i18n import _, ago
from csboard.text import clean

LIMITS = {
    "subject": 500,
    "policy": 2_000,
    "fact": 2_000,
    "emotion": 2_000,
    "customer_name": 200,
    "organisation": 200,
}
"""Characters of the texts."""
MAX_REASON = 200
URGENCY = "urgency"
"""The kind of a note that says why the urgency is another."""
LONG = ("policy", "fact", "emotion")
"""Those that may have several lines."""

_OF_CUSTOMER = {"customer_name": "name", "organisation": "organisation"}

Fields = Mapping[str, object]
"""Values by the names of `InquiryFields`, those that are meant."""


def present(inquiry: Inquiry) -> InquiryFields:
    """What is written down of an inquiry now."""
    return InquiryFields(
        subject=inquiry.subject,
        urgency=inquiry.urgency,
        policy=inquiry.policy,
        fact=inquiry.fact,
        emotion=inquiry.emotion,
        outcome=inquiry.outcome or "",
        tags=inquiry.tags,
        customer_name=inquiry.customer.name,
        organisation=inquiry.customer.organisation,
    )


def edit(state: EditState, command: EditInquiry, now: datetime) -> Decision:
    """Write down the fields that differ, none over what somebody else wrote meanwhile."""
    whole = state.whole
    number = whole.inquiry.number
    if command.alone and number != command.number:
        raise Moved(
            _("#{number} was merged into #{into} meanwhile; nothing was written there.").format(
                number=command.number, into=number
            ),
            number,
        )
    vocabulary = whole.settings.vocabulary
    old = present(whole.inquiry)._asdict()
    new = {
        name: value
        for name, value in _cleaned(command.fields, vocabulary).items()
        if not is_same(value, old[name], vocabulary)
    }
    if not new:
        raise Refused("unchanged", _("#{number} says so already.").format(number=number))
    _refuse_over_others(state, command, new, now)
    before = {name: old[name] for name in new}
    why = _why_urgent(whole, command, new, now)
    more: list[Insert] = []
    if isinstance(tags := new.get("tags"), Tags):
        new["tags"] = tags = as_written(tags, whole.inquiry.tags, vocabulary)
        more = new_words(tags, vocabulary, whole.actor.id, now)
    detail: dict[str, object] = {"fields": list(new), "digests": digests(new), "former": FORMER}
    if isinstance(tags, Tags):
        detail["tagged"] = ids_of(without(tags, whole.inquiry.tags), vocabulary)
        detail["untagged"] = ids_of(without(whole.inquiry.tags, tags), vocabulary)
    detail |= {
        name: {"from": before[name], "to": new[name]}
        for name in ("urgency", "outcome")
        if name in new
    }
    if state.also:
        detail["also"] = list(state.also)
    if why:
        detail["message"] = Ref("note")
    return Decision(
        (*more, *why, *written(whole, new), former_row(number, before, now)),
        EventDraft("edited", number, None, detail),
    )


def _why_urgent(
    whole: InquiryState, command: EditInquiry, new: Fields, now: datetime
) -> tuple[Insert, ...]:
    """The note that says why the urgency is another. Who raises it has to say so: it puts the
    inquiry before others'. Who lowers it may."""
    if "urgency" not in new:
        return ()
    reason = clean(command.reason).strip()
    inquiry, urgency = whole.inquiry, Urgency(str(new["urgency"]))
    if len(reason) > MAX_REASON:
        raise Refused(
            "too_long",
            _("The reason has {n} characters; {limit} at most: shorten it.").format(
                n=len(reason), limit=MAX_REASON
            ),
        )
    if reason:
        row = note_row(inquiry.number, whole.actor, reason, now, kind=URGENCY)
        return (Insert(Thing.MESSAGE, row, "note"),)
    if raises(inquiry.urgency, urgency):
        raise Refused(
            "no_reason", _("Raising the urgency needs a word why: it is shown to everybody.")
        )
    return ()


def raises(before: Urgency, after: Urgency | None) -> bool:
    """Whether somebody has to say why."""
    return after is not None and after.rank < before.rank


def is_same(value: object, old: object, vocabulary: Vocabulary) -> bool:
    """Whether two values of a field say the same; tags do when they are called the same now."""
    if isinstance(value, Tags) and isinstance(old, Tags):
        return vocabulary.shown(value) == vocabulary.shown(old)
    return value == old


def written(whole: InquiryState, fields: Fields) -> list[Update]:
    """What writes `fields` down: in the inquiry, in its customer, in its tasks' order of need."""
    inquiry = whole.inquiry
    own = {name: value for name, value in fields.items() if name not in _OF_CUSTOMER}
    if "outcome" in own:
        own["outcome"] = own["outcome"] or None
    changes = [Update(Thing.INQUIRY, inquiry.number, own, inquiry.version)]
    customer = {_OF_CUSTOMER[name]: fields[name] for name in fields if name in _OF_CUSTOMER}
    if customer:
        changes.append(Update(Thing.CUSTOMER, inquiry.customer.id, customer))
    if "urgency" in fields:
        need = Urgency(str(fields["urgency"])).rank
        changes += [Update(Thing.TASK, task.id, {"need": need}) for task in whole.tasks]
    return changes


def digests(fields: Fields) -> dict[str, str]:
    """What an event keeps of the values: enough to tell whether they still stand."""
    return {name: digest(_as_text(value)) for name, value in fields.items()}


def last_editor(name: str, edits: tuple[Event, ...]) -> Event | None:
    """The newest of `edits` that wrote the field `name`. They come newest first."""
    return next((event for event in edits if name in _names(event)), None)


def _names(event: Event) -> tuple[object, ...]:
    named = event.detail.get("fields")
    return tuple(named) if isinstance(named, list) else ()


def _as_text(value: object) -> str:
    if isinstance(value, Tags):
        return json.dumps(dataclasses.asdict(value), ensure_ascii=False)
    return str(value)


def _refuse_over_others(state: EditState, command: EditInquiry, new: Fields, now: datetime) -> None:
    seen = command.was._asdict() if command.was else {}
    old = present(state.whole.inquiry)._asdict()
    vocabulary = state.whole.settings.vocabulary
    for name in new:
        if seen.get(name) is None or is_same(seen[name], old[name], vocabulary):
            continue
        raise Conflict("edited", _who_was_first(state, name, now))


def _who_was_first(state: EditState, name: str, now: datetime) -> str:
    edit = last_editor(name, state.edits)
    number, field = state.whole.inquiry.number, field_in_words(name)
    if edit is None:
        return _("Somebody else changed {field} of #{number} meanwhile: look again.").format(
            field=field, number=number
        )
    return _("{name} changed {field} of #{number} {ago}: look again.").format(
        name=in_a_sentence(edit.actor, state.whole.members),
        field=field,
        number=number,
        ago=ago((now - edit.at).total_seconds()),
    )


def _cleaned(fields: InquiryFields, vocabulary: Vocabulary) -> dict[str, object]:
    """The values that are meant, as they are stored; Refused for what can't be written down."""
    values: dict[str, object] = {
        name: _text(name, value)
        for name, value in fields._asdict().items()
        if name in LIMITS and value is not None
    }
    if values.get("subject") == "":
        raise Refused("no_subject", _("An inquiry needs a subject: say in a few words what it is."))
    if fields.urgency is not None:
        values["urgency"] = Urgency(fields.urgency)
    if fields.outcome is not None:
        values["outcome"] = Outcome(fields.outcome) if fields.outcome else ""
    if fields.tags is not None:
        values["tags"] = checked(fields.tags, vocabulary)
    return values


def _text(name: str, value: str) -> str:
    text = clean(value, multiline=name in LONG).strip()
    if len(text) > LIMITS[name]:
        raise Refused(
            "too_long",
            _("{field}: {n} characters; {limit} at most: shorten it.").format(
                field=field_in_words(name), n=len(text), limit=LIMITS[name]
            ),
        )
    return text
