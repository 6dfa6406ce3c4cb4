"""Which rule decides which command. The families are in their own files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from csboard.domain import flow, mail_arrival, notes, opening, ownership, team, undo
from csboard.domain.commands import (
    AddNote,
    ApplySettings,
    ChangeMember,
    Claim,
    Command,
    EnterBoard,
    Move,
    OpenInquiry,
    Release,
    SortLetter,
    TakeOver,
    Undo,
)
from csboard.domain.decisions import Decision

Rule = Callable[[Any, Any, datetime], Decision]
"""(state, command, now) -> decision, or raises Refused. Pure."""

RULES: dict[type[Command], Rule] = {
    Claim: ownership.claim,
    Release: ownership.release,
    TakeOver: ownership.take_over,
    Move: flow.move,
    AddNote: notes.add_note,
    Undo: undo.undo,
    OpenInquiry: opening.open_by_hand,
    SortLetter: mail_arrival.sort_letter,
    EnterBoard: team.enter,
    ChangeMember: team.change_member,
    ApplySettings: team.apply_settings,
}
