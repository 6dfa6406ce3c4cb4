"""The keys that work on every whole screen, and what follows after `g`."""

from __future__ import annotations

from csboard.i18n import N_
from csboard.tui.action import Action

EVERYWHERE = (
    Action("everywhere.go", "g", N_("Go to …"), N_("Go elsewhere: the next key says where")),
    Action("everywhere.palette", "ctrl+p", N_("By name"), N_("Do anything by its name")),
)

GO = (
    Action("go.first", "g", N_("First"), N_("Go to the first one")),
    Action("go.search", "slash", N_("Search"), N_("Search every inquiry there ever was")),
    Action("go.tray", "t", N_("Tray"), N_("Go to the tray: mail that opened no card")),
    Action("go.activity", "a", N_("Activity"), N_("See what happened since you last looked")),
    Action("go.alarms", "l", N_("Alarms"), N_("Go to the alarms: what must not go unnoticed")),
    Action("go.inbox", "i", N_("Inbox"), N_("Go to the inbox: what wants you")),
    Action("go.round", "v", N_("Round"), N_("Read the replies that others sent this week")),
    Action("go.figures", "r", N_("Figures"), N_("Go to the figures: a day, a week, a month")),
    Action("go.cases", "c", N_("Cases"), N_("Go to the sheet of successful cases")),
    Action("go.templates", "p", N_("Templates"), N_("Go to the templates: prepared texts")),
    Action("go.knowledge", "k", N_("Map"), N_("Go to the map of who knows what")),
    Action("go.objectives", "o", N_("Objectives"), N_("Go to the team's objectives")),
    Action("go.look_back", "b", N_("Look back"), N_("Look back on a month or a week")),
    Action("go.stand_up", "s", N_("Stand-up"), N_("Go to the stand-up: moved, stuck, away")),
    Action("go.digest", "d", N_("Digest"), N_("Read what happened while you were away")),
    Action("go.absences", "h", N_("Away"), N_("See who is away when, and who stands in")),
    Action("go.times", "y", N_("Time"), N_("Go to your time sheet")),
    Action("go.leave_check", "w", N_("Leave check"), N_("Check whether you can go on leave")),
    Action("go.hand_offs", "f", N_("Hand-offs"), N_("Go to what is handed off")),
    Action("go.settings", "comma", N_("Settings"), N_("Go to the settings, yours and the team's")),
    Action("go.number", "number_sign", N_("Number"), N_("Go to an inquiry by its number")),
)
"""The second keys of the sequences that begin with `everywhere.go`."""

PALETTE = (
    Action("palette.choose", "enter", N_("Do it"), N_("Do what is under the cursor"), footer=True),
    Action("palette.up", "up,ctrl+p", N_("Up"), N_("Go up")),
    Action("palette.down", "down,ctrl+n", N_("Down"), N_("Go down")),
    Action("palette.leave", "escape", N_("Close"), N_("Do nothing"), footer=True),
)

ACTIVITY = (
    Action("activity.open", "enter", N_("Open"), N_("Open the inquiry"), footer=True),
    Action("activity.seen", "s", N_("Seen"), N_("Mark everything as seen"), footer=True),
    Action("activity.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action("activity.back", "escape,q", N_("Back"), N_("Back to where you came from"), footer=True),
)

INBOX = (
    Action("inbox.open", "enter", N_("Go there"), N_("Go to what it is about"), footer=True),
    Action("inbox.seen", "x", N_("Seen"), N_("It is seen to"), footer=True),
    Action("inbox.seen_all", "X", N_("All seen"), N_("All of it is seen to"), footer=True),
    Action("inbox.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action("inbox.back", "escape,q", N_("Back"), N_("Back to where you came from"), footer=True),
)

SEARCH = (
    Action("search.open", "enter", N_("Open"), N_("Open the inquiry"), footer=True),
    Action("search.complete", "tab", N_("Complete"), N_("Complete the key or value"), footer=True),
    Action("search.up", "up", N_("Up"), N_("Go up, and go on typing")),
    Action("search.down", "down", N_("Down"), N_("Go down, and go on typing")),
    Action("search.page_up", "pageup", N_("Page up"), N_("Go up by a page")),
    Action("search.page_down", "pagedown", N_("Page down"), N_("Go down by a page")),
    Action("search.help", "f1", N_("Help"), N_("Show this help"), footer=True),
    Action(
        "search.back",
        "escape",
        N_("Back"),
        N_("Empty the line, then back to where you came from"),
        footer=True,
    ),
)

ROUND = (
    Action("round.thank", "t", N_("Thanks"), N_("Thank for the reply"), footer=True),
    Action("round.comment", "c", N_("Comment"), N_("Say something of the reply"), footer=True),
    Action("round.fold", "z", N_("Quotes"), N_("Show or fold what is quoted")),
    Action(
        "round.after",
        "n,right_square_bracket,right",
        N_("Next reply"),
        N_("Go to the next reply"),
        footer=True,
    ),
    Action(
        "round.before", "p,left_square_bracket,left", N_("Before"), N_("Go to the reply before")
    ),
    Action("round.open", "enter", N_("Open"), N_("Open the inquiry"), footer=True),
    Action("round.undo", "u", N_("Undo"), N_("Take back your last act on this inquiry")),
    Action("round.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action("round.back", "escape,q", N_("Back"), N_("Back to where you came from"), footer=True),
)

REPORT = (Action("report.close", "escape,enter,q", N_("Close"), N_("Close the list"), footer=True),)

GOING: tuple[Action, ...] = (
    *EVERYWHERE,
    *GO,
    *PALETTE,
    *ACTIVITY,
    *INBOX,
    *SEARCH,
    *ROUND,
    *REPORT,
)
