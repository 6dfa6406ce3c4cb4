"""Why a mail opened no card: in a few words for a list, and with what was measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from csboard.domain.people import in_a_sentence
from csboard.domain.records import Member, Receipt
from csboard.i18n import _, ngettext

REASONS: dict[str, Callable[[], str]] = {
    "auto-reply": lambda: _("automatic answer"),
    "bounce": lambda: _("bounce"),
    "bounce-delayed": lambda: _("delayed delivery"),
    "receipt": lambda: _("read receipt"),
    "complaint": lambda: _("spam complaint"),
    "duplicate": lambda: _("the same mail again"),
    "loop": lambda: _("our own mail came back"),
    "own-address": lambda: _("from one of our own addresses"),
    "hops": lambda: _("passed on too often"),
    "unreadable": lambda: _("could not be read"),
    "reader-died": lambda: _("its reader died"),
    "reader-late": lambda: _("reading took too long"),
    "reader-cpu": lambda: _("reading took too long"),
    "over-memory": lambda: _("reading took too much memory"),
    "not-sorted": lambda: _("could not be sorted"),
    "over-limits": lambda: _("too big to be read whole"),
    "empty": lambda: _("empty"),
    "no-mail": lambda: _("no mail: neither a sender nor a header"),
    "dropped": lambda: _("filed by hand"),
    "junk": lambda: _("junk"),
    "blocked": lambda: _("blocked sender"),
    "flood": lambda: _("too many mails at once"),
    "erased": lambda: _("erased"),
}


def reason_in_words(code: str) -> str:
    """Why a mail was filed or held. An unknown code stands for itself."""
    reason = REASONS.get(code)
    return reason() if reason else code


def explained(
    receipt: Receipt,
    members: Mapping[str, Member],
    day: Callable[[datetime], str],
    flooding: int = 0,
) -> str:
    """The same in sentences, with what was measured.

    `day` writes a moment down as the team sees it; `flooding` is how many more mails of the
    sender are filed because there were so many.
    """
    explain = _EXPLAINED.get(receipt.reason)
    if explain is None:
        return _EXPLAINED_WITHOUT_MEASURE.get(
            receipt.reason, lambda: reason_in_words(receipt.reason)
        )()
    return explain(_Facts(receipt, members, day, flooding))


class _Facts:
    """What is known of one mail's reason."""

    def __init__(
        self,
        receipt: Receipt,
        members: Mapping[str, Member],
        day: Callable[[datetime], str],
        flooding: int,
    ) -> None:
        self.receipt = receipt
        self.members = members
        self.day = day
        self.flooding = flooding

    def get(self, key: str) -> Any:
        return self.receipt.detail.get(key)


def _over_limits(facts: _Facts) -> str:
    limit = facts.get("limit")
    words = {
        "parts": _("It has over {limit} parts; the rest was not read."),
        "depth": _("Its parts are nested deeper than {limit} levels; the rest was not read."),
        "headers": _("Its headers are longer than {limit} kB; the rest was not read."),
        "size": _("It is longer than {limit} MB; only its beginning is kept."),
    }
    sentence = words.get(str(facts.get("what")))
    if sentence is None or not isinstance(limit, int):
        return reason_in_words("over-limits")
    units = {"headers": 1024, "size": 1024 * 1024}
    return sentence.format(limit=limit // units.get(str(facts.get("what")), 1))


def _hops(facts: _Facts) -> str:
    return _(
        "Servers have passed it on {hops} times, and over {limit} means that two of them pass it"
        " in a circle."
    ).format(hops=facts.get("hops") or "?", limit=facts.get("limit") or "?")


def _reader_late(facts: _Facts) -> str:
    return _("Reading it took longer than {n} seconds and was ended; the original is kept.").format(
        n=facts.get("seconds") or "?"
    )


def _reader_died(facts: _Facts) -> str:
    signal = facts.get("signal")
    told = _(" (signal {n})").format(n=signal) if signal else ""
    return _("The process that read it died{signal}; the original is kept.").format(signal=told)


def _own_address(facts: _Facts) -> str:
    return _(
        "It says that it comes from {address}, which is one of the team's own addresses; a web"
        " form's address belongs into form_senders."
    ).format(address=facts.receipt.sender)


def _duplicate(facts: _Facts) -> str:
    twin = facts.get("duplicate_of")
    if not twin:
        return reason_in_words("duplicate")
    return _("Sender, date, subject and text are those of mail {id}.").format(id=twin)


def _blocked(facts: _Facts) -> str:
    by, at = facts.get("by"), facts.get("at")
    if not by or not at:
        return reason_in_words("blocked")
    return _("The sender was blocked by {name} on {day}; csboard block list shows who is.").format(
        name=in_a_sentence(str(by), facts.members), day=facts.day(datetime.fromisoformat(str(at)))
    )


def _flood(facts: _Facts) -> str:
    told = _(
        "It was mail {n} of {sender} within {minutes} minutes; more than {limit} wait or are filed."
    ).format(
        n=facts.get("mails") or "?",
        sender=facts.receipt.sender,
        minutes=facts.get("minutes") or "?",
        limit=facts.get("limit") or "?",
    )
    if not facts.flooding:
        return told
    more = ngettext(
        " {n} more is filed in the tray.", " {n} more are filed in the tray.", facts.flooding
    )
    return told + more.format(n=facts.flooding)


def _bounce(facts: _Facts) -> str:
    words = {
        "bounce": _("A mail of ours did not reach {address}{status}."),
        "bounce-delayed": _("A mail of ours has not reached {address} yet{status}."),
    }[facts.receipt.reason]
    status = facts.get("status")
    return words.format(
        address=facts.get("failed_recipient") or _("the customer"),
        status=f" ({status})" if status else "",
    )


_EXPLAINED: dict[str, Callable[[_Facts], str]] = {
    "over-limits": _over_limits,
    "hops": _hops,
    "reader-late": _reader_late,
    "reader-cpu": _reader_late,
    "reader-died": _reader_died,
    "own-address": _own_address,
    "duplicate": _duplicate,
    "blocked": _blocked,
    "flood": _flood,
    "bounce": _bounce,
    "bounce-delayed": _bounce,
}

_EXPLAINED_WITHOUT_MEASURE: dict[str, Callable[[], str]] = {
    "auto-reply": lambda: _("Its headers say that a machine sent it, not a person."),
    "receipt": lambda: _("A machine tells that a mail of ours was read or delivered."),
    "complaint": lambda: _("A provider tells that somebody marked a mail of ours as spam."),
    "loop": lambda: _("It is a mail of ours, or carries our mark: it came back in a circle."),
    "unreadable": lambda: _("Its text could not be made out; the original is kept."),
    "over-memory": lambda: _("Reading it took more than 1 GB of memory; the original is kept."),
    "not-sorted": lambda: _("It could not be sorted because of a fault; the original is kept."),
    "empty": lambda: _("There is nothing in it."),
    "no-mail": lambda: _("It has no sender and no header of a mail: nobody could be answered."),
    "dropped": lambda: _("Somebody filed it by hand."),
    "junk": lambda: _("Somebody filed it as junk, or it goes on with what was."),
}
