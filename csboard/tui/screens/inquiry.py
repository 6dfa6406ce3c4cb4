"""One inquiry under a person's hands: what its keys do."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Hashable, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.worker import WorkerCancelled, WorkerFailed

from csboard.domain.records import Card, Stage, Task
from csboard.errors import CsboardError
from csboard.i18n import _
from csboard.tui import acts, keys
from csboard.tui.app import app_of, station_of
from csboard.tui.conversation import has_more, has_quotes
from csboard.tui.dossier import card_of, field_at
from csboard.tui.fence import say
from csboard.tui.permitted import footer_of_card, is_allowed, is_to_take, lead_of, may_work
from csboard.tui.screens.inquiry_reading import InquiryReading
from csboard.tui.turns import as_left
from csboard.tui.widgets.stages import StageStrip

FOOTER = (
    ("inquiry.claim", "inquiry.move_right", "inquiry.take_over", "inquiry.reopen"),
    ("inquiry.reply",),
    ("inquiry.note",),
    ("inquiry.edit",),
    ("inquiry.side",),
    ("inquiry.help",),
    ("inquiry.back",),
)
"""What the last line shows; of those in one slot the first that the rules allow."""

Act = Callable[["InquiryScreen", Card], Coroutine[None, None, None]]


class InquiryScreen(InquiryReading):
    """Acts on the inquiry that is read, or on the task of it that is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("inquiry")

    def show_keys(self) -> None:
        task = self.acted_on
        card = self.state.card(task.ref) if task is not None else None
        is_offered = is_to_take(self, self.state, card)
        shown = footer_of_card("inquiry", FOOTER, self.can, is_offered)
        self._footer.show(shown, lead_of(self, self.state))

    def can(self, name: str) -> bool:
        makes_sense = MAKES_SENSE.get(name)
        return makes_sense is None or makes_sense(self)

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
            self._take_turn(act)

    def _take_turn(self, act: Act) -> None:
        """Do one act after the other: each finds its task as those before it leave it."""
        if self.view is None or self.acted_on is None:
            return
        card = card_of(self.view, self.acted_on)

        async def doing(before: int) -> None:
            await act(self, await self._as_left(card, before) if before else card)

        turns = app_of(self).turns
        in_turn = turns.take(doing, then=self._caught_up, read_at=self.acts_shown)
        self.app.run_worker(in_turn, group="act")

    async def _as_left(self, card: Card, before: int) -> Card:
        with suppress(CsboardError):  # then the door says what is the matter
            now = await station_of(self).read(lambda board: board.card(card.ref))
            return as_left(card, now, before)
        return card

    async def _caught_up(self) -> None:
        """Return when the inquiry is shown as it is by now, if it is still shown."""
        if self in self.app.screen_stack:
            self._read_soon()
        while self._reading is not None and not self._reading.is_finished:
            with suppress(WorkerFailed, WorkerCancelled):  # by a later reading
                await self._reading.wait()

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

    def action_reply(self) -> None:
        """Open the draft of the reply; who may work begins one where there is none."""
        from csboard.tui.screens.draft import DraftScreen

        begin = may_work(self, self.state)
        self.app.push_screen(DraftScreen(self.number, begin=begin))

    def action_note(self) -> None:
        self._act(acts.note)

    @property
    def conversation_at(self) -> Hashable:
        """Id of the message at the top of what is read."""
        return self._conversation.section_key

    def action_comment(self) -> None:
        self._ask("comment", of=lambda: import_module("csboard.tui.inquiry_remarks"))

    def action_note_elsewhere(self) -> None:
        self._act(acts.note_elsewhere)

    def _ask(self, name: str, *more: object, of: Callable[[], ModuleType] | None = None) -> None:
        """Do what `csboard.tui.inquiry_acts` or `of` calls `name`; it opens a box first."""
        if self.view is not None and self.acted_on is not None:
            app_of(self).hold_keys()
            doing = getattr((of or inquiry_acts)(), name)
            self._take_turn(lambda place, card: doing(place, card, *more))

    def action_edit(self) -> None:
        """Edit what is known; from the details at the field that is being read."""
        self._ask("edit", field_at(self._details.section_key) if self._on_side else "")

    def action_tags(self) -> None:
        self._ask("tags")

    def action_wait(self) -> None:
        self._ask("wait")

    def action_pin(self) -> None:
        self._act(standing_acts().pin)

    def action_excuse(self) -> None:
        self._act(standing_acts().excuse)

    def action_timer(self) -> None:
        self._act(import_module("csboard.tui.timer_acts").timer)

    def action_hand_off(self) -> None:
        self._ask("hand_off", of=lambda: import_module("csboard.tui.hand_off_acts"))

    def action_split_off(self) -> None:
        self._ask("split_off")

    def action_rename(self) -> None:
        self._ask("rename")

    def action_reopen(self) -> None:
        self._act(inquiry_acts().reopen)

    def action_success(self) -> None:
        self._ask("make", of=case_acts)

    def action_template(self) -> None:
        self._ask("make_of_reply_in_view", of=lambda: import_module("csboard.tui.template_acts"))

    def action_junk(self) -> None:
        self._ask("junk")

    def action_block(self) -> None:
        self._ask("block")

    def action_link(self) -> None:
        self._ask("link", of=inquiry_ties)

    def action_merge(self) -> None:
        self._ask("merge", of=inquiry_ties)

    def action_divide(self) -> None:
        self._ask("divide", self._conversation.section_key, of=inquiry_ties)

    def action_similar(self) -> None:
        from csboard.tui.screens.similar import SimilarScreen

        self.app.push_screen(SimilarScreen(self.number))

    def action_others(self) -> None:
        self._ask("others", self._go_to, of=inquiry_ties)

    def _go_to(self, number: int, among: Sequence[int]) -> None:
        """Open another inquiry on top of this one."""
        self.app.push_screen(InquiryScreen(number, among))

    def action_copy(self) -> None:
        """Ask what to copy: of the messages, the one that is in view."""
        from csboard.tui.copying import copy_one_of, of_inquiry

        if self.view is None or self.acted_on is None:
            return
        messages = {message.id: message for message in self.view.messages}
        in_view = self._conversation.section_key
        message = messages.get(in_view) if isinstance(in_view, int) else None
        things = of_inquiry(self.view, card_of(self.view, self.acted_on), message)
        app_of(self).hold_keys()
        self.run_worker(copy_one_of(self, things), group="copy")

    def action_undo(self) -> None:
        number = self.number
        self._take_turn(lambda place, _card: acts.undo(place, number))

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


