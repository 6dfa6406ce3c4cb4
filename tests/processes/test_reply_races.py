"""One reply, three people at the same moment: a comment, an edit, and its sending by hand.

Whoever is told that it is done finds it done, whoever is refused is told what happened, and what
went out is exactly the words that the sender saw.
"""

from __future__ import annotations

from collections import Counter
from multiprocessing.synchronize import Barrier
from typing import Any

import pytest

from csboard.board import Board
from csboard.domain.anchoring import places
from csboard.domain.commands import EnterBoard, OpenInquiry
from csboard.domain.draft_commands import LeaveWords, SaveDraft
from csboard.domain.records import Actor, Direction
from csboard.domain.replies import Draft, ReplyView, VerdictWord
from csboard.domain.review_commands import AddComment, GiveVerdict
from csboard.domain.revisions import digest_of_draft
from csboard.domain.sending_commands import RecordSent
from csboard.errors import Refused
from tests.processes.test_races import run
from tests.processes.workers import SPAWN
from tests.support.replies import written

ROUNDS = 10
PEOPLE = ("sato", "tanaka", "suzuki", "mori")
TEXT = "一行目\n二行目\n三行目"
EDITED = "新しい行\n一行目\n二行目\n三行目"


def _write(board: Board, draft: Draft, me: Actor) -> None:
    words = draft.words._replace(text=EDITED)
    try:
        board.keep(
            SaveDraft(draft_id=draft.id, session="s", seen_version=draft.version, words=words), me
        )
    except Refused:
        board.execute(LeaveWords(draft_id=draft.id, words=words), me)
        raise


def _comment(board: Board, draft: Draft, me: Actor) -> None:
    command = AddComment(
        draft_id=draft.id, digest=digest_of_draft(draft), text="どう？", first=1, quote="二行目"
    )
    board.execute(command, me)


def _send(board: Board, draft: Draft, me: Actor) -> None:
    board.execute(RecordSent(draft_id=draft.id, digest=digest_of_draft(draft), seen=10**6), me)


def _judge(board: Board, draft: Draft, me: Actor) -> None:
    command = GiveVerdict(
        draft_id=draft.id, digest=digest_of_draft(draft), word=VerdictWord.APPROVE
    )
    board.execute(command, me)


ACTS = dict(zip(PEOPLE, (_write, _comment, _send, _judge), strict=True))


def act_in_turn(url: str, login: str, drafts: list[Draft], start: Barrier, answers: Any) -> None:
    """Do one's own act on each draft at the moment at which the others do theirs."""
    board, me = Board.open(url), Actor(login)
    told = []
    for draft in drafts:
        start.wait(60)
        try:
            ACTS[login](board, draft, me)
            told.append((login, "done", ""))
        except Refused as refusal:
            told.append((login, refusal.code, refusal.sentence))
    answers.put(told)


@pytest.fixture
def drafts(database_url: str) -> list[Draft]:
    board = Board.open(database_url)
    actors = [Actor(login) for login in PEOPLE]
    for actor in actors:
        board.execute(EnterBoard(name=actor.login.upper()), actor)
    found = []
    for _round in range(ROUNDS):
        opened = OpenInquiry(subject="件名", customer_email="yamada@example.jp", body="本文")
        number = board.execute(opened, actors[0]).number
        assert number is not None
        found.append(written(board, number, actors[0], TEXT))
    board.close()
    return found


def test_nothing_is_lost_and_each_is_told(database_url: str, drafts: list[Draft]) -> None:
    start, answers = SPAWN.Barrier(len(PEOPLE)), SPAWN.Queue()
    told = run(
        [
            SPAWN.Process(target=act_in_turn, args=(database_url, login, drafts, start, answers))
            for login in PEOPLE
        ],
        answers,
    )
    board = Board.open(database_url)
    outcomes: Counter[tuple[str, str]] = Counter()
    for draft, *one_each in zip(drafts, *told, strict=True):
        of = {login: (code, sentence) for login, code, sentence in one_each}
        outcomes.update((login, code) for login, (code, _sentence) in of.items())
        check(board.replies(draft.number), board.draft(draft.id), of)
    assert sum(outcomes[login, "done"] for login in PEOPLE) >= ROUNDS
    board.close()


def check(view: ReplyView, draft: Draft, of: dict[str, tuple[str, str]]) -> None:
    """One reply after its moment, by what each of the four was told."""
    for login, (code, sentence) in of.items():
        assert code == "done" or sentence, login
    sent = [one for one in view.messages if one.direction is Direction.OUT]
    assert (len(sent), draft.ending) == ((1, "sent") if of["suzuki"][0] == "done" else (0, ""))
    if sent:
        assert sent[0].text.strip() == TEXT.strip(), "exactly what the sender saw"
    is_saved = of["sato"][0] == "done"
    assert is_saved == (draft.words.text == EDITED)
    assert not (is_saved and sent), "what was saved first was not what the sender saw"
    comments = [one for one in view.comments if one.author == "tanaka"]
    assert len(comments) == (of["tanaka"][0] == "done")
    assert all(one.quote == "二行目" for one in comments)
    if is_saved and comments:
        place = places(view.comments, view.revisions, draft.words.text)[comments[0].id]
        assert place is not None
        assert place.first == 2
    assert of["mori"][0] in ("done", "written", "ended")
    if not is_saved and of["sato"][0] != "done":
        assert of["sato"][0] == "ended"
