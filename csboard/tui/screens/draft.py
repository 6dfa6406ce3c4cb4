"""A reply under the hands of its writer and of colleagues: what its keys do.

Reading, single letters act; writing, they type. What is typed is saved by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from importlib import import_module
from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType

from csboard.domain.draft_commands import DiscardDraft
from csboard.i18n import _
from csboard.tui import keys
from csboard.tui.app import app_of, station_of
from csboard.tui.countdown import Countdown
from csboard.tui.draft_words import WAITS, entry_of, known_of
from csboard.tui.fence import say
from csboard.tui.permitted import CHANGES, lead_of, may_work, offered
from csboard.tui.screens.draft_panes import SIDE, TALK
from csboard.tui.screens.draft_writing import DraftWriting
from csboard.tui.widgets.comments import CommentPane
from csboard.tui.widgets.draft_head import Envelope
from csboard.tui.widgets.lines import Selection

WRITING_FOOTER = (
    "drafting.rest",
    "drafting.save",
    "drafting.template",
    "drafting.elsewhere",
    "drafting.pane",
)
READING_FOOTER = (
    ("draft.write",),
    ("draft.comment",),
    ("draft.approve", "draft.propose"),
    ("draft.pane",),
    ("draft.send",),
    ("draft.help",),
    ("draft.back",),
)
SIDE_FOOTER = (
    ("draft.accept", "draft.answer"),
    ("draft.resolve",),
    ("draft.comment",),
    ("draft.pane",),
    ("draft.send",),
    ("draft.help",),
    ("draft.back",),
)
"""What the last line shows; of those in one slot the first that can be done now."""

Slots = tuple[tuple[str, ...], ...]
Act = Callable[["DraftScreen"], Coroutine[Any, Any, None]]


class DraftScreen(DraftWriting):
    """Write, comment, judge, send."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("draft")

    def __init__(self, number: int, *, begin: bool = True, ready: Act | None = None) -> None:
        """With `begin` a draft is begun where there is none; `ready` is done once it is there."""
        super().__init__(number, begin=begin)
        self._when_ready = ready
        self._countdown = Countdown(self, lambda: station_of(self).clock.now(), self.hint)

    def ready(self) -> None:
        act, self._when_ready = self._when_ready, None
        if act is not None:
            self.act(act)

    def _show_again(self) -> None:
        super()._show_again()
        entry = entry_of(self.view, self.draft) if self.view and self.draft else None
        waits = entry is not None and entry.state in WAITS
        self._countdown.count_to(entry.not_before if entry and waits else None)

    # keys and what can be done

    def show_keys(self) -> None:
        if self.is_writing:
            self._footer.show(keys.footer_keys(WRITING_FOOTER))
            return
        slots: Slots = SIDE_FOOTER if self.pane == SIDE else READING_FOOTER
        if self.has_entry_waiting():
            slots = (("draft.undo",), *slots[-3:])
        self._footer.show(offered(slots, self._offers), lead_of(self, self.state))

    def _offers(self, name: str) -> bool:
        """Approving is offered to whoever was asked to look at it."""
        return self.can(name) and (name != "approve" or self._is_asked())

    def _is_asked(self) -> bool:
        me = station_of(self).actor.login
        view, draft = self.view, self.draft
        if view is None or draft is None:
            return False
        return any(ask.of == me and ask.draft_id == draft.id for ask in view.asks)

    def can(self, name: str) -> bool:
        makes_sense = MAKES_SENSE.get(name)
        if f"draft.{name}" in CHANGES and not may_work(self, self.state):
            return False
        return makes_sense is None or makes_sense(self)

    def _do(self, name: str, where: str = "draft_acts") -> None:
        """Do what a module of acts calls `name`; it may open a box first."""
        if self.view is not None and self.draft is not None:
            if name in ASKING:
                app_of(self).hold_keys()
            self.act(getattr(import_module(f"csboard.tui.{where}"), name))

    def _review(self, name: str) -> None:
        self._do(name, "review_acts")

    # going about

    def action_pane(self) -> None:
        self.show_pane((self.pane + 1) % 3)

    def action_pane_before(self) -> None:
        self.show_pane((self.pane - 1) % 3)

    def action_fold(self) -> None:
        self._unfolded = not self._unfolded
        self._comments.unfolded = self._unfolded
        self._show_again()

    def action_known(self) -> None:
        """Policy, fact and emotion at full length, which short windows have no room for."""
        from csboard.tui.screens.report import ReportScreen

        if self.view is None:
            return
        rows = [
            row
            for label, text, _role in known_of(self.view.inquiry)
            for row in (f"{label}:", *(f"  {line}" for line in text.splitlines()), "")
        ]
        told = _("A reply goes by this.")
        if not rows:
            told = _("No policy, fact or emotion is written down yet: {key} in the inquiry does.")
        title = _("What is known of #{number}").format(number=self.number)
        self.app.push_screen(
            ReportScreen(told.format(key=keys.key_of("inquiry.edit")), rows, title)
        )

    def action_comment_before(self) -> None:
        self._comments.step(-1)

    def action_comment_after(self) -> None:
        self._comments.step(1)

    def action_other(self) -> None:
        if self.view is None or len(self.view.drafts) < 2:
            say(self.app, _("There is only one open draft here."))
            return
        self._which = (self._which + 1) % len(self.view.drafts)
        self._read_soon()

    def action_back(self) -> None:
        for reader in (self._talk, self._paper):
            if reader.is_selecting:
                reader.stop_selecting()
                return
        keeper = self.keeper
        if keeper is not None and not keeper.is_saved and keeper.lost is None:
            self.run_worker(self._leave_saved(), group="keep", exclusive=True)
        else:
            self._leave()

    async def _leave_saved(self) -> None:
        """Go back when all is saved; where that can't be, stay and say so."""
        assert self.keeper is not None, "there is something to save"
        if await self.keeper.save() or self.keeper.lost is not None:
            self._leave()
        else:
            say(self.app, self.keeper.problem, "error")

    def _leave(self) -> None:
        draft = self.draft
        untouched = self._is_untouched()
        if self.leave_once() and draft is not None and untouched:
            app_of(self).run_worker(_discard(app_of(self), draft.id), group="act")

    def _is_untouched(self) -> bool:
        """Whether the draft was begun here and nothing was done to it."""
        draft, view = self.draft, self.view
        if draft is None or view is None or draft.version != self._begun:
            return False
        spoken = any(one.draft_id == draft.id for one in view.comments)
        return not (spoken or draft.files or view.asks or view.revisions)

    # acting

    def chosen_lines(self) -> Selection | None:
        """The lines to be spoken of: of the message or of the draft."""
        reader = self._talk if self.pane == TALK else self._paper
        return reader.selection

    def stop_selecting(self) -> None:
        self._talk.stop_selecting()
        self._paper.stop_selecting()

    @property
    def comments(self) -> CommentPane:
        return self._comments

    @property
    def seen(self) -> int:
        """Id of the newest message that was before the person's eyes."""
        return self._seen

    def action_comment(self) -> None:
        self._review("comment")

    def action_propose(self) -> None:
        self._review("propose")

    def action_answer(self) -> None:
        self._review("answer")

    def action_resolve(self) -> None:
        self._review("resolve")

    def action_accept(self) -> None:
        self._review("accept")

    def action_approve(self) -> None:
        self._review("approve")

    def action_change(self) -> None:
        self._review("change")

    def action_ask(self) -> None:
        self._review("ask")

    def action_similar(self) -> None:
        from csboard.tui.screens.similar import SimilarScreen

        self.app.push_screen(SimilarScreen(self.number))

    def action_head(self) -> None:
        self._do("head")

    @on(Envelope.Pressed)
    async def _envelope_pressed(self) -> None:
        await self.rest()
        self.action_head()

    def action_files(self) -> None:
        self._do("files")

    def action_compare(self) -> None:
        self._do("compare")

    def action_copy(self) -> None:
        self._do("copy_text")

    def action_send(self) -> None:
        self._do("send")

    def action_discard(self) -> None:
        self._do("discard")

    def action_undo(self) -> None:
        self._do("undo")

    def has_entry_waiting(self) -> bool:
        """Whether the reply is on its way and can still be stopped."""
        if self.view is None or self.draft is None:
            return False
        entry = entry_of(self.view, self.draft)
        return entry is not None and entry.state in WAITS


async def _discard(app: Any, draft_id: int) -> None:
    if await app.perform(DiscardDraft(draft_id=draft_id)):
        say(app, _("Nothing was written: no draft is kept."))


def _has_thread(screen: DraftScreen) -> bool:
    return screen.comments.thread is not None


def _has_proposal(screen: DraftScreen) -> bool:
    thread = screen.comments.thread
    return thread is not None and thread.has_proposal and not thread.is_outdated


ASKING = frozenset(
    ("comment", "propose", "answer", "change", "ask", "head", "files", "compare", "send")
)
"""Acts that open a box."""
MAKES_SENSE: dict[str, Callable[[DraftScreen], bool]] = {
    "answer": _has_thread,
    "resolve": _has_thread,
    "accept": _has_proposal,
    "comment_before": _has_thread,
    "comment_after": _has_thread,
    "other": lambda screen: screen.view is not None and len(screen.view.drafts) > 1,
}
"""When an action can do something; the others always can."""
