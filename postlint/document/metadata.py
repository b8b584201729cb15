"""Recognition of metadata: the lines at the top of a draft that are keys and values, not prose.

They are between fences, or are headers without fences, as in Pelican, MultiMarkdown, and Hexo.

`Tip: we won an award.` is valid YAML, too, so valid syntax isn't enough; postlint also compares the
keys with known ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from postlint.core.dates import parse_date
from postlint.document.source import iter_lines

_KNOWN_KEYS = frozenset(
    """
    abstract alias aliases archive audience author authors backlink bibliography byline
    canonical canonicalurl canonical_url campaign categories category channel channels comments
    copyright cover cover_image created created_at createdat css date date_published datecreated
    datemodified datepublished description draft email excerpt featured feature_image guid hashtags
    headline hero id image images keywords lang language lastmod last_modified layout license link
    markup meta modified network networks og_image permalink platform platforms
    postdate posted posted_at postlint preheader preview profile pubdate pubdatetime publish
    publish_date publish_on publishdate published published_at publishedat publisheddate read_time
    reading_time redirect_from revised robots save_as scheduled scheduled_at scheduled_for
    scheduledat series slug source sources status subject subtitle summary syndication
    tag tags target template theme thumbnail time_spent title toc topic topics translation twitter
    type updated updated_at url visibility weight
    """.split()
)
"""Keys of static site generators, feeds, and schedulers, in lowercase, with `_` for spaces."""

_YAML_KEY = re.compile(
    r"(?:(?P<explicit>\?)(?=[ \t])|(?:\"(?P<quoted>[^\"\r\n]{1,60})\"|'(?P<single>[^'\r\n]{1,60})'"
    r"|(?P<plain>[^\W\d][\w.-]{0,40}(?: [\w.-]{1,40}){0,2}))[ \t]*:(?=[ \t\r\n]|\Z))"
    r"[ \t]*(?P<value>[^\r\n]*)"
)
_TOML_KEY = re.compile(r"(?P<plain>[\w.\"'-]{1,60})[ \t]*=[ \t]*(?P<value>[^\r\n]*)|\[")
_KEYS = {"yaml": _YAML_KEY, "toml": _TOML_KEY}
_IDENTIFIER = re.compile(r"\?|[a-z][\w.-]*|\w+[_-]\w[\w-]*")
_CONTINUATION = re.compile(r"[ \t]|[-#?:]|[\]})]|\{[{%#]")
"""The beginnings of lines without a key that continue metadata."""

_SENTENCE = re.compile(r"(?:\S+\s+){3,}\S|.*[^\W\d][.!?…]+[\"'”’)]*\s*\Z", re.DOTALL)

_HEADER_KEY = re.compile(r"([A-Za-z][A-Za-z0-9_-]*(?: [A-Za-z0-9_-]+)?)[ \t]*:(?:[ \t]+(.*))?$")
_HEADER_END = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_MAX_HEADER_LENGTH = 10_000
_SUFFICIENT_KEYS = frozenset("title date author authors slug platform category tags status".split())
"""Keys that are a header even alone; others may begin a sentence, such as `Summary: …`."""

_BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}


def is_known_key(key: str) -> bool:
    """Return whether a key is a known metadata key."""
    return re.sub(r"[\s-]", "_", key.strip().lower()) in _KNOWN_KEYS


def looks_like_sentence(value: object) -> bool:
    """Return whether a value reads as a sentence."""
    return isinstance(value, str) and _SENTENCE.match(value[:500]) is not None


def is_metadata(values: Mapping[str, object], *, after_blank: bool, is_valid: bool = True) -> bool:
    """Return whether keys and values are metadata, and not prose with colons.

    Args:
        values: the keys and values.
        after_blank: whether a blank line precedes them, as after a thematic break.
        is_valid: whether everything up to the closing fence is valid.
    """
    known = sum(map(is_known_key, values))
    if after_blank:
        return 2 * known >= len(values)
    return (
        known > 0
        or all(_IDENTIFIER.fullmatch(key) for key in values)
        or (is_valid and not any(map(looks_like_sentence, values.values())))
    )


class MetadataLines(NamedTuple):
    """The lines of metadata at the beginning of a text.

    Attributes:
        end: the offset where they end.
        is_metadata: whether they are metadata, and not prose with colons.
        after_blank: whether a blank line precedes the first one.
        covers_text: whether nothing else is in the text.
    """

    end: int
    is_metadata: bool
    after_blank: bool
    covers_text: bool


def metadata_lines(text: str, start: int, end: int, syntax: str = "yaml") -> MetadataLines:
    """Return the lines at the beginning of a text that look like metadata, valid or not.

    They end before a paragraph of prose. In a paragraph that begins with a key, each line belongs
    to the metadata.
    """
    values: dict[str, str] = {}
    end_of_metadata, covers_text = start, True
    after_gap = after_blank = False
    for line in iter_lines(text, start, end):
        if not line[1].strip():
            after_gap = True
            continue
        if end_of_metadata == start:
            after_blank = after_gap
        key = _KEYS[syntax].match(line[1])
        groups = key.groupdict() if key else {}
        value = groups.pop("value", None) or ""
        name = next(filter(None, groups.values()), None)
        is_prose = (
            after_gap
            and name
            and not is_known_key(name)
            and name[0].isupper()
            and looks_like_sentence(value)
        )
        if key and not is_prose:
            values[name or "["] = value
            end_of_metadata, after_gap = line.end(), False
        elif not after_gap:
            end_of_metadata = line.end()
        elif is_prose or not _CONTINUATION.match(line[1]):
            covers_text = False
            break
    is_known = bool(values) and is_metadata(values, after_blank=after_blank, is_valid=False)
    return MetadataLines(end_of_metadata, is_known, after_blank, covers_text)


def read_header(text: str, start: int) -> tuple[dict[str, str | bool], int] | None:
    """Return the values of the header that begins at an offset, and the offset after it, or None.

    It ends at a blank line or `---`. To exclude prose with colons, such as a dialogue, the first
    key and at least half of all keys must be known metadata keys.
    """
    values: dict[str, str] = {}
    last_key = ""
    for line in iter_lines(text, start, start + _MAX_HEADER_LENGTH):
        content = line[1]
        if not content.strip() or _HEADER_END.match(content):
            parsed = {key: _BOOLEANS.get(value.lower(), value) for key, value in values.items()}
            return (parsed, line.end()) if _is_header(values) else None
        key = _HEADER_KEY.match(content)
        if key:
            last_key = key[1]
            values[last_key] = (key[2] or "").strip()
        elif last_key and content[0] in " \t":
            values[last_key] = f"{values[last_key]} {content.strip()}".strip()
        else:
            return None
        if len(values) == 1 and not is_known_key(last_key):
            return None
    return None


def _is_header(values: Mapping[str, str]) -> bool:
    if len(values) != 1:
        is_known = bool(values) and 2 * sum(map(is_known_key, values)) >= len(values)
        return is_known and not all(map(looks_like_sentence, values.values()))
    ((key, value),) = values.items()
    name = key.lower()
    if name not in _SUFFICIENT_KEYS or (name != "title" and looks_like_sentence(value)):
        return False
    return name != "date" or parse_date(value) is not None
