"""The vocabulary is put in order: renaming, merging, retiring words, and writing their readings.

Any member may: nothing of it changes an inquiry, all of it stands in the history and can be taken
back, and a vocabulary that waits for a lead grows two words for each thing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from csboard.domain.decisions import Decision, EventDraft, Insert, Ref, Thing, Update
from csboard.domain.flow import iso
from csboard.domain.knowledge_commands import (
    BringBackTag,
    MergeTags,
    RenameTag,
    RetireTag,
    SetReading,
    TagCommand,
)
from csboard.domain.states import TagState
from csboard.domain.tag import Tag
from csboard.domain.tagging import cleaned, refuse_bad_word, row_of
from csboard.domain.vocabulary import Vocabulary, is_kana
from csboard.errors import Conflict, Refused
from csboard.i18n import _
from csboard.text import clean, quoted

MAX_READING = 80
NEW = Ref("tag")
"""By what a decision calls the row of the new word."""


def rename(state: TagState, command: RenameTag, now: datetime) -> Decision:
    """The tag goes on under another word. The old word leads there, and finds it too."""
    tag = state.tag
    _refuse_moved(state, command)
    refuse_bad_word(command.word)
    word, reading = cleaned(command.word), checked_reading(command.reading or "")
    there = state.vocabulary.find(tag.dimension, word)
    if there == tag:
        return _respell(tag, word, reading or tag.reading)
    if there is None:
        row = row_of(tag.dimension, word, state.actor.id, now)
        new = Insert(Thing.TAG, {**row, "reading": reading, "retired_at": tag.retired_at}, NEW.name)
        return _led("tag_renamed", state, [new, *_lead(state, NEW)], NEW)
    _refuse_taken(state.vocabulary, tag, there)
    spelled = _spelled(there, word, reading or there.reading)
    back = spelled._replace(
        values={**spelled.values, "becomes_id": None, "retired_at": tag.retired_at}
    )
    return _led("tag_renamed", state, [back, *_lead(state, there.id)], there.id)


def _respell(tag: Tag, word: str, reading: str) -> Decision:
    """Only width, case or kana differ: it is the same row."""
    if (word, reading) == (tag.word, tag.reading):
        raise _unchanged(tag)
    return _decided("tag_respelled", tag, [_spelled(tag, word, reading)], spelling=len(tag.former))


def _spelled(tag: Tag, word: str, reading: str) -> Update:
    """Another spelling of the same word, or another reading; the row keeps those before."""
    former = [*tag.former, (tag.word, tag.reading)]
    values = {"word": word, "reading": reading, "former": [list(one) for one in former]}
    return Update(Thing.TAG, tag.id, values, tag.version)


def merge(state: TagState, command: MergeTags, now: datetime) -> Decision:
    """What has either tag shows the one that it was merged into."""
    tag = state.tag
    _refuse_moved(state, command)
    into = present(state.vocabulary, command.into)
    if into == tag:
        raise Refused("itself", _("{word} can't be merged into itself.").format(word=tag.word))
    if into.dimension != tag.dimension:
        raise Refused(
            "other_dimension",
            _("{word} and {other} are of different kinds: only tags of one are merged.").format(
                word=tag.word, other=into.word
            ),
        )
    return _led("tags_merged", state, [*_lead(state, into.id)], into.id)


def retire(state: TagState, command: RetireTag, now: datetime) -> Decision:
    """It is offered no more where tags are written."""
    tag = state.tag
    if tag.retired_at is not None:
        raise Refused("retired", _("{word} is retired already.").format(word=tag.word))
    gone = Update(Thing.TAG, tag.id, {"retired_at": now}, tag.version)
    return _decided("tag_retired", tag, [gone])


def bring_back(state: TagState, command: BringBackTag, now: datetime) -> Decision:
    """It is offered again."""
    tag = state.tag
    if tag.retired_at is None:
        raise Refused("not_retired", _("{word} isn't retired.").format(word=tag.word))
    back = Update(Thing.TAG, tag.id, {"retired_at": None}, tag.version)
    return _decided("tag_brought_back", tag, [back], retired_at=iso(tag.retired_at))


def set_reading(state: TagState, command: SetReading, now: datetime) -> Decision:
    """From now on it is found by this reading too."""
    tag, reading = state.tag, checked_reading(command.reading)
    _refuse_moved(state, command)
    if reading == tag.reading:
        raise _unchanged(tag)
    spelled = _spelled(tag, tag.word, reading)
    return _decided("reading_set", tag, [spelled], spelling=len(tag.former))


def present(vocabulary: Vocabulary, tag_id: int) -> Tag:
    """The tag as it goes on; Refused when there is none of that id."""
    tag = vocabulary.tag(tag_id)
    if tag is None:
        raise no_such_tag(str(tag_id))
    return vocabulary.goes_on_as(tag)


def no_such_tag(word: str) -> Refused:
    """For a word that nothing is or was tagged with."""
    return Refused(
        "no_such_tag",
        _("There is no tag {word}: csboard tag list shows them all.").format(word=quoted(word)),
    )


def checked_reading(written: str) -> str:
    """A reading as it is stored; Refused when it isn't kana."""
    reading = " ".join(clean(written).split())
    if reading and not is_kana(reading):
        raise Refused(
            "bad_reading",
            _("{reading} is no reading: write it in hiragana or katakana.").format(
                reading=quoted(reading)
            ),
        )
    if len(reading) > MAX_READING:
        raise Refused(
            "too_long",
            _("A reading has {limit} characters at most: shorten it.").format(limit=MAX_READING),
        )
    return reading


def _refuse_taken(vocabulary: Vocabulary, tag: Tag, there: Tag) -> None:
    """Refuse to take a word that is another tag, or has become one: that would change a third."""
    if there.becomes == tag.id:
        return
    now = vocabulary.goes_on_as(there)
    if now == there:
        raise Refused(
            "word_taken",
            _("There is a tag {word} already: merge {old} into it instead.").format(
                word=there.word, old=tag.word
            ),
        )
    raise Refused(
        "word_taken",
        _("{word} was renamed to {now} or merged into it: choose another word.").format(
            word=there.word, now=now.word
        ),
    )


def _lead(state: TagState, to: int | Ref) -> Iterator[Update]:
    """What leads the tag, and all that led to it, to another in one hop."""
    for one in (*state.vocabulary.leading_to(state.tag), state.tag):
        if one.id != to:
            yield Update(Thing.TAG, one.id, {"becomes_id": to}, one.version)


def _led(kind: str, state: TagState, changes: list[Insert | Update], to: int | Ref) -> Decision:
    led = [one.id for one in state.vocabulary.leading_to(state.tag) if one.id != to]
    return _decided(kind, state.tag, changes, to=to, led=led)


def _refuse_moved(state: TagState, command: TagCommand) -> None:
    """Refuse when somebody else has changed the tag since it was seen."""
    seen = state.vocabulary.tag(command.tag_id)
    if command.seen is None or seen is None:
        return
    if state.tag != seen or seen.version != command.seen:
        raise Conflict(
            "changed",
            _("Somebody else has changed {word} meanwhile: it is called {now} now.").format(
                word=seen.word, now=state.tag.word
            ),
        )


def _decided(kind: str, tag: Tag, changes: list[Insert | Update], **more: object) -> Decision:
    return Decision(tuple(changes), EventDraft(kind, detail={"tag": tag.id, **more}))


def _unchanged(tag: Tag) -> Refused:
    return Refused("unchanged", _("{word} is so already.").format(word=tag.word))
