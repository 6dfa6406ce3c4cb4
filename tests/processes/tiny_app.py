"""A board-less app for the tests of start and end; its argument says how it behaves."""

from __future__ import annotations

import sys

from textual.app import ComposeResult

from csboard.errors import CsboardError
from csboard.tui.base import BaseApp
from csboard.tui.fence import Plain
from csboard.tui.fields import ImeInput
from csboard.tui.start import make_terminal_ready, run


class TinyApp(BaseApp):
    """Shows a mark and what is typed; `f5` paints without end, `f6` fails, `ctrl+z` stops."""

    BINDINGS = [  # noqa: RUF012  # as Textual wants it
        ("f5", "flood", ""),
        ("f6", "fail", ""),
        ("f7", "leave", ""),
        ("ctrl+z", "suspend_process", ""),
        ("x", "act", ""),
    ]

    def compose(self) -> ComposeResult:
        yield Plain("TINY APP お待ちください", id="mark")
        if "field" in sys.argv:
            yield ImeInput(id="field")

    def action_act(self) -> None:
        self.query_one("#mark", Plain).show("THE KEY ACTED")

    def action_fail(self) -> None:
        customers_words = "customer-secret"
        raise LookupError(len(customers_words))

    def action_leave(self) -> None:
        self.exit(return_code=7)

    def action_flood(self) -> None:
        self.set_interval(0.001, self._paint)

    def _paint(self) -> None:
        mark = self.query_one("#mark", Plain)
        mark.styles.background = "red" if mark.styles.background.hex != "#FF0000" else "blue"
        mark.show("flood " * 400)


if __name__ == "__main__":
    try:
        import os

        make_terminal_ready(sys.stdin, sys.stderr, os.environ)
        status = run(TinyApp)
    except CsboardError as refused:
        print(refused.sentence, file=sys.stderr)
        status = refused.exit_status
    sys.exit(status)
