"""Templates: written, worded anew, retired, used in replies, counted; on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.db.search import templates as found_by
from csboard.db.search_conditions import Asked
from csboard.domain.commands import EditInquiry, FileAsJunk, Undo
from csboard.domain.draft_commands import DiscardDraft
from csboard.domain.knowledge import Template
from csboard.domain.knowledge_commands import MergeTags, RenameTag
from csboard.domain.query import parse
from csboard.domain.records import Actor, InquiryFields, Tags, TaskRef
from csboard.domain.repeated import LEAST, Repeated
from csboard.domain.review_commands import AskReview
from csboard.domain.revisions import digest_of_draft
from csboard.domain.sending_commands import RecordSent, Send
from csboard.domain.success_commands import PutIn
from csboard.domain.template_commands import BringBackTemplate, RetireTemplate, WriteTemplate
from csboard.domain.template_sheet import Listed, Use
from csboard.domain.templates import Facts
from csboard.errors import Conflict, Held, Refused
from tests.support.desk import enter, open_inquiry, refusal
from tests.support.replies import rewritten, written
from tests.support.replying import agree, seen_of
from tests.support.successes import answered, made
from tests.support.templates import TEXT, prepared, reply_with

SATO, TANAKA = Actor("sato"), Actor("tanaka")
TOPIC = Tags(("決済",), ("二重請求",))


@pytest.fixture
def ref(board: Board) -> TaskRef:
    """A question of Yamamoto's."""
    enter(board, "sato", "佐藤")
    enter(board, "tanaka", "田中")
    agree(board, SATO, name="サポート窓口")
    return open_inquiry(
        board,
        "二重に請求されています",
        body="二回も請求されました。",
        customer_name="山本 花子",
        customer_email="hana@b.example",
    )


def tagged(board: Board, ref: TaskRef, tags: Tags = TOPIC) -> None:
    board.execute(EditInquiry(number=ref.number, fields=InquiryFields(tags=tags)), SATO)


def sent(board: Board, ref: TaskRef, by: Actor, anyway: bool = False) -> None:
    draft = board.replies(ref.number).draft
    assert draft is not None
    digest, seen = digest_of_draft(draft), seen_of(board, ref)
    command = RecordSent(draft_id=draft.id, digest=digest, seen=seen, anyway=anyway)
    board.execute(command, by)


def row_of(board: Board, template: Template) -> Listed:
    return next(row for row in board.templates().rows if row.template.id == template.id)


def again(template: Template, **values: object) -> WriteTemplate:
    """Another wording of a template."""
    return WriteTemplate(
        **{
            "name": template.name,
            "language": template.language,
            "text": template.text,
            "replaces": template.id,
            **values,
        }  # type: ignore[arg-type]
    )


def test_a_template_is_written_and_filled_in(board: Board, ref: TaskRef) -> None:
    command = WriteTemplate(
        name="ご連絡", language="ja", text=TEXT, tags=TOPIC, subject="ご請求について"
    )
    event = board.execute(command, SATO)
    assert (event.kind, event.number) == ("template_written", None)
    assert TEXT not in str(event.detail)
    template = board.template(1)
    assert (template.author, template.name, template.language) == ("sato", "ご連絡", "ja")
    assert (template.tags, template.subject, template.text) == (TOPIC, "ご請求について", TEXT)
    offered = board.offered_templates(ref.number, "tanaka")
    assert [row.template for row in offered.rows] == [template]
    today = board.clock.now().date()
    assert offered.facts == Facts(today, "山本 花子", 1001, "田中", "サポート窓口", "ja", True)
    answered(board, ref, SATO)
    assert not board.template_facts(ref.number, "sato").is_first


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": " \n"}, "no_name"),
        ({"name": "長" * 81}, "too_long"),
        ({"subject": "長" * 201}, "too_long"),
        ({"text": " \n "}, "empty"),
        ({"text": "a {foo}"}, "bad_template"),
        ({"subject": "{foo}"}, "bad_template"),
        ({"text": "x" * 20_001}, "bad_template"),
        ({"language": "fr"}, "no_such_language"),
        ({"tags": Tags(("a\nb",))}, "bad_word"),
        ({"replaces": 99}, "no_such_template"),
        ({"message_id": 99}, "no_such_source"),
        ({"success_id": 99}, "no_such_source"),
    ],
)
def test_what_cannot_be_written_is_refused(
    board: Board, ref: TaskRef, values: dict[str, object], code: str
) -> None:
    wanted: dict[str, object] = {"name": "x", "text": "x", **values}
    assert refusal(board, WriteTemplate(**wanted), SATO).code == code  # type: ignore[arg-type]


