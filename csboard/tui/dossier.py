"""What stands beside a conversation: the facts, the tasks, the files, the history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from csboard.domain import words
from csboard.domain.history import describe
from csboard.domain.records import Card, InquiryView, Member, Stage, Task, Urgency
from csboard.i18n import _, current_language
from csboard.tui.conversation import size_text
from csboard.tui.times import Times
from csboard.tui.widgets.pager import Paragraph, Section

INDENT = ("  ", "")
MOST = 500
"""Characters of a fact that are shown beside the conversation."""


def dossier(
    view: InquiryView, chosen: int, stages: tuple[Stage, ...], times: Times
) -> list[Section]:
    """The side panel; `chosen` is the place of the task that keys act on."""
    sections = [
        Section("facts", lambda: _facts(view, times)),
        Section("tasks", lambda: _tasks(view, chosen, stages, times)),
        Section("files", lambda: _files(view)),
        Section("history", lambda: _history(view, stages, times)),
    ]
    has_files = any(message.attachments for message in view.messages)
    return [section for section in sections if has_files or section.key != "files"]


def card_of(view: InquiryView, task: Task) -> Card:
    """The card of a task, as the board would show it: what acts are done on."""
    inquiry = view.inquiry
    return Card(
        task_id=task.id,
        ref=task.ref,
        version=task.version,
        title=task.title or inquiry.subject,
        customer_name=inquiry.customer.name,
        customer_email=inquiry.customer.email,
        channel=inquiry.channel,
        stage=task.stage,
        urgency=inquiry.urgency,
        owner=task.owner,
        owner_name=name_of(task.owner, view),
        owner_since=task.owner_since,
        opened_at=task.opened_at,
    )


def name_of(login: str | None, view: InquiryView) -> str:
    """What a member is called; empty for nobody."""
    member: Member | None = view.members.get(login or "")
    return member.name if member and member.name else login or ""


def _heading(text: str) -> Paragraph:
    return Paragraph(f"{text} ", "label", rule=True)


def _facts(view: InquiryView, times: Times) -> Sequence[Paragraph]:
    inquiry = view.inquiry
    customer = inquiry.customer
    urgent = inquiry.urgency in (Urgency.URGENT, Urgency.HIGH)
    lines = [
        *(Paragraph(text) for text in (customer.name, customer.email, customer.organisation)),
        Paragraph(f"{words.channel(inquiry.channel)}  {times.moment(inquiry.opened_at)}", "muted"),
        Paragraph(
            _("Urgency: {urgency}").format(urgency=words.urgency(inquiry.urgency)),
            "alarm" if urgent else "muted",
        ),
        *(Paragraph(text, "muted") for text in _more_facts(view, times)),
    ]
    return [
        _heading(_("Customer")),
        *(Paragraph(line.text[:MOST], line.role, INDENT) for line in lines if line.text),
        Paragraph(""),
    ]


def _more_facts(view: InquiryView, times: Times) -> Iterator[str]:
    inquiry = view.inquiry
    yield words.tags(inquiry.tags)
    if inquiry.follows:
        yield _("Goes on from #{number}").format(number=inquiry.follows)
    if inquiry.closed_at:
        yield _("Closed {when}").format(when=times.moment(inquiry.closed_at))
    if inquiry.outcome:
        yield words.outcome(inquiry.outcome)
    yield from (inquiry.policy, inquiry.fact, inquiry.emotion)


def _tasks(
    view: InquiryView, chosen: int, stages: tuple[Stage, ...], times: Times
) -> Sequence[Paragraph]:
    names = {stage.key: stage.name(current_language()) for stage in stages}
    lines = [_heading(_("Tasks"))]
    for index, task in enumerate(view.tasks):
        is_chosen = index == chosen and len(view.tasks) > 1
        title = task.title or _("Reply")
        text = f"#{task.ref} {title}  {names.get(task.stage, task.stage)}"
        mark = "> " if is_chosen else "  "
        lines.append(Paragraph(text, "chosen" if is_chosen else "", (mark, "")))
        role = "muted" if task.owner or task.closed_at else "alarm"
        lines.append(Paragraph(_owner(task, view, times), role, ("    ", "")))
    return [*lines, Paragraph("")]


def _owner(task: Task, view: InquiryView, times: Times) -> str:
    if task.owner is None:
        return "" if task.closed_at else _("unassigned")
    name = name_of(task.owner, view)
    if task.owner_since is None:
        return name
    return _("{name}, since {when}").format(name=name, when=times.moment(task.owner_since))


def _files(view: InquiryView) -> Sequence[Paragraph]:
    files = [file for message in view.messages for file in message.attachments]
    lines = [Paragraph(f"{file.name}  {size_text(file.size)}", "file", INDENT) for file in files]
    return [_heading(_("Files")), *lines, Paragraph("")]


def _history(view: InquiryView, stages: tuple[Stage, ...], times: Times) -> Sequence[Paragraph]:
    lines = [_heading(_("History"))]
    for event in sorted(view.events, key=lambda event: event.id, reverse=True):
        lines.append(Paragraph(times.moment(event.at), "muted", INDENT))
        lines.append(Paragraph(describe(event, view.members, stages), "", ("    ", "")))
    return lines
