"""Every command there is × who asks: the door lets through whom it must, and nobody else.

A new command that stands in no table here, or in none of `domain.access`, fails.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from csboard.board import Board
from csboard.domain import access, rules
from csboard.domain.absence_commands import (
    ChangeAbsence,
    EnterAbsence,
    RuleForTask,
    WithdrawAbsence,
)
from csboard.domain.alarm_commands import NoteAlarmMail, TellAlarms
from csboard.domain.commands import (
    AddNote,
    ApplySettings,
    BlockSender,
    BringHolidays,
    ChangeMember,
    Claim,
    Command,
    Divide,
    DropFromTray,
    EditInquiry,
    EndWaiting,
    EnterBoard,
    EraseAddress,
    EraseCustomer,
    EraseInquiry,
    ExcuseMessage,
    FileAsJunk,
    JoinFromTray,
    Link,
    MarkSeen,
    Merge,
    Move,
    NoteMailbox,
    NoteRead,
    OpenFromTray,
    OpenInquiry,
    Pin,
    Release,
    RenameTask,
    Reopen,
    Reread,
    SortLetter,
    SplitOff,
    TakeOver,
    UnblockSender,
    Undo,
    Unlink,
    Unpin,
    Wait,
)
from csboard.domain.digest_commands import ReadDigest
from csboard.domain.draft_commands import (
    AddFile,
    BeginDraft,
    DiscardDraft,
    HoldPen,
    LeaveWords,
    RemoveFile,
    SaveDraft,
    TakePen,
)
from csboard.domain.goal_commands import EnterReading, SayWhyBroken, WithdrawReading
from csboard.domain.hand_off_commands import (
    DropSheet,
    LeaveWithThem,
    OfferHandOff,
    TakeBack,
    TakeHandOff,
    WithdrawHandOff,
    WriteSheet,
)
from csboard.domain.hand_off_records import Sheet
from csboard.domain.knowledge import Finding, SuccessFields
from csboard.domain.knowledge_commands import (
    BringBackTag,
    MergeTags,
    RenameTag,
    RetireTag,
    SetReading,
)
from csboard.domain.mailbox import MailboxMark
from csboard.domain.presence_commands import BePresent, GiveThanks, MarkRead, ReadInbox
from csboard.domain.records import (
    INTAKE_LOGIN,
    Actor,
    InquiryFields,
    Role,
    TaskRef,
    Waiting,
)
from csboard.domain.replies import Recipients, VerdictWord, Words
from csboard.domain.review_commands import (
    AcceptProposal,
    AddComment,
    AskReview,
    GiveVerdict,
    ReopenComment,
    ResolveComment,
)
from csboard.domain.sending_commands import (
    HoldLease,
    NoteFailed,
    NoteHanding,
    NoteSent,
    ParkUnknown,
    PutBack,
    RecordSent,
    Send,
    SettleUnknown,
    StopSending,
    TakeEntry,
)
from csboard.domain.settings import TeamSettings
from csboard.domain.stand_up_commands import BeginStandUp, EndStandUp
from csboard.domain.success_commands import (
    BringBack,
    EditSuccess,
    MakeSuccess,
    PutIn,
    RetireSuccess,
    SayOfSuccess,
)
from csboard.domain.template_commands import BringBackTemplate, RetireTemplate, WriteTemplate
from csboard.domain.time_commands import (
    CorrectTime,
    DropTime,
    EndLostTimer,
    EnterTime,
    StartTimer,
    StopTimer,
)
from csboard.errors import Refused
from csboard.public_holidays import NO_HOLIDAYS
from tests.conftest import MONDAY
from tests.support.desk import INTAKE, enter, open_inquiry

REF = TaskRef(1001)
DAY = MONDAY.date()
WORDS = Words(Recipients(), "x", "y")
FILES = (
    "commands",
    "draft_commands",
    "review_commands",
    "sending_commands",
    "presence_commands",
    "success_commands",
    "knowledge_commands",
    "template_commands",
    "time_commands",
    "absence_commands",
    "alarm_commands",
    "goal_commands",
    "hand_off_commands",
    "stand_up_commands",
    "digest_commands",
)
"""Where commands stand that are in use."""
MAKE: dict[str, Callable[[], Command]] = {
    "Claim": lambda: Claim(task=REF),
    "Release": lambda: Release(task=REF),
    "TakeOver": lambda: TakeOver(task=REF, reason="x"),
    "Move": lambda: Move(task=REF, stage="doing"),
    "Wait": lambda: Wait(task=REF, waiting=Waiting("customer", "x", None)),
    "EndWaiting": lambda: EndWaiting(task=REF),
    "SplitOff": lambda: SplitOff(number=1001, title="x"),
    "RenameTask": lambda: RenameTask(task=REF, title="x"),
    "EditInquiry": lambda: EditInquiry(number=1001, fields=InquiryFields(fact="x")),
    "Reopen": lambda: Reopen(number=1001),
    "Merge": lambda: Merge(number=1001, into=1002),
    "Divide": lambda: Divide(number=1001, message_id=1),
    "Link": lambda: Link(number=1001, other=1002),
    "Unlink": lambda: Unlink(number=1001, other=1002),
    "AddNote": lambda: AddNote(number=1001, text="x"),
    "BeginDraft": lambda: BeginDraft(number=1001),
    "SaveDraft": lambda: SaveDraft(draft_id=1, session="x", seen_version=1, words=WORDS),
    "HoldPen": lambda: HoldPen(draft_id=1, session="x"),
    "TakePen": lambda: TakePen(draft_id=1, session="x"),
    "LeaveWords": lambda: LeaveWords(draft_id=1, words=WORDS),
    "AddFile": lambda: AddFile(draft_id=1, name="x.txt", data=b"x"),
    "RemoveFile": lambda: RemoveFile(draft_id=1, file_id=1),
    "DiscardDraft": lambda: DiscardDraft(draft_id=1),
    "Send": lambda: Send(draft_id=1, digest="x", seen=0, way="smtp"),
    "StopSending": lambda: StopSending(draft_id=1),
    "RecordSent": lambda: RecordSent(draft_id=1, digest="x", seen=0),
    "SettleUnknown": lambda: SettleUnknown(entry_id=1, was_sent=True),
    "TakeEntry": lambda: TakeEntry(entry_id=1, holder="x", seconds=1),
    "NoteHanding": lambda: NoteHanding(entry_id=1, holder="x", digest="x"),
    "PutBack": lambda: PutBack(entry_id=1, holder="x", code="x"),
    "NoteSent": lambda: NoteSent(entry_id=1, holder="x"),
    "NoteFailed": lambda: NoteFailed(entry_id=1, holder="x", code="x"),
    "ParkUnknown": lambda: ParkUnknown(entry_id=1),
    "HoldLease": lambda: HoldLease(name="x", holder="x", seconds=0),
    "AddComment": lambda: AddComment(draft_id=1, text="x"),
    "ResolveComment": lambda: ResolveComment(comment_id=1),
    "ReopenComment": lambda: ReopenComment(comment_id=1),
    "AcceptProposal": lambda: AcceptProposal(comment_id=1, session="x", seen_version=1),
    "AskReview": lambda: AskReview(draft_id=1),
    "GiveVerdict": lambda: GiveVerdict(draft_id=1, digest="x", word=VerdictWord.APPROVE),
    "GiveThanks": lambda: GiveThanks(message_id=1),
    "MakeSuccess": lambda: MakeSuccess(number=1001, fields=SuccessFields()),
    "EditSuccess": lambda: EditSuccess(success_id=1, fields=SuccessFields()),
    "RetireSuccess": lambda: RetireSuccess(success_id=1),
    "BringBack": lambda: BringBack(success_id=1),
    "SayOfSuccess": lambda: SayOfSuccess(success_id=1, word=Finding.USED),
    "PutIn": lambda: PutIn(draft_id=1, text="x", success_id=1),
    "WriteTemplate": lambda: WriteTemplate(name="x", text="x"),
    "BringBackTemplate": lambda: BringBackTemplate(template_id=1),
    "RetireTemplate": lambda: RetireTemplate(template_id=1),
    "Undo": Undo,
    "OpenInquiry": lambda: OpenInquiry(subject="x"),
    "SortLetter": lambda: SortLetter(receipt_id=1, letter=None, problem="timeout"),
    "OpenFromTray": lambda: OpenFromTray(receipt_id=1, letter=None),
    "JoinFromTray": lambda: JoinFromTray(receipt_id=1, letter=None, number=1001),
    "DropFromTray": lambda: DropFromTray(receipt_id=1),
    "EraseInquiry": lambda: EraseInquiry(number=1001, why="request"),
    "EraseCustomer": lambda: EraseCustomer(customer_id=1, why="request"),
    "EraseAddress": lambda: EraseAddress(address="nobody@example.com", why="request"),
    "Reread": lambda: Reread(receipt_id=1, letter=None, reader=2),
    "NoteRead": lambda: NoteRead(receipt_ids=(1,), reader=2),
    "FileAsJunk": lambda: FileAsJunk(number=1001),
    "BlockSender": lambda: BlockSender(pattern="x@example.jp"),
    "UnblockSender": lambda: UnblockSender(pattern="x@example.jp"),
    "NoteMailbox": lambda: NoteMailbox(name="x", mark=MailboxMark(1, 1, MONDAY)),
    "RenameTag": lambda: RenameTag(tag_id=1, word="x"),
    "MergeTags": lambda: MergeTags(tag_id=1, into=2),
    "RetireTag": lambda: RetireTag(tag_id=1),
    "BringBackTag": lambda: BringBackTag(tag_id=1),
    "SetReading": lambda: SetReading(tag_id=1, reading="か"),
    "StartTimer": lambda: StartTimer(work="break"),
    "StopTimer": StopTimer,
    "EndLostTimer": lambda: EndLostTimer(entry_id=1),
    "EnterTime": lambda: EnterTime(login="sato", started_at=MONDAY, ended_at=MONDAY),
    "CorrectTime": lambda: CorrectTime(entry_id=1, started_at=MONDAY, ended_at=MONDAY),
    "DropTime": lambda: DropTime(entry_id=1),
    "Pin": lambda: Pin(task=REF),
    "Unpin": lambda: Unpin(task=REF),
    "ExcuseMessage": lambda: ExcuseMessage(number=1001, message_id=1),
    "SayWhyBroken": lambda: SayWhyBroken(number=1001, code="other"),
    "EnterReading": lambda: EnterReading(result="users", values=((MONDAY.date(), 1.0),)),
    "WithdrawReading": lambda: WithdrawReading(result="users", day=MONDAY.date()),
    "WriteSheet": lambda: WriteSheet(task=REF, sheet=Sheet()),
    "OfferHandOff": lambda: OfferHandOff(task=REF),
    "TakeHandOff": lambda: TakeHandOff(task=REF, read_back="x"),
    "WithdrawHandOff": lambda: WithdrawHandOff(task=REF),
    "DropSheet": lambda: DropSheet(task=REF),
    "TakeBack": lambda: TakeBack(task=REF),
    "LeaveWithThem": lambda: LeaveWithThem(task=REF),
    "TellAlarms": TellAlarms,
    "NoteAlarmMail": lambda: NoteAlarmMail(ids=(1,), became="sent"),
    "EnterAbsence": lambda: EnterAbsence(login="sato", first=DAY, last=DAY),
    "ChangeAbsence": lambda: ChangeAbsence(absence_id=1, first=DAY, last=DAY),
    "WithdrawAbsence": lambda: WithdrawAbsence(absence_id=1),
    "RuleForTask": lambda: RuleForTask(absence_id=1, task=REF, on_mail=None),
    "BeginStandUp": BeginStandUp,
    "EndStandUp": lambda: EndStandUp(stand_up_id=1),
    "ReadDigest": lambda: ReadDigest(absence_id=1),
    "MarkSeen": lambda: MarkSeen(event_id=1),
    "BePresent": lambda: BePresent(session="x", number=1001),
    "MarkRead": lambda: MarkRead(number=1001, at=MONDAY),
    "ReadInbox": lambda: ReadInbox(ids=(1,)),
    "EnterBoard": EnterBoard,
    "ChangeMember": lambda: ChangeMember(login="tanaka", name="x"),
    "ApplySettings": lambda: ApplySettings(settings=TeamSettings(name="x")),
    "BringHolidays": lambda: BringHolidays(public_days=NO_HOLIDAYS),
}
OWN = ("MarkSeen", "BePresent", "MarkRead", "ReadInbox")
"""One's own marks, which viewers keep too."""
QUIET = {
    *OWN,
    *("NoteRead", "NoteMailbox", "SaveDraft", "HoldPen"),
    *("TakeEntry", "NoteHanding", "PutBack", "HoldLease", "NoteAlarmMail"),
}