def test_a_name_is_used_once_in_a_language(board: Board, ref: TaskRef) -> None:
    template = prepared(board, SATO, name="ご連絡")
    same = WriteTemplate(name="ご連絡 ", language="ja", text="別")
    assert refusal(board, same, TANAKA).code == "taken"
    english = prepared(board, TANAKA, "other", language="en")
    assert refusal(board, again(english, language="ja"), SATO).code == "taken"
    board.execute(RetireTemplate(template_id=template.id), SATO)
    board.execute(same, TANAKA)


def test_another_wording_takes_its_place_and_goes_back(board: Board, ref: TaskRef) -> None:
    first = prepared(board, SATO)
    assert refusal(board, again(first), TANAKA).code == "unchanged"
    board.execute(again(first, text="別の文", name="お知らせ"), TANAKA)
    second = board.template(first.id)
    assert (second.text, second.author, second.replaces) == ("別の文", "tanaka", first.id)
    with pytest.raises(Conflict, match="worded this template anew"):
        board.execute(again(first, text="第三の文"), SATO)
    assert refusal(board, RetireTemplate(template_id=first.id), SATO).code == "written"
    assert [row.template for row in board.templates().rows] == [second]
    board.execute(Undo(), TANAKA)
    assert board.template(second.id).text == TEXT
    assert board.templates(retired=True).rows == ()
    board.execute(again(board.template(first.id), text="第三の文"), SATO)
    assert [row.template.text for row in board.templates().rows] == ["第三の文"]


def test_one_that_was_retired_long_ago_is_brought_back(board: Board, ref: TaskRef) -> None:
    first = prepared(board, SATO)
    board.execute(again(first, text="x", name="別"), SATO)
    assert refusal(board, BringBackTemplate(template_id=2), SATO).code == "in_use"
    assert refusal(board, BringBackTemplate(template_id=1), SATO).code == "written"
    assert refusal(board, BringBackTemplate(template_id=9), SATO).code == "no_such_template"
    board.execute(RetireTemplate(template_id=2), SATO)
    other = prepared(board, SATO, name="別")
    assert refusal(board, BringBackTemplate(template_id=2), TANAKA).code == "taken"
    board.execute(RetireTemplate(template_id=other.id), SATO)
    event = board.execute(BringBackTemplate(template_id=2), TANAKA)
    assert (event.kind, event.detail) == ("template_brought_back", {"template": 2})
    assert [row.template.id for row in board.templates().rows] == [2]
    board.execute(Undo(), TANAKA)
    assert not board.templates().rows


def test_a_wording_that_was_taken_back_stays_away(board: Board, ref: TaskRef) -> None:
    first = prepared(board, SATO)
    board.execute(again(first, text="x", name="別"), SATO)
    board.execute(Undo(), SATO)
    assert refusal(board, BringBackTemplate(template_id=2), SATO).code == "written"


