"""`csboard config`: what holds for this person on this host, where it comes from, its faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard import config, config_file
from csboard.cli.columns import table
from csboard.cli.spec import JSON, CommandGroup, ShellCommand, argument
from csboard.db.address import parse_url
from csboard.errors import ConfigError, CsboardError
from csboard.i18n import N_, _, current_language, ngettext
from csboard.near_words import did_you_mean
from csboard.passwords import without_password
from csboard.text import as_written, clean, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csboard.cli.session import Session


def show(session: Session) -> None:
    """Every option, its value, and where that was found."""
    found = session.config
    values = {name: _shown(getattr(found, name)) for name in config_file.NAMES}
    values["language"] = current_language()
    sources = dict(found.sources)
    if found.editor is None:
        values["editor"], sources["editor"] = config.usual_editor()
    for whole in config_file.WHOLE:
        for key, value in getattr(found, whole).items():
            if key != "password":  # which may not stand there, and is not shown if it does
                name = f"{whole}.{key}"
                values[name], sources[name] = str(value), sources[whole]
    for wish in found.keys:
        name = f"keys.{wish.action}"
        values[name], sources[name] = str(wish.keys), wish.source
    if session.wants_json:
        session.print_json(
            {
                name: {
                    "value": value,
                    "source": sources[name].kind,
                    "where": sources[name].where,
                }
                for name, value in values.items()
            }
        )
        return
    rows = [
        (clean(name), clean(value or "-"), config.told_source(sources[name]))
        for name, value in values.items()
    ]
    session.print_lines(table(rows))


def check(session: Session) -> int:
    """Name every fault of every file; 2 when there is one."""
    faults = list(_faults(session))
    for fault in faults:
        session.say(fault)
    if not faults:
        session.print(_("The configuration is fine."))
        session.print_lines(_overridden(session))
    return 2 if faults else 0


def _overridden(session: Session) -> Iterator[str]:
    """Each value that a stronger place overrides: no fault, but a reason to wonder."""
    given = {"database": session.options.db, "language": session.options.lang}
    for one in config.overridden(given):
        yield _("{file}: {name} = {value} doesn't hold: {stronger} says otherwise.").format(
            file=one.source.where,
            name=one.name,
            value=without_password(as_written(one.value)),
            stronger=config.told_source(one.stronger),
        )


def print_theme(session: Session) -> None:
    """A theme of csboard's as the file that it is, to be written on as one's own."""
    from csboard.tui import themes

    name = session.options.name
    file = themes.theme_file(name)
    if file is None:
        raise ConfigError(
            _("there is no theme `{name}`; there are: {names}").format(
                name=shortened(name), names=_(", ").join(themes.file_names())
            )
            + did_you_mean(name, tuple(themes.file_names()))
        )
    session.print_raw(file.read_bytes())


def _faults(session: Session) -> list[str]:
    faults = []
    for _kind, file in config.files():
        try:
            config_file.read_file(file)
        except CsboardError as error:
            faults.append(error.sentence)
    if faults:
        return faults
    for look in (_look_at_database, _look_at_theme, _look_at_mailbox, _look_at_mail, _look_at_wall):
        try:
            look(session.config)
        except CsboardError as error:
            faults.append(error.sentence)
    return faults + _faults_of_keys(session.config)


def _faults_of_keys(found: config.Config) -> list[str]:
    """What is wrong in [keys], as the board says it too."""
    if not found.keys:
        return []
    from csboard.tui import keys, remap

    judgement = remap.judge(found.keys, keys.ACTIONS)
    if not judgement.untold:
        return list(judgement.faults)
    more = ngettext(
        "[keys]: {n} more line like these.", "[keys]: {n} more lines like these.", judgement.untold
    )
    return [*judgement.faults, more.format(n=judgement.untold)]


def _look_at_database(found: config.Config) -> None:
    parse_url(found.database)


def _look_at_mailbox(found: config.Config) -> None:
    """Whether [imap] makes sense, if there is one; the server is not asked."""
    if found.imap:
        from csboard.mail.imap_options import imap_options

        imap_options(found)


def _look_at_mail(found: config.Config) -> None:
    """Whether [mail] makes sense, if there is one; the server is not asked."""
    if found.mail:
        from csboard.mail.mail_options import mail_options

        mail_options(found)


def _look_at_wall(found: config.Config) -> None:
    """Whether [wall] makes sense, if there is one."""
    if found.wall:
        from csboard.cli.wall_options import wall_options

        wall_options(found, None, None)


def _look_at_theme(found: config.Config) -> None:
    """Whether the theme is there and without a fault; only a named one costs Textual's import."""
    if found.theme is None:
        return
    from textual.theme import BUILTIN_THEMES

    from csboard.tui import themes

    file = themes.theme_file(found.theme)
    if file is not None:
        themes.theme_in(file)
    elif found.theme not in BUILTIN_THEMES:
        raise ConfigError(
            _("there is no theme `{name}`; there are: {names}").format(
                name=shortened(found.theme),
                names=_(", ").join([*themes.file_names(), *sorted(BUILTIN_THEMES)]),
            )
        )


def _shown(value: str | bool | None) -> str | None:
    """A value as a file would say it, without a password."""
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else without_password(value)


COMMANDS = {
    "config": CommandGroup(
        {
            "show": ShellCommand(show, (JSON,), N_("print every option and where it comes from")),
            "check": ShellCommand(check, (), N_("look for mistakes in the files")),
            "theme": ShellCommand(
                print_theme,
                (argument("name", metavar="NAME", help=N_("the theme's name")),),
                N_("print a theme as a file, to make one's own of it"),
            ),
        }
    )
}
