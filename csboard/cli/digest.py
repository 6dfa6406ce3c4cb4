"""`csboard absence digest`: what happened while one was away, task by task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.cli import page_output
from csboard.cli.references import count
from csboard.cli.spec import JSON, ShellCommand, argument
from csboard.i18n import N_

if TYPE_CHECKING:
    from csboard.cli.session import Session
    from csboard.cli.shapes import Json
    from csboard.domain.digest import Digest, Item, Said
    from csboard.domain.records import Event


def digest(session: Session) -> None:
    """Tell it; with --read it is noted that one has read it, which is said on stderr."""
    options, target = session.options, page_output.new_file(session)
    found = session.board.digest(session.reader, options.absence)
    if options.read:
        from csboard.domain.digest_commands import ReadDigest

        command = ReadDigest(absence_id=found.found.absence.id)
        at = session.board.execute(command, session.actor).at
        read = found.found.absence._replace(digested_at=at)
        found = found._replace(found=found.found._replace(absence=read))
    if session.wants_json:
        session.print_json(_shape(found))
        return
    from csboard.domain.digest_words import noted_as_read, page

    page_output.give_out(session, page(found), target)
    if options.read:
        session.say(noted_as_read(found.found))


def _shape(found: Digest) -> Json:
    from csboard.cli.absence_shapes import of_days

    absence = found.found.absence
    return {
        "id": absence.id,
        **of_days(absence),
        "since": found.found.since.isoformat(),
        "until": found.found.until.isoformat(),
        "read_at": absence.digested_at.isoformat() if absence.digested_at else None,
        "tasks": [_item(one) for one in found.items],
    }


def _item(item: Item) -> Json:
    task = item.task
    return {
        "number": task.ref.number,
        "task": str(task.ref),
        "subject": task.title,
        "left": item.left.value,
        "passed_to": item.to,
        "merged_into": task.into,
        "stage": task.stage,
        "owner": task.owner,
        "closed_at": task.closed_at.isoformat() if task.closed_at else None,
        "due_at": task.promise.due_at.isoformat() if task.promise and task.promise.due_at else None,
        "said": [_said(one) for one in item.said],
        "events": [_event(one) for one in item.events],
        "said_since": [_said(one) for one in item.said_since],
        "events_since": [_event(one) for one in item.events_since],
    }


def _event(event: Event) -> Json:
    return {"id": event.id, "at": event.at.isoformat(), "by": event.actor, "kind": event.kind}


def _said(said: Said) -> Json:
    return {
        "direction": said.direction.value,
        "at": said.at.isoformat(),
        "from": said.name,
        "text": said.text,
    }


DIGEST = ShellCommand(
    digest,
    (
        argument(
            "absence",
            type=count,
            nargs="?",
            metavar="ID",
            help=N_("of this absence; else of the last one that you have not read of"),
        ),
        argument("--read", action="store_true", help=N_("you have read it: it is offered no more")),
        page_output.FORMAT,
        page_output.OUTPUT,
        JSON,
    ),
    N_("what happened to your tasks while you were away"),
)
"""A command of the group `csboard absence`."""
