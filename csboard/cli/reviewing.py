"""`csboard comment` and `csboard approve`: what colleagues say of a reply before it goes out."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from csboard.cli import reply_shapes, shapes
from csboard.cli.add import read_text
from csboard.cli.execution import carry_out, tell
from csboard.cli.references import count, number_of
from csboard.cli.spec import INQUIRY, JSON, ShellCommand, argument
from csboard.cli.streams import typed
from csboard.domain.replies import VerdictWord
from csboard.domain.review_commands import (
    AcceptProposal,
    AddComment,
    AskReview,
    GiveVerdict,
    ReopenComment,
    ResolveComment,
)
from csboard.errors import Refused, UsageError
from csboard.i18n import N_, _
from csboard.named import NamedTuple
from csboard.text import clean, quoted

if TYPE_CHECKING:
    from argparse import Namespace

    from csboard.cli.session import Session
    from csboard.domain.replies import Comment, Draft, ReplyView


class Lines(NamedTuple):
    """Lines as commands name them: from 0, both included; None for the whole."""

    first: int | None = None
    last: int | None = None


def comment(session: Session) -> None:
    """List what was said of a reply; or say something, or settle what was said."""
    options = session.options
    number = number_of(options.number)
    settling = _settling(options)
    if settling is not None:
        _settle(session, number, *settling)
    elif options.text or options.propose is not None:
        _say(session, number)
    elif (options.lines, options.answer, options.message) != (None, None, None):
        raise UsageError(_("The comment is empty: say something of those words."))
    else:
        _list(session, session.board.replies(number))


def _settling(options: Namespace) -> tuple[str, int] | None:
    """What shall become of which comment, when that is asked for."""
    wished = [(name, getattr(options, name)) for name in ("resolve", "reopen", "accept")]
    found = [(name, key) for name, key in wished if key is not None]
    if not found:
        return None
    if len(found) > 1 or options.text or options.propose is not None:
        raise UsageError(_("One thing at a time: comment, --resolve, --reopen or --accept."))
    return found[0]


def _settle(session: Session, number: int, wish: str, key: int) -> None:
    view = session.board.replies(number)
    if key not in {one.id for one in view.comments}:
        raise _no_such_comment(view, key)
    if wish == "accept":
        carry_out(session, _accepting(view, key))
    elif wish == "resolve":
        carry_out(session, ResolveComment(comment_id=key))
    else:
        carry_out(session, ReopenComment(comment_id=key))


def _accepting(view: ReplyView, key: int) -> AcceptProposal:
    """Into the draft as it is now; where another is writing in it, the rule says so."""
    of = next(one.draft_id for one in view.comments if one.id == key)
    version = next((one.version for one in view.drafts if one.id == of), 0)
    session = f"shell-{secrets.token_hex(8)}"
    return AcceptProposal(comment_id=key, session=session, seen_version=version)


def _say(session: Session, number: int) -> None:
    options, view = session.options, session.board.replies(number)
    lines = Lines() if options.lines is None else _lines(options.lines)
    draft_id, message_id, parent = _target(options, view)
    event = session.board.execute(
        AddComment(
            draft_id=draft_id,
            message_id=message_id,
            parent=parent,
            text=read_text(" ".join(options.text)),
            digest=_digest(options, view),
            first=lines.first,
            last=lines.last,
            proposal=None if options.propose is None else read_text(options.propose),
        ),
        session.actor,
    )
    tell(session, event)
    place = _MOVED_ON.get(str(event.detail["place"]))
    if place is not None and not session.wants_json:
        session.say(_(place))


_MOVED_ON = {
    "earlier": N_("The reply has changed since: the comment stands on the words that you saw."),
    "found": N_("The reply has changed since: the comment stands where your words are now."),
    "lost": N_("The reply has changed since, and those words are gone: the comment quotes them."),
}


def _target(options: Namespace, view: ReplyView) -> tuple[int | None, int | None, int | None]:
    """What the comment is on: draft, message, or the comment that it answers."""
    if options.answer is not None:
        if options.answer not in {one.id for one in view.comments}:
            raise _no_such_comment(view, options.answer)
        return None, None, options.answer
    if options.message is not None:
        if options.message not in {one.id for one in view.messages}:
            raise Refused(
                "no_such_message",
                _(
                    "#{number} has no message {id}: csboard show puts the numbers in brackets."
                ).format(number=view.inquiry.number, id=options.message),
            )
        return None, options.message, None
    return _draft(view).id, None, None


def _lines(word: str) -> Lines:
    """`3` or `3-5`, counted from 1."""
    found = re.fullmatch(r"\s*([0-9]{1,6})\s*(?:[-–~]\s*([0-9]{1,6})\s*)?", typed(word), re.ASCII)
    if found is None:
        raise UsageError(
            _("{word} names no lines: write --lines 3 or --lines 3-5.").format(word=quoted(word))
        )
    first, last = int(found[1]) - 1, int(found[2] or found[1]) - 1
    return Lines(first, last)


def _digest(options: Namespace, view: ReplyView) -> str:
    """Of the words that were seen; those that stand there now unless they are named."""
    from csboard.domain.revisions import digest_of_draft

    if options.digest is not None:
        return clean(options.digest).strip().lower()
    return digest_of_draft(view.draft) if view.draft else ""


def _draft(view: ReplyView) -> Draft:
    if view.draft is None:
        raise Refused(
            "no_such_draft",
            _("Nobody is writing a reply to #{number}: --message ID comments on a message.").format(
                number=view.inquiry.number
            ),
        )
    return view.draft


def _no_such_comment(view: ReplyView, key: int) -> Refused:
    return Refused(
        "no_such_comment",
        _("#{number} has no comment {id}: csboard comment {number} lists them.").format(
            number=view.inquiry.number, id=key
        ),
    )


def _list(session: Session, view: ReplyView) -> None:
    if session.wants_json:
        session.print_json(_shapes_of(view))
    elif view.draft is None and not view.comments:
        session.say(
            _("#{number} has no reply and no comment yet.").format(number=view.inquiry.number)
        )
    else:
        from csboard.cli.review_layout import review_lines

        session.print_lines(review_lines(view, session.look))


def _shapes_of(view: ReplyView) -> list[shapes.Json]:
    from csboard.domain.anchoring import Place, places_in

    def as_made(one: Comment) -> Place | None:
        """On a message, or on a reply that has ended: those don't change."""
        return None if one.first is None or one.last is None else Place(one.first, one.last)

    found = places_in(view)
    return [
        reply_shapes.of_comment(one, found[one.id] if one.id in found else as_made(one))
        for one in view.comments
    ]


