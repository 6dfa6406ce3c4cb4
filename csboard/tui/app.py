"""The application: one station, one live board, screens on top."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, suppress
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from textual import events
from textual.message_pump import MessagePump
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.signal import Signal

from csboard.domain.records import Actor, Event
from csboard.errors import CsboardError, Refused, Unavailable
from csboard.i18n import _
from csboard.tui.base import BaseApp
from csboard.tui.fence import say
from csboard.tui.kept import Keeper, Kept
from csboard.tui.keys import ACTIONS, remap
from csboard.tui.live import Live
from csboard.tui.state import BoardState, Change
from csboard.tui.station import Station
from csboard.tui.taking_over import with_key
from csboard.tui.themes import dress
from csboard.tui.turns import Turns

if TYPE_CHECKING:
    from textual.actions import ActionParseResult
    from textual.dom import DOMNode

    from csboard.board import Board
    from csboard.config import Config, KeyWish
    from csboard.domain.alarm_records import Alarms
    from csboard.domain.commands import Command
    from csboard.domain.holders import Topic
    from csboard.domain.replies import Surroundings
    from csboard.domain.team_goals import ResultStanding
    from csboard.mail.transport import Transport
    from csboard.tui.alarms import AlarmWatch
    from csboard.tui.company import Company
    from csboard.tui.first_steps import FirstSteps
    from csboard.tui.outgoing import Outgoing
    from csboard.tui.screens.board import BoardScreen
    from csboard.tui.timing import Timing
    from csboard.tui.wakeups import Files

ASKED_AFTER = ("queued", "sent", "moved")
"""Kinds of one's own events after which it may be asked why a promise was broken."""
KEEP_EVERY = 60.0
"""Seconds after which it is looked whether the board's view is to be written down."""


