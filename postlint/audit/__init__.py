"""Auditing: from folders and archives to a feed, what rules find in it, and how it changed."""

from postlint.audit.audit import Audit, Auditor, Counts, Judged

__all__ = ["Audit", "Auditor", "Counts", "Judged"]
