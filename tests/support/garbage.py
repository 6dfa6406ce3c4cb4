"""What a running program freezes once in its life, for a process that runs thousands of them."""

from __future__ import annotations

import gc

import pytest

freeze = gc.freeze
"""The collector's own, for a test about it."""


def freeze_only_what_is_loaded(patch: pytest.MonkeyPatch) -> None:
    """Leave alone what the test run has loaded, and nothing that its tests make.

    Each application freezes what there is when it has started. Here that would be the garbage
    of all tests before it, for good: processes grew to 1.6 GB, and looking through it took long.
    """
    gc.collect()
    freeze()
    patch.setattr(gc, "freeze", lambda: None)
