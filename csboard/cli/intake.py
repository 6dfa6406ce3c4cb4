"""`csboard intake`: mail and imports, from a pipe, mailboxes, JSON lines or CSV.

One bad item never stops the rest; only a board that can't be reached does.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from csboard.cli.intake_run import IntakeRun, stop_signals
from csboard.cli.spec import JSON, CommandGroup, ShellCommand, argument
from csboard.errors import UsageError
from csboard.i18n import N_, _
from csboard.mail.children import Reader
from csboard.mail.intake import MAX_SIZE
from csboard.mail.sources import (
    Item,
    Maildir,
    lines_of_json,
    mails_in_mbox,
    open_file,
    read_limited,
    read_mail_file,
    rows_of_csv,
)
from csboard.text import clean

if TYPE_CHECKING:
    from csboard.cli.session import Session

INTERRUPTED = 130
WATCH_STEP = 20
"""Milliseconds between two looks of watchfiles at what the system told it."""
LOOK_EVERY = 1_000
"""Milliseconds after which `new/` is looked at even when nothing was told."""


def mail(session: Session) -> None:
    """One message on standard input. Nothing of it is printed; a person is told its number."""
    with Reader() as reader:  # begins to start while the message is still coming in
        raw = read_limited(sys.stdin.buffer, MAX_SIZE)
        run = IntakeRun(session, reader, "pipe", tells_each=_is_watched(session))
        if raw:
            run.take(Item(raw, _("the mail"), len(raw)))
        else:  # status 0 all the same: an MTA would try again, and nothing would ever come
            run.say(_("Standard input was empty: there was no mail to take in."))
        run.write_log()
        if session.wants_json:
            session.print_json(run.tally.as_json())


def _is_watched(session: Session) -> bool:
    """Whether a person runs it on a terminal; an MTA would send what is said to the sender."""
    return sys.stdout.isatty() and not session.wants_json


def mbox(session: Session) -> int:
    path = Path(session.options.file)
    with _opened(session.options.file) as stream:
        return _take_all(session, "mbox", stream, mails_in_mbox(stream, path, MAX_SIZE))


def jsonl(session: Session) -> int:
    with _opened(session.options.file) as stream:
        return _take_all(session, "jsonl", stream, lines_of_json(stream))


def csv(session: Session) -> int:
    path = Path(session.options.file)
    with _opened(session.options.file) as stream:
        return _take_all(session, "csv", stream, rows_of_csv(stream, path))


def maildir(session: Session) -> int:
    """New mail is stored and then moved to `cur/`; with --watch it goes on until ended."""
    source = Maildir(Path(session.options.directory))
    with Reader() as reader, stop_signals() as stop:
        watches = bool(session.options.watch)
        run = IntakeRun(session, reader, "maildir", stop=stop, tells_each=watches)
        run.take_leftovers()
        if session.options.all:
            run.take_all(_mail_files(run, source.seen()), total=len(source.seen()))
        waiting = source.waiting()
        run.take_all(_mail_files(run, waiting), total=len(waiting), stored=_mover(run, source))
        if watches:
            _watch(run, source)
        run.finish()
        return 0 if watches or not stop.is_set() else INTERRUPTED


def imap(session: Session) -> int:
    """The mailbox of the configuration; mail is marked as read once it is stored."""
    from csboard.cli.intake_imap import imap

    return imap(session)


def reread(session: Session) -> int | None:
    """Read stored mails again: those named, those that are held, or all of an older reader."""
    from csboard.cli.rereading import read_again, read_older
    from csboard.cli.tray import id_of
    from csboard.mail.rereading import held_ids

    options = session.options
    if bool(options.ids) + bool(options.all) + bool(options.held) != 1:
        raise UsageError(
            _("Say which mails: their ids, --held, or --all for those of an older reader.")
        )
    if options.all:
        return read_older(session)
    ids = [id_of(word) for word in options.ids]
    return read_again(session, ids or held_ids(session.board))


def _take_all(session: Session, source: str, stream: BinaryIO, items: Iterator[Item]) -> int:
    with Reader() as reader, stop_signals() as stop:
        run = IntakeRun(session, reader, source, stop=stop)
        run.take_leftovers()
        run.take_all(items, total=_size(stream))
        run.finish()
        return INTERRUPTED if stop.is_set() else 0


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    """The file, or standard input for `-`."""
    if name == "-":
        yield sys.stdin.buffer
        return
    with open_file(Path(name)) as stream:
        yield stream


def _size(stream: BinaryIO) -> int:
    try:
        return os.fstat(stream.fileno()).st_size
    except (OSError, ValueError):
        return 0


def _mail_files(run: IntakeRun, paths: list[Path]) -> Iterator[Item]:
    """Each file as an item; one that can't be read is named, one that is gone was taken."""
    for count, path in enumerate(paths, start=1):
        try:
            yield Item(read_mail_file(path, MAX_SIZE), str(path), count)
        except FileNotFoundError:
            continue
        except OSError as error:
            run.fail_once(str(path), error.strerror or str(error))


