"""Reviews of a reply: how it stands by them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from csboard.domain.records import Direction, Message
from csboard.domain.replies import Ask, Draft, Revision, Verdict, VerdictWord
from csboard.domain.revisions import digest_of_draft
from csboard.named import NamedTuple

MOVED_ON, CHANGE = "moved_on", "change"
"""What holds a reply: the conversation has moved on, somebody asked for a change."""


class Standing(NamedTuple):
    """What colleagues say of a draft with the words it has now."""

    approved_by: tuple[str, ...] = ()
    """Logins of those whose approval counts for these very words, the latest last."""
    change_asked_by: tuple[str, ...] = ()
    """Logins of those who asked for a change and were given none since."""
    waits_for: tuple[Ask, ...] = ()
    """Wishes for a review that nobody has fulfilled."""
    held: tuple[str, ...] = ()
    """Why it shouldn't go out as it is, whoever approved it: `moved_on`, `change`."""


def standing(
    draft: Draft,
    revisions: Iterable[Revision],
    verdicts: Iterable[Verdict],
    asks: Iterable[Ask],
    newest: int,
) -> Standing:
    """How a draft stands; what belongs to other drafts and was withdrawn is passed over.

    `verdicts` come oldest first, `newest` is `newest_word` of the conversation. An approval
    counts while the draft has the words of its revision, unless its giver asked for a change
    since; a change that somebody asked for counts until the words are others or somebody
    approves them.
    """
    digest = digest_of_draft(draft)
    by_id = {revision.id: revision for revision in revisions if revision.draft_id == draft.id}
    latest = {
        verdict.login: verdict
        for verdict in verdicts
        if verdict.draft_id == draft.id and verdict.word is not VerdictWord.COMMENT
    }
    given = sorted(latest.values(), key=lambda verdict: verdict.id)
    approved = [one for one in given if _counts(one, draft, by_id, digest)]
    last = approved[-1].id if approved else 0
    asked = tuple(
        verdict.login
        for verdict in given
        if verdict.word is VerdictWord.CHANGE
        and verdict.id > last
        and (_is_of(verdict, by_id, digest) or verdict.at >= draft.saved_at)
    )
    reasons = {MOVED_ON: newest > draft.seen, CHANGE: bool(asked)}
    return Standing(
        approved_by=tuple(verdict.login for verdict in approved),
        change_asked_by=asked,
        waits_for=tuple(ask for ask in asks if ask.draft_id == draft.id),
        held=tuple(reason for reason, holds in reasons.items() if holds),
    )


def newest_word(messages: Sequence[Message]) -> int:
    """Id of the newest message that a customer or one of us sent; 0 when there is none."""
    said = (one.id for one in messages if one.direction in (Direction.IN, Direction.OUT))
    return max(said, default=0)


def may_approve(login: str, draft: Draft, revision: Revision | None) -> bool:
    """Whether somebody's approval would count: never of one's own reply or of one's own words."""
    author = revision.author if revision else draft.writer
    return login not in (draft.author, author)


def _counts(verdict: Verdict, draft: Draft, revisions: dict[int, Revision], digest: str) -> bool:
    revision = revisions.get(verdict.revision_id)
    return (
        verdict.word is VerdictWord.APPROVE
        and _is_of(verdict, revisions, digest)
        and may_approve(verdict.login, draft, revision)
    )


def _is_of(verdict: Verdict, revisions: dict[int, Revision], digest: str) -> bool:
    """Whether a verdict was given on the words as they are now."""
    revision = revisions.get(verdict.revision_id)
    return revision is not None and revision.digest == digest
