"""Importing a library without others that it loads when they are there, and can do without."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


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


def load_asyncio() -> None:
    """Import asyncio without `ssl`: no loop of ours speaks TLS, mail and libpq do it themselves.

    Does nothing when asyncio is there already.
    """
    if "asyncio" not in sys.modules:
        with out_of_reach("ssl"):
            import asyncio  # noqa: F401
