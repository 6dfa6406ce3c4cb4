"""How splitting off, renaming and editing are taken back."""

from __future__ import annotations

from datetime import datetime

from csboard.domain.decisions import Thing, Update
from csboard.domain.editing import digests, last_editor, present, written
from csboard.domain.flow import close_or_reopen
from csboard.domain.inverses import Act, Changes, withdraw
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Outcome, Tags, Urgency
from csboard.domain.words import field as field_in_words
from csboard.errors import Refused
from csboard.i18n import _


def unsplit(act: Act, now: datetime) -> Changes:
    """The task is withdrawn, as long as it is as it was made. Its number is never used again."""
    task = act.task
    if task.owner is not None or task.closed_at is not None:
        raise Refused(
            "built_upon",
            _("#{task} can't be undone: {name} has it.").format(
                task=task.ref, name=in_a_sentence(task.owner or "", act.whole.members)
            ),
        )
    gone = Update(Thing.TASK, task.id, {"closed_at": now, "withdrawn_at": now}, task.version)
    return [gone, *close_or_reopen(act.whole.inquiry, act.siblings, True, now)]


def unrename(act: Act, now: datetime) -> Changes:
    return [act.update(title=act.former.get("title", ""))]


def unedit(act: Act, now: datetime) -> Changes:
    """What the fields said before, as long as they still say what the act wrote."""
    written_then = act.detail["digests"]
    assert isinstance(written_then, dict)
    now_there = present(act.whole.inquiry)._asdict()
    for name, digest in written_then.items():
        if digests({name: now_there[name]})[name] != digest:
            raise Refused("built_upon", _whose_it_is(act, name))
    before = {name: _TYPED.get(name, str)(value) for name, value in act.former.items()}
    said = [withdraw(act, now)] if "message" in act.detail else []
    return [*written(act.whole, before), *said]


def _whose_it_is(act: Act, name: str) -> str:
    others = tuple(event for event in reversed(act.since) if event.actor != act.event.actor)
    edit = last_editor(name, others)
    number, field = act.event.number, field_in_words(name)
    if edit is None:
        return _("#{number} can't be undone: {field} has been changed since.").format(
            number=number, field=field
        )
    return _("#{number} can't be undone: {name} has changed {field} since.").format(
        number=number, field=field, name=in_a_sentence(edit.actor, act.whole.members)
    )


def _tags(stored: object) -> Tags:
    assert isinstance(stored, dict)
    return Tags(**{dimension: tuple(words) for dimension, words in stored.items()})


def _outcome(stored: object) -> Outcome | str:
    return Outcome(str(stored)) if stored else ""


_TYPED = {"urgency": lambda value: Urgency(str(value)), "tags": _tags, "outcome": _outcome}
"""How what a former row holds becomes a field's value; texts are themselves."""
