"""What every csboard application does before it shows anything: fences, crash, resume, paste."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import RenderableType
from textual import events
from textual._compositor import ChopsUpdate
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.filter import LineFilter, Monochrome, NoColor
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.worker import WorkerFailed

from csboard.clock import SystemClock
from csboard.crash import Retold, write_crash_log
from csboard.errors import CsboardError
from csboard.i18n import _
from csboard.text import clean
from csboard.tui import keys
from csboard.tui.closing import is_moot
from csboard.tui.fence import Fence, in_toast, say
from csboard.tui.keys_ahead import KeysAhead, passed
from csboard.tui.memory import Memory
from csboard.tui.smallness import TooSmall, is_too_small
from csboard.tui.style_sheet import FrugalStylesheet
from csboard.tui.theme_file import is_colourless
from csboard.tui.themes import redress, with_meanings
from csboard.tui.whole_letters import paint_whole_letters

if TYPE_CHECKING:
    from textual.binding import BindingsMap
    from textual.dom import DOMNode
    from textual.driver import Driver
    from textual.theme import Theme

    from csboard.tui.confines import Confines
    from csboard.tui.fields import ImeInput

NOT_AGAIN_FOR = 2.0
"""Seconds in which the same sentence makes no second toast, however often a key is pressed."""
PASTE_TAIL = 0.2
"""Seconds after a paste in which keys count as the rest of that paste (rule R11)."""

ALWAYS_HEARD = ("ctrl+q", "ctrl+z")
"""Keys for leaving, which act however small the window is."""


class BaseApp(App[None]):
    """An `App` that shows text only through the fence and fails without showing data."""

    CSS: ClassVar[str] = """
    Toast, Toast:ansi { color: $foreground; background: $surface; width: auto; max-width: 100%; }
    /* Above a box, which gets out of their way. */
    ModalScreen ToastRack {
        layer: default; dock: top; align: right top; margin-bottom: 0; max-height: 40%;
    }
    ModalScreen Toast { margin-top: 0; padding: 0 1; }
    Screen:ansi { color: $foreground; background: $background; }
    ModalScreen:ansi { background: transparent; }
    VerticalScroll, TextArea {
        scrollbar-color: $muted; scrollbar-color-hover: $muted; scrollbar-color-active: $muted;
        scrollbar-background: $surface; scrollbar-background-hover: $surface;
        scrollbar-background-active: $surface;
    }
    """
    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "suspend_process", show=False),
    ]
    crash_log: Path | None = None
    """Where the report of an unexpected failure went."""
    editor: str = ""
    """The person's editor by their settings; without one VISUAL and EDITOR say."""
    confines: Confines | None = None
    """What keeps this person from all but the board; None for whoever has an account here."""
    failure: CsboardError | None = None
    """Why the board could not be shown at all; raised again when the terminal is free."""
    _borders = "line"
    _looks: tuple[LineFilter, ...] = ()
    _variables_of: Theme | None = None
    """Whose `theme_variables` are: computing them takes 2 ms, and a start asks three times."""

    def __init__(self) -> None:
        super().__init__()
        self.stylesheet = FrugalStylesheet(variables=self.theme_variables)
        self._fence = Fence()
        self._last_paste = float("-inf")
        self._just_said: set[str] = set()
        self._keys_ahead = KeysAhead(self, self._act_on)
        self.memory = Memory(self)

    def get_driver_class(self) -> type[Driver]:
        from csboard.tui.line import ThriftyDriver

        return ThriftyDriver

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's but for those of NO_COLOR, which a theme answers better than greys; ours."""
        theirs = [
            each
            for each in super().get_line_filters()
            if not isinstance(each, Monochrome | NoColor)
        ]
        return [*theirs, self._fence, *self._looks]

    def get_css_variables(self) -> dict[str, str]:
        if self._variables_of is not self.current_theme:
            self.theme_variables = with_meanings(super().get_css_variables())
            self._variables_of = self.current_theme
        self._choose_looks()
        return self.theme_variables

    def draw_lines_in(self, borders: str) -> None:
        """Draw frames and rules as lines, or in ASCII."""
        if borders != self._borders:
            self._borders = borders
            redress(self)

    def _choose_looks(self) -> None:
        looks: list[LineFilter] = []
        if self._borders == "ascii":
            from csboard.tui.borders import AsciiLines

            looks.append(AsciiLines())
        if is_colourless(self.current_theme):
            looks.append(NoColor())
        self._looks = tuple(looks)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a toast, the same not again at once; never reads markup, whoever calls."""
        if message in self._just_said:
            return
        self._just_said.add(message)
        self.set_timer(NOT_AGAIN_FOR, partial(self._may_say_again, message))
        message = in_toast(message, self.size.width, alone=self.screen.is_modal)
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=False)

    def _may_say_again(self, message: str) -> None:
        # A method of its own: Textual looks at the signature, and a builtin's has none.
        self._just_said.discard(message)

    def copy_to_clipboard(self, text: str) -> None:
        super().copy_to_clipboard(clean(text, multiline=True))

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Do nothing: a browser would start on the server, at a stranger's wish."""

    def on_mount(self) -> None:
        self.call_after_refresh(self.memory.collect_from_now_on)
        self.app_resume_signal.subscribe(self, self._redraw)

    def _redraw(self, _app: App[None]) -> None:
        """Paint everything: after Ctrl+Z and `fg` the terminal is blank."""
        self.refresh(layout=True)

    def pop_screen(self) -> AwaitComplete:
        closed, closing = self.screen, super().pop_screen()
        self.memory.let_go_soon(closed)
        return closing

    def switch_screen(self, screen: Screen[Any] | str) -> AwaitComplete:
        closed, switching = self.screen, super().switch_screen(screen)
        self.memory.let_go_soon(closed)
        return switching

    def confine(self, confines: Confines) -> None:
        """From now on nothing leads from this terminal to a shell or to another file."""
        from csboard.tui.confines import LEFT_OUT

        self.confines = confines
        keys.leave_out(LEFT_OUT)

    def at_rest(self) -> AbstractAsyncContextManager[None]:
        """Wait for whatever must not be stopped half way; inside, nothing of it begins."""
        return nullcontext()

    async def action_suspend_process(self) -> None:  # type: ignore[override]  # Textual awaits it
        if self.confines is not None:
            say(self, _("This board is all there is here: it can't be put into the background."))
            return
        # Stopped inside a write, this process would keep everybody else from writing.
        async with self.at_rest():
            super().action_suspend_process()

    async def action_quit(self) -> None:
        """Quit, unless words would be lost that are written but not saved."""
        if getattr(self.screen, "is_empty", True):
            self.exit()
        else:
            self.action_help_quit()

    def action_help_quit(self) -> None:
        """Tell those who press Ctrl+C how to leave."""
        say(
            self,
            _("esc goes back; {key} on the board leaves csboard.").format(
                key=keys.key_of("board.quit")
            ),
        )

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Show one sentence in place of everything while the window is too small.

        All the rest goes on unseen, so that what was typed is there when the window grows.
        """
        if renderable is not None and self.hides_all():
            renderable = TooSmall(self.size)
        elif isinstance(renderable, ChopsUpdate):
            paint_whole_letters(renderable)
        super()._display(screen, renderable)

    def hold_keys(self) -> None:
        """Keep what is typed ahead for the box that is about to open."""
        self._keys_ahead.await_box()

    def let_keys_go(self) -> None:
        """Hand on what was typed ahead: the box is open."""
        self._keys_ahead.box_is_open()

    def act_again(self, key: events.Key) -> None:
        """Let a key act on the screen that has come up instead of the one that it closed."""
        self._keys_ahead.again(events.Key(key.key, key.character))

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Do what a key stands for by the keys of now.

        Not by Textual's own keymap: that loses an action whose key two others share. And not
        only in the box that is open: Textual would let nobody suspend csboard there.
        """
        if priority:
            return await super()._check_bindings(key, priority)
        for namespace, bindings in self._asked():
            for binding in keys.bound(bindings, key):
                if not binding.priority and await self.run_action(binding.action, namespace):
                    return True
        return False

    def _asked(self) -> list[tuple[DOMNode, BindingsMap]]:
        """Whose bindings a key may stand for, in the order in which they are asked."""
        chain = self.screen._modal_binding_chain
        return [*chain, (self, self._bindings)] if self.screen.is_modal else chain

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.InputEvent | events.Paste) and self._is_unseen(event):
            return
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._keys_ahead.take(event)
        else:
            await super().on_event(event)

    def _is_unseen(self, event: events.Event) -> bool:
        """Whether `event` would act on what the window is too small to show."""
        if isinstance(event, events.Key) and event.key in ALWAYS_HEARD:
            return False
        return self.hides_all()

    def hides_all(self) -> bool:
        """Whether the window is too small for what this application shows."""
        return is_too_small(*self.size)

    async def _act_on(self, typed: events.Key | events.Paste) -> None:
        if not self._belongs_to_paste(typed):
            await super().on_event(typed)

    def on_key(self, event: events.Key) -> None:
        """Name the input method when its letters come where keys act, and none is bound."""
        character = event.character
        if (
            character
            and not character.isascii()
            and not self._takes_text
            and not self.is_bound(event.key)
        ):
            say(self, _("The input method is on: turn it off to use the keys."))

    def is_bound(self, key: str) -> bool:
        """Whether a key stands for something here."""
        return any(keys.bound(bindings, key) for _node, bindings in self._asked())

    def on_ime_input_shortened(self, event: ImeInput.Shortened) -> None:
        say(self, event.sentence, "warning")

    async def on_unmount(self) -> None:
        self._keys_ahead.stop()

    def _belongs_to_paste(self, event: events.Key | events.Paste) -> bool:
        """Whether `event` must not act, because it is pasted text that looks like keys.

        A paste ends for Textual at its first ESC; the rest of it arrives as key presses.
        In a text field letters stay what they are, outside nothing of a paste counts.
        """
        if isinstance(event, events.Paste):
            self._last_paste = event.time
            return not self._takes_text
        if event.time - self._last_paste > PASTE_TAIL:
            return False
        self._last_paste = event.time
        return not (self._takes_text and event.is_printable)

    @property
    def _takes_text(self) -> bool:
        return getattr(self.focused, "takes_text", False)

    def _handle_exception(self, error: Exception) -> None:
        """End after a failure, but for one that a closed screen leaves behind."""
        if not is_moot(error, self):
            self.fail(error)

    def fail(self, error: Exception) -> None:
        """End after a failure, also of what nobody would begin again."""
        super()._handle_exception(error)

    async def _replace_screen(self, screen: Screen[Any]) -> Screen[Any]:
        """Take a screen away, but not before it has its parts.

        Textual would make no more of them, tell it all the same that it is mounted, and leave
        those that there are for ever.
        """
        if not screen.is_mounted:
            await passed(screen)
        return await super()._replace_screen(screen)

    def panic(self, *renderables: RenderableType) -> None:
        """End after a failure outside the message loop, showing nothing of it."""
        self._end_crashed(self._exception or _retold(renderables))

    def _fatal_error(self) -> None:
        self._end_crashed(self._exception or _retold(()))

    def _end_crashed(self, error: BaseException) -> None:
        if isinstance(error, WorkerFailed):
            error = error.error  # which has the traceback
        self._return_code = 1
        if self.crash_log is None and not self.is_headless:
            self.crash_log = write_crash_log(error, SystemClock().now())
        self._close_messages_no_wait()


def _retold(renderables: Sequence[RenderableType]) -> Retold:
    """The failure of Textual's input thread, of which only a drawn traceback is handed on."""
    from rich.traceback import Traceback  # brings pygments: not for the first paint

    for renderable in renderables:
        if isinstance(renderable, Traceback):
            stack = renderable.trace.stacks[0]
            where = [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in stack.frames]
            return Retold(str(stack.exc_type), where)
    return Retold("unknown failure", ())
