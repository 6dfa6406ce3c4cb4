"""The keys of all screens but the board."""

from __future__ import annotations

from csboard.i18n import N_
from csboard.tui.action import Action

WRITING = (
    Action("writing.save", "f2,ctrl+s", N_("Save"), N_("Save what you wrote")),
    Action("writing.next_field", "enter", N_("Next field"), N_("Go to the next field")),
    Action("writing.next_large", "tab", N_("Next field"), N_("From a large field to the next")),
    Action("writing.editor", "f4", N_("Editor"), N_("Write on in your own editor")),
    Action("writing.save_resting", "s", N_("Save"), N_("Save what you wrote")),
    Action("writing.leave", "escape", N_("Leave"), N_("Leave the field; once more: close")),
    Action("writing.close", "escape", N_("Close"), N_("Close; what you wrote is asked for")),
    Action("writing.go_on", "e", N_("Go on writing"), N_("Back into the field")),
    Action("writing.throw_away", "y", N_("Throw away"), N_("Close without saving")),
    Action("writing.keep", "n,escape,e", N_("Go on writing"), N_("Keep it and go on writing")),
)

INQUIRY = (
    Action("inquiry.claim", "a", N_("Take"), N_("Take the task: it is yours"), footer=True),
    Action(
        "inquiry.reply", "r", N_("Reply"), N_("Write the reply, or read the draft"), footer=True
    ),
    Action("inquiry.note", "m", N_("Note"), N_("Write an internal note"), footer=True),
    Action(
        "inquiry.note_elsewhere", "f4", N_("Note in editor"), N_("Write a note in your own editor")
    ),
    Action("inquiry.comment", "c", N_("Comment"), N_("Comment on the message in view")),
    Action("inquiry.fold", "z", N_("Quotes"), N_("Show or fold what is quoted")),
    Action("inquiry.files", "f", N_("Files"), N_("Save an attachment")),
    Action(
        "inquiry.edit", "e", N_("Edit"), N_("Edit subject, policy, fact and the rest"), footer=True
    ),
    Action("inquiry.tags", "number_sign", N_("Tags"), N_("Tag it by typing a few letters")),
    Action(
        "inquiry.wait", "w", N_("On hold"), N_("Put the task on hold, or end that"), footer=True
    ),
    Action("inquiry.clock", "equals_sign", N_("Clock"), N_("How its promises stand, and why")),
    Action("inquiry.pin", "asterisk", N_("Pin"), N_("Pin it before all others, or take that off")),
    Action(
        "inquiry.excuse", "Z", N_("No answer"), N_("The customer's last message needs no answer")
    ),
    Action("inquiry.side", "v,tab", N_("Details"), N_("Go to the details and back"), footer=True),
    Action("inquiry.release", "A", N_("Give back"), N_("Give your task back to nobody")),
    Action(
        "inquiry.take_over", "T", N_("Take over"), N_("Take the task from a colleague, saying why")
    ),
    Action("inquiry.hand_off", "O", N_("Hand off"), N_("Hand it off, or take what is offered")),
    Action("inquiry.move_right", "L", N_("Move on"), N_("Move the task to the next stage")),
    Action("inquiry.move_left", "H", N_("Move back"), N_("Move the task to the stage before")),
    Action("inquiry.success", "W", N_("It worked"), N_("Make a successful case of it")),
    Action("inquiry.template", "P", N_("Template"), N_("Make a template of the reply in view")),
    Action("inquiry.copy", "y", N_("Copy"), N_("Copy number, address or the message in view")),
    Action("inquiry.undo", "u", N_("Undo"), N_("Take back your last act on this inquiry")),
    Action("inquiry.timer", "t", N_("Timer"), N_("Start your timer on it, switch over, or stop")),
    Action("inquiry.task", "ctrl+t", N_("Task"), N_("Choose the task that the keys act on")),
    Action("inquiry.split_off", "s", N_("Split off"), N_("Split off a task")),
    Action("inquiry.rename", "E", N_("Rename"), N_("Give the chosen task another title")),
    Action("inquiry.reopen", "R", N_("Reopen"), N_("Open a closed inquiry again")),
    Action("inquiry.junk", "exclamation_mark", N_("Junk"), N_("File it as junk")),
    Action("inquiry.block", "B", N_("Block"), N_("Block who sent it")),
    Action("inquiry.others", "o", N_("Others"), N_("Related inquiries and the customer's others")),
    Action("inquiry.similar", "tilde", N_("Similar"), N_("What is like it, and how that ended")),
    Action("inquiry.link", "ampersand", N_("Link"), N_("Link a related inquiry")),
    Action("inquiry.merge", "M", N_("Merge"), N_("Merge it into another inquiry")),
    Action("inquiry.divide", "D", N_("Divide"), N_("Take a message into an inquiry of its own")),
    Action("inquiry.more", "plus", N_("More"), N_("Show more of a very long message")),
    Action("inquiry.before", "left_square_bracket", N_("Before"), N_("The inquiry before")),
    Action("inquiry.after", "right_square_bracket", N_("After"), N_("The inquiry after")),
    Action("inquiry.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action("inquiry.back", "escape,q", N_("Back"), N_("Back to where you came from"), footer=True),
)

TRAY = (
    Action("tray.read", "enter", N_("Read"), N_("Read the mail"), footer=True),
    Action("tray.open", "i", N_("New"), N_("Make an inquiry of the mail"), footer=True),
    Action("tray.join", "plus", N_("Join"), N_("Put the mail into an inquiry"), footer=True),
    Action("tray.drop", "d", N_("File"), N_("File the mail: it needs nobody"), footer=True),
    Action("tray.inquiry", "o", N_("Inquiry"), N_("Open the inquiry it belongs to"), footer=True),
    Action("tray.copy", "y", N_("Copy"), N_("Copy the subject or the address")),
    Action("tray.junk", "exclamation_mark", N_("Junk"), N_("File the mail as junk")),
    Action("tray.block", "B", N_("Block"), N_("Block who sent it")),
    Action("tray.reread", "r", N_("Read again"), N_("Read it again and decide anew")),
    Action("tray.undo", "u", N_("Undo"), N_("Take back your last act")),
    Action("tray.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action("tray.back", "escape,q", N_("Back"), N_("Back to where you came from"), footer=True),
)

ORIGINAL = (
    Action("original.open", "i", N_("New"), N_("Make an inquiry of the mail"), footer=True),
    Action("original.join", "plus", N_("Join"), N_("Put the mail into an inquiry"), footer=True),
    Action("original.drop", "d", N_("File"), N_("File the mail: it needs nobody"), footer=True),
    Action("original.junk", "exclamation_mark", N_("Junk"), N_("File the mail as junk")),
    Action("original.block", "B", N_("Block"), N_("Block who sent it")),
    Action("original.reread", "r", N_("Read again"), N_("Read it again and decide anew")),
    Action(
        "original.inquiry", "o", N_("Inquiry"), N_("Open the inquiry it belongs to"), footer=True
    ),
    Action("original.copy", "y", N_("Copy"), N_("Copy the subject or the address")),
    Action("original.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action("original.back", "escape,q", N_("Back"), N_("Back to the tray"), footer=True),
)

FILES = (
    Action("files.save", "enter", N_("Save"), N_("Save this attachment"), footer=True),
    Action("files.directory", "tab", N_("Directory"), N_("Change the directory"), footer=True),
    Action("files.leave", "escape", N_("Back"), N_("Back to the inquiry"), footer=True),
)

CONFIRM = (
    Action("confirm.yes", "y", N_("Yes"), N_("Do it"), footer=True),
    Action("confirm.no", "n,escape", N_("No"), N_("Leave everything as it is"), footer=True),
)

WAITING = (Action("waiting.end", "x", N_("End it"), N_("Take it off hold: back to work")),)

TAGS = (
    Action("tags.take", "enter", N_("Put on"), N_("Put the word on, or take it off")),
    Action("tags.other", "tab", N_("Other kind"), N_("Content, symptom, emotion in turn")),
    Action("tags.other_before", "shift+tab", N_("Kind before"), N_("The same, backwards")),
    Action("tags.up", "up", N_("Up"), N_("Go up, and go on typing")),
    Action("tags.down", "down", N_("Down"), N_("Go down, and go on typing")),
)

PICK = (
    Action("pick.choose", "enter", N_("Choose"), N_("Choose the row")),
    Action("pick.take_out", "x", N_("Unlink"), N_("Take the link away")),
    Action("pick.leave", "escape,q", N_("Back"), N_("Back to the inquiry")),
)

SIMILAR = (
    Action("similar.open", "enter", N_("Read"), N_("Read the inquiry or the case"), footer=True),
    Action("similar.put_in", "p", N_("Put in"), N_("Put its words into the reply"), footer=True),
    Action("similar.words", "v,tab", N_("Words"), N_("Show its words, and back"), footer=True),
    Action("similar.further", "space,J", N_("Further"), N_("Go on in its words by a page")),
    Action("similar.nearer", "b,K", N_("Back up"), N_("Go back in its words by a page")),
    Action("similar.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action("similar.back", "escape,q", N_("Back"), N_("Back to the inquiry"), footer=True),
)

SETTINGS = (
    Action("settings.change", "enter", N_("Change"), N_("Change this setting"), footer=True),
    Action("settings.remove", "x,delete", N_("Remove"), N_("Take out: what else says so holds")),
    Action("settings.part", "tab", N_("Yours, team"), N_("Go to the other part"), footer=True),
    Action("settings.earlier", "K", N_("Earlier"), N_("Move the stage to the left")),
    Action("settings.later", "J", N_("Later"), N_("Move the stage to the right")),
    Action("settings.file", "f4", N_("Editor"), N_("The team's settings in your editor")),
    Action("settings.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action("settings.back", "escape,q", N_("Back"), N_("Back to where you came from"), footer=True),
)

OWN_KEYS = (
    Action("own_keys.change", "enter", N_("New key"), N_("Press another key for it"), footer=True),
    Action(
        "own_keys.remove", "x,delete", N_("Own key"), N_("Give it its own key back"), footer=True
    ),
    Action("own_keys.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action("own_keys.back", "escape,q", N_("Back"), N_("Back to the settings"), footer=True),
)

PAGER = (
    Action("pager.up", "up,k", N_("Up"), N_("Go up by a line")),
    Action("pager.down", "down,j", N_("Down"), N_("Go down by a line")),
    Action("pager.page_up", "pageup,b", N_("Page up"), N_("Go up by a page")),
    Action("pager.page_down", "pagedown,space", N_("Page down"), N_("Go down by a page")),
    Action("pager.section_before", "K", N_("Before"), N_("Go to the message before")),
    Action("pager.section_after", "J", N_("Next"), N_("Go to the next message")),
    Action("pager.first", "home", N_("Top"), N_("Go to the top")),
    Action("pager.last", "end,G", N_("Bottom"), N_("Go to the bottom")),
)

LISTING = (
    Action("listing.choose", "enter", N_("Choose"), N_("Choose the row")),
    Action("listing.up", "up,k", N_("Up"), N_("Go up")),
    Action("listing.down", "down,j", N_("Down"), N_("Go down")),
    Action("listing.page_up", "pageup", N_("Page up"), N_("Go up by a page")),
    Action("listing.page_down", "pagedown", N_("Page down"), N_("Go down by a page")),
    Action("listing.first", "home", N_("First"), N_("Go to the first")),
    Action("listing.last", "end,G", N_("Last"), N_("Go to the last")),
)

FILTER = (
    Action("filter.keep", "enter", N_("Keep"), N_("Back to the cards; the filter stays")),
    Action("filter.give_up", "escape", N_("End"), N_("End the filter")),
    Action("filter.card_above", "up", N_("Up"), N_("Go up, and go on typing")),
    Action("filter.card_below", "down", N_("Down"), N_("Go down, and go on typing")),
)

CHOICE = (
    Action("choice.before", "left,h", N_("Before"), N_("Choose the word before")),
    Action("choice.after", "right,l,space", N_("After"), N_("Choose the word after")),
    Action("choice.submit", "enter", N_("Go on"), N_("The choice stands: go on")),
)

HELP = (
    Action("help.close", "escape,q,question_mark,enter", N_("Close"), N_("Close this help")),
    Action("help.up", "up,k", N_("Up"), N_("Go up by a line")),
    Action("help.down", "down,j", N_("Down"), N_("Go down by a line")),
)

SCREENS: tuple[Action, ...] = (
    *WRITING,
    *INQUIRY,
    *TRAY,
    *ORIGINAL,
    *FILES,
    *CONFIRM,
    *WAITING,
    *TAGS,
    *PICK,
    *SIMILAR,
    *SETTINGS,
    *OWN_KEYS,
    *PAGER,
    *LISTING,
    *FILTER,
    *CHOICE,
    *HELP,
)
