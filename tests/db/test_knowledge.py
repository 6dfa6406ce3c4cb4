"""Who holds which knowledge, as it is read; the same on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import ApplySettings, ChangeMember, Claim, FileAsJunk, Merge, Move
from csboard.domain.growth import Growth, Step
from csboard.domain.holders import Holding, Topic, TopicRow, effective_holders
from csboard.domain.knowledge_commands import MergeTags, RenameTag
from csboard.domain.records import Actor, Role, Tags, TaskRef, Urgency
from csboard.domain.replies import VerdictWord
from csboard.domain.review_commands import GiveVerdict
from csboard.domain.revisions import digest_of_draft
from csboard.domain.sending_commands import RecordSent
from csboard.domain.settings import TeamSettings
from csboard.domain.success_commands import RetireSuccess
from tests.support.desk import enter, open_inquiry
from tests.support.replies import written
from tests.support.replying import seen_of
from tests.support.successes import answered, made

SUZUKI, SATO, TANAKA = Actor("suzuki"), Actor("sato"), Actor("tanaka")
LOGIN, PDF = Tags(("認証",), ("ログイン不可",), ("怒り",)), Tags(("帳票",), ("開けない",))
LOGGING_IN, OPENING = Topic("認証", "ログイン不可"), Topic("帳票", "開けない")


@pytest.fixture(autouse=True)
def people(board: Board) -> None:
    """Suzuki leads; Sato and Tanaka are members."""
    for actor in (SUZUKI, SATO, TANAKA):
        enter(board, actor.login)


def handled(board: Board, by: Actor, tags: Tags = LOGIN, reviewer: Actor | None = None) -> TaskRef:
    """An inquiry that was answered, after a colleague's review if one is named."""
    ref = open_inquiry(board, tags=tags)
    if reviewer is None:
        answered(board, ref, by)
        return ref
    draft = written(board, ref.number, by, "再設定をお試しください。")
    digest = digest_of_draft(draft)
    verdict = GiveVerdict(draft_id=draft.id, digest=digest, word=VerdictWord.APPROVE)
    board.execute(verdict, reviewer)
    board.execute(RecordSent(draft_id=draft.id, digest=digest, seen=seen_of(board, ref)), by)
    return ref


def rows(board: Board) -> dict[Topic, TopicRow]:
    return {row.topic: row for row in board.knowledge().rows}


def holdings(board: Board, topic: Topic = LOGGING_IN) -> dict[str, Holding]:
    return {one.login: one for one in rows(board)[topic].holdings}


def test_answers_reviews_and_cases_make_the_map(board: Board) -> None:
    first = handled(board, SATO, reviewer=SUZUKI)
    handled(board, SATO)
    handled(board, TANAKA, PDF)
    made(board, first, TANAKA)
    assert holdings(board) == {
        "sato": Holding("sato", 2.0, handled=2),
        "suzuki": Holding("suzuki", 0.5, reviewed=1),
        "tanaka": Holding("tanaka", 1.0, wrote=1),
    }
    found = rows(board)
    assert [(one.topic, one.arrivals) for one in found.values()] == [(OPENING, 1), (LOGGING_IN, 2)]
    assert found[OPENING].effective == 1.0
    assert found[LOGGING_IN].effective == round(effective_holders((2, 0.5, 1)), 1)
    assert board.knowledge().truck == (3, 1.0)


def test_an_inquiry_counts_once_however_often_one_writes(board: Board) -> None:
    ref = handled(board, SATO)
    answered(board, ref, SATO)
    answered(board, ref, TANAKA)
    assert {one.login: one.handled for one in holdings(board).values()} == {"sato": 1, "tanaka": 1}


def test_what_was_done_long_ago_weighs_less_and_then_nothing(
    board: Board, clock: FixedClock
) -> None:
    board.execute(ApplySettings(settings=TeamSettings(half_life_days=10)), SUZUKI)
    handled(board, SATO)
    clock.advance(timedelta(days=10))
    assert holdings(board)["sato"].weight == 0.5
    clock.advance(timedelta(days=20))
    (row,) = rows(board).values()
    assert (row.holdings[0].weight, row.effective, row.arrivals) == (0.125, 0.0, 0)
    clock.advance(timedelta(days=21))
    assert rows(board) == {}


def test_tags_count_as_they_are_called_now(board: Board) -> None:
    handled(board, SATO, Tags(("login",), ("入れない",)))
    handled(board, TANAKA, Tags(("認証",), ("ログイン不可",)))
    vocabulary = board.settings().vocabulary
    ids = {tag.word: tag.id for tag in vocabulary.tags}
    board.execute(MergeTags(tag_id=ids["login"], into=ids["認証"]), SUZUKI)
    board.execute(MergeTags(tag_id=ids["入れない"], into=ids["ログイン不可"]), SUZUKI)
    assert set(holdings(board)) == {"sato", "tanaka"}
    assert board.only_answerers([LOGGING_IN]) == {LOGGING_IN: None}
    board.execute(RenameTag(tag_id=ids["認証"], word="サインイン"), SUZUKI)
    renamed = Topic("サインイン", "ログイン不可")
    assert set(rows(board)) == {renamed}
    assert [one.inquiry.number for one in board.behind(renamed).inquiries] == [1002, 1001]


