"""What a wall display shows: the table [wall] of a configuration file, and the command line."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from csboard.config import Config
from csboard.domain.wall import FIGURES
from csboard.domain.wall_pages import PAGES
from csboard.domain.wall_turning import LEAST_SECONDS, USUAL_SECONDS
from csboard.errors import ConfigError, UsageError
from csboard.i18n import _
from csboard.mail.option_tables import read_table
from csboard.near_words import did_you_mean

LONGEST_SECONDS = 3600
_EXPECTED = {
    "names": "true, false",
    "every": str(USUAL_SECONDS),
    "pages": '["board", "figures"]',
    "targets": "{ unassigned = [5, 10] }",
}


class WallOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What [wall] says."""

    names: bool = False
    """Whether customers' names and subjects are shown: whoever comes by reads them."""
    every: int = USUAL_SECONDS
    """Seconds for which a page stands."""
    pages: list[str] = msgspec.field(default_factory=lambda: list(PAGES))
    targets: dict[str, list[int]] = msgspec.field(default_factory=dict)
    """By figure the most that is normal and the most that is no emergency; for `done_today` one
    number, how many are aimed at."""

    def limits(self) -> Mapping[str, tuple[int, ...]]:
        return {name: tuple(numbers) for name, numbers in self.targets.items()}


def wall_options(config: Config, every: int | None, pages: str | None) -> WallOptions:
    """What holds, the command line before the file. ConfigError, UsageError."""
    where = config.sources["wall"].where if config.wall else ""
    found = WallOptions()
    if config.wall:
        found = read_table(where, "wall", config.wall, WallOptions, _EXPECTED)
        _check(where, found)
    if every is not None:
        _refuse_seconds("--every", every, UsageError)
        found = msgspec.structs.replace(found, every=every)
    if pages is not None:
        wanted = [name.strip() for name in pages.split(",")]
        _refuse_pages("--pages", wanted, UsageError)
        found = msgspec.structs.replace(found, pages=wanted)
    return found


def _check(where: str, options: WallOptions) -> None:
    _refuse_seconds(f"{where}: wall.every", options.every, ConfigError)
    _refuse_pages(f"{where}: wall.pages", options.pages, ConfigError)
    for name, numbers in options.targets.items():
        place = f"{where}: wall.targets"
        if name not in FIGURES:
            raise ConfigError(
                _("{place}: there is no figure `{name}`.").format(place=place, name=name)
                + did_you_mean(name, FIGURES)
            )
        many = 1 if name == "done_today" else 2
        if len(numbers) != many or numbers != sorted(numbers) or numbers[0] < 0:
            raise ConfigError(
                _(
                    "{place}.{name}: write two numbers, the most that is normal and the most that"
                    " is no emergency, [5, 10]; for done_today one, [8]."
                ).format(place=place, name=name)
            )


def _refuse_seconds(place: str, every: int, kind: type[UsageError] | type[ConfigError]) -> None:
    if not LEAST_SECONDS <= every <= LONGEST_SECONDS:
        raise kind(
            _("{place} takes seconds from {least} to {most}.").format(
                place=place, least=LEAST_SECONDS, most=LONGEST_SECONDS
            )
        )


def _refuse_pages(place: str, pages: list[str], kind: type[UsageError] | type[ConfigError]) -> None:
    if not pages:
        raise kind(_("{place} names no page.").format(place=place))
    for name in pages:
        if name not in PAGES:
            raise kind(no_such_page(place, name))


def no_such_page(place: str, name: str) -> str:
    """For a name that no page has."""
    told = _("{place}: there is no page `{name}`; there are: {pages}.").format(
        place=place, name=name, pages=_(", ").join(PAGES)
    )
    return told + did_you_mean(name, PAGES)