WHO: dict[str, Actor] = {
    "lead": Actor("lead"),
    "member": Actor("sato"),
    "viewer": Actor("guest"),
    "left lead": Actor("left-lead"),
    "left member": Actor("left"),
    "stranger": Actor("nobody"),
    "intake": INTAKE,
    "lead by owner": Actor("lead", via="root"),
    "member by lead": Actor("sato", via="lead"),
    "viewer by lead": Actor("guest", via="lead"),
    "left by lead": Actor("left", via="lead"),
    "intake by lead": Actor(INTAKE_LOGIN, via="lead"),
}
WORKING = {"lead", "member", "lead by owner", "member by lead"}
LEADS = {"lead", "lead by owner"}
LOOKING = {"viewer", "viewer by lead"}
LEFT = {"left lead", "left member", "left by lead"}
AT_ALL = {
    **dict.fromkeys(OWN, WORKING | LOOKING),
    "EnterBoard": set(WHO) - {"intake", "intake by lead"},
}
"""Whom the door admits where that isn't everybody who works."""
WHOM = {
    **dict.fromkeys(MAKE, WORKING),
    "OpenInquiry": WORKING | {"intake"},
    **dict.fromkeys(access.SENDING, WORKING | {"intake"}),
    "EndLostTimer": WORKING | {"intake"},
    "TellAlarms": WORKING | {"intake"},
    "NoteAlarmMail": WORKING | {"intake"},
    "SortLetter": {"intake"},
    "NoteMailbox": {"intake"},
    "EraseInquiry": LEADS,
    "EraseCustomer": LEADS,
    "EraseAddress": LEADS,
    "ApplySettings": LEADS,
    "BringHolidays": LEADS | {"intake"},
    "ChangeMember": LEADS,  # of somebody else
    **AT_ALL,
}
REFUSALS = {"role", "inactive", "not_a_member", "system_member", "intake_only"}


