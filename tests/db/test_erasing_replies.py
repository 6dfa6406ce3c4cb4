"""Erasing reaches what was written to a customer and about it; the same on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from csboard.board import Board
from csboard.db.tables import MODELS
from csboard.domain.commands import (
    ApplySettings,
    EraseAddress,
    EraseCustomer,
    EraseInquiry,
    Merge,
    Move,
    Reopen,
    Undo,
)
from csboard.domain.draft_commands import (
    AddFile,
    BeginDraft,
    DiscardDraft,
    LeaveWords,
    SaveDraft,
    TakePen,
)
from csboard.domain.letters import Address
from csboard.domain.records import Actor, TaskRef
from csboard.domain.replies import Draft, OutboxState, Recipients
from csboard.domain.review_commands import AddComment, AskReview
from csboard.domain.revisions import digest_of_draft
from csboard.domain.sending_commands import Send, StopSending
from csboard.domain.settings import TeamSettings
from csboard.errors import Refused
from tests.support.desk import enter, open_inquiry, refusal
from tests.support.roles import Desk, roled_board

WORD = "hanabi"
HANA = f"hana.{WORD}@example.com"
SATO, TANAKA = Actor("sato"), Actor("tanaka")
OF_REPLIES = ("draft", "draft_file", "revision", "comment", "ask", "outbox", "inbox")


@pytest.fixture
def ref(board: Board) -> TaskRef:
    """A customer's question; Sato leads, Tanaka is a member."""
    enter(board, "sato")
    enter(board, "tanaka")
    return ask_about(board)


def ask_about(board: Board) -> TaskRef:
    asked = {"customer_name": f"Hana {WORD}", "customer_email": HANA}
    return open_inquiry(board, f"About {WORD}", body=f"Text with {WORD}.", **asked)


def written(board: Board, ref: TaskRef, me: Actor = TANAKA, other: Actor = SATO) -> Draft:
    """A draft with the customer's words in all that belongs to it."""
    board.execute(BeginDraft(number=ref.number, session="t"), me)
    draft = board.replies(ref.number).drafts[0]
    words = draft.words._replace(text=f"Dear {WORD}\n{draft.words.text}", sender=f"{WORD}@x.jp")
    save = SaveDraft(draft_id=draft.id, session="t", seen_version=1, words=words)
    board.keep(save, me)
    board.execute(AddFile(draft_id=draft.id, name=f"{WORD}.txt", data=WORD.encode()), me)
    board.execute(TakePen(draft_id=draft.id, session="s"), other)
    left = words._replace(text=f"Left {WORD}")
    board.execute(LeaveWords(draft_id=draft.id, words=left), me)
    board.execute(AddComment(draft_id=draft.id, text=f"Not {WORD}"), other)
    message = board.inquiry(ref.number).messages[0]
    board.execute(AddComment(message_id=message.id, text=f"Who is {WORD}?", first=0, last=0), me)
    board.execute(AskReview(draft_id=draft.id, topic=WORD), me)
    return board.draft(draft.id)


def rows_with(word: str) -> list[str]:
    """The rows of replies in which a word stands."""
    return [
        f"{model._meta.table_name}: {row!r}"
        for model in MODELS
        if model._meta.table_name in OF_REPLIES
        for row in model.select().tuples()
        if word in repr(row).lower()
    ]


def finish(board: Board, ref: TaskRef) -> None:
    board.execute(Move(task=ref, stage="done"), SATO)


@pytest.mark.parametrize("is_open", [True, False])
def test_no_word_is_left_of_a_reply(board: Board, ref: TaskRef, is_open: bool) -> None:
    draft = written(board, ref)
    if not is_open:
        board.execute(DiscardDraft(draft_id=draft.id), SATO)
    assert len({row.partition(":")[0] for row in rows_with(WORD)}) == 5
    finish(board, ref)
    board.execute(EraseInquiry(number=ref.number, why="request"), SATO)
    assert rows_with(WORD) == []
    after = board.draft(draft.id)
    assert (after.words.text, after.ending, after.pen) == ("", "discarded", None)
    assert after.author == "tanaka", "who and when stay"
    with pytest.raises(Refused) as refused:
        board.draft_file(draft.files[0].id)
    assert refused.value.code == "erased"
    assert refusal(board, Undo(number=ref.number), SATO).code == "erased"
    customer = board.inquiry(ref.number).inquiry.customer.id
    board.execute(EraseCustomer(customer_id=customer, why="request"), SATO)


def test_words_left_after_an_erasure_are_erased_too(board: Board, ref: TaskRef) -> None:
    draft = written(board, ref)
    finish(board, ref)
    board.execute(EraseInquiry(number=ref.number, why="request"), SATO)
    board.execute(LeaveWords(draft_id=draft.id, words=draft.words), TANAKA)
    customer = board.inquiry(ref.number).inquiry.customer.id
    erase = EraseCustomer(customer_id=customer, why="request")
    assert refusal(board, erase, SATO).code == "unerased"
    board.execute(EraseInquiry(number=ref.number, why="request"), SATO)
    board.execute(erase, SATO)
    assert rows_with(WORD) == []


