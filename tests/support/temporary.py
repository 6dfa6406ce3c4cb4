"""Where the tests' boards lie: in memory where there is room, as each commit waits for its disk.

What a disk does when it fills up or breaks is the storm battery's matter (`bench.storm`).
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from pathlib import Path

MEMORY = Path("/dev/shm")
ENOUGH = 4 * 1024**3
"""Bytes that must be free: several times what a run leaves."""

ROOT = "PYTEST_DEBUG_TEMPROOT"
"""By this variable pytest is told where its temporary directories go."""


def keep_in_memory(environment: MutableMapping[str, str], memory: Path = MEMORY) -> None:
    """Have pytest put its directories there, unless somebody has said where they go."""
    if "TMPDIR" not in environment and ROOT not in environment and _has_room(memory):
        environment[ROOT] = str(memory)


def _has_room(place: Path) -> bool:
    """Whether files can lie and programs run there, and it is large enough."""
    if not os.access(place, os.R_OK | os.W_OK | os.X_OK):
        return False
    found = os.statvfs(place)
    runs = not found.f_flag & (os.ST_NOEXEC | os.ST_RDONLY)
    return runs and found.f_bavail * found.f_frsize >= ENOUGH
