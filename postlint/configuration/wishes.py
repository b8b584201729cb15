"""What a run asks for on top of the configuration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postlint.configuration.settings import Settings
from postlint.errors import PostlintError
from postlint.findings import META_RULES

if TYPE_CHECKING:
    from postlint.engine import Setting
    from postlint.ruleset.rule import Rule

LOW_RELEVANCE = "low-relevance"
"""The rule that checks `min-relevance`."""


@dataclass(frozen=True)
class Wishes:
    """What a run asks for; it goes before what the configuration says.

    Attributes:
        select: ids of the rules to run; `select` and `ignore` of the configuration then do not
            count.
        ignore: ids of rules to leave out, beside those of the configuration.
        min_relevance: a relevance below this is an error.
        platform: where drafts are posted that do not say so themselves.
        drafts_only: leave out posts that are published.
    """

    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    min_relevance: float | None = None
    platform: str | None = None
    drafts_only: bool = False

    def within(self, settings: Settings) -> Setting:
        """Return what holds for a file with these settings.

        Raises:
            PostlintError: a rule that is named is not known there, or the wishes contradict each
                other.
        """
        # Imported late: what was checked before needs neither engine nor rules.
        from postlint.engine import Setting
        from postlint.ruleset.loader import choose

        least = settings.min_relevance if self.min_relevance is None else self.min_relevance
        if self.min_relevance is not None and LOW_RELEVANCE in self.ignore:
            raise PostlintError(f"--min-relevance is checked by {LOW_RELEVANCE}: do not ignore it")
        rules = settings.rules
        select = [*(self.select or settings.select)]
        ignore = [*self.ignore, *(() if self.select else settings.ignore)]
        if self.min_relevance is not None and LOW_RELEVANCE not in self.ignore:
            ignore = [name for name in ignore if name != LOW_RELEVANCE]
        if least is not None:
            changes = {"severity": "error", "options": {"min": least}, "enabled": True}
            rules = tuple(
                rule.changed(changes) if rule.id == LOW_RELEVANCE else rule for rule in rules
            )
            select += [LOW_RELEVANCE] if select else []
        ignored = _with_files(ignore)
        picked = _with_files(select)
        chosen = choose(rules, select=picked, ignore=ignored) if picked or not select else ()
        background: tuple[Rule, ...] = ()
        if len(picked) < len(select):
            usual = choose(
                rules,
                select=_with_files(settings.select) if self.select else (),
                ignore=[*ignored, *_with_files(settings.ignore)],
            )
            background = tuple(rule for rule in usual if rule not in chosen)
        return Setting(
            rules=chosen,
            background=background,
            profile=settings.profile,
            platform=self.platform or settings.platform,
            split=settings.split,
            drafts_only=self.drafts_only or settings.drafts_only,
            known=[rule.id for rule in settings.rules],
            silent=tuple(name for name in ignore if name in META_RULES),
        )


def _with_files(names: Sequence[str]) -> list[str]:
    """Return the names of rules that have a file of their own."""
    return [name for name in names if name not in META_RULES]
