"""Successful cases: made, written on, retired, used in replies; the same on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.db.tables import MODELS
from csboard.domain.commands import (
    ApplySettings,
    EditInquiry,
    EraseInquiry,
    FileAsJunk,
    Merge,
    Move,
    Undo,
)
from csboard.domain.draft_commands import DiscardDraft
from csboard.domain.knowledge import Finding, SuccessFields
from csboard.domain.records import Actor, InquiryFields, Tags, TaskRef
from csboard.domain.revisions import digest_of_draft
from csboard.domain.sending_commands import RecordSent
from csboard.domain.settings import TeamSettings
from csboard.domain.success_commands import (
    BringBack,
    EditSuccess,
    MakeSuccess,
    PutIn,
    RetireSuccess,
    SayOfSuccess,
)
from csboard.errors import Conflict, Refused
from tests.support.desk import enter, open_inquiry, refusal
from tests.support.replies import written
from tests.support.replying import seen_of
from tests.support.successes import PASSAGE, answered, found, made

SATO, TANAKA = Actor("sato"), Actor("tanaka")
WORD = "hanabi"


@pytest.fixture
def ref(board: Board) -> TaskRef:
    """A question that Tanaka has answered; Sato leads."""
    enter(board, "sato")
    enter(board, "tanaka")
    asked = open_inquiry(board, "ログインできません", body="入れません。困っています。")
    tags = Tags(("認証",), ("ログイン不可",), ("困惑",))
    board.execute(EditInquiry(number=asked.number, fields=InquiryFields(tags=tags)), TANAKA)
    answered(board, asked, TANAKA)
    return asked


def test_a_case_holds_what_was_known_and_who_did_it(board: Board, ref: TaskRef) -> None:
    success = made(board, ref, SATO, was="入れません。", became="入れました!", why="手順を先に")
    view = board.success(success.id)
    assert (success.number, success.author, success.title) == (1001, "sato", "ログインできません")
    assert success.tags == Tags(("認証",), ("ログイン不可",), ("困惑",))
    assert (success.passage, success.was, success.became) == (
        PASSAGE,
        "入れません。",
        "入れました!",
    )
    assert (view.inquiry.number, view.replied_by) == (1001, "tanaka")
    assert [row.success for row in board.sheet().rows] == [success]
    (event,) = [one for one in board.history(1001) if one.kind == "success_made"]
    assert event.detail["success"] == success.id
    assert PASSAGE not in str(event.detail)


def test_a_case_without_a_reply_is_refused_but_one_by_voice_is_written(board: Board) -> None:
    enter(board, "sato")
    by_mail, by_phone = open_inquiry(board, channel="mail"), open_inquiry(board, channel="phone")
    fields = SuccessFields(passage=PASSAGE)
    said = refusal(board, MakeSuccess(number=by_mail.number, fields=fields), SATO)
    assert (said.code, "#1001" in said.sentence) == ("no_reply", True)
    success = made(board, by_phone, SATO)
    assert success.message_id is None
    nothing = MakeSuccess(number=by_phone.number, fields=SuccessFields(passage=" "))
    assert refusal(board, nothing, SATO).code == "no_passage"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": "長" * 201}, "too_long"),
        ({"why": "長" * 2_001}, "too_long"),
        ({"title": ""}, "no_title"),
        ({"title": "\n "}, "no_title"),
    ],
)
def test_what_cannot_be_written_is_refused(
    board: Board, ref: TaskRef, fields: dict[str, str], code: str
) -> None:
    values = SuccessFields(passage=PASSAGE)._replace(**fields)  # type: ignore[arg-type]
    assert refusal(board, MakeSuccess(number=1001, fields=values), SATO).code == code


def test_the_reply_must_be_one_of_this_inquiry(board: Board, ref: TaskRef) -> None:
    other = open_inquiry(board)
    sent = answered(board, other, SATO)
    command = MakeSuccess(number=1001, fields=SuccessFields(passage="x"), message_id=sent)
    assert refusal(board, command, SATO).code == "no_such_reply"


def test_editing_keeps_what_was_and_takes_it_back(board: Board, ref: TaskRef) -> None:
    success = made(board, ref, SATO, why="一")
    tags = Tags(("決済",), (), ())
    board.execute(EditSuccess(success_id=1, fields=SuccessFields(why="二", tags=tags)), TANAKA)
    changed = board.success(1).success
    assert (changed.why, changed.tags, changed.version) == ("二", tags, 2)
    board.execute(Undo(), TANAKA)
    back = board.success(1).success
    assert (back.why, back.tags) == (success.why, success.tags)
    same = EditSuccess(success_id=1, fields=SuccessFields(why="一"))
    assert refusal(board, same, SATO).code == "unchanged"
    bare = EditSuccess(success_id=1, fields=SuccessFields(passage=""))
    assert refusal(board, bare, SATO).code == "no_passage"


def test_nobody_writes_over_what_came_in_meanwhile(board: Board, ref: TaskRef) -> None:
    made(board, ref, SATO, why="一")
    was = SuccessFields(why="一")
    board.execute(EditSuccess(success_id=1, fields=SuccessFields(why="二"), was=was), TANAKA)
    with pytest.raises(Conflict) as lost:
        board.execute(EditSuccess(success_id=1, fields=SuccessFields(why="三"), was=was), SATO)
    assert lost.value.code == "edited"
    assert "tanaka" in lost.value.sentence
    # Another field is nobody's loss.
    board.execute(EditSuccess(success_id=1, fields=SuccessFields(became="良"), was=was), SATO)


def test_retired_and_brought_back(board: Board, ref: TaskRef) -> None:
    made(board, ref, SATO)
    board.execute(RetireSuccess(success_id=1), TANAKA)
    assert not board.sheet().rows
    assert [row.success.id for row in board.sheet(retired=True).rows] == [1]
    assert refusal(board, RetireSuccess(success_id=1), SATO).code == "retired"
    used = SayOfSuccess(success_id=1, word=Finding.USED)
    assert refusal(board, used, SATO).code == "retired"
    board.execute(BringBack(success_id=1), SATO)
    assert refusal(board, BringBack(success_id=1), SATO).code == "on_the_sheet"
    board.execute(Undo(), SATO)
    assert not board.sheet().rows
    board.execute(Undo(), TANAKA)
    assert len(board.sheet().rows) == 1
    assert refusal(board, RetireSuccess(success_id=9), SATO).code == "no_such_case"


def test_words_of_colleagues_count_and_are_taken_back(board: Board, ref: TaskRef) -> None:
    success = made(board, ref, SATO)
    other = open_inquiry(board)
    found(board, success, TANAKA, Finding.USED, number=other.number, note="効きました")
    found(board, success, SATO, Finding.NOT_HERE)
    (row,) = board.sheet().rows
    assert (row.standing.used, row.standing.not_here, row.standing.still_true) == (1, 1, 0)
    words = board.success(1).words
    assert [(one.login, one.word, one.number, one.note) for one in words] == [
        ("sato", "not_here", None, ""),
        ("tanaka", "used", 1002, "効きました"),
    ]
    assert [one.kind for one in board.history(1002)][-1] == "success_found"
    board.execute(Undo(), TANAKA)
    (row,) = board.sheet().rows
    assert (row.standing.used, row.standing.not_here) == (0, 1)
    nowhere = SayOfSuccess(success_id=1, word=Finding.USED, number=77)
    assert refusal(board, nowhere, SATO).code == "no_such_inquiry"


def test_making_is_taken_back_unless_a_colleague_has_gone_on(board: Board, ref: TaskRef) -> None:
    made(board, ref, SATO)
    board.execute(Undo(), SATO)
    assert not board.sheet().rows
    success = made(board, ref, SATO)
    found(board, success, TANAKA, Finding.STILL_TRUE)
    refused = refusal(board, Undo(), SATO)
    assert refused.code == "built_upon"
    assert "#1001 can't be undone. Since then: tanaka found" in refused.sentence


def test_a_passage_that_was_put_in_counts_when_it_goes_out(board: Board, ref: TaskRef) -> None:
    """And says whether it went out as it was; what was discarded doesn't count."""
    success = made(board, ref, SATO)
    told = [
        ("kept", f"挨拶\n{PASSAGE}\n署名", True),
        ("changed", "お手数をおかけしました。", False),
    ]
    for number, (_name, text, kept) in enumerate(told, start=2):
        asked = open_inquiry(board)
        draft = written(board, asked.number, TANAKA, text)
        put_in = PutIn(draft_id=draft.id, text=PASSAGE, success_id=success.id)
        board.execute(put_in, TANAKA)
        assert board.sheet().rows[0].standing.used == number - 1
        assert board.success(1).reuses[0].kept is None
        sending = RecordSent(
            draft_id=draft.id, digest=digest_of_draft(draft), seen=seen_of(board, asked)
        )
        board.execute(sending, TANAKA)
        newest = board.success(1).reuses[0]
        assert newest.kept is kept
        assert board.success(1).where[newest.id] == asked.number
    asked = open_inquiry(board)
    draft = written(board, asked.number, TANAKA, PASSAGE)
    board.execute(PutIn(draft_id=draft.id, text=PASSAGE, success_id=1), TANAKA)
    board.execute(PutIn(draft_id=draft.id, text=PASSAGE, success_id=1), TANAKA)
    assert board.sheet().rows[0].standing.used == 3  # of one draft once
    board.execute(DiscardDraft(draft_id=draft.id), TANAKA)
    assert board.sheet().rows[0].standing.used == 2
    assert len(board.success(1).reuses) == 2
    again = PutIn(draft_id=draft.id, text=PASSAGE, success_id=1)
    assert refusal(board, again, TANAKA).code == "ended"