def kinds_of_command() -> set[str]:
    """The names of all commands, found by their class."""
    found: set[str] = set()
    todo = [Command]
    while todo:
        kind = todo.pop()
        todo += kind.__subclasses__()
        if kind.__module__ in {f"csboard.domain.{file}" for file in FILES}:
            found.add(kind.__name__)
    return found - {"Command", "TaskCommand", "TagCommand", "AbsenceCommand"}


def test_every_command_is_somebodys() -> None:
    """And each stands in the tables of this test."""
    kinds = kinds_of_command()
    assert kinds == set(MAKE) == set(WHOM)
    assert kinds == set(rules.RULES)
    assert kinds == {*access.LEAST_ROLE, *access.OF_INTAKE, *access.OF_NEWCOMERS}


@pytest.fixture
def desk(board: Board) -> Board:
    """Somebody of each kind, two inquiries and a mail that nobody has sorted."""
    lead = enter(board, "lead")
    for login in ("sato", "tanaka", "guest", "left", "left-lead"):
        enter(board, login)
    board.execute(ChangeMember(login="guest", role=Role.VIEWER), lead)
    board.execute(ChangeMember(login="left-lead", role=Role.LEAD, active=False), lead)
    board.execute(ChangeMember(login="left", active=False), lead)
    open_inquiry(board)
    open_inquiry(board, body="y")
    board.receive(b"raw", "pipe")
    return board


