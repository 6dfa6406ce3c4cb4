"""How short a writer's turn is: whoever has it keeps everybody else from writing."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from csboard.board import Board
from csboard.domain.commands import EnterBoard, MarkSeen
from csboard.domain.records import Actor

board = Board.open(sys.argv[1])
engine = board._store.engine
write_once = engine._write_once

def watched(work):
    def inside():
        before = set(sys.modules)
        result = work()
        print(*sorted(set(sys.modules) - before))
        return result
    return write_once(inside)

engine._write_once = watched
board.execute(EnterBoard(), Actor("sato"))
board.keep(MarkSeen(event_id=1), Actor("sato"))
"""


def test_a_new_program_has_loaded_what_it_needs_before_it_takes_its_turn(database_url: str) -> None:
    program = [sys.executable, "-c", PROGRAM, database_url]
    done = subprocess.run(program, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
    assert done.stdout.count("\n") == 2
