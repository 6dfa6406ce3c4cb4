"""Text in a frame, which says how many lines of it are out of view."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from csboard.tui.fence import Plain, entitle
from csboard.tui.widgets.out_of_view import GAP, out_of_view


class FramedText(VerticalScroll):
    """A title above; below how much there is more, and how to leave."""

    def __init__(self, title: str, text: str, way_out: str) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._way_out = way_out

    def compose(self) -> ComposeResult:
        yield Plain(self._text)

    def on_mount(self) -> None:
        self._tell()

    def on_resize(self) -> None:
        self.call_after_refresh(self._tell)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._tell()

    def _tell(self) -> None:
        above, all_of_it = round(self.scroll_y), round(self.max_scroll_y)
        told = out_of_view(above, max(0, all_of_it - above))
        entitle(self, self._title, GAP.join(filter(None, [told, self._way_out])))
