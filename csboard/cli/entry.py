"""Where the process begins: a few settings that must hold before anything else is imported."""

from __future__ import annotations

import gc
import sys
from typing import NoReturn

USUAL_THRESHOLD = gc.get_threshold()


def run() -> NoReturn:
    """The console script's entry: run the command line and end the process."""
    # What a command imports stays: looking through it for garbage, again and again and once
    # more at the end, would take a sixth of the run.
    gc.set_threshold(50_000)
    if "--locked" in sys.argv:
        from csboard.cli import locked

        if locked.is_asked_for(sys.argv[1:]):
            locked.begin_again()
    from csboard.cli import streams

    streams.open_missing()
    streams.speak_utf8()
    from csboard.cli.main import main

    for stream in (sys.stdout, sys.stderr):
        # Not every stream can (a test's); Japanese goes out as UTF-8 anyway.
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="backslashreplace")
    status = main(sys.argv[1:])
    gc.freeze()
    sys.exit(status)
