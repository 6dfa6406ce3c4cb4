"""The top line: whose board this is and what the team has to act on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.cells import cell_len
from textual.strip import Strip

from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.tui.header_parts import Part, fitting
from csboard.tui.layout import cut
from csboard.tui.palette import Ink
from csboard.tui.widgets.canvas import Canvas, Run

SHORT_NAME = 12
"""Cells of the team's name that are left where the first part has no room beside all of it."""


class Facts(NamedTuple):
    """What the header says."""

    team: str = ""
    unassigned: int = 0
    to_sort: int = 0
    """Held mail, that waits for a person; what was filed waits for nobody."""
    done_today: int = 0
    me: str = ""
    inbox: int = 0
    """What wants oneself and was not seen to."""
    order: str = ""
    """How the board is ordered, in words; empty when as usual."""
    stuck: int = 0
    """Replies that wait to go out, where no program sends them."""
    alarms: int = 0
    """What must not go unnoticed."""
    parts: tuple[Part, ...] = ()
    """What stands before one's inbox: alarms, one's timer, …"""


class Header(Canvas):
    """Team, unassigned, to sort, done today, one's inbox, oneself. Nothing in it runs."""

    INKS: ClassVar[Mapping[str, Ink]] = {
        "team": Ink(bold=True),
        "alarm": Ink("unowned"),
        "timer": Ink("mine", bold=True),
        "me": Ink("mine"),
        "inbox": Ink("unowned", bold=True),
        "alarms": Ink("overdue", bold=True),
        "banner": Ink("error-foreground", "error-background", bold=True),
    }

    def __init__(self) -> None:
        super().__init__(id="header")
        self.facts = Facts()
        self._team_name = ""
        """As much of the team's name as there is room for."""
        self.banner = ""
        """A trouble that takes the whole line, as a lost database."""

    def show(self, facts: Facts) -> None:
        self.facts = facts
        self.redraw()

    def warn(self, banner: str) -> None:
        """Show a trouble instead of the facts; with an empty text the facts come back."""
        self.banner = banner
        self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        if self.banner:
            return [self.line([(f" {self.banner}", "banner")], width, "banner")]
        self._team_name = self.facts.team
        mine = self._right(width)
        room = max(0, width - _cells(mine) - 2)
        if self.facts.parts:
            parts = self._parts(room)
            mine, room = [*parts, *mine], room - _cells(parts)
        runs = _cut_runs(self._left(room), room)
        return [self.line([*runs, (" " * (room - _cells(runs) + 2), ""), *mine], width)]

    def _parts(self, room: int) -> list[Run]:
        """What the team's name leaves room for; where that is nothing, beside its beginning."""
        least = _cells(self._least())
        if found := fitting(self.facts.parts, room - least):
            return found
        self._team_name = cut(self.facts.team, SHORT_NAME)
        found = fitting(self.facts.parts[:1], room - _cells(self._least()))
        if not found:
            self._team_name = self.facts.team
        return found

    def _right(self, width: int) -> list[Run]:
        """Oneself, and before that what wants one, which gives way to no other fact."""
        wanting = (
            (self.facts.alarms, _("Alarms {n}"), "alarms"),
            (self.facts.inbox, _("Inbox {n}"), "inbox"),
        )
        told: list[Run] = [(f"{words.format(n=n)}  ", role) for n, words, role in wanting if n]
        return [*told, (f"{cut(self.facts.me, width // 4)} ", "me")]

    def _left(self, room: int) -> list[Run]:
        """The facts; where not all of them have room, what is done gives way to the others."""
        facts, team, runs = self.facts, self._team(), self._to_do()
        done: list[Run] = [(" " + _("Done today {n}").format(n=facts.done_today), "")]
        if not facts.order and not facts.stuck:
            whole = team + runs + done
            return whole if _cells(whole) <= room else team + runs
        order: list[Run] = [(f" {facts.order}", "alarm")] if facts.order else []
        between: list[Run] = [("  ", "")] if order else []
        whole = [*done, *between, *order]
        told = [team + stuck + runs + tail for stuck in self._stuck() for tail in (whole, order)]
        return next((one for one in told if _cells(one) <= room), told[-1])

    def _least(self) -> list[Run]:
        """Facts that no part may take the room of."""
        order: list[Run] = [(f" {self.facts.order}", "alarm")] if self.facts.order else []
        return self._team() + self._stuck()[-1] + self._to_do() + order

    def _team(self) -> list[Run]:
        return [(f" {self._team_name}  ", "team")]

    def _to_do(self) -> list[Run]:
        facts = self.facts
        unassigned = _("Unassigned {n}").format(n=facts.unassigned)
        to_sort = _("To sort {n}").format(n=facts.to_sort)
        return [
            (f" {unassigned}  ", "alarm" if facts.unassigned else ""),
            (f" {to_sort}  ", "alarm" if facts.to_sort else ""),
        ]

    def _stuck(self) -> list[list[Run]]:
        """That replies wait in vain: in a sentence, and as short as can be."""
        if not self.facts.stuck:
            return [[]]
        told = (_("Replies waiting {n}, and no program sends them"), _("Not sent {n}"))
        return [[(f" {each.format(n=self.facts.stuck)}  ", "alarm")] for each in told]


def _cut_runs(runs: list[Run], room: int) -> list[Run]:
    """`runs` in at most `room` cells; where they go on, the last one says so."""
    if _cells(runs) <= room:
        return runs
    kept: list[Run] = []
    for text, role in runs:
        left = room - _cells(kept)
        if cell_len(text) >= left:
            return [*kept, (cut(f"{text}  ", left), role)]
        kept.append((text, role))
    return kept


def _cells(runs: list[Run]) -> int:
    return sum(cell_len(text) for text, _role in runs)
