"""The manual pages: `python -m tests.manpages` writes docs/csboard.1 and docs/csboard.ja.1 anew.

Commands and options come from the command line's own tree, keys from their table, the exit
status from the guides.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from csboard import __version__
from csboard.cli.columns import pieces
from csboard.cli.parser import COMMON
from csboard.cli.tree import whole_tree
from csboard.i18n import _, use_language
from csboard.tui.keys import ACTIONS, keys_text

DOCS = Path(__file__).parent.parent / "docs"
PAGES = {"en": DOCS / "csboard.1", "ja": DOCS / "csboard.ja.1"}

BREAK = "\N{ZERO WIDTH SPACE}"
COMMON_NAMES = {name for option in COMMON for name in option.names}

HEADINGS = {
    "en": ("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "COMMANDS", "KEYS", "ENVIRONMENT",
           "FILES", "EXIT STATUS", "SEE ALSO"),
    "ja": ("名前", "書式", "説明", "オプション", "コマンド", "キー", "環境変数",
           "ファイル", "終了ステータス", "関連項目"),
}  # fmt: skip
NAME = {
    "en": "a team board for customer support, in the terminal",
    "ja": "カスタマーサポートのチームのための、端末のボード",
}
DESCRIPTION = {
    "en": (
        "Everybody on a server runs csboard in their own session, and all see one live board of "
        "customers' inquiries over one SQLite file or one PostgreSQL.",
        "Without a command it opens the board; ? there shows every key. The commands below do the "
        "same from the shell. Those that tell something print JSON for programs with --json.",
    ),
    "ja": (
        "サーバー上の各自が自分のセッションで csboard を開くと、全員が同じ問い合わせのボードを"
        "見ます。データは 1 つの SQLite ファイルか 1 つの PostgreSQL にあります。",
        "コマンドを付けなければボードが開きます。ボードでは ? ですべてのキーを表示します。"
        "下のコマンドは、同じことをシェルから行います。何かを伝えるコマンドは、--json で"
        "プログラム向けの JSON を出します。",
    ),
}
KEYS = {
    "en": "The name in parentheses is the action's id, by which [keys] in config.toml gives it "
    "other keys.",
    "ja": "かっこの中は操作の ID で、config.toml の [keys] で別のキーを割り当てるのに使います。",
}
PLACES = {
    "board": {"en": "On the board", "ja": "ボード"},
    "inquiry": {"en": "In an inquiry", "ja": "問い合わせ"},
    "tray": {"en": "In the tray", "ja": "仕分け待ち"},
    "original": {"en": "In a mail of the tray", "ja": "仕分け待ちのメール"},
    "files": {"en": "Among the files", "ja": "添付ファイル"},
    "writing": {"en": "Where one writes", "ja": "書くところ"},
    "filter": {"en": "In the filter", "ja": "絞り込み"},
    "pager": {"en": "In a long text", "ja": "長い文章"},
    "listing": {"en": "In a list", "ja": "一覧"},
    "choice": {"en": "In a row of words to choose from", "ja": "選択肢の並び"},
    "pick": {"en": "In a list to pick from", "ja": "選ぶ一覧"},
    "waiting": {"en": "When putting on hold", "ja": "保留にするとき"},
    "confirm": {"en": "When asked yes or no", "ja": "確かめるとき"},
    "help": {"en": "In the help", "ja": "ヘルプ"},
}
"""What the places are called that have keys; one that is missing here goes by its id."""
ENVIRONMENT = {
    "CSBOARD_DATABASE": {
        "en": "the board's database, as --db",
        "ja": "--db と同じく、ボードの場所",
    },
    "CSBOARD_CONFIG": {
        "en": "a settings file in place of your own",
        "ja": "自分の設定ファイルの代わりに読むファイル",
    },
    "CSBOARD_LANG": {"en": "the language, as --lang", "ja": "--lang と同じく、言語"},
    "LC_ALL, LC_MESSAGES, LANG": {
        "en": "the language when nothing else names it",
        "ja": "ほかに指定のないときの言語",
    },
    "NO_COLOR": {
        "en": "when set, the board shows no colours",
        "ja": "設定すると、ボードに色を使わない",
    },
    "CSBOARD_EDITOR, VISUAL, EDITOR": {
        "en": "the editor for long texts and for team edit",
        "ja": "長い文章と team edit に使うエディター",
    },
}
FILES = {
    "~/.config/csboard/config.toml": {
        "en": "your settings; csboard never rewrites them",
        "ja": "自分の設定。csboard が書き換えることはない",
    },
    "~/.config/csboard/themes/": {"en": "your own themes", "ja": "自作のテーマ"},
    "/etc/csboard/config.toml": {
        "en": "the settings of everybody on this host",
        "ja": "このホストの全員の設定",
    },
    "~/.local/share/csboard/board.db": {
        "en": "your own board, when no other is named",
        "ja": "ほかに指定のないときの自分用のボード",
    },
}
SEE_ALSO = {
    "en": "The guide, docs/guide.en.md, tells all of this at more length.",
    "ja": "くわしくは手引き docs/guide.ja.md をご覧ください。",
}


def page(language: str) -> str:
    """The manual page in one language, as roff for man(7)."""
    use_language(language)
    try:
        return "\n".join(_lines(language, whole_tree())) + "\n"
    finally:
        use_language("en")


def _lines(language: str, tree: argparse.ArgumentParser) -> Iterator[str]:
    name, synopsis, description, options, commands, keys, environment, files, status, see = (
        HEADINGS[language]
    )
    yield '.\\" Made by `python -m tests.manpages`: change the commands, not this page.'
    yield f'.TH CSBOARD 1 "{_released()}" "csboard {__version__}"'
    yield from (".ad l", ".nh")
    yield f".SH {name}"
    yield rf"csboard \- {_text(NAME[language])}"
    yield f".SH {synopsis}"
    yield from (r".B csboard", r"[\fIOPTION\fR ...] [\fICOMMAND\fR ...]")
    yield f".SH {description}"
    for index, paragraph in enumerate(DESCRIPTION[language]):
        yield from (".PP",) * (index > 0)
        yield _text(paragraph)
    yield f".SH {options}"
    for action in tree._actions:
        if action.option_strings:
            yield from _item(_named(action), _help(tree, action))
    yield f".SH {commands}"
    yield from _commands(tree)
    yield f".SH {keys}"
    yield _text(KEYS[language])
    yield from _keys(language)
    for heading, table in ((environment, ENVIRONMENT), (files, FILES)):
        yield f".SH {heading}"
        for word, meaning in table.items():
            yield from _item(_bold(word), meaning[language])
    yield f".SH {status}"
    for word, meant in _statuses(language):
        yield from _item(_bold(word), meant)
    yield f".SH {see}"
    yield _text(SEE_ALSO[language])


def _commands(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Each command with its usage, its summary and its own options; groups by their members."""
    for action in parser._actions:
        if not isinstance(action, argparse._SubParsersAction):
            continue
        for below in action.choices.values():
            if any(isinstance(one, argparse._SubParsersAction) for one in below._actions):
                yield from _commands(below)
            else:
                yield from _command(below)


