"""An inquiry by hand: a call, a visitor at the counter, written down in seconds."""

from __future__ import annotations

import re
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from csboard.domain import words
from csboard.domain.commands import OpenInquiry
from csboard.domain.records import Channel, Urgency
from csboard.i18n import _
from csboard.tui.editor import TextEditor
from csboard.tui.fence import Plain
from csboard.tui.fields import ImeInput
from csboard.tui.screens.writing import Incomplete, WritingScreen, row
from csboard.tui.widgets.choice import Choice

CHANNELS = (Channel.PHONE, Channel.COUNTER, Channel.MAIL)
URGENCIES = (Urgency.LOW, Urgency.NORMAL, Urgency.HIGH, Urgency.URGENT)

_ADDRESS = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")
_SUBJECT_FROM_WORDS = 60


class NewInquiryDialog(WritingScreen[OpenInquiry]):
    """Answers the inquiry to open, or None. Only a subject or the words are needed."""

    CSS_PATH: ClassVar[list[str]] = ["writing.tcss", "new_inquiry.tcss"]  # type: ignore[assignment]
    WRITING_KEYS = ("writing.save", "writing.next_field", "writing.leave")

    def __init__(self, start: OpenInquiry | None = None, problem: str = "") -> None:
        super().__init__(_("New inquiry"), problem)
        self._start = start or OpenInquiry(subject="")

    def fields(self) -> ComposeResult:
        start = self._start
        yield from row(_("Customer"), ImeInput(start.customer_name, id="who"))
        yield from row(_("Mail, phone"), ImeInput(start.customer_email, id="contact"))
        yield from row(_("Subject"), ImeInput(start.subject, id="subject"))
        channels = [words.channel(channel) for channel in CHANNELS]
        urgencies = [words.urgency(urgency) for urgency in URGENCIES]
        chosen = CHANNELS.index(start.channel) if start.channel in CHANNELS else 0
        yield from row(_("By"), Choice(channels, chosen, id="channel"))
        yield from row(
            _("Urgency"), Choice(urgencies, URGENCIES.index(start.urgency), id="urgency")
        )
        yield Plain(_("What the customer says"), classes="label")
        yield TextEditor(start.body, id="words")

    def _line(self, name: str) -> ImeInput:
        return self.query_one(f"#{name}", ImeInput)

    def _chosen(self, name: str) -> int:
        return self.query_one(f"#{name}", Choice).chosen

    @property
    def _words(self) -> TextEditor:
        return self.query_one("#words", TextEditor)

    @property
    def is_empty(self) -> bool:
        return not (self._words.words or any(field.text for field in self.query(ImeInput)))

    def answer(self) -> OpenInquiry:
        contact = self._line("contact").text
        is_address = "@" in contact
        if is_address and not _ADDRESS.fullmatch(contact):
            raise Incomplete(
                _("This is no mail address: {contact}").format(contact=contact),
                self._line("contact"),
            )
        body = self._words.words
        subject = self._line("subject").text or _first_line(body)
        if not subject:
            raise Incomplete(
                _("Write a subject, or what the customer says."), self._line("subject")
            )
        if contact and not is_address:
            body = _("Phone: {number}").format(number=contact) + (f"\n\n{body}" if body else "")
        return OpenInquiry(
            op_id=self._start.op_id,
            subject=subject,
            customer_name=self._line("who").text,
            customer_email=contact if is_address else "",
            body=body,
            channel=CHANNELS[self._chosen("channel")],
            urgency=URGENCIES[self._chosen("urgency")],
        )

    @on(ImeInput.Submitted)
    @on(Choice.Submitted)
    def _move_on(self) -> None:
        self.focus_next()


def _first_line(text: str) -> str:
    """The beginning of what was said, for whoever had no time for a subject."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= _SUBJECT_FROM_WORDS else line[:_SUBJECT_FROM_WORDS] + "…"
