"""What a baseline holds against: which edits bring a finding back, and which do not."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import postlint as package
from postlint.diagnostics.baseline import Entries
from postlint.diagnostics.baseline import record as record_reports
from postlint.rules.loader import builtin_rules
from tests.command import ASKS_NOTHING, GOOD, SELF_FOCUSED, Postlint, spawn, write

JSON = ("--output-format", "json")
CONCISE = ("--output-format", "concise")
NAME = "postlint-baseline.json"
LOUD = """\
id: loud
category: form
scope: block
severity: error
check: phrases
options: {phrases: [shout*, "be very loud *"]}
message: Loud.
help: Be quiet.
why: It is loud.
bad: []
good: []
"""
QUIET = "What do you do when the pump fails at night?\n"
SHOUTS = f"We shout at them.\n\n{QUIET}"
ASKED = """\
[rule.no-question]
min = 0.5
min_relevance = 0
max_anecdote_probability = 1
anecdotes = true
self_focused = true
exempt_platforms = []
exempt_cues = []
"""
"""`no-question` for nearly all posts that ask nothing."""

CONFIG = 'rules = ["loud.yaml"]\nselect = ["loud", "no-question", "self-focused"]\n{}\n'

Found = list[tuple[str, int, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in which `loud` is a rule on words, and two rules are on whole posts."""
    (tmp_path / "loud.yaml").write_text(LOUD)
    configure(tmp_path)
    return tmp_path


def configure(folder: Path, more: str = "") -> None:
    text = CONFIG.format(f'baseline = "{NAME}"\n{more}')
    (folder / "postlint.toml").write_text(text, encoding="utf-8")


def record(postlint: Postlint, *args: str | Path) -> None:
    result = postlint("baseline", *args)
    assert (result.exit_code, result.stderr) == (0, "")


def held(folder: Path, name: str = NAME) -> dict[str, dict[str, dict[str, int]]]:
    data: dict[str, Any] = json.loads((folder / name).read_text("utf-8"))
    files: dict[str, dict[str, dict[str, int]]] = data["files"]
    return files


def new(postlint: Postlint, *args: str | Path) -> Found:
    """Return what a check finds that no baseline holds: file, line and rule."""
    result = postlint("check", *args, *JSON, "--quiet")
    return [
        (post["path"], one["line"], one["rule"])
        for post in json.loads(result.stdout)["posts"]
        for one in post["findings"]
    ]


# What a finding is known by


LOUD_PUMPS = (
    "They shout.\n\nOne shouted.\n\nMost pumps shout long before they break. A client wants to "
    "know the price, the date, and who will come. All the rest could wait for the contract.\n"
)


def test_findings_are_known_by_file_rule_and_words(postlint: Postlint, folder: Path) -> None:
    configure(folder, ASKED)
    write(folder, a=LOUD_PUMPS, b=QUIET)
    record(postlint)
    assert held(folder) == {
        "a.md": {"loud": {"shout": 2, "shouted": 1}, "no-question": {"post": 1}}
    }


@pytest.mark.parametrize(
    ("edited", "found"),
    [
        (f"A pump lasts for ten years.\n\n{SHOUTS}", []),
        (f"{SHOUTS}\nAnd then it rained.\n", []),
        (f"\n\n\n{SHOUTS}", []),
        (f"We never shout at\nthem.\n\n{QUIET}", []),
        (f"- Pumps.\n- We shout at them.\n\n{QUIET}", []),
        (f"{QUIET}\nWe shout at them.\n", []),
        (QUIET, []),
        (f"We shouted at them.\n\n{QUIET}", [("a.md", 1, "loud")]),
        (f"We shout at them.\n\n{QUIET}\nWe shout at you.\n", [("a.md", 5, "loud")]),
        ("We shout at them.\n", [("a.md", 1, "self-focused")]),
    ],
)
def test_only_what_is_new_is_found(
    edited: str, found: Found, postlint: Postlint, folder: Path
) -> None:
    write(folder, a=SHOUTS)
    record(postlint)
    write(folder, a=edited)
    assert new(postlint) == found


