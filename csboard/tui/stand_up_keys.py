"""The keys of the stand-up, and of what one reads who is back from an absence."""

from __future__ import annotations

from csboard.i18n import N_
from csboard.tui.action import Action

STAND_UP = (
    Action("stand_up.begin", "s", N_("Begin"), N_("Begin the team's stand-up"), footer=True),
    Action(
        "stand_up.end",
        "E",
        N_("End"),
        N_("End the stand-up; what was told can be pasted, saved or mailed"),
        footer=True,
    ),
    Action(
        "stand_up.after",
        "n,right,l",
        N_("Next"),
        N_("Go on to the next column or person"),
        footer=True,
    ),
    Action(
        "stand_up.before", "p,left,h", N_("Before"), N_("Go back to the column or person before")
    ),
    Action(
        "stand_up.other",
        "tab",
        N_("Other way"),
        N_("Walk person by person, or column by column from the right"),
        footer=True,
    ),
    Action("stand_up.open", "enter", N_("Open"), N_("Open the inquiry"), footer=True),
    Action("stand_up.note", "m", N_("Note"), N_("Write a note on the card"), footer=True),
    Action("stand_up.summary", "y", N_("Summary"), N_("Copy, save or mail what there is to tell")),
    Action("stand_up.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action(
        "stand_up.back",
        "escape,q",
        N_("Back"),
        N_("Back to where you came from; the stand-up goes on"),
        footer=True,
    ),
)

DIGEST = (
    Action("digest.open", "enter", N_("Open"), N_("Open the inquiry"), footer=True),
    Action(
        "digest.back_to_me", "b", N_("Take back"), N_("Take the task back: it is yours again"),
        footer=True,
    ),
    Action(
        "digest.leave_it",
        "L",
        N_("Leave it"),
        N_("Leave the task with whoever has it now"),
        footer=True,
    ),
    Action("digest.further", "space,J", N_("Further"), N_("Go on in what happened by a page")),
    Action("digest.nearer", "K", N_("Back up"), N_("Go back in what happened by a page")),
    Action("digest.read", "d", N_("Done reading"), N_("You have read it: it is offered no more"),
           footer=True),
    Action("digest.undo", "u", N_("Undo"), N_("Take back your last act on tasks that were yours")),
    Action("digest.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action("digest.back", "escape,q", N_("Back"), N_("Back to where you came from"), footer=True),
)  # fmt: skip

OF_STAND_UPS: tuple[Action, ...] = (*STAND_UP, *DIGEST)
