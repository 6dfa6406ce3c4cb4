"""Who may write in a draft, and that no words are written over; what each refusal says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from csboard.domain.commands import Command
from csboard.domain.decisions import Decision, Insert, Quiet, Thing, Update
from csboard.domain.draft_commands import (
    AddFile,
    BeginDraft,
    DiscardDraft,
    HoldPen,
    LeaveWords,
    RemoveFile,
    SaveDraft,
    TakePen,
)
from csboard.domain.draft_states import BeginState, DraftState
from csboard.domain.letters import Address
from csboard.domain.records import Direction, Member, Message
from csboard.domain.replies import (
    PEN_REST,
    Draft,
    FileInfo,
    OutboxEntry,
    OutboxState,
    Pen,
    Recipients,
    Revision,
    Words,
)
from csboard.domain.revisions import digest_of, digest_of_draft
from csboard.domain.rules import rule_for
from csboard.domain.settings import TeamSettings
from csboard.domain.states import InquiryState
from csboard.errors import Conflict, Refused
from tests.domain.builders import FREE, INQUIRY, MEMBERS, NOW, SATO, SUZUKI, TANAKA, owned

WORDS = Words(Recipients((Address("山田", "yamada@example.jp"),)), "Re: 件名", "お返事\n")
OTHER = WORDS._replace(text="別の言葉\n")
DRAFT = Draft(
    id=5,
    number=1042,
    author="sato",
    writer="sato",
    begun_at=NOW - timedelta(minutes=10),
    saved_at=NOW - timedelta(minutes=3),
    version=4,
    words=WORDS,
)
MAIL = Message(11, Direction.IN, NOW, "山田", "yamada@example.jp", "件名", "困っています")


def whole(actor: Member) -> InquiryState:
    return InquiryState(actor, TeamSettings(), INQUIRY, (owned(SATO),), MEMBERS)


def state(actor: Member = SATO, draft: Draft = DRAFT, **more: Any) -> DraftState:
    return DraftState(whole(actor), draft, **more)


def with_pen(member: Member, session: str = "a", *, silent: float = 5) -> Draft:
    return DRAFT._replace(pen=Pen(member.login, session, NOW - timedelta(seconds=silent)))


def sending(state: OutboxState) -> OutboxEntry:
    return OutboxEntry(
        1, 5, 1042, 2, "d", "<i>", "smtp", state, NOW, "sato", NOW, attempt=1, version=1
    )


def decide(given: Any, command: Command) -> Any:
    return rule_for(command)(given, command, NOW)


def code_of(given: Any, command: Command) -> str:
    with pytest.raises(Refused) as refused:
        decide(given, command)
    return refused.value.code


def values_of(decision: Decision | Quiet, thing: Thing = Thing.DRAFT) -> Any:
    (found,) = [one for one in decision.changes if one.thing is thing]
    return dict(found.values)


def saving(words: Words = OTHER, *, version: int = 4, session: str = "a") -> SaveDraft:
    return SaveDraft(draft_id=5, session=session, seen_version=version, words=words, seen=11)


# ---- beginning ----------------------------------------------------------------------------


def test_whoever_begins_is_the_author_and_has_the_pen() -> None:
    decision = decide(BeginState(whole(TANAKA), (MAIL,)), BeginDraft(number=1042, session="a"))
    row = values_of(decision)
    assert (row["author_id"], row["writer_id"], row["pen_id"]) == (TANAKA.id,) * 3
    assert (row["answers_id"], row["seen_id"], row["pen_session"]) == (11, 11, "a")
    assert row["subject"] == "Re: 件名"
    assert [one.thing for one in decision.changes] == [Thing.DRAFT], "the card stays whose it is"
    assert "困" not in repr(decision.event), "no words in the history"


def test_a_draft_without_a_board_has_no_pen() -> None:
    row = values_of(decide(BeginState(whole(SATO), ()), BeginDraft(number=1042)))
    assert "pen_id" not in row
    assert row["answers_id"] is None


def test_an_inquiry_has_one_reply_at_a_time() -> None:
    given = BeginState(whole(TANAKA), (MAIL,), drafts=(DRAFT,))
    with pytest.raises(Conflict, match=r"佐藤.*#1042.*10 min ago") as refused:
        decide(given, BeginDraft(number=1042))
    assert refused.value.code == "drafted"


@pytest.mark.parametrize("answers", [12, 99])
def test_only_a_customers_message_is_answered(answers: int) -> None:
    note = MAIL._replace(id=12, direction=Direction.NOTE)
    given = BeginState(whole(SATO), (MAIL, note))
    assert code_of(given, BeginDraft(number=1042, answers=answers)) == "no_such_message"


# ---- saving -------------------------------------------------------------------------------


def test_saving_keeps_words_writer_pen_and_what_was_seen() -> None:
    (update,) = decide(state(TANAKA), saving()).changes
    assert update.version == 4
    assert update.values == {
        "pen_id": TANAKA.id,
        "pen_session": "a",
        "pen_at": NOW,
        "seen_id": 11,
        "sender": "",
        "recipients": {"to": [{"name": "山田", "email": "yamada@example.jp"}], "cc": []},
        "subject": "Re: 件名",
        "text": "別の言葉\n",
        "writer_id": TANAKA.id,
        "saved_at": NOW,
    }


@pytest.mark.parametrize("version", [4, 3])
def test_the_same_words_again_only_keep_the_pen(version: int) -> None:
    """Also when the answer to the first saving was lost, and its version with it."""
    (update,) = decide(state(), saving(WORDS, version=version)).changes
    assert update.version is None
    assert set(update.values) == {"pen_id", "pen_session", "pen_at", "seen_id"}


def test_words_are_not_written_over() -> None:
    with pytest.raises(Conflict, match="佐藤 wrote in the reply to #1042 3 min ago") as refused:
        decide(state(TANAKA), saving(version=3))
    assert refused.value.code == "written"


PENS: list[tuple[Draft, Member, str, str]] = [
    (DRAFT, TANAKA, "a", ""),
    (with_pen(SATO), SATO, "a", ""),
    (with_pen(SATO), SATO, "b", "pen"),
    (with_pen(SATO), TANAKA, "a", "pen"),
    (with_pen(SATO), SUZUKI, "a", "pen"),
    (with_pen(SATO, silent=PEN_REST), TANAKA, "a", "pen"),
    (with_pen(SATO, silent=PEN_REST + 1), TANAKA, "a", ""),
]


@pytest.mark.parametrize(("draft", "who", "session", "code"), PENS)
@pytest.mark.parametrize(
    "make",
    [
        lambda session: saving(session=session),
        lambda session: HoldPen(draft_id=5, session=session),
    ],
    ids=["save", "hold"],
)
def test_one_person_writes_at_one_board(
    make: Callable[[str], Command], draft: Draft, who: Member, session: str, code: str
) -> None:
    if code:
        assert code_of(state(who, draft), make(session)) == code
    else:
        values = values_of(decide(state(who, draft), make(session)))
        assert (values["pen_id"], values["pen_session"]) == (who.id, session)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (WORDS._replace(text="長" * 200_001), "too_long"),
        (WORDS._replace(text="x" * 5_000_000), "too_long"),
        (WORDS._replace(subject="長" * 501), "too_long"),
        (WORDS._replace(recipients=Recipients((Address("", "a@b.jp\r\nBcc: c@d.jp"),))), "address"),
        (WORDS._replace(recipients=Recipients((Address("x\ny", "a@b.jp"),))), "address"),
        (WORDS._replace(recipients=Recipients((Address("", "a" * 321),))), "too_long"),
        (
            WORDS._replace(recipients=Recipients(tuple(Address("", f"{n}@b") for n in range(51)))),
            "too_many",
        ),
    ],
    ids=["text", "5 MB", "subject", "line break", "in a name", "address", "many"],
)
def test_what_no_mail_holds_is_refused(words: Words, code: str) -> None:
    assert code_of(state(), saving(words)) == code
    assert code_of(state(), LeaveWords(draft_id=5, words=words)) == code


def test_words_are_made_harmless_and_half_an_address_is_kept() -> None:
    typed = WORDS._replace(
        recipients=Recipients((Address("", "yamada@"), Address("", "YAMADA@"), Address("x", ""))),
        subject=" a\nb ",
        text="\x1b[2J一\r\n二\t三\n",
    )
    values = values_of(decide(state(), saving(typed)))
    assert values["recipients"]["to"] == [{"name": "", "email": "yamada@"}]
    assert values["subject"] == "a b"
    assert values["text"] == "\u241b[2J一\n二\t三\n"


ENDED: list[tuple[DraftState, str]] = [
    (state(draft=DRAFT._replace(ended_at=NOW, ending="sent")), "ended"),
    (state(draft=DRAFT._replace(ended_at=NOW, ending="discarded")), "ended"),
    *(
        (state(entry=sending(OutboxState(one))), "on_its_way")
        for one in ("queued", "claimed", "handing", "unknown")
    ),
    *((state(entry=sending(OutboxState(one))), "") for one in ("failed", "stopped")),
]
ACTS: list[Command] = [
    saving(),
    HoldPen(draft_id=5, session="a"),
    TakePen(draft_id=5, session="a"),
    DiscardDraft(draft_id=5),
    AddFile(draft_id=5, name="x", data=b""),
]


@pytest.mark.parametrize(("given", "code"), ENDED)
@pytest.mark.parametrize("act", ACTS, ids=lambda act: type(act).__name__)
def test_what_has_ended_or_is_on_its_way_stays(given: DraftState, code: str, act: Command) -> None:
    if code:
        assert code_of(given, act) == code
    else:
        assert decide(given, act)


def test_what_may_have_gone_out_is_settled_first() -> None:
    with pytest.raises(Refused, match="Nobody knows whether"):
        decide(state(entry=sending(OutboxState.UNKNOWN)), saving())


# ---- the pen --------------------------------------------------------------------------------


def test_a_pen_is_laid_down_by_whoever_has_it() -> None:
    leave = HoldPen(draft_id=5, session="a", leave=True)
    free = {"pen_id": None, "pen_session": "", "pen_at": None}
    assert values_of(decide(state(SATO, with_pen(SATO)), leave)) == free
    for given in (state(TANAKA, with_pen(SATO)), state(SATO, with_pen(SATO, "b")), state()):
        assert decide(given, leave) == Quiet(())


def test_a_taken_pen_keeps_the_words_as_a_revision() -> None:
    given = state(TANAKA, with_pen(SATO))
    decision = decide(given, TakePen(draft_id=5, session="b"))
    revision = values_of(decision, Thing.REVISION)
    assert (revision["author_id"], revision["text"], revision["seq"]) == (SATO.id, "お返事\n", 1)
    assert decision.event.detail["from"] == "sato"
    assert values_of(decision)["pen_id"] == TANAKA.id
    kept = Revision(8, 5, 1, NOW, "sato", WORDS, (), digest_of_draft(DRAFT))
    again = decide(given._replace(revisions=(kept,)), TakePen(draft_id=5, session="b"))
    assert [one.thing for one in again.changes] == [Thing.DRAFT], "it is there already"
    assert again.event.detail["revision"] == 8


@pytest.mark.parametrize(
    ("draft", "code"),
    [(with_pen(SATO), "yours"), (with_pen(SATO, "b"), ""), (with_pen(SATO, silent=999), "yours")],
)
def test_ones_own_pen_is_taken_from_another_board(draft: Draft, code: str) -> None:
    take = TakePen(draft_id=5, session="a")
    assert (code_of(state(SATO, draft), take) if code else "") == code
    assert code or decide(state(SATO, draft), take).event.detail["from"] == "sato"


# ---- files ----------------------------------------------------------------------------------


def file(size: int, file_id: int = 1, name: str = "a.txt") -> FileInfo:
    return FileInfo(file_id, name, "text/plain", size, "0" * 64)


@pytest.mark.parametrize(
    ("name", "stored", "kind"),
    [
        ("請求書.PDF", "請求書.PDF", "application/pdf"),
        ("../../etc/passwd", "passwd", "application/octet-stream"),
        ("C:\\x\\a.txt", "a (2).txt", "text/plain"),
        (".bashrc", "bashrc", "application/octet-stream"),
        ("con.txt", "_con.txt", "text/plain"),
        ("a\r\nb\u202etxt.exe", "a b_txt.exe", "application/octet-stream"),
        ("", "attachment", "application/octet-stream"),
    ],
)
def test_a_file_gets_a_harmless_name_of_its_own(name: str, stored: str, kind: str) -> None:
    given = state(draft=DRAFT._replace(files=(file(5),)))
    decision = decide(given, AddFile(draft_id=5, name=name, data=b"data"))
    row = values_of(decision, Thing.DRAFT_FILE)
    assert (row["name"], row["type"], row["size"]) == (stored, kind, 4)
    assert stored not in repr(decision.event)


@pytest.mark.parametrize(
    ("sizes", "size", "code"),
    [
        ((), 10_000_000, ""),
        ((), 10_000_001, "too_large"),
        ((10_000_000,), 10_000_000, ""),
        ((10_000_000, 1), 10_000_000, "too_large"),
        ((0,) * 49, 0, ""),
        ((0,) * 50, 0, "too_large"),
    ],
)
def test_how_much_goes_with_a_reply(sizes: tuple[int, ...], size: int, code: str) -> None:
    files = tuple(file(one, place) for place, one in enumerate(sizes))
    adding = AddFile(draft_id=5, name="b.txt", data=b"x" * size)
    given = state(TANAKA, with_pen(SATO)._replace(files=files))
    assert (code_of(given, adding) if code else bool(decide(given, adding))) == (code or True)


def test_a_file_is_taken_out_that_is_there() -> None:
    given = state(draft=DRAFT._replace(files=(file(5, 3),)))
    (update,) = decide(given, RemoveFile(draft_id=5, file_id=3)).changes
    assert update.values == {"removed_at": NOW}
    assert code_of(given, RemoveFile(draft_id=5, file_id=4)) == "no_such_file"


# ---- words left, and discarding ----------------------------------------------------------------


def test_words_are_left_beside_a_draft_whatever_became_of_it() -> None:
    older = Revision(8, 5, 3, NOW, "sato", WORDS, (), digest_of(WORDS, ()))
    sent = DRAFT._replace(ended_at=NOW, ending="sent")
    for draft in (DRAFT, with_pen(SATO), sent):
        given = state(TANAKA, draft, revisions=(older,))
        (row,) = decide(given, LeaveWords(draft_id=5, words=OTHER)).changes
        assert isinstance(row, Insert)
        told = {key: row.values[key] for key in ("kind", "seq", "author_id", "text")}
        assert told == {"kind": "left", "seq": 4, "author_id": TANAKA.id, "text": "別の言葉\n"}
    assert code_of(state(TANAKA), LeaveWords(draft_id=5, words=WORDS)) == "unchanged"


@pytest.mark.parametrize(
    ("who", "draft", "code"),
    [
        (SATO, DRAFT, ""),
        (SATO, DRAFT._replace(author="tanaka"), ""),
        (SUZUKI, DRAFT, ""),
        (TANAKA, DRAFT, "not_yours"),
        (TANAKA, DRAFT._replace(author="tanaka"), ""),
        (SATO, with_pen(SATO, "elsewhere"), ""),
        (SUZUKI, with_pen(SATO), "pen"),
        (SUZUKI, with_pen(SATO, silent=99), ""),
    ],
)
def test_who_may_discard_a_draft(who: Member, draft: Draft, code: str) -> None:
    discard = DiscardDraft(draft_id=5)
    if code:
        assert code_of(state(who, draft), discard) == code
        return
    (update,) = decide(state(who, draft), discard).changes
    assert isinstance(update, Update)
    assert update.values["ending"] == "discarded"
    assert update.version is None, "the version is the words', which stay"


def test_free_means_free() -> None:
    assert FREE.owner is None  # a reply that nobody has is discarded by its author too
    given = state(TANAKA, DRAFT._replace(author="tanaka"))
    nobodys = given._replace(whole=given.whole._replace(tasks=(FREE,)))
    assert decide(nobodys, DiscardDraft(draft_id=5))