def test_a_new_finding_fails_the_run_and_an_old_one_does_not(
    postlint: Postlint, folder: Path
) -> None:
    write(folder, a=SHOUTS)
    record(postlint)
    assert postlint("check").exit_code == 0
    write(folder, a=f"{SHOUTS}\nThey shouted, too. Why?\n")
    result = postlint("check", *CONCISE)
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout == "a.md:5:6: error loud Loud.\n"


@pytest.mark.parametrize("before", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("after", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_count(before: str, after: str, postlint: Postlint, folder: Path) -> None:
    text = (
        "They are very\nbe very loud or\nquiet, and we shout.\n\n"
        "If a valve leaks, it must be replaced: a leak can cost you a floor.\n"
    )
    write(folder, a=text.replace("\n", before))
    record(postlint)
    assert set(held(folder)["a.md"]) >= {"loud", "no-question"}
    write(folder, a=text.replace("\n", after))
    assert new(postlint) == []


def test_words_that_are_broken_over_lines_are_the_same(postlint: Postlint, folder: Path) -> None:
    rule = LOUD.replace("shout*", "far too loud")
    (folder / "loud.yaml").write_text(rule)
    write(folder, a=f"This is far too loud.\n\n{QUIET}")
    record(postlint)
    for broken in ("far too\nloud", "far\r\ntoo   loud", "far\n  too loud"):
        write(folder, a=f"- This is {broken}.\n\n{QUIET}")
        assert new(postlint) == [], broken
    write(folder, a=f"It is far too loud.\n\nThis is far\ntoo loud.\n\n{QUIET}")
    assert [rule for _, _, rule in new(postlint)] == ["loud"]


def test_long_words_that_begin_alike_are_not_confused(postlint: Postlint, folder: Path) -> None:
    begin = "we went on " + "and on " * 12
    rule = LOUD.replace("shout*", f"{begin}to Rome").replace("be very loud *", f"{begin}to Bonn")
    (folder / "loud.yaml").write_text(rule)
    write(folder, a=f"So {begin}to Rome.\n\n{QUIET}")
    record(postlint)
    ((key, count),) = held(folder)["a.md"]["loud"].items()
    assert count == 1
    assert len(key) < 80
    assert new(postlint) == []
    write(folder, a=f"So {begin}to Bonn.\n\n{QUIET}")
    assert [rule for _, _, rule in new(postlint)] == ["loud"]


def test_the_rule_and_the_file_count(postlint: Postlint, folder: Path) -> None:
    (folder / "noisy.yaml").write_text(LOUD.replace("id: loud", "id: noisy"))
    write(folder, a=SHOUTS)
    record(postlint)
    write(folder, b=SHOUTS)
    assert new(postlint) == [("b.md", 1, "loud")]
    text = (folder / "postlint.toml").read_text().replace("loud", "noisy")
    (folder / "postlint.toml").write_text(text)
    assert new(postlint, "a.md") == [("a.md", 1, "noisy")]


def test_neither_severity_nor_platform_counts(postlint: Postlint, folder: Path) -> None:
    configure(folder, ASKED)
    write(folder, a=f"We shout.\n\n{ASKS_NOTHING}")
    record(postlint)
    assert set(held(folder)["a.md"]) == {"loud", "no-question"}
    configure(folder, f'{ASKED}severity = "error"\n[rule.loud]\nseverity = "info"\n')
    assert new(postlint, "--platform", "mastodon") == []


def test_what_postlint_finds_in_comments_is_never_recorded(
    postlint: Postlint, folder: Path
) -> None:
    write(folder, a=f"<!-- postlint-ignore-file no-qestion -->\n\n{SHOUTS}")
    record(postlint)
    assert set(held(folder)["a.md"]) == {"loud"}
    assert new(postlint) == [("a.md", 1, "unused-ignore")]


EDITS: dict[str, Callable[[str], str]] = {
    "other ends": lambda text: "\ufeff\n\n<!-- a comment -->\n\n" + text.replace("\n", "\r\n"),
    "a line above": lambda text: f"The office is on the second floor.\n\n{text}",
    "a line below": lambda text: text.rstrip("\n") + "\n\nThe office is on the second floor.\n",
}
ALL_RULES = [(edit, rule.id) for edit in EDITS for rule in builtin_rules()]


@pytest.mark.parametrize(("edit", "rule"), ALL_RULES)
def test_every_rule_is_known_by_more_than_its_place(edit: str, rule: str) -> None:
    (examples,) = [one.bad for one in builtin_rules() if one.id == rule]
    for example in examples[:3]:
        before, after = (
            entries(text, select=[rule], platform=example.platform)
            for text in (example.text, EDITS[edit](example.text))
        )
        # More text may mend a post; it may not make another fault of what is left.
        assert after == before or ("a line" in edit and not after)


def entries(text: str, **wishes: Any) -> Entries:
    found = record_reports(Path(NAME), [package.lint(text, **wishes)]).entries
    return {name: rules for name, rules in found.items() if rules}


PARAGRAPHS = st.lists(
    st.sampled_from(
        ["Your pump fails at night.", "A pump.\nAnd a valve.", "- One\n- Two", "> They shout.",
         "The café is open again. 🥚", "```\nshout\n```", "It was 3 o'clock."]
    ),
    max_size=5,
)  # fmt: skip


@pytest.fixture(scope="module")
def jargon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("jargon") / "postlint.toml"
    path.write_text('[rule.jargon]\nwords = ["synergy", "leverage"]\n')
    return path


@settings(max_examples=30, deadline=None)
@given(PARAGRAPHS, PARAGRAPHS, PARAGRAPHS, st.sampled_from(["\n", "\r\n", "\r"]))
def test_nothing_that_is_put_in_between_counts(
    jargon: Path, above: list[str], between: list[str], below: list[str], newline: str
) -> None:
    parts = [*above, "Buy one now, synergy.", *between, "Leverage all, my dear.", *below]
    found = entries("\n\n".join(parts).replace("\n", newline), select=["jargon"], config=jargon)
    assert found == {"draft.md": {"jargon": {"synergy": 1, "Leverage": 1}}}


# Several posts in one file

PROUD = SELF_FOCUSED.strip()
OTHER = "Had eggs for breakfast. Taking the garbage out now."
WELL = GOOD.strip()


def posts(*texts: str) -> str:
    return "\n\n---\n\n".join(texts) + "\n"


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ([PROUD, WELL], [WELL, PROUD, WELL], 0),
        ([PROUD, WELL], [WELL, PROUD], 0),
        ([PROUD, OTHER], [OTHER, PROUD], 0),
        ([PROUD, OTHER], [WELL, OTHER, WELL, PROUD, WELL], 0),
        ([PROUD, WELL], [PROUD.replace("six", "seven"), WELL], 0),
        ([PROUD, WELL], [OTHER, PROUD, WELL], 1),
        ([PROUD, WELL], [PROUD, PROUD, WELL], 1),
        ([PROUD, PROUD], [PROUD, WELL, PROUD], 0),
        ([WELL, WELL], [PROUD, WELL], 1),
        pytest.param(
            [PROUD], [WELL, PROUD], 0,
        ),
        pytest.param(
            [PROUD, WELL], [PROUD], 0,
        ),
    ],
)  # fmt: skip
def test_posts_of_a_file_are_known_by_their_first_words(
    before: list[str], after: list[str], found: int, postlint: Postlint, folder: Path
) -> None:
    configure(folder, 'split = "---"\n')
    write(folder, many=posts(*before))
    record(postlint)
    write(folder, many=posts(*after))
    assert [rule for _, _, rule in new(postlint)] == ["self-focused"] * found


