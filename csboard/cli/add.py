"""`csboard add`: an inquiry by hand, in seconds, while the customer is on the phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.cli import promised
from csboard.cli.spec import JSON, ShellCommand, argument
from csboard.cli.streams import read_stdin, typed
from csboard.domain.commands import OpenInquiry
from csboard.domain.opening import MAX_SUBJECT
from csboard.domain.records import Channel, Tags, TaskRef, Urgency
from csboard.errors import UsageError
from csboard.i18n import N_, _
from csboard.text import clean, quoted

if TYPE_CHECKING:
    from csboard.cli.session import Session


def add(session: Session) -> None:
    """Open the inquiry and print its number."""
    options = session.options
    name, email = read_person(options.sender)
    subject = clean(typed(options.subject)).strip()
    if not subject:
        raise UsageError(_("--subject is empty: say in a few words what it is about."))
    if len(subject) > MAX_SUBJECT:
        raise UsageError(
            _("The subject has {n} characters; {limit} at most: put the rest into --body.").format(
                n=len(subject), limit=MAX_SUBJECT
            )
        )
    event = session.board.execute(
        OpenInquiry(
            subject=subject,
            customer_name=name,
            customer_email=email,
            body=read_text(options.body),
            channel=Channel(options.channel),
            urgency=Urgency(options.urgency),
            tags=split_tags(options.tag),
        ),
        session.actor,
    )
    assert event.number is not None
    if session.wants_json:
        card = session.board.card(TaskRef(event.number))
        session.print_json(promised.shape_of_card(session, card))
    else:
        session.print(str(event.number))


def read_person(text: str) -> tuple[str, str]:
    """Name and address of "N <a@b>"; either may be missing."""
    text = clean(typed(text)).strip()
    name, bracket, email = text.rpartition("<")
    if bracket and email.endswith(">"):
        return name.strip().strip('"'), email[:-1].strip()
    return ("", text) if "@" in text and " " not in text else (text, "")


def read_text(text: str) -> str:
    """The text itself, or standard input for `-`; cleaned."""
    if text == "-":
        text = read_stdin()
    return clean(typed(text), multiline=True).strip()


def split_tags(words: list[str]) -> Tags:
    """`--tag content:決済`; without a dimension it is content."""
    found: dict[str, list[str]] = {"content": [], "symptom": [], "emotion": []}
    for word in words:
        dimension, colon, value = clean(typed(word)).partition(":")
        if not colon:
            dimension, value = "content", dimension
        if dimension not in found or not value.strip():
            raise UsageError(
                _("{tag} is no tag: write content:WORD, symptom:WORD or emotion:WORD.").format(
                    tag=quoted(word)
                )
            )
        found[dimension].append(value.strip())
    return Tags(*(tuple(values) for values in found.values()))


COMMANDS = {
    "add": ShellCommand(
        add,
        (
            argument("--subject", required=True, metavar="S", help=N_("what it is about")),
            argument(
                "--from",
                dest="sender",
                default="",
                metavar='"N <a@b>"',
                help=N_("who asks: name, address or both"),
            ),
            argument(
                "--channel",
                choices=[channel.value for channel in Channel],
                default=Channel.PHONE.value,
                help=N_("how it reached us (default: %(default)s)"),
            ),
            argument(
                "--urgency",
                choices=[urgency.value for urgency in Urgency],
                default=Urgency.NORMAL.value,
                help=N_("how urgent it is (default: %(default)s)"),
            ),
            argument(
                "--tag",
                action="append",
                default=[],
                metavar="DIM:WORD",
                help=N_("a tag: content:WORD, symptom:WORD or emotion:WORD; may be repeated"),
            ),
            argument(
                "--body",
                default="",
                metavar="TEXT",
                help=N_("what was said; - reads it from stdin"),
            ),
            JSON,
        ),
        creates=True,
    )
}
