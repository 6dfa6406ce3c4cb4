"""A field in which a colleague is named, by login or by name; it offers who there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from csboard.domain.people import name_of
from csboard.domain.records import Member
from csboard.text import clean, fold
from csboard.tui.widgets.offering_field import OfferingField

LONGEST = 60


class PersonField(OfferingField):
    """Of one person, or empty."""

    def __init__(
        self,
        login: str,
        members: Mapping[str, Member],
        among: Callable[[], Sequence[str]],
        *,
        id: str | None = None,
    ) -> None:
        """`login` is whoever stands there at first; `among` says who is offered, by login."""
        self._members = members
        self._among = among
        super().__init__(login and self._called(login), max_length=LONGEST, id=id)

    def offered(self, value: str) -> list[str]:
        """Names of which one begins so or whose login does; where one stands in full, none."""
        written = fold(clean(value).strip())
        called = {login: self._called(login) for login in self._among()}
        if written in map(fold, called.values()) or written in map(fold, called):
            return []
        return [
            name
            for login, name in called.items()
            if fold(name).startswith(written) or fold(login).startswith(written)
        ]

    def _called(self, login: str) -> str:
        """The name, or the login where others are called so too."""
        name = clean(name_of(login, self._members))
        alike = sum(
            fold(name) in (fold(one.login), fold(one.name)) for one in self._members.values()
        )
        return name if alike == 1 else login
