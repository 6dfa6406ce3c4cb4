"""Screens whose last line says what was done or refused, in place of their keys."""

from __future__ import annotations

from textual import on
from textual.timer import Timer

from csboard.tui.layout import cell_len
from csboard.tui.screens.going import GoingScreen
from csboard.tui.widgets.footer import Footer

SAID_FOR = 4.0
"""Seconds for which a sentence stays."""


class TellingScreen(GoingScreen):
    """A screen with a `Footer`, whose keys can be clicked."""

    _said_timer: Timer | None = None

    def tell(self, sentence: str, severity: str = "information") -> bool:
        """Say something in the last line; False when it does not fit there."""
        if cell_len(sentence) > self.size.width - 2 or "\n" in sentence:
            return False
        self.hint(sentence, severity)
        self._said_timer = self.set_timer(SAID_FOR, self.hint)
        return True

    def hint(self, sentence: str = "", severity: str = "information") -> None:
        if self._said_timer is not None:
            self._said_timer.stop()
            self._said_timer = None
        self.query_one(Footer).say(sentence, severity)

    @on(Footer.Pressed)
    async def _key_clicked(self, event: Footer.Pressed) -> None:
        await self.run_action(event.action)
