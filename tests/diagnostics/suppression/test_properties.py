"""Suppression in generated drafts."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.command import (
    run_here,
)
from tests.diagnostics.suppression.helpers import (
    BOTH,
    HUSH,
    JSON,
    OPENING,
    SHOUT,
    findings,
    offset,
    written,
)

TUNED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

NAMES = st.sampled_from(["", "loud", "soft", "loud soft", "soft, loud -- both"])

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.sampled_from([SHOUT, HUSH, BOTH, f"🥚 {HUSH} {SHOUT}"])),
        st.tuples(st.sampled_from(["ignore", "disable", "enable"]), NAMES),
    ),
    max_size=12,
)  # fmt: skip


def meant(names: str) -> set[str]:
    return {rule for rule in ("loud", "soft") if rule in names} or {"loud", "soft"}


def expected_of(steps: list[tuple[str, str]]) -> list[tuple[int, int, str]]:
    """Return the locations of findings that aren't suppressed; each step is a block of one line."""
    found: list[tuple[int, int, str]] = []
    ignored: set[str] = set()
    disabled: set[str] = set()
    for index, (what, detail) in enumerate(steps):
        if what == "ignore":
            ignored |= meant(detail)
        elif what == "disable":
            disabled |= meant(detail)
        elif what == "enable":
            disabled -= meant(detail)
        else:
            places = [("loud", detail.find("shout")), ("soft", detail.find("whisper"))]
            found += [
                (2 * index + 3, column + 1, rule)
                for rule, column in sorted(places, key=lambda place: place[1])
                if column >= 0 and rule not in ignored | disabled
            ]
            ignored = set()
    return found


def on_stdin(text: str, config: Path, *args: str, name: str = "post.md") -> list[dict[str, Any]]:
    args = ("--stdin-filename", name, "--config", str(config), *JSON, *args)
    return findings(run_here("check", "-", *args, stdin=text.encode()))


@TUNED
@given(steps=STEPS, newline=st.sampled_from(["\n", "\r\n", "\r"]))
def test_suppression_removes_only_matching_findings(
    steps: list[tuple[str, str]], newline: str, config: Path
) -> None:
    found = on_stdin(written(steps, newline), config, "--ignore", "unused-ignore")
    assert [(one["line"], one["column"], one["rule"]) for one in found] == expected_of(steps)


@TUNED
@given(steps=STEPS)
def test_unused_suppression_can_be_removed(steps: list[tuple[str, str]], config: Path) -> None:
    rows = written(steps, "\n").split("\n")
    found = on_stdin("\n".join(rows), config)
    told: dict[int, set[str]] = defaultdict(set)
    for one in found:
        if one["rule"] == "unused-ignore":
            names = re.findall(r"^`(loud|soft)`", one["message"])
            told[one["line"] - 1] |= set(names or re.findall("loud|soft", one["excerpt"]))
    for index, vain in told.items():
        if vain == set(re.findall("loud|soft", rows[index])):
            rows[index] = ""
    kept = [one for one in found if one["rule"] != "unused-ignore"]
    assert on_stdin("\n".join(rows), config, "--ignore", "unused-ignore") == kept


PIECES = st.lists(
    st.sampled_from(
        [SHOUT, HUSH, "<!-- postlint-ignore loud -->", "<!-- postlint-disable -->", "-->", "<!--",
         "<!-- postlint-enable loud -->", "<!-- postlint-ignore-file soft -->", "postlint-", " ",
         "<!-- postlint-oops -->", "{/* postlint-ignore */}", "\n", "\n\n", "\r\n", "\r", "- ", "`",
         "> ", "```\n", "    ", "| a |\n|---|\n", "# ", "🥚", "<div>", "</div>", "[", "](x)"]
    ),
    max_size=25,
)  # fmt: skip


@TUNED
@given(pieces=PIECES, name=st.sampled_from(["post.md", "post.mdx", "post.txt"]))
def test_findings_have_exact_locations_among_comments(
    pieces: list[str], name: str, config: Path
) -> None:
    text = f"{OPENING}\n\n{''.join(pieces)}"
    for one in on_stdin(text, config, name=name):
        start = offset(text, one["line"], one["column"])
        assert text[start : offset(text, one["end_line"], one["end_column"])] == one["excerpt"]
        if one["rule"] == "unused-ignore":
            assert "postlint-" in one["excerpt"]
