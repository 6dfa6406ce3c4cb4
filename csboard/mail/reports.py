"""What machines say: delivery reports, receipts, complaints, automatic answers, our own ids."""

from __future__ import annotations

import re

from csboard.domain.letters import Address, Report
from csboard.mail.addresses import read_addresses
from csboard.mail.headers import Headers
from csboard.mail.structure import Part, Structure
from csboard.text import clean

MAX_REPORT = 256 * 1024
MAX_MENTIONED = 50
_SCANNED = 20_000

_OWN_ID = re.compile(
    rb"csb\.[1-9][0-9]{0,8}\.[1-9][0-9]{0,9}\.[A-Za-z0-9_-]{16,64}@[A-Za-z0-9.-]{1,253}"
)
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_FAILED_LINE = re.compile(r"^[ \t]*<?([^<>\s:]+@[^<>\s:]+)>?:?[ \t]*$", re.MULTILINE)
_DAEMON = re.compile(r"(?:mailer|mail)[-_.]?daemon@", re.IGNORECASE)
_DELAYED = re.compile(r"\bdelayed\b|\bdelay\b|still being retried|遅延", re.IGNORECASE)
_REPORT_PARTS = {
    "message/feedback-report": "complaint",
    "message/disposition-notification": "receipt",
    "message/delivery-status": "bounce",
    "message/global-delivery-status": "bounce",
}
_REPORT_TYPES = {
    "feedback-report": "complaint",
    "disposition-notification": "receipt",
    "delivery-status": "bounce",
}
_ACTIONS = {"failed": "bounce", "delayed": "bounce-delayed"}
_ANSWER_MARKS = (
    "x-autoreply",
    "x-auto-reply",
    "x-autorespond",
    "x-autoresponder",
    "x-autoreply-from",
    "x-ms-exchange-inbox-rules-loop",
)


def read_report(structure: Structure, from_: Address, text: str) -> Report | None:
    """The report a mail is, or None for anything else."""
    headers = structure.root.headers
    if structure.root.type == "multipart/report" or _is_from_daemon(headers, from_):
        for part in structure.parts:
            kind = _REPORT_PARTS.get(part.type)
            if kind is not None:
                return _read_status(part) if kind == "bounce" else Report(kind)
    if structure.root.type == "multipart/report":
        return Report(_REPORT_TYPES.get(structure.root.parameter("report-type").lower(), "bounce"))
    if _is_from_daemon(headers, from_):
        return _read_bounce_in_words(headers, text)
    return None


def _is_from_daemon(headers: Headers, from_: Address) -> bool:
    """A machine that returns mail: it says so by its name, or by leaving no return path."""
    if "x-failed-recipients" in headers or _DAEMON.match(from_.email):
        return True
    has_no_return_path = "return-path" in headers and headers.first("return-path") in (b"<>", b"")
    return has_no_return_path and not automatic_mark(headers)


def _read_status(part: Part) -> Report:
    """A delivery-status part (RFC 3464): the worst that happened to any recipient."""
    text = part.payload(MAX_REPORT).decode("utf-8", "replace").replace("\r\n", "\n")
    recipients = [_fields(block) for block in re.split(r"\n[ \t]*\n", text)]
    for action in ("failed", "delayed"):
        for fields in recipients:
            if fields.get("action", "").lower().startswith(action):
                return Report(_ACTIONS[action], _recipient(fields), _status(fields))
    told = next((fields for fields in recipients if "action" in fields), None)
    if told is None:
        return Report("bounce")
    return Report("receipt", _recipient(told), _status(told))


def _fields(block: str) -> dict[str, str]:
    unfolded = re.sub(r"\n[ \t]+", " ", block)
    lines = (line.partition(":") for line in unfolded.split("\n"))
    return {name.strip().lower(): clean(value).strip() for name, colon, value in lines if colon}


def _recipient(fields: dict[str, str]) -> str:
    stated = fields.get("final-recipient") or fields.get("original-recipient", "")
    return stated.rpartition(";")[2].strip(" <>")[:320]


def _status(fields: dict[str, str]) -> str:
    found = _STATUS.search(fields.get("status", "") + " " + fields.get("diagnostic-code", ""))
    return found[1] if found else ""


def _read_bounce_in_words(headers: Headers, text: str) -> Report:
    """A bounce from before RFC 3464, as qmail and exim write them."""
    start = text[:_SCANNED]
    named = read_addresses(headers.first("x-failed-recipients"))
    line = _FAILED_LINE.search(start)
    recipient = named[0].email if named else line[1] if line else ""
    status = _STATUS.search(start)
    kind = "bounce-delayed" if _DELAYED.search(headers.text("subject")) else "bounce"
    return Report(kind, recipient[:320], status[1] if status else "")


def automatic_mark(headers: Headers) -> str:
    """The header by which a mail says that a machine sent it; empty for people's mail.

    A mailing list's headers alone do not count: people write through lists.
    """
    submitted = re.match(r"[a-z-]+", headers.text("auto-submitted").lower())
    if submitted and submitted[0] != "no":
        return "auto-submitted"
    for name in ("precedence", "x-precedence"):
        precedence = headers.text(name).lower()
        if precedence in ("auto_reply", "auto-reply", "junk"):
            return name
        if precedence == "bulk" and not _is_from_list(headers):
            return name
    if "all" in re.split(r"[\s,;]+", headers.text("x-auto-response-suppress").lower()):
        return "x-auto-response-suppress"
    return next(
        (name for name in _ANSWER_MARKS if headers.text(name).lower() not in ("", "no")), ""
    )


def _is_from_list(headers: Headers) -> bool:
    return any(name in headers for name in ("list-id", "list-post", "list-unsubscribe"))


def mentioned_own_ids(raw: bytes, structure: Structure, text: str) -> tuple[str, ...]:
    """Message-IDs of our own form anywhere in a mail, encoded parts of a report included."""
    sources = [raw, text.encode("utf-8", "replace")]
    if structure.root.type == "multipart/report":
        sources += [
            part.payload(MAX_REPORT)
            for part in structure.parts
            if part.type.startswith("message/") or part.type == "text/rfc822-headers"
        ]
    found: dict[str, None] = {}
    for source in sources:
        for match in _OWN_ID.finditer(source):
            found[f"<{match[0].decode('ascii')}>"] = None
            if len(found) == MAX_MENTIONED:
                return tuple(found)
    return tuple(found)
