"""Accepted findings: in front matter, in comments, and in baselines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postlint.document.directive_comments import find_directive_comments
from postlint.document.source import Source, Span
from tests.command import GOOD, Postlint, rules_by_path, write

EGGS = "Had eggs for breakfast. Taking the garbage out now.\n"
JSON = ("--output-format", "json")


def found(postlint: Postlint, name: str = "post.md", *args: str) -> list[str]:
    return sorted(rules_by_path(postlint("check", name, *JSON, *args))[name])


# In front matter


@pytest.mark.parametrize(
    "front",
    [
        "---\npostlint: {ignore: [self-focused]}\n---\n",
        "---\npostlint:\n  ignore: self-focused\n---\n",
        "+++\n[postlint]\nignore = ['self-focused']\n+++\n",
        '---\ntitle: A title\n"postlint": {"ignore": ["self-focused"]}\n---\n',
    ],
)
@pytest.mark.parametrize("name", ["post.md", "post.mdx", "post.txt"])
def test_suppression_in_front_matter(
    front: str, name: str, postlint: Postlint, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(EGGS)
    before = found(postlint, name)
    (tmp_path / name).write_text(front + EGGS)
    # The findings that `self-focused` supersedes don't reappear.
    assert found(postlint, name) == [rule for rule in before if rule != "self-focused"]


def test_file_can_be_skipped(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, post="---\npostlint: false\n---\n" + EGGS, good=GOOD)
    result = postlint("check", *JSON)
    assert result.exit_code == 0
    posts = {post["path"]: post for post in json.loads(result.stdout)["posts"]}
    assert posts["post.md"]["skipped"]
    assert "`postlint: false`" in posts["post.md"]["notices"][0]
    assert "1 post checked: no problems found, 1 skipped" in postlint("check").stdout


@pytest.mark.parametrize(
    ("front", "says"),
    [
        ("postlint: {ignore: [self-focussed]}", "Unknown rule `self-focussed` (did you mean"),
        (
            "postlint: {ignor: [self-focused]}",
            "postlint doesn't know what this `postlint` key means",
        ),
        ("postlint: 3", "postlint doesn't know what this `postlint` key means"),
        ("postlint: {ignore: [3]}", "postlint doesn't know what this `postlint` key means"),
        ("postlint: {ignore: [jargon]}", "so there is nothing to ignore"),
    ],
)
def test_front_matter_errors(front: str, says: str, postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, post=f"---\ntitle: x\n{front}\n---\n{EGGS}")
    (tmp_path / "postlint.toml").write_text("[rule.jargon]\nenabled = true\n")
    findings = json.loads(postlint("check", "post.md", *JSON).stdout)["posts"][0]["findings"]
    fault, other = findings
    assert (fault["rule"], fault["severity"], fault["line"]) == ("unused-ignore", "warning", 3)
    assert fault["excerpt"] == front
    assert says in fault["message"]
    assert other["rule"] == "self-focused"
    assert found(postlint, "post.md", "--ignore", "unused-ignore") == ["self-focused"]


# In comments

BEFORE = [
    "<!-- postlint-ignore self-focused -->\n",
    "<!-- postlint-ignore self-focused -->\n\n",
    "<!--postlint-ignore self-focused-->",
    "<!--\npostlint-ignore self-focused, little-for-clients\n-- with a reason\n-->\n",
    "<!-- postlint-ignore -->\n",
    "<!-- postlint-ignore little-for-clients low-relevance self-focused -- reason -- more -->\n\n",
    "<!-- postlint-ignore-file self-focused -->\n\n",
    "<!-- postlint-ignore-file -->\n\n",
    "<!-- postlint-disable self-focused -->\n\n",
    "<!-- postlint-disable -->\n\n",
    "\ufeff<!-- postlint-ignore self-focused -->\n🥚🥚 ",
]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("comment", BEFORE)
def test_suppression_comments(
    comment: str, newline: str, postlint: Postlint, tmp_path: Path
) -> None:
    (tmp_path / "postlint.toml").write_text('extend-select = ["low-relevance"]\n')
    text = (comment + EGGS).replace("\n", newline)
    (tmp_path / "post.md").write_bytes(text.encode())
    assert found(postlint) == []
    result = postlint("check", "-", "--stdin-filename", "post.md", *JSON, stdin=text.encode())
    assert rules_by_path(result)["post.md"] == []


@pytest.mark.parametrize(
    "text",
    [
        EGGS + "\n<!-- postlint-ignore-file self-focused -->\n",
        EGGS.replace(". T", ". <!-- postlint-ignore self-focused --> T"),
        "> A quote.\n\n<!-- postlint-disable self-focused -->\n\n" + EGGS,
    ],
)
def test_suppression_comment_positions(text: str, postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, post=text)
    assert "self-focused" not in found(postlint)


@pytest.mark.parametrize(
    "text",
    [
        "`<!-- postlint-ignore self-focused -->` " + EGGS,
        "```\n<!-- postlint-ignore self-focused -->\n```\n\n" + EGGS,
        "{/* postlint-ignore self-focused */}\n\n" + EGGS,
        "\\<!-- postlint-ignore self-focused -- >\n\n" + EGGS,
        "<!-- not for postlint-ignore self-focused -->\n\n" + EGGS,
    ],
)
def test_suppression_needs_a_comment(text: str, postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, post=text)
    assert found(postlint)
    assert "unused-ignore" not in found(postlint)
    write(tmp_path, post=text.replace("postlint-", "nothing "))
    assert found(postlint)


def test_mdx_has_its_own_suppression_comments(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "post.mdx").write_text("{/* postlint-ignore self-focused */}\n\n" + EGGS)
    assert found(postlint, "post.mdx") == []


def test_plain_text_has_no_suppression_comments(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "post.txt").write_text("<!-- postlint-ignore-file -->\n" + EGGS)
    assert found(postlint, "post.txt")
    assert "unused-ignore" not in found(postlint, "post.txt")


REGIONS = """\
WE SHOUT HERE ALL THE TIME.

