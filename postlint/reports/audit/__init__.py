"""Reports of audits. One module for each format, all with the same two calls."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from postlint.reports.audit.report import AuditReport

FORMATS = ("text", "json", "html", "markdown", "badge", "parquet")
"""Formats made for feeds; each has a module of its name."""

OF_POSTS = ("full", "concise", "statistics", "sarif", "github", "gitlab", "rdjson", "junit")
"""Formats of `postlint check` that take findings on a feed beside those on its posts."""

__all__ = ["FORMATS", "OF_POSTS", "AuditReport", "audit_report"]


def audit_report(name: str) -> type[AuditReport]:
    """Return the report of one of `FORMATS`. It is imported now: few runs need more than one."""
    module = import_module(f"postlint.reports.audit.{name}")
    return cast("type[AuditReport]", getattr(module, f"Audit{name.capitalize()}Report"))
