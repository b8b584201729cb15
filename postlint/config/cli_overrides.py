"""Settings from the command line or an editor, which override the configuration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from postlint.core.errors import PostlintError
from postlint.diagnostics.finding import META_RULES

if TYPE_CHECKING:
    from postlint.config.effective import EffectiveSettings
    from postlint.config.settings import Settings
    from postlint.rules.rule import Rule

LOW_RELEVANCE = "low-relevance"
"""The rule that checks `min-relevance`."""


@dataclass(frozen=True)
class CliOverrides:
    """Settings from the command line or an editor; they override the configuration.

    Rules are named by id, by category, or with `ALL` for every rule.

    Attributes:
        select: the rules to run. If set, `select`, `extend-select`, and `ignore` in the
            configuration have no effect.
        ignore: rules to skip, in addition to those in the configuration.
        min_relevance: the minimum relevance, from 0 to 1; a lower one is an error.
        platform: the platform of drafts that don't name one.
        drafts_only: whether to skip published posts.
        extend_select: rules to run in addition to the selected ones or the default set.
        profile: keys of the author's profile, as in the configuration.
    """

    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    min_relevance: float | None = None
    platform: str | None = None
    drafts_only: bool = False
    extend_select: Sequence[str] = ()
    profile: Mapping[str, Any] = field(default_factory=dict)

    def selected_rules(self, settings: Settings) -> list[str]:
        """Return the names of the rules to run; empty for the default set."""
        return [*(self.select or settings.select)]

    def extra_rules(self, settings: Settings) -> list[str]:
        """Return the names of the rules to run in addition to the selected ones."""
        return [*self.extend_select, *(() if self.select else settings.extend_select)]

    def ignored_rules(self, settings: Settings) -> list[str]:
        """Return the names of the rules to skip."""
        return [*self.ignore, *(() if self.select else settings.ignore)]

    def apply_to(self, settings: Settings) -> EffectiveSettings:
        """Return the effective settings of a file, given its settings from the configuration.

        Raises:
            PostlintError: a rule name is unknown, or two overrides contradict each other.
        """
        # Imported late: a run with all results in the cache needs neither the linter nor rules.
        from postlint.config.effective import EffectiveSettings
        from postlint.rules.loader import resolve_rule_names, select_rules

        min_relevance = settings.min_relevance if self.min_relevance is None else self.min_relevance
        if self.min_relevance is not None and LOW_RELEVANCE in self.ignore:
            raise PostlintError(
                f"--min-relevance needs the rule `{LOW_RELEVANCE}`; remove it from --ignore"
            )
        rules = settings.rules
        select, extend = self.selected_rules(settings), self.extra_rules(settings)
        ignore = self.ignored_rules(settings)
        ignored_ids = resolve_rule_names(rules, ignore)
        if self.min_relevance is not None:
            ignored_ids -= {LOW_RELEVANCE}
        if min_relevance is not None:
            changes = {"severity": "error", "options": {"min": min_relevance}, "enabled": True}
            rules = tuple(
                rule.with_overrides(changes) if rule.id == LOW_RELEVANCE else rule for rule in rules
            )
            extend.append(LOW_RELEVANCE)
        rules_to_run = select_rules(rules, select=select, ignore=ignored_ids, extend=extend)
        background_rules: tuple[Rule, ...] = ()
        if not META_RULES.keys().isdisjoint(select):
            configured = settings.select if self.select else ()
            default_rules = select_rules(
                rules,
                select=[name for name in configured if name not in META_RULES],
                ignore=[*ignored_ids, *settings.ignore],
                extend=settings.extend_select if self.select else (),
            )
            background_rules = tuple(rule for rule in default_rules if rule not in rules_to_run)
        return EffectiveSettings(
            rules=rules_to_run,
            background_rules=background_rules,
            profile=settings.profile.with_overrides(self.profile),
            platform=self.platform or settings.platform,
            split=settings.split,
            drafts_only=self.drafts_only or settings.drafts_only,
            known_rule_ids=[rule.id for rule in settings.rules],
            disabled_meta_rules=tuple(name for name in ignore if name in META_RULES),
        )
