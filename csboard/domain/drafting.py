"""Writing a reply: begin it, keep what was typed, keep other words beside it, discard it.

A draft is one person's to answer for, its author's; anybody writes in it, one at a time
(`csboard.domain.pens`). Its version goes up with the words, and with nothing else, so that
nobody's words are written over: whoever typed over an older state is told who wrote meanwhile.
"""

from __future__ import annotations

from datetime import datetime

from csboard.domain import access, pens
from csboard.domain.answering import Answered, beginning, latest_of_customer
from csboard.domain.decisions import Decision, EventDraft, Insert, Quiet, Ref, Thing, Update
from csboard.domain.draft_commands import BeginDraft, DiscardDraft, LeaveWords, SaveDraft
from csboard.domain.draft_states import Around, BeginState, DraftState
from csboard.domain.people import in_a_sentence
from csboard.domain.recipients import clean_recipients
from csboard.domain.records import Direction
from csboard.domain.replies import Words
from csboard.domain.revisions import digest_of, digest_of_draft, revision_row, words_row
from csboard.errors import Conflict, Refused
from csboard.i18n import _, ago
from csboard.text import clean

MAX_TEXT = 200_000
"""Characters of a reply."""
MAX_SUBJECT = 500


def begin(state: BeginState, command: BeginDraft, now: datetime) -> Decision:
    """A draft with its recipients, subject and first text; whoever begins it is its author.

    The card stays whose it is, or nobody's.
    """
    whole = state.whole
    number, me = whole.inquiry.number, whole.actor
    if state.drafts:
        _refuse_a_second(state, now)
    answered = _answered(state, command)
    words = beginning(whole.inquiry, answered, whole.settings, me, now, to_all=command.to_all)
    message = answered.message.id if answered else None
    row = {
        "inquiry_id": number,
        "author_id": me.id,
        "writer_id": me.id,
        "begun_at": now,
        "saved_at": now,
        "answers_id": message,
        "seen_id": max((one.id for one in state.messages), default=0),
        **words_row(words),
        **(pens.held(me, command.session, now) if command.session else {}),
    }
    detail = {"draft": Ref("draft"), "message": message, "digest": digest_of(words, ())}
    told = {key: value for key, value in detail.items() if value is not None}
    return Decision((Insert(Thing.DRAFT, row, "draft"),), EventDraft("drafted", number, None, told))


def save(state: DraftState, command: SaveDraft, now: datetime) -> Quiet:
    """The words as they were typed, by whoever has the pen or finds it free.

    Raises Conflict with the code `pen` (another has it) or `written` (other words came in
    meanwhile): then whoever typed keeps theirs by `LeaveWords`.
    """
    draft = state.draft
    pens.refuse_unless_open(state, now)
    pens.refuse_anothers(state, command.session, now)
    words = cleaned(command.words)
    values = pens.held(state.actor, command.session, now)
    if command.seen:
        values["seen_id"] = command.seen
    if words == draft.words:
        return Quiet((Update(Thing.DRAFT, draft.id, values),))
    if command.seen_version != draft.version:
        raise Conflict(
            "written",
            _(
                "{name} wrote in the reply to #{number} {ago}: look at those words first,"
                " then put yours in."
            ).format(
                name=state.name_of(draft.writer),
                number=state.number,
                ago=ago((now - draft.saved_at).total_seconds()),
            ),
        )
    values |= {**words_row(words), "writer_id": state.actor.id, "saved_at": now}
    return Quiet((Update(Thing.DRAFT, draft.id, values, draft.version),))


def leave_words(state: DraftState, command: LeaveWords, now: datetime) -> Decision:
    """A revision beside the draft, also beside one that was sent or discarded meanwhile."""
    draft, words = state.draft, cleaned(command.words)
    digest = digest_of(words, draft.files)
    stand = {digest_of_draft(draft), *(one.digest for one in state.revisions)}
    if digest in stand:
        raise Refused(
            "unchanged",
            _("These words stand in the reply to #{number} already.").format(number=state.number),
        )
    seq = state.revisions[-1].seq + 1 if state.revisions else 1
    row = revision_row(draft.id, seq, words, draft.files, state.actor, now, kind="left")
    detail = {"draft": draft.id, "revision": Ref("revision"), "digest": digest}
    return Decision(
        (Insert(Thing.REVISION, row, "revision"),),
        EventDraft("words_left", state.number, None, detail),
    )


def discard(state: DraftState, command: DiscardDraft, now: datetime) -> Decision:
    """Put a draft away with all that was said of it; its words stay in its row."""
    draft = state.draft
    pens.refuse_unless_open(state, now)
    _refuse_unless_theirs(state)
    pens.refuse_others_writing(state, now)
    values = {"ended_at": now, "ending": "discarded", **pens.FREE}
    detail = {"draft": draft.id, "digest": digest_of_draft(draft)}
    return Decision(
        (Update(Thing.DRAFT, draft.id, values),),
        EventDraft("draft_discarded", state.number, None, detail),
    )


def cleaned(words: Words) -> Words:
    """The words as they are stored; Refused for more than a mail should hold."""
    text = clean(words.text, multiline=True)
    subject = clean(words.subject).strip()
    if len(text) > MAX_TEXT:
        raise Refused(
            "too_long",
            _(
                "The reply has {n} characters; {limit} at most: shorten it, or put the rest into"
                " a file that goes with it."
            ).format(n=len(text), limit=MAX_TEXT),
        )
    if len(subject) > MAX_SUBJECT:
        raise Refused(
            "too_long",
            _("The subject has {n} characters; {limit} at most: shorten it.").format(
                n=len(subject), limit=MAX_SUBJECT
            ),
        )
    sender = clean(words.sender).strip()
    return Words(clean_recipients(words.recipients), subject, text, sender)


def _refuse_a_second(state: BeginState, now: datetime) -> None:
    standing = state.drafts[0]
    raise Conflict(
        "drafted",
        _("{name} began the reply to #{number} {ago}: open it.").format(
            name=in_a_sentence(standing.author, state.whole.members),
            number=state.whole.inquiry.number,
            ago=ago((now - standing.begun_at).total_seconds()),
        ),
    )


def _answered(state: BeginState, command: BeginDraft) -> Answered | None:
    """The message that was named, else the customer's latest; None when there is none."""
    if command.answers is None:
        message = latest_of_customer(state.messages)
    else:
        message = next((one for one in state.messages if one.id == command.answers), None)
        if message is None or message.direction is not Direction.IN:
            raise Refused(
                "no_such_message",
                _("#{number} has no such message of a customer's to answer.").format(
                    number=state.whole.inquiry.number
                ),
            )
    if message is None:
        return None
    return Answered(message, state.around.get(message.id, Around()))


def _refuse_unless_theirs(state: DraftState) -> None:
    """A draft is put away by its author, by whoever has the reply, or by a lead."""
    draft, me = state.draft, state.actor
    if me.login in (draft.author, state.whole.reply.owner) or access.is_lead(me):
        return
    raise Refused(
        "not_yours",
        _(
            "{name} began the reply to #{number}: only they, its owner or a lead can discard it."
        ).format(name=state.name_of(draft.author), number=state.number),
    )
