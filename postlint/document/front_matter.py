"""Front matter: the metadata before the body of a draft.

It can be YAML (`---`), TOML (`+++`), JSON (`---json`, `;;;`, or a bare object), or `Key: value`
headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import yaml

from postlint.core.platforms import normalize_platform
from postlint.core.positions import START
from postlint.core.terminal_text import shorten
from postlint.core.untrusted import DataError, read_json, read_toml
from postlint.core.untrusted_yaml import compose_yaml, construct_yaml
from postlint.document.metadata import MetadataLines, is_metadata, metadata_lines, read_header
from postlint.document.source import Source, Span

Syntax = Literal["yaml", "toml", "json", "headers"]

_MAX_LENGTH = 50_000
_TOO_LONG = DataError(
    START, f"more than {_MAX_LENGTH:,} characters; shorten it", beyond_limits=True
)
_NOWHERE = Span(0, 0)

_LEADING_BLANKS = re.compile(
    r"(?:\ufeff|[ \t]*(?:\r\n|\n|\r)|<!--(?:(?!-->).)*-->[ \t]*(?:\r\n|\n|\r))*", re.DOTALL
)
"""The blank lines and comments that may be above front matter."""

_FENCE = re.compile(
    r"(?P<mark>---|\+\+\+|;;;)[ \t]*(?P<language>yaml|yml|toml|json)?[ \t]*(?:\r\n|\n|\r)",
    re.IGNORECASE,
)
_CLOSING = {
    "---": re.compile(r"(?<![^\r\n])(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)"),
    "+++": re.compile(r"(?<![^\r\n])\+\+\+[ \t]*(?:\r\n|\n|\r|\Z)"),
    ";;;": re.compile(r"(?<![^\r\n]);;;[ \t]*(?:\r\n|\n|\r|\Z)"),
}
_SYNTAXES: Mapping[str, Syntax] = {
    "---": "yaml", "+++": "toml", ";;;": "json", "yaml": "yaml", "yml": "yaml", "toml": "toml",
    "json": "json",
}  # fmt: skip
_JSON_OBJECT = re.compile(r"\{\s*\"[^\"\r\n]{1,60}\"\s*:")
_JSON_END = re.compile(r"(?<![^\r\n])\}[ \t]*(?:\r\n|\n|\r|\Z)")
_BLANK_LINE = re.compile(r"[ \t]*(?:\r\n|\n|\r|\Z)")


@dataclass(frozen=True)
class FrontMatter:
    """The metadata before the body of a draft.

    Attributes:
        values: its keys and values; empty if there is no front matter, or it can't be read.
        span: its offsets in the source, including the fences; the body starts at its end.
        error: why it can't be read, or None.
        exceeds_limits: whether it exceeds the limits of what is safe to read. The author's settings
            are unknown then, so the run fails, but the body is linted.
        syntax: its syntax; None if there is no front matter.
        inner: its offsets in the source, without the fences.
        notices: other information for the author.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    span: Span = _NOWHERE
    error: str | None = None
    exceeds_limits: bool = False
    syntax: Syntax | None = None
    inner: Span = _NOWHERE
    notices: tuple[str, ...] = ()

    def get(self, key: str) -> Any:  # noqa: ANN401 -- any value
        """Return the value of a key, ignoring case; None if there is no such key."""
        return self.values.get(key, self._lowercase_values.get(key))

    @cached_property
    def _lowercase_values(self) -> Mapping[str, Any]:
        return {key.lower(): value for key, value in self.values.items()}

    @property
    def platform(self) -> str | None:
        """The platform in postlint's spelling; None if it's missing or unknown."""
        value = self.get("platform")
        return normalize_platform(value) if isinstance(value, str) else None

    def span_of_key(self, source: Source, key: str) -> Span:
        """Return the span of a key and its value, or of the opening fence if it isn't found."""
        if self.syntax == "json":
            line = rf"\"{re.escape(key)}\"\s*:[^,}}\n]*"
        else:
            line = rf"^[\"']?{re.escape(key)}[\"']?[ \t]*[:=].*?[ \t]*$"
        text = source.text.replace("\r", "\n")
        pattern = re.compile(line, re.MULTILINE | re.IGNORECASE)
        match = pattern.search(text, self.span.start, self.span.end)
        return Span(*match.span()) if match else Span(self.span.start, self.span.start + 3)

    @property
    def title(self) -> str | None:
        """The title, or None."""
        value = self.get("title")
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return None
        return str(value).strip() or None

    @property
    def is_draft(self) -> bool | None:
        """Whether the post isn't published yet; None if the front matter doesn't say."""
        status = self.get("status")
        if isinstance(status, str) and status.strip():
            return status.strip().lower() not in {"published", "public", "live", "sent", "posted"}
        for key, means_draft in (("draft", True), ("published", False), ("publish", False)):
            value = self.get(key)
            if isinstance(value, bool):
                return value is means_draft
        return None


