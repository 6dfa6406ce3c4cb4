"""Who can reach a board's files: the way to them, owners, groups, modes (rule R13)."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from urllib.parse import quote

from csboard.cli import mending
from csboard.cli.findings import Finding, fail, ok, warn
from csboard.cli.mending import ACCESS_LISTS, Mend, command
from csboard.cli.places import group_name, octal, user_name
from csboard.db.bell import Doorbell
from csboard.i18n import _

IN_BETWEEN = stat.S_IWOTH | stat.S_ISVTX


def access_findings(path: Path) -> Iterator[Finding]:
    """All for the group, or all for one person; nothing in between, and nothing for others."""
    shared = _is_shared(path)
    faults = list(faults_of(path, shared))
    yield from faults
    if not faults:
        who = _("shared with group {group}").format(group=group_name(path.parent.stat().st_gid))
        yield ok(_("access"), who if shared else _("yours alone"))


def faults_of(path: Path, shared: bool) -> Iterator[Finding]:
    """Every fault of the board at `path`; none when members can work and others can't."""
    yield from way_faults(path.parent, path.parent.stat().st_gid if shared else None)
    if shared:
        yield from directory_faults(path.parent)
        yield from _group_faults(path)
    for file, mode in parts(path):
        with suppress(FileNotFoundError):
            yield from _part_faults(file, file.lstat(), mode, path, shared)
    bell = Doorbell(path)
    if not os.path.lexists(bell.directory):
        hang = partial(bell.hang, path.stat().st_mode & 0o666)
        yield warn(
            _("access"),
            _("{directory} is missing: boards hear late of each other").format(
                directory=bell.directory
            ),
            mend=Mend(mending.FIX, hang),
        )


def _is_shared(path: Path) -> bool:
    """Whether anything of it is meant for a group: one part may be wrong, not all of them."""
    bell = Doorbell(path).directory
    modes = [file.stat().st_mode for file in (path, bell, bell / "ring") if file.exists()]
    return bool(path.parent.stat().st_mode & stat.S_ISGID) or any(mode & 0o060 for mode in modes)


def way_faults(directory: Path, group: int | None) -> Iterator[Finding]:
    """What is wrong with the directories above: others could put another board in its place,
    or members of `group` can't pass.
    """
    yield from _planted_links(directory)
    for above in directory.resolve().parents:
        if not above.exists():  # it is still to be made
            continue
        status = above.stat()
        if status.st_mode & IN_BETWEEN == stat.S_IWOTH:
            yield fail(
                _("access"),
                _("everybody may put another directory in place of what is in {directory}").format(
                    directory=above
                ),
                mend=_by_hand(above, stat.S_IMODE(status.st_mode) | stat.S_ISVTX),
            )
        passes = stat.S_IXOTH | (stat.S_IXGRP if status.st_gid == group else 0)
        if group is not None and not status.st_mode & passes:
            yield warn(
                _("access"),
                _("the members of {group} can't pass through {directory}").format(
                    group=group_name(group), directory=above
                ),
                mend=_by_hand(above, stat.S_IMODE(status.st_mode) | stat.S_IXOTH),
            )


def _by_hand(directory: Path, mode: int) -> Mend:
    """What isn't the board's own is opened or closed by nobody but a person."""
    return mending.chmod(directory, mode)._replace(act=None)


def _planted_links(directory: Path) -> Iterator[Finding]:
    """Links on the way that somebody else made, who can let them lead elsewhere tomorrow."""
    for part in (directory, *directory.parents):
        if part.is_symlink() and part.lstat().st_uid not in (0, os.geteuid()):
            yield fail(
                _("access"),
                _("{path} is a link that {user} made and can change").format(
                    path=part, user=user_name(part.lstat().st_uid)
                ),
                _("name the place itself: {where}").format(where=directory.resolve()),
            )


def directory_faults(directory: Path) -> Iterator[Finding]:
    mode = directory.stat().st_mode
    if mode & 0o3072 != 0o2070:
        yield wrong_mode(directory.resolve(), 0o2770)
    yield from _access_list(directory)


