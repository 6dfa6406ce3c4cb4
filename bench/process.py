"""What a process and its children use, from /proc."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path


def _tree(pid: int) -> Iterator[Path]:
    """/proc directories of a process and all its descendants."""
    directory = Path(f"/proc/{pid}")
    yield directory
    for task in directory.glob("task/*/children"):
        for child in task.read_text().split():
            yield from _tree(int(child))


def unique_memory(pid: int) -> float:
    """MiB that would come free if the process and its children ended (USS)."""
    kib = 0
    for directory in _tree(pid):
        for line in (directory / "smaps_rollup").read_text().splitlines():
            if line.startswith(("Private_Clean:", "Private_Dirty:")):
                kib += int(line.split()[1])
    return kib / 1024


def cpu_seconds(pid: int) -> float:
    """CPU time used so far by all threads of the process and its children."""
    nanoseconds = 0
    for directory in _tree(pid):
        for thread in directory.glob("task/*/schedstat"):
            with contextlib.suppress(OSError):  # a thread that ended meanwhile
                nanoseconds += int(thread.read_text().split()[0])
    return nanoseconds / 1e9


def peak_memory(pid: int) -> float:
    """MiB the process had at most so far (its resident size)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def open_files(pid: int) -> int:
    """How many files the process has open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))
