"""T14, the short form: real accounts on one file. The long one: `python -m bench.storm T14`."""

from __future__ import annotations

from tests.support.accounts import accounts, open_place, require_root
from tests.support.many_accounts import ORDERS, UMASKS, problems


def test_members_always_write_and_outsiders_never() -> None:
    require_root()
    chosen = ORDERS[::8]
    with open_place() as place, accounts(place) as people:
        found = [
            problem
            for number, order in enumerate(chosen)
            for problem in problems(
                people, place / str(number), order, UMASKS[number % len(UMASKS)]
            )
        ]
    assert found == []
