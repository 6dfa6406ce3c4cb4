"""Choosing the words that helped: lines of the replies that went out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from csboard.domain.people import name_of
from csboard.domain.quotes import new_text, split_quotes
from csboard.domain.records import Member, Message
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.tui import keys
from csboard.tui.base import BaseApp
from csboard.tui.fence import Plain, entitle
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.lines import Line
from csboard.tui.widgets.reader import Reader


class Chosen(NamedTuple):
    """Words of a reply."""

    text: str
    message_id: int


class PassageScreen(ModalScreen[Chosen | None]):
    """Answers the selected lines, the whole reply where none are selected, or None."""

    CSS_PATH = "passage.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("passage")
    AUTO_FOCUS = "Reader"

    def __init__(self, replies: Sequence[Message], members: Mapping[str, Member]) -> None:
        super().__init__()
        self._replies = {one.id: one for one in replies}
        self._members = members

    def compose(self) -> ComposeResult:
        with Vertical(id="box") as box:
            entitle(box, _("Which words helped?"))
            yield Plain(
                _("Select the lines with {key} and the arrows; {take} takes them.").format(
                    key=keys.key_of("reader.select"), take=keys.key_of("passage.take")
                ),
                classes="says",
            )
            yield Reader(id="replies")
            yield Footer()

    def on_mount(self) -> None:
        reader = self.query_one(Reader)
        reader.show(list(self._lines()))
        self.call_after_refresh(self._show_latest)  # the reader knows by then how much it shows
        shown = ["passage.take", "reader.select", "passage.leave"]
        self.query_one(Footer).show(keys.footer_keys(shown))

    def _show_latest(self) -> None:
        """Be at the beginning of the latest reply, with as much of it in view as there is room."""
        latest, reader = list(self._replies.values())[-1], self.query_one(Reader)
        for line in (len(latest.text.splitlines()) - 1, 0):
            reader.go_to(latest.id, line)

    def on_screen_resume(self) -> None:
        self.call_after_refresh(cast(BaseApp, self.app).let_keys_go)

    def _lines(self) -> Iterator[Line]:
        for message in self._replies.values():
            who = name_of(message.author or "", self._members)
            yield Line(f"{_('our reply')}  {who} ", "out", rule=True)
            at = 0
            for span in split_quotes(message.text):
                for text in span.text.splitlines():
                    yield Line(text, "quote" if span.quoted else "", message.id, at)
                    at += 1
            yield Line("")

    def action_take(self) -> None:
        selection, reader = self.query_one(Reader).selection, self.query_one(Reader)
        if selection is None:
            self.dismiss(None)
            return
        message = self._replies[cast(int, selection.of)]
        if not reader.is_selecting:
            self.dismiss(Chosen(new_text(message.text) or message.text.strip(), message.id))
            return
        lines = message.text.splitlines()[selection.first : selection.last + 1]
        self.dismiss(Chosen("\n".join(lines).strip(), message.id))

    def action_leave(self) -> None:
        reader = self.query_one(Reader)
        if reader.is_selecting:
            reader.stop_selecting()
        else:
            self.dismiss(None)
