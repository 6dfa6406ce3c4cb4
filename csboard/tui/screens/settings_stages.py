"""The team's stages among its settings: how each is told, and what a board can't do without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from csboard.domain.records import NEEDS, Stage
from csboard.domain.settings import STAGE_KINDS, TeamSettings
from csboard.domain.words import need
from csboard.i18n import _, current_language
from csboard.text import clean
from csboard.tui.keys import key_of
from csboard.tui.screens.settings import Setting

STAGE = "stage:"
"""Before a stage's key in the name of its row."""


def stage_row(stage: Stage, place: int, *, may_change: bool) -> Setting:
    """The row of the stage that stands at `place`, counted from 1."""
    limit = "" if stage.limit is None else _("at most {n}").format(n=stage.limit)
    facts = [
        stage.name(current_language()),
        _("kind: {kind}").format(kind=kind_in_words(stage.kind)),
        limit,
        _("key: {key}").format(key=stage.key),
    ]
    needs = _(", ").join(map(need, stage.needs))
    asks, says = needs and _("needs: {needs}").format(needs=needs), stage.definition_of_done
    note = "  ".join(filter(None, (asks, says.partition("\n")[0])))
    if may_change and not note:
        note = _how_stages_change()
    whole = "\n".join(filter(None, (asks, says)))
    label, value = _("Stage {n}").format(n=place), "  ".join(filter(None, facts))
    return Setting(f"{STAGE}{stage.key}", label, value, note, whole)


def kind_in_words(kind: str) -> str:
    kinds = {"todo": _("to do"), "doing": _("in work"), "done": _("done")}
    return kinds.get(kind, kind)


def _how_stages_change() -> str:
    earlier, later, remove = map(key_of, ("settings.earlier", "settings.later", "settings.remove"))
    return _("{earlier} and {later} move it, {remove} takes it out").format(
        earlier=earlier, later=later, remove=remove
    )


def with_stage(seen: TeamSettings, before: Stage, stage: Stage) -> TeamSettings:
    """The settings with a stage changed, or with one more before the last.

    One that somebody else took out meanwhile comes back: saved again, it is wanted.
    """
    if seen.stage(before.key) is None:
        changed = (*seen.stages[:-1], stage, *seen.stages[-1:])
    else:
        changed = tuple(stage if one.key == before.key else one for one in seen.stages)
    return replace(seen, stages=changed)


def problem_of(stages: Sequence[Stage]) -> str:
    """Why no board can have these stages, in the words of the screen; else nothing.

    The door refuses them too, in the words of the team's file.
    """
    kinds = [stage.kind for stage in stages]
    if kinds[:1] != ["todo"] or kinds[-1:] != ["done"] or kinds != sorted(kinds, key=_rank):
        return _(
            'A board begins with a stage of the kind "to do" and ends with one of the kind'
            ' "done", with the work between them.'
        )
    keys = [stage.key for stage in stages]
    if twice := [key for key in keys if keys.count(key) > 1]:
        return _("There is a stage with the key {key} already.").format(key=twice[0])
    if any(stage.limit is not None and stage.limit < 1 for stage in stages):
        return _("Write how many cards, or nothing for no limit.")
    if unknown := [need for stage in stages for need in stage.needs if need not in NEEDS]:
        return _("{need} is nothing that a stage can need.").format(need=clean(unknown[0]))
    if stages[0].needs:
        return _("The first stage can't need anything: mail comes in there.")
    return ""


def _rank(kind: str) -> int:
    return STAGE_KINDS.index(kind) if kind in STAGE_KINDS else len(STAGE_KINDS)
