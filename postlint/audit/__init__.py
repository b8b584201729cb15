"""Auditing a feed: reading it, running the rules for feeds, and comparing feeds."""

from postlint.audit.auditor import Audit, Auditor, Counts, ScoredPost

__all__ = ["Audit", "Auditor", "Counts", "ScoredPost"]