def _command(parser: argparse.ArgumentParser) -> Iterator[str]:
    own = [
        action
        for action in parser._actions
        if not isinstance(action, argparse._HelpAction)
        and not COMMON_NAMES.intersection(action.option_strings)
    ]
    yield f".SS {_text(parser.prog)}"
    formatter = parser._get_formatter()
    formatter._width = 10_000  # one line, which man wraps
    formatter.add_usage(None, own, [], prefix="")
    yield _bold(formatter.format_help().strip())
    yield ".PP"
    yield _text(parser.description or "")
    for action in own:
        if action.option_strings != ["--json"]:
            yield from _item(_named(action), _help(parser, action))


def _keys(language: str) -> Iterator[str]:
    """Every action by its place, with its own keys and its id."""
    for place in dict.fromkeys(action.place for action in ACTIONS):
        yield f".SS {_text(PLACES.get(place, {}).get(language, place))}"
        for action in ACTIONS:
            if action.place == place:
                head = f"{_bold(keys_text(action.keys))}  ({_text(action.id)})"
                yield from _item(head, _(action.tooltip))


def _named(action: argparse.Action) -> str:
    """An option with what follows it, or what a word stands for."""
    if not action.option_strings:
        return rf"\fI{_text(str(action.metavar or action.dest))}\fR"
    names = _bold(", ".join(action.option_strings))
    if action.nargs == 0:
        return names
    if action.choices and not action.metavar:
        return rf"{names} {_text('|'.join(action.choices))}"
    return rf"{names} \fI{_text(str(action.metavar or action.dest))}\fR"


def _help(parser: argparse.ArgumentParser, action: argparse.Action) -> str:
    text = parser._get_formatter()._expand_help(action)
    if action.choices and not action.option_strings:
        return f"{text}: {', '.join(action.choices)}"
    return text


def _item(head: str, meaning: str) -> Iterator[str]:
    yield from (".TP", head, _text(meaning))


def _bold(text: str) -> str:
    return rf"\fB{_text(text)}\fR"


def _text(text: str) -> str:
    """Text that means itself in roff; a hyphen is one that can be copied into a shell.

    Where Japanese can be broken it says so: roff by itself breaks at blanks only.
    """
    text = BREAK.join(pieces(text)).replace(f"{BREAK} ", " ").replace(f" {BREAK}", " ")
    for plain, roff in (
        ("\\", r"\e"),
        ("-", r"\-"),
        ("'", r"\(aq"),
        ("`", r"\(ga"),
        ("~", r"\(ti"),
        ("^", r"\(ha"),
    ):
        text = text.replace(plain, roff)
    return re.sub(r"^\.", r"\\&.", text.replace(BREAK, r"\:"))


def _statuses(language: str) -> list[tuple[str, str]]:
    """The guide's table of exit statuses."""
    guide = (DOCS / f"guide.{language}.md").read_text(encoding="utf-8")
    return re.findall(r"^\| (\d+) \| (.+) \|$", guide.replace("`", ""), re.M)


def _released() -> str:
    """The day of the latest version in the changelog."""
    changes = (DOCS.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    found = re.search(r"^## .*(\d{4}-\d\d-\d\d)$", changes, re.M)
    assert found is not None
    return found[1]


if __name__ == "__main__":
    for one, path in PAGES.items():
        path.write_text(page(one), encoding="utf-8")