<!-- postlint-disable loud -->
WE SHOUT HERE ALL THE TIME.

WE SHOUT HERE ALL THE TIME.

<!-- postlint-enable {} -->
WE SHOUT HERE ALL THE TIME.
"""
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


@pytest.mark.parametrize(
    ("enabled", "lines"), [("", [1, 9]), ("loud", [1, 9]), ("no-question", [1])]
)
def test_suppression_regions_end(
    enabled: str, lines: list[int], postlint: Postlint, tmp_path: Path
) -> None:
    (tmp_path / "loud.yaml").write_text(RULE)
    (tmp_path / "postlint.toml").write_text('rules = ["loud.yaml"]\nselect = ["loud"]\n')
    write(tmp_path, post=REGIONS.format(enabled))
    (post,) = json.loads(postlint("check", "post.md", *JSON).stdout)["posts"]
    assert [one["line"] for one in post["findings"] if one["rule"] == "loud"] == lines


def test_suppression_regions_can_end_for_some_rules(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "loud.yaml").write_text(RULE)
    (tmp_path / "postlint.toml").write_text('rules = ["loud.yaml"]\nselect = ["loud"]\n')
    text = "<!-- postlint-disable -->\nWe shout.\n\n<!-- postlint-enable loud -->\nWe shout.\n"
    write(tmp_path, post=text)
    (post,) = json.loads(postlint("check", "post.md", *JSON).stdout)["posts"]
    assert [one["line"] for one in post["findings"]] == [5]


@pytest.mark.parametrize(
    ("comment", "says", "advice"),
    [
        ("postlint-ignore jargon", "`jargon` finds nothing here", "postlint-ignore-file jargon"),
        ("postlint-ignore-file jargon", "`jargon` finds nothing here", "Remove it"),
        (
            "postlint-ignore jargn",
            "Unknown rule `jargn` (did you mean `jargon`?)",
            "postlint rules",
        ),
        ("postlint-ignor jargon", "did you mean `postlint-ignore`?", "postlint-disable"),
        (
            "postlint-disable-next-line",
            "postlint doesn't know the comment `postlint-disable-next-line`",
            "Use one of",
        ),
        ("postlint-enable jargon", "No rule is disabled here", "Remove it"),
    ],
)
def test_unused_suppression_comments_are_reported(
    comment: str, says: str, advice: str, postlint: Postlint, tmp_path: Path
) -> None:
    (tmp_path / "postlint.toml").write_text("[rule.jargon]\nenabled = true\n")
    write(tmp_path, post=f"{GOOD}\n<!-- {comment} -->\n\nWhat do you do when it rains?\n")
    (fault,) = json.loads(postlint("check", "post.md", *JSON).stdout)["posts"][0]["findings"]
    assert fault["rule"] == "unused-ignore"
    assert fault["excerpt"] == f"<!-- {comment} -->"
    assert says in fault["message"]
    assert advice in fault["help"]


def test_suppressions_of_rules_that_did_not_run_are_not_unused(
    postlint: Postlint, tmp_path: Path
) -> None:
    write(tmp_path, post=f"<!-- postlint-ignore-file low-relevance -->\n\n{GOOD}")
    assert found(postlint) == []  # `low-relevance` is off
    assert found(postlint, "post.md", "--select", "low-relevance") == ["unused-ignore"]
    assert found(postlint, "post.md", "--select", "no-question") == []


def test_unused_suppression_is_reported_per_name(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, post=f"<!-- postlint-ignore-file self-focused jargon -->\n\n{EGGS}")
    (tmp_path / "postlint.toml").write_text("[rule.jargon]\nenabled = true\n")
    (fault,) = json.loads(postlint("check", "post.md", *JSON).stdout)["posts"][0]["findings"]
    assert "`jargon` finds nothing here" in fault["message"]


PIECES = st.lists(
    st.sampled_from(
        ["<!-- postlint-ignore a -->", "<!-- postlint-", "-->", "Text 🥚.", "\n", "\n\n", "- ", "`",
         "> ", "```\n", "    ", "| a |\n|---|\n", "{/* postlint-ignore */}", "\r\n", "# "]
    ),
    max_size=30,
)  # fmt: skip


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(PIECES, st.sampled_from(["a.md", "a.mdx"]))
def test_suppression_comments_have_locations(pieces: list[str], name: str) -> None:
    text = "".join(pieces)
    end = 0
    for comment in find_directive_comments(Source(name, text), Span(0, len(text))):
        assert text[comment.span.start :].startswith(("<!--", "{/*"))
        assert text[: comment.span.end].endswith(("-->", "*/}"))
        assert end <= comment.span.start
        assert 0 <= comment.block.start <= comment.block.end <= len(text)
        assert comment.block.end >= comment.span.end or comment.block.start >= comment.span.end
        end = comment.span.end


# In baselines


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    (tmp_path / "two words").mkdir()
    write(tmp_path, eggs=EGGS, good=GOOD)
    write(tmp_path / "two words", **{"Über [1]": EGGS})
    (tmp_path / "loud.yaml").write_text(RULE)
    (tmp_path / "postlint.toml").write_text(
        'rules = ["loud.yaml"]\nbaseline = "postlint-baseline.json"\n'
    )
    return tmp_path


def record(postlint: Postlint, folder: Path) -> None:
    (folder / "postlint-baseline.json").unlink(missing_ok=True)
    result = postlint("baseline")
    assert result.exit_code == 0, result.output


def new(postlint: Postlint, *args: str) -> list[tuple[str, str]]:
    posts = json.loads(postlint("check", *JSON, *args).stdout)["posts"]
    return [(post["path"], one["rule"]) for post in posts for one in post["findings"]]


def test_baseline_hides_recorded_findings(postlint: Postlint, collection: Path) -> None:
    (collection / "postlint-baseline.json").write_text('{"version": 1, "files": {}}')
    found = len(new(postlint))
    record(postlint, collection)
    result = postlint("check")
    assert result.exit_code == 0
    assert f"checked: no problems found, {found} in the baseline" in result.stdout
    summary = json.loads(postlint("check", *JSON).stdout)["summary"]
    assert (summary["accepted"], summary["baselined"]) == (0, found)
    data = json.loads((collection / "postlint-baseline.json").read_text("utf-8"))
    assert data["version"] == 1
    assert set(data["files"]) == {"eggs.md", "two words/Über [1].md"}


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "---\ntitle: x\n---\n\n\n" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: "<!-- a comment -->\n\n" + text,
        lambda text: text.replace("breakfast", "my breakfast"),
    ],
)
def test_baseline_survives_edits_elsewhere(
    change: object, postlint: Postlint, collection: Path
) -> None:
    assert callable(change)
    record(postlint, collection)
    (collection / "eggs.md").write_bytes(change(EGGS).encode())
    assert [one for one in new(postlint) if one[1] == "self-focused"] == []


def test_baseline_counts_repeated_words(postlint: Postlint, collection: Path) -> None:
    text = "We shout at them.\n\nWhat do you do when the pump fails at night?\n"
    write(collection, loud=text)
    record(postlint, collection)
    assert new(postlint) == []
    write(collection, loud=f"A line more.\n\n{text}")
    assert new(postlint) == []
    write(collection, loud=f"We shout too.\n\n{text}")
    assert new(postlint) == [("loud.md", "loud")]
    write(collection, other=text)
    assert ("other.md", "loud") in new(postlint)


def test_baseline_does_not_hide_new_findings(postlint: Postlint, collection: Path) -> None:
    record(postlint, collection)
    before = (collection / "postlint-baseline.json").read_bytes()
    write(collection, more=EGGS)
    again = postlint("baseline")
    assert again.exit_code == 2
    assert "already exists" in again.stderr
    assert postlint("baseline", "--prune").exit_code == 0
    assert (collection / "postlint-baseline.json").read_bytes() == before
    assert {path for path, _ in new(postlint)} == {"more.md"}


def test_baseline_prune_removes_fixed_findings(postlint: Postlint, collection: Path) -> None:
    record(postlint, collection)
    write(collection, eggs=GOOD)
    assert "1 recorded finding no longer found; run `postlint baseline --prune`" in (
        postlint("check").stderr
    )
    # A run over other files doesn't report it.
    assert "no longer found" not in postlint("check", "good.md").stderr
    assert postlint("baseline", "good.md", "--prune").stdout.endswith(
        "removed 0 findings, 2 left.\n"
    )
    assert postlint("baseline", "--prune").stdout.endswith("removed 1 finding, 1 left.\n")
    write(collection, eggs=EGGS)
    assert ("eggs.md", "self-focused") in new(postlint)
    (collection / "two words" / "Über [1].md").unlink()
    assert postlint("baseline", "eggs.md", "--prune").stdout.endswith("0 left.\n")


def test_baseline_survives_moved_posts(postlint: Postlint, collection: Path) -> None:
    config = collection / "postlint.toml"
    config.write_text('split = "---"\nbaseline = "postlint-baseline.json"\n')
    write(collection, many=f"{GOOD.partition('---')[0] or 'A'}\n\n---\n\n{EGGS}")
    record(postlint, collection)
    text = (collection / "many.md").read_text()
    write(collection, many=f"Porridge for breakfast, then two hours of emails.\n\n---\n\n{text}")
    told = json.loads(postlint("check", "many.md", *JSON).stdout)["posts"]
    assert told[0]["findings"]
    assert not told[-1]["findings"]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"version": 2, "files": {}}', '{"version": 1, "files": {"a": 3}}',
     '{"version": 1, "files": {"a.md": {"x": {"y": "z"}}}}', "[" * 100_000, "\x00"],
)  # fmt: skip
def test_baseline_rejects_other_files(text: str, postlint: Postlint, collection: Path) -> None:
    (collection / "postlint-baseline.json").write_text(text)
    result = postlint("check")
    assert result.exit_code == 2
    assert "not a postlint baseline" in result.stderr
    (collection / "postlint-baseline.json").unlink()
    assert "create it with `postlint baseline`" in postlint("check").stderr


def test_baseline_is_deterministic(postlint: Postlint, collection: Path) -> None:
    record(postlint, collection)
    first = (collection / "postlint-baseline.json").read_bytes()
    record(postlint, collection)
    assert (collection / "postlint-baseline.json").read_bytes() == first
    assert not list(collection.glob("*.tmp"))


def test_baseline_is_not_written_if_a_draft_is_unreadable(
    postlint: Postlint, collection: Path
) -> None:
    (collection / "broken.md").write_bytes(b"\xff\xfe")
    result = postlint("baseline")
    assert result.exit_code == 2
    assert "no baseline written" in result.stderr
    assert not (collection / "postlint-baseline.json").exists()
