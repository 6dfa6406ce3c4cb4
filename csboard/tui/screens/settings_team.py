"""The team's settings on the screen: everybody reads them, a lead changes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from csboard.domain.access import is_lead
from csboard.domain.commands import ApplySettings
from csboard.domain.records import NO_TAGS, Stage, Tags
from csboard.domain.settings import TeamSettings
from csboard.domain.tag import Dimension
from csboard.domain.team_words import worked_anew
from csboard.domain.words import dimension as named
from csboard.errors import Conflict, CsboardError
from csboard.i18n import _, current_language
from csboard.team_holidays import days_for
from csboard.tui.app import app_of, station_of
from csboard.tui.fence import say
from csboard.tui.screens.setting_boxes import StageDialog, ValueDialog
from csboard.tui.screens.settings_fields import BEFORE_STAGES, FIELDS, NOTES, Field
from csboard.tui.screens.settings_stages import STAGE, problem_of, stage_row, with_stage

if TYPE_CHECKING:
    from csboard.tui.screens.settings import Setting, SettingsScreen

NEW_STAGE = "new stage"
WORDS = "words for tags"
OBJECTIVES = "objectives"


class TeamPart:
    """The team's part of the settings screen."""

    def __init__(self, screen: SettingsScreen) -> None:
        self.title = _("The team's")
        self._screen = screen
        self._seen = TeamSettings()

    async def read(self) -> list[Setting]:
        try:
            self._seen = await station_of(self._screen).read(lambda board: board.settings())
        except CsboardError as failure:
            say(self._screen.app, failure.sentence, "error")
        stages = enumerate(self._seen.stages, 1)
        may_change = self.may_change
        return [
            *(self._row(key) for key in BEFORE_STAGES),
            *(stage_row(stage, place, may_change=may_change) for place, stage in stages),
            *self._row_of_new_stage(),
            self._row_of_words(),
            self._row_of_objectives(),
            *(self._row(key) for key in FIELDS if key not in BEFORE_STAGES),
        ]

    def _row(self, key: str) -> Setting:
        from csboard.tui.screens.settings import Setting

        field = FIELDS[key]
        shown = _("; ").join(field.show(self._seen).splitlines())
        note = _(NOTES[key]) if key in NOTES else ""
        if key == "name" and not self.may_change:
            note = _("You may look; a lead changes the team's settings.")
        return Setting(key, _(field.label), shown or _("none"), note)

    def _row_of_new_stage(self) -> Sequence[Setting]:
        from csboard.tui.screens.settings import Setting

        if not self.may_change:
            return ()
        return (Setting(NEW_STAGE, _("Another stage"), _("enter adds one before the last"), ""),)

    def _row_of_words(self) -> Setting:
        from csboard.tui.screens.settings import Setting

        words = self._seen.vocabulary.words
        parts = [f"{named(kind)} {len(getattr(words, kind))}" for kind in Dimension]
        note = _("enter: their readings and use; rename, merge, retire")
        return Setting(WORDS, _("Words for tags"), _(", ").join(parts), note)

    def _row_of_objectives(self) -> Setting:
        from csboard.tui.screens.settings import Setting

        told = (
            _("{name}: {words}").format(
                name=one.name, words=_(", ").join(result.key for result in one.results)
            )
            for one in self._seen.objectives
        )
        note = _("csboard team edit changes them; enter: how far they are")
        return Setting(OBJECTIVES, _("Objectives"), _("; ").join(told) or _("none"), note)

    @property
    def may_change(self) -> bool:
        """Whether the person is one of those who may."""
        app = app_of(self._screen)
        member = app.state.members.get(app.station.actor.login)
        return member is not None and is_lead(member)

    def _is_refused(self) -> bool:
        """Whether the person may only look; then they are told."""
        if self.may_change:
            return False
        say(self._screen.app, _("You may look; a lead changes the team's settings."), "warning")
        return True

    async def change(self, name: str) -> None:
        if name == WORDS:
            from csboard.tui.screens.vocabulary import VocabularyScreen

            await self._screen.app.push_screen_wait(VocabularyScreen())
        elif name == OBJECTIVES:
            from csboard.tui.screens.objectives import ObjectivesScreen

            await self._screen.app.push_screen_wait(ObjectivesScreen())
        elif not self.may_change:
            self._screen.show_whole(name, _("You may look; a lead changes the team's settings."))
        elif name == NEW_STAGE:
            await self._change_stage(Stage("", "doing", {}))
        elif name.startswith(STAGE):
            stage = self._seen.stage(name.removeprefix(STAGE))
            if stage is not None:
                await self._change_stage(stage)
        else:
            await self._change_field(FIELDS[name])

    async def _change_field(self, field: Field) -> None:
        """Ask until it is applied or given up; what was typed is never lost."""
        seen = self._seen  # others' changes go on being read while the box is open
        before = typed = field.show(seen)
        problem = ""
        while True:
            says, title = _(field.says), _(field.label)
            box = ValueDialog(title, says, before, typed, problem, tall=field.tall)
            answer = await self._screen.app.push_screen_wait(box)
            if answer is None:
                return
            typed = answer
            try:
                seen, problem = await self._apply(field.take(seen, typed), seen)
            except ValueError as wrong:
                problem = str(wrong)
            if not problem:
                return

    async def _change_stage(self, before: Stage) -> None:
        name = before.name(current_language())
        title = _("Stage {name}").format(name=name) if before.key else _("Another stage")
        seen, typed, problem = self._seen, before, ""
        while True:
            box = StageDialog(title, before, typed, problem)
            answer = await self._screen.app.push_screen_wait(box)
            if answer is None:
                return
            typed = answer
            wanted = with_stage(seen, before, typed)
            problem = problem_of(wanted.stages)
            if not problem:
                seen, problem = await self._apply(wanted, seen)
            if not problem:
                return

    async def _apply(
        self, wanted: TeamSettings, seen: TeamSettings, words: Tags = NO_TAGS
    ) -> tuple[TeamSettings, str]:
        """Apply what differs from what was seen; what is seen from now on, and why not, if not."""
        if wanted == seen and not seen.vocabulary.missing(words):
            return seen, ""
        station = station_of(self._screen)
        try:
            days = await station.read(lambda board: days_for(wanted.holidays, board))
            wish = ApplySettings(settings=wanted, was=seen, words=words, public_days=days)
            event = await station.execute(wish)
        except Conflict as conflict:
            await self.read()  # saving once more is then a decision
            return self._seen, conflict.sentence
        except CsboardError as failure:
            return seen, failure.sentence
        await app_of(self._screen).live.look()
        say(self._screen.app, worked_anew(event) or _("The team is up to date."))
        return seen, ""

    async def _try(self, stages: Sequence[Stage]) -> None:
        """Have these stages, without a box; what is wrong is told."""
        problem = problem_of(stages)
        if not problem:
            wanted = replace(self._seen, stages=tuple(stages))
            _seen, problem = await self._apply(wanted, self._seen)
        if problem:
            say(self._screen.app, problem, "warning")

    async def remove(self, name: str) -> None:
        if self._is_refused():
            return
        if not name.startswith(STAGE):
            say(self._screen.app, _("Only stages can be taken out."))
            return
        from csboard.tui.screens.confirm import ConfirmDialog

        key = name.removeprefix(STAGE)
        stage = self._seen.stage(key)
        if stage is None:
            return
        question = _("Take out the stage {name}?").format(name=stage.name(current_language()))
        if await self._screen.app.push_screen_wait(ConfirmDialog(question, _("Remove"))):
            await self._try([stage for stage in self._seen.stages if stage.key != key])

    async def shift(self, name: str, by: int) -> None:
        if not name.startswith(STAGE) or self._is_refused():
            return
        stages = list(self._seen.stages)
        here = [stage.key for stage in stages].index(name.removeprefix(STAGE))
        there = here + by
        if not 0 <= there < len(stages):
            return
        stages[here], stages[there] = stages[there], stages[here]
        await self._try(stages)

    async def edit_as_file(self) -> None:
        """All of it as TOML in the person's editor, again and again until it makes sense."""
        if self._is_refused():
            return
        from csboard.team_file.applying import emptied, wanted_settings, wanted_words
        from csboard.team_file.reading import read
        from csboard.team_file.writing import write
        from csboard.tui.elsewhere import edited, editor_of

        try:
            editor_of(app_of(self._screen))
        except CsboardError as failure:
            say(self._screen.app, failure.sentence, "warning")
            return

        seen = base = self._seen
        before = text = write(base, [])
        while True:
            try:
                text = await edited(app_of(self._screen), text)
                if text.strip() == before.strip():
                    say(self._screen.app, _("Nothing was changed."))
                    return
                file = read(text, _("The text"))
                wanted = _with_changes(seen, base, wanted_settings(file, emptied(base)))
                seen, problem = await self._apply(wanted, seen, wanted_words(file))
            except CsboardError as failure:
                problem = failure.sentence
            if not problem or not await self._again(problem):
                return

    async def _again(self, problem: str) -> bool:
        from csboard.tui.screens.confirm import ConfirmDialog

        question = f"{problem}\n\n{_('Go on writing?')}"
        box = ConfirmDialog(question, _("The team's"))
        goes_on: bool = await self._screen.app.push_screen_wait(box)
        return goes_on


def _with_changes(seen: TeamSettings, base: TeamSettings, wanted: TeamSettings) -> TeamSettings:
    """The settings with what `wanted` changes of `base`; others' changes of the rest stay."""
    names = [field.name for field in fields(base)]
    changed = [name for name in names if getattr(wanted, name) != getattr(base, name)]
    return replace(seen, **{name: getattr(wanted, name) for name in changed})
