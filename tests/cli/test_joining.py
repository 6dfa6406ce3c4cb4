"""Merging, dividing and linking inquiries from the shell, on both databases."""

from __future__ import annotations

import pytest

from tests.support.shell import Shell

FIRST = b"From: a@b.jp\nSubject: one\nMessage-ID: <1@b.jp>\n\nfirst\n"
SECOND = b"From: a@b.jp\nSubject: Re: one\nIn-Reply-To: <1@b.jp>\n\nand another thing\n"


@pytest.fixture
def pair(shell: Shell) -> tuple[str, str]:
    """Two inquiries of one customer."""
    first = shell.ok("add", "--subject", "一つ目", "--from", "山田 <a@b.jp>").strip()
    second = shell.ok("add", "--subject", "二つ目", "--from", "山田 <a@b.jp>").strip()
    return first, second


def test_an_inquiry_goes_on_in_another(shell: Shell, pair: tuple[str, str]) -> None:
    first, second = pair
    event = shell.json("merge", second, first)
    assert (event["kind"], event["number"], event["other"]) == ("merged", int(second), int(first))
    whole = shell.json("show", second)
    assert (whole["number"], whole["merged"]) == (int(first), [int(second)])
    assert f"#{second}" in shell.ok("show", first)
    shell.ok("undo")
    assert shell.json("show", second)["number"] == int(second)


def test_a_message_becomes_an_inquiry_of_its_own(shell: Shell) -> None:
    shell.ok("intake", "mail", stdin=FIRST)
    shell.ok("intake", "mail", stdin=SECOND)
    (card,) = shell.json("list")
    number = str(card["number"])
    second = shell.json("show", number)["messages"][1]["id"]
    assert f"[{second}]" in shell.ok("show", number)
    event = shell.json("divide", number, f"[{second}]", "--subject", "別の件")
    assert (event["kind"], event["other"]) == ("divided", int(number))
    other = shell.json("show", str(event["number"]))
    assert (other["subject"], len(other["messages"])) == ("別の件", 1)
    assert len(shell.json("show", number)["messages"]) == 1


def test_related_inquiries_name_each_other(shell: Shell, pair: tuple[str, str]) -> None:
    first, second = pair
    assert shell.json("link", first, second)["kind"] == "linked"
    view = shell.json("show", second)
    assert [one["number"] for one in view["related"]] == [int(first)]
    assert "Related inquiries" in shell.ok("show", second)
    shell.ok("unlink", second, first)
    assert shell.json("show", second)["related"] == []


def test_the_customers_other_inquiries_are_shown(shell: Shell, pair: tuple[str, str]) -> None:
    first, second = pair
    shell.ok("move", first, "done")
    view = shell.json("show", second)
    assert [one["number"] for one in view["others"]] == [int(first)]
    assert view["customer_total"] == 2
    shown = shell.ok("show", second)
    assert "other inquiries" in shown
    assert "done  一つ目" in shown


def test_what_cannot_be_joined(shell: Shell, pair: tuple[str, str]) -> None:
    first, second = pair
    shell.fails(3, "merge", first, first)
    shell.fails(3, "link", first, first)
    shell.fails(3, "unlink", first, second)
    assert "#77" in shell.fails(3, "merge", first, "77")
    shell.fails(3, "divide", first, "99999")
    assert "csboard show" in shell.fails(2, "divide", first, "x")
    shell.ok("merge", second, first)
    shell.fails(3, "merge", second, first)
