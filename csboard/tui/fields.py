"""One-line text fields, safe for Japanese input methods and for whatever is pasted."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.widgets import Input

from csboard.i18n import _
from csboard.text import clean


class ImeInput(Input):
    """An `Input` in whose place an input method finds its cursor."""

    DEFAULT_CSS = """
    ImeInput {
        &:focus { background-tint: transparent; }
        & > .input--placeholder { color: $muted; }
        &:ansi > .input--placeholder { color: $muted; text-style: not dim; }
        &:ansi > .input--cursor {
            background: $background;
            color: $foreground;
            text-style: reverse;
        }
    }
    """
    takes_text: ClassVar[bool] = True

    class Shortened(Message):
        """What was typed or pasted had no room, or its beginning only: `limit` characters fit."""

        def __init__(self, limit: int) -> None:
            super().__init__()
            self.limit = limit

        @property
        def sentence(self) -> str:
            told = _("Too long: the field holds {limit} characters, the rest was left out.")
            return told.format(limit=self.limit)

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        max_length: int = 500,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(
            clean(value),
            placeholder=placeholder,
            max_length=max_length,
            select_on_focus=False,  # else the first kana replaces everything
            id=id,
            classes=classes,
        )
        self.cursor_blink = False

    def on_unmount(self) -> None:
        # else a screen that stays, as the board's, keeps every field that was ever on it
        self.screen.text_selection_started_signal.unsubscribe(self)

    @property
    def text(self) -> str:
        """What was typed, harmless, without blanks around it."""
        return clean(self.value).strip()

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's own cursor stands: Textual's is one cell off at the end."""
        offset = super().cursor_screen_offset
        return Offset(offset.x - 1, offset.y) if self.cursor_at_end else offset

    def restricted(self) -> None:
        """A sign more has no room."""
        self.post_message(self.Shortened(self.max_length or 0))

    def _on_focus(self, event: events.Focus) -> None:
        self.call_after_refresh(self._park_cursor)

    def _park_cursor(self) -> None:
        self.app.cursor_position = self.cursor_screen_offset
        self.refresh()

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        pasted = clean(event.text).strip()
        start, end = sorted(self.selection)
        limit = self.max_length or len(self.value) + len(pasted)
        room = limit - (len(self.value) - (end - start))
        self.replace(pasted[:room], start, end)
        if len(pasted) > room:
            self.post_message(self.Shortened(limit))


class PresetInput(ImeInput):
    """One whose value the program has put there, as dates are: what is typed takes its place.

    It is marked until the person types or moves in it; coming back to the field marks nothing
    anew, so that no letter of an input method takes the place of those before it.
    """

    def on_mount(self) -> None:
        self.select_all()

    def preset(self, value: str) -> None:
        """Put another value there, if the one before is untouched or the person wrote none."""
        self.value = clean(value)
        self.select_all()
