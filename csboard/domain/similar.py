"""How like one another two inquiries are, by words, tags and customer. Pure.

The way of "more like this" (MoreLikeThis of Apache Lucene): of the words that somebody wrote,
those that tell most lead to what is like it. How much a word tells is how often it was written
times how rare it is, `tf * idf` (Spärck Jones 1972) with the `idf` of BM25 (Robertson and
Zaragoza 2009), `ln(1 + (N - n + 0.5) / (n + 0.5))` for a word that `n` of `N` things have.
The likeness is the share of all that is told which the other has too, where it counts:

    words  = sum(tells * place of those shared) / sum(tells)
    like   = (words / (1 + length) + wording + tags) * (1, or more for the same customer)

with `place` by section (`PLACES`), `length` growing with the logarithm of what the other says,
`wording` by the square of how much both wrote letter for letter (so that what reads the same
stands before what has the same words), and `tags` the sum over those shared of what their
dimension weighs (`TAG_WEIGHTS`), more where content and symptom are both shared: together they
are what an inquiry is about.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from csboard.domain.grams import Needed, is_kana, needed_for
from csboard.domain.search_fold import meant_alike, search_fold
from csboard.domain.search_text import TAG_KINDS, sections_of
from csboard.domain.telling_words import says_something, telling_words
from csboard.domain.wanted import Term, Want, finds, needed
from csboard.domain.wording import NO_WORDING, Wording, same, wording
from csboard.named import NamedTuple

LOOKED_AT = 1_500
"""Characters of a message that count: what it is about stands at its beginning."""

MOST_WORDS = 48
"""Different words that are looked up, the subject's first."""

MOST_TELLING = 24
"""Of these the ones by which others are found and ranked."""

PLACES = {"s": 1.0, "x": 0.8, "y": 0.8, "m": 0.65, "d": 0.5, "n": 0.25, "f": 0.25}
"""What a word counts by the section where the other has it; elsewhere nothing."""

LATER = 0.5
"""Of what was said after the first message."""

IN_SUBJECT = 2.0
"""So often a word of the subject counts as written."""

TAG_WEIGHTS = {"x": 0.07, "y": 0.12, "z": 0.02}
BOTH = 0.06
"""Content and symptom."""

SAME_CUSTOMER = 1.15
SAME_ORGANISATION = 1.05
"""What they wrote before is liker by this factor."""

UNANSWERED = 0.8
"""Of an inquiry that nobody has answered yet, there is nothing to take but that it is there."""

FADED = 0.8
"""Of a case that nobody has confirmed for long."""

ENOUGH = 3.0
"""So many of the rarest words must be told before they are taken for all of what is meant."""

WORDING = 0.2
"""What reads the same is liker by this, beside the words that it shares."""

FEW = 200
"""Among so many things one can tell how rare a word is; on a smaller board all are rare."""

LEAST = 0.15
"""What is less like than this has some words in common and nothing else."""

ENDS = ("", "s", "e", "es", "ed", "ing")
"""Of an English word by its forms, after the stem that is looked for."""

OTHER_NAME = 0.6
"""A word that only means the same counts by this much."""


class Told(NamedTuple):
    """What an inquiry says, by which others are compared to it."""

    subject: str
    texts: tuple[str, ...]
    """The customer's own words, without what they quote."""
    tags: tuple[tuple[str, frozenset[str]], ...] = ()
    """Of each tag the dimension and all folded words that lead to it."""


class Trait(NamedTuple):
    """A word or a tag, by which something is told to be like another."""

    want: Want
    written: float
    """How often, with more weight in the subject."""
    letter: str = ""
    """Of a tag: that of its dimension."""


class Telling(NamedTuple):
    """A trait and how much it tells."""

    trait: Trait
    weight: float


class Measure(NamedTuple):
    """What others are measured by."""

    tags: tuple[Telling, ...]
    words: tuple[Telling, ...]
    """Those that tell most, the most telling first."""
    all_told: float
    """What all of them tell; no less than a letter of a few words would."""

    @property
    def telling(self) -> tuple[Telling, ...]:
        return self.tags + self.words


def traits_of(told: Told) -> tuple[Trait, ...]:
    """The tags and the words of an inquiry, those of its subject first; each once."""
    counted: dict[str, float] = {}
    for text, weight in ((told.subject, IN_SUBJECT), *((text, 1.0) for text in told.texts)):
        for word in telling_words(text[:LOOKED_AT]):
            counted[word] = counted.get(word, 0.0) + weight
    words = (Trait(_want(word), counted[word]) for word in list(counted)[:MOST_WORDS])
    return (*_tags(told.tags), *words)


def measure(traits: Sequence[Trait], often: Sequence[int], total: int) -> Measure:
    """The traits that tell most; `often` is how many of the `total` things have each."""
    found = [
        Telling(trait, _tells(trait.written, count, total))
        for trait, count in zip(traits, often, strict=True)
    ]
    words = sorted((one for one in found if not one.trait.letter), key=lambda one: -one.weight)
    most = tuple(words[:MOST_TELLING])
    return Measure(
        tags=tuple(one for one in found if one.trait.letter),
        words=most,
        all_told=max(sum(one.weight for one in most), ENOUGH * _tells(1.0, 0, total)),
    )