class CsboardApp(BaseApp):
    """csboard on a terminal."""

    CSS_PATH = Path(__file__).parent / "screens" / "board.tcss"
    alone: Mapping[Topic, str | None] = MappingProxyType({})
    """Of the topics of open cards who alone has answered them, as far as that is known."""

    searched = ""
    """What was searched for last, to be gone on with."""

    company: Company | None = None
    """From the first paint on."""

    alarm_watch: AlarmWatch | None = None
    """From soon after the first paint on."""

    timing: Timing | None = None
    """What is done about timers, from the first paint on."""

    taken_on_map: tuple[int, ...] = ()
    """Inquiries taken on the knowledge map, the latest last: what its undo takes back."""

    done_in_digest: tuple[Event, ...] = ()
    """Acts on what happened during one's absence, the latest last: what its undo takes back."""

    touched_at: datetime = datetime.min.replace(tzinfo=UTC)
    """When a key was last pressed, or the mouse used."""
    headline: ResultStanding | None = None
    """The key result that stands in the header, as it was worked out last."""
    asked_why: frozenset[tuple[int, str, datetime]] = frozenset()
    """Of which broken promises it was asked here why: inquiry, clock, when that began."""

    def __init__(
        self,
        board: Board,
        actor: Actor,
        *,
        theme: str = "",
        config: Config | None = None,
        state_file: Path | None = None,
        pretended: Transport | None = None,
    ) -> None:
        super().__init__()
        self.station = Station(board, actor)
        self.session = os.urandom(8).hex()
        """What pens and presence of this open board go by."""
        self.turns = Turns()
        self.changes: Signal[Change] = Signal(self, "changes")
        """Each step of the board; screens that show it subscribe."""
        self.minutes: Signal[None] = Signal(self, "minutes")
        """Each turn of a minute."""
        self.troubles: Signal[str] = Signal(self, "troubles")
        """Why the database can't be used just now; the empty text when it can again."""
        self.trouble = ""
        """The last of `troubles`."""
        self.surroundings: Signal[Surroundings] = Signal(self, "surroundings")
        """What colleagues do just now, and what is unread, each time that is different."""
        self.alarmed: Signal[Alarms] = Signal(self, "alarmed")
        """The alarms that stand, each time that they are others."""
        self.when_shown: Callable[[], None] = lambda: None
        """Done after the first paint: what nobody should have to wait for."""
        self._keeper = Keeper(state_file, board.url, actor.login) if state_file else None
        self.begun_in = state_file and state_file.with_name("begun")
        """Where what is being written is kept; None where nothing is kept of a person."""
        self.steps_mark = state_file and state_file.with_name("first-steps-done")
        """Is there once the person has been led through their first minute."""
        self.first_steps: FirstSteps | None = None
        self.pretended = pretended
        """A way to send that reaches nobody, in place of the host's; the demo has one."""
        self.outgoing: Outgoing | None = None
        """What sends replies from here; None where the host names no way."""
        self._first = self.station.begin(self._keeper.read if self._keeper else None)
        self._board_screen: BoardScreen | None = None
        self._live: Live | None = None
        self._live_task: asyncio.Task[None] | None = None
        self.config = config
        """The person's settings as last taken; None when nobody read them."""
        self.editor = (config and config.editor) or ""
        self._theme_problem = dress(self, theme)
        if config is not None and config.borders != "line":
            self.draw_lines_in(config.borders)
        self._keys_problem = self.take_keys()

    def wear_again(self) -> None:
        """Wear the theme that the settings name now; what is wrong with it is told."""
        from csboard.tui.themes import fitting

        theme = (self.config and self.config.theme) or fitting(os.environ)
        if problem := dress(self, theme):
            say(self, problem, "warning")

    def show_keys_again(self) -> None:
        """Let the last line of each screen name the keys of now."""
        for screen in self.screen_stack:
            if show_keys := getattr(screen, "show_keys", None):
                show_keys()

    def _take_wishes(self, wishes: tuple[KeyWish, ...]) -> None:
        """Let keys that a file has now act at once; say in a sentence what is wrong with them."""
        if self.config is None or wishes == self.config.keys:
            return
        self.config = self.config._replace(keys=wishes)
        problem = self.take_keys()
        self.show_keys_again()
        if problem:
            say(self, problem, "warning")

    def take_keys(self) -> str:
        """Give actions the person's keys; what is wrong with them, in a sentence or none."""
        remap({})
        if self.config is None or not self.config.keys:
            return ""
        from csboard.tui.remap import judge, told_once

        judgement = judge(self.config.keys, ACTIONS)
        remap(judgement.keys)
        return told_once(judgement)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.InputEvent | events.Paste):
            self.touched_at = self.station.clock.now()
        pressed = isinstance(event, events.MouseDown) and not event.is_forwarded
        if pressed and self.timing is not None and self.timing.comes_back():
            return
        await super().on_event(event)

    @property
    def live(self) -> Live:
        assert self._live is not None, "the board is read before any screen is made"
        return self._live

    @property
    def state(self) -> BoardState:
        """The board as last read."""
        return self.live.state

    async def on_load(self) -> None:
        try:
            snapshot = await asyncio.wrap_future(self._first)
        except CsboardError as failure:
            self.failure = failure
            self.exit()
            return
        self._live = Live(self.station, snapshot, self._publish, self._set_trouble)

    def get_default_screen(self) -> Screen[None]:
        from csboard.tui.screens.board import BoardScreen

        self._board_screen = BoardScreen(self.state, self.station, self._left_as())
        return self._board_screen

    def _left_as(self) -> Kept:
        """How this person left the board last time; a setting of theirs is stronger."""
        kept = self._keeper.kept if self._keeper else Kept()
        preview = self.config and self.config.preview
        return kept if preview is None else kept._replace(preview=preview)

    async def _keep(self) -> None:
        """Write down how the board is now, unless it is so already."""
        if self._keeper is not None and self._board_screen is not None:
            await asyncio.to_thread(self._keeper.write, self._board_screen.as_left())

    def on_mount(self) -> None:
        self.call_after_refresh(self._go_live)

    def _go_live(self) -> None:
        """After the first paint, follow the board."""
        self.when_shown()
        kept_problem = self._keeper.problem if self._keeper else ""
        for problem in filter(None, (self._theme_problem, self._keys_problem, kept_problem)):
            say(self, problem, "warning")
        self._live_task = asyncio.create_task(self.live.run(self._files()), name="live")
        self._live_task.add_done_callback(self._live_ended)
        self.set_interval(KEEP_EVERY, self._keep)
        import_module("csboard.tui.beginning").begin(self)

    def tick(self) -> None:
        """A minute has turned: see what others do, and what has come by itself."""
        self.look_around()
        if self.alarm_watch is not None:
            self.alarm_watch.tick()
        self.minutes.publish(None)

    def show_header(self) -> None:
        """Let the board's header be drawn anew."""
        if self._board_screen is not None and self._board_screen.is_mounted:
            self._board_screen.show_header()

    def moved(self) -> None:
        """The person may be in another inquiry now, or begin or end to write in one."""
        if self.company is not None:
            self.company.moved()

    def look_around(self) -> None:
        """See soon what colleagues are doing."""
        if self.company is not None:
            self.company.look_soon()

    def end_first_steps(self) -> None:
        """Take the line for newcomers away, if there is one."""
        if self.first_steps is not None:
            self.first_steps.end()

    def _files(self) -> Files | None:
        """What hears of the person's own files, if they were read at all."""
        if self.config is None:
            return None
        from csboard.tui.wardrobe import Wardrobe

        return Wardrobe(self, self.config.theme, self._take_wishes)

    def _live_ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            self.fail(cast(Exception, error))

    async def on_unmount(self) -> None:
        if self._live_task is not None:
            self._live_task.cancel()
            await asyncio.wait([self._live_task], timeout=1)
        if self.company is not None:
            self.company.leave()
        await self._keep()
        if not self.station.close() and self.failure is None:
            self.failure = Unavailable("unreachable", _no_answer())

    def at_rest(self) -> AbstractAsyncContextManager[None]:
        return self.station.at_rest()

    async def attempt(self, command: Command) -> Event | CsboardError:
        """Do `command`; when this returns, the board shows what became of it."""
        outcome: Event | CsboardError
        try:
            outcome = await self.station.execute(command)
        except (Refused, Unavailable) as failure:
            outcome = with_key(self, failure)
        await self.live.look()
        if isinstance(outcome, Unavailable) and not self.trouble:
            with suppress(Unavailable):  # then it stays in doubt
                outcome = await self.station.found() or outcome
        if isinstance(outcome, Event) and outcome.kind in ASKED_AFTER:
            import_module("csboard.tui.lateness").ask_why_soon(self, outcome)
        return outcome

    async def perform(self, command: Command) -> Event | None:
        """Like `attempt`; what can't be done is told to the person, and None is returned."""
        return self.told(await self.attempt(command))

    async def _act_on(self, typed: events.Key | events.Paste) -> None:
        if self.timing is None or not self.timing.comes_back():
            await super()._act_on(typed)

    def told(self, outcome: Event | CsboardError) -> Event | None:
        """The event; a failure is told to the person, and None is returned."""
        if isinstance(outcome, Event):
            return outcome
        say(self, outcome.sentence, "warning" if isinstance(outcome, Refused) else "error")
        return None

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Tell the person something: on the board in its last line, elsewhere as a toast."""
        tell: Callable[[str, str], bool] | None = getattr(self.screen, "tell", None)
        if tell is not None and self.screen.is_mounted and tell(message, severity):
            return
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do what a key stands for, but tell who may only look that this is a change."""
        if self._live is not None and (why := self._why_not(action, default_namespace)):
            self.let_keys_go()
            say(self, why, "warning")
            return True
        if (leave_said := getattr(self.screen, "leave_said", None)) is not None:
            leave_said()
        return await super().run_action(action, default_namespace, namespaces)

    def _why_not(self, action: str | ActionParseResult, place: DOMNode | None) -> str:
        from csboard.tui.permitted import CHANGES, why_not

        places: tuple[str, ...] = getattr(place, "PLACES", ())
        if not any(f"{one}.{action}" in CHANGES for one in places):
            return ""
        return why_not(self, self.state)

    def forget(self, screen: Screen[None]) -> None:
        """Let go of a closed screen, which Textual's signals keep alive."""
        self.changes.unsubscribe(screen)
        self.minutes.unsubscribe(screen)
        self.surroundings.unsubscribe(screen)
        self.alarmed.unsubscribe(screen)
        self.troubles.unsubscribe(screen)

    def _publish(self, change: Change) -> None:
        self.changes.publish(change)
        if self.timing is not None:
            self.timing.heard(change)
        self.look_around()

    def _set_trouble(self, sentence: str) -> None:
        self.trouble = sentence
        self.troubles.publish(sentence)


def _no_answer() -> str:
    return _(
        "The database gave no answer: look whether your last change is there when it can be"
        " reached again."
    )


def app_of(widget: MessagePump) -> CsboardApp:
    """The running application, as what it is."""
    return cast(CsboardApp, widget.app)


def station_of(widget: MessagePump) -> Station:
    """Where any screen or widget asks the board and changes it."""
    return app_of(widget).station
