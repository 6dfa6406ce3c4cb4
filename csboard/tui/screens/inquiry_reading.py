"""What the screen of an inquiry shows, always as it is now: its conversation and its details."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.worker import Worker

from csboard.domain import knowledge_words
from csboard.domain.holders import lone_answerer
from csboard.domain.records import Event, TaskRef
from csboard.domain.replies import Surroundings
from csboard.domain.views import InquiryView
from csboard.errors import Refused, Unavailable
from csboard.i18n import _
from csboard.tui.app import app_of, station_of
from csboard.tui.conversation import conversation
from csboard.tui.dossier import dossier
from csboard.tui.fence import say
from csboard.tui.screens.alike_beside import AlikeBeside
from csboard.tui.screens.clock_beside import ClockBeside
from csboard.tui.screens.in_company import InCompany
from csboard.tui.screens.others import News, merged_away, taken_back
from csboard.tui.screens.painted_once import PaintedOnce
from csboard.tui.state import BoardState, Change
from csboard.tui.times import Times
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.inquiry_head import InquiryHead
from csboard.tui.widgets.pager import Pager
from csboard.tui.widgets.stages import StageStrip

if TYPE_CHECKING:
    from csboard.domain.alike import Similar

SIDE_BY_SIDE = 100
"""From so many columns on, conversation and details stand beside each other."""
ROOMY = 160
READ_AGAIN = 2.0
"""Seconds after which what could not be read is tried again."""


class InquiryReading(AlikeBeside, ClockBeside, InCompany, PaintedOnce):
    """Reads its inquiry whenever the board says that it was touched."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "inquiry.tcss"]  # type: ignore[assignment]
    PLACES = ("inquiry", "pager")
    AUTO_FOCUS = "#conversation"
    waits_for_reading = True

    def __init__(
        self, number: int, neighbours: Sequence[int] = (), *, message: int | None = None
    ) -> None:
        """`neighbours` are the inquiries that `[` and `]` go to, in the order of the board.

        The message with the id `message` is shown at first, else the last one.
        """
        super().__init__()
        self.number = number
        self.view: InquiryView | None = None
        self._neighbours = tuple(neighbours)
        self._first_message = message
        self._chosen = 0
        self._chosen_task: TaskRef | None = None
        self._unfolded = False
        self._pages = 1
        self._on_side = False
        self._head = InquiryHead(number)
        self._strip = StageStrip()
        self._conversation = Pager(id="conversation")
        self._details = Pager(id="details")
        self._footer = Footer()
        self._reading: Worker[None] | None = None
        self.acts_shown = 0
        """How many acts of one's own were done when what is shown was read."""
        self._merged = News()
        """That others have merged it, or have taken that back, while it was shown."""

    # building

    def compose(self) -> ComposeResult:
        self._lay_out(self.app.size.width)
        self.show_keys()
        yield self._head
        yield self._strip
        yield Horizontal(self._conversation, self._details, id="body")
        yield self._footer

    def on_mount(self) -> None:
        app = app_of(self)
        app.changes.subscribe(self, self._changed)
        app.troubles.subscribe(self, self._head.warn)
        app.surroundings.subscribe(self, self._show_people)
        self._head.warn(app.trouble)
        self._show_people()
        app.hold_keys()  # what they act on is known only when it has been read
        self._read_soon()

    def on_unmount(self) -> None:
        app_of(self).forget(self)

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        self._mark_read()

    def on_resize(self, event: events.Resize) -> None:
        self._lay_out(event.size.width)
        if self.alike is None:
            self._look_for_alike()

    def _lay_out(self, width: int) -> None:
        beside = width >= SIDE_BY_SIDE
        self._strip.display = not beside
        self._conversation.display = beside or not self._on_side
        self._details.display = beside or self._on_side
        self._details.set_class(beside, "-beside")
        self._details.set_class(width >= ROOMY, "-roomy")

    # reading and showing

    @property
    def state(self) -> BoardState:
        """The board behind; acts look up its stages."""
        return app_of(self).state

    def follow(self, event: Event) -> None:
        """One's own act comes back as everybody's; the board's cursor goes with its card."""
        follow: Callable[[Event], None] | None
        follow = getattr(self.app.screen_stack[0], "follow", None)
        if follow is not None and event.task is not None:
            follow(event)

    def _changed(self, change: Change) -> None:
        if change.whole or any(self._concerns(event) for event in change.events):
            me = station_of(self).actor.login
            merged = merged_away(self.number, change, me)
            for news in (merged, taken_back(self._merged.about, change, me)):
                if news.sentence:  # the board behind may say the very same of it
                    say(self.app, news.sentence, "warning")
                    self._merged = news
            self._read_soon()

    def _concerns(self, event: Event) -> bool:
        """Whether an event may change what is shown: the subject of a related one, too."""
        shown = {self.number}
        if self.view is not None:
            shown |= {brief.number for brief in (*self.view.related, *self.view.others)}
        return event.number in shown or event.other in shown

    def _read_soon(self) -> None:
        # Not a coroutine: one that is overtaken before it began would never be awaited.
        read: Any = self._read
        self._reading = self.run_worker(read, group="read", exclusive=True)

    async def _read(self) -> None:
        number, first = self.number, self.view is None
        acts_done = app_of(self).turns.done
        try:
            view, clocks, touched = await self.read_with_clocks(number)
        except Refused as no:
            self.dismiss()
            say(self.app, no.sentence, "warning")
            return
        except Unavailable as lost:
            self._head.warn(lost.sentence)
            self.paint_first()
            self.set_timer(READ_AGAIN, self._read_soon)
            return
        self._head.warn(app_of(self).trouble)
        if number == self.number:
            self._follow_merge(view)
            self.view, self.acts_shown = view, acts_done
            self.touched = touched
            self.keep_clocks(clocks)
            self._show(view)
            self._mark_read()
            app_of(self).let_keys_go()
            if first and view.messages:
                self._conversation.go_to(view.messages[-1].id)
                if self._first_message is not None:
                    self._conversation.go_to(self._first_message)
            self.paint_first()
            self._look_for_alike()

    def _look_for_alike(self) -> None:
        """Where there is room for it."""
        if self.view is not None and self.app.size.width >= ROOMY:
            self.read_alike_soon()

    def show_alike(self) -> None:
        self._show_again()

    def _follow_merge(self, view: InquiryView) -> None:
        """Where the inquiry goes on in another, that one is shown from now on."""
        number = view.inquiry.number
        if number != self.number:
            said = _("#{number} goes on in #{into}.").format(number=self.number, into=number)
            if self.is_active and self.view is None:  # else whoever merged it is told
                say(self.app, said)
            self._neighbours = tuple(number if n == self.number else n for n in self._neighbours)
            self.number = number
            app_of(self).moved()
            self._show_people()

    def _show_people(self, _around: Surroundings | None = None) -> None:
        self._head.show_people(self.who_is_here())

    def _mark_read(self) -> None:
        if self.view is not None:
            self.mark_read(self.view.messages, self.view.inquiry.opened_at)

    def _show(self, view: InquiryView) -> None:
        self._keep_chosen(view)
        times = self._times
        self._conversation.show(
            conversation(view, times, unfolded=self._unfolded, pages=self._pages)
        )
        self._show_beside(view, times)
        count = _("Conversation {n}").format(n=len(view.messages))
        self._strip.show((count, _("Details")), int(self._on_side))
        self.show_keys()

    def _show_beside(self, view: InquiryView, times: Times) -> None:
        """What stands above and beside the conversation."""
        stages, clocks = self.state.stages, self.clocks
        self._head.show(view, view.tasks[self._chosen], stages, times, clocks)
        only, alike = self._only(view), self._shown_alike
        me = station_of(self).actor.login
        self._details.show(
            dossier(
                view,
                self._chosen,
                stages,
                times,
                only,
                alike=alike,
                clocks=clocks,
                me=me,
                worked=self.touched,
                away=self._away(view),
            )
        )

    @property
    def _times(self) -> Times:
        return Times(self.state.zone, station_of(self).clock.now())

    def show_minute(self) -> None:
        if self.view is not None:
            self._show_beside(self.view, self._times)

    def _only(self, view: InquiryView) -> str:
        """Who alone has answered an open inquiry's kind, in a sentence."""
        login = lone_answerer(view.inquiry.tags, app_of(self).alone)
        if login is None or view.inquiry.closed_at is not None:
            return ""
        return knowledge_words.only(login, station_of(self).actor.login, view.members)

    def _away(self, view: InquiryView) -> str:
        """That the chosen task's owner is away, until when and who stands in."""
        task = view.tasks[self._chosen]
        if not self.state.absences or task.owner is None or task.closed_at is not None:
            return ""
        from csboard.tui.away_words import of_owner

        return of_owner(task.owner, self.state, station_of(self).clock.now())

    @property
    def _shown_alike(self) -> Similar | None:
        is_of_this = self.alike is not None and self.alike.number == self.number
        return self.alike if is_of_this and self.app.size.width >= ROOMY else None

    def _keep_chosen(self, view: InquiryView) -> None:
        """Keys go on acting on the same task, whatever tasks have come or gone around it."""
        refs = [task.ref for task in view.tasks]
        self._chosen = refs.index(self._chosen_task) if self._chosen_task in refs else 0
        self._chosen_task = refs[self._chosen]

    def _show_again(self) -> None:
        if self.view is not None:
            self._show(self.view)
