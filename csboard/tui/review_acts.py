"""What colleagues do to a reply: speak of it, propose words, judge it, ask one another.

One command each, as in csboard.tui.acts; what was typed is never lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.domain.commands import Command
from csboard.domain.people import in_a_sentence, name_of, works_here
from csboard.domain.records import Event
from csboard.domain.replies import Draft, ReplyView, VerdictWord
from csboard.domain.review_commands import (
    AcceptProposal,
    AddComment,
    AskReview,
    GiveVerdict,
    ReopenComment,
    ResolveComment,
)
from csboard.domain.revisions import digest_of_draft
from csboard.i18n import _
from csboard.tui.app import app_of, station_of
from csboard.tui.begun import begun_comment
from csboard.tui.fence import say
from csboard.tui.remarking import remarked
from csboard.tui.screens.pick import PickDialog
from csboard.tui.screens.remark import Remark
from csboard.tui.threads import DRAFT, Thread
from csboard.tui.widgets.lines import Selection

if TYPE_CHECKING:
    from csboard.tui.screens.draft import DraftScreen

MOST_TOPICS = 8
"""Of an inquiry's tags that are offered as what somebody may know."""


def at_hand(screen: DraftScreen) -> tuple[ReplyView, Draft]:
    """What an act is about; it is asked for only when it is there."""
    assert screen.view is not None, "shown before it is acted on"
    assert screen.draft is not None, "shown before it is acted on"
    return screen.view, screen.draft


# speaking


async def comment(screen: DraftScreen) -> None:
    """A comment on the selected lines, or those under the cursor."""
    await _remark(screen, screen.chosen_lines(), _("Comment"), proposing=False)


async def propose(screen: DraftScreen) -> None:
    """Other words for the selected lines of the draft."""
    lines = screen.chosen_lines()
    if lines is None or lines.of != DRAFT:
        app_of(screen).let_keys_go()
        say(screen.app, _("Words are proposed for lines of the draft: go there first."))
        return
    await _remark(screen, lines, _("Propose other words"), proposing=True)


async def _remark(
    screen: DraftScreen, lines: Selection | None, title: str, *, proposing: bool
) -> None:
    """Ask for a remark until it is stored or given up; the lines are those that were seen."""
    _view, draft = at_hand(screen)
    quote = _quoted(screen, lines)
    event = await remarked(
        app_of(screen),
        title,
        quote,
        lambda remark: _comment_command(draft, lines, remark, quote),
        begun=begun_comment(app_of(screen), draft.number, title, quote),
        lacking=_("Say in a few words what you think."),
        start=Remark("", quote if proposing else None),
    )
    if event is not None:
        screen.stop_selecting()
        await _show_new(screen, event)


def _comment_command(
    draft: Draft, lines: Selection | None, remark: Remark, quote: str
) -> AddComment:
    if lines is not None and isinstance(lines.of, int):
        return AddComment(text=remark.text, message_id=lines.of, first=lines.first, last=lines.last)
    return AddComment(
        text=remark.text,
        draft_id=draft.id,
        digest=digest_of_draft(draft),
        first=lines.first if lines else None,
        last=lines.last if lines else None,
        quote=quote,
        proposal=remark.proposal,
    )


def _quoted(screen: DraftScreen, lines: Selection | None) -> str:
    """The words of the lines, exactly."""
    if lines is None:
        return ""
    if lines.of == DRAFT:
        text = screen.text
    else:
        view, _draft = at_hand(screen)
        text = next((one.text for one in view.messages if one.id == lines.of), "")
    return "\n".join(text.split("\n")[lines.first : lines.last + 1])


async def _show_new(screen: DraftScreen, event: Event) -> None:
    """Let what was just said be the comment in question."""
    await screen.caught_up()
    comment_id = event.detail.get("comment")
    if isinstance(comment_id, int):
        screen.comments.choose(comment_id)


