"""`csboard tag`: an inquiry's tags, and the words that the team tags by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.cli.add import split_tags
from csboard.cli.columns import table
from csboard.cli.execution import carry_out
from csboard.cli.parser import signed
from csboard.cli.references import number_of
from csboard.cli.shapes import of_tag
from csboard.cli.spec import JSON, ShellCommand, argument
from csboard.cli.streams import typed
from csboard.domain.commands import Command, EditInquiry
from csboard.domain.knowledge_commands import (
    BringBackTag,
    MergeTags,
    RenameTag,
    RetireTag,
    SetReading,
)
from csboard.domain.records import InquiryFields
from csboard.domain.tag import Dimension, Tag
from csboard.domain.tag_changes import no_such_tag
from csboard.domain.tagging import both, without
from csboard.domain.vocabulary import Vocabulary
from csboard.domain.words import dimension as named
from csboard.errors import UsageError
from csboard.i18n import N_, _, ngettext
from csboard.text import clean, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from csboard.cli.session import Session


def tag(session: Session) -> None:
    """Tag an inquiry, or do what the first word says to the words themselves."""
    what, words = session.options.what, [clean(typed(one)) for one in session.options.words]
    needs, act = _ACTS.get(what, (0, None))
    if what in _USAGES and len(words) != needs:
        raise UsageError(_("Write csboard tag {usage}.").format(usage=_USAGES[what]))
    if what == "list":
        _list(session)
    elif act is not None:
        carry_out(session, act(session.board.settings().vocabulary, words))
    else:
        _tag(session, number_of(what), words)


def _tag(session: Session, number: int, words: list[str]) -> None:
    """Put on the words with + or no sign, take off those with -."""
    if not words:
        raise UsageError(
            _("Say which tags, as +content:WORD or -emotion:WORD: nothing was changed.")
        )
    less = split_tags([word[1:] for word in words if word.startswith("-")])
    more = split_tags([word.removeprefix("+") for word in words if not word.startswith("-")])
    vocabulary = session.board.settings().vocabulary
    now = session.board.inquiry(number).inquiry.tags
    kept = without(now, vocabulary.shown(less))
    added = without(more, kept)
    fields, was = InquiryFields(tags=both(kept, added)), InquiryFields(tags=now)
    carry_out(session, EditInquiry(number=number, fields=fields, was=was))


def _list(session: Session) -> None:
    """Every word that leads nowhere else, with how many inquiries have it."""
    vocabulary, uses = session.board.settings().vocabulary, session.board.tag_uses()
    tags = [one for kind in Dimension for one in vocabulary.in_use(kind)]
    if session.wants_json:
        session.print_json([of_tag(one, vocabulary, uses.get(one.id, 0)) for one in tags])
        return
    rows = [
        (
            named(one.dimension),
            one.word,
            one.reading,
            ngettext("{n} use", "{n} uses", uses.get(one.id, 0)).format(n=uses.get(one.id, 0)),
            _("retired") if one.retired_at else "",
            _(", ").join(former.word for former in vocabulary.leading_to(one)),
        )
        for one in tags
    ]
    session.print_lines(table(rows))


def _find(vocabulary: Vocabulary, word: str) -> Tag:
    """The tag that is or was called so; its kind stands before it where two have one."""
    kind, colon, rest = word.partition(":")
    kinds = [one for one in Dimension if colon and one == kind]
    wanted = rest.strip() if kinds else word
    found = {
        now.id: now
        for one in kinds or Dimension
        if (tag := vocabulary.find(one, wanted)) and (now := vocabulary.goes_on_as(tag))
    }
    if not found:
        raise no_such_tag(word)
    if len(found) > 1:
        raise UsageError(
            _("{word} is a tag of more than one kind: write one of {tags}.").format(
                word=quoted(word),
                tags=_(", ").join(f"{one.dimension}:{one.word}" for one in found.values()),
            )
        )
    return next(iter(found.values()))


def _rename(vocabulary: Vocabulary, words: list[str]) -> RenameTag:
    """The new word may have its kind before it; a tag never changes its kind."""
    tag, new = _find(vocabulary, words[0]), words[1]
    kind, colon, rest = new.partition(":")
    if colon and kind in set(Dimension):
        if kind != tag.dimension:
            raise UsageError(
                _("{word} is a tag of the kind {kind}, and stays one: write {kind}:{new}.").format(
                    word=quoted(tag.word), kind=tag.dimension, new=rest.strip()
                )
            )
        new = rest.strip()
    return RenameTag(tag_id=tag.id, word=new)


_ACTS: dict[str, tuple[int, Callable[[Vocabulary, list[str]], Command]]] = {
    "rename": (2, _rename),
    "merge": (
        2,
        lambda known, words: MergeTags(
            tag_id=_find(known, words[0]).id, into=_find(known, words[1]).id
        ),
    ),
    "retire": (1, lambda known, words: RetireTag(tag_id=_find(known, words[0]).id)),
    "bring-back": (1, lambda known, words: BringBackTag(tag_id=_find(known, words[0]).id)),
    "reading": (
        2,
        lambda known, words: SetReading(tag_id=_find(known, words[0]).id, reading=words[1]),
    ),
}
"""By the first word: how many follow, and what is asked for."""
_USAGES = {
    "list": "list",
    "rename": "rename OLD NEW",
    "merge": "merge ONE INTO",
    "retire": "retire TAG",
    "bring-back": "bring-back TAG",
    "reading": "reading TAG KANA",
}

COMMANDS = {
    "tag": ShellCommand(
        tag,
        (
            argument(
                "what",
                metavar="N",
                help=N_("the inquiry; or: list, rename, merge, retire, bring-back, reading"),
            ),
            argument(
                "words",
                nargs="*",
                type=signed,
                metavar="+TAG|-TAG",
                help=N_(
                    "+content:WORD puts on, -content:WORD takes off; after rename OLD NEW, merge"
                    " ONE INTO, retire TAG, bring-back TAG, reading TAG KANA"
                ),
            ),
            JSON,
        ),
    )
}
