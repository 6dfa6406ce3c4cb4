"""Which function loads the state that a command's rule decides by.

As with the rules, a file is loaded when its first command comes.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from csboard.db.team import Team
from csboard.domain.commands import Command

Loader = Callable[[Any, str, Team], object]
"""(command, the actor's login, team) -> state; Refused when what it names isn't there."""

LOADERS: dict[str, tuple[str, str]] = {
    "Claim": ("states", "task_state"),
    "Release": ("states", "task_state"),
    "TakeOver": ("states", "task_state"),
    "Move": ("states", "task_state"),
    "Wait": ("states", "task_state"),
    "EndWaiting": ("states", "task_state"),
    "Pin": ("states", "task_state"),
    "Unpin": ("states", "task_state"),
    "ExcuseMessage": ("excuse_states", "excuse_state"),
    "SplitOff": ("states", "split_state"),
    "RenameTask": ("states", "task_state"),
    "EditInquiry": ("edit_states", "edit_state"),
    "Reopen": ("junk_states", "junk_state"),
    "Merge": ("merge_states", "merge_state"),
    "Divide": ("merge_states", "divide_state"),
    "Link": ("merge_states", "link_state"),
    "Unlink": ("merge_states", "link_state"),
    "EnterReading": ("reading_states", "reading_state"),
    "WithdrawReading": ("reading_states", "reading_state"),
    "SayWhyBroken": ("why_states", "why_state"),
    "AddNote": ("states", "numbered_state"),
    "BeginDraft": ("draft_states", "begin_state"),
    "SaveDraft": ("draft_states", "draft_state"),
    "HoldPen": ("draft_states", "draft_state"),
    "TakePen": ("draft_states", "spoken_of_state"),
    "LeaveWords": ("draft_states", "spoken_of_state"),
    "AddFile": ("draft_states", "draft_state"),
    "RemoveFile": ("draft_states", "draft_state"),
    "DiscardDraft": ("draft_states", "draft_state"),
    "AddComment": ("review_states", "new_comment_state"),
    "ResolveComment": ("review_states", "settling_state"),
    "ReopenComment": ("review_states", "settling_state"),
    "AcceptProposal": ("review_states", "settling_state"),
    "AskReview": ("review_states", "review_state"),
    "GiveVerdict": ("review_states", "review_state"),
    "GiveThanks": ("presence_states", "thanks_state"),
    "MakeSuccess": ("success_states", "new_success_state"),
    "EditSuccess": ("success_states", "success_state"),
    "RetireSuccess": ("success_states", "success_state"),
    "BringBack": ("success_states", "success_state"),
    "SayOfSuccess": ("success_states", "success_state"),
    "PutIn": ("success_states", "put_in_state"),
    "WriteTemplate": ("template_states", "new_template_state"),
    "RetireTemplate": ("template_states", "template_state"),
    "BringBackTemplate": ("template_states", "bring_back_state"),
    "Undo": ("edit_states", "undo_state"),
    "OpenInquiry": ("states", "new_inquiry_state"),
    "SortLetter": ("letter_states", "letter_state"),
    "OpenFromTray": ("tray_states", "open_state"),
    "JoinFromTray": ("tray_states", "join_state"),
    "DropFromTray": ("tray_states", "drop_state"),
    "EraseInquiry": ("erase_states", "inquiry_text"),
    "EraseCustomer": ("erase_states", "customer_text"),
    "EraseAddress": ("erase_states", "address_text"),
    "Reread": ("reread_states", "reread_state"),
    "NoteRead": ("reread_states", "note_state"),
    "FileAsJunk": ("junk_states", "junk_state"),
    "BlockSender": ("block_states", "block_state"),
    "UnblockSender": ("block_states", "block_state"),
    "NoteMailbox": ("mailbox_states", "mailbox_state"),
    "Send": ("sending_states", "draft_state"),
    "StopSending": ("sending_states", "draft_state"),
    "RecordSent": ("sending_states", "draft_state"),
    "SettleUnknown": ("sending_states", "entry_state"),
    "TakeEntry": ("sending_states", "entry_state"),
    "NoteHanding": ("sending_states", "entry_state"),
    "PutBack": ("sending_states", "entry_state"),
    "NoteSent": ("sending_states", "entry_state"),
    "NoteFailed": ("sending_states", "entry_state"),
    "ParkUnknown": ("sending_states", "entry_state"),
    "HoldLease": ("sending_states", "lease_state"),
    "TellAlarms": ("alarm_states", "telling_state"),
    "NoteAlarmMail": ("alarm_states", "mail_state"),
    "BeginStandUp": ("stand_ups", "stand_up_state"),
    "EndStandUp": ("stand_ups", "stand_up_state"),
    "ReadDigest": ("digests", "digest_state"),
    "RenameTag": ("tag_states", "tag_state"),
    "MergeTags": ("tag_states", "tag_state"),
    "RetireTag": ("tag_states", "tag_state"),
    "BringBackTag": ("tag_states", "tag_state"),
    "SetReading": ("tag_states", "tag_state"),
    "MarkSeen": ("personal_states", "personal_state"),
    "BePresent": ("presence_states", "presence_state"),
    "MarkRead": ("presence_states", "read_state"),
    "ReadInbox": ("presence_states", "inbox_state"),
    "StartTimer": ("time_states", "timer_state"),
    "StopTimer": ("time_states", "timer_state"),
    "EndLostTimer": ("time_states", "lost_state"),
    "EnterTime": ("time_states", "entering_state"),
    "CorrectTime": ("time_states", "entry_state"),
    "DropTime": ("time_states", "entry_state"),
    "EnterAbsence": ("absence_states", "absence_state"),
    "ChangeAbsence": ("absence_states", "absence_state"),
    "WithdrawAbsence": ("absence_states", "absence_state"),
    "RuleForTask": ("absence_states", "rule_state"),
    "WriteSheet": ("hand_off_states", "hand_off_state"),
    "OfferHandOff": ("hand_off_states", "hand_off_state"),
    "TakeHandOff": ("hand_off_states", "hand_off_state"),
    "WithdrawHandOff": ("hand_off_states", "hand_off_state"),
    "DropSheet": ("hand_off_states", "hand_off_state"),
    "TakeBack": ("hand_off_states", "hand_off_state"),
    "LeaveWithThem": ("hand_off_states", "hand_off_state"),
    "EnterBoard": ("states", "member_state"),
    "ChangeMember": ("states", "member_state"),
    "ApplySettings": ("states", "member_state"),
    "BringHolidays": ("states", "member_state"),
}
"""By the command's name: file and function."""


def loader_for(command: Command) -> Loader:
    """The loader of the state for `command`."""
    file, function = LOADERS[type(command).__name__]
    loader: Loader = getattr(import_module(f"csboard.db.{file}"), function)
    return loader
