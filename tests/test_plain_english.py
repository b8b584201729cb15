"""Everything that a user reads is in plain American English, and messages are short.

Run this file for a to-do list: each failure gives the file, the line, the phrase, and what to write
instead.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.command import ROOT

MESSAGE_LENGTH = 90
HELP_LENGTH = 140

PHRASES = {
    r"somebody": "someone",
    r"nobody's|nobody else's": "no one's",
    r"whoever": "anyone who",
    r"whom": "who",
    r"likewise": "the same, also",
    r"for ever": "forever",
    r"beside(?!-)": "next to, besides, compared with",
    r"mend(s|ed|ing)?": "fix",
    r"is no \w+ that": "isn't a … that",
    r"so that (it|none)": "so it, so no …",
    r"(stands?|standing) in": "is in",
    r"tak(es?|en) for": "reads as, treats as",
    r"hold(s|ing)? for": "applies to",
    r"at work on": "running",
    r"tells? of": "says, shows",
    r"of one's own": "your own",
    r"anew": "again",
    r"in vain": "no longer needed",
    r"lest": "so … not",
    r"some \d[\d,]*": "about (a number)",
    r"e-mails?": "email",
}
"""Bookish phrases, and what to write instead."""

SPELLINGS = {
    r"(colo|favo|behavio|neighbo|hono|humo|labo|rumo|flavo|endeavo)ur(\w*)": r"\1r\2",
    r"licence(s?)": r"license\1",
    r"(def|off|pret)ence(s?)": r"\1ense\2",
    r"(anal|paral)ys(e|ed|er|ing)": r"\1yz\2",
    r"(recogn|organ|summar|normal|optim|real|minim|maxim|priorit|custom|initial|serial|capital"
    r"|apolog|special|categor|general|author|visual|token|util|emphas|critic|final|anonym)"
    r"is(e|ed|er|es|ing|ation|ations)": r"\1iz\2",
    r"((?:un)?(?:label|model|cancel|travel|signal|level|channel))l(ed|er|ing)": r"\1\2",
    r"((?:kilo|centi|milli)?met|cent|lit|theat|fib)re([sd]?)": r"\1er\2",
    r"judgement(s?)(?!:)": r"judgment\1",  # a field of that name may be documented
    r"(whil|among)st": "while, among",
    r"(lear|bur)nt": r"\1ned",
    r"spelt": "spelled",
    r"towards": "toward",
    r"programme(s?)": r"program\1",
    r"catalogue(s?)": r"catalog\1",
    r"enquir(\w+)": r"inquir\1",
    r"artefact(s?)": r"artifact\1",
    r"grey": "gray",
    r"full stop(s?)": r"period\1",
    r"sceptic(\w*)": r"skeptic\1",
    r"(fulfil|enrol)": r"\1l",
    r"cheque(s?)": r"check\1",
}
"""British spellings, and the American ones."""

NO_PROSE = {"nlp": {"genres.py", "lexicon.py", "phrases.py"}}
"""Modules of word lists that match drafts, by the package that contains them."""

SETTINGS = ("checks/", "config/model.py", "core/profile.py", "rules/rule.py")
"""Where the docstrings of classes appear in JSON Schemas."""

RULE_KEYS = ("summary", "message", "help", "suggest", "why", "source")
SHOWN_OPTIONS = {"what", "say", "label"}
"""Keys in a rule's options whose values appear in messages; other options match drafts."""

FILLED = {
    **dict.fromkeys(
        ("count", "days", "hours", "months", "words", "grade", "most", "replies"), "12"
    ),
    **dict.fromkeys(("date", "from", "to"), "2026-06-16"),
    **{"posts": "60", "limit": "5", "share": "63%", "percent": "63%", "value": "0.03"},
}
"""Typical values of a message's placeholders; others get a dozen characters."""


class Passage(NamedTuple):
    """A text that a user reads, and the line of its file where it begins."""

    line: int
    text: str


class Finding(NamedTuple):
    """A phrase that should be rewritten."""

    line: int
    phrase: str
    replacement: str


def _compiled(table: dict[str, str]) -> list[tuple[re.Pattern[str], str]]:
    return [
        (re.compile(rf"(?<![\w/-])(?:{spaced})(?![\w/])", re.IGNORECASE), replacement)
        for phrase, replacement in table.items()
        for spaced in [phrase.replace(" ", r"\s+")]
    ]


