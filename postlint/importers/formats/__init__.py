"""The formats that postlint can read."""

from __future__ import annotations

from collections.abc import Mapping

from postlint.importers.formats import linkedin, mastodon, parquet, schedulers, tables, x
from postlint.importers.importer import Importer

IMPORTERS: Mapping[str, Importer] = {
    "buffer": schedulers.BUFFER,
    "hootsuite": schedulers.HOOTSUITE,
    "linkedin_comments": linkedin.COMMENTS,
    "linkedin_shares": linkedin.SHARES,
    "mastodon": mastodon.IMPORTER,
    "x_tweets": x.TWEETS,
    "x_tweets_csv": x.TWEETS_CSV,
    "csv_table": tables.CSV,
    "json_table": tables.JSON,
    "jsonl_table": tables.JSONL,
    "parquet": parquet.IMPORTER,
}
"""The built-in importers by name, in the order in which they're tried: a table may be an export."""


def with_plugins(importers: Mapping[str, Importer]) -> Mapping[str, Importer]:
    """Return all importers in the order in which they're tried; those of plug-ins come first."""
    ordered = sorted({**importers, **IMPORTERS}.items(), key=lambda item: item[1].is_table)
    return dict(ordered)
