"""What stands beside a conversation: what is known, the tasks, the files, the history."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from csboard.domain import words
from csboard.domain.completion import missing
from csboard.domain.hand_off_history import with_read_back
from csboard.domain.history import describe
from csboard.domain.records import Card, Member, Pin, Stage, Task, Urgency
from csboard.domain.reply_mark import ReplyState
from csboard.domain.time_history import own_eyes
from csboard.domain.time_words import touched
from csboard.domain.views import InquiryBrief, InquiryView
from csboard.i18n import _, current_language, ngettext, short_day, short_until
from csboard.tui.conversation import size_text
from csboard.tui.keys import key_of
from csboard.tui.times import Times
from csboard.tui.widgets.pager import Paragraph, Section

if TYPE_CHECKING:
    from csboard.domain.alike import Similar
    from csboard.domain.inquiry_clocks import InquiryClocks

INDENT = ("  ", "")
DEEPER = ("    ", "")
MOST = 500
"""Characters of a fact that are shown beside the conversation."""

_FIELDS = {"facts": "subject", "policy": "policy", "fact": "fact", "emotion": "emotion"}
"""The field that is edited where a section stands."""


def dossier(
    view: InquiryView,
    chosen: int,
    stages: tuple[Stage, ...],
    times: Times,
    only: str = "",
    *,
    alike: Similar | None = None,
    clocks: InquiryClocks | None = None,
    me: str = "",
    worked: timedelta = timedelta(),
    away: str = "",
) -> list[Section]:
    """The side panel; `chosen` is the place of the task that keys act on.

    `only` says who alone has answered its kind; `clocks` are of an inquiry of which something
    may be promised; `me` is the login of whoever looks, `worked` how long
    people have worked on it, `away` until when the chosen task's owner is away.
    """
    inquiry = view.inquiry
    task = view.tasks[chosen]
    asking = list(_asking(view, task, stages))
    promised = list(_promised(clocks, times)) if clocks else []
    sections = [
        (True, Section("facts", lambda: _facts(view, times, only, worked))),
        (promised, Section("clock", lambda: _clock(promised))),
        (view.reply, Section("reply", lambda: list(_reply(view)))),
        (inquiry.policy, Section("policy", lambda: _text(_("Policy"), inquiry.policy))),
        (inquiry.fact, Section("fact", lambda: _text(_("Fact"), inquiry.fact))),
        (inquiry.emotion, Section("emotion", lambda: _text(_("Emotion"), inquiry.emotion))),
        (True, Section("tasks", lambda: _tasks(view, chosen, stages, times))),
        (asking, Section("done", lambda: _definitions(view, task, asking, stages))),
        (alike and alike.alike, Section("alike", lambda: _alike(alike, times))),
        (_has_others(view), Section("others", lambda: _others(view, times))),
        (_has_files(view), Section("files", lambda: _files(view))),
        (True, Section("history", lambda: _history(view, stages, times, me))),
    ]
    if away:
        sections.insert(1, (True, Section("away", lambda: [Paragraph(away, "waiting", INDENT)])))
    return [section for wanted, section in sections if wanted]


def field_at(section: Hashable) -> str:
    """The field of the inquiry that a section shows; empty when it shows none."""
    return _FIELDS.get(str(section), "")


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
        closed_at=task.closed_at,
        waiting=task.waiting,
        free_since=task.nobodys_since,
        pin=task.pin,
        woke_at=task.woke_at,
    )


def name_of(login: str | None, view: InquiryView) -> str:
    """What a member is called; empty for nobody."""
    member: Member | None = view.members.get(login or "")
    return member.name if member and member.name else login or ""


def waiting_text(task: Task, times: Times) -> str:
    """For whom and until which day a task waits, or that it has woken; empty for neither."""
    if task.waiting is None or task.waiting.is_over(times.now):
        return words.hold(task.waiting, task.woke_at, times.now)
    until = task.waiting.until
    return words.waiting(task.waiting, short_until(until, times.zone, times.now) if until else "")


def _heading(text: str) -> Paragraph:
    return Paragraph(f"{text} ", "label", rule="─")


def _facts(view: InquiryView, times: Times, only: str, worked: timedelta) -> Sequence[Paragraph]:
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
        *(Paragraph(text, "muted") for text in _more_facts(view, times, only, worked)),
    ]
    return [
        _heading(_("Customer")),
        *(Paragraph(line.text[:MOST], line.role, INDENT) for line in lines if line.text),
        Paragraph(""),
    ]


def _more_facts(view: InquiryView, times: Times, only: str, worked: timedelta) -> Iterator[str]:
    inquiry = view.inquiry
    if worked:
        yield touched(worked, (inquiry.closed_at or times.now) - inquiry.opened_at)
    yield words.tags(inquiry.tags)
    yield only
    if inquiry.outcome:
        yield _("Outcome: {outcome}").format(outcome=words.outcome(inquiry.outcome))
    if inquiry.closed_at:
        yield _("Closed {when}").format(when=times.moment(inquiry.closed_at))
    if inquiry.follows:
        yield _("Goes on from #{number}").format(number=inquiry.follows)
    if view.merged:
        numbers = _(", ").join(f"#{number}" for number in view.merged)
        yield _("Numbers that lead here: {numbers}").format(numbers=numbers)


def _promised(clocks: InquiryClocks, times: Times) -> Iterator[Paragraph]:
    """How each promise stands, in a line."""
    from csboard.domain.clocks import State
    from csboard.domain.inquiry_clocks import in_short

    roles = {State.OVERDUE: "alarm", State.BROKEN: "alarm", State.PAUSED: "waiting"}
    for clock, text in in_short(clocks, times.now):
        yield Paragraph(text, roles.get(clock.state, ""), INDENT)


def _clock(promised: Sequence[Paragraph]) -> Sequence[Paragraph]:
    way = _("[{key}] how that came about").format(key=key_of("inquiry.clock"))
    return [_heading(_("Clock")), *promised, Paragraph(way, "fold", INDENT), Paragraph("")]


def _reply(view: InquiryView) -> Iterator[Paragraph]:
    """That a reply is being written: who answers for it, how it stands, what is said of it."""
    mark = view.reply
    assert mark is not None, "asked for only when there is one"
    yield _heading(_("Reply"))
    author = _("{name}'s reply").format(name=name_of(mark.author, view))
    role = "alarm" if mark.state is ReplyState.FAILED else "waiting"
    yield Paragraph(author, "", INDENT)
    yield Paragraph(words.reply_mark(mark), role, INDENT)
    if mark.comments:
        told = ngettext("{n} open comment", "{n} open comments", mark.comments)
        yield Paragraph(told.format(n=mark.comments), "note", INDENT)
    yield Paragraph(_("[{key}] open it").format(key=key_of("inquiry.reply")), "fold", INDENT)
    yield Paragraph("")


def _text(title: str, text: str) -> Sequence[Paragraph]:
    lines = text[:MOST].splitlines()
    return [_heading(title), *(Paragraph(line, "", INDENT) for line in lines), Paragraph("")]


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
        lines.append(Paragraph(_owner(task, view, times), role, DEEPER))
        if task.pin is not None and task.closed_at is None:
            lines.append(Paragraph(_pinned(task.pin, view, times), "waiting", DEEPER))
        lines += [Paragraph(text, "waiting", DEEPER) for text in _on_hold(task, times)]
    return [*lines, Paragraph("")]


def _owner(task: Task, view: InquiryView, times: Times) -> str:
    if task.owner is None:
        return "" if task.closed_at else _("unassigned")
    name = name_of(task.owner, view)
    if task.owner_since is None:
        return name
    return _("{name}, since {when}").format(name=name, when=times.moment(task.owner_since))


def _pinned(pin: Pin, view: InquiryView, times: Times) -> str:
    name, when = name_of(pin.login, view), times.moment(pin.at)
    return _("pinned by {name}, {when}").format(name=name, when=when)


def _on_hold(task: Task, times: Times) -> Iterator[str]:
    if told := waiting_text(task, times):
        yield told
    if task.waiting is not None:
        if task.waiting.sleeps and not task.waiting.is_over(times.now):
            yield _("also when the customer writes")
        if task.waiting.what:
            yield task.waiting.what


def _asking(view: InquiryView, task: Task, stages: tuple[Stage, ...]) -> Iterator[Stage]:
    """The stages to come for a task that say or ask something."""
    keys = [stage.key for stage in stages]
    here = keys.index(task.stage) if task.stage in keys else 0
    for stage in stages[here + 1 :]:
        if stage.definition_of_done or stage.needs:
            yield stage


def _definitions(
    view: InquiryView, task: Task, asking: Sequence[Stage], stages: tuple[Stage, ...]
) -> Sequence[Paragraph]:
    """What the team has agreed on for each stage to come, and what of it is still missing."""
    lines = [_heading(_("Definition of done"))]
    for stage in asking:
        lacking = missing(stages, view.inquiry, view.tasks, task, stage)
        text = f"{stage.name(current_language())}  {stage.definition_of_done}".rstrip()
        lines += [Paragraph(line, "", INDENT) for line in text.splitlines()]
        for need in stage.needs:
            state, role = (_("missing"), "alarm") if need in lacking else (_("there"), "muted")
            lines.append(Paragraph(f"{state}  {words.need(need)}", role, DEEPER))
    return [*lines, Paragraph("")]


def _alike(alike: Similar | None, times: Times) -> Sequence[Paragraph]:
    from csboard.tui.alike_lines import beside

    assert alike is not None, "asked for only when there is something"
    return [_heading(_("Similar")), *beside(alike, times), Paragraph("")]


def _has_others(view: InquiryView) -> bool:
    return bool(view.related or view.others)


def _others(view: InquiryView, times: Times) -> Sequence[Paragraph]:
    related = {brief.number for brief in view.related}
    others = [brief for brief in view.others if brief.number not in related]
    lines: list[Paragraph] = []
    if view.related:
        lines.append(_heading(_("Related")))
        for brief in view.related:
            lines += _brief(brief, times)
    if others:
        count = view.customer_total - 1
        title = ngettext("{n} other of this customer", "{n} others of this customer", count)
        lines.append(_heading(title.format(n=count)))
        for brief in others:
            lines += _brief(brief, times)
    return [*lines, Paragraph("")]


def _brief(brief: InquiryBrief, times: Times) -> Iterator[Paragraph]:
    yield Paragraph(f"#{brief.number} {brief.subject}", "", INDENT)
    yield Paragraph(state_of(brief, times), "muted", DEEPER)


def state_of(brief: InquiryBrief, times: Times) -> str:
    """Since when an inquiry is open, or when it was closed and how it ended."""
    if brief.closed_at is None:
        opened = short_day(brief.opened_at, times.zone, times.now)
        return _("open since {day}").format(day=opened)
    closed = _("closed {day}").format(day=short_day(brief.closed_at, times.zone, times.now))
    return f"{closed}  {words.outcome(brief.outcome)}" if brief.outcome else closed


def _has_files(view: InquiryView) -> bool:
    return any(message.attachments for message in view.messages)


def _files(view: InquiryView) -> Sequence[Paragraph]:
    files = [file for message in view.messages for file in message.attachments]
    lines = [Paragraph(f"{file.name}  {size_text(file.size)}", "file", INDENT) for file in files]
    return [_heading(_("Files")), *lines, Paragraph("")]


def _history(
    view: InquiryView, stages: tuple[Stage, ...], times: Times, me: str
) -> Sequence[Paragraph]:
    lines = [_heading(_("History"))]
    for event in sorted(own_eyes(view.events, me), key=lambda event: event.id, reverse=True):
        lines.append(Paragraph(times.moment(event.at), "muted", INDENT))
        told = describe(event, view.members, stages, view.vocabulary, times.zone)
        told = with_read_back(event, told, view.read_backs)
        lines.append(Paragraph(told, "", DEEPER))
    return lines
