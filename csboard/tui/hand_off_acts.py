"""What a person does to hand a task off, or to take one; what was typed is never lost.

One key does what fits: of a task of one's own the sheet is written and offered, of one that is
offered to oneself it is read and taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from csboard.domain.absence_words import away_in_words, days_in_words, until_in_words
from csboard.domain.absences import Absence, Span, away_at, span_of, stand_in_for
from csboard.domain.commands import Undo
from csboard.domain.hand_off_commands import (
    DropSheet,
    LeaveWithThem,
    OfferHandOff,
    TakeBack,
    TakeHandOff,
    WithdrawHandOff,
    WriteSheet,
)
from csboard.domain.hand_off_desk import Desk
from csboard.domain.hand_off_merging import merged
from csboard.domain.hand_off_overtaken import NOT_OFFERED, why_it_ended
from csboard.domain.hand_off_records import HAND_OFFS, Sheet
from csboard.domain.hand_off_since import in_words
from csboard.domain.hand_off_words import field_name
from csboard.domain.people import in_a_sentence
from csboard.domain.receivers import Proposal, at_once, kept_away, reason
from csboard.domain.records import Card, Event, TaskRef
from csboard.domain.undone_words import what_was_undone
from csboard.errors import CsboardError, Refused
from csboard.i18n import N_, _, format_time, in_zone, ngettext, together
from csboard.tui.acts import Place, app_at
from csboard.tui.begun import HAND_OFF, READ_BACK, begun_text
from csboard.tui.fence import say
from csboard.tui.keys import key_of
from csboard.tui.screens.hand_off_sheet import SheetDialog, TakeDialog
from csboard.tui.screens.pick import PickDialog
from csboard.tui.widgets.listing import Row

_NOBODY_YET = N_("Nobody yet: only keep the sheet")


async def hand_off(place: Place, card: Card, away: Span | None = None) -> bool:
    """The task of a card, as `hand_off_task` does it."""
    return await hand_off_task(place, card.ref, away)


async def hand_off_task(place: Place, ref: TaskRef, away: Span | None = None) -> bool:
    """Write and offer the sheet of one's own task, or take what is offered to oneself.

    It is handed off for the time one is `away`; without it for one's absence, if there is one.
    Whether it was gone through with; a box that was closed says that the person wants no more.
    """
    desk = await _desk_of(place, ref)
    if desk is None:
        return False
    me = app_at(place).station.actor.login
    offered = desk.open if desk.open is not None and desk.open.is_offered else None
    if offered is not None and offered.giver != me and offered.receiver in (None, me):
        return await take(place, desk)
    if desk.card.owner != me or desk.card.closed_at is not None:
        app_at(place).let_keys_go()
        say(place.app, _why_not(place, desk), "warning")
        return False
    return await write(place, desk, away)


async def hand_off_each(place: Place, cards: Sequence[Card]) -> None:
    """One after another, until all are done or one box is closed."""
    done = 0
    for card in cards:
        app_at(place).hold_keys()
        if not await hand_off(place, card):
            break
        done += 1
    left = len(cards) - done
    if left and done:
        told = ngettext("{n} task is left.", "{n} tasks are left.", left)
        say(place.app, told.format(n=left))


async def write(place: Place, desk: Desk, away: Span | None = None) -> bool:
    """Ask for the sheet until it is stored and says all, then to whom it is offered."""
    ref = desk.card.ref
    title = _("Hand off #{ref} {title}").format(ref=ref, title=desk.card.title)
    written, problem, is_stored = desk.sheet, "", False
    async with begun_text(app_at(place), f"{HAND_OFF} {ref}", ref.number) as begun:
        while True:
            box = SheetDialog(
                title,
                written,
                before=desk.sheet,
                problem=problem,
                is_stored=is_stored,
                since=_since(place, desk),
            )
            answer = await place.app.push_screen_wait(begun.in_box(box))
            if answer is None:
                if desk.open is not None and is_stored:
                    _say_kept(place, ref)
                return False
            written, is_stored = answer, False
            app_at(place).hold_keys()  # they are meant for the box that comes next
            desk, written, problem = await _with_what_was_saved(place, desk, written)
            problem = problem or await _stored(place, desk, written)
            if problem:
                continue
            if not written.missing:
                break
            found = await _desk_of(place, ref)
            if found is None:
                return False
            desk, is_stored, problem = found, True, _lacks(ref, written)
    await offer(place, desk, away)
    return True


async def _with_what_was_saved(place: Place, desk: Desk, mine: Sheet) -> tuple[Desk, Sheet, str]:
    """Bring together what stands in the box with what was saved elsewhere while it was open.

    The sentence about that is empty where nothing was; between this look and the writing the
    rule sees to it.
    """
    try:
        now = await app_at(place).station.read(lambda board: board.hand_off_desk(desk.card.ref))
    except CsboardError:
        return desk, mine, ""  # the writing says why
    if now.version == desk.version or (now.open is None and now.card.owner != desk.card.owner):
        return desk, mine, ""
    if now.open is None:
        told = _("The sheet was thrown away elsewhere meanwhile: going on writes it anew.")
        return now, mine, told
    if now.sheet in (mine, desk.sheet):
        return now, mine, ""
    return (now, *merged(desk.sheet, mine, now.sheet))


async def _stored(place: Place, desk: Desk, sheet: Sheet) -> str:
    """Why a sheet could not be stored; nothing where it was, or stands there already."""
    if desk.open is not None and sheet == desk.open.sheet:
        return ""
    command = WriteSheet(task=desk.card.ref, sheet=sheet, seen=desk.version)
    outcome = await app_at(place).attempt(command)
    return "" if isinstance(outcome, Event) else outcome.sentence


def _lacks(ref: TaskRef, sheet: Sheet) -> str:
    """What is to be said yet before a stored sheet can be offered."""
    names = _(", ").join(map(field_name, sheet.missing))
    told = _("Saved. Before #{ref} can be offered, say: {fields}.")
    return told.format(ref=ref, fields=names)


def _say_kept(place: Place, ref: TaskRef) -> None:
    say(place.app, _("The sheet of #{ref} is kept and not offered.").format(ref=ref))


def _say_left(place: Place, desk: Desk) -> None:
    """How it stands when nobody else was picked."""
    if desk.open is None or not desk.open.is_offered:
        _say_kept(place, desk.card.ref)
    elif desk.open.receiver is None:
        told = _("#{ref} stays offered to whoever takes it.")
        say(place.app, told.format(ref=desk.card.ref))
    else:
        name = in_a_sentence(desk.open.receiver, place.state.members)
        told = _("#{ref} stays offered to {name}.")
        say(place.app, told.format(ref=desk.card.ref, name=name))


async def offer(place: Place, desk: Desk, away: Span | None = None) -> None:
    """Ask to whom, until it is offered or only kept; who fits comes first."""
    ref, problem = desk.card.ref, ""
    is_offered = desk.open is not None and desk.open.is_offered
    time = away
    if time is None and desk.absence is not None:
        time = span_of(desk.absence, ZoneInfo(place.state.zone))
    try:
        proposed = await app_at(place).station.read(lambda board: board.receivers(ref, time))
    except CsboardError as failure:
        app_at(place).let_keys_go()
        say(place.app, failure.sentence, "warning")
        return
    gone = _absent(place, desk, time)
    here = [one for one in proposed if one.login not in gone]
    rows, answers, closed = _rows(place, here, gone)
    nobody = _("Nobody any more: withdraw the offer") if is_offered else _(_NOBODY_YET)
    rows.append([[(f" {nobody}", "row")]])
    while True:
        says = problem or _("They take it with a line of their own; until then it is yours.")
        picked = await place.app.push_screen_wait(
            PickDialog(_("Offer #{ref} to …").format(ref=ref), rows, says, closed=closed)
        )
        if picked is not None and picked.row == len(answers) and is_offered:
            await withdraw(place, ref)
            return
        if picked is None or picked.row == len(answers):
            _say_left(place, desk)
            return
        to = answers[picked.row]
        outcome = await app_at(place).attempt(OfferHandOff(task=ref, receiver=to))
        if isinstance(outcome, Event):
            say(place.app, _offered(place, ref, to))
            return
        problem = outcome.sentence


def _absent(place: Place, desk: Desk, time: Span | None) -> dict[str, Absence]:
    """Who could take it but for being away, now or in the time for which it is handed off.

    Those who are away later come first: they can be asked now.
    """
    team, zone = place.state, ZoneInfo(place.state.zone)
    others = [one for one in team.members.values() if one.login != desk.card.owner]
    now = kept_away(others, [at_once(app_at(place).station.clock.now())], team.absences, zone)
    then = kept_away(others, [time] if time is not None else [], team.absences, zone)
    return {login: one for login, one in then.items() if login not in now} | now


def _rows(
    place: Place, proposed: Sequence[Proposal], gone: Mapping[str, Absence]
) -> tuple[list[Row], list[str | None], dict[int, str]]:
    """To whom it can be offered, and the login for each row; None is whoever takes it.

    Who is away comes after all others, with the days. Last, why some rows can't be chosen: of
    those who are away now until when.
    """
    team, now = place.state, app_at(place).station.clock.now()
    members, today = team.members, in_zone(now, team.zone).date()
    away_now = away_at(team.absences, now, ZoneInfo(team.zone))
    rows: list[Row] = [
        [[(f" {in_a_sentence(one.login, members)}  ", "row"), (reason(one), "muted")]]
        for one in proposed
    ]
    closed: dict[int, str] = {}
    for login, absence in gone.items():
        days, role = days_in_words(absence, today), "row"
        if login in away_now:
            days, role = until_in_words(away_now[login], today), "muted"
            stand_in = stand_in_for(away_now[login].stand_in, away_now, members)
            told = away_in_words(away_now[login], stand_in, members, today)
            closed[len(rows)] = _("{told}: offer it to somebody else.").format(told=told)
        days = _("away {days}").format(days=days)
        rows.append([[(f" {in_a_sentence(login, members)}  ", role), (days, "muted")]])
    rows.append([[(" " + _("Whoever takes it first"), "row")]])
    return rows, [*(one.login for one in proposed), *gone, None], closed


def _offered(place: Place, ref: TaskRef, to: str | None) -> str:
    if to is None:
        return _("#{ref} is offered to whoever takes it; it is yours until then.").format(ref=ref)
    return _("#{ref} is offered to {name}; it is yours until they take it.").format(
        ref=ref, name=in_a_sentence(to, place.state.members)
    )


async def take(place: Place, desk: Desk) -> bool:
    """Show the sheet and ask for the line until it is taken or left."""
    ref, found = desk.card.ref, desk.open
    assert found is not None
    giver = in_a_sentence(found.giver, place.state.members)
    title = _("#{ref} {title}, from {giver}").format(ref=ref, title=desk.card.title, giver=giver)
    line: str | None = ""
    problem, over = "", ""
    async with begun_text(app_at(place), f"{READ_BACK} {ref}", ref.number) as begun:
        while line := await place.app.push_screen_wait(
            begun.in_box(
                TakeDialog(
                    title, found.sheet, line or "", problem, since=_since(place, desk), over=over
                )
            )
        ):
            outcome = await app_at(place).attempt(TakeHandOff(task=ref, read_back=line))
            if isinstance(outcome, Event):
                say(place.app, _("#{ref} is yours now.").format(ref=ref))
                place.follow(outcome)
                return True
            is_over = isinstance(outcome, Refused) and outcome.code in NOT_OFFERED
            over = outcome.sentence if is_over else ""
            problem = "" if over else outcome.sentence
    return False


def _since(place: Place, desk: Desk) -> str:
    """Whose words they are where they were left with the task; what has happened since."""
    told = in_words(desk.since, place.state.stages)
    return together(_left(place, desk), told[:1].upper() + told[1:])


def _left(place: Place, desk: Desk) -> str:
    """Who wrote the sheet that came with the task, and when; nothing where none did."""
    if (left := desk.left) is None:
        return ""
    when = format_time(left.written_at, place.state.zone, now=app_at(place).station.clock.now())
    if left.giver == app_at(place).station.actor.login:
        return _("You wrote this {when}, before it went to somebody else.").format(when=when)
    name = in_a_sentence(left.giver, place.state.members)
    return _("{name} wrote this {when}, before it came to you.").format(name=name, when=when)


async def withdraw(place: Place, ref: TaskRef) -> None:
    """Offer it no more; the keys that go on with the sheet are named, or the way to them."""
    if await app_at(place).perform(WithdrawHandOff(task=ref)):
        say(place.app, _withdrawn(place, ref))


def _withdrawn(place: Place, ref: TaskRef) -> str:
    from csboard.tui.screens.hand_offs import HandOffsScreen

    if isinstance(place, HandOffsScreen):
        told = _("#{ref} is offered no more, its sheet stays: {offer} offers it, {drop} drops it.")
        offer_key, drop_key = key_of("hand_offs.offer"), key_of("hand_offs.drop")
        return told.format(ref=ref, offer=offer_key, drop=drop_key)
    told = _("#{ref} is offered no more, its sheet stays among the hand-offs ({keys}).")
    way = " ".join(map(key_of, ("everywhere.go", "go.hand_offs")))
    return told.format(ref=ref, keys=way)


async def drop(place: Place, ref: TaskRef) -> None:
    """Throw the sheet away; the key that takes that back is named."""
    if await app_at(place).perform(DropSheet(task=ref)):
        told = _("The sheet of #{ref} is thrown away; {key} brings it back.")
        say(place.app, told.format(ref=ref, key=key_of("hand_offs.undo")))


async def take_back(place: Place, ref: TaskRef) -> None:
    if await app_at(place).perform(TakeBack(task=ref)):
        say(place.app, _("#{ref} is yours again.").format(ref=ref))


async def keep(place: Place, ref: TaskRef) -> None:
    if await app_at(place).perform(LeaveWithThem(task=ref)):
        say(place.app, _("#{ref} stays where it is.").format(ref=ref))


async def undo(place: Place) -> None:
    """Take back one's own last act on hand-offs; nothing that was done elsewhere since."""
    if event := await app_at(place).perform(Undo(kinds=HAND_OFFS)):
        say(place.app, what_was_undone(event))
        place.follow(event)


