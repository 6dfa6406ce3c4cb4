"""One inquiry: its conversation, its tasks, its history; always as it is now."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from csboard.domain.records import Card, Event, InquiryView, Stage, Task, TaskRef
from csboard.errors import Refused, Unavailable
from csboard.i18n import _
from csboard.tui import acts, keys
from csboard.tui.app import app_of, station_of
from csboard.tui.conversation import conversation, has_more, has_quotes
from csboard.tui.dossier import card_of, dossier, field_at
from csboard.tui.fence import say
from csboard.tui.screens.painted_once import PaintedOnce
from csboard.tui.screens.telling import TellingScreen
from csboard.tui.state import BoardState, Change
from csboard.tui.times import Times
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.inquiry_head import InquiryHead
from csboard.tui.widgets.pager import Pager
from csboard.tui.widgets.stages import StageStrip

SIDE_BY_SIDE = 100
"""From so many columns on, conversation and details stand beside each other."""
ROOMY = 160
READ_AGAIN = 2.0
"""Seconds after which what could not be read is tried again."""

Act = Callable[["InquiryScreen", Card], Coroutine[None, None, None]]


class InquiryScreen(TellingScreen, PaintedOnce):
    """Reads its inquiry whenever the board says that it was touched."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "inquiry.tcss"]  # type: ignore[assignment]
    PLACES = ("inquiry", "pager")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("inquiry")
    AUTO_FOCUS = "#conversation"
    waits_for_reading = True

    def __init__(self, number: int, neighbours: Sequence[int] = ()) -> None:
        """`neighbours` are the inquiries that `[` and `]` go to, in the order of the board."""
        super().__init__()
        self.number = number
        self.view: InquiryView | None = None
        self._neighbours = tuple(neighbours)
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

    # building

    def compose(self) -> ComposeResult:
        self._lay_out(self.app.size.width)
        self._footer.show(keys.footer_of("inquiry"))
        yield self._head
        yield self._strip
        yield Horizontal(self._conversation, self._details, id="body")
        yield self._footer

    def on_mount(self) -> None:
        app = app_of(self)
        app.changes.subscribe(self, self._changed)
        app.troubles.subscribe(self, self._head.warn)
        self._head.warn(app.trouble)
        app.hold_keys()  # what they act on is known only when it has been read
        self._read_soon()

    def on_unmount(self) -> None:
        app_of(self).forget(self)

    def on_resize(self, event: events.Resize) -> None:
        self._lay_out(event.size.width)

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
            self._read_soon()

    def _concerns(self, event: Event) -> bool:
        """Whether an event may change what is shown: the subject of a related one, too."""
        shown = {self.number}
        if self.view is not None:
            shown |= {brief.number for brief in (*self.view.related, *self.view.others)}
        return event.number in shown or event.other in shown

    def _read_soon(self) -> None:
        self.run_worker(self._read(), group="read", exclusive=True)

    async def _read(self) -> None:
        number, first = self.number, self.view is None
        try:
            view = await station_of(self).read(lambda board: board.inquiry(number))
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
            self.view = view
            self._show(view)
            app_of(self).let_keys_go()
            if first and view.messages:
                self._conversation.go_to(view.messages[-1].id)
            self.paint_first()

    def _follow_merge(self, view: InquiryView) -> None:
        """Where the inquiry goes on in another, that one is shown from now on."""
        number = view.inquiry.number
        if number != self.number:
            said = _("#{number} goes on in #{into}.").format(number=self.number, into=number)
            say(self.app, said)
            self._neighbours = tuple(number if n == self.number else n for n in self._neighbours)
            self.number = number

    def _show(self, view: InquiryView) -> None:
        times = Times(self.state.zone, station_of(self).clock.now())
        self._keep_chosen(view)
        stages = self.state.stages
        self._head.show(view, view.tasks[self._chosen], stages, times)
        self._conversation.show(
            conversation(view, times, unfolded=self._unfolded, pages=self._pages)
        )
        self._details.show(dossier(view, self._chosen, stages, times))
        count = _("Conversation {n}").format(n=len(view.messages))
        self._strip.show((count, _("Details")), int(self._on_side))

    def _keep_chosen(self, view: InquiryView) -> None:
        """Keys go on acting on the same task, whatever tasks have come or gone around it."""
        refs = [task.ref for task in view.tasks]
        self._chosen = refs.index(self._chosen_task) if self._chosen_task in refs else 0
        self._chosen_task = refs[self._chosen]

    def _show_again(self) -> None:
        if self.view is not None:
            self._show(self.view)

    # going about

    def action_side(self) -> None:
        """To the details and back; on a narrow terminal they take each other's place."""
        self._on_side = not self._on_side
        self._lay_out(self.size.width)
        self._show_again()
        (self._details if self._on_side else self._conversation).focus()

    @on(StageStrip.Picked)
    def _picked(self, event: StageStrip.Picked) -> None:
        if event.index != int(self._on_side):
            self.action_side()

    def action_fold(self) -> None:
        if self.view is not None and not has_quotes(self.view):
            say(self.app, _("Nothing is quoted here."))
            return
        self._unfolded = not self._unfolded
        self._show_again()

    def action_more(self) -> None:
        if self.view is not None and not has_more(self.view, self._pages):
            say(self.app, _("Everything is shown already."))
            return
        self._pages += 1
        self._show_again()

    def action_before(self) -> None:
        self._go_to_neighbour(-1)

    def action_after(self) -> None:
        self._go_to_neighbour(1)

    def _go_to_neighbour(self, by: int) -> None:
        if self.number not in self._neighbours:
            return
        place = self._neighbours.index(self.number) + by
        if not 0 <= place < len(self._neighbours):
            say(self.app, _("There is no inquiry on that side."))
            return
        neighbour = InquiryScreen(self._neighbours[place], self._neighbours)
        self.app.switch_screen(neighbour)

    def action_task(self) -> None:
        if self.view is None:
            return
        if len(self.view.tasks) == 1:
            say(self.app, _("There is only one task here."))
        else:
            following = (self._chosen + 1) % len(self.view.tasks)
            self._chosen_task = self.view.tasks[following].ref
            self._show(self.view)

    def action_back(self) -> None:
        self.dismiss()

    # acting

    @property
    def acted_on(self) -> Task | None:
        """The task that keys act on."""
        return self.view.tasks[self._chosen] if self.view else None

    def _act(self, act: Act) -> None:
        if self.view is not None and self.acted_on is not None:
            card = card_of(self.view, self.acted_on)
            if acts.asks(self, card, act):
                app_of(self).hold_keys()
            self.run_worker(act(self, card), group="act")

    def action_claim(self) -> None:
        self._act(acts.claim)

    def action_release(self) -> None:
        self._act(acts.release)

    def action_take_over(self) -> None:
        self._act(acts.take_over)

    def action_move_left(self) -> None:
        self._act(acts.move_left)

    def action_move_right(self) -> None:
        self._act(acts.move_right)

    def stages_ahead(self) -> list[Stage]:
        task = self.acted_on
        return [stage for stage in self.state.stages if task and stage.key != task.stage]

    def put_into(self, stage_key: str) -> None:
        self._act(partial(acts.put, stage_key=stage_key))

    def action_note(self) -> None:
        self._act(acts.note)

    def _ask(self, name: str, *more: object) -> None:
        """Do what `csboard.tui.inquiry_acts` calls `name`; it opens a box first."""
        if self.view is not None and self.acted_on is not None:
            app_of(self).hold_keys()
            doing = getattr(inquiry_acts(), name)
            self.run_worker(doing(self, card_of(self.view, self.acted_on), *more), group="act")

    def action_edit(self) -> None:
        """Edit what is known; from the details at the field that is being read."""
        self._ask("edit", field_at(self._details.section_key) if self._on_side else "")

    def action_tags(self) -> None:
        self._ask("edit", "content")

    def action_wait(self) -> None:
        self._ask("wait")

    def action_split_off(self) -> None:
        self._ask("split_off")

    def action_rename(self) -> None:
        self._ask("rename")

    def action_reopen(self) -> None:
        self._act(inquiry_acts().reopen)

    def action_link(self) -> None:
        self._ask("link")

    def action_merge(self) -> None:
        self._ask("merge")

    def action_divide(self) -> None:
        self._ask("divide", self._conversation.section_key)

    def action_others(self) -> None:
        self._ask("others", self._go_to)

    def _go_to(self, number: int, among: Sequence[int]) -> None:
        """Open another inquiry on top of this one."""
        self.app.push_screen(InquiryScreen(number, among))

    def action_undo(self) -> None:
        self.run_worker(acts.undo(self, self.number), group="act")

    def action_files(self) -> None:
        from csboard.tui.screens.files import FilesDialog, SavableFile

        view = self.view
        files = [
            SavableFile(file, message.receipt_id)
            for message in (view.messages if view else ())
            for file in message.attachments
            if message.receipt_id is not None
        ]
        if files:
            self.app.push_screen(FilesDialog(files))
        else:
            say(self.app, _("There are no attachments here."))


def inquiry_acts() -> ModuleType:
    """The acts with boxes of their own, loaded when the first of them is wanted."""
    return import_module("csboard.tui.inquiry_acts")
