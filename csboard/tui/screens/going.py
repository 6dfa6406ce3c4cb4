"""What every whole screen has in common: sequences that begin with `g`, the palette, help."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import BindingType
from textual.screen import Screen

from csboard.domain.records import Stage, TaskRef
from csboard.errors import CsboardError
from csboard.i18n import _
from csboard.tui import keys
from csboard.tui.action import Action
from csboard.tui.app import app_of, station_of
from csboard.tui.fence import say
from csboard.tui.widgets.footer import Footer

if TYPE_CHECKING:
    from csboard.tui.company import Whereabouts

LONGEST_NUMBER = 14
"""Signs of the longest number of a task, `999999999.9999`."""


class GoingScreen(Screen[None]):
    """A screen from which one goes to the others by key or by name."""

    PLACES: ClassVar[tuple[str, ...]] = ()
    """Whose keys work here, as the help lists them."""
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("everywhere")

    whereabouts: Whereabouts | None = None
    """The inquiry in which colleagues see whoever is at this screen."""

    _typed: str | None = None
    """What was typed after `g`: nothing yet, or the beginning of a number."""

    def hint(self, sentence: str = "", severity: str = "information") -> None:
        """Show a sentence in place of the footer's keys; the empty one brings them back."""
        raise NotImplementedError

    def can(self, name: str) -> bool:
        """Whether the action makes sense now; palette and footer leave out the others."""
        return True

    def stages_ahead(self) -> Sequence[Stage]:
        """The stages that what is shown or chosen can be moved to by name."""
        return ()

    def put_into(self, stage_key: str) -> None:
        """Move what is shown or chosen into one of `stages_ahead`."""
        raise NotImplementedError

    def show_keys(self) -> None:
        """Name in the last line the keys of now, of what can be done now."""
        from csboard.tui.permitted import lead_of

        for footer in self.query(Footer):
            footer.show(self.keys_now(), lead_of(self, app_of(self).state))

    def keys_now(self) -> list[tuple[str, str, str]]:
        """Key, label and action of what can be done now."""
        return keys.footer_of(self.PLACES[0], self.can)

    def action_help(self) -> None:
        from csboard.tui.permitted import why_not
        from csboard.tui.screens.help import HelpScreen

        why = why_not(self, app_of(self).state)
        self.app.push_screen(HelpScreen(*self.PLACES, "everywhere", "go", why_not=why))

    def action_palette(self) -> None:
        from csboard.tui.screens.palette import open_palette

        app_of(self).hold_keys()
        self.run_worker(open_palette(self), group="palette", exclusive=True)

    # sequences

    def action_go(self) -> None:
        """Wait for the key that says where to."""
        self._typed = ""
        self.hint(keys.sequences_text(self.size.width - 2))

    async def on_key(self, event: events.Key) -> None:
        if self._typed is None:
            return
        event.stop()
        event.prevent_default()
        if self._typed:
            self._type_number(event)
        else:
            await self._go_where(event)

    async def _go_where(self, event: events.Key) -> None:
        sign = _sign(event)
        action = keys.second_key(event.key, sign)
        if action is None and sign.isdecimal():
            self._type_number(event)
            return
        self._typed = None
        self.hint()
        if action is not None:
            await self.run_action(go_action(action))
        elif event.key != "escape":
            say(self.app, keys.sequences_text(self.size.width - 2), "warning")

    def _type_number(self, event: events.Key) -> None:
        """Take one more sign of a number; enter goes there, anything else gives it up."""
        typed = self._typed or "#"
        sign = _sign(event)
        if event.key == "backspace":
            typed = typed[:-1]
        elif sign.isdecimal() or (sign == "." and "." not in typed):
            typed = (typed + sign)[:LONGEST_NUMBER]
        elif event.key != "enter" or len(typed) > 1:
            self._end_number(typed if event.key == "enter" else "")
            return
        self._typed = typed or None
        self.hint(_("Go to {number}_  enter: go  esc: stay").format(number=typed) if typed else "")

    def _end_number(self, typed: str) -> None:
        self._typed = None
        self.hint()
        try:
            ref = TaskRef.parse(typed)
        except ValueError:
            if typed:
                say(self.app, _("{number} is no number of an inquiry.").format(number=typed))
        else:
            self.jump(ref)

    def jump(self, ref: TaskRef) -> None:
        """Go to a task or inquiry, wherever it is; say so when there is none."""
        app_of(self).hold_keys()
        self.run_worker(self._jump(ref), group="jump", exclusive=True)

    async def _jump(self, ref: TaskRef) -> None:
        from csboard.tui.screens.inquiry import InquiryScreen

        try:
            await station_of(self).read(lambda board: board.card(ref))
        except CsboardError as failure:
            app_of(self).let_keys_go()
            say(self.app, failure.sentence, "warning")
        else:
            self.app.push_screen(InquiryScreen(ref.number))

    async def action_go_first(self) -> None:
        if self.focused is not None:
            await self.focused.run_action("first")

    def action_go_number(self) -> None:
        self._typed = "#"
        self.hint(_("Go to {number}_  enter: go  esc: stay").format(number="#"))

    def action_go_tray(self) -> None:
        from csboard.tui.screens.tray import TrayScreen

        self._visit(TrayScreen)

    def action_go_activity(self) -> None:
        from csboard.tui.screens.activity import ActivityScreen

        self._visit(ActivityScreen)

    def action_go_inbox(self) -> None:
        from csboard.tui.screens.inbox import InboxScreen

        self._visit(InboxScreen)

    def action_go_alarms(self) -> None:
        from csboard.tui.screens.alarms import AlarmsScreen

        self._visit(AlarmsScreen)

    def action_go_search(self) -> None:
        from csboard.tui.screens.search import SearchScreen

        self._visit(SearchScreen)

    def action_go_round(self) -> None:
        from csboard.tui.screens.round import RoundScreen

        self._visit(RoundScreen)

    def action_go_figures(self) -> None:
        from csboard.tui.screens.figures import FiguresScreen

        self._visit(FiguresScreen)

    def action_go_cases(self) -> None:
        """The sheet; from an inquiry, its reply can take words of a case."""
        from csboard.tui.screens.sheet import SheetScreen

        if not isinstance(self, SheetScreen):
            where = self.whereabouts
            self.app.push_screen(SheetScreen(where.number if where else None))

    def action_go_templates(self) -> None:
        """The templates; from an inquiry, its reply can take one."""
        from csboard.tui.screens.templates import TemplatesScreen

        if not isinstance(self, TemplatesScreen):
            where = self.whereabouts
            self.app.push_screen(TemplatesScreen(where.number if where else None))

    def action_go_knowledge(self) -> None:
        from csboard.tui.screens.knowledge_map import KnowledgeMapScreen

        self._visit(KnowledgeMapScreen)

    def action_go_objectives(self) -> None:
        from csboard.tui.screens.objectives import ObjectivesScreen

        self._visit(ObjectivesScreen)

    def action_go_look_back(self) -> None:
        from csboard.tui.screens.look_back import LookBackScreen

        self._visit(LookBackScreen)

    def action_go_stand_up(self) -> None:
        from csboard.tui.screens.stand_up import StandUpScreen

        self._visit(StandUpScreen)

    def action_go_digest(self) -> None:
        from csboard.tui.screens.digest import DigestScreen

        self._visit(DigestScreen)

    def action_go_times(self) -> None:
        from csboard.tui.screens.time_sheet import TimeSheetScreen

        self._visit(TimeSheetScreen)

    def action_go_absences(self) -> None:
        from csboard.tui.screens.absences import AbsencesScreen

        self._visit(AbsencesScreen)

    def action_go_leave_check(self) -> None:
        from csboard.tui.screens.leave_check import LeaveCheckScreen

        self._visit(LeaveCheckScreen)

    def action_go_hand_offs(self) -> None:
        from csboard.tui.screens.hand_offs import HandOffsScreen

        self._visit(HandOffsScreen)

    def action_go_settings(self) -> None:
        from csboard.tui.screens.settings import SettingsScreen

        self._visit(SettingsScreen)

    def _visit(self, kind: type[Screen[None]]) -> None:
        if not isinstance(self, kind):
            self.app.push_screen(kind())


def go_action(action: Action) -> str:
    """The screen's action behind a second key."""
    return f"go_{action.name}"


def _sign(event: events.Key) -> str:
    """What was typed, as if no input method were on."""
    return unicodedata.normalize("NFKC", event.character or "")
