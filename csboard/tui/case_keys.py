"""The keys of the successful-cases sheet, of one case, and of choosing words for a case."""

from __future__ import annotations

from csboard.i18n import N_
from csboard.tui.action import Action


def _acts(place: str) -> tuple[Action, ...]:
    """What is done to a case, on the sheet and when it is read."""
    return (
        Action(
            f"{place}.put_in", "p", N_("Put in"), N_("Put its words into the draft"), footer=True
        ),
        Action(f"{place}.used", "plus", N_("Used"), N_("Say that you used it"), footer=True),
        Action(
            f"{place}.not_here", "minus", N_("Did not work"), N_("Say that it did not work here")
        ),
        Action(
            f"{place}.still_true", "equals_sign", N_("Still true"), N_("Say that it still holds")
        ),
        Action(f"{place}.inquiry", "o", N_("Inquiry"), N_("Open the inquiry it was made of")),
        Action(f"{place}.edit", "e", N_("Edit"), N_("Edit the case"), footer=True),
        Action(f"{place}.template", "t", N_("Template"), N_("Write a template with its words")),
        Action(f"{place}.retire", "R", N_("Retire"), N_("Take it off the sheet, or bring it back")),
        Action(f"{place}.undo", "u", N_("Undo"), N_("Take back your last act on this inquiry")),
    )


SHEET = (
    Action("sheet.open", "enter", N_("Read"), N_("Read the case"), footer=True),
    Action("sheet.filter", "slash", N_("Filter"), N_("Show only some words"), footer=True),
    Action("sheet.content", "c", N_("Content"), N_("Show one content only"), footer=True),
    Action("sheet.symptom", "s", N_("Symptom"), N_("Show one symptom only")),
    Action("sheet.emotion", "m", N_("Emotion"), N_("Show one emotion only")),
    Action("sheet.faded", "f", N_("Faded"), N_("All, those that hold, or the faded only")),
    Action("sheet.retired", "v", N_("Retired"), N_("Show those taken off the sheet, and back")),
    Action("sheet.pick", "P", N_("This week"), N_("Read this week's case")),
    *_acts("sheet"),
    Action("sheet.export", "X", N_("Into a file"), N_("Write what is shown into a file")),
    Action("sheet.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action("sheet.back", "escape,q", N_("Back"), N_("Back to where you came from"), footer=True),
)

CASE = (
    *_acts("case"),
    Action("case.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action("case.back", "escape,q", N_("Back"), N_("Back to the sheet"), footer=True),
)

PASSAGE = (
    Action("passage.take", "enter", N_("Choose"), N_("Take the selected lines"), footer=True),
    Action("passage.leave", "escape,q", N_("Back"), N_("Back without a case"), footer=True),
)

OF_CASES: tuple[Action, ...] = (*SHEET, *CASE, *PASSAGE)
