"""Merging, dividing, linking and the tray as pure rules: what is refused, what is changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from csboard.domain.commands import Divide, DropFromTray, Link, MarkSeen, Merge, Unlink
from csboard.domain.decisions import Decision, Insert, Quiet, Thing, Update
from csboard.domain.history import describe
from csboard.domain.links import link, unlink
from csboard.domain.merging import divide, merge
from csboard.domain.personal import mark_seen
from csboard.domain.records import (
    Direction,
    Event,
    Inquiry,
    Member,
    Message,
    Receipt,
    Task,
    TaskRef,
    Urgency,
)
from csboard.domain.settings import TeamSettings, default_stages
from csboard.domain.states import (
    DivideState,
    InquiryState,
    LinkMark,
    LinkState,
    MergeState,
    NewInquiryState,
    PersonalState,
    TrayState,
)
from csboard.domain.tray import drop
from csboard.errors import Refused
from csboard.i18n import use_language
from tests.domain.builders import FREE, INQUIRY, MEMBERS, NOW, SATO, SUZUKI, TANAKA, owned

OTHER = INQUIRY._replace(number=1043, version=5)
OTHERS_REPLY = FREE._replace(id=8, ref=TaskRef(1043), version=9)


def of(inquiry: Inquiry, *tasks: Task, actor: Member = SATO) -> InquiryState:
    return InquiryState(actor, TeamSettings(), inquiry, tasks, MEMBERS)


def both(
    source: Inquiry = INQUIRY,
    target: Inquiry = OTHER,
    *,
    reply: Task = FREE,
    others_reply: Task = OTHERS_REPLY,
    actor: Member = SATO,
) -> MergeState:
    return MergeState(of(source, reply, actor=actor), of(target, others_reply, actor=actor))


def changed(decision: Decision | Quiet, thing: Thing) -> dict[object, dict[str, object]]:
    """All new values of the rows of a kind, by id."""
    found: dict[object, dict[str, object]] = {}
    for change in decision.changes:
        if isinstance(change, Update) and change.thing is thing:
            found.setdefault(change.id, {}).update(change.values)
    return found


INTO = Merge(number=1042, into=1043)
SENSELESS = [
    ("itself", both(), Merge(number=1042, into=1042), "into itself"),
    ("merged", both(INQUIRY._replace(merged_into=7)), INTO, "#1042 was merged: it goes on in #7"),
    ("merged", both(target=OTHER._replace(merged_into=7)), INTO, "#1043 was merged: .* in #7"),
]


@pytest.mark.parametrize(("code", "state", "command", "words"), SENSELESS)
def test_merges_that_are_refused(code: str, state: MergeState, command: Merge, words: str) -> None:
    with pytest.raises(Refused, match=words) as refusal:
        merge(state, command, NOW)
    assert refusal.value.code == code


CLOSED = NOW - timedelta(days=1)
OPEN_INTO_CLOSED = both(
    target=OTHER._replace(closed_at=CLOSED),
    others_reply=owned(TANAKA, stage="done")._replace(
        id=8, ref=TaskRef(1043), closed_at=CLOSED, version=9
    ),
)
REPLIES = [
    ("both free", both(), {"need": 2}),
    ("the source's owner", both(reply=owned(TANAKA)), {"owner_id": 4, "owner_since": NOW}),
    ("both owned", both(reply=owned(TANAKA), others_reply=OTHERS_REPLY._replace(owner="sato")), {}),
    ("open into closed", OPEN_INTO_CLOSED, {"stage": "doing", "closed_at": None}),
]


@pytest.mark.parametrize(("_case", "state", "values"), REPLIES)
def test_what_becomes_of_the_reply_that_goes_on(
    _case: str, state: MergeState, values: dict[str, object]
) -> None:
    tasks = changed(merge(state, INTO, NOW), Thing.TASK)
    assert tasks[8] == {"need": 2, **values}
    assert tasks[7] == {"closed_at": NOW, "withdrawn_at": NOW, "need": 2}


def test_both_rows_are_compared_in_the_order_of_their_numbers() -> None:
    for state, command in (
        (both(), INTO),
        (
            both(OTHER, INQUIRY, reply=OTHERS_REPLY, others_reply=FREE),
            Merge(number=1043, into=1042),
        ),
    ):
        rows = [
            (change.id, change.version)
            for change in merge(state, command, NOW).changes
            if isinstance(change, Update) and change.thing is Thing.INQUIRY
        ]
        assert rows == [(1042, 1), (1043, 5)]


@pytest.mark.parametrize("urgent", ["source", "target"])
def test_the_more_urgent_wins(urgent: str) -> None:
    urgency = Urgency.URGENT
    state = (
        both(INQUIRY._replace(urgency=urgency))
        if urgent == "source"
        else both(target=OTHER._replace(urgency=urgency))
    )
    decision = merge(state, INTO, NOW)
    assert changed(decision, Thing.INQUIRY)[1043]["urgency"] is Urgency.URGENT
    assert {row["need"] for row in changed(decision, Thing.TASK).values()} == {0}


def test_links_move_or_end_and_what_was_merged_is_repointed() -> None:
    links = (LinkMark(1, 1000, 1042), LinkMark(2, 1042, 1043), LinkMark(3, 1042, 1050))
    state = both()._replace(links=links, linked=frozenset({1050}), absorbed=(1030,))
    decision = merge(state, INTO, NOW)
    assert changed(decision, Thing.LINK) == {
        1: {"first_id": 1000, "second_id": 1043},
        2: {"ended_at": NOW},
        3: {"ended_at": NOW},
    }
    assert changed(decision, Thing.INQUIRY)[1030] == {"merged_into": 1043}
    assert decision.event.detail["absorbed"] == [1030]
    assert decision.event.detail["links"] == {"moved": [1], "ended": [2, 3]}


MESSAGE = Message(3, Direction.IN, CLOSED, "山田", "yamada@example.jp", "別の件", "…", number=1042)
OPENING = NewInquiryState(SATO, TeamSettings(), 1044, 1)


def division(message: Message | None = MESSAGE, *, is_only: bool = False) -> DivideState:
    return DivideState(of(INQUIRY, FREE), OPENING, message, is_only)


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("no_such_message", division(None)),
        ("not_divisible", division(MESSAGE._replace(direction=Direction.OUT))),
        ("not_divisible", division(MESSAGE._replace(direction=Direction.AUTO))),
        ("only_message", division(is_only=True)),
    ],
)
def test_divisions_that_are_refused(code: str, state: DivideState) -> None:
    with pytest.raises(Refused) as refusal:
        divide(state, Divide(number=1042, message_id=3), NOW)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("given", "of_message", "subject"),
    [
        (" 請求の件 ", "別の件", "請求の件"),
        ("", "別の件", "別の件"),
        ("", "", INQUIRY.subject),
    ],
)
def test_a_division_is_called_after_what_there_is(
    given: str, of_message: str, subject: str
) -> None:
    state = division(MESSAGE._replace(subject=of_message))
    decision = divide(state, Divide(number=1042, message_id=3, subject=given), NOW)
    (opened,) = [
        change.values
        for change in decision.changes
        if isinstance(change, Insert) and change.thing is Thing.INQUIRY
    ]
    assert (opened["subject"], opened["customer_id"], opened["opened_at"]) == (subject, 1, CLOSED)
    assert changed(decision, Thing.MESSAGE) == {3: {"inquiry_id": 1044}}
    assert (decision.event.number, decision.event.other) == (1044, 1042)


PAIR = LinkState(SATO, 1042, 1043)
MARK = LinkMark(1, 1042, 1043)


@pytest.mark.parametrize(
    ("code", "act"),
    [
        ("itself", lambda: link(PAIR._replace(other=1042), Link(number=1042, other=1042), NOW)),
        ("linked", lambda: link(PAIR._replace(link=MARK), Link(number=1042, other=1043), NOW)),
        ("not_linked", lambda: unlink(PAIR, Unlink(number=1042, other=1043), NOW)),
    ],
)
def test_links_that_are_refused(code: str, act: Callable[[], Decision]) -> None:
    with pytest.raises(Refused) as refusal:
        act()
    assert refusal.value.code == code


RECEIPT = Receipt(5, NOW, "pipe", "held", 100, None, "own-address")


@pytest.mark.parametrize(
    ("state", "code"),
    [("filed", "filed"), ("opened", "on_board"), ("joined", "on_board"), ("received", "unsorted")],
)
def test_only_held_mail_is_filed_by_hand(state: str, code: str) -> None:
    tray = TrayState(OPENING, RECEIPT._replace(state=state, number=1042))
    with pytest.raises(Refused) as refusal:
        drop(tray, DropFromTray(receipt_id=5), NOW)
    assert refusal.value.code == code


def test_what_a_mail_was_held_for_is_kept() -> None:
    decision = drop(TrayState(OPENING, RECEIPT), DropFromTray(receipt_id=5), NOW)
    assert changed(decision, Thing.RECEIPT)[5]["reason"] == "dropped"
    assert decision.event.detail == {"receipt": 5, "reason": "own-address"}


@pytest.mark.parametrize(
    ("row", "seen", "wanted", "kept"),
    [
        (None, 0, 7, Insert(Thing.PERSONAL, {"member_id": 3, "key": "seen", "value": 7})),
        (None, 0, 99, Insert(Thing.PERSONAL, {"member_id": 3, "key": "seen", "value": 10})),
        (1, 5, 7, Update(Thing.PERSONAL, 1, {"value": 7})),
        (1, 5, 99, Update(Thing.PERSONAL, 1, {"value": 10})),
        (1, 7, 5, None),
        (1, 7, 7, None),
    ],
)
def test_a_mark_only_goes_on_and_never_ahead(
    row: int | None, seen: int, wanted: int, kept: Insert | Update | None
) -> None:
    state = PersonalState(SATO, newest=10, row=row, seen=seen)
    assert mark_seen(state, MarkSeen(event_id=wanted), NOW).changes == ((kept,) if kept else ())


WORDS = [
    ("merged", {}, "鈴木 merged #1042 into #1043", "鈴木さんが #1042 を #1043 に統合しました"),
    (
        "divided",
        {"message": 1, "from": 1043},
        "鈴木 took a message of #1043 out into #1042",
        "鈴木さんが #1043 のメッセージを #1042 に分割しました",
    ),
    ("linked", {}, "鈴木 linked #1042 and #1043", "鈴木さんが #1042 と #1043 を関連付けました"),
    (
        "unlinked",
        {},
        "鈴木 took the link of #1042 and #1043 away",
        "鈴木さんが #1042 と #1043 の関連付けを外しました",
    ),
    (
        "opened",
        {"by_hand": True},
        "#1042 was opened by 鈴木 from the tray",
        "鈴木さんが仕分け待ちのメールから #1042 を開きました",
    ),
    (
        "joined",
        {"by_hand": True, "reopened": True},
        "鈴木 put a mail of the tray into #1042",
        "鈴木さんが仕分け待ちのメールを #1042 に合流させました",
    ),
    (
        "dropped",
        {"reason": "own-address"},
        "鈴木 filed a held mail: from one of our own addresses",
        "鈴木さんが要仕分けのメールを保管しました: 自分たちのアドレスから",
    ),
    (
        "undone",
        {"kind": "merged"},
        "鈴木 undid: merging #1042",
        "鈴木さんが #1042 の統合を元に戻しました",
    ),
]


@pytest.mark.parametrize(("kind", "detail", "english", "japanese"), WORDS)
def test_what_happened(kind: str, detail: dict[str, object], english: str, japanese: str) -> None:
    told = Event(1, NOW, SUZUKI.login, kind, 1042, None, detail, other=1043)
    assert describe(told, MEMBERS, default_stages()) == english
    use_language("ja")
    assert describe(told, MEMBERS, default_stages()) == japanese
