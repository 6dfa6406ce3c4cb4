"""Where a board is: reading the database URL, with nothing of it leaking into messages."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from csboard.errors import UsageError
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.passwords import without_password
from csboard.text import clean, in_quotes


class DatabaseAddress(NamedTuple):
    """A database URL taken apart. `path` is set for SQLite only."""

    url: str
    path: Path | None

    @property
    def is_sqlite(self) -> bool:
        return self.path is not None

    @property
    def shown(self) -> str:
        """The address without its password, fit for messages and logs."""
        return clean(str(self.path) if self.path is not None else without_password(self.url))

    @property
    def name(self) -> str:
        """Of the file or the database; where neither has one the address as it is shown."""
        try:
            name = self.path.name if self.path is not None else urlsplit(self.url).path.strip("/")
        except ValueError:  # a bracket of an IPv6 address that isn't closed
            name = ""
        return clean(name) or self.shown


def parse_url(url: str) -> DatabaseAddress:
    """Read `sqlite:///PATH` (absolute: four slashes) or `postgresql://…`; else UsageError."""
    file = unquote(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else ""
    if file and not any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in file):
        return DatabaseAddress(url, Path(file).absolute())
    if url.startswith(("postgresql://", "postgres://")):
        return DatabaseAddress(url, None)
    raise UsageError(
        _(
            "{url} is no database address: write sqlite:////var/lib/csboard/board.db"
            " or postgresql://user@host/name."
        ).format(url=in_quotes(clean(without_password(url))))
    )
