"""What people type to name a task, an inquiry, a stage."""

from __future__ import annotations

import argparse
import re

from csboard.domain.records import TaskRef
from csboard.domain.settings import TeamSettings
from csboard.errors import UsageError
from csboard.i18n import _
from csboard.near_words import did_you_mean
from csboard.text import fold, quoted


def task_of(word: str) -> TaskRef:
    """`1042`, `#1042`, `1042.2`; UsageError for anything else."""
    try:
        return TaskRef.parse(word)
    except ValueError:
        raise UsageError(
            _("{word} is no number of an inquiry: write 1042, #1042 or 1042.2.").format(
                word=quoted(word)
            )
        ) from None


def count(word: str) -> int:
    """How many at most, for argparse: from 1 to what no board holds more of."""
    if not re.fullmatch(r"0*[1-9][0-9]{0,8}", word, re.ASCII):
        raise argparse.ArgumentTypeError(_("write a whole number from 1 to 999999999"))
    return int(word)


def number_of(word: str) -> int:
    """The inquiry's number; of `1042.2` the inquiry that task belongs to."""
    return task_of(word).number


def message_of(word: str) -> int:
    """The number that `csboard show` puts before a message, in brackets or without."""
    found = re.fullmatch(r"\[?([0-9]{1,9})\]?", word)
    if found is None:
        raise UsageError(
            _("{word} is no message: csboard show puts each message's number in brackets.").format(
                word=quoted(word)
            )
        )
    return int(found[1])


def stage_of(word: str, settings: TeamSettings) -> str:
    """The key of the stage that goes by this key or name, in any language."""
    wanted = fold(word)
    for stage in settings.stages:
        if wanted in {fold(stage.key), *map(fold, stage.names.values())}:
            return stage.key
    keys = tuple(stage.key for stage in settings.stages)
    raise UsageError(
        _("There is no stage {word}; there are: {stages}.").format(
            word=quoted(word), stages=_(", ").join(keys)
        )
        + did_you_mean(word, keys)
    )
