"""The keys of a configuration file and their types."""

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
from typing_extensions import TypeAliasType

from postlint.core.gitignore import GitignorePatterns as GitIgnore
from postlint.core.gitignore import PatternError
from postlint.core.platforms import PLATFORMS, describe_unknown_platform, normalize_platform
from postlint.core.profile import EMPTY_PROFILE, Profile
from postlint.core.terminal_text import shorten
from postlint.core.validation import KeyPath
from postlint.diagnostics.finding import SEVERITY_SCHEMA, Severity
from postlint.document.split import ONE_POST, parse_split_marker


def _require_list(value: object) -> object:
    if isinstance(value, str):
        raise ValueError('it must be a list, such as ["' + shorten(value) + '"]')
    return value


def _resolve_platform(value: str) -> str:
    name = normalize_platform(value)
    if name is None:
        raise ValueError(describe_unknown_platform(value))
    return name


def _false_to_one_post(value: object) -> object:
    return ONE_POST if value is False else value


def _validate_pattern(value: str) -> str:
    try:
        GitIgnore([value])
    except PatternError as error:
        reason = f"`{shorten(value)}` isn't a valid .gitignore pattern: {error}"
        raise ValueError(reason) from None
    if not value.strip():
        raise ValueError("it contains an empty pattern")
    return value


def _validate_patterns(value: tuple[str, ...]) -> tuple[str, ...]:
    GitIgnore(value)  # raises an error if there are too many
    return value


_List = BeforeValidator(_require_list)
Names = Annotated[tuple[str, ...], _List]
Patterns = Annotated[
    tuple[Annotated[str, AfterValidator(_validate_pattern)], ...],
    _List,
    AfterValidator(_validate_patterns),
]
PlatformName = TypeAliasType(
    "PlatformName",
    Annotated[str, AfterValidator(_resolve_platform), WithJsonSchema({"enum": [*PLATFORMS]})],
)
RuleSeverity = TypeAliasType("RuleSeverity", Annotated[Any, WithJsonSchema(SEVERITY_SCHEMA)])
_SplitMarker = Annotated[
    str,
    BeforeValidator(_false_to_one_post),
    AfterValidator(parse_split_marker),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"const": False}]}),
]


def _to_kebab_case(name: str) -> str:
    return name.replace("_", "-")


class RuleConfig(BaseModel):
    """The settings of a rule, in `[rule.ID]`; all other keys are options of the rule's check."""

    model_config = ConfigDict(extra="allow", frozen=True)

    enabled: StrictBool | None = Field(
        default=None, description="Whether the rule runs by default."
    )
    severity: RuleSeverity = Field(
        default=None,
        description="How serious its findings are; can differ by platform, with a `default`.",
    )


class OverridableSettings(BaseModel):
    """The settings that can apply to all drafts or to some of them."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=_to_kebab_case)

    platform: PlatformName | None = Field(
        default=None, description="The platform of drafts that don't name one."
    )
    select: Names | None = Field(
        default=None,
        description="The rules to run, instead of the defaults: ids, categories, or `ALL`.",
    )
    extend_select: Names | None = Field(
        default=None, description="More rules to run, on top of those or of the defaults."
    )
    ignore: Names | None = Field(
        default=None, description="Rules to skip: ids, categories, or `ALL`."
    )
    min_relevance: float | None = Field(
        default=None, ge=0, le=1, strict=True, description="A relevance below this is an error."
    )
    fail_on: Severity | None = Field(
        default=None, description="The run fails if a finding is this severe or worse."
    )
    split: _SplitMarker | None = Field(
        default=None,
        description="The marker between posts in a file; `none` or false for one post per file.",
    )
    rule: dict[str, RuleConfig] = Field(
        default_factory=dict, description="Settings of rules, by id."
    )


class Override(OverridableSettings):
    """Settings for some drafts only."""

    files: Patterns = Field(
        min_length=1,
        description="The drafts: patterns as in .gitignore, relative to the configuration file.",
    )


class ConfigModel(OverridableSettings):
    """A configuration file."""

    extend: str | None = Field(
        default=None,
        description="A configuration file that this one extends, relative to this file.",
    )
    rules: Names = Field(
        default=(), description="Folders and files with your own rules, relative to this file."
    )
    plugins: Names = Field(default=(), description="Names of installed plug-ins to load.")
    include: Patterns | None = Field(
        default=None, description="Patterns for the files that are drafts, instead of the defaults."
    )
    exclude: Patterns | None = Field(
        default=None, description="Patterns for files and folders to skip."
    )
    drafts_only: StrictBool | None = Field(
        default=None, description="Skip posts whose front matter says that they're published."
    )
    baseline: str | None = Field(
        default=None, description="The file of recorded findings to ignore, relative to this file."
    )
    profile: Profile = Field(
        default=EMPTY_PROFILE, description="Who the author is and who they serve."
    )
    overrides: tuple[Override, ...] = Field(
        default=(), description="Settings for some drafts only."
    )


def keys(location: KeyPath) -> Iterable[str]:
    """Return the keys that a configuration file allows at a location."""
    if location[0] == "profile":
        return Profile.model_fields
    model = Override if location[0] == "overrides" and len(location) > 1 else ConfigModel
    return [field.alias or name for name, field in model.model_fields.items()]
