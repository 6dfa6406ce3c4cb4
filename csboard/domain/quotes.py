"""Which lines of a mail are new and which are quoted, for folding at display.

Nothing is deleted: the spans joined are the text. Answers below and between quotations
stay visible; a mail without a word of its own is shown whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

MAX_LINES = 20_000
MAX_LINE = 400
"""Lines and characters of a line that are looked at; what lies beyond counts as new."""

_MARKED = re.compile(r"[>＞]|[|｜][ \t>]")
_DIVIDER = re.compile(
    r"[-_=*]{2,80} ?(?:original message|original mail|original appointment|reply message"
    r"|forwarded message|forwarded by .{0,200}|元のメッセージ|元のメール|オリジナルメッセージ"
    r"|転送メッセージ|転送されたメッセージ|転送メール|原始邮件|原始郵件|ursprüngliche nachricht"
    r"|message d'origine) ?[-_=*]{0,80}",
    re.IGNORECASE,
)
_RULE = re.compile(r"[-_=]{10,}")
_HEADER_FIRST = re.compile(r"\*?(?:from|差出人|送信者|发件人|von|de)\*? ?[:：]", re.IGNORECASE)
_HEADER_MORE = re.compile(
    r"\*?(?:sent|date|to|cc|subject|送信日時|送信日|日付|日時|宛先|件名|发送时间|收件人|主题)"
    r"\*? ?[:：]",
    re.IGNORECASE,
)
_ATTRIBUTION_END = re.compile(r"(?:[:：]|wrote|書きました。?|schrieb|a écrit)$", re.IGNORECASE)
_ATTRIBUTION_START = re.compile(r"(?:on|am|le) .{0,40}\d|\d{4}[年/.-] ?\d", re.IGNORECASE)
_ATTRIBUTION_SIGN = re.compile(
    r"^(?:on|am|le) .{0,40}\d|\d{4}[年/.-] ?\d|wrote|書きました|さん|様|<[^<>@ ]{1,64}@",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Span:
    quoted: bool
    text: str


def split_quotes(text: str) -> tuple[Span, ...]:
    """Spans of new and quoted lines in turn; joined they are `text` again."""
    lines = text.splitlines(keepends=True)
    quoted = _quoted_lines([line[:MAX_LINE].strip() for line in lines[:MAX_LINES]])
    quoted += [False] * (len(lines) - len(quoted))
    if not any(
        line.strip() and not is_quoted for line, is_quoted in zip(lines, quoted, strict=True)
    ):
        return (Span(False, text),) if text else ()
    pairs = zip(quoted, lines, strict=True)
    return tuple(
        Span(is_quoted, "".join(line for _, line in group))
        for is_quoted, group in groupby(pairs, key=lambda pair: pair[0])
    )


def new_text(text: str) -> str:
    """What the writer added, without the quotations."""
    return "".join(span.text for span in split_quotes(text) if not span.quoted).strip()


def _quoted_lines(lines: list[str]) -> list[bool]:
    quoted = [bool(_MARKED.match(line)) for line in lines]
    _quote_attributions(lines, quoted)
    below = _start_of_original(lines)
    if below is not None and _has_new_text(lines[:below], quoted[:below]):
        quoted[below:] = [True] * (len(lines) - below)
    _quote_blanks_between(lines, quoted)
    return quoted


def _has_new_text(lines: list[str], quoted: list[bool]) -> bool:
    pairs = zip(lines, quoted, strict=True)
    return any(line.strip() and not is_quoted for line, is_quoted in pairs)


def _quote_attributions(lines: list[str], quoted: list[bool]) -> None:
    """The line "On … X wrote:" (or two of them) right above a quotation belongs to it."""
    for index in range(1, len(lines)):
        if not quoted[index] or quoted[index - 1]:
            continue
        above = index - 1
        while above > 0 and index - above < 3 and not lines[above]:
            above -= 1
        if above > 0 and _is_attribution(f"{lines[above - 1]} {lines[above]}", cut=True):
            above -= 1
        elif not _is_attribution(lines[above]):
            continue
        quoted[above:index] = [True] * (index - above)


def _is_attribution(line: str, *, cut: bool = False) -> bool:
    """Whether a line (or two that were cut apart) says who wrote what is quoted below."""
    if not _ATTRIBUTION_END.search(line):
        return False
    return bool(_ATTRIBUTION_START.match(line) if cut else _ATTRIBUTION_SIGN.search(line))


def _start_of_original(lines: list[str]) -> int | None:
    """Where a mail program put the whole original below, without marking its lines."""
    for index, line in enumerate(lines):
        if _DIVIDER.fullmatch(line) or _is_header_block(lines[index : index + 7]):
            return index
        if _RULE.fullmatch(line) and _is_header_block(lines[index + 1 : index + 8]):
            return index
    return None


def _is_header_block(block: list[str]) -> bool:
    """Whether the lines begin with the original's From and two more of its fields."""
    if not block or not _HEADER_FIRST.match(block[0]):
        return False
    return sum(bool(_HEADER_MORE.match(line)) for line in block[1:]) >= 2


def _quote_blanks_between(lines: list[str], quoted: list[bool]) -> None:
    """Blank lines with quotations above and below belong to them."""
    last_quoted = -1
    for index, line in enumerate(lines):
        if quoted[index]:
            if last_quoted >= 0:
                quoted[last_quoted + 1 : index] = [True] * (index - last_quoted - 1)
            last_quoted = index
        elif line:
            last_quoted = -1
