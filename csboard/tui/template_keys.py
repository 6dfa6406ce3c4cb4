"""The keys of the templates: looked through, and picked for a reply."""

from __future__ import annotations

from csboard.i18n import N_
from csboard.tui.action import Action

TEMPLATES = (
    Action(
        "templates.open", "enter", N_("Open"), N_("Open it, or make the missing one"), footer=True
    ),
    Action(
        "templates.make", "n", N_("New"), N_("Write a new one, or the missing one"), footer=True
    ),
    Action("templates.edit", "e", N_("Edit"), N_("Word the template anew"), footer=True),
    Action(
        "templates.put_in", "p", N_("Put in"), N_("Put it into the reply, filled in"), footer=True
    ),
    Action("templates.filter", "slash", N_("Filter"), N_("Show only some words"), footer=True),
    Action(
        "templates.retire",
        "R",
        N_("Retire"),
        N_("Offer the template no more, or a retired one again"),
    ),
    Action("templates.retired", "v", N_("Retired"), N_("Show the retired ones, and back")),
    Action(
        "templates.undo", "u", N_("Undo"), N_("Take back your last act on templates"), footer=True
    ),
    Action("templates.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action(
        "templates.back", "escape,q", N_("Back"), N_("Back to where you came from"), footer=True
    ),
)

TEMPLATE_PICK = (
    Action("template_pick.choose", "enter", N_("Put in"), N_("Put it into the reply")),
    Action("template_pick.up", "up", N_("Up"), N_("Go up, and go on typing")),
    Action("template_pick.down", "down", N_("Down"), N_("Go down, and go on typing")),
    Action("template_pick.page_up", "pageup", N_("Page up"), N_("Go up by a page")),
    Action("template_pick.page_down", "pagedown", N_("Page down"), N_("Go down by a page")),
    Action("template_pick.leave", "escape", N_("Back"), N_("Back without a template")),
)

OF_TEMPLATES: tuple[Action, ...] = (*TEMPLATES, *TEMPLATE_PICK)
