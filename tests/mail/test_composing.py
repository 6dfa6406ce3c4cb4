"""A reply as a mail: what belongs in it is there letter for letter, and nothing else gets in."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from csboard.domain.letters import Address
from csboard.domain.mailable import mailable
from csboard.mail.composing import (
    MAX_IDS,
    MAX_REFERENCES,
    CannotCompose,
    Enclosure,
    composed,
)
from csboard.mail.reading import read
from csboard.text import clean
from tests.support.outgoing import (
    HOSTILE,
    HOSTILE_ADDRESSES,
    HOSTILE_IDS,
    OUR_ID,
    faults,
    parsed,
    reply,
)

US = ("yamada@example.jp", "boss@example.jp")


@pytest.mark.parametrize(
    "subject",
    [
        "Re: plain",
        "Re: 日本語と English を混ぜた 件名",
        "Re: " + "長い件名" * 30,
        "a  b",
        "x" * 400,
        "Re: 髙﨑㈱①",
        "Re: =?not an encoded word",
        "Re: 👩‍👩‍👧 か゚",
    ],
)
def test_subjects_come_back_letter_for_letter(subject: str) -> None:
    mail = composed(reply(subject=subject))
    assert read(mail.data).subject == clean(subject)
    head = mail.data.partition(b"\r\n\r\n")[0]
    assert max(map(len, head.split(b"\r\n"))) <= 78


@pytest.mark.parametrize(
    "name", ["山田 太郎", "Yamada, Taro", 'A "q" \\ b', "長" * 60, "", "a" * 90]
)
def test_names_come_back(name: str) -> None:
    to = (Address(name, "a@example.jp"), Address("", "..taro..yama.@mobile.example"))
    letter = read(composed(reply(to=to)).data)
    assert letter.to == to


def test_everything_is_where_it_belongs() -> None:
    at = datetime(2026, 11, 23, 9, 30, tzinfo=timezone(timedelta(hours=9)))
    message = parsed(composed(reply(at=at)))
    assert message["date"] == "Mon, 23 Nov 2026 09:30:00 +0900"
    assert (message["message-id"], message["x-csboard-loop"]) == (OUR_ID, "shop.example")
    assert message["in-reply-to"] == "<second@example.jp>"
    assert message["references"].split() == ["<first@example.jp>", "<second@example.jp>"]
    assert "auto-submitted" not in message  # a person has written it
    assert (message.get_content_charset(), message["content-transfer-encoding"]) == (
        "utf-8",
        "base64",
    )


def test_a_first_mail_answers_nothing() -> None:
    message = parsed(composed(reply(thread=())))
    assert message["in-reply-to"] is message["references"] is None


def test_long_ids_are_unmangled() -> None:
    """As Exchange Online makes them; the standard library encodes from 78 characters on."""
    long = f"<{'A1' * 60}@tyo01prod.outlook.example>"
    huge = f"<{'a' * 990}@b>"
    message = parsed(composed(reply(thread=("<first@example.jp>", long))))
    assert message["in-reply-to"].strip() == long
    assert message["references"].split() == ["<first@example.jp>", long]
    assert parsed(composed(reply(thread=(huge,))))["references"].strip() == huge


def test_long_references_are_cut_in_the_middle() -> None:
    ids = tuple(f"<{n}@example.jp>" for n in range(40))
    kept = parsed(composed(reply(thread=ids)))["references"].split()
    assert kept == [ids[0], *ids[-MAX_IDS + 1 :]]
    wide = tuple(f"<{n}{'a' * 300}@example.jp>" for n in range(12))
    raw = composed(reply(thread=wide)).data
    field = raw.partition(b"References:")[2].partition(b"X-CSBoard")[0]
    assert len(field) <= MAX_REFERENCES
    assert field.split() == [wide[0].encode(), *(one.encode() for one in wide[-3:])]


def test_files_come_with_it() -> None:
    files = (
        Enclosure("見積書 2026.pdf", "application/pdf", b"%PDF" + bytes(range(256))),
        Enclosure("mail.eml", "message/rfc822", b"From: x\n\ny"),
        Enclosure("a.txt", "text/plain", b"plain\n"),
        Enclosure("a.txt", "text/html\r\nX-Evil: 1", b"again"),
    )
    mail = composed(reply(files=files))
    letter, message = read(mail.data), parsed(mail)
    assert [one.name for one in letter.attachments][:3] == ["見積書 2026.pdf", "mail.eml", "a.txt"]
    assert letter.text == "お世話になっております。"
    parts = [part for part in message.walk() if not part.is_multipart()]
    assert [part.get_payload(decode=True) for part in parts[1:]] == [one.data for one in files]
    assert "x-evil" not in {name.lower() for part in parts for name in part}


def test_the_same_reply_makes_the_same_bytes() -> None:
    files = (Enclosure("a", "text/plain", b"x"),)
    assert composed(reply(files=files)) == composed(reply(files=files))


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_gets_in_by_subjects_names_and_files(words: str) -> None:
    to = (Address(words, "yamada@example.jp"),)
    files = (Enclosure(words, words, b"x"),)
    assert not faults(composed(reply(subject=words)), US)
    assert not faults(composed(reply(to=to)), US)
    assert not faults(composed(reply(from_name=words)), US)
    assert not faults(composed(reply(files=files)), US)
    assert read(composed(reply(subject=words)).data).subject == clean(words).strip()[:1000] or (
        len(words) > 1000
    )


@pytest.mark.parametrize("message_id", HOSTILE_IDS, ids=range(len(HOSTILE_IDS)))
def test_ids_that_would_change_are_left_out(message_id: str) -> None:
    mail = composed(reply(thread=("<first@example.jp>", message_id, "<second@example.jp>")))
    assert not faults(mail, US)
    assert parsed(mail)["references"].split() == ["<first@example.jp>", "<second@example.jp>"]
    with pytest.raises(CannotCompose, match="id"):
        composed(reply(message_id=message_id))


@pytest.mark.parametrize("email", HOSTILE_ADDRESSES, ids=range(len(HOSTILE_ADDRESSES)))
def test_what_is_no_single_address_is_refused(email: str) -> None:
    assert not mailable(email)
    with pytest.raises(CannotCompose, match="address"):
        composed(reply(to=(Address("", email),)))


def test_without_anybody_there_is_no_mail() -> None:
    bare = reply()
    nobody = bare.words.recipients._replace(to=(), cc=())
    with pytest.raises(CannotCompose, match="recipients"):
        composed(bare._replace(words=bare.words._replace(recipients=nobody)))
    with pytest.raises(CannotCompose, match="sender"):
        composed(bare._replace(words=bare.words._replace(sender="")))
