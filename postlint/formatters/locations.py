"""Locations and fingerprints of findings for other programs."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path, PurePath
from typing import TYPE_CHECKING
from urllib.parse import quote

from postlint.core.positions import Position
from postlint.diagnostics.finding import Finding
from postlint.diagnostics.result import PostResult

if TYPE_CHECKING:
    from postlint.audit import Audit


def posix_path(path: str) -> str:
    """Return a path with slashes on every system, relative to the current folder if possible.

    Services identify files by their path in the repository, where the command runs.
    """
    pure = PurePath(os.path.normpath(path))
    current_folder = Path.cwd()
    return (
        pure.relative_to(current_folder) if pure.is_relative_to(current_folder) else pure
    ).as_posix()


def uri_reference(path: str) -> str:
    """Return a path as a URI reference: relative if the path is, percent-encoded in UTF-8."""
    name = posix_path(path)
    pure = PurePath(name)
    # `quote` also keeps a colon in the first part from looking like a scheme.
    return pure.as_uri() if pure.is_absolute() else quote(name, errors="surrogateescape")


def byte_column(item: PostResult | Audit, position: Position) -> int:
    """Return the column of a position in bytes of UTF-8, counted from 1."""
    if not isinstance(item, PostResult):
        # the text of a feed isn't kept, and a post starts in the first column
        return position.column
    return item.source.utf8_column(position) + 1


def fingerprint(item: PostResult | Audit, finding: Finding) -> str:
    """Return an id for a finding that stays the same while its words and its file name do."""
    words = " ".join(finding.excerpt.split())
    ordinal = item.ordinal if isinstance(item, PostResult) else 1
    parts = (posix_path(finding.path), str(ordinal), finding.rule, words)
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:40]
