"""Screens whose last line says what was done or refused, in place of their keys."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.timer import Timer

from csboard.tui.app import app_of
from csboard.tui.layout import cell_len
from csboard.tui.screens.going import GoingScreen
from csboard.tui.widgets.canvas import Canvas
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.trouble_line import TroubleLine

SAID_FOR = 5.0
"""Seconds for which a sentence stays."""
READABLE_FOR = 1.0
"""Seconds after which it has been seen: the next key that does something takes it away."""


class SayingScreen(GoingScreen):
    """A screen with a `Footer` that is for its keys, and for a while for a sentence.

    A sentence that was covered or taken away doesn't come back. Under a box the line is empty:
    none of its keys acts there.
    """

    _said_timer: Timer | None = None
    """Runs while something is said that goes away by itself."""
    _was_seen = False
    """Whether that was there long enough to be seen."""

    def tell(self, sentence: str, severity: str = "information") -> bool:
        """Say something in the last line; False when it does not fit there."""
        if cell_len(sentence) > self.size.width - 2 or "\n" in sentence:
            return False
        if self._stands_in_more(sentence):
            return True
        self.hint(sentence, severity)
        self._was_seen = False
        self._said_timer = self.set_timer(READABLE_FOR, self._has_been_seen)
        return True

    def _stands_in_more(self, sentence: str) -> bool:
        """Whether it is said just now with more beside it: "Written down. The board is busy." """
        if self._said_timer is None or not sentence.endswith((".", "。")):
            return False
        said = self.query_one(Footer).said
        return said != sentence and (said.startswith(sentence) or said.endswith(sentence))

    def _has_been_seen(self) -> None:
        self._was_seen = True
        self._said_timer = self.set_timer(SAID_FOR - READABLE_FOR, self.hint)

    def hint(self, sentence: str = "", severity: str = "information") -> None:
        if self._said_timer is not None:
            self._said_timer.stop()
            self._said_timer = None
        self.query_one(Footer).say(sentence, severity)

    def leave_said(self, *, unseen: bool = False) -> None:
        """Take away what was told, if it has been seen or may go `unseen`; a `hint` stays."""
        if self._said_timer is not None and (unseen or self._was_seen):
            self.hint()

    def on_screen_suspend(self) -> None:
        """Another screen or a box is in front."""
        self.leave_said(unseen=True)
        self._hush(True)
        for toasts in self.query("ToastRack"):  # they go on above the box
            toasts.display = False

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        self._hush(False)
        app_of(self).moved()

    def _hush(self, hushed: bool) -> None:
        for line in self.query("#footer, #first-steps").results(Canvas):
            line.hush(hushed)


class TellingScreen(SayingScreen):
    """One whose keys can be clicked, with a style sheet of its own.

    Its first line says when the database can't be reached, unless it has another place for that.
    """

    SAYS_TROUBLE: ClassVar[bool] = False
    """Whether the screen has a place of its own for troubles."""

    def on_mount(self) -> None:
        if not self.SAYS_TROUBLE and self.is_attached:  # else the program is ending
            self.mount(TroubleLine(), before=0)

    @on(Footer.Pressed)
    async def _key_clicked(self, event: Footer.Pressed) -> None:
        await self.run_action(event.action)