def read_front_matter(source: Source) -> FrontMatter:
    """Return the front matter at the start of a source, after any blank lines and comments.

    A `---` before prose is a thematic break; the whole text is the body then.
    """
    text = source.text
    blanks = _LEADING_BLANKS.match(text)
    start = blanks.end() if blanks else 0
    if opening := _FENCE.match(text, start):
        return _FencedReader(source, opening).read()
    if _JSON_OBJECT.match(text, start):
        return _read_bare_json(source, start)
    if header := read_header(text, start):
        values, end = header
        return FrontMatter(values, Span(start, end), syntax="headers", inner=Span(start, end))
    return FrontMatter()


class _FencedReader:
    """A reader of front matter between two fences, or below one that isn't closed."""

    def __init__(self, source: Source, opening: re.Match[str]) -> None:
        self._source = source
        self._opening = opening
        self._mark = opening["mark"]
        self._syntax = _SYNTAXES[(opening["language"] or self._mark).lower()]
        self._first_line = source.position(opening.end()).line

    def read(self) -> FrontMatter:
        text, start = self._source.text, self._opening.end()
        closing = _CLOSING[self._mark].search(text, start)
        if closing is None:
            return self._read_unclosed()
        # With a language after the opening fence, or `+++`, it can't be a thematic break.
        is_break = self._mark == "---" and not self._opening["language"]
        after_blank = _BLANK_LINE.match(text, start) is not None
        unread = self._unread(closing.start(), closing.end())
        if closing.start() - start > _MAX_LENGTH:
            if is_break and not metadata_lines(text, start, start + _MAX_LENGTH).is_metadata:
                return FrontMatter()
            return _with_error(unread, self._first_line - 1, _TOO_LONG)
        try:
            values, notices = self._load(unread.inner)
        except DataError as error:
            if is_break:
                return self._read_broken(unread, error)
            return _with_error(unread, self._first_line, error)
        if values is None:
            # `# …` may be a heading here, not a comment.
            is_prose = is_break and after_blank and text[start : closing.start()].strip()
            return FrontMatter() if is_prose else unread
        if isinstance(values, dict):
            values = {str(key): value for key, value in values.items()}
            if is_break and not is_metadata(values, after_blank=after_blank):
                return FrontMatter()
            return replace(unread, values=values, notices=notices)
        # YAML reads prose as a string or a list.
        if isinstance(values, str) or after_blank:
            return FrontMatter()
        return FrontMatter(
            error="front matter isn't a set of keys and values, so it's read as text"
        )

    def _unread(self, inner_end: int, end: int) -> FrontMatter:
        inner = Span(self._opening.end(), inner_end)
        return FrontMatter(span=Span(self._opening.start(), end), syntax=self._syntax, inner=inner)

    def _load(self, inner: Span) -> tuple[Any, tuple[str, ...]]:
        """Return the data, and notices about it."""
        text = self._source.text[inner.start : inner.end]
        if self._syntax == "toml":
            return read_toml(text.replace("\r\n", "\n").replace("\r", "\n")), ()
        if self._syntax == "json":
            return _load_json(text), ()
        node = compose_yaml(text)
        notices = tuple(_duplicate_key_notices(node, self._first_line))
        return construct_yaml(text, node, bad_dates_as_text=True), notices

    def _read_broken(self, unread: FrontMatter, error: DataError) -> FrontMatter:
        """Return front matter with an error, or none if the fence is a thematic break."""
        metadata = metadata_lines(self._source.text, unread.inner.start, unread.inner.end)
        if (metadata.is_metadata and metadata.covers_text) or (
            error.beyond_limits and not metadata.after_blank
        ):
            return _with_error(unread, self._first_line, error)
        return self._read_lines(metadata)

    def _read_unclosed(self) -> FrontMatter:
        text, start = self._source.text, self._opening.end()
        if self._syntax != "json":
            return self._read_lines(metadata_lines(text, start, start + _MAX_LENGTH, self._syntax))
        if _JSON_OBJECT.match(text, start):
            return _read_bare_json(self._source, start)
        return FrontMatter()

    def _read_lines(self, metadata: MetadataLines) -> FrontMatter:
        """Return front matter that is followed by prose instead of a closing fence, or none."""
        if not metadata.is_metadata or metadata.after_blank:
            return FrontMatter()
        unread = self._unread(metadata.end, metadata.end)
        try:
            values, _ = self._load(unread.inner)
        except DataError as error:
            if error.beyond_limits:
                return _with_error(unread, self._first_line, error)
            values = None
        line = self._source.position(len(self._source.text[: metadata.end].rstrip())).line
        mapping = values if isinstance(values, dict) else {}
        return replace(
            unread,
            values={str(key): value for key, value in mapping.items()},
            error=f"front matter isn't closed (add `{self._mark}` after line {line})",
        )


