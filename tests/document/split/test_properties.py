"""Files with several posts: generated files."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postlint.document.draft import read_drafts
from postlint.document.source import Source
from tests.command import run_here
from tests.document.split.helpers import JSON, LAYOUTS, SHOUT, Layout, bodies, loud_only

MARKERS = ["---", "--", "***", "+++", "#", "##", "## Post", "###", "```", "~~~"]

PIECES = st.lists(
    st.sampled_from(
        [SHOUT, f"🥚 {SHOUT}", "---", "--", "***", "+++", "## Post", "### X", "# A", "```", "~~~",
         "````", "\n", "\n\n", "\r\n", "\r", "- ", "> ", "    ", "<!-- postlint-ignore loud -->",
         "<!-- postlint-oops -->", "\u2028", "title: x", "🥚"]
    ),
    max_size=30,
)  # fmt: skip

TUNED = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def configs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A configuration for each marker."""
    return {marker: loud_only(tmp_path_factory.mktemp("config"), marker) for marker in MARKERS}


@given(pieces=PIECES, marker=st.sampled_from(MARKERS), name=st.sampled_from(["a.md", "a.txt"]))
def test_split_posts_are_ordered_and_inside_the_body(
    pieces: list[str], marker: str, name: str
) -> None:
    source = Source(name, "".join(pieces))
    drafts = read_drafts(source, split=marker)
    end = read_drafts(source, split="none")[0].body.start
    for draft in drafts:
        assert end <= draft.body.start <= draft.body.end <= len(source.text)
        end = draft.body.end
        for block in draft.blocks:
            span = block.to_source(0, len(block.text))
            assert draft.body.start <= span.start <= span.end <= draft.body.end
    assert [draft.ordinal for draft in drafts] == list(range(1, len(drafts) + 1))


@given(
    posts=st.lists(
        st.sampled_from(["One.", "Two 🥚.", f"{SHOUT}\n\n{SHOUT}", "- a\n- b"]),
        min_size=2, max_size=6,
    ),
    layout=st.sampled_from(list(LAYOUTS.values())),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    front=st.sampled_from(["", "---\na: 1\n---\n"]),
)  # fmt: skip
def test_split_inverts_join(posts: list[str], layout: Layout, newline: str, front: str) -> None:
    text = (front + layout.write([f"{post}\n" for post in posts])).replace("\n", newline)
    assert bodies(text, layout.marker) == [post.replace("\n", newline) for post in posts]


@TUNED
@given(pieces=PIECES, marker=st.sampled_from(MARKERS), name=st.sampled_from(["a.md", "a.txt"]))
def test_split_findings_have_exact_locations(
    pieces: list[str], marker: str, name: str, configs: dict[str, Path]
) -> None:
    # Text above the first marker is a post, too, unless the markers are headings or fences.
    text = f"{SHOUT}\n\n## Post\n\n{SHOUT}\n\n```\n{SHOUT}\n```\n\n~~~\n{SHOUT}\n~~~\n\n"
    text += f"### A\n\n{SHOUT}\n\n# B\n\n{SHOUT}\n\n{''.join(pieces)}"
    args = ("check", "-", "--stdin-filename", name, "--config", configs[marker], *JSON)
    posts = json.loads(run_here(*args, stdin=text.encode()).stdout)["posts"]
    assert any(post["findings"] for post in posts)
    end = 0
    for post in posts:
        assert end <= post["line"] <= post["end_line"]
        end = post["end_line"]
        for one in post["findings"]:
            start = offset(text, one["line"], one["column"])
            assert text[start : offset(text, one["end_line"], one["end_column"])] == one["excerpt"]
            if one["rule"] == "loud":
                assert one["excerpt"] == "shout"
                assert post["line"] <= one["line"] <= one["end_line"] <= post["end_line"]


def offset(text: str, line: int, column: int) -> int:
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]
    return starts[line - 1] + column - 1
