"""Reviews of a reply: asked for, and given on its very words."""

from __future__ import annotations

from datetime import datetime

from csboard.domain.approval import hole_in
from csboard.domain.commenting import refuse_ended, worded
from csboard.domain.decisions import Decision, EventDraft, Insert, Ref, Thing, Update
from csboard.domain.draft_states import DraftState
from csboard.domain.mentions import MENTION, inbox, mentioned
from csboard.domain.notes import digest
from csboard.domain.records import Member
from csboard.domain.replies import Ask, Draft, VerdictWord
from csboard.domain.review_commands import AskReview, GiveVerdict
from csboard.domain.review_states import ReviewState
from csboard.domain.reviewers import reviewer
from csboard.domain.reviewing import may_approve
from csboard.domain.revisions import Kept, as_revision, digest_of_draft
from csboard.errors import Conflict, Refused
from csboard.i18n import _
from csboard.text import clean

MAX_TOPIC = 60
"""Characters of what a review is asked for about."""


def ask(state: ReviewState, command: AskReview, now: datetime) -> Decision:
    """A wish for a review of the words as they are, which become a revision."""
    of = state.of
    draft, me = of.draft, of.actor
    refuse_ended(of, now)
    if (hole := hole_in(draft.words, of.number)) is not None:
        raise hole
    topic = clean(command.topic).strip()
    if len(topic) > MAX_TOPIC:
        raise Refused(
            "too_long",
            _("The topic has {n} characters; {limit} at most.").format(
                n=len(topic), limit=MAX_TOPIC
            ),
        )
    asked = _asked(command.of, of, now) if command.of is not None else None
    if any((one.of, one.topic) == (command.of, topic) for one in state.asks):
        raise Refused("asked", _("This review was asked for already and hasn't been given yet."))
    kept = as_revision(draft, of.revisions, of.members, now)
    row = {
        "draft_id": draft.id,
        "at": now,
        "by_id": me.id,
        "of_id": asked.id if asked else None,
        "topic": topic,
    }
    told = {asked.login: "review_asked"} if asked else {}
    detail: dict[str, object] = {
        "draft": draft.id,
        "revision": kept.id,
        "ask": Ref("ask"),
        "digest": kept.digest,
    }
    if asked is not None:
        detail["login"] = asked.login
    return Decision(
        (
            *kept.changes,
            Insert(Thing.ASK, row, "ask"),
            *inbox(told, me, of.members, of.number, now, draft_id=draft.id),
        ),
        EventDraft("review_asked", of.number, None, detail),
    )


def _asked(login: str, of: DraftState, now: datetime) -> Member:
    """The member; Refused for one who can't review it, of an author who is away saying that."""
    whole, draft = of.whole, of.draft
    if login == draft.author and whole.absences:
        from zoneinfo import ZoneInfo

        from csboard.domain.absence_list import away_now
        from csboard.domain.absent import refusal

        away = away_now(whole.absences, whole.members, now, ZoneInfo(whole.settings.zone))
        if login in away and login != whole.actor.login:
            raise refusal(away[login], whole.members, whole.settings.zone, now)
    return reviewer(login, draft.author, whole.members)


def give(state: ReviewState, command: GiveVerdict, now: datetime) -> Decision:
    """A verdict on the words that were seen, with what is said with it; ends the asks it answers.

    Raises Conflict (`written`) when those words are no longer to be found, and for an approval
    when they are no longer those of the draft.
    """
    of = state.of
    refuse_ended(of, now)
    text = worded(command.text)
    if command.word is VerdictWord.COMMENT and not text:
        raise Refused("empty", _("An empty comment says nothing: write a word or leave it."))
    kept = _judged(state, command, now)
    if command.word is VerdictWord.APPROVE:
        _refuse_own(state, kept)
    verdict = {
        "draft_id": of.draft.id,
        "revision_id": kept.id,
        "member_id": of.actor.id,
        "at": now,
        "word": command.word,
        "comment_id": Ref("comment") if text else None,
    }
    ended = [one.id for one in state.asks if _answers(one, of.actor.login, of.draft)]
    detail: dict[str, object] = {
        "draft": of.draft.id,
        "revision": kept.id,
        "verdict": Ref("verdict"),
        "word": command.word,
        "asks": ended,
        "digest": kept.digest,
    }
    if text:
        detail |= {"comment": Ref("comment"), "said": digest(text)}
    return Decision(
        (
            *kept.changes,
            *(_said(state, kept, text, now) if text else ()),
            Insert(Thing.VERDICT, verdict, "verdict"),
            *(Update(Thing.ASK, one, {"ended_at": now}) for one in ended),
            *_told(state, command, text, now),
        ),
        EventDraft("reviewed", of.number, None, detail),
    )


def _judged(state: ReviewState, command: GiveVerdict, now: datetime) -> Kept:
    """The revision that a verdict is on: of the words as they are, or an earlier one."""
    of = state.of
    if command.digest == digest_of_draft(of.draft):
        return as_revision(of.draft, of.revisions, of.members, now)
    seen = next((one for one in of.revisions if one.digest == command.digest), None)
    if seen is not None and command.word is not VerdictWord.APPROVE:
        return Kept((), seen.id, seen.seq, seen.digest)
    raise Conflict(
        "written",
        _("{name} changed the reply to #{number} since you looked: look at it again.").format(
            name=of.name_of(of.draft.writer), number=of.number
        ),
    )


def _refuse_own(state: ReviewState, kept: Kept) -> None:
    of = state.of
    revision = next((one for one in of.revisions if one.id == kept.id), None)
    if of.actor.login == of.draft.author:
        raise Refused("own", _("Nobody approves their own reply: ask a colleague."))
    if not may_approve(of.actor.login, of.draft, revision):
        raise Refused("own", _("You wrote these words: somebody else has to approve them."))
    mine = [one for one in state.verdicts if one.login == of.actor.login]
    latest = next((one for one in reversed(mine) if one.word is not VerdictWord.COMMENT), None)
    if latest and (latest.word, latest.revision_id) == (VerdictWord.APPROVE, kept.id):
        raise Refused("approved", _("You have approved these words already."))


def _answers(ask: Ask, login: str, draft: Draft) -> bool:
    """Whether somebody's verdict is what an ask wishes for."""
    return ask.of == login if ask.of is not None else login not in (ask.by, draft.author)


def _said(state: ReviewState, kept: Kept, text: str, now: datetime) -> tuple[Insert, ...]:
    """What is said with a verdict: a comment on the whole."""
    row = {
        "inquiry_id": state.of.draft.number,
        "draft_id": state.of.draft.id,
        "revision_id": kept.id,
        "author_id": state.of.actor.id,
        "at": now,
        "text": text,
    }
    return (Insert(Thing.COMMENT, row, "comment"),)


def _told(state: ReviewState, command: GiveVerdict, text: str, now: datetime) -> tuple[Insert, ...]:
    """The author and whoever asked hear of it, and whom the words name."""
    of = state.of
    wanted = dict.fromkeys(mentioned(text, of.members), MENTION)
    asking = [one.by for one in state.asks if _answers(one, of.actor.login, of.draft)]
    wanted |= dict.fromkeys([*asking, of.draft.author], command.word.value)
    about: dict[str, object] = {"draft_id": of.draft.id}
    if text:
        about["comment_id"] = Ref("comment")
    return inbox(wanted, of.actor, of.members, of.number, now, **about)