def _duplicate_key_notices(node: yaml.Node | None, first_line: int) -> Iterator[str]:
    """Yield a notice for the first key of a YAML mapping that appears twice."""
    seen: set[str] = set()
    for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
        if isinstance(key, yaml.ScalarNode):
            if key.value in seen and key.tag != "tag:yaml.org,2002:merge":
                line = first_line + key.start_mark.line
                yield (
                    f"`{shorten(key.value)}` is in the front matter twice (line {line}); postlint "
                    "uses the last one"
                )
                return
            seen.add(key.value)


def _load_json(text: str) -> Any:  # noqa: ANN401 -- any data
    """Return the data of JSON between fences; the outer braces are optional."""
    start = len(text) - len(text.lstrip())
    if not text.startswith("{", start):
        text = f"{text[:start]}{{{text[start:].rstrip().removesuffix(',')}}}"
    value, end = read_json(text, start)
    if text[end:].strip():
        raise DataError.at(text, end, "unexpected text after the object")
    return value


def _read_bare_json(source: Source, start: int) -> FrontMatter:
    """Return front matter that is a JSON object, without fences."""
    text = source.text
    try:
        values, end = read_json(text, start)
    except DataError as error:
        closing_brace = _JSON_END.search(text, start)
        span = Span(start, closing_brace.end()) if closing_brace else _NOWHERE
        return _with_error(FrontMatter(span=span, syntax="json", inner=span), 1, error)
    closing = _BLANK_LINE.match(text, end)
    if closing is None:
        return FrontMatter()  # text that begins with a brace
    unread = FrontMatter(span=Span(start, closing.end()), syntax="json", inner=Span(start, end))
    if end - start > _MAX_LENGTH:
        return _with_error(unread, source.position(start).line, _TOO_LONG)
    return replace(unread, values=values)


def _with_error(unread: FrontMatter, first_line: int, error: DataError) -> FrontMatter:
    """Return front matter with an error, whose line is relative to the first one."""
    what = "can't be used" if error.beyond_limits else f"isn't valid {str(unread.syntax).upper()}"
    line = first_line + error.position.line - 1
    return replace(
        unread,
        error=f"front matter {what} (line {line}: {error.reason})",
        exceeds_limits=error.beyond_limits,
    )
