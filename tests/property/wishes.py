"""Every command there is, with arguments that make sense and arguments that don't."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from csboard.db.reply_records import recipients_of
from csboard.domain import alarm_commands as a
from csboard.domain import commands as c
from csboard.domain import draft_commands as d
from csboard.domain import presence_commands as p
from csboard.domain import review_commands as r
from csboard.domain import sending_commands as s
from csboard.domain.letters import Address, Letter, Report
from csboard.domain.mailbox import MailboxMark
from csboard.domain.records import (
    INTAKE_LOGIN,
    Channel,
    InquiryFields,
    Outcome,
    Role,
    Stage,
    Tags,
    TaskRef,
    Urgency,
    Waiting,
)
from csboard.domain.replies import FileInfo, Recipients, Words
from csboard.domain.revisions import digest_of
from csboard.domain.settings import TeamSettings, default_stages
from tests.conftest import MONDAY
from tests.property.clock_wishes import CLOCK_WISHES
from tests.property.draws import NONE_SUCH, TEXTS, WHICH
from tests.property.hand_off_wishes import HAND_OFF_WISHES, HANDING_OFF, whoever_hands_off
from tests.property.leave_wishes import LEAVE_WISHES
from tests.property.review_wishes import REVIEW_WISHES
from tests.property.sameness import Rows
from tests.property.success_wishes import SUCCESS_WISHES
from tests.property.tag_wishes import TAG_WISHES
from tests.property.template_wishes import TEMPLATE_WISHES

LEAD, MEMBERS, VIEWER, STRANGER = "lead", ("sato", "tanaka"), "mori", "nobody"
WHOEVER = ""
"""For whoever can, so that stories get somewhere."""
CUSTOMERS = ("yamada@example.jp", "Suzuki@Example.JP", "")
OWN_ADDRESS = "support@csboard.example"
KEPT = (
    *(c.MarkSeen, c.NoteRead, c.NoteMailbox, d.SaveDraft, d.HoldPen),
    *(p.BePresent, p.MarkRead, p.ReadInbox),
    *(s.TakeEntry, s.NoteHanding, s.PutBack, s.HoldLease, a.NoteAlarmMail),
)
"""Commands that leave no event."""


class Place:
    """One board as a wish finds it: what can be named by number or id."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.logins = {row["id"]: row["login"] for row in rows["member"]}

    def number(self, which: int) -> int:
        return int(self._one("inquiry", "number", which, 999))

    def task(self, which: int) -> TaskRef:
        if which == NONE_SUCH:
            return TaskRef(1001, 77)
        row = self.rows["task"][which % len(self.rows["task"])]
        return TaskRef(row["inquiry"], row["seq"])

    def id(self, table: str, which: int) -> int:
        return int(self._one(table, "id", which, 10**6))

    def _one(self, table: str, key: str, which: int, nothing: int) -> int:
        some = self.rows[table]
        return some[which % len(some)][key] if some and which != NONE_SUCH else nothing

    def version(self, ref: TaskRef, age: int | None) -> int | None:
        """What a person saw who looked so many versions ago."""
        if age is None:
            return None
        found = [row for row in self.rows["task"] if (row["inquiry"], row["seq"]) == tuple(ref)]
        return found[0]["version"] - age if found else 1

    def draft_version(self, which: int, age: int) -> int:
        """What a person saw of a draft who looked so many versions ago."""
        some = self.rows["draft"]
        return int(some[which % len(some)]["version"]) - age if some else 1

    def digest(self, which: int) -> str:
        """Of a draft as it stands."""
        if which == NONE_SUCH or not self.rows["draft"]:
            return "x"
        row = self.rows["draft"][which % len(self.rows["draft"])]
        words = Words(recipients_of(row["recipients"]), row["subject"], row["text"], row["sender"])
        files = (
            FileInfo(*(one[key] for key in ("id", "name", "type", "size", "sha256")))
            for one in self.rows["draft_file"]
            if one["draft"] == row["id"] and one["removed_at"] is None
        )
        return digest_of(words, files)

    def digest_going_out(self, which: int) -> str:
        """Of a reply in the outbox."""
        some = self.rows["outbox"]
        return str(some[which % len(some)]["digest"]) if some else "x"

    def newest_message(self) -> int:
        return max((row["id"] for row in self.rows["message"]), default=0)

    def whoever_can(self, command: c.Command) -> str:
        if isinstance(command, c.SortLetter | c.NoteMailbox):
            return INTAKE_LOGIN
        if isinstance(command, (*_OF_LEADS, r.GiveVerdict)):
            return LEAD
        if isinstance(command, _OF_DRAFTS):
            return self._writer(command)
        if isinstance(command, HANDING_OFF):
            return whoever_hands_off(command, self)
        if isinstance(command, c.Undo):
            people = [self.logins[row["actor"]] for row in self.rows["event"]]
            return next((one for one in reversed(people) if one != INTAKE_LOGIN), LEAD)
        if isinstance(command, c.TaskCommand) and not isinstance(command, c.TakeOver):
            held = [
                row["owner"]
                for row in self.rows["task"]
                if (row["inquiry"], row["seq"]) == tuple(command.task)
            ]
            return str(self.logins.get(held[0] if held else 0, MEMBERS[0]))
        return MEMBERS[1]

    def _writer(self, command: Any) -> str:
        """Whoever has the pen of a draft, else its author."""
        rows = [row for row in self.rows["draft"] if row["id"] == command.draft_id]
        return self.logins[rows[0]["pen"] or rows[0]["author"]] if rows else MEMBERS[0]