BANNED = _compiled(PHRASES | SPELLINGS)


def find_banned(passages: Iterable[Passage]) -> list[Finding]:
    """Return the banned phrases in some passages."""
    return [
        Finding(
            line=line + text.count("\n", 0, match.start()),
            phrase=" ".join(match[0].split()),
            replacement=match.expand(replacement),
        )
        for line, text in passages
        for pattern, replacement in BANNED
        for match in pattern.finditer(_without_code(text))
    ]


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _without_code(text: str) -> str:
    """Return the text with code, placeholders, links' targets, and URLs replaced by spaces."""
    return re.sub(r"`[^`\n]+`|\{\w+\}|\]\([^)\s]*\)|https?://\S+", _blank, text)


def read_markdown(path: Path) -> Iterator[Passage]:
    """Yield a page without its code blocks; those without a language show output."""
    text = path.read_text(encoding="utf-8")
    yield Passage(1, re.sub(r"^```\n.*?^```$|^    \S.*$", _blank, text, flags=re.M | re.S))


def read_rule(path: Path) -> Iterator[Passage]:
    """Yield what a rule file says to users: not its examples and word lists."""
    root = yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode)
    for key, value in root.value:
        if key.value in RULE_KEYS:
            yield from _scalars(value)
        elif key.value == "options":
            yield from _scalars(value, SHOWN_OPTIONS)


