"""One mailbox on an IMAP server: looking for mail, fetching it, and only then marking it.

Mail is named by its UID, never by its place in the mailbox, so that nothing that happens there
meanwhile shifts what is asked for.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from imaplib import IMAP4
from typing import TYPE_CHECKING, Any

from csboard.domain.mailbox import MailboxMark
from csboard.errors import ConfigError, Unavailable, UsageError
from csboard.i18n import _
from csboard.mail.intake import MAX_SIZE
from csboard.text import clean

if TYPE_CHECKING:
    from imapclient import IMAPClient

    from csboard.mail.imap_options import ImapOptions

CONNECT_SECONDS = 15
ANSWER_SECONDS = 60
MARGIN = timedelta(days=2)
"""Servers search by whole days in their own zone."""
MAX_TOLD = 200
_SEEN, _DELETED = rb"\Seen", rb"\Deleted"


class MailboxTrouble(Unavailable):
    """The mail server can't be reached, does not answer, or has ended the connection."""

    def __init__(self, sentence: str) -> None:
        super().__init__("mailbox", sentence)


class CannotFetch(Exception):
    """The server refuses to hand out one mail; the sentence is its own."""


class Mailbox:
    """A selected mailbox. Made by `opened`."""

    def __init__(self, client: IMAPClient, options: ImapOptions) -> None:
        self._client = client
        self._options = options
        self.uid_validity = 0
        self._uid_next = 1
        self._can_idle = bool(client.has_capability("IDLE"))
        self._count = b""
        """How many mails there are, as the server last said."""

    def select(self) -> None:
        """Open the mailbox, and the folder that stored mail goes to."""
        options = self._options
        readonly = not options.mark_seen and options.move_to is None
        for folder in filter(None, (options.mailbox, options.move_to)):
            if not self._client.folder_exists(folder):
                raise ConfigError(
                    _("There is no mailbox {name} on {host}: check the table [imap].").format(
                        name=repr(clean(folder)), host=options.host
                    )
                )
        told = self._client.select_folder(options.mailbox, readonly=readonly)
        self.uid_validity = int(told[b"UIDVALIDITY"])
        self._uid_next = int(told.get(b"UIDNEXT", 1))
        self._count = b"%d" % told.get(b"EXISTS", 0)
        if options.move_to and not self._can_move_whole:
            raise ConfigError(
                _("{host} can move no single mail: leave imap.move_to out.").format(
                    host=options.host
                )
            )

    @property
    def _can_move_whole(self) -> bool:
        return any(self._client.has_capability(name) for name in ("MOVE", "UIDPLUS"))

    def looked_through(self, mark: MailboxMark | None, highest: int, now: datetime) -> MailboxMark:
        """The mark of who has taken in everything that was there when the mailbox was opened."""
        same = mark is not None and mark.uid_validity == self.uid_validity
        before = mark.uid if mark is not None and same else 0
        return MailboxMark(self.uid_validity, max(before, self._uid_next - 1, highest), now)

    def waiting(self, mark: MailboxMark | None, *, everything: bool = False) -> list[int]:
        """UIDs of what is to be fetched, the oldest first, and last what failed before.

        Without a mark what nobody has read; then what is behind the mark, read or not. When the
        server has numbered the mailbox anew, what came since the last look.
        """
        self._hears_of_mail()  # what was told before this is found by it
        with self._told_plainly():
            if everything:
                return sorted(self._client.search("ALL"))
            if mark is None:
                return sorted(self._client.search("UNSEEN"))
            if mark.uid_validity != self.uid_validity:
                since = (mark.looked_at - MARGIN).date()
                return sorted(
                    {*self._client.search("UNSEEN"), *self._client.search(["SINCE", since])}
                )
            found = self._client.search(["UID", f"{mark.uid + 1}:*"])
            new = {uid for uid in found if uid > mark.uid}
            left = set(mark.left)
            return [*sorted(new - left), *sorted(left)]

    def fetch(self, uid: int) -> bytes | None:
        """The bytes of a mail, not marked as read by it; None when it is gone.

        Raises CannotFetch for this mail alone. Of a huge one only what is kept is asked for.
        """
        part = f"BODY.PEEK[]<0.{MAX_SIZE + 1}>"
        with self._told_plainly():
            try:
                found = self._client.fetch([uid], [part]).get(uid, {})
            except IMAP4.abort:
                raise
            except IMAP4.error as error:
                raise CannotFetch(_shown(error)) from error
        return next((data for key, data in found.items() if key.startswith(b"BODY[]")), None)

    def stored(self, uids: Iterable[int]) -> None:
        """Mark these as read, or move them: they are safe with us."""
        some, options = list(uids), self._options
        if not some:
            return
        with self._told_plainly():
            if options.mark_seen:
                self._client.add_flags(some, [_SEEN], silent=True)
            if options.move_to is None:
                return
            if self._client.has_capability("MOVE"):
                self._client.move(some, options.move_to)
                return
            self._client.copy(some, options.move_to)
            self._client.add_flags(some, [_DELETED], silent=True)
            self._client.uid_expunge(some)

    def _hears_of_mail(self) -> bool:
        """Whether an answer to something else told of mail since the last time it was asked.

        The server tells once: in IDLE it says nothing more of such a mail.
        """
        said = self._client._imap.untagged_responses
        counts, gone = said.pop("EXISTS", ()), said.pop("EXPUNGE", ())
        if not counts or (counts[-1] == self._count and not gone):
            return False
        self._count = counts[-1]
        return True

    def wait(self, seconds: float) -> None:
        """Until the server tells of something, or as long as that; one that can't tell waits."""
        if self._hears_of_mail():
            return
        with self._told_plainly():
            if not self._can_idle:
                self._client.noop()
                return
            self._client.idle()
            try:
                self._client.idle_check(timeout=seconds)
            finally:
                self._count = b""  # nobody counted meanwhile
                with suppress(IMAP4.error):
                    self._client.idle_done()

    @property
    def can_tell(self) -> bool:
        """Whether the server tells of new mail by itself."""
        return self._can_idle

    @contextmanager
    def _told_plainly(self) -> Iterator[None]:
        with _told(self._options):
            yield


