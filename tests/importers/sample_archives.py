"""Archives of a made-up consultancy, and ways to read them in tests."""

from __future__ import annotations

import csv
import io
import json
import tarfile
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from postlint.core.errors import LintFailure
from postlint.importers.columns import Columns
from postlint.importers.imported_post import ImportedPost, ImportItem, RowError, SkippedRow
from postlint.importers.reader import read_archive
from tests.requirements import require_package

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
ACTOR = "https://social.example/users/fennel"


class ImportResult:
    """What an importer yielded."""

    def __init__(self, path: Path, columns: Columns | None = None, **rows: Any) -> None:
        self.items: list[ImportItem] = list(read_archive(path, columns or Columns(), **rows))
        self.entries = [item for item in self.items if isinstance(item, ImportedPost)]
        self.bad = [item for item in self.items if isinstance(item, RowError)]
        self.problems = [item for item in self.items if isinstance(item, LintFailure)]
        self.skipped = Counter(item.reason for item in self.items if isinstance(item, SkippedRow))

    @property
    def texts(self) -> list[str]:
        return [entry.source.text for entry in self.entries]

    @property
    def only(self) -> ImportedPost:
        assert len(self.items) == 1, self.items
        return self.entries[0]

    @property
    def problem(self) -> str:
        assert len(self.problems) == 1, self.items
        return self.problems[0].message


