"""Tests of publish dates, and of notices about unreadable dates."""

from __future__ import annotations

from datetime import datetime

import pytest

from postlint.document.draft import read_drafts
from postlint.document.publish_date import date_in_path, date_of_draft
from postlint.document.source import Source

DAY = datetime(2025, 11, 14)


def dates(text: str, path: str = "a.md", split: str | None = None) -> list[datetime | None]:
    source = Source(path, text)
    drafts = read_drafts(source, split=split)
    return [date_of_draft(source, draft.front_matter, draft.body, draft.total) for draft in drafts]


@pytest.mark.parametrize(
    "path",
    [
        "2025-11-14-title.md", "20251114-x.md", "2025_11_14 a post.md", "2025.11.14.md",
        "title-2025-11-14.md", "14 November 2025.md", "Nov-14-2025.md", "drafts/2025-11-14.md",
        "2025-11-14_short_form/post.md", "posts/2025-11-14/index.md", "2025/11/14/post.md",
        "content/2025/11/14-title.md", "2025/11-14/post.md", "2025-11-14/linkedin/post.md",
        "2024-01-01-old/2025-11-14-title.md",
    ],
)  # fmt: skip
def test_date_in_path_is_read(path: str) -> None:
    assert date_in_path(path) == DAY


@pytest.mark.parametrize(
    "path",
    [
        "post.md", "2025-11.md", "2025/11/post.md", "2025-13-40-x.md", "1234567890.md",
        "2025-11-14/a/b/post.md", "v2025111401.md", "12345678-x.md",
    ],
)  # fmt: skip
def test_path_without_a_date(path: str) -> None:
    assert date_in_path(path) is None


@pytest.mark.parametrize(
    "key",
    [
        "date", "Date", "publishedDate", "publishDate", "published_at", "pubDate", "published",
        "created", "datePublished", "scheduled", "scheduled-for", "Publish Date", "post_date",
        "createdAt", "publish-on",
    ],
)  # fmt: skip
def test_date_keys_in_front_matter(key: str) -> None:
    assert dates(f"---\ntitle: Bank\n{key}: Fri, 14 Nov 2025 00:00:00 +0000\n---\nAsk.") == [DAY]


def test_date_precedence_of_front_matter_heading_and_path() -> None:
    other = "2024-02-03.md"
    assert dates("---\ntitle: x\ndate: 2025-11-14\n---\n# May 1, 2024\n\nAsk.", other) == [DAY]
    assert dates("# November 14, 2025\n\nAsk your bank.", other) == [DAY]
    assert dates("Ask your bank.\n\n# November 14, 2025", other) == [datetime(2024, 2, 3)]


def test_date_in_the_heading_of_each_post() -> None:
    text = "---\ntitle: x\ndate: 2025-01-01\n---\n## 2025-11-14\n\nAsk.\n\n## Nov 15, 2025\n\nTell."
    assert dates(text, split="##") == [DAY, datetime(2025, 11, 15)]


@pytest.mark.parametrize(
    ("line", "notice"),
    [
        ("date: next Tuesday", "`date` can't be read as a date (line 3: next Tuesday)"),
        ("date: 2025-02-30", "`date` can't be read as a date (line 3: 2025-02-30)"),
        ("pubDate: 2025", "`pubDate` can't be read as a date (line 3: 2025)"),
        ("published: 31/31/2025", "`published` can't be read as a date (line 3: 31/31/2025)"),
        ("date: 3/4/2025", "`date` is ambiguous (line 3: 3/4/2025)"),
    ],
)
def test_unreadable_date_has_a_notice(line: str, notice: str) -> None:
    (draft,) = read_drafts(Source("a.md", f"---\ntitle: Bank\n{line}\n---\nAsk."))
    (message,) = draft.notices
    assert message.startswith(notice)


def test_long_date_notice_is_one_short_line() -> None:
    (draft,) = read_drafts(Source("a.md", f"---\ntitle: x\ndate: {'9 ' * 9_000}\n---\nAsk."))
    (message,) = draft.notices
    assert len(message) < 200


@pytest.mark.parametrize(
    "line",
    ["date:", "date: TBD", "published: true", "posted: LinkedIn", "created: by me", "year: x"],
)
def test_unset_date_has_no_notice(line: str) -> None:
    (draft,) = read_drafts(Source("a.md", f"---\ntitle: Bank\n{line}\n---\nAsk."))
    assert draft.notices == ()