def refused_with(board: Board, name: str, actor: Actor) -> str:
    """The code of the refusal, empty when the door's tables let it through to its rule."""
    command = MAKE[name]()
    try:
        (board.keep if name in QUIET else board.execute)(command, actor)
    except Refused as refusal:
        return refusal.code if refusal.code in REFUSALS else ""
    return ""


@pytest.mark.parametrize("name", MAKE)
def test_who_may_ask_for_it(desk: Board, name: str) -> None:
    let_through = {who for who, actor in WHO.items() if not refused_with(desk, name, actor)}
    assert let_through == WHOM[name]


def test_each_refusal_says_why(desk: Board) -> None:
    for name in set(MAKE) - {"EnterBoard"}:
        told = {who: refused_with(desk, name, actor) for who, actor in WHO.items()}
        for who in WHO.keys() - WHOM[name]:
            if name in {"SortLetter", "NoteMailbox"} and who not in {"stranger", "intake by lead"}:
                assert told[who] == "intake_only"
            elif who in LEFT:
                assert told[who] == "inactive"
            elif who == "stranger":
                assert told[who] == "not_a_member"
            elif who in {"intake", "intake by lead"}:
                assert told[who] == "system_member"
            else:
                assert told[who] == "role"


def test_what_is_refused_leaves_nothing(desk: Board) -> None:
    newest, cards = desk.newest(), desk.snapshot().cards
    for name in MAKE:
        for who in WHO.keys() - WHOM[name]:
            assert refused_with(desk, name, WHO[who])
    assert (desk.newest(), desk.snapshot().cards) == (newest, cards)


