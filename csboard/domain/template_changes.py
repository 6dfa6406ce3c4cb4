"""Templates written, worded anew, and retired. A row is never rewritten: another replaces it."""

from __future__ import annotations

from datetime import datetime

from csboard.domain.decisions import Decision, EventDraft, Insert, Ref, Thing, Update
from csboard.domain.editing import digests
from csboard.domain.knowledge import Template
from csboard.domain.tagging import checked
from csboard.domain.template_commands import BringBackTemplate, RetireTemplate, WriteTemplate
from csboard.domain.template_parsing import parse
from csboard.domain.template_states import TemplateState, no_such_template, refuse_erased
from csboard.errors import Conflict, Refused
from csboard.i18n import LANGUAGES, _, ago
from csboard.text import clean, fold, quoted

WRITTEN = ("name", "language", "subject", "text", "tags")
"""What somebody writes of a template."""
MAX_NAME = 80
MAX_SUBJECT = 200
"""Characters."""


def write(state: TemplateState, command: WriteTemplate, now: datetime) -> Decision:
    """A new row; the one it replaces is retired with it. Refused for a text that can't be read."""
    if command.replaces is not None:
        _refuse_unless_in_use(state, now)
    row = _row(state, command, now)
    _refuse_the_same(state, row)
    _refuse_taken(state)
    _refuse_personal(state, " ".join(str(row[field]) for field in ("name", "subject", "text")))
    changes: list[Insert | Update] = []
    written = digests({name: row[name] for name in WRITTEN})
    detail: dict[str, object] = {"template": Ref("template"), "digests": written}
    if state.template is not None:
        # Before the new one: of one name only one is in use.
        changes.append(_retired(state.template, now))
        detail["replaces"] = state.template.id
    changes.append(Insert(Thing.TEMPLATE, row, "template"))
    return Decision(tuple(changes), EventDraft("template_written", None, None, detail))


def retire(state: TemplateState, command: RetireTemplate, now: datetime) -> Decision:
    """Out of use; its row and what was made with it stay."""
    template = _refuse_unless_in_use(state, now)
    return Decision(
        (_retired(template, now),),
        EventDraft("template_retired", None, None, {"template": template.id}),
    )


def bring_back(state: TemplateState, command: BringBackTemplate, now: datetime) -> Decision:
    """In use again. Refused while another is called so, and for a wording that was replaced."""
    template = state.template
    if template is None:
        raise no_such_template()
    refuse_erased(template)
    _refuse_replaced(state, now)
    if template.retired_at is None:
        raise Refused("in_use", _("The template is in use."))
    _refuse_taken(state)
    return Decision(
        (Update(Thing.TEMPLATE, template.id, {"retired_at": None}, template.version),),
        EventDraft("template_brought_back", None, None, {"template": template.id}),
    )


def _refuse_unless_in_use(state: TemplateState, now: datetime) -> Template:
    """The template that the command names; Conflict when it was worded anew since."""
    template = state.template
    if template is None:
        raise no_such_template()
    _refuse_replaced(state, now)
    refuse_erased(template)
    if template.retired_at is not None:
        raise Refused(
            "retired",
            _("The template was retired {ago}: bring it back first.").format(
                ago=ago((now - template.retired_at).total_seconds())
            ),
        )
    return template


def _refuse_replaced(state: TemplateState, now: datetime) -> None:
    next_one = state.successor
    if next_one is not None:
        raise Conflict(
            "written",
            _("{name} worded this template anew {ago}: look again.").format(
                name=state.name_of(next_one.author),
                ago=ago((now - next_one.at).total_seconds()),
            ),
        )


def _row(state: TemplateState, command: WriteTemplate, now: datetime) -> dict[str, object]:
    name = _one_line(command.name, MAX_NAME, _("the name"))
    if not name:
        raise Refused("no_name", _("A template needs a name by which it is found."))
    if command.language not in ("", *LANGUAGES):
        raise Refused(
            "no_such_language",
            _("There is no language {language}; there are: {languages}.").format(
                language=quoted(command.language), languages=_(", ").join(LANGUAGES)
            ),
        )
    text = clean(command.text, multiline=True).strip("\n")
    if not text.strip():
        raise Refused("empty", _("The template is empty: write its text."))
    subject = _one_line(command.subject, MAX_SUBJECT, _("the subject"))
    parse(text)
    _refuse_bad_subject(subject)
    if not state.source_is_there:
        raise Refused("no_such_source", _("What it is made from is no longer there: look again."))
    before = state.template
    return {
        "at": now,
        "author_id": state.actor.id,
        "name": name,
        "folded": fold(name),
        "language": command.language,
        "subject": subject,
        "text": text,
        "tags": checked(command.tags, state.vocabulary),
        "success_id": command.success_id or (before.success_id if before else None),
        "message_id": command.message_id or (before.message_id if before else None),
        "replaces_id": command.replaces,
    }


def _refuse_bad_subject(subject: str) -> None:
    try:
        parse(subject)
    except Refused as wrong:
        told = _("In the subject: {sentence}")
        raise Refused(wrong.code, told.format(sentence=wrong.sentence)) from wrong


def _one_line(text: str, limit: int, field: str) -> str:
    line = " ".join(clean(text).split())
    if len(line) > limit:
        told = _("{field}: {n} characters; {limit} at most: shorten it.")
        raise Refused("too_long", told.format(field=field, n=len(line), limit=limit))
    return line


def _refuse_the_same(state: TemplateState, row: dict[str, object]) -> None:
    if state.template is None:
        return
    # Whoever words it anew has its tags before them as they are called now.
    before = state.template._replace(tags=state.vocabulary.shown(state.template.tags))
    if all(getattr(before, name) == row[name] for name in WRITTEN):
        raise Refused("unchanged", _("The template says so already."))


def _refuse_taken(state: TemplateState) -> None:
    if state.namesake is not None:
        raise Refused(
            "taken",
            _("There is a template {name} in this language: choose another name.").format(
                name=quoted(state.namesake.name)
            ),
        )


def _refuse_personal(state: TemplateState, text: str) -> None:
    """What is one customer's own would go to the next one."""
    held = fold(text)
    for address in state.addresses:
        if address and fold(address) in held:
            raise Refused(
                "personal",
                _(
                    "The template holds {address}, the customer's own: take it out, or write"
                    " {hole} for something to fill in."
                ).format(address=quoted(address), hole=_("{?mail address}")),
            )


def _retired(template: Template, now: datetime) -> Update:
    return Update(Thing.TEMPLATE, template.id, {"retired_at": now}, template.version)