def csv_text(rows: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def write(path: Path, data: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


SHARES_HEADER = ["Date", "ShareLink", "ShareCommentary", "SharedUrl", "MediaUrl", "Visibility"]


def share(
    text: str, number: int = 1, *, kind: str = "share", url: str = "", media: str = ""
) -> list[str]:
    link = f"https://www.linkedin.com/feed/update/urn%3Ali%3A{kind}%3A{number}"
    return ["2025-03-04 09:30:00", link, text, url, media, "MEMBER_NETWORK"]


def shares(*rows: Sequence[str]) -> str:
    return csv_text([SHARES_HEADER, *rows])


def as_linkedin_commentary(text: str) -> str:
    """Return a commentary as LinkedIn mostly writes it."""
    return text.replace("\n", '"\n"')


def tweet(text: str, number: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "tweet": {
            "retweeted": False,
            "truncated": False,
            "entities": {"urls": [], "hashtags": []},
            "favorite_count": "3",
            "id_str": str(number),
            "id": str(number),
            "created_at": "Tue Mar 04 09:30:00 +0000 2025",
            "full_text": text,
            "lang": "en",
            **more,
        }
    }


def tweets(*items: dict[str, Any], kind: str = "tweets", part: int = 0) -> str:
    return f"window.YTD.{kind}.part{part} = {json.dumps(items, indent=2)}"


def note(text: str, created: str = "2025-03-04T09:30:00.000Z", **core: Any) -> dict[str, Any]:
    return {
        "noteTweet": {"noteTweetId": "77", "createdAt": created, "core": {"text": text, **core}}
    }


def status(content: str, number: int = 1, **more: Any) -> dict[str, Any]:
    public: dict[str, Any] = {"to": [PUBLIC], "cc": [f"{ACTOR}/followers"]}
    own: dict[str, Any] = {key: more.pop(key) for key in ("to", "cc") if key in more}
    where = own or public
    made = {
        "id": f"{ACTOR}/statuses/{number}",
        "type": "Note",
        "summary": None,
        "inReplyTo": None,
        "published": "2025-03-04T09:30:00Z",
        "url": f"https://social.example/@fennel/{number}",
        "attributedTo": ACTOR,
        **where,
        "content": content,
        **more,
    }
    return {
        "id": f"{ACTOR}/statuses/{number}/activity",
        "type": "Create",
        "actor": ACTOR,
        "published": "2025-03-04T09:30:00Z",
        **where,
        "object": made,
    }


def boost(number: int = 9) -> dict[str, Any]:
    return {
        "id": f"{ACTOR}/statuses/{number}/activity",
        "type": "Announce",
        "actor": ACTOR,
        "published": "2025-03-05T09:30:00Z",
        "to": [PUBLIC],
        "object": "https://other.example/users/dill/statuses/5",
    }


def outbox(*items: dict[str, Any]) -> str:
    return json.dumps(
        {
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": "outbox.json",
            "type": "OrderedCollection",
            "totalItems": len(items) + 3,
            "orderedItems": items,
        }
    )


BUFFER = "Text,Image URL,Tags,Posting Time\nHow we price a rebuild.,,,2025-03-04 09:30\n"
HOOTSUITE = (
    '03/14/2025 09:30,"Two ways to cut a backlog, and one to avoid.",https://fennel.example\n'
)
TABLE = "text,date,leads\nHow we price a rebuild.,2025-03-04,2\n"
JSONL = '{"text": "How we price a rebuild.", "date": "2025-03-04"}\n'
ARRAY = '[{"text": "How we price a rebuild.", "date": "2025-03-04"}]'
TWEETS_2013_HEADER = (
    '"tweet_id","in_reply_to_status_id","in_reply_to_user_id","timestamp","source","text",'
    '"retweeted_status_id","retweeted_status_user_id","retweeted_status_timestamp","expanded_urls"\n'
)
TWEETS_2013 = TWEETS_2013_HEADER + (
    '"11","","","2013-09-07 05:27:57 +0000","<a href=""http://web.example"">Web</a>",'
    '"A fixed price needs a fixed scope.","","","",""\n'
)
COMMENTS = "Date,Link,Message\n2025-03-04 09:30:00,https://www.linkedin.com/feed/x,Thanks!\n"

ARCHIVES: dict[str, str] = {
    "shares": shares(
        share(as_linkedin_commentary("Three rules for estimates.\n\nWhich is yours?"))
    ),
    "comments": COMMENTS,
    "tweets": tweets(tweet("A fixed price needs a fixed scope."), tweet("Second post.", 2)),
    "tweets of 2013": TWEETS_2013,
    "outbox": outbox(status("<p>How do you price a rebuild?</p>"), boost()),
    "list of activities": json.dumps([boost(), status("<p>How do you price a rebuild?</p>")]),
    "buffer": BUFFER,
    "hootsuite": HOOTSUITE,
}
"""Exports, which are recognized without options."""

TABLES: dict[str, str] = {
    "commas": TABLE,
    "semicolons": TABLE.replace(",", ";"),
    "tabs": TABLE.replace(",", "\t"),
    "jsonl": JSONL,
    "array": ARRAY,
}


def sample(importer: str) -> bytes:
    """Return a document in the format of a built-in importer, with at least one post."""
    if importer == "parquet":
        return parquet_bytes({"text": ["How we price a rebuild."]})
    return _SAMPLES[importer].encode()


_SAMPLES = {
    "buffer": BUFFER,
    "csv_table": TABLE,
    "hootsuite": HOOTSUITE,
    "json_table": ARRAY,
    "jsonl_table": JSONL,
    "linkedin_comments": COMMENTS,
    "linkedin_shares": ARCHIVES["shares"],
    "mastodon": ARCHIVES["outbox"],
    "x_tweets": ARCHIVES["tweets"],
    "x_tweets_csv": TWEETS_2013,
}


def make_zip(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in members.items():
            out.writestr(name, data)
    return path


def make_tar(path: Path, members: dict[str, str]) -> Path:
    with tarfile.open(path, "w:gz") as out:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data.encode())
            out.addfile(info, io.BytesIO(data.encode()))
    return path


def parquet_bytes(columns: dict[str, Any], **options: Any) -> bytes:
    pyarrow = require_package("pyarrow", "audit")
    parquet = require_package("pyarrow.parquet", "audit")
    out = io.BytesIO()
    parquet.write_table(pyarrow.table(columns), out, **options)
    return out.getvalue()