def _group_faults(path: Path) -> Iterator[Finding]:
    """What belongs to another group than the rest; that may be the directory itself."""
    directory = path.parent.resolve()
    found = {file: file.lstat().st_gid for file, _mode in parts(path) if os.path.lexists(file)}
    groups = set(found.values())
    right = groups.pop() if len(groups) == 1 else directory.stat().st_gid
    for file, group in {directory: directory.stat().st_gid, **found}.items():
        if group != right and not file.is_symlink():
            yield fail(
                _("access"),
                _("{file} belongs to group {group}").format(file=file, group=group_name(group)),
                mend=mending.chgrp(file, right, group_name(right)),
            )


def _part_faults(
    file: Path, status: os.stat_result, mode: int, board: Path, shared: bool
) -> Iterator[Finding]:
    if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
        yield _not_plain(file, board)
    elif status.st_nlink > 1 and not stat.S_ISDIR(status.st_mode):
        yield fail(
            _("access"),
            _("{file} has a second name: whoever opens it by that one loses changes").format(
                file=file
            ),
            _("find the other name and take it away"),
            Mend(command("find", file.parent, "-samefile", file)),
        )
    elif shared:
        yield from _shared_faults(file, status, mode, board)
    else:
        yield from _own_faults(file, status, board)


def _not_plain(file: Path, board: Path) -> Finding:
    text = _("{file} is a link or no plain file").format(file=file)
    if file == board:
        instead = command("export", f"CSBOARD_DATABASE=sqlite:///{quote(str(file.resolve()))}")
        advice = _("name the place itself: {where}").format(where=file.resolve())
        return fail(_("access"), text, advice, Mend(instead))
    if file.name in (f"{board.name}-wal", f"{board.name}-shm"):
        return fail(_("access"), text, _("close all boards, then look where it leads"))
    return fail(_("access"), text, mend=mending.removal(file))


def _shared_faults(file: Path, status: os.stat_result, mode: int, board: Path) -> Iterator[Finding]:
    directory = board.parent.stat()
    if stat.S_IMODE(status.st_mode) & 0o777 != mode:
        yield wrong_mode(file, mode)
    if file == board and user_name(status.st_uid).isdigit() and status.st_uid != directory.st_uid:
        yield _wrong_owner(file, status, user_name(directory.st_uid))
    yield from _access_list(file)


def _own_faults(file: Path, status: os.stat_result, board: Path) -> Iterator[Finding]:
    owner = board.parent.stat().st_uid
    if file.suffix != ".lock" and status.st_mode & 0o077:
        yield wrong_mode(file, 0o700 if stat.S_ISDIR(status.st_mode) else 0o600)
    if status.st_uid != owner:
        yield _wrong_owner(file, status, user_name(owner))
    yield from _access_list(file)


def _wrong_owner(file: Path, status: os.stat_result, owner: str) -> Finding:
    return fail(
        _("access"),
        _("{file} belongs to {user}").format(file=file, user=user_name(status.st_uid)),
        mend=mending.chown(file, owner),
    )


def _access_list(file: Path) -> Iterator[Finding]:
    if any(mending.has_attribute(file, name) for name in ACCESS_LISTS):
        yield fail(
            _("access"),
            _("{file} has an access list, which lets in others than its mode says").format(
                file=file
            ),
            mend=mending.without_access_list(file),
        )


def parts(path: Path) -> Iterator[tuple[Path, int]]:
    """The files a shared board consists of, each with its mode."""
    for suffix in ("", "-wal", "-shm", ".lock"):
        yield path.with_name(path.name + suffix), 0o660
    bell = Doorbell(path).directory
    yield bell, 0o770
    yield bell / "ring", 0o660


def wrong_mode(file: Path, mode: int) -> Finding:
    return fail(
        _("access"),
        _("{file} has mode {mode}").format(file=file, mode=octal(file.stat().st_mode)),
        mend=mending.chmod(file, mode),
    )
