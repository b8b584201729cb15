"""A fault in several locations is reported once, at the first one that isn't suppressed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result

from tests.command import Postlint

FAULTS = {
    "engagement-bait": (
        "Like and share if you agree!",
        "Comment YES and I will send you the list.",
        "Tag a friend who needs a van.",
    ),
    "pseudo-bold": (
        "Ask for the 𝘄𝗿𝗶𝘁𝘁𝗲𝗻 price before you sign.",
        "The 𝘃𝗮𝗻 is ready when the seals are.",
        "Bring the 𝗸𝗲𝘆𝘀 when you come to us.",
    ),
    "jargon": (
        "Our synergy keeps the seals of your van dry.",
        "Look for synergy when you buy a new seal.",
        "You ask for a seal, and synergy is what you get.",
    ),
    "phrases": (
        "A cheap seal costs you a second visit.",
        "The cheap one breaks in the first frost.",
        "Does a cheap seal come with your van?",
    ),
    "pattern": (
        "The seals are so cold in the morning.",
        "The van was so old that we sold it.",
        "Why is the yard so dark when you come home?",
    ),
    "count": (
        "Which seal broke first? Was it the old one?",
        "Who sold you the van?",
        "What did you do then?",
    ),
    "ratio": (
        "Which seal broke first? Was it the old one?",
        "Who sold you the van?",
        "What did you do then?",
    ),
}
"""By rule, three paragraphs that each have the fault at least once."""

CHECKS = {
    "phrases": "{phrases: [cheap]}",
    "pattern": "{patterns: [[{LOWER: so}, {POS: ADJ}]]}",
    "count": "{measure: questions, max: 1}",
    "ratio": "{measure: questions, per: sentences, max: 0.1}",
}
BETWEEN = "We repair vans in the yard behind the old station, and we show you every part."
RULES = pytest.mark.parametrize("rule", FAULTS)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Path:
    """A folder with rules, one for each generic check that flags words."""
    for check, options in CHECKS.items():
        rule = (
            f"id: {check}\ncategory: form\nscope: post\nseverity: warning\ncheck: {check}\n"
            f"options: {options}\nmessage: Found.\nhelp: Change it.\nwhy: It is a test.\n"
            "bad: []\ngood: []\n"
        )
        (tmp_path / f"{check}.yaml").write_text(rule)
    config = 'platform = "linkedin"\nrules = [{}]\n[rule.jargon]\nwords = ["synergy"]\n'
    names = ", ".join(f'"{check}.yaml"' for check in CHECKS)
    (tmp_path / "postlint.toml").write_text(config.format(names))
    return tmp_path


def draft(*paragraphs: str) -> str:
    return "\n\n".join([*paragraphs, BETWEEN]) + "\n"


def found(result: Result) -> list[tuple[int, str]]:
    (post,) = json.loads(result.stdout)["posts"]
    return [(one["line"], one["rule"]) for one in post["findings"]]


def check(postlint: Postlint, text: str, rule: str, *args: str) -> list[tuple[int, str]]:
    Path("draft.md").write_text(text, encoding="utf-8")
    command = ("check", "draft.md", "--output-format", "json", "--select", rule, *args)
    return found(postlint(*command))


@RULES
def test_fault_in_three_places_is_reported_once(rule: str, postlint: Postlint) -> None:
    assert check(postlint, draft(*FAULTS[rule]), rule) == [(1, rule)]


@RULES
def test_next_location_is_reported_if_the_first_is_suppressed(
    rule: str, postlint: Postlint
) -> None:
    first, second, third = FAULTS[rule]
    comment = f"<!-- postlint-ignore {rule} -->\n"

    assert check(postlint, draft(comment + first, second, third), rule) == [(4, rule)]
    assert check(postlint, draft(comment + first, comment + second, third), rule) == [(7, rule)]
    accepted = draft(comment + first, comment + second, comment + third)
    assert check(postlint, accepted, rule) == []


@RULES
def test_suppression_of_a_later_location_is_used(rule: str, postlint: Postlint) -> None:
    first, second, third = FAULTS[rule]
    comment = f"<!-- postlint-ignore {rule} -->\n"

    assert check(postlint, draft(first, second, comment + third), rule) == [(1, rule)]


@RULES
def test_next_location_is_reported_after_a_region(rule: str, postlint: Postlint) -> None:
    first, second, third = FAULTS[rule]
    start, end = f"<!-- postlint-disable {rule} -->", f"<!-- postlint-enable {rule} -->"

    assert check(postlint, draft(start, first, second, end, third), rule) == [(9, rule)]


def test_region_may_end_inside_a_paragraph(postlint: Postlint) -> None:
    first, second, _ = FAULTS["engagement-bait"]
    start, end = "<!-- postlint-disable -->", "<!-- postlint-enable -->"
    text = f"{BETWEEN} {start}{first}{end}\n{second}\n"

    assert check(postlint, text, "engagement-bait") == [(2, "engagement-bait")]


@RULES
@pytest.mark.parametrize("cached", [True, False])
def test_baseline_hides_only_its_locations(rule: str, cached: bool, postlint: Postlint) -> None:
    config = Path("postlint.toml")
    config.write_text(f'select = ["{rule}"]\n' + config.read_text())
    first, second, third = FAULTS[rule]
    more = ("--baseline", "postlint-baseline.json", *(() if cached else ("--no-cache",)))
    before = draft(first, third)
    Path("draft.md").write_text(before, encoding="utf-8")
    assert postlint("baseline", "draft.md").exit_code == 0

    assert check(postlint, before, rule, *more) == []
    # There's no way to know which of the identical words are new.
    new = (5 if rule in ("jargon", "phrases") else 3, rule)
    for text in (draft(first, second, third), draft(first, second, third, "A last word.")):
        assert check(postlint, text, rule, *more) == [new]
        assert check(postlint, text, rule, *more) == [new], "it is the same from the cache"
    result = postlint("check", "draft.md", *more, "--max-warnings", "0")
    assert result.exit_code == (0 if rule == "jargon" else 1)
    assert "no longer found" not in result.stderr


@RULES
def test_baseline_prune_keeps_remaining_locations(rule: str, postlint: Postlint) -> None:
    config = Path("postlint.toml")
    config.write_text(f'select = ["{rule}"]\n' + config.read_text())
    first, second, third = FAULTS[rule]
    Path("draft.md").write_text(draft(first, second, third), encoding="utf-8")
    postlint("baseline", "draft.md")
    Path("draft.md").write_text(draft(second, third), encoding="utf-8")
    postlint("baseline", "draft.md", "--prune")

    baseline = ("--baseline", "postlint-baseline.json")
    assert check(postlint, draft(second, third), rule, *baseline) == []


def test_at_least_counts_unsuppressed_locations(postlint: Postlint, folder: Path) -> None:
    rule = (folder / "phrases.yaml").read_text()
    (folder / "phrases.yaml").write_text(rule.replace("[cheap]", "[cheap], min_count: 3"))
    first, second, third = FAULTS["phrases"]
    comment = "<!-- postlint-ignore phrases -->\n"

    assert check(postlint, draft(first, second, third), "phrases") == [(1, "phrases")]
    assert check(postlint, draft(comment + first, second, third), "phrases") == []
    again = draft(comment + first, second, third, first)
    assert check(postlint, again, "phrases") == [(4, "phrases")]


def test_jargon_counts_until_it_is_explained(postlint: Postlint) -> None:
    comment = "<!-- postlint-ignore jargon -->\n"
    first, second, third = FAULTS["jargon"]
    explained = "Synergy (two parts that fit) is rare."

    assert check(postlint, draft(comment + first, explained, second, third), "jargon") == []
    told = check(postlint, draft(comment + first, second, explained, third), "jargon")
    assert told == [(4, "jargon")]
