"""What a rule file holds."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from postlint.findings import SEVERITIES, Severity

Test = Literal["audience", "interaction", "return", "focus", "interest", "form"]
Scope = Literal["post", "block", "sentence", "opening", "closing", "frontmatter", "feed"]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Example(_Strict):
    """A post that a rule flags or lets pass.

    Attributes:
        text: the post, as Markdown.
        at: the flagged words; anywhere if not given.
        platform: where it is posted.
        frontmatter: what it says of itself.
    """

    text: Text
    at: Text | None = None
    platform: str | None = None
    frontmatter: dict[str, Any] = Field(default_factory=dict)


class Rule(_Strict):
    """One thing a draft can do wrong.

    Attributes:
        id: readable words that read well after "allow …".
        test: which of the five tests it belongs to, or `form`.
        scope: what it looks at.
        enabled: whether it is in the default set.
        severity: how serious it is; may differ by platform, with a `default`.
        check: the name of the function that looks for it.
        options: the check's options.
        covers: ids of rules that are not reported beside this one.
        message: what is wrong, with `{fields}` that the check fills in.
        help: what to try, likewise.
        why: the reason for the rule, for people.
        source: where a threshold or claim comes from.
        bad: posts that it flags.
        good: posts that it lets pass.
    """

    id: Id
    test: Test
    scope: Scope
    enabled: bool = True
    severity: Severity | dict[str, Severity]
    check: str
    options: dict[str, Any] = Field(default_factory=dict)
    covers: tuple[Id, ...] = ()
    message: Text
    help: Text
    why: Text
    source: Text | None = None
    bad: tuple[Example, ...]
    good: tuple[Example, ...]

    @field_validator("severity", mode="before")
    @classmethod
    def _known_severity(cls, value: object) -> object:
        names = value.values() if isinstance(value, dict) else [value]
        for name in names:
            if name not in SEVERITIES:
                raise ValueError(f"`{name}` is no severity; it is one of {', '.join(SEVERITIES)}")
        if isinstance(value, dict) and "default" not in value:
            raise ValueError("a severity by platform needs a `default`")
        return value

    @model_validator(mode="after")
    def _not_covering_itself(self) -> Rule:
        if self.id in self.covers:
            raise ValueError(f"`covers` names the rule itself, {self.id}")
        return self

    def severity_on(self, platform: str | None) -> Severity:
        """Return how serious the rule is on a platform."""
        if isinstance(self.severity, dict):
            return self.severity.get(platform or "default", self.severity["default"])
        return self.severity
