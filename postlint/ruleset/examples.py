"""Running the examples of a rule."""

from __future__ import annotations

from collections.abc import Iterator

from postlint import engine
from postlint.drafts.source import Source
from postlint.errors import PostlintError
from postlint.findings import INTERNAL_ERROR, Finding
from postlint.judgement.model import load_models
from postlint.platforms import normalise_platform
from postlint.results import PostReport
from postlint.ruleset.rule import Example, Rule


def run_examples(rule: Rule) -> Iterator[str]:
    """Yield a line for each example of a rule that does not hold."""
    for example in rule.bad:
        findings = run_example(rule, example)
        if not any(finding.rule == rule.id for finding in findings):
            yield f"not flagged, though it is bad: {_short(example)}"
        elif example.at and not any(finding.excerpt == example.at for finding in findings):
            flagged = ", ".join(f"`{finding.excerpt}`" for finding in findings)
            yield f"flagged {flagged} and not `{example.at}`: {_short(example)}"
    for example in rule.good:
        if run_example(rule, example):
            yield f"flagged, though it is good: {_short(example)}"


def run_example(rule: Rule, example: Example) -> tuple[Finding, ...]:
    """Return what a rule, alone, finds in an example.

    Raises:
        PostlintError: the rule's check fails.
    """
    platform = normalise_platform(example.platform) if example.platform else None
    setting = engine.Setting([rule], example.profile, platform)
    source = Source(f"{rule.id}.md", example.draft)
    (report,) = engine.lint([source], setting=lambda _: setting, models=load_models())
    findings = report.findings if isinstance(report, PostReport) else ()
    for finding in findings:
        if finding.rule == INTERNAL_ERROR:
            raise PostlintError(finding.message)
    return findings


def _short(example: Example) -> str:
    return " ".join(example.text.split())[:80]
