"""How much of a list is out of view, in words: no sign and no colour alone says so."""

from __future__ import annotations

from csboard.i18n import _

GAP = "  "


def out_of_view(above: int, below: int, *, open_end: bool = False) -> str:
    """How many rows there are above and below; with `open_end` more may be read there."""
    said = []
    if above:
        said.append(_("{n} more above").format(n=above))
    if below:
        words = _("{n} or more below") if open_end else _("{n} more below")
        said.append(words.format(n=below))
    return GAP.join(said)
