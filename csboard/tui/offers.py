"""What can be done by its name, found by the words of every language. Pure."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from functools import cache

from textual.fuzzy import FuzzySearch

from csboard.i18n import _, in_every_language
from csboard.named import NamedTuple
from csboard.text import fold

NAME_COUNTS = 3.0
"""How much more a match in the name counts than one in the sentence that explains it."""

WHOLE_COUNTS = 100.0
"""How much a name counts that contains what was typed, and once more that begins with it."""


class Offer(NamedTuple):
    """Something that can be done now."""

    name: str
    do: Callable[[], Awaitable[object] | None]
    tooltip: str = ""
    key: str = ""
    names: tuple[str, ...] = ()
    """The name in every language, folded."""
    tooltips: tuple[str, ...] = ()
    """The explanation in every language, folded."""
    synonyms: tuple[str, ...] = ()
    """Other words for it, folded; they are searched and never shown."""


def offer(
    label: str,
    do: Callable[[], Awaitable[object] | None],
    tooltip: str = "",
    key: str = "",
    synonyms: Iterable[str] = (),
    **values: str,
) -> Offer:
    """An offer from words of the catalogue; `values` are put into its name."""
    names = tuple(fold(name.format(**values)) for name in in_every_language(label))
    tooltips = tuple(map(fold, in_every_language(tooltip))) if tooltip else ()
    told = _(tooltip) if tooltip else ""
    others = tuple(map(fold, synonyms))
    return Offer(_(label).format(**values), do, told, key, names, tooltips, others)


def matching(offers: Iterable[Offer], query: str) -> list[Offer]:
    """The offers that fit `query`, the best first; all in their order when it is empty."""
    needle = fold(query)
    if not needle:
        return list(offers)
    scored = [(score(offer, needle), offer) for offer in offers]
    scored.sort(key=lambda pair: -pair[0])
    return [offer for points, offer in scored if points > 0]


def score(offer: Offer, needle: str) -> float:
    """How well an offer fits what was typed, folded; 0 when it doesn't."""
    by_name = max(_score_of_name(name, needle) for name in offer.names)
    by_synonym = max((_score_of_synonym(word, needle) for word in offer.synonyms), default=0.0)
    words = needle.split()
    by_tooltip = any(all(word in told for word in words) for told in offer.tooltips)
    return max(by_name * NAME_COUNTS, by_synonym, float(by_tooltip))


def _score_of_name(name: str, needle: str) -> float:
    """What was typed as a whole counts more than its letters here and there in a long name."""
    covered = len(needle) / max(1, len(name))
    whole = float(needle in name) + float(name.startswith(needle))
    return _search().match(needle, name)[0] * covered + whole * WHOLE_COUNTS


def _score_of_synonym(word: str, needle: str) -> float:
    """A synonym is found by its beginning, and most surely when it is written out."""
    return word.startswith(needle) * WHOLE_COUNTS * (1 + len(needle) / len(word))


@cache
def _search() -> FuzzySearch:
    return FuzzySearch(case_sensitive=True)  # both sides are folded
