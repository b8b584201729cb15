"""Places and names of findings as other programs want them."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path, PurePath
from urllib.parse import quote

from postlint.diagnostics.finding import Finding
from postlint.diagnostics.result import PostResult
from postlint.document.source import Position


def posix_path(path: str) -> str:
    """Return a path with slashes, whatever the system uses; relative where that is possible.

    Services know files by their path in the repository, in which the command is run.
    """
    pure = PurePath(os.path.normpath(path))
    here = Path.cwd()
    return (pure.relative_to(here) if pure.is_relative_to(here) else pure).as_posix()


def uri_reference(path: str) -> str:
    """Return a path as a URI reference: relative if the path is, percent-encoded in UTF-8."""
    name = posix_path(path)
    pure = PurePath(name)
    # `quote` also keeps a colon in the first part from looking like a scheme.
    return pure.as_uri() if pure.is_absolute() else quote(name, errors="surrogateescape")


def byte_column(report: PostResult, position: Position) -> int:
    """Return the column of a place in bytes of UTF-8, counted from 1."""
    return report.source.utf8_column(position) + 1


def fingerprint(report: PostResult, finding: Finding) -> str:
    """Return a name for a finding that stays while its words and its file's name do."""
    words = " ".join(finding.excerpt.split())
    parts = (posix_path(report.path), str(report.ordinal), finding.rule, words)
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:40]
