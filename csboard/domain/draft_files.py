"""Files that go out with a reply. Anybody may add one, whoever has the pen."""

from __future__ import annotations

import hashlib
from datetime import datetime

from csboard.domain import pens
from csboard.domain.decisions import Decision, EventDraft, Insert, Ref, Thing, Update
from csboard.domain.draft_commands import AddFile, RemoveFile
from csboard.domain.draft_states import DraftState
from csboard.domain.file_names import safe_name, type_of
from csboard.domain.replies import FileInfo
from csboard.errors import Refused
from csboard.i18n import _
from csboard.text import quoted

MAX_FILE = 10_000_000
"""Bytes of one file; as a mail it is a third longer."""
MAX_ALL = 20_000_000
"""Bytes of all files of a reply: more than that many mail servers refuse."""
MAX_FILES = 50


def add(state: DraftState, command: AddFile, now: datetime) -> Decision:
    """The file under a harmless name, unlike that of any other file of the draft."""
    pens.refuse_unless_open(state, now)
    size = len(command.data)
    refuse_large(command.name, size)
    refuse_too_much(state, size)
    kind = type_of(command.name)
    taken = {file.name.casefold() for file in state.draft.files}
    row = {
        "draft_id": state.draft.id,
        "name": safe_name(command.name, kind, taken),
        "type": kind,
        "size": size,
        "sha256": hashlib.sha256(command.data).hexdigest(),
        "data": command.data,
    }
    detail = {"draft": state.draft.id, "file": Ref("file"), "size": size}
    return Decision(
        (Insert(Thing.DRAFT_FILE, row, "file"),),
        EventDraft("file_added", state.number, None, detail),
    )


def remove(state: DraftState, command: RemoveFile, now: datetime) -> Decision:
    """The file stays in the database, as a revision may name it."""
    pens.refuse_unless_open(state, now)
    file = named(state, command.file_id)
    detail = {"draft": state.draft.id, "file": file.id, "size": file.size}
    return Decision(
        (Update(Thing.DRAFT_FILE, file.id, {"removed_at": now}),),
        EventDraft("file_removed", state.number, None, detail),
    )


def named(state: DraftState, file_id: int) -> FileInfo:
    """The file of the draft; Refused when it isn't there or was taken out."""
    for file in state.draft.files:
        if file.id == file_id:
            return file
    raise Refused(
        "no_such_file",
        _("The reply to #{number} has no such file: look again.").format(number=state.number),
    )


def refuse_large(name: str, size: int) -> None:
    """Refuse a file that is too large by itself."""
    if size > MAX_FILE:
        raise Refused(
            "too_large",
            _("{name} is larger than {limit} MB, which is the most for one file.").format(
                name=quoted(name), limit=MAX_FILE // 1_000_000
            ),
        )


def refuse_too_much(state: DraftState, size: int) -> None:
    """Refuse a file by which all of them would be more than one mail carries."""
    files = state.draft.files
    together = sum(file.size for file in files) + size
    if together > MAX_ALL or len(files) >= MAX_FILES:
        raise Refused(
            "too_large",
            _(
                "The reply to #{number} would have {count} files of {n} MB; {many} files of"
                " {limit} MB are the most: send the rest another way."
            ).format(
                number=state.number,
                count=len(files) + 1,
                n=_megabytes(together),
                many=MAX_FILES,
                limit=MAX_ALL // 1_000_000,
            ),
        )


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}"
