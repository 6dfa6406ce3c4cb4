"""Reading stored mails again from the shell: one line a mail, or a bar and a count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

from csboard.cli.intake_run import stop_signals
from csboard.cli.progress import ProgressBar
from csboard.domain.reasons import reason_in_words
from csboard.errors import Unavailable
from csboard.i18n import _
from csboard.mail import rereading
from csboard.mail.children import Reader
from csboard.mail.reading import VERSION
from csboard.mail.rereading import Again

if TYPE_CHECKING:
    from csboard.cli.session import Session
    from csboard.domain.records import Receipt

INTERRUPTED = 130
KINDS = ("opened", "joined", "filed", "held", "renewed", "same")


def read_again(session: Session, ids: Iterable[int]) -> int:
    """Each of these mails, with a line about what became of it."""
    counts = Counter[str]()
    with Reader() as reader, stop_signals() as stop:
        for again in rereading.read_again(session.board, ids, session.actor, reader):
            counts[again.kind] += 1
            if session.wants_json:
                session.print_json(asdict(again))
            else:
                session.print(_in_words(again))
            if stop.is_set():
                break
        stopped = stop.is_set()
    if counts.total() != 1 and not session.wants_json:
        session.print(_sentence(counts))
    return INTERRUPTED if stopped else 0


def read_older(session: Session) -> int:
    """Every mail that an older version has read; once more goes on where this ended."""
    board, counts = session.board, Counter[str]()
    actor = session.actor
    bar = ProgressBar(board.how_many_read_before(VERSION))
    told: set[str] = set()

    def failed(receipt: Receipt, failure: Unavailable) -> None:
        """Say why once: where one mail fails, thousands may for the same reason."""
        counts["failed"] += 1
        if failure.sentence not in told:
            told.add(failure.sentence)
            bar.clear()
            session.say(
                _("Mail {id} is passed over, and others for the same reason: {reason}").format(
                    id=receipt.id, reason=failure.sentence
                )
            )

    with Reader() as reader, stop_signals() as stop:
        for again in rereading.read_older(board, actor, reader, lambda: not stop.is_set(), failed):
            counts[again.kind] += 1
            bar.show(counts.total(), f"{counts.total():,}")
        bar.clear()
        stopped = stop.is_set()
    if session.wants_json:
        session.print_json({kind: counts[kind] for kind in (*KINDS, "failed")})
    else:
        session.print(_sentence(counts))
    if stopped:
        return INTERRUPTED
    return Unavailable.exit_status if counts["failed"] else 0


def _sentence(counts: Counter[str]) -> str:
    sentence = _(
        "{opened} opened, {joined} joined, {filed} filed, {held} held, "
        "{renewed} renewed on the board, {same} as before"
    ).format(**{kind: counts[kind] for kind in KINDS})
    if counts["failed"]:
        sentence += _(", {failed} failed").format(failed=counts["failed"])
    return sentence


def _in_words(again: Again) -> str:
    words = {
        "opened": _("mail {id}: opened #{number}"),
        "joined": _("mail {id}: joined #{number}"),
        "filed": _("mail {id}: filed: {reason}"),
        "held": _("mail {id}: held for a person: {reason}"),
        "renewed": _("mail {id}: renewed in #{number}"),
        "same": _("mail {id}: reads as before, nothing changes"),
    }
    return words[again.kind].format(
        id=again.receipt_id, number=again.number, reason=reason_in_words(again.reason)
    )
