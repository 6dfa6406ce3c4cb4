"""T14: cs1, cs2, cs3, root and an outsider as real accounts on one file; faults for the doctor."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.figures import Figure
from bench.storm.field import Storm
from tests.support.accounts import IN_CI, Account, accounts, open_place
from tests.support.many_accounts import ORDERS, UMASKS, board_of_group, problems
from tests.support.planted import ON_CLOSED, ON_OPEN, Plant, paste

FAULTS = (
    "directory without setgid",
    "directory of another group",
    "directory open to everybody",
    "file for reading only",
    "file of another group",
    "lock of one person",
    "bell of one person",
    "access list of the file",
    "-wal of one person",
    "-shm for reading only",
)
"""The ten that T14 counts; the tests plant them all and more."""


def run(storm: Storm) -> Iterator[Figure]:
    if "sqlite" not in storm.databases:
        return
    if os.geteuid() != 0:
        reason = "T14 works as several accounts, which only root can"
        if IN_CI:
            raise SystemExit(reason)
        print(f"skipped: {reason}", file=sys.stderr)
        return
    with open_place() as place, accounts(place) as people:
        masks = len(UMASKS)
        lives = [
            (order, mask)
            for index, order in enumerate(ORDERS)
            for mask in (UMASKS[index % masks : index % masks + 1] if storm.short else UMASKS)
        ]
        found = [
            problem
            for number, (order, mask) in enumerate(lives)
            for problem in problems(people, place / f"life{number}", order, mask)
        ]
        for problem in found:
            print(problem, file=sys.stderr)
        opened = [problem for problem in found if "outsider" in problem]
        yield Figure("T14", "orders x umasks", "sqlite", len(lives), "lives")
        yield _none("members refused", len(found) - len(opened))
        yield _none("outsiders let in", len(opened))
        named, mended = _doctor(people, place)
        yield _all("faults found and named", named)
        yield _all("faults mended by the command told, or --fix", mended)


def _none(what: str, count: int) -> Figure:
    return Figure("T14", what, "sqlite", count, "", 0, counted=True)


def _all(what: str, count: int) -> Figure:
    return Figure("T14", what, "sqlite", count, "", len(FAULTS), at_least=True, counted=True)


def _doctor(people: Mapping[str, Account], place: Path) -> tuple[int, int]:
    """How many of the planted faults are named, and how many are gone after what it told."""
    planted: dict[str, tuple[Plant, str]] = {**ON_CLOSED, **ON_OPEN}
    named = mended = 0
    for number, name in enumerate(FAULTS):
        url, path = board_of_group(people, place / f"fault{number}")
        people["cs1"].ask("open", url)
        plant, words = planted[name]
        plant(path)
        found = _faults(people["root"], url)
        named += len(found) == 1 and words in found[0]["text"]
        for fault in found:
            # By --fix where the tool that the command names is not installed.
            if paste(fault["command"]).returncode:
                people["root"].ask("shell", "doctor", "--fix", "--db", url)
        left = _faults(people["root"], url)
        mended += left == []
        if left:
            print(f"{name}: still {left[0]['text']}", file=sys.stderr)
        people["cs1"].ask("close")
    return named, mended


def _faults(person: Account, url: str) -> list[dict[str, str]]:
    told = person.ask("shell", "doctor", "--json", "--db", url)
    return [one for one in json.loads(told["out"]) if one["level"] == "fail"]
