"""What a person does to templates: write, word anew, retire, and put one into a reply.

Like csboard.tui.acts: one command each, and what was typed is never lost.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from csboard.domain.commands import Undo
from csboard.domain.knowledge import Template
from csboard.domain.records import Card, Direction, Event
from csboard.domain.repeated import Repeated
from csboard.domain.template_commands import BringBackTemplate, RetireTemplate, WriteTemplate
from csboard.domain.templates import Beginning, Facts, fill
from csboard.domain.undo import ON_TEMPLATES
from csboard.domain.undone_words import what_was_undone
from csboard.errors import Conflict, CsboardError, Refused
from csboard.i18n import _, together
from csboard.tui.app import CsboardApp, app_of
from csboard.tui.begun import TEMPLATE, begun_text
from csboard.tui.fence import say
from csboard.tui.keys import key_of
from csboard.tui.prepared_words import PreparedWords, put_into_reply

if TYPE_CHECKING:
    from textual.screen import Screen

    from csboard.board import Board
    from csboard.tui.screens.draft import DraftScreen
    from csboard.tui.screens.inquiry import InquiryScreen

Act = Callable[[Any], Coroutine[Any, Any, None]]
"""Does something to templates, from the screen that shows them."""


# written


async def make_new(screen: Screen[Any]) -> None:
    await _write(app_of(screen), Beginning(""), "new")


async def make_for(screen: Screen[Any], topic: Repeated) -> None:
    """One for what is asked again and again, from the reply that was used most."""
    content, symptom = topic.content, topic.symptom
    await _make(
        app_of(screen),
        lambda board: board.template_for_topic(content, symptom),
        f"topic {content}/{symptom}",
    )


async def make_of_reply(screen: Screen[Any], message_id: int, number: int) -> None:
    """Of a reply to the inquiry `number`."""
    box = f"reply {message_id}"
    await _make(app_of(screen), lambda board: board.template_of_reply(message_id), box, number)


async def make_of_reply_in_view(place: InquiryScreen, _card: Card) -> None:
    """Of the reply in view, else of the latest one."""
    from csboard.tui.inquiry_remarks import message_in_view

    messages = place.view.messages if place.view is not None else ()
    sent = [one for one in messages if one.direction is Direction.OUT]
    if not sent:
        app_of(place).let_keys_go()
        told = _("#{number} has no reply that went out.").format(number=place.number)
        say(place.app, told, "warning")
        return
    here = message_in_view(place)
    reply = here if here is not None and here in sent else sent[-1]
    await make_of_reply(place, reply.id, place.number)


async def make_of_case(screen: Screen[Any], success_id: int, number: int) -> None:
    """Of a case of the inquiry `number`."""
    box = f"case {success_id}"
    await _make(app_of(screen), lambda board: board.template_of_case(success_id), box, number)


async def _make(
    app: CsboardApp, read: Callable[[Board], Beginning], box: str, *numbers: int
) -> None:
    try:
        start = await app.station.read(read)
    except CsboardError as failure:
        app.let_keys_go()
        say(app, failure.sentence, "warning")
        return
    await _write(app, start, box, *numbers)


async def _write(app: CsboardApp, start: Beginning, box: str, *numbers: int) -> None:
    command = WriteTemplate(**start._asdict())
    if await _written(app, _("New template"), command, box, *numbers):
        keys = f"{key_of('everywhere.go')} {key_of('go.templates')}"
        say(app, _("The template is written ({keys}).").format(keys=keys))


async def edit(screen: Screen[Any], template: Template) -> None:
    """Word it anew; the former wording is kept."""
    command = WriteTemplate(
        name=template.name,
        language=template.language,
        subject=template.subject,
        text=template.text,
        tags=template.tags,
        replaces=template.id,
    )
    title = _("Template: {name}").format(name=template.name)
    if await _written(app_of(screen), title, command, str(template.id)):
        say(screen.app, _("Worded anew; the former wording is kept."))


async def _written(
    app: CsboardApp, title: str, start: WriteTemplate, box: str, *numbers: int
) -> bool:
    """Ask until it is stored or given up; whether it is stored. `numbers` are what it is from."""
    from csboard.tui.screens.template import TemplateDialog

    vocabulary = (await app.station.read(lambda board: board.settings())).vocabulary
    typed, problem = start, ""
    async with begun_text(app, f"{TEMPLATE} {box}", *numbers) as begun:
        while True:
            dialog = TemplateDialog(
                title, typed, before=start, vocabulary=vocabulary, problem=problem
            )
            answer = await app.push_screen_wait(begun.in_box(dialog))
            if answer is None:
                return False
            outcome = await app.attempt(answer)
            if isinstance(outcome, Event):
                return True
            typed, problem = answer, outcome.sentence
            if isinstance(outcome, Conflict) and answer.replaces is not None:
                typed = answer.replaced(replaces=await _present_wording(app, answer.replaces))
                problem = together(problem, _("Saving puts yours in its place."))


async def _present_wording(app: CsboardApp, template_id: int) -> int:
    return (await app.station.read(lambda board: board.template(template_id))).id


async def retire(screen: Screen[Any], template: Template) -> None:
    app_of(screen).let_keys_go()
    if await app_of(screen).perform(RetireTemplate(template_id=template.id)):
        told = _("{name} is offered no more; {undo} takes it back.")
        say(screen.app, told.format(name=template.name, undo=key_of("templates.undo")))


async def bring_back(screen: Screen[Any], template: Template) -> None:
    app_of(screen).let_keys_go()
    if await app_of(screen).perform(BringBackTemplate(template_id=template.id)):
        say(screen.app, _("{name} is offered again.").format(name=template.name))


async def undo(screen: Screen[Any]) -> None:
    app_of(screen).let_keys_go()
    if event := await app_of(screen).perform(Undo(kinds=ON_TEMPLATES)):
        say(screen.app, what_was_undone(event))


# put into a reply


async def pick(draft: DraftScreen) -> None:
    """Pick one for the reply, filled in with what is known, and put it where the writer is."""
    from csboard.tui.screens.template_pick import TemplatePick

    app, number = app_of(draft), draft.number
    login = app.station.actor.login
    try:
        offered = await app.station.read(lambda board: board.offered_templates(number, login))
    except CsboardError as failure:
        app.let_keys_go()
        say(app, failure.sentence, "warning")
        return
    picked = await app.push_screen_wait(TemplatePick(offered, draft.times))
    words = _filled_in(app, picked.template, offered.facts) if picked is not None else None
    if words is not None:
        await words.into(draft)


async def put_in(screen: Screen[Any], template: Template, number: int) -> None:
    """Put it into the reply of an inquiry, and go there."""
    app = app_of(screen)
    app.let_keys_go()
    login = app.station.actor.login
    try:
        facts = await app.station.read(lambda board: board.template_facts(number, login))
    except CsboardError as failure:
        say(app, failure.sentence, "warning")
        return
    if (words := _filled_in(app, template, facts)) is not None:
        await put_into_reply(app, number, words)


def _filled_in(app: CsboardApp, template: Template, facts: Facts) -> PreparedWords | None:
    """What goes into the reply; None, said why, where it is no template that we know of."""
    try:
        filled = fill(template, facts)
    except Refused as wrong:
        say(app, wrong.sentence, "warning")
        return None
    told = _("The template is in the reply: read it once.")
    if filled.missing:
        told = _("To fill in: {what}").format(what=_(", ").join(filled.missing))
    return PreparedWords(filled.text, told, subject=filled.subject, template_id=template.id)