def test_a_retired_one_is_offered_no_more_and_comes_back(board: Board, ref: TaskRef) -> None:
    template = prepared(board, SATO)
    reply_with(board, template, ref.number, SATO)
    sent(board, ref, SATO)
    board.execute(RetireTemplate(template_id=template.id), TANAKA)
    assert board.templates().rows == ()
    (off,) = board.templates(retired=True).rows
    assert (off.template.id, off.use.uses) == (template.id, 1)
    assert refusal(board, RetireTemplate(template_id=template.id), SATO).code == "retired"
    assert refusal(board, again(template, text="x"), SATO).code == "retired"
    draft = written(board, open_inquiry(board).number, SATO, "x")
    late = PutIn(draft_id=draft.id, text="x", template_id=template.id)
    assert refusal(board, late, SATO).code == "no_such_source"
    assert [one.kind for one in board.history(ref.number) if one.kind == "put_in"] == ["put_in"]
    board.execute(Undo(), TANAKA)
    assert row_of(board, template).use == Use(1, 1, 1, off.use.last_used)


def test_undo_stops_where_somebody_has_gone_on(board: Board, ref: TaskRef) -> None:
    first = prepared(board, SATO)
    board.execute(again(first, text="別の文"), TANAKA)
    assert refusal(board, Undo(), SATO).code == "built_upon"
    board.execute(RetireTemplate(template_id=board.template(first.id).id), TANAKA)
    prepared(board, SATO, "同じ名前")
    assert refusal(board, Undo(), TANAKA).code == "built_upon"


def test_search_finds_what_is_in_use(board: Board, ref: TaskRef) -> None:
    template = prepared(board, SATO, "再設定の画面をお開きください。", tags=TOPIC)

    def found(words: str) -> tuple[int, ...]:
        store = board._store
        return store.read(
            lambda reading: found_by(parse(words), 5, Asked(reading.team, board.clock.now(), None))
        )

    assert found("再設定 画面") == (template.id,)
    board.execute(again(template, text="別の文"), SATO)
    assert found("再設定") == ()
    assert found("別の文") == (board.template(template.id).id,)
    board.execute(Undo(), SATO)
    assert found("再設定") == (template.id,)
    board.execute(RetireTemplate(template_id=template.id), SATO)
    assert found("再設定") == ()
    assert board.damages(deep=True) == ()


# what became of it


def test_uses_are_counted_through_all_wordings(
    board: Board, clock: FixedClock, ref: TaskRef
) -> None:
    first = prepared(board, SATO)
    assert row_of(board, first).use == Use()
    reply_with(board, first, ref.number, SATO)
    reply_with(board, first, ref.number, SATO)
    assert row_of(board, first).use[:3] == (1, 0, 0)
    sent(board, ref, SATO)
    assert row_of(board, first).of_wording[:3] == (1, 1, 1)
    board.execute(again(first, text=f"{TEXT}\nまたご連絡します。"), TANAKA)
    second = board.template(first.id)
    assert row_of(board, second).of_wording == Use()
    clock.advance(timedelta(hours=1))
    other = open_inquiry(board, "別", customer_name="木村")
    draft = reply_with(board, second, other.number, SATO)
    rewritten(board, draft, SATO, draft.words.text.replace("また", "後ほど"))
    sent(board, other, SATO)
    row = row_of(board, second)
    assert row.use == Use(2, 2, 1, board.clock.now())
    assert (row.of_wording.kept_rate, row.use.kept_rate) == (0.0, 0.5)
    third = open_inquiry(board, "第三", customer_name="木村")
    dropped = reply_with(board, second, third.number, SATO)
    assert row_of(board, second).use.uses == 3
    board.execute(DiscardDraft(draft_id=dropped.id), SATO)
    assert row_of(board, second).use.uses == 2


def test_filling_in_what_was_asked_for_is_no_edit(board: Board, ref: TaskRef) -> None:
    template = prepared(board, SATO, "ご確認ください。\n注文番号は{?注文番号}です。")
    draft = reply_with(board, template, ref.number, SATO)
    rewritten(board, draft, SATO, draft.words.text.replace("[[?注文番号]]", "A-1"))
    sent(board, ref, SATO)
    assert row_of(board, template).use[:3] == (1, 1, 1)