def test_words_count_over_all_posts_of_a_file(postlint: Postlint, folder: Path) -> None:
    configure(folder, 'split = "---"\n')
    shouts = SHOUTS.strip()
    write(folder, many=posts(WELL, shouts))
    record(postlint)
    write(folder, many=posts(shouts, WELL))
    assert new(postlint) == []
    write(folder, many=posts(shouts, WELL, shouts))
    assert new(postlint) == [("many.md", 13, "loud")]


# Recording


def test_an_existing_file_is_never_overwritten(postlint: Postlint, folder: Path) -> None:
    write(folder, a=SHOUTS)
    for content in ("mine", "", '{"version": 1, "files": {}}\n'):
        (folder / NAME).write_text(content)
        result = postlint("baseline")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "already exists" in result.stderr
        assert (folder / NAME).read_text() == content


@pytest.mark.parametrize("args", [("--output", "out.json"), ("--output", "out/of/here.json")])
def test_another_file_may_be_asked_for(
    args: tuple[str, str], postlint: Postlint, folder: Path
) -> None:
    write(folder, a=SHOUTS)
    (folder / args[1]).parent.mkdir(parents=True, exist_ok=True)
    record(postlint, *args)
    assert not (folder / NAME).exists()
    ((name, rules),) = held(folder, args[1]).items()
    assert (folder / args[1]).parent.joinpath(name).resolve() == folder / "a.md"
    assert set(rules) == {"loud"}
    assert new(postlint, "--baseline", args[1]) == []
    assert postlint("baseline", *args).exit_code == 2