def standing_acts() -> ModuleType:
    """The acts on where a card stands, likewise."""
    return import_module("csboard.tui.standing_acts")


def case_acts() -> ModuleType:
    """The acts on successful cases, likewise."""
    return import_module("csboard.tui.case_acts")


def inquiry_ties() -> ModuleType:
    """The acts between inquiries, likewise."""
    return import_module("csboard.tui.inquiry_ties")


def _may(act: str) -> Callable[[InquiryScreen], bool]:
    """Whether the rules let one do it to the task that keys act on."""

    def can(screen: InquiryScreen) -> bool:
        view, task = screen.view, screen.acted_on
        if view is None or task is None:
            return False
        return is_allowed(screen, screen.state, act, card_of(view, task))

    return can


def _is_closed(screen: InquiryScreen) -> bool:
    return screen.view is not None and screen.view.inquiry.closed_at is not None


ON_TASK = ("claim", "release", "take_over", "move_left", "move_right", "wait", "pin")
ON_INQUIRY = (
    "excuse",
    "note",
    "note_elsewhere",
    "comment",
    "edit",
    "tags",
    "rename",
    "link",
    "merge",
    "divide",
    "junk",
    "block",
    "success",
    "template",
    "timer",
)


def _has_reply(screen: InquiryScreen) -> bool:
    """Whether there is a draft to read, or one may be begun."""
    there = screen.view is not None and screen.view.reply is not None
    return there or may_work(screen, screen.state)


MAKES_SENSE: dict[str, Callable[[InquiryScreen], bool]] = {
    "reply": _has_reply,
    **{act: _may(act) for act in ON_TASK},
    **dict.fromkeys((*ON_INQUIRY, "undo"), lambda screen: may_work(screen, screen.state)),
    "hand_off": lambda screen: may_work(screen, screen.state) and not _is_closed(screen),
    "split_off": lambda screen: may_work(screen, screen.state) and not _is_closed(screen),
    "reopen": lambda screen: may_work(screen, screen.state) and _is_closed(screen),
}
"""When an action can do something; the others always can."""
