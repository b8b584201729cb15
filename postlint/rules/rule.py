"""The model of a rule file."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    InstanceOf,
    SerializeAsAny,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from typing_extensions import TypeAliasType

from postlint.checks.base import AnyCheck, CheckOptions, Scope
from postlint.checks.post_filter import PostFilter
from postlint.checks.template import elide
from postlint.core.platforms import PLATFORMS, describe_unknown_platform
from postlint.core.profile import EMPTY_PROFILE, Profile
from postlint.core.terminal_text import shorten
from postlint.diagnostics.finding import SEVERITIES, SEVERITY_SCHEMA, Severity
from postlint.importers.imported_post import SkipReason
from postlint.rules.advice import Advice, NonEmptyText, TextOrList

if TYPE_CHECKING:
    from typing_extensions import Self

Category = Literal["audience", "interaction", "return", "focus", "interest", "form"]
CATEGORIES: tuple[Category, ...] = get_args(Category)
Id = Annotated[str, StringConstraints(max_length=80, pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
_MaybeText = Annotated[str, StringConstraints(strip_whitespace=True)]
_MAX_MESSAGE_CHARACTERS = 1000

_ADVICE = Advice.model_json_schema()
_ADVICE["properties"]["when"] |= {"type": ["string", "array"]}
_ADVICES = {"type": "array", "items": {"anyOf": [{"type": "string"}, _ADVICE]}}
_HELP = {"anyOf": [{"type": "string"}, {**_ADVICES, "minItems": 1}]}
_SUGGEST = {"anyOf": [{"type": "string"}, _ADVICES]}


def _require_known_platform(platform: str | None) -> str | None:
    if platform is not None and platform not in PLATFORMS:
        raise ValueError(describe_unknown_platform(platform))
    return platform


PlatformName = TypeAliasType(
    "PlatformName",
    Annotated[
        str | None,
        AfterValidator(_require_known_platform),
        WithJsonSchema({"enum": [None, *PLATFORMS]}),
    ],
)
RuleSeverity = TypeAliasType(
    "RuleSeverity", Annotated[Severity | dict[str, Severity], WithJsonSchema(SEVERITY_SCHEMA)]
)


class _StrictModel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _require_exactly_one(*names: str) -> dict[str, Any]:
    """Return the part of a JSON Schema that requires exactly one of some keys."""
    return {"oneOf": [{"required": [name]} for name in names]}


class ExamplePost(_StrictModel):
    """One or more similar posts of a feed in an example."""

    model_config = ConfigDict(json_schema_extra=_require_exactly_one("text", "skipped"))

    text: _MaybeText = Field(
        default="", description="What each of them says; left out for posts that aren't scored."
    )
    platform: PlatformName = Field(default=None, description="Where they're posted.")
    date: datetime.date | None = Field(default=None, description="When the first of them was.")
    times: int = Field(default=1, ge=1, le=100, description="How many there are.")
    every: float = Field(default=7, ge=0, description="Days from one to the next.")
    skipped: SkipReason | None = Field(
        default=None, description="Why they're counted but not scored, such as `reply`."
    )
    minutes: float | None = Field(default=None, ge=0, description="The minutes that each took.")
    replies: float | None = Field(default=None, ge=0, description="Replies that each got.")
    leads: float | None = Field(default=None, ge=0, description="Inquiries from each.")
    clients: float | None = Field(default=None, ge=0, description="Clients from each.")
    revenue: float | None = Field(default=None, ge=0, description="Revenue from each.")

    @model_validator(mode="after")
    def _is_scored_or_skipped(self) -> Self:
        if bool(self.text) is (self.skipped is not None):
            raise ValueError("give a `text`, or say why there is none with `skipped`")
        return self


class Example(_StrictModel):
    """A post, or a feed of posts, that a rule flags or lets pass."""

    model_config = ConfigDict(json_schema_extra=_require_exactly_one("text", "posts"))

    text: _MaybeText = Field(default="", description="The post, as Markdown.")
    posts: tuple[ExamplePost, ...] = Field(
        default=(), description="The posts, for a rule that looks at a feed."
    )
    platform: PlatformName = Field(default=None, description="Where it's posted.")
    frontmatter: dict[str, Any] = Field(
        default_factory=dict, description="The post's front matter."
    )
    profile: Profile = Field(
        default=EMPTY_PROFILE,
        description="Who its author is, with the keys of a configuration's `[profile]`.",
    )
    at: NonEmptyText | None = Field(
        default=None, description="The flagged words; anywhere if not given."
    )

    @model_validator(mode="after")
    def _is_post_or_feed(self) -> Self:
        if bool(self.text) is bool(self.posts):
            raise ValueError("give a `text`, or the `posts` of a feed")
        if self.posts and (self.at or self.platform or self.frontmatter):
            raise ValueError("a feed has no `at`, `platform`, or `frontmatter` of its own")
        return self

    @field_validator("at")
    @classmethod
    def _is_in_the_post(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value and info.data.get("text") and value not in _to_draft_text(info.data):
            raise ValueError("these words aren't in the post")
        return value

    @property
    def draft(self) -> str:
        """The text of a draft with this post and its front matter."""
        return _to_draft_text(self.__dict__)


def _to_draft_text(example: Mapping[str, Any]) -> str:
    if not example.get("frontmatter"):
        return str(example["text"])
    # Imported late: few rules need it.
    import yaml

    front = yaml.safe_dump(example["frontmatter"], allow_unicode=True, sort_keys=False)
    return f"---\n{front}---\n{example['text']}"


class RulePrecision(_StrictModel):
    """A rule's measured precision and recall, according to people who read its findings."""

    findings: int = Field(
        ge=1,
        description="The number of its findings on real posts that two readers judged.",
    )
    confirmed: int = Field(
        ge=0, description="The number of those findings that both readers confirmed."
    )
    labeled_posts: int | None = Field(
        default=None,
        ge=1,
        description=(
            "For a rule that mirrors a label, the number of real posts that have the fault "
            "according to their labels."
        ),
    )
    detected_posts: int | None = Field(
        default=None, ge=0, description="The number of those posts that it flags."
    )


