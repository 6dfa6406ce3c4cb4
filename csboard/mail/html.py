"""HTML to text in one pass: linear on anything, link targets shown, nothing run or fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

MAX_INPUT = 2_000_000
MAX_OUTPUT = 400_000
MAX_TAG = 10_000
MAX_TARGET = 2_000

_MARK = re.compile(r"<!--|<(?=[a-zA-Z/!?])|[>\"']")
_NAME = re.compile(r"/?[ \t\r\n]*([a-zA-Z][a-zA-Z0-9:-]{0,30})")
_REFERENCE = re.compile(
    r"&(?:#[0-9]{1,7}+(?![0-9])|#[xX][0-9a-fA-F]{1,6}+(?![0-9a-fA-F])|[A-Za-z][A-Za-z0-9]{1,31});?"
)
_BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")
_ATTRIBUTE = r"""[ \t\r\n/"']%s[ \t\r\n]*=[ \t\r\n]*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
_HREF = re.compile(_ATTRIBUTE % "href", re.IGNORECASE)
_ALT = re.compile(_ATTRIBUTE % "alt", re.IGNORECASE)
_CONTENT_HIDDEN = {
    name: re.compile(rf"</{name}", re.IGNORECASE | re.ASCII)
    for name in ("script", "style", "title", "template", "noscript")
}
_LINE = re.compile(
    "br|div|tr|li|dt|dd|form|center|address|section|article|header|footer|hr|pre|option"
    "|fieldset|legend|caption|figure|figcaption"
)
_PARAGRAPH = re.compile("p|h[1-6]|ul|ol|dl|table|blockquote")


def html_to_text(html: str) -> str:
    """What a person would read of `html`, quotations marked by `> `."""
    writer = _Writer()
    for is_tag, content in _tokens(html[:MAX_INPUT]):
        if is_tag:
            writer.tag(content)
        else:
            writer.text(_unescape(content))
        if writer.size > MAX_OUTPUT:
            break
    return writer.result()


def _unescape(text: str) -> str:
    """Character references resolved; absurdly long ones stay as they are."""
    if "&" not in text:
        return text
    return _REFERENCE.sub(lambda reference: unescape(reference[0]), text)


def _tokens(html: str) -> Iterator[tuple[bool, str]]:
    """Tags (without brackets) and the text between them; an unclosed tag is text."""
    position, tag_start, quote, hidden_until = 0, -1, "", 0
    for found in _MARK.finditer(html):
        at, mark = found.start(), found[0]
        if at < hidden_until:
            continue
        if tag_start >= 0 and (quote or mark in "\"'"):
            quote = _next_quote(quote, mark, html[at - 1])
        elif tag_start >= 0 and mark == ">":
            tag = html[tag_start + 1 : at][:MAX_TAG]
            yield True, tag
            tag_start, position = -1, _end_of_hidden(html, tag, at + 1)
            hidden_until = position
        elif mark == "<!--":
            yield False, html[position:at]
            position = _end_of_comment(html, at)
            hidden_until, tag_start = position, -1
        elif mark == "<":
            yield False, html[position:at]
            position = tag_start = at
    yield False, html[position:]


def _next_quote(quote: str, mark: str, before: str) -> str:
    """Inside a tag: a quote opens only a value, and only its like closes it."""
    if quote:
        return "" if mark == quote else quote
    return mark if before in "= \t\r\n" else ""


def _end_of_comment(html: str, at: int) -> int:
    end = html.find("-->", at + 4)
    return len(html) if end < 0 else end + 3


def _end_of_hidden(html: str, tag: str, at: int) -> int:
    """Where reading goes on after a tag: behind what a browser would not show either."""
    name = _NAME.match(tag)
    closing = _CONTENT_HIDDEN.get(name[1].lower()) if name and tag[0] != "/" else None
    if closing is None or tag.endswith("/"):
        return at
    end = closing.search(html, at)
    return end.start() if end else len(html)


class _Writer:
    """Collects text line by line as tags go by."""

    def __init__(self) -> None:
        self.size = 0
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quote_depth = 0
        self._pre_depth = 0
        self._target = ""
        self._link_text: list[str] = []

    def text(self, text: str) -> None:
        if self._pre_depth:
            first, *others = text.replace("\r\n", "\n").split("\n")
            self._add(first)
            for line in others:
                self._break()
                self._add(line)
        elif text.strip():
            self._add(_BLANKS.sub(" ", text))
        elif text and self._line:
            self._add(" ")

    def tag(self, tag: str) -> None:
        found = _NAME.match(tag)
        if found is None:
            return
        name, closes = found[1].lower(), tag.startswith("/")
        if name == "a":
            self._end_link()
            self._target = "" if closes else _link_target(tag)
        elif name == "img" and (alt := _attribute(_ALT, tag).strip()):
            self._add(f"[{alt}]")
        elif name in ("td", "th") and closes:
            self._add("  ")
        elif _LINE.fullmatch(name):
            self._start_line(name, closes)
        elif _PARAGRAPH.fullmatch(name):
            self._start_paragraph(name, closes)

    def result(self) -> str:
        self._end_link()
        self._break()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip("\n")

    def _start_line(self, name: str, closes: bool) -> None:
        if name == "br" or "".join(self._line).strip():
            self._break()
        if name == "pre":
            self._pre_depth = max(0, self._pre_depth + (-1 if closes else 1))
        elif name == "li" and not closes:
            self._add("- ")
        elif name == "hr":
            self._add("-" * 20)
            self._break()

    def _start_paragraph(self, name: str, closes: bool) -> None:
        if "".join(self._line).strip():
            self._break()
        if name == "blockquote" and closes:
            self._quote_depth = max(0, self._quote_depth - 1)
        if self._lines and self._lines[-1].strip("> "):
            self._break()
        if name == "blockquote" and not closes:
            self._quote_depth += 1

    def _add(self, text: str) -> None:
        self.size += len(text)
        self._line.append(text)
        if self._target:
            self._link_text.append(text)

    def _break(self) -> None:
        line = "".join(self._line)
        line = line.rstrip() if self._pre_depth else line.strip()
        self._lines.append(("> " * min(self._quote_depth, 5) + line).rstrip())
        self.size += 1
        self._line.clear()

    def _end_link(self) -> None:
        """Show where a link leads, unless its text says so already."""
        target, shown = self._target[:MAX_TARGET], "".join(self._link_text).strip()
        self._target = ""
        self._link_text.clear()
        if target and _bare(target) != _bare(shown):
            self._add(f" <{target}> " if shown else f"<{target}> ")


def _attribute(pattern: re.Pattern[str], tag: str) -> str:
    found = pattern.search(tag)
    return _unescape(next(filter(None, found.groups()), "")) if found else ""


def _link_target(tag: str) -> str:
    """Where a link leads; empty for a place inside the mail itself."""
    target = "".join(_attribute(_HREF, tag).split())
    return "" if target.startswith(("#", "cid:")) else target


def _bare(target: str) -> str:
    return re.sub(r"^(?:https?://|mailto:|tel:)", "", target.casefold()).rstrip("/")
