"""Loading what putting the vocabulary in order is shown."""

from __future__ import annotations

from csboard.db.team import Team
from csboard.domain.knowledge_commands import TagCommand
from csboard.domain.states import TagState
from csboard.domain.tag_changes import present


def tag_state(command: TagCommand, login: str, team: Team) -> TagState:
    vocabulary = team.settings.vocabulary
    return TagState(team.member(login), vocabulary, present(vocabulary, command.tag_id))
