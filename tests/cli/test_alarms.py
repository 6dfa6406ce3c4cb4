"""`csboard alarms`: what stands, what to do about it, and a status for scripts."""

from __future__ import annotations

from tests.support.shell import Shell

ALWAYS_OPEN = "".join(
    f"{day} = ['00:00-24:00']\n" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
)
AT_ONCE = f"""\
[hours]
{ALWAYS_OPEN}
[alarms]
on = ['soon', 'laden']
soon = '2h'
in_hand = 1
[promises]
solved = ['1h']
"""


def test_what_stands_is_listed_by_kind_with_what_to_do(shell: Shell) -> None:
    result = shell("alarms", "--check")
    assert (result.status, result.out, result.err) == (0, "", "csboard: There is no alarm.\n")
    shell.ok("team", "apply", "-", stdin=AT_ONCE)
    one, two = (shell.ok("add", "--subject", subject).strip() for subject in "ab")
    assert shell("alarms", "--check").status == 4
    for number in (one, two):
        shell.ok("claim", number)
    lines = shell.ok("alarms").splitlines()
    assert lines[0] == "Promise about to break: Answer in time, if only to say until when."
    assert lines[1].split() == [f"#{one}", "solved:", "1:00", "left", "Sato", "a"]
    assert lines[3] == "Too much in hand: Give some back or hand some over."
    assert lines[4].split() == ["2", "open", "Sato"]


def test_as_json(shell: Shell) -> None:
    shell.ok("team", "apply", "-", stdin=AT_ONCE)
    number = shell.ok("add", "--subject", "a").strip()
    (found,) = shell.json("alarms")
    assert found.pop("since")
    assert 3500 < found.pop("left_seconds") <= 3600
    assert found == {
        "kind": "soon",
        "number": int(number),
        "task": number,
        "login": None,
        "clock": "solved",
        "open": None,
        "subject": "a",
        "told_at": None,
    }
