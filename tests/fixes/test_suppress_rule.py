"""Ignoring a rule in a draft: its front matter says one thing more, and all else stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from postlint.diagnostics.suppression import KEY, read_suppressions
from postlint.document.draft import Draft, read_drafts
from postlint.document.front_matter import read_front_matter
from postlint.document.source import Source, Span
from postlint.fixes import apply, ignore_rule
from postlint.fixes.edits import DraftParser

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
RULE = "no-question"
BODY = "Had eggs for breakfast.\n"


def reader(path: str, split: str | None = None) -> DraftParser:
    def read(text: str) -> Sequence[Draft]:
        return read_drafts(Source(path, text), split=split)

    return read


def ignoring(
    text: str, rule: str = RULE, path: str = "a.md", split: str | None = None
) -> str | None:
    """Return the text that ignores a rule; None where nothing is offered."""
    edits = ignore_rule(Source(path, text), rule, reader(path, split))
    assert all(0 <= one.span.start <= one.span.end <= len(text) for one in edits)
    return apply(text, edits) if edits else None


def body_of(text: str) -> str:
    return text[read_front_matter(Source("a.md", text)).span.end :]


def ignored(text: str) -> list[str]:
    said = read_front_matter(Source("a.md", text)).values.get(KEY)
    names = said.get("ignore") if isinstance(said, dict) else None
    return [names] if isinstance(names, str) else list(names or ())


def accepts(text: str, rule: str, path: str = "a.md") -> bool:
    """Say whether a finding of a rule at the start of the body is accepted, and without faults."""
    source = Source(path, text)
    found = read_suppressions(source, read_front_matter(source), [RULE, "x", "y", "z"], [])
    place = len(text) - len(body_of(text))
    return not found.issues and found.accept(rule, Span(place, place + 1))


def yaml(inner: str) -> str:
    return f"---\n{inner}---\n"


def toml(inner: str) -> str:
    return f"+++\n{inner}+++\n"


NEW = "postlint:\n  ignore: [no-question]\n"

CHANGED = [
    ("", yaml(NEW) + "\n"),
    # The key is not there.
    (yaml(""), yaml(NEW)),
    (yaml("\n"), yaml("\n" + NEW)),
    (yaml("# nothing yet\n"), yaml("# nothing yet\n" + NEW)),
    (yaml("title: A\n"), yaml("title: A\n" + NEW)),
    (yaml("title: A # so far\n"), yaml("title: A # so far\n" + NEW)),
    (yaml("'title': \"A\"\n"), yaml("'title': \"A\"\n" + NEW)),
    (yaml("title: |\n  a\n  b\n"), yaml("title: |\n  a\n  b\n" + NEW)),
    (yaml("title: |+\n  a\n\n"), yaml("title: |+\n  a\n\n" + NEW)),
    (yaml("tags:\n  - b\n"), yaml("tags:\n  - b\n" + NEW)),
    (yaml("tags:\n- b\n"), yaml("tags:\n- b\n" + NEW)),
    (yaml("? a\n: b\n"), yaml("? a\n: b\n" + NEW)),
    (yaml("a: &a {b: c}\nd: *a\n"), yaml("a: &a {b: c}\nd: *a\n" + NEW)),
    (yaml("a: &a {b: c}\n<<: *a\n"), yaml("a: &a {b: c}\n<<: *a\n" + NEW)),
    (yaml("1: 2\nyes: no\n"), yaml("1: 2\nyes: no\n" + NEW)),
    (yaml("date: 2024-01-01\nx: .nan\n"), yaml("date: 2024-01-01\nx: .nan\n" + NEW)),
    (yaml("title: Größe 🥚\n"), yaml("title: Größe 🥚\n" + NEW)),
    ("---\ntitle: A\n...\n", "---\ntitle: A\n" + NEW + "...\n"),
    ("--- \ntitle: A\n---\t\n\n\n", "--- \ntitle: A\n" + NEW + "---\t\n\n\n"),
    # The key says nothing of rules.
    (yaml("postlint:\n"), yaml("postlint: {ignore: [no-question]}\n")),
    (yaml("postlint: true\nb: 1\n"), yaml("postlint: {ignore: [no-question]}\nb: 1\n")),
    (yaml("postlint: null\n"), yaml("postlint: {ignore: [no-question]}\n")),
    (yaml("postlint: ~ # c\n"), yaml("postlint: {ignore: [no-question]} # c\n")),
    (yaml("postlint: {}\n"), yaml("postlint: {ignore: [no-question]}\n")),
    (yaml("postlint:\n  ignore:\n"), yaml("postlint:\n  ignore: [no-question]\n")),
    (yaml("postlint:\n  ignore: []\n"), yaml("postlint:\n  ignore: [no-question]\n")),
    (yaml("postlint: {ignore: }\n"), yaml("postlint: {ignore: [no-question] }\n")),
    # The key names rules.
    (yaml("postlint:\n  ignore: x\n"), yaml("postlint:\n  ignore: [x, no-question]\n")),
    (yaml("postlint: {ignore: x}\n"), yaml("postlint: {ignore: [x, no-question]}\n")),
    (yaml("postlint:\n  ignore: [x]\n"), yaml("postlint:\n  ignore: [x, no-question]\n")),
    (yaml("postlint: {ignore: [x], }\n"), yaml("postlint: {ignore: [x, no-question], }\n")),
    (yaml("postlint:\n  ignore: [x, ]\n"), yaml("postlint:\n  ignore: [x, no-question, ]\n")),
    (
        yaml("postlint:\n  ignore: [x,\n    y]\nb: 1\n"),
        yaml("postlint:\n  ignore: [x,\n    y, no-question]\nb: 1\n"),
    ),
    (
        yaml("postlint:\n  ignore: [\n    x, # c\n    y # d\n  ]\n"),
        yaml("postlint:\n  ignore: [\n    x, # c\n    y, no-question # d\n  ]\n"),
    ),
    (
        yaml("postlint: # c\n  ignore: # d\n    - x # why\n# e\ntitle: A\n"),
        yaml("postlint: # c\n  ignore: # d\n    - x # why\n    - no-question\n# e\ntitle: A\n"),
    ),
    (yaml("postlint:\n  ignore:\n  - x\n"), yaml("postlint:\n  ignore:\n  - x\n  - no-question\n")),
    (
        yaml("postlint:\n  ignore:\n    - x\n\n    - y\n\nb: 1\n"),
        yaml("postlint:\n  ignore:\n    - x\n\n    - y\n    - no-question\n\nb: 1\n"),
    ),
    (
        yaml('"postlint": {"ignore": ["x"]}\n'),
        yaml('"postlint": {"ignore": ["x", no-question]}\n'),
    ),
    (
        yaml("'postlint':\n  'ignore': 'x'\n"),
        yaml("'postlint':\n  'ignore': ['x', no-question]\n"),
    ),
    (
        yaml("{title: A, postlint: {ignore: [x]}}\n"),
        yaml("{title: A, postlint: {ignore: [x, no-question]}}\n"),
    ),
    (
        yaml("  postlint:\n    ignore:\n    - x\n"),
        yaml("  postlint:\n    ignore:\n    - x\n    - no-question\n"),
    ),
    # TOML.
    (toml(""), toml('postlint = { ignore = ["no-question"] }\n')),
    (toml("title = 'A'\n"), toml("postlint = { ignore = [\"no-question\"] }\ntitle = 'A'\n")),
    (toml("[a]\nb = 1\n"), toml('postlint = { ignore = ["no-question"] }\n[a]\nb = 1\n')),
    (
        toml("t = 1\n[[a]]\nb = 1\n"),
        toml('postlint = { ignore = ["no-question"] }\nt = 1\n[[a]]\nb = 1\n'),
    ),
    (
        toml("postlint = { ignore = ['x'] }\n"),
        toml("postlint = { ignore = ['x', \"no-question\"] }\n"),
    ),
    (toml("postlint.ignore = ['x']\n"), toml("postlint.ignore = ['x', \"no-question\"]\n")),
    (toml("postlint = { ignore = [] }\n"), toml('postlint = { ignore = ["no-question"] }\n')),
    (
        toml("[postlint]\nignore = ['x',]\n"),
        toml("[postlint]\nignore = ['x', \"no-question\"]\n"),
    ),
    (
        toml("[postlint]\nignore = [\n  'x',\n  'y'\n]\n"),
        toml("[postlint]\nignore = [\n  'x',\n  'y', \"no-question\"\n]\n"),
    ),
    (
        toml("[a]\nignore = ['z']\n[postlint]\nignore = ['x']\n"),
        toml("[a]\nignore = ['z']\n[postlint]\nignore = ['x', \"no-question\"]\n"),
    ),
    (
        toml("# ignore = []\n[postlint]\nignore = []\n"),
        toml('# ignore = []\n[postlint]\nignore = ["no-question"]\n'),
    ),
    # No front matter, for all that it looks like it.
    (yaml("Just prose.\n"), yaml(NEW) + "\n" + yaml("Just prose.\n")),
    ("---\nNever closed.\n\n", yaml(NEW) + "\n---\nNever closed.\n\n"),
    ("\n---\na: b\n---\n", "\n" + yaml("a: b\n" + NEW)),
    (" ---\na: b\n---\n\n", yaml(NEW) + "\n ---\na: b\n---\n\n"),
    ("# Title\n\n", yaml(NEW) + "\n# Title\n\n"),
    ("    code\n\n", yaml(NEW) + "\n    code\n\n"),
]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize(("before", "after"), CHANGED)
def test_one_name_is_added(before: str, after: str, end: str) -> None:
    text = (before + BODY).replace("\n", end)
    found = ignoring(text)
    assert found is not None
    assert found == (after + BODY).replace("\n", end)
    assert accepts(found, RULE)
    assert ignored(found) == [*ignored(text), RULE]


@pytest.mark.parametrize("path", ["a.md", "a.mdx", "a.txt", "a.markdown", "draft"])
def test_each_suffix(path: str) -> None:
    assert ignoring(BODY, path=path) == yaml(NEW) + "\n" + BODY
    assert ignoring(yaml("a: b\n") + BODY, path=path) == yaml("a: b\n" + NEW) + BODY


UNTOUCHED = [
    yaml("a: b: c\n"),
    yaml("title: 'A\n"),
    yaml("- a\n"),
    yaml("[a, b]\n"),
    yaml("title: A\n{% if x %}\n"),
    yaml("title: A\u2028B\n"),
    yaml("title: \x07\n"),
    yaml("? [a]\n: b\n"),
    yaml("? {a: b}\n: b\n"),
    yaml("a: !secret b\n"),
    yaml("a: *nobody\n"),
    toml("x =\n"),
    toml("x = 1\nx = 2\n"),
    # Two places would change.
    yaml("a: &a {ignore: [x]}\npostlint: *a\n"),
    yaml("postlint: &a {ignore: [x]}\nb: *a\n"),
    yaml("b: &a [x]\npostlint: {ignore: *a}\n"),
    yaml("base: &b {postlint: {ignore: [x]}}\n<<: *b\n"),
    # It says what postlint does not know: so nobody knows what it is to mean.
    yaml("postlint: {ignore: {a: b}}\n"),
    yaml("postlint: {ignore: [x], more: 1}\n"),
    yaml("postlint:\n  more: 1\n"),
]


@pytest.mark.parametrize("front_matter", UNTOUCHED)
def test_nothing_is_offered_where_it_is_not_sure(front_matter: str) -> None:
    assert ignoring(front_matter + BODY) is None


@pytest.mark.parametrize(
    "front_matter",
    [yaml(f"postlint: {{ignore: {value}}}\n") for value in ("3", "true", "2020-01-01", "1.5")]
    + [toml(f"postlint = {{ ignore = {value} }}\n") for value in ("3", "true", "2020-01-01")],
)
def test_a_list_that_is_none_is_left_alone(front_matter: str) -> None:
    assert ignoring(front_matter + BODY) is None


@pytest.mark.parametrize("inner", ["a: &a [*a]\n", "a: &a {b: *a}\n"])
def test_front_matter_that_holds_itself_is_left_alone_or_added_to(inner: str) -> None:
    assert ignoring(yaml(inner) + BODY) in (None, yaml(inner + NEW) + BODY)


@pytest.mark.parametrize("names", ["[1]", "[true]", "[x, [y]]", "[{a: b}]", "[null]"])
def test_what_is_offered_does_what_it_says(names: str) -> None:
    found = ignoring(yaml(f"postlint: {{ignore: {names}}}\n") + BODY)
    assert found is None or accepts(found, RULE)


def test_a_key_that_stands_twice() -> None:
    """The last one holds: the first must not be added to."""
    text = yaml("postlint: {ignore: [x]}\npostlint: {ignore: [y]}\n") + BODY
    found = ignoring(text)
    assert found is None or ignored(found) == ["y", RULE]


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("One post here.\n\n---\n\nAnother one.\n", "---"),
        ("---\n\nOne post here.\n\n---\n\nAnother one.\n", "---"),
        ("One.\n***\nTwo.\n", "***"),
        ("# Posts\n\n## Post 1\n\nOne.\n\n## Post 2\n\nTwo.\n", "## Post"),
        ("## LinkedIn\n\nOne.\n\n## X\n\nTwo.\n", "##"),
        ("Notes.\n\n```linkedin\nOne.\n```\n\n```x\nTwo.\n```\n", "```"),
        ("~~~\nOne.\n~~~\n~~~\nTwo.\n", "~~~"),
    ],
)
@pytest.mark.parametrize("front_matter", ["", yaml("title: A\n"), yaml(""), toml("a = 1\n")])
def test_several_posts_in_a_file(text: str, split: str, front_matter: str) -> None:
    whole = front_matter + text
    read = reader("a.md", split)
    found = ignoring(whole, split=split)
    assert found is not None
    assert found.endswith(text)
    assert ignored(found) == [RULE]
    assert [
        (one.ordinal, one.total, one.platform, [block.text for block in one.blocks])
        for one in read(found)
    ] == [
        (one.ordinal, one.total, one.platform, [block.text for block in one.blocks])
        for one in read(whole)
    ]


def test_a_draft_without_prose() -> None:
    for text in ("", "\n", "# \n", "```\ncode\n```", "🎉", "\r\n\r\n"):
        found = ignoring(text)
        assert found is None or (found.endswith(text) and ignored(found) == [RULE])


def test_a_long_front_matter_is_left_alone() -> None:
    assert ignoring(yaml("a: " + "b" * 60_000 + "\n") + BODY) is None


def test_what_reads_otherwise_afterwards_is_not_offered() -> None:
    """The draft is read as its file is: a reader that says something else has the last word."""

    def read(text: str) -> Sequence[Draft]:
        return read_drafts(Source("a.md", text if text == BODY else "Other.\n"))

    assert ignore_rule(Source("a.md", BODY), RULE, read) == ()


# Properties

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
class Written:
    """A draft: its text, the lines that may change, and whether something must be offered."""

    text: str
    own_lines: frozenset[str]
    sure: bool


def key_of(entry: str) -> str:
    """Return the key of an entry, or the entry where it has none."""
    found = re.match(r"[\[? \"']*(\w+)", entry)
    return found[1] if found and not entry.startswith("#") else entry


def entries(pieces: Sequence[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(pieces), max_size=5, unique_by=key_of)


@st.composite
def drafts(draw: st.DrawFn) -> Written:
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
    return Written(text, frozenset(own.split("\n")), sure=bool(front_matter))


def lines_of(text: str) -> list[str]:
    return re.split(r"\r\n|\n|\r", text)


def in_order(wanted: Sequence[str], lines: Sequence[str]) -> bool:
    left: Iterator[str] = iter(lines)
    return all(line in left for line in wanted)


def check(before: str, after: str, rule: str, draft: Written) -> None:
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
@example(Written("+++\ntext = '''\nignore = []\n'''\n+++\n", frozenset(), sure=True), "a.md")
@example(Written("---\na: b\n---", frozenset(), sure=True), "a.md")
@example(Written("---\r\na: b\n---\rText.\n", frozenset(), sure=True), "a.md")
def test_one_name_more_and_all_else_as_it_was(draft: Written, path: str) -> None:
    first = ignoring(draft.text, "no-question", path)
    assert first is not None or not draft.sure
    if first is None:
        return
    check(draft.text, first, "no-question", draft)
    second = ignoring(first, "z", path)
    assert second is not None
    check(first, second, "z", draft)


HEAPS = st.lists(
    st.sampled_from(
        ["---", "+++", "...", "\n", "\n", "\r\n", "\r", "postlint", ":", ": ", "ignore", "[", "]",
         "{", "}", "=", " ", "  ", "- ", "x", ", ", "#", "'", '"', "&a", "*a", "|", ">", "? ", "é",
         "🎉", "\u2028", "\x85", "\t", "true", "[postlint]", "!", "%", "\x0c", "<<", "~"]
    ),
    max_size=25,
)  # fmt: skip


@PATIENT
@given(HEAPS.map("".join), st.sampled_from(["", "---\n", "+++\n"]), st.booleans())
def test_any_heap_of_marks_is_added_to_rightly_or_not_at_all(
    heap: str, fence: str, key: bool
) -> None:
    text = f"{fence}{f'{KEY}: ' if key and fence == '---' else ''}{heap}\n{fence}Text.\n"
    found = ignoring(text)
    if found is not None:
        assert ignored(found) == [*ignored(text), RULE]
        assert body_of(found).lstrip("\r\n") == body_of(text).lstrip("\r\n")
