"""What becomes of a mail: it opens an inquiry, joins one, is filed with its reason, or is held.

First the kinds that need no person (a loop, a duplicate, a machine's report or answer),
then the conversation it belongs to. Never by the words of the subject: two customers
write the same ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from csboard.domain.blocking import Block
from csboard.domain.letters import Address, Letter
from csboard.domain.settings import TeamSettings
from csboard.text import fold_address

MAX_HOPS = 50
"""Received headers beyond this many mean that two machines pass the mail in a circle."""
STRANGER = "sender-not-in-thread"
UNREADABLE = ("empty", "no-mail", "unreadable", "over-memory", "over-limits")
"""Problem codes of a letter that could not be read whole: a person has to look."""


class Action(StrEnum):
    OPEN = "open"
    JOIN = "join"
    FILE = "file"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Correspondence:
    """What the board knows of the ids, numbers and the digest that a letter names."""

    sent: Mapping[str, int] = field(default_factory=dict)
    """Message-IDs of our own replies among `letter.ids_to_look_up`, with their inquiry."""
    received: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Message-IDs of customers' mails among them, with every inquiry that has one such."""
    returned: Mapping[str, str] = field(default_factory=dict)
    """By an id of our form with another domain, such as a return path's: our reply's own id."""
    participants: Mapping[int, frozenset[str]] = field(default_factory=dict)
    """Who takes part (`fold_address`) in each inquiry above and in `letter.subject_numbers`
    that exists: everybody who wrote in it or whom we wrote to."""
    duplicate_of: int | None = None
    """Id of the receipt that has the same digest already."""
    duplicate_number: int | None = None
    """The inquiry that receipt belongs to."""
    block: Block | None = None
    """What blocks who sent it, if anything does."""
    lately: int = 0
    """How many other mails came from who sent it, in the minutes that the settings say."""
    flood_is_held: bool = False
    """Whether a mail of the same sender waits already because there were so many."""

    def own_named(self, letter: Letter) -> Iterator[str]:
        """Message-IDs of our own replies that the letter names anywhere, in any domain."""
        ids = (self.returned.get(one, one) for one in letter.ids_to_look_up)
        return (one for one in ids if one in self.sent)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with a letter, and why."""

    action: Action
    customer: Address
    """Whom the inquiry is with, or who wrote in it."""
    reason: str = ""
    """Why it is filed (`duplicate`, `loop`, `blocked`, `bounce`, `bounce-delayed`, `receipt`,
    `complaint`, `auto-reply`, `flood`) or held (`own-address`, `hops`, `flood`, one of
    `UNREADABLE`)."""
    number: int | None = None
    """The inquiry it joins or is filed to. Only joining may reopen it."""
    about: str = ""
    """Our own Message-ID that a report or loop is about."""
    duplicate_of: int | None = None
    failed_recipient: str = ""
    status: str = ""
    flag: str = ""
    """`sender-not-in-thread` when somebody new writes into a conversation."""
    sent_at: datetime | None = None
    """When it says it was written, unless that lies in the future."""
    measured: Mapping[str, object] = field(default_factory=dict)
    """What was measured of the reason, for whoever asks why."""


def customer_of(letter: Letter, settings: TeamSettings) -> Address:
    """Whom to answer; a Reply-To that leads back to ourselves does not count."""
    return letter.from_ if is_own(letter.sender, settings) else letter.sender


def is_own(address: Address, settings: TeamSettings) -> bool:
    """Whether it is one of the team's own addresses."""
    own = {fold_address(address) for address in settings.own_addresses}
    return fold_address(address.email) in own


def sort(
    letter: Letter, correspondence: Correspondence, settings: TeamSettings, now: datetime
) -> Verdict:
    """Decide by the first rule that fits."""
    case = _Case(letter, correspondence, settings, now)
    for rule in _RULES:
        verdict = rule(case)
        if verdict is not None:
            return verdict
    return case.verdict(Action.OPEN)


