"""Which columns make up each record of what the team knows, and the record from such a row."""

from __future__ import annotations

from csboard.db.knowledge_models import ReuseRow, SuccessRow, SuccessWordRow, TemplateRow
from csboard.db.records import Logins, Row, tags_of
from csboard.domain.knowledge import Finding, Reuse, Success, SuccessWord, Template

SUCCESS_COLUMNS = (
    SuccessRow.id,
    SuccessRow.inquiry,
    SuccessRow.author,
    SuccessRow.at,
    SuccessRow.title,
    SuccessRow.situation,
    SuccessRow.fact,
    SuccessRow.emotion,
    SuccessRow.policy,
    SuccessRow.passage,
    SuccessRow.was,
    SuccessRow.became,
    SuccessRow.why,
    SuccessRow.tags,
    SuccessRow.message,
    SuccessRow.retired_at,
    SuccessRow.version,
)

WORD_COLUMNS = (
    SuccessWordRow.id,
    SuccessWordRow.success,
    SuccessWordRow.member,
    SuccessWordRow.at,
    SuccessWordRow.word,
    SuccessWordRow.inquiry,
    SuccessWordRow.note,
)

TEMPLATE_COLUMNS = (
    TemplateRow.id,
    TemplateRow.name,
    TemplateRow.language,
    TemplateRow.subject,
    TemplateRow.text,
    TemplateRow.author,
    TemplateRow.at,
    TemplateRow.tags,
    TemplateRow.success,
    TemplateRow.message,
    TemplateRow.replaces,
    TemplateRow.retired_at,
    TemplateRow.version,
)

REUSE_COLUMNS = (
    ReuseRow.id,
    ReuseRow.draft,
    ReuseRow.member,
    ReuseRow.at,
    ReuseRow.lines,
    ReuseRow.template,
    ReuseRow.success,
    ReuseRow.message,
    ReuseRow.kept,
)


def success(row: Row, logins: Logins) -> Success:
    success_id, number, author, *rest, tags, message_id, retired_at, version = row
    return Success._make(
        (success_id, number, logins[author], *rest, tags_of(tags), message_id, retired_at, version)
    )


def success_word(row: Row, logins: Logins) -> SuccessWord:
    word_id, success_id, member, at, word, number, note = row
    return SuccessWord(word_id, success_id, logins[member], at, Finding(word), number, note)


def template(row: Row, logins: Logins) -> Template:
    template_id, name, language, subject, text, author, at, tags, *rest = row
    head = (template_id, name, language, subject, text, logins[author], at)
    return Template._make((*head, tags_of(tags), *rest))


def reuse(row: Row, logins: Logins) -> Reuse:
    reuse_id, draft_id, member, at, lines, template_id, success_id, message_id, kept = row
    return Reuse(
        reuse_id,
        draft_id,
        logins[member],
        at,
        tuple(lines),
        template_id,
        success_id,
        message_id,
        None if kept is None else bool(kept),
    )
