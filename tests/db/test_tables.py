"""Every command has its rule and its loader, and nothing else does."""

from __future__ import annotations

from importlib import import_module

from csboard.db.loaders import LOADERS
from csboard.domain.absence_commands import AbsenceCommand
from csboard.domain.commands import Command, TaskCommand
from csboard.domain.knowledge_commands import TagCommand
from csboard.domain.rules import RULES

FILES = (
    "commands",
    "draft_commands",
    "review_commands",
    "sending_commands",
    "presence_commands",
    "success_commands",
    "knowledge_commands",
    "template_commands",
    "time_commands",
    "absence_commands",
    "goal_commands",
    "hand_off_commands",
    "alarm_commands",
    "stand_up_commands",
    "digest_commands",
)
"""Where commands stand that are in use."""
ABSTRACT = (Command, TaskCommand, TagCommand, AbsenceCommand)


def test_the_tables_are_complete() -> None:
    names = {
        name
        for file in FILES
        for name, found in vars(import_module(f"csboard.domain.{file}")).items()
        if isinstance(found, type) and issubclass(found, Command) and found not in ABSTRACT
    }
    assert set(RULES) == names
    assert set(LOADERS) == names
