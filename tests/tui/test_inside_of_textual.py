"""Where csboard leans on the inside of Textual: all of it is named here, and is as it was.

Textual promises nothing about names that begin with `_`. After an upgrade these tests say which
of our rules to look at; and no new use comes in without a line of its own.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from textual._compositor import ChopsUpdate
from textual._styles_cache import StylesCache
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

import csboard.tui
from csboard.tui.editor import TextEditor

CALLED: dict[str, tuple[type, tuple[str, ...]]] = {
    "_check_bindings": (App, ("key", "priority")),
    "_close_messages_no_wait": (App, ()),
    "_compositor_refresh": (Screen, ()),
    "_display": (App, ("screen", "renderable")),
    "_exchange_repaint_regions": (Widget, ()),
    "_extend_compose": (Screen, ("widgets",)),
    "_fatal_error": (App, ()),
    "_handle_exception": (App, ("error",)),
    "_invalidate_css": (App, ()),
    "_on_focus": (Input, ("event",)),
    "_on_paste": (TextArea, ("event",)),
    "_refresh_layout": (Screen, ("size", "scroll")),
    "_refresh_notifications": (App, ()),
    "_replace_screen": (App, ("screen",)),
}
"""Methods that are called or replaced: whose they are, and what they take."""

READ: dict[str, type] = {
    "_bindings": App,
    "_computes": Widget,
    "_css_bases": Widget,
    "_css_type_name": Widget,
    "_css_type_names": Widget,
    "_dirty_widgets": Screen,
    "_exception": App,
    "_exit": App,
    "_inherit_bindings": Widget,
    "_inherit_component_classes": Widget,
    "_inherit_css": Widget,
    "_layout_required": Widget,
    "_merge_bindings": Widget,
    "_merged_bindings": Widget,
    "_modal_binding_chain": Screen,
    "_reactives": Widget,
    "_repaint_required": Widget,
    "_return_code": App,
    "_update_timer": Screen,
}
"""Values that are read or set."""

MODULES = {"textual._compositor", "textual._styles_cache"}

FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
SOURCES = sorted(Path(csboard.tui.__path__[0]).rglob("*.py"))


def test_every_use_is_named_here() -> None:
    inside = _private_names(App, Screen, Widget, Input, TextArea)
    used = {name for source in SOURCES for name in _own_names(source) if name in inside}
    assert used == {*CALLED, *READ}


def test_every_private_module_is_named_here() -> None:
    imported = {
        node.module
        for source in SOURCES
        for node in ast.walk(ast.parse(source.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module and "._" in node.module
    }
    assert imported == MODULES


@pytest.mark.parametrize("name", CALLED)
def test_methods_take_what_they_took(name: str) -> None:
    kind, parameters = CALLED[name]
    taken = tuple(inspect.signature(getattr(kind, name)).parameters)
    assert taken == ("self", *parameters)


@pytest.mark.parametrize("name", READ)
def test_values_are_there(name: str) -> None:
    kind = READ[name]
    assert hasattr(kind, name) or name in vars(kind())


def test_the_cache_of_colours_can_be_emptied() -> None:
    StylesCache.get_inner_outer.cache_clear()
    assert StylesCache.get_inner_outer.cache_info().currsize == 0


def test_an_update_of_the_screen_is_made_of_strips_and_spans() -> None:
    assert tuple(inspect.signature(ChopsUpdate).parameters) == ("chops", "spans", "chop_ends")


async def test_the_app_lets_go_of_a_closed_field() -> None:
    app: App[None] = App()
    async with app.run_test():
        field = TextEditor()
        await app.mount(field)
        assert field in _watching_the_theme(app)
        await field.remove()
        assert field not in _watching_the_theme(app)


def _watching_the_theme(app: App[None]) -> list[object]:
    return [who for who, _callback in getattr(app, "__watchers")["theme"]]


def _private_names(*kinds: type) -> set[str]:
    names = {name for kind in kinds for name in (*dir(kind), *vars(kind()))}
    return {name for name in names if name.startswith("_") and not name.endswith("__")}


def _own_names(source: Path) -> Iterator[str]:
    """The names that a file says of Textual's things: its own classes' `self` may be one."""
    place = source.relative_to(Path(csboard.tui.__path__[0]).parent.parent).with_suffix("")
    module = import_module(".".join(place.parts))
    for part in ast.parse(source.read_text()).body:
        is_ours = False
        if isinstance(part, ast.ClassDef):
            is_ours = not issubclass(getattr(module, part.name), MessagePump)
            methods = (node.name for node in part.body if isinstance(node, FUNCTION))
            yield from () if is_ours else methods
        for node in ast.walk(part):
            if isinstance(node, ast.Attribute) and not (is_ours and _is_self(node.value)):
                yield node.attr


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"
