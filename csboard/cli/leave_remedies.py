"""What mends a line of a leave check in the shell: a command to be pasted, or words."""

from __future__ import annotations

from collections.abc import Mapping
from shlex import quote

from csboard.domain import leave_check_words as words
from csboard.domain.leave_check import LeaveCheck
from csboard.domain.leave_findings import Kind, Line, Mend, mend_for
from csboard.domain.records import Member, Waiting
from csboard.named import NamedTuple
from csboard.text import clean

_COMMANDS: Mapping[Mend, str] = {
    Mend.HAND_OFF: "csboard handoff write {task}{missing}",
    Mend.OFFER: "csboard handoff offer {task} {to}",
    Mend.TAKE: "csboard handoff show {task}",
    Mend.REPLY: "csboard draft {number} --edit",
    Mend.REVIEW: "csboard approve {number}",
    Mend.CLOSE: "csboard move {task} {done}",
    Mend.WAIT: "csboard wait {task} --for {waits_for} --until {back}{what}",
    Mend.NOTE: "csboard note {number} -",
    Mend.STOP: "csboard timer stop",
    Mend.ABSENCES: "csboard absence change {own_id} --stand-in LOGIN",
    Mend.LEARN: "csboard knowledge --topic {topic}",
    Mend.TAKE_OVER: "csboard take-over {task} {why}",
    Mend.LOOK: "csboard handoff show {task}",
}
"""What mends a line in the shell, whole as it can be pasted but for what only a person can say,
which stands there in capitals."""


_SAYING = {
    "state": " --state STATE",
    "story": " --story TEXT",
    "steps": " --steps TEXT",
    "contingency": " --if TEXT",
    "promises": " --promises TEXT",
}
"""By the field of a sheet how it is said."""


class Reader(NamedTuple):
    """Whoever asked, and in whose name they may act."""

    login: str
    may_act_for_others: bool = False
    is_represented: bool = False
    """Whether somebody else sits there, and has named them with `--as`."""
    is_lead: bool = False


class Told(NamedTuple):
    """What commands need to know of the board."""

    back: str
    """When whoever goes is at work again, as `wait --until` reads it."""
    done: str
    """The stage of what is done."""


def remedy(
    line: Line, found: LeaveCheck, members: Mapping[str, Member], told: Told, reader: Reader
) -> str:
    """What mends it, as `reader` can paste it, or in words what to do."""
    mend, acts_as = mend_for(line, found.login, reader.login), reader.login
    if mend is Mend.STOP or (mend is Mend.TAKE_OVER and not found.has_begun):
        if reader.may_act_for_others:  # they can still do it in the name of whoever goes
            mend, acts_as = line.mend, found.login
        elif mend is Mend.STOP and reader.login != found.login:
            return words.theirs_to_stop(found, members)
    if _only_others_can(mend, line, reader):
        return words.what_to_do(line, members)
    is_represented = reader.is_represented or acts_as != reader.login
    command = _command(mend, line, found, members, told)
    return command.replace("csboard", f"csboard --as {acts_as}", 1) if is_represented else command


def _only_others_can(mend: Mend, line: Line, reader: Reader) -> bool:
    if mend is Mend.ABSENCES:
        return not reader.is_lead and reader.login != line.who
    return mend is Mend.OFFER and line.kind is Kind.OFFERED


def _command(
    mend: Mend, line: Line, found: LeaveCheck, members: Mapping[str, Member], told: Told
) -> str:
    proposal = found.receivers.get(line.own_id) if line.is_of_a_task else None
    return _COMMANDS[mend].format(
        task=line.task,
        number=line.task.number if line.task else "",
        own_id=line.own_id,
        topic=quote(clean("/".join(line.topic))),
        to=proposal.login if proposal is not None else "--anybody",
        missing="".join(map(_SAYING.__getitem__, line.missing)),
        waits_for=line.about,
        back=quote(told.back),
        what=_what_for(line.waiting),
        done=quote(told.done),
        why=quote(words.why_taken_over(found, members)),
    )


def _what_for(waiting: Waiting | None) -> str:
    """What it waits for besides the day, which it goes on waiting for."""
    if waiting is None:
        return ""
    sleeps = " --through-answers" if waiting.sleeps else ""
    what = clean(waiting.what)
    return f"{sleeps} -- {quote(what)}" if what else sleeps