@contextmanager
def opened(options: ImapOptions, password: str) -> Iterator[Mailbox]:
    """The mailbox, selected; it is let go of however the work ends.

    Raises MailboxTrouble, ConfigError for what trying again won't mend, UsageError without the
    library.
    """
    client = _connected(options)
    try:
        with _told(options):
            _log_in(client, options, password)
            mailbox = Mailbox(client, options)
            mailbox.select()
        yield mailbox
    finally:
        with suppress(Exception):
            client.shutdown()


def _connected(options: ImapOptions) -> Any:
    try:
        from imapclient import IMAPClient, SocketTimeout
    except ModuleNotFoundError as missing:
        raise UsageError(
            _("A mailbox needs the library IMAPClient: install csboard with it, as csboard[imap].")
        ) from missing
    with _told(options):
        context = ssl.create_default_context()
        if options.ca_file is not None:
            context.load_verify_locations(options.ca_file)
        client = IMAPClient(
            options.host,
            port=options.server_port,
            ssl=options.tls == "tls",
            ssl_context=context if options.tls == "tls" else None,
            timeout=SocketTimeout(CONNECT_SECONDS, ANSWER_SECONDS),
        )
        try:
            if options.tls == "starttls":
                client.starttls(context)
        except BaseException:
            with suppress(Exception):  # the line is no more; what counts is why
                client.shutdown()
            raise
        return client


def _log_in(client: Any, options: ImapOptions, password: str) -> None:
    try:
        _way_in(client, options, password)(options.user, password)
    except IMAP4.abort:
        raise
    except IMAP4.error as error:
        why = _shown(error).replace(password, "***")
        if "UNAVAILABLE" in why:
            raise MailboxTrouble(
                _("{host} lets nobody in for now: {why}").format(host=options.host, why=why)
            ) from None
        raise ConfigError(
            _("{host} does not let {user} in ({why}): check user and password in [imap].").format(
                host=options.host, user=clean(options.user), why=why
            )
        ) from None


def _way_in(client: Any, options: ImapOptions, password: str) -> Any:
    """LOGIN, which every server has and which carries ASCII only; else PLAIN, in UTF-8."""
    if (options.user + password).isascii():
        return client.login
    if client.has_capability("AUTH=PLAIN"):
        return client.plain_login
    raise ConfigError(
        _(
            "{host} takes user and password in ASCII only (it has no AUTH=PLAIN): give the"
            " mailbox such ones."
        ).format(host=options.host)
    )


@contextmanager
def _told(options: ImapOptions) -> Iterator[None]:
    """What goes wrong on the line as one sentence that says which server it is about."""
    where = f"{options.host}:{options.server_port}"
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise MailboxTrouble(
            _(
                "The certificate of {where} can't be trusted ({why}): name its authority's file"
                " with imap.ca_file."
            ).format(where=where, why=error.verify_message)
        ) from error
    except UnicodeError as error:
        raise ConfigError(
            _("imap.host: {host} can't be the name of a host.").format(host=clean(options.host))
        ) from error
    except TimeoutError as error:
        raise MailboxTrouble(
            _("The mail server {where} does not answer.").format(where=where)
        ) from error
    except OSError as error:
        raise MailboxTrouble(
            _("The mail server {where} can't be reached: {why}.").format(
                where=where, why=clean(error.strerror or str(error))
            )
        ) from error
    except IMAP4.error as error:
        raise MailboxTrouble(
            _("The mail server {where} says: {why}").format(where=where, why=_shown(error))
        ) from error


def _shown(error: BaseException) -> str:
    text = str(error)
    if text.startswith(("b'", 'b"')):
        text = text[2:-1]
    return clean(text)[:MAX_TOLD]
