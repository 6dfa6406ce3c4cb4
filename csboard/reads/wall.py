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
    def without_path(url: str, sentence: str) -> str:
        """The sentence with the name of the board at `url` in place of its path or address.

        A path fills the line in which the reason stands, and is nothing for whoever comes by.
        """
        from csboard.db.address import parse_url

        address = parse_url(url)
        return sentence.replace(address.shown, address.name)

    @cached_property
    def _by_views(self) -> Teams:
        from csboard.db.wall_views import Teams

        return Teams()

    @property
    def _has_views_only(self) -> bool:
        login = self._store.engine.login
        return login is not None and login.kind == "wall"
