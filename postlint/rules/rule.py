"""What a rule file holds."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from postlint.checks import AnyCheck, CheckOptions, Scope
from postlint.checks.post_filter import PostFilter
from postlint.checks.template import elide
from postlint.core.platforms import PLATFORMS, describe_unknown_platform
from postlint.core.profile import EMPTY_PROFILE, Profile
from postlint.core.terminal_text import shorten
from postlint.diagnostics.finding import SEVERITIES, SEVERITY_SCHEMA, Severity
from postlint.importers.imported_post import SkipReason
from postlint.rules.advice import Advice

if TYPE_CHECKING:
    from typing_extensions import Self

Category = Literal["audience", "interaction", "return", "focus", "interest", "form"]
CATEGORIES: tuple[Category, ...] = get_args(Category)
Id = Annotated[str, StringConstraints(max_length=80, pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
NonEmptyText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_MaybeText = Annotated[str, StringConstraints(strip_whitespace=True)]
_MAX_MESSAGE_CHARACTERS = 1000

_ADVICE = Advice.model_json_schema()
_ADVICE["properties"]["when"] = {"type": ["string", "array"], "items": {"type": "string"}}
_ADVICES = {"type": "array", "items": {"anyOf": [{"type": "string"}, _ADVICE]}}
_HELP = {"anyOf": [{"type": "string"}, {**_ADVICES, "minItems": 1}]}
_SUGGEST = {"anyOf": [{"type": "string"}, _ADVICES]}


class _StrictModel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _require_exactly_one(*names: str) -> dict[str, Any]:
    """Return the part of a JSON Schema that asks for one of some keys, and no more."""
    return {"oneOf": [{"required": [name]} for name in names]}


class ExamplePost(_StrictModel):
    """Some posts of a feed in an example.

    Attributes:
        text: what each of them says; nothing for what is not judged.
        platform: where they are posted.
        date: when the first of them was.
        times: how many they are.
        every: days from one to the next.
        skipped: why they are counted and not judged, such as `reply`.
        minutes: the time that each took.
        replies: replies that each got.
        leads: inquiries that came of each.
        clients: clients who came of each.
        revenue: money that came of each.
    """

    model_config = ConfigDict(json_schema_extra=_require_exactly_one("text", "skipped"))

    text: _MaybeText = ""
    platform: Annotated[str | None, WithJsonSchema({"enum": [None, *PLATFORMS]})] = None
    date: datetime.date | None = None
    times: int = Field(default=1, ge=1, le=100)
    every: float = Field(default=7, ge=0)
    skipped: SkipReason | None = None
    minutes: float | None = Field(default=None, ge=0)
    replies: float | None = Field(default=None, ge=0)
    leads: float | None = Field(default=None, ge=0)
    clients: float | None = Field(default=None, ge=0)
    revenue: float | None = Field(default=None, ge=0)

    @field_validator("platform")
    @classmethod
    def _known_platform(cls, value: str | None) -> str | None:
        return _known(value)

    @model_validator(mode="after")
    def _is_judged_or_skipped(self) -> Self:
        if bool(self.text) is (self.skipped is not None):
            raise ValueError("give a `text`, or say why there is none with `skipped`")
        return self


def _known(platform: str | None) -> str | None:
    if platform is not None and platform not in PLATFORMS:
        raise ValueError(describe_unknown_platform(platform))
    return platform


class Example(_StrictModel):
    """A post, or a feed of posts, that a rule flags or lets pass.

    Attributes:
        text: the post, as Markdown.
        posts: the posts, for a rule that looks at a feed.
        platform: where it is posted.
        frontmatter: what it says of itself.
        profile: who its author is, with the keys of a configuration's `[profile]`.
        at: the flagged words; anywhere if not given.
    """

    model_config = ConfigDict(json_schema_extra=_require_exactly_one("text", "posts"))

    text: _MaybeText = ""
    posts: tuple[ExamplePost, ...] = ()
    platform: Annotated[str | None, WithJsonSchema({"enum": [None, *PLATFORMS]})] = None
    frontmatter: dict[str, Any] = Field(default_factory=dict)
    profile: Profile = EMPTY_PROFILE
    at: NonEmptyText | None = None

    @field_validator("platform")
    @classmethod
    def _known_platform(cls, value: str | None) -> str | None:
        return _known(value)

    @model_validator(mode="after")
    def _is_post_or_feed(self) -> Self:
        if bool(self.text) is bool(self.posts):
            raise ValueError("give a `text`, or the `posts` of a feed")
        if self.posts and (self.at or self.platform or self.frontmatter):
            raise ValueError("a feed has no `at`, `platform` and `frontmatter` of its own")
        return self

    @field_validator("at")
    @classmethod
    def _is_in_the_post(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value and info.data.get("text") and value not in _as_file(info.data):
            raise ValueError("these words aren't in the post")
        return value

    @property
    def draft(self) -> str:
        """The post with its front matter, as a file would hold it."""
        return _as_file(self.__dict__)


def _as_file(example: Mapping[str, Any]) -> str:
    if not example.get("frontmatter"):
        return str(example["text"])
    front = yaml.safe_dump(example["frontmatter"], allow_unicode=True, sort_keys=False)
    return f"---\n{front}---\n{example['text']}"


class RulePrecision(_StrictModel):
    """How often a rule is right, according to people who read its findings.

    Attributes:
        findings: the number of its findings on real posts that two readers each have read.
        right: the number of those that both readers found right.
        labeled: for a rule that mirrors a label, the number of real posts that have the fault
            according to their labels.
        found: the number of those in which it finds something.
    """

    findings: int = Field(ge=1)
    right: int = Field(ge=0)
    labeled: int | None = Field(default=None, ge=1)
    found: int | None = Field(default=None, ge=0)


class Rule(_StrictModel):
    """A rule: one fault that a draft can have.

    Attributes:
        id: its name, which reads well after "ignore".
        extends: the rule that it builds on.
        category: which of the five tests it belongs to, or `form`.
        scope: the part of a post that it checks, or the whole feed.
        enabled: whether it's on by default.
        severity: how serious it is; may differ by platform, with a `default`.
        check: the name of the function that looks for it.
        applies: which posts it applies to.
        options: the check's options.
        supersedes: ids of rules that are not reported in addition to this one.
        summary: what the rule flags, in one sentence, for lists of rules.
        message: what is wrong, with `{fields}` that the check fills in.
        help: the next step, with such fields; the first that the evidence in the draft calls for.
        suggest: words that could go into the draft as they are, chosen in the same way.
        why: the reason for the rule.
        before: a post that the rule flags, and …
        after: … the same post, fixed by an editor.
        source: where a threshold or claim comes from.
        measured: how often it is right.
        bad: posts that it flags.
        good: posts that it lets pass.
    """

    id: Id
    extends: Id | None = None
    category: Category
    scope: Scope
    enabled: bool = True
    severity: Annotated[Severity | dict[str, Severity], WithJsonSchema(SEVERITY_SCHEMA)]
    check: str
    applies: PostFilter = PostFilter()
    options: dict[str, Any] = Field(default_factory=dict)
    supersedes: tuple[Id, ...] = ()
    summary: Annotated[_MaybeText, StringConstraints(max_length=_MAX_MESSAGE_CHARACTERS)] = ""
    message: Annotated[NonEmptyText, StringConstraints(max_length=_MAX_MESSAGE_CHARACTERS)]
    help: Annotated[tuple[Advice, ...], WithJsonSchema(_HELP)] = Field(min_length=1, max_length=4)
    suggest: Annotated[tuple[Advice, ...], WithJsonSchema(_SUGGEST)] = ()
    why: NonEmptyText
    before: NonEmptyText | None = None
    after: NonEmptyText | None = None
    source: NonEmptyText | None = None
    measured: RulePrecision | None = None
    bad: tuple[Example, ...]
    good: tuple[Example, ...]

    _check: AnyCheck = PrivateAttr()
    _settings: CheckOptions = PrivateAttr()
    _path: Path = PrivateAttr()

    def bind(self, check: AnyCheck, home: Path) -> Rule:
        """Return the rule with its check, the options read, and the file it comes from.

        Raises:
            pydantic.ValidationError: the check does not take these options.
        """
        rule = self.model_copy()
        rule._check = check
        rule._settings = check.options.model_validate(self.options)
        rule._path = home
        return rule

    @property
    def check_definition(self) -> AnyCheck:
        """The check that the rule names."""
        return self._check

    @property
    def settings(self) -> CheckOptions:
        """The check's options as the rule sets them."""
        return self._settings

    @property
    def path(self) -> Path:
        """The file it comes from."""
        return self._path

    def changed(self, changes: Mapping[str, Any]) -> Rule:
        """Return the rule with other values for some keys; `options` are added to.

        Those that `applies` has go there: each option has one name.

        Raises:
            pydantic.ValidationError: neither `applies` nor the check has these options.
        """
        given = dict(changes.get("options", {}))
        shared = {name: given.pop(name) for name in PostFilter.model_fields if name in given}
        applies = PostFilter.model_validate({**self.applies.model_dump(), **shared})
        options = {**self.options, **given}
        update = {**changes, "applies": applies, "options": options}
        return self.model_copy(update=update).bind(self.check_definition, self.path)

    @model_validator(mode="before")
    @classmethod
    def _with_summary(cls, data: object) -> object:
        """Use the message as the summary if the rule has none of its own."""
        if isinstance(data, dict) and isinstance(data.get("message"), str):
            return {"summary": elide(data["message"][:_MAX_MESSAGE_CHARACTERS]), **data}
        return data

    @field_validator("severity", mode="before")
    @classmethod
    def _known_severity(cls, value: object) -> object:
        if fault := find_severity_error(value):
            raise ValueError(fault[1])
        return value

    @field_validator("help", "suggest", mode="before")
    @classmethod
    def _as_advice(cls, value: object) -> object:
        """Take a single text for advice that always holds."""
        if isinstance(value, str):
            value = [value]
        if isinstance(value, list | tuple):
            return [{"say": item} if isinstance(item, str) else item for item in value]
        return value

    @field_validator("supersedes")
    @classmethod
    def _not_itself(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if info.data.get("id") in value:
            raise ValueError("it names the rule itself")
        return value

    def severity_for(self, platform: str | None) -> Severity:
        """Return how serious the rule is on a platform."""
        if isinstance(self.severity, dict):
            return self.severity.get(platform or "default", self.severity["default"])
        return self.severity


def find_severity_error(value: object) -> tuple[list[str], str] | None:
    """Return where in a severity something is wrong, and what; None where nothing is."""
    entries = value if isinstance(value, dict) else {"": value}
    for platform, name in entries.items():
        where = [str(platform)] if isinstance(value, dict) else []
        if where and platform not in ("default", *PLATFORMS):
            return where, describe_unknown_platform(platform)
        if name not in SEVERITIES:
            return where, f"`{shorten(name)}` is no severity; it is one of {', '.join(SEVERITIES)}"
    if isinstance(value, dict) and "default" not in value:
        return [], "a severity by platform needs a `default`"
    return None
