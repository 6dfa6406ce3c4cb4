"""Replies on their way: a team that answers a customer, a draft, somebody's word on it."""

from __future__ import annotations

from csboard.board import Board
from csboard.db import reply_models as models
from csboard.db.writing import put
from csboard.domain.commands import ApplySettings, ChangeMember
from csboard.domain.letters import Address
from csboard.domain.records import Actor, TaskRef
from csboard.domain.replies import Draft, Recipients, VerdictWord, Words
from csboard.domain.revisions import digest_of_draft, revision_row, words_row
from csboard.domain.sending_commands import Send
from csboard.domain.settings import TeamSettings
from tests.support.desk import enter

OWN = "support@shop.example"
CUSTOMER = Address("山田", "yamada@example.jp")


def agree(board: Board, lead: Actor, **values: object) -> None:
    """The team's settings: an address of its own, and whatever else."""
    agreed: dict[str, object] = {
        "name": "Shop",
        "own_addresses": (OWN,),
        "mail_domain": "shop.example",
        **values,
    }
    board.execute(ApplySettings(settings=TeamSettings(**agreed)), lead)  # type: ignore[arg-type]


def team(board: Board, *logins: str, **values: object) -> tuple[Actor, ...]:
    """People of these names, the first of whom leads, with settings as `agree` makes them."""
    actors = tuple(enter(board, login) for login in logins)
    agree(board, actors[0], **values)
    return actors


def learns(board: Board, login: str, by: Actor) -> None:
    board.execute(ChangeMember(login=login, learning=True), by)


def begin_draft(
    board: Board,
    ref: TaskRef,
    by: Actor,
    text: str = "お世話になっております。",
    to: tuple[Address, ...] = (CUSTOMER,),
) -> Draft:
    """A reply that `by` has written, with nobody's pen in it."""
    view = board.replies(ref.number)
    words = Words(Recipients(to), "Re: 件名", text, OWN)
    answers = max((one.id for one in view.messages if one.direction == "in"), default=None)
    me, now = view.members[by.login].id, board.clock.now()
    row = {
        "inquiry_id": view.inquiry.number,
        "author_id": me,
        "writer_id": me,
        "begun_at": now,
        "saved_at": now,
        "answers_id": answers,
        "seen_id": max((one.id for one in view.messages), default=0),
        **words_row(words),
    }
    put(models.DraftRow, row)
    return draft_of(board, ref)


def draft_of(board: Board, ref: TaskRef) -> Draft:
    """The open draft as it is now."""
    draft = board.replies(ref.number).draft
    assert draft is not None
    return draft


def rewrite(board: Board, draft: Draft, text: str) -> None:
    """Other words in the draft, whoever may or may not write them."""
    row = models.DraftRow
    row.update(text=text, version=row.version + 1).where(row.id == draft.id).execute()


def judge(board: Board, draft: Draft, by: Actor, word: VerdictWord) -> None:
    """What `by` says of the draft as it is; on a revision of its own."""
    member = board.members()[by.login]
    writer = board.members()[draft.writer]
    now = board.clock.now()
    revision = put(
        models.RevisionRow,
        revision_row(draft.id, _next_seq(draft), draft.words, draft.files, writer, now),
    )
    verdict = {"draft_id": draft.id, "revision_id": revision, "member_id": member.id}
    put(models.VerdictRow, {**verdict, "at": now, "word": word})


def _next_seq(draft: Draft) -> int:
    row = models.RevisionRow
    return int(row.select().where(row.draft == draft.id).count()) + 1


def seen_of(board: Board, ref: TaskRef) -> int:
    """The newest message of the conversation."""
    return max((one.id for one in board.replies(ref.number).messages), default=0)


def press_send(
    board: Board, draft: Draft, by: Actor, *, seen: int | None = None, anyway: bool = False
) -> None:
    """`by` lets the draft go with what they have seen: all there is, unless `seen` says less."""
    known = seen_of(board, TaskRef(draft.number)) if seen is None else seen
    digest = digest_of_draft(draft)
    board.execute(Send(draft_id=draft.id, digest=digest, seen=known, way="smtp", anyway=anyway), by)
