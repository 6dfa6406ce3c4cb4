"""What T2 does with replies: everybody begins, writes, comments, judges, discards, sends, stops.

Words that were acknowledged stand in the draft, in a later state of it or beside it; a comment
stands once; no reply is recorded as sent twice, nor with other words than were seen.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from bench.storm import team_sending
from bench.storm.ground import rows_of
from bench.storm.moody import TO
from bench.storm.team_sending import Outgoing
from csboard.board import Board
from csboard.db.models import EventRow, MessageRow
from csboard.db.reply_models import CommentRow, DraftRow, RevisionRow, VerdictRow
from csboard.domain.commands import Command
from csboard.domain.draft_commands import (
    BeginDraft,
    DiscardDraft,
    HoldPen,
    LeaveWords,
    SaveDraft,
    TakePen,
)
from csboard.domain.records import Actor, Direction
from csboard.domain.replies import Draft, OutboxState, Recipients, VerdictWord
from csboard.domain.review_commands import AddComment, GiveVerdict
from csboard.domain.revisions import digest_of_draft
from csboard.domain.sending_commands import RecordSent, Send
from csboard.errors import Refused
from tests.support.replying import OWN

EVERYTHING = 2**31 - 1
"""Newer than any message."""
SAVING = 0.7
"""How many of the acts on a draft that is there put words into it."""
SENDING = 0.6
"""How many of the acts on a reply that was let go are about its sending."""
LAID_DOWN = 0.8
"""How often whoever has saved lays the pen down; else it is taken from them."""

Row = dict[str, Any]


def act(
    board: Board, me: Actor, op_id: str, chance: random.Random, number: int, outgoing: Outgoing
) -> tuple[object, ...]:
    """Do something with the reply to an inquiry; Refused when a rule says no.

    What there is to note: `done` and the event's id; `saved` with the draft, the version
    that was written over, and `again` for words that a predecessor had put there already;
    or `stepped` with what became of a reply that was due.
    """
    view = board.replies(number)
    draft = view.draft
    if draft is None:
        begin = BeginDraft(op_id=op_id, number=number, session=chance.choice(["", me.login]))
        return _done(board, begin, me)
    entry = next((one for one in view.outbox if one.draft_id == draft.id), None)
    if entry and entry.state is not OutboxState.STOPPED and chance.random() < SENDING:
        command = team_sending.command(op_id, chance, entry)
        return _done(board, command, me) if command else ("stepped", outgoing.step(board))
    if chance.random() < SAVING:
        return _save(board, me, op_id, draft, leaves=chance.random() < LAID_DOWN)
    return _done(board, _command(chance, op_id, draft, me), me)


def _command(chance: random.Random, op_id: str, draft: Draft, me: Actor) -> Command:
    digest = digest_of_draft(draft)
    comment = AddComment(op_id=op_id, draft_id=draft.id, digest=digest, text=op_id)
    commands: list[Callable[[], Command]] = [
        lambda: comment,
        lambda: GiveVerdict(
            op_id=op_id,
            draft_id=draft.id,
            digest=digest,
            word=chance.choice([VerdictWord.APPROVE, VerdictWord.CHANGE]),
        ),
        lambda: TakePen(op_id=op_id, draft_id=draft.id, session=me.login),
        lambda: RecordSent(
            op_id=op_id, draft_id=draft.id, digest=digest, seen=EVERYTHING, anyway=True
        ),
        lambda: DiscardDraft(op_id=op_id, draft_id=draft.id),
        lambda: Send(
            op_id=op_id, draft_id=draft.id, digest=digest, seen=EVERYTHING, way="smtp", anyway=True
        ),
    ]
    return chance.choices(commands, (4, 3, 2, 1, 1, 8))[0]()


def _done(board: Board, command: Command, me: Actor) -> tuple[object, ...]:
    return "done", board.execute(command, me).id, 0, "-"


def _save(board: Board, me: Actor, op_id: str, draft: Draft, *, leaves: bool) -> tuple[object, ...]:
    """One's words into the draft, or beside it when a colleague was first."""
    words = draft.words._replace(text=op_id, recipients=Recipients(TO), sender=OWN)
    save = SaveDraft(draft_id=draft.id, session=me.login, seen_version=draft.version, words=words)
    try:
        board.keep(save, me)
    except Refused:
        return _done(board, LeaveWords(op_id=op_id, draft_id=draft.id, words=words), me)
    if leaves:
        with suppress(Refused):
            board.keep(HoldPen(draft_id=draft.id, session=me.login, leave=True), me)
    return "saved", draft.id, draft.version, "again" if draft.words.text == op_id else "-"