@dataclass(frozen=True, slots=True)
class _Case:
    """A letter with everything that the rules may ask."""

    letter: Letter
    known: Correspondence
    settings: TeamSettings
    now: datetime

    def verdict(
        self,
        action: Action,
        reason: str = "",
        *,
        number: int | None = None,
        about: str = "",
        flag: str = "",
        measured: Mapping[str, object] | None = None,
    ) -> Verdict:
        report = self.letter.report
        return Verdict(
            action=action,
            customer=self.customer,
            reason=reason,
            number=number,
            about=about,
            duplicate_of=self.known.duplicate_of if reason == "duplicate" else None,
            failed_recipient=report.failed_recipient if report else "",
            status=report.status if report else "",
            flag=flag,
            sent_at=self.sent_at,
            measured=measured or {},
        )

    @property
    def customer(self) -> Address:
        return customer_of(self.letter, self.settings)

    @property
    def sent_at(self) -> datetime | None:
        written = self.letter.sent_at
        return written if written and written <= self.now + timedelta(days=1) else None

    @property
    def from_form(self) -> bool:
        forms = {fold_address(address) for address in self.settings.form_senders}
        return fold_address(self.letter.from_.email) in forms

    def is_own(self, address: Address) -> bool:
        return is_own(address, self.settings)

    def takes_part(self, number: int) -> bool:
        people = self.known.participants.get(number, frozenset())
        return bool(people & {fold_address(self.customer.email)} - {""})

    def own_id_named(self) -> str:
        """The first of our own Message-IDs that the letter names anywhere."""
        return next(self.known.own_named(self.letter), "")

    def filed(self, reason: str, measured: Mapping[str, object] | None = None) -> Verdict:
        about = self.own_id_named()
        number = self.known.sent[about] if about else self.thread()
        return self.verdict(Action.FILE, reason, number=number, about=about, measured=measured)

    def thread(self) -> int | None:
        """The inquiry it goes on with: by our ids, by customers' ids, by the subject tag."""
        parents = (*self.letter.in_reply_to, *reversed(self.letter.references))
        by_our_id = next((self.known.sent[one] for one in parents if one in self.known.sent), None)
        if by_our_id is not None:
            return by_our_id
        for one in parents:
            number = self._of_received(self.known.received.get(one, ()))
            if number is not None:
                return number
        return next((n for n in self.letter.subject_numbers if self.takes_part(n)), None)

    def _of_received(self, numbers: tuple[int, ...]) -> int | None:
        """The one inquiry meant: broken mailers give the same id to several mails."""
        if len(numbers) == 1:
            return numbers[0]
        mine = [number for number in numbers if self.takes_part(number)]
        return mine[0] if mine else None


def _own_mail_comes_back(case: _Case) -> Verdict | None:
    domains = {case.settings.mail_domain}
    domains |= {address.rpartition("@")[2] for address in case.settings.own_addresses}
    marked = case.letter.loop_mark.casefold() in {domain.casefold() for domain in domains}
    if not marked and case.letter.message_id not in case.known.sent:
        return None
    return case.filed("loop")


def _duplicate(case: _Case) -> Verdict | None:
    if case.known.duplicate_of is None:
        return None
    return case.verdict(Action.FILE, "duplicate", number=case.known.duplicate_number)


def _blocked(case: _Case) -> Verdict | None:
    """Filed; in the conversation it belongs to it leaves a line, as an automatic answer does."""
    block = case.known.block
    if block is None or case.letter.report is not None or case.from_form:
        return None
    return case.filed("blocked", {"by": block.by, "at": block.at, "block": block.id})


def _unreadable(case: _Case) -> Verdict | None:
    problem = next((one for one in case.letter.problems if one in UNREADABLE), None)
    if problem is None:
        return None
    excess = case.letter.excess
    measured = {"what": excess.what, "limit": excess.limit} if excess else {}
    return case.verdict(Action.HOLD, problem, measured=measured)


def _report(case: _Case) -> Verdict | None:
    """A report concerns the mail of ours that it quotes, and no other inquiry."""
    if case.letter.report is None:
        return None
    about = case.own_id_named()
    number = case.known.sent[about] if about else None
    return case.verdict(Action.FILE, case.letter.report.kind, number=number, about=about)


def _own_address(case: _Case) -> Verdict | None:
    if case.from_form or not case.is_own(case.letter.from_):
        return None
    return case.verdict(Action.HOLD, "own-address")


def _too_many_hops(case: _Case) -> Verdict | None:
    if case.letter.hops <= MAX_HOPS:
        return None
    measured = {"hops": case.letter.hops, "limit": MAX_HOPS}
    return case.verdict(Action.HOLD, "hops", measured=measured)


def _automatic(case: _Case) -> Verdict | None:
    if not case.letter.automatic or case.from_form:
        return None
    return case.filed("auto-reply")


def _flood(case: _Case) -> Verdict | None:
    """One mail of a flood waits for a person; those that follow are filed, so as to hide none."""
    limit, minutes = case.settings.flood_mails, case.settings.flood_minutes
    if not limit or case.known.lately < limit or case.from_form:
        return None
    action = Action.FILE if case.known.flood_is_held else Action.HOLD
    measured = {"mails": case.known.lately + 1, "minutes": minutes, "limit": limit}
    return case.verdict(action, "flood", measured=measured)


def _joins(case: _Case) -> Verdict | None:
    number = case.thread()
    if number is None:
        return None
    return case.verdict(
        Action.JOIN, number=number, flag="" if case.takes_part(number) else STRANGER
    )


_RULES = (
    _own_mail_comes_back,
    _duplicate,
    _blocked,
    _unreadable,
    _report,
    _own_address,
    _too_many_hops,
    _automatic,
    _flood,
    _joins,
)
