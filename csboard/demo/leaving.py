"""What the members of a story do about their leave: say when, hand off, take, stand up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from csboard.demo.when import day_of
from csboard.domain.absence_commands import EnterAbsence, RuleForTask
from csboard.domain.absences import OnMail
from csboard.domain.commands import Command
from csboard.domain.hand_off_commands import OfferHandOff, TakeHandOff, WriteSheet
from csboard.domain.hand_off_records import FIELDS, Severity, Sheet
from csboard.domain.inverses import id_of
from csboard.domain.records import Actor
from csboard.domain.stand_up_commands import BeginStandUp, EndStandUp

if TYPE_CHECKING:
    from csboard.demo.book import Act
    from csboard.demo.doing import Line
    from csboard.demo.making import Making

Commands = Iterator[Command]


def _write(line: Line) -> Commands:
    said = line.making.book.of(line.story.id)["sheets"]
    words = (said[name].strip("\n") for name in FIELDS)
    yield WriteSheet(task=line.task, sheet=Sheet(Severity(said["state"]), *words))


def _offer(line: Line) -> Commands:
    yield OfferHandOff(task=line.task, receiver=line.act.more[0])


def _take(line: Line) -> Commands:
    said = line.making.book.words["read_backs"][line.story.id]
    yield TakeHandOff(task=line.task, read_back=said)


def _rule(line: Line) -> Commands:
    """What is done otherwise with the task in the latest absence of whoever has it."""
    theirs = [one for one in line.making.board.absences() if one.login == line.act.who]
    yield RuleForTask(
        absence_id=theirs[-1].id, task=line.task, on_mail=OnMail(line.act.more[0]), stand_in=None
    )


VERBS: dict[str, Callable[[Line], Commands]] = {
    "sheet": _write,
    "offer": _offer,
    "take": _take,
    "rule": _rule,
}


def _go_away(making: Making, act: Act) -> None:
    """From a working day to another, with a stand-in and what becomes of customers' words."""
    first, last, stand_in, on_mail = act.more
    making.board.execute(
        EnterAbsence(
            login=act.who,
            first=_day(making, first),
            last=_day(making, last),
            stand_in=stand_in,
            on_mail=OnMail(on_mail),
        ),
        Actor(act.who),
    )


def _day(making: Making, text: str) -> date:
    return day_of(text, making.now, making.zone)


def _stand_up(making: Making, act: Act) -> None:
    """For so many minutes."""
    actor = Actor(act.who)
    begun = making.board.execute(BeginStandUp(), actor)
    making.pass_by(timedelta(minutes=int(act.more[0])))
    making.board.execute(EndStandUp(stand_up_id=id_of(begun.detail["stand_up"])), actor)


OF_THE_TEAM: dict[str, Callable[[Making, Act], None]] = {
    "away": _go_away,
    "stand-up": _stand_up,
}
"""Acts that are about no inquiry."""
