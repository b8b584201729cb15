"""Tests of files with several posts, from the configuration to the report."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postlint.document.draft import read_drafts
from postlint.document.source import Source
from tests.command import ASKS_NOTHING, FAKE_BOLD, GOOD, SELF_FOCUSED, Postlint, run_here

JSON = ("--output-format", "json")
SHOUT = "We shout at all of the people here."
EGGS = "Had eggs 🥚 for breakfast. Taking the garbage out now.\n"
RULE = """\
id: loud
category: form
scope: block
severity: warning
check: phrases
options: {phrases: [shout]}
message: Loud.
help: Be quiet.
why: It is loud.
bad: []
good: []
"""


@dataclass(frozen=True)
class Layout:
    """A layout of a file with several posts.

    Attributes:
        marker: what the configuration says of it.
        before: what stands above each post.
        after: what stands below each post.
        between: what stands between two posts.
    """

    marker: str
    before: str = ""
    after: str = ""
    between: str = ""

    def write(self, posts: list[str]) -> str:
        return self.between.join(f"{self.before}{post}{self.after}" for post in posts)


LAYOUTS = {
    "rule": Layout("---", between="\n---\n"),
    "rule with blanks": Layout("---", between="\n  ---\t\n"),
    "short rule": Layout("--", between="\n--\n"),
    "stars": Layout("***", between="\n***\n\n"),
    "plus signs": Layout("+++", between="\n+++\n\n"),
    "title": Layout("## Post", before="## Post 🥚\n\n", after="\n"),
    "title at once": Layout("## Post", before="## post: eggs\n"),
    "level": Layout("###", before="### Whatever\n", after="\n## Notes\n\nOf no post.\n\n"),
    "fences": Layout("```", before="Of no post.\n\n```\n", after="```\n\n"),
    "long fences": Layout("```", before="`````\n", after="`````\n"),
    "tildes": Layout("~~~", before="~~~\n", after="~~~\n\nOf no post.\n\n"),
}
POSTS = [GOOD, SELF_FOCUSED, ASKS_NOTHING, EGGS]


def configure(folder: Path, marker: str, more: str = "") -> Path:
    config = folder / "postlint.toml"
    config.write_text(f"split = {json.dumps(marker)}\n{more}")
    return config


def loud_only(folder: Path, marker: str) -> Path:
    (folder / "loud.yaml").write_text(RULE)
    return configure(folder, marker, 'rules = ["loud.yaml"]\nselect = ["loud"]\n')


def check(text: str, *args: str, name: str = "many.md") -> list[dict[str, Any]]:
    """Return the results for the posts in a file."""
    Path(name).write_bytes(text.encode())
    return list(json.loads(run_here("check", name, *JSON, *args).stdout)["posts"])


def rows(text: str) -> list[str]:
    return re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff"))


def finding_locations(posts: list[dict[str, Any]]) -> list[list[tuple[int, str]]]:
    return [[(one["line"], one["rule"]) for one in post["findings"]] for post in posts]


# Each post has the same results as in its own file


def relative_results(post: dict[str, Any], first_line: int) -> dict[str, Any]:
    """Return the results for a post, with lines counted from its first line."""
    findings = [
        {**finding, **{key: finding[key] - first_line for key in ("line", "end_line")}}
        for finding in post["findings"]
    ]
    keys = ("relevance", "labels", "language", "platform", "notices")
    return {key: post[key] for key in keys} | {"findings": findings}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "front", ["", "\ufeff", "\ufeff---\ntopic: 🥚\n---\n", "+++\na = 1\n+++\n"]
)
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.usefixtures("postlint")
def test_split_post_has_the_same_results_as_in_its_own_file(
    layout: Layout, front: str, newline: str, tmp_path: Path
) -> None:
    configure(tmp_path, layout.marker)
    text = (front + layout.write(POSTS)).replace("\n", newline)
    posts = check(text)
    assert [post["ordinal"] for post in posts] == [1, 2, 3, 4]
    first_line = 0
    for post, own in zip(posts, POSTS, strict=True):
        first_line = rows(text).index(own.split("\n")[0], first_line) + 1
        (alone,) = check(own.replace("\n", newline), name="alone.md")
        assert relative_results(post, first_line) == relative_results(alone, 1)
        assert post["line"] <= first_line
        assert first_line + own.rstrip().count("\n") <= post["end_line"]


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("name", ["many.md", "many.mdx", "many.txt", "many.markdown"])
@pytest.mark.usefixtures("postlint")
def test_split_works_in_every_file_format(layout: Layout, name: str, tmp_path: Path) -> None:
    loud_only(tmp_path, layout.marker)
    text = layout.write([f"{SHOUT} One.\n", f"{SHOUT} Two.\n"])
    places = [rows(text).index(f"{SHOUT} {which}.") + 1 for which in ("One", "Two")]
    assert finding_locations(check(text, name=name)) == [[(line, "loud")] for line in places]


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_split_works_on_standard_input(layout: Layout, postlint: Postlint, tmp_path: Path) -> None:
    configure(tmp_path, layout.marker)
    text = layout.write(POSTS)
    args = ("check", "-", "--stdin-filename", "many.md", *JSON)
    assert json.loads(postlint(*args, stdin=text).stdout)["posts"] == check(text)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.usefixtures("postlint")
def test_split_file_without_a_marker_is_one_post(layout: Layout, tmp_path: Path) -> None:
    (alone,) = check(SELF_FOCUSED)
    configure(tmp_path, layout.marker)
    assert check(SELF_FOCUSED) == [alone]


def test_split_in_an_override_applies_to_its_files(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "postlint.toml").write_text('[[overrides]]\nfiles = ["many*"]\nsplit = "---"\n')
    text = LAYOUTS["rule"].write(POSTS)
    assert [len(check(text, name=name)) for name in ("many.md", "one.md")] == [4, 1]
    assert postlint("check", "--quiet").exit_code == 1


def test_split_posts_count_in_totals_and_exit_status(postlint: Postlint, tmp_path: Path) -> None:
    configure(tmp_path, "---")
    (tmp_path / "many.md").write_text(f"{GOOD}---\n{SELF_FOCUSED}---\n{SELF_FOCUSED}")
    result = postlint("check", "many.md", *JSON)
    assert result.exit_code == 1
    summary = json.loads(result.stdout)["summary"]
    assert (summary["posts"], summary["errors"], summary["left_out"]) == (3, 2, 0)
    concise = postlint("check", "many.md", "--output-format", "concise").stdout.splitlines()
    assert [line.split(" ")[:3] for line in concise] == [
        ["many.md:5:1:", "error", "self-focused"],
        ["many.md:9:1:", "error", "self-focused"],
    ]


def test_score_lists_each_split_post(postlint: Postlint, tmp_path: Path) -> None:
    configure(tmp_path, "---")
    (tmp_path / "many.md").write_text(f"{GOOD}---\n{SELF_FOCUSED}")
    result = postlint("score", "many.md")
    assert result.exit_code == 0
    heads = [line for line in result.stdout.splitlines() if line.startswith("many.md (post ")]
    assert len(heads) == 2
    posts = check(f"{GOOD}---\n{SELF_FOCUSED}")
    for head, post in zip(heads, posts, strict=True):
        shown = f"(post {post['ordinal']}): {post['headline']} ({post['relevance']:.2f})"
        assert shown in head


# Platforms


@pytest.mark.parametrize(
    ("marker", "text", "args", "platforms"),
    [
        ("---", "!---\n!", (), [None, None]),
        ("---", "!---\n!", ("--platform", "x"), ["x", "x"]),
        ("---", "---\nplatform: blog\n---\n!---\n!", ("--platform", "x"), ["blog", "blog"]),
        ("###", "### LinkedIn\n!### x\n!", (), ["linkedin", "x"]),
        ("###", "### Twitter ###\n!### Post 2\n!", (), ["x", None]),
        ("###", "### LinkedIn\n!### Post 2\n!", ("--platform", "x"), ["linkedin", "x"]),
        ("###", "---\nplatform: blog\n---\n### Week 3: Mastodon\n!### Two\n!",
         ("--platform", "x"), ["mastodon", "blog"]),
        ("###", "### X or LinkedIn\n!### X, X\n!", (), [None, "x"]),
        ("## Post", "## Post 1 (LinkedIn)\n!## Post 2 (X, short)\n!", (), ["linkedin", "x"]),
        ("## Post", "## Post\n!## LinkedIn\n!## Post\n!", (), [None, None]),
        ("```", "```linkedin\n!```\n``` Bluesky \n!```\n```text\n!```\n", (),
         ["linkedin", "bluesky", None]),
        ("~~~", "~~~ threads\n!~~~\n~~~ {.instagram}\n!~~~\n", (), ["threads", "instagram"]),
        # A title makes a file a blog post only if it has one post.
        ("---", "---\ntitle: Eggs\n---\n!---\n!", (), [None, None]),
        ("---", "---\ntitle: Eggs\n---\n!", (), ["blog"]),
        ("---", "# Eggs\n\n!---\n# Eggs\n\n!", (), [None, None]),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("postlint")
def test_split_platforms_of_posts(
    marker: str, text: str, args: tuple[str, ...], platforms: list[str | None], tmp_path: Path
) -> None:
    severities = '{ default = "warning", blog = "info", newsletter = "info" }'
    configure(tmp_path, marker, f"[rule.pseudo-bold]\nseverity = {severities}\n")
    posts = check(text.replace("!", FAKE_BOLD), *args)
    assert [post["platform"] for post in posts] == platforms
    for post in posts:
        # Severities depend on the platform.
        severity = "info" if post["platform"] in ("blog", "newsletter") else "warning"
        bold = [one["severity"] for one in post["findings"] if one["rule"] == "pseudo-bold"]
        assert bold == [severity]


# Markers


def bodies(text: str, marker: str, name: str = "a.md") -> list[str]:
    """Return the text of the posts in a file, stripped."""
    source = Source(name, text)
    spans = [draft.body for draft in read_drafts(source, split=marker)]
    return [text[span.start : span.end].strip() for span in spans]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("text", "marker", "expected"),
    [
        # Markers in code don't count.
        ("A\n```\n---\n```\nB\n---\nC", "---", ["A\n```\n---\n```\nB", "C"]),
        ("A\n~~~yaml\n---\n~~~\nB\n---\nC", "---", ["A\n~~~yaml\n---\n~~~\nB", "C"]),
        ("A\n````\n```\n---\n````\n---\nC", "---", ["A\n````\n```\n---\n````", "C"]),
        ("A\n```\n~~~\n---\n```\n---\nC", "---", ["A\n```\n~~~\n---\n```", "C"]),
        ("A\n   ```\n---\n   ```\n---\nC", "---", ["A\n   ```\n---\n   ```", "C"]),
        ("A\n```\n---\nB\n---\nC", "---", ["A\n```\n---\nB\n---\nC"]),
        ("A\n```\n---\n``` x\n---\n```\n---\nC", "---", ["A\n```\n---\n``` x\n---\n```", "C"]),
        ("A\n``` not `one`\n---\nC", "---", ["A\n``` not `one`", "C"]),
        ("## Post\nA\n```\n## Post\nB\n```\n## Post\nC", "## Post",
         ["A\n```\n## Post\nB\n```", "C"]),
        ("### a\nA\n~~~\n# b\n### c\n~~~\n### d\nC", "###", ["A\n~~~\n# b\n### c\n~~~", "C"]),
        ("````\nA\n```\nB\n```\n````\n```\nC\n```", "```", ["A\n```\nB\n```", "C"]),
        ("~~~\n```\nA\n```\n~~~\n```\nC\n```", "```", ["C"]),
        # Look-alikes don't count.
        ("A\n----\nB\n---\nC", "---", ["A\n----\nB", "C"]),
        ("A\n--- B\n- - -\nB\n---\nC", "---", ["A\n--- B\n- - -\nB", "C"]),
        ("A\n> ---\n| --- |\n---\nC", "---", ["A\n> ---\n| --- |", "C"]),
        ("## Posted\nA\n## Post\nB\n## Poster\nC", "## Post", ["B"]),
        ("##Post\nA\n## Post\nB\n### Post\nC", "## Post", ["B\n### Post\nC"]),
        ("## Post\nA\n# Post\nB\n## POST 2 ##\nC", "## Post", ["A", "C"]),
        ("## Post\nA\n    ## Post\nB", "## Post", ["A\n    ## Post\nB"]),
        ("#\nA\n# b\nB", "#", ["A", "B"]),
        ("## a\nA\n##\nB", "##", ["A", "B"]),
        # Parts without words aren't posts.
        ("---\n---\nA\n---\n\n---\n🥚 …\n---\nB\n---\n", "---", ["A", "B"]),
        ("## Post\n\n## Post\nA\n## Post\n…\n", "## Post", ["A"]),
        ("```\n```\n```\nA\n```\n", "```", ["A"]),
        # Front matter isn't part of a post, and its fences aren't markers.
        ("---\na: 1\n---\nA\n---\nB", "---", ["A", "B"]),
        ("+++\na = 1\n+++\nA\n+++\nB", "+++", ["A", "B"]),
        ("---\na: |\n  ## Post\n---\n## Post\nA", "## Post", ["A"]),
        ("---\nA, only prose.\n---\nB", "---", ["A, only prose.", "B"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.md", "a.mdx", "a.txt"])
def test_text_between_posts_is_skipped(
    text: str, marker: str, expected: list[str], newline: str, name: str
) -> None:
    posts = bodies(text.replace("\n", newline), marker, name)
    assert posts == [text.replace("\n", newline) for text in expected]


@pytest.mark.parametrize("marker", ["abc", "-", "", "  ", "1.", "Post", "#post", "####### a", "`"])
def test_split_configuration_with_an_invalid_marker_is_refused(
    marker: str, postlint: Postlint, tmp_path: Path
) -> None:
    configure(tmp_path, marker)
    (tmp_path / "a.md").write_text(GOOD)
    result = postlint("check", "a.md")
    assert result.exit_code == 2
    assert "postlint.toml:1:1: `split`: `" in result.stderr
    assert "isn't a valid marker" in result.stderr


# Suppressions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\npostlint: {ignore: [loud]}\n---\n%\n\n---\n\n%\n", [[], []]),
        ("%\n\n---\n\n%\n\n<!-- postlint-ignore-file loud -->\n", [[], []]),
        ("<!-- postlint-disable -->\n\n%\n\n---\n\n%\n", [[], []]),
        ("%\n\n<!-- postlint-disable -->\n%\n\n---\n%\n\n<!-- postlint-enable -->\n%\n",
         [[1], [10]]),
        ("<!-- postlint-ignore loud -->\n%\n\n---\n\n%\n", [[], [6]]),
        ("%\n\n---\n\n<!-- postlint-ignore -->\n\n%\n\n---\n\n%\n", [[1], [], [11]]),
        ("% <!-- postlint-ignore loud -->\n---\n%\n", [[], [3]]),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("postlint")
def test_suppression_applies_to_split_posts(
    text: str, expected: list[list[int]], tmp_path: Path
) -> None:
    loud_only(tmp_path, "---")
    posts = check(text.replace("%", SHOUT))
    assert finding_locations(posts) == [[(line, "loud") for line in lines] for lines in expected]


@pytest.mark.parametrize("says", ["ignore loud", "ignore-file loud", "ignore luod", "ignor loud"])
@pytest.mark.parametrize("which", range(3))
@pytest.mark.usefixtures("postlint")
def test_unused_suppression_is_reported_once_in_its_post(
    which: int, says: str, tmp_path: Path
) -> None:
    loud_only(tmp_path, "---")
    parts = [GOOD, GOOD, GOOD]
    parts[which] = f"<!-- postlint-{says} -->\n\n{GOOD}"
    text = LAYOUTS["rule"].write(parts)
    line = rows(text).index(f"<!-- postlint-{says} -->") + 1
    expected: list[list[tuple[int, str]]] = [[], [], []]
    expected[which] = [(line, "unused-ignore")]
    assert finding_locations(check(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\npostlint: {ignore: [luod]}\n---\n## Post\n%## Post\n%", [[2], []]),
        ("# Plan\n\n<!-- postlint-ignor -->\n\n## Post\n%## Post\n%", [[3], []]),
        ("## Post\n%## Post\n%# Notes\n\n<!-- postlint-ignor -->\n", [[], [11]]),
    ],
)
@pytest.mark.usefixtures("postlint")
def test_unused_suppression_between_posts_is_reported_with_the_nearest_post(
    text: str, expected: list[list[int]], tmp_path: Path
) -> None:
    loud_only(tmp_path, "## Post")
    posts = check(text.replace("%", GOOD))
    assert finding_locations(posts) == [
        [(line, "unused-ignore") for line in lines] for lines in expected
    ]


@pytest.mark.usefixtures("postlint")
def test_skip_comment_applies_to_the_whole_split_file(tmp_path: Path) -> None:
    configure(tmp_path, "---")
    (post,) = check(f"---\npostlint: false\n---\n{SELF_FOCUSED}\n---\n{SELF_FOCUSED}")
    assert post["left_out"]
    assert post["findings"] == []


# Arbitrary files

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
    """Return a configuration for each marker."""
    return {marker: loud_only(tmp_path_factory.mktemp("config"), marker) for marker in MARKERS}


@given(pieces=PIECES, marker=st.sampled_from(MARKERS), name=st.sampled_from(["a.md", "a.txt"]))
def test_split_posts_are_sorted_without_overlaps_in_the_body(
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
def test_split_findings_are_at_their_positions(
    pieces: list[str], marker: str, name: str, configs: dict[str, Path]
) -> None:
    # Text above the first marker is also a post, unless headings or fences separate the posts.
    text = f"{SHOUT}\n\n## Post\n\n{SHOUT}\n\n```\n{SHOUT}\n```\n\n~~~\n{SHOUT}\n~~~\n\n"
    text += f"### A\n\n{SHOUT}\n\n# B\n\n{SHOUT}\n\n{''.join(pieces)}"
    args = ("check", "-", "--stdin-filename", name, "--config", configs[marker], *JSON)
    posts = json.loads(run_here(*args, stdin=text.encode()).stdout)["posts"]
    assert any(post["findings"] for post in posts)
    end = 0
    for post in posts:
        assert end <= post["line"] <= post["end_line"]
        end = post["end_line"]
        for finding in post["findings"]:
            start = offset(text, finding["line"], finding["column"])
            assert (
                text[start : offset(text, finding["end_line"], finding["end_column"])]
                == finding["excerpt"]
            )
            if finding["rule"] == "loud":
                assert finding["excerpt"] == "shout"
                assert post["line"] <= finding["line"] <= finding["end_line"] <= post["end_line"]


def offset(text: str, line: int, column: int) -> int:
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]
    return starts[line - 1] + column - 1


# Edge cases


LIMITS = (
    "a fence further in, as in an item of a list, is not seen",
    "what stands between fenced posts is not read",
    "one post that is not judged hides what is said in vain in all others",
)
"""Known bugs."""


def fault(reason: str, *cases: Any) -> list[Any]:
    marked = [pytest.mark.xfail(strict=True, reason=reason)] if reason in LIMITS else []
    return [
        pytest.param(*case, marks=marked, id=f"{reason}-{number}")
        for number, case in enumerate(cases)
    ]


@pytest.mark.parametrize(
    ("marker", "text"),
    fault(
        "a file in which no part has a word has no draft to ask for its front matter",
        ("## Post", "## Post 1\n\n## Post 2\n"),
        ("---", "---\n"),
        ("---", "🥚\n---\n🥚\n"),
        ("```", "```\n```\n"),
        ("---", "---\npostlint: false\n---\n---\n"),
    ),
)
def test_split_file_of_empty_posts(
    marker: str, text: str, postlint: Postlint, tmp_path: Path
) -> None:
    configure(tmp_path, marker)
    (tmp_path / "empty.md").write_text(text)
    (tmp_path / "proud.md").write_text(marker.join(["", f"\n{SELF_FOCUSED}", ""]))
    result = postlint("check", *JSON)
    assert result.exit_code in (0, 1)
    assert "self-focused" in result.stdout


@pytest.mark.parametrize(
    ("text", "marker", "expected"),
    [
        *fault(
            "a fence further in, as in an item of a list, is not seen",
            ("1. A\n\n    ```yaml\n    ---\n    ```\n\n---\n\nB", "---",
             ["1. A\n\n    ```yaml\n    ---\n    ```", "B"]),
            ("1. ```yaml\n   ---\n   ```\n\nA\n\n---\n\nB", "---",
             ["1. ```yaml\n   ---\n   ```\n\nA", "B"]),
        ),
        *fault(
            "a last fence that is not closed is left out",
            ("```\nA\n```\n\n```\nB\n", "```", ["A", "B"]),
        ),
        *fault("`_` passes for a word", ("A\n---\n___\n---\nB", "---", ["A", "B"])),
    ],
)  # fmt: skip
def test_split_text_between_posts(text: str, marker: str, expected: list[str]) -> None:
    assert bodies(text, marker) == expected


@pytest.mark.parametrize(
    ("heading", "platform"),
    [
        *fault("a name with a dash is taken apart", ("E-mail (short)", "newsletter"),
               ("Linked-In 1", "linkedin")),
        *fault("any word of a title is taken for the place it goes to",
               ("Why I left Facebook for good", None)),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("postlint")
def test_split_platform_of_a_heading(heading: str, platform: str | None, tmp_path: Path) -> None:
    configure(tmp_path, "###")
    first, second = check(f"### {heading}\n{GOOD}\n### Two\n{GOOD}")
    assert (first["platform"], second["platform"]) == (platform, None)


@pytest.mark.parametrize("marker", fault("can never be found", ("````",), ("~~~~",), ("---\n---",)))
def test_split_marker_that_cannot_match_is_refused(
    marker: str, postlint: Postlint, tmp_path: Path
) -> None:
    configure(tmp_path, marker)
    (tmp_path / "a.md").write_text(GOOD)
    assert postlint("check", "a.md").exit_code == 2


@pytest.mark.parametrize(
    ("marker", "text", "expected"),
    [
        *fault(
            "in a file split at its fences all comments stand in code",
            ("```", "```\n<!-- postlint-ignore loud -->\n%\n```\n```\n%\n```\n", [[], [6]]),
            ("```", "```\n% <!-- postlint-ignore-file -->\n```\n```\n%\n```\n", [[], []]),
        ),
        *fault(
            "blocks are those of the whole file, not of the posts in it",
            ("+++", "<!-- postlint-ignore loud -->\n%\n+++\n%\n", [[], [4]]),
            ("***", "%\n\n<!-- postlint-ignore loud -->\n\n***\n\n%\n", [[1], [7]]),
        ),
    ],
)
@pytest.mark.usefixtures("postlint")
def test_suppression_inside_split_posts(
    marker: str, text: str, expected: list[list[int]], tmp_path: Path
) -> None:
    loud_only(tmp_path, marker)
    posts = check(text.replace("%", SHOUT), "--ignore", "unused-ignore")
    assert finding_locations(posts) == [[(line, "loud") for line in lines] for lines in expected]


@pytest.mark.parametrize(
    ("marker", "text"),
    [
        *fault(
            "what stands between two posts is in none, and so not told",
            ("## Post", "## Post\n%# Notes\n\n<!-- postlint-ignor -->\n\n## Post\n%"),
        ),
        *fault(
            "what stands between fenced posts is not read",
            ("```", "```\n%```\n\n<!-- postlint-ignor -->\n\n```\n%```\n"),
        ),
        *fault(
            "one post that is not judged hides what is said in vain in all others",
            ("---", "<!-- postlint-ignore loud -->\n\n%\n---\nHeute gab es wieder Eier.\n"),
        ),
    ],
)
@pytest.mark.usefixtures("postlint")
def test_unused_suppression_in_split_files_is_reported(
    marker: str, text: str, tmp_path: Path
) -> None:
    loud_only(tmp_path, marker)
    posts = check(text.replace("%", GOOD))
    assert [rule for post in finding_locations(posts) for _, rule in post] == ["unused-ignore"]


def test_score_json_of_split_posts(postlint: Postlint, tmp_path: Path) -> None:
    configure(tmp_path, "---")
    (tmp_path / "many.md").write_text(f"{GOOD}---\n{SELF_FOCUSED}")
    assert json.loads(postlint("score", "many.md", *JSON).stdout)
