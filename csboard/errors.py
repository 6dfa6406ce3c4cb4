"""Every failure csboard expects, each with its sentence and its exit status.

A sentence is ready to be shown: translated, in one line, with what to do next.
The statuses are the contract of the shell (see docs/guide.en.md, "Exit status").
"""

from __future__ import annotations


class CsboardError(Exception):
    """An expected failure. `sentence` is what a person reads; it names the way out."""

    exit_status = 1

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class UsageError(CsboardError):
    """The command line makes no sense as it stands."""

    exit_status = 2


class ConfigError(CsboardError):
    """A configuration file, theme or team setting is wrong; the sentence names file and key."""

    exit_status = 2


class WrongDatabase(CsboardError):
    """The database isn't a csboard board, or was made by a newer csboard."""

    exit_status = 2


class TerminalUnfit(CsboardError):
    """There is no terminal, or it is too small or too dumb for the board."""

    exit_status = 2


class Refused(CsboardError):
    """A rule says no. `code` is stable for scripts and tests (`taken`, `role`, …)."""

    exit_status = 3

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class Unfinished(Refused):
    """A stage asks for what is not known yet. `missing` holds codes out of `records.NEEDS`."""

    def __init__(self, sentence: str, missing: tuple[str, ...]) -> None:
        super().__init__("unfinished", sentence)
        self.missing = missing


class Anothers(Refused):
    """A colleague holds the `task`, which must be taken over first: how, each edge knows."""

    def __init__(self, sentence: str, task: str) -> None:
        super().__init__("not_yours", sentence)
        self.task = task


class Stopped(CsboardError):
    """Whoever asked wants the answer no more; nothing has changed."""

    exit_status = 130


class Conflict(Refused):
    """Somebody else was first: the row is no longer what the person saw."""


class Held(Refused):
    """Something holds a reply from going out; a person `may_anyway` let it go, or may not."""

    def __init__(self, code: str, sentence: str, *, may_anyway: bool = True) -> None:
        super().__init__(code, sentence)
        self.may_anyway = may_anyway


class Moved(Refused):
    """What the person saw goes on elsewhere by now: in the inquiry `into`."""

    def __init__(self, sentence: str, into: int) -> None:
        super().__init__("merged", sentence)
        self.into = into


class Unavailable(CsboardError):
    """The database can't be reached, stays busy, is read-only or is full; try again later."""

    exit_status = 75

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
