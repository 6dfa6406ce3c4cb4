"""What mends a line of a leave check in the shell: a command to be pasted, or words."""

from __future__ import annotations

from collections.abc import Mapping
from shlex import quote

from csboard.domain import leave_check_words as words
from csboard.domain.leave_check import LeaveCheck
from csboard.domain.leave_findings import Kind, Line, Mend
from csboard.domain.records import Member, Waiting
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.text import clean

_COMMANDS: Mapping[Mend, str] = {
    Mend.HAND_OFF: "csboard handoff write {task}{missing}",
    Mend.OFFER: "csboard handoff offer {task} {to}",
    Mend.TAKE: "csboard handoff show {task}",
    Mend.REPLY: "csboard draft {number} --edit",
    Mend.SEND: "csboard send {number}",
    Mend.REVIEW: "csboard approve {number}",
    Mend.WAIT: "csboard wait {task} --for {waits_for} --until {back}{what}",
    Mend.NOTE: "csboard note {number} -",
    Mend.STOP: "csboard timer stop",
    Mend.ABSENCES: "csboard absence change {own_id} --stand-in {stand_in}",
    Mend.LEARN: "csboard knowledge --topic {topic}",
    Mend.TAKE_OVER: "csboard take-over {task} {why}",
    Mend.LOOK: "csboard handoff show {task}",
}
"""What mends a line in the shell, whole as it can be pasted."""


class Reader(NamedTuple):
    """Whoever asked, and in whose name they may act."""

    login: str
    may_act_for_others: bool = False
    is_represented: bool = False
    """Whether somebody else sits there, and has named them with `--as`."""
    is_lead: bool = False
    may_work: bool = True
    """Whether they do more than look."""


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
    line = found.to_mend(line)
    mend = found.mend_for(line, reader.login)
    acts_as = reader.login
    if mend in (Mend.ASK, Mend.STOP) and reader.login != found.login:
        if not reader.may_act_for_others:
            return words.to_ask(line, found, members)
        mend, acts_as = line.mend, found.login
    if not reader.may_work:
        return words.to_ask(line, found, members)
    if mend is Mend.SEND and line.who is not None:
        return words.to_be_reviewed(line, members)
    if _only_others_can(mend, line, reader):
        return words.what_to_do(line, members)
    is_represented = reader.is_represented or acts_as != reader.login
    command = _command(mend, line, found, members, told)
    return command.replace("csboard", f"csboard --as {acts_as}", 1) if is_represented else command


def besides(line: Line, found: LeaveCheck, told: Told, reader: Reader) -> str:
    """What mends it as well, where the remedy alone leaves out the end of it; else empty."""
    if line.is_until_solved and reader.login == found.login:
        acts = f"csboard --as {reader.login}" if reader.is_represented else "csboard"
        command = f"{acts} move {line.task} {quote(told.done)}"
        return _("once it is solved: {command}").format(command=command)
    if line.mend is Mend.LEARN and reader.may_work:
        return _("then `csboard case add` with the number of one that was answered")
    return ""


def _only_others_can(mend: Mend, line: Line, reader: Reader) -> bool:
    if mend is Mend.ABSENCES:
        return line.beside is None or (not reader.is_lead and reader.login != line.who)
    return mend is Mend.OFFER and line.kind is Kind.OFFERED


def _command(
    mend: Mend, line: Line, found: LeaveCheck, members: Mapping[str, Member], told: Told
) -> str:
    proposal = found.proposed_for(line)
    return _COMMANDS[mend].format(
        task=line.task,
        number=line.task.number if line.task else "",
        own_id=line.own_id,
        topic=quote(clean("/".join(line.topic))),
        to=proposal.login if proposal is not None else "--anybody",
        missing=_saying(line.missing),
        stand_in=line.beside,
        waits_for=line.about,
        back=quote(told.back),
        what=_what_for(line.waiting),
        why=quote(words.why_taken_over(found, members)),
    )


def _saying(missing: tuple[str, ...]) -> str:
    """What completes a sheet as it stands: to be watched, and nothing more to say."""
    state = " --state watch" if "state" in missing else ""
    return f"{state} --none" if set(missing) - {"state"} else state


def _what_for(waiting: Waiting | None) -> str:
    """What it waits for besides the day, which it goes on waiting for."""
    if waiting is None:
        return ""
    sleeps = " --through-answers" if waiting.sleeps else ""
    what = clean(waiting.what)
    return f"{sleeps} -- {quote(what)}" if what else sleeps
