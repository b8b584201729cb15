"""The report of an audit as JSON, version 1, as described in `docs/json.md`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, TextIO

from postlint.audit import Audit, ScoredPost
from postlint.feed import mix, returns
from postlint.feed.mix import Mix
from postlint.feed.returns import Return
from postlint.formatters.feeds import FeedFormatter
from postlint.formatters.posts.json import dump, finding_to_json

_START = '{"version": 1,\n"posts": ['


class AuditJsonFormatter(FeedFormatter):
    """Writes one JSON object, with each post as soon as it's scored."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        super().__init__(out, quiet=quiet)
        self._has_posts = False

    def _add_post(self, scored: ScoredPost) -> None:
        self._out.write(f"{',' if self._has_posts else _START}\n{dump(_post(scored))}")
        self._has_posts = True

    def _add_audit(self, audit: Audit) -> None:
        rest = dump(_audit(audit))[1:].lstrip()
        self._out.write(f"{'' if self._has_posts else _START}\n],\n{rest}\n")


def _post(scored: ScoredPost) -> dict[str, Any]:
    post = scored.post
    return {
        "id": post.id,
        "path": post.path,
        "line": post.line,
        "name": post.name,
        "date": post.date.isoformat() if post.date else None,
        "platform": post.platform,
        "url": post.url,
        "relevance": post.relevance,
        "relevant": post.relevant,
        "labels": asdict(post.labels),
        "verdict": post.verdict,
        "genres": sorted(post.genres),
        "metrics": asdict(post.metrics),
        "findings": [finding_to_json(finding) for finding in scored.result.findings],
    }


def _audit(audit: Audit) -> dict[str, Any]:
    feed, counts = audit.feed, audit.counts
    return {
        "counts": {
            "read": counts.read,
            "scored": counts.scored,
            "skipped": dict(sorted(counts.skipped.items())),
            "unreadable_rows": counts.unreadable_rows,
            "undated": counts.undated,
            "earlier": counts.earlier,
        },
        "mix": {
            "all": _mix(mix.mix("all", feed.posts)) if feed.posts else None,
            "by_platform": list(map(_mix, mix.by_platform(feed))),
            "by_month": list(map(_mix, mix.by_month(feed))),
            "targets": {
                trait: {"limit": limit, "bound": bound.replace(" ", "_"), "source": source}
                for trait, (bound, limit, source) in mix.TARGETS.items()
            },
        },
        "returns": {
            "all": _return(returns.returns("all", feed.posts)),
            "by_platform": list(map(_return, returns.by_platform(feed))),
            "by_genre": list(map(_return, returns.by_genre(feed))),
        },
        "findings": [
            {
                "rule": finding.rule,
                "severity": finding.severity,
                "message": finding.message,
                "help": finding.help,
                "posts": [post.id for post in audit.posts_of(finding)],
            }
            for finding in audit.findings
        ],
        "trend": asdict(audit.trend) if audit.trend else None,
        "problems": [asdict(problem) for problem in counts.problems],
    }


def _mix(mix_row: Mix) -> dict[str, Any]:
    return {
        "name": mix_row.name,
        "posts": mix_row.posts,
        "relevance": round(mix_row.relevance, 3),
        "shares": {
            trait: {
                "count": share.count,
                "share": round(share.value, 3),
                "interval": _rounded(share.interval),
            }
            for trait, share in mix_row.shares.items()
        },
    }


def _return(return_row: Return) -> dict[str, Any]:
    return {
        "name": return_row.name,
        "posts": return_row.posts,
        "hours": return_row.hours,
        "totals": return_row.totals,
        "per_hour": {
            metric: {
                "posts": rate.posts,
                "value": round(rate.value, 4),
                # null if there's too little data
                "interval": rate.interval and _rounded(rate.interval),
            }
            for metric, rate in return_row.rates.items()
        },
    }


def _rounded(values: Iterable[float]) -> list[float]:
    return [round(value, 4) for value in values]


FORMATTER = AuditJsonFormatter
