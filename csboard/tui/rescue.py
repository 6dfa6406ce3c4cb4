"""Words that no database took when their writer had to leave: into a file of theirs."""

from __future__ import annotations

from csboard.directories import NoHome, state_directory
from csboard.errors import CsboardError, Unavailable
from csboard.i18n import _
from csboard.tui.app import CsboardApp
from csboard.tui.saving import save_new


def rescue(app: CsboardApp, number: int, text: str) -> None:
    """Keep `text` in a new private file, which the person is told of when the screen is gone."""
    name = f"unsaved-{number}.txt"
    try:
        directory = state_directory()
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = save_new(directory, name, text.encode())
    except (NoHome, OSError, CsboardError):
        return  # the terminal still has what was seen last
    app.failure = app.failure or Unavailable(
        "unsaved",
        _("The reply to #{number} could not be saved: its text is kept in {path}.").format(
            number=number, path=path
        ),
    )
