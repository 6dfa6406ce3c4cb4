"""`csboard draft`: begin, print, write and discard the reply to an inquiry."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from csboard.cli import layout, own_editor, reply_shapes
from csboard.cli.execution import tell
from csboard.cli.references import count, number_of
from csboard.cli.spec import INQUIRY, JSON, ShellCommand, argument
from csboard.cli.streams import read_stdin, text_of, typed
from csboard.domain.draft_commands import (
    AddFile,
    BeginDraft,
    DiscardDraft,
    HoldPen,
    LeaveWords,
    RemoveFile,
    SaveDraft,
    TakePen,
)
from csboard.domain.draft_files import MAX_FILE, refuse_large
from csboard.domain.drafting import cleaned
from csboard.domain.recipients import read_recipients, refuse_unsendable
from csboard.domain.replies import Recipients, Words
from csboard.errors import Conflict, CsboardError, Refused, Unavailable, UsageError
from csboard.i18n import N_, _, together
from csboard.named import NamedTuple
from csboard.text import clean, quoted

if TYPE_CHECKING:
    from argparse import Namespace

    from csboard.board import Board
    from csboard.cli.session import Session
    from csboard.domain.letters import Address
    from csboard.domain.records import Actor
    from csboard.domain.replies import Draft

_NOTHING = Words(Recipients(), "", "")

MOST_BYTES = 16_000_000
"""Of a text that is looked at: the rules say how long a reply may be."""


class Wish(NamedTuple):
    """What is to become of a draft, all of it read and looked at; None for what stays."""

    to: tuple[Address, ...] | None
    cc: tuple[Address, ...] | None
    subject: str | None
    text: str | None
    attach: tuple[tuple[str, bytes], ...]
    detach: tuple[str, ...]

    @property
    def is_of_words(self) -> bool:
        return any(one is not None for one in self[:4])

    def of(self, words: Words) -> Words:
        """The words as they shall be."""
        recipients = Recipients(
            words.recipients.to if self.to is None else self.to,
            words.recipients.cc if self.cc is None else self.cc,
        )
        return words._replace(
            recipients=recipients,
            subject=words.subject if self.subject is None else self.subject,
            text=words.text if self.text is None else self.text,
        )


class Desk(NamedTuple):
    """Whoever writes, at this run of the command."""

    board: Board
    actor: Actor
    session: str


def draft(session: Session) -> None:
    """Print the draft; begin or change it first when something is asked for."""
    options = session.options
    number = number_of(options.number)
    if options.discard:
        _discard(session, number)
        return
    if not _changes_something(options):
        _print(session, session.board.replies(number).draft, number)
        return
    wish = _wish(options)
    editor = own_editor.editor_of(session) if options.edit else []
    desk = Desk(session.board, session.actor, f"shell-{secrets.token_hex(8)}")
    is_begun_to_edit = not _asks_more(options, wish) and not desk.board.replies(number).draft
    draft = _with_files(desk, _open(desk, options, number, wish), wish)
    if is_begun_to_edit:
        draft = _begin_in_editor(desk, draft, wish, editor)
    elif wish.is_of_words or options.edit or options.take_pen:
        draft = _write(desk, draft, wish, editor, takes=options.take_pen)
    _print(session, draft, number)


def _asks_more(options: Namespace, wish: Wish) -> bool:
    """Whether a draft is wanted even if nothing is written in the editor, or without it."""
    flags = (options.begin, options.reply_all, options.take_pen, options.answers is not None)
    return not options.edit or wish.is_of_words or bool(_files_named(options)) or any(flags)


def _begin_in_editor(desk: Desk, draft: Draft, wish: Wish, editor: list[str]) -> Draft:
    """What is written in it; a draft in which nothing was written is put away again."""
    try:
        written = _write(desk, draft, wish, editor, takes=False)
    except UsageError:
        desk.board.execute(DiscardDraft(draft_id=draft.id), desk.actor)
        raise
    if written.words == draft.words:
        desk.board.execute(DiscardDraft(draft_id=draft.id), desk.actor)
        raise Refused("nothing_written", _("Nothing was written, so no draft was begun."))
    return written


def _changes_something(options: Namespace) -> bool:
    named = (options.to, options.cc, options.subject, options.text, options.answers)
    flags = (options.begin, options.edit, options.reply_all, options.take_pen)
    return any(flags) or any(one is not None for one in named) or bool(_files_named(options))


def _files_named(options: Namespace) -> list[str]:
    return [*options.attach, *options.detach]


def _wish(options: Namespace) -> Wish:
    """Everything that was asked for, read and looked at before anything changes."""
    if options.text is not None and options.edit:
        raise UsageError(_("Give the text by --text or write it in the editor, not both."))
    to, cc = _people(options.to), _people(options.cc)
    if to is not None:
        refuse_unsendable(Recipients(to, cc or ()))
    elif cc:
        refuse_unsendable(Recipients(cc))
    attach = tuple((Path(name).name, _bytes_of(Path(name))) for name in options.attach)
    text = None if options.text is None else _text(options.text)
    subject = None if options.subject is None else clean(typed(options.subject)).strip()
    return Wish(to, cc, subject, text, attach, tuple(map(typed, options.detach)))


def _people(line: str | None) -> tuple[Address, ...] | None:
    return None if line is None else read_recipients(typed(line))


def _text(word: str) -> str:
    """The words given, or standard input for `-`."""
    return _not_empty(read_stdin() if word == "-" else typed(word))


def _not_empty(text: str) -> str:
    text = clean(text, multiline=True)
    if not text.strip():
        raise UsageError(
            _("An empty reply says nothing: nothing was changed. --discard puts a draft away.")
        )
    return text if text.endswith("\n") else f"{text}\n"


def _bytes_of(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            data = opened.read(MAX_FILE + 1)
    except OSError as error:
        raise UsageError(
            _("{file} can't be read: {reason}.").format(file=file, reason=error.strerror)
        ) from None
    refuse_large(file.name, len(data))
    return data


def _open(desk: Desk, options: Namespace, number: int, wish: Wish) -> Draft:
    """The draft there is, else a new one."""
    found = desk.board.replies(number).draft
    if found is not None:
        if options.begin or options.reply_all or options.answers is not None:
            raise Refused(
                "drafted",
                _("#{number} has a draft already: write in that one, or --discard it.").format(
                    number=number
                ),
            )
        cleaned(wish.of(found.words))
        _refuse_unknown_files(found, wish)
        return found
    if wish.detach:
        raise _no_draft(number)
    cleaned(wish.of(_NOTHING))
    begin = BeginDraft(number=number, answers=options.answers, to_all=options.reply_all)
    event = desk.board.execute(begin, desk.actor)
    return desk.board.draft(int(str(event.detail["draft"])))


def _refuse_unknown_files(draft: Draft, wish: Wish) -> None:
    names = {file.name for file in draft.files}
    for name in wish.detach:
        if name not in names:
            there = _(", ").join(sorted(names)) or _("none")
            raise UsageError(
                _("The draft has no file {name}; there are: {names}.").format(
                    name=quoted(name), names=there
                )
            )


def _with_files(desk: Desk, draft: Draft, wish: Wish) -> Draft:
    for file in draft.files:
        if file.name in wish.detach:
            desk.board.execute(RemoveFile(draft_id=draft.id, file_id=file.id), desk.actor)
    for name, data in wish.attach:
        desk.board.execute(AddFile(draft_id=draft.id, name=name, data=data), desk.actor)
    return desk.board.draft(draft.id) if wish.attach or wish.detach else draft


def _write(desk: Desk, draft: Draft, wish: Wish, editor: list[str], *, takes: bool) -> Draft:
    """Save the words with the pen in hand."""
    hold = HoldPen(draft_id=draft.id, session=desk.session)
    seen = max((one.id for one in desk.board.replies(draft.number).messages), default=0)
    with _in_hand(desk, hold, draft.number, takes=takes) as draft:
        if editor:
            with _edited(draft, editor, lambda: _still_here(desk, hold)) as text:
                _save(desk, draft, wish._replace(text=text).of(draft.words), seen)
        elif wish.is_of_words:
            _save(desk, draft, wish.of(draft.words), seen)
    return desk.board.draft(draft.id)


@contextmanager
def _in_hand(desk: Desk, hold: HoldPen, number: int, *, takes: bool = False) -> Iterator[Draft]:
    """The draft as it is now that nobody else writes in it; the pen is laid down again."""
    if takes:
        desk.board.execute(TakePen(draft_id=hold.draft_id, session=desk.session), desk.actor)
    else:
        _take_up(desk, hold, number)
    try:
        yield desk.board.draft(hold.draft_id)
    finally:
        with suppress(Refused, Unavailable):
            desk.board.keep(hold.replaced(leave=True), desk.actor)


def put_first(session: Session, number: int, text: str) -> Draft:
    """The draft, begun where there is none, with these words before what stands in it."""
    desk = Desk(session.board, session.actor, f"shell-{secrets.token_hex(8)}")
    view = desk.board.replies(number)
    draft = view.draft
    if draft is None:
        event = desk.board.execute(BeginDraft(number=number), desk.actor)
        draft = desk.board.draft(int(str(event.detail["draft"])))
    seen = max((one.id for one in view.messages), default=0)
    with _in_hand(desk, HoldPen(draft_id=draft.id, session=desk.session), number) as draft:
        words = draft.words._replace(text=f"{text}\n{draft.words.text}")
        _save(desk, draft, words, seen)
    return desk.board.draft(draft.id)


def _take_up(desk: Desk, hold: HoldPen, number: int) -> None:
    """Take the free pen; who has it otherwise is told with the way out."""
    try:
        desk.board.keep(hold, desk.actor)
    except Conflict as refusal:
        way_out = _("Take it with csboard draft {number} --take-pen.").format(number=number)
        refusal.sentence = together(refusal.sentence, way_out)
        raise


def _still_here(desk: Desk, hold: HoldPen) -> None:
    """Somebody may have taken the pen, or the line be gone: saving tells."""
    with suppress(Refused, Unavailable):
        desk.board.keep(hold, desk.actor)


@contextmanager
def _edited(draft: Draft, editor: list[str], sign: Callable[[], object]) -> Iterator[str]:
    """The text as the editor leaves it; its file stays unless the text is safe elsewhere."""
    before = draft.words.text.encode()
    file = own_editor.private_file(draft.words.text, f"reply-{draft.number}-", ".txt")
    try:
        own_editor.run(editor, file, sign)
        yield _not_empty(text_of(own_editor.bytes_left(file, MOST_BYTES)))
    except CsboardError as failure:
        left = own_editor.bytes_if_any(file, MOST_BYTES)
        if left is not None and (left == before or not left.strip()):
            file.unlink()
        elif left is not None:
            kept = _("What you wrote is in {file}.").format(file=file)
            failure.sentence = together(failure.sentence, kept)
        raise
    file.unlink(missing_ok=True)


def _save(desk: Desk, draft: Draft, words: Words, seen: int) -> None:
    """Keep the words; where others came in between, beside the draft."""
    save = SaveDraft(
        draft_id=draft.id,
        session=desk.session,
        seen_version=draft.version,
        words=words,
        seen=seen,
    )
    try:
        desk.board.keep(save, desk.actor)
    except Refused as refusal:
        if isinstance(refusal, Conflict) or refusal.code == "ended":
            desk.board.execute(LeaveWords(draft_id=draft.id, words=words), desk.actor)
            kept = _("Your words are kept beside the draft.")
            refusal.sentence = together(refusal.sentence, kept)
        raise


def _discard(session: Session, number: int) -> None:
    found = session.board.replies(number).draft
    if found is None:
        raise _no_draft(number)
    tell(session, session.board.execute(DiscardDraft(draft_id=found.id), session.actor))


def _no_draft(number: int) -> Refused:
    return Refused(
        "no_such_draft",
        _("There is no draft for #{number}: csboard draft {number} --edit begins one.").format(
            number=number
        ),
    )


def _print(session: Session, draft: Draft | None, number: int) -> None:
    """The draft, with whoever writes in it now and has not just gone."""
    if draft is not None:
        draft = draft._replace(pen=draft.writer_at(session.board.clock.now()))
    if session.wants_json:
        session.print_json(draft and reply_shapes.of_draft(draft))
    elif draft is None:
        session.say(_no_draft(number).sentence)
    else:
        session.print_lines(layout.draft_lines(draft, session.board.members(), session.look))


COMMANDS = {
    "draft": ShellCommand(
        draft,
        (
            INQUIRY,
            argument("--begin", action="store_true", help=N_("begin it and write nothing yet")),
            argument(
                "--text", metavar="TEXT", help=N_("put this in place of the text; - reads stdin")
            ),
            argument("--edit", action="store_true", help=N_("write it in your editor ($EDITOR)")),
            argument("--to", metavar="WHO", help=N_("to whom: addresses with commas between")),
            argument("--cc", metavar="WHO", help=N_("who gets it too; '' for nobody")),
            argument("--subject", metavar="S", help=N_("what it is about")),
            argument(
                "--attach",
                action="append",
                default=[],
                metavar="FILE",
                help=N_("let a file go with it; may be repeated"),
            ),
            argument(
                "--detach",
                action="append",
                default=[],
                metavar="NAME",
                help=N_("take a file of that name out again; may be repeated"),
            ),
            argument(
                "--answers",
                type=count,
                metavar="ID",
                help=N_("begin it as the answer to this message, not to the latest"),
            ),
            argument(
                "--reply-all",
                action="store_true",
                help=N_("begin it to everybody who was written to"),
            ),
            argument(
                "--take-pen",
                action="store_true",
                help=N_("write although a colleague is writing in it; their words are kept"),
            ),
            argument("--discard", action="store_true", help=N_("put it away; undo brings it back")),
            JSON,
        ),
    ),
}
