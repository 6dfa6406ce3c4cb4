"""The time zone this machine lives in, for a new board to begin with."""

from __future__ import annotations

import os
from collections.abc import Mapping
from zoneinfo import ZoneInfo

_TELLS_NOTHING = {"UTC", "UCT", "GMT", "Zulu", "Universal", "Greenwich"}
"""Servers are often set so wherever they stand and whoever works on them."""


def host_zone(
    environ: Mapping[str, str] = os.environ, localtime: str = "/etc/localtime"
) -> str | None:
    """The zone's IANA name, from TZ or the system; None when it can't be told or is UTC."""
    name = environ.get("TZ", "").lstrip(":") or os.path.realpath(localtime)
    name = name.rpartition("zoneinfo/")[2]
    if name.startswith("/") or name.split("/")[-1] in _TELLS_NOTHING or name.startswith("Etc/"):
        return None
    try:
        return ZoneInfo(name).key if "/" in name else None
    except (KeyError, ValueError, OSError):
        return None
