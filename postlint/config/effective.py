"""The settings that apply to a file, after the configuration and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postlint.core.profile import EMPTY_PROFILE, Profile
from postlint.document.draft import Draft, read_drafts
from postlint.document.source import Source

if TYPE_CHECKING:
    from postlint.rules.rule import Rule


@dataclass(frozen=True)
class EffectiveSettings:
    """The settings that apply to a file, or to all files that a linter gets.

    Attributes:
        rules: the rules to run.
        background_rules: rules that run only to tell which suppressions are used; their findings
            aren't reported.
        profile: the author's profile.
        platform: the platform of drafts that don't name one; None if unknown.
        split: the marker between the posts in a file, or `none` for one post; None to detect
            posts.
        drafts_only: whether to skip posts that say they're published.
        known_rule_ids: the ids of all rules, including those that don't run.
        disabled_meta_rules: the ids of postlint's own findings that are turned off.
    """

    rules: Sequence[Rule]
    profile: Profile = EMPTY_PROFILE
    platform: str | None = None
    split: str | None = None
    drafts_only: bool = False
    known_rule_ids: Sequence[str] = ()
    disabled_meta_rules: Sequence[str] = ()
    background_rules: Sequence[Rule] = ()

    @property
    def rules_to_run(self) -> Sequence[Rule]:
        """All rules to run, including background rules."""
        return (*self.rules, *self.background_rules)

    def read(self, source: Source) -> tuple[Draft, ...]:
        """Read the posts in a file."""
        return read_drafts(source, platform=self.platform, profile=self.profile, split=self.split)

    def for_source(self, source: Source) -> EffectiveSettings:
        """Return the settings that apply to a source: these."""
        return self

    def fingerprint(self, path: str) -> None:
        """Return None: results with settings that aren't from files aren't cached."""