Wish = Callable[[Place], c.Command]

AGES = st.sampled_from([None] * 6 + [0] * 4 + [1, -3])
TITLES = st.sampled_from(["t", "別の作業", "", "長" * 300])
STAGES = st.sampled_from(["todo", "doing", "doing", "done", "done", "check", "nowhere"])
MARKS = st.builds(
    Waiting,
    st.sampled_from(["customer", "customer", "internal", "date", "weather"]),
    st.sampled_from(["", "答え", "長" * 300]),
    st.sampled_from(
        [None, None, MONDAY + timedelta(days=400), MONDAY, MONDAY + timedelta(days=9_999)]
    ),
)
FIELDS = st.builds(
    InquiryFields,
    subject=st.sampled_from([None, None, "件名", ""]),
    urgency=st.sampled_from([None, *Urgency]),
    policy=st.sampled_from([None, "返金\nする"]),
    fact=st.sampled_from([None, "", "事実", "別の事実"]),
    emotion=st.sampled_from([None, None, "怒り", "長" * 3_000]),
    outcome=st.sampled_from([None, "", Outcome.SETTLED]),
    tags=st.sampled_from([None, Tags(), Tags(("決済", "決済"), ("二重",))]),
    customer_name=st.sampled_from([None, None, "山田", "山田花子"]),
    organisation=st.sampled_from([None, None, "商店"]),
)
SEEN = st.sampled_from([None, None, InquiryFields(fact="", customer_name="山田")])
_ERASING = (c.EraseInquiry, c.EraseCustomer, c.EraseAddress)
_OF_LEADS = (*_ERASING, c.ChangeMember, c.ApplySettings, c.BringHolidays)
_OF_DRAFTS = (d.SaveDraft, d.HoldPen, d.DiscardDraft)
SESSIONS = st.sampled_from(["a", "a", "a", "b"])
WORDS = st.builds(
    lambda to, text: Words(Recipients(tuple(Address("", one) for one in to)), "件名", text),
    st.lists(st.sampled_from([CUSTOMERS[0], "half@", "b@example.jp\n"]), max_size=2),
    TEXTS,
)
HOLDERS = st.sampled_from(["one", "one", "one", "two"])
CODES = st.sampled_from(["550 5.1.1", "edited", "moved", "change"])
GROUNDS = st.sampled_from(["request", "expired", "mistake", "whim"])


def _of_task(kind: Any, **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Wish]:
    def make(which: int, age: int | None, values: dict[str, Any]) -> Wish:
        def wish(place: Place) -> c.Command:
            ref = place.task(which)
            command: c.Command = kind(task=ref, seen=place.version(ref, age), **values)
            return command

        return wish

    return st.builds(make, WHICH, AGES, st.fixed_dictionaries(dict(more)))


def _of_inquiry(kind: Any, **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Wish]:
    def make(which: int, values: dict[str, Any]) -> Wish:
        return lambda place: kind(number=place.number(which), **values)

    return st.builds(make, WHICH, st.fixed_dictionaries(dict(more)))


def _of_two(kind: Any, other: str) -> st.SearchStrategy[Wish]:
    def make(one: int, two: int) -> Wish:
        return lambda place: kind(number=place.number(one), **{other: place.number(two)})

    return st.builds(make, WHICH, WHICH)