def test_a_reply_on_its_way_is_waited_for(board: Board, ref: TaskRef) -> None:
    team = TeamSettings(own_addresses=("support@example.com",))
    board.execute(ApplySettings(settings=team), SATO)
    board.execute(BeginDraft(number=ref.number, session="t"), TANAKA)
    (draft,) = board.replies(ref.number).drafts
    words = draft.words._replace(sender="support@example.com", text="Dear customer")
    board.keep(SaveDraft(draft_id=draft.id, session="t", seen_version=1, words=words), TANAKA)
    draft = board.draft(draft.id)
    send = Send(draft_id=draft.id, digest=digest_of_draft(draft), seen=draft.seen, way="smtp")
    board.execute(send, TANAKA)
    finish(board, ref)
    erase = EraseInquiry(number=ref.number, why="request")
    assert refusal(board, erase, SATO).code == "on_its_way"
    board.execute(StopSending(draft_id=draft.id), TANAKA)
    board.execute(erase, SATO)
    assert rows_with("dear") == []
    (entry,) = board.replies(ref.number).outbox
    assert entry.state is OutboxState.STOPPED


def test_replies_to_them_in_others_inquiries_go_too(board: Board, ref: TaskRef) -> None:
    sora = open_inquiry(board, "Sora", customer_email="sora@example.com", body="x")
    board.execute(BeginDraft(number=sora.number, session="t"), TANAKA)
    (draft,) = board.replies(sora.number).drafts
    copied = Recipients(draft.words.recipients.to, (Address("", HANA.upper()),))
    words = draft.words._replace(recipients=copied, text=f"Dear all, {WORD}")
    board.keep(SaveDraft(draft_id=draft.id, session="t", seen_version=1, words=words), TANAKA)
    finish(board, ref)
    board.execute(EraseInquiry(number=ref.number, why="request"), SATO)
    customer = board.inquiry(ref.number).inquiry.customer.id
    erase = EraseCustomer(customer_id=customer, why="request")
    refused = refusal(board, erase, SATO)
    assert (refused.code, f"#{sora.number}" in refused.sentence) == ("open", True)
    assert board.draft(draft.id).words == words, "a colleague is writing it"
    board.execute(DiscardDraft(draft_id=draft.id), TANAKA)
    board.execute(erase, SATO)
    assert rows_with(WORD) == []


def test_an_address_alone_finds_replies_to_it(board: Board, ref: TaskRef) -> None:
    board.execute(BeginDraft(number=ref.number), TANAKA)
    (draft,) = board.replies(ref.number).drafts
    words = draft.words._replace(recipients=Recipients((Address("", "umi@example.com"),)))
    board.keep(SaveDraft(draft_id=draft.id, session="t", seen_version=1, words=words), TANAKA)
    erase = EraseAddress(address="umi@example.com", why="request")
    assert refusal(board, erase, SATO).code == "open"
    board.execute(DiscardDraft(draft_id=draft.id), TANAKA)
    board.execute(erase, SATO)
    assert rows_with("umi") == []


def test_what_was_merged_leaves_the_targets_draft(board: Board, ref: TaskRef) -> None:
    other = ask_about(board)
    left_over, draft = written(board, other), written(board, ref)
    board.execute(Merge(number=other.number, into=ref.number), SATO)
    board.execute(EraseInquiry(number=other.number, why="request"), SATO)
    assert board.draft(left_over.id).words.text == ""
    assert board.replies(ref.number).drafts == (draft,)
    finish(board, ref)
    board.execute(Reopen(number=ref.number), SATO)
    assert board.replies(ref.number).drafts == (draft,)


@pytest.fixture
def desk(postgres_url: str) -> Iterator[Desk]:
    with roled_board(postgres_url) as made:
        yield made


def test_a_lead_erases_by_their_own_login_and_nobody_else(desk: Desk) -> None:
    board = desk.board("sato")
    draft = written_by(desk, board)
    for statement in (
        "UPDATE ask SET topic = ''",
        "UPDATE draft_file SET name = '', data = ''",
        "UPDATE revision SET sender = '', subject = '', text = ''",
    ):
        assert desk.refused("sato", statement) == "42501"
    lead, me = desk.board("suzuki"), desk.actor("suzuki")
    lead.execute(Move(task=TaskRef(1001), stage="done"), me)
    lead.execute(EraseInquiry(number=1001, why="request"), me)
    assert lead.draft(draft).words.text == ""


def written_by(desk: Desk, board: Board) -> int:
    me = desk.actor("sato")
    board.execute(BeginDraft(number=1001, session="a"), me)
    (draft,) = board.replies(1001).drafts
    words = draft.words._replace(text=WORD)
    board.keep(SaveDraft(draft_id=draft.id, session="a", seen_version=1, words=words), me)
    board.execute(AddFile(draft_id=draft.id, name="a.txt", data=b"x"), me)
    board.execute(TakePen(draft_id=draft.id, session="b"), me)
    board.execute(AskReview(draft_id=draft.id, topic=WORD), me)
    return draft.id
