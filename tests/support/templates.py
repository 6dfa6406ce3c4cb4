"""Templates, in one call each."""

from __future__ import annotations

from csboard.board import Board
from csboard.domain.knowledge import Template
from csboard.domain.records import Actor
from csboard.domain.replies import Draft
from csboard.domain.success_commands import PutIn
from csboard.domain.template_commands import WriteTemplate
from csboard.domain.templates import fill
from tests.support.replies import id_in, rewritten, written

TEXT = "{customer}様\n\n{team}の{member}です。\n{date+3}までにご連絡します。"


def prepared(board: Board, by: Actor, text: str = TEXT, **values: object) -> Template:
    """A template that is in use."""
    wanted: dict[str, object] = {"name": "ご連絡", "language": "ja", **values}
    event = board.execute(WriteTemplate(text=text, **wanted), by)  # type: ignore[arg-type]
    return board.template(id_in(event.detail["template"]))


def reply_with(board: Board, template: Template, number: int, by: Actor) -> Draft:
    """A new reply that says what the template does, which is noted."""
    filled = fill(template, board.template_facts(number, by.login))
    draft = board.replies(number).draft
    if draft is None:
        draft = written(board, number, by, filled.text)
    else:
        draft = rewritten(board, draft, by, f"{draft.words.text}\n{filled.text}")
    board.execute(PutIn(draft_id=draft.id, text=filled.text, template_id=template.id), by)
    return draft
