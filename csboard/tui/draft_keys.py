"""The keys of the draft screen, and of what is read, written and said on it."""

from __future__ import annotations

from csboard.i18n import N_
from csboard.tui.action import Action

DRAFT = (
    Action("draft.write", "e,i,enter", N_("Write"), N_("Write in the draft"), footer=True),
    Action("draft.comment", "c", N_("Comment"), N_("Comment on the selected lines"), footer=True),
    Action("draft.send", "S", N_("Send"), N_("Send it, after a last look"), footer=True),
    Action("draft.pane", "tab", N_("Pane"), N_("Conversation, draft, comments"), footer=True),
    Action("draft.pane_before", "shift+tab", N_("Pane"), N_("The same the other way round")),
    Action("draft.propose", "p", N_("Propose"), N_("Propose other words for the selected lines")),
    Action("draft.answer", "a", N_("Answer"), N_("Answer the comment in question")),
    Action("draft.resolve", "x", N_("Settle"), N_("Settle the comment, or open it again")),
    Action("draft.accept", "t", N_("Accept"), N_("Put the words it proposes into the draft")),
    Action("draft.comment_before", "left_square_bracket", N_("Before"), N_("The comment before")),
    Action("draft.comment_after", "right_square_bracket", N_("After"), N_("The comment after")),
    Action("draft.approve", "A", N_("Approve"), N_("Approve the draft as it stands")),
    Action("draft.change", "C", N_("Ask for a change"), N_("Ask for a change before it goes out")),
    Action("draft.ask", "w", N_("Ask for a review"), N_("Ask colleagues for a review")),
    Action("draft.compare", "d", N_("Compare"), N_("Compare two revisions")),
    Action("draft.head", "h", N_("Recipients"), N_("Edit recipients and subject")),
    Action("draft.files", "f", N_("Files"), N_("Add or take out a file that goes with it")),
    Action("draft.template", "T,f3", N_("Template"), N_("Put a template in, filled in")),
    Action("draft.known", "v,f5", N_("What is known"), N_("Read policy, fact and emotion in full")),
    Action("draft.similar", "tilde", N_("Similar"), N_("What is like it, and how that ended")),
    Action("draft.elsewhere", "f4", N_("Editor"), N_("Write in your own editor")),
    Action("draft.copy", "y", N_("Copy"), N_("Copy the text of the reply")),
    Action("draft.fold", "z", N_("Unfold"), N_("Show or fold quotes and settled comments")),
    Action("draft.other", "o", N_("Other draft"), N_("Go to the other open draft")),
    Action("draft.discard", "D", N_("Discard"), N_("Discard the draft")),
    Action("draft.undo", "u", N_("Undo"), N_("Stop the sending, or take back your last act")),
    Action("draft.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action("draft.back", "escape,q", N_("Back"), N_("Back to where you came from"), footer=True),
)

DRAFTING = (
    Action("drafting.rest", "escape", N_("Read"), N_("Stop writing: letters act again"), True),
    Action("drafting.save", "f2,ctrl+s", N_("Save"), N_("Save at once; it is saved anyway"), True),
    Action("drafting.template", "f3", N_("Template"), N_("Put a template in here"), True),
    Action(
        "drafting.known", "f5", N_("What is known"), N_("Read policy, fact and emotion in full")
    ),
    Action("drafting.elsewhere", "f4", N_("Editor"), N_("Write on in your own editor"), True),
    Action("drafting.pane", "tab", N_("Conversation"), N_("Stop writing and go and read"), True),
)

READER = (
    Action("reader.up", "up,k", N_("Up"), N_("Go up by a line")),
    Action("reader.down", "down,j", N_("Down"), N_("Go down by a line")),
    Action("reader.select", "space,V", N_("Select"), N_("Begin to select lines, or stop")),
    Action("reader.select_up", "shift+up", N_("Select"), N_("Select the line above too")),
    Action("reader.select_down", "shift+down", N_("Select"), N_("Select the line below too")),
    Action("reader.page_up", "pageup,b", N_("Page up"), N_("Go up by a page")),
    Action("reader.page_down", "pagedown", N_("Page down"), N_("Go down by a page")),
    Action("reader.block_before", "K", N_("Before"), N_("Go to the paragraph before")),
    Action("reader.block_after", "J", N_("Next"), N_("Go to the next paragraph")),
    Action("reader.first", "home", N_("Top"), N_("Go to the top")),
    Action("reader.last", "end,G", N_("Bottom"), N_("Go to the bottom")),
)

COMMENTS = (
    Action("comments.up", "up,k", N_("Up"), N_("Go to the comment above")),
    Action("comments.down", "down,j", N_("Down"), N_("Go to the comment below")),
    Action("comments.first", "home", N_("First"), N_("Go to the first")),
    Action("comments.last", "end,G", N_("Last"), N_("Go to the last")),
)

COMPARE = (
    Action("compare.older", "left_square_bracket", N_("Older"), N_("An older one"), footer=True),
    Action("compare.newer", "right_square_bracket", N_("Newer"), N_("A newer one"), footer=True),
    Action("compare.side", "tab", N_("Other side"), N_("Choose the other one"), footer=True),
    Action("compare.back", "escape,q,d", N_("Back"), N_("Back to the draft"), footer=True),
)

SENDING = (
    Action("sending.send", "S", N_("Send"), N_("Send it"), footer=True),
    Action("sending.copy", "y", N_("Copy"), N_("Copy the whole mail"), footer=True),
    Action("sending.file", "f", N_("To a file"), N_("Put the mail into a file"), footer=True),
    Action("sending.edit", "e", N_("Edit"), N_("Back to writing"), footer=True),
    Action("sending.discard", "D", N_("Discard"), N_("Discard the draft"), footer=True),
    Action("sending.leave", "escape,q", N_("Back"), N_("Back to the draft"), footer=True),
)

REPLYING: tuple[Action, ...] = (
    *DRAFT,
    *DRAFTING,
    *READER,
    *COMMENTS,
    *COMPARE,
    *SENDING,
)
