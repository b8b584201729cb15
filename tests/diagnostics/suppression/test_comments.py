"""Suppression comments: rule names, reasons, and what counts as a comment."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import (
    ASKS_NOTHING,
    Postlint,
    write,
)
from tests.diagnostics.suppression.helpers import (
    BOTH,
    JSON,
    SHOUT,
    check,
    fault,
    findings,
    lines,
)

NAMED = [
    ("loud", {"soft"}),
    ("soft", {"loud"}),
    ("loud soft", set()),
    ("loud,soft", set()),
    ("soft,   loud", set()),
    (" \t loud\t,\tsoft , ", set()),
    ("loud\nsoft\n", set()),
    ("\n  loud,\n  soft\n", set()),
    ("", set()),
    ("loud -- soft", {"soft"}),
    ("loud -- as soft, as can be -- really", {"soft"}),
    ("loud --\nsoft", {"soft"}),
    ("loud --", {"soft"}),
    ("-- for loud reasons only", set()),
    ("--", set()),
]


@pytest.mark.parametrize("directive", ["ignore", "disable", "ignore-file"])
@pytest.mark.parametrize(("says", "left"), NAMED)
@pytest.mark.usefixtures("folder")
def test_suppression_names_and_reasons(
    says: str, left: set[str], directive: str, postlint: Postlint
) -> None:
    for comment in (f"<!-- postlint-{directive} {says} -->", f"<!--postlint-{directive} {says}-->"):
        found = check(postlint, f"{comment}\n\n{BOTH}\n")
        assert {one["rule"] for one in found} == left


@pytest.mark.parametrize(
    "before",
    [
        "---\n# <!-- postlint-ignore-file -->\ntitle: x\n---\n",
        "---\ntitle: <!-- postlint-ignore-file -->\n---\n",
        "<!-- see postlint-ignore-file -->\n\n",
        "<!- postlint-ignore-file ->\n\n",
        "&lt;!-- postlint-ignore-file --&gt;\n\n",
        "postlint-ignore-file\n\n",
    ],
)
@pytest.mark.usefixtures("folder")
def test_suppression_needs_a_comment(before: str, postlint: Postlint) -> None:
    assert [one["rule"] for one in check(postlint, before + SHOUT)] == ["loud"]


@pytest.mark.parametrize(
    "text",
    [
        *fault(
            "what begins in code is read on to an arrow outside of it",
            (f"Begin with `<!-- postlint-ignore` and end with `-->`.\n\n{SHOUT}\n",),
            (f"```\n<!-- postlint-ignore\n```\n\nAnd `-->`.\n\n{SHOUT}\n",),
        ),
        *fault("an escaped `<` begins one", (f"\\<!-- postlint-ignore-file -->\n\n{SHOUT}\n",)),
    ],
)
@pytest.mark.usefixtures("folder")
def test_suppression_ignores_what_only_looks_like_a_comment(text: str, postlint: Postlint) -> None:
    assert [one["rule"] for one in check(postlint, text)] == ["loud"]


@pytest.mark.parametrize(
    "text",
    [
        *fault(
            "what begins in code swallows the next comment",
            (f"```\n<!-- postlint-ignore\n```\n\n<!-- postlint-ignore loud -->\n\n{SHOUT}\n",),
        ),
        *fault(
            "a comment of more than 500 characters is not seen",
            (f"<!-- postlint-ignore loud -- {'a long reason ' * 40}-->\n\n{SHOUT}\n",),
        ),
        *fault(
            "an unrelated comment counts as the next block",
            (f"<!-- postlint-ignore loud -->\n<!-- prettier-ignore -->\n\n{SHOUT}\n",),
            (f"<!-- postlint-ignore loud -->\n\n<!-- vale off -->\n\n{SHOUT}\n",),
        ),
    ],
)
@pytest.mark.usefixtures("folder")
def test_suppression_comment_next_to_code_and_other_comments(text: str, postlint: Postlint) -> None:
    assert check(postlint, text) == []


def test_suppression_of_a_post_level_rule_is_for_the_file(
    postlint: Postlint, tmp_path: Path
) -> None:
    first, rest = ASKS_NOTHING.split(". ", 1)
    text = f"<!-- postlint-ignore no-question -->\n{first}.\n\n{rest}"
    write(tmp_path, post=text)
    found = findings(postlint("check", "post.md", *JSON, "--select", "no-question"))
    assert lines(found) == [(1, "unused-ignore"), (4, "no-question")]
    assert "postlint-ignore-file no-question" in found[0]["help"]
