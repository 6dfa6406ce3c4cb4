"""Records with values by name: what they take, and that nothing changes them."""

from __future__ import annotations

import pickle

import pytest

from csboard.domain.commands import Claim, Command, Move, SortLetter
from csboard.domain.frozen import Frozen
from csboard.domain.records import TaskRef


class Parcel(Frozen):
    """Something of ours to look at."""

    weight: int
    to: str = "nobody"


class Letter(Parcel):
    """One more, with values of its own."""

    pages: int


def test_values_are_there_by_name_and_defaults_where_none_is_given() -> None:
    letter = Letter(pages=2, weight=5)
    assert vars(letter) == {"weight": 5, "to": "nobody", "pages": 2}
    assert repr(letter) == "Letter(weight=5, to='nobody', pages=2)"


def test_another_one_with_a_value_changed_leaves_the_first_as_it_was() -> None:
    first = Letter(pages=2, weight=5)
    second = first.replaced(to="somebody")
    assert (first.to, second.to, second.pages) == ("nobody", "somebody", 2)
    assert type(second) is Letter


def test_unknown_and_missing_values_are_told() -> None:
    with pytest.raises(TypeError, match="Letter has no size"):
        Letter(pages=1, weight=1, size=3)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="Letter needs weight, pages"):
        Letter(to="somebody")  # type: ignore[call-arg]


def test_nothing_is_changed_afterwards() -> None:
    parcel = Parcel(weight=1)
    with pytest.raises(AttributeError, match="never changed"):
        parcel.weight = 2  # type: ignore[misc]
    with pytest.raises(AttributeError, match="never changed"):
        del parcel.weight
    assert parcel.weight == 1


def test_each_command_is_a_wish_of_its_own_unless_its_id_is_given() -> None:
    one, other = Claim(task=TaskRef(1001)), Claim(task=TaskRef(1001))
    assert one.op_id != other.op_id
    assert len(one.op_id) == 32
    again = Move(task=TaskRef(1001), stage="doing", op_id=one.op_id)
    assert again.op_id == one.op_id
    assert again.replaced(stage="done").op_id == one.op_id
    assert isinstance(again, Command)


def test_a_command_goes_to_another_process_as_it_is() -> None:
    command = SortLetter(receipt_id=1, letter=None, problem="late")
    there = pickle.loads(pickle.dumps(command))
    assert (type(there), vars(there)) == (SortLetter, vars(command))