# ---- reviews ----------------------------------------------------------------------------


def approve(session: Session) -> None:
    """Approve a reply, ask for a change of it, say something of it, or ask for a review."""
    options = session.options
    view = session.board.replies(number_of(options.number))
    draft = _draft(view)
    word, text = _verdict(options)
    if word is None:
        topic = "" if options.ask_topic is None else typed(options.ask_topic)
        carry_out(session, AskReview(draft_id=draft.id, of=options.ask, topic=topic))
    else:
        verdict = GiveVerdict(
            draft_id=draft.id, digest=_digest(options, view), word=word, text=text
        )
        carry_out(session, verdict)


def _verdict(options: Namespace) -> tuple[VerdictWord | None, str]:
    """The word that is given, with what is said; no word when a review is asked for."""
    asks = (options.ask, options.ask_topic, options.ask_anybody or None)
    wished = [one for one in (options.change, options.comment, *asks) if one is not None]
    if len(wished) > 1:
        raise UsageError(
            _("One thing at a time: approve, --change, --comment, or ask for a review.")
        )
    if options.change is not None:
        return VerdictWord.CHANGE, _not_empty(options.change)
    if options.comment is not None:
        return VerdictWord.COMMENT, _not_empty(options.comment)
    return (None, "") if wished else (VerdictWord.APPROVE, "")


def _not_empty(word: str) -> str:
    text = read_text(word)
    if not text:
        raise UsageError(_("The comment is empty: say something of those words."))
    return text


_DIGEST = argument(
    "--digest",
    metavar="DIGEST",
    help=N_("of the words that you saw, as csboard draft N --json prints it"),
)

COMMANDS = {
    "comment": ShellCommand(
        comment,
        (
            INQUIRY,
            argument(
                "text",
                nargs="*",
                metavar="TEXT",
                help=N_("what you say of it; - reads it from stdin; without: list what was said"),
            ),
            argument("--lines", metavar="L", help=N_("on these lines: 3 or 3-5")),
            argument(
                "--message",
                type=count,
                metavar="ID",
                help=N_("on this message of the conversation, not on the draft"),
            ),
            argument(
                "--propose",
                metavar="TEXT",
                help=N_("words to stand in place of those lines; - reads them from stdin"),
            ),
            argument("--answer", type=count, metavar="ID", help=N_("answer this comment")),
            argument("--resolve", type=count, metavar="ID", help=N_("this comment is done with")),
            argument("--reopen", type=count, metavar="ID", help=N_("open this comment again")),
            argument(
                "--accept",
                type=count,
                metavar="ID",
                help=N_("put the wording that it proposes into the draft"),
            ),
            _DIGEST,
            JSON,
        ),
    ),
    "approve": ShellCommand(
        approve,
        (
            INQUIRY,
            argument(
                "--change", metavar="TEXT", help=N_("ask for a change instead; - reads stdin")
            ),
            argument(
                "--comment", metavar="TEXT", help=N_("only say something of it; - reads stdin")
            ),
            argument("--ask", metavar="LOGIN", help=N_("ask this member for a review")),
            argument("--ask-anybody", action="store_true", help=N_("ask anybody for a review")),
            argument(
                "--ask-topic",
                metavar="TAG",
                help=N_("ask whoever knows this topic for a review"),
            ),
            _DIGEST,
            JSON,
        ),
    ),
}
