"""Ignoring a rule in a draft: its front matter gets one more name, and all else is unchanged."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from postlint.diagnostics.suppression import KEY, read_suppressions
from postlint.document.draft import Draft, read_drafts
from postlint.document.front_matter import read_front_matter
from postlint.document.source import Source, Span
from postlint.fixes import apply, ignore_rule
from tests.fixes.generated_files import reader

RULE = "no-question"
BODY = "Had eggs for breakfast.\n"


def ignoring(
    text: str, rule: str = RULE, path: str = "a.md", split: str | None = None
) -> str | None:
    """Return the text that ignores a rule; None if there is no such edit."""
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
    """Return whether a rule is ignored at the start of the body, without errors."""
    source = Source(path, text)
    found = read_suppressions(source, read_front_matter(source), [RULE, "x", "y", "z"], [])
    place = len(text) - len(body_of(text))
    return not found.issues and found.suppress(rule, Span(place, place + 1))


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
    # This only looks like front matter.
    (yaml("Just prose.\n"), yaml(NEW) + "\n" + yaml("Just prose.\n")),
    ("---\nNever closed.\n\n", yaml(NEW) + "\n---\nNever closed.\n\n"),
    ("\n---\na: b\n---\n", "\n" + yaml("a: b\n" + NEW)),
    (" ---\na: b\n---\n\n", yaml(NEW) + "\n ---\na: b\n---\n\n"),
    ("# Title\n\n", yaml(NEW) + "\n# Title\n\n"),
    ("    code\n\n", yaml(NEW) + "\n    code\n\n"),
]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize(("before", "after"), CHANGED)
def test_ignore_rule_adds_one_name(before: str, after: str, end: str) -> None:
    text = (before + BODY).replace("\n", end)
    found = ignoring(text)
    assert found is not None
    assert found == (after + BODY).replace("\n", end)
    assert accepts(found, RULE)
    assert ignored(found) == [*ignored(text), RULE]


@pytest.mark.parametrize("path", ["a.md", "a.mdx", "a.txt", "a.markdown", "draft"])
def test_ignore_rule_in_each_kind_of_file(path: str) -> None:
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
    # postlint doesn't know these values.
    yaml("postlint: {ignore: {a: b}}\n"),
    yaml("postlint: {ignore: [x], more: 1}\n"),
    yaml("postlint:\n  more: 1\n"),
    yaml("postlint: {ignore: 3}\n"),
    yaml("postlint: {ignore: 2020-01-01}\n"),
    toml("postlint = { ignore = true }\n"),
]


@pytest.mark.parametrize("front_matter", UNTOUCHED)
def test_ignore_rule_leaves_unclear_front_matter_alone(front_matter: str) -> None:
    assert ignoring(front_matter + BODY) is None


@pytest.mark.parametrize("inner", ["a: &a [*a]\n", "a: &a {b: *a}\n"])
def test_ignore_rule_in_front_matter_that_contains_itself(inner: str) -> None:
    assert ignoring(yaml(inner) + BODY) in (None, yaml(inner + NEW) + BODY)


@pytest.mark.parametrize("names", ["[1]", "[true]", "[x, [y]]", "[{a: b}]", "[null]"])
def test_ignore_rule_with_odd_names_works_or_does_nothing(names: str) -> None:
    found = ignoring(yaml(f"postlint: {{ignore: {names}}}\n") + BODY)
    assert found is None or accepts(found, RULE)


def test_ignore_rule_with_a_duplicate_key_uses_the_last() -> None:
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
def test_ignore_rule_keeps_several_posts_in_a_file(
    text: str, split: str, front_matter: str
) -> None:
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


def test_ignore_rule_in_a_draft_without_prose() -> None:
    for text in ("", "\n", "# \n", "```\ncode\n```", "🎉", "\r\n\r\n"):
        found = ignoring(text)
        assert found is None or (found.endswith(text) and ignored(found) == [RULE])


def test_ignore_rule_leaves_long_front_matter_alone() -> None:
    assert ignoring(yaml("a: " + "b" * 60_000 + "\n") + BODY) is None


def test_ignore_rule_never_changes_the_prose() -> None:
    """The edit is rejected if the reader finds a different text afterwards."""

    def read(text: str) -> Sequence[Draft]:
        return read_drafts(Source("a.md", text if text == BODY else "Other.\n"))

    assert ignore_rule(Source("a.md", BODY), RULE, read) == ()
