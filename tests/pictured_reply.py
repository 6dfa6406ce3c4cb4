"""The reply of docs/pictures: a draft of the demo's team, with what colleagues say of it."""

from __future__ import annotations

from csboard.board import Board
from csboard.domain.draft_commands import BeginDraft, HoldPen, SaveDraft
from csboard.domain.records import Actor
from csboard.domain.review_commands import AddComment, AskReview, ResolveComment
from csboard.domain.revisions import digest_of_draft

WRITER, ADVISER, READER, FRIEND = (Actor(login) for login in ("haruka", "kento", "misaki", "yuto"))
SESSION = "pictures"

TEXTS = {
    "ja": """今井 陽介 様

お手紙をありがとうございます。こもれび文具店の小野寺です。

黒では硬いとのこと、よく分かります。「雨あがり」をおすすめします。青みのある灰色で、乾くと少し明るくなります。
謝る手紙は、乾いてから読まれるものですから。

来週中にお届けします。

こもれび文具店 小野寺""",
    "en": """Dear Mr Imai,

Thank you for writing. This is Haruka at Komorebi Stationery.

I see what you mean about black. May I suggest "After the Rain"? It is a bluish grey that turns
a little lighter as it dries, and a letter of apology is read when it has dried.

It will be with you next week.

Haruka, Komorebi Stationery""",
}
SAID = {
    "ja": (
        (
            ADVISER,
            4,
            "「夜更けの図書室」も並べて書きませんか。選べると、書く気になると思います。",
            None,
        ),
        (READER, 7, "日付を書きましょう。", "11月25日(水)にお届けします。"),
        (FRIEND, 2, "お名前の前に一行あけませんか。", None),
    ),
    "en": (
        (ADVISER, 4, 'Shall we name "Library at Midnight" too? A choice makes one write.', None),
        (READER, 7, "Let's give the date.", "It will be with you on Wednesday, November 25."),
        (FRIEND, 2, "A blank line before the name?", None),
    ),
}
ANSWERS = {
    "ja": "いいですね。二色の違いを一行で添えます。",
    "en": "Good. I'll add a line on how the two differ.",
}
ON_MESSAGE = {"ja": "「硬い」が本音ですね。", "en": "Stiff: that is what it is about."}


def write_reply(board: Board, number: int, language: str) -> None:
    """Let a reply be written to an inquiry, and colleagues speak of it."""
    board.execute(BeginDraft(number=number, session=SESSION), WRITER)
    draft = board.replies(number).drafts[0]
    words = draft.words._replace(text=TEXTS[language])
    board.keep(
        SaveDraft(draft_id=draft.id, session=SESSION, seen_version=draft.version, words=words),
        WRITER,
    )
    board.keep(HoldPen(draft_id=draft.id, session=SESSION, leave=True), WRITER)
    said = [
        _say(board, number, actor, line, text, proposal)
        for actor, line, text, proposal in SAID[language]
    ]
    board.execute(AddComment(text=ANSWERS[language], draft_id=draft.id, parent=said[0]), WRITER)
    board.execute(ResolveComment(comment_id=said[2]), WRITER)
    message = board.inquiry(number).messages[0]
    at = 1
    board.execute(
        AddComment(
            text=ON_MESSAGE[language],
            message_id=message.id,
            first=at,
            last=at,
            quote=message.text.split("\n")[at],
        ),
        READER,
    )
    board.execute(AskReview(draft_id=draft.id, of=ADVISER.login), WRITER)


def _say(
    board: Board, number: int, actor: Actor, line: int, text: str, proposal: str | None
) -> int:
    """A comment on a line of the reply; its id."""
    draft = board.replies(number).drafts[0]
    command = AddComment(
        text=text,
        draft_id=draft.id,
        digest=digest_of_draft(draft),
        first=line,
        last=line,
        quote=draft.words.text.split("\n")[line],
        proposal=proposal,
    )
    comment = board.execute(command, actor).detail["comment"]
    assert isinstance(comment, int)
    return comment
