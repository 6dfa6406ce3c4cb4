"""What a person does to a card, from the key to the sentence that says it is done.

Each act is one command. What comes back on the board comes as for everybody: by the change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, cast

from textual.app import App

from csboard.domain.absence_history import where_tasks_stay
from csboard.domain.commands import AddNote, Claim, Move, OpenInquiry, Release, TakeOver, Undo
from csboard.domain.holding import refuse_taking_over, refuse_waiting
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Card, Event, Member, Role
from csboard.domain.undone_words import what_was_undone
from csboard.errors import Refused, Unfinished
from csboard.i18n import _, current_language, together
from csboard.tui.app import CsboardApp
from csboard.tui.fence import say
from csboard.tui.keys import key_of
from csboard.tui.state import BoardState
from csboard.tui.taking_over import with_key


class Place(Protocol):
    """The screen an act is done from."""

    @property
    def app(self) -> App[Any]: ...

    @property
    def state(self) -> BoardState: ...

    def follow(self, event: Event) -> None:
        """Let the cursor go with one's own act."""


def app_at(place: Place) -> CsboardApp:
    """The application that an act is done in."""
    return cast(CsboardApp, place.app)


async def tell(place: Place, sentence: str, *events: Event) -> None:
    """Say that these acts are done, and whose timers ended with them."""
    from csboard.tui.ended_timers import ended_timers

    say(place.app, together(sentence, await ended_timers(app_at(place), events)))


async def claim(place: Place, card: Card) -> None:
    event = await app_at(place).perform(Claim(task=card.ref, seen=card.version))
    if event:
        say(place.app, _("#{ref} is yours.").format(ref=card.ref))


async def release(place: Place, card: Card) -> None:
    """Give a card back; a lead who gives back a colleague's is asked once."""
    from csboard.tui.screens.confirm import ConfirmDialog

    if is_leads_on_colleagues(place, card):
        question = _("Give back #{ref}, which {name} holds?").format(
            ref=card.ref, name=in_a_sentence(card.owner or "", place.state.members)
        )
        if not await place.app.push_screen_wait(ConfirmDialog(question, _("Give back"))):
            return
    event = await app_at(place).perform(Release(task=card.ref, seen=card.version))
    if event:
        await tell(place, _("#{ref} is unassigned again.").format(ref=card.ref), event)
        place.follow(event)


def is_leads_on_colleagues(place: Place, card: Card) -> bool:
    me = app_at(place).station.actor.login
    member = place.state.members.get(me)
    return card.owner not in (None, me) and member is not None and member.role is Role.LEAD


async def take_over(place: Place, card: Card) -> None:
    await taken_over(place, card)


async def taken_over(place: Place, card: Card, reason: str | None = "") -> Event | None:
    """Ask why until it is done or given up (None); what nobody holds needs no reason.

    `reason` is what stands in the box at first.
    """
    from csboard.tui.screens.reason import ReasonDialog

    if no := refused(place, rule_of_taking_over, card):
        say(place.app, no.sentence, "warning")
        return None
    title = _("Take over #{ref} from {name}").format(ref=card.ref, name=card.owner_name)
    problem = ""
    while reason := await place.app.push_screen_wait(ReasonDialog(title, reason or "", problem)):
        command = TakeOver(task=card.ref, seen=card.version, reason=reason)
        outcome = await app_at(place).attempt(command)
        if isinstance(outcome, Event):
            name = in_a_sentence(str(outcome.detail.get("from", "")), place.state.members)
            told = _("#{ref} is yours, taken over from {name}.")
            await tell(place, told.format(ref=card.ref, name=name), outcome)
            return outcome
        problem = outcome.sentence
    return None


async def move_right(place: Place, card: Card) -> None:
    await _move(place, card, 1)


async def move_left(place: Place, card: Card) -> None:
    await _move(place, card, -1)


async def _move(place: Place, card: Card, by: int) -> None:
    stage = place.state.beside(card, by)
    if stage is None:
        say(place.app, _("There is no stage on that side."))
    else:
        await put(place, card, stage)


async def put(place: Place, card: Card, stage_key: str) -> None:
    """Move a card into a stage, as it was seen when `card` was read."""
    event = await _moved(place, card, stage_key)
    if event:
        stage = place.state.stage(stage_key)
        name = stage.name(current_language()) if stage else stage_key
        took = event.detail.get("took")
        words = _("#{ref} is yours, moved to {stage}.") if took else _("#{ref} moved to {stage}.")
        await tell(place, words.format(ref=card.ref, stage=name), event)
        place.follow(event)


