"""`csboard edit` and what else changes an inquiry or its tasks: split-off, reopen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from csboard.cli.add import read_text, split_tags
from csboard.cli.execution import carry_out
from csboard.cli.references import number_of, task_of
from csboard.cli.spec import INQUIRY, JSON, TASK, ShellCommand, argument
from csboard.cli.streams import typed
from csboard.cli.tag_options import TAGGING
from csboard.domain.commands import EditInquiry, RenameTask, Reopen, SplitOff
from csboard.domain.records import InquiryFields, Outcome, Tags, Urgency
from csboard.errors import UsageError
from csboard.i18n import N_, _
from csboard.text import clean

if TYPE_CHECKING:
    from argparse import Namespace

    from csboard.cli.session import Session

NOTHING = "none"
"""The word that takes an outcome away again."""
TEXTS = ("policy", "fact", "emotion")


def edit(session: Session) -> None:
    """Change what the options name of an inquiry, and nothing else of it."""
    task = task_of(session.options.task)
    fields = _fields(session.options)
    if task.seq > 1:
        _rename(session, fields)
        return
    was = InquiryFields()
    if session.options.tag or session.options.untag:
        tags = session.board.inquiry(task.number).inquiry.tags
        fields = fields._replace(tags=_tagged(tags, session.options))
        was = was._replace(tags=tags)
    if fields == InquiryFields():
        raise UsageError(_("Say what to change, as with --subject: nothing was changed."))
    reason = clean(typed(session.options.why)).strip()
    if reason and fields.urgency is None:
        raise UsageError(_("--why goes with --urgency."))
    carry_out(session, EditInquiry(number=task.number, fields=fields, was=was, reason=reason))


def _rename(session: Session, fields: InquiryFields) -> None:
    """A task that was split off has nothing but its title."""
    options = session.options
    if (
        not fields.subject
        or fields != InquiryFields(subject=fields.subject)
        or _touches_tags(options)
    ):
        raise UsageError(
            _("{task} is a task that was split off: only its --subject can be changed.").format(
                task=f"#{task_of(options.task)}"
            )
        )
    carry_out(session, RenameTask(task=task_of(options.task), title=fields.subject))


def _touches_tags(options: Namespace) -> bool:
    return bool(options.tag or options.untag)


def _fields(options: Namespace) -> InquiryFields:
    """What was written; an empty text is written down as such, which clears the field."""
    if sum(getattr(options, name) == "-" for name in TEXTS) > 1:
        raise UsageError(_("Standard input can be read into one field only."))
    return InquiryFields(
        subject=_line(options.subject),
        urgency=Urgency(options.urgency) if options.urgency else None,
        policy=_text(options.policy),
        fact=_text(options.fact),
        emotion=_text(options.emotion),
        outcome=_outcome(options.outcome),
        customer_name=_line(options.customer_name),
        organisation=_line(options.organisation),
    )


def _line(word: str | None) -> str | None:
    return None if word is None else clean(typed(word)).strip()


def _text(word: str | None) -> str | None:
    return None if word is None else read_text(word)


def _outcome(word: str | None) -> Outcome | Literal[""] | None:
    if word is None:
        return None
    return "" if word == NOTHING else Outcome(word)


def _tagged(now: Tags, options: Namespace) -> Tags:
    """The tags there are, without those of `--untag`, with those of `--tag`."""
    less, more = split_tags(options.untag), split_tags(options.tag)
    return Tags(
        *(
            tuple(dict.fromkeys([*(word for word in kept if word not in gone), *new]))
            for kept, gone, new in zip(_words(now), _words(less), _words(more), strict=True)
        )
    )


def _words(tags: Tags) -> tuple[tuple[str, ...], ...]:
    return tags.content, tags.symptom, tags.emotion


def split_off(session: Session) -> None:
    title = clean(typed(" ".join(session.options.title))).strip()
    carry_out(session, SplitOff(number=number_of(session.options.number), title=title))


def reopen(session: Session) -> None:
    carry_out(session, Reopen(number=number_of(session.options.number)))


COMMANDS = {
    "edit": ShellCommand(
        edit,
        (
            TASK,
            argument("--subject", metavar="S", help=N_("what it is about; of 1042.2 the title")),
            argument(
                "--urgency",
                choices=[urgency.value for urgency in Urgency],
                help=N_("how urgent it is"),
            ),
            argument(
                "--why",
                default="",
                metavar="REASON",
                help=N_("with --urgency: why, in a few words; needed to raise it"),
            ),
            argument(
                "--policy",
                metavar="TEXT",
                help=N_("how we answer; like the next two: - reads it from stdin, '' clears it"),
            ),
            argument("--fact", metavar="TEXT", help=N_("what happened")),
            argument("--emotion", metavar="TEXT", help=N_("how the customer feels about it")),
            argument(
                "--outcome",
                choices=[*(outcome.value for outcome in Outcome), NOTHING],
                help=N_("how it ended; none takes it away"),
            ),
            *TAGGING,
            argument(
                "--customer", dest="customer_name", metavar="NAME", help=N_("the customer's name")
            ),
            argument(
                "--organisation", metavar="NAME", help=N_("the company or shop the customer is of")
            ),
            JSON,
        ),
    ),
    "split-off": ShellCommand(
        split_off,
        (
            INQUIRY,
            argument("title", nargs="+", metavar="TITLE", help=N_("what there is to do")),
            JSON,
        ),
    ),
    "reopen": ShellCommand(reopen, (INQUIRY, JSON)),
}
