"""Templates as the history has them, and how each act on them is taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from csboard.domain.editing import digests
from csboard.domain.inverses import id_of
from csboard.domain.records import Event, Tags

if TYPE_CHECKING:
    from tests.property.ledger import Ledger
    from tests.property.ledger_undos import Undoing

Row = Mapping[str, Any]


@dataclass
class Wording:
    """One row: it is never rewritten."""

    author: str
    written: dict[str, str]
    """Digests of what is written in it."""
    replaces: int | None
    is_retired: bool = False


@dataclass
class Templates:
    """Every wording there ever was."""

    wordings: dict[int, Wording] = field(default_factory=dict)

    def check(self, rows: Mapping[str, Iterable[Row]], logins: Mapping[int, str]) -> None:
        """Fail unless the rows say the same, and of one name in one language one is in use."""
        there = list(rows.get("template", ()))
        assert self.wordings == {
            row["id"]: Wording(
                logins[row["author"]],
                digests({name: _field(row, name) for name in self.wordings[row["id"]].written}),
                row["replaces"],
                row["retired_at"] is not None,
            )
            for row in there
        }
        in_use = [(row["folded"], row["language"]) for row in there if row["retired_at"] is None]
        assert len(in_use) == len(set(in_use))

    def erased(self, detail: Mapping[str, Any]) -> None:
        """Those that went with a customer have no words, and are out of use."""
        for template_id in detail.get("templates", ()):
            wording = self.wordings[template_id]
            wording.is_retired = True
            nothing = {"name": f"erased {template_id}", "subject": "", "text": ""}
            wording.written |= digests(nothing)


def _field(row: Row, name: str) -> object:
    if name != "tags":
        return row[name]
    return Tags(**{key: tuple(words) for key, words in (row["tags"] or {}).items()})


def _turn(ledger: Ledger, template: object, *, retired: bool) -> None:
    wording = ledger.templates.wordings[id_of(template)]
    assert wording.is_retired != retired
    wording.is_retired = retired


def _written(ledger: Ledger, event: Event) -> None:
    detail: Mapping[str, Any] = event.detail
    before = detail.get("replaces")
    if before is not None:
        _turn(ledger, before, retired=True)
    wording = Wording(event.actor, dict(detail["digests"]), before)
    ledger.templates.wordings[detail["template"]] = wording


def _retired(ledger: Ledger, event: Event) -> None:
    _turn(ledger, event.detail["template"], retired=True)


def _offered_again(ledger: Ledger, event: Event) -> None:
    _turn(ledger, event.detail["template"], retired=False)


FOLLOW: dict[str, Callable[[Ledger, Event], None]] = {
    "template_written": _written,
    "template_retired": _retired,
    "template_brought_back": _offered_again,
}


def _unwritten(ledger: Ledger, undoing: Undoing) -> None:
    _turn(ledger, undoing.detail["template"], retired=True)
    if (before := undoing.detail.get("replaces")) is not None:
        _turn(ledger, before, retired=False)


def _brought_back(ledger: Ledger, undoing: Undoing) -> None:
    _turn(ledger, undoing.detail["template"], retired=False)


def _retired_again(ledger: Ledger, undoing: Undoing) -> None:
    _turn(ledger, undoing.detail["template"], retired=True)


BACK: dict[str, Callable[[Ledger, Undoing], None]] = {
    "template_written": _unwritten,
    "template_retired": _brought_back,
    "template_brought_back": _retired_again,
}
