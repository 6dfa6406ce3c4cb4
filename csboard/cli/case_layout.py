"""How successful cases look as plain text on a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from csboard.cli import layout, shapes
from csboard.cli.columns import table
from csboard.domain import case_words, words
from csboard.domain.knowledge import Success
from csboard.domain.people import name_of
from csboard.domain.records import Member
from csboard.domain.sheet import SheetRow, SuccessView
from csboard.i18n import _, ngettext
from csboard.text import clean


def row_lines(
    rows: Iterable[SheetRow], members: Mapping[str, Member], look: layout.Look
) -> Iterator[str]:
    """One line a case, in columns."""
    cells = [
        (
            str(row.success.id),
            f"#{row.number}",
            words.tags(row.success.tags),
            _("used {n}").format(n=row.standing.used) if row.standing.used else "",
            _("failed {n}").format(n=row.standing.not_here) if row.standing.not_here else "",
            look.day(row.confirmed_at),
            _("faded") if row.is_faded else "",
            name_of(row.success.author, members),
            row.success.title,
        )
        for row in rows
    ]
    return table(_cleaned(cells), layout.terminal_room(), layout.COLUMN)


def found_lines(cases: Iterable[Success]) -> Iterator[str]:
    """One line a case that a search has found."""
    cells = [(str(one.id), words.tags(one.tags), one.title) for one in cases]
    return table(_cleaned(cells), layout.terminal_room(), layout.COLUMN)


def case_lines(view: SuccessView, look: layout.Look) -> Iterator[str]:
    """All of a case: heading, facts, its texts, what colleagues found of it."""
    yield clean(_("Case {id}: {title}").format(id=view.success.id, title=view.success.title))
    yield from table(_cleaned([fact for fact in _facts(view, look) if fact[1]]))
    for part in case_words.parts(view.success):
        yield ""
        yield f"== {part.label}"
        for line in clean(part.text, multiline=True).splitlines():
            yield f"{layout.INDENT}{line}".rstrip()
    yield from _found(view, look)


def _facts(view: SuccessView, look: layout.Look) -> Iterator[tuple[str, str]]:
    row, success, members = view.row, view.success, view.members
    ended = words.outcome(row.outcome) if row.outcome else ""
    yield _("Inquiry"), f"#{view.inquiry.number} {view.inquiry.subject}  {ended}".rstrip()
    yield _("Tags"), words.tags(success.tags)
    yield _("Made by"), f"{name_of(success.author, members)}  {look.time(success.at)}"
    yield _("Reply by"), name_of(view.replied_by, members) if view.replied_by else ""
    yield _("Findings"), case_words.counts(row.standing)
    yield _("Last confirmed"), look.time(row.confirmed_at)
    if success.retired_at is not None:
        yield _("Age"), _("taken off the sheet {when}").format(when=look.time(success.retired_at))
    elif row.is_faded:
        yield _("Age"), _("faded")


def _found(view: SuccessView, look: layout.Look) -> Iterator[str]:
    said = case_words.said(view)
    if not said:
        return
    yield ""
    yield "== " + ngettext("{n} finding", "{n} findings", len(said)).format(n=len(said))
    for one in said:
        parts = [look.time(one.at), name_of(one.login, view.members), one.told]
        parts += [f"#{one.number}"] if one.number else []
        yield clean(layout.INDENT + "  ".join(parts))
        for line in clean(one.note, multiline=True).splitlines():
            yield f"{layout.INDENT * 2}{line}".rstrip()


def of_row(row: SheetRow) -> shapes.Json:
    """A case as `case list` prints it."""
    success, standing = row.success, row.standing
    return {
        **of_success(success),
        "number": row.number,
        "outcome": row.outcome,
        "used": standing.used,
        "not_here": standing.not_here,
        "still_true": standing.still_true,
        "confirmed_at": shapes.time(row.confirmed_at),
        "faded": row.is_faded,
    }


def of_success(success: Success) -> shapes.Json:
    """A case by itself."""
    return {
        "id": success.id,
        "number": success.number,
        "title": success.title,
        "situation": success.situation,
        "fact": success.fact,
        "emotion": success.emotion,
        "policy": success.policy,
        "passage": success.passage,
        "before": success.was,
        "after": success.became,
        "why": success.why,
        "tags": shapes.of_tags(success.tags),
        "author": success.author,
        "made_at": shapes.time(success.at),
        "message": success.message_id,
        "retired_at": shapes.time(success.retired_at),
        "version": success.version,
    }


def of_view(view: SuccessView) -> shapes.Json:
    """A case as `case show` prints it, with all that was found of it."""
    return {
        **of_row(view.row),
        "subject": view.inquiry.subject,
        "replied_by": view.replied_by,
        "findings": [
            {
                "at": shapes.time(one.at),
                "login": one.login,
                "word": one.word,
                "number": one.number,
                "note": one.note,
            }
            for one in view.words
        ],
        "reuses": [
            {
                "at": shapes.time(one.at),
                "login": one.login,
                "number": view.where.get(one.id),
                "draft": one.draft_id,
                "kept": one.kept,
            }
            for one in view.reuses
        ],
    }


def _cleaned(rows: Iterable[tuple[str, ...]]) -> list[list[str]]:
    return [[clean(text) for text in row] for row in rows]
