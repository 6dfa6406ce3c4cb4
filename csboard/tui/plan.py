"""Which stages a terminal of some width shows, and how they are called. Pure."""

from __future__ import annotations

from csboard.domain.records import Stage
from csboard.domain.views import Counts
from csboard.i18n import _, current_language
from csboard.named import NamedTuple

WIDE = 100
"""Columns from which stages stand side by side."""
ROOMY = 160
"""Columns from which the preview stands at the right by itself."""
LEAST_COLUMN = 32
LEAST_PREVIEW = 42


class Plan(NamedTuple):
    """What stands beside what."""

    first: int
    """Index of the leftmost stage shown."""
    shown: int
    """How many stages are shown."""
    preview: int
    """Width of the preview; 0 when there is none."""

    @property
    def last(self) -> int:
        return self.first + self.shown - 1


def plan(width: int, stages: int, active: int, preview: bool | None) -> Plan:
    """Lay out a board `width` columns wide so that the stage at `active` is on it.

    `preview` is the person's wish; None lets the width decide.
    """
    wanted = width >= ROOMY if preview is None else preview and width >= WIDE
    preview_width = max(LEAST_PREVIEW, width * 28 // 100) if wanted else 0
    count = 1
    if width >= WIDE:
        count = max(1, min(stages, (width - preview_width) // LEAST_COLUMN))
    first = max(0, min(active - count // 2, stages - count))
    return Plan(first, count, preview_width)


def stage_title(stage: Stage, counts: Counts, shown: int | None, unassigned: int) -> str:
    """A stage's heading, as `ToDo 8 ─ 未担当 3`, `Doing 5/6`, `Done 今日 12`.

    `shown` is how many cards a filter lets through, None when there is no filter.
    """
    name = stage.name(current_language())
    if shown is not None:
        return _("{stage}: {n} shown").format(stage=name, n=shown)
    if stage.kind == "done":
        return _("{stage} today {n}").format(stage=name, n=counts.done_today)
    total = counts.by_stage.get(stage.key, 0)
    title = f"{name} {total}" if stage.limit is None else f"{name} {total}/{stage.limit}"
    if stage.limit is not None and total > stage.limit:
        title += " " + _("over the limit")
    if stage.kind == "todo" and unassigned:
        title += " ─ " + _("Unassigned {n}").format(n=unassigned)
    return title
