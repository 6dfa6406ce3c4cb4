"""What people type to name a task, an inquiry, a stage."""

from __future__ import annotations

from csboard.config import did_you_mean
from csboard.domain.records import TaskRef
from csboard.domain.settings import TeamSettings
from csboard.errors import UsageError
from csboard.i18n import _
from csboard.text import fold


def task_of(word: str) -> TaskRef:
    """`1042`, `#1042`, `1042.2`; UsageError for anything else."""
    try:
        return TaskRef.parse(word)
    except ValueError:
        raise UsageError(
            _("{word!r} is no number of an inquiry: write 1042, #1042 or 1042.2.").format(word=word)
        ) from None


def number_of(word: str) -> int:
    """The inquiry's number; of `1042.2` the inquiry that task belongs to."""
    return task_of(word).number


def stage_of(word: str, settings: TeamSettings) -> str:
    """The key of the stage that goes by this key or name, in any language."""
    wanted = fold(word)
    for stage in settings.stages:
        if wanted in {fold(stage.key), *map(fold, stage.names.values())}:
            return stage.key
    keys = tuple(stage.key for stage in settings.stages)
    raise UsageError(
        _("There is no stage {word!r}; there are: {stages}.").format(
            word=word, stages=", ".join(keys)
        )
        + did_you_mean(word, keys)
    )
