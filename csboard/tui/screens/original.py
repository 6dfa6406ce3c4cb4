"""A mail as it came in, to be read and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from csboard.board import Board
from csboard.domain.letters import Address, Letter
from csboard.domain.reasons import explained
from csboard.domain.records import IMPORTS, Receipt
from csboard.errors import CsboardError
from csboard.i18n import _
from csboard.text import clean
from csboard.tui import keys, tray_acts
from csboard.tui.app import app_of, station_of
from csboard.tui.conversation import MAX_CHARACTERS, MAX_LINES, size_text
from csboard.tui.fence import Plain, say
from csboard.tui.screens.telling import TellingScreen
from csboard.tui.times import Times
from csboard.tui.tray_acts import TrayAct
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.pager import Pager, Paragraph, Section

INDENT = ("  ", "")
MAX_RAW = 1_000_000
"""Bytes that are shown of a mail that can't be read."""


class OriginalScreen(TellingScreen):
    """Sender, recipients, subject and the whole text of one mail."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "original.tcss"]  # type: ignore[assignment]
    PLACES = ("original", "pager")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("original")

    def __init__(self, receipt: Receipt) -> None:
        super().__init__()
        self._receipt = receipt

    def compose(self) -> ComposeResult:
        yield Plain(self._receipt.subject or _("(no subject)"), id="title")
        yield Pager()
        yield Footer()

    def on_mount(self) -> None:
        self.show_keys()
        self.run_worker(self._read(), group="read", exclusive=True)

    async def _read(self) -> None:
        try:
            raw, why = await station_of(self).read(self._original)
            is_mail = self._receipt.source not in IMPORTS
            write = _mail if is_mail else _import
            paragraphs = [
                Paragraph(why, "alarm" if self._receipt.state == "held" else "muted", INDENT),
                Paragraph(""),
                *await asyncio.to_thread(write, raw, self._times),
            ]
        except CsboardError as failure:
            self.dismiss()
            say(self.app, failure.sentence, "error")
        else:
            self.query_one(Pager).show([Section("mail", lambda: paragraphs)])

    def _original(self, board: Board) -> tuple[bytes, str]:
        """The original, and why it is in the tray, with what was measured."""
        receipt = self._receipt
        flooding = board.flooding(receipt) if receipt.reason == "flood" else 0
        why = explained(receipt, board.members(), self._times.moment, flooding)
        return board.raw(receipt.id), why

    @property
    def _times(self) -> Times:
        return Times(app_of(self).state.zone, station_of(self).clock.now())

    def action_inquiry(self) -> None:
        from csboard.tui.screens.tray import open_inquiry_of

        open_inquiry_of(self, self._receipt)

    def action_copy(self) -> None:
        from csboard.tui.screens.tray import copy_of_mail

        copy_of_mail(self, self._receipt)

    def action_open(self) -> None:
        app_of(self).hold_keys()
        self.run_worker(self._decide(tray_acts.open_inquiry), group="act")

    def action_join(self) -> None:
        app_of(self).hold_keys()
        self.run_worker(self._decide(tray_acts.join), group="act")

    def action_drop(self) -> None:
        self.run_worker(self._decide(tray_acts.drop), group="act")

    def action_junk(self) -> None:
        app_of(self).hold_keys()
        self.run_worker(self._decide(tray_acts.junk), group="act")

    def action_block(self) -> None:
        app_of(self).hold_keys()
        self.run_worker(self._tell(tray_acts.block), group="act")

    def action_reread(self) -> None:
        self.run_worker(self._tell(tray_acts.reread), group="act")

    async def _tell(self, act: TrayAct) -> None:
        """What leaves the mail where it is."""
        if told := await act(self, self._receipt):
            say(self.app, told)

    async def _decide(self, act: TrayAct) -> None:
        """Back to the tray when the mail is decided about."""
        if told := await act(self, self._receipt):
            self.dismiss()
            say(self.app, told)

    def can(self, name: str) -> bool:
        from csboard.tui.screens.tray import can_with

        return can_with(self, self._receipt, name)

    def action_back(self) -> None:
        self.dismiss()


def _mail(raw: bytes, times: Times) -> Sequence[Paragraph]:
    """The mail as read by the guarded reader; where it can't be, its bytes as they are."""
    from csboard.mail.children import Reader

    with Reader() as reader:
        letter = reader.read(raw).letter
    if letter is None:
        told = _("This mail can't be read; here it is as it came.")
        return [Paragraph(told, "alarm", INDENT), Paragraph(""), *_import(raw, times)]
    text = list(_lines(letter.text)) or [Paragraph(_("There is no text in it."), "muted", INDENT)]
    return [*_envelope(letter, times), Paragraph(""), *text]


def _import(raw: bytes, _times: Times) -> Sequence[Paragraph]:
    """A line of a JSON or CSV file, as it stands there."""
    return list(_lines(clean(raw[:MAX_RAW].decode("utf-8", "replace"), multiline=True)))


def _envelope(letter: Letter, times: Times) -> Iterator[Paragraph]:
    facts = (
        (_("From"), _people((letter.from_,))),
        (_("To"), _people(letter.to)),
        (_("Cc"), _people(letter.cc)),
        (_("Date"), times.moment(letter.sent_at) if letter.sent_at else ""),
        (_("Files"), _(", ").join(f"{a.name} ({size_text(a.size)})" for a in letter.attachments)),
    )
    for name, value in facts:
        if value:
            yield Paragraph(f"{name}: {value}", "muted", INDENT)


def _people(people: Sequence[Address]) -> str:
    return _(", ").join(f"{one.name} <{one.email}>" if one.name else one.email for one in people)


def _lines(text: str) -> Iterator[Paragraph]:
    for line in text.splitlines()[:MAX_LINES]:
        yield Paragraph(line[:MAX_CHARACTERS], "", INDENT)