def faults(board: Board, entries: list[list[str]]) -> dict[str, int]:
    """What became of replies and should not have, by what the diaries say was acknowledged."""
    told = {int(entry[2]): entry[0] for entry in entries if entry[1] == "done"}
    saved = [
        (int(entry[2]), int(entry[3]), entry[0], entry[4])
        for entry in entries
        if entry[1] == "saved"
    ]
    over = Counter((draft, version) for draft, version, _words, note in saved if note != "again")
    return {
        "saves over another's words": sum(count - 1 for count in over.values()),
        "saved words lost": _words_lost(board, saved),
        "comments, verdicts or words lost or doubled": _said_lost(board, told),
        "replies recorded twice": _twice(board),
        "replies recorded with other words": _other_words(board),
    }


def _words_lost(board: Board, saved: list[tuple[int, int, str, str]]) -> int:
    """Drafts whose state is not the newest that was acknowledged, nor one after it."""
    drafts = {row["id"]: row for row in rows_of(board, DraftRow)}
    newest: dict[int, tuple[int, str]] = {}
    for draft, version, words, note in saved:
        stands = version if note == "again" else version + 1
        newest[draft] = max(newest.get(draft, (0, "")), (stands, words))
    return sum(
        drafts[draft]["version"] < version
        or (drafts[draft]["version"] == version and drafts[draft]["text"] != words)
        for draft, (version, words) in newest.items()
    )


def _said_lost(board: Board, told: dict[int, str]) -> int:
    """Acknowledged comments, verdicts and words left beside that do not stand just once."""
    comments = Counter(row["text"] for row in rows_of(board, CommentRow))
    left = Counter(row["text"] for row in rows_of(board, RevisionRow, kind="left"))
    verdicts = Counter(row["id"] for row in rows_of(board, VerdictRow))
    lost = sum(count - 1 for found in (comments, left) for count in found.values())
    for event in rows_of(board, EventRow):
        if event["id"] not in told:
            continue
        if event["kind"] == "commented":
            lost += not comments[told[event["id"]]]
        elif event["kind"] == "words_left":
            lost += not left[told[event["id"]]]
        elif event["kind"] == "reviewed":
            lost += not verdicts[event["detail"]["verdict"]]
    return lost


def _twice(board: Board) -> int:
    """Replies beyond one of each draft, and messages that no event tells of."""
    sent = Counter(row["detail"]["draft"] for row in rows_of(board, EventRow, kind="sent"))
    out = rows_of(board, MessageRow, direction=str(Direction.OUT))
    return sum(count - 1 for count in sent.values()) + abs(len(out) - sent.total())


def _other_words(board: Board) -> int:
    """Recorded replies that do not say what their revision says, by which the event names it."""
    revisions = {row["id"]: row for row in rows_of(board, RevisionRow)}
    messages = {row["id"]: row for row in rows_of(board, MessageRow)}

    def differs(detail: Row) -> bool:
        revision, message = revisions[detail["revision"]], messages[detail["message"]]
        same = message["text"].strip() == revision["text"].strip()
        return not same or detail["digest"] != revision["digest"]

    return sum(differs(row["detail"]) for row in rows_of(board, EventRow, kind="sent"))
