"""The bare Textual app that every figure is compared with: one Static, changed by a key."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static

READY = "floor 0"


class Floor(App[None]):
    """What start, memory and a key cost before a program does anything of its own."""

    ENABLE_COMMAND_PALETTE = False
    pressed = 0

    def compose(self) -> ComposeResult:
        yield Static(READY)

    def on_key(self, event: events.Key) -> None:
        if event.key == "q":
            self.exit()
        self.pressed += 1
        self.query_one(Static).update(f"floor {self.pressed}")


if __name__ == "__main__":
    Floor().run()
