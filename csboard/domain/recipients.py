"""Whom a reply goes to: lists of addresses as people write them, and which of them can be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from csboard.domain.letters import Address
from csboard.domain.mailable import mailable
from csboard.domain.opening import MAX_ADDRESS, MAX_NAME
from csboard.domain.replies import Recipients
from csboard.errors import Refused
from csboard.i18n import _
from csboard.text import clean, fold_address, quoted

MAX_RECIPIENTS = 50

_BREAK = re.compile("[\x00\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_ONE = re.compile('(?:"[^"]*"|[^",;、，；])+')
_NAMED = re.compile(r'"?(?P<name>[^<>"]*)"?\s*<(?P<email>[^<>]*)>')


def read_recipients(text: str) -> tuple[Address, ...]:
    """The addresses of one line such as `山田 <yamada@example.jp>, other@example.jp`.

    Commas and semicolons stand between them, Japanese ones too. What can't be an address is
    kept as it is written: `refuse_unsendable` says so when it matters.
    """
    if _BREAK.search(text):
        raise _line_break(text)
    return tuple(_read(one) for one in _ONE.findall(clean(text)) if one.strip())


def written(addresses: Iterable[Address]) -> str:
    """The line that `read_recipients` reads the same addresses from."""
    return ", ".join(
        f"{_quoted(one.name)} <{one.email}>" if one.name else one.email for one in addresses
    )


def clean_recipients(recipients: Recipients) -> Recipients:
    """As they are stored: harmless, and each once, To before Cc. Also half-written ones."""
    if len(recipients.all) > MAX_RECIPIENTS:
        raise Refused(
            "too_many",
            _("{n} recipients; {limit} at most: leave some out.").format(
                n=len(recipients.all), limit=MAX_RECIPIENTS
            ),
        )
    known: set[str] = set()
    to, cc = (tuple(_each_once(map(_cleaned, some), known)) for some in recipients)
    return Recipients(to, cc)


def refuse_unsendable(recipients: Recipients) -> None:
    """Refuse recipients that no mail could go to: nobody, or one that is no address."""
    if not recipients.to:
        raise Refused("no_recipient", _("The reply has no recipient: say to whom it goes (To)."))
    for one in recipients.all:
        if not mailable(one.email):
            raise Refused(
                "address",
                _("{email} is no address that mail can go to: write it as name@example.jp.").format(
                    email=quoted(one.email)
                ),
            )


def _read(text: str) -> Address:
    found = _NAMED.fullmatch(text.strip())
    if found is None:
        return Address("", text.strip())
    return Address(found["name"].strip(), found["email"].strip())


def _quoted(name: str) -> str:
    plain = name.replace('"', "'").replace("<", "(").replace(">", ")")
    return f'"{plain}"' if re.search("[,;、，；]", plain) else plain


def _cleaned(one: Address) -> Address:
    if _BREAK.search(one.name + one.email):
        raise _line_break(one.name + one.email)
    name, email = clean(one.name).strip()[:MAX_NAME], clean(one.email).strip()
    if len(email) > MAX_ADDRESS:
        raise Refused(
            "too_long",
            _("An address has {n} characters; {limit} at most.").format(
                n=len(email), limit=MAX_ADDRESS
            ),
        )
    return Address(name, email)


def _each_once(addresses: Iterable[Address], known: set[str]) -> Iterator[Address]:
    for one in addresses:
        folded = fold_address(one.email)
        if folded and folded not in known:
            known.add(folded)
            yield one


def _line_break(text: str) -> Refused:
    return Refused(
        "address",
        _("There is a line break in the address {email}: write it in one line.").format(
            email=quoted(text)
        ),
    )