def likeness(measure: Measure, stored: str, wording: Wording = NO_WORDING) -> float:
    """How like a stored text is: 0 for nothing in common, up to about 1."""
    sections = _sections(stored)
    shared = sum(one.weight * _place(one.trait, sections) for one in measure.words)
    said = sum(len(text) for letter, _place, text in sections if letter in "smd")
    by_words = shared / measure.all_told / (1 + _length(said))
    by_wording = WORDING * _same_wording(wording, sections) ** 2 if shared else 0.0
    return by_words + by_wording + _by_tags(measure.tags, sections)


def wording_of(told: Told) -> Wording:
    """How an inquiry puts what it says."""
    return wording(told.subject, told.texts, says_something)


def subject_leads(told: Told) -> tuple[Needed, ...]:
    """What the index holds of things that are about the same in the same words; of few letters.

    Nothing where the subject says nothing. Kana stand in every subject, and lead nowhere.
    """
    if not says_something(told.subject):
        return ()
    whole = needed_for(search_fold(told.subject), goes_on=False).whole
    led = Needed(frozenset(gram for gram in whole if not is_kana(gram)) or whole)
    return () if led.is_empty else (led,)


def subject_tells(often: int, total: int) -> float:
    """What a subject tells that `often` things of `total` have."""
    return _tells(IN_SUBJECT, often, total)


def leads(trait: Trait) -> tuple[Needed, ...]:
    """What the index holds of things that have a trait, any of it; of whole grams only.

    Beginnings cost an index a hundred times as much as the forms that a word mostly has.
    """
    found: dict[Needed, None] = {}
    for term in trait.want.terms:
        for one in needed(term):
            forms = [beginning + end for beginning in one.begun for end in ENDS]
            found |= dict.fromkeys(Needed(one.whole | {form}) for form in forms)
            if not forms:
                found[one] = None
    return tuple(one for one in found if not one.is_empty)


def nearer(
    like: float, *, same_customer: bool, same_organisation: bool, is_answered: bool
) -> float:
    """The likeness of a past inquiry with who wrote it, and whether one can learn an answer."""
    of_whom = SAME_CUSTOMER if same_customer else SAME_ORGANISATION if same_organisation else 1.0
    return like * of_whom * (1.0 if is_answered else UNANSWERED)


def percent(like: float) -> int:
    """For people: more than the same is not told apart."""
    return min(100, round(like * 100))


def _tells(written: float, often: int, total: int) -> float:
    total = max(total, FEW)
    rare = math.log(1 + (max(total - often, 0) + 0.5) / (often + 0.5))
    return (1 + math.log(written)) * rare


def _length(said: int) -> float:
    """How much more than a short mail was said, from 0 on."""
    return 0.15 * math.log(max(said, 200) / 200)


_Sections = list[tuple[str, float, str]]
"""Letter, what a word counts there, and the folded text."""


def _sections(stored: str) -> _Sections:
    found: _Sections = []
    said = 0
    for letter, text in sections_of(stored):
        place = PLACES.get(letter, 0.0)
        if letter == "m":
            said += 1
            place *= LATER if said > 1 else 1.0
        if place or letter in TAG_KINDS.values():
            found.append((letter, place, text[:LOOKED_AT]))
    return found


def _same_wording(wording: Wording, sections: _Sections) -> float:
    subject = next((text for letter, _place, text in sections if letter == "s"), "")
    message = next((text for letter, _place, text in sections if letter == "m"), "")
    return same(wording, subject, message)


def _place(trait: Trait, sections: _Sections) -> float:
    """What the word counts where the other has it best; 0 where it has not."""
    best = 0.0
    for term in trait.want.terms:
        worth = OTHER_NAME if term.other_name else 1.0
        for _letter, place, text in sections:
            if place * worth > best and finds(term, text) >= 0:
                best = place * worth
    return best


def _by_tags(tags: Sequence[Telling], sections: _Sections) -> float:
    there = {(letter, text) for letter, _place, text in sections if letter in TAG_WEIGHTS}
    shared = {
        one.trait.letter
        for one in tags
        if any((one.trait.letter, term.folded) in there for term in one.trait.want.terms)
    }
    return sum(TAG_WEIGHTS[letter] for letter in shared) + BOTH * ({"x", "y"} <= shared)


def _tags(tags: Iterable[tuple[str, frozenset[str]]]) -> Iterator[Trait]:
    for dimension, words in tags:
        letter = TAG_KINDS[dimension]
        terms = (Term(one, exact=True, sections=letter, is_tag=True) for one in sorted(words))
        yield Trait(Want(tuple(terms)), 1.0, letter)


def _want(folded: str) -> Want:
    alike = (Term(other, other_name=True) for other in meant_alike(folded))
    return Want((Term(folded), *alike))
