"""Running rules on a post or a feed, which turns hits into findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from postlint.checks.base import FEED, BlockSpan, Hit
from postlint.checks.template import fill
from postlint.core.terminal_text import shorten
from postlint.core.timings import Timings
from postlint.diagnostics.finding import (
    INTERNAL_ERROR,
    Finding,
    Location,
    Severity,
    is_at_least,
)
from postlint.rules.advice import Evidence, choose_advice
from postlint.rules.rule import Rule


class Target(Protocol):
    """The target of rules: a post or a feed."""

    name: str
    """Its name in error messages."""

    is_feed: bool

    @property
    def evidence(self) -> Evidence:
        """The evidence for advice."""

    def context(self, rule: Rule) -> object | None:
        """Return the input of a rule's check; None if the rule doesn't apply."""

    def platform_of(self, hit: Hit) -> str | None:
        """Return the platform that decides the severity of a hit."""

    def locate(
        self, hit: Hit | None, message: str, help_text: str, suggestion: str | None = None
    ) -> Location:
        """Return the location of a hit; for None, of the whole target."""


def run_rules(
    rules: Iterable[Rule], target: Target, timings: Timings | None = None
) -> list[Finding]:
    """Return the findings of rules, in their order. Rules for other kinds of targets don't run.

    A failed rule yields an internal error, and the other rules still run.
    """
    timings = timings or Timings()
    findings: list[Finding] = []
    for rule in rules:
        if (rule.check_definition.scopes == FEED) is target.is_feed:
            with timings.step(f"rule {rule.id}"):
                findings += _run(rule, target)
    return findings


def drop_superseded(findings: Sequence[Finding], rules: Iterable[Rule]) -> list[Finding]:
    """Return the findings without superseded ones, so each problem has one finding.

    A milder finding never supersedes a more severe one.
    """
    superseded = {rule.id: frozenset(rule.supersedes) for rule in rules}
    worst: dict[str, Severity] = {}
    for finding in findings:
        previous = worst.get(finding.rule, finding.severity)
        worst[finding.rule] = (
            finding.severity if is_at_least(finding.severity, previous) else previous
        )
    return [
        finding
        for finding in findings
        if not any(
            finding.rule in superseded.get(rule, ()) and is_at_least(severity, finding.severity)
            for rule, severity in worst.items()
        )
    ]


def _run(rule: Rule, target: Target) -> Iterator[Finding]:
    try:
        context = target.context(rule)
        if context is not None:
            for hit in rule.check_definition.run(context):
                yield _finding(rule, target, hit)
    except (Exception, SystemExit) as error:
        reason = shorten(f"{type(error).__name__}: {error}", 200)
        message = f"rule `{rule.id}` ({rule.path}) failed on this {target.name}: {reason}"
        help_text = "Report this to the author of the rule. Until it's fixed, ignore the rule."
        yield Finding(INTERNAL_ERROR, "error", (target.locate(None, message, help_text),))


def _finding(rule: Rule, target: Target, hit: Hit) -> Finding:
    is_post_level = rule.scope not in ("block", "sentence") and not isinstance(hit.place, BlockSpan)
    return Finding(
        rule.id,
        rule.severity_for(target.platform_of(hit)),
        tuple(_location(rule, target, each) for each in (hit, *hit.others)),
        hit.is_post_level or is_post_level,
    )


def _location(rule: Rule, target: Target, hit: Hit) -> Location:
    suggestion = None
    if rule.suggest:
        suggestion = choose_advice(rule.suggest, target.evidence, hit.fields, for_draft=True)
    return target.locate(
        hit,
        fill(rule.message, hit.fields),
        choose_advice(rule.help, target.evidence, hit.fields),
        suggestion,
    )
