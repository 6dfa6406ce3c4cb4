"""`csboard erase`: a customer's data, removed for good, and what is then still to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.cli.confirming import YES, confirm
from csboard.cli.references import number_of
from csboard.cli.spec import JSON, ShellCommand, argument
from csboard.cli.streams import typed
from csboard.domain.access import admit
from csboard.domain.commands import Command, EraseAddress, EraseCustomer, EraseInquiry
from csboard.domain.erasing import GROUNDS, is_open
from csboard.domain.records import Customer
from csboard.errors import Refused, Unavailable
from csboard.i18n import N_, _, ngettext, together
from csboard.text import clean, quoted

if TYPE_CHECKING:
    from csboard.board import Board
    from csboard.cli.session import Session
    from csboard.domain.views import Kept

MOST_NAMED = 20
"""How many inquiries a question names by their numbers."""


def erase(session: Session) -> None:
    """Ask once; then each inquiry, the customer, and the database's own leavings.

    Each step is whole by itself: stopped half way, the same command again goes on.
    """
    board, why = session.board, session.options.why
    who = _who(session.options.who)
    admit(EraseInquiry(number=0, why=why), session.actor, board.members())  # before any question
    kept = board.kept_of(who)
    if kept.still_open:
        raise is_open(str(kept.still_open[0]))
    confirm(session, together(_question(kept, who), _cases(kept), _templates(kept)))
    for inquiry in kept.inquiries:
        board.execute(EraseInquiry(number=inquiry.number, why=why), session.actor)
    event = board.execute(_last(kept, who, why), session.actor)
    numbers = [who, *(inquiry.number for inquiry in kept.inquiries)]
    known_by = next((number for number in numbers if isinstance(number, int)), None)
    written_anew = _scrub(session, board, known_by)
    if session.wants_json:
        session.print_json(
            {
                "event": event.id,
                "inquiries": [inquiry.number for inquiry in kept.inquiries],
                "messages": kept.messages + kept.elsewhere,
                "cases": [case_id for case_id, _title in kept.cases],
                "templates": [template_id for template_id, _name in kept.templates],
                "written_anew": written_anew,
            }
        )
        return
    session.print(_("Erased. The history keeps who did it, when and why."))
    session.print(_("Backups made before still hold it: throw them away when you may."))


def _last(kept: Kept, who: str | int, why: str) -> Command:
    """What empties who they were, once their inquiries are."""
    if kept.customer is None:
        return EraseAddress(address=str(who), why=why)
    return EraseCustomer(customer_id=kept.customer.id, why=why)


def _who(word: str) -> str | int:
    """An address as it is, anything else as an inquiry's number."""
    text = clean(typed(word)).strip()
    return text if "@" in text else number_of(text)


def _question(kept: Kept, who: str | int) -> str:
    """What is going to be erased, by name and count."""
    customer = kept.customer or Customer(0, "", str(who))
    name = " ".join(filter(None, (customer.name, customer.email and f"<{customer.email}>")))
    count = len(kept.inquiries)
    numbers = _(", ").join(f"#{inquiry.number}" for inquiry in kept.inquiries[:MOST_NAMED])
    if count > MOST_NAMED:
        numbers += ", …"
    inquiries = ngettext("{n} inquiry", "{n} inquiries", count).format(n=count)
    messages = kept.messages + kept.elsewhere
    return _(
        "{name}: {inquiries}{numbers}, {messages} messages and {mails} mails beside them, with"
        " originals, attachments, notes and addresses. Nothing brings them back."
    ).format(
        name=name or _("a customer without a name"),
        inquiries=inquiries,
        numbers=f" ({numbers})" if numbers else "",
        messages=messages,
        mails=kept.in_tray,
    )


def _cases(kept: Kept) -> str:
    """Which cases of the sheet go with them, by name; nothing when there is none."""
    count = len(kept.cases)
    if not count:
        return ""
    told = ngettext(
        "With them goes {n} successful case: {cases}.",
        "With them go {n} successful cases: {cases}.",
        count,
    )
    return told.format(n=count, cases=_named(kept.cases))


def _templates(kept: Kept) -> str:
    """Which templates go with them: they were made of words to this customer."""
    count = len(kept.templates)
    if not count:
        return ""
    told = ngettext(
        "And {n} template, made of a reply to them or a case of theirs: {templates}.",
        "And {n} templates, made of replies to them or cases of theirs: {templates}.",
        count,
    )
    return told.format(n=count, templates=_named(kept.templates))


def _named(rows: tuple[tuple[int, str], ...]) -> str:
    """Each by its number and name; the first of many."""
    named = [f"{own_id} {quoted(name)}" for own_id, name in rows[:MOST_NAMED]]
    if len(rows) > MOST_NAMED:
        named.append("…")
    return _(", ").join(named)


def _scrub(session: Session, board: Board, known_by: int | None) -> bool:
    """Whether the files were written anew; why not is told, since all else is done.

    Unavailable when it is to be tried again, with a number that still names the customer:
    nobody is known by the address any more.
    """
    try:
        board.scrub()
    except Refused as refusal:
        session.say(refusal.sentence)
        return False
    except Unavailable as failure:
        if known_by is None:
            raise
        again = f"csboard erase {known_by} --why {session.options.why}"
        sentence = _("{problem} Only the files are left to be written anew, by: {command}").format(
            problem=failure.sentence, command=again
        )
        raise Unavailable(failure.code, sentence) from failure
    return True


COMMANDS = {
    "erase": ShellCommand(
        erase,
        (
            argument(
                "who", metavar="WHO", help=N_("an address of the customer, or #1042 of theirs")
            ),
            argument(
                "--why",
                choices=GROUNDS,
                required=True,
                help=N_("they asked (request), kept long enough (expired), or by mistake"),
            ),
            YES,
            JSON,
        ),
    )
}