def _mover(run: IntakeRun, source: Maildir) -> Callable[[Item], None]:
    """What makes a stored mail old: only now may it leave `new/`."""

    def move(item: Item) -> None:
        try:
            source.take(Path(item.place))
        except FileNotFoundError:
            pass
        except OSError as error:
            run.warn_once(
                _("{path}: stored, but it can't be moved to cur: {reason}.").format(
                    path=clean(item.place), reason=error.strerror
                )
            )

    return move


def _watch(run: IntakeRun, source: Maildir) -> None:
    """Take in what arrives, at once, until a signal says to end."""
    from watchfiles import watch

    run.say(_("Watching {path} for new mail. Ctrl+C ends it.").format(path=source.new))

    told = watch(
        source.new,
        stop_event=run.stop,
        step=WATCH_STEP,
        debounce=5 * WATCH_STEP,
        rust_timeout=LOOK_EVERY,
        yield_on_timeout=True,
        recursive=False,
        raise_interrupt=False,
        ignore_permission_denied=True,
        watch_filter=None,
    )
    for _changes in told:
        run.patiently(
            lambda: run.take_all(_mail_files(run, source.waiting()), stored=_mover(run, source))
        )


_FILE = argument("file", metavar="FILE", help=N_("the file; - is standard input"))

COMMANDS = {
    "intake": CommandGroup(
        {
            "mail": ShellCommand(
                mail,
                (JSON,),
                N_("one message on stdin, for a mail server's alias"),
            ),
            "mbox": ShellCommand(mbox, (_FILE, JSON), N_("all mails of an mbox"), creates=True),
            "maildir": ShellCommand(
                maildir,
                (
                    argument("directory", metavar="DIR", help=N_("the Maildir")),
                    argument(
                        "--watch",
                        action="store_true",
                        help=N_("go on with every mail that arrives, until ended"),
                    ),
                    argument(
                        "--all",
                        action="store_true",
                        help=N_("read old mail in cur too; it stays as it is"),
                    ),
                    JSON,
                ),
                N_("the new mails of a Maildir; moves them to cur"),
                creates=True,
            ),
            "imap": ShellCommand(
                imap,
                (
                    argument(
                        "--watch",
                        action="store_true",
                        help=N_("go on with every mail that arrives, until ended"),
                    ),
                    argument(
                        "--all", action="store_true", help=N_("fetch what was read before, too")
                    ),
                    JSON,
                ),
                N_("the mailbox that [imap] in config.toml names"),
                creates=True,
            ),
            "reread": ShellCommand(
                reread,
                (
                    argument(
                        "ids",
                        nargs="*",
                        metavar="ID",
                        help=N_("mails by the ids that csboard tray list shows"),
                    ),
                    argument("--held", action="store_true", help=N_("every held mail")),
                    argument(
                        "--all",
                        action="store_true",
                        help=N_("every mail that an older version has read"),
                    ),
                    JSON,
                ),
                N_("read stored mails again with the reader of today"),
            ),
            "jsonl": ShellCommand(
                jsonl,
                (
                    argument(
                        "file",
                        metavar="FILE",
                        nargs="?",
                        default="-",
                        help=N_("the file; - is standard input"),
                    ),
                    JSON,
                ),
                N_("one JSON object a line"),
                creates=True,
            ),
            "csv": ShellCommand(
                csv, (_FILE, JSON), N_("a table with the keys in its first line"), creates=True
            ),
        }
    )
}