def test_who_has_left_and_who_only_looks_hold_nothing(board: Board) -> None:
    handled(board, SATO)
    handled(board, TANAKA)
    assert board.only_answerers([LOGGING_IN]) == {LOGGING_IN: None}
    board.execute(ChangeMember(login="sato", active=False), SUZUKI)
    assert set(holdings(board)) == {"tanaka"}
    assert board.only_answerers([LOGGING_IN]) == {LOGGING_IN: "tanaka"}
    board.execute(ChangeMember(login="tanaka", role=Role.VIEWER), SUZUKI)
    (row,) = rows(board).values()
    assert (row.holdings, row.effective) == ((), 0.0)
    assert [one.login for one in board.knowledge().members] == ["suzuki"]


def test_one_s_own_reply_is_no_review_and_a_retired_case_no_knowledge(board: Board) -> None:
    ref = open_inquiry(board, tags=LOGIN)
    draft = written(board, ref.number, SATO, "再設定を。")
    digest = digest_of_draft(draft)
    word = GiveVerdict(draft_id=draft.id, digest=digest, word=VerdictWord.COMMENT, text="念のため")
    board.execute(word, SATO)
    board.execute(RecordSent(draft_id=draft.id, digest=digest, seen=seen_of(board, ref)), SATO)
    case = made(board, ref, TANAKA)
    board.execute(RetireSuccess(success_id=case.id), TANAKA)
    assert holdings(board) == {"sato": Holding("sato", 1.0, handled=1)}


def test_a_merged_inquiry_counts_where_it_goes_on_and_junk_nowhere(board: Board) -> None:
    part, whole = handled(board, SATO, PDF), open_inquiry(board, tags=LOGIN)
    board.execute(Merge(number=part.number, into=whole.number), SUZUKI)
    board.execute(FileAsJunk(number=open_inquiry(board, tags=PDF).number), SUZUKI)
    assert set(rows(board)) == {LOGGING_IN}
    assert holdings(board)["sato"].handled == 1
    assert rows(board)[LOGGING_IN].arrivals == 1
    assert board.only_answerers([LOGGING_IN, OPENING]) == {LOGGING_IN: "sato", OPENING: None}
    (behind,) = board.behind(LOGGING_IN).inquiries
    assert (behind.inquiry.number, behind.answered_by) == (whole.number, ("sato",))


def test_free_work_and_load_are_of_now(board: Board) -> None:
    free, taken = open_inquiry(board, tags=LOGIN), open_inquiry(board, tags=LOGIN)
    urgent = open_inquiry(board, tags=LOGIN, urgency=Urgency.URGENT)
    board.execute(Claim(task=taken), SATO)
    done = open_inquiry(board, tags=PDF)
    board.execute(Claim(task=done), TANAKA)
    board.execute(Move(task=done, stage="done"), TANAKA)
    work = board.knowledge().work
    assert work.free == {LOGGING_IN: (urgent.number, free.number)}
    assert work.load == {"sato": 1}


def test_a_topic_may_lack_one_of_its_words(board: Board) -> None:
    handled(board, SATO, Tags(("認証",)))
    handled(board, TANAKA, Tags((), ("遅い",)))
    handled(board, SUZUKI, Tags(("認証",), ("遅い",)))
    content, symptom, both = Topic("認証", ""), Topic("", "遅い"), Topic("認証", "遅い")
    assert set(rows(board)) == {content, symptom, both}
    assert board.only_answerers([content, symptom, both, Topic("無い", "語")]) == {
        content: "sato",
        symptom: "tanaka",
        both: "suzuki",
        Topic("無い", "語"): None,
    }


def test_behind_a_topic_stand_inquiries_cases_and_templates(board: Board) -> None:
    first, second = handled(board, SATO), open_inquiry(board, tags=LOGIN)
    handled(board, SATO, PDF)
    case = made(board, first, TANAKA)
    found = board.behind(LOGGING_IN)
    assert [(one.inquiry.number, one.answered_by) for one in found.inquiries] == [
        (second.number, ()),
        (first.number, ("sato",)),
    ]
    assert [(one.id, one.author, one.number) for one in found.cases] == [
        (case.id, "tanaka", first.number)
    ]
    assert found.templates == ()
    assert board.behind(Topic("無い", "語")).inquiries == ()


def test_one_s_own_growth_goes_from_reviewed_over_alone_to_teaching(board: Board) -> None:
    assert board.own_growth("sato") == board.own_growth("nobody") == ()
    handled(board, SATO, reviewer=SUZUKI)
    (grown,) = board.own_growth("sato")
    assert (grown, grown.step) == (Growth(LOGGING_IN, reviewed=1), Step.KEEP)
    handled(board, SATO)
    assert board.own_growth("sato")[0].step is Step.BREAK
    made(board, handled(board, TANAKA, reviewer=SATO), SATO)
    (grown,) = board.own_growth("sato")
    assert (grown, grown.step) == (Growth(LOGGING_IN, 1, 1, 2), Step.LEAVE)
    assert board.own_growth("suzuki") == (Growth(LOGGING_IN, taught=1),)
