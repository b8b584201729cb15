"""Suppression in front matter."""

from __future__ import annotations

import pytest

from tests.command import (
    Postlint,
)
from tests.diagnostics.suppression.helpers import BOTH, SHOUT, check, lines


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize(
    ("front", "left"),
    [
        ("---\npostlint: {ignore: [loud]}\n---\n", ["soft"]),
        ("---\npostlint: {ignore: [loud, soft]}\n---\n", []),
        ("---\npostlint: {ignore: soft}\n---\n", ["loud"]),
        ("---\npostlint:\n  ignore:\n  - loud\n  - soft\n---\n", []),
        ("---\n{postlint: {ignore: [loud]}}\n---\n", ["soft"]),
        ("+++\npostlint.ignore = ['loud']\n+++\n", ["soft"]),
        ("+++\npostlint = {ignore = ['loud', 'soft']}\n+++\n", []),
        ("+++\n[postlint]\nignore = 'soft'\n+++\n", ["loud"]),
        ("---\npostlint: true\n---\n", ["loud", "soft"]),
        ("---\npostlint:\n---\n", ["loud", "soft"]),
        ("---\npostlint: {ignore: []}\n---\n", ["loud", "soft"]),
        ("---\nignore: [loud]\n---\n", ["loud", "soft"]),
        ("---\nprofile: {}\nother: {postlint: {ignore: [loud]}}\n---\n", ["loud", "soft"]),
    ],
)
@pytest.mark.usefixtures("folder")
def test_suppression_in_front_matter(
    front: str, left: list[str], bom: str, newline: str, postlint: Postlint
) -> None:
    text = bom + (front + BOTH).replace("\n", newline)
    assert [one["rule"] for one in check(postlint, text)] == left


@pytest.mark.parametrize("front", ["---\npostlint: false\n---\n", "+++\npostlint = false\n+++\n"])
@pytest.mark.parametrize("name", ["post.md", "post.mdx", "post.txt"])
@pytest.mark.usefixtures("folder")
def test_skipped_file_has_no_findings(front: str, name: str, postlint: Postlint) -> None:
    text = f"{front}<!-- postlint-ignor -->\n\n{SHOUT}\n"
    assert check(postlint, text, name=name) == []
    result = postlint("check", name, "--fail-on", "info", "--min-relevance", "1")
    assert result.exit_code == 0


@pytest.mark.parametrize("value", ['"false"', "0", "[loud]", "loud", "{ignore: {loud: yes}}", "{}"])
@pytest.mark.usefixtures("folder")
def test_front_matter_with_invalid_suppression_is_reported(value: str, postlint: Postlint) -> None:
    found = check(postlint, f"---\ntitle: x\npostlint: {value}\n---\n{SHOUT}\n")
    assert lines(found) == [(3, "unused-ignore"), (5, "loud")]
    assert found[0]["excerpt"] == f"postlint: {value}"


@pytest.mark.usefixtures("folder")
def test_front_matter_with_an_unknown_key_still_suppresses(postlint: Postlint) -> None:
    found = check(postlint, f"---\npostlint: {{ignore: [loud], why: 3}}\n---\n{BOTH}\n")
    assert lines(found) == [(2, "unused-ignore"), (4, "soft")]
