"""What a person does to a reply besides writing it: recipients, files, revisions, its end.

Like csboard.tui.acts: one command each, and what was typed is never lost.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from csboard.domain.draft_commands import AddFile, DiscardDraft, RemoveFile
from csboard.domain.people import name_of
from csboard.domain.records import Event
from csboard.domain.replies import ReplyView, Revision
from csboard.domain.sending_commands import StopSending
from csboard.errors import CsboardError
from csboard.i18n import _
from csboard.tui import acts
from csboard.tui.app import app_of
from csboard.tui.conversation import size_text
from csboard.tui.fence import say
from csboard.tui.review_acts import at_hand, undo_key
from csboard.tui.screens.pick import PickDialog
from csboard.tui.times import Times

if TYPE_CHECKING:
    from csboard.tui.screens.draft import DraftScreen

# the envelope, the files, what changed


async def head(screen: DraftScreen) -> None:
    """Edit recipients and subject, until they are stored or given up."""
    from csboard.tui.screens.envelope import EnvelopeDialog

    keeper = screen.keeper
    assert keeper is not None, "shown before it is acted on"
    words, problem = screen.words, ""
    while True:
        written = await screen.app.push_screen_wait(EnvelopeDialog(words, problem))
        if written is None:
            return
        try:
            await keeper.begin()
            keeper.type(
                keeper.typed._replace(recipients=written.recipients, subject=written.subject)
            )
            await keeper.rest()
        except CsboardError as failure:
            words, problem = written, failure.sentence
            continue
        if not keeper.problem:
            return
        words, problem = written, keeper.problem


async def files(screen: DraftScreen) -> None:
    """Show the files that go with it; take one out, or add one."""
    while True:
        _view, draft = at_hand(screen)
        rows = [([(f" {file.name}  {size_text(file.size)}", "row")],) for file in draft.files]
        picked = await screen.app.push_screen_wait(
            PickDialog(
                _("Files that go with it"),
                [*rows, ([(f" {_('Add a file …')}", "row")],)],
                at=len(rows),
                can_take_out=len(rows),
            )
        )
        if picked is None:
            return
        if picked.row == len(rows):
            await _add_file(screen)
        elif picked.take_out:
            file = draft.files[picked.row]
            if await app_of(screen).perform(RemoveFile(draft_id=draft.id, file_id=file.id)):
                say(screen.app, _("{name} doesn't go with it any more.").format(name=file.name))
        await screen.caught_up()


async def _add_file(screen: DraftScreen) -> None:
    from csboard.tui.screens.reason import LineDialog

    _view, draft = at_hand(screen)
    if app_of(screen).confines is not None:
        say(screen.app, _("No file of this machine can be added from here."), "warning")
        return
    path: str | None = ""
    problem = ""
    while path := await screen.app.push_screen_wait(
        LineDialog(
            _("Add a file"),
            path or "",
            problem,
            label=_("Its path on this machine, such as ~/report.pdf"),
            lacking=_("Write the path of a file."),
        )
    ):
        try:
            file = Path.home() / Path(path).expanduser()
            command = AddFile(draft_id=draft.id, name=file.name, data=_bytes_of(file))
        except CsboardError as failure:
            problem = failure.sentence
            continue
        outcome = await app_of(screen).attempt(command)
        if isinstance(outcome, Event):
            return
        problem = outcome.sentence


MOST_BYTES = 25_000_000
"""Of a file that is read to be added; the door has its own limit."""


def _bytes_of(file: Path) -> bytes:
    """What is in a file; CsboardError says why it can't be added."""
    try:
        if not file.is_file():
            raise CsboardError(_("There is no file {path}.").format(path=file))
        if file.stat().st_size > MOST_BYTES:
            raise CsboardError(
                _("{path} is too large: {limit} at most.").format(
                    path=file, limit=size_text(MOST_BYTES)
                )
            )
        return file.read_bytes()
    except OSError as error:
        raise CsboardError(
            _("{path} can't be read: {reason}").format(path=file, reason=error.strerror)
        ) from None


async def compare(screen: DraftScreen) -> None:
    """Show what changed between two states: at first since the last one that was different."""
    from csboard.tui.screens.compare import CompareScreen, State

    view, draft = at_hand(screen)
    times = screen.times
    states = [
        State(_revision_name(one, view, times), one.words, one.files)
        for one in view.revisions
        if one.draft_id == draft.id
    ]
    if not states:
        app_of(screen).let_keys_go()
        say(screen.app, _("There is no revision yet: one is kept when somebody comments."))
        return
    now = State(_("as it stands now"), screen.words, draft.files)
    others = [at for at, one in enumerate(states) if one[1:] != now[1:]]
    older = others[-1] if others else len(states) - 1
    await screen.app.push_screen_wait(CompareScreen([*states, now], older, len(states)))


def _revision_name(one: Revision, view: ReplyView, times: Times) -> str:
    name, when = name_of(one.author, view.members), times.moment(one.at)
    told = _("revision {n}  {name}  {when}").format(n=one.seq, name=name, when=when)
    if one.kind == "left":
        return _("{told}  (typed when the pen was taken)").format(told=told)
    return told


async def copy_text(screen: DraftScreen) -> None:
    from csboard.tui.copying import Copyable, copy

    copy(screen, Copyable(_("Text of the reply"), screen.text, multiline=True))


async def elsewhere(screen: DraftScreen) -> None:
    """Write in the person's own editor; what comes back is saved like what is typed."""
    from csboard.tui.elsewhere import edited

    was_writing = screen.is_writing
    if not was_writing:
        await screen.write()
    if not screen.is_writing:
        return
    try:
        text = await edited(app_of(screen), screen.text)
    except CsboardError as failure:
        say(screen.app, failure.sentence, "warning")
    else:
        screen.take_text(text)
    if not was_writing:
        await screen.rest()


# sending and ending


async def send(screen: DraftScreen) -> None:
    """Show what goes out and to whom, with what holds it; then let it go, or not."""
    from csboard.tui.sending_acts import send_reply

    await send_reply(screen)


async def discard(screen: DraftScreen) -> None:
    _view, draft = at_hand(screen)
    if await app_of(screen).perform(DiscardDraft(draft_id=draft.id)):
        number = draft.number
        screen.leave_once()
        say(
            screen.app,
            _("The draft for #{number} is discarded; {undo} takes it back.").format(
                number=number, undo=undo_key()
            ),
        )


async def undo(screen: DraftScreen) -> None:
    """Stop what is on its way; else take back one's own last act here."""
    _view, draft = at_hand(screen)
    if not screen.has_entry_waiting():
        await acts.undo(screen, screen.number)
        return
    if await app_of(screen).perform(StopSending(draft_id=draft.id)):
        say(screen.app, _("Stopped: the reply is a draft again."))