def test_without_a_configuration_it_stands_in_the_current_folder(
    postlint: Postlint, tmp_path: Path
) -> None:
    write(tmp_path, proud=SELF_FOCUSED)
    result = postlint("baseline")
    assert result.stdout == f"{NAME}: recorded 1 finding in 1 draft.\n"
    assert set(held(tmp_path)) == {"proud.md"}
    # Nothing is used that nobody asked for.
    assert [rule for _, _, rule in new(postlint)] == ["self-focused"]
    assert new(postlint, "--baseline", NAME) == []


def test_standard_input_cannot_be_recorded(postlint: Postlint, folder: Path) -> None:
    result = postlint("baseline", "-", stdin=SHOUTS)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "it can't record standard input" in result.stderr
    assert not (folder / NAME).exists()


def test_standard_input_with_a_name_is_that_file(postlint: Postlint, folder: Path) -> None:
    write(folder, a=SHOUTS)
    record(postlint)
    for name, status in (("a.md", 0), ("b.md", 1)):
        result = postlint("check", "-", "--stdin-filename", name, stdin=SHOUTS)
        assert result.exit_code == status


ORDERS = [
    (".",),
    ("z.md", "a.md", "b"),
    ("b", "z.md", "a.md"),
    ("./b/../z.md", "b/", "b", "./a.md"),
]


@pytest.mark.parametrize("order", ORDERS)
def test_the_file_is_sorted_whatever_the_order_of_arguments(
    order: tuple[str, ...], postlint: Postlint, folder: Path
) -> None:
    (folder / "b").mkdir()
    write(folder, z=f"We shouted.\n\n{SHOUTS}", a=f"We have a pump.\n\n{ASKS_NOTHING}\nWe shout.\n")
    write(folder / "b", ä=SHOUTS, B=SHOUTS)
    record(postlint, *order)
    text = (folder / NAME).read_bytes().decode()
    data = json.loads(text)
    assert text == json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    for table in (data["files"], *data["files"].values(), data["files"]["z.md"]["loud"]):
        assert list(table) == sorted(table)
    assert list(data["files"]) == ["a.md", "b/B.md", "b/ä.md", "z.md"]


def test_files_are_named_from_where_the_baseline_is(
    postlint: Postlint, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "b" / "c").mkdir(parents=True)
    write(folder / "b", one=SHOUTS)
    write(folder / "b" / "c", two=SHOUTS)
    record(postlint)
    assert list(held(folder)) == ["b/c/two.md", "b/one.md"]
    monkeypatch.chdir(folder / "b" / "c")
    for args in ((), ("..",), (folder,), ("../one.md", folder / "b" / "c" / "two.md")):
        assert new(postlint, *args) == [], args
        assert new(postlint, *args, "--baseline", f"../../{NAME}") == [], args


