"""Baseline: which edits bring a finding back, and which don't."""

from __future__ import annotations

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
from tests.command import ASKS_NOTHING, Postlint, write
from tests.diagnostics.baseline.helpers import (
    ASKED,
    LOUD,
    NAME,
    QUIET,
    SHOUTS,
    Found,
    configure,
    held,
    new,
    record,
)

CONCISE = ("--output-format", "concise")

LOUD_PUMPS = (
    "They shout.\n\nOne shouted.\n\nMost pumps shout long before they break. A client wants to "
    "know the price, the date, and who will come. All the rest could wait for the contract.\n"
)


def test_baseline_matches_file_rule_and_words(postlint: Postlint, folder: Path) -> None:
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
def test_baseline_hides_known_findings_only(
    edited: str, found: Found, postlint: Postlint, folder: Path
) -> None:
    write(folder, a=SHOUTS)
    record(postlint)
    write(folder, a=edited)
    assert new(postlint) == found


def test_baseline_fails_the_run_on_new_findings_only(postlint: Postlint, folder: Path) -> None:
    write(folder, a=SHOUTS)
    record(postlint)
    assert postlint("check").exit_code == 0
    write(folder, a=f"{SHOUTS}\nThey shouted, too. Why?\n")
    result = postlint("check", *CONCISE)
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout == "a.md:5:6: error loud Loud.\n"


@pytest.mark.parametrize("before", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("after", ["\n", "\r\n", "\r"])
def test_baseline_ignores_line_endings(
    before: str, after: str, postlint: Postlint, folder: Path
) -> None:
    text = (
        "They are very\nbe very loud or\nquiet, and we shout.\n\n"
        "If a valve leaks, it must be replaced: a leak can cost you a floor.\n"
    )
    write(folder, a=text.replace("\n", before))
    record(postlint)
    assert set(held(folder)["a.md"]) >= {"loud", "no-question"}
    write(folder, a=text.replace("\n", after))
    assert new(postlint) == []


def test_baseline_ignores_line_breaks_between_words(postlint: Postlint, folder: Path) -> None:
    rule = LOUD.replace("shout*", "far too loud")
    (folder / "loud.yaml").write_text(rule)
    write(folder, a=f"This is far too loud.\n\n{QUIET}")
    record(postlint)
    for broken in ("far too\nloud", "far\r\ntoo   loud", "far\n  too loud"):
        write(folder, a=f"- This is {broken}.\n\n{QUIET}")
        assert new(postlint) == [], broken
    write(folder, a=f"It is far too loud.\n\nThis is far\ntoo loud.\n\n{QUIET}")
    assert [rule for _, _, rule in new(postlint)] == ["loud"]


def test_baseline_distinguishes_long_excerpts_with_the_same_start(
    postlint: Postlint, folder: Path
) -> None:
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


def test_baseline_entries_match_rule_and_file(postlint: Postlint, folder: Path) -> None:
    (folder / "noisy.yaml").write_text(LOUD.replace("id: loud", "id: noisy"))
    write(folder, a=SHOUTS)
    record(postlint)
    write(folder, b=SHOUTS)
    assert new(postlint) == [("b.md", 1, "loud")]
    text = (folder / "postlint.toml").read_text().replace("loud", "noisy")
    (folder / "postlint.toml").write_text(text)
    assert new(postlint, "a.md") == [("a.md", 1, "noisy")]


def test_baseline_ignores_severity_and_platform(postlint: Postlint, folder: Path) -> None:
    configure(folder, ASKED)
    write(folder, a=f"We shout.\n\n{ASKS_NOTHING}")
    record(postlint)
    assert set(held(folder)["a.md"]) == {"loud", "no-question"}
    configure(folder, f'{ASKED}severity = "error"\n[rule.loud]\nseverity = "info"\n')
    assert new(postlint, "--platform", "mastodon") == []


def test_baseline_never_records_unused_ignore(postlint: Postlint, folder: Path) -> None:
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
def test_baseline_entries_are_not_line_numbers(edit: str, rule: str) -> None:
    (examples,) = [one.bad for one in builtin_rules() if one.id == rule]
    for example in examples[:3]:
        before, after = (
            entries(text, select=[rule], platform=example.platform)
            for text in (example.text, EDITS[edit](example.text))
        )
        # More text may fix a fault, but must not change the remaining ones.
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
def test_baseline_ignores_inserted_text(
    jargon: Path, above: list[str], between: list[str], below: list[str], newline: str
) -> None:
    parts = [*above, "Buy one now, synergy.", *between, "Leverage all, my dear.", *below]
    found = entries("\n\n".join(parts).replace("\n", newline), select=["jargon"], config=jargon)
    assert found == {"draft.md": {"jargon": {"synergy": 1, "Leverage": 1}}}


def test_baseline_file_may_have_any_line_endings(postlint: Postlint, folder: Path) -> None:
    write(folder, a=SHOUTS)
    record(postlint)
    text = (folder / NAME).read_bytes()
    assert b"\r" not in text
    (folder / NAME).write_bytes(text.replace(b"\n", b"\r\n"))
    assert new(postlint) == []
