"""Where a board is: reading the database URL, with nothing of it leaking into messages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from csboard.config import without_password
from csboard.errors import UsageError
from csboard.i18n import _


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """A database URL taken apart. `path` is set for SQLite only."""

    url: str
    path: Path | None

    @property
    def is_sqlite(self) -> bool:
        return self.path is not None

    @property
    def shown(self) -> str:
        """The address without its password, fit for messages and logs."""
        if self.path is not None:
            return str(self.path)
        parts = urlsplit(self.url)
        if parts.password is None:
            return self.url
        user, _at, host = parts.netloc.rpartition("@")
        return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}:***@{host}"))


def parse_url(url: str) -> DatabaseAddress:
    """Read `sqlite:///PATH` (absolute: four slashes) or `postgresql://…`; else UsageError."""
    scheme = urlsplit(url).scheme
    if scheme == "sqlite" and url.startswith("sqlite:///") and len(url) > len("sqlite:///"):
        return DatabaseAddress(url, Path(unquote(url.removeprefix("sqlite:///"))).absolute())
    if scheme in ("postgresql", "postgres"):
        return DatabaseAddress(url, None)
    raise UsageError(
        _(
            "{url!r} is no database address: write sqlite:////var/lib/csboard/board.db"
            " or postgresql://user@host/name."
        ).format(url=without_password(url))
    )
