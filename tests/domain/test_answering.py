"""The beginning of a reply: whom, from where, about what, with which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csboard.domain.answering import (
    MAX_QUOTED,
    Answered,
    beginning,
    language_of,
    latest_of_customer,
    tagged,
    without_prefixes,
)
from csboard.domain.draft_states import Around
from csboard.domain.letters import Address
from csboard.domain.records import Channel, Direction, Member, Message, Role
from csboard.domain.replies import Recipients, Words
from csboard.domain.settings import TeamSettings
from csboard.domain.sorting import STRANGER
from csboard.i18n import use_language
from tests.domain.builders import INQUIRY, NOW, SATO, TANAKA

SUPPORT, SALES = "Support@shop.example", "sales@shop.example"
TEAM = TeamSettings(name="サポート", own_addresses=(SUPPORT, SALES), signature="{team} {name}")
MAIL = Message(11, Direction.IN, NOW, "山田", "yamada@example.jp", "件名", "困っています\n")
ENGLISH = MAIL._replace(
    sender_name="Ms Hill", subject="Order 7", text="Where is it?\n> old\n\nHill"
)


def begun(
    message: Message | None = MAIL,
    settings: TeamSettings = TEAM,
    *,
    mailbox: str = "",
    people: tuple[str, ...] = (),
    writer: Member = SATO,
    to_all: bool = False,
) -> Words:
    answered = Answered(message, Around(mailbox, people)) if message else None
    return beginning(INQUIRY, answered, settings, writer, NOW, to_all=to_all)


def emails(recipients: Recipients) -> tuple[list[str], list[str]]:
    to, cc = recipients
    return [one.email for one in to], [one.email for one in cc]


# ---- whom, and from where -------------------------------------------------------------------

EVERYBODY = ("boss@example.jp", "support@shop.example", "yamada@example.jp", "boss@example.jp")
WHOM: list[tuple[Message | None, bool, list[str], list[str]]] = [
    (MAIL, False, ["yamada@example.jp"], []),
    (MAIL, True, ["yamada@example.jp"], ["boss@example.jp"]),
    # Another wrote in the conversation, as the customer's colleague.
    (
        MAIL._replace(sender_email="Boss@example.jp"),
        True,
        ["Boss@example.jp"],
        ["yamada@example.jp"],
    ),
    # Forms and colleagues write from our own addresses: the customer is who asks.
    (MAIL._replace(sender_email="SUPPORT@shop.example"), False, ["yamada@example.jp"], []),
    (MAIL._replace(sender_email=""), False, ["yamada@example.jp"], []),
    (None, True, ["yamada@example.jp"], []),
]


@pytest.mark.parametrize(("message", "to_all", "to", "cc"), WHOM)
def test_to_whom_it_goes(
    message: Message | None, to_all: bool, to: list[str], cc: list[str]
) -> None:
    assert emails(begun(message, people=EVERYBODY, to_all=to_all).recipients) == (to, cc)


def test_names_go_with_their_addresses() -> None:
    assert begun().recipients.to == (Address("山田", "yamada@example.jp"),)


def test_a_customer_without_an_address_is_no_recipient() -> None:
    unknown = INQUIRY._replace(customer=INQUIRY.customer._replace(email=""))
    assert beginning(unknown, None, TEAM, SATO, NOW).recipients == Recipients()
    own = INQUIRY._replace(customer=INQUIRY.customer._replace(email=SALES))
    assert beginning(own, None, TEAM, SATO, NOW).recipients == Recipients(), "never to ourselves"


@pytest.mark.parametrize(
    ("own", "mailbox", "sender"),
    [
        ((SUPPORT, SALES), "sales@shop.example", SALES),
        ((SUPPORT, SALES), "support@shop.example", SUPPORT),
        ((SUPPORT, SALES), "", SUPPORT),
        ((SUPPORT, SALES), "closed@shop.example", SUPPORT),
        ((), "", ""),
    ],
)
def test_it_goes_out_from_the_mailbox_that_was_written_to(
    own: tuple[str, ...], mailbox: str, sender: str
) -> None:
    assert begun(settings=replace(TEAM, own_addresses=own), mailbox=mailbox).sender == sender


def test_the_customers_latest_is_answered() -> None:
    note = MAIL._replace(id=12, direction=Direction.NOTE)
    stranger = MAIL._replace(id=13, flag=STRANGER)
    later = MAIL._replace(id=14)
    assert latest_of_customer((MAIL, later, note, stranger)) == later
    assert latest_of_customer((note, stranger)) is None


# ---- about what -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subject", "about"),
    [
        ("件名", "件名"),
        ("Re: 件名", "件名"),
        ("RE:件名", "件名"),
        ("re : Re: RE: 件名", "件名"),
        ("Re[2]: 件名", "件名"),
        ("Re(3)： 件名", "件名"),
        ("回复：件名", "件名"),
        ("回覆: 答复: 件名", "件名"),
        ("返信: 件名", "件名"),
        ("AW: SV: Antw: 件名", "件名"),
        ("[CS#1042] Re: 件名", "件名"),
        ("Re: ［CS＃1042］ 件名", "件名"),
        ("Fwd: Re: 件名", "Fwd: Re: 件名"),
        ("Regarding: 件名", "Regarding: 件名"),
        ("Re 件名", "Re 件名"),
        ("Report: 件名", "Report: 件名"),
    ],
)
def test_the_subject_has_one_re(subject: str, about: str) -> None:
    assert without_prefixes(subject) == about
    assert begun(MAIL._replace(subject=subject)).subject == f"Re: {about}"


@pytest.mark.parametrize("subject", ["", "Re:", " 回复： "])
def test_without_a_subject_the_inquirys_stands(subject: str) -> None:
    assert begun(MAIL._replace(subject=subject)).subject == f"Re: {INQUIRY.subject}"


def test_after_a_call_nothing_is_answered() -> None:
    assert begun(None).subject == INQUIRY.subject


def test_by_hand_the_subject_carries_the_number() -> None:
    assert tagged("Re: 件名", 1042) == "[CS#1042] Re: 件名"
    assert without_prefixes(tagged("Re: 件名", 1042)) == "件名"


# ---- with which words ---------------------------------------------------------------------

QUOTE = "11/24(火) 10:00 山田 様:\n> 困っています\n"


@pytest.mark.parametrize(
    ("quoting", "signature", "text"),
    [
        ("below", "{team} {name}", f"\n\nサポート 佐藤\n\n{QUOTE}"),
        ("above", "{team} {name}", f"{QUOTE}\n\n\nサポート 佐藤\n"),
        ("none", "{team} {name}", "\n\nサポート 佐藤\n"),
        ("below", "", f"\n\n{QUOTE}"),
        ("above", "", f"{QUOTE}\n"),
        ("none", "", ""),
        ("none", "--\n{name}\n{phone} {0}", "\n\n--\n佐藤\n{phone} {0}\n"),
    ],
)
def test_what_stands_in_a_new_draft(quoting: str, signature: str, text: str) -> None:
    assert begun(settings=replace(TEAM, quoting=quoting, signature=signature)).text == text


def test_a_writer_without_a_name_signs_with_their_login() -> None:
    assert "サポート tanaka" in begun(writer=TANAKA).text
    braces = Member(9, "x", "{team}", Role.MEMBER)
    assert "サポート {team}\n" in begun(writer=braces).text, "a name is no template"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_quotation_speaks_the_customers_language(language: str) -> None:
    """Whatever the writer's own is."""
    use_language(language)
    english = replace(TEAM, signature="")
    told = "\n\nOn Tue Nov 24 10:00, Ms Hill wrote:\n> Where is it?\n>> old\n>\n> Hill\n"
    assert begun(ENGLISH, english).text == told
    assert QUOTE in begun().text


