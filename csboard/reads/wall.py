"""What a board tells a wall display: all of it at one moment, by the tables or by the views."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csboard.clock import Clock
    from csboard.db.store import Store
    from csboard.db.wall_views import Teams
    from csboard.domain.wall import Aside, Wall


class WallReads:
    """The part of a `Board` that reads for the wall; nothing changes through it.

    On PostgreSQL a login of the wall's group has nothing but the `wall_` views, in which no
    customer's word stands.
    """

    _store: Store
    clock: Clock

    def wall(self, *, names: bool = False) -> Wall:
        """The open cards and what is counted; with `names` whose they are and about what."""
        now = self.clock.now()
        if self._has_views_only:
            from csboard.db import wall_views

            return self._store.look(lambda: wall_views.wall(self._by_views, now))
        from csboard.db import wall

        return self._store.read(lambda reading: wall.wall(reading, now, names=names))

    def wall_aside(self, *, names: bool = False) -> Aside:
        """This week's case and the headline; it may take seconds, as `headline`."""
        now = self.clock.now()
        if self._has_views_only:
            from csboard.db import wall_views

            return self._store.look(lambda: wall_views.aside(self._by_views, now, names=names))
        from csboard.db import wall

        headline = self.headline()  # type: ignore[attr-defined]  # of GoalReads
        return self._store.read(
            lambda reading: wall.aside(reading.team, now, headline, names=names)
        )

    def wall_mark(self) -> int:
        """The newest event's id: nothing has changed while it is the same."""
        if self._has_views_only:
            from csboard.db import wall_views

            return self._store.look(lambda: wall_views.newest(self._by_views))
        return self._store.read(lambda _reading: self._newest())

    def _newest(self) -> int:
        from csboard.db.reads import newest_event

        return newest_event()

    @staticmethod
    def shown_and_name(url: str) -> tuple[str, str]:
        """How sentences show where the board is, and what stands for it on the wall: its name.

        A path fills the line in which the reason stands, and is nothing for whoever comes by.
        Of what is no address both are the URL without its password.
        """
        from csboard.db.address import parse_url
        from csboard.errors import UsageError
        from csboard.passwords import without_password
        from csboard.text import clean

        try:
            address = parse_url(url)
        except UsageError:
            return (shown := clean(without_password(url))), shown
        return address.shown, address.name

    @cached_property
    def _by_views(self) -> Teams:
        from csboard.db.wall_views import Teams

        return Teams()

    @property
    def _has_views_only(self) -> bool:
        login = self._store.engine.login
        return login is not None and login.kind == "wall"