async def answer(screen: DraftScreen) -> None:
    """An answer to the comment in question."""
    view, draft = at_hand(screen)
    thread = _thread(screen)
    if thread is None:
        app_of(screen).let_keys_go()
        return
    name = in_a_sentence(thread.comment.author, view.members)
    title = _("Answer to {name}").format(name=name)
    words = thread.comment.text or thread.comment.proposal or ""
    await remarked(
        app_of(screen),
        title,
        words,
        lambda remark: _answer_command(thread, remark.text),
        begun=begun_comment(app_of(screen), draft.number, title, words),
        lacking=_("Say in a few words what you think."),
    )


def _answer_command(thread: Thread, text: str) -> AddComment:
    said = thread.comment
    if said.message_id is not None:
        return AddComment(text=text, message_id=said.message_id, parent=said.id)
    return AddComment(text=text, draft_id=said.draft_id, parent=said.id)


def _thread(screen: DraftScreen) -> Thread | None:
    thread = screen.comments.thread
    if thread is None:
        say(screen.app, _("There is no comment here."))
    return thread


async def resolve(screen: DraftScreen) -> None:
    """Settle the comment in question, or open it again."""
    thread = _thread(screen)
    if thread is None:
        return
    command: Command
    if thread.is_resolved:
        command, told = ReopenComment(comment_id=thread.id), _("Comment {n} is open again.")
    else:
        command, told = ResolveComment(comment_id=thread.id), _("Comment {n} is settled.")
    if await app_of(screen).perform(command):
        say(screen.app, told.format(n=thread.number))


async def accept(screen: DraftScreen) -> None:
    """Put the proposed words into the draft."""
    _view, draft = at_hand(screen)
    thread = _thread(screen)
    if thread is None:
        return
    if not thread.has_proposal:
        say(screen.app, _("Comment {n} proposes no words.").format(n=thread.number))
        return
    command = AcceptProposal(
        comment_id=thread.id, session=screen.session, seen_version=draft.version
    )
    if await app_of(screen).perform(command):
        say(screen.app, _("The proposed words stand in the draft now."))


# judging


async def approve(screen: DraftScreen) -> None:
    _view, draft = at_hand(screen)
    command = GiveVerdict(
        draft_id=draft.id, digest=digest_of_draft(draft), word=VerdictWord.APPROVE
    )
    if await app_of(screen).perform(command):
        say(
            screen.app,
            _("You approve the reply as it stands; {undo} takes it back.").format(undo=undo_key()),
        )


async def change(screen: DraftScreen) -> None:
    """Ask for a change, saying which."""
    _view, draft = at_hand(screen)
    title, digest = _("Ask for a change"), digest_of_draft(draft)
    event = await remarked(
        app_of(screen),
        title,
        "",
        lambda remark: GiveVerdict(
            draft_id=draft.id, digest=digest, word=VerdictWord.CHANGE, text=remark.text
        ),
        begun=begun_comment(app_of(screen), draft.number, title, ""),
        lacking=_("Say what is to be changed."),
    )
    if event is not None:
        say(screen.app, _("You ask for a change; the reply is held until it is made."))


async def ask(screen: DraftScreen) -> None:
    """Ask anybody, one colleague, or who knows a topic, for a review."""
    view, draft = at_hand(screen)
    me = station_of(screen).actor.login
    colleagues = [one.login for one in view.members.values() if works_here(one) and one.login != me]
    topics = view.inquiry.tags.content[:MOST_TOPICS]
    commands = [AskReview(draft_id=draft.id)]
    rows, at = [_("anybody")], 0
    for login in colleagues:
        commands.append(AskReview(draft_id=draft.id, of=login))
        rows.append(name_of(login, view.members))
        if login == view.reviewer:
            at, rows[-1] = len(rows) - 1, _("{name}, as agreed").format(name=rows[-1])
    for topic in topics:
        commands.append(AskReview(draft_id=draft.id, topic=topic))
        rows.append(_("who knows {topic}").format(topic=topic))
    picked = await screen.app.push_screen_wait(
        PickDialog(
            _("Ask for a review"),
            [([(f" {row}", "row")],) for row in rows],
            _("Who should look at it before it goes out?"),
            at=at,
        )
    )
    if picked is None or not await app_of(screen).perform(commands[picked.row]):
        return
    say(screen.app, _("Asked for a review: {who}.").format(who=rows[picked.row]))


def undo_key() -> str:
    from csboard.tui.keys import key_of

    return key_of("draft.undo")
