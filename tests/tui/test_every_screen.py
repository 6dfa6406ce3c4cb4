"""T9: strangers' text on every screen, looked at as the bytes that reach the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import AddNote
from csboard.domain.holders import Topic
from csboard.domain.knowledge import Template
from csboard.domain.letters import Address
from csboard.domain.records import (
    Actor,
    AttachmentInfo,
    InquiryFields,
    Member,
    Role,
    Stage,
    Tags,
    Urgency,
    Waiting,
)
from csboard.domain.replies import Draft, FileInfo, Recipients, Words
from csboard.domain.report import Line
from csboard.domain.settings import TeamSettings
from csboard.domain.tag import Dimension, Tag
from csboard.domain.team_calendar import calendar_of
from csboard.domain.template_commands import WriteTemplate
from csboard.domain.template_parsing import escaped
from csboard.domain.template_sheet import NO_USE, Listed, Offered
from csboard.domain.templates import Facts
from csboard.domain.views import Counts, InquiryView
from csboard.domain.vocabulary import Vocabulary
from csboard.text import clean
from csboard.tui.app import CsboardApp
from csboard.tui.screens.absence_box import AbsenceDialog, Written
from csboard.tui.screens.absences import AbsencesScreen
from csboard.tui.screens.activity import ActivityScreen
from csboard.tui.screens.alarms import AlarmsScreen
from csboard.tui.screens.behind import BehindScreen
from csboard.tui.screens.compare import CompareScreen, State
from csboard.tui.screens.digest import DigestScreen
from csboard.tui.screens.draft import DraftScreen
from csboard.tui.screens.edit import EditDialog
from csboard.tui.screens.envelope import EnvelopeDialog
from csboard.tui.screens.figures import FiguresScreen
from csboard.tui.screens.files import FilesDialog, SavableFile
from csboard.tui.screens.inbox import InboxScreen
from csboard.tui.screens.inquiry import InquiryScreen
from csboard.tui.screens.join import JoinDialog
from csboard.tui.screens.knowledge_map import KnowledgeMapScreen
from csboard.tui.screens.leave_check import LeaveCheckScreen
from csboard.tui.screens.look_back import LookBackScreen
from csboard.tui.screens.new_inquiry import NewInquiryDialog
from csboard.tui.screens.note import NoteDialog
from csboard.tui.screens.objectives import ObjectivesScreen
from csboard.tui.screens.own_keys import KeysScreen
from csboard.tui.screens.pick import PickDialog
from csboard.tui.screens.reason import LineDialog, ReasonDialog
from csboard.tui.screens.remark import Remark, RemarkDialog
from csboard.tui.screens.report import ReportScreen
from csboard.tui.screens.round import RoundScreen
from csboard.tui.screens.search import SearchScreen
from csboard.tui.screens.sending import Departure, SendDialog
from csboard.tui.screens.setting_boxes import StageDialog, ValueDialog
from csboard.tui.screens.settings import SettingsScreen
from csboard.tui.screens.stand_up import StandUpScreen
from csboard.tui.screens.template import TemplateDialog
from csboard.tui.screens.template_pick import TemplatePick
from csboard.tui.screens.templates import TemplatesScreen
from csboard.tui.screens.time_box import Blank, TimeDialog
from csboard.tui.screens.time_sheet import TimeSheetScreen
from csboard.tui.screens.topic import TopicScreen
from csboard.tui.screens.tray import TrayScreen
from csboard.tui.screens.vocabulary import VocabularyScreen
from csboard.tui.screens.waiting import WaitingDialog
from csboard.tui.screens.why import WhyDialog
from csboard.tui.screens.word_boxes import MergeDialog, Spelled, WordDialog
from csboard.tui.state import BoardState
from csboard.tui.times import Times
from csboard.tui.vocabulary_acts import Counted
from tests.conftest import MONDAY
from tests.support.desk import enter, open_inquiry
from tests.support.recording import OWN_SEQUENCES, record, strangers_bytes
from tests.support.words import vocabulary_of
from tests.tui.test_fence import PAYLOADS

HOSTILE = [*PAYLOADS, "x" * 100_000, "語" * 50_000, "か" + "\u3099" * 1000, "\n" * 3000]


def stage(text: str) -> Stage:
    return Stage("x", "doing", {"en": text}, text)


SCREENS: dict[str, Callable[[str, int], Screen[Any]]] = {
    "inquiry": lambda text, number: InquiryScreen(number),
    "draft": lambda text, number: DraftScreen(number),
    "remark": lambda text, number: RemarkDialog(text, text, Remark(text, text), text),
    "envelope": lambda text, number: EnvelopeDialog(_reply(text), text),
    "compare": lambda text, number: CompareScreen(
        [State(text, _reply(text), ()), State(text, _reply(""), ())], 0, 1
    ),
    "sending": lambda text, number: SendDialog(Departure(_draft(text), "", text), text),
    "tray": lambda text, number: TrayScreen(),
    "activity": lambda text, number: ActivityScreen(),
    "inbox": lambda text, number: InboxScreen(),
    "alarms": lambda text, number: AlarmsScreen(),
    "absences": lambda text, number: AbsencesScreen(),
    "absence box": lambda text, number: AbsenceDialog(
        text,
        Written.blank("sato", MONDAY.date())._replace(stand_in=text),
        _state(text),
        calendar_of(TeamSettings()),
        MONDAY.date(),
        "sato",
        text,
    ),
    "digest": lambda text, number: DigestScreen(),
    "stand-up": lambda text, number: StandUpScreen(),
    "time sheet": lambda text, number: TimeSheetScreen(),
    "time box": lambda text, number: TimeDialog(
        text, Blank(MONDAY.date()), "UTC", MONDAY, problem=text
    ),
    "why late": lambda text, number: WhyDialog(text, [[[(text, "row")]]], text),
    "round": lambda text, number: RoundScreen(),
    "search": lambda text, number: SearchScreen(),
    "join": lambda text, number: JoinDialog(text, text, text),
    "report": lambda text, number: ReportScreen(text, [text]),
    "note": lambda text, number: NoteDialog(text, text, text),
    "reason": lambda text, number: ReasonDialog(text, text, text),
    "line": lambda text, number: LineDialog(text, text, text, label=text, lacking=text),
    "waiting": lambda text, number: WaitingDialog(
        text, Waiting("customer", text), TeamSettings(), Times("UTC", MONDAY), problem=text
    ),
    "edit": lambda text, number: EditDialog(
        text,
        _fields(text),
        _fields(""),
        vocabulary=_words(text),
        at="content",
        problem=text,
    ),
    "pick": lambda text, number: PickDialog(text, [[[(text, "row")]]], text),
    "new inquiry": lambda text, number: NewInquiryDialog(None, text),
    "objectives": lambda text, number: ObjectivesScreen(),
    "look back": lambda text, number: LookBackScreen(),
    "map": lambda text, number: KnowledgeMapScreen(),
    "figures": lambda text, number: FiguresScreen(),
    "behind": lambda text, number: BehindScreen(Line(text, text, "inquiries", 1, (number,))),
    "leave check": lambda text, number: LeaveCheckScreen(),
    "topic": lambda text, number: TopicScreen(Topic(text, text)),
    "templates": lambda text, number: TemplatesScreen(),
    "template": lambda text, number: TemplateDialog(
        text, _template(text), before=_template(""), vocabulary=_words(text), problem=text
    ),
    "vocabulary": lambda text, number: VocabularyScreen(),
    "word": lambda text, number: WordDialog(
        text, text, Spelled("", ""), Spelled(text, text), "word", text
    ),
    "merge words": lambda text, number: MergeDialog(
        Counted(_words(text), {}), Tag(99, Dimension.CONTENT, text, text), text
    ),
    "template pick": lambda text, number: TemplatePick(_offered(text), Times("UTC", MONDAY)),
    "files": lambda text, number: FilesDialog(
        [SavableFile(AttachmentInfo(name=text, size=1, type=text, part=1), 1)]
    ),
    "settings": lambda text, number: SettingsScreen(),
    "keys": lambda text, number: KeysScreen(),
    "value": lambda text, number: ValueDialog(text, text, text, text, text, tall=True),
    "stage": lambda text, number: StageDialog(text, stage(text), stage(text), text),
}


def _reply(text: str) -> Words:
    return Words(Recipients((Address(text, text),), (Address("", text),)), text, text, text)


def _draft(text: str) -> Draft:
    files = (FileInfo(1, text, text, 1, "0" * 64),)
    return Draft(1, 1, "sato", "sato", MONDAY, MONDAY, 1, _reply(text), files=files)


def _template(text: str) -> WriteTemplate:
    return WriteTemplate(name=text, text=text, subject=text, tags=Tags((text,), (text,)))


def _words(text: str) -> Vocabulary:
    return vocabulary_of(Tags((text,), (text,), (text,)))


def _offered(text: str) -> Offered:
    template = Template(1, text, "en", text, escaped(text), "sato", MONDAY)
    facts = Facts(MONDAY.date(), text, 1, text, text)
    return Offered((Listed(template, NO_USE, NO_USE),), facts)


def _fields(text: str) -> InquiryFields:
    tags = Tags((text,), (text,), (text,))
    return InquiryFields(text, Urgency.LOW, text, text, text, "", tags, text, text)


@pytest.fixture
def sqlite_board(sqlite_url: str, clock: FixedClock) -> Iterator[Board]:
    opened = Board.open(sqlite_url, clock)
    yield opened
    opened.close()


@pytest.mark.parametrize("name", SCREENS)
async def test_nothing_but_letters_reaches_the_terminal(sqlite_board: Board, name: str) -> None:
    sato = enter(sqlite_board, "sato", PAYLOADS[0])
    app = CsboardApp(sqlite_board, sato)
    numbers = [_inquiry(sqlite_board, sato, text) for text in HOSTILE]
    for at, text in enumerate(HOSTILE):
        name_of_it, words = f"{at}{text[:20]}", escaped(text[:5_000]) + "x"
        sqlite_board.execute(WriteTemplate(name=name_of_it, text=words), sato)

    async def steps(pilot: Pilot[Any]) -> None:
        for text, number in zip(HOSTILE, numbers, strict=True):
            screen = SCREENS[name](text, number)
            app.push_screen(screen)
            await pilot.pause(0.02)
            await pilot.press("down")
            app.pop_screen()

    assert strangers_bytes(await record(app, steps, (120, 40))) == []


def _state(text: str) -> BoardState:
    """A board of which a lead is called so."""
    sato = Member(1, "sato", text, Role.LEAD)
    return BoardState(1, (), {"sato": sato}, {}, Counts({}, 0, 0, 0), text, "UTC")


def _inquiry(board: Board, actor: Actor, text: str) -> int:
    number = open_inquiry(board, f"x{text}", customer_name=text, body=text).number
    board.execute(AddNote(number=number, text=f"x{text[:50_000]}"), actor)
    return number


async def test_the_display_alone_stops_what_was_never_cleaned(sqlite_board: Board) -> None:
    """As from a database that another version, or another program, wrote to."""
    enter(sqlite_board, "sato")
    number = open_inquiry(sqlite_board, "Subject", body="words").number
    app = CsboardApp(sqlite_board, Actor("sato"))

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await _opened(app, number, pilot)
        for text in PAYLOADS:
            screen._show(_raw(sqlite_board.inquiry(number), text))
            await pilot.pause()

    assert strangers_bytes(await record(app, steps, (120, 40))) == []


async def _opened(app: CsboardApp, number: int, pilot: Pilot[Any]) -> InquiryScreen:
    screen = InquiryScreen(number)
    app.push_screen(screen)
    while screen.view is None:
        await pilot.pause(0.01)
    return screen


def _raw(view: InquiryView, text: str) -> InquiryView:
    customer = view.inquiry.customer._replace(name=text, email=text, organisation=text)
    inquiry = view.inquiry._replace(subject=text, customer=customer, policy=text)
    messages = [message._replace(text=text, sender_name=text) for message in view.messages]
    return view._replace(inquiry=inquiry, messages=tuple(messages))


@pytest.mark.parametrize(
    "text", ["[CS#1001] [b]件名[/b] [/]", "👩 辻󠄀 ㈱髙﨑 ﾊﾟｽ", "a\u202eb", "“[x](y)”"]
)
async def test_text_is_shown_letter_for_letter(sqlite_board: Board, text: str) -> None:
    enter(sqlite_board, "sato")
    task = open_inquiry(sqlite_board, text, body=text)
    app = CsboardApp(sqlite_board, Actor("sato"))

    async def steps(pilot: Pilot[Any]) -> None:
        await _opened(app, task.number, pilot)

    drawn = OWN_SEQUENCES.sub("", await record(app, steps, (120, 40)))
    assert drawn.count(clean(text)) >= 2  # in the title and in the body