async def _desk_of(place: Place, ref: TaskRef) -> Desk | None:
    """What an act is about; when it can't be read, that is told."""
    try:
        return await app_at(place).station.read(lambda board: board.hand_off_desk(ref))
    except CsboardError as failure:
        app_at(place).let_keys_go()
        say(place.app, failure.sentence, "warning")
        return None


def _why_not(place: Place, desk: Desk) -> str:
    """Why a task is neither handed off nor taken."""
    card, members = desk.card, place.state.members
    if card.closed_at is not None:
        return _("#{task} is done: there is nothing to hand off.").format(task=card.ref)
    if card.owner is None:
        told = _("#{ref} has no owner: {claim} takes it.")
        return told.format(ref=card.ref, claim=key_of("board.claim"))
    if desk.hand_off is not None and desk.hand_off.is_overtaken_offer:
        told = why_it_ended(desk.hand_off, desk.ended_by, members, is_closed=False)
        key = _("{key} takes it over.").format(key=key_of("board.take_over"))
        return together(told, key)
    owner = in_a_sentence(card.owner, members)
    if desk.open is not None and desk.open.is_offered and desk.open.receiver is not None:
        return _("#{ref} is offered to {name}: {key} takes it over.").format(
            ref=card.ref,
            name=in_a_sentence(desk.open.receiver, members),
            key=key_of("board.take_over"),
        )
    return _("{name} has #{ref}: only they hand it off; {key} takes it over.").format(
        name=owner, ref=card.ref, key=key_of("board.take_over")
    )
