"""The team's settings on the screen: everybody reads them, a lead changes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from csboard.domain.access import is_lead
from csboard.domain.commands import ApplySettings
from csboard.domain.records import NO_TAGS, Stage, Tags
from csboard.domain.settings import HOLIDAY, WEEKDAYS, TeamSettings
from csboard.domain.tag import Dimension
from csboard.domain.team_words import worked_anew
from csboard.domain.words import dimension as named
from csboard.errors import Conflict, CsboardError
from csboard.i18n import N_, _, current_language, weekday
from csboard.team_holidays import days_for
from csboard.tui.app import app_of, station_of
from csboard.tui.fence import say
from csboard.tui.screens.setting_boxes import StageDialog, ValueDialog
from csboard.tui.screens.settings_alarms import show_alarms, take_alarms
from csboard.tui.screens.settings_clock import (
    show_days,
    show_heat,
    show_pausing,
    show_promises,
    take_days,
    take_heat,
    take_pausing,
    take_promises,
)
from csboard.tui.screens.settings_stages import STAGE, problem_of, stage_row, with_stage

if TYPE_CHECKING:
    from csboard.tui.screens.settings import Setting, SettingsScreen

NEW_STAGE = "new stage"
WORDS = "words for tags"
OBJECTIVES = "objectives"
_HOLIDAY_IN_JAPANESE = "祝"


class Field(NamedTuple):
    """A setting of the team that is written as text."""

    label: str
    says: str
    show: Callable[[TeamSettings], str]
    take: Callable[[TeamSettings, str], TeamSettings]
    """Raises ValueError with a sentence."""
    tall: bool = False


def _text(key: str) -> dict[str, Any]:
    return {
        "show": lambda settings: str(getattr(settings, key)),
        "take": lambda settings, typed: replace(settings, **{key: typed}),
    }


def _lines(key: str) -> dict[str, Any]:
    return {
        "show": lambda settings: "\n".join(getattr(settings, key)),
        "take": lambda settings, typed: replace(settings, **{key: _split(typed)}),
        "tall": True,
    }


def _split(typed: str) -> tuple[str, ...]:
    """One on each line, or with commas between."""
    parts = (part.strip() for part in re.split(r"[\n,、]", typed))
    return tuple(dict.fromkeys(part for part in parts if part))


def _days(settings: TeamSettings) -> str:
    lines = ((_day_name(day), ranges) for day, ranges in settings.hours.items())
    return "\n".join(f"{day} {' '.join(ranges)}" for day, ranges in lines)


def _day_name(day: str) -> str:
    """A day as it is read here: 月 in Japanese, and as the file has it in English."""
    if current_language() != "ja":
        return day
    return _HOLIDAY_IN_JAPANESE if day == HOLIDAY else weekday(WEEKDAYS.index(day))


def _day_key(written: str) -> str:
    """The day that is meant, in either way of writing."""
    names = {weekday(number, "ja"): day for number, day in enumerate(WEEKDAYS)}
    names |= dict.fromkeys((_HOLIDAY_IN_JAPANESE, f"{_HOLIDAY_IN_JAPANESE}日"), HOLIDAY)
    return names.get(written.removesuffix("曜日").removesuffix("曜"), written)


def _hours(settings: TeamSettings, typed: str) -> TeamSettings:
    days = (
        line.replace(":", " ", 1) if re.match(r"\w+:\s", line) else line
        for line in typed.splitlines()
    )
    hours: dict[str, tuple[str, ...]] = {}
    for written, *ranges in (line.split() for line in days if line.strip()):
        day = _day_key(written)
        hours[day] = (*hours.get(day, ()), *ranges)  # a day may have a line for each range
    return replace(settings, hours=hours)


def _number(name: str, wrong: str) -> dict[str, Any]:
    """A field that holds a whole number; `wrong` says what to write instead of anything else."""

    def put(settings: TeamSettings, typed: str) -> TeamSettings:
        if not typed.isdecimal() or len(typed) > 6:
            raise ValueError(_(wrong))
        changes: dict[str, Any] = {name: int(typed)}
        return replace(settings, **changes)

    return {"show": lambda settings: str(getattr(settings, name)), "take": put}


_ADDRESSES = N_("Mail addresses, one on each line.")

FIELDS: dict[str, Field] = {
    "name": Field(N_("Name"), N_("Stands in the header of every board."), **_text("name")),
    "zone": Field(
        N_("Time zone"), N_("As Asia/Tokyo; days begin and times are shown in it."), **_text("zone")
    ),
    "hours": Field(
        N_("Business hours"),
        N_("A line for each open day, as: mon 09:00-12:00 13:00-18:00"),
        _days,
        _hours,
        tall=True,
    ),
    "holidays": Field(
        N_("Public holidays"),
        N_("A country as JP, a part of it as DE-BY; nothing for none. They are days off."),
        **_text("holidays"),
    ),
    "days": Field(
        N_("Days of our own"),
        N_("As 12-29..01-03 closed, or 2026-12-28 09:00-12:00; each on a line."),
        show_days,
        take_days,
        tall=True,
    ),
    "promises": Field(
        N_("Promises"),
        N_("As first 4h, or first 30m urgency:urgent; also next and solved; each on a line."),
        show_promises,
        take_promises,
        tall=True,
    ),
    "pausing": Field(
        N_("Pauses"),
        N_("As customer next solved: what stops while a reply waits for whom; each on a line."),
        show_pausing,
        take_pausing,
        tall=True,
    ),
    "heat": Field(
        N_("Heat"),
        N_("As anger 60: a tag, and how many business minutes sooner; each on a line."),
        show_heat,
        take_heat,
        tall=True,
    ),
    "headline": Field(
        N_("Headline"),
        N_("The key of the key result that stands in every header; nothing for none."),
        **_text("headline"),
    ),
    "own_addresses": Field(N_("Mailboxes"), _ADDRESSES, **_lines("own_addresses")),
    "form_senders": Field(N_("Web forms"), _ADDRESSES, **_lines("form_senders")),
    "reopen_days": Field(
        N_("Reopening"),
        N_("Days in which mail reopens a closed inquiry."),
        **_number("reopen_days", N_("Write a number of days, as 14.")),
    ),
    "flood_mails": Field(
        N_("Flood"),
        N_("More mails of one sender at once wait for a person; 0 for no limit."),
        **_number("flood_mails", N_("Write a number of mails, as 20.")),
    ),
    "flood_minutes": Field(
        N_("Flood time"),
        N_("Minutes within which so many mails are a flood."),
        **_number("flood_minutes", N_("Write a number of minutes, as 10.")),
    ),
    "fade_days": Field(
        N_("Fading"),
        N_("Days without a word after which a successful case fades; 0 for never."),
        **_number("fade_days", N_("Write a number of days, as 180.")),
    ),
    "half_life_days": Field(
        N_("Half-life"),
        N_("Days after which what was done counts half on the knowledge map."),
        **_number("half_life_days", N_("Write a number of days, as 180.")),
    ),
    "alarms": Field(
        N_("Alarms"),
        N_("A key and its words on each line: which are on, from when, whom they tell."),
        show_alarms,
        take_alarms,
        tall=True,
    ),
    "approval_for": Field(
        N_("Approval"),
        N_("When a reply needs one: always, learning, urgency:urgent or tag:NAME, each on a line."),
        **_lines("approval_for"),
    ),
    "send_window": Field(
        N_("Send window"),
        N_("Seconds in which sending can be stopped."),
        **_number("send_window", N_("Write a number of seconds, as 15.")),
    ),
    "wrap_at": Field(
        N_("Line width"),
        N_("Columns at which a reply's lines are wrapped; 0 for no wrapping."),
        **_number("wrap_at", N_("Write a number of columns, as 72.")),
    ),
    "quoting": Field(
        N_("Quoting"),
        N_("Where the customer's words stand in a new draft: below, above or none."),
        **_text("quoting"),
    ),
    "signature": Field(
        N_("Signature"),
        N_("Ends a new draft; {name} is the writer's name, {team} the team's."),
        lambda settings: settings.signature,
        lambda settings, typed: replace(settings, signature=typed.strip("\n")),
        tall=True,
    ),
}
NOTES = {
    "own_addresses": N_("mail from one of them is held, never opened as a customer's"),
    "form_senders": N_("their mails look automatic but carry customers' words"),
    "reopen_days": N_("days in which mail reopens a closed inquiry"),
    "flood_mails": N_("mails of one sender, beyond which they wait for a person"),
    "flood_minutes": N_("minutes within which they are counted"),
    "fade_days": N_("days without a word after which a successful case fades"),
    "half_life_days": N_("days after which what was done counts half on the knowledge map"),
    "hours": N_("in the team's zone"),
    "holidays": N_("days off that the country has; csboard team holidays tells which"),
    "days": N_("with their hours; stronger than weekdays and public holidays"),
    "promises": N_("how soon customers hear from the team, in business time"),
    "pausing": N_("which clocks stand still while a reply waits, and for whom"),
    "heat": N_("minutes by which an inquiry with such a tag comes sooner"),
    "alarms": N_("what must not go unnoticed, and whom it reaches"),
    "headline": N_("the key result that stands in every header"),
    "approval_for": N_("when a reply needs a colleague's approval"),
    "send_window": N_("seconds in which sending can be stopped"),
    "wrap_at": N_("columns at which lines of replies are wrapped"),
    "quoting": N_("where the customer's words stand in a new draft"),
    "signature": N_("ends a new draft"),
}
BEFORE_STAGES = ("name", "zone")


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
        from csboard.tui.elsewhere import edited, editor_of
        from csboard.tui.team_file import read, wanted_settings, wanted_words, write

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
                wanted = _with_changes(seen, base, wanted_settings(file, base))
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
