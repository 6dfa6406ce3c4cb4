"""One board opened by members, root and an outsider, in every order and under every umask (T14)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.support.accounts import GROUP, Account

UMASKS = (0o000, 0o022, 0o077)
ORDERS = tuple(itertools.permutations(("cs1", "cs2", "cs3", "root")))
"""Who opens first, second, third and last."""


def board_of_group(people: Mapping[str, Account], place: Path) -> tuple[str, Path]:
    """A new board made by root for the group: URL and path."""
    path = place / "board.db"
    url = f"sqlite:///{path}"
    told = people["root"].ask("shell", "init", "--group", str(GROUP), "--db", url)
    assert told["status"] == 0, told["err"]
    return url, path


def problems(
    people: Mapping[str, Account], place: Path, order: Sequence[str], umask: int
) -> Iterator[str]:
    """Members who could not write, and what an outsider could do, in one life of a board.

    All open one after the other and stay; then they leave one after the other while the others
    go on writing; then each comes back alone.
    """
    for person in people.values():
        person.ask("umask", umask)
    url, path = board_of_group(people, place)
    where = f"{oct(umask)} {' '.join(order)}"

    def tell(name: str, what: str, *about: object) -> Iterator[str]:
        answer = people[name].ask(what, *about)
        if answer != "ok":
            yield f"{where}: {name} could not {what}: {answer}"

    for name in order:
        yield from tell(name, "open", url)
        yield from tell(name, "write")
        yield from _outsider(people, url, path, where)
    for left, name in enumerate(order):
        for still in order[left:]:
            yield from tell(still, "write")
        yield from tell(name, "close")
    yield from _outsider(people, url, path, where)
    for name in order:
        yield from tell(name, "open", url)
        yield from tell(name, "write")
        yield from tell(name, "close")


def _outsider(people: Mapping[str, Account], url: str, path: Path, where: str) -> Iterator[str]:
    stranger = people["outsider"]
    if stranger.ask("open", url) == "ok":
        yield f"{where}: an outsider opened it"
    if (answer := stranger.ask("tamper", str(path))) != "refused":
        yield f"{where}: an outsider {answer}"
