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
    """What holds for a file.

    Attributes:
        rules: the rules to run.
        background_rules: more rules to run, only to know which suppressions are used; their
            findings aren't reported.
        profile: who the author is.
        platform: where it is posted, if it does not say so itself.
        split: the marker between its posts, or `none` for one post; None to look for posts.
        drafts_only: leave it out if it says that it is published.
        known_rules: ids of all rules that there are, run or not.
        disabled_meta_rules: ids of postlint's own findings that are not wanted.
    """

    rules: Sequence[Rule]
    profile: Profile = EMPTY_PROFILE
    platform: str | None = None
    split: str | None = None
    drafts_only: bool = False
    known_rules: Sequence[str] = ()
    disabled_meta_rules: Sequence[str] = ()
    background_rules: Sequence[Rule] = ()

    @property
    def all_rules(self) -> Sequence[Rule]:
        """All rules to run."""
        return (*self.rules, *self.background_rules)

    def read(self, source: Source) -> tuple[Draft, ...]:
        """Read the posts in a file."""
        return read_drafts(source, platform=self.platform, profile=self.profile, split=self.split)
