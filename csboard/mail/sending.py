"""Sending what is due: the step that an open board, the worker and the shell all take.

Each step writes down how far it came before it goes on. Whoever finds what another has left goes
on from there: nothing that was given away is given away again.
"""

from __future__ import annotations

import hashlib
import random
import secrets
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from csboard.domain.handing import OVERTAKEN, failed_in_words
from csboard.domain.records import Actor
from csboard.domain.replies import FileInfo, OutboxEntry, OutboxState
from csboard.domain.revisions import digest_of
from csboard.domain.sending import mail_domain
from csboard.domain.sending_commands import (
    NoteFailed,
    NoteHanding,
    NoteSent,
    ParkUnknown,
    PutBack,
    TakeEntry,
)
from csboard.errors import ConfigError, Conflict, Refused, Unavailable
from csboard.i18n import _
from csboard.mail.composing import CannotCompose, Enclosure, Reply, composed
from csboard.mail.transport import Delivery, Later, Never, NotSent, Uncertain
from csboard.named import NamedTuple

if TYPE_CHECKING:
    from csboard.board import Board
    from csboard.db.sending_states import Parcel
    from csboard.domain.commands import Command
    from csboard.mail.mail_options import MailOptions
    from csboard.mail.transport import Transport

CLAIM_SECONDS = 180
"""How long one mail may take to the acceptance of its recipients."""

Became = Literal["sent", "later", "failed", "stopped", "unknown"]


class Step(NamedTuple):
    """What became of one reply."""

    became: Became
    number: int
    code: str = ""
    sentence: str = ""
    """Why, where it isn't sent."""


