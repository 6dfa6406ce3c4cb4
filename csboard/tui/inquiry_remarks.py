"""Speaking of a message from the screen of its inquiry: a comment, an answer, settling one."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from csboard.domain import words
from csboard.domain.commands import Command
from csboard.domain.people import in_a_sentence, name_of
from csboard.domain.records import Card, Direction, Message, TaskRef
from csboard.domain.replies import Comment
from csboard.domain.review_commands import AddComment, ReopenComment, ResolveComment
from csboard.domain.views import InquiryView
from csboard.i18n import _
from csboard.tui.app import app_of, station_of
from csboard.tui.begun import begun_remark
from csboard.tui.fence import say
from csboard.tui.keys import key_of
from csboard.tui.remarking import remarked
from csboard.tui.said import roots_of
from csboard.tui.screens.pick import PickDialog
from csboard.tui.times import Times

if TYPE_CHECKING:
    from csboard.tui.app import CsboardApp
    from csboard.tui.screens.inquiry import InquiryScreen

Doing = Callable[[], Coroutine[Any, Any, None]]


async def comment(place: InquiryScreen, _card: Card) -> None:
    """Speak of the message in view; where something was said of it, that can be answered too."""
    view = place.view
    message = message_in_view(place)
    if view is None or message is None:
        app_of(place).let_keys_go()
        told = _("There is no mail here to speak of; {note} adds a note.")
        say(place.app, told.format(note=key_of("inquiry.note")))
        return
    said = roots_of(message.id, view.comments)
    if not said:
        await _speak(place, view, message)
        return
    rows, acts = _choices(place, view, message, said)
    picked = await place.app.push_screen_wait(
        PickDialog(
            _("Comment on a message"),
            [([(f" {row}", "row")],) for row in rows],
            _about(place, view, message),
        )
    )
    if picked is not None:
        await acts[picked.row]()


def message_in_view(place: InquiryScreen) -> Message | None:
    """The one at the top of the screen, else the last before it; notes are no messages here."""
    messages = place.view.messages if place.view is not None else ()
    key = place.conversation_at
    upto = next((at for at, one in enumerate(messages, 1) if one.id == key), len(messages))
    spoken = [one for one in messages if one.direction is not Direction.NOTE]
    before = [one for one in messages[:upto] if one.direction is not Direction.NOTE]
    return before[-1] if before else next(iter(spoken), None)


async def speak(app: CsboardApp, task: TaskRef, message: Message, title: str, on: str) -> bool:
    """Ask for a comment on a whole message of that inquiry; whether one was stored."""
    event = await remarked(
        app,
        title,
        on,
        lambda remark: AddComment(text=remark.text, message_id=message.id),
        begun=begun_remark(app, task.number, message.id),
        lacking=_("There is nothing in the comment yet."),
    )
    return event is not None


async def _speak(place: InquiryScreen, view: InquiryView, message: Message) -> None:
    task, about = TaskRef(view.inquiry.number), _about(place, view, message)
    await speak(app_of(place), task, message, _("Comment on a message"), about)


async def _answer(place: InquiryScreen, view: InquiryView, said: Comment) -> None:
    name = in_a_sentence(said.author, view.members)
    await remarked(
        app_of(place),
        _("Answer to {name}").format(name=name),
        said.text,
        lambda remark: AddComment(text=remark.text, message_id=said.message_id, parent=said.id),
        begun=begun_remark(app_of(place), view.inquiry.number, said.message_id or 0, said.id),
        lacking=_("There is nothing in the comment yet."),
    )


async def _settle(place: InquiryScreen, said: Comment) -> None:
    command: Command
    if said.resolved_at is not None:
        command, told = ReopenComment(comment_id=said.id), _("The comment is open again.")
    else:
        command, told = ResolveComment(comment_id=said.id), _("The comment is settled.")
    if await app_of(place).perform(command):
        say(place.app, told)


def _choices(
    place: InquiryScreen, view: InquiryView, message: Message, said: Sequence[Comment]
) -> tuple[list[str], list[Doing]]:
    """What can be done about a message of which something was said already."""
    rows: list[str] = [_("Comment on it anew")]
    acts: list[Doing] = [partial(_speak, place, view, message)]
    for one in said:
        first = next(iter(one.text.splitlines()), "")
        about = {"name": in_a_sentence(one.author, view.members), "text": first}
        rows.append(_("Answer {name}: {text}").format(**about))
        acts.append(partial(_answer, place, view, one))
        settled = one.resolved_at is not None
        row = _("Open again {name}: {text}") if settled else _("Settle {name}: {text}")
        rows.append(row.format(**about))
        acts.append(partial(_settle, place, one))
    return rows, acts


def _about(place: InquiryScreen, view: InquiryView, message: Message) -> str:
    """Which message is spoken of: who wrote it when, and how it begins."""
    if message.author is not None:
        who = name_of(message.author, view.members)
    else:
        who = words.customer(message.sender_name, message.sender_email)
    times = Times(place.state.zone, station_of(place).clock.now())
    first = next((line for line in message.text.splitlines() if line.strip()), "")
    return f"{who}  {times.moment(message.at)}: {first}"
