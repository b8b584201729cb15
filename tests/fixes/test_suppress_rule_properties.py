"""Ignoring a rule in generated drafts: nothing else changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hypothesis import example, given
from hypothesis import strategies as st

from postlint.diagnostics.suppression import KEY
from postlint.document.front_matter import read_front_matter
from postlint.document.source import Source
from tests.fixes.generated_files import PATIENT
from tests.fixes.test_suppress_rule import RULE, accepts, body_of, ignored, ignoring

YAML_ENTRIES = [
    "title: A\n", "'title': 'B: c'\n", "title: \"é 🎉\" # d\n", "# a comment\n", "\n",
    "tags: [a, b]\n", "tags:\n  - a\n  - b\n", "tags:\n- a\n", "more: {a: 1, b: [2, {c: 3}]}\n",
    "more:\n  a:\n    b: c\n", "text: |\n  a\n\n  postlint: x\n", "text: >-\n  a\n  b\n",
    "text: |+\n  a\n\n", "text: a\n  b\n", "anchor: &a [x]\nalias: *a\n", "date: 2024-02-03\n",
    "when: 2024-02-03T04:05:06Z\n", "draft: true\n", "nothing:\n", "number: 1.5\n",
    "1: 2\n", "? long\n: value\n", "platform: linkedin\n", "ignore: [z]\n",
    "profile: {clients: [bakers]}\n", "Postlint: {ignore: [z]}\n",
]  # fmt: skip
YAML_KEYS = [
    "", "", "postlint:\n", "postlint: true\n", "postlint: {}\n", "postlint: ~ # c\n",
    "postlint:\n  ignore:\n", "postlint:\n  ignore: x\n", "postlint:\n  ignore: 'x' # c\n",
    "postlint:\n  ignore: [x]\n", "postlint:\n  ignore: [x, \"y\",]\n", "postlint: {ignore: x}\n",
    "postlint: {ignore: [x, y]}\n", "postlint: {\"ignore\": [\n  x,\n  y\n ]}\n",
    "postlint:\n  # c\n  ignore:\n    - x\n    - 'y' # d\n", "postlint:\n  ignore:\n  - x\n",
    "\"postlint\":\n    \"ignore\": []\n", "postlint:\n\n  ignore:\n\n  - x\n\n",
]  # fmt: skip
TOML_ENTRIES = [
    "title = 'A'\n", "title = \"é 🎉\" # d\n", "# ignore = []\n", "\n", "tags = ['a', 'b']\n",
    "tags = [\n  'a', # b\n]\n", "more = { a = 1 }\n", "date = 2024-02-03\n", "draft = true\n",
    "text = '''\nignore = ['z']\n'''\n", "ignore = ['z']\n", "a.b.c = 1\n",
]  # fmt: skip
TOML_KEYS = [
    "", "", "postlint = { ignore = [] }\n", "postlint = { ignore = ['x'] }\n",
    "postlint.ignore = ['x', \"y\"]\n", "postlint.ignore = [\n  'x',\n  'y',\n]\n",
]  # fmt: skip
TOML_TABLES = [
    "[postlint]\nignore = ['x']\n", "[postlint]\nignore = [ ]\n", "[more]\nignore = ['z']\n",
    "[[list]]\na = 1\n", "[more.deep]\nb = 2\n",
]  # fmt: skip
BODIES = [
    "Had eggs.\n", "\nHad eggs.\n\n\nAnd tea.", "# Title\n\nHad eggs.", "---\nrule\n---\n", "",
    "- a\n- b\n", "> said\n", "Title\n---\nText.\n", "```\n---\na: b\n---\n```\n", "🎉 *a*\u2028b",
    "    code\n", "\n\n", "+++\n", "<div>\na\n</div>\n", "| a |\n|---|\n| b |\n", "\t\n",
]  # fmt: skip


@dataclass(frozen=True)
class WrittenDraft:
    """A draft: its text, the lines that may change, and whether there must be an edit."""

    text: str
    own_lines: frozenset[str]
    sure: bool


def key_of(entry: str) -> str:
    """Return the key of an entry, or the entry itself if it has none."""
    found = re.match(r"[\[? \"']*(\w+)", entry)
    return found[1] if found and not entry.startswith("#") else entry


def entries(pieces: Sequence[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(pieces), max_size=5, unique_by=key_of)


@st.composite
def drafts(draw: st.DrawFn) -> WrittenDraft:
    kind = draw(st.sampled_from(["none", "yaml", "yaml", "toml"]))
    body = draw(st.lists(st.sampled_from(BODIES), min_size=1, max_size=3).map("".join))
    own, front_matter = "", ""
    if kind == "yaml":
        parts = draw(entries(YAML_ENTRIES))
        own = draw(st.sampled_from(YAML_KEYS))
        parts.insert(draw(st.integers(0, len(parts))), own)
        front_matter = f"---\n{''.join(parts)}{draw(st.sampled_from(['---', '...', '--- ']))}\n"
    elif kind == "toml":
        parts = draw(entries(TOML_ENTRIES))
        own = draw(st.sampled_from(TOML_KEYS))
        parts.insert(draw(st.integers(0, len(parts))), own)
        taken = {"postlint"} if own else set()
        taken |= {key_of(one) for one in parts}
        tables = [one for one in draw(entries(TOML_TABLES)) if key_of(one) not in taken]
        own += "".join(one for one in tables if "postlint" in one)
        front_matter = f"+++\n{''.join([*parts, *tables])}+++\n"
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    text = (front_matter + body).replace("\n", end)
    # Without front matter, the body may begin like one.
    return WrittenDraft(text, frozenset(own.split("\n")), sure=bool(front_matter))


def lines_of(text: str) -> list[str]:
    return re.split(r"\r\n|\n|\r", text)


def in_order(wanted: Sequence[str], lines: Sequence[str]) -> bool:
    left: Iterator[str] = iter(lines)
    return all(line in left for line in wanted)


def check(before: str, after: str, rule: str, draft: WrittenDraft) -> None:
    old = read_front_matter(Source("a.md", before))
    new = read_front_matter(Source("a.md", after))
    assert new.error is None
    assert {key: value for key, value in new.values.items() if key != KEY} == {
        key: value for key, value in old.values.items() if key != KEY
    }
    assert ignored(after) == [*ignored(before), rule]
    assert accepts(after, rule)
    if old.span.end:
        assert body_of(after) == body_of(before)
    else:
        assert after.endswith(before)
        assert not body_of(after).removesuffix(before).strip("\r\n")
    kept = [line for line in lines_of(draft.text) if line not in draft.own_lines]
    assert in_order(kept, lines_of(after))
    for end in ("\n", "\r\n", "\r"):
        if set(re.findall(r"\r\n|\n|\r", before)) == {end}:
            assert set(re.findall(r"\r\n|\n|\r", after)) == {end}


@PATIENT
@given(drafts(), st.sampled_from(["a.md", "a.mdx", "a.txt"]))
@example(WrittenDraft("+++\ntext = '''\nignore = []\n'''\n+++\n", frozenset(), sure=True), "a.md")
@example(WrittenDraft("---\na: b\n---", frozenset(), sure=True), "a.md")
@example(WrittenDraft("---\r\na: b\n---\rText.\n", frozenset(), sure=True), "a.md")
def test_ignore_rule_changes_nothing_else(draft: WrittenDraft, path: str) -> None:
    first = ignoring(draft.text, "no-question", path)
    assert first is not None or not draft.sure
    if first is None:
        return
    check(draft.text, first, "no-question", draft)
    second = ignoring(first, "z", path)
    assert second is not None
    check(first, second, "z", draft)


PUNCTUATION = st.lists(
    st.sampled_from(
        ["---", "+++", "...", "\n", "\n", "\r\n", "\r", "postlint", ":", ": ", "ignore", "[", "]",
         "{", "}", "=", " ", "  ", "- ", "x", ", ", "#", "'", '"', "&a", "*a", "|", ">", "? ", "é",
         "🎉", "\u2028", "\x85", "\t", "true", "[postlint]", "!", "%", "\x0c", "<<", "~"]
    ),
    max_size=25,
)  # fmt: skip


@PATIENT
@given(PUNCTUATION.map("".join), st.sampled_from(["", "---\n", "+++\n"]), st.booleans())
def test_ignore_rule_in_any_punctuation_works_or_does_nothing(
    text_inside: str, fence: str, key: bool
) -> None:
    text = f"{fence}{f'{KEY}: ' if key and fence == '---' else ''}{text_inside}\n{fence}Text.\n"
    found = ignoring(text)
    if found is not None:
        assert ignored(found) == [*ignored(text), RULE]
        assert body_of(found).lstrip("\r\n") == body_of(text).lstrip("\r\n")
