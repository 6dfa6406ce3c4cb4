"""Cases of the sheet as the history has them, and how each act on them is taken back."""

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
class Case:
    """One case."""

    number: int
    """The inquiry in whose row it stands."""
    author: str
    fields: dict[str, str]
    """Digests of what is written in it."""
    is_retired: bool = False


@dataclass
class Successes:
    """The sheet, what was found of its cases, and what was put into drafts."""

    cases: dict[int, Case] = field(default_factory=dict)
    findings: dict[int, tuple[int, str, str, bool]] = field(default_factory=dict)
    """By id: of which case, whose, which word, whether it stands."""
    reuses: dict[int, tuple[int, bool]] = field(default_factory=dict)
    """By id: in which draft, whether that has gone out."""

    def check(self, rows: Mapping[str, Iterable[Row]], logins: Mapping[int, str]) -> None:
        """Fail unless the rows say the same."""
        cases = {
            row["id"]: Case(
                row["inquiry"],
                logins[row["author"]],
                digests({name: _field(row, name) for name in self.cases[row["id"]].fields}),
                row["retired_at"] is not None,
            )
            for row in rows.get("success", ())
        }
        assert cases == self.cases
        findings = {
            row["id"]: (
                row["success"],
                logins[row["member"]],
                row["word"],
                row["withdrawn_at"] is None,
            )
            for row in rows.get("success_word", ())
        }
        assert findings == self.findings
        reuses = {
            row["id"]: (row["draft"], row["sent_at"] is not None) for row in rows.get("reuse", ())
        }
        assert reuses == self.reuses

    def sent(self, draft: object) -> None:
        """What was put into a draft that has gone out is judged."""
        for key, (of, _was_sent) in self.reuses.items():
            if of == draft:
                self.reuses[key] = (of, True)

    def erased(self, number: object) -> None:
        """Cases of an inquiry by itself have no words, and are off the sheet."""
        for case in self.cases.values():
            if case.number == number:
                case.is_retired = True
                case.fields |= digests(dict.fromkeys(set(case.fields) - {"tags"}, ""))


def _field(row: Row, name: str) -> object:
    if name != "tags":
        return row[name]
    return Tags(**{key: tuple(words) for key, words in (row["tags"] or {}).items()})


def _case(ledger: Ledger, event: Event) -> Case:
    return ledger.successes.cases[id_of(event.detail["success"])]


def _made(ledger: Ledger, event: Event) -> None:
    detail: Mapping[str, Any] = event.detail
    case = Case(event.number or 0, event.actor, dict(detail["digests"]))
    ledger.successes.cases[detail["success"]] = case


def _edited(ledger: Ledger, event: Event) -> None:
    detail: Mapping[str, Any] = event.detail
    _case(ledger, event).fields |= detail["digests"]


def _turned(ledger: Ledger, event: Event) -> None:
    case, retires = _case(ledger, event), event.kind == "success_retired"
    assert case.is_retired != retires
    case.is_retired = retires


def _found(ledger: Ledger, event: Event) -> None:
    detail: Mapping[str, Any] = event.detail
    found = (detail["success"], event.actor, detail["word"], True)
    ledger.successes.findings[detail["finding"]] = found


def _put_in(ledger: Ledger, event: Event) -> None:
    detail: Mapping[str, Any] = event.detail
    ledger.successes.reuses[detail["reuse"]] = (detail["draft"], False)


FOLLOW: dict[str, Callable[[Ledger, Event], None]] = {
    "success_made": _made,
    "success_edited": _edited,
    "success_retired": _turned,
    "success_brought_back": _turned,
    "success_found": _found,
    "put_in": _put_in,
}


def _unmade(ledger: Ledger, undoing: Undoing) -> None:
    _case(ledger, undoing.act).is_retired = True


def _unedited(ledger: Ledger, undoing: Undoing) -> None:
    case, was = _case(ledger, undoing.act), _case(undoing.before, undoing.act)
    for name in undoing.detail["digests"]:
        case.fields.pop(name)
        if name in was.fields:
            case.fields[name] = was.fields[name]


def _turned_back(ledger: Ledger, undoing: Undoing) -> None:
    _case(ledger, undoing.act).is_retired = undoing.act.kind == "success_brought_back"


def _unfound(ledger: Ledger, undoing: Undoing) -> None:
    key = id_of(undoing.detail["finding"])
    success, login, word, _stood = ledger.successes.findings[key]
    ledger.successes.findings[key] = (success, login, word, False)


BACK: dict[str, Callable[[Ledger, Undoing], None]] = {
    "success_made": _unmade,
    "success_edited": _unedited,
    "success_retired": _turned_back,
    "success_brought_back": _turned_back,
    "success_found": _unfound,
}