class Sender:
    """Sends what is due, one reply a step."""

    def __init__(
        self, actor: Actor, options: MailOptions, *, claim_seconds: int = CLAIM_SECONDS
    ) -> None:
        self._actor = actor
        self._options = options
        self._claim_seconds = claim_seconds
        self._owed: list[Command] = []
        """What the mail server has answered and the board could not take."""

    def step(self, board: Board, transport: Transport | None) -> Step | None:
        """See to one reply; None when there is nothing to do. Blocks as long as the server does.

        Without a `transport` only what others have left half done is seen to. Raises
        Unavailable when the board is out of reach; what was done is written down by a later step.
        """
        self._pay(board)
        entries = list(board.due())
        random.shuffle(entries)  # several senders at once rarely want the same one
        for entry in entries:
            step = self._see_to(board, transport, entry)
            if step is not None:
                return step
        return None

    def _see_to(self, board: Board, transport: Transport | None, entry: OutboxEntry) -> Step | None:
        if entry.state is OutboxState.HANDING:
            return self._park(board, entry, ParkUnknown(entry_id=entry.id, code="left"))
        if transport is None:
            return None
        holder = secrets.token_hex(8)
        try:
            take = TakeEntry(entry_id=entry.id, holder=holder, seconds=self._claim_seconds)
            board.keep(take, self._actor)
        except Conflict as conflict:
            return self._overtaken(board, entry, "", conflict)
        return self._send(board, transport, board.parcel(entry.id), holder)

    def _send(self, board: Board, transport: Transport, parcel: Parcel, holder: str) -> Step | None:
        entry = parcel.entry
        try:
            delivery, digest = self._packed(board, parcel)
        except CannotCompose as problem:
            sentence = failed_in_words(problem.code, entry.number)
            return self._fail(board, entry, holder, problem.code, sentence)
        try:
            with transport.offered(delivery) as give:
                self._note_handing(board, entry, holder, digest)
                give()
                self._owe(board, NoteSent(entry_id=entry.id, holder=holder))
        except Conflict as conflict:
            return self._overtaken(board, entry, holder, conflict)
        except ConfigError as error:
            return self._not_sent(board, entry, holder, Later("login", error.sentence))
        except NotSent as told:
            return self._not_sent(board, entry, holder, told)
        return Step("sent", entry.number)

    def _note_handing(self, board: Board, entry: OutboxEntry, holder: str, digest: str) -> None:
        """Where the answer is lost, nothing is given, and that is written down when it can be."""
        handing = NoteHanding(entry_id=entry.id, holder=holder, digest=digest)
        try:
            board.keep(handing, self._actor)
        except Unavailable:
            self._owed.append(PutBack(entry_id=entry.id, holder=holder, code="board"))
            raise

    def _packed(self, board: Board, parcel: Parcel) -> tuple[Delivery, str]:
        """The mail in its envelope, and the digest of what it really is made of."""
        settings, revision, options = board.settings(), parcel.revision, self._options
        files = tuple(Enclosure(*file) for file in parcel.files)
        real = tuple(
            _as_it_is(info, file) for info, file in zip(revision.files, files, strict=False)
        )
        if len(files) != len(revision.files):
            raise CannotCompose("file")
        mail = composed(
            Reply(
                message_id=parcel.entry.message_id,
                words=revision.words,
                at=board.clock.now().astimezone(ZoneInfo(settings.zone)),
                from_name=settings.name,
                domain=mail_domain(settings.mail_domain, revision.words.sender),
                thread=parcel.thread,
                files=files,
                wrap_at=settings.wrap_at,
            )
        )
        message_id = parcel.entry.message_id
        sender = options.envelope_sender(revision.words.sender, message_id)
        named = message_id.strip("<>")
        delivery = Delivery(mail.data, sender, mail.recipients, options.copy_to, named)
        return delivery, digest_of(revision.words, real)

    def _not_sent(
        self, board: Board, entry: OutboxEntry, holder: str, told: NotSent
    ) -> Step | None:
        if isinstance(told, Uncertain):
            parking = ParkUnknown(entry_id=entry.id, holder=holder, code=told.code)
            return self._park(board, entry, parking, told.sentence)
        if isinstance(told, Never):
            return self._fail(board, entry, holder, told.code, told.sentence)
        try:
            board.keep(PutBack(entry_id=entry.id, holder=holder, code=told.code), self._actor)
        except Conflict:  # it took so long that another has it, or it was stopped
            return None
        except Refused as refusal:
            if refusal.code != "exhausted":
                raise
            return self._fail(board, entry, holder, told.code, told.sentence)
        return Step("later", entry.number, told.code, told.sentence)

    def _overtaken(
        self, board: Board, entry: OutboxEntry, holder: str, conflict: Conflict
    ) -> Step | None:
        """Another has it; or it must not go out any more, which its people are told."""
        if conflict.code not in OVERTAKEN:
            return None
        try:
            note = NoteFailed(entry_id=entry.id, holder=holder, code=conflict.code)
            board.execute(note, self._actor)
        except Conflict:
            return None
        return Step("stopped", entry.number, conflict.code, conflict.sentence)

    def _fail(
        self, board: Board, entry: OutboxEntry, holder: str, code: str, sentence: str
    ) -> Step:
        self._owe(board, NoteFailed(entry_id=entry.id, holder=holder, code=code))
        return Step("failed", entry.number, code, sentence)

    def _park(
        self, board: Board, entry: OutboxEntry, command: ParkUnknown, sentence: str = ""
    ) -> Step:
        self._owe(board, command)
        told = sentence or _("Who handed it over has ended before the server's answer was noted.")
        return Step("unknown", entry.number, command.code, told)

    def _owe(self, board: Board, command: Command) -> None:
        """Write it down, now or as soon as the board can be reached; once."""
        self._owed.append(command)
        self._pay(board)

    def _pay(self, board: Board) -> None:
        while self._owed:
            command = self._owed[0]
            write = board.keep if isinstance(command, PutBack) else board.execute
            try:
                write(command, self._actor)
            except Conflict:  # our copy, a bounce or a person has settled it
                del self._owed[0]
            except Refused:
                del self._owed[0]
                raise
            else:
                del self._owed[0]


def _as_it_is(info: FileInfo, file: Enclosure) -> FileInfo:
    """A file with the digest of the very bytes that would go out."""
    return info._replace(sha256=hashlib.sha256(file.data).hexdigest())
