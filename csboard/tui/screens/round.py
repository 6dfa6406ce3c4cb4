"""A reading round: the replies that others sent this week, each with what the customer wrote."""

from __future__ import annotations

from collections.abc import Awaitable, Iterator
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType

from csboard.domain.commands import Undo
from csboard.domain.people import in_a_sentence
from csboard.domain.presence_commands import GiveThanks
from csboard.domain.records import Direction, Message
from csboard.domain.replies import SentReply
from csboard.domain.undone_words import what_was_undone
from csboard.domain.views import InquiryView
from csboard.errors import CsboardError
from csboard.i18n import _
from csboard.tui import keys
from csboard.tui.app import app_of, station_of
from csboard.tui.conversation import conversation
from csboard.tui.fence import Plain, say
from csboard.tui.permitted import may_work
from csboard.tui.screens.telling import TellingScreen
from csboard.tui.times import Times
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.pager import Pager, Paragraph, Section

HINT = "hint"
"""The section that is there when there is no reply to read."""


class RoundScreen(TellingScreen):
    """One reply after the other, the latest first."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "round.tcss"]  # type: ignore[assignment]
    PLACES = ("round", "pager")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("round")

    def __init__(self) -> None:
        super().__init__()
        self._replies: tuple[SentReply, ...] = ()
        self._at = 0
        self._unfolded = False
        self._view: InquiryView | None = None
        """The inquiry of the reply that is shown."""

    def compose(self) -> ComposeResult:
        yield Plain(_("Reading round"), id="title")
        yield Pager(id="words")
        yield Footer()

    def on_mount(self) -> None:
        app = app_of(self)
        app.changes.subscribe(self, lambda _change: self._read_soon())
        app.hold_keys()
        self.show_keys()
        self._read_soon()

    def on_unmount(self) -> None:
        app_of(self).forget(self)

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        self.query_one(Pager).focus()

    def can(self, name: str) -> bool:
        if self._reply is None:
            return name in ("help", "back")
        if name in ("thank", "comment", "undo"):
            return may_work(self, app_of(self).state)
        return True

    # reading and showing

    def _read_soon(self) -> None:
        self.run_worker(self._read(), group="read", exclusive=True)

    async def _read(self) -> None:
        login, here = station_of(self).actor.login, self._reply
        try:
            self._replies = await station_of(self).read(lambda board: board.sent_lately(login))
            ids = [one.message.id for one in self._replies]
            if here is not None and here.message.id in ids:
                self._at = ids.index(here.message.id)
            self._at = max(0, min(self._at, len(ids) - 1))
            await self._read_inquiry()
        except CsboardError as failure:
            say(self.app, failure.sentence, "error")
        finally:
            app_of(self).let_keys_go()

    async def _read_inquiry(self) -> None:
        reply = self._reply
        if reply is not None:
            number = reply.task.number
            self._view = await station_of(self).read(lambda board: board.inquiry(number))
        self._show()

    def _show(self) -> None:
        times = Times(app_of(self).state.zone, station_of(self).clock.now())
        self.query_one("#title", Plain).show(self._title())
        self.show_keys()
        pager = self.query_one(Pager)
        if self._reply is None or self._view is None:
            hint = Paragraph(_("Nobody else sent a reply in the last seven days."), "muted")
            pager.show([Section(HINT, lambda: [hint])])
        else:
            pager.show(_sections(self._reply, self._view, times, unfolded=self._unfolded))

    def _title(self) -> str:
        reply = self._reply
        if reply is None:
            return _("Reading round")
        place = f"{self._at + 1}/{len(self._replies)}"
        return _("Reading round {place}: {name} on #{number} {subject}").format(
            place=place,
            name=in_a_sentence(reply.message.author or "", app_of(self).state.members),
            number=reply.task.number,
            subject=reply.subject,
        )

    @property
    def _reply(self) -> SentReply | None:
        return self._replies[self._at] if self._replies else None

    # what keys do

    def action_after(self) -> None:
        self._go(1)

    def action_before(self) -> None:
        self._go(-1)

    def _go(self, by: int) -> None:
        if not 0 <= self._at + by < len(self._replies):
            say(self.app, _("There is no reply on that side."))
            return
        self._at += by
        self.query_one(Pager).action_first()
        self.run_worker(self._read_inquiry(), group="read", exclusive=True)

    def action_fold(self) -> None:
        self._unfolded = not self._unfolded
        self._show()

    def action_open(self) -> None:
        from csboard.tui.screens.inquiry import InquiryScreen

        if (reply := self._reply) is not None:
            self.app.push_screen(InquiryScreen(reply.task.number, message=reply.message.id))

    def action_thank(self) -> None:
        if (reply := self._reply) is not None:
            self._act(self._thank(reply))

    async def _thank(self, reply: SentReply) -> None:
        if await app_of(self).perform(GiveThanks(message_id=reply.message.id)):
            members = app_of(self).state.members
            name = in_a_sentence(reply.message.author or "", members)
            say(self.app, _("Your thanks are in the inbox of {name}.").format(name=name))

    def action_comment(self) -> None:
        if (reply := self._reply) is not None:
            app_of(self).hold_keys()
            self._act(self._comment(reply))

    async def _comment(self, reply: SentReply) -> None:
        """Ask for a comment until it is stored or given up."""
        from csboard.tui.inquiry_remarks import speak

        title = _("Comment on the reply to #{number}").format(number=reply.task.number)
        if await speak(app_of(self), reply.task, reply.message, title, ""):
            name = in_a_sentence(reply.message.author or "", app_of(self).state.members)
            say(self.app, _("Your comment is in the inbox of {name}.").format(name=name))

    def action_undo(self) -> None:
        if (reply := self._reply) is not None:
            self._act(self._undo(reply.task.number))

    async def _undo(self, number: int) -> None:
        if event := await app_of(self).perform(Undo(number=number)):
            say(self.app, what_was_undone(event))

    def _act(self, doing: Awaitable[None]) -> None:
        """Do one act after the other."""

        async def act(_before: int) -> None:
            await doing

        self.app.run_worker(app_of(self).turns.take(act), group="act")

    def action_back(self) -> None:
        self.dismiss()


def _sections(
    reply: SentReply, view: InquiryView, times: Times, *, unfolded: bool
) -> Iterator[Section]:
    """What the customer wrote before, the reply, thanks for it and what colleagues said."""
    there = {one.id: one for one in view.messages}
    message = there.get(reply.message.id, reply.message)
    asked = _asked(view.messages, message)
    both = tuple(one for one in (asked, message) if one is not None)
    yield from conversation(view._replace(messages=both), times, unfolded=unfolded)
    yield Section("thanks", lambda: list(_thanks(reply, view)))


def _asked(messages: tuple[Message, ...], reply: Message) -> Message | None:
    """The customer's last message before the reply."""
    before = [one for one in messages if one.direction is Direction.IN and one.at <= reply.at]
    return before[-1] if before else None


def _thanks(reply: SentReply, view: InquiryView) -> Iterator[Paragraph]:
    if reply.thanks:
        names = [in_a_sentence(one.login, view.members) for one in reply.thanks]
        told = _("Thanks from {names}").format(names=_(", ").join(names))
        yield Paragraph(told, "chosen", ("  ", ""))
        yield Paragraph("")
