"""One's own settings: how each is chosen or written, and where its value comes from."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from csboard import config, config_file
from csboard.config import Config
from csboard.errors import ConfigError, CsboardError
from csboard.i18n import N_, _, current_language, ngettext
from csboard.named import NamedTuple
from csboard.passwords import without_password
from csboard.text import clean
from csboard.tui import keys, own_settings, themes
from csboard.tui.app import app_of
from csboard.tui.elsewhere import editor_command
from csboard.tui.fence import say
from csboard.tui.screens.setting_boxes import TryingDialog, ValueDialog

if TYPE_CHECKING:
    from csboard.tui.screens.settings import Setting, SettingsScreen


class Option(NamedTuple):
    """A word that a setting may be, as a file says it, and how it reads here."""

    value: object
    words: str


LANGUAGES = (Option("ja", "日本語"), Option("en", "English"))
PREVIEW = (
    Option(True, N_("shown")),
    Option(False, N_("hidden")),
)
BORDERS = (Option("line", N_("lines")), Option("ascii", N_("ASCII, as + - |")))

CHOICES: dict[str, tuple[Option, ...]] = {
    "language": LANGUAGES,
    "preview": PREVIEW,
    "borders": BORDERS,
}
LABELS = {
    "theme": N_("Theme"),
    "language": N_("Language"),
    "keys": N_("Keys"),
    "preview": N_("Preview at the start"),
    "borders": N_("Frames"),
    "editor": N_("Editor"),
    "database": N_("Database"),
}
AT_NEXT_START = {"language", "preview"}
"""What the board takes up only when it is opened again."""


class OwnSettings:
    """The personal part of the settings screen."""

    def __init__(self, screen: SettingsScreen) -> None:
        self.title = _("Yours")
        self._screen = screen

    @property
    def _config(self) -> Config:
        app = app_of(self._screen)
        if app.config is None:
            app.config = config.load({})
        return app.config

    @property
    def may_change(self) -> bool:
        return True

    async def read(self) -> list[Setting]:
        from csboard.tui.screens.settings import Setting

        names = [name for name in LABELS if name == "keys" or name in config_file.NAMES]
        if app_of(self._screen).confines is not None:
            names.remove("editor")
        return [
            Setting(name, _(LABELS[name]), self._value(name), self._note(name)) for name in names
        ]

    def _value(self, name: str) -> str:
        if name == "keys":
            given = sum(keys.is_changed(action) for action in keys.ACTIONS)
            return ngettext("{n} changed", "{n} changed", given).format(n=given)
        if name == "database":
            return clean(app_of(self._screen).station.url)
        value = getattr(self._config, name)
        for option in CHOICES.get(name, ()):
            if option.value == value and value is not None:
                return _(option.words)
        return self._unset(name) if value is None else clean(without_password(str(value)))

    def _unset(self, name: str) -> str:
        """What holds while nobody says anything."""
        known: dict[str, Callable[[], str]] = {
            "theme": lambda: str(self._screen.app.theme),
            "language": lambda: dict(LANGUAGES)[current_language()],
            "preview": lambda: _("as you left it"),
            "editor": lambda: config.usual_editor()[0],
        }
        return known[name]() if name in known else ""

    def _note(self, name: str) -> str:
        if name == "keys":
            return _("every action and its keys")
        source = self._config.sources[name]
        if name == "editor" and self._config.editor is None:
            source = config.usual_editor()[1]
        return config.told_source(source)

    async def change(self, name: str) -> None:
        if name == "keys":
            from csboard.tui.screens.own_keys import KeysScreen

            await self._screen.app.push_screen_wait(KeysScreen())
        elif name == "theme":
            await self._change_theme()
        elif name in CHOICES:
            await self._choose(name)
        elif name == "editor":
            await self._write_editor()
        else:
            self._screen.show_whole(name, _("This is chosen in a file or on the command line."))

    async def _change_theme(self) -> None:
        """Each is worn while the cursor is on it; leaving brings the old one back."""
        app = self._screen.app
        names, before = themes.theme_names(app), app.theme

        def wear(index: int) -> None:
            try:
                themes.wear(app, names[index])
            except ConfigError as wrong:
                say(app, wrong.sentence, "warning")

        at = names.index(before) if before in names else None
        says = _("Worn at once; esc brings the old one back.")
        picked = await app.push_screen_wait(TryingDialog(_("Theme"), names, says, at, wear))
        if picked is None:
            themes.wear(app, before)
        else:
            await self._take("theme", names[picked.row])

    async def _choose(self, name: str) -> None:
        options = CHOICES[name]
        now = getattr(self._config, name)
        if name == "language" and now is None:
            now = current_language()
        at = next((i for i, option in enumerate(options) if option.value == now), None)
        says = _("Holds from the next start on.") if name in AT_NEXT_START else ""
        names = [_(option.words) for option in options]
        box = TryingDialog(_(LABELS[name]), names, says, at, lambda _index: None)
        picked = await self._screen.app.push_screen_wait(box)
        if picked is not None:
            await self._take(name, options[picked.row].value)

    async def _write_editor(self) -> None:
        before = self._config.editor or ""
        says = _("A command, as vim or nano; empty: what VISUAL or EDITOR says.")
        typed, problem = before, ""
        while True:
            box = ValueDialog(_("Editor"), says, before, typed, problem, tall=False)
            answer = await self._screen.app.push_screen_wait(box)
            if answer is None:
                return
            typed = answer
            try:
                if typed:
                    editor_command(typed, {})
            except CsboardError as wrong:
                problem = wrong.sentence
            else:
                await self._take("editor", typed or None)
                return

    async def remove(self, name: str) -> None:
        """Take out what was changed here, so that what else says something holds again."""
        if name == "keys" or name not in config_file.NAMES:
            say(self._screen.app, _("Nothing to take out here."))
        elif self._config.sources[name].kind != "settings":
            say(self._screen.app, _("This was not changed inside the program."))
        else:
            await self._take(name, None)

    async def _take(self, name: str, value: object) -> None:
        """Write down a change, let it act, and say what is stronger if anything is."""
        app = app_of(self._screen)
        try:
            await asyncio.to_thread(own_settings.change, name, value)
            app.config = own_settings.reloaded(self._config)
        except CsboardError as failure:
            say(app, failure.sentence, "error")
            return
        self._act(name)
        if stronger := own_settings.overriding(app.config, name):
            sentence = _("Written down, but {where} is stronger.").format(where=stronger)
            say(app, sentence, "warning")
        elif name in AT_NEXT_START:
            say(app, _("Written down; it holds from the next start on."))
        else:
            say(app, _("Written down."))

    def _act(self, name: str) -> None:
        """Let the board go by what holds now."""
        app, now = app_of(self._screen), self._config
        if name == "theme":
            app.wear_again()
        elif name == "editor":
            app.editor = now.editor or ""
        elif name == "borders":
            app.draw_lines_in(now.borders)

    async def shift(self, name: str, by: int) -> None:
        """Only stages move."""

    async def edit_as_file(self) -> None:
        say(self._screen.app, _("This is for the team's settings; yours are in config.toml."))