def test_a_baseline_belongs_to_the_file_that_names_it(postlint: Postlint, folder: Path) -> None:
    (folder / "b").mkdir()
    (folder / "b" / "postlint.toml").write_text('extend = "../postlint.toml"\n')
    write(folder / "b", one=SHOUTS)
    record(postlint)
    assert list(held(folder)) == ["b/one.md"]
    assert new(postlint) == []
    # A baseline of its own, and one that the command line names, go before it.
    (folder / "b" / "postlint.toml").write_text(
        'extend = "../postlint.toml"\nbaseline = "own.json"\n'
    )
    (folder / "b" / "own.json").write_text('{"version": 1, "files": {}}')
    assert new(postlint) == [("b/one.md", 1, "loud")]
    assert new(postlint, "--baseline", NAME) == []


ODD_NAMES = [
    "two words.md", " blank first.md", "[draft] (1).md", "a*b?.md", "{x},y.md", "日本語.md",
    "été.md", "e\u0301te\u0301.md", "🥚.md", "-x.md", "#1.md", "%41.md", "a'b.md", "a\"b.md",
    "one/[two]/three four.md", "!.md", "C: x.md", "a\\b.md", "a\nb.md", "postlint.json.md",
]  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="no such names there")
def test_names_of_all_kinds(postlint: Postlint, folder: Path) -> None:
    for name in ODD_NAMES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(SHOUTS)
    record(postlint)
    assert list(held(folder)) == sorted(ODD_NAMES)
    assert new(postlint) == []
    for name in ODD_NAMES:
        assert new(postlint, folder / name) == [], name
        (folder / name).write_text(QUIET)
    # Without what is mended, all of it is gone.
    assert postlint("baseline", "--prune").stdout.endswith(
        f": removed {len(ODD_NAMES)} findings, 0 left.\n"
    )


@pytest.mark.skipif(sys.platform != "linux", reason="no such names there")
def test_a_name_that_is_no_utf8(postlint: Postlint, folder: Path) -> None:
    (folder / "caf\udce9.md").write_text(SHOUTS)
    record(postlint)
    assert new(postlint) == []


# Pruning


def test_pruning_drops_what_is_mended_and_never_adds(postlint: Postlint, folder: Path) -> None:
    configure(folder, ASKED)
    write(folder, a=f"We shout.\n\nWe shout.\n\nThey shouted.\n\n{ASKS_NOTHING}", b=SHOUTS)
    record(postlint)
    write(folder, a=f"We shout.\n\nShe shouts.\n\n{ASKS_NOTHING}", b=f"{SHOUTS}\nWe shout.\n")
    write(folder, c=SHOUTS)
    result = postlint("baseline", "--prune")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{folder / NAME}: removed 2 findings, 3 left.\n"
    assert held(folder) == {
        "a.md": {"loud": {"shout": 1}, "no-question": {"post": 1}},
        "b.md": {"loud": {"shout": 1}},
    }
    assert [(path, rule) for path, _, rule in new(postlint)] == [
        ("a.md", "loud"), ("b.md", "loud"), ("c.md", "loud"),
    ]  # fmt: skip
    again = (folder / NAME).read_bytes()
    assert postlint("baseline", "--prune").stdout.endswith(": removed 0 findings, 3 left.\n")
    assert (folder / NAME).read_bytes() == again


@pytest.mark.parametrize(
    ("looked_at", "left"),
    [
        (("b",), {"a.md", "x.md"}),
        (("a.md",), {"a.md", "b/mended.md", "x.md"}),
        (("a.md", "b/mended.md"), {"a.md", "x.md"}),
        ((), {"a.md", "x.md"}),
    ],
)
def test_only_files_that_are_looked_at_or_gone_are_pruned(
    looked_at: tuple[str, ...], left: set[str], postlint: Postlint, folder: Path
) -> None:
    (folder / "b").mkdir()
    write(folder, a=SHOUTS, x=SHOUTS)
    write(folder / "b", gone=SHOUTS, mended=SHOUTS)
    record(postlint)
    configure(folder, 'exclude = ["x.md"]\n')
    write(folder, x=QUIET)
    write(folder / "b", mended=QUIET)
    (folder / "b" / "gone.md").unlink()
    assert postlint("baseline", "--prune", *looked_at).exit_code == 0
    assert set(held(folder)) == left


