"""Which rule decides which command. The families are in their own files.

A rule's file is loaded when its first command comes: a shell command needs one of them, and
waits for what it loads.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import Any

from csboard.domain.commands import Command
from csboard.domain.decisions import Decision, Quiet

Rule = Callable[[Any, Any, datetime], Decision | Quiet]
"""(state, command, now) -> decision, or raises Refused. Pure."""

RULES: dict[str, tuple[str, str]] = {
    "Claim": ("ownership", "claim"),
    "Release": ("ownership", "release"),
    "TakeOver": ("ownership", "take_over"),
    "Move": ("flow", "move"),
    "Wait": ("waiting", "wait"),
    "EndWaiting": ("waiting", "end_waiting"),
    "Pin": ("pinning", "pin"),
    "Unpin": ("pinning", "unpin"),
    "ExcuseMessage": ("excusing", "excuse"),
    "SplitOff": ("tasks", "split_off"),
    "RenameTask": ("tasks", "rename"),
    "EditInquiry": ("editing", "edit"),
    "Reopen": ("junk", "reopen"),
    "Merge": ("merging", "merge"),
    "Divide": ("merging", "divide"),
    "Link": ("links", "link"),
    "Unlink": ("links", "unlink"),
    "EnterReading": ("goal_readings", "enter"),
    "WithdrawReading": ("goal_readings", "withdraw"),
    "SayWhyBroken": ("late", "say_why"),
    "AddNote": ("notes", "add_note"),
    "BeginDraft": ("drafting", "begin"),
    "SaveDraft": ("drafting", "save"),
    "HoldPen": ("pens", "hold"),
    "TakePen": ("pens", "take"),
    "LeaveWords": ("drafting", "leave_words"),
    "AddFile": ("draft_files", "add"),
    "RemoveFile": ("draft_files", "remove"),
    "DiscardDraft": ("drafting", "discard"),
    "AddComment": ("commenting", "add"),
    "ResolveComment": ("commenting", "resolve"),
    "ReopenComment": ("commenting", "reopen"),
    "AcceptProposal": ("commenting", "accept"),
    "AskReview": ("verdicts", "ask"),
    "GiveVerdict": ("verdicts", "give"),
    "GiveThanks": ("thanking", "give_thanks"),
    "MakeSuccess": ("successes", "make"),
    "EditSuccess": ("successes", "edit"),
    "RetireSuccess": ("successes", "retire"),
    "BringBack": ("successes", "bring_back"),
    "SayOfSuccess": ("successes", "say"),
    "PutIn": ("reuse", "put_in"),
    "WriteTemplate": ("template_changes", "write"),
    "RetireTemplate": ("template_changes", "retire"),
    "BringBackTemplate": ("template_changes", "bring_back"),
    "Undo": ("undo", "undo"),
    "OpenInquiry": ("opening", "open_by_hand"),
    "SortLetter": ("mail_arrival", "sort_letter"),
    "OpenFromTray": ("tray", "open_from_tray"),
    "JoinFromTray": ("tray", "join_from_tray"),
    "DropFromTray": ("tray", "drop"),
    "EraseInquiry": ("erasing", "erase_inquiry"),
    "EraseCustomer": ("erasing", "erase_customer"),
    "EraseAddress": ("erasing", "erase_address"),
    "Reread": ("rereading", "reread"),
    "NoteRead": ("rereading", "note_read"),
    "FileAsJunk": ("junk", "file_as_junk"),
    "BlockSender": ("blocking", "block"),
    "UnblockSender": ("blocking", "unblock"),
    "NoteMailbox": ("mailbox", "note"),
    "Send": ("sending", "send"),
    "StopSending": ("sending", "stop"),
    "RecordSent": ("sending", "record_sent"),
    "SettleUnknown": ("sending", "settle"),
    "TakeEntry": ("handing", "take"),
    "NoteHanding": ("handing", "note_handing"),
    "PutBack": ("handing", "put_back"),
    "NoteSent": ("handing", "note_sent"),
    "NoteFailed": ("handing", "note_failed"),
    "ParkUnknown": ("handing", "park"),
    "HoldLease": ("handing", "hold_lease"),
    "TellAlarms": ("alarm_telling", "tell"),
    "NoteAlarmMail": ("alarm_telling", "note_mail"),
    "BeginStandUp": ("stand_ups", "begin"),
    "EndStandUp": ("stand_ups", "end"),
    "ReadDigest": ("digest_reading", "read"),
    "RenameTag": ("tag_changes", "rename"),
    "MergeTags": ("tag_changes", "merge"),
    "RetireTag": ("tag_changes", "retire"),
    "BringBackTag": ("tag_changes", "bring_back"),
    "SetReading": ("tag_changes", "set_reading"),
    "MarkSeen": ("personal", "mark_seen"),
    "BePresent": ("presence", "be_present"),
    "MarkRead": ("presence", "mark_read"),
    "ReadInbox": ("presence", "read_inbox"),
    "StartTimer": ("time_entries", "start"),
    "StopTimer": ("time_entries", "stop"),
    "EndLostTimer": ("time_entries", "end_lost"),
    "EnterTime": ("time_entries", "enter"),
    "CorrectTime": ("time_entries", "correct"),
    "DropTime": ("time_entries", "drop"),
    "EnterAbsence": ("absence_changes", "enter"),
    "ChangeAbsence": ("absence_changes", "change"),
    "WithdrawAbsence": ("absence_changes", "withdraw"),
    "RuleForTask": ("absence_changes", "rule_task"),
    "WriteSheet": ("hand_offs", "write"),
    "OfferHandOff": ("hand_offs", "offer"),
    "TakeHandOff": ("hand_offs", "take"),
    "WithdrawHandOff": ("hand_offs", "withdraw"),
    "DropSheet": ("hand_offs", "drop"),
    "TakeBack": ("hand_offs", "take_back"),
    "LeaveWithThem": ("hand_offs", "leave"),
    "EnterBoard": ("team", "enter"),
    "ChangeMember": ("team", "change_member"),
    "ApplySettings": ("team", "apply_settings"),
    "BringHolidays": ("team", "bring_holidays"),
}
"""By the command's name: file and function."""


def rule_for(command: Command) -> Rule:
    """The rule that decides `command`."""
    file, function = RULES[type(command).__name__]
    rule: Rule = getattr(import_module(f"csboard.domain.{file}"), function)
    return rule
