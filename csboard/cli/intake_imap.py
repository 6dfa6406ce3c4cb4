"""`csboard intake imap`: the mailbox of the configuration, once or for as long as it runs.

How far it was taken in is kept on the board: several hosts may look after one mailbox. It is a
help, not a promise: the same mail fetched twice is stored once anyway.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from csboard.cli.intake_run import IntakeRun, interruptible, stop_signals
from csboard.domain import mailbox as marks
from csboard.domain.commands import NoteMailbox
from csboard.domain.mailbox import MailboxMark
from csboard.i18n import _
from csboard.mail.children import Reader
from csboard.mail.imap import CannotFetch, Mailbox, MailboxTrouble, opened
from csboard.mail.imap_options import ImapOptions, imap_options, password_of
from csboard.mail.intake import INTAKE
from csboard.mail.sources import Item

if TYPE_CHECKING:
    from csboard.cli.session import Session

INTERRUPTED = 130
MARK_EVERY = 16
"""Mails after which the server is told that they are stored, as many as are stored at once."""
IDLE_SECONDS = 9 * 60
"""A line on which nothing is said longer than this may be cut by whoever stands between."""
PATIENCE = 300.0
"""Seconds between two tries to reach a server, at most."""


def imap(session: Session) -> int:
    """What waits in the mailbox; with --watch also what comes, until ended."""
    options = imap_options(session.config)
    watches = bool(session.options.watch)
    with Reader() as reader, stop_signals() as stop:
        run = IntakeRun(session, reader, "imap", stop=stop, tells_each=watches)
        if options.tls == "none":
            run.say(_("The password goes to {host} unprotected.").format(host=options.host))
        taking = Taking(session, run, options)
        if watches:
            Watch(taking, run, options).until_told_to_end()
        else:
            run.take_leftovers()
            taking.take_in_all(everything=bool(session.options.all))
        run.finish()
        return 0 if watches or not stop.is_set() else INTERRUPTED


class Taking:
    """Takes in what waits, mail by mail, and remembers how far it came."""

    def __init__(self, session: Session, run: IntakeRun, options: ImapOptions) -> None:
        self._session = session
        self._run = run
        self._options = options
        self._left: set[int] = set()
        self._ends_the_line: set[int] = set()
        """Mails over which the server hung up: passed over until the others are stored."""
        self._stored: list[int] = []
        self.found_any = False
        """Whether there was anything to take in at the latest look."""

    def take_in_all(self, *, everything: bool) -> None:
        """`take_in` over a connection of its own, and another one after each mail that ends it."""
        while True:
            before = len(self._ends_the_line)
            try:
                with opened(self._options, password_of(self._options)) as mailbox:
                    return self.take_in(mailbox, everything=everything)
            except MailboxTrouble:
                if len(self._ends_the_line) == before or self._run.stop.is_set():
                    raise

    @property
    def lost_the_line(self) -> bool:
        """Whether the latest trouble came with a mail, which was named then."""
        return bool(self._ends_the_line)

    def take_in(self, mailbox: Mailbox, *, everything: bool = False) -> None:
        """Fetch, store and mark; raises MailboxTrouble, or Unavailable when the board is out of
        reach. What was stored until then is marked, or found to be known the next time.
        """
        mark = self._session.board.mailbox_mark(self._options.name)
        uids = mailbox.waiting(mark, everything=everything)
        self.found_any = bool(uids)
        same = mark is not None and mark.uid_validity == mailbox.uid_validity
        self._left = set(mark.left) if mark and same else set()
        self._stored = []
        done: list[int] = []

        def stored(item: Item) -> None:
            self._stored.append(int(item.place))
            self._left.discard(int(item.place))
            done.append(int(item.place))
            if len(self._stored) >= MARK_EVERY:
                self._tell(mailbox, mark if same else None)

        self._run.take_all(self._items(mailbox, uids), total=len(uids), stored=stored)
        self._tell(mailbox, mark if same else None)
        self._ends_the_line.clear()
        if not self._run.stop.is_set():
            now = self._session.board.clock.now()
            through = mailbox.looked_through(mark, max(done, default=0), now)
            # Else the first look is taken once more: a mark further back would bring in
            # what was read before we came.
            if same or len(self._left) <= marks.MAX_LEFT:
                self._note(marks.with_left(through, self._left), mark)

    def _items(self, mailbox: Mailbox, uids: list[int]) -> Iterator[Item]:
        for count, uid in enumerate(uids, start=1):
            if uid in self._ends_the_line:
                self._left.add(uid)
                continue
            try:
                raw = mailbox.fetch(uid)
            except CannotFetch as refusal:
                self._fail(uid, str(refusal))
                continue
            except MailboxTrouble as trouble:
                self._ends_the_line.add(uid)
                self._fail(uid, trouble.sentence)
                raise
            if raw:
                yield Item(raw, str(uid), count)
            else:
                self._left.discard(uid)

    def _fail(self, uid: int, why: str) -> None:
        self._left.add(uid)
        self._run.fail_once(_("mail {n} of the mailbox").format(n=uid), why)

    def _tell(self, mailbox: Mailbox, mark: MailboxMark | None) -> None:
        """The server, that they are stored; then the board, how far that is.

        In a mailbox that is looked at for the first time, or was numbered anew, the place of the
        last one says nothing about those before it: there only the end is noted.
        """
        mailbox.stored(self._stored)
        if mark is not None and self._stored:
            uid = max(mark.uid, *self._stored)
            self._note(marks.with_left(replace(mark, uid=uid), self._left), mark)
        self._stored = []

    def _note(self, mark: MailboxMark, before: MailboxMark | None) -> None:
        if before is None or replace(mark, looked_at=before.looked_at) != before:
            name = self._options.name
            self._session.board.keep(NoteMailbox(name=name, mark=mark), INTAKE)


class Watch:
    """Goes on with every mail that comes; a server or a board out of reach is waited for."""

    def __init__(self, taking: Taking, run: IntakeRun, options: ImapOptions) -> None:
        self._taking = taking
        self._run = run
        self._options = options
        self._told = ""
        self._trouble: MailboxTrouble | None = None

    def until_told_to_end(self) -> None:
        tries = 0
        self._run.patiently(self._run.take_leftovers)
        while not self._run.stop.is_set():
            try:
                with opened(self._options, password_of(self._options)) as mailbox:
                    self._say_back()
                    tries = 0
                    self._follow(mailbox)
            except MailboxTrouble as trouble:
                if self._told != trouble.sentence and not self._taking.lost_the_line:
                    self._run.say(trouble.sentence)
                    self._told = trouble.sentence
                pause = min(PATIENCE, 2.0**tries) * random.uniform(0.5, 1)
                tries += 1
                self._run.stop.rest(pause)

    def _say_back(self) -> None:
        if self._told:
            self._run.say(_("The mail server can be reached again."))
            self._told = ""
        told = _("Watching {path} for new mail. Ctrl+C ends it.")
        self._run.warn_once(told.format(path=self._options.name))

    def _follow(self, mailbox: Mailbox) -> None:
        while not self._run.stop.is_set():
            self._run.patiently(lambda: self._take_in(mailbox))
            if self._trouble is not None:
                trouble, self._trouble = self._trouble, None
                raise trouble
            self._wait(mailbox)

    def _take_in(self, mailbox: Mailbox) -> None:
        """The board's trouble is for who called; the mailbox's is kept for a new connection."""
        try:
            self._taking.take_in(mailbox)
        except MailboxTrouble as trouble:
            self._trouble = trouble

    def _wait(self, mailbox: Mailbox) -> None:
        stop = self._run.stop
        cut_off = self._run.is_cut_off
        if cut_off or not mailbox.can_tell:
            stop.rest(5.0 if cut_off else self._options.poll_seconds)
        with interruptible(stop):
            if not stop.is_set():  # by a signal that came while there was work
                mailbox.wait(0 if cut_off else self._longest_wait)

    @property
    def _longest_wait(self) -> float:
        """Seconds: shorter where mail has just come.

        A server that looks at a Maildir's time in whole seconds takes the mail of the same
        second for one it has told of, and is silent (seen with Dovecot 2.3).
        """
        return self._options.poll_seconds if self._taking.found_any else IDLE_SECONDS
