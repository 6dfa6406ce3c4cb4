"""`csboard inbox`: what wants me, and that it is seen to."""

from __future__ import annotations

from tests.support.shell import Shell


def test_what_wants_me_is_listed_and_seen_to(shell: Shell) -> None:
    number = shell.ok("add", "--subject", "S").strip()
    shell.become("suzuki", "Suzuki", 4002)
    shell.ok("note", number, "@sato look")
    shell.ok("note", number, "@sato again")
    shell.become("sato", "Sato")
    later, first = shell.json("inbox")
    assert (later["kind"], later["actor"], later["words"]) == ("mention", "suzuki", "@sato again")
    assert shell("inbox", "--read", str(later["id"])).status == 0
    told = shell.ok("inbox").splitlines()
    assert [line.split()[1] for line in told] == ["new", "seen"]
    assert f"Suzuki names you on #{number}" in told[0]
    assert "@sato look" in told[0]
    assert shell.json("inbox", "--all") == [first["id"], later["id"]]
    assert all(one["read_at"] for one in shell.json("inbox"))


def test_what_is_not_in_my_inbox(shell: Shell) -> None:
    number = shell.ok("add", "--subject", "S").strip()
    shell.ok("note", number, "a note")
    result = shell("inbox")
    assert (result.status, result.out) == (0, "")
    assert "csboard inbox" in shell.fails(2, "inbox", "--read", "99")
