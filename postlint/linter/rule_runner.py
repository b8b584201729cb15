"""Running rules on a post or a feed, which turns hits into findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from postlint.checks.base import FEED, BlockSpan, Hit
from postlint.checks.template import fill
from postlint.core.errors import describe_exception
from postlint.core.timings import Timings
from postlint.diagnostics.finding import (
    INTERNAL_ERROR,
    SEVERITIES,
    Finding,
    Location,
    Severity,
    is_at_least,
)
from postlint.feed.feed import Feed
from postlint.linter.targets import FeedTarget, Target
from postlint.rules.advice import choose_advice
from postlint.rules.rule import Rule


def lint_feed(feed: Feed, rules: Sequence[Rule]) -> tuple[Finding, ...]:
    """Return the findings about a feed, in the order of the rules; rules for posts don't run.

    A finding has one location for each post that it's about.
    """
    return tuple(drop_superseded(run_rules(rules, FeedTarget(feed)), rules))


def run_rules(
    rules: Iterable[Rule], target: Target, timings: Timings | None = None
) -> list[Finding]:
    """Return the findings of rules, in their order. Rules for other kinds of targets don't run.

    A failed rule yields an internal error, and the other rules still run.
    """
    timings = timings or Timings()
    findings: list[Finding] = []
    for rule in rules:
        if (rule.check_definition.scopes == FEED) is isinstance(target, FeedTarget):
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
        worst[finding.rule] = max(previous, finding.severity, key=SEVERITIES.index)
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
        reason = describe_exception(error, 200)
        kind = "feed" if isinstance(target, FeedTarget) else "post"
        message = f"rule `{rule.id}` ({rule.path}) failed on this {kind}: {reason}"
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
