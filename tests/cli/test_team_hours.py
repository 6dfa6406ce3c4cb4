"""Hours, days and promises in the team's file: what is wrong is named with its line."""

from __future__ import annotations

import pytest

from tests.support.shell import Shell


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[hours]\nmonday = ['09:00-18:00']", ["line 2", "hours.monday", "mon"]),
        ("[hours]\nmon = ['9-18']", ["line 2", "hours.mon", "'9-18'", "09:00-18:00"]),
        ("[hours]\nmon = ['09:00-12:00', '11:00-13:00']", ["line 2", "hours.mon", "overlaps"]),
        ("[hours]\nmon = ['20:00-09:00']\ntue = ['08:00-18:00']", ["line 2", "hours.mon", "tue"]),
        ("hours = {mon = ['9-18']}", ["line 1", "hours.mon", "'9-18'"]),
        ("[days]\n13-01 = []", ["line 2", "days.13-01", "no month 13"]),
        ("[days]\n12-24 = []\n'2027-02-29' = []", ["line 3", "days", "no day 2027-02-29"]),
        ("[days]\n'12-29..01-03' = ['9-18']", ["line 2", "days.12-29..01-03", "'9-18'"]),
        ("[days]\n'12-29..01-03' = []\n01-02 = []", ["line 3", "01-02 is in 12-29..01-03"]),
        ("[days]\n'01-01..12-31' = []", ["line 1", "every day of the year"]),
        ("holidays = 'Japan'", ["line 1", "holidays", "'Japan'", "JP"]),
        ("[promises]\nfirst = ['soon']", ["line 2", "promises.first", "'soon'", "1h30m"]),
        ("[promises]\nfrist = ['1h']", ["line 2", "promises.frist", "first, next, solved"]),
        ("[promises]\nnext = ['1h urgency:mad']", ["line 2", "promises.next", "'mad'", "urgent"]),
        ("[promises]\nnext = ['1h']\nfirst = '4h'", ["line 3: promises.first:", "a list"]),
        ("[promises]\nnext = ['1h']\nfirst = ['4h', 4]", ["line 3: promises.first[1]:", "text"]),
        ("[pausing]\ndate = []\ncustomer = 'next'", ["line 3: pausing.customer:", "a list"]),
        ("[heat]\n'不安' = 1\n'怒り' = 'x'", ["line 3: heat.怒り:", "a whole number"]),
        ("[hours]\nsun = []\nmon = '9-18'", ["line 3: hours.mon:", "a list"]),
        ("hours = {sun = [], mon = '9-18'}", ["line 1: hours.mon:", "a list"]),
        ('[days]\n"01-03" = []\n12-24 = 1', ["line 3: days.12-24:", "a list"]),
        ("[pausing]\ncustomer = ['all']", ["line 2", "pausing.customer", "'all'", "solved"]),
        ("[pausing]\nweather = []", ["line 2", "pausing.weather", "customer, internal, date"]),
        ("[heat]\n'怒り' = -1", ["line 2", "heat.怒り", "from 0"]),
        ("[alarms]\nunowned = '1 hour'", ["line 2", "alarms.unowned", "'1 hour'", "1h30m"]),
        ("[alarms]\nsoon = '0m'", ["line 2", "alarms.soon", "'0m'"]),
        ("[alarms]\nin_hand = 0", ["line 2", "alarms.in_hand", "from 1"]),
        ("[alarms]\nin_hand = 'ten'", ["line 2", "alarms.in_hand", "a whole number"]),
        ("[alarms]\non = ['all']", ["line 2", "alarms.on", "'all'", "unowned"]),
        ("[alarms]\ntell = ['boss']", ["line 2", "alarms.tell", "'boss'", "leads"]),
        ("[alarms]\nmail_too = []", ["line 2", "`mail_too`", "`mail_to`"]),
        ("[alarms]\nmail = ['broken']", ["alarms.mail_to", "which addresses"]),
        ("[alarms]\nmail_to = ['boss']", ["line 2", "alarms.mail_to", "'boss'"]),
        (
            "[alarms]\nmail = ['broken']\nmail_to = ['boss@example.com']",
            ["line 2", "alarms.mail", "own_addresses"],
        ),
        (
            "own_addresses = ['s@example.jp']\n[alarms]\nmail_to = ['S@example.jp']",
            ["line 3", "alarms.mail_to", "mailbox of the team"],
        ),
    ],
)
def test_a_mistake_is_named_with_its_line_and_key(
    shell: Shell, text: str, words: list[str]
) -> None:
    before = shell.json("team", "show")
    told = shell.fails(2, "team", "apply", "-", stdin=text)
    assert all(word in told for word in words), told
    assert shell.json("team", "show") == before


def test_alarms_are_kept_but_for_what_is_written_anew(shell: Shell) -> None:
    shell.ok("team", "apply", "-", stdin="[alarms]\nunowned = '2h'\non = ['unowned', 'laden']")
    shell.ok("team", "apply", "-", stdin="[alarms]\nin_hand = 5")
    kept = shell.json("team", "show")["alarms"]
    assert (kept["unowned"], kept["on"], kept["in_hand"]) == ("2h", ["unowned", "laden"], 5)
    shown = shell.ok("team", "show")
    assert shell.ok("team", "apply", "-", stdin=shown) == "Nothing was changed.\n"
