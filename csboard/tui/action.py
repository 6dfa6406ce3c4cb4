"""One thing a key does, as the tables of keys list them."""

from __future__ import annotations

from csboard.named import NamedTuple


class Action(NamedTuple):
    """One thing a key does."""

    id: str
    """`place.name`; the screen's method is `action_name`."""
    keys: str
    """Comma-separated, as Textual names keys."""
    label: str
    """A word or two, for the footer."""
    tooltip: str
    """A sentence, for the help."""
    footer: bool = False

    @property
    def place(self) -> str:
        return self.id.partition(".")[0]

    @property
    def name(self) -> str:
        return self.id.partition(".")[2]