# nothing goes out with a hole in it


@pytest.mark.parametrize(
    ("text", "named", "anyway"),
    [
        ("ご注文は[[?注文番号]]です。", "[[?注文番号]]", False),
        ("[[?", "fill in: [[?. Write", False),
        ("［［？日付］］に伺います", "［［？日付］］", False),
        ("> お客様の言葉\n[[?a]]", "[[?a]]", False),
        ("はい。\n> 設定は [[?x]] です", "[[?x]]", True),
        ("{customer}様、こんにちは", "{customer}", True),
        ("{もし お客様}様", "{もし お客様}", True),
        ("｛お客様｝様、こんにちは", "｛お客様｝", True),
    ],
)
def test_a_reply_with_a_hole_is_not_sent(
    board: Board, ref: TaskRef, text: str, named: str, anyway: bool
) -> None:
    draft = written(board, ref.number, SATO, text)
    digest, seen = digest_of_draft(draft), seen_of(board, ref)
    for command in (
        Send(draft_id=draft.id, digest=digest, seen=seen, way="smtp"),
        RecordSent(draft_id=draft.id, digest=digest, seen=seen),
    ):
        with pytest.raises(Held) as held:
            board.execute(command, SATO)
        assert (held.value.code, held.value.may_anyway) == ("hole", anyway)
        assert named in held.value.sentence
        assert "#1001" in held.value.sentence
    ask = AskReview(draft_id=draft.id)
    if anyway:
        sent(board, ref, SATO, anyway=True)
    else:
        assert refusal(board, ask, SATO).code == "hole"
        with pytest.raises(Held):
            sent(board, ref, SATO, anyway=True)
        rewritten(board, draft, SATO, "書きました。")
        board.execute(ask, SATO)
        sent(board, ref, SATO)


def test_a_hole_in_the_subject_holds_too(board: Board, ref: TaskRef) -> None:
    draft = written(board, ref.number, SATO, "本文")
    words = draft.words._replace(subject="[[?件名]]")
    assert rewritten(board, draft._replace(words=words), SATO, "本文").words.subject == "[[?件名]]"
    with pytest.raises(Held, match="件名"):
        sent(board, ref, SATO)


# from a reply, a case, and what is asked again and again


def test_one_begins_with_a_reply_without_the_customers_own(board: Board, ref: TaskRef) -> None:
    agree(board, SATO, name="サポート窓口", signature="--\n{team}\n{name}")
    tagged(board, ref, Tags(("決済",), ("二重請求",), ("怒り",)))
    said = "山本様\n\n#1001 の件、hana@b.example へ返金します。\n\n--\nサポート窓口\n佐藤\n"
    message = answered(board, ref, SATO, f"{said}\n> 二回も請求されました。")
    start = board.template_of_reply(message)
    assert start.text == "{customer}様\n\n#{number} の件、{?the mail address} へ返金します。"
    assert (start.name, start.language, start.tags) == ("二重に請求されています", "ja", TOPIC)
    assert start.message_id == message
    command = WriteTemplate(**{**start._asdict(), "text": "HANA@b.example"})
    assert refusal(board, command, SATO).code == "personal"
    board.execute(WriteTemplate(**start._asdict()), TANAKA)
    (row,) = board.templates().rows
    assert row.template.message_id == message
    later = again(row.template, text="hana@b.example")
    assert refusal(board, later, SATO).code == "personal"
    with pytest.raises(Refused):
        board.template_of_reply(message - 1)


def test_a_subject_with_their_name_becomes_no_name(board: Board, ref: TaskRef) -> None:
    tagged(board, ref)
    named = InquiryFields(subject="Re: 山本花子です")
    board.execute(EditInquiry(number=ref.number, fields=named), SATO)
    message = answered(board, ref, SATO, "ＨＡＮＡ＠ｂ．ｅｘａｍｐｌｅ へ、03-1234-5678 へ。")
    start = board.template_of_reply(message)
    assert (start.name, start.text) == (
        "決済/二重請求",
        "{?the mail address} へ、{?the telephone number} へ。",
    )
    for values in ({"name": "hana@B.example"}, {"subject": "ｈａｎａ@b.example"}):
        late = WriteTemplate(**{**start._asdict(), **values})
        assert refusal(board, late, SATO).code == "personal"


