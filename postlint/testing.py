"""Helpers for the tests of a plug-in: its rules, its checks, and its formatters.

    from guild_postlint import PLUGIN
    from postlint.testing import check_rule_examples

    def test_rules_pass_their_examples() -> None:
        check_rule_examples(plugin=PLUGIN)

The plug-in doesn't have to be installed.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

from postlint.checks import CHECKS
from postlint.config.effective import EffectiveSettings
from postlint.core.errors import LintFailure, PostlintError
from postlint.core.platforms import describe_unknown_platform, normalize_platform
from postlint.core.profile import EMPTY_PROFILE, Profile
from postlint.diagnostics.result import PostResult
from postlint.document.source import Source
from postlint.document.split import ONE_POST
from postlint.formatters import Formatter, Summary
from postlint.linter.linter import Linter
from postlint.linter.rule_examples import run_examples
from postlint.plugins import Plugin
from postlint.rules.loader import builtin_rules, load_rules
from postlint.rules.rule import Rule

__all__ = ["check_rule_examples", "lint_text", "run_formatter"]


def check_rule_examples(rules: Path | None = None, *, plugin: Plugin | None = None) -> None:
    """Check that rules flag their bad examples and not their good ones, as `postlint test` does.

    Args:
        rules: a rule file, or a folder of them; by default, all rules of the plug-in.
        plugin: the plug-in whose checks the rules use.

    Raises:
        AssertionError: an example fails, or there are no rules.
        PostlintError: a rule isn't valid, or its check fails.
    """
    tested = _load(rules, plugin)
    if not tested:
        raise AssertionError("no rules to test: name a rule file, or a plug-in that has rules")
    failures = [f"{rule.id}: {failure}" for rule in tested for failure in run_examples(rule)]
    if failures:
        raise AssertionError("\n".join(failures))


def lint_text(
    text: str,
    *,
    rules: Path | None = None,
    plugin: Plugin | None = None,
    platform: str | None = None,
    profile: Profile = EMPTY_PROFILE,
) -> PostResult:
    """Return the result for one post, without reading a configuration.

    Args:
        text: the post in Markdown, with front matter if it has any.
        rules: a rule file, or a folder of them, to run; by default, all rules of the plug-in, or
            without one, the built-in rules that are on by default.
        plugin: the plug-in whose checks the rules use.
        platform: where the post will be published, if its front matter doesn't say.
        profile: the author's profile.

    Raises:
        PostlintError: a rule isn't valid, the platform is unknown, or the post can't be read.
    """
    name = normalize_platform(platform) if platform else None
    if platform and not name:
        raise PostlintError(describe_unknown_platform(platform))
    run = _load(rules, plugin)
    if not (rules or plugin):
        run = tuple(rule for rule in builtin_rules() if rule.enabled)
    settings = EffectiveSettings(run, profile, name, split=ONE_POST)
    source = Source("draft.md", text)
    for item in Linter(settings, jobs=1).lint([source], details=True):
        if isinstance(item, LintFailure):
            raise PostlintError(item.message)
        return item
    raise AssertionError("a source has at least one post")


def run_formatter(
    formatter: type[Formatter[PostResult | LintFailure]],
    results: Iterable[PostResult | LintFailure],
    *,
    quiet: bool = False,
) -> str:
    """Return what a formatter writes for some results.

    Args:
        formatter: the formatter's class.
        results: the results, for example from `lint_text`.
        quiet: whether to show only findings, as with `--quiet`.
    """
    out = io.StringIO()
    summary = Summary()
    running = formatter(out, quiet=quiet)
    for result in results:
        summary.add(result)
        running.add(result)
    running.finish(summary)
    return out.getvalue()


def _load(rules: Path | None, plugin: Plugin | None) -> tuple[Rule, ...]:
    """Read rules, or else a plug-in's. They may extend built-in rules and use its checks."""
    path = plugin.rules if plugin and not rules else rules
    if path is None:
        return ()
    checks = {**CHECKS, **(plugin.checks if plugin else {})}
    return load_rules([path], known=builtin_rules(), checks=checks)