def test_a_year_ago_says_so() -> None:
    old = MAIL._replace(at=NOW - timedelta(days=365))
    assert "2025/11/24(月) 10:00 山田 様:" in begun(old).text


def test_a_sender_without_a_name_goes_by_the_address() -> None:
    assert "yamada@example.jp 様:" in begun(MAIL._replace(sender_name="")).text


@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.COUNTER])
def test_what_a_colleague_wrote_down_of_a_call_is_not_quoted_as_the_customers(
    channel: Channel,
) -> None:
    def first_text(message: Message) -> str:
        called = INQUIRY._replace(channel=channel)
        return beginning(called, Answered(message), TEAM, SATO, NOW).text

    assert first_text(MAIL) == begun(None).text
    assert "> 困っています" in first_text(MAIL._replace(receipt_id=3)), "a mail that came later"


def test_an_empty_mail_is_not_quoted() -> None:
    assert begun(MAIL._replace(text=" \n")).text == begun(None).text


def test_a_long_mail_is_quoted_in_part() -> None:
    words = "長い行\n" * 9_000
    text = begun(MAIL._replace(text=words)).text
    assert len(text) < MAX_QUOTED * 2
    assert text.endswith("> 長い行\n> （以下省略）\n")
    assert begun(MAIL._replace(text="x" * 50_000)).text.count("x") == MAX_QUOTED


@pytest.mark.parametrize(
    ("text", "language"), [("はい", "ja"), ("領収書", "ja"), ("Yes", "en"), ("", "en")]
)
def test_which_language_a_text_is_in(text: str, language: str) -> None:
    assert language_of(text) == language


@given(st.text(), st.text(max_size=300), st.sampled_from(["below", "above", "none"]))
def test_any_mail_can_be_answered(subject: str, text: str, quoting: str) -> None:
    """Every line of it stands behind a mark, and none beside it."""
    words = begun(
        MAIL._replace(subject=subject, text=text.replace("\r", "")),
        replace(TEAM, quoting=quoting, signature=""),
    )
    assert words.subject.startswith("Re: ")
    assert not without_prefixes(words.subject[4:]).lower().startswith("re:")
    lines = [line for line in words.text.split("\n") if line and not line.startswith(">")]
    assert len(lines) <= 1
