"""The order, pins, raised urgency and waiting from the shell."""

from __future__ import annotations

from tests.support.shell import Shell


def add(shell: Shell, subject: str, *more: str) -> str:
    return shell.ok("add", "--subject", subject, *more).strip()


def test_list_and_next_go_by_the_same_order_and_next_says_why(shell: Shell) -> None:
    low, plain = add(shell, "low", "--urgency", "low"), add(shell, "plain")
    urgent = add(shell, "urgent", "--urgency", "urgent")
    assert [one["task"] for one in shell.json("list")] == [urgent, plain, low]
    shell.ok("pin", low)
    assert [one["task"] for one in shell.json("list")] == [low, urgent, plain]
    told = shell.ok("next", "--why")
    assert told.startswith(f"#{low}")
    assert "Pinned before the others by Sato" in told
    assert "urgency: low" in told
    need = shell.json("next", "--why")["need"]
    parts = {part["kind"]: part["minutes"] for part in need["parts"]}
    assert parts["urgency"] == 480
    assert need["minutes"] == sum(parts.values())
    assert "pinned by Sato" in shell.ok("show", low)
    shell.ok("unpin", low)
    assert shell.json("next")["task"] == urgent


def test_what_makes_no_sense_is_refused_in_a_sentence(shell: Shell) -> None:
    number = add(shell, "one")
    refused = (
        (3, ("edit", number, "--urgency", "high"), "needs a word why"),
        (2, ("edit", number, "--fact", "x", "--why", "y"), "--why goes with --urgency"),
        (3, ("pin", "9999"), "There is no task #9999"),
        (3, ("unpin", number), "is not pinned"),
        (3, ("excuse", number), "The customer has written nothing"),
        (2, ("excuse", number, "--message", "x"), "is no message"),
        (
            2,
            ("wait", number, "--for", "customer", "--until", "2026-02-31"),
            "the last one of that month is 2026-02-28",
        ),
        (2, ("wait", number, "--for", "customer", "--until", "2020-01-01"), "is past"),
        (2, ("wait", number, "--for", "date", "--until", "+3", "--through-answers"), "goes with"),
    )
    for status, words, sentence in refused:
        assert sentence in shell.fails(status, *words)
    shell.ok("claim", number)
    assert "needs a date" in shell.fails(
        3, "wait", number, "--for", "customer", "--through-answers"
    )
    shell.ok("move", number, "done")
    assert "only open tasks" in shell.fails(3, "pin", number)


def test_a_raised_urgency_and_an_excused_message_stand_in_the_conversation(shell: Shell) -> None:
    number = add(shell, "one", "--from", "Y <y@example.jp>", "--body", "please")
    shell.ok("edit", number, "--urgency", "urgent", "--why", "the shop is closed")
    assert shell.json("show", number)["notes"][0]["text"] == "the shop is closed"
    event = shell.json("excuse", number)
    assert (event["kind"], event["number"]) == ("excused", int(number))
    assert "needs no answer" in shell.ok("history", number)
