"""Sending a reply from the terminal: a last look, then into the outbox, or by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.domain.approval import Matter, held
from csboard.domain.commands import Command
from csboard.domain.recipients import written
from csboard.domain.records import Event
from csboard.domain.replies import Draft, OutboxState
from csboard.domain.revisions import digest_of_draft
from csboard.domain.sending import HAND
from csboard.domain.sending_commands import RecordSent, Send, SettleUnknown
from csboard.errors import CsboardError
from csboard.i18n import _
from csboard.tui.app import CsboardApp, app_of, station_of
from csboard.tui.copying import Copyable, copy
from csboard.tui.draft_words import entry_of
from csboard.tui.fence import say
from csboard.tui.saving import default_directory, save_new
from csboard.tui.screens.pick import PickDialog
from csboard.tui.screens.sending import COPY, DISCARD, EDIT, FILE, SEND, Departure, SendDialog

if TYPE_CHECKING:
    from csboard.tui.screens.draft import DraftScreen


async def send_reply(screen: DraftScreen) -> None:
    """Let the reply go out after a last look, or say why it can't."""
    if await _settled(screen):
        return
    told = ""
    while True:
        departure = await _departure(screen)
        if departure is None:
            return
        answer = await screen.app.push_screen_wait(SendDialog(departure, told))
        if answer is None:
            return
        act = _ACTS[answer]
        told = await act(screen, departure)
        if not told:
            return


async def _settled(screen: DraftScreen) -> bool:
    """Whether the reply is one of which nobody knows whether it went out: then that is asked."""
    view, draft = screen.view, screen.draft
    entry = entry_of(view, draft) if view and draft else None
    if entry is None or entry.state is not OutboxState.UNKNOWN:
        return False
    rows = (_("It arrived: note it as sent"), _("It did not go out: send it again"))
    picked = await screen.app.push_screen_wait(
        PickDialog(
            _("Was it sent?"),
            [([(f" {row}", "row")],) for row in rows],
            _("The mail server had it in hand when the line was lost. Look there, or ask."),
        )
    )
    if picked is not None:
        was_sent = picked.row == 0
        await app_of(screen).perform(SettleUnknown(entry_id=entry.id, was_sent=was_sent))
    return True


async def _departure(screen: DraftScreen) -> Departure | None:
    """The reply as it stands with what holds it; None when that can't be read."""
    await screen.caught_up()
    view, draft = screen.view, screen.draft
    station = station_of(screen)
    if view is None or draft is None:
        return None
    try:
        way = way_of(app_of(screen))
        settings = await station.read(lambda board: board.settings())
    except CsboardError as failure:
        app_of(screen).let_keys_go()
        say(screen.app, failure.sentence, "warning")
        return None
    matter = Matter(
        draft=draft,
        inquiry=view.inquiry,
        settings=settings,
        members=view.members,
        revisions=tuple(one for one in view.revisions if one.draft_id == draft.id),
        verdicts=tuple(one for one in view.verdicts if one.draft_id == draft.id),
        messages=view.messages,
        reviewer=view.reviewer,
    )
    hold = held(matter, station.actor.login, screen.seen, station.clock.now())
    departure = Departure(draft, way, reaches_nobody=app_of(screen).pretended is not None)
    if hold is None:
        return departure
    return departure._replace(hold=hold.sentence, may_anyway=hold.may_anyway)


def way_of(app: CsboardApp) -> str:
    """How this host sends: `smtp`, `sendmail`, or empty where people do it by hand.

    ConfigError when [mail] is wrong.
    """
    if app.pretended is not None:
        return app.pretended.way
    if app.config is None:
        return ""
    from csboard.mail.mail_options import mail_options

    way = mail_options(app.config).way
    return "" if way == HAND else way


async def _send(screen: DraftScreen, departure: Departure) -> str:
    """Let it go, or note that it went; the sentence that says why not, or nothing."""
    draft = departure.draft
    digest, anyway = digest_of_draft(draft), bool(departure.hold)
    command: Command
    if departure.way:
        command = Send(
            draft_id=draft.id, digest=digest, seen=screen.seen, way=departure.way, anyway=anyway
        )
    else:
        command = RecordSent(draft_id=draft.id, digest=digest, seen=screen.seen, anyway=anyway)
    outcome = await app_of(screen).attempt(command)
    if not isinstance(outcome, Event):
        return outcome.sentence
    if not departure.way:
        screen.leave_once()
        say(screen.app, _("#{number}: noted as sent.").format(number=outcome.number))
    return ""


async def _copy(screen: DraftScreen, departure: Departure) -> str:
    copy(screen, Copyable(_("Whole mail"), mail_of(departure.as_it_goes), multiline=True))
    return _("The terminal was asked to copy: {what}").format(what=_("Whole mail"))


async def _edit(screen: DraftScreen, _departure: Departure) -> str:
    """Back to writing, at what is still to be filled in."""
    await screen.write()
    screen.select_hole()
    return ""


async def _discard(screen: DraftScreen, departure: Departure) -> str:
    from csboard.tui.draft_acts import discard

    await discard(screen)
    return ""


async def _to_file(_screen: DraftScreen, departure: Departure) -> str:
    """Write the mail into a new file; where it is, or why there is none."""
    draft = departure.as_it_goes
    name = _("reply-{number}.txt").format(number=draft.number)
    try:
        path = save_new(default_directory(), name, mail_of(draft).encode())
    except CsboardError as failure:
        return failure.sentence
    return _("Saved as {path}.").format(path=path)


_ACTS = {SEND: _send, COPY: _copy, FILE: _to_file, EDIT: _edit, DISCARD: _discard}


def mail_of(draft: Draft) -> str:
    """The mail as a person puts it into another program: the head's lines, then the text."""
    words = draft.words
    head = [f"To: {written(words.recipients.to)}"]
    if words.recipients.cc:
        head.append(f"Cc: {written(words.recipients.cc)}")
    head.append(f"Subject: {words.subject}")
    return "\n".join((*head, "", words.text))