def test_one_begins_with_a_case(board: Board, ref: TaskRef) -> None:
    answered(board, ref, SATO)
    case = made(board, ref, SATO, passage="山本様の件を確認しました。", title="二重請求")
    start = board.template_of_case(case.id)
    assert (start.name, start.text) == ("二重請求", "{customer}様の件を確認しました。")
    assert start.success_id == case.id
    board.execute(WriteTemplate(**start._asdict()), SATO)
    assert board.templates().rows[0].template.success_id == case.id


def test_what_is_asked_again_and_again_lacks_a_template(
    board: Board, clock: FixedClock, ref: TaskRef
) -> None:
    old = open_inquiry(board)
    tagged(board, old)
    clock.advance(timedelta(days=31))
    asked = [open_inquiry(board, customer_name="木村") for _each in range(LEAST)]
    for one in asked[1:]:
        tagged(board, one)
    assert board.templates().repeated == ()
    tagged(board, asked[0])
    assert board.templates().repeated == (Repeated("決済", "二重請求", LEAST),)
    board.execute(FileAsJunk(number=asked[0].number), SATO)
    assert board.templates().repeated == ()
    board.execute(Undo(), SATO)
    nobody = board.template_for_topic("決済", "二重請求")
    assert (nobody.text, nobody.tags, nobody.message_id) == ("", TOPIC, None)
    answered(board, asked[0], SATO, "木村様\n返金しました。")
    used = answered(board, asked[1], SATO, "木村様\n二日以内に返金します。")
    answered(board, asked[2], SATO, "木村様\n返金しました。")
    start = board.template_for_topic("決済", "二重請求")
    assert start.text == "{customer}様\n返金しました。"
    draft = written(board, asked[3].number, SATO, "x")
    board.execute(PutIn(draft_id=draft.id, text="x", message_id=used), SATO)
    start = board.template_for_topic("決済", "二重請求")
    assert start.text == "{customer}様\n二日以内に返金します。"
    board.execute(WriteTemplate(**start._asdict()), SATO)
    assert board.templates().repeated == ()
    board.execute(Undo(), SATO)
    assert len(board.templates().repeated) == 1


def test_merged_words_are_one_topic(board: Board, ref: TaskRef) -> None:
    for at in range(LEAST):
        content = ("お支払い",) if at % 2 else ("決済", "お支払い")
        tagged(board, open_inquiry(board), Tags(content, ("二重請求",)))
    ids = {tag.word: tag.id for tag in board.settings().vocabulary.tags}
    board.execute(MergeTags(tag_id=ids["お支払い"], into=ids["決済"]), SATO)
    assert board.templates().repeated == (Repeated("決済", "二重請求", LEAST),)
    prepared(board, SATO, tags=Tags(("お支払い",)))
    assert board.templates().repeated == ()


def test_a_renamed_tag_is_the_same_tag(board: Board, ref: TaskRef) -> None:
    tagged(board, ref)
    template = prepared(board, SATO, tags=TOPIC)
    prepared(board, SATO, name="あ")
    [tag] = [one for one in board.settings().vocabulary.tags if one.word == "決済"]
    board.execute(RenameTag(tag_id=tag.id, word="支払い"), SATO)
    shown = board.template(template.id)
    assert shown.tags == Tags(("支払い",), TOPIC.symptom)
    offered = board.offered_templates(ref.number, "sato")
    assert [row.template.id for row in offered.rows] == [template.id, template.id + 1]
    assert refusal(board, again(shown, tags=shown.tags), SATO).code == "unchanged"
