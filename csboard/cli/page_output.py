"""A page of sections as a command gives it out: printed, or with `--output FILE` in a new file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from csboard.cli import new_files
from csboard.cli.columns import table, width, wrap
from csboard.cli.layout import terminal_room
from csboard.cli.spec import argument
from csboard.cli.streams import typed
from csboard.i18n import N_, _

if TYPE_CHECKING:
    from csboard.cli.session import Session
    from csboard.domain.pages import Page

INDENT = "  "
COLUMN = 60
"""Cells of a column at most: a page has room."""
FORMAT = argument(
    "--format",
    choices=("text", "md"),
    default="text",
    help=N_("text, or md (Markdown)"),
)
OUTPUT = argument("--output", metavar="FILE", help=N_("write it into this new file"))


def new_file(session: Session) -> Path | None:
    """What --output names, None without it. UsageError, before anything is done, if it can't be."""
    if session.options.output is None:
        return None
    target = Path(typed(session.options.output))
    new_files.refuse_hopeless(target)
    return target


def give_out(session: Session, page: Page, target: Path | None) -> None:
    """Print it, or write it into `target`, in the form that --format says."""
    text = _text(page, session.options.format, terminal_room() if target is None else None)
    if target is None:
        session.print(text.removesuffix("\n"))
    else:
        write(session, target, text)


def write(session: Session, target: Path, text: str) -> None:
    """Put it into the new file, and say so."""
    new_files.write(target, text.encode("utf-8", "replace"))
    session.say(_("Written: {path}").format(path=target))


def _fitted(line: str, room: int | None) -> list[str]:
    """A line broken where the terminal's room ends, what is broken off two cells further in."""
    if room is None or width(line) <= room:
        return [line]
    indent = line[: len(line) - len(line.lstrip())]
    first, *more = wrap(line.strip(), max(1, room - len(indent) - len(INDENT)))
    return [indent + first, *(f"{indent}{INDENT}{one}" for one in more)]


def _text(page: Page, form: str, room: int | None) -> str:
    from csboard.domain import pages

    if form == "text":
        lines = pages.text(page, lambda rows: table([list(row) for row in rows], room, COLUMN))
        return "".join(f"{one}\n" for line in lines for one in _fitted(line, room))
    return {"md": pages.markdown, "html": pages.html}[form](page)
