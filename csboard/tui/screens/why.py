"""The box that asks why a promise was broken: out of the way with any key that isn't its own."""

from __future__ import annotations

from typing import cast

from textual import events

from csboard.tui.base import BaseApp
from csboard.tui.screens.pick import PickDialog


class WhyDialog(PickDialog):
    """Answers the row of the reason, or None when it stays unsaid.

    A key that isn't for choosing acts on the screen below, such as the one that stops a reply.
    """

    def on_key(self, event: events.Key) -> None:
        app = cast(BaseApp, self.app)
        if not app.is_bound(event.key):
            event.stop()
            self.dismiss(None)
            app.act_again(event)
