"""How a reply looks with what colleagues say of it, as plain text: each comment at its lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from csboard.cli.layout import INDENT, Look
from csboard.domain.anchoring import Place, is_on_lines, places_in
from csboard.domain.people import name_of
from csboard.domain.records import Member
from csboard.domain.replies import Ask, Comment, Draft, ReplyView
from csboard.domain.reviewing import MOVED_ON, newest_word, standing
from csboard.i18n import _
from csboard.text import clean

QUOTED = 3
"""Lines of old words that are shown at most."""


def review_lines(view: ReplyView, look: Look) -> Iterator[str]:
    """How it stands, the draft with its comments between the lines, then all others."""
    threads = _Threads(view, look)
    draft = view.draft
    if draft is not None:
        yield from _standing(view, draft)
        yield ""
        yield from _numbered(draft, threads)
    yield from threads.elsewhere(draft)


class _Threads:
    """Comments with their answers."""

    def __init__(self, view: ReplyView, look: Look) -> None:
        self._members = view.members
        self._look = look
        self._roots = [one for one in view.comments if one.parent is None]
        self._answers: Mapping[int, list[Comment]] = defaultdict(list)
        for one in view.comments:
            if one.parent is not None:
                self._answers[one.parent].append(one)
        self.places = places_in(view)

    def ending_at(self, draft: Draft) -> Mapping[int, list[Comment]]:
        """The comments on a draft by the last of their lines, where they still stand."""
        found: Mapping[int, list[Comment]] = defaultdict(list)
        for one in self._roots:
            place = self.places.get(one.id) if one.draft_id == draft.id else None
            if place is not None:
                found[place.last].append(one)
        return found

    def elsewhere(self, draft: Draft | None) -> Iterator[str]:
        """Comments on the whole, on words that are gone, on messages, on replies before."""
        own = [one for one in self._roots if draft and one.draft_id == draft.id]
        others = [one for one in self._roots if one not in own]
        yield from self._section(
            _("On the whole"), [one for one in own if not is_on_lines(one)], quotes=False
        )
        gone = [one for one in own if is_on_lines(one) and self.places.get(one.id) is None]
        yield from self._section(_("On words that were changed since"), gone)
        yield from self._section(
            _("On messages"), [one for one in others if one.message_id is not None]
        )
        yield from self._section(
            _("On replies that were sent or discarded"),
            [one for one in others if one.message_id is None],
        )

    def _section(
        self, title: str, comments: Iterable[Comment], *, quotes: bool = True
    ) -> Iterator[str]:
        found = list(comments)
        if found:
            yield ""
            yield f"== {title}"
        for one in found:
            yield from self.lines(one, quotes=quotes)

    def lines(self, comment: Comment, indent: str = "", *, quotes: bool = False) -> Iterator[str]:
        """A comment with its answers."""
        yield f"{indent}{self._head(comment)}"
        indent += INDENT
        if quotes:
            yield from self._quote(comment, indent)
        yield from _paragraph(comment.text, indent)
        if comment.proposal is not None:
            title = _("Accepted wording:") if comment.accepted_at else _("Proposed wording:")
            yield f"{indent}{title}"
            yield from _paragraph(comment.proposal or _("(these lines go)"), indent + INDENT)
        for answer in self._answers[comment.id]:
            yield from self.lines(answer, indent)

    def _head(self, comment: Comment) -> str:
        when = self._look.time(comment.at)
        about = _("message [{id}]").format(id=comment.message_id) if comment.message_id else ""
        parts = (f"[{comment.id}]", when, name_of(comment.author, self._members), about)
        return clean("  ".join((*filter(None, parts), *self._state(comment))))

    def _state(self, comment: Comment) -> tuple[str, ...]:
        if comment.parent is not None:
            return ()
        if comment.resolved_by is None:
            return (_("unresolved"),)
        name = name_of(comment.resolved_by, self._members)
        return (_("resolved by {name}").format(name=name),)

    def _quote(self, comment: Comment, indent: str) -> Iterator[str]:
        lines = comment.quote.split("\n") if comment.quote else []
        for line in lines[:QUOTED]:
            yield clean(f"{indent}> {line}")
        if len(lines) > QUOTED:
            yield f"{indent}> …"


def _numbered(draft: Draft, threads: _Threads) -> Iterator[str]:
    """The draft's lines, counted from 1, each with the comments that end at it."""
    lines = draft.words.text.rstrip("\n").split("\n")
    wide = len(str(len(lines)))
    ending = threads.ending_at(draft)
    margin = " " * wide + INDENT
    for at, line in enumerate(lines):
        yield clean(f"{at + 1:>{wide}}{INDENT}{line}").rstrip()
        for comment in ending.get(at, ()):
            place = threads.places[comment.id]
            if place is not None and place.size > 1:
                yield f"{margin}{_lines_named(place)}"
            is_edited = place is not None and comment.quote != _words_at(lines, place)
            yield from threads.lines(comment, margin, quotes=is_edited)
    for at in sorted(key for key in ending if key >= len(lines)):
        for comment in ending[at]:
            yield from threads.lines(comment, margin)


def _words_at(lines: Sequence[str], place: Place) -> str:
    return "\n".join(lines[place.first : place.last + 1])


def _lines_named(place: Place) -> str:
    return _("on lines {first} to {last}:").format(first=place.first + 1, last=place.last + 1)


def _standing(view: ReplyView, draft: Draft) -> Iterator[str]:
    found = standing(draft, view.revisions, view.verdicts, view.asks, newest_word(view.messages))
    yield clean(f"#{draft.number} {draft.words.subject}")
    facts = (
        (_("Written by"), [draft.author]),
        (_("Approved by"), found.approved_by),
        (_("Change asked for by"), found.change_asked_by),
    )
    for label, logins in facts:
        if logins:
            names = _(", ").join(name_of(login, view.members) for login in logins)
            yield clean(f"{label}: {names}")
    if found.waits_for:
        whom = _(", ").join(_asked(one, view.members) for one in found.waits_for)
        yield clean("{label}: {whom}".format(label=_("Review asked of"), whom=whom))
    if MOVED_ON in found.held:
        yield _("A message came in that whoever wrote it hasn't seen.")


def _asked(ask: Ask, members: Mapping[str, Member]) -> str:
    if ask.of is not None:
        return name_of(ask.of, members)
    if ask.topic:
        return _("whoever knows {topic}").format(topic=ask.topic)
    return _("anybody")


def _paragraph(text: str, indent: str) -> Iterator[str]:
    for line in clean(text, multiline=True).split("\n") if text else ():
        yield f"{indent}{line}".rstrip()
