"""Rule R1/R3 by reading the source: no part of the interface shows text around the fence."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TUI = Path(__file__).parents[2] / "csboard" / "tui"
FENCE = {"fence.py", "fields.py", "editor.py"}
"""The modules that may wrap Textual's own text widgets."""

WITHOUT_TEXT = {"ContentSwitcher", "Rule", "LoadingIndicator"}
"""Widgets of Textual that show no text of ours."""

SOURCES = sorted(path for path in TUI.rglob("*.py") if path.name not in FENCE)


def breaches(source: str) -> list[str]:
    """What in `source` shows text without the fence, with its line."""
    return [
        f"{node.lineno}: {what}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom | ast.Import | ast.Attribute | ast.FunctionDef)
        and (what := _breach(node))
    ]


def _breach(node: ast.AST) -> str:
    match node:
        case ast.ImportFrom(module=str(module), names=names) if module.startswith(
            ("textual.widgets", "rich.text", "rich.markup", "textual.markup", "rich.markdown")
        ):
            taken = {alias.name for alias in names} - WITHOUT_TEXT
            return f"{module} gives {sorted(taken)}" if taken else ""
        case ast.Import(names=names):
            taken = {a.name for a in names if a.name.startswith(("textual.widgets", "rich.text"))}
            return f"import {sorted(taken)}" if taken else ""
        case ast.Attribute(attr="from_markup" | "from_ansi" | "render_str" | "with_tooltip"):
            return node.attr
        case ast.Attribute(attr="notify", value=ast.Call(func=ast.Name(id="super"))):
            return ""
        case ast.Attribute(attr="notify"):
            return "notify instead of fence.say"
        case ast.Attribute(attr="border_title" | "border_subtitle" | "tooltip", ctx=ast.Store()):
            return f"{node.attr} instead of fence.entitle"
        case ast.FunctionDef(name="render", returns=returns) if returns is None or ast.unparse(
            returns
        ) not in ("Content", "Strip"):
            return "render() that may give markup"
    return ""


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(TUI)))
def test_no_text_goes_around_the_fence(path: Path) -> None:
    assert breaches(path.read_text()) == []


@pytest.mark.parametrize(
    "source",
    [
        "from textual.widgets import Label",
        "from textual.widgets._static import Static",
        "import textual.widgets",
        "Content.from_markup(subject)",
        "self.notify(subject)",
        "self.app.notify(subject)",
        "self.border_title = subject",
        "widget.tooltip = subject",
        "class Card:\n    def render(self) -> str:\n        return self.subject",
        "from rich.text import Text",
    ],
)
def test_the_rule_sees_each_way_around(source: str) -> None:
    assert breaches(source)
