"""The settings of a configuration file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    WithJsonSchema,
)

from postlint.core.gitignore import GitignorePatterns as GitIgnore
from postlint.core.gitignore import PatternError
from postlint.core.platforms import PLATFORMS, describe_unknown_platform, normalize_platform
from postlint.core.profile import EMPTY_PROFILE, Profile
from postlint.core.terminal_text import shorten
from postlint.core.validation import KeyPath
from postlint.diagnostics.finding import SEVERITY_SCHEMA, Severity
from postlint.document.split import ONE_POST, parse_split_marker


def _listed(value: object) -> object:
    if isinstance(value, str):
        raise ValueError('it must be a list, such as ["' + shorten(value) + '"]')
    return value


def _platform(value: str) -> str:
    name = normalize_platform(value)
    if name is None:
        raise ValueError(describe_unknown_platform(value))
    return name


def _split(value: object) -> object:
    return ONE_POST if value is False else value


def _pattern(value: str) -> str:
    try:
        GitIgnore([value])
    except PatternError as error:
        reason = f"`{shorten(value)}` isn't a valid .gitignore pattern: {error}"
        raise ValueError(reason) from None
    if not value.strip():
        raise ValueError("it contains an empty pattern")
    return value


def _few(value: tuple[str, ...]) -> tuple[str, ...]:
    GitIgnore(value)  # says so if there are too many
    return value


_List = BeforeValidator(_listed)
Names = Annotated[tuple[str, ...], _List]
Patterns = Annotated[
    tuple[Annotated[str, AfterValidator(_pattern)], ...], _List, AfterValidator(_few)
]
_PLATFORM = Annotated[str, AfterValidator(_platform), WithJsonSchema({"enum": [*PLATFORMS]})]


_SPLIT = Annotated[
    str,
    BeforeValidator(_split),
    AfterValidator(parse_split_marker),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"const": False}]}),
]


def _kebab(name: str) -> str:
    return name.replace("_", "-")


class RuleConfig(BaseModel):
    """The settings of a rule, in `[rule.ID]`; all other keys are options of the rule's check.

    Attributes:
        enabled: whether the rule runs by default.
        severity: how serious its findings are; can differ by platform, with a `default`.
    """

    model_config = ConfigDict(extra="allow", frozen=True)

    enabled: StrictBool | None = None
    severity: Annotated[Any, WithJsonSchema(SEVERITY_SCHEMA)] = None

    @property
    def changes(self) -> dict[str, Any]:
        """What is set: `enabled`, `severity` and the check's options."""
        own = {key: getattr(self, key) for key in RuleConfig.model_fields}
        return {**(self.model_extra or {}), **{k: v for k, v in own.items() if v is not None}}


class OverridableSettings(BaseModel):
    """The settings that can apply to all drafts or to some of them.

    Attributes:
        platform: the platform of drafts that don't name one.
        select: the rules to run, instead of the defaults: ids, categories, or `ALL`.
        extend_select: more rules to run, on top of those or of the defaults.
        ignore: rules to skip: ids, categories, or `ALL`.
        min_relevance: a relevance below this is an error.
        fail_on: the run fails if a finding is this severe or worse.
        split: the marker between posts in a file; `none` or false for one post per file.
        rule: settings of rules, by id.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=_kebab)

    platform: _PLATFORM | None = None
    select: Names | None = None
    extend_select: Names | None = None
    ignore: Names | None = None
    min_relevance: float | None = Field(default=None, ge=0, le=1, strict=True)
    fail_on: Severity | None = None
    split: _SPLIT | None = None
    rule: dict[str, RuleConfig] = Field(default_factory=dict)

    @property
    def selections(self) -> dict[str, tuple[str, ...]]:
        """What is set of `select`, `extend-select`, and `ignore`, by key."""
        found = {
            "select": self.select,
            "extend-select": self.extend_select,
            "ignore": self.ignore,
        }
        return {key: names for key, names in found.items() if names is not None}


class Override(OverridableSettings):
    """Settings for some drafts only.

    Attributes:
        files: the drafts: patterns as in .gitignore, relative to the configuration file.
    """

    files: Patterns = Field(min_length=1)


class ConfigModel(OverridableSettings):
    """A configuration file.

    Attributes:
        extend: a configuration file that this one extends, relative to this file.
        rules: folders and files with your own rules, relative to this file.
        plugins: names of installed plug-ins to load.
        include: patterns for the files that are drafts, instead of the defaults.
        exclude: patterns for files and folders to skip.
        drafts_only: skip posts whose front matter says that they're published.
        baseline: the file of recorded findings to ignore, relative to this file.
        profile: who the author is and who they serve.
        overrides: settings for some drafts only.
    """

    extend: str | None = None
    rules: Names = ()
    plugins: Names = ()
    include: Patterns | None = None
    exclude: Patterns | None = None
    drafts_only: StrictBool | None = None
    baseline: str | None = None
    profile: Profile = EMPTY_PROFILE
    overrides: tuple[Override, ...] = ()


def keys(location: KeyPath) -> Iterable[str]:
    """Return the keys that a configuration may have at a place."""
    if location[0] == "profile":
        return Profile.model_fields
    model = Override if location[0] == "overrides" and len(location) > 1 else ConfigModel
    return [field.alias or name for name, field in model.model_fields.items()]