def _of_mail(kind: Any, **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Wish]:
    """About a stored mail; `number` and `letter` among the values are made at the place."""

    def make(which: int, values: dict[str, Any]) -> Wish:
        def wish(place: Place) -> c.Command:
            there = {
                key: value(place) if callable(value) else value for key, value in values.items()
            }
            command: c.Command = kind(receipt_id=place.id("receipt", which), **there)
            return command

        return wish

    return st.builds(make, WHICH, st.fixed_dictionaries(dict(more)))


def _of_draft(kind: Any, **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Wish]:
    def make(which: int, values: dict[str, Any]) -> Wish:
        return lambda place: kind(draft_id=place.id("draft", which), **values)

    return st.builds(make, WHICH, st.fixed_dictionaries(dict(more)))


def _saving(which: int, age: int, values: dict[str, Any]) -> Wish:
    return lambda place: d.SaveDraft(
        draft_id=place.id("draft", which), seen_version=place.draft_version(which, age), **values
    )


def _sending(kind: Any, **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Wish]:
    def make(which: int, sees_all: bool, values: dict[str, Any]) -> Wish:
        return lambda place: kind(
            draft_id=place.id("draft", which),
            digest=place.digest(which),
            seen=place.newest_message() if sees_all else 0,
            **values,
        )

    often = st.sampled_from([True] * 4 + [False])
    return st.builds(make, WHICH, often, st.fixed_dictionaries(dict(more)))


def _of_entry(kind: Any, **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Wish]:
    def make(which: int, values: dict[str, Any]) -> Wish:
        return lambda place: kind(entry_id=place.id("outbox", which), **values)

    return st.builds(make, WHICH, st.fixed_dictionaries(dict(more)))


def _handing(which: int, holder: str) -> Wish:
    return lambda place: s.NoteHanding(
        entry_id=place.id("outbox", which), holder=holder, digest=place.digest_going_out(which)
    )


def _plain(kind: Any, **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Wish]:
    def make(values: dict[str, Any]) -> Wish:
        return lambda place: kind(**values)

    return st.builds(make, st.fixed_dictionaries(dict(more)))


def _letter(values: dict[str, Any], subject_of: int, answers: int) -> Any:
    def make(place: Place) -> Letter | None:
        if values["is_broken"]:
            return None
        sender = Address("山田", values["sender"])
        named = (*place.rows["message"], *place.rows["outbox"])
        ids = [row["message_id"] for row in named if row["message_id"]]
        return Letter(
            subject="件名",
            sender=sender,
            from_=sender,
            to=(Address("", OWN_ADDRESS),),
            cc=(),
            sent_at=values["sent_at"],
            message_id=values["message_id"],
            in_reply_to=(ids[answers % len(ids)],) if ids and answers >= 0 else (),
            references=(),
            text=values["text"],
            attachments=(),
            digest=values["digest"],
            subject_numbers=(place.number(subject_of),) if subject_of != NONE_SUCH else (),
            automatic=values["automatic"],
            report=values["report"],
            hops=values["hops"],
            problems=values["problems"],
        )

    return make


LETTERS = st.builds(
    _letter,
    st.fixed_dictionaries(
        {
            "is_broken": st.sampled_from([False] * 7 + [True]),
            "sender": st.sampled_from([*CUSTOMERS, "other@example.jp", OWN_ADDRESS]),
            "sent_at": st.sampled_from([None, MONDAY - timedelta(days=3)]),
            "message_id": st.sampled_from(["", "<a@example.jp>", "<b@example.jp>"]),
            "text": st.sampled_from(["助けてください", "z", ""]),
            "digest": st.text("abcdef", min_size=1, max_size=2),
            "automatic": st.sampled_from(["", "", "", "Auto-Submitted"]),
            "report": st.sampled_from([None, None, None, Report("bounce", "x@example.jp")]),
            "hops": st.sampled_from([1, 1, 1, 60]),
            "problems": st.sampled_from([(), (), (), ("over-limits",)]),
        }
    ),
    WHICH,
    st.integers(-3, 2),
)


def _with_check() -> tuple[Stage, ...]:
    todo, doing, done = default_stages()
    needing = dataclasses.replace(done, needs=("fact",))
    return (todo, doing, Stage("check", "doing", {"en": "Check"}), needing)


