"""The wishes about clocks, time, readings and alarms get somewhere: each is granted now and then.

What both databases make of them is `test_machine`'s; here one is enough, and many steps.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain, count
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from csboard.board import Board
from tests.property.clock_wishes import CLOCK_WISHES
from tests.property.machine import Machine
from tests.property.wishes import WHOEVER

ROUNDS = 10
TIME = "time goes by"
THINGS = [*CLOCK_WISHES, "StartTimer", "StartTimer", "EndLostTimer", TIME]
GRANTED = {
    *("excused", "why_late", "reading_entered", "reading_withdrawn", "alarms_told"),
    *("timer_started", "timer_switched", "timer_stopped", "timer_lost"),
    *("time_entered", "time_corrected", "time_dropped", "settings_changed"),
}


def test_each_is_granted(tmp_path: Path) -> None:
    """And what is there then follows from the history."""
    told, numbers, examples = Counter[str](), count(), count()

    class OnOne(Machine):
        @staticmethod
        def urls() -> tuple[str, ...]:
            url = f"sqlite:///{tmp_path / f'{next(numbers)}.db'}"
            Board.open(url, create=True).close()
            return (url,)

    @settings(
        max_examples=2,
        derandomize=True,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def go_on(data: st.DataObject) -> None:
        rounds = [data.draw(st.permutations(THINGS)) for _round in range(ROUNDS)]
        if next(examples) == 0:  # the simplest there is: always the same wish
            return
        machine = OnOne()
        try:
            machine.people_come()
            begun = len(machine.sides[0].rows["event"])
            for name in chain(*rounds):
                if name == TIME:
                    machine.time_goes_by(1)
                else:
                    machine.carry_out(data.draw(CLOCK_WISHES[name]), WHOEVER)
            machine.holds()
            told.update(row["kind"] for row in machine.sides[0].rows["event"][begun:])
        finally:
            machine.teardown()

    go_on()
    assert set(told) >= GRANTED, told
