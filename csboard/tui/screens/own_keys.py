"""Every action with its keys, and a box that takes another key by its being pressed."""

from __future__ import annotations

import asyncio
import unicodedata
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from csboard import config
from csboard.config import Config, KeyWish, Source
from csboard.errors import CsboardError
from csboard.i18n import _
from csboard.tui import keys, own_settings
from csboard.tui.action import Action
from csboard.tui.app import app_of
from csboard.tui.fence import Plain, entitle, say
from csboard.tui.layout import pad
from csboard.tui.remap import judge, key_named
from csboard.tui.screens.telling import TellingScreen
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.listing import Listing, Row


class KeysScreen(TellingScreen):
    """All actions of all places; a star marks those whose keys were changed."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "settings.tcss"]  # type: ignore[assignment]
    PLACES = ("own_keys", "listing")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("own_keys")

    def compose(self) -> ComposeResult:
        yield Plain(_("Keys"), id="title")
        yield Listing(row_height=1)
        yield Footer()

    def on_mount(self) -> None:
        self.show_keys()

    def show_keys(self) -> None:
        super().show_keys()
        self._show()

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        self.query_one(Listing).focus()

    def _show(self) -> None:
        self.query_one(Listing).show([_row(action) for action in keys.ACTIONS])

    @property
    def _action(self) -> Action:
        return keys.ACTIONS[self.query_one(Listing).cursor]

    @property
    def _config(self) -> Config:
        app = app_of(self)
        if app.config is None:
            app.config = config.load({})
        return app.config

    @on(Listing.Chosen)
    def action_change(self) -> None:
        self.run_worker(self._change(self._action), group="act")

    async def _change(self, action: Action) -> None:
        pressed = await self.app.push_screen_wait(KeyDialog(action, self._config.keys))
        if pressed is not None:
            await self._take(action, pressed)

    def action_remove(self) -> None:
        if self._is_wished(self._action):
            self.run_worker(self._take(self._action, None), group="act")
        else:
            say(self.app, _("It has its own key already."))

    def _is_wished(self, action: Action) -> bool:
        return any(wish.action == action.id for wish in self._config.keys)

    async def _take(self, action: Action, pressed: str | None) -> None:
        """Write the key down and let it act at once."""
        app = app_of(self)
        try:
            await asyncio.to_thread(own_settings.change_key, action.id, pressed)
            app.config = own_settings.reloaded(self._config)
            if pressed is None and self._is_wished(action):  # in a file of the person's, too
                await asyncio.to_thread(own_settings.change_key, action.id, action.keys)
                app.config = own_settings.reloaded(self._config)
        except CsboardError as failure:
            say(app, failure.sentence, "error")
            return
        problem = app.take_keys()
        app.show_keys_again()
        if problem:
            say(app, problem, "warning")
        else:
            sentence = _("{label}: {keys}").format(
                label=_(action.label), keys=keys.key_of(action.id)
            )
            say(app, sentence)

    def action_back(self) -> None:
        self.dismiss()


def _row(action: Action) -> Row:
    now = keys.present_keys([action.id])[0]
    changed = "*" if keys.is_changed(action) else " "
    text = f"{changed} {pad(action.id, 24)} {pad(keys.keys_text(now.keys), 14)} {_(action.tooltip)}"
    return [[(text, "row")]]


class KeyDialog(ModalScreen[str | None]):
    """Answers the key that was pressed, once it is one that can be taken; esc answers None."""

    CSS_PATH = "settings.tcss"

    def __init__(self, action: Action, wishes: tuple[KeyWish, ...]) -> None:
        super().__init__()
        self._action = action
        self._others = tuple(wish for wish in wishes if wish.action != action.id)

    def compose(self) -> ComposeResult:
        with Vertical(id="box") as box:
            entitle(box, _("A key for: {label}").format(label=_(self._action.label)))
            yield Plain(_("Press the new key. esc leaves everything as it is."))
            yield Plain(id="problem")

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss(None)
            return
        key = _meant(event)
        if fault := self._fault(key):
            self.query_one("#problem", Plain).show(fault)
        else:
            self.dismiss(key)

    def _fault(self, key: str) -> str:
        """Why the key can't be taken; empty when it can."""
        wish = KeyWish(self._action.id, key, Source("settings"))
        judged = judge((*self._others, wish), keys.ACTIONS)
        return next((fault[2:] for fault in judged.faults if fault.startswith(": ")), "")


def _meant(event: events.Key) -> str:
    """The key as a file would name it; a full-width letter stands for its own key."""
    character = event.character or ""
    if len(character) == 1 and not character.isascii():
        return key_named(unicodedata.normalize("NFKC", character)) or character
    return event.key
