"""Suggestions of rules: they fix the finding; and the key `suggest` in rule files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from postlint.checks import CHECKS
from postlint.checks.post_filter import PostFilter
from postlint.checks.template import fill, placeholders
from postlint.config.effective import EffectiveSettings
from postlint.core.errors import PostlintError
from postlint.core.profile import EMPTY_PROFILE, Profile
from postlint.diagnostics.result import PostResult
from postlint.document.draft import Draft, read_drafts
from postlint.document.source import Source
from postlint.fixes import apply, insert_paragraph
from postlint.linter.linter import Linter
from postlint.rules.advice import PROFILE_FIELDS, Advice, choose_advice, find_evidence
from postlint.rules.loader import builtin_rules, load_rules
from postlint.rules.rule import Rule
from tests.command import ASKS_NOTHING
from tests.rules.test_loader import RULE

BUILT_IN = next(rule for rule in builtin_rules() if rule.id == "no-question")
SUGGESTIONS = (
    Advice(say="How do you deal with {problem} today?"),
    Advice(say="What would have to change for {clients}?"),
    Advice(say="What was the hardest part for you?", when=("x",)),
    Advice(say="How did you solve this the last time?"),
)
NO_QUESTION = BUILT_IN.model_copy(
    update={
        "check": "absent",
        "check_definition": CHECKS["absent"],
        "options": {"measure": "questions"},
        "check_options": CHECKS["absent"].options.model_validate({"measure": "questions"}),
        "applies": PostFilter(),
        "suggest": SUGGESTIONS,
    }
)
"""A rule that suggests a question for every post without one."""

FILLED = [
    {"clients": "bakers", "problem": "late payments"},
    {"clients": "owners of old houses", "problem": "damp in old walls"},
    {"clients": "R&D teams", "problem": "staff who leave after a year"},
    {"clients": "small shops", "problem": "a website that nobody finds"},
]

POSTS = [
    *(example.text for example in BUILT_IN.bad),
    ASKS_NOTHING,
    "---\ntitle: Boilers\nplatform: blog\n---\n\nWe renew a boiler in a day.\n\n#boiler #heating\n",
    "Order your flour on Monday: it takes ten days.\r\n\r\nhttps://example.com/flour\r\n",
    "We **launched** our new shop today. 🎉\n\n- bread\n- rolls\n\n> It was about time.\n",
]


def lint(
    texts: Sequence[str], rules: Sequence[Rule] = (NO_QUESTION,), profile: Profile = EMPTY_PROFILE
) -> list[PostResult]:
    reports = Linter(EffectiveSettings(rules, profile=profile), jobs=1).lint(
        Source("a.md", text) for text in texts
    )
    return [one for one in reports if isinstance(one, PostResult)]


def read(text: str) -> Sequence[Draft]:
    return read_drafts(Source("a.md", text))


def found_by(report: PostResult) -> list[str]:
    return [finding.rule for finding in report.findings]


def with_words(report: PostResult, words: str) -> str:
    """Return the draft with words inserted after its finding."""
    (finding,) = report.findings
    edits = insert_paragraph(report.source.text, words, finding.span, report.ordinal, read)
    assert edits
    return apply(report.source.text, edits)


# Inserted suggestions


@pytest.mark.parametrize("advice", SUGGESTIONS, ids=lambda advice: advice.say)
def test_suggestion_fixes_the_finding(advice: Advice) -> None:
    reports = lint(POSTS)
    assert [found_by(one) for one in reports] == [["no-question"]] * len(POSTS)
    fields = FILLED if placeholders(advice.say) else FILLED[:1]
    fixed = [with_words(report, fill(advice.say, one)) for report in reports for one in fields]
    assert [text for text, one in zip(fixed, lint(fixed), strict=True) if found_by(one)] == []


def test_suggestions_use_known_fields_only() -> None:
    assert SUGGESTIONS
    used = {name for advice in SUGGESTIONS for name in placeholders(advice.say)}
    assert used <= set(FILLED[0])


def test_suggestions_are_one_line_questions() -> None:
    for advice in (*SUGGESTIONS, *(one for rule in builtin_rules() for one in rule.suggest)):
        assert re.fullmatch(r"[A-Z][^\n]*\?", advice.say)
        assert not re.search(r"\b(I|me|my|we|our|your readers)\b", advice.say)
    for rule in (NO_QUESTION, *builtin_rules()):
        said = [advice.say for advice in rule.suggest]
        assert len(set(said)) == len(said)


@pytest.mark.parametrize(
    "profile",
    [EMPTY_PROFILE, Profile.model_validate({"clients": ["bakers"], "problems": ["late flour"]})],
)
def test_chosen_suggestion_fixes_the_finding(profile: Profile) -> None:
    """Editors show this one. It must not cause findings of other rules."""
    rules = [rule for rule in builtin_rules() if rule.enabled and rule.id != "no-question"]
    rules.append(NO_QUESTION)
    before = lint(POSTS, profile=profile)
    fixed = [with_words(one, str(one.findings[0].suggestion)) for one in before]
    assert all("no-question" not in found_by(one) for one in lint(fixed, profile=profile))
    for text, old, new in zip(
        fixed, lint(POSTS, rules, profile), lint(fixed, rules, profile), strict=True
    ):
        new_rules = set(found_by(new)) - set(found_by(old))
        # Findings that it superseded may show.
        assert new_rules <= {*NO_QUESTION.supersedes, "low-relevance"}, text


def test_suggestion_is_the_same_each_time() -> None:
    given = [[one.findings[0].suggestion for one in lint(POSTS)] for _ in range(2)]
    assert given[0] == given[1]
    assert set(given[0]) == {"How did you solve this the last time?"}
    assert all(one and not placeholders(one) for one in given[0])


def test_suggestion_is_none_for_rules_without_suggestions() -> None:
    rules = [rule for rule in builtin_rules() if not rule.suggest]
    findings = [one for report in lint(POSTS, rules) for one in report.findings]
    assert findings
    assert {one.suggestion for one in findings} == {None}


@pytest.mark.parametrize(
    "problem", ["late  payments", "late\u00a0payments", "late\npayments", "R&D", "late payments "]
)
def test_suggestion_with_unusual_problem_text(problem: str) -> None:
    rule = NO_QUESTION.with_overrides(
        {"suggest": (Advice(say="How do you deal with {problem} today?"),)}
    )
    profile = Profile.model_validate({"problems": [problem]})
    (report,) = lint([ASKS_NOTHING], [rule], profile)
    fixed = with_words(report, str(report.findings[0].suggestion))
    assert found_by(lint([fixed], [rule], profile)[0]) == []


def test_suggestions_are_chosen_like_help() -> None:
    """A suggestion with a field that the draft lacks is not used."""
    settings = EffectiveSettings(())
    source = Source("a.md", "We renew a boiler in a day.")
    (report,) = Linter(settings, jobs=1).lint([source], keep_analysis=True)
    assert isinstance(report, PostResult)
    assert report.analysis
    evidence = find_evidence(report.analysis.post, report.analysis.prediction)
    only = (Advice(say="On {problem}?"), Advice(say="And?", when=("x",)), Advice(say="So?"))
    assert choose_advice(only, evidence, {}) == "So?"


# The key `suggest`

HELP = 'help: "Ask something."\n'
LINE = RULE[: RULE.index("why:")].count("\n") + 1
"""The line of `suggest`."""


def suggesting(said: str) -> str:
    """Return a rule file that suggests something."""
    return RULE.replace(HELP, f"{HELP}suggest: {said}\n")


def load(tmp_path: Path, content: str) -> Rule:
    path = tmp_path / "rule.yaml"
    path.write_text(content, encoding="utf-8")
    (rule,) = load_rules([path])
    return rule


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ('"What would you add?"', [("What would you add?", ())]),
        ('["What?", "Why?"]', [("What?", ()), ("Why?", ())]),
        ('[{say: "What?", when: tie}, "Why?"]', [("What?", ("tie",)), ("Why?", ())]),
        ('["On {firm}?", "Of {value}?"]', [("On {firm}?", ()), ("Of {value}?", ())]),
        ("\n  - say: What?\n    when: [x, not-tie]\n  - Why?",
         [("What?", ("x", "not-tie")), ("Why?", ())]),
    ],
)  # fmt: skip
def test_suggest_key_accepts(said: str, wanted: list[Any], tmp_path: Path) -> None:
    rule = load(tmp_path, suggesting(said))
    assert [(one.say, one.when) for one in rule.suggest] == wanted
    assert load(tmp_path, RULE).suggest == ()


NONE_FITS = "`suggest`: one must fit every post: no `when`, and no fields but the check's"
WRONG = [
    # The line is counted from that of `suggest`; the column is that of a key or an item.
    ('"On {who}?"', 0, 1, r"check `metric` gives no \{who\} .* gives .*\{clients\}.*"),
    ('["Why?", "On {who}?"]', 0, 19, r"check `metric` gives no \{who\} for the suggest; .*"),
    ('\n  - Why?\n  - {say: "On {who}?", when: tie}', 2, 5, r"check `metric` gives no \{who\} .*"),
    ('"On {firm}?"', 0, 1, re.escape(NONE_FITS)),
    ('["On {firm}?", "On {problem}?"]', 0, 1, re.escape(NONE_FITS)),
    ("[{say: What?, when: tie}]", 0, 1, re.escape(NONE_FITS)),
    ("\n  - {say: What?, when: tie}", 0, 1, re.escape(NONE_FITS)),
    ('""', 0, 1, "`say`.*"),
    ('" "', 0, 1, "`say`.*"),
    ('["Why?", ""]', 0, 19, "`say`.*"),
    ('[{say: ""}, Why?]', 0, 12, "`say`.*"),
    ("", 0, 1, "`suggest`.*"),
    ("null", 0, 1, "`suggest`.*"),
    ("3", 0, 1, "`suggest`.*"),
    ("{say: Why?}", 0, 1, "`suggest`.*"),
    ("[3]", 0, 11, ".+"),
    ("[[Why?]]", 0, 11, ".+"),
    ("[{when: tie}, Why?]", 0, 11, "key `say` is missing"),
    ("[{say: Why?, wen: tie}]", 0, 23, r"unknown key `wen` \(did you mean `when`\?\)"),
    ("[{say: Why?, when: tye}, Why?]", 0, 23, ".*`tye`.*"),
    ("[{say: Why?, when: 3}, Why?]", 0, 23, ".+"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "line", "column", "reason"), WRONG)
def test_suggest_key_errors_have_locations(
    said: str, line: int, column: int, reason: str, tmp_path: Path
) -> None:
    with pytest.raises(PostlintError) as caught:
        load(tmp_path, suggesting(said))
    place = rf"{re.escape(str(tmp_path / 'rule.yaml'))}:(\d+):(\d+): (.+)"
    match = re.fullmatch(place, str(caught.value))
    assert match, caught.value
    assert re.fullmatch(reason, match[3])
    assert (int(match[1]) - LINE, int(match[2])) == (line, column)


def test_suggest_key_with_a_typo_is_reported(tmp_path: Path) -> None:
    with pytest.raises(PostlintError, match=r"unknown key `sugest` \(did you mean `suggest`\?\)"):
        load(tmp_path, suggesting("Why?").replace("suggest:", "sugest:"))


def test_suggest_key_may_be_empty(tmp_path: Path) -> None:
    assert load(tmp_path, suggesting("[]")).suggest == ()


def test_suggest_key_may_use_all_profile_fields(tmp_path: Path) -> None:
    said = ", ".join(f'"On {{{name}}}?"' for name in PROFILE_FIELDS)
    rule = load(tmp_path, suggesting(f'[{said}, "Why?"]'))
    assert len(rule.suggest) == len(PROFILE_FIELDS) + 1


def test_suggest_key_is_inherited(tmp_path: Path) -> None:
    path = tmp_path / "rule.yaml"
    path.write_text("extends: no-question\n", encoding="utf-8")
    (rule,) = load_rules([path], known=builtin_rules())
    assert rule.suggest == BUILT_IN.suggest
    path.write_text("extends: no-question\nsuggest: Why?\n", encoding="utf-8")
    (rule,) = load_rules([path], known=builtin_rules())
    assert rule.suggest == (Advice(say="Why?"),)
    (report,) = lint([ASKS_NOTHING], [rule])
    assert report.findings[0].suggestion == "Why?"
