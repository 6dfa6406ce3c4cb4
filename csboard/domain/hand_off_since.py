"""What has happened to a task since its hand-off sheet was written, so that it may be out of date.

A task that changes hands otherwise has no open sheet any more, and that is told of its last one
by itself: nothing is said of owners here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from csboard.domain import words
from csboard.domain.hand_off_records import HandOff
from csboard.domain.inverses import still_standing
from csboard.domain.records import Event, Stage, Urgency
from csboard.i18n import _, current_language, ngettext
from csboard.named import NamedTuple

WRITTEN = "sheet_written"
_MOVING = ("moved", "waiting")
TOLD = (WRITTEN, "joined", "edited", *_MOVING, "undone")
"""Kinds of the events by which it is told."""

Change = tuple[str, str]
"""What it was, and what it is."""


class Since(NamedTuple):
    """What is other than a sheet can know."""

    mails: int = 0
    """So many came in from the customer."""
    urgency: Change | None = None
    stage: Change | None = None
    """Keys of stages."""


NOTHING = Since()


def since_written(one: HandOff, events: Iterable[Event]) -> Since:
    """By the events of its inquiry, oldest first; what was undone doesn't count."""
    standing = still_standing(events)
    written = [event.id for event in standing if _writes(event, one)]
    after = [
        event
        for event in standing
        if (event.id > written[-1] if written else event.at > one.written_at)
    ]
    return Since(
        sum(event.kind == "joined" for event in after),
        _changed(map(_urgency, after)),
        _changed(_stage(event, one) for event in after),
    )


def _writes(event: Event, one: HandOff) -> bool:
    return event.kind == WRITTEN and event.detail.get("hand_off") == one.id


def _changed(steps: Iterable[Change | None]) -> Change | None:
    """From the first to the last of some changes; None when they come to nothing."""
    real = [step for step in steps if step is not None]
    if not real or real[0][0] == real[-1][1]:
        return None
    return real[0][0], real[-1][1]


def _urgency(event: Event) -> Change | None:
    return _step(event.detail.get("urgency")) if event.kind == "edited" else None


def _stage(event: Event, one: HandOff) -> Change | None:
    return _step(event.detail) if event.kind in _MOVING and event.task == one.task else None


def _step(told: object) -> Change | None:
    if not isinstance(told, Mapping) or None in (told.get("from"), told.get("to")):
        return None
    return str(told["from"]), str(told["to"])


# in words


def in_words(since: Since, stages: Sequence[Stage]) -> str:
    """`since it was written: 2 mails, urgency raised to high`; nothing where there is nothing."""
    told = _all(since, stages)
    return _("since it was written: {told}").format(told=told) if told else ""


def briefly(since: Since, stages: Sequence[Stage]) -> str:
    """The same behind how it stands, where there is little room."""
    told = _all(since, stages)
    return _("since then: {told}").format(told=told) if told else ""


def _all(since: Since, stages: Sequence[Stage]) -> str:
    return _(", ").join(filter(None, (tell(since, stages) for tell in _PARTS)))


def _mails(since: Since, _stages: Sequence[Stage]) -> str:
    n = since.mails
    return ngettext("{n} mail", "{n} mails", n).format(n=n) if n else ""


def _of_urgency(since: Since, _stages: Sequence[Stage]) -> str:
    if since.urgency is None:
        return ""
    before, now = map(Urgency, since.urgency)
    is_raised = now.rank < before.rank
    told = _("urgency raised to {urgency}") if is_raised else _("urgency lowered to {urgency}")
    return told.format(urgency=words.urgency(now))


def _of_stage(since: Since, stages: Sequence[Stage]) -> str:
    if since.stage is None:
        return ""
    names = {stage.key: stage.name(current_language()) for stage in stages}
    return _("moved to {stage}").format(stage=names.get(since.stage[1], since.stage[1]))


_PARTS: tuple[Callable[[Since, Sequence[Stage]], str], ...] = (_mails, _of_urgency, _of_stage)
