"""Tests of the readers for untrusted YAML, TOML, and JSON, and their limits."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from postlint.core.terminal_text import shorten
from postlint.core.untrusted import DataError, read_json, read_toml
from postlint.core.untrusted_yaml import compose_yaml, construct_yaml


def read_yaml(text: str) -> Any:
    return construct_yaml(text, compose_yaml(text), bad_dates_as_text=True)


def bomb(last: str) -> str:
    """Return YAML whose aliases expand to a billion values."""
    names = "abcdefghij"
    lines = [f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in pairwise(names)]
    return "\n".join(["a: &a [x, x, x, x, x, x, x, x, x]", *lines, last])


MERGES = "a: &a {x: 1, y: 2}\n" + "".join(
    f"{new}: &{new} {{<<: [{', '.join([f'*{old}'] * 9)}]}}\n" for old, new in pairwise("abcdefghi")
)

YAML_BEYOND_LIMITS = {
    "aliases": (bomb("title: *j"), "100,000 values", 6),
    "merge keys": (MERGES, "100,000 values", 6),
    "alias of itself": ("ok: 1\na: &a [*a]", "refers to itself", 2),
    "alias in a mapping of itself": ("ok: 1\na: &a {b: *a}", "refers to itself", 2),
    "lists": ("ok: 1\na: " + "[" * 20_000, "nested", 2),
    "closed lists": ("ok: 1\na: " + "[" * 60 + "]" * 60, "nested", 2),
    "mappings": ("ok: 1\na: " + "{a: " * 20_000, "nested", 2),
    "blocks": ("".join(f"{' ' * depth}a:\n" for depth in range(100)), "nested", 51),
    "explicit keys": ("? " * 20_000, "nested", 1),
    **{
        f"number {number[:3]}": (f"ok: 1\na: {number}", "a number", 2)
        for number in (
            "0x" + "f" * 3_600, "1" * 5_000, "0" + "7" * 5_000, "0b" + "1" * 20_000,
            "1:" + "59:" * 9_000 + "59", "2_" * 3_000 + "1", "3" * 400 + ".5",
            "4:" + "59:" * 9_000 + "59.5",
        )
    },
    "key": ("ok: 1\n0x" + "f" * 900 + ": a", "a number", 2),
}  # fmt: skip


@pytest.mark.parametrize("name", YAML_BEYOND_LIMITS)
def test_yaml_beyond_the_limits_is_refused_with_its_position(name: str) -> None:
    text, reason, line = YAML_BEYOND_LIMITS[name]
    with pytest.raises(DataError, match=reason) as error:
        read_yaml(text)
    assert error.value.beyond_limits
    assert error.value.position.line == line
    assert len(error.value.reason) < 120


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: !!python/object/apply:os.system ['true']", 1),
        ("a: 1\nb: !!int x", 2),
        ("a: 1\nb: *nobody", 2),
        ("a: 1\n" + "!" + "x" * 9_000 + " y", 2),
        ("a: b\u2028c\nd: e: f", 2),
        ("a: b\nc: \x07", 2),
    ],
)
def test_broken_yaml_error_is_one_line_with_its_position(text: str, line: int) -> None:
    with pytest.raises(DataError) as error:
        read_yaml(text)
    assert not error.value.beyond_limits
    assert error.value.position.line == line
    assert "\n" not in error.value.reason
    assert len(error.value.reason) < 150


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: &a [1, 2]\nb: *a", {"a": [1, 2], "b": [1, 2]}),
        ("a: &a {x: 1}\nb:\n  <<: *a\n  y: 2", {"a": {"x": 1}, "b": {"x": 1, "y": 2}}),
        ("a: 2024-02-31", {"a": "2024-02-31"}),
        ("a: 99999-01-01", {"a": "99999-01-01"}),
        ("a: 12345678901234567890", {"a": 12345678901234567890}),
        ("a: " + "[" * 40 + "]" * 40, None),
        ("", None),
    ],
)
def test_yaml_within_the_limits_is_read(text: str, value: object) -> None:
    data = read_yaml(text)
    assert value is None or data == value


@pytest.mark.parametrize(
    "line",
    [
        "a = " + "[" * 20_000,
        "a = " + "{a = " * 20_000,
        ".".join("a" * 20_000) + " = 1",
        " . ".join(['"a"'] * 20_000) + " = 1",
        "[" + ".".join("a" * 20_000) + "]",
        "a = 0x" + "f" * 3_600,
        "a = " + "1" * 5_000,
    ],
    ids=lambda line: line[:12],
)
def test_toml_beyond_the_limits_is_refused(line: str) -> None:
    with pytest.raises(DataError) as error:
        read_toml(f"ok = 1\n{line}\n")
    assert error.value.beyond_limits
    assert error.value.position.line == 2
    assert len(error.value.reason) < 120


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('a = "' + "[" * 99 + '"', "[" * 99),
        ("a = '" + "[" * 99 + "'", "[" * 99),
        ('a = """\n' + "[.\n" * 99 + '"""', "[.\n" * 99),
        ("a = '''\n" + "[.\n" * 99 + "'''", "[.\n" * 99),
        ('a = "' + "7" * 999 + '"', "7" * 999),
        ("# " + "[" * 99 + "\na = 1.5", 1.5),
    ],
    ids=lambda value: str(value)[:8],
)
def test_toml_limits_ignore_brackets_and_numbers_in_strings(text: str, value: object) -> None:
    assert read_toml(text) == {"a": value}


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "[" + "1" * 5_000 + "]"])
def test_json_beyond_the_limits_is_refused(text: str) -> None:
    with pytest.raises(DataError) as error:
        read_json(text)
    assert error.value.beyond_limits


def test_yaml_invalid_date_is_an_error_unless_allowed_as_text() -> None:
    text = "a: 1\nb: 2024-02-31"
    with pytest.raises(DataError, match="2024-02-31") as error:
        construct_yaml(text, compose_yaml(text))
    assert error.value.position.line == 2


def test_shorten_returns_one_short_line_for_any_value() -> None:
    deep: list[object] = []
    for _ in range(50_000):
        deep = [deep]
    wide = ["x"] * 9
    for _ in range(9):
        wide = [wide] * 9  # type: ignore[list-item]
    for value in (
        "x" * 10**6,
        "a\nb" * 99,
        10**9_999,
        deep,
        wide,
        {"a" * 9_999: wide},
        b"x" * 9_999,
    ):
        shown = shorten(value)
        assert len(shown) <= 60
        assert "\n" not in shown
    assert [shorten("two words"), shorten(3), shorten("x" * 60)] == ["two words", "3", "x" * 60]
    del deep, wide