def _scalars(node: yaml.Node, only: set[str] | None = None, key: str = "") -> Iterator[Passage]:
    """Yield the texts in a YAML node; with `only`, those with one of these keys."""
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value != "when":
                yield from _scalars(value, only, name.value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _scalars(item, only, key)
    elif isinstance(node, yaml.ScalarNode) and (only is None or key in only):
        # The text of a block starts on the line below its `|` or `>`.
        yield Passage(node.start_mark.line + 1 + (node.style in ("|", ">")), node.value)


def read_python(path: Path) -> Iterator[Passage]:
    """Yield the strings of a module that can be shown: prose, and the docstrings of commands."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = path.relative_to(ROOT / "postlint").as_posix().startswith(SETTINGS)
    for text, shown in _strings(tree, documented=documented):
        if shown and re.search(r"\s", text.text.strip()):
            yield text


def _strings(node: ast.AST, *, documented: bool) -> Iterator[tuple[Passage, bool]]:
    """Yield each string below a node, and whether users see it."""
    command = isinstance(node, ast.FunctionDef) and any(map(_is_command, node.decorator_list))
    in_class = documented and isinstance(node, ast.ClassDef)
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.JoinedStr):
            parts = (str(p.value) if isinstance(p, ast.Constant) else "{}" for p in child.values)
            yield Passage(child.lineno, "".join(parts)), True
        elif isinstance(child, ast.Constant) and isinstance(child.value, str):
            is_docstring = isinstance(node, ast.Expr)
            yield Passage(child.lineno, child.value), not is_docstring
        elif isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            yield Passage(child.lineno, str(child.value.value)), command or in_class
        else:
            yield from _strings(child, documented=documented)


def _is_command(decorator: ast.expr) -> bool:
    return ast.unparse(decorator).split("(")[0].endswith((".command", ".group"))


def read_script(path: Path) -> Iterator[Passage]:
    """Yield the strings of a TypeScript or JavaScript file, and the text of a template."""
    text = re.sub(
        r"/\*.*?\*/|^\s*//.*?$", _blank, path.read_text(encoding="utf-8"), flags=re.M | re.S
    )
    if path.suffix == ".jinja":
        text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", _blank, text, flags=re.S)
        yield Passage(1, text)
        return
    for match in re.finditer(r'"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`', text):
        if " " in match[0]:
            yield Passage(1 + text.count("\n", 0, match.start()), match[0].strip("`"))


def read_json(path: Path) -> Iterator[Passage]:
    """Yield the titles and descriptions in a JSON file."""
    text = path.read_text(encoding="utf-8")
    for value in _described(json.loads(text)):
        position = text.find(json.dumps(value, ensure_ascii=False))
        yield Passage(1 + text.count("\n", 0, max(position, 0)), value)


def _described(data: Any) -> Iterator[str]:
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        if isinstance(value, dict | list):
            yield from _described(value)
        elif isinstance(value, str) and key in ("title", "description", "markdownDescription"):
            yield value


Reader = Callable[[Path], Iterator[Passage]]


def sources() -> Iterator[tuple[Path, Reader]]:
    """Yield each file with text for users, and how to read it."""
    for path in _glob("*.md", "docs/*.md", "benchmarks/*.md", "models/**/*.md", "editors/*/*.md"):
        if path.name != "commands.md":  # generated from the docstrings and options of commands
            yield path, read_markdown
    for path in _glob("rules/**/*.yaml"):
        yield path, read_rule
    for path in _glob("postlint/**/*.py"):
        if path.name not in NO_PROSE.get(path.parent.name, ()):
            yield path, read_python
    page = "postlint/formatters/page/page"
    for path in _glob(f"{page}.html.jinja", f"{page}.js", "editors/vscode/src/*.ts"):
        yield path, read_script
    # The other schemas are generated from the code.
    for path in _glob("postlint/data/schemas/*.json", "editors/vscode/package.json"):
        yield path, read_json


def _glob(*patterns: str) -> list[Path]:
    """Return the files that match; each pattern has to match one."""
    found = {pattern: list(ROOT.glob(pattern)) for pattern in patterns}
    assert all(found.values()), found
    return sorted({path for paths in found.values() for path in paths})


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize(
    ("path", "read"), [pytest.param(*source, id=name_of(source[0])) for source in sources()]
)
def test_text_is_plain_english(path: Path, read: Reader) -> None:
    if found := find_banned(read(path)):
        todo = [f"{name_of(path)}:{line}: “{old}” → {new}" for line, old, new in sorted(found)]
        pytest.fail("\n".join(todo), pytrace=False)


@pytest.mark.parametrize("path", _glob("rules/**/*.yaml"), ids=name_of)
def test_messages_and_helps_are_short(path: Path) -> None:
    rule = yaml.safe_load(path.read_text(encoding="utf-8"))
    helps = rule["help"] if isinstance(rule["help"], list) else [rule["help"]]
    texts = [(rule["message"], MESSAGE_LENGTH)]
    texts += [(one["say"] if isinstance(one, dict) else one, HELP_LENGTH) for one in helps]
    long = [
        f"{name_of(path)}: {len(text)} characters, at most {limit}: {text}"
        for text, limit in ((fill(text), limit) for text, limit in texts)
        if len(text) > limit
    ]
    if long:
        pytest.fail("\n".join(long), pytrace=False)


def fill(template: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: FILLED.get(match[1], "x" * 12), template).strip()


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Whoever reads it", "Whoever"),
        ("that is taken\nfor a flat report", "taken for"),
        ("next to it stands in the file", "stands in"),
        ("the colour of a labelled post", "colour labelled"),
        ("it is no platform that postlint knows", "is no platform that"),
        ("in `postlint/scoring/`, [so](docs/licence.md) `beside-the-problem` applies", ""),
        ("a recommendation, understanding, color, analyses, emphasis", ""),
    ],
)
def test_banned_phrases_are_found(text: str, phrase: str) -> None:
    found = find_banned([Passage(1, text)])
    assert " ".join(finding.phrase for finding in found) == phrase


MODULE = '''
"""A docstring."""

@click.command()
def run() -> None:
    """A command's docstring."""
    say(f"{name} is " "shown", "key")

def helper() -> None:
    """A function's docstring."""
'''


def test_strings_and_the_docstrings_of_commands_are_read() -> None:
    found = [text for (_, text), shown in _strings(ast.parse(MODULE), documented=False) if shown]
    assert found == ["A command's docstring.", "{} is shown", "key"]


RULE = """\
message: |
  One.
help:
  - {when: award, say: Two.}
options: {words: [three], signs: [{what: four, phrases: [five]}]}
bad: [{text: Six.}]
"""


def test_a_rule_is_read_without_its_examples_and_word_lists(tmp_path: Path) -> None:
    path = tmp_path / "rule.yaml"
    path.write_text(RULE, encoding="utf-8")
    assert list(read_rule(path)) == [(2, "One.\n"), (4, "Two."), (5, "four")]
