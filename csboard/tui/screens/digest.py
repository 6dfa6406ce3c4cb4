"""Back from an absence: what happened to each of one's tasks, and whose it shall be now."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip

from csboard.board import Board
from csboard.domain import pages
from csboard.domain.commands import Claim, Command, Undo
from csboard.domain.digest import Digest, Item
from csboard.domain.digest_choices import is_to_be_read, why_not_back, why_not_left
from csboard.domain.digest_commands import ReadDigest
from csboard.domain.digest_words import amounts, how_it_left, sections, stands, title
from csboard.domain.hand_off_commands import LeaveWithThem, TakeBack
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Card, Event, TaskRef
from csboard.domain.undone_words import what_was_undone
from csboard.errors import CsboardError, Refused
from csboard.i18n import _
from csboard.text import clean
from csboard.tui import acts, keys
from csboard.tui.app import app_of, station_of
from csboard.tui.fence import Plain, say
from csboard.tui.permitted import may_work
from csboard.tui.screens.reading_list import ListScreen
from csboard.tui.state import Change
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.listing import Listing, Row, Yielding
from csboard.tui.widgets.out_of_view import out_of_view
from csboard.tui.widgets.pager import Pager, Paragraph
from csboard.tui.widgets.pager import Section as PagerSection


class WhatHappened(Pager, can_focus=False):
    """All of the task under the cursor; the list keeps the keys.

    Its last line says how much there is below it, and by which key one gets there.
    """

    def draw(self, width: int, height: int) -> list[Strip]:
        lines = super().draw(width, height)
        whole = sum(len(self._lines_of(place)) for place in self._paragraphs_from(self.place))
        below = whole - self.place.line - height + 1
        if below > 1 and height > 1:
            told = f" [{keys.key_of('digest.further')}] {out_of_view(0, below)}"
            lines[height - 1] = self.line([(told, "muted")], width)
        return lines


class DigestScreen(ListScreen[Digest]):
    """The tasks that were one's own above, everything of the chosen one below."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "digest.tcss"]  # type: ignore[assignment]
    PLACES = ("digest", "listing")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("digest")

    def __init__(self) -> None:
        super().__init__(_("While you were away"), _asked, self._show)
        self._digest: Digest | None = None
        self._order: dict[TaskRef, int] = {}
        """The places of the tasks, by the first reading: no act moves the cursor."""

    def compose(self) -> ComposeResult:
        yield Plain(_("While you were away"), id="title")
        yield Listing()
        yield WhatHappened()
        yield Footer()

    def on_mount(self) -> None:
        app_of(self).changes.subscribe(self, self._changed)

    def _changed(self, _change: Change) -> None:
        self.read_soon()

    def can(self, name: str) -> bool:
        item = self._chosen
        works = may_work(self, self.state)
        if name == "read":
            return works and self._digest is not None and is_to_be_read(self._digest.found)
        if name == "undo":
            return works
        if item is None or name not in ("open", "back_to_me", "leave_it"):
            return name in ("help", "back", "further", "nearer")
        return name == "open" or (works and not self._why_not(name, item))

    def _why_not(self, name: str, item: Item) -> str:
        """Why there is nothing to decide by the key that is called so; empty when there is."""
        assert self._digest is not None
        decide = why_not_back if name == "back_to_me" else why_not_left
        return decide(item, self._digest.found)

    # what is shown

    def _show(self, digest: Digest) -> None:
        for item in digest.items:
            self._order.setdefault(item.task.ref, len(self._order))
        items = sorted(digest.items, key=lambda item: self._order[item.task.ref])
        self._digest = digest = digest._replace(items=tuple(items))
        self.query_one("#title", Plain).show(title(digest.found))
        rows = [self._row(item, digest) for item in digest.items]
        names = [item.task.ref for item in digest.items]
        self.query_one(Listing).show(rows, _("You had no task when you left."), names)
        self._show_chosen()

    def _row(self, item: Item, digest: Digest) -> Row:
        found = digest.found
        title = Yielding(f"#{item.task.ref} {clean(item.task.title)}")
        return (
            ((title, "row"), (f"  {how_it_left(item, found)}", "muted")),
            ((f"   {stands(item, found)}  {amounts(item)}", "muted"),),
        )

    def _show_chosen(self) -> None:
        item, pager = self._chosen, self.query_one(WhatHappened)
        if item is not None and self._digest is not None:
            made = sections(item, self._digest.found)
            pager.show(
                PagerSection((item.task.ref, one.title), partial(_paragraphs, one)) for one in made
            )
            pager.go_to((item.task.ref, made[0].title))
        else:
            pager.show(())
        self.show_keys()

    @property
    def _chosen(self) -> Item | None:
        if self._digest is None:
            return None
        cursor = self.query_one(Listing).cursor
        return self._digest.items[cursor] if cursor < len(self._digest.items) else None

    @on(Listing.Moved)
    def _moved(self) -> None:
        self._show_chosen()

    # what keys do

    @on(Listing.Chosen)
    def action_open(self) -> None:
        from csboard.tui.screens.inquiry import InquiryScreen

        if (item := self._chosen) is not None and self._digest is not None:
            numbers = (one.task.ref.number for one in self._digest.items)
            self.app.push_screen(InquiryScreen(item.task.ref.number, tuple(dict.fromkeys(numbers))))

    def action_further(self) -> None:
        self.query_one(WhatHappened).action_page_down()

    def action_nearer(self) -> None:
        self.query_one(WhatHappened).action_page_up()

    def action_back_to_me(self) -> None:
        """By the sheet where it was handed off; else it is claimed, or taken over with a reason."""
        self._act("back_to_me", self._take_back)

    def action_leave_it(self) -> None:
        self._act("leave_it", self._leave_it)

    def _act(self, name: str, act: Callable[[Item], Coroutine[Any, Any, None]]) -> None:
        if (item := self._chosen) is None:
            return
        if told := self._why_not(name, item):
            say(self.app, told, "warning")
            return

        async def doing(_before: int) -> None:
            await act(item)

        self.app.run_worker(app_of(self).turns.take(doing), group="act")

    async def _take_back(self, item: Item) -> None:
        ref = item.task.ref
        if not item.is_handed and item.task.owner is not None:
            await self._take_over(ref)
            return
        if not await self._done(TakeBack(task=ref) if item.is_handed else Claim(task=ref)):
            return
        told = _("#{ref} is yours.")
        if item.is_handed:
            told = _("#{ref} is yours again, taken back from {name}.")
        name = in_a_sentence(item.task.owner or "", self.state.members)
        say(self.app, told.format(ref=ref, name=name))

    async def _take_over(self, ref: TaskRef) -> None:
        try:
            card = self.state.card(ref) or await self._card(ref)
        except CsboardError as failure:
            say(self.app, failure.sentence, "warning")
        else:
            self._keep(await acts.taken_over(self, card, _("Back from my absence")))

    async def _card(self, ref: TaskRef) -> Card:
        return await station_of(self).read(lambda board: board.card(ref))

    async def _leave_it(self, item: Item) -> None:
        if await self._done(LeaveWithThem(task=item.task.ref)):
            name = in_a_sentence(item.task.owner or "", self.state.members)
            say(self.app, _("#{ref} stays with {name}.").format(ref=item.task.ref, name=name))

    def action_read(self) -> None:
        digest = self._digest
        if digest is None:
            return
        command = ReadDigest(absence_id=digest.found.absence.id)

        async def doing(_before: int) -> None:
            if await self._done(command):
                say(self.app, _("Welcome back."))

        self.app.run_worker(app_of(self).turns.take(doing), group="act")

    async def _done(self, command: Command) -> bool:
        """Whether it was; what is done here is what `undo` takes back."""
        event = await app_of(self).perform(command)
        self._keep(event)
        return event is not None

    def _keep(self, event: Event | None) -> None:
        if event is not None:
            app_of(self).done_in_digest += (event,)

    def action_undo(self) -> None:
        async def doing(_before: int) -> None:
            await self._undo()

        self.app.run_worker(app_of(self).turns.take(doing), group="act")

    async def _undo(self) -> None:
        """Take back what was done here last, and nothing else; that it was read is told to stay."""
        app = app_of(self)
        if not app.done_in_digest:
            say(self.app, _("You have done nothing here that could be taken back."))
            return
        *before, last = app.done_in_digest
        outcome = await app.attempt(Undo(number=last.number, kinds=(last.kind,)))
        if isinstance(outcome, Event) or (
            isinstance(outcome, Refused) and outcome.code != "not_undoable"
        ):  # a refused one would stand before those below
            app.done_in_digest = tuple(before)
        if event := app.told(outcome):
            say(self.app, what_was_undone(event))


def _paragraphs(section: pages.Part) -> list[Paragraph]:
    return [
        Paragraph(section.title, "chosen", frame=(" ", "")),
        *(Paragraph(line, frame=("   ", "")) for line in section.lines),
    ]


def _asked(board: Board, login: str) -> Digest:
    return board.digest(login)