@pytest.mark.parametrize("more", [{}, {"success_id": 9}, {"success_id": 1, "message_id": 2}])
def test_words_come_from_one_source_that_is_there(
    board: Board, ref: TaskRef, more: dict[str, int]
) -> None:
    made(board, ref, SATO)
    draft = written(board, open_inquiry(board).number, TANAKA, "x")
    command = PutIn(draft_id=draft.id, text="x", **more)  # type: ignore[arg-type]
    assert refusal(board, command, TANAKA).code == "no_such_source"


def test_old_ones_fade_until_somebody_confirms_them(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    success = made(board, ref, SATO)
    clock.advance(timedelta(days=179))
    assert not board.sheet().rows[0].is_faded
    clock.advance(timedelta(days=1))
    assert board.sheet().rows[0].is_faded
    found(board, success, TANAKA, Finding.STILL_TRUE)
    assert not board.sheet().rows[0].is_faded
    clock.advance(timedelta(days=30))
    board.execute(ApplySettings(settings=TeamSettings(fade_days=30)), SATO)
    assert board.success(1).row.is_faded


def test_a_case_of_a_merged_inquiry_leads_to_the_whole(board: Board, ref: TaskRef) -> None:
    made(board, ref, SATO)
    other = open_inquiry(board, "もう一件")
    board.execute(Merge(number=1001, into=other.number), SATO)
    view = board.success(1)
    assert (view.success.number, view.row.number, view.inquiry.number) == (1001, 1002, 1002)
    assert board.sheet().rows[0].number == 1002
    board.execute(EditSuccess(success_id=1, fields=SuccessFields(why="x")), SATO)
    board.execute(Undo(), SATO)
    # And one is made of the whole by any of its numbers.
    assert made(board, ref, SATO).number == 1002


def test_a_case_of_junk_stays_what_it_is(board: Board, ref: TaskRef) -> None:
    made(board, ref, SATO)
    board.execute(FileAsJunk(number=1001), SATO)
    board.execute(RetireSuccess(success_id=1), SATO)
    assert board.success(1).success.retired_at


def everything(board: Board) -> str:
    return str([list(model.select().dicts()) for model in MODELS])


def test_erasing_an_inquiry_empties_its_cases(board: Board, ref: TaskRef) -> None:
    """Who, when and how often stay; notes about the inquiry on others' cases are empty too."""
    success = made(board, ref, SATO, was=WORD, title=WORD, passage=f"{WORD}\nzwei", why="x")
    board.execute(EditSuccess(success_id=1, fields=SuccessFields(why=WORD)), TANAKA)
    board.execute(EditSuccess(success_id=1, fields=SuccessFields(why="y")), TANAKA)
    found(board, success, TANAKA, Finding.USED, note=WORD)
    other = open_inquiry(board)
    answered(board, other, SATO)
    elsewhere = made(board, other, SATO)
    found(board, elsewhere, TANAKA, Finding.NOT_HERE, number=1001, note=WORD)
    board.execute(Move(task=ref, stage="done"), TANAKA)
    assert WORD in everything(board)
    event = board.execute(EraseInquiry(number=1001, why="request"), SATO)
    assert event.detail["cases"] == 1
    assert WORD not in everything(board)
    assert [row.success.id for row in board.sheet().rows] == [elsewhere.id]
    assert not board.sheet(retired=True).rows
    assert board.success(elsewhere.id).words[0].number == 1001
    for command in (
        BringBack(success_id=1),
        EditSuccess(success_id=1, fields=SuccessFields(title="x")),
        SayOfSuccess(success_id=1, word=Finding.USED),
    ):
        assert refusal(board, command, SATO).code == "erased"
    with pytest.raises(Refused) as refused:
        board.execute(Undo(number=1001), TANAKA)
    assert refused.value.code == "erased"
