"""What a person saves in a theme or configuration file holds at once; what is broken is told.

The files are watched together with the doorbell, so that they cost no watcher of their own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path

from csboard import config
from csboard.config import KeyWish
from csboard.errors import ConfigError
from csboard.i18n import _
from csboard.tui.base import BaseApp
from csboard.tui.fence import say
from csboard.tui.themes import fitting, own_directory, wear

HALF_WRITTEN = 0.2
"""Seconds that a file has to become whole: many editors empty it before they write."""


class Wardrobe:
    """Dresses `app` anew when the files change that say how."""

    def __init__(
        self,
        app: BaseApp,
        theme: str | None,
        take_wishes: Callable[[tuple[KeyWish, ...]], None],
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        """`theme` is what the files named when last read; `take_wishes` is told their keys."""
        self._app = app
        self._take_wishes = take_wishes
        self._environ = environ
        self._wanted = theme or fitting(environ)
        self._themes = own_directory()
        named = environ.get(config.CONFIG_VARIABLE)
        own = self._themes.parent
        self._own_file = Path(named) if named else own / "config.toml"
        self._settings = {self._own_file, own / "settings.toml"}
        self._told_of: set[tuple[str, str]] = set()
        """Values of the person's file that were said not to hold."""

    def directories(self) -> set[Path]:
        """Where the files are; for what isn't there yet, where it would be made."""
        wanted = {self._themes, *(file.parent for file in self._settings)}
        places = (_nearest(place) for place in wanted)
        return {place for place in places if os.access(place, os.R_OK | os.X_OK)}

    def changed(self, files: Collection[Path]) -> None:
        """Look at files that were saved, made or removed in one of the directories."""
        if not self._settings.isdisjoint(files):
            self._read_settings()
        if self._own_file in files:
            self._tell_overridden()
        worn = {self._app.theme, self._wanted}
        for file in files:
            if file.parent == self._themes and file.suffix == ".toml" and file.stem in worn:
                self._wear(file.stem)

    def _read_settings(self, *, again: bool = False) -> None:
        try:
            found = config.load({}, self._environ)
        except ConfigError as wrong:
            self._tell(wrong, None if again else partial(self._read_settings, again=True))
            return
        wanted = found.theme or fitting(self._environ)
        if wanted != self._wanted:
            self._wanted = wanted
            self._wear(wanted)
        self._app.draw_lines_in(found.borders)
        self._take_wishes(found.keys)

    def _tell_overridden(self) -> None:
        """Say of what was just saved what the settings screen overrides; of each value once."""
        try:
            every = config.overridden({}, self._environ)
        except ConfigError:  # told by whoever read it
            return
        weak = [
            one for one in every if (one.source.kind, one.stronger.kind) == ("person", "settings")
        ]
        values = {(one.name, str(one.value)) for one in weak}
        if values - self._told_of:
            told = _("Saved, but what was chosen on the settings screen is stronger: {names}.")
            say(self._app, told.format(names=_(", ").join(one.name for one in weak)), "warning")
        self._told_of = values

    def _wear(self, name: str, *, again: bool = False) -> None:
        """Put a theme on; one that is broken leaves the old look."""
        try:
            wear(self._app, name)
        except ConfigError as wrong:
            self._tell(wrong, None if again else partial(self._wear, name, again=True))

    def _tell(self, wrong: ConfigError, look_again: Callable[[], None] | None) -> None:
        """Say what is wrong, unless a second look finds that it was only half written."""
        if look_again is None:
            say(self._app, wrong.sentence, "warning")
        else:
            self._app.set_timer(HALF_WRITTEN, look_again)


def _nearest(directory: Path) -> Path:
    """`directory`, else the first above it that is there."""
    return next(place for place in (directory, *directory.parents) if os.path.isdir(place))
