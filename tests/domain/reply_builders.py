"""Drafts, revisions and what is said of them, for tests of the rules about replies."""

from __future__ import annotations

from datetime import datetime, timedelta

from csboard.domain.letters import Address
from csboard.domain.replies import (
    Ask,
    Draft,
    Recipients,
    Revision,
    Verdict,
    VerdictWord,
    Words,
)
from csboard.domain.revisions import digest_of_draft
from tests.domain.builders import NOW, SATO

WORDS = Words(
    Recipients((Address("山田", "yamada@example.jp"),)), "Re: ログインできない", "一\n二\n三"
)
DRAFT = Draft(
    id=5,
    number=1042,
    author="sato",
    writer="sato",
    begun_at=NOW - timedelta(minutes=30),
    saved_at=NOW - timedelta(minutes=10),
    version=4,
    words=WORDS,
    seen=100,
)


def saying(text: str, draft: Draft = DRAFT, *, by: str = SATO.login) -> Draft:
    """The draft once somebody has saved other words in it, a minute ago."""
    words = draft.words._replace(text=text)
    at = NOW - timedelta(minutes=1)
    return draft._replace(words=words, writer=by, saved_at=at, version=draft.version + 1)


def revision(draft: Draft = DRAFT, seq: int = 1, *, kind: str = "", author: str = "") -> Revision:
    """The draft as it stands, as a revision with the id of its seq."""
    return Revision(
        seq,
        draft.id,
        seq,
        draft.saved_at,
        author or draft.writer,
        draft.words,
        draft.files,
        digest_of_draft(draft),
        kind,
    )


def verdict(
    word: VerdictWord, login: str, of: Revision, verdict_id: int, at: datetime = NOW
) -> Verdict:
    return Verdict(verdict_id, of.draft_id, of.id, login, at, word)


def ask(of: str | None = None, ask_id: int = 1, *, by: str = SATO.login) -> Ask:
    return Ask(ask_id, DRAFT.id, NOW, by, of)