def test_a_gone_folder_is_pruned(postlint: Postlint, folder: Path) -> None:
    (folder / "b").mkdir()
    write(folder, a=SHOUTS)
    write(folder / "b", one=SHOUTS)
    record(postlint)
    (folder / "b" / "one.md").unlink()
    (folder / "b").rmdir()
    assert postlint("baseline", "--prune", "a.md").exit_code == 0
    assert set(held(folder)) == {"a.md"}


def test_where_a_draft_cannot_be_read_nothing_is_pruned(postlint: Postlint, folder: Path) -> None:
    write(folder, a=SHOUTS, b=SHOUTS)
    record(postlint)
    before = (folder / NAME).read_bytes()
    write(folder, a=QUIET, b=b"\xff\xfe\x00")
    for args in ((), ("a.md", "none.md")):
        result = postlint("baseline", "--prune", *args)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "no baseline written" in result.stderr
        assert (folder / NAME).read_bytes() == before


def test_there_must_be_something_to_prune(postlint: Postlint, folder: Path) -> None:
    write(folder, a=SHOUTS)
    result = postlint("baseline", "--prune")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"postlint: {folder / NAME}: no such baseline; create it with `postlint baseline`\n"
    )
    assert not (folder / NAME).exists()


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ((), True),
        (("mended.md",), True),
        (("a.md",), False),
        (("mended.md", "--quiet"), False),
        (("a.md", "--baseline", "empty.json"), False),
        pytest.param(("a.md", "--select", "no-question"), False),
        pytest.param(("a.md", "--ignore", "loud"), False),
        pytest.param(("out.md", "--drafts-only"), False),
    ],
)
def test_what_is_no_longer_found_is_told_if_it_was_looked_for(
    args: tuple[str, ...], told: bool, postlint: Postlint, folder: Path
) -> None:
    (folder / "empty.json").write_text('{"version": 1, "files": {}}')
    write(folder, a=SHOUTS, mended=SHOUTS, out=f"---\ndraft: false\n---\n{SHOUTS}")
    record(postlint)
    write(folder, mended=QUIET)
    assert ("no longer found" in postlint("check", *args).stderr) == told


# What is no baseline


