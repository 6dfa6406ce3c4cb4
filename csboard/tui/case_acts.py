"""What a person does to successful cases: make, edit, retire, speak of them, use their words.

Like csboard.tui.acts: one command each, and what was typed is never lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csboard.domain.alike import Kind
from csboard.domain.knowledge import Finding, SuccessFields
from csboard.domain.quotes import new_text
from csboard.domain.records import Card, Direction, Event, Message
from csboard.domain.replies import ReplyView
from csboard.domain.sheet import SheetRow
from csboard.domain.success_beginning import beginning
from csboard.domain.success_commands import (
    BringBack,
    EditSuccess,
    MakeSuccess,
    RetireSuccess,
    SayOfSuccess,
)
from csboard.domain.successes import SPOKEN, present
from csboard.domain.vocabulary import Vocabulary
from csboard.errors import Conflict, CsboardError
from csboard.i18n import _
from csboard.tui.acts import Place, app_at
from csboard.tui.begun import CASE, CASE_EDIT, CASE_FAILED, begun_on_case, begun_text
from csboard.tui.fence import say
from csboard.tui.keys import key_of
from csboard.tui.prepared_words import PreparedWords, put_into_reply
from csboard.tui.remarking import remarked

if TYPE_CHECKING:
    from csboard.board import Board
    from csboard.tui.screens.case_holding import CaseHolding
    from csboard.tui.screens.passage import Chosen


# making one


async def make(place: Place, card: Card) -> None:
    """Choose the words that helped, then write the case that is filled with what is known."""
    from csboard.tui.screens.passage import PassageScreen

    asked = await _read_for_case(place, card.ref.number)
    if asked is None:
        return
    view, vocabulary = asked
    number = view.inquiry.number
    replies = [one for one in view.messages if one.direction is Direction.OUT]
    if not replies and view.inquiry.channel not in SPOKEN:
        app_at(place).let_keys_go()
        told = _("#{number} has no reply that went out: a case says which words helped.")
        say(place.app, told.format(number=number), "warning")
        return
    chosen: Chosen | None = None
    if replies:
        chosen = await place.app.push_screen_wait(PassageScreen(replies, view.members))
        if chosen is None:
            return
    reply = next((one for one in replies if chosen and one.id == chosen.message_id), None)
    start = beginning(view.inquiry, view.messages, reply, new_text)
    if chosen is not None:
        start = start._replace(passage=chosen.text)
    await _write(place, view, start, vocabulary, reply)


async def _write(
    place: Place,
    view: ReplyView,
    start: SuccessFields,
    vocabulary: Vocabulary,
    reply: Message | None,
) -> None:
    from csboard.tui.screens.success import SuccessDialog

    number = view.inquiry.number
    title = _("A successful case of #{number}").format(number=number)
    typed, problem = start, ""
    async with begun_text(app_at(place), CASE, number) as begun:
        while answer := await place.app.push_screen_wait(
            begun.in_box(
                SuccessDialog(title, typed, vocabulary=vocabulary, problem=problem, is_new=True)
            )
        ):
            message_id = reply.id if reply else None
            command = MakeSuccess(number=number, fields=answer, message_id=message_id)
            outcome = await app_at(place).attempt(command)
            if isinstance(outcome, Event):
                told = _("#{number} is on the sheet ({keys}).")
                say(place.app, told.format(number=number, keys=sheet_keys()))
                place.follow(outcome)
                return
            typed, problem = answer, outcome.sentence


def sheet_keys() -> str:
    """The keys that lead to the sheet."""
    return f"{key_of('everywhere.go')} {key_of('go.cases')}"


async def _read_for_case(place: Place, number: int) -> tuple[ReplyView, Vocabulary] | None:
    def read(board: Board) -> tuple[ReplyView, Vocabulary]:
        return board.replies(number), board.settings().vocabulary

    try:
        return await app_at(place).station.read(read)
    except CsboardError as failure:
        app_at(place).let_keys_go()
        say(place.app, failure.sentence, "warning")
        return None


# one that is on the sheet


async def edit(screen: CaseHolding, row: SheetRow) -> None:
    """Edit it until it is stored or given up; what others wrote meanwhile is not written over."""
    from csboard.tui.screens.success import SuccessDialog

    app = app_at(screen)
    vocabulary = (await app.station.read(lambda board: board.settings())).vocabulary
    before = typed = present(row.success)
    title, problem = _("Case of #{number}").format(number=row.number), ""
    async with begun_on_case(app, CASE_EDIT, row.success.id, row.number) as begun:
        while answer := await screen.app.push_screen_wait(
            begun.in_box(
                SuccessDialog(title, typed, before=before, vocabulary=vocabulary, problem=problem)
            )
        ):
            new = changed(answer, before)
            if new == SuccessFields():
                return
            command = EditSuccess(success_id=row.success.id, fields=new, was=before)
            outcome = await app.attempt(command)
            if isinstance(outcome, Event):
                say(screen.app, _("Written down in the case."))
                return
            typed, problem = answer, outcome.sentence
            if isinstance(outcome, Conflict):
                now = await _now_in(screen, row)
                typed, before = now._replace(**_meant(new)), now


async def _now_in(screen: CaseHolding, row: SheetRow) -> SuccessFields:
    success_id = row.success.id
    view = await app_at(screen).station.read(lambda board: board.success(success_id))
    return present(view.success)


def changed(typed: SuccessFields, before: SuccessFields) -> SuccessFields:
    """Those fields of `typed` that are not as before; None for the others."""
    old = before._asdict()
    values = {name: value for name, value in typed._asdict().items() if value != old[name]}
    return SuccessFields()._replace(**values)


def _meant(fields: SuccessFields) -> dict[str, Any]:
    return {name: value for name, value in fields._asdict().items() if value is not None}


async def retire(screen: CaseHolding, row: SheetRow) -> None:
    """Take it off the sheet, or bring it back."""
    success_id = row.success.id
    if row.success.retired_at is not None:
        if await app_at(screen).perform(BringBack(success_id=success_id)):
            say(screen.app, _("The case is on the sheet again."))
    elif await app_at(screen).perform(RetireSuccess(success_id=success_id)):
        told = _("The case is off the sheet; {undo} takes it back.")
        say(screen.app, told.format(undo=key_of(f"{screen.PLACES[0]}.undo")))


async def say_of(screen: CaseHolding, row: SheetRow, word: Finding) -> None:
    """Say what one found of it; that it did not work is worth a word about why."""
    if word is not Finding.NOT_HERE:
        app_at(screen).let_keys_go()
        command = SayOfSuccess(success_id=row.success.id, word=word, number=screen.came_from)
        if await app_at(screen).perform(command):
            say(screen.app, _SAID[word]())
        return
    app = app_at(screen)
    event = await remarked(
        app,
        _("It did not work here: why?"),
        "",
        lambda remark: SayOfSuccess(
            success_id=row.success.id, word=word, note=remark.text, number=screen.came_from
        ),
        begun=begun_on_case(app, CASE_FAILED, row.success.id, row.number),
        lacking="",
    )
    if event:
        say(screen.app, _SAID[word]())


_SAID = {
    Finding.USED: lambda: _("Noted: you used it."),
    Finding.NOT_HERE: lambda: _("Noted: it did not work here."),
    Finding.STILL_TRUE: lambda: _("Noted: it still holds."),
}


# its words in a reply


async def put_in(screen: CaseHolding, row: SheetRow) -> None:
    """Put the words that helped into the reply of the inquiry one comes from, and go there."""
    number = screen.came_from
    if number is None:
        say(screen.app, _("Come here from an inquiry: its reply takes the words."), "warning")
        return
    app, success_id = app_at(screen), row.success.id
    login = app.station.actor.login
    try:
        ready = await app.station.read(
            lambda board: board.ready_words(Kind.CASE, success_id, number, login)
        )
    except CsboardError as failure:
        say(screen.app, failure.sentence, "warning")
        return
    told = _("The words of the case are in the reply: make them fit.")
    words = PreparedWords(ready.text, told, success_id=success_id)
    await put_into_reply(screen.app, number, words)


async def make_template(screen: CaseHolding, row: SheetRow) -> None:
    """Write a template that begins with the words that helped."""
    from csboard.tui.template_acts import make_of_case

    await make_of_case(screen, row.success.id, row.number)
