"""Loading what the rules about templates are shown."""

from __future__ import annotations

from csboard.db import knowledge_records, models
from csboard.db.knowledge_models import SuccessRow, TemplateRow
from csboard.db.prepared import Prepared, slot
from csboard.db.team import Team
from csboard.domain.inverses import id_of
from csboard.domain.knowledge import Template
from csboard.domain.records import Direction, Event
from csboard.domain.template_commands import BringBackTemplate, RetireTemplate, WriteTemplate
from csboard.domain.template_states import TemplateState, TemplateUndoState, no_such_template
from csboard.text import clean, fold

_TEMPLATE = Prepared(
    lambda: TemplateRow.select(*knowledge_records.TEMPLATE_COLUMNS).where(
        TemplateRow.id == slot("id")
    )
)
_SUCCESSOR = Prepared(
    lambda: TemplateRow.select(*knowledge_records.TEMPLATE_COLUMNS).where(
        TemplateRow.replaces == slot("id"), TemplateRow.at == slot("at")
    )
)
_NAMESAKE = Prepared(
    lambda: TemplateRow.select(*knowledge_records.TEMPLATE_COLUMNS).where(
        TemplateRow.folded == slot("folded"),
        TemplateRow.language == slot("language"),
        TemplateRow.retired_at.is_null(),
    )
)
_OF_SUCCESS = Prepared(
    lambda: (
        SuccessRow.select(models.CustomerRow.email)
        .join(models.InquiryRow)
        .join(models.CustomerRow)
        .where(SuccessRow.id == slot("id"), SuccessRow.title != "")
    )
)
_OF_MESSAGE = Prepared(
    lambda: (
        models.MessageRow.select(models.CustomerRow.email)
        .join(models.InquiryRow)
        .join(models.CustomerRow)
        .where(
            models.MessageRow.id == slot("id"),
            models.MessageRow.direction == Direction.OUT.value,
            models.MessageRow.withdrawn_at.is_null(),
            models.MessageRow.text != "",
        )
    )
)


def new_template_state(command: WriteTemplate, login: str, team: Team) -> TemplateState:
    state = _state(command.replaces, login, team)
    before = state.template
    sources = (
        (_OF_SUCCESS, command.success_id or (before.success_id if before else None)),
        (_OF_MESSAGE, command.message_id or (before.message_id if before else None)),
    )
    named = [query.row(id=source) for query, source in sources if source is not None]
    wanted = command.success_id is not None or command.message_id is not None
    return state._replace(
        namesake=_namesake(command.name, command.language, command.replaces, team),
        source_is_there=not wanted or None not in named,
        addresses=tuple(row[0] for row in named if row is not None),
    )


def template_state(command: RetireTemplate, login: str, team: Team) -> TemplateState:
    return _state(command.template_id, login, team)


def bring_back_state(command: BringBackTemplate, login: str, team: Team) -> TemplateState:
    """With who is called so by now, and the wording of it that is in use."""
    from csboard.db.templates import present_wording

    state = _state(command.template_id, login, team)
    of = state.template
    if of is None:
        return state
    present = present_wording(of.id, team)
    return state._replace(
        successor=state.successor or (present if present.id != of.id else None),
        namesake=_namesake(of.name, of.language, of.id, team),
    )


def template_undo_state(act: Event, team: Team) -> TemplateUndoState:
    """What an act about a template has left."""
    found, before = template(id_of(act.detail["template"]), team), act.detail.get("replaces")
    replaced = template(before, team) if isinstance(before, int) else None
    back = found if act.kind == "template_retired" else replaced
    namesake = _namesake(back.name, back.language, found.id, team) if back else None
    return TemplateUndoState(found, replaced, namesake)


def template(template_id: int, team: Team) -> Template:
    """One template, in use or not; Refused (`no_such_template`) when there is none."""
    found = _found(template_id, team)
    if found is None:
        raise no_such_template()
    return found


def _state(template_id: int | None, login: str, team: Team) -> TemplateState:
    state = TemplateState(team.member(login), team.members, team.settings.vocabulary)
    if template_id is None:
        return state
    found = _found(template_id, team)
    return state._replace(template=found, successor=_successor(found, team) if found else None)


def _successor(template: Template, team: Team) -> Template | None:
    """The wording that took its place; none of which the writing was undone, or of an older end."""
    row = _SUCCESSOR.row(id=template.id, at=template.retired_at) if template.retired_at else None
    return knowledge_records.template(row, team.logins) if row else None


def _found(template_id: int, team: Team) -> Template | None:
    row = _TEMPLATE.row(id=template_id)
    return knowledge_records.template(row, team.logins) if row else None


def _namesake(name: str, language: str, but: int | None, team: Team) -> Template | None:
    """In use and called so in that language, unless it is `but`."""
    folded = fold(" ".join(clean(name).split()))
    row = _NAMESAKE.row(folded=folded, language=language)
    found = knowledge_records.template(row, team.logins) if row else None
    return found if found is not None and found.id != but else None
