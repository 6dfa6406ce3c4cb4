"""The successful-cases sheet: cases made, written on, retired, and what colleagues found of them.

A case says what helped: a passage of the reply that did it, or what was said by voice. What its
fields said before stands in a row, as with inquiries; whoever looks for it there is told who.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from csboard.domain.decisions import Decision, EventDraft, Insert, Ref, Thing, Update
from csboard.domain.editing import digests, is_same
from csboard.domain.former import FORMER, former_row
from csboard.domain.knowledge import Finding, Success, SuccessFields
from csboard.domain.notes import digest
from csboard.domain.records import Channel, Direction, Event, Message, Tags
from csboard.domain.success_commands import (
    BringBack,
    EditSuccess,
    MakeSuccess,
    RetireSuccess,
    SayOfSuccess,
)
from csboard.domain.success_states import NewSuccessState, SuccessState
from csboard.domain.tagging import as_written, checked, new_words
from csboard.domain.vocabulary import Vocabulary
from csboard.domain.words import field as field_in_words
from csboard.errors import Conflict, Refused
from csboard.i18n import _, ago
from csboard.text import clean

LIMITS = {
    "title": 200,
    "situation": 2_000,
    "fact": 2_000,
    "emotion": 2_000,
    "policy": 2_000,
    "passage": 20_000,
    "was": 2_000,
    "became": 2_000,
    "why": 2_000,
}
"""Characters of the texts."""
MAX_NOTE = 1_000
"""Characters of a finding's note."""
SPOKEN = (Channel.PHONE, Channel.COUNTER)
"""Where what helped was said, and no reply went out."""

EDITED = "success_edited"


def make(state: NewSuccessState, command: MakeSuccess, now: datetime) -> Decision:
    """A case with the passage that helped; Refused for an inquiry that nobody has answered."""
    whole = state.whole
    number = whole.inquiry.number
    reply = _reply(state, command)
    vocabulary = whole.settings.vocabulary
    values = _cleaned(command.fields, vocabulary)
    values.setdefault("title", whole.inquiry.subject)
    tags = as_written(_tags(values, whole.inquiry.tags), whole.inquiry.tags, vocabulary)
    values["tags"] = tags
    _refuse_lacking(values)
    row = {
        "inquiry_id": number,
        "message_id": reply.id if reply else None,
        "author_id": whole.actor.id,
        "at": now,
        **values,
    }
    detail: dict[str, object] = {"success": Ref("success"), "digests": digests(values)}
    if reply is not None:
        detail["message"] = reply.id
    return Decision(
        (
            *new_words(tags, vocabulary, whole.actor.id, now),
            Insert(Thing.SUCCESS, row, "success"),
        ),
        EventDraft("success_made", number, None, detail),
    )


def edit(state: SuccessState, command: EditSuccess, now: datetime) -> Decision:
    """Write down the fields that differ, none over what somebody else wrote meanwhile."""
    success, vocabulary = state.success, state.whole.settings.vocabulary
    _refuse_erased(state)
    old = present(success)._asdict()
    new = {
        name: value
        for name, value in _cleaned(command.fields, vocabulary).items()
        if not is_same(value, old[name], vocabulary)
    }
    if not new:
        raise Refused("unchanged", _("The case says so already."))
    _refuse_over_others(state, command, new, now)
    _refuse_lacking(old | new)
    before = {name: old[name] for name in new}
    more: list[Insert] = []
    if "tags" in new:
        new["tags"] = tags = as_written(_tags(new, success.tags), success.tags, vocabulary)
        more = new_words(tags, vocabulary, state.actor.id, now)
    detail: dict[str, object] = {
        "success": success.id,
        "fields": list(new),
        "digests": digests(new),
        "former": FORMER,
    }
    # Kept with the case's own inquiry, by itself, so that an erasure of that finds it.
    return Decision(
        (
            *more,
            Update(Thing.SUCCESS, success.id, new, success.version),
            former_row(success.number, before, now),
        ),
        EventDraft(EDITED, state.number, None, detail),
    )


def retire(state: SuccessState, command: RetireSuccess, now: datetime) -> Decision:
    success = state.success
    if success.retired_at is not None:
        raise Refused(
            "retired",
            _("The case was retired {ago}.").format(
                ago=ago((now - success.retired_at).total_seconds())
            ),
        )
    return _turned(state, "success_retired", now)


def bring_back(state: SuccessState, command: BringBack, now: datetime) -> Decision:
    _refuse_erased(state)
    if state.success.retired_at is None:
        raise Refused("on_the_sheet", _("The case is on the sheet."))
    return _turned(state, "success_brought_back", None)