class RuleFile(_StrictModel):
    """A rule: one fault that a draft can have."""

    id: Id = Field(description='Its name, which reads well after "ignore".')
    extends: Id | None = Field(default=None, description="The rule that it builds on.")
    category: Category = Field(description="Which of the five tests it belongs to, or `form`.")
    scope: Scope = Field(description="The part of a post that it checks, or the whole feed.")
    enabled: bool = Field(default=True, description="Whether it's on by default.")
    severity: RuleSeverity = Field(
        description="How serious it is; can differ by platform, with a `default`."
    )
    check: str = Field(description="The name of the function that looks for it.")
    applies: PostFilter = Field(default=PostFilter(), description="Which posts it applies to.")
    options: dict[str, Any] = Field(default_factory=dict, description="The check's options.")
    supersedes: tuple[Id, ...] = Field(
        default=(), description="Ids of rules that are not reported in addition to this one."
    )
    summary: Annotated[_MaybeText, StringConstraints(max_length=_MAX_MESSAGE_CHARACTERS)] = Field(
        default="", description="What the rule flags, in one sentence, for lists of rules."
    )
    message: Annotated[NonEmptyText, StringConstraints(max_length=_MAX_MESSAGE_CHARACTERS)] = Field(
        description="What is wrong, with `{fields}` that the check fills in."
    )
    help: Annotated[tuple[Advice, ...], TextOrList, WithJsonSchema(_HELP)] = Field(
        min_length=1,
        max_length=4,
        description=(
            "The next step, with such fields; the first that the evidence in the draft calls for."
        ),
    )
    suggest: Annotated[tuple[Advice, ...], TextOrList, WithJsonSchema(_SUGGEST)] = Field(
        default=(),
        description="Words that could go into the draft as they are, chosen in the same way.",
    )
    questions: Annotated[tuple[NonEmptyText, ...], TextOrList] = Field(
        default=(),
        max_length=4,
        description="Questions whose answers would help the draft, for editors that show them.",
    )
    why: NonEmptyText = Field(description="The reason for the rule.")
    before: NonEmptyText | None = Field(default=None, description="A post that the rule flags.")
    after: NonEmptyText | None = Field(
        default=None, description="The same post, fixed by an editor."
    )
    source: NonEmptyText | None = Field(
        default=None, description="Where a threshold or claim comes from."
    )
    measured: RulePrecision | None = Field(
        default=None, description="How often readers confirm its findings."
    )
    bad: tuple[Example, ...] = Field(description="Posts that it flags.")
    good: tuple[Example, ...] = Field(description="Posts that it lets pass.")

    @model_validator(mode="before")
    @classmethod
    def _with_summary(cls, data: object) -> object:
        """Use the message as the summary if the rule has none of its own."""
        if isinstance(data, dict) and isinstance(data.get("message"), str):
            return {"summary": elide(data["message"][:_MAX_MESSAGE_CHARACTERS]), **data}
        return data

    @field_validator("severity", mode="before")
    @classmethod
    def _require_known_severity(cls, value: object) -> object:
        if error := find_severity_error(value):
            raise ValueError(error[1])
        return value

    @field_validator("supersedes")
    @classmethod
    def _not_itself(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if info.data.get("id") in value:
            raise ValueError("it names the rule itself")
        return value


class Rule(RuleFile):
    """A rule with its check.

    Attributes:
        path: the rule file.
        check_definition: the check that the rule names.
        check_options: the check's options with the rule's values.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, defer_build=True)

    path: Path
    check_definition: InstanceOf[AnyCheck]
    check_options: SerializeAsAny[CheckOptions]

    def with_overrides(self, changes: Mapping[str, Any]) -> Rule:
        """Return the rule with new values for some keys; `options` are merged.

        Options that belong to the post filter go to `applies`, since no option name is used twice.

        Raises:
            pydantic.ValidationError: neither `applies` nor the check has these options.
        """
        new_options = dict(changes.get("options", {}))
        filter_options = {
            name: new_options.pop(name) for name in PostFilter.model_fields if name in new_options
        }
        options = {**self.options, **new_options}
        update = {
            **changes,
            "applies": PostFilter.model_validate({**self.applies.model_dump(), **filter_options}),
            "options": options,
            "check_options": self.check_definition.options.model_validate(options),
        }
        return self.model_copy(update=update)

    def severity_for(self, platform: str | None) -> Severity:
        """Return how serious the rule is on a platform."""
        if isinstance(self.severity, dict):
            return self.severity.get(platform or "default", self.severity["default"])
        return self.severity


def find_severity_error(value: object) -> tuple[list[str], str] | None:
    """Return the location and the reason of an error in a severity; None if it's valid."""
    entries = value if isinstance(value, dict) else {"": value}
    for platform, name in entries.items():
        location = [str(platform)] if isinstance(value, dict) else []
        if location and platform not in ("default", *PLATFORMS):
            return location, describe_unknown_platform(platform)
        if name not in SEVERITIES:
            return location, f"unknown severity `{shorten(name)}`; use {', '.join(SEVERITIES)}"
    if isinstance(value, dict) and "default" not in value:
        return [], "a severity by platform needs a `default`"
    return None
