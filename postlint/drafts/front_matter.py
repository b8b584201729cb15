"""YAML (`---`) and TOML (`+++`) front matter."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import yaml

from postlint.drafts.source import Source, Span
from postlint.platforms import normalise_platform

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_FAST_YAML = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The reader in C, where PyYAML was built with it."""

_MAX_LENGTH = 50_000

_FENCE = re.compile(r"(---|\+\+\+)[ \t]*(?:\r\n|\n|\r)")
_CLOSING = {
    "---": re.compile(r"(?<![^\r\n])(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)"),
    "+++": re.compile(r"(?<![^\r\n])\+\+\+[ \t]*(?:\r\n|\n|\r|\Z)"),
}


@dataclass(frozen=True)
class FrontMatter:
    """What a draft says of itself before its body.

    Attributes:
        values: the mapping as it was read, empty where there is none or where it is broken.
        span: where it stands in the source, fences included; the body starts at its end.
        error: why it could not be read, or None.
    """

    values: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    span: Span = field(default_factory=lambda: Span(0, 0))
    error: str | None = None

    @property
    def platform(self) -> str | None:
        """The platform it names, in postlint's spelling; None if none or an unknown one."""
        value = self.values.get("platform")
        return normalise_platform(value) if isinstance(value, str) else None

    def place_of(self, source: Source, key: str) -> Span:
        """Return where a key of it and its value stand: their line, or its opening fence."""
        found = re.compile(
            rf"^[\"']?{re.escape(key)}[\"']?[ \t]*[:=].*?[ \t]*$", re.MULTILINE
        ).search(source.text.replace("\r", "\n"), self.span.start, self.span.end)
        return Span(*found.span()) if found else Span(self.span.start, self.span.start + 3)

    @property
    def title(self) -> str | None:
        """The title, or None."""
        value = self.values.get("title")
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return None
        return str(value).strip() or None

    @property
    def is_draft(self) -> bool | None:
        """Whether it says that the post is not published yet; None if it does not say."""
        status = self.values.get("status")
        if isinstance(status, str) and status.strip():
            return status.strip().lower() not in {"published", "public", "live", "sent", "posted"}
        for key, means_draft in (("draft", True), ("published", False), ("publish", False)):
            value = self.values.get(key)
            if isinstance(value, bool):
                return value is means_draft
        return None


def read_front_matter(source: Source) -> FrontMatter:
    """Read the front matter at the very start of a source.

    A fence that is never closed, or whose inside is plain prose, is no front matter: the line is
    a thematic break and all of the text is body.
    """
    text = source.text
    opening = _FENCE.match(text)
    if not opening:
        return FrontMatter()
    closing = _CLOSING[opening[1]].search(text, opening.end())
    if not closing:
        return FrontMatter()
    inner = text[opening.end() : closing.start()]
    span = Span(0, closing.end())
    if len(inner) > _MAX_LENGTH:
        return FrontMatter(span=span, error="front matter is too long; not used")
    load = _load_yaml if opening[1] == "---" else _load_toml
    first_line = source.position(opening.end()).line
    try:
        values = load(inner, first_line)
    except _BrokenError as error:
        return FrontMatter(span=span, error=str(error))
    if values is None:
        return FrontMatter(span=span)
    if not isinstance(values, dict):
        # Between two thematic breaks stands prose, which YAML reads as one string.
        return (
            FrontMatter()
            if isinstance(values, str)
            else FrontMatter(
                span=span, error="front matter is not a list of keys and values; not used"
            )
        )
    return FrontMatter(MappingProxyType({str(key): value for key, value in values.items()}), span)


class _BrokenError(Exception):
    pass


def _load_yaml(inner: str, first_line: int) -> Any:  # noqa: ANN401 -- whatever the YAML holds
    try:
        try:
            return yaml.load(inner, _FAST_YAML)  # noqa: S506 -- it is a safe loader
        except yaml.YAMLError:
            return yaml.safe_load(inner)  # says better what is wrong
    except yaml.MarkedYAMLError as error:
        line = first_line + (error.problem_mark.line if error.problem_mark else 0)
        raise _BrokenError(
            f"front matter is not valid YAML (line {line}: {error.problem or error.context})"
        ) from None
    except Exception as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise _BrokenError(f"front matter is not valid YAML ({reason})") from None


def _load_toml(inner: str, first_line: int) -> Any:  # noqa: ANN401 -- whatever the TOML holds
    try:
        return tomllib.loads(inner.replace("\r\n", "\n").replace("\r", "\n"))
    except (ValueError, RecursionError) as error:
        found = re.search(r"\(at line (\d+), column \d+\)", str(error))
        reason = re.sub(r" ?\(at .*\)$", "", str(error))
        line = first_line + (int(found[1]) - 1 if found else 0)
        raise _BrokenError(f"front matter is not valid TOML (line {line}: {reason})") from None
