"""Prepared words on their way into a reply: of a case, a template, or an earlier reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.domain.success_commands import PutIn
from csboard.tui.app import app_of
from csboard.tui.fence import say

if TYPE_CHECKING:
    from textual.app import App

    from csboard.tui.screens.draft import DraftScreen


class PreparedWords:
    """Inserted where the writer is, saved, and noted as reused; what was typed stays."""

    def __init__(
        self,
        text: str,
        told: str,
        *,
        subject: str = "",
        success_id: int | None = None,
        template_id: int | None = None,
        message_id: int | None = None,
    ) -> None:
        """`told` is said when they are in; `subject` is for a reply that has none."""
        self._text = text
        self._told = told
        self._subject = subject
        self._success_id = success_id
        self._template_id = template_id
        self._message_id = message_id

    async def into(self, draft: DraftScreen) -> None:
        """Put them into the draft that a screen shows."""
        was_writing = draft.is_writing
        await draft.write()
        if not draft.is_writing or draft.keeper is None:
            return
        if not was_writing:
            draft.go_below_paragraph()
        draft.insert(self._text, self._subject)
        if not await draft.keeper.save() or draft.keeper.lost is not None:
            return
        command = PutIn(
            draft_id=draft.keeper.draft.id,
            text=self._text,
            success_id=self._success_id,
            template_id=self._template_id,
            message_id=self._message_id,
        )
        if await app_of(draft).perform(command):
            say(draft.app, self._told)


async def put_into_reply(app: App[None], number: int, words: PreparedWords) -> None:
    """Go to the reply of an inquiry, which is begun where there is none, and put them in."""
    from csboard.tui.screens.draft import DraftScreen

    there = [one for one in app.screen_stack if isinstance(one, DraftScreen)]
    open_one = there[-1] if there and there[-1].number == number else None
    while open_one in app.screen_stack and app.screen is not open_one:
        await app.pop_screen()
    if open_one is not None and app.screen is open_one:
        open_one.act(words.into)
    else:
        await app.push_screen(DraftScreen(number, ready=words.into))
