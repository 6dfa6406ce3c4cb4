"""What Textual brings at a start, as a process sees it, and what it does with the rest."""

from __future__ import annotations

import ast
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from textual.dom import DOMNode

import csboard.tui
from csboard.tui.loading import NOT_AT_START
from csboard.tui.quick_classes import define_quickly, prepared


def loaded_by(code: str) -> set[str]:
    """The names in `sys.modules` of a fresh interpreter that ran `code`."""
    told = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(told.stdout.split())


def test_nothing_that_a_start_does_not_use_is_loaded() -> None:
    loaded = loaded_by("from csboard.tui.loading import load_textual\nload_textual()")
    assert "textual.app" in loaded
    assert not loaded & {*NOT_AT_START, "textual.widgets._input", "tempfile"}


def test_none_of_it_is_named_in_vain() -> None:
    assert loaded_by("import textual.app") >= set(NOT_AT_START)


def test_what_was_not_loaded_works_once_it_is_called() -> None:
    loaded_by(
        "from csboard.tui.loading import load_textual\n"
        "load_textual()\n"
        "from textual.notifications import Notification\n"
        "from textual.style import Style\n"
        "from textual.widgets import Input, OptionList, Select\n"
        "assert len(Notification('told').identity) == 36\n"
        "assert Style.from_meta({'line': 3}).meta == {'line': 3}\n"
        "assert Style.parse('bold').bold\n"
        "from textual.command import CommandPalette\n"
        "assert CommandPalette.__mro__[1].__name__ == 'SystemModalScreen'\n"
    )


def test_classes_are_defined_as_textual_defines_them() -> None:
    for module in pkgutil.walk_packages(csboard.tui.__path__, "csboard.tui."):
        import_module(module.name)
    kinds = list(_derived(DOMNode))
    assert len(kinds) > 150
    for kind in kinds:
        theirs = _defined(kind)
        inherits = kind._inherit_css, kind._inherit_bindings, kind._inherit_component_classes
        prepared(kind, *inherits)
        assert _defined(kind) == theirs, kind


def test_a_textual_that_gives_classes_something_else_defines_them_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Newer:
        def __init_subclass__(cls) -> None:
            cls._computes = cls._something_new = None  # type: ignore[attr-defined]

    newer = vars(Newer)["__init_subclass__"]
    monkeypatch.setattr(DOMNode, "__init_subclass__", newer)
    assert not define_quickly()
    assert vars(DOMNode)["__init_subclass__"] is newer
    monkeypatch.undo()
    theirs = vars(DOMNode)["__init_subclass__"]
    monkeypatch.setattr(DOMNode, "__init_subclass__", theirs)  # to be put back
    assert define_quickly()
    assert vars(DOMNode)["__init_subclass__"] is not theirs


def _derived(kind: type[DOMNode]) -> Iterator[type[DOMNode]]:
    for each in kind.__subclasses__():
        yield each
        yield from _derived(each)


def _defined(kind: type[DOMNode]) -> dict[str, object]:
    """What a class has of its own; bindings have no equality."""
    bindings = kind._merged_bindings
    keys = bindings and [*bindings.key_to_bindings.items()]
    return {**vars(kind), "_merged_bindings": keys, "_reactives": [*kind._reactives.items()]}


def test_a_start_defines_them_so_with_less_looking() -> None:
    loaded_by(
        "import sys\n"
        "from csboard.tui.loading import load_textual\n"
        "load_textual()\n"
        "from textual.dom import DOMNode\n"
        "from textual.reactive import reactive\n"
        "from textual.widgets import Static\n"
        "assert DOMNode.__init_subclass__.__func__.__module__ == 'csboard.tui.quick_classes'\n"
        "class Own(Static, inherit_bindings=False):\n"
        "    shade = reactive(1)\n"
        "    def _compute_shade(self): return 2\n"
        "assert Own._reactives == {**Static._reactives, 'shade': vars(Own)['shade']}\n"
        "assert Own._computes == Static._computes | {'shade'}\n"
        "assert not Own._inherit_bindings and Own._css_type_name == 'Own'\n"
    )


def test_no_class_of_it_is_asked_for_what_it_is() -> None:
    """A stand-in can be called and derived from; it is not the class for which it stands."""
    for package in ("rich", "textual"):
        spec = find_spec(package)
        assert spec is not None
        assert spec.origin is not None
        for source in Path(spec.origin).parent.rglob("*.py"):
            tree = ast.parse(source.read_bytes())
            assert not set(_taken(tree)) & set(_compared(tree)), source


def _taken(tree: ast.Module) -> Iterator[str]:
    """The names that a module takes from what isn't loaded, when it is imported."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module in NOT_AT_START:
            yield from (each.asname or each.name for each in node.names)


def _compared(tree: ast.Module) -> Iterator[str]:
    """The names of classes by which values are told apart or failures caught."""
    for node in ast.walk(tree):
        asked: list[ast.expr | None] = []
        if isinstance(node, ast.ExceptHandler):
            asked = [node.type]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            asked = [*node.args[1:]] if node.func.id in ("isinstance", "issubclass") else []
        for each in filter(None, asked):
            yield from (name.id for name in ast.walk(each) if isinstance(name, ast.Name))
