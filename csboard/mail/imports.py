"""Lines of JSON and rows of CSV as letters: what other programs hand over.

The keys are the same in both; only the subject is needed. Unknown ones are passed over.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from csboard.domain.letters import Address, Letter
from csboard.domain.records import NO_TAGS, Channel, Tags, Urgency
from csboard.errors import UsageError
from csboard.i18n import _
from csboard.mail.addresses import read_addresses
from csboard.mail.content import MAX_TEXT
from csboard.mail.decoding import decode
from csboard.mail.headers import MAX_SUBJECT
from csboard.mail.lines import MAX_LINE
from csboard.text import clean, quoted

KEYS = ("subject", "from", "body", "channel", "received_at", "message_id", "urgency", "tags")
DIMENSIONS = ("content", "symptom", "emotion")
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=1)
"""A clock that runs fast, or a zone left out."""
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Import:
    """One line or row, understood."""

    letter: Letter
    channel: Channel
    urgency: Urgency
    tags: Tags
    unknown: tuple[str, ...]
    """Keys that mean nothing, in the order they were written."""


def read_import(raw: bytes, source: str, now: datetime) -> Import:
    """Understand a stored original of `source` (`jsonl` or `csv`, the row below its header).

    Raises UsageError with what is wrong with it, as seen from `now`.
    """
    if len(raw) > MAX_LINE:
        raise UsageError(_("it is longer than {n} MB").format(n=MAX_LINE // 1_048_576))
    fields = _read_json(raw) if source == "jsonl" else _read_row(raw)
    channel = _choice(fields, "channel", Channel, Channel.IMPORT)
    urgency = _choice(fields, "urgency", Urgency, Urgency.NORMAL)
    unknown = tuple(key for key in fields if key and key not in KEYS)
    tags = _tags(fields.get("tags"))
    return Import(_letter(raw, fields, now), channel, urgency, tags, unknown)


def _read_json(raw: bytes) -> Mapping[str, object]:
    try:
        value = json.loads(decode(raw))
    except (ValueError, RecursionError) as error:
        detail = f"{error}" if isinstance(error, json.JSONDecodeError) else type(error).__name__
        raise UsageError(_("it is no JSON ({detail})").format(detail=clean(detail))) from error
    if not isinstance(value, dict):
        raise UsageError(_("it is no JSON object"))
    return value


def _read_row(raw: bytes) -> Mapping[str, object]:
    csv.field_size_limit(MAX_LINE)
    try:
        rows = list(csv.DictReader(io.StringIO(decode(raw), newline=""), strict=True))
    except csv.Error as error:
        raise UsageError(_("it is no CSV ({detail})").format(detail=clean(str(error)))) from error
    if len(rows) != 1:
        raise UsageError(_("it is no CSV row"))
    return {(key or "").strip(): value for key, value in rows[0].items() if value}


def _letter(raw: bytes, fields: Mapping[str, object], now: datetime) -> Letter:
    subject = clean(_text(fields, "subject")).strip()[:MAX_SUBJECT]
    if not subject:
        raise UsageError(_no_subject(fields))
    body = clean(_text(fields, "body"), multiline=True).strip("\n")[:MAX_TEXT]
    written = _text(fields, "from").encode("utf-8", "replace")
    sender = next(iter(read_addresses(written)), Address("", ""))
    received_at = _time(_text(fields, "received_at"), now)
    message_id = clean(_text(fields, "message_id")).strip()[:990]
    identity = [message_id, sender.name, sender.email, str(received_at), subject, body]
    return Letter(
        subject=subject,
        sender=sender,
        from_=sender,
        to=(),
        cc=(),
        sent_at=received_at,
        message_id=message_id and f"<{message_id.strip('<>')}>",
        in_reply_to=(),
        references=(),
        text=body,
        attachments=(),
        # Without an id of its own a line is only itself: two customers may ask the same.
        digest=hashlib.sha256("\0".join(identity).encode() if message_id else raw).hexdigest(),
    )


def _no_subject(fields: Mapping[str, object]) -> str:
    """What is missing; with the key that was probably meant to be it."""
    from difflib import get_close_matches

    unknown = {key.lower(): key for key in fields if key not in KEYS}
    near = get_close_matches("subject", unknown, 1)
    if not near:
        return _("it has no subject")
    return _("it has no subject, but an unknown key `{key}`").format(key=clean(unknown[near[0]]))


def _text(fields: Mapping[str, object], key: str) -> str:
    value = fields.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UsageError(_("{key} is no text").format(key=key))
    return value


def _time(written: str, now: datetime) -> datetime | None:
    """ISO 8601; without a zone it is UTC. Nothing can have come long ago or far ahead."""
    if not written.strip():
        return None
    moment = _moment(written)
    if not EARLIEST <= moment <= now + AHEAD:
        raise UsageError(
            _(
                "received_at {value} is before 1970 or more than a day ahead: "
                "nothing can have come then"
            ).format(value=quoted(written))
        )
    return moment


def _moment(written: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            _("received_at {value} is no time: write it as 2025-01-31T09:30:00+09:00").format(
                value=quoted(written)
            )
        ) from error


def _choice(fields: Mapping[str, object], key: str, choices: type[E], default: E) -> E:
    written = _text(fields, key).strip().lower()
    if not written:
        return default
    if written not in list(choices):
        raise UsageError(
            _("{key} {value} is none of {choices}").format(
                key=key, value=quoted(written), choices=_(", ").join(choices)
            )
        )
    return choices(written)


def _tags(value: object) -> Tags:
    """An object by dimension, a list (of content), or "content:決済; symptom:二重請求"."""
    if not value:
        return NO_TAGS
    if isinstance(value, str):
        value = _tags_in_text(value)
    if isinstance(value, list):
        value = {"content": value}
    if not isinstance(value, dict) or set(value) - set(DIMENSIONS):
        raise UsageError(_("tags are no object of content, symptom and emotion"))
    return Tags(*(_words(value.get(dimension) or []) for dimension in DIMENSIONS))


def _words(value: object) -> tuple[str, ...]:
    words = [value] if isinstance(value, str) else value
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise UsageError(_("tags are no object of content, symptom and emotion"))
    return tuple(dict.fromkeys(word for one in words if (word := clean(one).strip())))


def _tags_in_text(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {dimension: [] for dimension in DIMENSIONS}
    for written in text.replace(";", ",").split(","):
        dimension, colon, word = written.strip().partition(":")
        if not colon or dimension not in found:
            dimension, word = "content", written
        found[dimension].append(word)
    return found
