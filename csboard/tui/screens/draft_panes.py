"""The panes of the draft screen: conversation, draft, and comments beside the lines.

From `SIDE_BY_SIDE` columns on the comments stand beside the text; with enough lines the
conversation stands above the draft, and on a wide screen at its left. Smaller windows show one
of them at a time, with a strip that names the others.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.worker import Worker

from csboard.domain.replies import Draft, ReplyView, Words
from csboard.i18n import _
from csboard.tui.app import app_of, station_of
from csboard.tui.company import Whereabouts
from csboard.tui.conversation_lines import conversation_lines
from csboard.tui.draft_keeper import DraftKeeper
from csboard.tui.draft_words import envelope_of, known_briefly, pieces_of
from csboard.tui.screens.in_company import InCompany
from csboard.tui.screens.inquiry_reading import ROOMY, SIDE_BY_SIDE
from csboard.tui.screens.painted_once import PaintedOnce
from csboard.tui.screens.telling import TellingScreen
from csboard.tui.state import BoardState
from csboard.tui.threads import DRAFT, Thread, marks_of, nearest, threads_of
from csboard.tui.times import Times
from csboard.tui.widgets.comments import CommentPane, nothing_said
from csboard.tui.widgets.draft_editor import DraftEditor
from csboard.tui.widgets.draft_head import Envelope, PaneTitle, TopLines
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.lines import Line
from csboard.tui.widgets.margin import Margin
from csboard.tui.widgets.reader import Reader
from csboard.tui.widgets.stages import StageStrip

TALK, PAPER, SIDE = 0, 1, 2
"""The panes, from left to right and from top to bottom."""

TALL = 32
"""From so many lines on the conversation stands above the draft."""
RECKON_AFTER = 0.25
"""Seconds without a key after which it is reckoned anew where comments stand."""


class DraftPanes(TellingScreen, InCompany, PaintedOnce):
    """Shows what it is given, each thing in its place."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "draft.tcss"]  # type: ignore[assignment]
    PLACES = ("draft", "reader")
    AUTO_FOCUS = ""
    SAYS_TROUBLE = True
    waits_for_reading = True

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.view: ReplyView | None = None
        self.draft: Draft | None = None
        self.keeper: DraftKeeper | None = None
        self.pane = PAPER
        self.is_writing = False
        self._which = 0
        """Which of the open drafts is shown: merging can bring a second one."""
        self._seen = 0
        """The newest message that was before the person's eyes."""
        self._is_sent_for = True
        """Whether a program is there that sends what waits to go out."""
        self._unfolded = False
        self._threads: tuple[Thread, ...] = ()
        self._reckoned: tuple[object, ...] = ()
        self._layout_now: tuple[bool, bool, bool] = (True, True, False)
        self._top = TopLines()
        self._strip = StageStrip()
        self._talk = Reader(id="talk")
        self._talk_title = PaneTitle()
        self._paper = Reader(id="text")
        self._paper_title = PaneTitle()
        self._envelope = Envelope()
        self._editor = DraftEditor(id="writing")
        self._margin = Margin(self._editor)
        self._comments = CommentPane(id="comments")
        self._side_title = PaneTitle()
        self._footer = Footer()
        self._reading: Worker[None] | None = None

    # building

    def compose(self) -> ComposeResult:
        yield self._top
        yield self._strip
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield Vertical(self._talk_title, self._talk, id="talk-box")
                yield Vertical(
                    self._paper_title,
                    self._envelope,
                    self._paper,
                    Horizontal(self._margin, self._editor, id="paper"),
                    id="draft-box",
                )
            yield Vertical(self._side_title, self._comments, id="side")
        yield self._footer

    def on_resize(self, _event: events.Resize) -> None:
        self._lay_out()
        self._show_again()

    def _lay_out(self) -> None:
        """Show the panes that there is room for, the one that keys act in always."""
        width, height = self.app.size
        beside, tall, roomy = width >= SIDE_BY_SIDE, height >= TALL, width >= ROOMY
        self._layout_now = (beside, tall, roomy)
        both = beside and (tall or roomy)
        self.set_class(beside and not roomy, "-beside")
        self.set_class(not tall, "-short")
        self.set_class(roomy, "-roomy")
        self._strip.display = not both
        self.query_one("#left").display = beside or self.pane != SIDE
        self.query_one("#talk-box").display = both or self.pane == TALK
        self.query_one("#draft-box").display = both or self.pane != TALK
        self.query_one("#side").display = beside or self.pane == SIDE
        for title in (self._talk_title, self._paper_title):
            title.display = both
        self._side_title.display = beside
        self._paper.display = not self.is_writing
        self.query_one("#paper").display = self.is_writing
        self._show_titles()

    @property
    def _sees_talk(self) -> bool:
        """Whether the conversation is in view."""
        beside, tall, roomy = self._layout_now
        return self.pane == TALK or (beside and (tall or roomy))

    @property
    def state(self) -> BoardState:
        """The board behind."""
        return app_of(self).state

    @property
    def session(self) -> str:
        return app_of(self).session

    # showing

    @property
    def text(self) -> str:
        """The reply as it stands before the person."""
        if self.is_writing:
            return self._editor.whole
        return self.keeper.typed.text if self.keeper else ""

    @property
    def words(self) -> Words:
        """All of the reply as it stands before the person."""
        assert self.keeper is not None, "shown only when there is a draft"
        return self.keeper.typed._replace(text=self.text)

    @property
    def whereabouts(self) -> Whereabouts:  # type: ignore[override]
        return Whereabouts(self.number, "writes" if self.is_writing else "looks")

    @property
    def times(self) -> Times:
        return Times(self.state.zone, station_of(self).clock.now())

    def _show_again(self) -> None:
        view, draft = self.view, self.draft
        if view is None or draft is None:
            return
        times = self.times
        seen = draft._replace(seen=self._seen)
        pieces = pieces_of(view, seen, self.session, times.now, times)
        if not self._is_sent_for:
            pieces.insert(0, (_("no program is there that sends it"), "alarm"))
        others = (self.who_is_here(writers=False), "pen")  # who writes is among the pieces
        title = f"#{view.inquiry.number} {view.inquiry.subject}"
        self._top.show(title, self._saved_text(), (*pieces, others))
        known = known_briefly(view.inquiry) if self._layout_now[1] else ()
        self._envelope.show([*known, *envelope_of(draft._replace(words=self.words))])
        self._talk.show(conversation_lines(view, times, unfolded=self._unfolded))
        if not self.is_writing:
            self._paper.show(_lines_of(self.text))
        self._reckon()
        self._show_titles()
        self.show_keys()

    def _saved_text(self) -> str:
        """Where the words are, in a word: at the right of the first line."""
        keeper = self.keeper
        if keeper is None:
            return ""
        if keeper.problem:
            return _("NOT SAVED")
        if self.is_writing:
            return _("saved") if keeper.is_saved else _("saving …")
        return _("draft")

    def _reckon(self) -> None:
        """Where each comment stands in the text as it is now."""
        view = self.view
        if view is None:
            return
        text = self.text
        draft_id = self.draft and self.draft.id
        reckoned = (view.comments, view.revisions, view.messages, text, draft_id)
        if reckoned != self._reckoned:
            self._reckoned = reckoned
            self._threads = threads_of(view, self.draft, text)
        self._comments.show(self._threads, view.members, self.times, nothing_said())
        self._mark()

    def _mark(self) -> None:
        """Show beside the lines which comments speak of them."""
        marks = marks_of(self._threads)
        chosen = self._comments.thread
        spoken = chosen.place if chosen is not None else None
        self._talk.mark(marks, spoken)
        self._paper.mark(marks, spoken)
        self._margin.mark(marks)
        self._comments.redraw()

    def _show_titles(self) -> None:
        view = self.view
        if view is None:
            return
        open_ones = sum(not thread.is_resolved for thread in self._threads)
        names = (
            _("Conversation {n}").format(n=len(view.messages)),
            self._paper_name(),
            _("Comments {n}").format(n=f"{open_ones}/{len(self._threads)}"),
        )
        titles = (self._talk_title, self._paper_title, self._side_title)
        for at, (title, name) in enumerate(zip(titles, names, strict=True)):
            title.show(name, is_here=at == self.pane)
        self._strip.show(names, self.pane)

    def _paper_name(self) -> str:
        if self.is_writing:
            return _("Reply: writing")
        if self._paper.is_selecting:
            return _("Reply: selecting")
        return _("Reply")

    def _row_of(self, thread: Thread) -> int | None:
        """In which row of the comments the words that a thread speaks of stand."""
        beside, *_rest = self._layout_now
        place = thread.place
        if place is None or not beside:
            return None
        if place.of != DRAFT:
            reader = self._talk
            row = reader.row_of(place.of, place.first) if self._sees_talk else None
            shown_at = reader.region.y
        elif self.is_writing:
            row = self._editor.row_of_line(place.first)
            shown_at = self._editor.region.y
        else:
            row = self._paper.row_of(DRAFT, place.first)
            shown_at = self._paper.region.y
        return None if row is None else row + shown_at - self._comments.region.y

    def _have_seen(self) -> None:
        """All messages were before the person's eyes."""
        if self.view is not None and self.view.messages:
            self._seen = max(self._seen, *(message.id for message in self.view.messages))
            self.mark_read(self.view.messages, self.view.inquiry.opened_at)
            if self.keeper is not None:
                self.keeper.seen = self._seen

    # the panes

    def show_pane(self, pane: int) -> None:
        """Let the keys act in a pane."""
        self.pane = pane
        self._lay_out()
        if pane == TALK:
            self._have_seen()
        self._show_again()
        self._focus_pane()

    def _focus_pane(self) -> None:
        if self.is_writing:
            self._editor.focus()
        else:
            (self._talk, self._paper, self._comments)[self.pane].focus()

    @on(StageStrip.Picked)
    def _picked(self, event: StageStrip.Picked) -> None:
        self.show_pane(event.index)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A click may lead into another pane."""
        panes = {self._talk: TALK, self._paper: PAPER, self._comments: SIDE}
        pane = panes.get(event.widget)  # type: ignore[call-overload]
        if pane is not None and pane != self.pane:
            self.pane = pane
            if pane == TALK:
                self._have_seen()
            self._show_titles()
        self.show_keys()

    @on(Reader.Moved)
    def _moved(self, event: Reader.Moved) -> None:
        """The comments of the line under the cursor are the ones in question."""
        reader = event.reader
        if reader.has_focus and (here := reader.selection) is not None:
            self._comments.choose(nearest(self._threads, here.of, here.first))
        self._mark()
        self._show_titles()

    @on(CommentPane.Chosen)
    def _chosen(self, event: CommentPane.Chosen) -> None:
        """The words that a comment speaks of come into view."""
        place = event.thread.place
        if place is not None and place.of == DRAFT and not self.is_writing:
            self._paper.go_to(DRAFT, place.first)
        elif place is not None and place.of != DRAFT:
            self._talk.go_to(place.of, place.first)
        self._mark()
        self.show_keys()


def _lines_of(text: str) -> list[Line]:
    return [Line(line, "", DRAFT, at) for at, line in enumerate(text.split("\n"))]
