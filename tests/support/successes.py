"""Cases of the successful-cases sheet, in one call each."""

from __future__ import annotations

from csboard.board import Board
from csboard.domain.knowledge import Finding, Success, SuccessFields
from csboard.domain.records import Actor, TaskRef
from csboard.domain.revisions import digest_of_draft
from csboard.domain.sending_commands import RecordSent
from csboard.domain.success_commands import MakeSuccess, SayOfSuccess
from tests.support.replies import id_in, written
from tests.support.replying import seen_of

PASSAGE = "お手数をおかけしました。\n再設定の画面をお開きください。"


def answered(board: Board, ref: TaskRef, by: Actor, text: str = PASSAGE) -> int:
    """A reply by `by` that went out by hand; the id of its message."""
    draft = written(board, ref.number, by, text)
    command = RecordSent(draft_id=draft.id, digest=digest_of_draft(draft), seen=seen_of(board, ref))
    return id_in(board.execute(command, by).detail["message"])


def made(board: Board, ref: TaskRef, by: Actor, **fields: object) -> Success:
    """A case of an inquiry that was answered."""
    values = SuccessFields(**{"passage": PASSAGE, **fields})  # type: ignore[arg-type]
    event = board.execute(MakeSuccess(number=ref.number, fields=values), by)
    return board.success(id_in(event.detail["success"])).success


def found(board: Board, success: Success, by: Actor, word: Finding, **more: object) -> None:
    command = SayOfSuccess(success_id=success.id, word=word, **more)  # type: ignore[arg-type]
    board.execute(command, by)
