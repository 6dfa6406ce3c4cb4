"""The last look before a reply goes out: to whom, what, and what holds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from csboard.domain.answering import tagged
from csboard.domain.replies import Draft
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.tui import keys
from csboard.tui.base import BaseApp
from csboard.tui.draft_words import envelope_of
from csboard.tui.fence import Plain, entitle
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.pager import Pager, Paragraph, Section

SEND, COPY, FILE, EDIT, DISCARD = "send", "copy", "file", "edit", "discard"
"""What a person can answer."""


class Departure(NamedTuple):
    """A reply that somebody wants to send."""

    draft: Draft
    way: str = ""
    """`smtp` or `sendmail`; empty when a person sends it with another program and notes it here."""
    hold: str = ""
    """What holds it, in a sentence; empty when nothing does."""
    may_anyway: bool = True
    """Whether it may go out all the same."""
    reaches_nobody: bool = False
    """Whether the way is only pretended."""

    @property
    def by_hand(self) -> bool:
        return not self.way

    @property
    def as_it_goes(self) -> Draft:
        """With the subject that it goes out with: by hand it tells the inquiry."""
        words = self.draft.words
        if not self.by_hand:
            return self.draft
        return self.draft._replace(
            words=words._replace(subject=tagged(words.subject, self.draft.number))
        )


class SendDialog(ModalScreen[str | None]):
    """Answers one of `SEND` and its like, or None. Enter alone never sends."""

    CSS_PATH = "sending.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("sending")
    AUTO_FOCUS = "Pager"

    def __init__(self, departure: Departure, told: str = "") -> None:
        """`told` is what came of the last thing that was done here."""
        super().__init__()
        self._departure = departure
        self._told = told

    def compose(self) -> ComposeResult:
        departure = self._departure
        with Vertical(id="box") as box:
            entitle(box, _("Send by hand") if departure.by_hand else _("Send this reply?"))
            yield Plain(departure.hold, id="hold")
            yield Pager()
            yield Plain(self._told or self._says(), id="says")
            yield Footer()

    def _says(self) -> str:
        if self._departure.reaches_nobody:
            return _("This is the demo: the mail goes to nobody.")
        if not self._departure.by_hand or not self._may_go:
            return ""
        return _(
            "Copy it or put it into a file, send it with your mail program, and then press {key}:"
            " it is noted as sent."
        ).format(key=keys.key_of("sending.send"))

    def on_mount(self) -> None:
        self.query_one("#hold").display = bool(self._departure.hold)
        says = self.query_one("#says", Plain)
        says.display = bool(self._told or self._says())
        self.query_one(Pager).show(
            [Section("mail", lambda: list(_mail(self._departure.as_it_goes)))]
        )
        self.query_one(Footer).show(self._keys())

    def _keys(self) -> Sequence[tuple[str, str, str]]:
        return [
            (key, self._label(action, label), action)
            for key, label, action in keys.footer_of("sending", self._can)
        ]

    @property
    def _may_go(self) -> bool:
        return not self._departure.hold or self._departure.may_anyway

    def _can(self, name: str) -> bool:
        departure = self._departure
        if name == SEND:
            return self._may_go
        if name in (COPY, FILE):
            return departure.by_hand and self._may_go
        return name != DISCARD or bool(departure.hold)

    def _label(self, action: str, label: str) -> str:
        if action != SEND:
            return label
        if self._departure.hold:
            return _("Send anyway")
        return _("It was sent") if self._departure.by_hand else label

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._can(action)

    def on_screen_resume(self) -> None:
        self.call_after_refresh(cast(BaseApp, self.app).let_keys_go)

    def action_send(self) -> None:
        self.dismiss(SEND)

    def action_copy(self) -> None:
        self.dismiss(COPY)

    def action_file(self) -> None:
        self.dismiss(FILE)

    def action_edit(self) -> None:
        self.dismiss(EDIT)

    def action_discard(self) -> None:
        self.dismiss(DISCARD)

    def action_leave(self) -> None:
        self.dismiss(None)

    @on(Footer.Pressed)
    async def _key_clicked(self, event: Footer.Pressed) -> None:
        await self.run_action(event.action)


def _mail(draft: Draft) -> Iterator[Paragraph]:
    for label, value, role in envelope_of(draft):
        yield Paragraph(f"{label}: {value}", "alarm" if role == "alarm" else "chosen")
    if draft.words.sender:
        yield Paragraph(_("From: {who}").format(who=draft.words.sender), "muted")
    yield Paragraph("─", "label", rule="─")
    for line in draft.words.text.split("\n"):
        yield Paragraph(line)
