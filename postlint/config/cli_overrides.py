"""What a run asks for on top of the configuration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postlint.config.settings import Settings
from postlint.core.errors import PostlintError
from postlint.diagnostics.finding import META_RULES

if TYPE_CHECKING:
    from postlint.config.effective import EffectiveSettings
    from postlint.rules.rule import Rule

LOW_RELEVANCE = "low-relevance"
"""The rule that checks `min-relevance`."""


@dataclass(frozen=True)
class CliOverrides:
    """What a run asks for; it overrides the configuration.

    Rules are named by id, by category, or with `ALL` for every rule.

    Attributes:
        select: the rules to run; `select`, `extend-select`, and `ignore` of the configuration
            then don't count.
        ignore: rules to leave out, in addition to those of the configuration.
        min_relevance: a relevance below this is an error.
        platform: where drafts are posted that don't say so themselves.
        drafts_only: leave out posts that are published.
        extend_select: rules to run in addition to the selected ones or the default set.
    """

    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    min_relevance: float | None = None
    platform: str | None = None
    drafts_only: bool = False
    extend_select: Sequence[str] = ()

    def selected(self, settings: Settings) -> list[str]:
        """Return the names of the rules to run; none for the default set."""
        return [*(self.select or settings.select)]

    def added(self, settings: Settings) -> list[str]:
        """Return the names of the rules to run in addition to those."""
        return [*self.extend_select, *(() if self.select else settings.extend_select)]

    def ignored(self, settings: Settings) -> list[str]:
        """Return the names of the rules to leave out."""
        return [*self.ignore, *(() if self.select else settings.ignore)]

    def apply_to(self, settings: Settings) -> EffectiveSettings:
        """Return the setting for a file with these settings.

        Raises:
            PostlintError: a rule that is named isn't known there, or the wishes contradict each
                other.
        """
        # Imported late: a run that finds all its results in the cache needs no engine or rules.
        from postlint.config.effective import EffectiveSettings
        from postlint.rules.loader import resolve_rule_names, select_rules

        limit = settings.min_relevance if self.min_relevance is None else self.min_relevance
        if self.min_relevance is not None and LOW_RELEVANCE in self.ignore:
            raise PostlintError(
                f"--min-relevance needs the rule `{LOW_RELEVANCE}`; remove it from --ignore"
            )
        rules = settings.rules
        select, extend = self.selected(settings), self.added(settings)
        ignore = self.ignored(settings)
        ignored = resolve_rule_names(rules, _with_files(ignore))
        if self.min_relevance is not None:
            ignored -= {LOW_RELEVANCE}
        if limit is not None:
            changes = {"severity": "error", "options": {"min": limit}, "enabled": True}
            rules = tuple(
                rule.changed(changes) if rule.id == LOW_RELEVANCE else rule for rule in rules
            )
            extend.append(LOW_RELEVANCE)
        picked = _with_files(select)
        added = _with_files(extend)
        if picked or not select:
            chosen = select_rules(rules, select=picked, ignore=ignored, extend=added)
        else:
            chosen = select_rules(rules, select=added, ignore=ignored) if added else ()
        background_rules: tuple[Rule, ...] = ()
        if len(picked) < len(select):
            usual = select_rules(
                rules,
                select=_with_files(settings.select) if self.select else (),
                ignore=[*ignored, *_with_files(settings.ignore)],
                extend=_with_files(settings.extend_select) if self.select else (),
            )
            background_rules = tuple(rule for rule in usual if rule not in chosen)
        return EffectiveSettings(
            rules=chosen,
            background_rules=background_rules,
            profile=settings.profile,
            platform=self.platform or settings.platform,
            split=settings.split,
            drafts_only=self.drafts_only or settings.drafts_only,
            known_rules=[rule.id for rule in settings.rules],
            disabled_meta_rules=tuple(name for name in ignore if name in META_RULES),
        )


def _with_files(names: Sequence[str]) -> list[str]:
    """Return the names that select rules with files of their own."""
    return [name for name in names if name not in META_RULES]