SETTINGS = st.builds(
    TeamSettings,
    name=st.sampled_from(["Support", "サポート", " "]),
    stages=st.sampled_from([default_stages(), _with_check()]),
    own_addresses=st.sampled_from([(), (OWN_ADDRESS,)]),
    send_window=st.sampled_from([15, 0, 0]),
    approval_for=st.sampled_from([(), (), ("always",)]),
    reopen_days=st.sampled_from([14, 0, -1]),
    promises=st.sampled_from([{}, {"first": ("4h",)}, {"next": ("1h urgent", "9h")}]),
)
CHANGES: dict[str, st.SearchStrategy[Any]] = {
    "login": st.sampled_from([*MEMBERS, VIEWER, LEAD, STRANGER]),
    "name": st.sampled_from([None, "名前"]),
    "role": st.sampled_from([None, None, *Role]),
    "language": st.sampled_from([None, "ja", "xx"]),
    "active": st.sampled_from([None, True, False]),
}
PATTERNS = st.sampled_from([*CUSTOMERS, "@example.jp", "@Example.JP", OWN_ADDRESS, "nothing"])


def _mark(uid: int) -> MailboxMark:
    return MailboxMark(7, uid, MONDAY, (uid + 1,))


WHENCE = st.sampled_from([Channel.PHONE, Channel.MAIL])

