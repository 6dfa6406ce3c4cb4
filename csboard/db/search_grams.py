"""What a query wants of the index, and how each database is asked for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from csboard.domain.grams import JUNK, Needed
from csboard.domain.wanted import Wanted, needed

Clause = tuple[Needed, ...]
"""Any of them is enough."""

Writer = Callable[[str, bool], str]
"""How a gram, or the beginning of grams, is written; a gram holds letters and digits only."""


def clauses(wanted: Wanted) -> tuple[Clause, ...]:
    """One for each want that an index can narrow by."""
    found: list[Clause] = []
    for want in wanted.wants:
        alternatives = tuple(one for term in want.terms for one in needed(term))
        if not want.unwanted and not any(one.is_empty for one in alternatives):
            found.append(tuple(dict.fromkeys(alternatives)))
    return tuple(found)


def match_of(grams: Iterable[Clause], *, sqlite: bool, any_word: bool, with_junk: bool) -> str:
    """All clauses, or any of them, as FTS5 or `tsquery` reads it."""
    write = _of_fts5 if sqlite else _of_tsquery
    both, either, but_not = ("AND", "OR", "NOT") if sqlite else ("&", "|", "& !")
    joined = f" {either if any_word else both} ".join(
        _bracketed(f" {either} ".join(_all(one, write, both) for one in clause)) for clause in grams
    )
    return joined if with_junk else f"({joined}) {but_not} {write(JUNK, False)}"


def _all(one: Needed, write: Writer, both: str) -> str:
    tokens = [write(gram, False) for gram in sorted(one.whole)]
    tokens += [write(gram, True) for gram in sorted(one.begun)]
    return _bracketed(f" {both} ".join(tokens))


def _bracketed(text: str) -> str:
    return f"({text})"


def _of_fts5(gram: str, begins: bool) -> str:
    return f'"{gram}" *' if begins else f'"{gram}"'


def _of_tsquery(gram: str, begins: bool) -> str:
    return f"'{gram}':*" if begins else f"'{gram}'"


def literal(match: str) -> str:
    """A `tsquery` as it stands in a statement."""
    return "'" + match.replace("'", "''") + "'"
