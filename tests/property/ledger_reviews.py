"""Comments and reviews as the history has them, and how each act on them is taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from csboard.domain.inverses import id_of
from csboard.domain.notes import digest
from csboard.domain.records import Event

if TYPE_CHECKING:
    from tests.property.ledger import Ledger
    from tests.property.ledger_undos import Undoing

Row = Mapping[str, Any]


@dataclass
class Remark:
    """A comment or an answer."""

    author: str
    digest: str
    parent: int | None = None
    resolved_by: str | None = None
    is_accepted: bool = False
    is_withdrawn: bool = False


@dataclass
class Reviews:
    """All that was said and asked of replies."""

    remarks: dict[int, Remark] = field(default_factory=dict)
    asks: dict[int, tuple[int, bool]] = field(default_factory=dict)
    """By id: of which draft, whether it is open."""
    verdicts: dict[int, tuple[str, str, bool]] = field(default_factory=dict)
    """By id: whose, which word, whether it stands."""

    def root(self, key: object) -> Remark:
        """What a comment or answer belongs to."""
        remark = self.remarks[id_of(key)]
        return self.remarks[remark.parent] if remark.parent else remark

    def check(self, rows: Mapping[str, Iterable[Row]], logins: Mapping[int, str]) -> None:
        """Fail unless the rows say the same."""
        remarks = {row["id"]: _remark(row, logins) for row in rows.get("comment", ())}
        for key, remark in remarks.items():
            if remark.digest == digest(""):  # it may have been erased
                self.remarks[key].digest = remark.digest
        assert remarks == self.remarks
        asks = {row["id"]: (row["draft"], row["ended_at"] is None) for row in rows.get("ask", ())}
        assert asks == self.asks
        verdicts = {
            row["id"]: (logins[row["member"]], row["word"], row["withdrawn_at"] is None)
            for row in rows.get("verdict", ())
        }
        assert verdicts == self.verdicts

    def turn(self, ask: object, *, is_open: bool) -> None:
        """A wish for a review ends, or stands again."""
        draft, was_open = self.asks[id_of(ask)]
        assert was_open != is_open
        self.asks[id_of(ask)] = (draft, is_open)

    def sent(self, draft: object) -> None:
        """Of what has gone out no review is waited for."""
        for ask, (of, _was_open) in self.asks.items():
            if of == draft:
                self.asks[ask] = (of, False)


def _remark(row: Row, logins: Mapping[int, str]) -> Remark:
    assert (row["resolved_at"] is None) == (row["resolved_by"] is None)
    return Remark(
        logins[row["author"]],
        digest(row["text"]),
        row["parent"],
        logins.get(row["resolved_by"]),
        row["accepted_at"] is not None,
        row["withdrawn_at"] is not None,
    )


def _commented(ledger: Ledger, event: Event) -> None:
    detail: Mapping[str, Any] = event.detail
    remark = Remark(event.actor, detail["digest"], detail.get("parent"))
    ledger.reviews.remarks[detail["comment"]] = remark


def _resolved(ledger: Ledger, event: Event) -> None:
    remark = ledger.reviews.root(event.detail["comment"])
    assert remark.resolved_by is None
    remark.resolved_by = event.actor


def _reopened(ledger: Ledger, event: Event) -> None:
    remark = ledger.reviews.root(event.detail["comment"])
    assert remark.resolved_by is not None
    remark.resolved_by = None


def _accepted(ledger: Ledger, event: Event) -> None:
    remark = ledger.reviews.remarks[id_of(event.detail["comment"])]
    assert not remark.is_accepted
    remark.is_accepted = True
    ledger.reviews.root(event.detail["comment"]).resolved_by = event.actor


def _asked(ledger: Ledger, event: Event) -> None:
    ledger.reviews.asks[id_of(event.detail["ask"])] = (id_of(event.detail["draft"]), True)


def _reviewed(ledger: Ledger, event: Event) -> None:
    detail: Mapping[str, Any] = event.detail
    ledger.reviews.verdicts[detail["verdict"]] = (event.actor, detail["word"], True)
    for ask in detail["asks"]:
        ledger.reviews.turn(ask, is_open=False)
    if "comment" in detail:
        ledger.reviews.remarks[detail["comment"]] = Remark(event.actor, detail["said"])


FOLLOW: dict[str, Callable[[Ledger, Event], None]] = {
    "commented": _commented,
    "comment_resolved": _resolved,
    "comment_reopened": _reopened,
    "proposal_accepted": _accepted,
    "review_asked": _asked,
    "reviewed": _reviewed,
}


def _comment_back(ledger: Ledger, undoing: Undoing) -> None:
    ledger.reviews.remarks[id_of(undoing.detail["comment"])].is_withdrawn = True


def _resolve_back(ledger: Ledger, undoing: Undoing) -> None:
    ledger.reviews.root(undoing.detail["comment"]).resolved_by = None


def _reopen_back(ledger: Ledger, undoing: Undoing) -> None:
    ledger.reviews.root(undoing.detail["comment"]).resolved_by = undoing.detail["was"]["by"]


def _accept_back(ledger: Ledger, undoing: Undoing) -> None:
    ledger.reviews.remarks[id_of(undoing.detail["comment"])].is_accepted = False
    _resolve_back(ledger, undoing)


def _ask_back(ledger: Ledger, undoing: Undoing) -> None:
    ledger.reviews.turn(undoing.detail["ask"], is_open=False)


def _review_back(ledger: Ledger, undoing: Undoing) -> None:
    detail, reviews = undoing.detail, ledger.reviews
    login, word, _stood = reviews.verdicts[detail["verdict"]]
    reviews.verdicts[detail["verdict"]] = (login, word, False)
    for ask in detail["asks"]:
        reviews.turn(ask, is_open=True)
    answers = [
        one.author
        for one in reviews.remarks.values()
        if one.parent == detail.get("comment") and not one.is_withdrawn
    ]
    if "comment" in detail and all(author == login for author in answers):
        reviews.remarks[detail["comment"]].is_withdrawn = True


BACK: dict[str, Callable[[Ledger, Undoing], None]] = {
    "commented": _comment_back,
    "comment_resolved": _resolve_back,
    "comment_reopened": _reopen_back,
    "proposal_accepted": _accept_back,
    "review_asked": _ask_back,
    "reviewed": _review_back,
}