async def _moved(place: Place, card: Card, stage: str) -> Event | None:
    """Move; where the stage asks for what is not known yet, ask the person for it first."""
    move = Move(task=card.ref, seen=card.version, stage=stage)
    outcome = await app_at(place).attempt(move)
    if isinstance(outcome, Unfinished):
        from csboard.tui.knowledge import finish

        return await finish(place, card, move, outcome)
    target = place.state.stage(stage)
    if target and target.needs:  # only then they were held: another act may be holding them
        app_at(place).let_keys_go()
    return app_at(place).told(outcome)


async def note_elsewhere(place: Place, card: Card) -> None:
    """A note that is begun in the person's own editor."""
    await note(place, card, elsewhere=True)


async def note(place: Place, card: Card, *, elsewhere: bool = False) -> None:
    """Ask for a note until it is stored or given up; what was typed is never lost."""
    from csboard.tui.begun import NOTE, begun_text
    from csboard.tui.screens.note import NoteDialog

    number = card.ref.number
    title = _("Note on #{number}").format(number=number)
    text: str | None = ""
    problem = ""
    async with begun_text(app_at(place), NOTE, number) as begun:
        while text := await place.app.push_screen_wait(
            begun.in_box(NoteDialog(title, text or "", problem, elsewhere=elsewhere))
        ):
            outcome = await app_at(place).attempt(AddNote(number=number, text=text))
            if isinstance(outcome, Event):
                say(place.app, _("Noted on #{number}.").format(number=outcome.number))
                return
            problem, elsewhere = outcome.sentence, False


async def new_inquiry(place: Place) -> None:
    """Ask for an inquiry until it is stored or given up; what was typed is never lost."""
    from csboard.tui.begun import NEW, begun_text
    from csboard.tui.screens.new_inquiry import NewInquiryDialog

    command: OpenInquiry | None = None
    problem = ""
    async with begun_text(app_at(place), NEW) as begun:
        while command := await place.app.push_screen_wait(
            begun.in_box(NewInquiryDialog(command, problem))
        ):
            outcome = await app_at(place).attempt(command)
            if isinstance(outcome, Event):
                say(place.app, _("#{number} is on the board.").format(number=outcome.number))
                place.follow(outcome)
                return
            problem = outcome.sentence


async def undo(place: Place, number: int | None = None) -> None:
    """Take back one's own last act, or the last one on an inquiry."""
    event = await app_at(place).perform(Undo(number=number))
    if event:
        say(place.app, told_undone(event, place.state.members))
        place.follow(event)


def told_undone(event: Event, members: Mapping[str, Member]) -> str:
    """What was undone, and which tasks stay where an absence took them."""
    keys = key_of("board.take_over"), key_of("board.claim")
    return together(what_was_undone(event), *where_tasks_stay(event, members, *keys))


def asks(place: Place, card: Card, act: Callable[..., object]) -> bool:
    """Whether `act`, done on `card`, opens a box first."""
    if act is release:
        return is_leads_on_colleagues(place, card)
    if act is move_right:
        following = place.state.stage(place.state.beside(card, 1) or "")
        return bool(following and following.needs)
    if act is take_over:
        return not refused(place, rule_of_taking_over, card)
    return act in (note, note_elsewhere)


def refused(place: Place, rule: Callable[[Place, Card], None], card: Card) -> Refused | None:
    """What a rule has against an act, by what is shown, before anything is written for it.

    The door decides all the same.
    """
    try:
        rule(place, card)
    except Refused as no:
        return with_key(place.app, no)
    return None


def rule_of_taking_over(place: Place, card: Card) -> None:
    if card.owner is None and card.closed_at is None:
        told = _("#{ref} has no owner: {claim} takes it.")
        raise Refused("unowned", told.format(ref=card.ref, claim=key_of("board.claim")))
    station = app_at(place).station
    me = place.state.members.get(station.actor.login)
    if me is not None:
        refuse_taking_over(card, me, station.clock.now())


def rule_of_waiting(place: Place, card: Card) -> None:
    me = place.state.members.get(app_at(place).station.actor.login)
    if me is not None:
        refuse_waiting(card, me, place.state.members)
