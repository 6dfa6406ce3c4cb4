"""What becomes of a mail, as tables: one line a rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from csboard.domain.letters import Address, Letter, Report
from csboard.domain.settings import TeamSettings
from csboard.domain.sorting import MAX_HOPS, STRANGER, Action, Correspondence, Verdict, sort

NOW = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
OURS = Address("サポート", "Support@csboard.example")
FORM = Address("", "form@shop.example")
YAMADA = Address("山田", "yamada@example.jp")
STRANGER_ADDRESS = Address("", "someone@else.example")
OUR_ID = "<csb.1.5.k3v9q2x8w7t1m4pz@csboard.example>"
THEIR_ID = "<m1@mua.example.jp>"
SETTINGS = TeamSettings(
    own_addresses=("support@csboard.example",),
    form_senders=("form@shop.example",),
    mail_domain="mail.csboard.example",
)
PLAIN = Letter(
    subject="件名",
    sender=YAMADA,
    from_=YAMADA,
    to=(OURS,),
    cc=(),
    sent_at=NOW - timedelta(minutes=5),
    message_id="<new@mua.example.jp>",
    in_reply_to=(),
    references=(),
    text="本文",
    attachments=(),
    digest="d",
)
KNOWN = Correspondence(
    sent={OUR_ID: 1},
    received={THEIR_ID: (2,)},
    participants={1: frozenset({"yamada@example.jp"}), 2: frozenset({"yamada@example.jp"})},
)
NOTHING_KNOWN = Correspondence()
BOUNCE = Report("bounce", "yamada@example.jp", "5.1.1")


def verdict(known: Correspondence = KNOWN, /, **changes: Any) -> Verdict:
    return sort(replace(PLAIN, **changes), known, SETTINGS, NOW)


@pytest.mark.parametrize(
    ("changes", "action", "reason", "number"),
    [
        ({}, Action.OPEN, "", None),
        # conversations
        ({"in_reply_to": (OUR_ID,)}, Action.JOIN, "", 1),
        ({"references": ("<x@y>", OUR_ID)}, Action.JOIN, "", 1),
        ({"in_reply_to": (THEIR_ID,)}, Action.JOIN, "", 2),
        ({"references": (THEIR_ID, OUR_ID)}, Action.JOIN, "", 1),
        ({"in_reply_to": (THEIR_ID,), "references": (OUR_ID,)}, Action.JOIN, "", 1),
        ({"in_reply_to": (OUR_ID.replace("k3", "xx"),)}, Action.OPEN, "", None),
        ({"mentioned_ids": (OUR_ID,)}, Action.OPEN, "", None),
        ({"subject_numbers": (2,)}, Action.JOIN, "", 2),
        ({"subject_numbers": (7,)}, Action.OPEN, "", None),
        ({"subject_numbers": (2,), "sender": STRANGER_ADDRESS}, Action.OPEN, "", None),
        # machines
        ({"message_id": OUR_ID}, Action.FILE, "loop", 1),
        ({"loop_mark": "MAIL.csboard.example"}, Action.FILE, "loop", None),
        ({"loop_mark": "csboard.example", "mentioned_ids": (OUR_ID,)}, Action.FILE, "loop", 1),
        ({"loop_mark": "another-team.example"}, Action.OPEN, "", None),
        ({"report": BOUNCE, "mentioned_ids": (OUR_ID,)}, Action.FILE, "bounce", 1),
        ({"report": BOUNCE}, Action.FILE, "bounce", None),
        ({"report": BOUNCE, "in_reply_to": (THEIR_ID,)}, Action.FILE, "bounce", None),
        ({"report": Report("receipt"), "automatic": "x"}, Action.FILE, "receipt", None),
        ({"automatic": "auto-submitted"}, Action.FILE, "auto-reply", None),
        ({"automatic": "x", "in_reply_to": (OUR_ID,)}, Action.FILE, "auto-reply", 1),
        ({"automatic": "x", "in_reply_to": (THEIR_ID,)}, Action.FILE, "auto-reply", 2),
        ({"automatic": "x", "from_": FORM}, Action.OPEN, "", None),
        # for a person to see
        ({"from_": OURS, "sender": OURS}, Action.HOLD, "own-address", None),
        ({"from_": OURS}, Action.HOLD, "own-address", None),
        ({"hops": MAX_HOPS}, Action.OPEN, "", None),
        ({"hops": MAX_HOPS + 1}, Action.HOLD, "hops", None),
        ({"problems": ("text-cut",)}, Action.OPEN, "", None),
        ({"problems": ("unreadable",)}, Action.HOLD, "unreadable", None),
        ({"problems": ("empty",)}, Action.HOLD, "empty", None),
        ({"problems": ("x", "over-limits"), "automatic": "x"}, Action.HOLD, "over-limits", None),
    ],
)
def test_rules(changes: dict[str, Any], action: Action, reason: str, number: int | None) -> None:
    found = verdict(**changes)
    assert (found.action, found.reason, found.number) == (action, reason, number)


def test_a_duplicate_is_filed_where_the_first_one_is() -> None:
    known = replace(KNOWN, duplicate_of=12, duplicate_number=3)
    found = verdict(known, in_reply_to=(OUR_ID,))
    assert (found.action, found.reason) == (Action.FILE, "duplicate")
    assert (found.duplicate_of, found.number) == (12, 3)


def test_a_loop_is_a_loop_even_the_second_time() -> None:
    assert verdict(replace(KNOWN, duplicate_of=12), message_id=OUR_ID).reason == "loop"


def test_a_report_says_about_what_and_whom() -> None:
    found = verdict(report=BOUNCE, mentioned_ids=(OUR_ID,))
    assert (found.about, found.failed_recipient, found.status) == (
        OUR_ID,
        "yamada@example.jp",
        "5.1.1",
    )


def test_a_stranger_who_holds_our_id_joins_with_a_flag() -> None:
    assert verdict(in_reply_to=(OUR_ID,), sender=STRANGER_ADDRESS).flag == STRANGER
    assert verdict(in_reply_to=(OUR_ID,)).flag == ""
    wide = Address("", "ＹＡＭＡＤＡ@example.jp")
    assert verdict(in_reply_to=(OUR_ID,), sender=wide).flag == "", "widths are folded"


def test_an_id_that_two_customers_mails_carry_means_the_senders_own() -> None:
    twice = replace(
        KNOWN,
        received={THEIR_ID: (3, 2)},
        participants={3: frozenset({"other@example.com"}), 2: frozenset({"yamada@example.jp"})},
    )
    assert verdict(twice, in_reply_to=(THEIR_ID,)).number == 2
    alone = verdict(twice, in_reply_to=(THEIR_ID,), sender=STRANGER_ADDRESS)
    assert alone.action is Action.OPEN, "nobody's text goes to a customer by guess"


def test_nearest_parent_wins() -> None:
    known = Correspondence(received={"<a@x>": (1,), "<b@x>": (2,)})
    assert verdict(known, references=("<a@x>", "<b@x>")).number == 2


@pytest.mark.parametrize(
    ("sender", "customer"), [(STRANGER_ADDRESS, STRANGER_ADDRESS), (OURS, YAMADA)]
)
def test_a_reply_to_of_ours_is_not_the_customer(sender: Address, customer: Address) -> None:
    assert verdict(NOTHING_KNOWN, sender=sender).customer == customer


def test_a_date_in_the_future_is_not_believed() -> None:
    assert verdict(sent_at=NOW + timedelta(days=2)).sent_at is None
    assert verdict(sent_at=NOW - timedelta(days=400)).sent_at == NOW - timedelta(days=400)


def test_ids_to_look_up_names_each_once() -> None:
    letter = replace(PLAIN, in_reply_to=("<a@x>",), references=("<b@x>", "<a@x>"))
    assert letter.ids_to_look_up == (PLAIN.message_id, "<a@x>", "<b@x>")
    assert replace(PLAIN, message_id="").ids_to_look_up == ()
