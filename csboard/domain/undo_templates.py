"""Taking back what was done to a template, while nobody has gone on with it."""

from __future__ import annotations

from datetime import datetime

from csboard.domain.decisions import Thing, Update
from csboard.domain.inverses import Changes
from csboard.domain.knowledge import Template
from csboard.domain.records import Event
from csboard.domain.states import UndoState
from csboard.domain.template_states import TemplateUndoState, refuse_erased
from csboard.errors import Refused
from csboard.i18n import _
from csboard.text import quoted


def take_back(state: UndoState, act: Event, now: datetime) -> Changes:
    """What was written is out of use, and the wording before is in use again."""
    of = state.template
    assert of is not None
    if act.kind == "template_retired":
        return [_brought_back(of, of.template)]
    refuse_erased(of.template)  # what was written, or brought back, goes out of use
    if of.template.retired_at is not None:
        raise _gone_on(of.template)
    changes: Changes = [_update(of.template, now)]
    if of.replaced is not None:
        changes.append(_brought_back(of, of.replaced))
    return changes


def _brought_back(of: TemplateUndoState, template: Template) -> Update:
    """Refused where another is called so by now, when it is in use already, or was erased."""
    refuse_erased(template)
    if of.namesake is not None or template.retired_at is None:
        raise _gone_on(template)
    return _update(template, None)


def _update(template: Template, at: datetime | None) -> Update:
    return Update(Thing.TEMPLATE, template.id, {"retired_at": at}, template.version)


def _gone_on(template: Template) -> Refused:
    return Refused(
        "built_upon",
        _("{name} can't be undone: the template has been changed since.").format(
            name=quoted(template.name)
        ),
    )