def say(state: SuccessState, command: SayOfSuccess, now: datetime) -> Decision:
    """One's own finding, with its date; it counts beside those of others."""
    success = state.success
    _refuse_erased(state)
    if success.retired_at is not None:
        raise Refused("retired", _("The case is retired: bring it back first."))
    note = clean(command.note, multiline=True).strip()
    if len(note) > MAX_NOTE:
        raise Refused("too_long", _too_long(_("the note"), len(note), MAX_NOTE))
    row = {
        "success_id": success.id,
        "member_id": state.actor.id,
        "at": now,
        "word": Finding(command.word).value,
        "inquiry_id": state.where,
        "note": note,
    }
    detail: dict[str, object] = {
        "success": success.id,
        "finding": Ref("finding"),
        "word": Finding(command.word).value,
    }
    if note:
        detail["digest"] = digest(note)
    other = state.where if state.where != state.number else None
    return Decision(
        (Insert(Thing.SUCCESS_WORD, row, "finding"),),
        EventDraft("success_found", state.number, None, detail, other),
    )


def present(success: Success) -> SuccessFields:
    """What is written down of a case now."""
    return SuccessFields(*(getattr(success, name) for name in SuccessFields._fields))


def is_erased(success: Success) -> bool:
    """Whether its words are gone with those of its inquiry; every other case has a title."""
    return not success.title


def last_editor(name: str, edits: tuple[Event, ...]) -> Event | None:
    """The newest of a case's `edits` that wrote the field `name`. They come newest first."""
    named = ((event, event.detail.get("fields")) for event in edits)
    return next((one for one, fields in named if isinstance(fields, list) and name in fields), None)


def _turned(state: SuccessState, kind: str, at: datetime | None) -> Decision:
    success = state.success
    return Decision(
        (Update(Thing.SUCCESS, success.id, {"retired_at": at}, success.version),),
        EventDraft(kind, state.number, None, {"success": success.id}),
    )


def _reply(state: NewSuccessState, command: MakeSuccess) -> Message | None:
    """The reply that did it; None for what was said by voice."""
    inquiry = state.whole.inquiry
    sent = [one for one in state.messages if one.direction is Direction.OUT]
    if command.message_id is not None:
        named = next((one for one in sent if one.id == command.message_id), None)
        if named is None:
            raise Refused(
                "no_such_reply",
                _("#{number} has no such reply that went out: choose another.").format(
                    number=inquiry.number
                ),
            )
        return named
    if not sent and inquiry.channel not in SPOKEN:
        raise Refused(
            "no_reply",
            _(
                "#{number} has no reply that went out, and a case says which words helped:"
                " send one first. Of a call or a visit a case is written by hand."
            ).format(number=inquiry.number),
        )
    return sent[-1] if sent else None


def _refuse_lacking(values: Mapping[str, object]) -> None:
    if not values.get("title"):
        raise Refused("no_title", _("A case needs a title: say in a few words what it is about."))
    if not values.get("passage"):
        raise Refused(
            "no_passage",
            _("A case needs the words that helped: choose lines of the reply, or write them."),
        )


def _refuse_erased(state: SuccessState) -> None:
    if is_erased(state.success):
        raise Refused(
            "erased",
            _("#{number} was erased: nothing of it comes back.").format(number=state.number),
        )


def _refuse_over_others(
    state: SuccessState, command: EditSuccess, new: Mapping[str, object], now: datetime
) -> None:
    seen = command.was._asdict() if command.was else {}
    old = present(state.success)._asdict()
    vocabulary = state.whole.settings.vocabulary
    for name in new:
        if seen.get(name) is None or is_same(seen[name], old[name], vocabulary):
            continue
        raise Conflict("edited", _who_was_first(state, name, now))


def _who_was_first(state: SuccessState, name: str, now: datetime) -> str:
    event, field = last_editor(name, state.edits), field_in_words(name)
    if event is None:
        told = _("Somebody else changed {field} of the case meanwhile: look again.")
        return told.format(field=field)
    return _("{name} changed {field} of the case {ago}: look again.").format(
        name=state.name_of(event.actor),
        field=field,
        ago=ago((now - event.at).total_seconds()),
    )


def _tags(values: Mapping[str, object], otherwise: Tags) -> Tags:
    tags = values.get("tags")
    return tags if isinstance(tags, Tags) else otherwise


def _cleaned(fields: SuccessFields, vocabulary: Vocabulary) -> dict[str, object]:
    """The values that are meant, as they are stored; Refused for one that is too long."""
    values: dict[str, object] = {
        name: _text(name, value)
        for name, value in fields._asdict().items()
        if name in LIMITS and value is not None
    }
    if fields.tags is not None:
        values["tags"] = checked(fields.tags, vocabulary)
    return values


def _text(name: str, value: str) -> str:
    text = clean(value, multiline=name != "title").strip()
    if len(text) > LIMITS[name]:
        raise Refused("too_long", _too_long(field_in_words(name), len(text), LIMITS[name]))
    return text


def _too_long(field: str, count: int, limit: int) -> str:
    told = _("{field}: {n} characters; {limit} at most: shorten it.")
    return told.format(field=field, n=count, limit=limit)
