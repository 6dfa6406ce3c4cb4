"""What the members of the story do about replies: write, speak of them, judge them, send them.

Each is one command or a few, made from what the board says when its turn comes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from csboard.demo import casework
from csboard.domain.commands import Command
from csboard.domain.draft_commands import BeginDraft, HoldPen, SaveDraft
from csboard.domain.presence_commands import GiveThanks
from csboard.domain.records import Direction, Message
from csboard.domain.replies import Comment, Draft, ReplyView, VerdictWord
from csboard.domain.review_commands import (
    AcceptProposal,
    AddComment,
    AskReview,
    GiveVerdict,
    ResolveComment,
)
from csboard.domain.revisions import digest_of_draft
from csboard.domain.sending_commands import RecordSent
from csboard.domain.success_commands import PutIn
from csboard.domain.templates import fill

if TYPE_CHECKING:
    from csboard.demo.doing import Line

SESSION = "demo"
QUIET = (SaveDraft, HoldPen)
"""Commands that leave no event."""

Commands = Iterator[Command]


def saved(draft: Draft, text: str, session: str = SESSION) -> SaveDraft:
    """Write `text` where the answer goes: above the signature and the customer's words."""
    words = draft.words._replace(text=text + draft.words.text)
    return SaveDraft(draft_id=draft.id, session=session, seen_version=draft.version, words=words)


def remark_on(draft: Draft, on: str, text: str, proposal: str | None = None) -> AddComment:
    """A comment on the line in which `on` stands; on the whole when that is empty."""
    place = _line_with(on, draft.words.text)
    return AddComment(
        text=text, draft_id=draft.id, digest=digest_of_draft(draft), proposal=proposal, **place
    )


def judged(draft: Draft, word: VerdictWord, text: str = "") -> GiveVerdict:
    return GiveVerdict(draft_id=draft.id, digest=digest_of_draft(draft), word=word, text=text)


def newest(view: ReplyView) -> int:
    """Id of the message that was written last."""
    return view.messages[-1].id


def _line_with(piece: str, text: str) -> dict[str, Any]:
    if not piece:
        return {}
    lines = text.split("\n")
    at = next(at for at, line in enumerate(lines) if piece in line)
    return {"first": at, "last": at, "quote": lines[at]}


def _view(line: Line) -> ReplyView:
    return line.making.board.replies(line.number)


def _draft(line: Line) -> Draft:
    return _view(line).drafts[0]


def _begin(line: Line) -> Commands:
    yield BeginDraft(number=line.number, session=SESSION)
    draft = _draft(line)
    yield saved(draft, line.words("replies"))
    yield HoldPen(draft_id=draft.id, session=SESSION, leave=True)


def _reply(line: Line) -> Commands:
    """Write one and send it, all at once; with words of another story's case, when one is named."""
    yield from _begin(line)
    yield from _send(line)


def _send(line: Line) -> Commands:
    """Note that the reply that was written went out."""
    view = _view(line)
    draft = view.drafts[0]
    for story in line.act.more:
        yield casework.put_in(line, story, draft)
    yield RecordSent(draft_id=draft.id, digest=digest_of_draft(draft), seen=newest(view))


def _from(line: Line) -> Commands:
    """Send a template, filled in, with what is to be edited in it."""
    yield BeginDraft(number=line.number, session=SESSION)
    draft, board, [name] = _draft(line), line.making.board, line.act.more
    template = board.template(line.making.templates[name])
    text = fill(template, board.template_facts(line.number, line.act.who)).text
    edited = text
    for edit in line.making.book.of(line.story.id).get("edits", ()):
        edited = edited.replace(edit["was"], edit["now"])
    yield saved(draft, edited)
    yield PutIn(draft_id=draft.id, text=text, template_id=template.id)
    yield HoldPen(draft_id=draft.id, session=SESSION, leave=True)
    view = _view(line)
    digest = digest_of_draft(view.drafts[0])
    yield RecordSent(draft_id=draft.id, digest=digest, seen=newest(view))


def _comment(line: Line) -> Commands:
    """Of a line of the draft, or of what the customer (`mail`) or the team (`reply`) wrote last."""
    said = line.said("comments")
    if not line.act.more:
        yield remark_on(_draft(line), said["on"], said["says"], said.get("words"))
        return
    message = _latest(line, Direction.IN if line.act.more[0] == "mail" else Direction.OUT)
    place = _line_with(said["on"], message.text)
    yield AddComment(text=said["says"], message_id=message.id, **place)


def _latest(line: Line, direction: Direction) -> Message:
    messages = _view(line).messages
    return next(one for one in reversed(messages) if one.direction is direction)


def _last_comment(line: Line, fits: Callable[[Comment], bool]) -> Comment:
    comments = _view(line).comments
    return next(one for one in reversed(comments) if one.parent is None and fits(one))


def _is_open(comment: Comment) -> bool:
    return comment.resolved_at is None


def _answer(line: Line) -> Commands:
    comment = _last_comment(line, _is_open)
    yield AddComment(
        text=line.words("answers"),
        draft_id=comment.draft_id,
        message_id=comment.message_id,
        parent=comment.id,
    )


def _settle(line: Line) -> Commands:
    yield ResolveComment(comment_id=_last_comment(line, _is_open).id)


def _accept(line: Line) -> Commands:
    comment = _last_comment(line, lambda one: one.proposal is not None)
    version = _draft(line).version
    yield AcceptProposal(comment_id=comment.id, session=SESSION, seen_version=version)


def _approve(line: Line) -> Commands:
    yield judged(_draft(line), VerdictWord.APPROVE)


def _change(line: Line) -> Commands:
    yield judged(_draft(line), VerdictWord.CHANGE, line.words("changes"))


def _ask(line: Line) -> Commands:
    yield AskReview(draft_id=_draft(line).id, of=line.act.more[0])


def _thank(line: Line) -> Commands:
    yield GiveThanks(message_id=_latest(line, Direction.OUT).id)


VERBS: dict[str, Callable[[Line], Commands]] = {
    "draft": _begin,
    "reply": _reply,
    "from": _from,
    "send": _send,
    "comment": _comment,
    "answer": _answer,
    "settle": _settle,
    "accept": _accept,
    "approve": _approve,
    "change": _change,
    "ask": _ask,
    "thank": _thank,
}
