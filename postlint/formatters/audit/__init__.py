"""The reports of an audit, one module for each format."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from postlint.formatters.audit.base import AuditFormatter

FORMATS = ("text", "json", "html", "markdown", "badge", "parquet")
"""Formats for feeds; each has a module with its name."""

POST_FORMATS = ("full", "concise", "statistics", "sarif", "github", "gitlab", "rdjson", "junit")
"""Formats of `postlint check` that also show findings about a feed."""

__all__ = ["FORMATS", "POST_FORMATS", "AuditFormatter", "get_audit_formatter"]


def get_audit_formatter(name: str) -> type[AuditFormatter]:
    """Return the report for one of `FORMATS`. It's imported here, since most runs need only one."""
    module = import_module(f"postlint.formatters.audit.{name}")
    return cast("type[AuditFormatter]", getattr(module, f"Audit{name.capitalize()}Formatter"))
