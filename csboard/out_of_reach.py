"""Importing a library without others that it loads when they are there, and can do without."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any


@contextmanager
def out_of_reach(*names: str) -> Iterator[None]:
    """Inside, these modules can't be imported; afterwards all is as if nobody had tried."""
    hidden: dict[str, ModuleType | None] = {name: sys.modules.get(name) for name in names}
    sys.modules.update(dict.fromkeys(names))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name, module in hidden.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module


@contextmanager
def versions_unasked() -> Iterator[None]:
    """Inside, a library that looks up its own version finds none, without the looking up.

    For that `importlib.metadata` reads a file as a mail, with all of `email`: 10 ms and more.
    """
    name = "importlib.metadata"
    if name in sys.modules:
        yield
        return
    stand_in = ModuleType(name)
    vars(stand_in).update(version=_find_none, PackageNotFoundError=LookupError)
    sys.modules[name] = stand_in
    try:
        yield
    finally:
        del sys.modules[name]


def _find_none(package: str) -> str:
    raise LookupError(package)


def load_asyncio() -> None:
    """Import asyncio without `ssl`: no loop of ours speaks TLS; mail and psycopg load it.

    Does nothing when asyncio is there already.
    """
    if "asyncio" not in sys.modules:
        with out_of_reach("ssl"):
            import asyncio  # noqa: F401


@contextmanager
def loaded_at_use(*names: str) -> Iterator[None]:
    """Inside, whoever imports one of these modules gets a stand-in for it.

    What is taken from a stand-in loads the real module when it is called, and does what that one
    does; a class can be derived from it. Afterwards the modules can be imported as ever.
    """
    stand_ins = {name: _stand_in(name) for name in names if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]


def _stand_in(name: str) -> ModuleType:
    module = ModuleType(name)

    def found(attribute: str) -> type:
        if attribute.startswith("__"):  # asked for by the import itself
            raise AttributeError(attribute)

        def called(_kind: type, *values: Any, **named: Any) -> Any:
            return getattr(import_module(name), attribute)(*values, **named)

        of_a_kind = classmethod(lambda kind, _of: kind)
        own = {"__new__": called, "__module__": name, "__class_getitem__": of_a_kind}
        taken = type(attribute, (), own)
        setattr(module, attribute, taken)
        return taken

    module.__getattr__ = found  # type: ignore[method-assign]
    return module
