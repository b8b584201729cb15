"""Tests of YAML and TOML front matter and its values."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from postlint.core.platforms import normalize_platform
from postlint.document.draft import Draft, read_draft
from postlint.document.source import Source


def draft(text: str, path: str = "a.md") -> Draft:
    return read_draft(Source(path, text))


def prose(text: str) -> list[str]:
    return [block.text for block in draft(text).blocks]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("---\ntitle: Eggs\n---\nBody.", {"title": "Eggs"}),
        ("---\r\ntitle: Eggs\r\n---\r\nBody.", {"title": "Eggs"}),
        ("---\rtitle: Eggs\r---\rBody.", {"title": "Eggs"}),
        ("--- \t\ntitle: Eggs\n---  \nBody.", {"title": "Eggs"}),
        ("---\ntitle: Eggs\n...\nBody.", {"title": "Eggs"}),
        ("---\ntext: |\n  a\n  ---\n  b\n---\nBody.", {"text": "a\n---\nb\n"}),
        ("---\n1: a\n2024-01-02: b\n---\nBody.", {"1": "a", "2024-01-02": "b"}),
        ("---\ntags: [a, b]\ndate: 2024-01-02\n---\nBody.",
         {"tags": ["a", "b"], "date": date(2024, 1, 2)}),
        ("---\n---\nBody.", {}),
        ("---\n# only a comment\n---\nBody.", {}),
        ('+++\ntitle = "Eggs"\n+++\nBody.', {"title": "Eggs"}),
        ('+++\r\ntitle = "Eggs"\r\n+++\r\nBody.', {"title": "Eggs"}),
        ('+++\n[extra]\nfence = "+++"\n+++\nBody.', {"extra": {"fence": "+++"}}),
        pytest.param('+++\rtitle = "Eggs"\r+++\rBody.', {"title": "Eggs"},),
    ],
)  # fmt: skip
def test_front_matter_is_read_and_not_prose(text: str, values: dict[str, Any]) -> None:
    read = draft(text)
    assert dict(read.front_matter.values) == values
    assert read.front_matter.error is None
    assert [block.text for block in read.blocks] == ["Body."]
    assert text[read.body.start : read.body.end] == "Body."


def test_front_matter_without_a_body() -> None:
    read = draft("---\ntitle: Eggs\n---")
    assert (read.front_matter.title, read.blocks) == ("Eggs", ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\nNever closed.", ["Never closed."]),
        ("+++\nNever closed.", ["+++\nNever closed."]),
        ("---\nNot closed: by this\n----\nMore.", ["Not closed: by this", "More."]),
        (
            "---\n\nProse between two breaks.\n\n---\n\nMore.",
            ["Prose between two breaks.", "More."],
        ),
        ("\n---\n\nNot at the start.\n\n---\n", ["Not at the start."]),
        (" ---\n\nIndented.\n\n---\n", ["Indented."]),
        ("Text.\n\n---\n\nMore.\n\n---\n", ["Text.", "More."]),
        (
            "---\n\nI have one rule: be kind.\n\nThat is all.\n\n---\n\nMore.",
            ["I have one rule: be kind.", "That is all.", "More."],
        ),
        (
            "---\n\n- Ask first.\n- Then listen.\n\n---\n\nMore.",
            ["Ask first.", "Then listen.", "More."],
        ),
    ],
)
def test_thematic_breaks_are_not_front_matter(text: str, expected: list[str]) -> None:
    read = draft(text)
    assert [block.text for block in read.blocks] == expected
    assert dict(read.front_matter.values) == {}
    assert read.front_matter.error is None


@pytest.mark.parametrize(
    ("inside", "line"),
    [
        ("title: a: b", 2),
        ("title: Eggs\nby: @me", 3),
        ("title: Eggs\n\ttabbed: x", 3),
        ("title: Eggs\r\nby: *nobody", 3),
        ("title: {{ name }}", 2),
        ("title: !python x", 2),
        ('title: "a\u2028b"\nby: c: d', 3),
        ("title: Eggs\nby: \x07", 3),
        ("title: Eggs\nnumber: !!int x", 3),
    ],
)  # fmt: skip
def test_broken_yaml_error_has_its_line_and_the_body_is_read(inside: str, line: int) -> None:
    read = draft(f"---\n{inside}\n---\nBody.")
    error = read.front_matter.error
    assert error is not None
    assert "isn't valid YAML" in error
    assert f"line {line}:" in error
    assert "\n" not in error
    assert dict(read.front_matter.values) == {}
    assert [block.text for block in read.blocks] == ["Body."]


@pytest.mark.parametrize(
    ("inside", "line"),
    [
        ("title = ", 2),
        ('title = "Eggs"\ndate = 2024-02-31', 3),
        ('title = "Eggs"\r\nby = nobody', 3),
        ("a = 1\na = 2", 3),
    ],
)
def test_broken_toml_error_has_its_line_and_the_body_is_read(inside: str, line: int) -> None:
    read = draft(f"+++\n{inside}\n+++\nBody.")
    error = read.front_matter.error
    assert error is not None
    assert "isn't valid TOML" in error
    assert f"line {line}:" in error
    assert "\n" not in error
    assert [block.text for block in read.blocks] == ["Body."]


@pytest.mark.parametrize(
    "text",
    [
        "---\na: " + "[" * 5_000 + "\n---\nBody.",
        "---\na: " + "1" * 5_000 + "\n---\nBody.",
        "---\na: &a [*a]\n---\nBody.",
        "---\na: !!int x\n---\nBody.",
        "---\n? [a]\n: b\n---\nBody.",
        "+++\na = " + "[" * 5_000 + "\n+++\nBody.",
        *(
            pytest.param(
                f"---\na: !!{tag}\n---\nBody.",
            )
            for tag in ('int ""', 'float ""', "bool x", "timestamp x")
        ),
        pytest.param(
            "+++\na = " + "1" * 5_000 + "\n+++\nBody.",
        ),
    ],
    ids=lambda text: text[:22],
)
def test_hostile_front_matter_does_not_hide_the_body(text: str) -> None:
    assert prose(text) == ["Body."]


@pytest.mark.parametrize(
    ("name", "platform"),
    [
        ("linkedin", "linkedin"),
        ("LinkedIn", "linkedin"),
        (" Twitter ", "x"),
        ("X", "x"),
        ("linked-in", "linkedin"),
        ("substack", "newsletter"),
        ("E-Mail", "newsletter"),
        ("Medium", "blog"),
        ("mastodon", "mastodon"),
        ("pinboard", None),
        ("", None),
    ],
)
def test_platform_aliases_in_front_matter(name: str, platform: str | None) -> None:
    assert normalize_platform(name) == platform
    assert draft(f"---\nplatform: '{name}'\n---\nHi there.").platform == platform


@pytest.mark.parametrize("value", ["[linkedin, x]", "3", "{a: b}", "null"])
def test_platform_with_another_type_is_none(value: str) -> None:
    assert draft(f"---\nplatform: {value}\n---\nHi there.").platform is None


@pytest.mark.parametrize(
    ("text", "given", "platform"),
    [
        ("---\nplatform: x\n---\nHi.", "linkedin", "x"),
        ("Hi.", "linkedin", "linkedin"),
        ("Hi.", None, None),
        ("# Eggs\n\nHi.", None, None),
        ("# Eggs\n\nHi.\n\nHo.\n\nHum.", None, "blog"),
        ("Hi.\n\n# Eggs", None, None),
        ("---\ntitle: Eggs\n---\nHi.", None, "blog"),
        ("---\ntitle: Eggs\n---\nHi.", "linkedin", "linkedin"),
        ("", None, None),
    ],
)
def test_platform_precedence_of_front_matter_caller_and_title(
    text: str, given: str | None, platform: str | None
) -> None:
    assert read_draft(Source("a.md", text), platform=given).platform == platform


@pytest.mark.parametrize(
    ("yaml", "title"),
    [
        ("title: Eggs", "Eggs"),
        ("title: '  Eggs '", "Eggs"),
        ("title: ''", None),
        ("title:", None),
        ("title: [a]", None),
        ("name: Eggs", None),
        pytest.param(
            "title: 1984",
            "1984",
        ),
    ],
)
def test_front_matter_title(yaml: str, title: str | None) -> None:
    assert draft(f"---\n{yaml}\n---\nHi.").front_matter.title == title


@pytest.mark.parametrize(
    ("yaml", "is_draft"),
    [
        ("draft: true", True),
        ("draft: no", False),
        ("published: true", False),
        ("published: false", True),
        ("publish: false", True),
        ("status: draft", True),
        ("status: In review", True),
        ("status: Published", False),
        ("status: ' live '", False),
        ("status: published\ndraft: true", False),
        ("published: 2024-01-02", None),
        ("title: Eggs", None),
        pytest.param(
            "status: ''",
            None,
        ),
    ],
)
def test_front_matter_draft_status(yaml: str, is_draft: bool | None) -> None:
    assert draft(f"---\n{yaml}\n---\nHi.").front_matter.is_draft is is_draft


def test_toml_front_matter_is_read() -> None:
    read = draft('+++\ntitle = "Eggs"\nplatform = "twitter"\ndraft = true\n+++\nHi.')
    assert (read.front_matter.title, read.platform) == ("Eggs", "x")
    assert read.front_matter.is_draft is True