def one_line_and_status_2(postlint: Postlint, says: str, *args: str | Path) -> None:
    result = postlint(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith("postlint: ")
    assert says in line
    assert line.isprintable()


DAMAGED: list[str | bytes] = [
    '{"version": 1, "files": {"a.md": {"loud": {"sho',
    '{"version": 1, "files": {"a.md": {"loud": {"shout": 0}}}}',
    '{"version": 1, "files": {"a.md": {"loud": {"shout": -1}}}}',
    '{"version": 1, "files": {"a.md": {"loud": {"shout": 1.5}}}}',
    '{"version": 1, "files": {"a.md": {"loud": {"shout": null}}}}',
    '{"version": 1, "files": {"a.md": {"loud": ["shout"]}}}',
    '{"version": 1, "files": {"a.md": ["loud"]}}',
    '{"version": 1, "files": ["a.md"]}',
    '{"version": 1, "files": null}',
    '{"version": 1}',
    '{"version": "1", "files": {}}',
    '{"files": {}}',
    "null",
    "1",
    '"version"',
    '{"version": 1, "files": {}} and more',
    '<<<<<<< mine\n{"version": 1, "files": {}}\n=======\n>>>>>>> theirs\n',
    b"\xff\xfe{\x00}\x00",
    b'{"version": 1, "files": {"caf\xe9.md": {}}}',
    SHOUTS,
]


@pytest.mark.parametrize("content", DAMAGED)
def test_what_is_damaged_or_foreign(content: str | bytes, postlint: Postlint, folder: Path) -> None:
    write(folder, a=SHOUTS)
    data = content.encode() if isinstance(content, str) else content
    (folder / NAME).write_bytes(data)
    says = f"{NAME}: not a postlint baseline; create one with `postlint baseline`"
    for output in ("text", "json", "concise"):
        one_line_and_status_2(postlint, says, "check", "--output-format", output)
    one_line_and_status_2(postlint, says, "check", "--exit-zero", "--baseline", NAME)
    one_line_and_status_2(postlint, says, "baseline", "--prune")
    assert (folder / NAME).read_bytes() == data


@pytest.mark.parametrize("name", ["none.json", "no/folder/none.json", "a\nb\x1b[31m.json"])
def test_what_is_missing(name: str, postlint: Postlint, folder: Path) -> None:
    write(folder, a=SHOUTS)
    says = "no such baseline; create it with `postlint baseline`"
    one_line_and_status_2(postlint, says, "check", "a.md", "--baseline", name)
    one_line_and_status_2(postlint, says, "baseline", "--prune", "--output", name)


@pytest.mark.skipif(sys.platform == "win32", reason="said otherwise there")
def test_what_cannot_be_read_or_written(postlint: Postlint, folder: Path) -> None:
    write(folder, a=SHOUTS)
    (folder / "b").mkdir()
    one_line_and_status_2(postlint, "b: can't be read (", "check", "--baseline", "b")
    one_line_and_status_2(
        postlint, "no/out.json: can't be written (", "baseline", "--output", "no/out.json"
    )
    one_line_and_status_2(postlint, "b already exists", "baseline", "--output", "b")
    assert sorted(path.name for path in folder.iterdir()) == [
        "a.md", "b", "loud.yaml", "postlint.toml",
    ]  # fmt: skip


@pytest.mark.parametrize("output", ["text", "concise"])
def test_a_fault_stops_the_run_before_anything_is_said(
    output: str, postlint: Postlint, tmp_path: Path
) -> None:
    for name in "xy":
        (tmp_path / name).mkdir()
        write(tmp_path / name, proud=SELF_FOCUSED)
    (tmp_path / "y" / "postlint.toml").write_text('baseline = "none.json"\n')
    one_line_and_status_2(postlint, "none.json", "check", "--output-format", output)


def test_a_missing_baseline_is_told_where_there_are_no_drafts(
    postlint: Postlint, folder: Path
) -> None:
    (folder / "b").mkdir()
    result = postlint("check", "b", "--baseline", "none.json")
    assert (result.exit_code, "none.json" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    "files",
    [
        {"gone\u0000.md": {"loud": {"shout": 1}}},
        {"": {"loud": {"shout": 1}}},
        {"/": {"loud": {"shout": 1}}},
        {"../../gone.md": {"no-such-rule": {"": 10**5}}},
        {"a.md": {}},
        pytest.param(
            {"x" * 5000: {"loud": {"shout": 1}}},
        ),
        pytest.param(
            {"other.md": {"loud": {"\ud800": 1}}},
        ),
    ],
)
def test_odd_entries_do_no_harm(files: dict[str, Any], postlint: Postlint, folder: Path) -> None:
    write(folder, a=SHOUTS, other=QUIET)
    (folder / NAME).write_text(json.dumps({"version": 1, "files": files}))
    assert new(postlint) == [("a.md", 1, "loud")]
    assert postlint("baseline", "a.md", "--prune").exit_code == 0
    assert not list(folder.glob("*.tmp"))


def test_a_baseline_that_git_gave_other_line_ends(postlint: Postlint, folder: Path) -> None:
    write(folder, a=SHOUTS)
    record(postlint)
    text = (folder / NAME).read_bytes()
    assert b"\r" not in text
    (folder / NAME).write_bytes(text.replace(b"\n", b"\r\n"))
    assert new(postlint) == []


def test_real_processes_record_check_and_prune(folder: Path) -> None:
    write(folder, a=SHOUTS)
    runs = [("baseline",), ("check",), ("baseline",), ("baseline", "--prune")]
    assert [spawn(*args, cwd=folder).returncode for args in runs] == [0, 0, 2, 0]
