"""Every command has its rule and its loader, and nothing else does."""

from __future__ import annotations

import dataclasses

import csboard.domain.commands as commands
from csboard.db.loaders import LOADERS
from csboard.domain.commands import Command, TaskCommand
from csboard.domain.rules import RULES

ABSTRACT = (Command, TaskCommand)


def test_the_tables_are_complete() -> None:
    names = {
        name
        for name, found in vars(commands).items()
        if isinstance(found, type)
        and issubclass(found, Command)
        and dataclasses.is_dataclass(found)
        and found not in ABSTRACT
    }
    assert set(RULES) == names
    assert set(LOADERS) == names
