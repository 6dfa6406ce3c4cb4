"""`csboard search`: every inquiry there ever was, by words and by how it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from csboard.cli import identity, layout, shapes
from csboard.cli.case_layout import found_lines, of_success
from csboard.cli.columns import table
from csboard.cli.references import count
from csboard.cli.spec import JSON, ShellCommand, argument
from csboard.domain import found_words, words
from csboard.domain.query import parse
from csboard.errors import UsageError
from csboard.i18n import N_, _, ngettext
from csboard.text import clean

if TYPE_CHECKING:
    from csboard.cli.session import Session
    from csboard.domain.found import Excerpt, Excerpts, Found, Hit
    from csboard.domain.knowledge import Success


def search(session: Session) -> None:
    """The best answers, best first; each with the sentence in which the words stand."""
    board = session.board
    asked = parse(" ".join(session.options.words))
    if asked.is_empty:
        raise UsageError(_("There is nothing in it to search for: write a word."))
    login = session.as_login or identity.own_account().login
    found = board.search(asked, session.options.limit, login)
    excerpts = board.excerpts(asked, [hit.number for hit in found.hits])
    cases = board.found_cases(asked)
    if session.wants_json:
        session.print_json({**_shape(found, excerpts), "cases": [*map(of_success, cases)]})
        return
    if not (found.hits or cases):
        session.say(_("Nothing was found."))
        return
    if found.hits and (told := found_words.closeness(found)):
        session.say(told)
    session.print_lines(_lines(found, excerpts, session))
    session.print_lines(_case_lines(cases, apart=bool(found.hits)))
    if found.more:
        shown = len(found.hits)
        told = ngettext(
            "The best {count} of them is shown.", "The best {count} of them are shown.", shown
        )
        session.say(told.format(count=shown) + " " + _("--limit shows more."))


def _lines(found: Found, excerpts: Excerpts, session: Session) -> Iterator[str]:
    """Two lines each: what it is, and the sentence."""
    look = session.look
    names = {one.login: one.name or one.login for one in session.board.members().values()}
    rows = [
        (
            f"#{hit.number}",
            look.stage(hit.stage) if hit.closed_at is None else _ended(hit),
            clean(names.get(hit.owner or "", "")),
            look.time(hit.opened_at),
            clean(words.customer(hit.customer_name, hit.customer_email)),
            clean(hit.subject),
        )
        for hit in found.hits
    ]
    room = layout.terminal_room()
    for hit, line in zip(found.hits, table(rows, room, layout.COLUMN), strict=True):
        yield line
        sentence = _sentence(excerpts.get(hit.number))
        if sentence:
            yield from table([(layout.INDENT + sentence,)], room)


def _case_lines(cases: Sequence[Success], *, apart: bool) -> Iterator[str]:
    """The cases that say it, apart from the inquiries; `csboard case show` has each."""
    if not cases:
        return
    if apart:
        yield ""
    yield "== " + _("Successful cases")
    yield from found_lines(cases)


def _ended(hit: Hit) -> str:
    return words.outcome(hit.outcome) if hit.outcome else _("done")


def _sentence(excerpt: Excerpt | None) -> str:
    """In one line; the words in brackets where this goes to a screen that shows no marks."""
    if excerpt is None or not excerpt.marks:
        return ""
    parts: list[str] = []
    end = 0
    for start, stop in excerpt.marks:
        parts += [excerpt.text[end:start], "[", excerpt.text[start:stop], "]"]
        end = stop
    parts.append(excerpt.text[end:])
    return clean(" ".join("".join(parts).split()))


def _shape(found: Found, excerpts: Excerpts) -> shapes.Json:
    return {
        "hits": [_of_hit(hit, excerpts.get(hit.number)) for hit in found.hits],
        "more": found.more,
        "closeness": found.closeness,
    }


def _of_hit(hit: Hit, excerpt: Excerpt | None) -> shapes.Json:
    return {
        "number": hit.number,
        "subject": hit.subject,
        "customer": {"name": hit.customer_name, "email": hit.customer_email},
        "stage": hit.stage,
        "owner": hit.owner,
        "urgency": hit.urgency,
        "opened_at": shapes.time(hit.opened_at),
        "closed_at": shapes.time(hit.closed_at),
        "outcome": hit.outcome,
        "junk": hit.is_junk,
        "sentence": excerpt.text if excerpt else "",
        "marks": [list(mark) for mark in excerpt.marks] if excerpt else [],
    }


COMMANDS = {
    "search": ShellCommand(
        search,
        (
            argument(
                "words",
                nargs="+",
                metavar="WORDS",
                help=N_(
                    "what to look for: words, -not, tag:, from:, owner:, is:, before: and more"
                ),
            ),
            argument(
                "--limit", type=count, default=20, metavar="COUNT", help=N_("at most so many")
            ),
            JSON,
        ),
    )
}
