"""How a page of HTML to print begins: it loads nothing, runs nothing, leads nowhere."""

from __future__ import annotations

from html import escape

from csboard.i18n import current_language

_HEAD = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<header><h1>{title}</h1>"""


def beginning(title: str, style: str) -> str:
    """Up to the title, in the reader's language, within a `header` that is still open."""
    return _HEAD.format(language=current_language(), title=escape(title), style=style)