WISHES: dict[str, st.SearchStrategy[Wish]] = {
    "Claim": _of_task(c.Claim, reviewer=st.sampled_from((None, None, *MEMBERS, VIEWER))),
    "Release": _of_task(c.Release),
    "TakeOver": _of_task(c.TakeOver, reason=st.sampled_from(["休み", "why", ""])),
    "Move": _of_task(c.Move, stage=STAGES),
    "Wait": _of_task(c.Wait, waiting=MARKS),
    "EndWaiting": _of_task(c.EndWaiting),
    "Pin": _of_task(c.Pin),
    "Unpin": _of_task(c.Unpin),
    "SplitOff": _of_inquiry(c.SplitOff, title=TITLES),
    "RenameTask": _of_task(c.RenameTask, title=TITLES),
    "EditInquiry": _of_inquiry(
        c.EditInquiry,
        fields=FIELDS,
        was=SEEN,
        reason=st.sampled_from(["急ぎ", "why", ""]),
        alone=st.booleans(),
    ),
    "Reopen": _of_inquiry(c.Reopen),
    "Merge": _of_two(c.Merge, "into"),
    "Divide": st.builds(
        lambda number, message, subject: (
            lambda place: c.Divide(
                number=place.number(number),
                message_id=place.id("message", message),
                subject=subject,
            )
        ),
        WHICH,
        WHICH,
        st.sampled_from(["", "別件"]),
    ),
    "Link": _of_two(c.Link, "other"),
    "Unlink": _of_two(c.Unlink, "other"),
    "AddNote": _of_inquiry(c.AddNote, text=TEXTS),
    "BeginDraft": _of_inquiry(
        d.BeginDraft, session=st.sampled_from(["", "a", "b"]), to_all=st.booleans()
    ),
    "SaveDraft": st.builds(
        _saving,
        WHICH,
        st.sampled_from([0] * 4 + [1]),
        st.fixed_dictionaries({"session": SESSIONS, "words": WORDS}),
    ),
    "HoldPen": _of_draft(d.HoldPen, session=SESSIONS, leave=st.booleans()),
    "TakePen": _of_draft(d.TakePen, session=SESSIONS),
    "LeaveWords": _of_draft(d.LeaveWords, words=WORDS),
    "AddFile": _of_draft(
        d.AddFile,
        name=st.sampled_from(["a.txt", "../a.txt", "", "長" * 99]),
        data=st.sampled_from([0, 9, 9, 10_000_001]).map(bytes),
    ),
    "RemoveFile": st.builds(
        lambda draft, file: (
            lambda place: d.RemoveFile(
                draft_id=place.id("draft", draft), file_id=place.id("draft_file", file)
            )
        ),
        WHICH,
        WHICH,
    ),
    "DiscardDraft": _of_draft(d.DiscardDraft),
    "Send": _sending(s.Send, way=st.just("smtp"), anyway=st.booleans()),
    "RecordSent": _sending(s.RecordSent, anyway=st.booleans()),
    "StopSending": _of_draft(s.StopSending),
    "TakeEntry": _of_entry(s.TakeEntry, holder=HOLDERS, seconds=st.sampled_from([60, 1])),
    "NoteHanding": st.builds(_handing, WHICH, HOLDERS),
    "PutBack": _of_entry(s.PutBack, holder=HOLDERS, code=st.just("451 4.3.2")),
    "NoteSent": _of_entry(s.NoteSent, holder=HOLDERS),
    "NoteFailed": _of_entry(s.NoteFailed, holder=HOLDERS, code=CODES),
    "ParkUnknown": _of_entry(s.ParkUnknown, holder=HOLDERS),
    "SettleUnknown": _of_entry(s.SettleUnknown, was_sent=st.booleans()),
    "HoldLease": _plain(
        s.HoldLease, name=st.just("x"), holder=HOLDERS, seconds=st.sampled_from([0, 60])
    ),
    **REVIEW_WISHES,
    **SUCCESS_WISHES,
    "Undo": st.one_of(_plain(c.Undo), _of_inquiry(c.Undo)),
    "OpenInquiry": _plain(
        c.OpenInquiry,
        subject=st.sampled_from(["件名", "subject", ""]),
        customer_name=st.sampled_from(["山田", ""]),
        customer_email=st.sampled_from([*CUSTOMERS, "no address"]),
        body=TEXTS,
        channel=WHENCE,
        urgency=st.sampled_from(Urgency),
    ),
    "SortLetter": _of_mail(c.SortLetter, letter=LETTERS, urgency=st.sampled_from(Urgency)),
    "OpenFromTray": _of_mail(c.OpenFromTray, letter=LETTERS),
    "JoinFromTray": _of_mail(
        c.JoinFromTray,
        letter=LETTERS,
        number=WHICH.map(lambda which: lambda place: place.number(which)),
    ),
    "DropFromTray": _of_mail(c.DropFromTray, junk=st.booleans()),
    "Reread": _of_mail(c.Reread, letter=LETTERS, reader=st.sampled_from([1, 2])),
    "NoteRead": WHICH.map(
        lambda which: lambda place: c.NoteRead(receipt_ids=(place.id("receipt", which),), reader=2)
    ),
    "FileAsJunk": _of_inquiry(c.FileAsJunk),
    **TAG_WISHES,
    **CLOCK_WISHES,
    **HAND_OFF_WISHES,
    **LEAVE_WISHES,
    **TEMPLATE_WISHES,
    "BlockSender": _plain(c.BlockSender, pattern=PATTERNS, why=st.sampled_from(["", "宣伝"])),
    "UnblockSender": _plain(c.UnblockSender, pattern=PATTERNS),
    "NoteMailbox": _plain(
        c.NoteMailbox, name=st.just("INBOX"), mark=st.builds(_mark, st.integers(0, 3))
    ),
    "EraseInquiry": _of_inquiry(c.EraseInquiry, why=GROUNDS),
    "EraseCustomer": st.builds(
        lambda which, why: (
            lambda place: c.EraseCustomer(customer_id=place.id("customer", which), why=why)
        ),
        WHICH,
        GROUNDS,
    ),
    "EraseAddress": _plain(c.EraseAddress, address=PATTERNS, why=GROUNDS),
    "MarkSeen": WHICH.map(
        lambda which: lambda place: c.MarkSeen(event_id=place.id("event", 4 * which))
    ),
    "BePresent": _of_inquiry(
        p.BePresent,
        session=SESSIONS,
        doing=st.sampled_from(["looks", "writes", ""]),
        sends=st.booleans(),
    ),
    "MarkRead": _of_inquiry(
        p.MarkRead, at=st.sampled_from([MONDAY + timedelta(days=days) for days in (-1, 0, 1)])
    ),
    "ReadInbox": WHICH.map(
        lambda which: lambda place: p.ReadInbox(ids=(place.id("inbox", which),))
    ),
    "GiveThanks": WHICH.map(
        lambda which: lambda place: p.GiveThanks(message_id=place.id("message", which))
    ),
    "EnterBoard": _plain(c.EnterBoard, name=st.sampled_from(["", "名前"])),
    "ChangeMember": _plain(c.ChangeMember, **CHANGES),
    "ApplySettings": _plain(
        c.ApplySettings,
        settings=SETTINGS,
        was=st.sampled_from([None, TeamSettings()]),
        members=st.lists(st.builds(c.ChangeMember, **CHANGES), max_size=2).map(tuple),
    ),
}
"""By the command's name, as in `rules.RULES`."""
