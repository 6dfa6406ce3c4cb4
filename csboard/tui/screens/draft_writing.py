"""Writing a reply: beginning it, the pen, what is typed and kept, and back to reading."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from textual import events, on
from textual.timer import Timer

from csboard.domain.draft_commands import BeginDraft, TakePen
from csboard.domain.holes import first_hole
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Event, TaskRef
from csboard.domain.replies import OutboxState
from csboard.domain.reply_mark import ReplyState
from csboard.errors import CsboardError, Refused
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.text import clean
from csboard.tui import keys
from csboard.tui.app import app_of, station_of
from csboard.tui.draft_words import entry_of
from csboard.tui.fence import say
from csboard.tui.screens.draft_panes import PAPER, RECKON_AFTER, TALK
from csboard.tui.screens.draft_reading import DraftReading
from csboard.tui.threads import DRAFT
from csboard.tui.widgets.draft_editor import DraftEditor

Act = Callable[[Any], Coroutine[Any, Any, None]]
"""Does something to the draft that a screen shows."""


class PutWords(NamedTuple):
    """Prepared words as they were put in: from and to which line and column."""

    starts: tuple[int, int]
    ends: tuple[int, int]
    text: str


class DraftWriting(DraftReading):
    """A draft that can be written in."""

    def __init__(self, number: int, *, begin: bool = True) -> None:
        """With `begin` a draft is begun where there is none."""
        super().__init__(number)
        self._begin = begin
        self._begun: int | None = None
        """Version of the draft that was begun here; None when it was there before."""
        self._reckoning: Timer | None = None
        self._is_beginning = False
        self._is_starting = False
        """From when a draft is begun here until its text can be written in."""
        self._is_leaving = False
        self._put: PutWords | None = None
        """What was put in last."""

    # beginning

    def has_no_draft(self, first: bool) -> None:
        if first and self._begin:
            self._is_beginning = self._is_starting = True
            self.run_worker(self._begin_draft(), group="act")
        elif not self._is_beginning:
            self._ended()

    def arrived(self) -> None:
        super().arrived()
        if not self._is_starting:
            self.ready()

    def ready(self) -> None:
        """The draft is there, and whoever has begun it is writing."""

    async def _begin_draft(self) -> None:
        command = BeginDraft(number=self.number, session=self.session)
        outcome = await app_of(self).attempt(command)
        if isinstance(outcome, CsboardError) and getattr(outcome, "code", "") != "drafted":
            self.dismiss()
            say(self.app, outcome.sentence, "warning")
            return
        self._is_beginning = False
        self.view = None  # what is read now is the first that is shown
        self._read_soon()
        if isinstance(outcome, Event):
            await self.caught_up()
            await self.write(at_start=True)
            self._begun = self.draft.version if self.draft else None
        self._is_starting = False
        if self.draft is not None:
            self.ready()

    def _ended(self) -> None:
        """The draft that was shown is no longer open: say what became of it, and go back."""
        view, draft = self.view, self.draft
        entry = entry_of(view, draft) if view and draft else None
        sent = entry is not None and entry.state is OutboxState.SENT
        told = _("The reply was sent.") if sent else _("The draft is no longer open.")
        if self.leave_once():
            say(self.app, told)

    def leave_once(self) -> bool:
        """Go back, unless that is under way or a box is open; True when this is what does it."""
        if self._is_leaving or not self.is_current:
            return False
        self._is_leaving = True
        self.dismiss()
        return True

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        """A box was closed: what it was about may have ended meanwhile."""
        if self.view is not None:
            self._read_soon()

    async def caught_up(self) -> None:
        """Return when what is shown is as it is by now."""
        if self in self.app.screen_stack:
            self._read_soon()
        if self._reading is not None:
            from contextlib import suppress

            from textual.worker import WorkerCancelled, WorkerFailed

            while not self._reading.is_finished:
                with suppress(WorkerFailed, WorkerCancelled):
                    await self._reading.wait()

    # writing

    def action_write(self) -> None:
        if self.draft is not None:
            self.act(type(self).write)

    async def write(self, *, at_start: bool = False) -> None:
        """Go on writing where the cursor is; ask once before the pen is taken from somebody."""
        keeper, draft = self.keeper, self.draft
        if keeper is None or draft is None or self.is_writing:
            return
        try:
            await keeper.begin()
        except Refused as no:
            if no.code != "pen" or not await self._take_pen(no):
                if no.code != "pen":
                    say(self.app, no.sentence, "warning")
                return
        except CsboardError as failure:
            say(self.app, failure.sentence, "error")
            return
        here = self._paper.selection
        at = (0, 0) if at_start or here is None else (here.first, 0)
        self.draft = keeper.draft
        keeper.seen = self._seen
        self._editor.set_text(keeper.typed.text, at)
        self.is_writing, self.pane = True, PAPER
        app_of(self).moved()
        self._lay_out()
        self._show_again()
        self._editor.focus()
        if not at_start and here is not None:
            self._editor.move_cursor(self._editor.get_cursor_line_end_location())

    async def _take_pen(self, no: Refused) -> bool:
        """Ask whether to take the pen, naming what happens, and take it."""
        from csboard.tui.screens.confirm import ConfirmDialog

        keeper, view = self.keeper, self.view
        assert keeper is not None, "shown before one writes"
        assert view is not None, "shown before one writes"
        await self.caught_up()
        pen = keeper.draft.pen
        question = no.sentence
        if pen is not None and pen.login != station_of(self).actor.login:
            question = _(
                "{name} is writing in this reply. Take the pen?\n\n"
                "What they have saved stays in the draft and is kept as a revision; what they have"
                " typed since is kept beside it. They see at once that you write."
            ).format(name=in_a_sentence(pen.login, view.members))
        elif pen is not None:
            question = _("You are writing in this reply at another board of yours. Go on here?")
        app_of(self).let_keys_go()
        if not await self.app.push_screen_wait(ConfirmDialog(question, _("Take the pen"))):
            return False
        command = TakePen(draft_id=keeper.draft.id, session=self.session)
        if await app_of(self).perform(command) is None:
            return False
        try:
            await keeper.begin()
        except CsboardError as failure:
            say(self.app, failure.sentence, "warning")
            return False
        return True

    @on(DraftEditor.Changed)
    def _was_typed(self) -> None:
        if not self.is_writing or self.keeper is None:
            return
        was_saved = self.keeper.is_saved
        self.keeper.type(self.words)
        if was_saved != self.keeper.is_saved:
            self._show_saved()
        if self._reckoning is None:
            self._reckoning = self.set_timer(RECKON_AFTER, self._reckon_now)

    def _reckon_now(self) -> None:
        self._reckoning = None
        self._reckon()

    @on(DraftEditor.SelectionChanged)
    def _went(self) -> None:
        """The comments of the line that is written in are the ones in question."""
        from csboard.tui.threads import nearest

        if self.is_writing:
            line, _column = self._editor.cursor_location
            self._comments.choose(nearest(self._threads, DRAFT, line))
            self._margin.redraw()

    def _kept(self) -> None:
        keeper = self.keeper
        if keeper is None or not self.is_attached:
            return
        before, self.draft = self.draft, keeper.draft
        if before is not None and before.saved_at != self.draft.saved_at:
            self._renew_verdict()
        if keeper.lost is not None and self.is_writing:
            self._end_writing(keeper.lost)
        self._show_saved()

    def _renew_verdict(self) -> None:
        """Words that differ take the verdict off the card, which no event would do."""
        app = app_of(self)
        card = app.state.card(TaskRef(self.number))
        reply = card.reply if card is not None else None
        if reply is not None and reply.state in (ReplyState.APPROVED, ReplyState.CHANGE):
            app.run_worker(app.live.read_reply(self.number), group="verdict")

    def _show_saved(self) -> None:
        """Whether what was typed is safe, and why it isn't."""
        keeper, view, draft = self.keeper, self.view, self.draft
        if keeper is None or view is None or draft is None:
            return
        self._top.warn(keeper.problem or app_of(self).trouble)
        self._top.state(self._saved_text())

    def _end_writing(self, why: Refused) -> None:
        """Somebody else has the pen now: what was typed is safe, and where, is said."""
        keeper = self.keeper
        assert keeper is not None, "who writes has a keeper"
        self._stop_writing()
        told = why.sentence
        if keeper.left:
            told += "\n" + _(
                "What you had typed is kept beside the draft as a revision: {key} shows it."
            ).format(key=keys.key_of("draft.compare"))
        say(self.app, told, "warning")
        self._read_soon()

    def _stop_writing(self) -> None:
        line, _column = self._editor.cursor_location
        self.is_writing = False
        app_of(self).moved()
        self._lay_out()
        self._show_again()
        self._paper.go_to(DRAFT, line)
        self._focus_pane()

    @on(DraftEditor.Asked)
    async def _asked(self, event: DraftEditor.Asked) -> None:
        if event.what == "save":
            await self._save_now()
        elif event.what in ("elsewhere", "template", "known"):
            await self.run_action(event.what)
        else:
            await self.rest()
            if event.what == "pane":
                self.show_pane(TALK)

    async def _save_now(self) -> None:
        if self.keeper is not None and await self.keeper.save():
            say(self.app, _("Saved."))

    async def rest(self) -> None:
        """From writing to reading, with everything saved."""
        if not self.is_writing or self.keeper is None:
            return
        self.keeper.type(self.words)
        self._stop_writing()
        await self.keeper.rest()
        self.draft = self.keeper.draft
        self._show_again()

    def on_screen_suspend(self) -> None:
        if self.is_writing and self.keeper is not None:
            self.run_worker(self.keeper.save(), group="keep")

    def on_app_blur(self) -> None:
        self.on_screen_suspend()

    @property
    def is_empty(self) -> bool:
        """Whether leaving csboard would lose nothing."""
        return self.keeper is None or self.keeper.is_saved or not self.keeper.problem

    def insert(self, text: str, subject: str = "") -> None:
        """Put words in where the cursor is, on lines of their own; one undo takes them out.

        What is to be filled in first is selected: the next letter takes its place; else the
        cursor stands where they begin, and they are in view. Never within words put in before.
        `subject` is for a reply that has none.
        """
        self._go_below(self._put)
        line, column = self._editor.cursor_location
        there = self._editor.document.get_line(line)
        before = "\n" if column and there.strip() else ""
        after = "\n" if there[column:].strip() or not column else ""
        put = f"{before}{clean(text, multiline=True)}{after}"
        done = self._editor.insert(put)
        starts = _place_in(put, len(before), (line, column))
        self._put = PutWords(starts, done.end_location, put[len(before) :])
        self._show_from(starts)
        self._select_hole(put, (line, column))
        if self.keeper is not None:
            lacks = not self.words.subject.strip()
            self.keeper.type(self.words._replace(subject=subject) if lacks else self.words)

    def _go_below(self, put: PutWords | None) -> None:
        """From within words that were put in and stand there unchanged, go to their end."""
        editor = self._editor
        if put is None or editor.get_text_range(put.starts, put.ends) != put.text:
            return
        if put.starts <= editor.cursor_location < put.ends:
            editor.move_cursor(put.ends)

    def go_below_paragraph(self) -> None:
        """Go to the end of the lines that belong together where the cursor is."""
        editor = self._editor
        line = editor.cursor_location[0]
        lines = editor.document.lines
        while lines[line].strip() and line + 1 < len(lines) and lines[line + 1].strip():
            line += 1
        editor.move_cursor((line, len(lines[line])))

    def _show_from(self, place: tuple[int, int]) -> None:
        """Stand at a place, with as much in view of what follows it as there is room for."""
        editor = self._editor
        editor.move_cursor(place)

        def scroll() -> None:
            row = editor.wrapped_document.location_to_offset(place).y
            editor.scroll_to(y=max(0, row - 1), animate=False, immediate=True)
            editor.scroll_cursor_visible()

        self.call_after_refresh(scroll)  # the field may not be laid out yet

    def select_hole(self) -> None:
        """Select what is to be filled in first: the next letter takes its place."""
        self._select_hole(self._editor.text, (0, 0))

    def _select_hole(self, text: str, start: tuple[int, int]) -> None:
        """In `text`, which begins at line and column `start`."""
        if (hole := first_hole(text)) is not None:
            begins, ends = (_place_in(text, at, start) for at in hole)
            self._editor.select(begins, ends)

    def take_text(self, text: str) -> None:
        """Put other words in place of all that is written; it can be undone like typing."""
        self._editor.take(text)

    def action_template(self) -> None:
        """Pick a template; back with it in the draft, filled in."""
        from csboard.tui.template_acts import pick

        app_of(self).hold_keys()
        self.act(pick)

    def action_elsewhere(self) -> None:
        """Write in the person's own editor; back with its words in the draft."""
        from csboard.tui.draft_acts import elsewhere

        self.act(elsewhere)

    def act(self, act: Act) -> None:
        """Do one act after the other, each on the draft as those before it leave it."""
        if self.view is None or self.draft is None:
            return

        async def doing(_before: int) -> None:
            await act(self)
            await self.caught_up()

        self.app.run_worker(app_of(self).turns.take(doing), group="act")


def _place_in(text: str, index: int, start: tuple[int, int]) -> tuple[int, int]:
    """Line and column of a letter of `text`, which begins at line and column `start`."""
    lines = text[:index].split("\n")
    column = len(lines[-1]) if len(lines) > 1 else start[1] + len(lines[-1])
    return start[0] + len(lines) - 1, column
