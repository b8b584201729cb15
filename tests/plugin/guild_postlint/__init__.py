"""What a guild of restorers asks of its members' posts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from pydantic import Field

from postlint.plugins import (
    API_VERSION,
    Check,
    CheckOptions,
    Columns,
    Context,
    CsvRow,
    DocumentHead,
    Hit,
    Importer,
    ImportItem,
    InputFile,
    Plugin,
    build_post,
    read_rows,
)


class UndatedOptions(CheckOptions):
    """What an undated piece is."""

    pieces: tuple[str, ...] = Field(
        min_length=1, description="Words for what is restored, in small letters."
    )


def undated(context: Context) -> Iterator[Hit]:
    """Yield sentences that speak of a piece and give no number: no year, no age."""
    for sentence in context.post.sentences:
        words = {token.lower_ for token in sentence.tokens}
        found = sorted(words & set(context.options.pieces))
        if found and "number" not in sentence.cues and not sentence.quoted:
            yield Hit(sentence, {"piece": found[0]})


def breaks(context: Context) -> Iterator[Hit]:
    """Fail on every post: what postlint then says is for a test to see."""
    raise LookupError("the guild's ledger is lost")
    yield


def is_ledger(head: DocumentHead) -> bool:
    """Return whether a file is the guild's ledger."""
    return head.column_names >= {"piece", "returned", "story"}


def read_ledger(document: InputFile, columns: Columns) -> Iterator[ImportItem]:
    """Yield a post for each piece that was returned to its owner."""
    for row in read_rows(document):
        if not isinstance(row, CsvRow):
            yield row
            continue
        date = datetime.fromisoformat(row["returned"])
        yield build_post(document.path, row.number, row["story"], platform="blog", date=date)


CHECKS = {
    "guild_undated": Check(undated, UndatedOptions, ("piece",)),
    "guild_breaks": Check(breaks),
}

LEDGER = Importer(name="Guild", files="ledger", matches=is_ledger, read=read_ledger)

PLUGIN = Plugin(
    api=API_VERSION,
    checks=CHECKS,
    rules=Path(__file__).with_name("rules"),
    importers={"guild_ledger": LEDGER},
)
FROM_TOMORROW = Plugin(api=API_VERSION + 1)
NOTHING = None
