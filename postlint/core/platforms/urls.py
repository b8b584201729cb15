"""How twitter-text finds URLs. X and Mastodon use it, with different paths and queries.

https://github.com/twitter/twitter-text
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

SHORT_URL_LENGTH = 23
"""The characters that a URL counts as."""

_MAX_LABEL_LENGTH = 63
"""The most characters of one part of a domain name, in ASCII."""

_MAX_LABELS = 127
"""The most parts of a domain name."""

_MAX_URL_LENGTH = 4096

Match = Any
"""A match of `regex`, which has no types."""

_DIRECTION_MARKS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
ACCENTED = (
    r"\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f"
    r"\u0272\u0289\u028b\u02bb\u0300-\u036f\u1e00-\u1eff"
)
_DOMAIN_CHARACTER = (
    rf"[^\s!'#%&()*+,\\\-./:;<=>?@\[\]\^_{{|}}~$\u180e\ufeff\ufffe\uffff{_DIRECTION_MARKS}]"
)
_SUBDOMAIN = rf"{_DOMAIN_CHARACTER}++(?:[_-]++{_DOMAIN_CHARACTER}++)*+\."
_DOMAIN_NAME = rf"{_DOMAIN_CHARACTER}++(?:-++{_DOMAIN_CHARACTER}++)*+\."
_ASCII_LABEL = rf"[a-z0-9{ACCENTED}](?:[a-z0-9{ACCENTED}-]{{0,61}}[a-z0-9{ACCENTED}])?\."
_NOT_BEFORE = r"a-z0-9@＠$#＃\ufeff\ufffe\uffff"

# The parts that platforms build their patterns from.
NOT_AFTER_WORD = rf"(?<![{_NOT_BEFORE}])"
DOMAIN = rf"(?P<domain>(?:{_SUBDOMAIN}){{0,{_MAX_LABELS}}}{_DOMAIN_NAME})"
BARE_DOMAIN = rf"(?<![{_NOT_BEFORE}{ACCENTED}._/-])(?:{_ASCII_LABEL}){{1,{_MAX_LABELS}}}"
TOP_LEVEL_DOMAIN = r"(?:\L<endings>|xn--[0-9a-z-]+)(?![0-9a-z@+-])"
PORT = r"(?::[0-9]+)?"


def path_and_query(general: str, last: str, in_query: str, last_in_query: str) -> tuple[str, str]:
    """Return the patterns of a path and of a query, given the classes of their characters."""
    balanced = rf"\((?:{general}++|{general}*+\({general}++\){general}*+)\)"
    path = rf"/(?:(?:{general}|{balanced})*(?:{last}|{balanced}))?"
    return path, rf"(?:\?{in_query}*{last_in_query})?"


@lru_cache(maxsize=4)
def compile_urls(pattern: str) -> Any:  # noqa: ANN401 -- `regex` has no types
    """Compile a pattern with the top-level domains. It's slow, so it's done on first use."""
    import regex

    text = Path(__file__).with_name("top_level_domains.txt").read_text(encoding="utf-8")
    names = text.partition("\n")[2].split()
    return regex.compile(pattern, regex.IGNORECASE, endings=names)


def is_url(match: Match) -> bool:
    """Return whether a URL and the parts of its domain are within the limits."""
    labels = (match["domain"] or "").split(".")
    return match.end() - match.start() <= _MAX_URL_LENGTH and all(
        _ascii_length(label) <= _MAX_LABEL_LENGTH for label in labels
    )


def _ascii_length(label: str) -> int:
    return len(label) if label.isascii() else len("xn--" + label.encode("punycode").decode())