def test_everybody_changes_their_own_name_who_is_here(desk: Board) -> None:
    for login in ("lead", "sato", "guest"):
        assert desk.execute(ChangeMember(login=login, name="me"), Actor(login))
    with pytest.raises(Refused) as refusal:
        desk.execute(ChangeMember(login="left", name="me"), Actor("left"))
    assert refusal.value.code == "inactive"


def test_a_repeated_wish_is_answered_even_after_its_asker_has_left(desk: Board) -> None:
    """Its first answer may have been lost on the way."""
    wish = Claim(task=REF)
    first = desk.execute(wish, Actor("sato"))
    desk.execute(ChangeMember(login="sato", active=False), Actor("lead"))
    assert desk.execute(wish, Actor("sato")).id == first.id


@pytest.mark.parametrize(
    "values", [{"role": Role.MEMBER}, {"role": Role.VIEWER}, {"active": False}], ids=str
)
def test_the_last_lead_stays_one(desk: Board, values: dict[str, object]) -> None:
    """A lead who has left doesn't count; another who is here does."""
    change = ChangeMember(login="lead", **values)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="only lead") as refusal:
        desk.execute(change, Actor("lead"))
    assert refusal.value.code == "last_lead"
    desk.execute(ChangeMember(login="sato", role=Role.LEAD), Actor("lead"))
    assert desk.execute(
        ChangeMember(login="lead", **values),  # type: ignore[arg-type]
        Actor("lead"),
    )
