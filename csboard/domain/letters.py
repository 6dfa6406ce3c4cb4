"""A mail after reading: what `mail.reading` makes of raw bytes, and what the rules sort by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from csboard.domain.records import AttachmentInfo


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox with the name it goes by."""

    name: str
    email: str
    """Verbatim, because old carriers' addresses break the rules (`..taro..yama.@…`)."""


@dataclass(frozen=True, slots=True)
class Report:
    """A machine's report on a mail of ours (RFC 3464, 8098, 5965, or their look-alikes)."""

    kind: str
    """`bounce`, `bounce-delayed`, `receipt` or `complaint`."""
    failed_recipient: str = ""
    status: str = ""
    """Enhanced status code such as `5.1.1` (RFC 3463), when it tells."""


@dataclass(frozen=True, slots=True)
class Excess:
    """The limit of reading that a mail goes over."""

    what: str
    """`parts`, `depth`, `headers` (bytes) or `size` (bytes)."""
    limit: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail, decoded and cleaned (rule R2), with what the sorting rules ask about."""

    subject: str
    sender: Address
    """Whom an answer goes to: Reply-To when usable, else From."""
    from_: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    sent_at: datetime | None
    """The Date header when believable, aware, UTC."""
    message_id: str
    """With its angle brackets; empty when the mail has none."""
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    text: str
    """The whole text, quotes included; nothing is deleted."""
    attachments: tuple[AttachmentInfo, ...]
    digest: str
    """Key over From, Date, Subject, text and attachments: equal means the same mail."""
    mentioned_ids: tuple[str, ...] = ()
    """Message-IDs of our own form found anywhere in the raw mail (bounces quote them)."""
    subject_numbers: tuple[int, ...] = ()
    """Numbers in subject tags `[CS#1042]`, full-width forms included."""
    automatic: str = ""
    """Why it counts as sent by a machine (the header's name), or empty."""
    report: Report | None = None
    loop_mark: str = ""
    """Value of its X-CSBoard-Loop header: the mail domain of the board that sent it."""
    hops: int = 0
    """Number of Received headers."""
    problems: tuple[str, ...] = ()
    """Codes of what could not be read cleanly, for the person who looks at the original."""
    excess: Excess | None = None
    """With the problem `over-limits`: which limit."""

    @property
    def ids_to_look_up(self) -> tuple[str, ...]:
        """All Message-IDs it names, each once: what a `Correspondence` has to answer for."""
        named = (self.message_id, *self.in_reply_to, *self.references, *self.mentioned_ids)
        return tuple(dict.fromkeys(one for one in named if one))
