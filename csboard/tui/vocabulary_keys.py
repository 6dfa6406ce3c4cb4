"""The keys of the team's words for tags, and of choosing the word that another goes on as."""

from __future__ import annotations

from csboard.i18n import N_
from csboard.tui.action import Action

VOCABULARY = (
    Action("vocabulary.rename", "enter,e", N_("Rename"), N_("Call the tag otherwise"), footer=True),
    Action("vocabulary.merge", "M", N_("Merge"), N_("Let it be the same as another"), footer=True),
    Action(
        "vocabulary.retire",
        "R",
        N_("Retire it"),
        N_("Offer it no more, or offer it again"),
        footer=True,
    ),
    Action("vocabulary.filter", "slash", N_("Filter"), N_("Show only some words"), footer=True),
    Action(
        "vocabulary.kind", "tab", N_("Kind"), N_("Content, symptom, emotion in turn"), footer=True
    ),
    Action("vocabulary.reading", "r", N_("Reading"), N_("Write how it is read, in kana")),
    Action("vocabulary.kind_before", "shift+tab", N_("Kind before"), N_("The same, backwards")),
    Action("vocabulary.inquiries", "o", N_("Inquiries"), N_("Search the inquiries that have it")),
    Action("vocabulary.undo", "u", N_("Undo"), N_("Take back your last act on words for tags")),
    Action("vocabulary.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action(
        "vocabulary.back", "escape,q", N_("Back"), N_("Back to where you came from"), footer=True
    ),
)

MERGING = (
    Action("merging.take", "enter", N_("Merge"), N_("Merge it into this word")),
    Action("merging.up", "up", N_("Up"), N_("Go up, and go on typing")),
    Action("merging.down", "down", N_("Down"), N_("Go down, and go on typing")),
)

OF_WORDS: tuple[Action, ...] = (*VOCABULARY, *MERGING)
