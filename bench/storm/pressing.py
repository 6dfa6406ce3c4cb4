"""T12: twenty people press send on one approved reply at once, and somebody edits it meanwhile.

One mail goes out at most, and only with the words that were approved.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.figures import Figure
from bench.storm.crowd import Diary, preload
from bench.storm.field import Storm
from bench.storm.ground import enter_many, open_many
from csboard.board import Board
from csboard.domain.draft_commands import BeginDraft, SaveDraft
from csboard.domain.letters import Address
from csboard.domain.records import Actor
from csboard.domain.replies import Recipients, VerdictWord, Words
from csboard.domain.review_commands import GiveVerdict
from csboard.domain.revisions import digest_of_draft
from csboard.domain.sending_commands import Send
from csboard.errors import Refused, Unavailable
from csboard.mail.intake import INTAKE
from csboard.mail.mail_options import MailOptions
from csboard.mail.reading import read
from csboard.mail.sending import Sender
from csboard.mail.transport import SmtpTransport
from tests.support.mail_server import MailServer, running_mail_server
from tests.support.replying import OWN, agree

PEOPLE, ROUNDS = 20, 20
APPROVED, EDITED = "承認された言葉", "後から書いた言葉"
PATIENCE = 120
_CONTEXT = multiprocessing.get_context("forkserver")

Wish = tuple[int, str, int]
"""Draft, digest of what was approved, and version."""


def run(storm: Storm) -> Iterator[Figure]:
    preload(__name__)
    for database in storm.databases:
        with storm.board(database) as url, running_mail_server() as server:
            yield from _figures(storm, url, database, server)


def _figures(storm: Storm, url: str, database: str, server: MailServer) -> Iterator[Figure]:
    rounds = storm.times(ROUNDS, 4)
    with closing(Board.open(url)) as board:
        logins = enter_many(board, PEOPLE)
        agree(board, Actor(logins[0]), send_window=0, approval_for=("always",))
        numbers = open_many(board, rounds)
        wishes = [_approved(board, number, *logins[:2]) for number in numbers]
    diaries = [storm.directory / f"T12-{database}-{login}" for login in logins]
    failed = _press_all(url, logins, wishes, diaries)
    with closing(Board.open(url)) as board:
        sender = Sender(INTAKE, _options(server))
        while sender.step(board, SmtpTransport(_options(server))) is not None:
            pass
    told = [dict(Diary(diary).entries()) for diary in diaries]
    won = [sum(one.get(str(draft)) == "won" for one in told) for draft, *_rest in wishes]
    texts = [read(data) for _from, _to, data in server.accepted]
    drafts = [int(one.message_id.split(".")[2]) for one in texts]
    edited = sum(one.get(str(draft)) == "edited" for one in told for draft, *_rest in wishes)
    where = f"{PEOPLE} people x {rounds} {database}, {edited} edited first"
    faults = {
        "people that failed": failed,
        "told twice that it goes": sum(count > 1 for count in won),
        "mails sent twice": len(drafts) - len(set(drafts)),
        "mails with other words": sum(one.text.strip() != APPROVED for one in texts),
        "approved, not edited, not sent": sum(
            not count and draft not in drafts
            for (draft, *_rest), count in zip(wishes[::2], won[::2], strict=True)
        ),
        "goes by word, not by mail": sum(won) - len(drafts),
    }
    for what, count in faults.items():
        yield Figure("T12", what, where, count, "", 0, counted=True)


def _options(server: MailServer) -> MailOptions:
    return MailOptions("smtp", host="127.0.0.1", port=server.port, security="none")


def _approved(board: Board, number: int, lead: str, author: str) -> Wish:
    """A reply of one that another has approved."""
    me = Actor(author)
    event = board.execute(BeginDraft(number=number), me)
    draft = board.draft(int(str(event.detail["draft"])))
    words = Words(Recipients((Address("山田", "yamada@example.jp"),)), "Re: 件名", APPROVED, OWN)
    save = SaveDraft(draft_id=draft.id, session="", seen_version=draft.version, words=words)
    board.keep(save, me)
    draft = board.draft(draft.id)
    digest = digest_of_draft(draft)
    verdict = GiveVerdict(draft_id=draft.id, digest=digest, word=VerdictWord.APPROVE)
    board.execute(verdict, Actor(lead))
    return draft.id, digest, draft.version


def _press_all(url: str, logins: list[str], wishes: list[Wish], diaries: list[Path]) -> int:
    """Everybody at every reply, at the same moment; how many processes failed."""
    barrier = _CONTEXT.Barrier(len(logins))
    processes = [
        _CONTEXT.Process(target=press, args=(url, login, place == 1, wishes, barrier, diary))
        for place, (login, diary) in enumerate(zip(logins, diaries, strict=True))
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(PATIENCE)
    late = [process for process in processes if process.exitcode is None]
    for process in late:
        process.kill()
    return sum(process.exitcode != 0 for process in processes) + len(late)


def press(url: str, login: str, edits: bool, wishes: list[Wish], barrier: Any, diary: Path) -> None:
    """Press send at each; its author writes in every second one instead."""
    board, me, kept = Board.open(url), Actor(login), Diary(diary)
    for place, wish in enumerate(wishes):
        barrier.wait(PATIENCE)
        act = _edit if edits and place % 2 else _send
        kept.note(wish[0], _patiently(act, board, me, wish))
    board.close()


def _patiently(act: Any, board: Board, me: Actor, wish: Wish) -> str:
    while True:
        try:
            return str(act(board, me, wish))
        except Refused as refusal:
            return refusal.code
        except Unavailable as busy:
            if busy.code != "busy":
                raise


def _send(board: Board, me: Actor, wish: Wish) -> str:
    draft, digest, _version = wish
    board.execute(Send(draft_id=draft, digest=digest, seen=0, way="smtp"), me)
    return "won"


def _edit(board: Board, me: Actor, wish: Wish) -> str:
    draft, _digest, version = wish
    words = board.draft(draft).words._replace(text=EDITED)
    board.keep(SaveDraft(draft_id=draft, session="", seen_version=version, words=words), me)
    return "edited"
